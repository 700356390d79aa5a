/* inserter_await.h - inserters that sleep where nothing changes until a line of belts moves (belt_await.h), or until they
 * are fed: quietly (inserter_queue.h), for a tick of theirs would change nothing. For inserter.c alone. */
#ifndef SIM_INSERTER_AWAIT_H
#define SIM_INSERTER_AWAIT_H

#include "harness/standin/engine/inserters/inserter.h"

/* One that found no gap on the belt at its drop position sleeps while that stands still. */
void sim_inserter_await_room(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

/* A burner's arm that has no step left in its buffer, and nothing that would fill it, sleeps while it has nothing else to
 * decide: with something to carry, or on its way to what stands still. */
void sim_inserter_await_fuel(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

#endif
