#include "harness/standin/engine/machines/drill_target.h"

#include "harness/standin/engine/machines/drill_area.h"
#include "harness/standin/engine/machines/drill_fluid.h"

/* The resource on the `tile`th tile of the area if the drill can mine it; 0 for none. */
static uint32_t minable_at(const sim_arena *arena, const sim_prototypes *prototypes, const sim_drill *drill,
                           const sim_drill_area *area, int32_t tile)
{
    uint32_t slot = sim_drill_area_resource(arena, area, tile);
    if (slot == 0) return 0;
    const sim_entity_prototype *resource = &prototypes->entities[sim_entity_slot(arena, slot)->prototype];
    const sim_entity_prototype *prototype = sim_entity_prototype_at(arena, prototypes, drill->entity);
    int is_known = prototype->resource_categories >> resource->resource_category & 1;
    return is_known && sim_drill_fluid_allows(arena, prototypes, drill, resource) ? slot : 0;
}

/* The tile from the cursor on that has something to mine; the number of steps to it goes to `steps`. */
static uint32_t next_target(const sim_arena *arena, const sim_prototypes *prototypes, const sim_drill *drill,
                            uint32_t *steps)
{
    const sim_entity *entity = sim_entity_slot(arena, drill->entity);
    sim_drill_area area = sim_drill_area_of(&prototypes->entities[entity->prototype], entity->position);
    uint32_t tiles = (uint32_t)(area.columns * area.rows);
    for (*steps = 0; *steps < tiles; ++*steps) {
        uint32_t slot = minable_at(arena, prototypes, drill, &area, (int32_t)((drill->cursor + *steps + 1) % tiles));
        if (slot) return slot;
    }
    return 0;
}

void sim_drill_choose_target(sim_arena *arena, const sim_prototypes *prototypes, sim_drill *drill)
{
    uint32_t steps;
    drill->target = next_target(arena, prototypes, drill, &steps);
    drill->resource_version = arena->resource_version;
    if (drill->target == 0) return;
    sim_position position = sim_entity_slot(arena, drill->entity)->position;
    sim_drill_area area = sim_drill_area_of(sim_entity_prototype_at(arena, prototypes, drill->entity), position);
    if (steps > 0) drill->operations = 0;
    drill->cursor = (uint16_t)((drill->cursor + steps) % (uint32_t)(area.columns * area.rows));
    uint16_t resource = sim_entity_slot(arena, drill->target)->prototype;
    drill->needed_seconds = prototypes->entities[resource].mining_time;
}

uint32_t sim_drill_target(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    uint32_t steps;
    const sim_drill *drill = sim_drill_get(arena, slot);
    if (drill->resource_version == arena->resource_version) return drill->target;
    return next_target(arena, prototypes, drill, &steps);
}

double sim_drill_progress(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    uint32_t target = sim_drill_target(arena, prototypes, slot);
    double needed = sim_drill_get(arena, slot)->needed_seconds;
    if (target) needed = prototypes->entities[sim_entity_slot(arena, target)->prototype].mining_time;
    if (needed <= 0.0) return 0.0;
    double progress = sim_drill_get(arena, slot)->seconds / needed;
    return progress < 1.0 ? progress : 1.0;
}

int sim_drill_finds_resource(const sim_arena *arena, const sim_prototypes *prototypes, uint16_t prototype,
                             sim_position position)
{
    const sim_entity_prototype *drill = &prototypes->entities[prototype];
    sim_drill_area area = sim_drill_area_of(drill, position);
    for (int32_t tile = 0; tile < area.columns * area.rows; tile++) {
        uint32_t slot = sim_drill_area_resource(arena, &area, tile);
        if (slot == 0) continue;
        uint16_t resource = sim_entity_slot(arena, slot)->prototype;
        if (drill->resource_categories >> prototypes->entities[resource].resource_category & 1) return 1;
    }
    return 0;
}
