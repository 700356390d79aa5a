/* evolution.h - the enemy's evolution: by time, by pollution made and by spawners killed, kept apart.
 *
 * Each source adds its factor times (1 - evolution)^2, evolution being the sum of all. What time and pollution add is
 * not worked out tick by tick: with f the sum of their parts since arena->evolution_tick the law has the solution
 * e' = e + (1 - e) u / (1 + u), u = f (1 - e), in which each source has its share of f. One source alone, from 0, gives
 * f / (1 + f). time_factor counts a second of 60 ticks (API: EnemyEvolutionMapSettings). */
#ifndef SIM_EVOLUTION_H
#define SIM_EVOLUTION_H

#include <stdint.h>

#include "harness/standin/engine/core/arena_header.h"

enum sim_evolution_source { SIM_EVOLUTION_TIME = 0, SIM_EVOLUTION_POLLUTION = 1, SIM_EVOLUTION_KILLS = 2 };

/* The evolution factor now, 0..1. */
double sim_evolution_get(const sim_arena *arena, const sim_prototypes *prototypes);

/* The part of a source. */
double sim_evolution_by(const sim_arena *arena, const sim_prototypes *prototypes, enum sim_evolution_source source);

/* Makes the factor `value`; the parts of the sources stay. SIM_BAD_ARGUMENT outside 0..1. */
enum sim_result sim_evolution_set(sim_arena *arena, const sim_prototypes *prototypes, double value);

/* Makes the part of a source `value`; the factor changes by as much, within 0..1. SIM_BAD_ARGUMENT outside 0..1. */
enum sim_result sim_evolution_set_by(sim_arena *arena, const sim_prototypes *prototypes,
                                     enum sim_evolution_source source, double value);

/* A spawner was killed (not: removed by a script). */
void sim_evolution_spawner_killed(sim_arena *arena, const sim_prototypes *prototypes);

/* Puts what came since arena->evolution_tick into the parts; before the settings change. */
void sim_evolution_settle(sim_arena *arena, const sim_prototypes *prototypes);

/* Neither time, pollution nor kills so far: evolution 0 from now on. */
void sim_evolution_reset(sim_arena *arena);

int sim_evolution_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_evolution_hash(const sim_arena *arena, uint64_t hash);

#endif
