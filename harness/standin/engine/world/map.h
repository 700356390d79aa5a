/* map.h - tiles in chunks of 32 x 32, and the grid of cells that knows what stands where.
 *
 * A chunk of one kind of tile stores that kind alone; the first different tile gives it a page of 1024 bytes.
 * A cell of 8 x 8 tiles holds two bitmaps, bit 8 * (y mod 8) + (x mod 8): tiles with a resource entity, and tiles
 * in which something may block a character, so that walking over free ground tests bits, not boxes. The bits of
 * obstacles are a superset: where one is set, the exact boxes decide (obstacle.h). */
#ifndef SIM_MAP_H
#define SIM_MAP_H

#include <stdint.h>

#include "harness/standin/engine/core/arena_header.h"

typedef struct sim_chunk {
    uint32_t page;           /* 0: uniform; else page number + 1                                                  */
    uint16_t tile;           /* the kind of a uniform chunk                                                       */
    uint16_t reserved;
} sim_chunk;

typedef struct sim_cell {
    uint64_t resources;      /* tiles with a resource entity                                                     */
    uint64_t obstacles;      /* tiles that an obstacle to characters touches                                     */
    uint32_t first_resource; /* entity slots, chained by sim_entity.next                                         */
    uint32_t first_entity;   /* everything else whose centre lies in the cell                                    */
} sim_cell;

/* Covers the map of a zeroed arena with its ground tile. */
void sim_map_init(sim_arena *arena, const sim_prototypes *prototypes);

/* 1 when the tile belongs to the map. */
int sim_map_contains(const sim_arena *arena, int32_t tile_x, int32_t tile_y);

/* Tile prototype at the tile coordinates; out-of-map outside the arena. */
uint16_t sim_map_tile(const sim_arena *arena, const sim_prototypes *prototypes, int32_t tile_x, int32_t tile_y);

/* Sets one tile. SIM_OUT_OF_MAP, SIM_BAD_ARGUMENT for an unknown prototype, SIM_ARENA_FULL without a free page. */
enum sim_result sim_map_set_tile(sim_arena *arena, const sim_prototypes *prototypes, int32_t tile_x, int32_t tile_y,
                                 uint16_t tile);

/* 1 when a tile that the box touches, its edges included, has one of the layers; outside the map lies out-of-map. */
int sim_map_box_collides(const sim_arena *arena, const sim_prototypes *prototypes, sim_box box, uint32_t layers);

/* The cell that holds the tile; NULL outside the grid of chunks. */
static inline sim_cell *sim_map_cell(const sim_arena *arena, int32_t tile_x, int32_t tile_y)
{
    uint32_t columns = arena->chunk_columns * SIM_CHUNK_CELLS;
    uint32_t rows = arena->chunk_rows * SIM_CHUNK_CELLS;
    uint32_t column = (uint32_t)((tile_x >> SIM_CELL_SHIFT) - arena->chunk_left * SIM_CHUNK_CELLS);
    uint32_t row = (uint32_t)((tile_y >> SIM_CELL_SHIFT) - arena->chunk_top * SIM_CHUNK_CELLS);
    if (column >= columns || row >= rows) return NULL;
    return (sim_cell *)((char *)arena + arena->cells_offset) + (size_t)row * columns + column;
}

/* Bits of a cell's bitmaps for the part of an inclusive rectangle that lies in it, given by columns and rows 0..7. */
static inline uint64_t sim_map_cell_bits(int32_t left, int32_t top, int32_t right, int32_t bottom)
{
    uint64_t columns = (0xFFull << left) & (0xFFull >> (SIM_CELL_TILES - 1 - right));
    uint64_t rows = (~0ull << top * SIM_CELL_TILES) & (~0ull >> (SIM_CELL_TILES - 1 - bottom) * SIM_CELL_TILES);
    return columns * 0x0101010101010101ull & rows;
}

/* The chunk that holds the tile; NULL outside the grid of chunks. */
const sim_chunk *sim_map_chunk(const sim_arena *arena, int32_t tile_x, int32_t tile_y);

/* 64-bit words of a row of the bitmap of resource cells. */
static inline uint32_t sim_map_words_per_row(uint32_t chunk_columns)
{
    return (chunk_columns * SIM_CHUNK_CELLS + 63) / 64;
}

/* Draws the bit of the tile's cell in the bitmap of resource cells anew from the cell's resources. */
void sim_map_note_resources(sim_arena *arena, int32_t tile_x, int32_t tile_y);

/* 1 when no tile of the inclusive rectangle may block a character; outside the map blocks. */
int sim_map_tiles_free(const sim_arena *arena, int32_t left, int32_t top, int32_t right, int32_t bottom);

/* Sets the obstacle bits of the tiles that the box touches, its edges included. */
void sim_map_mark_obstacle(sim_arena *arena, sim_box box);

/* Draws the obstacle bits of the tiles that the box touches anew, from tiles and entities. */
void sim_map_refresh_obstacles(sim_arena *arena, const sim_prototypes *prototypes, sim_box box);

int sim_map_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_map_hash(const sim_arena *arena, uint64_t hash);

#endif
