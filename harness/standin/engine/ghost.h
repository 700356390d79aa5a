/* ghost.h - ghosts of entities that are planned. */
#ifndef SIM_GHOST_H
#define SIM_GHOST_H

#include <stdint.h>

#include "entity.h"
#include "pool.h"

typedef struct sim_ghost {
    uint32_t entity;   /* entity slot; 0: the record is free */
    uint32_t next_free;
} sim_ghost;

/* Makes the record of an entity that was just built; its number goes to sim_entity.record. SIM_ARENA_FULL. */
enum sim_result sim_ghost_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Removes the record of an entity that is about to go. */
void sim_ghost_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* The entity faces another direction or stands in another place now. */
void sim_ghost_turned(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

int sim_ghost_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_ghost_hash(const sim_arena *arena, uint64_t hash);

#endif
