/* spawner.h - spawners: who comes out of them, and when. */
#ifndef SIM_SPAWNER_H
#define SIM_SPAWNER_H

#include <stdint.h>

#include "entity.h"
#include "pool.h"

typedef struct sim_spawner {
    uint32_t entity;   /* entity slot; 0: the record is free */
    uint32_t next_free;
} sim_spawner;

/* Makes the record of an entity that was just built; its number goes to sim_entity.record. SIM_ARENA_FULL. */
enum sim_result sim_spawner_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Removes the record of an entity that is about to go. */
void sim_spawner_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Spawners in polluted chunks take in pollution, for units that shall attack; once a period of pollution.h. */
void sim_spawner_absorb(sim_arena *arena, const sim_prototypes *prototypes);

/* One tick of all records awake. */
void sim_spawner_tick(sim_arena *arena, const sim_prototypes *prototypes);

int sim_spawner_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_spawner_hash(const sim_arena *arena, uint64_t hash);

#endif
