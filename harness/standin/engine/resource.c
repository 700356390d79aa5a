#include "resource.h"

#include "map.h"

#define MAX_ROWS 64
#define CHUNK_CELLS (SIM_CHUNK_TILES / SIM_CELL_TILES)

/* A search for the nearest resource entities, and the rows found so far in their order. */
typedef struct nearest_search {
    const sim_arena *arena;
    sim_position place;
    int64_t radius_squared;
    uint32_t capacity;
    uint32_t count;     /* rows kept         */
    uint32_t in_range;  /* resources counted */
    sim_resource_row *rows;
} nearest_search;

static int comes_before(const sim_resource_row *a, const sim_resource_row *b)
{
    if (a->distance_squared != b->distance_squared) return a->distance_squared < b->distance_squared;
    if (a->dy != b->dy) return a->dy < b->dy;
    return a->dx < b->dx;
}

/* Takes a resource on its tile into the rows where it is near enough. */
static void consider(nearest_search *search, int32_t dx, int32_t dy)
{
    int64_t distance_squared = (int64_t)dx * dx + (int64_t)dy * dy;
    if (distance_squared > search->radius_squared) return;
    search->in_range++;
    sim_resource_row row = {.dx = dx, .dy = dy, .distance_squared = distance_squared};
    uint32_t place = search->count;
    if (place == search->capacity) {
        if (place == 0 || !comes_before(&row, &search->rows[place - 1])) return;
        place--;
    } else {
        search->count++;
    }
    for (; place > 0 && comes_before(&row, &search->rows[place - 1]); place--)
        search->rows[place] = search->rows[place - 1];
    search->rows[place] = row;
}

static void search_cell(nearest_search *search, int32_t tile_x, int32_t tile_y, uint64_t resources)
{
    int32_t left = sim_fixed_tile_centre(tile_x) - search->place.x;
    int32_t top = sim_fixed_tile_centre(tile_y) - search->place.y;
    for (; resources; resources &= resources - 1) {
        int32_t bit = __builtin_ctzll(resources);
        consider(search, left + bit % SIM_CELL_TILES * SIM_FIXED_ONE, top + bit / SIM_CELL_TILES * SIM_FIXED_ONE);
    }
}

/* Inclusive rectangle of cells, counted from the map's first. */
typedef struct cell_rectangle {
    int32_t left, top, right, bottom;
} cell_rectangle;

static cell_rectangle cells_within(const sim_arena *arena, sim_position place, int32_t radius)
{
    const int shift = 8 + SIM_CELL_SHIFT;
    int32_t first_column = arena->chunk_left * CHUNK_CELLS, first_row = arena->chunk_top * CHUNK_CELLS;
    int32_t last_column = (int32_t)arena->chunk_columns * CHUNK_CELLS - 1;
    int32_t last_row = (int32_t)arena->chunk_rows * CHUNK_CELLS - 1;
    cell_rectangle cells = {((place.x - radius) >> shift) - first_column, ((place.y - radius) >> shift) - first_row,
                            ((place.x + radius) >> shift) - first_column, ((place.y + radius) >> shift) - first_row};
    if (cells.left < 0) cells.left = 0;
    if (cells.top < 0) cells.top = 0;
    if (cells.right > last_column) cells.right = last_column;
    if (cells.bottom > last_row) cells.bottom = last_row;
    return cells;
}

/* Bits of sim_chunk.resource_cells for the part of the rectangle that lies in the chunk. */
static uint32_t chunk_bits(const cell_rectangle *cells, int32_t chunk_column, int32_t chunk_row)
{
    static const uint32_t FIRST_COLUMNS[CHUNK_CELLS + 1] = {0, 0x1111, 0x3333, 0x7777, 0xFFFF};
    int32_t left = cells->left - chunk_column * CHUNK_CELLS, right = cells->right - chunk_column * CHUNK_CELLS;
    int32_t top = cells->top - chunk_row * CHUNK_CELLS, bottom = cells->bottom - chunk_row * CHUNK_CELLS;
    uint32_t up_to_right = FIRST_COLUMNS[right < CHUNK_CELLS - 1 ? right + 1 : CHUNK_CELLS];
    uint32_t columns = up_to_right & ~FIRST_COLUMNS[left > 0 ? left : 0];
    uint32_t above = top > 0 ? (1u << (top * CHUNK_CELLS)) - 1 : 0;
    uint32_t below = bottom < CHUNK_CELLS - 1 ? (1u << ((bottom + 1) * CHUNK_CELLS)) - 1 : 0xFFFF;
    return columns & below & ~above;
}

static void search_chunk(nearest_search *search, int32_t column, int32_t row, uint32_t wanted)
{
    const sim_arena *arena = search->arena;
    int32_t tile_x = (arena->chunk_left + column) * SIM_CHUNK_TILES;
    int32_t tile_y = (arena->chunk_top + row) * SIM_CHUNK_TILES;
    for (uint32_t bits = wanted & sim_map_chunk(arena, tile_x, tile_y)->resource_cells; bits; bits &= bits - 1) {
        int32_t bit = __builtin_ctz(bits);
        int32_t cell_x = tile_x + bit % CHUNK_CELLS * SIM_CELL_TILES;
        int32_t cell_y = tile_y + bit / CHUNK_CELLS * SIM_CELL_TILES;
        search_cell(search, cell_x, cell_y, sim_map_cell(arena, cell_x, cell_y)->resources);
    }
}

static void search_cells(nearest_search *search, int32_t radius)
{
    cell_rectangle cells = cells_within(search->arena, search->place, radius);
    if (cells.left > cells.right || cells.top > cells.bottom) return;
    for (int32_t row = cells.top / CHUNK_CELLS; row <= cells.bottom / CHUNK_CELLS; row++)
        for (int32_t column = cells.left / CHUNK_CELLS; column <= cells.right / CHUNK_CELLS; column++)
            search_chunk(search, column, row, chunk_bits(&cells, column, row));
}

uint32_t sim_resource_nearest(const sim_arena *arena, const sim_prototypes *prototypes, int32_t x, int32_t y,
                              int32_t radius, uint32_t capacity, sim_resource_row *rows, uint32_t *in_range)
{
    nearest_search search = {
        .arena = arena,
        .place = {x, y},
        .radius_squared = (int64_t)radius * radius,
        .capacity = capacity < MAX_ROWS ? capacity : MAX_ROWS,
        .rows = rows,
    };
    if (radius >= 0) search_cells(&search, radius);
    for (uint32_t i = 0; i < search.count; i++) {
        sim_resource_row *row = &rows[i];
        row->slot = sim_resource_at_tile(arena, sim_fixed_tile(x + row->dx), sim_fixed_tile(y + row->dy));
        const sim_entity *entity = sim_entity_slot(arena, row->slot);
        const sim_entity_prototype *prototype = &prototypes->entities[entity->prototype];
        row->amount = entity->amount;
        row->prototype = entity->prototype;
        row->item = prototype->product_count ? prototypes->products[prototype->first_product].item : 0;
    }
    if (in_range) *in_range = search.in_range;
    return search.count;
}

uint32_t sim_resource_at_tile(const sim_arena *arena, int32_t tile_x, int32_t tile_y)
{
    const sim_cell *cell = sim_map_cell(arena, tile_x, tile_y);
    if (cell == NULL) return 0;
    for (uint32_t slot = cell->first_resource; slot != 0;) {
        const sim_entity *entity = sim_entity_slot(arena, slot);
        if (sim_fixed_tile(entity->position.x) == tile_x && sim_fixed_tile(entity->position.y) == tile_y) return slot;
        slot = entity->next;
    }
    return 0;
}

int sim_resource_take(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_entity *entity = sim_entity_slot(arena, slot);
    const sim_entity_prototype *prototype = &prototypes->entities[entity->prototype];
    uint32_t units = prototype->resource_depletion;
    if (prototype->resource_infinite) {
        uint32_t minimum = prototype->resource_minimum;
        if (entity->amount > minimum) entity->amount = entity->amount - minimum > units ? entity->amount - units : minimum;
        return 0;
    }
    if (entity->amount > units) {
        entity->amount -= units;
        return 0;
    }
    sim_entity_destroy(arena, prototypes, sim_entity_handle(arena, slot));
    return 1;
}

enum sim_result sim_resource_set_amount(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle,
                                        uint32_t amount)
{
    sim_entity *entity = sim_entity_get(arena, handle);
    if (entity == NULL) return SIM_NOT_FOUND;
    if (prototypes->entities[entity->prototype].type != SIM_TYPE_RESOURCE) return SIM_WRONG_TYPE;
    if (amount == 0) return SIM_BAD_ARGUMENT;
    entity->amount = amount;
    return SIM_OK;
}

uint64_t sim_resource_total(const sim_arena *arena, const sim_prototypes *prototypes, uint16_t item)
{
    uint64_t total = 0;
    for (uint32_t slot = 1; slot < arena->entity_slots; slot++) {
        const sim_entity *entity = sim_entity_slot(arena, slot);
        if (entity == NULL) continue;
        const sim_entity_prototype *prototype = &prototypes->entities[entity->prototype];
        if (prototype->type == SIM_TYPE_RESOURCE && prototype->product_count &&
            prototypes->products[prototype->first_product].item == item)
            total += entity->amount;
    }
    return total;
}

static int check_cell_bits(const sim_arena *arena, const sim_cell *cell, uint32_t index, sim_fault *fault)
{
    const sim_position none = {0, 0};
    uint32_t entities = 0;
    for (uint32_t slot = cell->first_resource; slot != 0; slot = sim_entity_slot(arena, slot)->next) entities++;
    SIM_EXPECT(fault, "cell", index, none, entities == (uint32_t)__builtin_popcountll(cell->resources));
    int32_t column = (int32_t)(index % (arena->chunk_columns * CHUNK_CELLS));
    int32_t row = (int32_t)(index / (arena->chunk_columns * CHUNK_CELLS));
    const sim_chunk *chunk = sim_map_chunk(arena, arena->chunk_left * SIM_CHUNK_TILES + column * SIM_CELL_TILES,
                                           arena->chunk_top * SIM_CHUNK_TILES + row * SIM_CELL_TILES);
    int noted = chunk->resource_cells >> (row % CHUNK_CELLS * CHUNK_CELLS + column % CHUNK_CELLS) & 1;
    SIM_EXPECT(fault, "cell", index, none, noted == (cell->resources != 0));
    return 1;
}

int sim_resource_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    for (uint32_t slot = 1; slot < arena->entity_slots; slot++) {
        const sim_entity *entity = sim_entity_slot(arena, slot);
        if (entity == NULL || prototypes->entities[entity->prototype].type != SIM_TYPE_RESOURCE) continue;
        SIM_EXPECT(fault, "resource", slot, entity->position, entity->amount >= 1);
        SIM_EXPECT(fault, "resource", slot, entity->position,
                   entity->position.x == sim_fixed_tile_centre(sim_fixed_tile(entity->position.x)));
        SIM_EXPECT(fault, "resource", slot, entity->position,
                   entity->position.y == sim_fixed_tile_centre(sim_fixed_tile(entity->position.y)));
    }
    const sim_cell *cells = (const sim_cell *)((const char *)arena + arena->cells_offset);
    uint32_t cell_count = arena->chunk_columns * arena->chunk_rows * SIM_CELLS_PER_CHUNK;
    for (uint32_t i = 0; i < cell_count; i++)
        if (!check_cell_bits(arena, cells + i, i, fault)) return 0;
    return 1;
}
