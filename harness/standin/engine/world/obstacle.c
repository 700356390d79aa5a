#include "harness/standin/engine/world/obstacle.h"

#include "harness/standin/engine/combat/gate.h"
#include "harness/standin/engine/world/map.h"

static int touches(sim_box a, sim_box b)
{
    return a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom;
}

static int32_t larger(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

static int32_t smaller(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

int sim_obstacle_blocks(const sim_prototypes *prototypes, const sim_entity *entity)
{
    const sim_entity_prototype *prototype = &prototypes->entities[entity->prototype];
    const sim_entity_prototype *character = &prototypes->entities[prototypes->character];
    if (prototype->type == SIM_TYPE_GATE && sim_gate_is_open(entity)) return 0;
    return (prototype->collision_layers & character->collision_layers) != 0 &&
           prototype->type != SIM_TYPE_CHARACTER && prototype->type != SIM_TYPE_UNIT &&
           !prototype->colliding_with_tiles_only;
}

static int is_building(const sim_prototypes *prototypes, const sim_entity *entity)
{
    return sim_obstacle_blocks(prototypes, entity) && !prototypes->entities[entity->prototype].off_grid;
}

/* 1 when the gap between two boxes that face each other is closed and touches `box`. */
static int gap_touches(sim_box a, sim_box b, sim_box box)
{
    sim_box gap = {larger(a.left, b.left), larger(a.top, b.top), smaller(a.right, b.right),
                   smaller(a.bottom, b.bottom)};
    int32_t across = gap.left - gap.right, along = gap.top - gap.bottom;
    if (along < 0 && across > 0 && across < SIM_CLOSED_GAP) {
        sim_box closed = {gap.right, gap.top, gap.left, gap.bottom};
        return touches(closed, box);
    }
    if (across < 0 && along > 0 && along < SIM_CLOSED_GAP) {
        sim_box closed = {gap.left, gap.bottom, gap.right, gap.top};
        return touches(closed, box);
    }
    return 0;
}

/* 1 when a closed gap between the building `first` and one that the search has still to come to touches `box`. */
static int gap_beside(const sim_arena *arena, const sim_prototypes *prototypes, sim_entity_cursor rest,
                      sim_box first, sim_box box)
{
    for (const sim_entity *other; (other = sim_entity_next(arena, &rest)) != NULL;)
        if (is_building(prototypes, other) && gap_touches(first, sim_entity_collision_box(prototypes, other), box))
            return 1;
    return 0;
}

static int entities_free(const sim_arena *arena, const sim_prototypes *prototypes, sim_box box)
{
    sim_box around = {box.left - SIM_CLOSED_GAP, box.top - SIM_CLOSED_GAP, box.right + SIM_CLOSED_GAP,
                      box.bottom + SIM_CLOSED_GAP};
    sim_entity_cursor cursor = sim_entity_search(arena, around, SIM_SEARCH_ENTITIES);
    for (const sim_entity *entity; (entity = sim_entity_next(arena, &cursor)) != NULL;) {
        if (!sim_obstacle_blocks(prototypes, entity)) continue;
        sim_box obstacle = sim_entity_collision_box(prototypes, entity);
        if (!touches(obstacle, around)) continue;
        if (touches(obstacle, box)) return 0;
        if (is_building(prototypes, entity) && gap_beside(arena, prototypes, cursor, obstacle, box)) return 0;
    }
    return 1;
}

int sim_obstacle_free(const sim_arena *arena, const sim_prototypes *prototypes, sim_box box)
{
    if (sim_map_tiles_free(arena, sim_fixed_tile(box.left), sim_fixed_tile(box.top), sim_fixed_tile(box.right),
                           sim_fixed_tile(box.bottom)))
        return 1;
    uint32_t layers = prototypes->entities[prototypes->character].collision_layers;
    if (sim_map_box_collides(arena, prototypes, box, layers)) return 0;
    return arena->obstacle_count == 0 || entities_free(arena, prototypes, box);
}

sim_obstacle_span sim_obstacle_touched(const sim_arena *arena, const sim_prototypes *prototypes, sim_box box)
{
    sim_obstacle_span span = {0};
    if (arena->obstacle_count == 0) return span;
    sim_entity_cursor cursor = sim_entity_search(arena, box, SIM_SEARCH_ENTITIES);
    for (const sim_entity *entity; (entity = sim_entity_next(arena, &cursor)) != NULL;) {
        if (!sim_obstacle_blocks(prototypes, entity)) continue;
        sim_box obstacle = sim_entity_collision_box(prototypes, entity);
        if (!touches(obstacle, box)) continue;
        if (!span.found) span.box = obstacle;
        span.found = 1;
        span.box.left = smaller(span.box.left, obstacle.left);
        span.box.top = smaller(span.box.top, obstacle.top);
        span.box.right = larger(span.box.right, obstacle.right);
        span.box.bottom = larger(span.box.bottom, obstacle.bottom);
    }
    return span;
}
