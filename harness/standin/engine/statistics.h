/* statistics.h - item production statistics of the arena's force. */
#ifndef SIM_STATISTICS_H
#define SIM_STATISTICS_H

#include <stdint.h>

#include "arena.h"

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

/* Kills and losses of one entity prototype, made with the first. */
typedef struct sim_kill {
    uint32_t entity;  /* 1: in use                                   */
    uint32_t prototype;
    uint64_t killed;  /* by the arena's force: input of kill_count_statistics */
    uint64_t lost;    /* of the arena's force                        */
} sim_kill;

/* Adds to produced (count > 0) or consumed (count < 0), as LuaFlowStatistics.on_flow does. */
enum sim_result sim_statistics_flow(sim_arena *arena, uint16_t item, int64_t count);

/* Zeros for an unknown item. */
sim_flow sim_statistics_get(const sim_arena *arena, uint16_t item);

/* Sets all to zero. */
void sim_statistics_clear(sim_arena *arena);

int sim_statistics_check(const sim_arena *arena, sim_fault *fault);
uint64_t sim_statistics_hash(const sim_arena *arena, uint64_t hash);

#endif
