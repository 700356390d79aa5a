/* beacon.h - beacons: modules that work on the machines around them. */
#ifndef SIM_BEACON_H
#define SIM_BEACON_H

#include <stdint.h>

#include "entity.h"
#include "pool.h"

typedef struct sim_beacon {
    uint32_t entity;   /* entity slot; 0: the record is free */
    uint32_t next_free;
} sim_beacon;

/* Makes the record of an entity that was just built; its number goes to sim_entity.record. SIM_ARENA_FULL. */
enum sim_result sim_beacon_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Removes the record of an entity that is about to go. */
void sim_beacon_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

int sim_beacon_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_beacon_hash(const sim_arena *arena, uint64_t hash);

#endif
