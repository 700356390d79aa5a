/* boiler.h - boilers: fuel and water into steam. A joule heats as much water as its heat capacity says, and water becomes
 * steam in the ratio of the two heat capacities: one to ten. */
#ifndef SIM_BOILER_H
#define SIM_BOILER_H

#include "harness/standin/engine/energy/steam.h"

/* One tick. A boiler without water, without room for steam, without fuel or too cold sleeps. */
void sim_boiler_tick(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

/* WORKING, NO_INPUT_FLUID, FULL_OUTPUT, NO_FUEL or LOW_TEMPERATURE. */
enum sim_status sim_boiler_status(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

#endif
