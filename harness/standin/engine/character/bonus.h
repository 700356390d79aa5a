/* bonus.h - what a character does better than its prototype says: what research gives to all of its force, what a script
 * gives to it alone, and what its armour carries.
 *
 * Speeds are times (1 + force's bonus) times (1 + its own); the wiki gives that product for mining, running and crafting
 * go by it too. Distances, slots and health are sums. */
#ifndef SIM_BONUS_H
#define SIM_BONUS_H

#include "harness/standin/engine/character/character.h"

/* Times its prototype's running, mining and crafting speed. */
double sim_bonus_running(const sim_arena *arena, const sim_character *character);
double sim_bonus_mining(const sim_arena *arena, const sim_character *character);
double sim_bonus_crafting(const sim_arena *arena, const sim_character *character);

/* Tiles that it reaches: entities, resources, places to build at, places to drop items at. */
double sim_bonus_reach(const sim_arena *arena, const sim_prototypes *prototypes, const sim_character *character);
double sim_bonus_resource_reach(const sim_arena *arena, const sim_prototypes *prototypes,
                                const sim_character *character);
double sim_bonus_build_distance(const sim_arena *arena, const sim_prototypes *prototypes,
                                const sim_character *character);
double sim_bonus_drop_distance(const sim_arena *arena, const sim_prototypes *prototypes,
                               const sim_character *character);

/* Hit points beyond those of its prototype, 0 or more. */
float sim_bonus_health(const sim_arena *arena, const sim_character *character);

/* Slots of its main inventory. */
uint16_t sim_bonus_slots(const sim_arena *arena, const sim_prototypes *prototypes, const sim_character *character);

/* Gives a character other bonuses of its own. SIM_BAD_ARGUMENT for numbers that are not finite; SIM_ARENA_FULL when the
 * block has no room for its slots, and nothing is changed. */
enum sim_result sim_bonus_set(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                              const sim_character_bonus *bonus);

#endif
