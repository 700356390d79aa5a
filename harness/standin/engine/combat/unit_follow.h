/* unit_follow.h - what each command makes a unit do while it has nobody to fight. For unit.c. */
#ifndef SIM_UNIT_FOLLOW_H
#define SIM_UNIT_FOLLOW_H

#include "harness/standin/engine/combat/unit_move.h"

/* Between two thoughts, staggered by the records' numbers; the game's own interval is not published. */
#define SIM_UNIT_THINK_TICKS 15

/* What the unit shall do: its own command, or its group's. */
const sim_command *sim_unit_command_of(const sim_unit_turn *turn);

/* 1 when following the command, or the group, moves nobody until somebody wakes the unit. */
int sim_unit_is_at_rest(const sim_unit_turn *turn);

/* A thought's worth of following it: walking, choosing a target, finishing. */
void sim_unit_follow(const sim_unit_turn *turn);

#endif
