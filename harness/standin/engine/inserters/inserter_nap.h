/* inserter_nap.h - inserters nap (nap.h) on their way: an arm that burns fuel and swings to a machine, to the ground or
 * to its drop position looks at nothing until it is nearly there. One that carries fuel of its own may turn round and
 * put it into its own slot, one over a belt may see another item, and an electric one draws energy by what it does:
 * those do not nap. One that swings to an item on a line of belts at rest naps as long as that line sleeps.
 *
 * One that dozes over a belt naps until an item that it wants can have come, or it hears of something that changes that
 * (inserter_quiet.h). Whoever naps may have his turn before his nap is over: it only costs a turn. */
#ifndef SIM_INSERTER_NAP_H
#define SIM_INSERTER_NAP_H

#include "harness/standin/engine/core/nap.h"
#include "harness/standin/engine/inserters/inserter.h"

/* An inserter that has moved in this tick and is not there naps as long as it can. */
void sim_inserter_nap(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

/* An inserter that dozes over a belt naps until something may come. */
void sim_inserter_wait(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

/* Makes up for the ticks before this one of an inserter that swings in its nap. */
void sim_inserter_make_up(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

/* The inserter is about to go: it does not nap any more. */
void sim_inserter_forget_nap(sim_arena *arena, uint32_t record);

/* Ends all naps with the part of the run. */
void sim_inserter_end_naps(sim_arena *arena, const sim_prototypes *prototypes);

#endif
