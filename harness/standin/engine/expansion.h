/* expansion.h - settlers: groups of enemies that go out and build a base in another chunk. */
#ifndef SIM_EXPANSION_H
#define SIM_EXPANSION_H

#include <stdint.h>

#include "arena.h"

/* Sends settlers when their time has come. */
void sim_expansion_tick(sim_arena *arena, const sim_prototypes *prototypes);

int sim_expansion_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_expansion_hash(const sim_arena *arena, uint64_t hash);

#endif
