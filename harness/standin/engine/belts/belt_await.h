/* belt_await.h - sleep over belts where nothing moves.
 *
 * While nothing on a lane moves, no gap comes to it. A drill that found no room there, and an inserter with nothing to do
 * there, sleep meanwhile: they watch the belt (watch.h) and await its lane. A lane that moves, or whose line falls awake or
 * is found anew (belt_line.h), wakes those who await it, once: who still finds nothing awaits it again. What is put on a
 * belt or taken from it tells the belt's watchers by itself. None of this is hashed. */
#ifndef SIM_BELT_AWAIT_H
#define SIM_BELT_AWAIT_H

#include <stdint.h>

#include "harness/standin/engine/belts/belt_line.h"

/* Bits of sim_belt.awaited, each for the left lane and, shifted by one, for the right one. */
#define SIM_BELT_LINE_AWAITED 1 /* a lane of the line that ends with this lane is awaited                            */
#define SIM_BELT_LANE_AWAITED 4 /* watchers of this belt await this lane                                             */

/* 1 when there is no room at a place of a transport belt or of an underground belt's end, where there was none just now,
 * until its watchers are woken. 0 where that is not known: look again in the next tick. */
int sim_belt_await_room(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, sim_belt_spot spot);

/* 1 when both lanes of a transport belt are parts of lines that sleep: what lies there stays until its watchers are woken;
 * else 0. */
int sim_belt_await_items(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Wakes those who await the lane; all of a line, known by its foremost lane. */
void sim_belt_tell_lane_awaited(sim_arena *arena, uint32_t lane);
void sim_belt_tell_line(sim_arena *arena, uint32_t front);

/* The lane has moved, or its line is to be found anew. */
static inline void sim_belt_tell_lane(sim_arena *arena, uint32_t lane)
{
    if (sim_belt_at(arena, lane / 2)->awaited & SIM_BELT_LANE_AWAITED << lane % 2) sim_belt_tell_lane_awaited(arena, lane);
}

/* 1 when a lane that is awaited is on a line that knows it; for the sanity sweep. */
int sim_belt_await_is_sound(const sim_arena *arena, uint32_t lane);

#endif
