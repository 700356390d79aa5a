/* expansion.h - settlers: groups of enemies that go out and build a base in another chunk.
 *
 * From time to time (max_expansion_cooldown at evolution 0, min_expansion_cooldown at 1) a base sends a group, of
 * settler_group_min_size units at evolution 0 and settler_group_max_size at 1, to the chunk with the best score
 * within max_expansion_distance. The score is the published one (API: EnemyExpansionMapSettings). The game looks at
 * all chunks; here a number of them is drawn. Where they arrive, each settler turns into a spawner or a worm. */
#ifndef SIM_EXPANSION_H
#define SIM_EXPANSION_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"

/* Ticks between two groups at the present evolution. */
uint32_t sim_expansion_cooldown(const sim_arena *arena, const sim_prototypes *prototypes);

/* Settlers of a group at the present evolution. */
uint32_t sim_expansion_group_size(const sim_arena *arena, const sim_prototypes *prototypes);

/* Score of a chunk as a place for a base: 1 / (1 + player + base); 0 when too much of it cannot be built on. */
double sim_expansion_score(const sim_arena *arena, const sim_prototypes *prototypes, int32_t chunk_x, int32_t chunk_y);

/* Turns a unit into a spawner or a worm, where it stands or near to it. SIM_BLOCKED when there is no place;
 * SIM_NOT_FOUND, SIM_WRONG_TYPE. `built` may be NULL. */
enum sim_result sim_expansion_settle(sim_arena *arena, const sim_prototypes *prototypes, sim_handle unit,
                                     sim_handle *built);

/* Sends settlers when their time has come, and lets those build that have arrived. */
void sim_expansion_tick(sim_arena *arena, const sim_prototypes *prototypes);

int sim_expansion_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_expansion_hash(const sim_arena *arena, uint64_t hash);

#endif
