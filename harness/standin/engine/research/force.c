#include "harness/standin/engine/research/force.h"

#include <math.h>

#include "harness/standin/engine/character/character.h"
#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/machines/machines.h"
#include "harness/standin/engine/research/technology.h"

/* Records of bonuses: one a kind, then by ammunition category damage and speed, then by row of the turret table. */
#define FIRST_SUBJECT (SIM_TECHNOLOGY_EFFECT_OTHER + 1)
#define NO_RECORD UINT32_MAX

static int is_open(const sim_arena *arena)
{
    return arena->live_pools >> SIM_POOL_BONUS & 1;
}

uint32_t sim_force_bonus_count(const sim_prototypes *prototypes)
{
    return FIRST_SUBJECT - 1 + 2 * prototypes->ammo_category_count + prototypes->turret_count;
}

static sim_bonus *bonus_at(const sim_arena *arena, uint32_t record)
{
    return SIM_RECORD(arena, SIM_POOL_BONUS, sim_bonus, record);
}

static sim_recipe *recipe_at(const sim_arena *arena, uint32_t recipe)
{
    return SIM_RECORD(arena, SIM_POOL_RECIPE, sim_recipe, recipe);
}

/* Record of a bonus with a subject; NO_RECORD when there is none like it. */
static uint32_t record_of(const sim_prototypes *prototypes, enum sim_technology_effect_kind kind, uint32_t subject)
{
    uint32_t categories = prototypes->ammo_category_count;
    switch (kind) {
    case SIM_TECHNOLOGY_EFFECT_AMMO_DAMAGE:
        return subject && subject < categories ? FIRST_SUBJECT + subject : NO_RECORD;
    case SIM_TECHNOLOGY_EFFECT_GUN_SPEED:
        return subject && subject < categories ? FIRST_SUBJECT + categories + subject : NO_RECORD;
    case SIM_TECHNOLOGY_EFFECT_TURRET_ATTACK: {
        uint32_t row = subject < prototypes->entity_count ? prototypes->entities[subject].turret : 0;
        return row ? FIRST_SUBJECT - 1 + 2 * categories + row : NO_RECORD;
    }
    default: return kind < FIRST_SUBJECT ? (uint32_t)kind : NO_RECORD;
    }
}

/* Recipes ----------------------------------------------------------------------------------------------------- */

int sim_recipe_is_enabled(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t recipe)
{
    if (recipe == 0 || recipe >= prototypes->recipe_count) return 0;
    return is_open(arena) ? recipe_at(arena, recipe)->enabled != 0 : prototypes->recipes[recipe].enabled;
}

enum sim_result sim_recipe_set_enabled(sim_arena *arena, const sim_prototypes *prototypes, uint32_t recipe,
                                       int enabled)
{
    if (recipe == 0 || recipe >= prototypes->recipe_count) return SIM_NOT_FOUND;
    if (sim_recipe_is_enabled(arena, prototypes, recipe) == (enabled != 0)) return SIM_OK;
    enum sim_result result = sim_technology_open(arena, prototypes);
    if (result != SIM_OK) return result;
    recipe_at(arena, recipe)->enabled = enabled != 0;
    sim_machines_reconsider(arena);
    return result;
}

double sim_recipe_productivity(const sim_arena *arena, uint32_t recipe)
{
    return recipe && recipe < arena->pools[SIM_POOL_RECIPE].used ? recipe_at(arena, recipe)->productivity : 0.0;
}

/* Bonuses ----------------------------------------------------------------------------------------------------- */

double sim_force_bonus(const sim_arena *arena, enum sim_technology_effect_kind kind)
{
    return is_open(arena) && (uint32_t)kind < FIRST_SUBJECT ? bonus_at(arena, kind)->modifier : 0.0;
}

static double subject_bonus(const sim_arena *arena, const sim_prototypes *prototypes,
                            enum sim_technology_effect_kind kind, uint32_t subject)
{
    if (!is_open(arena)) return 0.0;
    uint32_t record = record_of(prototypes, kind, subject);
    return record == NO_RECORD ? 0.0 : bonus_at(arena, record)->modifier;
}

double sim_force_ammo_damage(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t ammo_category)
{
    return subject_bonus(arena, prototypes, SIM_TECHNOLOGY_EFFECT_AMMO_DAMAGE, ammo_category);
}

double sim_force_gun_speed(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t ammo_category)
{
    return subject_bonus(arena, prototypes, SIM_TECHNOLOGY_EFFECT_GUN_SPEED, ammo_category);
}

double sim_force_turret_attack(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t turret_entity)
{
    return subject_bonus(arena, prototypes, SIM_TECHNOLOGY_EFFECT_TURRET_ATTACK, turret_entity);
}

uint32_t sim_technology_inserter_stack_bonus(const sim_arena *arena, int bulk)
{
    double bonus = sim_force_bonus(arena, bulk ? SIM_TECHNOLOGY_EFFECT_BULK_INSERTER_CAPACITY_BONUS
                                               : SIM_TECHNOLOGY_EFFECT_INSERTER_STACK_SIZE_BONUS);
    return bonus > 0.0 ? (uint32_t)bonus : 0;
}

/* What has to follow a bonus at once. */
static enum sim_result follow(sim_arena *arena, const sim_prototypes *prototypes, enum sim_technology_effect_kind kind)
{
    sim_machines_reconsider(arena);
    if (kind == SIM_TECHNOLOGY_EFFECT_CHARACTER_HEALTH_BONUS) arena->awake |= SIM_AWAKE_HEALTH;
    if (kind != SIM_TECHNOLOGY_EFFECT_CHARACTER_INVENTORY_SLOTS_BONUS) return SIM_OK;
    return sim_character_resize_inventories(arena, prototypes);
}

/* Where the modifier of a kind and its subject stands; NULL for an unknown subject. Records must be open. */
static double *modifier_of(sim_arena *arena, const sim_prototypes *prototypes, enum sim_technology_effect_kind kind,
                           uint32_t subject)
{
    if (kind == SIM_TECHNOLOGY_EFFECT_CHANGE_RECIPE_PRODUCTIVITY)
        return subject && subject < prototypes->recipe_count ? &recipe_at(arena, subject)->productivity : NULL;
    uint32_t record = record_of(prototypes, kind, subject);
    return record == NO_RECORD ? NULL : &bonus_at(arena, record)->modifier;
}

enum sim_result sim_force_set_bonus(sim_arena *arena, const sim_prototypes *prototypes,
                                    enum sim_technology_effect_kind kind, uint32_t subject, double modifier)
{
    if (kind <= SIM_TECHNOLOGY_EFFECT_UNLOCK_RECIPE || kind >= SIM_TECHNOLOGY_EFFECT_OTHER || !isfinite(modifier))
        return SIM_BAD_ARGUMENT;
    int is_recipe = kind == SIM_TECHNOLOGY_EFFECT_CHANGE_RECIPE_PRODUCTIVITY;
    if (is_recipe && (subject == 0 || subject >= prototypes->recipe_count)) return SIM_NOT_FOUND;
    if (!is_recipe && record_of(prototypes, kind, subject) == NO_RECORD) return SIM_NOT_FOUND;
    enum sim_result result = sim_technology_open(arena, prototypes);
    if (result != SIM_OK) return result;
    double *place = modifier_of(arena, prototypes, kind, subject), before = *place;
    *place = modifier;
    result = follow(arena, prototypes, kind);
    if (result != SIM_OK) *place = before;
    return result;
}

static uint32_t subject_of(const sim_technology_effect *effect)
{
    switch (effect->kind) {
    case SIM_TECHNOLOGY_EFFECT_AMMO_DAMAGE:
    case SIM_TECHNOLOGY_EFFECT_GUN_SPEED: return effect->ammo_category;
    case SIM_TECHNOLOGY_EFFECT_TURRET_ATTACK: return effect->turret;
    case SIM_TECHNOLOGY_EFFECT_CHANGE_RECIPE_PRODUCTIVITY: return effect->recipe;
    default: return 0;
    }
}

void sim_force_apply(sim_arena *arena, const sim_prototypes *prototypes, const sim_technology_effect *effect,
                     int sign)
{
    if (effect->kind == SIM_TECHNOLOGY_EFFECT_NONE || effect->kind >= SIM_TECHNOLOGY_EFFECT_OTHER) return;
    if (effect->kind == SIM_TECHNOLOGY_EFFECT_UNLOCK_RECIPE) {
        sim_machines_reconsider(arena);
        if (effect->recipe && effect->recipe < prototypes->recipe_count)
            recipe_at(arena, effect->recipe)->enabled = sign > 0;
        return;
    }
    double *modifier = modifier_of(arena, prototypes, effect->kind, subject_of(effect));
    if (modifier) *modifier += sign * effect->modifier;
    if (follow(arena, prototypes, effect->kind) != SIM_OK) arena->refused++;
}

void sim_force_reset(sim_arena *arena, const sim_prototypes *prototypes)
{
    for (uint32_t recipe = 1; recipe < arena->pools[SIM_POOL_RECIPE].used; recipe++) {
        sim_recipe fresh = {.entity = recipe, .enabled = prototypes->recipes[recipe].enabled};
        *recipe_at(arena, recipe) = fresh;
    }
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_BONUS].used; record++)
        bonus_at(arena, record)->modifier = 0.0;
    follow(arena, prototypes, SIM_TECHNOLOGY_EFFECT_CHARACTER_INVENTORY_SLOTS_BONUS);
}

/* Sanity and hash --------------------------------------------------------------------------------------------- */

int sim_force_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    const sim_position none = {0, 0};
    uint32_t recipes = arena->pools[SIM_POOL_RECIPE].used, bonuses = arena->pools[SIM_POOL_BONUS].used;
    SIM_EXPECT(fault, "recipes", recipes, none, recipes == 1 || recipes == prototypes->recipe_count);
    SIM_EXPECT(fault, "bonuses", bonuses, none, bonuses == 1 || bonuses == sim_force_bonus_count(prototypes) + 1);
    SIM_EXPECT(fault, "bonuses", bonuses, none, (bonuses == 1) == (recipes == 1));
    for (uint32_t recipe = 1; recipe < recipes; recipe++) {
        SIM_EXPECT(fault, "recipe", recipe, none, recipe_at(arena, recipe)->entity == recipe);
        SIM_EXPECT(fault, "recipe", recipe, none, recipe_at(arena, recipe)->enabled <= 1);
        SIM_EXPECT(fault, "recipe", recipe, none, isfinite(recipe_at(arena, recipe)->productivity));
    }
    for (uint32_t record = 1; record < bonuses; record++)
        SIM_EXPECT(fault, "bonus", record, none, isfinite(bonus_at(arena, record)->modifier));
    return 1;
}

uint64_t sim_force_hash(const sim_arena *arena, uint64_t hash)
{
    for (uint32_t recipe = 1; recipe < arena->pools[SIM_POOL_RECIPE].used; recipe++) {
        hash = sim_hash_word(hash, recipe_at(arena, recipe)->enabled);
        hash = sim_hash_double(hash, recipe_at(arena, recipe)->productivity);
    }
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_BONUS].used; record++)
        hash = sim_hash_double(hash, bonus_at(arena, record)->modifier);
    return hash;
}
