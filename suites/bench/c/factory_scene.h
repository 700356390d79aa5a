/* factory_scene.h - factories of any size for the benchmarks, built in C: ore is mined, carried and smelted by what
 * burns coal.
 *
 * A starter cell is 9 entities: a burner drill, 4 belts, an inserter, a stone furnace, an inserter, a chest. A starter
 * factory is that of harness/bench/starter_factory.yaml: 64 entities, 10 drills on both sides of 22 belts, 8 furnaces
 * between 16 inserters and 8 chests. A main belt is 148: 24 drills, 44 belts, 20 furnaces, 40 inserters, 20 chests. */
#ifndef SUITES_BENCH_FACTORY_SCENE_H
#define SUITES_BENCH_FACTORY_SCENE_H

#include <stdio.h>
#include <stdlib.h>

#include "harness/standin/engine/sim.h"
#include "harness/standin/prototypes/prototypes_table.h"

enum {
    STARTER_CELL_ENTITIES = 9, STARTER_CELL_WIDTH = 8, STARTER_CELL_HEIGHT = 9, STARTER_CELLS = 8,
    STARTER_DRILLS = 10, STARTER_FURNACES = 8, STARTER_BELTS = 22, STARTER_ENTITIES = 64, STARTER_ORE = 400,
    MAIN_BELT_DRILLS = 24, MAIN_BELT_FURNACES = 20, MAIN_BELT_BELTS = 44, MAIN_BELT_ENTITIES = 148,
    MAIN_BELT_WIDTH = 46, MAIN_BELT_HEIGHT = 14, SCENE_NORTH = 0, SCENE_EAST = 4, SCENE_SOUTH = 8, ORE_AMOUNT = 1000000
};

/* What stands on the tiles from x, y on: a 2 x 2 entity's centre is the corner x + 1, y + 1, another's its tile's. */
static uint32_t scene_put(sim_arena *arena, const sim_prototypes *tables, const char *name, int32_t x, int32_t y,
                          uint8_t direction)
{
    uint16_t prototype = sim_entity_named(tables, name);
    sim_box box = tables->entities[prototype].collision_box;
    int32_t half = box.right - box.left > SIM_FIXED_ONE ? SIM_FIXED_ONE : SIM_FIXED_ONE / 2;
    sim_entity_spec spec = {.prototype = prototype, .direction = direction, .force = SIM_FORCE_ARENA,
                            .position = {x * SIM_FIXED_ONE + half, y * SIM_FIXED_ONE + half}, .amount = ORE_AMOUNT};
    sim_handle created;
    enum sim_result result = sim_entity_create(arena, tables, &spec, &created);
    if (result == SIM_OK) return created.index;
    fprintf(stderr, "%s at %d, %d: result %d\n", name, (int)x, (int)y, (int)result);
    abort();
}

static void scene_fuel(sim_arena *arena, const sim_prototypes *tables, uint32_t slot, uint32_t count)
{
    sim_transfer_insert(arena, tables, slot, sim_item_named(tables, "coal"), count);
}

static void scene_put_drill(sim_arena *arena, const sim_prototypes *tables, int32_t x, int32_t y, uint8_t direction)
{
    for (int32_t i = 0; i < 4; i++) scene_put(arena, tables, "iron-ore", x + i % 2, y + i / 2, 0);
    scene_fuel(arena, tables, scene_put(arena, tables, "burner-mining-drill", x, y, direction), 50);
}

/* From a belt at y into a furnace and on into a chest, to the south, or to the north when `down` is -1. */
static void scene_put_smelter(sim_arena *arena, const sim_prototypes *tables, int32_t x, int32_t y, int32_t down)
{
    uint8_t takes_from = down > 0 ? SCENE_NORTH : SCENE_SOUTH;
    scene_fuel(arena, tables, scene_put(arena, tables, "burner-inserter", x, y + down, takes_from), 5);
    int32_t furnace_y = down > 0 ? y + 2 : y - 3;
    scene_fuel(arena, tables, scene_put(arena, tables, "stone-furnace", x, furnace_y, 0), 50);
    scene_fuel(arena, tables, scene_put(arena, tables, "burner-inserter", x, y + 4 * down, takes_from), 5);
    scene_put(arena, tables, "iron-chest", x, y + 5 * down, 0);
}

__attribute__((unused))
static void scene_put_starter_cell(sim_arena *arena, const sim_prototypes *tables, int32_t x, int32_t y)
{
    for (int32_t i = 1; i < 5; i++) scene_put(arena, tables, "transport-belt", x + i, y + 2, SCENE_EAST);
    scene_put_smelter(arena, tables, x + 4, y + 2, 1);
    scene_put_drill(arena, tables, x, y, SCENE_SOUTH);
}

/* Belts to the east, drills on both sides of their first tiles and furnaces on both sides of what follows `gap` tiles
 * behind them. */
static void scene_put_line(sim_arena *arena, const sim_prototypes *tables, int32_t x, int32_t y, int32_t belts,
                           int32_t drills, int32_t furnaces, int32_t gap)
{
    for (int32_t i = 0; i < belts; i++) scene_put(arena, tables, "transport-belt", x + i, y, SCENE_EAST);
    for (int32_t i = 0; i < furnaces / 2; i++) {
        scene_put_smelter(arena, tables, x + drills + gap + 2 * i, y, 1);
        scene_put_smelter(arena, tables, x + drills + gap + 2 * i, y, -1);
    }
    for (int32_t i = 0; i < drills; i += 2) {
        scene_put_drill(arena, tables, x + i, y - 2, SCENE_SOUTH);
        scene_put_drill(arena, tables, x + i, y + 1, SCENE_NORTH);
    }
}

__attribute__((unused))
static void scene_put_main_belt(sim_arena *arena, const sim_prototypes *tables, int32_t x, int32_t y)
{
    scene_put_line(arena, tables, x, y, MAIN_BELT_BELTS, MAIN_BELT_DRILLS, MAIN_BELT_FURNACES, 0);
}

/* An empty map with a character in the middle and room for that many entities of a factory. */
static sim_arena *scene_make(const sim_prototypes *tables, uint32_t width, uint32_t height, uint32_t entities)
{
    sim_arena_config config = sim_arena_default_config(width, height, entities * 2 + 16, tables);
    config.inventory_capacity = entities * 2 + 16;
    config.slot_capacity = entities * 12 + 256;
    static const enum sim_pool_id POOLS[] = {SIM_POOL_BURNER, SIM_POOL_BELT, SIM_POOL_INSERTER, SIM_POOL_MACHINE};
    for (size_t i = 0; i < sizeof POOLS / sizeof POOLS[0]; i++) config.pool_capacity[POOLS[i]] = entities + 16;
    config.pool_capacity[SIM_POOL_WATCH] = entities * 4 + 16;
    size_t bytes = sim_arena_bytes(&config, tables);
    sim_arena *arena = bytes ? aligned_alloc(64, bytes) : NULL;
    if (arena == NULL || sim_arena_init(arena, bytes, &config, tables) != SIM_OK) abort();
    sim_entity_spec character = {.prototype = tables->character, .force = SIM_FORCE_ARENA};
    sim_handle created;
    if (sim_entity_create(arena, tables, &character, &created) != SIM_OK) abort();
    return arena;
}

/* Ore on every tile around 0, 0 that has none. */
__attribute__((unused))
static void scene_put_ore(sim_arena *arena, const sim_prototypes *tables, int32_t radius)
{
    for (int32_t y = -radius; y < radius; y++)
        for (int32_t x = -radius; x < radius; x++)
            if (x * x + y * y < radius * radius && sim_resource_at_tile(arena, x, y) == 0)
                scene_put(arena, tables, "iron-ore", x, y, 0);
}

/* A 128 x 128 map with the starter factory on a field of ore; the character stands south of it. */
__attribute__((unused)) static sim_arena *scene_starter_factory(const sim_prototypes *tables)
{
    sim_arena *arena = scene_make(tables, 128, 128, STARTER_ENTITIES + STARTER_ORE);
    sim_position south = {0, 14 * SIM_FIXED_ONE};
    sim_entity_teleport(arena, tables, sim_entity_handle(arena, sim_character_get(arena, 0)->entity), south);
    scene_put_line(arena, tables, -12, 0, STARTER_BELTS, STARTER_DRILLS, STARTER_FURNACES, 4);
    scene_put_ore(arena, tables, 11);
    return arena;
}

/* A 128 x 128 map with that many starter cells around the character. */
__attribute__((unused)) static sim_arena *scene_starter(const sim_prototypes *tables, uint32_t cells)
{
    sim_arena *arena = scene_make(tables, 128, 128, cells * STARTER_CELL_ENTITIES);
    for (uint32_t i = 0; i < cells; i++) {
        int32_t column = (int32_t)(i % 4), row = (int32_t)(i / 4);
        scene_put_starter_cell(arena, tables, column * STARTER_CELL_WIDTH - 16, row * (STARTER_CELL_HEIGHT + 1) - 9);
    }
    return arena;
}

/* As many main belts as it takes for that many entities. */
__attribute__((unused)) static sim_arena *scene_main_belts(const sim_prototypes *tables, uint32_t entities)
{
    uint32_t belts = (entities + MAIN_BELT_ENTITIES / 2) / MAIN_BELT_ENTITIES, columns = 1;
    if (belts == 0) belts = 1;
    while (columns * columns * MAIN_BELT_WIDTH < belts * MAIN_BELT_HEIGHT) columns++;
    uint32_t rows = (belts + columns - 1) / columns;
    uint32_t width = columns * MAIN_BELT_WIDTH + 32, height = rows * MAIN_BELT_HEIGHT + 32;
    sim_arena *arena = scene_make(tables, width, height, belts * MAIN_BELT_ENTITIES);
    for (uint32_t i = 0; i < belts; i++)
        scene_put_main_belt(arena, tables, (int32_t)(i % columns * MAIN_BELT_WIDTH) - (int32_t)(width / 2) + 16,
                            (int32_t)(i / columns * MAIN_BELT_HEIGHT) - (int32_t)(height / 2) + 22);
    return arena;
}

/* Records awake of all pools. */
__attribute__((unused)) static uint32_t scene_awake(const sim_arena *arena)
{
    uint32_t awake = 0;
    for (int pool = 0; pool < SIM_POOL_COUNT; pool++) awake += arena->pools[pool].awake;
    return awake;
}

#endif
