#include "world.h"

#include "chunks.h"
#include "research.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_ENTITIES 64      /* room for entities of a new surface                  */
#define FIRST_RECORDS 16       /* room of a pool that had none                        */
#define SPARE_ENTITIES 8       /* room that a handed-over arena keeps                 */
#define SPARE_INVENTORIES 4    /* room that luaapi_surface_make_room keeps            */
#define SPARE_SLOTS 32
#define SPARE_RECORDS 4
#define DAYTIME_NOON 0.0
#define HALF_A_TICK (0.5 / LUAAPI_TICKS_PER_DAY)

static int copy_name(char *to, const char *name)
{
    size_t length = strlen(name);
    if (length == 0 || length >= LUAAPI_NAME_BYTES) {
        return 0;
    }
    memcpy(to, name, length + 1);
    return 1;
}

int luaapi_world_init(luaapi_world *world, const sim_prototypes *prototypes, uint32_t seed)
{
    memset(world, 0, sizeof *world);
    world->prototypes = prototypes;
    world->speed = 1.0;
    world->autosave_enabled = 1;
    sim_random_seed(&world->random, seed);
    return luaapi_world_create_force(world, "player") && luaapi_world_create_force(world, "enemy") &&
           luaapi_world_create_force(world, "neutral");
}

void luaapi_world_clear(luaapi_world *world)
{
    for (uint32_t index = 1; index <= world->surface_count; index = luaapi_world_next(world, index)) {
        luaapi_world_delete_surface(world, index);
    }
    for (uint32_t index = 0; index < world->force_count; index++) {
        if (world->forces[index].store != NULL) {
            luaapi_surface_free(world->forces[index].store);
            world->forces[index].store = NULL;
        }
    }
    if (world->script_store != NULL) {
        luaapi_surface_free(world->script_store);
        world->script_store = NULL;
    }
    free(world->found);
    world->found = NULL;
    world->found_room = 0;
    free(world->renderings);
    world->renderings = NULL;
    world->rendering_count = 0;
    free(world->registrations);
    world->registrations = NULL;
    world->registration_count = 0;
    world->registration_room = 0;
    free(world->paths);
    world->paths = NULL;
    world->path_count = 0;
    free(world->surfaces);
    world->surfaces = NULL;
    world->surface_count = 0;
}

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
    free(surface->selections);
    free(surface->chunks);
    free(surface->generation);
    free(surface);
}

luaapi_surface *luaapi_surface_make(luaapi_world *world, const luaapi_surface_spec *spec)
{
    luaapi_surface *surface = calloc(1, sizeof *surface);
    sim_arena_config config = first_config(world, spec);
    if (surface != NULL && (!copy_name(surface->name, spec->name) || first_arena(world, surface, &config) != SIM_OK)) {
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
    if (luaapi_world_surface_named(world, spec->name) == NULL && copy_name(surface->name, spec->name)) {
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

void luaapi_world_delete_surface(luaapi_world *world, uint32_t index)
{
    luaapi_surface *surface = luaapi_world_surface(world, index);
    if (surface != NULL) {
        luaapi_surface_free(surface);
        world->surfaces[index - 1] = NULL;
    }
    if (world->gone_until < LUAAPI_NAUVIS) {
        world->gone_until = LUAAPI_NAUVIS;
    }
    while (world->gone_until < world->surface_count && world->surfaces[world->gone_until] == NULL) {
        world->gone_until++;
    }
}

luaapi_surface *luaapi_world_surface(const luaapi_world *world, uint32_t index)
{
    if (index == LUAAPI_SCRIPT_SURFACE) {
        return world->script_store;
    }
    return index >= 1 && index <= world->surface_count ? world->surfaces[index - 1] : NULL;
}

uint32_t luaapi_world_next(const luaapi_world *world, uint32_t index)
{
    return index >= LUAAPI_NAUVIS && index < world->gone_until ? world->gone_until + 1 : index + 1;
}

luaapi_surface *luaapi_world_surface_named(const luaapi_world *world, const char *name)
{
    for (uint32_t index = 1; index <= world->surface_count; index = luaapi_world_next(world, index)) {
        luaapi_surface *surface = world->surfaces[index - 1];
        if (surface != NULL && strcmp(surface->name, name) == 0) {
            return surface;
        }
    }
    return NULL;
}

sim_arena *luaapi_world_arena(luaapi_world *world, const char *surface_name)
{
    luaapi_surface *surface = luaapi_world_surface_named(world, surface_name);
    return surface == NULL ? NULL : surface->arena;
}

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

/* Scripts set the light and the peace of a surface; its arena has its own of both. */
static void apply_settings(luaapi_surface *surface)
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

sim_arena *luaapi_world_tight_arena(luaapi_world *world, const char *surface_name)
{
    luaapi_surface *surface = luaapi_world_surface_named(world, surface_name);
    if (surface == NULL) {
        return NULL;
    }
    apply_settings(surface);
    sim_arena_config config = sim_arena_tight_config(surface->arena, SPARE_ENTITIES);
    return luaapi_surface_move(world, surface, &config) ? surface->arena : NULL;
}

uint32_t luaapi_world_create_force(luaapi_world *world, const char *name)
{
    if (world->force_count >= LUAAPI_MAX_FORCES || luaapi_world_force_named(world, name) != NULL) {
        return 0;
    }
    luaapi_force *force = &world->forces[world->force_count];
    if (!copy_name(force->name, name)) {
        return 0;
    }
    force->index = ++world->force_count;
    force->cease_fires = (uint64_t)1 << (LUAAPI_FORCE_NEUTRAL - 1);
    return force->index;
}

luaapi_force *luaapi_world_force(luaapi_world *world, uint32_t index)
{
    return index >= 1 && index <= world->force_count ? &world->forces[index - 1] : NULL;
}

luaapi_force *luaapi_world_force_named(luaapi_world *world, const char *name)
{
    for (uint32_t index = 1; index <= world->force_count; index++) {
        if (strcmp(world->forces[index - 1].name, name) == 0) {
            return &world->forces[index - 1];
        }
    }
    return NULL;
}

int luaapi_world_friends(const luaapi_world *world, uint32_t a, uint32_t b)
{
    return a == b || (world->forces[a - 1].friends >> (b - 1) & 1);
}

static void advance_daytime(luaapi_surface *surface)
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

/* A tick goes on without what did not fit into the block; the next one shall have room for it. */
static void grow_after_refusals(luaapi_world *world, luaapi_surface *surface)
{
    if (surface->arena->refused != surface->refused) {
        luaapi_surface_grow(world, surface);
        sim_character_resize_inventories(surface->arena, world->prototypes);
        surface->refused = surface->arena->refused;
    }
}

void luaapi_world_tick(luaapi_world *world)
{
    for (uint32_t index = 1; index <= world->surface_count; index = luaapi_world_next(world, index)) {
        luaapi_surface *surface = world->surfaces[index - 1];
        if (surface != NULL && !surface->doomed) {
            apply_settings(surface);
            sim_run(surface->arena, world->prototypes, 1);
            grow_after_refusals(world, surface);
            advance_daytime(surface);
        }
    }
    world->tick++;
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

/* A map with nothing on it is made anew on another ground, which costs no tile pages. */
static enum sim_result lay_ground(luaapi_world *world, luaapi_surface *surface, uint16_t tile)
{
    sim_arena_config config = surface->arena->config;
    if (surface->arena->entity_count == 0 && surface->arena->tile_page_count == 0) {
        config.ground_tile = tile;
        return sim_arena_init(surface->arena, surface->block_bytes, &config, world->prototypes);
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

const sim_prototypes *luaapi_world_prototypes(const luaapi_world *world)
{
    return world->prototypes;
}
