/* drill_fluid.h - fluids of mining drills: what an oil well gives, and what some ore takes to be mined.
 *
 * A drill whose fluid box only gives (a pumpjack) fills it with what its operations yield: the published amount times the
 * resource's amount over its normal one where the resource never ends. It stops while the yield of one operation has no
 * room. Any other box takes the fluid that ore in the drill's area needs; a drill without such ore has no box at all, as
 * in the game, where its pipe connections only open over it. An operation on such ore needs the force's technology and
 * uses its fluid up when it ends. */
#ifndef SIM_DRILL_FLUID_H
#define SIM_DRILL_FLUID_H

#include "harness/standin/engine/machines/drill.h"

/* Makes the boxes of a drill that has its place. SIM_ARENA_FULL; SIM_BLOCKED when it would connect two fluids. */
enum sim_result sim_drill_fluid_attach(sim_arena *arena, const sim_prototypes *prototypes, sim_drill *drill);

/* Removes the boxes with what they hold; connects them anew after a move. */
void sim_drill_fluid_detach(sim_arena *arena, const sim_prototypes *prototypes, sim_drill *drill);
void sim_drill_fluid_moved(sim_arena *arena, const sim_prototypes *prototypes, sim_drill *drill);

/* 1 when the drill can give what the resource yields, and get the fluid that it takes, be it there or not. */
int sim_drill_fluid_allows(const sim_arena *arena, const sim_prototypes *prototypes, const sim_drill *drill,
                           const sim_entity_prototype *resource);

/* What keeps the drill from an operation on its target: WORKING for nothing, else MISSING_REQUIRED_FLUID or
 * FULL_OUTPUT. */
enum sim_status sim_drill_fluid_lack(const sim_arena *arena, const sim_prototypes *prototypes,
                                     const sim_drill *drill);

/* Puts the fluids of an operation on the target into the box; uses up the fluid that it took. */
void sim_drill_fluid_give(sim_arena *arena, const sim_prototypes *prototypes, const sim_drill *drill);
void sim_drill_fluid_use(sim_arena *arena, const sim_prototypes *prototypes, const sim_drill *drill);

#endif
