/* walk.h - how characters walk.
 *
 * A character moves a whole step a tick, as far as obstacles let it (walk_step.h). */
#ifndef SIM_WALK_H
#define SIM_WALK_H

#include <stdint.h>

#include "harness/standin/engine/core/arena_header.h"

/* Walks all characters one tick. */
void sim_walk_tick(sim_arena *arena, const sim_prototypes *prototypes);

/* What is known of the ticks ahead of an arena's only character, within one run that nothing interrupts. Zero: nothing. */
typedef struct sim_walk_way {
    sim_position step;        /* of each of the next `ticks` ticks: on clear ground the whole step; 0, 0: it is held      */
    uint32_t ticks;
    uint32_t unknown_ticks;   /* in which it is not worth while to look again                                            */
    uint32_t obstacle_count;  /* of the arena, and the next, when the way was looked at: with another, nothing is known  */
    uint32_t effect_version;
} sim_walk_way;

/* The same as sim_walk_tick, looking at several ticks' way at once where only things that do not reach characters are at
 * work: a factory, not a fight. `ticks` are left of the run. */
void sim_walk_tick_on(sim_arena *arena, const sim_prototypes *prototypes, sim_walk_way *way, uint32_t ticks);

/* Walks an arena's only character up to `ticks` ticks at once over ground that is free and of one kind, with the
 * state that as many calls of sim_walk_tick would leave; returns how many were done, 0 when nothing can be proved. */
uint32_t sim_walk_free(sim_arena *arena, const sim_prototypes *prototypes, uint32_t ticks);

/* Walks an arena's only character one tick; when an obstacle keeps it where it is, nothing that is asleep can change
 * that, and all `ticks` ticks are done. Returns how many were, 0 when there is not one walking character. */
uint32_t sim_walk_held(sim_arena *arena, const sim_prototypes *prototypes, uint32_t ticks);

#endif
