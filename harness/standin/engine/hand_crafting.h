/* hand_crafting.h - crafting by hand: a queue of recipes a character, with intermediate products. */
#ifndef SIM_HAND_CRAFTING_H
#define SIM_HAND_CRAFTING_H

#include <stdint.h>

#include "entity.h"
#include "pool.h"

typedef struct sim_craft {
    uint32_t entity;   /* entity slot; 0: the record is free */
    uint32_t next_free;
} sim_craft;

/* One tick of all records awake. */
void sim_hand_crafting_tick(sim_arena *arena, const sim_prototypes *prototypes);

int sim_hand_crafting_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_hand_crafting_hash(const sim_arena *arena, uint64_t hash);

#endif
