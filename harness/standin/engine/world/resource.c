#include "harness/standin/engine/world/resource.h"

#include <math.h>

#include "harness/standin/engine/world/map.h"
#include "harness/standin/engine/research/research_trigger.h"

#define MAX_ROWS 64

/* A resource that a search has found. */
typedef struct candidate {
    int64_t distance_squared;
    int32_t dx, dy;
    uint32_t first_of_cell; /* slot where the chain of its cell begins */
} candidate;

/* A search for the nearest resource entities, and what it has kept so far, in order. */
typedef struct nearest_search {
    const sim_arena *arena;
    sim_position place;
    int64_t radius_squared;
    uint32_t capacity;
    uint32_t count;    /* candidates kept   */
    uint32_t in_range; /* resources counted */
    candidate kept[MAX_ROWS];
} nearest_search;

static int comes_before(const candidate *a, const candidate *b)
{
    if (a->distance_squared != b->distance_squared) return a->distance_squared < b->distance_squared;
    if (a->dy != b->dy) return a->dy < b->dy;
    return a->dx < b->dx;
}

/* Keeps a candidate that is near enough for the place that it takes. */
static void keep(nearest_search *search, candidate found)
{
    uint32_t place = search->count;
    if (place == search->capacity) {
        if (place == 0 || !comes_before(&found, &search->kept[place - 1])) return;
        place--;
    } else {
        search->count++;
    }
    for (; place > 0 && comes_before(&found, &search->kept[place - 1]); place--)
        search->kept[place] = search->kept[place - 1];
    search->kept[place] = found;
}

/* Bits of the columns of a row, of which the first lies at `left`, whose squared distance is at most `most`. */
static uint32_t columns_within(int32_t left, int64_t most)
{
    if (most < 0) return 0;
    int32_t half = (int32_t)sqrt((double)most);
    int32_t first = -((half + left) >> 8), last = (half - left) >> 8;
    if (first < 0) first = 0;
    if (last >= SIM_CELL_TILES) last = SIM_CELL_TILES - 1;
    return first <= last ? (0xFFu << first) & (0xFFu >> (SIM_CELL_TILES - 1 - last)) : 0;
}

/* The squares of what is farthest from 0, and nearest to it, between two offsets of a cell's tiles. */
static int64_t farthest_squared(int32_t first, int32_t last)
{
    int64_t far = -first > last ? -first : last;
    return far * far;
}

static int64_t nearest_squared(int32_t first, int32_t last)
{
    int64_t near = first > 0 ? first : last < 0 ? last : 0;
    return near * near;
}

/* The resources of a cell, whose first tile's centre lies at left, top, within the radius. */
static uint64_t resources_within(const nearest_search *search, int32_t left, int32_t top, uint64_t resources)
{
    const int32_t side = (SIM_CELL_TILES - 1) * SIM_FIXED_ONE;
    uint64_t bits = 0;
    if (farthest_squared(left, left + side) + farthest_squared(top, top + side) <= search->radius_squared)
        return resources;
    for (int32_t row = 0; row < SIM_CELL_TILES; row++) {
        int64_t dy = top + row * SIM_FIXED_ONE;
        bits |= (uint64_t)columns_within(left, search->radius_squared - dy * dy) << row * SIM_CELL_TILES;
    }
    return resources & bits;
}

/* The same as search_cell, row by row: whole rows are counted, and few resources of a full patch are looked at. */
__attribute__((noinline)) static void search_dense_cell(nearest_search *search, int32_t left, int32_t top,
                                                        const sim_cell *cell)
{
    const int32_t side = (SIM_CELL_TILES - 1) * SIM_FIXED_ONE;
    int64_t nearest = nearest_squared(left, left + side) + nearest_squared(top, top + side);
    if (nearest > search->radius_squared) return;
    uint64_t resources = resources_within(search, left, top, cell->resources);
    search->in_range += (uint32_t)__builtin_popcountll(resources);
    for (int32_t row = 0; resources != 0; row++, resources >>= SIM_CELL_TILES) {
        uint32_t bits = (uint32_t)resources & 0xFF;
        int32_t dy = top + row * SIM_FIXED_ONE;
        int64_t dy_squared = (int64_t)dy * dy;
        if (search->count == search->capacity) {
            int64_t worst = search->count ? search->kept[search->count - 1].distance_squared : -1;
            if (nearest > worst) return;
            bits &= columns_within(left, worst - dy_squared);
        }
        for (; bits; bits &= bits - 1) {
            int32_t dx = left + __builtin_ctz(bits) * SIM_FIXED_ONE;
            keep(search, (candidate){(int64_t)dx * dx + dy_squared, dx, dy, cell->first_resource});
        }
    }
}

/* 1 when two neighbours in a row of the cell hold resources, as in an ore patch. */
static int is_dense(uint64_t resources)
{
    return (resources & resources >> 1) != 0;
}

/* Looks at a cell whose first tile's centre lies at left, top from the place. */
static void search_cell(nearest_search *search, int32_t left, int32_t top, const sim_cell *cell)
{
    for (uint64_t resources = cell->resources; resources; resources &= resources - 1) {
        int32_t bit = __builtin_ctzll(resources);
        int32_t dx = left + bit % SIM_CELL_TILES * SIM_FIXED_ONE, dy = top + bit / SIM_CELL_TILES * SIM_FIXED_ONE;
        int64_t distance_squared = (int64_t)dx * dx + (int64_t)dy * dy;
        if (distance_squared > search->radius_squared) continue;
        search->in_range++;
        keep(search, (candidate){distance_squared, dx, dy, cell->first_resource});
    }
}

/* Inclusive rectangle of cells, counted from the map's first. */
typedef struct cell_rectangle {
    int32_t left, top, right, bottom;
} cell_rectangle;

static cell_rectangle cells_within(const sim_arena *arena, sim_position place, int32_t radius)
{
    const int shift = 8 + SIM_CELL_SHIFT;
    int32_t first_column = arena->chunk_left * SIM_CHUNK_CELLS, first_row = arena->chunk_top * SIM_CHUNK_CELLS;
    int32_t last_column = (int32_t)arena->chunk_columns * SIM_CHUNK_CELLS - 1;
    int32_t last_row = (int32_t)arena->chunk_rows * SIM_CHUNK_CELLS - 1;
    cell_rectangle cells = {((place.x - radius) >> shift) - first_column, ((place.y - radius) >> shift) - first_row,
                            ((place.x + radius) >> shift) - first_column, ((place.y + radius) >> shift) - first_row};
    if (cells.left < 0) cells.left = 0;
    if (cells.top < 0) cells.top = 0;
    if (cells.right > last_column) cells.right = last_column;
    if (cells.bottom > last_row) cells.bottom = last_row;
    return cells;
}

/* Bits of columns left..right of the word that begins with column `first`. */
static uint64_t columns_of_word(const cell_rectangle *cells, int32_t first)
{
    uint64_t bits = ~0ull;
    if (cells->left > first) bits <<= cells->left - first;
    if (cells->right < first + 63) bits &= ~0ull >> (first + 63 - cells->right);
    return bits;
}

/* Looks at the cells of the rectangle that hold resources, among the 64 columns that begin with `first`: rows downwards,
 * or upwards where `down` is -1. */
static void search_columns(nearest_search *search, const cell_rectangle *cells, int32_t first, int32_t down)
{
    const sim_arena *arena = search->arena;
    const int32_t side = SIM_CELL_TILES * SIM_FIXED_ONE, begin = down > 0 ? cells->top : cells->bottom;
    ptrdiff_t columns = arena->chunk_columns * SIM_CHUNK_CELLS, words = sim_map_words_per_row(arena->chunk_columns);
    const uint64_t *word = (const uint64_t *)((const char *)arena + arena->resource_cells_offset) + first / 64 +
                           begin * words;
    const sim_cell *row = (const sim_cell *)((const char *)arena + arena->cells_offset) + first + begin * columns;
    int32_t left = sim_fixed_tile_centre(arena->chunk_left * SIM_CHUNK_TILES) - search->place.x + first * side;
    int32_t top = sim_fixed_tile_centre(arena->chunk_top * SIM_CHUNK_TILES) - search->place.y + begin * side;
    uint64_t wanted = columns_of_word(cells, first);
    for (int32_t rows = cells->bottom - cells->top; rows >= 0; rows--) {
        for (uint64_t bits = *word & wanted; bits; bits &= bits - 1) {
            int32_t column = __builtin_ctzll(bits);
            const sim_cell *cell = row + column;
            if (is_dense(cell->resources))
                search_dense_cell(search, left + column * side, top, cell);
            else
                search_cell(search, left + column * side, top, cell);
        }
        word += down * words;
        row += down * columns;
        top += down * side;
    }
}

void sim_resource_ask_for_cells(const sim_arena *arena, sim_position place, int32_t radius)
{
    cell_rectangle cells = cells_within(arena, place, radius);
    uint32_t columns = arena->chunk_columns * SIM_CHUNK_CELLS, words = sim_map_words_per_row(arena->chunk_columns);
    const uint64_t *bitmap = (const uint64_t *)((const char *)arena + arena->resource_cells_offset);
    const sim_cell *map = (const sim_cell *)((const char *)arena + arena->cells_offset);
    for (int32_t row = cells.top; row <= cells.bottom; row++) {
        for (int32_t first = cells.left / 64 * 64; first <= cells.right; first += 64) {
            uint64_t bits = bitmap[(size_t)row * words + (size_t)(first / 64)] & columns_of_word(&cells, first);
            for (; bits; bits &= bits - 1)
                __builtin_prefetch(map + (size_t)row * columns + (size_t)(first + __builtin_ctzll(bits)));
        }
    }
}

static void search_rectangle(nearest_search *search, cell_rectangle cells, int32_t down)
{
    if (cells.top > cells.bottom) return;
    for (int32_t first = cells.left / 64 * 64; first <= cells.right; first += 64)
        search_columns(search, &cells, first, down);
}

/* Rows of cells from the place downwards, then those above it upwards: what is near comes first, and after it few others
 * can be kept. */
static void search_cells(nearest_search *search, int32_t radius)
{
    cell_rectangle cells = cells_within(search->arena, search->place, radius), above = cells;
    int32_t first_row = search->arena->chunk_top * SIM_CHUNK_CELLS;
    int32_t own_row = (sim_fixed_tile(search->place.y) >> SIM_CELL_SHIFT) - first_row;
    if (cells.top < own_row) cells.top = own_row;
    if (above.bottom >= own_row) above.bottom = own_row - 1;
    search_rectangle(search, cells, 1);
    search_rectangle(search, above, -1);
}

/* The entity that a candidate stands for. */
static const sim_entity *entity_of(const nearest_search *search, const candidate *found)
{
    int32_t x = search->place.x + found->dx, y = search->place.y + found->dy;
    const sim_entity *entities = (const sim_entity *)((const char *)search->arena + search->arena->entities_offset);
    uint32_t slot = found->first_of_cell;
    while (entities[slot].position.x != x || entities[slot].position.y != y) slot = entities[slot].next;
    return entities + slot;
}

static sim_resource_row row_of(const nearest_search *search, const sim_prototypes *prototypes, const candidate *found)
{
    const sim_entity *entity = entity_of(search, found);
    const sim_entity_prototype *prototype = &prototypes->entities[entity->prototype];
    sim_resource_row row = {
        .slot = sim_entity_index(search->arena, entity),
        .amount = entity->amount,
        .dx = found->dx,
        .dy = found->dy,
        .prototype = entity->prototype,
        .item = prototype->product_count ? prototypes->products[prototype->first_product].item : 0,
        .distance_squared = found->distance_squared,
    };
    return row;
}

uint32_t sim_resource_nearest(const sim_arena *arena, const sim_prototypes *prototypes, int32_t x, int32_t y,
                              int32_t radius, uint32_t capacity, sim_resource_row *rows, uint32_t *in_range)
{
    nearest_search search;
    search.arena = arena;
    search.place = (sim_position){x, y};
    search.radius_squared = (int64_t)radius * radius;
    search.capacity = capacity < MAX_ROWS ? capacity : MAX_ROWS;
    search.count = search.in_range = 0;
    if (radius >= 0) search_cells(&search, radius);
    for (uint32_t i = 0; i < search.count; i++) /* all trips to memory at once */
        __builtin_prefetch((const char *)arena + arena->entities_offset +
                           search.kept[i].first_of_cell * sizeof(sim_entity));
    for (uint32_t i = 0; i < search.count; i++) rows[i] = row_of(&search, prototypes, &search.kept[i]);
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

/* What mining leaves of an infinite resource: its prototype's minimum; of a rich one as large a part of what it began
 * with as the minimum is of the normal amount, a fifth of oil (wiki, Pumpjack). */
static uint32_t least_amount(const sim_entity_prototype *prototype, const sim_entity *entity)
{
    uint32_t least = prototype->resource_minimum;
    if (prototype->resource_normal == 0) return least;
    uint64_t part = (uint64_t)entity->initial_amount * least / prototype->resource_normal;
    return part > least ? (uint32_t)part : least;
}

int sim_resource_take(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_entity *entity = sim_entity_slot(arena, slot);
    const sim_entity_prototype *prototype = &prototypes->entities[entity->prototype];
    uint32_t units = prototype->resource_depletion;
    sim_research_trigger_entity(arena, prototypes, SIM_TRIGGER_MINE_ENTITY, entity->prototype);
    if (prototype->resource_infinite) {
        uint32_t minimum = least_amount(prototype, entity);
        if (entity->amount <= minimum) return 0;
        entity->amount = entity->amount - minimum > units ? entity->amount - units : minimum;
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
    uint32_t columns = arena->chunk_columns * SIM_CHUNK_CELLS, column = index % columns;
    const uint64_t *words = (const uint64_t *)((const char *)arena + arena->resource_cells_offset) +
                            (size_t)(index / columns) * sim_map_words_per_row(arena->chunk_columns);
    int noted = words[column / 64] >> column % 64 & 1;
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
