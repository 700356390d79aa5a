/* fixed.h - positions in 1/256 tile, as the game keeps them. */
#ifndef SIM_FIXED_H
#define SIM_FIXED_H

#include <stdint.h>

#define SIM_FIXED_ONE 256 /* one tile */

typedef struct sim_position {
    int32_t x; /* 1/256 tile, to the east  */
    int32_t y; /* 1/256 tile, to the south */
} sim_position;

/* Edges in 1/256 tile; boxes that only share an edge do not overlap. */
typedef struct sim_box {
    int32_t left;
    int32_t top;
    int32_t right;
    int32_t bottom;
} sim_box;

/* Tiles to 1/256 tile, truncated toward zero as the game does with a script's numbers. */
static inline int32_t sim_fixed_from_tiles(double tiles)
{
    return (int32_t)(tiles * SIM_FIXED_ONE);
}

/* Exact: 24 bits hold every position of a map. */
static inline double sim_fixed_to_tiles(int32_t fixed)
{
    return fixed / (double)SIM_FIXED_ONE;
}

/* The tile that holds the coordinate: the floor, also below zero. */
static inline int32_t sim_fixed_tile(int32_t fixed)
{
    return fixed >> 8;
}

/* The middle of a tile. */
static inline int32_t sim_fixed_tile_centre(int32_t tile)
{
    return tile * SIM_FIXED_ONE + SIM_FIXED_ONE / 2;
}

static inline sim_box sim_box_at(sim_box box, sim_position centre)
{
    sim_box moved = {box.left + centre.x, box.top + centre.y, box.right + centre.x, box.bottom + centre.y};
    return moved;
}

/* The box of an entity that faces the direction, given its box facing north; in quarter turns. */
static inline sim_box sim_box_turned(sim_box box, uint8_t direction)
{
    if (direction / 4 % 4 == 0) return box;
    const sim_box quarters[4] = {
        box,
        {-box.bottom, box.left, -box.top, box.right},
        {-box.right, -box.bottom, -box.left, -box.top},
        {box.top, -box.right, box.bottom, -box.left},
    };
    return quarters[direction / 4 % 4];
}

static inline int sim_box_overlaps(sim_box a, sim_box b)
{
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/* Squared distance in (1/256 tile) squared. */
static inline int64_t sim_distance_squared(sim_position a, sim_position b)
{
    int64_t dx = (int64_t)a.x - b.x;
    int64_t dy = (int64_t)a.y - b.y;
    return dx * dx + dy * dy;
}

#endif
