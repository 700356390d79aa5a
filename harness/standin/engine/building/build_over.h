/* build_over.h - items on the ground where something is built: they are in nobody's way. A belt takes on those that lie
 * on its tile, as recorded; of those under any other building that a player builds the builder gets them, a guess. */
#ifndef SIM_BUILD_OVER_H
#define SIM_BUILD_OVER_H

#include <stdint.h>

#include "harness/standin/engine/core/arena_header.h"
#include "harness/standin/engine/core/prototypes.h"

/* Takes the slots of items on the ground out of a list of slots; returns how many are left. */
uint32_t sim_build_over_skip(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t *slots,
                             uint32_t count);

/* The belt in the slot, just built, takes on what lies on its tile, as far as it has room. */
void sim_build_over_belt(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* What lies in the collision box of the building in the slot goes to the inventory, as far as it fits. */
void sim_build_over_collect(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t inventory);

#endif
