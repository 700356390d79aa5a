/* One surface: making and freeing it, its light, peace, ground and forces. */
#include "harness/standin/luaapi/world/world.h"

#include <stdlib.h>
#include <string.h>

#include "harness/standin/luaapi/world/chunks.h"
#include "harness/standin/luaapi/world/flow_sampling.h"
#include "harness/standin/luaapi/world/research.h"

#define FIRST_ENTITIES 64      /* room for entities of a new surface                  */
#define DAYTIME_NOON 0.0
#define HALF_A_TICK (0.5 / LUAAPI_TICKS_PER_DAY)

/* Room for a new surface's pointer at the end of the list. */
static int reserve_surface(luaapi_world *world)
{
    size_t bytes = (world->surface_count + 1) * sizeof *world->surfaces;
    luaapi_surface **surfaces = realloc(world->surfaces, bytes);
    if (surfaces == NULL) {
        return 0;
    }
    world->surfaces = surfaces;
    return 1;
}

static uint32_t at_least(uint32_t value, uint32_t least)
{
    return value < least ? least : value;
}

static sim_arena_config first_config(const luaapi_world *world, const luaapi_surface_spec *spec)
{
    uint32_t endless = spec->is_generated ? LUAAPI_GENERATED_SIDE : LUAAPI_DEFAULT_SIDE;
    uint32_t width = spec->width ? spec->width : endless;
    uint32_t height = spec->height ? spec->height : endless;
    sim_arena_config config = sim_arena_default_config(width, height, FIRST_ENTITIES, world->prototypes);
    if (spec->ground_tile) {
        config.ground_tile = spec->ground_tile;
    }
    /* Research opens in the middle of a tick, when something was made that a technology waits for. */
    config.pool_capacity[SIM_POOL_TECHNOLOGY] = at_least(config.pool_capacity[SIM_POOL_TECHNOLOGY],
                                                         world->prototypes->technology_count);
    config.pool_capacity[SIM_POOL_RECIPE] = at_least(config.pool_capacity[SIM_POOL_RECIPE],
                                                     world->prototypes->recipe_count);
    config.pool_capacity[SIM_POOL_BONUS] = at_least(config.pool_capacity[SIM_POOL_BONUS],
                                                    sim_force_bonus_count(world->prototypes));
    luaapi_config_make_room_for_a_death(&config);
    return config;
}

static enum sim_result first_arena(const luaapi_world *world, luaapi_surface *surface, const sim_arena_config *config)
{
    surface->block_bytes = sim_arena_bytes(config, world->prototypes);
    if (surface->block_bytes == 0) {
        return SIM_BAD_ARGUMENT;
    }
    surface->arena = malloc(surface->block_bytes);
    if (surface->arena == NULL) {
        return SIM_ARENA_FULL;
    }
    return sim_arena_init(surface->arena, surface->block_bytes, config, world->prototypes);
}

static void set_defaults(luaapi_surface *surface, const luaapi_surface_spec *spec)
{
    surface->seed = spec->seed;
    surface->peaceful_mode = spec->peaceful_mode;
    surface->no_enemies_mode = spec->no_enemies_mode;
    surface->show_clouds = 1;
    surface->daytime = DAYTIME_NOON;
    surface->ticks_per_day = LUAAPI_TICKS_PER_DAY;
    surface->force_of_byte[SIM_FORCE_NEUTRAL] = LUAAPI_FORCE_NEUTRAL;
    surface->force_of_byte[SIM_FORCE_ENEMY] = LUAAPI_FORCE_ENEMY;
}

void luaapi_surface_free(luaapi_surface *surface)
{
    free(surface->arena);
    luaapi_flows_free(surface);
    free(surface->selections);
    free(surface->chunks);
    free(surface->generation);
    free(surface);
}

luaapi_surface *luaapi_surface_make(luaapi_world *world, const luaapi_surface_spec *spec)
{
    luaapi_surface *surface = calloc(1, sizeof *surface);
    sim_arena_config config = first_config(world, spec);
    if (surface != NULL && (!luaapi_name_copy(surface->name, spec->name) || first_arena(world, surface, &config) != SIM_OK)) {
        luaapi_surface_free(surface);
        return NULL;
    }
    if (surface != NULL) {
        set_defaults(surface, spec);
    }
    return surface;
}

enum sim_result luaapi_world_create_surface(luaapi_world *world, const luaapi_surface_spec *spec,
                                            luaapi_surface **created)
{
    luaapi_surface *surface = calloc(1, sizeof *surface);
    if (surface == NULL || !reserve_surface(world)) {
        free(surface);
        return SIM_ARENA_FULL;
    }
    sim_arena_config config = first_config(world, spec);
    enum sim_result result = SIM_BAD_ARGUMENT;
    if (luaapi_world_surface_named(world, spec->name) == NULL && luaapi_name_copy(surface->name, spec->name)) {
        result = first_arena(world, surface, &config);
    }
    if (result != SIM_OK) {
        luaapi_surface_free(surface);
        return result;
    }
    if (spec->is_generated && !luaapi_chunks_init(surface, &spec->generation)) {
        luaapi_surface_free(surface);
        return SIM_ARENA_FULL;
    }
    set_defaults(surface, spec);
    world->surfaces[world->surface_count] = surface;
    surface->index = ++world->surface_count;
    sim_random_seed(&surface->arena->random, spec->seed);
    *created = surface;
    return SIM_OK;
}

void luaapi_surface_apply_settings(luaapi_surface *surface)
{
    sim_arena *arena = surface->arena;
    double daytime = surface->always_day ? DAYTIME_NOON : surface->daytime;
    double difference = sim_daytime(arena) - daytime;
    uint32_t peace = (surface->peaceful_mode ? SIM_PEACE_PEACEFUL : 0u) |
                     (surface->no_enemies_mode ? SIM_PEACE_NO_ENEMIES : 0u);
    int is_held = surface->always_day || surface->freeze_daytime;
    if (difference > HALF_A_TICK || difference < -HALF_A_TICK || (sim_daytime_is_frozen(arena) && !is_held)) {
        sim_daytime_set(arena, daytime);
    }
    if (is_held) {
        sim_daytime_freeze(arena);
    }
    if (arena->peace != peace) {
        arena->peace = peace;
    }
}

void luaapi_surface_advance_daytime(luaapi_surface *surface)
{
    if (surface->freeze_daytime) {
        return;
    }
    if (surface->ticks_per_day == LUAAPI_TICKS_PER_DAY && !surface->always_day) {
        surface->daytime = sim_daytime(surface->arena);
        return;
    }
    surface->daytime += 1.0 / surface->ticks_per_day;
    surface->daytime -= surface->daytime >= 1.0;
}

uint8_t luaapi_surface_force_byte(luaapi_world *world, luaapi_surface *surface, uint32_t force_index)
{
    uint8_t unused = 255;
    for (uint8_t byte = 0; byte < LUAAPI_SURFACE_FORCES; byte++) {
        if (surface->force_of_byte[byte] == force_index) {
            return byte;
        }
        if (surface->force_of_byte[byte] == 0 && unused == 255) {
            unused = byte;
        }
    }
    if (unused != 255) {
        surface->force_of_byte[unused] = (uint8_t)force_index;
    }
    if (unused == SIM_FORCE_ARENA) {
        luaapi_research_settle(world, surface);
    }
    return unused;
}

uint32_t luaapi_surface_own_force(const luaapi_surface *surface)
{
    return surface->force_of_byte[SIM_FORCE_ARENA];
}

/* A map with nothing on it is made anew on another ground, which costs no tile pages. It keeps its generator. */
static enum sim_result lay_ground(luaapi_world *world, luaapi_surface *surface, uint16_t tile)
{
    sim_arena_config config = surface->arena->config;
    if (surface->arena->entity_count == 0 && surface->arena->tile_page_count == 0) {
        sim_random random = surface->arena->random;
        config.ground_tile = tile;
        enum sim_result result = sim_arena_init(surface->arena, surface->block_bytes, &config, world->prototypes);
        surface->arena->random = random;
        return result;
    }
    for (uint32_t i = 0; i < config.width_tiles * config.height_tiles; i++) {
        int32_t x = config.left_tile + (int32_t)(i % config.width_tiles);
        int32_t y = config.top_tile + (int32_t)(i / config.width_tiles);
        enum sim_result result = luaapi_surface_set_tile(world, surface, x, y, tile);
        if (result != SIM_OK) {
            return result;
        }
    }
    return SIM_OK;
}

enum sim_result luaapi_surface_generate(luaapi_world *world, luaapi_surface *surface)
{
    if (surface->generated) {
        return SIM_OK;
    }
    surface->generated = 1;
    uint16_t lab = sim_tile_named(world->prototypes, "lab-dark-1");
    return surface->lab_tiles && lab != 0 ? lay_ground(world, surface, lab) : SIM_OK;
}

luaapi_selection *luaapi_surface_selection(luaapi_surface *surface, uint32_t character)
{
    if (character >= surface->selection_count) {
        uint32_t count = character + 1;
        luaapi_selection *selections = realloc(surface->selections, count * sizeof *selections);
        if (selections == NULL) {
            return NULL;
        }
        memset(selections + surface->selection_count, 0, (count - surface->selection_count) * sizeof *selections);
        surface->selections = selections;
        surface->selection_count = count;
    }
    return &surface->selections[character];
}
