#include "harness/standin/engine/combat/projectile.h"

#include <math.h>

#include "harness/standin/engine/character/sticker.h"
#include "harness/standin/engine/combat/burning.h"
#include "harness/standin/engine/combat/fire.h"
#include "harness/standin/engine/core/hash.h"

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
static uint32_t flight_ticks(const sim_attack_effect *effect, double v, double distance)
{
    double a = effect->acceleration, most = effect->max_speed;
    if (v <= 0.0 && a <= 0.0) return 1;
    double ticks = a > 0.0 ? (sqrt(v * v + 2.0 * a * distance) - v) / a : distance / v;
    if (a > 0.0 && most > v && v + a * ticks > most) {
        double growing = (most - v) / a;
        ticks = growing + (distance - (v + most) / 2.0 * growing) / most;
    }
    return ticks < 1.0 ? 1 : (uint32_t)ceil(ticks);
}

static uint32_t first_ticks(const sim_attack_effect *effect, double speed, sim_position from, sim_position to)
{
    if (effect->delivery == SIM_DELIVERY_BEAM) return effect->duration_ticks;
    return flight_ticks(effect, speed, sqrt((double)sim_distance_squared(from, to)) / SIM_FIXED_ONE);
}

static uint32_t kind_of(const sim_attack_effect *effect)
{
    switch (effect->delivery) {
    case SIM_DELIVERY_BEAM: return SIM_PROJECTILE_BEAM;
    case SIM_DELIVERY_STREAM: return SIM_PROJECTILE_STREAM;
    default: return SIM_PROJECTILE_SHOT;
    }
}

static void send(sim_arena *arena, const sim_attack_effect *effect, const sim_attack *attack, sim_handle target,
                 sim_position place, double multiplier, double speed)
{
    uint32_t record = sim_pool_take(arena, SIM_POOL_PROJECTILE, kind_of(effect));
    if (record == 0) {
        arena->refused++;
        return;
    }
    sim_projectile *sent = at(arena, record);
    sent->ticks = first_ticks(effect, speed, attack->from, place);
    sent->attack = attack->prototype;
    sent->ammo_effect = attack->ammo_effect;
    sent->force = (uint16_t)attack->source.force;
    sent->place = place;
    sent->target = target;
    sent->attacker = attack->source.entity;
    sent->multiplier = multiplier;
    sim_pool_wake(arena, SIM_POOL_PROJECTILE, record);
}

void sim_projectile_send(sim_arena *arena, const sim_prototypes *prototypes, const sim_attack *attack,
                         sim_handle target, sim_position place, double multiplier)
{
    const sim_attack_effect *effect = sim_attack_effect_of(prototypes, attack->prototype, attack->ammo_effect);
    send(arena, effect, attack, target, place, multiplier, effect->starting_speed);
}

enum sim_result sim_projectile_launch(sim_arena *arena, const sim_prototypes *prototypes, const sim_attack *attack,
                                      sim_handle target, sim_position place, double speed)
{
    const sim_attack_effect *effect = sim_attack_effect_of(prototypes, attack->prototype, attack->ammo_effect);
    const sim_entity *aim = sim_entity_get(arena, target);
    if (!(speed > 0.0) || !isfinite(speed)) return SIM_BAD_ARGUMENT;
    send(arena, effect, attack, target, aim ? aim->position : place, 1.0, speed);
    return SIM_OK;
}

/* Arriving ---------------------------------------------------------------------------------------------------- */

/* What something that has come down puts on those whom it hits: fire, and what a capsule holds, on everybody; acid on
 * its enemies' characters. */
static void stick(sim_arena *arena, const sim_prototypes *prototypes, const sim_projectile *arrived)
{
    const sim_attack_effect *effect = effect_of(prototypes, arrived);
    int32_t radius = (int32_t)(effect->area_radius * SIM_FIXED_ONE);
    uint32_t number = 0;
    if (effect->sticker == 0) return;
    if (sim_burning_hurts(prototypes, effect->sticker) || arrived->entity == SIM_PROJECTILE_SHOT) {
        sim_attack_stick_area(arena, prototypes, effect, arrived->place, source_of(arrived));
        return;
    }
    for (sim_character *victim;
         (victim = sim_sticker_next_victim(arena, &number, arrived->place, radius, arrived->force)) != NULL;)
        sim_sticker_put(arena, prototypes, victim, effect->sticker);
}

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
    if (effect->fire) sim_fire_light(arena, prototypes, &arrived, effect->fire);
}

/* One tick of what goes on: a beam, a fire, a sticker. */
static void last(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    const sim_projectile lasting = *at(arena, record);
    uint32_t interval = effect_of(prototypes, &lasting)->damage_interval_ticks;
    switch (lasting.entity) {
    case SIM_PROJECTILE_FIRE: sim_fire_burn(arena, prototypes, record); break;
    case SIM_PROJECTILE_STICKER: sim_burning_tick(arena, prototypes, record); break;
    default:
        if (interval && lasting.ticks % interval == 0)
            sim_attack_hit(arena, prototypes, effect_of(prototypes, &lasting), lasting.target, lasting.multiplier,
                           source_of(&lasting));
    }
    if (at(arena, record)->ticks == 0) sim_pool_give_back(arena, SIM_POOL_PROJECTILE, record);
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
        SIM_EXPECT(fault, "projectile", i, place, projectile->entity <= SIM_PROJECTILE_STICKER);
        SIM_EXPECT(fault, "projectile", i, place, projectile->growth >= 0.0);
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
        if (p->fuel_tick) hash = sim_hash_double(sim_hash_word(hash, p->fuel_tick), p->growth);
    }
    return hash;
}
