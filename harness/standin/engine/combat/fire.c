#include "harness/standin/engine/combat/fire.h"

#include "harness/standin/engine/character/sticker.h"

#define MOST_IN_A_FIRE 128 /* of whom one fire hurts, or one cloud; the smallest slots of more */

static sim_projectile *at(const sim_arena *arena, uint32_t record)
{
    return SIM_RECORD(arena, SIM_POOL_PROJECTILE, sim_projectile, record);
}

static const sim_fire_prototype *prototype_of(const sim_prototypes *prototypes, uint16_t entity)
{
    return &prototypes->fires[prototypes->entities[entity].fire];
}

static int32_t radius_of(const sim_prototypes *prototypes, const sim_projectile *fire)
{
    return sim_fixed_from_tiles(prototype_of(prototypes, fire->fire)->radius);
}

static uint32_t fire_near(const sim_arena *arena, uint16_t fire, uint16_t force, sim_position place)
{
    const int64_t near = (int64_t)SIM_FIXED_ONE * SIM_FIXED_ONE / 4;
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_PROJECTILE].used; i++) {
        const sim_projectile *other = at(arena, i);
        if (other->entity == SIM_PROJECTILE_FIRE && other->fire == fire && other->force == force &&
            sim_distance_squared(other->place, place) < near)
            return i;
    }
    return 0;
}

/* A flame takes fuel once in its cooldown. */
static void feed(const sim_arena *arena, const sim_fire_prototype *prototype, sim_projectile *fire)
{
    if (prototype->lifetime_increase_by == 0) {
        fire->ticks = prototype->initial_lifetime_ticks;
        return;
    }
    if (arena->tick < fire->fuel_tick) return;
    fire->fuel_tick = arena->tick + prototype->add_fuel_cooldown_ticks;
    uint64_t ticks = (uint64_t)fire->ticks + prototype->lifetime_increase_by;
    fire->ticks = ticks < prototype->maximum_lifetime_ticks ? (uint32_t)ticks : prototype->maximum_lifetime_ticks;
    fire->growth += prototype->damage_multiplier_increase_per_added_fuel;
    double most = prototype->maximum_damage_multiplier - 1.0;
    if (fire->growth > most) fire->growth = most;
}

void sim_fire_light(sim_arena *arena, const sim_prototypes *prototypes, const sim_projectile *arrived, uint16_t fire)
{
    const sim_fire_prototype *prototype = prototype_of(prototypes, fire);
    uint32_t record = prototype->breathers_only ? 0 : fire_near(arena, fire, arrived->force, arrived->place);
    if (record) {
        feed(arena, prototype, at(arena, record));
        return;
    }
    record = sim_pool_take(arena, SIM_POOL_PROJECTILE, SIM_PROJECTILE_FIRE);
    if (record == 0) {
        arena->refused++;
        return;
    }
    sim_projectile lit = *arrived;
    lit.entity = SIM_PROJECTILE_FIRE;
    lit.fire = fire;
    lit.ticks = prototype->initial_lifetime_ticks;
    lit.fuel_tick = arena->tick + prototype->add_fuel_cooldown_ticks;
    *at(arena, record) = lit;
    sim_pool_wake(arena, SIM_POOL_PROJECTILE, record);
}

static void hurt(sim_arena *arena, const sim_prototypes *prototypes, const sim_projectile *fire, sim_handle victim)
{
    const sim_fire_prototype *prototype = prototype_of(prototypes, fire->fire);
    sim_damage_source source = {fire->attacker, fire->force};
    /* What acid does is published without the attack's bonuses. */
    double times = prototype->lifetime_increase_by ? fire->multiplier * (1.0 + fire->growth) : 1.0;
    for (uint32_t i = 0; i < prototype->damage_count; i++) {
        const sim_damage *damage = &prototypes->damages[prototype->first_damage + i];
        sim_damage_apply(arena, prototypes, victim, damage->damage_type, damage->amount * times, source, NULL);
    }
}

/* The enemy's puddles find characters by their list; other fires, which are few, search. */
static void burn_characters(sim_arena *arena, const sim_prototypes *prototypes, const sim_projectile *fire)
{
    uint32_t number = 0;
    int32_t radius = radius_of(prototypes, fire);
    for (sim_character *victim;
         (victim = sim_sticker_next_victim(arena, &number, fire->place, radius, fire->force)) != NULL;) {
        sim_sticker_put(arena, prototypes, victim, prototype_of(prototypes, fire->fire)->sticker);
        hurt(arena, prototypes, fire, sim_entity_handle(arena, victim->entity));
    }
}

static void burn_everything(sim_arena *arena, const sim_prototypes *prototypes, const sim_projectile *fire)
{
    sim_handle victims[MOST_IN_A_FIRE];
    sim_attack_area area = {.place = fire->place, .radius = radius_of(prototypes, fire),
                            .spares_trees = prototype_of(prototypes, fire->fire)->spares_trees,
                            .breathers_only = prototype_of(prototypes, fire->fire)->breathers_only};
    uint32_t count = sim_attack_find_victims(arena, prototypes, &area, victims, MOST_IN_A_FIRE);
    for (uint32_t i = 0; i < count; i++) hurt(arena, prototypes, fire, victims[i]);
}

void sim_fire_burn(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    const sim_projectile fire = *at(arena, record);
    double less = prototype_of(prototypes, fire.fire)->damage_multiplier_decrease_per_tick;
    if (fire.growth > 0.0) at(arena, record)->growth = fire.growth > less ? fire.growth - less : 0.0;
    uint32_t interval = prototype_of(prototypes, fire.fire)->damage_interval_ticks;
    if (interval == 0 || fire.ticks % interval) return;
    if (fire.force == SIM_FORCE_ENEMY)
        burn_characters(arena, prototypes, &fire);
    else
        burn_everything(arena, prototypes, &fire);
}
