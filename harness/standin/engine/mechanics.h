/* mechanics.h - every mechanic's sanity check and hash in one row each. */
#ifndef SIM_MECHANICS_H
#define SIM_MECHANICS_H

#include <stdint.h>

#include "harness/standin/engine/core/arena_header.h"

/* 1 when all mechanics with records hold together, else 0 and the first fault. */
int sim_mechanics_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);

/* The fields of all mechanics. */
uint64_t sim_mechanics_hash(const sim_arena *arena, const sim_prototypes *prototypes, uint64_t hash);

#endif
