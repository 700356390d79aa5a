/* fluid_segment.h - connected pipes, tanks and open boxes of machines: one vessel with one fluid.
 *
 * What goes in is everywhere at once. A segment that spans more than default_pipeline_extent tiles lets nothing in or out.
 * A segment that loses its link falls apart, and its content is shared by volume. */
#ifndef SIM_FLUID_SEGMENT_H
#define SIM_FLUID_SEGMENT_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/fluids/fluid.h"
#include "harness/standin/engine/core/pool.h"

typedef struct sim_segment {
    uint32_t entity;        /* 1: in use                                                                          */
    uint32_t members;       /* boxes                                                                              */
    uint16_t fluid;         /* 0: empty                                                                           */
    uint16_t filter;        /* of its members; 0 for none                                                         */
    uint8_t is_waited_for;  /* somebody sleeps until it changes                                                   */
    uint8_t is_overextended;
    uint8_t reserved[2];
    int64_t amount;
    int64_t capacity;
    double temperature;
    int64_t announced;      /* what generators want in a balance; 0 between them                                  */
    int32_t left, top, right, bottom; /* tiles of its members, inclusive                                          */
} sim_segment;

/* A new empty segment, 0 when the pool is full. */
uint32_t sim_segment_take(sim_arena *arena);

/* Puts a box without segment into one. */
void sim_segment_join(sim_arena *arena, const sim_prototypes *prototypes, uint32_t segment, uint32_t box);

/* Moves all of a segment into another. Of two fluids the greater amount stays. */
void sim_segment_merge(sim_arena *arena, const sim_prototypes *prototypes, uint32_t from, uint32_t into);

/* The links of the members have changed, or `gone` (0 for none) is to leave with all its links: those that hang together
 * become segments of their own and share the content by volume. */
void sim_segment_split(sim_arena *arena, const sim_prototypes *prototypes, uint32_t segment, uint32_t gone);

/* The fluid that it holds or would only take; 0 for any. */
uint16_t sim_segment_fluid(const sim_segment *segment);

/* Room for a fluid. */
int64_t sim_segment_room(const sim_segment *segment, uint16_t fluid);

/* Changes the content. The caller knows that there is room, or as much. */
void sim_segment_add(sim_arena *arena, const sim_prototypes *prototypes, uint32_t segment, uint16_t fluid,
                     int64_t amount, double temperature);
void sim_segment_remove(sim_arena *arena, const sim_prototypes *prototypes, uint32_t segment, int64_t amount);

/* Wakes those who wait for it to change. */
void sim_segment_changed(sim_arena *arena, const sim_prototypes *prototypes, uint32_t segment);

int sim_segment_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_segment_hash(const sim_arena *arena, uint64_t hash);

static inline sim_segment *sim_segment_at(const sim_arena *arena, uint32_t segment)
{
    return SIM_RECORD(arena, SIM_POOL_SEGMENT, sim_segment, segment);
}

#endif
