#include "harness/standin/engine/combat/health.h"

#include "harness/standin/engine/character/bonus.h"
#include "harness/standin/engine/character/character.h"
#include "harness/standin/engine/entities/event.h"
#include "harness/standin/engine/world/evolution.h"
#include "harness/standin/engine/combat/remains.h"
#include "harness/standin/engine/enemies/spawner.h"
#include "harness/standin/engine/core/statistics.h"
#include "harness/standin/engine/combat/turret.h"
#include "harness/standin/engine/combat/unit.h"

/* Hit points that one point of sim_entity.health stands for: spawners grow tougher with evolution (spawner.h). */
static float health_scale(const sim_arena *arena, const sim_prototypes *prototypes, const sim_entity *entity)
{
    if (sim_entity_prototype_of(prototypes, entity)->type != SIM_TYPE_UNIT_SPAWNER) return 1.0f;
    return (float)sim_spawner_health_factor(arena, prototypes);
}

/* Health of a whole one, on the scale of sim_entity.health. */
static float most_of(const sim_arena *arena, const sim_prototypes *prototypes, const sim_entity *entity)
{
    const sim_entity_prototype *prototype = sim_entity_prototype_of(prototypes, entity);
    if (prototype->type != SIM_TYPE_CHARACTER) return prototype->max_health;
    return prototype->max_health + sim_bonus_health(arena, sim_character_get(arena, entity->amount));
}

float sim_health_most(const sim_arena *arena, const sim_prototypes *prototypes, const sim_entity *entity)
{
    return most_of(arena, prototypes, entity) * health_scale(arena, prototypes, entity);
}

float sim_health_points(const sim_arena *arena, const sim_prototypes *prototypes, const sim_entity *entity)
{
    return entity->health * health_scale(arena, prototypes, entity);
}

/* A character that is hit stays in combat for a while. */
static void enter_combat(sim_arena *arena, const sim_prototypes *prototypes, const sim_entity *entity)
{
    if (sim_entity_prototype_of(prototypes, entity)->type != SIM_TYPE_CHARACTER) return;
    sim_character *character = sim_character_get(arena, entity->amount);
    character->combat_until_tick = arena->tick + sim_entity_prototype_of(prototypes, entity)->ticks_to_stay_in_combat;
    arena->awake |= SIM_AWAKE_HEALTH;
}

/* Records of what heals by itself are awake while it is hurt. */
static void wake_healer(sim_arena *arena, const sim_prototypes *prototypes, const sim_entity *entity)
{
    const sim_entity_prototype *prototype = sim_entity_prototype_of(prototypes, entity);
    if (prototype->healing_per_tick <= 0.0f || entity->record == 0) return;
    switch (prototype->type) {
    case SIM_TYPE_UNIT:
        SIM_RECORD(arena, SIM_POOL_UNIT, sim_unit, entity->record)->is_hurt = 1;
        sim_pool_wake(arena, SIM_POOL_UNIT, entity->record);
        break;
    case SIM_TYPE_TURRET:
        SIM_RECORD(arena, SIM_POOL_TURRET, sim_turret, entity->record)->is_hurt = 1;
        sim_pool_wake(arena, SIM_POOL_TURRET, entity->record);
        break;
    case SIM_TYPE_UNIT_SPAWNER: arena->awake |= SIM_AWAKE_HEALTH; break;
    default: break;
    }
}

static void note(sim_arena *arena, enum sim_event_kind kind, sim_handle handle, sim_damage_source source,
                 uint32_t number, float amount)
{
    sim_event event = {.kind = kind, .subject = handle, .other = source.entity, .number = number,
                       .value = source.force, .amount = amount};
    sim_event_emit(arena, event);
}

/* Statistics count what the arena's force killed and what it lost; a killed spawner makes the enemy evolve. */
static void count_death(sim_arena *arena, const sim_prototypes *prototypes, const sim_entity *entity,
                        sim_damage_source source)
{
    uint32_t killed = source.force == SIM_FORCE_ARENA, lost = entity->force == SIM_FORCE_ARENA;
    if (entity->force != SIM_FORCE_NEUTRAL && sim_statistics_kill(arena, entity->prototype, killed, lost) != SIM_OK)
        arena->refused++;
    if (sim_entity_prototype_of(prototypes, entity)->type == SIM_TYPE_UNIT_SPAWNER)
        sim_evolution_spawner_killed(arena, prototypes);
}

enum sim_result sim_entity_die(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle,
                               sim_damage_source source)
{
    const sim_entity *entity = sim_entity_get(arena, handle);
    if (entity == NULL) return SIM_NOT_FOUND;
    int is_character = sim_entity_prototype_of(prototypes, entity)->type == SIM_TYPE_CHARACTER;
    note(arena, SIM_EVENT_ENTITY_DIED, handle, source, entity->prototype, 0.0f);
    if (is_character) {
        note(arena, SIM_EVENT_CHARACTER_DIED, handle, source, entity->prototype, 0.0f);
        sim_remains_of_character(arena, prototypes, handle.index);
    }
    count_death(arena, prototypes, entity, source);
    uint32_t structures = arena->structures;
    enum sim_result result = sim_entity_destroy(arena, prototypes, handle);
    arena->structures_lost += structures - arena->structures;
    return result;
}

/* Units of the force within its prototype's radius turn on who hurts a spawner or a worm. */
static void call_for_help(sim_arena *arena, const sim_prototypes *prototypes, const sim_entity *entity,
                          sim_damage_source source)
{
    const sim_entity_prototype *prototype = sim_entity_prototype_of(prototypes, entity);
    double radius = 0.0;
    if (prototype->type == SIM_TYPE_UNIT_SPAWNER)
        radius = prototypes->spawners[prototype->spawner].call_for_help_radius;
    else if (prototype->type == SIM_TYPE_TURRET)
        radius = prototypes->turrets[prototype->turret].call_for_help_radius;
    if (radius > 0.0 && source.entity.index)
        sim_unit_call(arena, prototypes, entity->position, sim_fixed_from_tiles(radius), entity->force, source);
}

enum sim_result sim_health_take(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle, float amount,
                                uint16_t damage_type, sim_damage_source source, double *dealt)
{
    sim_entity *entity = sim_entity_get(arena, handle);
    if (entity == NULL) return SIM_NOT_FOUND;
    if (sim_entity_prototype_of(prototypes, entity)->max_health <= SIM_NO_HEALTH) return SIM_WRONG_TYPE;
    if (!(amount >= 0.0f)) return SIM_BAD_ARGUMENT;
    float before = entity->health, scale = health_scale(arena, prototypes, entity);
    entity->health = amount / scale < before ? before - amount / scale : 0.0f;
    float lost = (before - entity->health) * scale;
    if (dealt) *dealt = (double)lost;
    note(arena, SIM_EVENT_ENTITY_DAMAGED, handle, source, damage_type, lost);
    call_for_help(arena, prototypes, entity, source);
    if (entity->health <= 0.0f) return sim_entity_die(arena, prototypes, handle, source);
    enter_combat(arena, prototypes, entity);
    wake_healer(arena, prototypes, entity);
    if (sim_entity_prototype_of(prototypes, entity)->type == SIM_TYPE_UNIT)
        sim_unit_was_hit(arena, prototypes, handle.index, source);
    return SIM_OK;
}

enum sim_result sim_health_damage(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle, float amount,
                                  float *left)
{
    const sim_damage_source nobody = {{0, 0}, SIM_FORCE_NEUTRAL};
    double dealt = 0.0;
    const sim_entity *entity = sim_entity_get(arena, handle);
    float before = entity ? entity->health : 0.0f;
    enum sim_result result = sim_health_take(arena, prototypes, handle, amount, 0, nobody, &dealt);
    if (result == SIM_OK && left) *left = amount < before ? before - amount : 0.0f;
    return result;
}

int sim_health_regenerate(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_entity *entity = sim_entity_slot(arena, slot);
    const sim_entity_prototype *prototype = sim_entity_prototype_of(prototypes, entity);
    float healed = entity->health + prototype->healing_per_tick / health_scale(arena, prototypes, entity);
    entity->health = healed < prototype->max_health ? healed : prototype->max_health;
    return entity->health < prototype->max_health;
}

enum sim_result sim_health_set(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle, float health)
{
    sim_entity *entity = sim_entity_get(arena, handle);
    if (entity == NULL) return SIM_NOT_FOUND;
    float most = most_of(arena, prototypes, entity);
    if (most <= SIM_NO_HEALTH) return SIM_WRONG_TYPE;
    if (!(health >= 0.0f)) return SIM_BAD_ARGUMENT;
    health /= health_scale(arena, prototypes, entity);
    entity->health = health < most ? health : most;
    if (sim_entity_prototype_of(prototypes, entity)->type == SIM_TYPE_CHARACTER) arena->awake |= SIM_AWAKE_HEALTH;
    if (entity->health < most) wake_healer(arena, prototypes, entity);
    return SIM_OK;
}

/* Spawners, which have no tick of their own while they wait, heal here; 1 while one is hurt. */
static int heal_spawners(sim_arena *arena, const sim_prototypes *prototypes)
{
    int hurt = 0;
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_SPAWNER].used; i++) {
        uint32_t slot = SIM_RECORD(arena, SIM_POOL_SPAWNER, sim_spawner, i)->entity;
        const sim_entity *entity = slot ? sim_entity_slot(arena, slot) : NULL;
        if (entity && entity->health < sim_entity_prototype_of(prototypes, entity)->max_health)
            hurt |= sim_health_regenerate(arena, prototypes, slot);
    }
    return hurt;
}

/* Heals one character by a tick; 1 while it is still hurt. */
static int heal(const sim_arena *arena, const sim_prototypes *prototypes, const sim_character *character)
{
    sim_entity *entity = sim_entity_slot(arena, character->entity);
    const sim_entity_prototype *prototype = sim_entity_prototype_of(prototypes, entity);
    float most = prototype->max_health + sim_bonus_health(arena, character);
    if (entity->health > most) entity->health = most;
    if (arena->tick >= character->combat_until_tick) {
        float healed = entity->health + prototype->healing_per_tick;
        entity->health = healed < most ? healed : most;
    }
    return entity->health < most;
}

void sim_health_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    int hurt = heal_spawners(arena, prototypes);
    for (uint32_t i = 0; i < arena->character_count; i++) {
        const sim_character *character = sim_character_get(arena, i);
        if (character) hurt |= heal(arena, prototypes, character);
    }
    if (!hurt) arena->awake &= ~(uint64_t)SIM_AWAKE_HEALTH;
}

int sim_health_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    for (uint32_t i = 0; i < arena->character_count; i++) {
        const sim_character *character = sim_character_get(arena, i);
        if (character == NULL) continue;
        const sim_entity *entity = sim_entity_slot(arena, character->entity);
        int is_whole = entity->health >= most_of(arena, prototypes, entity);
        SIM_EXPECT(fault, "character", i, entity->position, is_whole || arena->awake & SIM_AWAKE_HEALTH);
        int is_more = entity->health > most_of(arena, prototypes, entity);
        SIM_EXPECT(fault, "character", i, entity->position, !is_more || arena->awake & SIM_AWAKE_HEALTH);
    }
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_SPAWNER].used; i++) {
        uint32_t slot = SIM_RECORD(arena, SIM_POOL_SPAWNER, sim_spawner, i)->entity;
        const sim_entity *entity = slot ? sim_entity_slot(arena, slot) : NULL;
        int is_whole = entity == NULL || entity->health >= sim_entity_prototype_of(prototypes, entity)->max_health;
        SIM_EXPECT(fault, "spawner", i, entity->position, is_whole || arena->awake & SIM_AWAKE_HEALTH);
    }
    return 1;
}
