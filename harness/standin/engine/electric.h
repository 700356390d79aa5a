/* electric.h - electric networks: poles and wires, who draws and who gives, and how much of what is asked for there is. */
#ifndef SIM_ELECTRIC_H
#define SIM_ELECTRIC_H

#include <stdint.h>

#include "entity.h"
#include "pool.h"

typedef struct sim_electric {
    uint32_t entity;   /* entity slot; 0: the record is free */
    uint32_t next_free;
} sim_electric;

typedef struct sim_network {
    uint32_t entity;   /* entity slot; 0: the record is free */
    uint32_t next_free;
} sim_network;

typedef struct sim_wire {
    uint32_t entity;   /* entity slot; 0: the record is free */
    uint32_t next_free;
} sim_wire;

/* Makes the record of an entity that was just built; its number goes to sim_entity.record. SIM_ARENA_FULL. */
enum sim_result sim_electric_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Removes the record of an entity that is about to go. */
void sim_electric_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* One tick of all records awake. */
void sim_electric_tick(sim_arena *arena, const sim_prototypes *prototypes);

int sim_electric_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_electric_hash(const sim_arena *arena, uint64_t hash);

#endif
