/* beacon.h - beacons: modules that work on the machines around them.
 *
 * A beacon reaches every machine whose collision box touches its supply area. What its modules do is multiplied by its
 * distribution effectivity and by its profile's factor for the number of beacons that reach the machine. One without any
 * energy does nothing and does not count; with too little it works as ever. */
#ifndef SIM_BEACON_H
#define SIM_BEACON_H

#include <stdint.h>

#include "harness/standin/engine/energy/energy.h"
#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/machines/module.h"
#include "harness/standin/engine/core/pool.h"

typedef struct sim_beacon {
    uint32_t entity;  /* entity slot; 0: the record is free */
    uint32_t modules; /* inventory                          */
    sim_energy energy;
} sim_beacon;

/* Makes the record of an entity that was just built; its number goes to sim_entity.record. SIM_ARENA_FULL. */
enum sim_result sim_beacon_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Removes the record of an entity that is about to go. */
void sim_beacon_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* The record of a beacon. */
sim_beacon *sim_beacon_get(const sim_arena *arena, uint32_t slot);

/* 1 when the beacon in one slot reaches the entity in another, which must allow some effect. */
int sim_beacon_reaches(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t beacon, uint32_t machine);

/* What all beacons that reach the machine in `slot` add to it, of the effects that it allows. */
sim_effects sim_beacon_effects(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* enum sim_status. */
enum sim_status sim_beacon_status(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

int sim_beacon_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_beacon_hash(const sim_arena *arena, uint64_t hash);

#endif
