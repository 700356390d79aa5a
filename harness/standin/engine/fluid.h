/* fluid.h - fluids: boxes of machines, and segments of connected pipes and tanks that share one fluid. */
#ifndef SIM_FLUID_H
#define SIM_FLUID_H

#include <stdint.h>

#include "entity.h"
#include "pool.h"

typedef struct sim_fluid_box {
    uint32_t entity;   /* entity slot; 0: the record is free */
    uint32_t next_free;
} sim_fluid_box;

typedef struct sim_segment {
    uint32_t entity;   /* entity slot; 0: the record is free */
    uint32_t next_free;
} sim_segment;

/* Makes the record of an entity that was just built; its number goes to sim_entity.record. SIM_ARENA_FULL. */
enum sim_result sim_fluid_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Removes the record of an entity that is about to go. */
void sim_fluid_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* The entity faces another direction or stands in another place now. */
void sim_fluid_turned(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* One tick of all records awake. */
void sim_fluid_tick(sim_arena *arena, const sim_prototypes *prototypes);

int sim_fluid_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_fluid_hash(const sim_arena *arena, uint64_t hash);

#endif
