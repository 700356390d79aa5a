#include "harness/standin/engine/character/bonus.h"

#include <math.h>

#include "harness/standin/engine/character/gun.h"
#include "harness/standin/engine/research/force.h"

static const sim_entity_prototype *prototype_of(const sim_arena *arena, const sim_prototypes *prototypes,
                                                const sim_character *character)
{
    return sim_entity_prototype_of(prototypes, sim_entity_slot(arena, character->entity));
}

static double product(const sim_arena *arena, enum sim_technology_effect_kind kind, double own)
{
    double speed = (1.0 + sim_force_bonus(arena, kind)) * (1.0 + own);
    return speed > 0.0 ? speed : 0.0;
}

double sim_bonus_running(const sim_arena *arena, const sim_character *character)
{
    return product(arena, SIM_TECHNOLOGY_EFFECT_CHARACTER_RUNNING_SPEED, character->bonus.running_speed);
}

double sim_bonus_mining(const sim_arena *arena, const sim_character *character)
{
    return product(arena, SIM_TECHNOLOGY_EFFECT_CHARACTER_MINING_SPEED, character->bonus.mining_speed);
}

double sim_bonus_crafting(const sim_arena *arena, const sim_character *character)
{
    return product(arena, SIM_TECHNOLOGY_EFFECT_CHARACTER_CRAFTING_SPEED, character->bonus.crafting_speed);
}

double sim_bonus_reach(const sim_arena *arena, const sim_prototypes *prototypes, const sim_character *character)
{
    return prototype_of(arena, prototypes, character)->reach_distance + character->bonus.reach_distance +
           sim_force_bonus(arena, SIM_TECHNOLOGY_EFFECT_CHARACTER_REACH_DISTANCE);
}

double sim_bonus_resource_reach(const sim_arena *arena, const sim_prototypes *prototypes,
                                const sim_character *character)
{
    return prototype_of(arena, prototypes, character)->resource_reach_distance +
           character->bonus.resource_reach_distance;
}

double sim_bonus_build_distance(const sim_arena *arena, const sim_prototypes *prototypes,
                                const sim_character *character)
{
    return prototype_of(arena, prototypes, character)->build_distance + character->bonus.build_distance +
           sim_force_bonus(arena, SIM_TECHNOLOGY_EFFECT_CHARACTER_BUILD_DISTANCE);
}

double sim_bonus_drop_distance(const sim_arena *arena, const sim_prototypes *prototypes,
                               const sim_character *character)
{
    return prototype_of(arena, prototypes, character)->drop_item_distance + character->bonus.item_drop_distance;
}

float sim_bonus_health(const sim_arena *arena, const sim_character *character)
{
    double bonus = sim_force_bonus(arena, SIM_TECHNOLOGY_EFFECT_CHARACTER_HEALTH_BONUS) + character->bonus.health;
    return bonus > 0.0 ? (float)bonus : 0.0f;
}

uint16_t sim_bonus_slots(const sim_arena *arena, const sim_prototypes *prototypes, const sim_character *character)
{
    double bonus = sim_force_bonus(arena, SIM_TECHNOLOGY_EFFECT_CHARACTER_INVENTORY_SLOTS_BONUS) +
                   character->bonus.inventory_slots +
                   prototypes->items[sim_gun_armor(arena, character)].inventory_size_bonus;
    double slots = prototype_of(arena, prototypes, character)->inventory_size + (bonus > 0.0 ? bonus : 0.0);
    return slots < UINT16_MAX ? (uint16_t)slots : UINT16_MAX;
}

static int is_finite(const sim_character_bonus *bonus)
{
    return isfinite(bonus->running_speed) && isfinite(bonus->mining_speed) && isfinite(bonus->crafting_speed) &&
           isfinite(bonus->health);
}

enum sim_result sim_bonus_set(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                              const sim_character_bonus *bonus)
{
    sim_character *record = sim_character_get(arena, character);
    if (record == NULL) return SIM_DEAD;
    if (!is_finite(bonus)) return SIM_BAD_ARGUMENT;
    sim_character_bonus before = record->bonus;
    record->bonus = *bonus;
    enum sim_result result = sim_character_fit_inventory(arena, prototypes, character);
    if (result != SIM_OK) record->bonus = before;
    arena->awake |= SIM_AWAKE_HEALTH;
    arena->effect_version++; /* ways that walkers have looked ahead count no more */
    return result;
}
