/* ride.h - belts carry who stands on them.
 *
 * After a character has walked and mined, the belt under its centre moves it as far as it moves its items in a tick, in the
 * belt's direction: standing on a yellow belt it goes 8/256 tile a tick, walking with it 46, against it 30 (recorded in the
 * game). What stands in the way holds it back or makes it step aside as when it walks (walk_step.h).
 *
 * A turn carries it the way the items came up to the diagonal, and the way they go from there on; splitters carry it ahead
 * on both tiles, underground belts on the half that is open to the sky: these three are guesses. */
#ifndef SIM_RIDE_H
#define SIM_RIDE_H

#include "harness/standin/engine/core/arena_header.h"

/* One tick of all characters on belts. */
void sim_ride_tick(sim_arena *arena, const sim_prototypes *prototypes);

/* Wakes the mechanic where a belt lies under that place. */
void sim_ride_look(sim_arena *arena, const sim_prototypes *prototypes, sim_position place);

/* 1 when a belt lies in the area: somebody who walks through it may be carried. */
int sim_ride_begins_in(const sim_arena *arena, const sim_prototypes *prototypes, sim_box area);

/* A character has walked. */
static inline void sim_ride_walked(sim_arena *arena, const sim_prototypes *prototypes, sim_position from, sim_position to)
{
    if (!(arena->live_pools & 1u << SIM_POOL_BELT)) return;
    if (sim_fixed_tile(from.x) != sim_fixed_tile(to.x) || sim_fixed_tile(from.y) != sim_fixed_tile(to.y))
        sim_ride_look(arena, prototypes, to);
}

/* A belt or a character came, turned or was put elsewhere: the next tick looks who stands on what. */
static inline void sim_ride_changed(sim_arena *arena)
{
    if (arena->live_pools & 1u << SIM_POOL_BELT && arena->character_count > 0) arena->awake |= SIM_AWAKE_RIDING;
}

int sim_ride_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);

#endif
