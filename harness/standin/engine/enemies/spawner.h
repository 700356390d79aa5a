/* spawner.h - spawners: who comes out of them, when, and what they take in.
 *
 * A spawner owns up to max_count_of_owned_units units and stops while max_friends_around_to_spawn units of its force
 * stand within its spawning_radius. After each unit it rests: spawning_cooldown, between its two ends by evolution,
 * times the unit's spawning_time_modifier. Which unit comes is drawn by the weights that the spawn table has at the
 * present evolution.
 *
 * Spawners have nothing to do until their next time comes: arena->spawner_due_tick is the earliest of all. */
#ifndef SIM_SPAWNER_H
#define SIM_SPAWNER_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/core/pool.h"

#define SIM_SPAWNER_UNITS 8 /* room for owned units; a prototype's larger count is cut to that */

typedef struct sim_spawner {
    uint32_t entity;          /* entity slot; 0: the record is free                                               */
    uint32_t group;           /* that gathers here for an attack, 0 for none (raid.h); next free record         */
    uint64_t due_tick;        /* may spawn from this tick on                                                      */
    uint64_t group_since;     /* when that group was made                                                         */
    uint64_t attack_tick;     /* when it goes                                                                     */
    double absorbed;          /* pollution taken in and not yet spent on attackers                                */
    sim_handle units[SIM_SPAWNER_UNITS]; /* owned; index 0 for none, others may be gone                           */
} sim_spawner;

/* Makes the record of an entity that was just built; its number goes to sim_entity.record. SIM_ARENA_FULL. */
enum sim_result sim_spawner_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Removes the record of an entity that is about to go; its units stay. */
void sim_spawner_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* The spawner stands in another place now: its units stay near it. */
void sim_spawner_turned(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Weight of a row of a spawn table at an evolution. */
double sim_spawn_weight(const sim_prototypes *prototypes, const sim_spawn *spawn, double evolution);

/* The unit that a spawner would make: drawn by weights; 0 when no row has any. Takes one number of the generator. */
uint16_t sim_spawner_draw(sim_arena *arena, const sim_prototypes *prototypes, const sim_spawner_prototype *prototype,
                          double evolution);

/* Ticks of rest after a unit with that spawning_time_modifier. */
double sim_spawner_cooldown(const sim_spawner_prototype *prototype, double evolution, double modifier);

/* Units that are alive and belong to the spawner. */
uint32_t sim_spawner_owned(const sim_arena *arena, const sim_spawner *spawner);

/* How many times its prototype's health a spawner has at the present evolution: the modifier of the prototypes, 10, to the
 * power of it (the wiki says exponentially; authors of mods have measured 9.77 times at 0.99). sim_entity.health of spawners stays on
 * the prototype's scale: a hit counts for that much less, so that the part of its health that is left does not change
 * with evolution. */
double sim_spawner_health_factor(const sim_arena *arena, const sim_prototypes *prototypes);

/* Spawners in polluted chunks take in pollution, for units that shall attack; once a period of pollution.h. */
void sim_spawner_absorb(sim_arena *arena, const sim_prototypes *prototypes);

/* The spawners whose time has come. */
void sim_spawner_tick(sim_arena *arena, const sim_prototypes *prototypes);

int sim_spawner_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_spawner_hash(const sim_arena *arena, uint64_t hash);

#endif
