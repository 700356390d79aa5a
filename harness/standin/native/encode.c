#include "harness/standin/native/encode.h"

#include "harness/standin/native/encode_factory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "harness/standin/engine/character/bonus.h"

enum { NEARBY_RADIUS = 16 * SIM_FIXED_ONE };

/* Names of the columns, in the order of FACTORIO_ITEM_*. */
static const char *const COLUMN_NAME[FACTORIO_ITEM_COUNTS] = {
    [FACTORIO_ITEM_IRON_ORE] = "iron-ore",
    [FACTORIO_ITEM_COPPER_ORE] = "copper-ore",
    [FACTORIO_ITEM_COAL] = "coal",
    [FACTORIO_ITEM_STONE] = "stone",
    [FACTORIO_ITEM_WOOD] = "wood",
    [FACTORIO_ITEM_IRON_PLATE] = "iron-plate",
    [FACTORIO_ITEM_COPPER_PLATE] = "copper-plate",
    [FACTORIO_ITEM_IRON_GEAR_WHEEL] = "iron-gear-wheel",
    [FACTORIO_ITEM_TRANSPORT_BELT] = "transport-belt",
    [FACTORIO_ITEM_BURNER_INSERTER] = "burner-inserter",
    [FACTORIO_ITEM_BURNER_MINING_DRILL] = "burner-mining-drill",
    [FACTORIO_ITEM_STONE_FURNACE] = "stone-furnace",
    [FACTORIO_ITEM_WOODEN_CHEST] = "wooden-chest",
    [FACTORIO_ITEM_FIREARM_MAGAZINE] = "firearm-magazine",
    [FACTORIO_ITEM_STONE_WALL] = "stone-wall",
};

int native_items_init(native_items *items, const sim_prototypes *prototypes)
{
    memset(items, 0, sizeof *items);
    items->column = calloc(prototypes->item_count, 1);
    if (!items->column) return -1;
    for (uint8_t column = 1; column < FACTORIO_ITEM_COUNTS; column++) {
        uint16_t item = sim_item_named(prototypes, COLUMN_NAME[column]);
        items->item[column] = item;
        if (item) items->column[item] = column;
    }
    if (native_classes_init(&items->classes, prototypes) == 0) return 0;
    native_items_free(items);
    return -1;
}

void native_items_free(native_items *items)
{
    free(items->column);
    native_classes_free(&items->classes);
    memset(items, 0, sizeof *items);
}

static float tiles(int32_t fixed)
{
    return (float)fixed * (1.0f / SIM_FIXED_ONE);
}

static double distance_tiles(sim_position a, sim_position b)
{
    double dx = sim_fixed_to_tiles(a.x - b.x), dy = sim_fixed_to_tiles(a.y - b.y);
    return sqrt(dx * dx + dy * dy);
}

static uint8_t flags(const sim_character *character, const native_record *record)
{
    uint8_t bits = record->is_reset ? FACTORIO_FLAG_RESET : 0;
    if (!character) return bits;
    if (character->walking) bits |= FACTORIO_FLAG_WALKING;
    if (character->mining) bits |= FACTORIO_FLAG_MINING;
    if (character->walking && record->blocked_ticks) bits |= FACTORIO_FLAG_BLOCKED;
    return bits | FACTORIO_FLAG_ALIVE;
}

static void encode_movement(FactorioMovementFrame *frame, const sim_arena *arena, const sim_character *character,
                            const native_record *record, uint32_t arena_index)
{
    const sim_entity *entity = character ? sim_entity_slot(arena, character->entity) : NULL;
    frame->player_pos[0] = tiles(record->position.x);
    frame->player_pos[1] = tiles(record->position.y);
    frame->goal_pos[0] = tiles(record->goal.x);
    frame->goal_pos[1] = tiles(record->goal.y);
    frame->timestamp = arena->tick - record->reset_tick;
    frame->displacement[0] = tiles(record->displacement.x);
    frame->displacement[1] = tiles(record->displacement.y);
    frame->health = entity ? entity->health : 0.0f;
    frame->direction = entity ? entity->direction : 0;
    frame->flags = flags(character, record);
    frame->action_result = record->action_result;
    frame->blocked_ticks = record->blocked_ticks;
    frame->command_id = record->command_id;
    frame->walked = (float)record->walked_tiles;
    frame->arena = arena_index;
    frame->goal_distance = record->has_goal ? (float)distance_tiles(record->position, record->goal) : 0.0f;
    frame->mined_total = record->mined_total;
}

static uint32_t count_empty(const sim_stack *slots, uint32_t slot_count)
{
    uint32_t empty = 0;
    for (uint32_t i = 0; i < slot_count; i++) empty += slots[i].item == 0;
    return empty;
}

/* Stacks gather at the front of an inventory, so the sum stops at the last one rather than at the last slot. */
static void encode_items(uint16_t counts[FACTORIO_ITEM_COUNTS], const sim_arena *arena, uint32_t inventory,
                         const native_items *items)
{
    const sim_inventory *record = sim_inventory_get(arena, inventory);
    const sim_stack *slots = sim_inventory_slots(arena, inventory);
    uint32_t slot_count = record ? record->slot_count : 0;
    uint32_t empty = count_empty(slots, slot_count);
    uint32_t sums[FACTORIO_ITEM_COUNTS] = {0};
    for (uint32_t i = 0, left = slot_count - empty; left > 0; i++) {
        if (slots[i].item == 0) continue;
        sums[items->column[slots[i].item]] += slots[i].count;
        left--;
    }
    sums[FACTORIO_ITEM_NONE] = empty;
    for (int column = 0; column < FACTORIO_ITEM_COUNTS; column++)
        counts[column] = (uint16_t)(sums[column] < UINT16_MAX ? sums[column] : UINT16_MAX);
}

/* Squared distance, in fixed units, beyond which no resource can be in reach; below 0 for nobody. */
static double farthest_reach(const sim_arena *arena, const sim_prototypes *prototypes, const sim_character *character)
{
    if (character == NULL) return -1.0;
    double farthest = sim_bonus_resource_reach(arena, prototypes, character) * SIM_FIXED_ONE + 2 * SIM_FIXED_ONE;
    return farthest * farthest;
}

static void encode_resource(FactorioNearbyResource *row, const sim_resource_row *found, const native_items *items)
{
    row->offset[0] = tiles(found->dx);
    row->offset[1] = tiles(found->dy);
    row->amount = found->amount;
    row->resource = items->column[found->item];
}

/* Most rows are far away: the exact rule of reach is asked only of those that it could admit. */
static void encode_resources(FactorioMiningFrame *frame, const sim_arena *arena, const sim_character *character,
                             const native_record *record, const sim_prototypes *prototypes, const native_items *items)
{
    sim_resource_row rows[FACTORIO_NEARBY_RESOURCES];
    uint32_t in_range = 0;
    uint32_t count = sim_resource_nearest(arena, prototypes, record->position.x, record->position.y, NEARBY_RADIUS,
                                          FACTORIO_NEARBY_RESOURCES, rows, &in_range);
    double farthest = farthest_reach(arena, prototypes, character);
    frame->resources_in_range = in_range;
    for (uint32_t i = 0; i < count; i++) {
        encode_resource(&frame->resources[i], &rows[i], items);
        frame->resources[i].reachable =
            (double)rows[i].distance_squared <= farthest &&
            sim_mining_in_reach(arena, prototypes, NATIVE_CHARACTER, sim_entity_handle(arena, rows[i].slot));
    }
    memset(frame->resources + count, 0, (FACTORIO_NEARBY_RESOURCES - count) * sizeof frame->resources[0]);
}

static void encode_mining(FactorioMiningFrame *frame, const sim_arena *arena, const sim_character *character,
                          const native_record *record, const sim_prototypes *prototypes, const native_items *items,
                          native_statuses *statuses)
{
    size_t begin = sizeof frame->movement, end = offsetof(FactorioMiningFrame, resources);
    memset((uint8_t *)frame + begin, 0, end - begin);
    encode_resources(frame, arena, character, record, prototypes, items);
    native_encode_counts(frame, arena, prototypes, statuses);
    if (!character) return;
    encode_items(frame->item_counts, arena, character->inventory, items);
    if (!character->mining) return;
    const sim_entity *target = sim_entity_get(arena, character->mining_target);
    if (!target) return;
    frame->mining_progress = (float)sim_mining_progress(arena, prototypes, NATIVE_CHARACTER);
    frame->mining_target[0] = tiles(target->position.x - record->position.x);
    frame->mining_target[1] = tiles(target->position.y - record->position.y);
}

int native_encode_knows(uint32_t frame_kind)
{
    return frame_kind <= FACTORIO_FRAME_FULL;
}

/* A frame of a factory, whose entities are named by several of its parts. */
static void encode_building(uint8_t *frame, uint32_t frame_kind, const sim_arena *arena, const sim_character *character,
                            const native_record *record, const sim_prototypes *prototypes, const native_items *items)
{
    native_statuses statuses = {{0}};
    encode_mining((FactorioMiningFrame *)frame, arena, character, record, prototypes, items, &statuses);
    native_encode_factory(frame, frame_kind, arena, record, prototypes, items, &statuses);
}

void native_encode(uint8_t *frame, uint32_t frame_kind, const sim_arena *arena, const native_record *record,
                   uint32_t arena_index, const sim_prototypes *prototypes, const native_items *items)
{
    const sim_character *character = sim_character_get(arena, NATIVE_CHARACTER);
    encode_movement((FactorioMovementFrame *)frame, arena, character, record, arena_index);
    if (frame_kind >= FACTORIO_FRAME_BUILDING)
        encode_building(frame, frame_kind, arena, character, record, prototypes, items);
    else if (frame_kind == FACTORIO_FRAME_MINING)
        encode_mining((FactorioMiningFrame *)frame, arena, character, record, prototypes, items, NULL);
}
