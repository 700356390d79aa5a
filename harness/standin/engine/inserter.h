/* inserter.h - inserters: arms that take from what stands at one end and give to what stands at the other. */
#ifndef SIM_INSERTER_H
#define SIM_INSERTER_H

#include <stdint.h>

#include "entity.h"
#include "pool.h"

typedef struct sim_inserter {
    uint32_t entity;   /* entity slot; 0: the record is free */
    uint32_t next_free;
} sim_inserter;

/* Makes the record of an entity that was just built; its number goes to sim_entity.record. SIM_ARENA_FULL. */
enum sim_result sim_inserter_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Removes the record of an entity that is about to go. */
void sim_inserter_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* The entity faces another direction or stands in another place now. */
void sim_inserter_turned(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* One tick of all records awake. */
void sim_inserter_tick(sim_arena *arena, const sim_prototypes *prototypes);

int sim_inserter_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_inserter_hash(const sim_arena *arena, uint64_t hash);

#endif
