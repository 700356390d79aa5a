/* arena_kit.h - arenas for the engine's tests: short names for what they do to them. Include after kit.h. */
#ifndef TESTS_C_ENGINE_ARENA_KIT_H
#define TESTS_C_ENGINE_ARENA_KIT_H

#include "harness/standin/engine/sim.h"
#include "harness/standin/prototypes/prototypes_table.h"

#define TILE SIM_FIXED_ONE
#define CENTRE (SIM_FIXED_ONE / 2)

static const sim_prototypes *prototypes; /* set by make_arena */

/* An arena of side x side tiles centred on 0, 0, with room for some of everything. The caller frees it. */
__attribute__((unused)) static sim_arena *make_arena(uint32_t side, uint32_t entities)
{
    prototypes = sim_builtin_prototypes();
    sim_arena_config config = sim_arena_default_config(side, side, entities, prototypes);
    config.character_capacity = 4;
    config.inventory_capacity = 16 + entities * 4;
    config.slot_capacity = 1000 + entities * 16;
    config.tile_page_capacity = 4;
    for (int pool = 0; pool < SIM_POOL_COUNT; pool++) config.pool_capacity[pool] = 64 + entities * 4;
    size_t bytes = sim_arena_bytes(&config, prototypes);
    sim_arena *arena = aligned_alloc(64, bytes);
    CHECK_EQ_INT(sim_arena_init(arena, bytes, &config, prototypes), SIM_OK);
    return arena;
}

/* Creates an entity that must be possible. */
__attribute__((unused)) static sim_handle put(sim_arena *arena, const char *name, int32_t x, int32_t y,
                                              uint32_t amount)
{
    sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, name), .position = {x, y}, .amount = amount};
    sim_handle created = {0, 0};
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, &created), SIM_OK);
    return created;
}

__attribute__((unused)) static sim_handle put_item(sim_arena *arena, const char *item, int32_t x, int32_t y,
                                                   uint32_t count)
{
    sim_entity_spec spec = {.prototype = prototypes->item_entity, .position = {x, y}, .amount = count,
                            .item = sim_item_named(prototypes, item)};
    sim_handle created = {0, 0};
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, &created), SIM_OK);
    return created;
}

__attribute__((unused)) static uint16_t item(const char *name)
{
    return sim_item_named(prototypes, name);
}

__attribute__((unused)) static uint32_t held(const sim_arena *arena, const char *name)
{
    return sim_inventory_count(arena, sim_character_get(arena, 0)->inventory, item(name));
}

__attribute__((unused)) static void check_place(const sim_arena *arena, int32_t x, int32_t y)
{
    CHECK_EQ_INT(sim_character_position(arena, 0).x, x);
    CHECK_EQ_INT(sim_character_position(arena, 0).y, y);
}

/* The sanity sweep finds nothing. */
__attribute__((unused)) static void check_sane(const sim_arena *arena)
{
    sim_fault fault = {0};
    int is_sane = sim_arena_check(arena, prototypes, &fault);
    if (!is_sane) printf("# %s %u: %s\n", fault.object, fault.index, fault.expression);
    CHECK(is_sane);
}

#endif
