/* machine_nap.h - machines in the middle of their work nap (nap.h): until shortly before it is done they only add up
 * seconds and burn fuel. */
#ifndef SIM_MACHINE_NAP_H
#define SIM_MACHINE_NAP_H

#include "harness/standin/engine/core/nap.h"
#include "harness/standin/engine/core/prototypes.h"

/* A machine that worked at full energy in this tick, without a bonus that grows, naps as long as it can. */
void sim_machine_nap(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

/* Machines that are in the middle of such work as a part of a run begins nap before its first tick. */
void sim_machine_begin_naps(sim_arena *arena, const sim_prototypes *prototypes);

/* Makes up for the ticks before this one of a machine that naps; for another it does nothing. */
void sim_machine_make_up(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

/* Ends all naps with the part of the run: machines that nap are awake and up to date. */
void sim_machine_end_naps(sim_arena *arena, const sim_prototypes *prototypes);

#endif
