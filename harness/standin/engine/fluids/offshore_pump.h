/* offshore_pump.h - offshore pumps: the fluid of the tile in front, without power. */
#ifndef SIM_OFFSHORE_PUMP_H
#define SIM_OFFSHORE_PUMP_H

#include "harness/standin/engine/energy/steam.h"

/* Looks at which tile stands in front of it now. */
void sim_offshore_pump_look(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

/* One tick. A pump whose box is full sleeps. */
void sim_offshore_pump_tick(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

/* WORKING, NO_INPUT_FLUID or FULL_OUTPUT. */
enum sim_status sim_offshore_pump_status(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

#endif
