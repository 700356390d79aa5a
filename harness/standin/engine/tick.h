/* tick.h - the order of a tick. */
#ifndef SIM_TICK_H
#define SIM_TICK_H

#include <stdint.h>

#include "harness/standin/engine/core/arena_header.h"

/* Runs the arena `ticks` ticks. */
void sim_run(sim_arena *arena, const sim_prototypes *prototypes, uint32_t ticks);

#endif
