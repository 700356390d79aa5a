/* force.h - what research gives to the arena's force: recipes that it may use, and bonuses.
 *
 * A bonus is the sum of the modifiers of the researched effects of its kind, and what a script made of it: 0.2 is 20 %
 * more, of counted things their number. Reading one is a look at one record. A change raises
 * sim_arena.effect_version; characters get their inventories' slots with it. */
#ifndef SIM_FORCE_H
#define SIM_FORCE_H

#include <stdint.h>

#include "harness/standin/engine/core/pool.h"

typedef struct sim_recipe {
    uint32_t entity;     /* its own number                                                                        */
    uint32_t enabled;
    double productivity; /* bonus                                                                                 */
} sim_recipe;

/* Of one kind of effect, or of one ammunition category or turret in it. */
typedef struct sim_bonus {
    uint32_t entity;     /* 1: in use                                                                             */
    uint32_t reserved;
    double modifier;
} sim_bonus;

/* May the force craft by the recipe? 0 for an unknown one. */
int sim_recipe_is_enabled(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t recipe);

/* LuaRecipe.enabled. SIM_NOT_FOUND for an unknown recipe, SIM_ARENA_FULL. */
enum sim_result sim_recipe_set_enabled(sim_arena *arena, const sim_prototypes *prototypes, uint32_t recipe,
                                       int enabled);

/* Bonus of research to the productivity of a recipe. */
double sim_recipe_productivity(const sim_arena *arena, uint32_t recipe);

/* The bonus of a kind without a subject: inserter stack sizes, laboratory speed and productivity, mining drill
 * productivity, what characters and worker robots have, mining with fluid (1 when it is researched). */
double sim_force_bonus(const sim_arena *arena, enum sim_technology_effect_kind kind);

/* Bonus of damage and of shooting speed by ammunition category, and of a turret's (or other attacker's) damage beside
 * its ammunition's. */
double sim_force_ammo_damage(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t ammo_category);
double sim_force_gun_speed(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t ammo_category);
double sim_force_turret_attack(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t turret_entity);

/* Items that an inserter's hand holds beyond the first and its prototype's own bonus; `bulk` of bulk inserters. */
uint32_t sim_technology_inserter_stack_bonus(const sim_arena *arena, int bulk);

/* Sets a bonus as the fields of LuaForce do. `subject` is the ammunition category of ammo-damage and gun-speed, the
 * entity of turret-attack, the recipe of change-recipe-productivity, 0 of the rest. SIM_BAD_ARGUMENT, SIM_NOT_FOUND
 * for an unknown subject, SIM_ARENA_FULL. */
enum sim_result sim_force_set_bonus(sim_arena *arena, const sim_prototypes *prototypes,
                                    enum sim_technology_effect_kind kind, uint32_t subject, double modifier);

/* Brings (1) or takes back (-1) what an effect gives. The records of research must be open (technology.h). */
void sim_force_apply(sim_arena *arena, const sim_prototypes *prototypes, const sim_technology_effect *effect,
                     int sign);

/* Records of bonuses that the prototypes ask for. */
uint32_t sim_force_bonus_count(const sim_prototypes *prototypes);

/* Puts recipes and bonuses, whose records are open, into the state of the prototypes. */
void sim_force_reset(sim_arena *arena, const sim_prototypes *prototypes);

int sim_force_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_force_hash(const sim_arena *arena, uint64_t hash);

#endif
