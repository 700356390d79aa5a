#include "harness/standin/engine/combat/attack.h"

#include "harness/standin/engine/character/sticker.h"
#include "harness/standin/engine/combat/burning.h"
#include "harness/standin/engine/combat/projectile.h"
#include "harness/standin/engine/combat/unit.h"
#include "harness/standin/engine/research/force.h"

#define MOST_HIT_AT_ONCE 128 /* entities that one blast hurts; the smallest slots of more */

const sim_attack_effect *sim_attack_effect_of(const sim_prototypes *prototypes, uint16_t attack, uint16_t ammo_effect)
{
    return ammo_effect ? &prototypes->ammo_effects[ammo_effect] : &prototypes->attacks[attack].effect;
}

/* Published damage is times this; only the arena's force does research. */
static double multiplier_of(const sim_arena *arena, const sim_prototypes *prototypes, const sim_attack *attack)
{
    double multiplier = prototypes->attacks[attack->prototype].damage_modifier * (1.0 + attack->fluid_bonus);
    if (attack->source.force != SIM_FORCE_ARENA) return multiplier;
    return multiplier * (1.0 + sim_force_ammo_damage(arena, prototypes, attack->ammo_category)) *
           (1.0 + sim_force_turret_attack(arena, prototypes, attack->attacker));
}

double sim_attack_cooldown(const sim_arena *arena, const sim_prototypes *prototypes, uint16_t attack,
                           uint16_t ammo_category, uint32_t force)
{
    double cooldown = prototypes->attacks[attack].cooldown_ticks;
    if (force != SIM_FORCE_ARENA) return cooldown;
    return cooldown / (1.0 + sim_force_gun_speed(arena, prototypes, ammo_category));
}

void sim_attack_hit(sim_arena *arena, const sim_prototypes *prototypes, const sim_attack_effect *effect,
                    sim_handle target, double multiplier, sim_damage_source source)
{
    for (uint32_t i = 0; i < effect->damage_count; i++) {
        const sim_damage *damage = &prototypes->damages[effect->first_damage + i];
        sim_damage_apply(arena, prototypes, target, damage->damage_type, damage->amount * multiplier, source, NULL);
    }
}

static int64_t distance_squared_to_box(sim_position place, sim_box box)
{
    int64_t x = place.x < box.left ? box.left - place.x : place.x > box.right ? place.x - box.right : 0;
    int64_t y = place.y < box.top ? box.top - place.y : place.y > box.bottom ? place.y - box.bottom : 0;
    return x * x + y * y;
}

static int can_be_hurt(const sim_prototypes *prototypes, const sim_attack_area *area, const sim_entity *entity)
{
    const sim_entity_prototype *prototype = &prototypes->entities[entity->prototype];
    if (prototype->max_health <= SIM_NO_HEALTH) return 0;
    if (area->spares_trees && prototype->type == SIM_TYPE_TREE) return 0;
    if (area->breathers_only && !(prototype->flags & SIM_FLAG_BREATHS_AIR)) return 0;
    return !area->enemies_only || sim_force_is_hostile(entity->force, area->force);
}

uint32_t sim_attack_find_victims(const sim_arena *arena, const sim_prototypes *prototypes,
                                 const sim_attack_area *area, sim_handle *victims, uint32_t most)
{
    uint32_t slots[MOST_HIT_AT_ONCE];
    int32_t radius = area->radius;
    sim_position c = area->place;
    sim_box square = {c.x - radius, c.y - radius, c.x + radius, c.y + radius};
    const sim_entity_filter all = {0};
    uint32_t found = sim_entity_find(arena, prototypes, square, &all, slots, MOST_HIT_AT_ONCE), count = 0;
    for (uint32_t i = 0; i < found && i < MOST_HIT_AT_ONCE && count < most; i++) {
        const sim_entity *entity = sim_entity_slot(arena, slots[i]);
        if (!can_be_hurt(prototypes, area, entity)) continue;
        sim_box box = sim_entity_collision_box(prototypes, entity);
        if (distance_squared_to_box(c, box) <= (int64_t)radius * radius)
            victims[count++] = sim_entity_handle(arena, slots[i]);
    }
    return count;
}

static sim_attack_area area_of(const sim_attack_effect *effect, sim_position place, uint32_t force)
{
    sim_attack_area area = {.place = place, .radius = (int32_t)(effect->area_radius * SIM_FIXED_ONE),
                            .enemies_only = effect->force_enemy_only, .spares_trees = effect->spares_trees,
                            .force = force};
    return area;
}

void sim_attack_hit_area(sim_arena *arena, const sim_prototypes *prototypes, const sim_attack_effect *effect,
                         sim_position place, double multiplier, sim_damage_source source)
{
    sim_handle victims[MOST_HIT_AT_ONCE];
    if (effect->area_damage_count == 0) return;
    sim_attack_area area = area_of(effect, place, source.force);
    uint32_t count = sim_attack_find_victims(arena, prototypes, &area, victims, MOST_HIT_AT_ONCE);
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t k = 0; k < effect->area_damage_count; k++) {
            const sim_damage *damage = &prototypes->damages[effect->first_area_damage + k];
            sim_damage_apply(arena, prototypes, victims[i], damage->damage_type, damage->amount * multiplier, source,
                             NULL);
        }
    }
}

void sim_attack_stick_area(sim_arena *arena, const sim_prototypes *prototypes, const sim_attack_effect *effect,
                           sim_position place, sim_damage_source source)
{
    sim_handle victims[MOST_HIT_AT_ONCE];
    uint16_t sticker = effect->sticker ? prototypes->entities[effect->sticker].sticker : 0;
    if (sticker == 0) return;
    const sim_sticker_prototype *stuck = &prototypes->stickers[sticker];
    sim_attack_area area = area_of(effect, place, source.force);
    uint32_t count = sim_attack_find_victims(arena, prototypes, &area, victims, MOST_HIT_AT_ONCE);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t character = sim_character_of(arena, prototypes, victims[i]);
        if (stuck->damage_count)
            sim_burning_put(arena, prototypes, victims[i], effect->sticker, source);
        else if (character != UINT32_MAX)
            sim_sticker_put(arena, prototypes, sim_character_get(arena, character), effect->sticker);
        else if (stuck->movement_modifier_from == 0.0)
            sim_unit_stun(arena, prototypes, victims[i], stuck->duration_ticks);
        else
            sim_burning_slow(arena, prototypes, victims[i], effect->sticker);
    }
}

void sim_attack_deliver(sim_arena *arena, const sim_prototypes *prototypes, const sim_attack *attack,
                        sim_handle target)
{
    const sim_attack_effect *effect = sim_attack_effect_of(prototypes, attack->prototype, attack->ammo_effect);
    const sim_entity *victim = sim_entity_get(arena, target);
    if (victim == NULL) return;
    sim_position place = victim->position;
    double multiplier = multiplier_of(arena, prototypes, attack);
    if (effect->delivery != SIM_DELIVERY_INSTANT) {
        if (effect->delivery != SIM_DELIVERY_NONE)
            sim_projectile_send(arena, prototypes, attack, target, place, multiplier);
        return;
    }
    for (uint32_t i = 0; i < effect->repeat_count; i++)
        sim_attack_hit(arena, prototypes, effect, target, multiplier, attack->source);
    sim_attack_hit_area(arena, prototypes, effect, place, multiplier, attack->source);
}
