/* gate.h - gates: open for characters of their own force that come near.
 *
 * A gate begins to open when such a character is within its activation_distance, is open after 1 / opening_speed ticks,
 * and closes as slowly once nobody has been near for timeout_to_close ticks. Only a gate that is wholly open lets
 * anybody through; sim_entity.item of a gate is 1 then. Left out: vehicles, trains, the circuit network. */
#ifndef SIM_GATE_H
#define SIM_GATE_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/core/pool.h"

typedef struct sim_gate {
    uint32_t entity;   /* entity slot; 0: the record is free */
    uint32_t idle;     /* ticks without anybody near; next free record */
    double opened;     /* 0 closed to 1 open */
} sim_gate;

/* Makes the record of an entity that was just built; its number goes to sim_entity.record. SIM_ARENA_FULL. */
enum sim_result sim_gate_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Removes the record of an entity that is about to go. */
void sim_gate_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* The gate stands in another place now. */
void sim_gate_turned(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* 1 when one can walk through. For gates only. */
int sim_gate_is_open(const sim_entity *entity);

/* A character has come: wakes the gates around it. */
void sim_gate_announce(sim_arena *arena, const sim_entity *character);

/* One tick of all records awake. */
void sim_gate_tick(sim_arena *arena, const sim_prototypes *prototypes);

int sim_gate_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_gate_hash(const sim_arena *arena, uint64_t hash);

#endif
