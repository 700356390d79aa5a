#include "harness/standin/native/room.h"

#include "comm_c/frames.h"

/* Enough for a starter factory several times over, and still within half a megabyte a block. */
enum { MORE_ENTITIES = 512, MORE_INVENTORIES = 512, MORE_SLOTS = 2048, MORE_PAGES = 8 };

/* Records that an episode may add to each pool. */
static const uint16_t MORE_RECORDS[SIM_POOL_COUNT] = {
    [SIM_POOL_WATCH] = 1024,   [SIM_POOL_BURNER] = 160,    [SIM_POOL_ELECTRIC] = 160,  [SIM_POOL_NETWORK] = 16,
    [SIM_POOL_WIRE] = 160,     [SIM_POOL_BELT] = 256,      [SIM_POOL_SPLITTER] = 16,   [SIM_POOL_INSERTER] = 128,
    [SIM_POOL_MACHINE] = 128,  [SIM_POOL_BEACON] = 4,      [SIM_POOL_LAB] = 16,       [SIM_POOL_HEAT] = 16,
    [SIM_POOL_CRAFT] = 64,     [SIM_POOL_FLUID_BOX] = 128, [SIM_POOL_SEGMENT] = 64,    [SIM_POOL_STEAM] = 32,
    [SIM_POOL_TURRET] = 64,    [SIM_POOL_GATE] = 16,       [SIM_POOL_UNIT] = 256,      [SIM_POOL_SPAWNER] = 16,
    [SIM_POOL_GROUP] = 32,     [SIM_POOL_PATH] = 1024,     [SIM_POOL_PROJECTILE] = 128, [SIM_POOL_GHOST] = 64,
    [SIM_POOL_CORPSE] = 8,     [SIM_POOL_BONUS] = 512, [SIM_POOL_FLUID_FLOW] = 16, [SIM_POOL_KILL] = 64,
    [SIM_POOL_TECHNOLOGY] = 256, [SIM_POOL_RECIPE] = 256,
};

sim_arena_config native_roomy_config(const sim_arena *scene, uint32_t frame_kind)
{
    sim_arena_config config = scene->config;
    if (frame_kind < FACTORIO_FRAME_BUILDING) return config;
    config.entity_capacity = scene->entity_slots - 1 + MORE_ENTITIES;
    config.inventory_capacity = scene->inventory_slots - 1 + MORE_INVENTORIES;
    config.slot_capacity = scene->stack_slots + MORE_SLOTS;
    config.tile_page_capacity = scene->tile_page_count + MORE_PAGES;
    for (uint32_t pool = 0; pool < SIM_POOL_COUNT; pool++)
        config.pool_capacity[pool] = scene->pools[pool].used - 1 + MORE_RECORDS[pool];
    return config;
}
