#include "harness/standin/engine/world/map.h"

#include <string.h>

#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/world/obstacle.h"
#include "harness/standin/engine/world/pollution.h"

#define CELL_MASK (SIM_CELL_TILES - 1)
#define CHUNK_MASK (SIM_CHUNK_TILES - 1)

typedef struct tile_rectangle {
    int32_t left, top, right, bottom; /* inclusive */
} tile_rectangle;

static tile_rectangle tiles_of(sim_box box)
{
    tile_rectangle tiles = {sim_fixed_tile(box.left), sim_fixed_tile(box.top), sim_fixed_tile(box.right),
                            sim_fixed_tile(box.bottom)};
    return tiles;
}

static sim_chunk *chunks_of(const sim_arena *arena)
{
    return (sim_chunk *)((char *)arena + arena->chunks_offset);
}

static sim_cell *cells_of(const sim_arena *arena)
{
    return (sim_cell *)((char *)arena + arena->cells_offset);
}

static uint8_t *page_of(const sim_arena *arena, uint32_t page)
{
    return (uint8_t *)arena + arena->tile_pages_offset + (size_t)(page - 1) * SIM_TILE_PAGE_BYTES;
}

static uint32_t page_index(int32_t tile_x, int32_t tile_y)
{
    return (uint32_t)(tile_y & CHUNK_MASK) * SIM_CHUNK_TILES + (uint32_t)(tile_x & CHUNK_MASK);
}

static uint64_t cell_bit(int32_t tile_x, int32_t tile_y)
{
    return 1ull << ((tile_y & CELL_MASK) * SIM_CELL_TILES + (tile_x & CELL_MASK));
}

/* Bits of the part of the inclusive rectangle that lies in the cell whose first tile is cell_x, cell_y. */
static uint64_t bits_in_cell(const tile_rectangle *tiles, int32_t cell_x, int32_t cell_y)
{
    int32_t left = tiles->left > cell_x ? tiles->left - cell_x : 0;
    int32_t top = tiles->top > cell_y ? tiles->top - cell_y : 0;
    int32_t right = tiles->right < cell_x + CELL_MASK ? tiles->right - cell_x : CELL_MASK;
    int32_t bottom = tiles->bottom < cell_y + CELL_MASK ? tiles->bottom - cell_y : CELL_MASK;
    return sim_map_cell_bits(left, top, right, bottom);
}

int sim_map_contains(const sim_arena *arena, int32_t tile_x, int32_t tile_y)
{
    const sim_arena_config *config = &arena->config;
    return tile_x >= config->left_tile && tile_x - config->left_tile < (int32_t)config->width_tiles &&
           tile_y >= config->top_tile && tile_y - config->top_tile < (int32_t)config->height_tiles;
}

static sim_chunk *chunk_at(const sim_arena *arena, int32_t tile_x, int32_t tile_y)
{
    uint32_t column = (uint32_t)((tile_x >> SIM_CHUNK_SHIFT) - arena->chunk_left);
    uint32_t row = (uint32_t)((tile_y >> SIM_CHUNK_SHIFT) - arena->chunk_top);
    if (column >= arena->chunk_columns || row >= arena->chunk_rows) return NULL;
    return chunks_of(arena) + (size_t)row * arena->chunk_columns + column;
}

void sim_map_note_resources(sim_arena *arena, int32_t tile_x, int32_t tile_y)
{
    uint32_t column = (uint32_t)((tile_x >> SIM_CELL_SHIFT) - arena->chunk_left * SIM_CHUNK_CELLS);
    uint32_t row = (uint32_t)((tile_y >> SIM_CELL_SHIFT) - arena->chunk_top * SIM_CHUNK_CELLS);
    uint64_t *words = (uint64_t *)((char *)arena + arena->resource_cells_offset);
    uint64_t *word = words + (size_t)row * sim_map_words_per_row(arena->chunk_columns) + column / 64;
    uint64_t bit = 1ull << column % 64;
    *word = sim_map_cell(arena, tile_x, tile_y)->resources ? *word | bit : *word & ~bit;
}

const sim_chunk *sim_map_chunk(const sim_arena *arena, int32_t tile_x, int32_t tile_y)
{
    return chunk_at(arena, tile_x, tile_y);
}

uint16_t sim_map_tile(const sim_arena *arena, const sim_prototypes *prototypes, int32_t tile_x, int32_t tile_y)
{
    if (!sim_map_contains(arena, tile_x, tile_y)) return prototypes->out_of_map;
    const sim_chunk *chunk = chunk_at(arena, tile_x, tile_y);
    return chunk->page ? page_of(arena, chunk->page)[page_index(tile_x, tile_y)] : chunk->tile;
}

void sim_map_init(sim_arena *arena, const sim_prototypes *prototypes)
{
    uint32_t chunk_count = arena->chunk_columns * arena->chunk_rows;
    for (uint32_t i = 0; i < chunk_count; i++) chunks_of(arena)[i].tile = arena->config.ground_tile;
    int32_t left = arena->chunk_left * SIM_CHUNK_TILES, top = arena->chunk_top * SIM_CHUNK_TILES;
    sim_box all = {left * SIM_FIXED_ONE, top * SIM_FIXED_ONE,
                   (left + (int32_t)arena->chunk_columns * SIM_CHUNK_TILES) * SIM_FIXED_ONE - 1,
                   (top + (int32_t)arena->chunk_rows * SIM_CHUNK_TILES) * SIM_FIXED_ONE - 1};
    sim_map_refresh_obstacles(arena, prototypes, all);
}

/* Gives a uniform chunk a page of its own; 0 when no page is left. */
static int make_page(sim_arena *arena, sim_chunk *chunk)
{
    if (arena->tile_page_count == arena->config.tile_page_capacity) return 0;
    chunk->page = ++arena->tile_page_count;
    memset(page_of(arena, chunk->page), chunk->tile, SIM_TILE_PAGE_BYTES);
    return 1;
}

enum sim_result sim_map_set_tile(sim_arena *arena, const sim_prototypes *prototypes, int32_t tile_x, int32_t tile_y,
                                 uint16_t tile)
{
    if (tile == 0 || tile >= prototypes->tile_count) return SIM_BAD_ARGUMENT;
    if (!sim_map_contains(arena, tile_x, tile_y)) return SIM_OUT_OF_MAP;
    sim_chunk *chunk = chunk_at(arena, tile_x, tile_y);
    if (sim_map_tile(arena, prototypes, tile_x, tile_y) == tile) return SIM_OK;
    if (chunk->page == 0 && !make_page(arena, chunk)) return SIM_ARENA_FULL;
    page_of(arena, chunk->page)[page_index(tile_x, tile_y)] = (uint8_t)tile;
    sim_pollution_ground_changed(arena, tile_x, tile_y);
    sim_box box = {tile_x * SIM_FIXED_ONE, tile_y * SIM_FIXED_ONE, (tile_x + 1) * SIM_FIXED_ONE - 1,
                   (tile_y + 1) * SIM_FIXED_ONE - 1};
    sim_map_refresh_obstacles(arena, prototypes, box);
    return SIM_OK;
}

int sim_map_box_collides(const sim_arena *arena, const sim_prototypes *prototypes, sim_box box, uint32_t layers)
{
    tile_rectangle tiles = tiles_of(box);
    for (int32_t y = tiles.top; y <= tiles.bottom; y++)
        for (int32_t x = tiles.left; x <= tiles.right; x++)
            if (prototypes->tiles[sim_map_tile(arena, prototypes, x, y)].collision_layers & layers) return 1;
    return 0;
}

int sim_map_tiles_free(const sim_arena *arena, int32_t left, int32_t top, int32_t right, int32_t bottom)
{
    if (left >> SIM_CELL_SHIFT == right >> SIM_CELL_SHIFT && top >> SIM_CELL_SHIFT == bottom >> SIM_CELL_SHIFT) {
        const sim_cell *cell = sim_map_cell(arena, left, top);
        return cell && !(cell->obstacles & sim_map_cell_bits(left & CELL_MASK, top & CELL_MASK, right & CELL_MASK,
                                                             bottom & CELL_MASK));
    }
    tile_rectangle tiles = {left, top, right, bottom};
    for (int32_t y = top & ~CELL_MASK; y <= bottom; y += SIM_CELL_TILES) {
        for (int32_t x = left & ~CELL_MASK; x <= right; x += SIM_CELL_TILES) {
            const sim_cell *cell = sim_map_cell(arena, x, y);
            if (cell == NULL || cell->obstacles & bits_in_cell(&tiles, x, y)) return 0;
        }
    }
    return 1;
}

typedef enum bit_change { BITS_CLEAR, BITS_SET } bit_change;

static void change_obstacles(sim_arena *arena, tile_rectangle tiles, bit_change change)
{
    for (int32_t y = tiles.top & ~CELL_MASK; y <= tiles.bottom; y += SIM_CELL_TILES) {
        for (int32_t x = tiles.left & ~CELL_MASK; x <= tiles.right; x += SIM_CELL_TILES) {
            sim_cell *cell = sim_map_cell(arena, x, y);
            if (cell == NULL) continue;
            if (change == BITS_SET)
                cell->obstacles |= bits_in_cell(&tiles, x, y);
            else
                cell->obstacles &= ~bits_in_cell(&tiles, x, y);
        }
    }
}

void sim_map_mark_obstacle(sim_arena *arena, sim_box box)
{
    change_obstacles(arena, tiles_of(box), BITS_SET);
}

static void mark_tiles(sim_arena *arena, const sim_prototypes *prototypes, tile_rectangle tiles)
{
    uint32_t layers = prototypes->entities[prototypes->character].collision_layers;
    for (int32_t y = tiles.top; y <= tiles.bottom; y++) {
        for (int32_t x = tiles.left; x <= tiles.right; x++) {
            sim_cell *cell = sim_map_cell(arena, x, y);
            uint16_t tile = sim_map_tile(arena, prototypes, x, y);
            if (cell && prototypes->tiles[tile].collision_layers & layers) cell->obstacles |= cell_bit(x, y);
        }
    }
}

static void mark_entities(sim_arena *arena, const sim_prototypes *prototypes, tile_rectangle tiles)
{
    sim_box area = {tiles.left * SIM_FIXED_ONE, tiles.top * SIM_FIXED_ONE, (tiles.right + 1) * SIM_FIXED_ONE - 1,
                    (tiles.bottom + 1) * SIM_FIXED_ONE - 1};
    sim_entity_cursor cursor = sim_entity_search(arena, area, SIM_SEARCH_ENTITIES);
    for (const sim_entity *entity; (entity = sim_entity_next(arena, &cursor)) != NULL;) {
        if (!sim_obstacle_blocks(prototypes, entity)) continue;
        tile_rectangle covered = tiles_of(sim_entity_collision_box(prototypes, entity));
        if (covered.left < tiles.left) covered.left = tiles.left;
        if (covered.top < tiles.top) covered.top = tiles.top;
        if (covered.right > tiles.right) covered.right = tiles.right;
        if (covered.bottom > tiles.bottom) covered.bottom = tiles.bottom;
        if (covered.left <= covered.right && covered.top <= covered.bottom)
            change_obstacles(arena, covered, BITS_SET);
    }
}

void sim_map_refresh_obstacles(sim_arena *arena, const sim_prototypes *prototypes, sim_box box)
{
    tile_rectangle tiles = tiles_of(box);
    change_obstacles(arena, tiles, BITS_CLEAR);
    mark_tiles(arena, prototypes, tiles);
    mark_entities(arena, prototypes, tiles);
}

static int check_chunk(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t index, sim_fault *fault)
{
    const sim_position none = {0, 0};
    const sim_chunk *chunk = chunks_of(arena) + index;
    SIM_EXPECT(fault, "chunk", index, none, chunk->page <= arena->tile_page_count);
    SIM_EXPECT(fault, "chunk", index, none, chunk->tile == arena->config.ground_tile);
    for (uint32_t i = 0; chunk->page && i < SIM_TILE_PAGE_BYTES; i++) {
        uint8_t tile = page_of(arena, chunk->page)[i];
        SIM_EXPECT(fault, "chunk", index, none, tile >= 1 && tile < prototypes->tile_count);
    }
    return 1;
}

static int check_cell(const sim_arena *arena, const sim_prototypes *prototypes, int32_t x, int32_t y, sim_fault *fault)
{
    const sim_cell *cell = sim_map_cell(arena, x, y);
    uint32_t index = (uint32_t)(cell - cells_of(arena));
    uint32_t layers = prototypes->entities[prototypes->character].collision_layers;
    for (int32_t tile_y = y; tile_y < y + SIM_CELL_TILES; tile_y++) {
        for (int32_t tile_x = x; tile_x < x + SIM_CELL_TILES; tile_x++) {
            sim_position place = {sim_fixed_tile_centre(tile_x), sim_fixed_tile_centre(tile_y)};
            uint16_t tile = sim_map_tile(arena, prototypes, tile_x, tile_y);
            int is_free_tile = !(prototypes->tiles[tile].collision_layers & layers);
            SIM_EXPECT(fault, "cell", index, place, is_free_tile || cell->obstacles & cell_bit(tile_x, tile_y));
        }
    }
    return 1;
}

int sim_map_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    uint32_t chunk_count = arena->chunk_columns * arena->chunk_rows;
    for (uint32_t i = 0; i < chunk_count; i++)
        if (!check_chunk(arena, prototypes, i, fault)) return 0;
    int32_t left = arena->chunk_left * SIM_CHUNK_TILES, top = arena->chunk_top * SIM_CHUNK_TILES;
    for (uint32_t row = 0; row < arena->chunk_rows * SIM_CHUNK_CELLS; row++)
        for (uint32_t column = 0; column < arena->chunk_columns * SIM_CHUNK_CELLS; column++)
            if (!check_cell(arena, prototypes, left + (int32_t)column * SIM_CELL_TILES,
                            top + (int32_t)row * SIM_CELL_TILES, fault))
                return 0;
    return 1;
}

/* Adds a chunk's tiles: one word when all are equal, whether or not it has a page. */
static uint64_t hash_chunk(const sim_arena *arena, const sim_chunk *chunk, uint64_t hash)
{
    if (chunk->page == 0) return sim_hash_word(hash, chunk->tile);
    const uint8_t *page = page_of(arena, chunk->page);
    if (memcmp(page, page + 1, SIM_TILE_PAGE_BYTES - 1) == 0) return sim_hash_word(hash, page[0]);
    for (uint32_t i = 0; i < SIM_TILE_PAGE_BYTES; i++) hash = sim_hash_word(hash, page[i] | i << 16 | 1u << 31);
    return hash;
}

uint64_t sim_map_hash(const sim_arena *arena, uint64_t hash)
{
    uint32_t chunk_count = arena->chunk_columns * arena->chunk_rows;
    for (uint32_t i = 0; i < chunk_count; i++) hash = hash_chunk(arena, chunks_of(arena) + i, hash);
    return hash;
}
