/* belt.h - transport belts and undergrounds: two lanes of items in motion. */
#ifndef SIM_BELT_H
#define SIM_BELT_H

#include <stdint.h>

#include "entity.h"
#include "pool.h"

typedef struct sim_belt {
    uint32_t entity;   /* entity slot; 0: the record is free */
    uint32_t next_free;
} sim_belt;

/* Makes the record of an entity that was just built; its number goes to sim_entity.record. SIM_ARENA_FULL. */
enum sim_result sim_belt_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Removes the record of an entity that is about to go. */
void sim_belt_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* The entity faces another direction or stands in another place now. */
void sim_belt_turned(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* One tick of all records awake. */
void sim_belt_tick(sim_arena *arena, const sim_prototypes *prototypes);

int sim_belt_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_belt_hash(const sim_arena *arena, uint64_t hash);

#endif
