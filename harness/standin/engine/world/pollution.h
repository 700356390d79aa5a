/* pollution.h - pollution of chunks: made by machines, spread to neighbours, absorbed by ground, trees and spawners.
 *
 * Chunks work every 64 ticks, all at once: first every chunk that holds enough gives its part to each of its four
 * neighbours, then ground and trees absorb, then trees suffer, then spawners take theirs (spawner.h). Numbers that
 * are published a second count for 64/60 of one. Nothing leaves the map: a chunk at its edge gives to the neighbours that it
 * has. What a chunk's ground and trees absorb is summed once and again after a change. */
#ifndef SIM_POLLUTION_H
#define SIM_POLLUTION_H

#include <stdint.h>

#include "harness/standin/engine/core/arena_header.h"

#define SIM_POLLUTION_PERIOD_TICKS 64

/* Of a chunk. */
typedef struct sim_pollution {
    double amount;
    double flow;             /* of the spread that is being worked out; 0 between ticks                          */
    double tiles_per_second; /* what the ground can absorb                                                       */
    double trees_per_second;
    uint32_t trees;          /* that can absorb                                                                  */
    uint32_t is_summed;      /* the three above hold                                                             */
} sim_pollution;

/* Adds pollution that a machine made at that place: to its chunk, to the statistics and to evolution. Nothing happens
 * outside the map or with pollution disabled; an amount below 0 takes away what is there and is no pollution made. */
void sim_pollution_emit(sim_arena *arena, const sim_prototypes *prototypes, sim_position position, double amount);

/* Pollution of the chunk at the place; 0 outside the map. */
double sim_pollution_get(const sim_arena *arena, sim_position position);

/* Sets it without regard to statistics and evolution. SIM_OUT_OF_MAP; SIM_BAD_ARGUMENT below 0 or not finite. */
enum sim_result sim_pollution_set(sim_arena *arena, sim_position position, double amount);

/* Of all chunks together. */
double sim_pollution_total(const sim_arena *arena);

/* Takes up to `amount` out of the chunk at the place, as absorbed. Returns how much that was. */
double sim_pollution_absorb(sim_arena *arena, sim_position position, double amount);

/* No chunk is polluted any more. */
void sim_pollution_clear(sim_arena *arena);

/* What absorbs has changed on a tile: its kind, or a tree. */
void sim_pollution_ground_changed(sim_arena *arena, int32_t tile_x, int32_t tile_y);

/* The work of all chunks, in every tick that is a multiple of SIM_POLLUTION_PERIOD_TICKS. */
void sim_pollution_tick(sim_arena *arena, const sim_prototypes *prototypes);

int sim_pollution_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_pollution_hash(const sim_arena *arena, uint64_t hash);

#endif
