/* lab.h - labs: science packs in, research out.
 *
 * A lab works while something is being researched, it holds a pack of every kind that this takes, and it has power.
 * In a tick it does its share of the work (1/60 second at speed 1) and wears the packs off by it; a pack that is worn off
 * goes. How far the packs on top are worn is kept for each slot. */
#ifndef SIM_LAB_H
#define SIM_LAB_H

#include <stdint.h>

#include "harness/standin/engine/energy/energy.h"
#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/core/pool.h"
#include "harness/standin/engine/dispatch/status.h"

#define SIM_LAB_INPUTS 12 /* kinds of packs that a lab takes at most */

typedef struct sim_lab {
    uint32_t entity;       /* entity slot; 0: the record is free                                                  */
    uint32_t inventory;    /* a slot for each kind of pack, in the prototype's order                              */
    sim_energy energy;
    uint32_t modules;      /* inventory, 0 without module slots                                                   */
    uint32_t watch;        /* of itself                                                                           */
    uint32_t effect_version; /* of the arena, when the numbers of a tick were worked out                          */
    uint8_t status;        /* enum sim_status                                                                     */
    uint8_t reserved[3];
    double joules_per_tick; /* at full power                                                                      */
    double wear_seconds;   /* of research that packs are used up for in a tick                                    */
    double work_seconds;   /* of research done in a tick: productivity comes on top                               */
    double worn[12];       /* part of the pack on top of each slot that is used up, 0..1                          */
} sim_lab;

/* Makes the record of an entity that was just built; its number goes to sim_entity.record. SIM_ARENA_FULL. */
enum sim_result sim_lab_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Removes the record of an entity that is about to go. */
void sim_lab_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* One tick of all records awake. */
void sim_lab_tick(sim_arena *arena, const sim_prototypes *prototypes);

/* Something else is being researched: wakes all labs. */
void sim_lab_wake(sim_arena *arena);

/* Inventories of the lab in the slot: packs, modules (0 for none). */
uint32_t sim_lab_inventory(const sim_arena *arena, uint32_t slot);
uint32_t sim_lab_modules(const sim_arena *arena, uint32_t slot);

/* What the lab is doing. */
enum sim_status sim_lab_status(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* How many of the item fit by hand: a stack of each kind of pack that it takes; 0 for anything else. */
uint32_t sim_lab_room(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item);

/* How many of the item an inserter may put in: packs for at least two units of research. */
uint32_t sim_lab_insertable(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item);

/* Puts up to `count` packs into their slot; returns how many went in. */
uint32_t sim_lab_insert(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item,
                        uint32_t count);

int sim_lab_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_lab_hash(const sim_arena *arena, uint64_t hash);

#endif
