/* underground.h - pairs of underground belts: which entrance belongs to which exit, and the tiles between them. */
#ifndef SIM_UNDERGROUND_H
#define SIM_UNDERGROUND_H

#include <stdint.h>

#include "harness/standin/engine/belts/belt_link.h"

/* Joins the end to the nearest free one in reach that fits, with hidden tiles between them. SIM_ARENA_FULL when the
 * belts' pool has no room for those; nothing is changed then. */
enum sim_result sim_underground_connect(sim_belt_change *change, uint32_t record);

/* Parts the end from the other one; items below the ground are gone. The other end's record goes to `other`, 0. */
void sim_underground_part(sim_belt_change *change, uint32_t record, uint32_t *other);

#endif
