/* belt_await.h - sleep over belts that stand still.
 *
 * As long as a line sleeps (belt_line.h), nothing about what lies on it changes. A drill that found no room there, and an
 * inserter with nothing to do there, sleep with it: they watch the belt (watch.h) and await the line. A line that falls
 * awake, or is joined anew, wakes those who await it, once: who still finds nothing awaits it again. (One whose last item
 * goes does not fall awake; that is told by the watch of the belt that it lay on.) None of this is hashed. */
#ifndef SIM_BELT_AWAIT_H
#define SIM_BELT_AWAIT_H

#include <stdint.h>

#include "harness/standin/engine/core/prototypes.h"
#include "harness/standin/engine/entities/entity.h"

/* 1 when there is no room at a place of a transport belt or an underground belt's end until its watchers are woken: the
 * line of that side (0 left, 1 right) sleeps. 0 where it is awake, or of a splitter: look again in the next tick. */
int sim_belt_await_room(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t side);

/* 1 when what lies on both lanes of a transport belt stays as it is until its watchers are woken; else 0. */
int sim_belt_await_items(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Wakes those who await a line, known by its foremost lane. */
void sim_belt_tell_line(sim_arena *arena, uint32_t front);

/* Wakes those who await the line of a lane and watch the lane's belt: whatever becomes of its line. */
void sim_belt_tell_lane(sim_arena *arena, uint32_t lane);

/* 1 when whoever watches the lane's belt will be told of its line, or nobody awaits that; for the sanity sweep. */
int sim_belt_await_is_sound(const sim_arena *arena, uint32_t lane);

#endif
