/* health.h - losing health, dying, and regeneration.
 *
 * Characters heal here once they have left combat, and spawners; units and turrets heal in their own ticks, by
 * sim_health_regenerate: their records are woken when they are hurt. */
#ifndef SIM_HEALTH_H
#define SIM_HEALTH_H

#include <stdint.h>

#include "harness/standin/engine/combat/damage.h"
#include "harness/standin/engine/entities/entity.h"

/* Takes health without regard to resistances; at 0 the entity dies and is removed, a character as well. The health
 * that is left goes to `left` when it is not NULL. SIM_WRONG_TYPE when it cannot be damaged. */
enum sim_result sim_health_damage(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle, float amount,
                                  float *left);

/* The same with who did it and by what damage: notes the event, tells the victim. What it lost goes to `dealt`. */
enum sim_result sim_health_take(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle, float amount,
                                uint16_t damage_type, sim_damage_source source, double *dealt);

/* Kills an entity as LuaEntity.die does: the event, the statistics, a character's corpse with all it carried;
 * everything else is lost with what it held. SIM_NOT_FOUND. */
enum sim_result sim_entity_die(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle,
                               sim_damage_source source);

/* Heals an entity by a tick of its prototype's healing_per_tick; 1 while it is still hurt. */
int sim_health_regenerate(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Hit points that are left, and those of a whole one, as scripts and players see them: spawners have more of them the
 * farther the enemy has evolved (spawner.h), characters as many more as bonus.h says. SIM_NO_HEALTH when it has none. */
float sim_health_points(const sim_arena *arena, const sim_prototypes *prototypes, const sim_entity *entity);
float sim_health_most(const sim_arena *arena, const sim_prototypes *prototypes, const sim_entity *entity);

/* Sets the hit points as LuaEntity.health does: clamped to 0 and those of a whole one; does not count as combat and does
 * not kill. */
enum sim_result sim_health_set(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle, float health);

/* Health of hurt characters that have left combat. */
void sim_health_tick(sim_arena *arena, const sim_prototypes *prototypes);

int sim_health_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);

#endif
