/* unit_attack.h - a unit and its target: choosing, following, hitting. For unit.c. */
#ifndef SIM_UNIT_ATTACK_H
#define SIM_UNIT_ATTACK_H

#include "harness/standin/engine/combat/unit_move.h"

/* Makes the entity the unit's target: 0 as its command says, 1 as a distraction, SIM_UNIT_OBSTACLE. */
void sim_unit_take_target(const sim_unit_turn *turn, sim_handle target, uint8_t is_distracted);

/* Forgets the target and stands. */
void sim_unit_drop_target(const sim_unit_turn *turn);

/* The target when there is one that still stands and has not got away; drops it otherwise. */
const sim_entity *sim_unit_target(const sim_unit_turn *turn);

/* Goes for the target: attacks it in range, walks to it, breaks what is in the way. */
void sim_unit_fight(const sim_unit_turn *turn, const sim_entity *target);

/* 1 when the unit, which is on its way to its target, has come near enough to attack it. */
int sim_unit_has_reached(const sim_unit_turn *turn);

/* One tick of attacking. */
void sim_unit_attack(const sim_unit_turn *turn);

#endif
