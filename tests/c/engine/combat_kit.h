/* combat_kit.h - short names for fights. Include after arena_kit.h. */
#ifndef TESTS_C_ENGINE_COMBAT_KIT_H
#define TESTS_C_ENGINE_COMBAT_KIT_H

#include "tests/c/engine/arena_kit.h"

/* Creates an entity of a force, facing north, that must be possible; the place in tiles. */
__attribute__((unused)) static sim_handle place(sim_arena *arena, const char *name, double x, double y, uint8_t force)
{
    sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, name), .force = force,
                            .position = {sim_fixed_from_tiles(x), sim_fixed_from_tiles(y)}};
    sim_handle created = {0, 0};
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, &created), SIM_OK);
    return created;
}

__attribute__((unused)) static sim_handle enemy(sim_arena *arena, const char *name, double x, double y)
{
    return place(arena, name, x, y, SIM_FORCE_ENEMY);
}

__attribute__((unused)) static sim_handle own(sim_arena *arena, const char *name, double x, double y)
{
    return place(arena, name, x, y, SIM_FORCE_ARENA);
}

__attribute__((unused)) static int lives(const sim_arena *arena, sim_handle handle)
{
    return sim_entity_get(arena, handle) != NULL;
}

__attribute__((unused)) static double health(const sim_arena *arena, sim_handle handle)
{
    const sim_entity *entity = sim_entity_get(arena, handle);
    return entity ? (double)entity->health : 0.0;
}

__attribute__((unused)) static uint32_t ammo_of(const sim_arena *arena, sim_handle turret)
{
    return sim_entity_inventory(arena, prototypes, turret.index, SIM_INVENTORY_AMMO);
}

__attribute__((unused)) static void load(sim_arena *arena, sim_handle turret, const char *magazine, uint32_t count)
{
    CHECK_EQ_INT(sim_inventory_insert(arena, prototypes, ammo_of(arena, turret), item(magazine), count), count);
}

__attribute__((unused)) static double tiles_between(const sim_arena *arena, sim_handle a, double x, double y)
{
    sim_position at = sim_entity_get(arena, a)->position;
    double dx = sim_fixed_to_tiles(at.x) - x, dy = sim_fixed_to_tiles(at.y) - y;
    return sqrt(dx * dx + dy * dy);
}

/* Runs until the entity is gone; the ticks that took, or `most`. */
__attribute__((unused)) static uint32_t ticks_until_dead(sim_arena *arena, sim_handle victim, uint32_t most)
{
    uint32_t ticks = 0;
    for (; ticks < most && lives(arena, victim); ticks++) sim_run(arena, prototypes, 1);
    return ticks;
}

#endif
