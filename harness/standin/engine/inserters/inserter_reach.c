#include "harness/standin/engine/inserters/inserter_reach.h"

#include <math.h>

#include "harness/standin/engine/inserters/inserter_agenda.h"
#include "harness/standin/engine/inserters/inserter_queue.h"
#include "harness/standin/engine/inserters/inserter_quiet.h"

/* The game looks for source and target in the tile of the position, smaller by this on every side, in 1/256 tile;
 * found by teleporting a car 1/256 at a time (JanSharp/inserter-throughput-lib). */
#define PICKUP_MARGIN 25
#define DROP_MARGIN 12

#define BIT(type) ((uint64_t)1 << (type))
#define BELTS (BIT(SIM_TYPE_TRANSPORT_BELT) | BIT(SIM_TYPE_UNDERGROUND_BELT) | BIT(SIM_TYPE_SPLITTER))
#define MACHINES \
    (BELTS | BIT(SIM_TYPE_CONTAINER) | BIT(SIM_TYPE_FURNACE) | BIT(SIM_TYPE_ASSEMBLING_MACHINE) | \
     BIT(SIM_TYPE_LAB) | BIT(SIM_TYPE_ROCKET_SILO) | BIT(SIM_TYPE_BOILER) | BIT(SIM_TYPE_MINING_DRILL) | \
     BIT(SIM_TYPE_INSERTER) | BIT(SIM_TYPE_AMMO_TURRET) | BIT(SIM_TYPE_ARTILLERY_TURRET) | BIT(SIM_TYPE_BEACON) | \
     BIT(SIM_TYPE_REACTOR))

static sim_box area_of(sim_position position, int32_t margin)
{
    int32_t left = sim_fixed_tile(position.x) * SIM_FIXED_ONE, top = sim_fixed_tile(position.y) * SIM_FIXED_ONE;
    sim_box area = {left + margin, top + margin, left + SIM_FIXED_ONE - margin, top + SIM_FIXED_ONE - margin};
    return area;
}

sim_box sim_inserter_pickup_area(sim_position pickup)
{
    return area_of(pickup, PICKUP_MARGIN);
}

sim_box sim_inserter_drop_area(sim_position drop)
{
    return area_of(drop, DROP_MARGIN);
}

sim_vector_f64 sim_inserter_turned_vector(sim_vector_f64 north, uint8_t direction)
{
    const sim_vector_f64 quarters[4] = {
        north, {-north.y, north.x}, {-north.x, -north.y}, {north.y, -north.x}};
    return quarters[direction / 4 % 4];
}

/* The entity to serve in the area: of several the one in the lowest slot. */
static uint32_t machine_in(const sim_arena *arena, const sim_prototypes *prototypes, sim_box area, uint32_t self,
                           uint32_t ignored)
{
    sim_entity_cursor cursor = sim_entity_search(arena, area, SIM_SEARCH_ENTITIES);
    uint32_t best = 0;
    for (const sim_entity *entity; (entity = sim_entity_next(arena, &cursor)) != NULL;) {
        if (!(MACHINES & BIT(prototypes->entities[entity->prototype].type))) continue;
        uint32_t slot = sim_entity_index(arena, entity);
        if (slot == self || slot == ignored || (best && slot > best)) continue;
        if (sim_box_overlaps(sim_entity_collision_box(prototypes, entity), area)) best = slot;
    }
    return best;
}

uint32_t sim_inserter_source(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_box area = sim_inserter_pickup_area(sim_inserter_pickup_position(arena, prototypes, slot));
    return machine_in(arena, prototypes, area, slot, 0);
}

uint32_t sim_inserter_target(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_box area = sim_inserter_drop_area(sim_inserter_drop_position(arena, prototypes, slot));
    return machine_in(arena, prototypes, area, slot, 0);
}

int sim_inserter_reach_resolve(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record, uint32_t ignored)
{
    sim_inserter *inserter = sim_inserter_record(arena, record);
    uint32_t slot = inserter->entity;
    inserter->aim = inserter->verdict_item = 0;
    sim_box pickup = sim_inserter_pickup_area(sim_inserter_pickup_position(arena, prototypes, slot));
    sim_box drop = sim_inserter_drop_area(sim_inserter_drop_position(arena, prototypes, slot));
    uint32_t source = machine_in(arena, prototypes, pickup, slot, ignored);
    uint32_t target = machine_in(arena, prototypes, drop, slot, ignored);
    if (source == inserter->source && target == inserter->target) return 0;
    if (source != inserter->source) inserter->chased = 0;
    if (inserter->listens) sim_inserter_make_deaf(arena);
    sim_inserter_agenda_hurry(arena, record);
    inserter->source = source;
    inserter->target = target;
    return 1;
}

/* How far an entity's box can be from an inserter that it concerns. */
static int32_t farthest_reach(const sim_prototypes *prototypes)
{
    double reach = 0;
    for (uint32_t i = 0; i < prototypes->inserter_count; i++) {
        const sim_inserter_prototype *prototype = &prototypes->inserters[i];
        reach = fmax(reach, hypot(prototype->pickup_vector.x, prototype->pickup_vector.y));
        reach = fmax(reach, hypot(prototype->insert_vector.x, prototype->insert_vector.y));
    }
    return sim_fixed_from_tiles(reach) + SIM_FIXED_ONE;
}

/* 1 when an entity that is no machine lies where the inserter picks up from the ground, or where it lays down. */
static int lies_at_an_end(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                          const sim_entity *changed)
{
    sim_box box = sim_entity_collision_box(prototypes, changed);
    sim_box laid = sim_box_at(prototypes->entities[prototypes->item_entity].collision_box,
                              sim_inserter_drop_position(arena, prototypes, slot));
    if (sim_box_overlaps(box, laid)) return 1;
    return changed->prototype == prototypes->item_entity &&
           sim_box_overlaps(box, sim_inserter_pickup_area(sim_inserter_pickup_position(arena, prototypes, slot)));
}

void sim_inserter_neighbours(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, int appeared)
{
    if (arena->pools[SIM_POOL_INSERTER].live == 0) return;
    const sim_entity *changed = sim_entity_slot(arena, slot);
    const sim_entity_prototype *prototype = &prototypes->entities[changed->prototype];
    int is_machine = (BIT(prototype->type) & MACHINES) != 0;
    uint32_t in_an_items_way = prototypes->entities[prototypes->item_entity].collision_layers;
    if (!is_machine && !(prototype->collision_layers & in_an_items_way)) return;
    int32_t reach = farthest_reach(prototypes);
    sim_box around = sim_entity_collision_box(prototypes, changed);
    around = (sim_box){around.left - reach, around.top - reach, around.right + reach, around.bottom + reach};
    sim_entity_cursor cursor = sim_entity_search(arena, around, SIM_SEARCH_ENTITIES);
    for (const sim_entity *entity; (entity = sim_entity_next(arena, &cursor)) != NULL;) {
        if (prototypes->entities[entity->prototype].type != SIM_TYPE_INSERTER || entity == changed) continue;
        if (is_machine ? sim_inserter_reach_resolve(arena, prototypes, entity->record, appeared ? 0 : slot)
                       : lies_at_an_end(arena, prototypes, sim_entity_index(arena, entity), changed))
            sim_inserter_queue_wake(arena, entity->record);
    }
}

void sim_inserter_neighbour_moved(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    if (arena->pools[SIM_POOL_INSERTER].live == 0) return;
    int is_machine = (BIT(prototypes->entities[sim_entity_slot(arena, slot)->prototype].type) & MACHINES) != 0;
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_INSERTER].used; record++) {
        if (sim_inserter_record(arena, record)->entity == 0) continue;
        /* Anything else may have lain where an inserter drops, or lie now where it picks up. */
        if (!is_machine || sim_inserter_reach_resolve(arena, prototypes, record, 0))
            sim_inserter_queue_wake(arena, record);
    }
}
