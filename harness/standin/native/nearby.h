/* nearby.h - the entities around the character, nearest first. */
#ifndef NATIVE_NEARBY_H
#define NATIVE_NEARBY_H

#include <stdint.h>

#include "harness/standin/engine/sim.h"

#define NATIVE_NEARBY_MOST 16

typedef struct native_nearby {
    int64_t distance_squared; /* (1/256 tile) squared, between centres */
    const sim_entity *entity;
} native_nearby;

/* Finds what stands within `radius` (1/256 tile) of the place and is neither a resource nor the character itself: nearest
 * first, of equals the smaller y, then the smaller x, then the smaller prototype. Writes at most `capacity` (up to
 * NATIVE_NEARBY_MOST) rows; returns how many. */
uint32_t native_nearby_entities(const sim_arena *arena, const sim_prototypes *prototypes, sim_position place,
                                int32_t radius, native_nearby *rows, uint32_t capacity);

/* The same for ghosts of the arena's force, wherever they are. */
uint32_t native_nearby_ghosts(const sim_arena *arena, sim_position place, native_nearby *rows, uint32_t capacity);

#endif
