/* drill_target.h - the resource that a mining drill mines: the next one in its area from the cursor on. */
#ifndef SIM_DRILL_TARGET_H
#define SIM_DRILL_TARGET_H

#include "harness/standin/engine/machines/drill.h"

/* Writes the drill's target, 0 when there is nothing to mine, and moves its cursor to it. */
void sim_drill_choose_target(sim_arena *arena, const sim_prototypes *prototypes, sim_drill *drill);

#endif
