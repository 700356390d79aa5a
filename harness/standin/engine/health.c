#include "health.h"

#include "character.h"

static const sim_entity_prototype *prototype_of(const sim_prototypes *prototypes, const sim_entity *entity)
{
    return &prototypes->entities[entity->prototype];
}

/* A character that is hit stays in combat for a while. */
static void enter_combat(sim_arena *arena, const sim_prototypes *prototypes, const sim_entity *entity)
{
    if (prototype_of(prototypes, entity)->type != SIM_TYPE_CHARACTER) return;
    sim_character *character = sim_character_get(arena, entity->amount);
    character->combat_until_tick = arena->tick + prototype_of(prototypes, entity)->ticks_to_stay_in_combat;
    arena->awake |= SIM_AWAKE_HEALTH;
}

enum sim_result sim_health_damage(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle, float amount,
                                  float *left)
{
    sim_entity *entity = sim_entity_get(arena, handle);
    if (entity == NULL) return SIM_NOT_FOUND;
    if (prototype_of(prototypes, entity)->max_health <= SIM_NO_HEALTH) return SIM_WRONG_TYPE;
    if (!(amount >= 0.0f)) return SIM_BAD_ARGUMENT;
    entity->health = amount < entity->health ? entity->health - amount : 0.0f;
    if (left) *left = entity->health;
    if (entity->health <= 0.0f) return sim_entity_destroy(arena, prototypes, handle);
    enter_combat(arena, prototypes, entity);
    return SIM_OK;
}

enum sim_result sim_health_set(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle, float health)
{
    sim_entity *entity = sim_entity_get(arena, handle);
    if (entity == NULL) return SIM_NOT_FOUND;
    float most = prototype_of(prototypes, entity)->max_health;
    if (most <= SIM_NO_HEALTH) return SIM_WRONG_TYPE;
    if (!(health >= 0.0f)) return SIM_BAD_ARGUMENT;
    entity->health = health < most ? health : most;
    if (prototype_of(prototypes, entity)->type == SIM_TYPE_CHARACTER) arena->awake |= SIM_AWAKE_HEALTH;
    return SIM_OK;
}

/* Heals one character by a tick; 1 while it is still hurt. */
static int heal(const sim_arena *arena, const sim_prototypes *prototypes, const sim_character *character)
{
    sim_entity *entity = sim_entity_slot(arena, character->entity);
    const sim_entity_prototype *prototype = prototype_of(prototypes, entity);
    if (arena->tick >= character->combat_until_tick) {
        float healed = entity->health + prototype->healing_per_tick;
        entity->health = healed < prototype->max_health ? healed : prototype->max_health;
    }
    return entity->health < prototype->max_health;
}

void sim_health_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    int hurt = 0;
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
        int is_whole = entity->health >= prototype_of(prototypes, entity)->max_health;
        SIM_EXPECT(fault, "character", i, entity->position, is_whole || arena->awake & SIM_AWAKE_HEALTH);
    }
    return 1;
}
