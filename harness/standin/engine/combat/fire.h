/* fire.h - what burns on the ground: acid puddles, flames that a flamethrower feeds, and clouds of poison, which hurt all
 * that breathes within their radius every damage_interval_ticks.
 *
 * A fire lasts for its prototype's initial lifetime. What arrives where one of its kind burns feeds it: an acid puddle
 * begins anew; a flame lasts lifetime_increase_by longer, up to its maximum, and hurts more with every fuel added,
 * which wears off tick by tick. The enemy's puddles hurt characters that are their enemies; other fires hurt everything
 * that can be hurt, whosever it is. Left out: flames that spread from tree to tree, and their pollution. */
#ifndef SIM_FIRE_H
#define SIM_FIRE_H

#include "harness/standin/engine/combat/projectile.h"

/* Leaves a fire (an entity prototype) where something has arrived, or feeds the one that burns there. Without a free
 * record it is lost and counted in sim_arena.refused. */
void sim_fire_light(sim_arena *arena, const sim_prototypes *prototypes, const sim_projectile *arrived, uint16_t fire);

/* What the fire of that record does in this tick. */
void sim_fire_burn(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

#endif
