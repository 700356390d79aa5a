/* pollution.h - pollution of chunks: emission, spread, absorption. */
#ifndef SIM_POLLUTION_H
#define SIM_POLLUTION_H

#include <stdint.h>

#include "entity.h"
#include "pool.h"

typedef struct sim_pollution {
    uint32_t entity;   /* entity slot; 0: the record is free */
    uint32_t next_free;
} sim_pollution;

/* One tick of all records awake. */
void sim_pollution_tick(sim_arena *arena, const sim_prototypes *prototypes);

int sim_pollution_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_pollution_hash(const sim_arena *arena, uint64_t hash);

#endif
