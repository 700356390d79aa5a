/* statistics.h - what the arena's force produced and consumed, killed and lost, and which machines polluted. */
#ifndef SIM_STATISTICS_H
#define SIM_STATISTICS_H

#include <stdint.h>

#include "harness/standin/engine/core/arena_header.h"

typedef struct sim_flow {
    uint64_t produced; /* input_counts of the game's flow statistics  */
    uint64_t consumed; /* output_counts                               */
} sim_flow;

/* Production statistics of one fluid, made when it first flows. */
typedef struct sim_fluid_flow {
    uint32_t entity;  /* 1: in use    */
    uint32_t fluid;
    double produced;
    double consumed;
} sim_fluid_flow;

/* Kills, losses and pollution of one entity prototype, made with the first. */
typedef struct sim_kill {
    uint32_t entity;  /* 1: in use                                   */
    uint32_t prototype;
    uint64_t killed;  /* by the arena's force: input of kill_count_statistics */
    uint64_t lost;    /* of the arena's force                        */
    double polluted;  /* made by machines of the prototype           */
} sim_kill;

/* Adds to produced (count > 0) or consumed (count < 0), as LuaFlowStatistics.on_flow does. */
enum sim_result sim_statistics_flow(sim_arena *arena, uint16_t item, int64_t count);

/* Zeros for an unknown item. */
sim_flow sim_statistics_get(const sim_arena *arena, uint16_t item);

/* Sets those of items to zero. */
void sim_statistics_clear(sim_arena *arena);

/* Adds to what was produced (amount > 0) or consumed (amount < 0) of a fluid. SIM_BAD_ARGUMENT for none or an amount
 * that is no number; SIM_ARENA_FULL when there is no room for another fluid. */
enum sim_result sim_statistics_fluid_flow(sim_arena *arena, uint32_t fluid, double amount);

/* Zeros for a fluid that never flowed; `entity` is then 0. */
sim_fluid_flow sim_statistics_fluid(const sim_arena *arena, uint32_t fluid);

/* Counts an entity of that prototype that the arena's force has killed or lost. SIM_ARENA_FULL when there is no room
 * for another prototype. */
enum sim_result sim_statistics_kill(sim_arena *arena, uint32_t prototype, uint32_t killed, uint32_t lost);

/* Counts pollution that a machine of that prototype made. SIM_ARENA_FULL as above. */
enum sim_result sim_statistics_pollution(sim_arena *arena, uint32_t prototype, double amount);

/* Zeros for a prototype of which none was killed or lost, nor polluted; `entity` is then 0. */
sim_kill sim_statistics_kills(const sim_arena *arena, uint32_t prototype);

/* Sets those of fluids, of kills, or of pollution, to zero. */
void sim_statistics_clear_fluids(sim_arena *arena);
void sim_statistics_clear_kills(sim_arena *arena);
void sim_statistics_clear_pollution(sim_arena *arena);

int sim_statistics_check(const sim_arena *arena, sim_fault *fault);
uint64_t sim_statistics_hash(const sim_arena *arena, uint64_t hash);

#endif
