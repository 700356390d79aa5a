/* unit_group.h - groups of units: gathering, marching, attacking. */
#ifndef SIM_UNIT_GROUP_H
#define SIM_UNIT_GROUP_H

#include <stdint.h>

#include "entity.h"
#include "pool.h"

typedef struct sim_unit_group {
    uint32_t entity;   /* entity slot; 0: the record is free */
    uint32_t next_free;
} sim_unit_group;

/* One tick of all records awake. */
void sim_unit_group_tick(sim_arena *arena, const sim_prototypes *prototypes);

int sim_unit_group_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_unit_group_hash(const sim_arena *arena, uint64_t hash);

#endif
