/* machine_kit.h - short names for what tests do to machines. Include after arena_kit.h. */
#ifndef TESTS_C_ENGINE_MACHINE_KIT_H
#define TESTS_C_ENGINE_MACHINE_KIT_H

/* Ticks until a network that was just wired gives all that is asked for. */
#define WARM_UP 2

__attribute__((unused)) static sim_handle put_facing(sim_arena *arena, const char *name, int32_t x, int32_t y,
                                                     uint8_t direction)
{
    sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, name), .position = {x, y},
                            .direction = direction, .force = SIM_FORCE_ARENA};
    sim_handle created = {0, 0};
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, &created), SIM_OK);
    return created;
}

/* Puts in by hand; returns how many went in. */
__attribute__((unused)) static uint32_t give(sim_arena *arena, sim_handle to, const char *name, uint32_t count)
{
    return sim_transfer_insert(arena, prototypes, to.index, item(name), count);
}

__attribute__((unused)) static uint32_t in_role(const sim_arena *arena, sim_handle entity,
                                                enum sim_inventory_role role, const char *name)
{
    return sim_inventory_count(arena, sim_entity_inventory(arena, prototypes, entity.index, role), item(name));
}

__attribute__((unused)) static enum sim_status status_of(const sim_arena *arena, sim_handle entity)
{
    return sim_entity_status(arena, prototypes, entity.index);
}

/* The burner of a drill or furnace. */
__attribute__((unused)) static const sim_burner *burner_of(const sim_arena *arena, sim_handle entity)
{
    const sim_entity *found = sim_entity_get(arena, entity);
    int is_drill = prototypes->entities[found->prototype].type == SIM_TYPE_MINING_DRILL;
    uint32_t record = is_drill ? sim_drill_get(arena, entity.index)->energy.record
                               : sim_crafter_get(arena, entity.index)->energy.record;
    return sim_burner_get(arena, record);
}

/* A pole beside the entity and a source that gives more than it can take. */
__attribute__((unused)) static void power(sim_arena *arena, sim_handle entity)
{
    sim_position at = sim_entity_get(arena, entity)->position;
    put_facing(arena, "medium-electric-pole", at.x + 2 * TILE, at.y + 2 * TILE, 0);
    put_facing(arena, "electric-energy-interface", at.x + 5 * TILE, at.y + 2 * TILE, 0);
}

__attribute__((unused)) static uint16_t recipe(const char *name)
{
    return sim_recipe_named(prototypes, name);
}

/* Sets a recipe that must be possible. */
__attribute__((unused)) static void set_recipe(sim_arena *arena, sim_handle machine, const char *name)
{
    sim_stack returned[SIM_CRAFTER_MOST_STACKS];
    uint32_t count;
    CHECK_EQ_INT(sim_recipe_set_enabled(arena, prototypes, recipe(name), 1), SIM_OK);
    CHECK_EQ_INT(sim_crafter_set_recipe(arena, prototypes, machine.index, recipe(name), returned, &count), SIM_OK);
}

#endif
