/* health.h - damage and regeneration. */
#ifndef SIM_HEALTH_H
#define SIM_HEALTH_H

#include <stdint.h>

#include "entity.h"

/* Takes health without regard to resistances; at 0 the entity dies and is removed, a character as well. The health
 * that is left goes to `left` when it is not NULL. SIM_WRONG_TYPE when it cannot be damaged. */
enum sim_result sim_health_damage(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle, float amount,
                                  float *left);

/* Sets health as LuaEntity.health does: clamped to 0..max_health; does not count as combat and does not kill. */
enum sim_result sim_health_set(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle, float health);

/* Health of hurt characters that have left combat. */
void sim_health_tick(sim_arena *arena, const sim_prototypes *prototypes);

int sim_health_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);

#endif
