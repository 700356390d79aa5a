/* heat_link.h - which heat buffers touch. For heat.c. */
#ifndef SIM_HEAT_LINK_H
#define SIM_HEAT_LINK_H

#include "harness/standin/engine/energy/heat.h"

/* Links a record with the neighbours that its connections meet, and them with it. */
void sim_heat_link(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

/* Cuts all links of a record, on both sides, and wakes who lost one. */
void sim_heat_cut(sim_arena *arena, uint32_t record);

/* Reactors that touch this one with a whole side and worked in the last tick. */
uint32_t sim_heat_working_neighbours(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

#endif
