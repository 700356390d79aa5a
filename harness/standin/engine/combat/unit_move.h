/* unit_move.h - a unit's way: straight lines, steps, what holds it back, keeping apart from others. For unit.c. */
#ifndef SIM_UNIT_MOVE_H
#define SIM_UNIT_MOVE_H

#include "harness/standin/engine/combat/unit.h"

/* A unit in its tick. */
typedef struct sim_unit_turn {
    sim_arena *arena;
    const sim_prototypes *prototypes;
    uint32_t record;
    sim_unit *unit;
    sim_entity *entity;
    const sim_unit_prototype *prototype;
    const sim_attack_prototype *attack;
    uint32_t *path_steps; /* work of path searches left in this tick */
} sim_unit_turn;

/* Walks to within `radius` of the goal: straight where that is free, else along a path. Does nothing when it is on its
 * way there already. `radius` 1/256 tile. */
void sim_unit_walk_to(const sim_unit_turn *turn, sim_position goal, int32_t radius);

/* Heads straight for a place at `pace` times its speed, without a look at what is between. */
void sim_unit_head_for(const sim_unit_turn *turn, sim_position place, double pace);

/* Stands still and forgets its path. */
void sim_unit_stand(const sim_unit_turn *turn);

/* One tick of walking. */
void sim_unit_step(const sim_unit_turn *turn);

/* What holds it back on its way; index 0 for nothing that can be broken. */
sim_handle sim_unit_blocker(const sim_unit_turn *turn);

/* Moves a little out of the way of other units that it overlaps. */
void sim_unit_separate(const sim_unit_turn *turn);

#endif
