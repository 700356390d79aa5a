/* drill_output.h - where a mining drill puts down what it mined: into the entity that stands on the tile of its drop
 * position, as far as a player's hand could; onto a belt there; or else on the ground, one item where none lies yet.
 * For drill.c alone. */
#ifndef SIM_DRILL_OUTPUT_H
#define SIM_DRILL_OUTPUT_H

#include "harness/standin/engine/machines/drill.h"

/* Where the drill puts things down. */
sim_position sim_drill_drop_position(const sim_arena *arena, const sim_prototypes *prototypes, const sim_drill *drill);

/* The entity that takes what is dropped there, of several the one with the smallest slot; 0 for none. Looks it up anew. */
uint32_t sim_drill_output(const sim_arena *arena, const sim_prototypes *prototypes, const sim_drill *drill);

/* Puts down what the drill holds, as far as it can; 1 when nothing is left. */
int sim_drill_put_down(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

/* 1 when the next item would find its place. */
int sim_drill_can_put_down(const sim_arena *arena, const sim_prototypes *prototypes, const sim_drill *drill);

/* Forgets what stands at the drop position. */
void sim_drill_forget_output(sim_arena *arena, sim_drill *drill);

/* 1 when it puts down onto a belt. */
int sim_drill_is_over_belt(const sim_arena *arena, const sim_prototypes *prototypes, const sim_drill *drill);

/* 1 when a drill that has just failed to put down is woken by whatever makes room; else it has to look every tick. */
int sim_drill_awaits_room(sim_arena *arena, const sim_prototypes *prototypes, const sim_drill *drill);

#endif
