/* tile_ghost.h - tiles that are planned: stone path, concrete, landfill that shall lie somewhere.
 *
 * A tile ghost is an entity of type tile-ghost whose record is a sim_ghost with the tile in it. It is in nobody's way
 * and goes when a character lays a tile there; what a script sets on the map leaves it, which is ours. */
#ifndef SIM_TILE_GHOST_H
#define SIM_TILE_GHOST_H

#include "harness/standin/engine/building/ghost.h"

/* Plans a tile at the place, in the middle of a tile; another plan there goes, an equal one is kept. SIM_WRONG_TYPE for
 * what no item lays, SIM_DONE_ALREADY where it lies, SIM_NEEDS_TILE where its item may not lay it, SIM_OUT_OF_MAP,
 * SIM_BAD_ARGUMENT for an unknown tile, SIM_ARENA_FULL. */
enum sim_result sim_tile_ghost_create(sim_arena *arena, const sim_prototypes *prototypes, uint32_t tile,
                                      sim_position position, uint8_t force, sim_handle *created);

/* What the ghost shall become, a tile; 0 for anything but a tile ghost. */
uint16_t sim_tile_ghost_tile(const sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle);

/* LuaEntity.revive: the tile lies there, for nothing, and the ghost is gone. SIM_NOT_FOUND, SIM_WRONG_TYPE for what is
 * no tile ghost, else as sim_tile_ghost_create. */
enum sim_result sim_tile_ghost_revive(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle);

/* A character has laid a tile: the plan there goes. */
void sim_tile_ghost_laid(sim_arena *arena, const sim_prototypes *prototypes, int32_t x, int32_t y);

#endif
