/* lifecycle.h - what an entity of a type is made of: which mechanics get to know of it when it is built, turned, moved or
 * removed. The table of the house: every type of entity with behaviour has one line in lifecycle.c. */
#ifndef SIM_LIFECYCLE_H
#define SIM_LIFECYCLE_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"

/* Makes the parts of an entity that has just got its slot and its place; their number goes to sim_entity.record.
 * SIM_ARENA_FULL leaves nothing behind. */
enum sim_result sim_lifecycle_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Removes the parts of an entity that is about to go. */
void sim_lifecycle_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* The entity is about to stand in another place: what looks at the one that it leaves has to look again. */
void sim_lifecycle_leaves(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* The entity faces another direction now, or stands in another place. */
void sim_lifecycle_turned(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* An entity has appeared (1) or is about to go (0): tells those who look at what stands around them, such as inserters
 * that wait for a target. */
void sim_lifecycle_neighbours(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, int appeared);

/* The entity belongs to another force now: enemies of either side look around, and a unit leaves its group. */
void sim_lifecycle_force_changed(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

#endif
