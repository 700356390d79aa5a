#include "harness/standin/engine/entities/entity_grid.h"

#include "harness/standin/engine/world/map.h"
#include "harness/standin/engine/world/obstacle.h"
#include "harness/standin/engine/combat/target.h"

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

static void note_resources(sim_arena *arena, sim_position position)
{
    sim_map_note_resources(arena, sim_fixed_tile(position.x), sim_fixed_tile(position.y));
}

int sim_entity_grid_has_resource(const sim_arena *arena, sim_position position)
{
    return (cell_of(arena, position)->resources & tile_bit(position)) != 0;
}

static uint32_t *chain_of(sim_cell *cell, const sim_prototypes *prototypes, const sim_entity *entity)
{
    int is_resource = sim_entity_prototype_of(prototypes, entity)->type == SIM_TYPE_RESOURCE;
    return is_resource ? &cell->first_resource : &cell->first_entity;
}

static void link_cell(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_entity *entity = sim_entity_at(arena, slot);
    sim_cell *cell = cell_of(arena, entity->position);
    uint32_t *chain = chain_of(cell, prototypes, entity);
    entity->next = *chain;
    *chain = slot;
}

static void unlink_cell(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_entity *entity = sim_entity_at(arena, slot);
    uint32_t *chain = chain_of(cell_of(arena, entity->position), prototypes, entity);
    while (*chain != slot) chain = &sim_entity_at(arena, *chain)->next;
    *chain = entity->next;
    entity->next = 0;
}

sim_entity_cursor sim_entity_search(const sim_arena *arena, sim_box area, enum sim_search lists)
{
    const int shift = 8 + SIM_CELL_SHIFT;
    int32_t margin = arena->largest_extent;
    int32_t first_column = arena->chunk_left * SIM_CHUNK_CELLS, first_row = arena->chunk_top * SIM_CHUNK_CELLS;
    int32_t last_column = first_column + (int32_t)arena->chunk_columns * SIM_CHUNK_CELLS - 1;
    int32_t last_row = first_row + (int32_t)arena->chunk_rows * SIM_CHUNK_CELLS - 1;
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
    sim_entity *entity = sim_entity_at(arena, cursor->slot);
    cursor->slot = entity->next;
    return entity;
}

static int32_t extent(sim_box box)
{
    int32_t sides[4] = {-box.left, -box.top, box.right, box.bottom};
    int32_t largest = 0;
    for (int i = 0; i < 4; i++)
        if (sides[i] > largest) largest = sides[i];
    return largest;
}

void sim_entity_enter_grid(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_entity *entity = sim_entity_at(arena, slot);
    const sim_entity_prototype *prototype = sim_entity_prototype_of(prototypes, entity);
    int32_t collision = extent(prototype->collision_box), selection = extent(prototype->selection_box);
    if (collision > arena->largest_extent) arena->largest_extent = collision;
    if (selection > arena->largest_extent) arena->largest_extent = selection;
    link_cell(arena, prototypes, slot);
    if (prototype->type == SIM_TYPE_RESOURCE) {
        cell_of(arena, entity->position)->resources |= tile_bit(entity->position);
        note_resources(arena, entity->position);
        arena->resource_version++;
    }
    if (sim_obstacle_blocks(prototypes, entity)) {
        sim_map_mark_obstacle(arena, sim_entity_collision_box(prototypes, entity));
        arena->obstacle_count++;
    }
}

void sim_entity_leave_grid(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_entity *entity = sim_entity_at(arena, slot);
    unlink_cell(arena, prototypes, slot);
    if (sim_entity_prototype_of(prototypes, entity)->type == SIM_TYPE_RESOURCE) {
        cell_of(arena, entity->position)->resources &= ~tile_bit(entity->position);
        note_resources(arena, entity->position);
        arena->resource_version++;
    }
    if (sim_obstacle_blocks(prototypes, entity)) {
        sim_map_refresh_obstacles(arena, prototypes, sim_entity_collision_box(prototypes, entity));
        arena->obstacle_count--;
    }
}

void sim_entity_move(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, sim_position position)
{
    const int shift = 8 + SIM_CELL_SHIFT;
    sim_entity *entity = sim_entity_at(arena, slot);
    if (((entity->position.x ^ position.x) | (entity->position.y ^ position.y)) >> shift == 0) {
        entity->position = position;
        return;
    }
    unlink_cell(arena, prototypes, slot);
    entity->position = position;
    link_cell(arena, prototypes, slot);
    sim_target_announce(arena, prototypes, slot);
}

/* Follows one chain of a cell; adds its length to `linked`. Bounded by the number of entities, so a circle ends. */
static int check_chain(const sim_arena *arena, const sim_prototypes *prototypes, const sim_cell *cell, uint32_t first,
                       int is_resource_chain, uint32_t *linked, sim_fault *fault)
{
    for (uint32_t slot = first; slot != 0; slot = sim_entity_at(arena, slot)->next) {
        const sim_position none = {0, 0};
        SIM_EXPECT(fault, "cell chain", slot, none, slot < arena->entity_slots);
        const sim_entity *entity = sim_entity_at(arena, slot);
        sim_position position = entity->position;
        SIM_EXPECT(fault, "entity", slot, position, entity->prototype != 0);
        SIM_EXPECT(fault, "entity", slot, position, cell_of(arena, position) == cell);
        int is_resource = sim_entity_prototype_of(prototypes, entity)->type == SIM_TYPE_RESOURCE;
        SIM_EXPECT(fault, "entity", slot, position, is_resource == is_resource_chain);
        SIM_EXPECT(fault, "entity", slot, position, !is_resource || cell->resources & tile_bit(position));
        SIM_EXPECT(fault, "entity", slot, position, ++*linked <= arena->entity_count);
    }
    return 1;
}

int sim_entity_check_grid(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
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
