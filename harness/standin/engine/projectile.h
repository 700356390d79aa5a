/* projectile.h - what flies, and what burns on the ground. */
#ifndef SIM_PROJECTILE_H
#define SIM_PROJECTILE_H

#include <stdint.h>

#include "entity.h"
#include "pool.h"

typedef struct sim_projectile {
    uint32_t entity;   /* entity slot; 0: the record is free */
    uint32_t next_free;
} sim_projectile;

/* One tick of all records awake. */
void sim_projectile_tick(sim_arena *arena, const sim_prototypes *prototypes);

int sim_projectile_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_projectile_hash(const sim_arena *arena, uint64_t hash);

#endif
