/* land_mine.h - mines that arm themselves, lie buried until an enemy comes within their trigger radius, and go off.
 *
 * A mine is a turret (turret.h) that prepares itself once. Armed, nobody looks for it any more: only blasts that are
 * meant for others hurt it. It hurts enemies within the radius of its effect, stuns those that live, and dies of it. */
#ifndef SIM_LAND_MINE_H
#define SIM_LAND_MINE_H

#include "harness/standin/engine/combat/turret.h"

/* A mine's record is new: it arms itself. */
void sim_land_mine_laid(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

/* 1 when the entity is a mine that is armed. */
int sim_land_mine_is_buried(const sim_arena *arena, const sim_prototypes *prototypes, const sim_entity *entity);

/* One tick of a mine's record that is awake. */
void sim_land_mine_tick(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

#endif
