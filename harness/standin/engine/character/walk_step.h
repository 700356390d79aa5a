/* walk_step.h - where a character gets in one step, whether it walks or a belt carries it.
 *
 * On free ground it moves the whole step. Where an obstacle holds it back (obstacle.h), in this order:
 *   along an axis it steps aside: toward the nearer end of what it would touch, when that end is no farther than its
 *   corner_sliding_distance and the way forward is free there; between equal ends it prefers south, then north, and west,
 *   then east;
 *   else it closes in by half a step, or by 8, 7 ... 1 parts of 1/256 tile, the first that is free;
 *   on both axes it tries each of these lengths on both axes, then along x, then along y.
 * Stepping aside, closing in and the order are measured in the game; for both axes they are a likely guess. */
#ifndef SIM_WALK_STEP_H
#define SIM_WALK_STEP_H

#include <stdint.h>

#include "harness/standin/engine/core/arena_header.h"

/* Where a character of that prototype gets that would move by `step` from there; `is_held` is set to 1 when an obstacle
 * holds it back from the whole of it, to 0 when none does. */
sim_position sim_walk_step(const sim_arena *arena, const sim_prototypes *prototypes, uint16_t prototype,
                           sim_position from, sim_position step, int *is_held);

#endif
