/* The room of a surface's arena: larger blocks, and what is done again in them. */
#include "harness/standin/luaapi/world/world.h"

#include <stdlib.h>

#define FIRST_RECORDS 16       /* room of a pool that had none                        */
#define SPARE_ENTITIES 8       /* room that a handed-over arena keeps                 */
#define SPARE_INVENTORIES 4    /* room that luaapi_surface_make_room keeps            */
#define SPARE_SLOTS 32
#define SPARE_RECORDS 4
#define CORPSE_SLOTS 160       /* at most, of one character                               */
#define DROPPED 64             /* items that a tick puts down on the ground              */

#define BIT(pool) ((uint32_t)1 << SIM_POOL_##pool)
#define FIGHTERS (BIT(UNIT) | BIT(TURRET) | BIT(SPAWNER) | BIT(PROJECTILE))
#define DROPPERS (BIT(INSERTER) | BIT(MACHINE) | BIT(CRAFT))

int luaapi_surface_move(luaapi_world *world, luaapi_surface *surface, const sim_arena_config *config)
{
    size_t bytes = sim_arena_bytes(config, world->prototypes);
    sim_arena *arena = bytes == 0 ? NULL : malloc(bytes);
    if (arena == NULL || sim_arena_grow(arena, bytes, config, surface->arena, world->prototypes) != SIM_OK) {
        free(arena);
        return 0;
    }
    free(surface->arena);
    surface->arena = arena;
    surface->block_bytes = bytes;
    return 1;
}

sim_arena *luaapi_world_tight_arena(luaapi_world *world, const char *surface_name)
{
    luaapi_surface *surface = luaapi_world_surface_named(world, surface_name);
    if (surface == NULL) {
        return NULL;
    }
    luaapi_surface_apply_settings(surface);
    sim_arena_config config = sim_arena_tight_config(surface->arena, SPARE_ENTITIES);
    return luaapi_surface_move(world, surface, &config) ? surface->arena : NULL;
}

static uint32_t doubled(uint32_t value, uint32_t limit)
{
    return value >= limit / 2 ? limit : value * 2;
}

/* Twice the room for everything, for what needs more at once than any section had left. */
static sim_arena_config doubled_config(const sim_arena *arena)
{
    sim_arena_config config = arena->config;
    config.entity_capacity = doubled(config.entity_capacity, 1u << 24);
    config.character_capacity = doubled(config.character_capacity, 1u << 16);
    config.inventory_capacity = doubled(config.inventory_capacity, 1u << 24);
    config.slot_capacity = doubled(config.slot_capacity, 1u << 26);
    config.tile_page_capacity = config.tile_page_capacity ? doubled(config.tile_page_capacity, 1u << 24) : 4;
    for (uint32_t pool = 0; pool < SIM_POOL_COUNT; pool++) {
        uint32_t capacity = config.pool_capacity[pool];
        config.pool_capacity[pool] = capacity ? doubled(capacity, 1u << 24) : FIRST_RECORDS;
    }
    return config;
}

int luaapi_surface_grow(luaapi_world *world, luaapi_surface *surface)
{
    uint32_t chunks = surface->arena->chunk_columns * surface->arena->chunk_rows;
    sim_arena_config config = sim_arena_roomier_config(surface->arena);
    if (config.tile_page_capacity > chunks) {
        config.tile_page_capacity = chunks;
    }
    if (sim_arena_bytes(&config, world->prototypes) <= surface->block_bytes) {
        config = doubled_config(surface->arena);
    }
    if (config.tile_page_capacity > chunks) {
        config.tile_page_capacity = chunks;
    }
    return sim_arena_bytes(&config, world->prototypes) > surface->block_bytes && luaapi_surface_move(world, surface, &config);
}

static int is_short_of_room(const sim_arena *arena)
{
    const sim_arena_config *config = &arena->config;
    int is_short = config->inventory_capacity < arena->inventory_slots + SPARE_INVENTORIES ||
                   config->slot_capacity < arena->stack_slots + SPARE_SLOTS ||
                   config->entity_capacity < arena->entity_slots + SPARE_ENTITIES;
    for (uint32_t pool = 0; pool < SIM_POOL_COUNT && !is_short; pool++) {
        is_short = pool != SIM_POOL_EVENT && arena->pools[pool].used > 1 &&
                   config->pool_capacity[pool] < arena->pools[pool].used + SPARE_RECORDS;
    }
    return is_short;
}

void luaapi_surface_make_room(luaapi_world *world, luaapi_surface *surface)
{
    if (is_short_of_room(surface->arena)) {
        luaapi_surface_grow(world, surface);
    }
}

/* What a tick takes by itself: free records that a pool must have when one of `because` (bits of enum sim_pool_id) is in
 * use, and as many more as those are. */
static const struct need {
    uint8_t pool;
    uint8_t records;
    uint8_t is_each;
    uint32_t because;
} NEEDS[] = {
    {SIM_POOL_PATH, 128, 0, BIT(UNIT)},
    {SIM_POOL_PROJECTILE, 32, 1, BIT(UNIT) | BIT(TURRET) | BIT(PROJECTILE)},
    {SIM_POOL_UNIT, 0, 1, BIT(SPAWNER)},
    {SIM_POOL_GROUP, 8, 1, BIT(SPAWNER)},
    {SIM_POOL_KILL, 16, 0, FIGHTERS | BIT(MACHINE) | BIT(STEAM)},
    {SIM_POOL_NETWORK, 8, 0, BIT(WIRE)},
    {SIM_POOL_SEGMENT, 8, 0, BIT(SEGMENT)},
    {SIM_POOL_FLUID_FLOW, 8, 0, BIT(FLUID_BOX)},
    {SIM_POOL_WATCH, 32, 0, BIT(INSERTER) | BIT(MACHINE) | BIT(LAB) | BIT(CRAFT)},
};

static uint32_t live_of(const sim_arena *arena, uint32_t pools)
{
    uint32_t live = 0;
    for (uint32_t pool = 0; pool < SIM_POOL_COUNT; pool++) {
        live += pools >> pool & 1 ? arena->pools[pool].live : 0;
    }
    return live;
}

/* Raises a capacity with less than `spare` left, to twice what it holds and that much more; 1 when it was raised. */
static int enlarge(uint32_t *capacity, uint32_t used, uint32_t spare)
{
    if (*capacity >= used + spare) {
        return 0;
    }
    *capacity = 2 * used + spare;
    return 1;
}

static int enlarge_pools(const sim_arena *arena, sim_arena_config *config)
{
    int is_larger = 0;
    for (size_t i = 0; i < sizeof NEEDS / sizeof *NEEDS; i++) {
        const struct need *need = &NEEDS[i];
        if (arena->live_pools & need->because) {
            uint32_t records = need->records + (need->is_each ? live_of(arena, need->because) : 0);
            is_larger |= enlarge(&config->pool_capacity[need->pool], arena->pools[need->pool].live, records);
        }
    }
    return is_larger;
}

void luaapi_config_make_room_for_a_death(sim_arena_config *config)
{
    config->pool_capacity[SIM_POOL_CORPSE] += 2;
    config->inventory_capacity += 4;
    config->slot_capacity += 2 * CORPSE_SLOTS;
}

void luaapi_surface_reserve_tick(luaapi_world *world, luaapi_surface *surface)
{
    const sim_arena *arena = surface->arena;
    sim_arena_config config = arena->config;
    uint32_t born = arena->pools[SIM_POOL_SPAWNER].live, dropping = arena->live_pools & DROPPERS ? DROPPED : 0;
    int is_short = enlarge_pools(arena, &config);
    is_short |= enlarge(&config.entity_capacity, arena->entity_count, SPARE_ENTITIES + born + dropping);
    if (arena->character_count) {
        uint32_t deaths = arena->character_count;
        is_short |= enlarge(&config.pool_capacity[SIM_POOL_CORPSE], arena->pools[SIM_POOL_CORPSE].live, deaths);
        is_short |= enlarge(&config.inventory_capacity, arena->inventory_slots, deaths + 1);
        is_short |= enlarge(&config.slot_capacity, arena->stack_slots, deaths * CORPSE_SLOTS);
    }
    if (is_short) {
        luaapi_surface_move(world, surface, &config);
    }
}

int luaapi_surface_reserve_events(luaapi_world *world, luaapi_surface *surface, uint32_t events)
{
    sim_arena_config config = surface->arena->config;
    if (config.pool_capacity[SIM_POOL_EVENT] >= events) {
        return 1;
    }
    config.pool_capacity[SIM_POOL_EVENT] = events;
    return luaapi_surface_move(world, surface, &config);
}

enum sim_result luaapi_surface_create_entity(luaapi_world *world, luaapi_surface *surface,
                                             const sim_entity_spec *spec, sim_handle *created)
{
    enum sim_result result = sim_entity_create(surface->arena, world->prototypes, spec, created);
    while (result == SIM_ARENA_FULL && luaapi_surface_grow(world, surface)) {
        result = sim_entity_create(surface->arena, world->prototypes, spec, created);
    }
    return result;
}

enum sim_result luaapi_surface_set_tile(luaapi_world *world, luaapi_surface *surface, int32_t tile_x, int32_t tile_y,
                                        uint16_t tile)
{
    enum sim_result result = sim_map_set_tile(surface->arena, world->prototypes, tile_x, tile_y, tile);
    while (result == SIM_ARENA_FULL && luaapi_surface_grow(world, surface)) {
        result = sim_map_set_tile(surface->arena, world->prototypes, tile_x, tile_y, tile);
    }
    return result;
}
