/* raid.h - attacks that pollution calls for: who joins, where they gather, when and whither they go.
 *
 * A spawner pays for each of its units that joins with pollution that it took in. The units of spawners that are near
 * each other gather in one group; it goes after a time between min_group_gathering_time and max_group_gathering_time,
 * to where the pollution is thickest uphill from there. A spawner that goes sends its group at once. */
#ifndef SIM_RAID_H
#define SIM_RAID_H

#include <stdint.h>

#include "harness/standin/engine/core/arena_header.h"

/* Lets units of the spawner with that record join an attack as long as it can pay for them. */
void sim_raid_recruit(sim_arena *arena, const sim_prototypes *prototypes, uint32_t spawner);

/* Sends the group that gathers at the spawner with that record, if there is one. */
void sim_raid_send(sim_arena *arena, const sim_prototypes *prototypes, uint32_t spawner);

/* Where an attack from a place goes: to a building that pollutes where pollution is thickest, else to that chunk. */
sim_position sim_raid_target(const sim_arena *arena, const sim_prototypes *prototypes, sim_position from);

#endif
