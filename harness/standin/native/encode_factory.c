#include "harness/standin/native/encode_factory.h"

#include <string.h>

#include "harness/standin/engine/combat/health.h"
#include "harness/standin/native/nearby.h"
#include "harness/standin/native/plan.h"
#include "harness/standin/native/status.h"

enum { NEARBY_RADIUS = 16 * SIM_FIXED_ONE, INVENTORY_KINDS = FACTORIO_INVENTORY_SLOTS / 2 };

static float tiles(int32_t fixed)
{
    return (float)fixed * (1.0f / SIM_FIXED_ONE);
}

static uint16_t up_to_u16(uint64_t count)
{
    return (uint16_t)(count < UINT16_MAX ? count : UINT16_MAX);
}

/* Pools whose records are machines that work or wait. */
static const enum sim_pool_id MACHINES[] = {SIM_POOL_MACHINE, SIM_POOL_LAB};

#define COUNTED_POOLS (1u << SIM_POOL_MACHINE | 1u << SIM_POOL_LAB | 1u << SIM_POOL_GHOST | 1u << SIM_POOL_CRAFT | \
                       1u << SIM_POOL_TECHNOLOGY)

static uint32_t count_working(const sim_arena *arena, const sim_prototypes *prototypes, native_statuses *statuses,
                              enum sim_pool_id pool)
{
    uint32_t working = 0;
    const sim_pool *header = &arena->pools[pool];
    const char *records = (const char *)arena + header->offset;
    for (uint32_t record = 1; record < header->used; record++) {
        uint32_t slot;
        memcpy(&slot, records + record * sim_pool_stride(pool), sizeof slot);
        working += slot && native_status_once(statuses, arena, prototypes, slot) == SIM_STATUS_WORKING;
    }
    return working;
}

void native_encode_counts(FactorioMiningFrame *frame, const sim_arena *arena, const sim_prototypes *prototypes,
                          native_statuses *statuses)
{
    uint32_t machines = 0, working = 0;
    /* Most arenas of the small scenarios have none of all this: one word says so. The frame's bytes are zero. */
    if ((arena->live_pools & COUNTED_POOLS) == 0 && (arena->structures | arena->structures_lost | arena->enemies) == 0)
        return;
    for (size_t i = 0; i < sizeof MACHINES / sizeof MACHINES[0]; i++) {
        machines += arena->pools[MACHINES[i]].live;
        if (arena->pools[MACHINES[i]].live) working += count_working(arena, prototypes, statuses, MACHINES[i]);
    }
    frame->structures = up_to_u16(arena->structures);
    frame->structures_lost = up_to_u16(arena->structures_lost);
    frame->machines = up_to_u16(machines);
    frame->machines_working = up_to_u16(working);
    frame->ghosts = up_to_u16(arena->pools[SIM_POOL_GHOST].live);
    frame->enemies = up_to_u16(arena->enemies);
    frame->crafts = up_to_u16(arena->pools[SIM_POOL_CRAFT].live);
    frame->research = up_to_u16(sim_technology_researched_count(arena));
}

static void encode_neighbour(FactorioNearbyEntity *row, const sim_arena *arena, const sim_prototypes *prototypes,
                             native_statuses *statuses, const native_nearby *found, sim_position place)
{
    const sim_entity *entity = found->entity;
    row->offset[0] = tiles(entity->position.x - place.x);
    row->offset[1] = tiles(entity->position.y - place.y);
    row->prototype = entity->prototype;
    row->direction = entity->direction;
    row->status = native_status_once(statuses, arena, prototypes, sim_entity_index(arena, entity));
    row->health = sim_health_points(arena, prototypes, entity);
}

static void encode_plan(FactorioPlanCell *rows, const sim_arena *arena, const sim_prototypes *prototypes,
                        sim_position place)
{
    native_nearby ghosts[FACTORIO_PLAN_CELLS];
    uint32_t count = native_nearby_ghosts(arena, place, ghosts, FACTORIO_PLAN_CELLS);
    memset(rows, 0, FACTORIO_PLAN_CELLS * sizeof *rows);
    for (uint32_t i = 0; i < count; i++) {
        const sim_entity *ghost = ghosts[i].entity;
        rows[i].offset[0] = tiles(ghost->position.x - place.x);
        rows[i].offset[1] = tiles(ghost->position.y - place.y);
        rows[i].direction = ghost->direction;
        native_plan_fill(&rows[i], arena, prototypes, ghost);
    }
}

/* Class, force, direction and status in one word. */
static uint32_t state_word(const sim_arena *arena, const sim_prototypes *prototypes, const native_items *items,
                           native_statuses *statuses, const sim_entity *entity)
{
    uint32_t status = native_status_once(statuses, arena, prototypes, sim_entity_index(arena, entity));
    return (uint32_t)items->classes.of_entity[entity->prototype] << 24 | (uint32_t)entity->force << 16 |
           (uint32_t)entity->direction << 8 | status;
}

void native_encode_rows(uint32_t rows[FACTORIO_ENTITY_ROWS][FACTORIO_ENTITY_FIELDS], const sim_arena *arena,
                        const sim_prototypes *prototypes, const native_items *items, native_statuses *statuses,
                        const native_nearby *found, uint32_t count)
{
    memset(rows, 0, FACTORIO_ENTITY_ROWS * sizeof rows[0]);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t *row = rows[i];
        row[0] = state_word(arena, prototypes, items, statuses, found[i].entity);
        row[1] = found[i].entity->prototype;
        row[2] = (uint32_t)found[i].entity->position.x;
        row[3] = (uint32_t)found[i].entity->position.y;
    }
}

typedef struct kind_count {
    uint16_t item;
    uint32_t count;
} kind_count;

static int comes_before(const kind_count *a, const kind_count *b)
{
    return a->count != b->count ? a->count > b->count : a->item < b->item;
}

/* Adds what a slot holds to the kinds found so far. */
static uint32_t add_kind(kind_count *kinds, uint32_t count, uint32_t most, sim_stack stack)
{
    uint32_t place = 0;
    while (place < count && kinds[place].item != stack.item) place++;
    if (place == most) return count;
    if (place == count) kinds[count++] = (kind_count){stack.item, 0};
    kinds[place].count += stack.count;
    return count;
}

void native_encode_kinds(uint16_t out[FACTORIO_INVENTORY_SLOTS], const sim_arena *arena, uint32_t inventory)
{
    enum { MOST = 128 };
    kind_count kinds[MOST];
    uint32_t count = 0;
    const sim_inventory *record = sim_inventory_get(arena, inventory);
    const sim_stack *slots = sim_inventory_slots(arena, inventory);
    for (uint32_t i = 0; record && i < record->slot_count; i++)
        if (slots[i].item) count = add_kind(kinds, count, MOST, slots[i]);
    for (uint32_t i = 1; i < count; i++) {
        kind_count moved = kinds[i];
        uint32_t place = i;
        for (; place > 0 && comes_before(&moved, &kinds[place - 1]); place--) kinds[place] = kinds[place - 1];
        kinds[place] = moved;
    }
    memset(out, 0, FACTORIO_INVENTORY_SLOTS * sizeof *out);
    for (uint32_t i = 0; i < count && i < INVENTORY_KINDS; i++) {
        out[2 * i] = kinds[i].item;
        out[2 * i + 1] = up_to_u16(kinds[i].count);
    }
}

static void encode_flows(FactorioFullFrame *frame, const sim_arena *arena, const native_items *items)
{
    for (int column = 0; column < FACTORIO_ITEM_COUNTS; column++) {
        sim_flow flow = sim_statistics_get(arena, items->item[column]);
        frame->produced[column] = (uint32_t)(flow.produced < UINT32_MAX ? flow.produced : UINT32_MAX);
        frame->consumed[column] = (uint32_t)(flow.consumed < UINT32_MAX ? flow.consumed : UINT32_MAX);
    }
}

static void encode_full(FactorioFullFrame *frame, const sim_arena *arena, const native_record *record,
                        const sim_prototypes *prototypes, const native_items *items, native_statuses *statuses)
{
    int32_t left = sim_fixed_tile(record->position.x) - FACTORIO_CELL_SIDE / 2;
    int32_t top = sim_fixed_tile(record->position.y) - FACTORIO_CELL_SIDE / 2;
    native_cells(&frame->cells[0][0], arena, prototypes, &items->classes, statuses, left, top, FACTORIO_CELL_SIDE,
                 FACTORIO_CELL_SIDE, 1);
    const sim_character *character = sim_character_get(arena, NATIVE_CHARACTER);
    native_encode_kinds(frame->inventory, arena, character ? character->inventory : 0);
    encode_flows(frame, arena, items);
}

void native_encode_factory(uint8_t *frame, uint32_t frame_kind, const sim_arena *arena, const native_record *record,
                           const sim_prototypes *prototypes, const native_items *items, native_statuses *statuses)
{
    FactorioBuildingFrame *building = (FactorioBuildingFrame *)frame;
    native_nearby found[NATIVE_NEARBY_MOST];
    uint32_t most = frame_kind == FACTORIO_FRAME_FULL ? FACTORIO_ENTITY_ROWS : FACTORIO_NEARBY_ENTITIES;
    uint32_t count = native_nearby_entities(arena, prototypes, record->position, NEARBY_RADIUS, found, most);
    memset(building->entities, 0, sizeof building->entities);
    for (uint32_t i = 0; i < count && i < FACTORIO_NEARBY_ENTITIES; i++)
        encode_neighbour(&building->entities[i], arena, prototypes, statuses, &found[i], record->position);
    encode_plan(building->plan, arena, prototypes, record->position);
    if (frame_kind != FACTORIO_FRAME_FULL) return;
    native_encode_rows(((FactorioFullFrame *)frame)->entity_rows, arena, prototypes, items, statuses, found, count);
    encode_full((FactorioFullFrame *)frame, arena, record, prototypes, items, statuses);
}
