/* pump.h - pumps: out of one segment, into another, in one direction and for electric energy. A pump takes at most its
 * speed, and at most what would flow out of a segment that is as full as the one behind it. */
#ifndef SIM_PUMP_H
#define SIM_PUMP_H

#include "harness/standin/engine/energy/steam.h"

/* One tick. A pump with nothing to take, or no room for it, sleeps. */
void sim_pump_tick(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

/* WORKING, NO_INPUT_FLUID, FULL_OUTPUT, or what the electric network says. */
enum sim_status sim_pump_status(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

#endif
