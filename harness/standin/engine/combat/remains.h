/* remains.h - what is left of the dead: a character's corpse with all that it carried. It lies there until it is mined
 * or its prototype's time is over; a time of 0 never ends. The remnants of buildings, which are only seen, are left
 * out. */
#ifndef SIM_REMAINS_H
#define SIM_REMAINS_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/core/pool.h"

typedef struct sim_corpse {
    uint32_t entity;    /* entity slot; 0: the record is free                       */
    uint32_t inventory; /* what it carried, 0 for nothing; next free record         */
    uint64_t end_tick;  /* 0: never                                                 */
} sim_corpse;

/* Makes the record of an entity that was just built; its number goes to sim_entity.record. SIM_ARENA_FULL. */
enum sim_result sim_remains_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Removes the record of an entity that is about to go. */
void sim_remains_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Lays the corpse of a character that is about to go, with everything out of its inventories. None for one that carried
 * nothing; without room in the block it is lost and counted in sim_arena.refused. */
void sim_remains_of_character(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* One tick of all records awake. */
void sim_remains_tick(sim_arena *arena, const sim_prototypes *prototypes);

int sim_remains_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_remains_hash(const sim_arena *arena, uint64_t hash);

#endif
