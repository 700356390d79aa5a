#include <stdlib.h>

#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/world/map.h"

#define INSERTED_BY_HAND 16 /* slots that are sorted by insertion at most */

static sim_box box_at(const sim_entity_prototype *prototype, uint8_t direction, sim_position position)
{
    return sim_box_at(sim_box_turned(prototype->collision_box, direction), position);
}

static int masks_collide(const sim_entity_prototype *a, const sim_entity_prototype *b)
{
    if (a->not_colliding_with_itself && b->not_colliding_with_itself && a->collision_layers == b->collision_layers)
        return 0;
    return !a->colliding_with_tiles_only && !b->colliding_with_tiles_only &&
           (a->collision_layers & b->collision_layers) != 0;
}

int sim_entity_can_place(const sim_arena *arena, const sim_prototypes *prototypes, uint16_t prototype,
                         uint8_t direction, sim_position position, sim_handle ignored)
{
    const sim_entity_prototype *placed = &prototypes->entities[prototype];
    sim_box box = box_at(placed, direction, position);
    if (!sim_map_contains(arena, sim_fixed_tile(position.x), sim_fixed_tile(position.y)) ||
        sim_map_box_collides(arena, prototypes, box, placed->collision_layers))
        return 0;
    sim_entity_cursor cursor = sim_entity_search(arena, box, SIM_SEARCH_ALL);
    for (const sim_entity *other; (other = sim_entity_next(arena, &cursor)) != NULL;) {
        if (sim_entity_index(arena, other) == ignored.index) continue;
        if (masks_collide(placed, sim_entity_prototype_of(prototypes, other)) &&
            sim_box_overlaps(box, sim_entity_collision_box(prototypes, other)))
            return 0;
    }
    return 1;
}

uint32_t sim_entity_colliding(const sim_arena *arena, const sim_prototypes *prototypes, uint16_t prototype,
                              uint8_t direction, sim_position position, uint32_t *slots, uint32_t capacity)
{
    const sim_entity_prototype *placed = &prototypes->entities[prototype];
    sim_box box = box_at(placed, direction, position);
    uint32_t count = 0;
    sim_entity_cursor cursor = sim_entity_search(arena, box, SIM_SEARCH_ALL);
    for (const sim_entity *other; (other = sim_entity_next(arena, &cursor)) != NULL;) {
        if (!masks_collide(placed, sim_entity_prototype_of(prototypes, other)) ||
            !sim_box_overlaps(box, sim_entity_collision_box(prototypes, other)))
            continue;
        if (count < capacity) slots[count] = sim_entity_index(arena, other);
        count++;
    }
    return count;
}

static int passes(const sim_prototypes *prototypes, const sim_entity *entity, const sim_entity_filter *filter)
{
    const sim_entity_prototype *prototype = sim_entity_prototype_of(prototypes, entity);
    return (filter->type_bits == 0 || filter->type_bits >> prototype->type & 1) &&
           (filter->prototype == 0 || filter->prototype == entity->prototype) &&
           (filter->force_bits == 0 || filter->force_bits >> entity->force & 1) &&
           (filter->layers == 0 || filter->layers & prototype->collision_layers);
}

/* Half-open where there is extent, so that neighbouring areas share no entity without extent. */
static int area_touches(sim_box area, sim_box box)
{
    int is_point_x = area.left == area.right || box.left == box.right;
    int is_point_y = area.top == area.bottom || box.top == box.bottom;
    int overlaps_x = is_point_x ? area.left <= box.right && box.left <= area.right
                                : area.left < box.right && box.left < area.right;
    int overlaps_y = is_point_y ? area.top <= box.bottom && box.top <= area.bottom
                                : area.top < box.bottom && box.top < area.bottom;
    return overlaps_x && overlaps_y;
}

static int slot_order(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

/* Most searches find a handful: qsort's calls would take longer than the search. */
static void sort_slots(uint32_t *slots, uint32_t count)
{
    if (count > INSERTED_BY_HAND) {
        qsort(slots, count, sizeof *slots, slot_order);
        return;
    }
    for (uint32_t i = 1; i < count; i++) {
        uint32_t slot = slots[i], at = i;
        for (; at > 0 && slots[at - 1] > slot; at--) slots[at] = slots[at - 1];
        slots[at] = slot;
    }
}

/* Keeps the `capacity` smallest slots; `count` of them are there and, once full, sorted. */
static void keep_smallest(uint32_t *slots, uint32_t capacity, uint32_t count, uint32_t slot)
{
    if (capacity == 0) return;
    if (count < capacity) {
        slots[count] = slot;
        if (count + 1 == capacity) sort_slots(slots, capacity);
        return;
    }
    if (slot > slots[capacity - 1]) return;
    uint32_t i = capacity - 1;
    for (; i > 0 && slots[i - 1] > slot; i--) slots[i] = slots[i - 1];
    slots[i] = slot;
}

/* 0 when the centre is too far away for any box to touch the area: cells are larger than most areas. */
static int may_touch(const sim_arena *arena, sim_box area, sim_position centre)
{
    int32_t margin = arena->largest_extent;
    return centre.x >= area.left - margin && centre.x <= area.right + margin && centre.y >= area.top - margin &&
           centre.y <= area.bottom + margin;
}

uint32_t sim_entity_find(const sim_arena *arena, const sim_prototypes *prototypes, sim_box area,
                         const sim_entity_filter *filter, uint32_t *slots, uint32_t capacity)
{
    uint32_t count = 0;
    sim_entity_cursor cursor = sim_entity_search(arena, area, SIM_SEARCH_ALL);
    for (const sim_entity *entity; (entity = sim_entity_next(arena, &cursor)) != NULL;) {
        if (!may_touch(arena, area, entity->position) || !passes(prototypes, entity, filter)) continue;
        if (!area_touches(area, sim_entity_collision_box(prototypes, entity))) continue;
        keep_smallest(slots, capacity, count++, sim_entity_index(arena, entity));
    }
    if (count < capacity) sort_slots(slots, count);
    return count;
}

/* Resources are selected only where nothing else is; then the nearest centre, then the smaller slot. */
static int is_better(const sim_arena *arena, const sim_prototypes *prototypes, const sim_entity *candidate,
                     const sim_entity *best, sim_position position)
{
    if (best == NULL) return 1;
    int candidate_resource = sim_entity_prototype_of(prototypes, candidate)->type == SIM_TYPE_RESOURCE;
    int best_resource = sim_entity_prototype_of(prototypes, best)->type == SIM_TYPE_RESOURCE;
    if (candidate_resource != best_resource) return best_resource;
    int64_t candidate_distance = sim_distance_squared(candidate->position, position);
    int64_t best_distance = sim_distance_squared(best->position, position);
    if (candidate_distance != best_distance) return candidate_distance < best_distance;
    return sim_entity_index(arena, candidate) < sim_entity_index(arena, best);
}

sim_handle sim_entity_selected_at(const sim_arena *arena, const sim_prototypes *prototypes, sim_position position)
{
    const sim_entity *best = NULL;
    sim_box point = {position.x, position.y, position.x, position.y};
    sim_entity_cursor cursor = sim_entity_search(arena, point, SIM_SEARCH_ALL);
    for (const sim_entity *entity; (entity = sim_entity_next(arena, &cursor)) != NULL;) {
        const sim_entity_prototype *prototype = sim_entity_prototype_of(prototypes, entity);
        if (prototype->type == SIM_TYPE_CHARACTER || !prototype->selectable) continue;
        sim_box box = sim_entity_selection_box(prototypes, entity);
        int holds = box.left <= position.x && position.x <= box.right && box.top <= position.y &&
                    position.y <= box.bottom;
        if (holds && is_better(arena, prototypes, entity, best, position)) best = entity;
    }
    sim_handle none = {0, 0};
    return best ? sim_entity_handle(arena, sim_entity_index(arena, best)) : none;
}
