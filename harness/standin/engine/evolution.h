/* evolution.h - the enemy's evolution by time, pollution and killed spawners. */
#ifndef SIM_EVOLUTION_H
#define SIM_EVOLUTION_H

#include <stdint.h>

#include "entity.h"
#include "pool.h"

/* One tick of all records awake. */
void sim_evolution_tick(sim_arena *arena, const sim_prototypes *prototypes);

int sim_evolution_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_evolution_hash(const sim_arena *arena, uint64_t hash);

#endif
