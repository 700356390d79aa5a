/* path.h - ways around obstacles. */
#ifndef SIM_PATH_H
#define SIM_PATH_H

#include <stdint.h>

#include "entity.h"
#include "pool.h"

typedef struct sim_path_piece {
    uint32_t entity;   /* entity slot; 0: the record is free */
    uint32_t next_free;
} sim_path_piece;

int sim_path_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_path_hash(const sim_arena *arena, uint64_t hash);

#endif
