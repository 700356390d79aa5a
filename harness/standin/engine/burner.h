/* burner.h - machines that burn fuel: the fuel inventory, what burns now and how much of it is left. */
#ifndef SIM_BURNER_H
#define SIM_BURNER_H

#include <stdint.h>

#include "entity.h"
#include "pool.h"

typedef struct sim_burner {
    uint32_t entity;   /* entity slot; 0: the record is free */
    uint32_t next_free;
} sim_burner;

int sim_burner_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_burner_hash(const sim_arena *arena, uint64_t hash);

#endif
