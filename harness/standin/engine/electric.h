/* electric.h - electric networks: poles and wires, who draws and who gives, and how much of what is asked for there is. */
#ifndef SIM_ELECTRIC_H
#define SIM_ELECTRIC_H

#include <stdint.h>

#include "entity.h"
#include "pool.h"
#include "status.h"

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

/* The face for machines (energy.h). Joins the machine in `slot` to what it is plugged into, now and later; the number of
 * its record goes to `record`. SIM_ARENA_FULL. */
enum sim_result sim_electric_join(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                  uint32_t *record);

/* Ends that. */
void sim_electric_leave(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

/* Asks for `joules` in this tick; the share of it that there is, 0..1. When that leaves 0, sim_watch_changed of the
 * machine's slot. */
double sim_electric_draw(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record, double joules);

/* The machine asks for its drain only from now on. */
void sim_electric_rest(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

/* WORKING, LOW_POWER, NO_POWER or NOT_PLUGGED_IN_ELECTRIC_NETWORK. */
enum sim_status sim_electric_status(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

/* One tick of all records awake. */
void sim_electric_tick(sim_arena *arena, const sim_prototypes *prototypes);

int sim_electric_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_electric_hash(const sim_arena *arena, uint64_t hash);

#endif
