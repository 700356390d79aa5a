/* inserter_kit.h - inserters for the engine's tests, with what stands at their ends. Include after arena_kit.h. */
#ifndef TESTS_C_ENGINE_INSERTER_KIT_H
#define TESTS_C_ENGINE_INSERTER_KIT_H

#include <string.h>

#include "harness/standin/engine/energy/burner.h"

/* The shipped tables, but electric inserters need no network: what they are fed with is another subject. */
__attribute__((unused)) static const sim_prototypes *unplugged_prototypes(void)
{
    static sim_prototypes tables;
    const sim_prototypes *shipped = sim_builtin_prototypes();
    if (tables.entities) return &tables;
    sim_entity_prototype *entities = malloc(shipped->entity_count * sizeof *entities);
    memcpy(entities, shipped->entities, shipped->entity_count * sizeof *entities);
    for (uint32_t i = 0; i < shipped->entity_count; i++)
        if (entities[i].type == SIM_TYPE_INSERTER && entities[i].energy.kind == SIM_ENERGY_ELECTRIC)
            entities[i].energy.kind = SIM_ENERGY_VOID;
    tables = *shipped;
    tables.entities = entities;
    return &tables;
}

__attribute__((unused)) static sim_arena *make_inserter_arena(void)
{
    sim_arena *arena = make_arena(64, 200);
    prototypes = unplugged_prototypes();
    return arena;
}

/* An entity on the tile whose north-west corner is at x, y. */
__attribute__((unused)) static uint32_t build(sim_arena *arena, const char *name, int32_t x, int32_t y,
                                              uint8_t direction)
{
    sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, name), .direction = direction,
                            .position = {x * TILE + CENTRE, y * TILE + CENTRE}};
    sim_handle created = {0, 0};
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, &created), SIM_OK);
    return created.index;
}

__attribute__((unused)) static void destroy(sim_arena *arena, uint32_t slot)
{
    CHECK_EQ_INT(sim_entity_destroy(arena, prototypes, sim_entity_handle(arena, slot)), SIM_OK);
}

__attribute__((unused)) static void fill(sim_arena *arena, uint32_t chest, const char *name, uint32_t count)
{
    CHECK_EQ_INT(sim_transfer_insert(arena, prototypes, chest, item(name), count), count);
}

__attribute__((unused)) static uint32_t in_chest(const sim_arena *arena, uint32_t chest, const char *name)
{
    return sim_inventory_count(arena, sim_entity_inventory(arena, prototypes, chest, SIM_INVENTORY_MAIN), item(name));
}

__attribute__((unused)) static sim_inserter *record_of(const sim_arena *arena, uint32_t slot)
{
    return sim_inserter_at(arena, prototypes, slot);
}

__attribute__((unused)) static void give_fuel(sim_arena *arena, uint32_t inserter, const char *name, uint32_t count)
{
    uint32_t fuel = sim_energy_fuel(arena, &record_of(arena, inserter)->energy);
    CHECK_EQ_INT(sim_inventory_insert(arena, prototypes, fuel, item(name), count), count);
}

/* Unit vectors of the four directions. */
static const int32_t AHEAD[16][2] = {[0] = {0, -1}, [4] = {1, 0}, [8] = {0, 1}, [12] = {-1, 0}};

/* A chest, an inserter at 0, 0 that faces it, and a chest behind, `reach` tiles away. */
typedef struct line {
    uint32_t source, inserter, target;
} line;

__attribute__((unused)) static line build_line(sim_arena *arena, const char *name, uint8_t direction, int32_t reach)
{
    int32_t x = AHEAD[direction][0] * reach, y = AHEAD[direction][1] * reach;
    line built = {build(arena, "iron-chest", x, y, 0), 0, build(arena, "iron-chest", -x, -y, 0)};
    built.inserter = build(arena, name, 0, 0, direction);
    return built;
}

/* Ticks until the chest holds `count` of the item; `limit` when it does not come to that. */
__attribute__((unused)) static uint32_t ticks_until(sim_arena *arena, uint32_t chest, const char *name,
                                                    uint32_t count, uint32_t limit)
{
    for (uint32_t tick = 1; tick <= limit; tick++) {
        sim_run(arena, prototypes, 1);
        if (in_chest(arena, chest, name) >= count) return tick;
    }
    return limit;
}

#endif
