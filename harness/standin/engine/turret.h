/* turret.h - turrets and worms: finding a target, aiming, shooting. */
#ifndef SIM_TURRET_H
#define SIM_TURRET_H

#include <stdint.h>

#include "entity.h"
#include "pool.h"

typedef struct sim_turret {
    uint32_t entity;   /* entity slot; 0: the record is free */
    uint32_t next_free;
} sim_turret;

/* Makes the record of an entity that was just built; its number goes to sim_entity.record. SIM_ARENA_FULL. */
enum sim_result sim_turret_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Removes the record of an entity that is about to go. */
void sim_turret_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* One tick of all records awake. */
void sim_turret_tick(sim_arena *arena, const sim_prototypes *prototypes);

int sim_turret_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_turret_hash(const sim_arena *arena, uint64_t hash);

#endif
