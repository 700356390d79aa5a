/* listing.h - the entities of a map in an order that does not depend on how the server numbers them. */
#ifndef NATIVE_LISTING_H
#define NATIVE_LISTING_H

#include <stdint.h>

#include "harness/standin/engine/sim.h"

/* Slots of the entities, resources alone or all others: from north to south, then from west to east, then by prototype, then the healthier, then the larger amount first. The
 * caller frees what `slots` is given. Returns how many there are; UINT32_MAX without memory. */
uint32_t native_list(const sim_arena *arena, const sim_prototypes *prototypes, int resources, uint32_t **slots);

#endif
