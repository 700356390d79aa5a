/* wake_entity.h - wakes what an entity is made of, whatever its type. */
#ifndef SIM_WAKE_ENTITY_H
#define SIM_WAKE_ENTITY_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"

/* Wakes the record of the entity in the pool of its type, where it has one, and all that watch it (watch.h). */
void sim_wake_entity(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

#endif
