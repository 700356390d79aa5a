/* fluid_turret.h - turrets that shoot what a pipe brings: their buffer, and what a shot takes out of it.
 *
 * A turret's own buffer fills from its fluid box at the prototype's fluid_buffer_input_flow. It begins to shoot when
 * the buffer holds activation_buffer_ratio of its size, and goes on until a shot's fluid_consumption is not there.
 * Each fluid that it shoots has a damage modifier of its own; a buffer takes another fluid only when it is empty, which
 * is ours. */
#ifndef SIM_FLUID_TURRET_H
#define SIM_FLUID_TURRET_H

#include "harness/standin/engine/combat/turret.h"

/* Fills the buffer for a tick. */
void sim_fluid_turret_fill(sim_arena *arena, const sim_prototypes *prototypes, sim_turret *turret);

/* 1 when nothing comes in: it is full, or its box holds nothing that it shoots. In the latter case what comes into the
 * box wakes the turret. */
int sim_fluid_turret_rests(sim_arena *arena, const sim_prototypes *prototypes, const sim_turret *turret);

/* 1 when there is fluid for a shot, and enough of it to begin. */
int sim_fluid_turret_can_shoot(const sim_arena *arena, const sim_prototypes *prototypes, sim_turret *turret);

/* Takes a shot's fluid; returns what its damage is times. */
double sim_fluid_turret_shoot(sim_arena *arena, const sim_prototypes *prototypes, sim_turret *turret);

#endif
