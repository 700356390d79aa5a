/* ground.h - the ground of a scene on which starts and goals are drawn: from each of its tiles a way leads to each other. */
#ifndef NATIVE_GROUND_H
#define NATIVE_GROUND_H

#include "harness/standin/engine/sim.h"

/* The main ground of the arena's map: the largest set of walkable tiles (the cells' bit) that are joined by their edges;
 * of equal ones the set with the first tile, row by row. A byte a tile, row by row, 1 for those in it; to be freed.
 * NULL without memory. scripts/ground.lua of the mod finds the same. */
uint8_t *native_main_ground(const sim_arena *arena);

/* 1 when the place lies on a tile of the main ground `ground` of the arena's map. */
int native_is_on_ground(const uint8_t *ground, const sim_arena *arena, sim_position place);

#endif
