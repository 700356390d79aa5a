/* technology.h - the force's technologies, research queue, recipes and bonuses. */
#ifndef SIM_TECHNOLOGY_H
#define SIM_TECHNOLOGY_H

#include <stdint.h>

#include "entity.h"
#include "pool.h"

typedef struct sim_technology {
    uint32_t entity;   /* entity slot; 0: the record is free */
    uint32_t next_free;
} sim_technology;

typedef struct sim_recipe {
    uint32_t entity;   /* entity slot; 0: the record is free */
    uint32_t next_free;
} sim_recipe;

int sim_technology_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_technology_hash(const sim_arena *arena, uint64_t hash);

#endif
