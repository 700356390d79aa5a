#include "harness/standin/engine/combat/burning.h"

#include "harness/standin/engine/character/sticker.h"
#include "harness/standin/engine/combat/unit.h"

static sim_projectile *at(const sim_arena *arena, uint32_t record)
{
    return SIM_RECORD(arena, SIM_POOL_PROJECTILE, sim_projectile, record);
}

static const sim_sticker_prototype *prototype_of(const sim_prototypes *prototypes, uint16_t sticker)
{
    return &prototypes->stickers[prototypes->entities[sticker].sticker];
}

int sim_burning_hurts(const sim_prototypes *prototypes, uint16_t sticker)
{
    return prototype_of(prototypes, sticker)->damage_count > 0;
}

/* The record of a sticker of that kind on the victim, 0 for none. */
static uint32_t sticker_on(const sim_arena *arena, sim_handle victim, uint16_t sticker)
{
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_PROJECTILE].used; i++) {
        const sim_projectile *other = at(arena, i);
        if (other->entity == SIM_PROJECTILE_STICKER && other->fire == sticker &&
            other->target.index == victim.index && other->target.generation == victim.generation)
            return i;
    }
    return 0;
}

int sim_burning_slow(const sim_arena *arena, const sim_prototypes *prototypes, sim_handle victim, uint16_t sticker)
{
    sim_unit *unit = sim_unit_get(arena, prototypes, victim);
    if (unit) {
        unit->sticker = sticker;
        unit->sticker_end_tick = arena->tick + prototype_of(prototypes, sticker)->duration_ticks;
        return 1;
    }
    sim_character *character = sim_character_get(arena, sim_character_of(arena, prototypes, victim));
    if (character) sim_sticker_put(arena, prototypes, character, sticker);
    return character != NULL;
}

void sim_burning_put(sim_arena *arena, const sim_prototypes *prototypes, sim_handle victim, uint16_t sticker,
                     sim_damage_source source)
{
    if (!sim_burning_slow(arena, prototypes, victim, sticker)) return;
    uint32_t record = sticker_on(arena, victim, sticker);
    if (record == 0) record = sim_pool_take(arena, SIM_POOL_PROJECTILE, SIM_PROJECTILE_STICKER);
    if (record == 0) {
        arena->refused++;
        return;
    }
    sim_projectile *burning = at(arena, record);
    burning->ticks = prototype_of(prototypes, sticker)->duration_ticks;
    burning->fire = sticker;
    burning->target = victim;
    burning->attacker = source.entity;
    burning->force = (uint16_t)source.force;
    sim_pool_wake(arena, SIM_POOL_PROJECTILE, record);
}

void sim_burning_tick(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    const sim_projectile burning = *at(arena, record);
    const sim_sticker_prototype *prototype = prototype_of(prototypes, burning.fire);
    if (sim_entity_get(arena, burning.target) == NULL) {
        at(arena, record)->ticks = 0;
        return;
    }
    if (prototype->damage_interval_ticks && burning.ticks % prototype->damage_interval_ticks) return;
    sim_damage_source source = {burning.attacker, burning.force};
    for (uint32_t i = 0; i < prototype->damage_count; i++) {
        const sim_damage *damage = &prototypes->damages[prototype->first_damage + i];
        sim_damage_apply(arena, prototypes, burning.target, damage->damage_type, damage->amount, source, NULL);
    }
}
