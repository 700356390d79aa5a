#include "entity.h"

#include <stdlib.h>

#include "character.h"
#include "hash.h"
#include "inventory.h"
#include "map.h"
#include "obstacle.h"

#define MAX_DIRECTION 15
#define MAX_FORCE 7

static sim_entity *entities_of(const sim_arena *arena)
{
    return (sim_entity *)((char *)arena + arena->entities_offset);
}

static const sim_entity_prototype *prototype_of(const sim_prototypes *prototypes, const sim_entity *entity)
{
    return &prototypes->entities[entity->prototype];
}

sim_entity *sim_entity_slot(const sim_arena *arena, uint32_t index)
{
    if (index == 0 || index >= arena->entity_slots) return NULL;
    sim_entity *entity = entities_of(arena) + index;
    return entity->prototype ? entity : NULL;
}

sim_entity *sim_entity_get(const sim_arena *arena, sim_handle handle)
{
    sim_entity *entity = sim_entity_slot(arena, handle.index);
    return entity && entity->generation == handle.generation ? entity : NULL;
}

sim_handle sim_entity_handle(const sim_arena *arena, uint32_t index)
{
    const sim_entity *entity = sim_entity_slot(arena, index);
    sim_handle handle = {entity ? index : 0, entity ? entity->generation : 0};
    return handle;
}

uint32_t sim_entity_index(const sim_arena *arena, const sim_entity *entity)
{
    return (uint32_t)(entity - entities_of(arena));
}

/* Boxes ------------------------------------------------------------------------------------------------------- */

static sim_box turned(sim_box box, uint8_t direction)
{
    switch (direction / 4) {
    case 1: return (sim_box){-box.bottom, box.left, -box.top, box.right};
    case 2: return (sim_box){-box.right, -box.bottom, -box.left, -box.top};
    case 3: return (sim_box){box.top, -box.right, box.bottom, -box.left};
    default: return box;
    }
}

static sim_box collision_box_at(const sim_entity_prototype *prototype, uint8_t direction, sim_position position)
{
    return sim_box_at(turned(prototype->collision_box, direction), position);
}

sim_box sim_entity_collision_box(const sim_prototypes *prototypes, const sim_entity *entity)
{
    return collision_box_at(prototype_of(prototypes, entity), entity->direction, entity->position);
}

sim_box sim_entity_selection_box(const sim_prototypes *prototypes, const sim_entity *entity)
{
    return sim_box_at(turned(prototype_of(prototypes, entity)->selection_box, entity->direction), entity->position);
}

static int32_t extent(sim_box box)
{
    int32_t sides[4] = {-box.left, -box.top, box.right, box.bottom};
    int32_t largest = 0;
    for (int i = 0; i < 4; i++)
        if (sides[i] > largest) largest = sides[i];
    return largest;
}

static int32_t snapped(int32_t coordinate, uint8_t tiles)
{
    if (tiles % 2) return sim_fixed_tile_centre(sim_fixed_tile(coordinate));
    return sim_fixed_tile(coordinate + SIM_FIXED_ONE / 2) * SIM_FIXED_ONE;
}

sim_position sim_entity_snap(const sim_prototypes *prototypes, uint16_t prototype, uint8_t direction,
                             sim_position position)
{
    const sim_entity_prototype *entity = &prototypes->entities[prototype];
    if (entity->off_grid) return position;
    int is_across = direction / 4 % 2;
    position.x = snapped(position.x, is_across ? entity->tile_height : entity->tile_width);
    position.y = snapped(position.y, is_across ? entity->tile_width : entity->tile_height);
    return position;
}

/* The grid of cells ------------------------------------------------------------------------------------------- */

static sim_cell *cell_of(const sim_arena *arena, sim_position position)
{
    return sim_map_cell(arena, sim_fixed_tile(position.x), sim_fixed_tile(position.y));
}

static uint64_t tile_bit(sim_position position)
{
    int32_t column = sim_fixed_tile(position.x) & (SIM_CELL_TILES - 1);
    int32_t row = sim_fixed_tile(position.y) & (SIM_CELL_TILES - 1);
    return 1ull << (row * SIM_CELL_TILES + column);
}

static uint32_t *chain_of(sim_cell *cell, const sim_prototypes *prototypes, const sim_entity *entity)
{
    return prototype_of(prototypes, entity)->type == SIM_TYPE_RESOURCE ? &cell->first_resource : &cell->first_entity;
}

static void link_cell(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_entity *entity = entities_of(arena) + slot;
    sim_cell *cell = cell_of(arena, entity->position);
    uint32_t *chain = chain_of(cell, prototypes, entity);
    entity->next = *chain;
    *chain = slot;
}

static void unlink_cell(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_entity *entity = entities_of(arena) + slot;
    uint32_t *chain = chain_of(cell_of(arena, entity->position), prototypes, entity);
    while (*chain != slot) chain = &entities_of(arena)[*chain].next;
    *chain = entity->next;
    entity->next = 0;
}

sim_entity_cursor sim_entity_search(const sim_arena *arena, sim_box area, enum sim_search lists)
{
    const int shift = 8 + SIM_CELL_SHIFT, cells_per_chunk = SIM_CHUNK_TILES / SIM_CELL_TILES;
    int32_t margin = arena->largest_extent;
    int32_t first_column = arena->chunk_left * cells_per_chunk, first_row = arena->chunk_top * cells_per_chunk;
    int32_t last_column = first_column + (int32_t)arena->chunk_columns * cells_per_chunk - 1;
    int32_t last_row = first_row + (int32_t)arena->chunk_rows * cells_per_chunk - 1;
    sim_entity_cursor cursor = {(area.left - margin) >> shift, (area.right + margin) >> shift,
                                (area.bottom + margin) >> shift, 0, (area.top - margin) >> shift, 0, 0, lists};
    if (cursor.left < first_column) cursor.left = first_column;
    if (cursor.row < first_row) cursor.row = first_row;
    if (cursor.right > last_column) cursor.right = last_column;
    if (cursor.bottom > last_row) cursor.bottom = last_row;
    if (cursor.left > cursor.right) cursor.row = cursor.bottom + 1;
    cursor.column = cursor.left;
    return cursor;
}

/* Moves on to the next cell of the search; 0 at the end. */
static int next_cell(const sim_arena *arena, sim_entity_cursor *cursor)
{
    if (cursor->row > cursor->bottom) return 0;
    const sim_cell *cell = sim_map_cell(arena, cursor->column * SIM_CELL_TILES, cursor->row * SIM_CELL_TILES);
    cursor->slot = cursor->lists & SIM_SEARCH_ENTITIES ? cell->first_entity : 0;
    cursor->resource_slot = cursor->lists & SIM_SEARCH_RESOURCES ? cell->first_resource : 0;
    if (++cursor->column > cursor->right) {
        cursor->column = cursor->left;
        cursor->row++;
    }
    return 1;
}

sim_entity *sim_entity_next(const sim_arena *arena, sim_entity_cursor *cursor)
{
    while (cursor->slot == 0) {
        cursor->slot = cursor->resource_slot;
        cursor->resource_slot = 0;
        if (cursor->slot == 0 && !next_cell(arena, cursor)) return NULL;
    }
    sim_entity *entity = entities_of(arena) + cursor->slot;
    cursor->slot = entity->next;
    return entity;
}

/* Creation and removal ---------------------------------------------------------------------------------------- */

static enum sim_result check_item(const sim_prototypes *prototypes, const sim_entity_spec *spec)
{
    if (spec->item == 0 || spec->item >= prototypes->item_count) return SIM_BAD_ARGUMENT;
    return spec->amount <= prototypes->items[spec->item].stack_size ? SIM_OK : SIM_BAD_ARGUMENT;
}

static enum sim_result check_spec(const sim_arena *arena, const sim_prototypes *prototypes,
                                  const sim_entity_spec *spec, sim_position position)
{
    if (spec->prototype == 0 || spec->prototype >= prototypes->entity_count || spec->direction > MAX_DIRECTION ||
        spec->force > MAX_FORCE)
        return SIM_BAD_ARGUMENT;
    if (!sim_map_contains(arena, sim_fixed_tile(position.x), sim_fixed_tile(position.y))) return SIM_OUT_OF_MAP;
    uint8_t type = prototypes->entities[spec->prototype].type;
    if (type == SIM_TYPE_RESOURCE && cell_of(arena, position)->resources & tile_bit(position)) return SIM_BLOCKED;
    return type == SIM_TYPE_ITEM_ENTITY ? check_item(prototypes, spec) : SIM_OK;
}

/* The slot that comes next, 0 when the arena is full. */
static uint32_t peek_slot(const sim_arena *arena)
{
    if (arena->entity_free) return arena->entity_free;
    return arena->entity_slots <= arena->config.entity_capacity ? arena->entity_slots : 0;
}

static void take_slot(sim_arena *arena, uint32_t slot)
{
    if (slot == arena->entity_slots)
        arena->entity_slots++;
    else
        arena->entity_free = entities_of(arena)[slot].next;
    arena->entity_count++;
}

/* What belongs to an entity of that type; its number goes to `amount`. */
static enum sim_result make_parts(sim_arena *arena, const sim_entity_prototype *prototype, uint32_t slot,
                                  uint32_t *amount)
{
    if (prototype->type == SIM_TYPE_CHARACTER) return sim_character_attach(arena, prototype, slot, amount);
    if (prototype->type == SIM_TYPE_CONTAINER)
        return sim_inventory_create(arena, prototype->inventory_size, slot, amount);
    return SIM_OK;
}

static uint32_t first_amount(const sim_entity_prototype *prototype, const sim_entity_spec *spec)
{
    if (prototype->type == SIM_TYPE_RESOURCE && spec->amount == 0)
        return prototype->resource_normal ? prototype->resource_normal : 1;
    if (prototype->type == SIM_TYPE_ITEM_ENTITY && spec->amount == 0) return 1;
    return prototype->type == SIM_TYPE_RESOURCE || prototype->type == SIM_TYPE_ITEM_ENTITY ? spec->amount : 0;
}

/* Makes an entity that has a slot known to the grid. */
static void enter_grid(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_entity *entity = entities_of(arena) + slot;
    const sim_entity_prototype *prototype = prototype_of(prototypes, entity);
    int32_t collision = extent(prototype->collision_box), selection = extent(prototype->selection_box);
    if (collision > arena->largest_extent) arena->largest_extent = collision;
    if (selection > arena->largest_extent) arena->largest_extent = selection;
    link_cell(arena, prototypes, slot);
    if (prototype->type == SIM_TYPE_RESOURCE) {
        cell_of(arena, entity->position)->resources |= tile_bit(entity->position);
        arena->resource_version++;
    }
    if (sim_obstacle_blocks(prototypes, entity)) {
        sim_map_mark_obstacle(arena, sim_entity_collision_box(prototypes, entity));
        arena->obstacle_count++;
    }
}

static void leave_grid(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_entity *entity = entities_of(arena) + slot;
    unlink_cell(arena, prototypes, slot);
    if (prototype_of(prototypes, entity)->type == SIM_TYPE_RESOURCE) {
        cell_of(arena, entity->position)->resources &= ~tile_bit(entity->position);
        arena->resource_version++;
    }
    if (sim_obstacle_blocks(prototypes, entity)) {
        sim_map_refresh_obstacles(arena, prototypes, sim_entity_collision_box(prototypes, entity));
        arena->obstacle_count--;
    }
}

enum sim_result sim_entity_create(sim_arena *arena, const sim_prototypes *prototypes, const sim_entity_spec *spec,
                                  sim_handle *created)
{
    if (spec->prototype == 0 || spec->prototype >= prototypes->entity_count) return SIM_BAD_ARGUMENT;
    const sim_entity_prototype *prototype = &prototypes->entities[spec->prototype];
    sim_position position = sim_entity_snap(prototypes, spec->prototype, spec->direction, spec->position);
    enum sim_result result = check_spec(arena, prototypes, spec, position);
    if (result != SIM_OK) return result;
    uint32_t slot = peek_slot(arena);
    if (slot == 0) return SIM_ARENA_FULL;
    uint32_t amount = first_amount(prototype, spec);
    result = make_parts(arena, prototype, slot, &amount);
    if (result != SIM_OK) return result;
    take_slot(arena, slot);
    sim_entity *entity = entities_of(arena) + slot;
    sim_entity fresh = {
        .position = position,
        .unit_number = prototype->has_unit_number ? arena->next_unit_number++ : 0,
        .amount = amount,
        .health = prototype->max_health,
        .prototype = spec->prototype,
        .generation = (uint16_t)(entity->generation + 1),
        .direction = spec->direction,
        .force = spec->force,
        .item = prototype->type == SIM_TYPE_ITEM_ENTITY ? spec->item : 0,
    };
    *entity = fresh;
    enter_grid(arena, prototypes, slot);
    if (created) *created = sim_entity_handle(arena, slot);
    return SIM_OK;
}

static void remove_parts(sim_arena *arena, const sim_prototypes *prototypes, const sim_entity *entity)
{
    uint8_t type = prototype_of(prototypes, entity)->type;
    if (type == SIM_TYPE_CHARACTER) sim_character_detach(arena, entity->amount);
    if (type == SIM_TYPE_CONTAINER) sim_inventory_destroy(arena, entity->amount);
}

enum sim_result sim_entity_destroy(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle)
{
    sim_entity *entity = sim_entity_get(arena, handle);
    if (entity == NULL) return SIM_NOT_FOUND;
    leave_grid(arena, prototypes, handle.index);
    remove_parts(arena, prototypes, entity);
    sim_entity freed = {.next = arena->entity_free, .generation = entity->generation};
    *entity = freed;
    arena->entity_free = handle.index;
    arena->entity_count--;
    return SIM_OK;
}

/* Movement ---------------------------------------------------------------------------------------------------- */

void sim_entity_move(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, sim_position position)
{
    const int shift = 8 + SIM_CELL_SHIFT;
    sim_entity *entity = entities_of(arena) + slot;
    if (((entity->position.x ^ position.x) | (entity->position.y ^ position.y)) >> shift == 0) {
        entity->position = position;
        return;
    }
    unlink_cell(arena, prototypes, slot);
    entity->position = position;
    link_cell(arena, prototypes, slot);
}

enum sim_result sim_entity_teleport(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle,
                                    sim_position position)
{
    sim_entity *entity = sim_entity_get(arena, handle);
    if (entity == NULL) return SIM_NOT_FOUND;
    if (prototype_of(prototypes, entity)->type == SIM_TYPE_RESOURCE) return SIM_WRONG_TYPE;
    if (!sim_map_contains(arena, sim_fixed_tile(position.x), sim_fixed_tile(position.y))) return SIM_OUT_OF_MAP;
    sim_box before = sim_entity_collision_box(prototypes, entity);
    sim_entity_move(arena, prototypes, handle.index, position);
    if (sim_obstacle_blocks(prototypes, entity)) {
        sim_map_refresh_obstacles(arena, prototypes, before);
        sim_map_mark_obstacle(arena, sim_entity_collision_box(prototypes, entity));
    }
    return SIM_OK;
}

enum sim_result sim_entity_turn(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle,
                                uint8_t direction)
{
    sim_entity *entity = sim_entity_get(arena, handle);
    if (entity == NULL) return SIM_NOT_FOUND;
    if (direction > MAX_DIRECTION) return SIM_BAD_ARGUMENT;
    sim_box before = sim_entity_collision_box(prototypes, entity);
    entity->direction = direction;
    if (sim_obstacle_blocks(prototypes, entity)) {
        sim_map_refresh_obstacles(arena, prototypes, before);
        sim_map_mark_obstacle(arena, sim_entity_collision_box(prototypes, entity));
    }
    return SIM_OK;
}

/* Looking things up ------------------------------------------------------------------------------------------- */

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
    sim_box box = collision_box_at(placed, direction, position);
    if (!sim_map_contains(arena, sim_fixed_tile(position.x), sim_fixed_tile(position.y)) ||
        sim_map_box_collides(arena, prototypes, box, placed->collision_layers))
        return 0;
    sim_entity_cursor cursor = sim_entity_search(arena, box, SIM_SEARCH_ALL);
    for (const sim_entity *other; (other = sim_entity_next(arena, &cursor)) != NULL;) {
        if (sim_entity_index(arena, other) == ignored.index) continue;
        if (masks_collide(placed, prototype_of(prototypes, other)) &&
            sim_box_overlaps(box, sim_entity_collision_box(prototypes, other)))
            return 0;
    }
    return 1;
}

static int passes(const sim_prototypes *prototypes, const sim_entity *entity, const sim_entity_filter *filter)
{
    const sim_entity_prototype *prototype = prototype_of(prototypes, entity);
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

/* Keeps the `capacity` smallest slots; `count` of them are there and, once full, sorted. */
static void keep_smallest(uint32_t *slots, uint32_t capacity, uint32_t count, uint32_t slot)
{
    if (capacity == 0) return;
    if (count < capacity) {
        slots[count] = slot;
        if (count + 1 == capacity) qsort(slots, capacity, sizeof *slots, slot_order);
        return;
    }
    if (slot > slots[capacity - 1]) return;
    uint32_t i = capacity - 1;
    for (; i > 0 && slots[i - 1] > slot; i--) slots[i] = slots[i - 1];
    slots[i] = slot;
}

uint32_t sim_entity_find(const sim_arena *arena, const sim_prototypes *prototypes, sim_box area,
                         const sim_entity_filter *filter, uint32_t *slots, uint32_t capacity)
{
    uint32_t count = 0;
    sim_entity_cursor cursor = sim_entity_search(arena, area, SIM_SEARCH_ALL);
    for (const sim_entity *entity; (entity = sim_entity_next(arena, &cursor)) != NULL;) {
        if (!passes(prototypes, entity, filter)) continue;
        if (!area_touches(area, sim_entity_collision_box(prototypes, entity))) continue;
        keep_smallest(slots, capacity, count++, sim_entity_index(arena, entity));
    }
    if (count < capacity) qsort(slots, count, sizeof *slots, slot_order);
    return count;
}

/* Resources are selected only where nothing else is; then the nearest centre, then the smaller slot. */
static int is_better(const sim_arena *arena, const sim_prototypes *prototypes, const sim_entity *candidate,
                     const sim_entity *best, sim_position position)
{
    if (best == NULL) return 1;
    int candidate_resource = prototype_of(prototypes, candidate)->type == SIM_TYPE_RESOURCE;
    int best_resource = prototype_of(prototypes, best)->type == SIM_TYPE_RESOURCE;
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
        const sim_entity_prototype *prototype = prototype_of(prototypes, entity);
        if (prototype->type == SIM_TYPE_CHARACTER || !prototype->selectable) continue;
        sim_box box = sim_entity_selection_box(prototypes, entity);
        int holds = box.left <= position.x && position.x <= box.right && box.top <= position.y &&
                    position.y <= box.bottom;
        if (holds && is_better(arena, prototypes, entity, best, position)) best = entity;
    }
    sim_handle none = {0, 0};
    return best ? sim_entity_handle(arena, sim_entity_index(arena, best)) : none;
}

/* Sanity and hash --------------------------------------------------------------------------------------------- */

static int check_entity(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, sim_fault *fault)
{
    const sim_entity *entity = entities_of(arena) + slot;
    sim_position position = entity->position;
    SIM_EXPECT(fault, "entity", slot, position, entity->prototype < prototypes->entity_count);
    SIM_EXPECT(fault, "entity", slot, position, entity->next < arena->entity_slots);
    if (entity->prototype == 0) return 1;
    SIM_EXPECT(fault, "entity", slot, position, entity->direction <= MAX_DIRECTION);
    SIM_EXPECT(fault, "entity", slot, position, entity->force <= MAX_FORCE);
    SIM_EXPECT(fault, "entity", slot, position,
               sim_map_contains(arena, sim_fixed_tile(position.x), sim_fixed_tile(position.y)));
    SIM_EXPECT(fault, "entity", slot, position, entity->health >= 0.0f);
    SIM_EXPECT(fault, "entity", slot, position, entity->health <= prototype_of(prototypes, entity)->max_health);
    SIM_EXPECT(fault, "entity", slot, position, entity->unit_number < arena->next_unit_number);
    return 1;
}

/* Follows one chain of a cell; adds its length to `linked`. Bounded by the number of entities, so a circle ends. */
static int check_chain(const sim_arena *arena, const sim_prototypes *prototypes, const sim_cell *cell, uint32_t first,
                       int is_resource_chain, uint32_t *linked, sim_fault *fault)
{
    for (uint32_t slot = first; slot != 0; slot = entities_of(arena)[slot].next) {
        const sim_position none = {0, 0};
        SIM_EXPECT(fault, "cell chain", slot, none, slot < arena->entity_slots);
        const sim_entity *entity = entities_of(arena) + slot;
        sim_position position = entity->position;
        SIM_EXPECT(fault, "entity", slot, position, entity->prototype != 0);
        SIM_EXPECT(fault, "entity", slot, position, cell_of(arena, position) == cell);
        int is_resource = prototype_of(prototypes, entity)->type == SIM_TYPE_RESOURCE;
        SIM_EXPECT(fault, "entity", slot, position, is_resource == is_resource_chain);
        SIM_EXPECT(fault, "entity", slot, position, !is_resource || cell->resources & tile_bit(position));
        SIM_EXPECT(fault, "entity", slot, position, ++*linked <= arena->entity_count);
    }
    return 1;
}

static int check_grid(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    const sim_position none = {0, 0};
    const sim_cell *cells = (const sim_cell *)((const char *)arena + arena->cells_offset);
    uint32_t cell_count = arena->chunk_columns * arena->chunk_rows * SIM_CELLS_PER_CHUNK;
    uint32_t linked = 0;
    for (uint32_t i = 0; i < cell_count; i++) {
        if (!check_chain(arena, prototypes, cells + i, cells[i].first_entity, 0, &linked, fault)) return 0;
        if (!check_chain(arena, prototypes, cells + i, cells[i].first_resource, 1, &linked, fault)) return 0;
    }
    SIM_EXPECT(fault, "arena", 0, none, linked == arena->entity_count);
    return 1;
}

static int check_free_slots(const sim_arena *arena, sim_fault *fault)
{
    const sim_position none = {0, 0};
    uint32_t free_slots = 0;
    for (uint32_t slot = arena->entity_free; slot != 0; slot = entities_of(arena)[slot].next) {
        SIM_EXPECT(fault, "free slot", slot, none, entities_of(arena)[slot].prototype == 0);
        SIM_EXPECT(fault, "free slot", slot, none, ++free_slots < arena->entity_slots);
    }
    SIM_EXPECT(fault, "arena", 0, none, free_slots + arena->entity_count + 1 == arena->entity_slots);
    return 1;
}

static int check_obstacle_bits(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                               sim_fault *fault)
{
    const sim_entity *entity = entities_of(arena) + slot;
    if (entity->prototype == 0 || !sim_obstacle_blocks(prototypes, entity)) return 1;
    sim_box box = sim_entity_collision_box(prototypes, entity);
    for (int32_t y = sim_fixed_tile(box.top); y <= sim_fixed_tile(box.bottom); y++)
        for (int32_t x = sim_fixed_tile(box.left); x <= sim_fixed_tile(box.right); x++)
            SIM_EXPECT(fault, "entity", slot, entity->position, !sim_map_tiles_free(arena, x, y, x, y));
    return 1;
}

int sim_entity_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    for (uint32_t slot = 1; slot < arena->entity_slots; slot++)
        if (!check_entity(arena, prototypes, slot, fault)) return 0;
    if (!check_grid(arena, prototypes, fault) || !check_free_slots(arena, fault)) return 0;
    uint32_t obstacles = 0;
    for (uint32_t slot = 1; slot < arena->entity_slots; slot++) {
        if (!check_obstacle_bits(arena, prototypes, slot, fault)) return 0;
        const sim_entity *entity = sim_entity_slot(arena, slot);
        obstacles += entity && sim_obstacle_blocks(prototypes, entity);
    }
    const sim_position none = {0, 0};
    SIM_EXPECT(fault, "arena", 0, none, obstacles == arena->obstacle_count);
    return 1;
}

static uint64_t hash_entity(const sim_entity *entity, uint64_t hash)
{
    hash = sim_hash_word(hash, (uint64_t)entity->prototype << 32 | (uint64_t)entity->generation << 16 | entity->item);
    if (entity->prototype == 0) return sim_hash_word(hash, entity->next);
    hash = sim_hash_word(hash, (uint64_t)(uint32_t)entity->position.x << 32 | (uint32_t)entity->position.y);
    hash = sim_hash_word(hash, (uint64_t)entity->unit_number << 32 | entity->amount);
    hash = sim_hash_word(hash, (uint64_t)entity->direction << 8 | entity->force);
    return sim_hash_double(hash, entity->health);
}

uint64_t sim_entity_hash(const sim_arena *arena, uint64_t hash)
{
    for (uint32_t slot = 1; slot < arena->entity_slots; slot++) hash = hash_entity(entities_of(arena) + slot, hash);
    return sim_hash_word(hash, arena->entity_count);
}
