#include "harness/standin/engine/combat/projectile.h"

#include <math.h>

#include "harness/standin/engine/character/character.h"
#include "harness/standin/engine/character/sticker.h"
#include "harness/standin/engine/core/hash.h"

/* A puddle's reach around its centre; its prototype has no box. Ours. */
#define FIRE_RADIUS SIM_FIXED_ONE
#define MOST_IN_A_FIRE 16

static sim_projectile *at(const sim_arena *arena, uint32_t record)
{
    return SIM_RECORD(arena, SIM_POOL_PROJECTILE, sim_projectile, record);
}

static const sim_attack_effect *effect_of(const sim_prototypes *prototypes, const sim_projectile *projectile)
{
    return sim_attack_effect_of(prototypes, projectile->attack, projectile->ammo_effect);
}

static sim_damage_source source_of(const sim_projectile *projectile)
{
    sim_damage_source source = {projectile->attacker, projectile->force};
    return source;
}

/* Sending ----------------------------------------------------------------------------------------------------- */

/* Ticks over a distance in tiles, from a speed that may grow up to a largest one. */
static uint32_t flight_ticks(const sim_attack_effect *effect, double distance)
{
    double v = effect->starting_speed, a = effect->acceleration, most = effect->max_speed;
    if (v <= 0.0 && a <= 0.0) return 1;
    double ticks = a > 0.0 ? (sqrt(v * v + 2.0 * a * distance) - v) / a : distance / v;
    if (a > 0.0 && most > v && v + a * ticks > most) {
        double growing = (most - v) / a;
        ticks = growing + (distance - (v + most) / 2.0 * growing) / most;
    }
    return ticks < 1.0 ? 1 : (uint32_t)ceil(ticks);
}

static uint32_t first_ticks(const sim_attack_effect *effect, sim_position from, sim_position to)
{
    if (effect->delivery == SIM_DELIVERY_BEAM) return effect->duration_ticks;
    return flight_ticks(effect, sqrt((double)sim_distance_squared(from, to)) / SIM_FIXED_ONE);
}

static uint32_t kind_of(const sim_attack_effect *effect)
{
    switch (effect->delivery) {
    case SIM_DELIVERY_BEAM: return SIM_PROJECTILE_BEAM;
    case SIM_DELIVERY_STREAM: return SIM_PROJECTILE_STREAM;
    default: return SIM_PROJECTILE_SHOT;
    }
}

void sim_projectile_send(sim_arena *arena, const sim_prototypes *prototypes, const sim_attack *attack,
                         sim_handle target, sim_position place, double multiplier)
{
    const sim_attack_effect *effect = sim_attack_effect_of(prototypes, attack->prototype, attack->ammo_effect);
    uint32_t record = sim_pool_take(arena, SIM_POOL_PROJECTILE, kind_of(effect));
    if (record == 0) {
        arena->refused++;
        return;
    }
    sim_projectile *sent = at(arena, record);
    sent->ticks = first_ticks(effect, attack->from, place);
    sent->attack = attack->prototype;
    sent->ammo_effect = attack->ammo_effect;
    sent->force = (uint16_t)attack->source.force;
    sent->place = place;
    sent->target = target;
    sent->attacker = attack->source.entity;
    sent->multiplier = multiplier;
    sim_pool_wake(arena, SIM_POOL_PROJECTILE, record);
}

/* Fires ------------------------------------------------------------------------------------------------------- */

static const sim_fire_prototype *fire_of(const sim_prototypes *prototypes, uint16_t entity)
{
    return &prototypes->fires[prototypes->entities[entity].fire];
}

static uint32_t fire_near(const sim_arena *arena, uint16_t fire, uint16_t force, sim_position place)
{
    const int64_t near = (int64_t)FIRE_RADIUS * FIRE_RADIUS / 4;
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_PROJECTILE].used; i++) {
        const sim_projectile *other = at(arena, i);
        if (other->entity == SIM_PROJECTILE_FIRE && other->fire == fire && other->force == force &&
            sim_distance_squared(other->place, place) < near)
            return i;
    }
    return 0;
}

/* Leaves a fire, or feeds the one that burns there. */
static void light(sim_arena *arena, const sim_prototypes *prototypes, const sim_projectile *from, uint16_t fire)
{
    const sim_fire_prototype *prototype = fire_of(prototypes, fire);
    uint32_t record = fire_near(arena, fire, from->force, from->place);
    if (record == 0) {
        record = sim_pool_take(arena, SIM_POOL_PROJECTILE, SIM_PROJECTILE_FIRE);
        if (record == 0) {
            arena->refused++;
            return;
        }
        sim_projectile lit = *from;
        lit.entity = SIM_PROJECTILE_FIRE;
        lit.fire = fire;
        *at(arena, record) = lit;
    }
    at(arena, record)->ticks = prototype->initial_lifetime_ticks;
    sim_pool_wake(arena, SIM_POOL_PROJECTILE, record);
}

static void burn(sim_arena *arena, const sim_prototypes *prototypes, const sim_projectile *fire, sim_handle victim)
{
    const sim_fire_prototype *prototype = fire_of(prototypes, fire->fire);
    for (uint32_t i = 0; i < prototype->damage_count; i++) {
        const sim_damage *damage = &prototypes->damages[prototype->first_damage + i];
        sim_damage_apply(arena, prototypes, victim, damage->damage_type, damage->amount, source_of(fire), NULL);
    }
}

/* Characters of an enemy of the force, one after the other, within a distance; NULL after the last. */
static sim_character *next_victim(const sim_arena *arena, uint32_t *number, sim_position place, int64_t distance,
                                  uint32_t force)
{
    while (*number < arena->character_count) {
        sim_character *character = sim_character_get(arena, (*number)++);
        if (character == NULL) continue;
        const sim_entity *entity = sim_entity_slot(arena, character->entity);
        if (sim_distance_squared(entity->position, place) > distance * distance) continue;
        if (sim_force_is_hostile(entity->force, force)) return character;
    }
    return NULL;
}

/* The enemy's puddles find characters by their list; other fires, which are few, search. */
static void burn_characters(sim_arena *arena, const sim_prototypes *prototypes, const sim_projectile *fire)
{
    uint32_t number = 0;
    for (sim_character *victim; (victim = next_victim(arena, &number, fire->place, FIRE_RADIUS, fire->force)) != NULL;) {
        sim_sticker_put(arena, prototypes, victim, fire_of(prototypes, fire->fire)->sticker);
        burn(arena, prototypes, fire, sim_entity_handle(arena, victim->entity));
    }
}

/* What a stream that has come down puts on the characters that it hits. */
static void stick(const sim_arena *arena, const sim_prototypes *prototypes, const sim_projectile *arrived)
{
    const sim_attack_effect *effect = effect_of(prototypes, arrived);
    int64_t radius = (int64_t)(effect->area_radius * SIM_FIXED_ONE);
    uint32_t number = 0;
    if (effect->sticker == 0) return;
    for (sim_character *victim; (victim = next_victim(arena, &number, arrived->place, radius, arrived->force)) != NULL;)
        sim_sticker_put(arena, prototypes, victim, effect->sticker);
}

static void burn_units(sim_arena *arena, const sim_prototypes *prototypes, const sim_projectile *fire)
{
    sim_position c = fire->place;
    sim_box area = {c.x - FIRE_RADIUS, c.y - FIRE_RADIUS, c.x + FIRE_RADIUS, c.y + FIRE_RADIUS};
    const sim_entity_filter units = {.type_bits = 1ull << SIM_TYPE_UNIT};
    uint32_t slots[MOST_IN_A_FIRE];
    uint32_t count = sim_entity_find(arena, prototypes, area, &units, slots, MOST_IN_A_FIRE);
    for (uint32_t i = 0; i < count && i < MOST_IN_A_FIRE; i++)
        if (sim_force_is_hostile(sim_entity_slot(arena, slots[i])->force, fire->force))
            burn(arena, prototypes, fire, sim_entity_handle(arena, slots[i]));
}

/* Flying ------------------------------------------------------------------------------------------------------ */

static void arrive(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    sim_projectile arrived = *at(arena, record);
    const sim_attack_effect *effect = effect_of(prototypes, &arrived);
    const sim_entity *target = sim_entity_get(arena, arrived.target);
    sim_pool_give_back(arena, SIM_POOL_PROJECTILE, record);
    if (arrived.entity == SIM_PROJECTILE_SHOT) {
        if (target) arrived.place = target->position;
        for (uint32_t i = 0; i < effect->repeat_count; i++)
            sim_attack_hit(arena, prototypes, effect, arrived.target, arrived.multiplier, source_of(&arrived));
    }
    stick(arena, prototypes, &arrived);
    sim_attack_hit_area(arena, prototypes, effect, arrived.place, arrived.multiplier, source_of(&arrived));
    if (effect->fire) light(arena, prototypes, &arrived, effect->fire);
}

/* One tick of a beam or a fire that goes on. */
static void last(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    const sim_projectile lasting = *at(arena, record);
    const sim_attack_effect *effect = effect_of(prototypes, &lasting);
    if (lasting.entity == SIM_PROJECTILE_FIRE) {
        if (lasting.force == SIM_FORCE_ENEMY)
            burn_characters(arena, prototypes, &lasting);
        else
            burn_units(arena, prototypes, &lasting);
    } else if (effect->damage_interval_ticks && lasting.ticks % effect->damage_interval_ticks == 0) {
        sim_attack_hit(arena, prototypes, effect, lasting.target, lasting.multiplier, source_of(&lasting));
    }
    if (lasting.ticks == 0) sim_pool_give_back(arena, SIM_POOL_PROJECTILE, record);
}

void sim_projectile_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    for (uint32_t i = 0; (i = sim_pool_next_awake(arena, SIM_POOL_PROJECTILE, i)) != 0;) {
        sim_projectile *projectile = at(arena, i);
        projectile->ticks--;
        if (projectile->entity >= SIM_PROJECTILE_BEAM)
            last(arena, prototypes, i);
        else if (projectile->ticks == 0)
            arrive(arena, prototypes, i);
    }
}

int sim_projectile_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_PROJECTILE].used; i++) {
        const sim_projectile *projectile = at(arena, i);
        if (projectile->entity == 0) continue;
        sim_position place = projectile->place;
        SIM_EXPECT(fault, "projectile", i, place, projectile->entity <= SIM_PROJECTILE_FIRE);
        SIM_EXPECT(fault, "projectile", i, place, projectile->ticks > 0);
        SIM_EXPECT(fault, "projectile", i, place, projectile->attack < prototypes->attack_count);
        SIM_EXPECT(fault, "projectile", i, place, projectile->ammo_effect < prototypes->ammo_effect_count);
        SIM_EXPECT(fault, "projectile", i, place, projectile->fire < prototypes->entity_count);
        SIM_EXPECT(fault, "projectile", i, place, sim_pool_is_awake(arena, SIM_POOL_PROJECTILE, i));
    }
    return 1;
}

static uint64_t hash_position(uint64_t hash, sim_position position)
{
    return sim_hash_word(hash, (uint64_t)(uint32_t)position.x << 32 | (uint32_t)position.y);
}

uint64_t sim_projectile_hash(const sim_arena *arena, uint64_t hash)
{
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_PROJECTILE].used; i++) {
        const sim_projectile *p = at(arena, i);
        if (p->entity == 0) continue;
        hash = sim_hash_word(hash, (uint64_t)p->ticks << 32 | (uint32_t)p->attack << 16 | p->ammo_effect);
        hash = sim_hash_word(hash, (uint32_t)p->fire << 16 | p->force);
        hash = hash_position(hash, p->place);
        hash = sim_hash_word(hash, (uint64_t)p->target.index << 32 | p->target.generation);
        hash = sim_hash_word(hash, (uint64_t)p->attacker.index << 32 | p->attacker.generation);
        hash = sim_hash_double(hash, p->multiplier);
    }
    return hash;
}
