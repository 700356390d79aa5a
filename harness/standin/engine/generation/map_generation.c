#include "harness/standin/engine/generation/map_generation.h"

#include <math.h>
#include <string.h>

#include "harness/standin/engine/arena/arena.h"
#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/generation/generation.h"
#include "harness/standin/engine/world/map.h"
#include "harness/standin/engine/generation/map_noise.h"

#define LARGEST_MULTIPLIER 1000.0
#define TILES_PER_ENTITY 8 /* of a usual map, ore and trees together: room for twice what was counted */

static const char *const CONTROL_NAMES[SIM_CONTROL_COUNT] = {
    "coal", "copper-ore", "crude-oil", "enemy-base", "iron-ore", "nauvis_cliff",
    "rocks", "stone", "trees", "uranium-ore", "water",
};

/* Names of the steps of map generation sliders, as MapGenSize lists them. */
static const struct { const char *name; double value; } STEPS[] = {
    {"none", 0.0},
    {"very-low", 0.5}, {"very-small", 0.5}, {"very-poor", 0.5},
    {"low", 0.70710678118654752}, {"small", 0.70710678118654752}, {"poor", 0.70710678118654752},
    {"normal", 1.0}, {"medium", 1.0}, {"regular", 1.0},
    {"high", 1.4142135623730951}, {"big", 1.4142135623730951}, {"good", 1.4142135623730951},
    {"very-high", 2.0}, {"very-big", 2.0}, {"very-good", 2.0},
};

sim_map_gen sim_map_gen_default(void)
{
    sim_map_gen settings = {.starting_area = 1.0, .cliff_settings = {10.0, 40.0, 1.0}};
    for (int i = 0; i < SIM_CONTROL_COUNT; i++) settings.controls[i] = (sim_autoplace_control){1.0, 1.0, 1.0};
    return settings;
}

const char *sim_map_control_name(enum sim_map_control control)
{
    return (unsigned)control < SIM_CONTROL_COUNT ? CONTROL_NAMES[control] : "";
}

int sim_map_control_named(const char *name)
{
    for (int i = 0; i < SIM_CONTROL_COUNT; i++)
        if (strcmp(CONTROL_NAMES[i], name) == 0) return i;
    return -1;
}

double sim_map_gen_value(const char *name)
{
    for (size_t i = 0; i < sizeof STEPS / sizeof *STEPS; i++)
        if (strcmp(STEPS[i].name, name) == 0) return STEPS[i].value;
    return -1.0;
}

sim_arena_config sim_map_gen_config(const sim_map_gen *settings, const sim_prototypes *prototypes)
{
    uint32_t width = settings->width ? settings->width : SIM_MAP_GEN_DEFAULT_SIDE;
    uint32_t height = settings->height ? settings->height : SIM_MAP_GEN_DEFAULT_SIDE;
    uint32_t entities = 1024 + (uint32_t)((uint64_t)width * height / TILES_PER_ENTITY);
    sim_arena_config config = sim_arena_default_config(width, height, entities, prototypes);
    config.tile_page_capacity = (width / SIM_CHUNK_TILES + 2) * (height / SIM_CHUNK_TILES + 2);
    uint32_t enemies = 64 + config.tile_page_capacity;
    config.inventory_capacity = 64 + enemies;
    config.slot_capacity += 4 * enemies;
    config.pool_capacity[SIM_POOL_SPAWNER] = enemies;
    config.pool_capacity[SIM_POOL_TURRET] = enemies;
    config.pool_capacity[SIM_POOL_UNIT] = 8 * enemies;
    config.pool_capacity[SIM_POOL_SETTINGS] = 1;
    return config;
}

static int is_multiplier(double value)
{
    return value >= 0.0 && value <= LARGEST_MULTIPLIER;
}

static int are_valid(const sim_map_gen *settings)
{
    for (int i = 0; i < SIM_CONTROL_COUNT; i++) {
        const sim_autoplace_control *control = &settings->controls[i];
        if (!is_multiplier(control->frequency) || !is_multiplier(control->size) || !is_multiplier(control->richness))
            return 0;
    }
    return is_multiplier(settings->starting_area) && is_multiplier(settings->cliff_settings.richness) &&
           isfinite(settings->cliff_settings.cliff_elevation_0) &&
           isfinite(settings->cliff_settings.cliff_elevation_interval) &&
           settings->cliff_settings.cliff_elevation_interval >= 0.0;
}

static sim_generation generation_of(sim_arena *arena, const sim_prototypes *prototypes, const sim_map_gen *settings,
                                    uint64_t seed)
{
    uint32_t width = arena->config.width_tiles, height = arena->config.height_tiles;
    double room = 0.45 * (width < height ? width : height);
    double area = settings->starting_area > 0.1 ? settings->starting_area : 0.1;
    sim_generation generation = {
        .arena = arena,
        .prototypes = prototypes,
        .settings = settings,
        .seed = seed * 0x9E3779B97F4A7C15u,
        .start_radius = fmin(SIM_STARTING_AREA_RADIUS * area, room),
    };
    generation.start_angle = sim_noise_unit(generation.seed + SIM_SEED_START, 0, 0) * 2.0 * acos(-1.0);
    return generation;
}

/* Sites lie where starting patches of the largest usual size neither touch each other nor the start itself. */
#define SITE_DISTANCE 0.45 /* of the starting radius */

void sim_start_site(const sim_generation *generation, int site, double *x, double *y)
{
    double angle = generation->start_angle + site * 2.0 * acos(-1.0) / SIM_START_SITES;
    *x = SITE_DISTANCE * generation->start_radius * cos(angle);
    *y = SITE_DISTANCE * generation->start_radius * sin(angle);
}

sim_position sim_generation_place(double x, double y)
{
    return (sim_position){(int32_t)floor(x * SIM_FIXED_ONE), (int32_t)floor(y * SIM_FIXED_ONE)};
}

static int lies_in_chunk(sim_box box, int32_t left, int32_t top)
{
    return box.left >= left * SIM_FIXED_ONE && box.top >= top * SIM_FIXED_ONE &&
           box.right < (left + SIM_CHUNK_TILES) * SIM_FIXED_ONE && box.bottom < (top + SIM_CHUNK_TILES) * SIM_FIXED_ONE;
}

enum sim_result sim_generation_put(const sim_generation *generation, sim_entity_spec spec, int32_t left, int32_t top)
{
    const sim_entity_prototype *prototype = &generation->prototypes->entities[spec.prototype];
    sim_handle none = {0, 0};
    if (spec.prototype == 0) return SIM_OK; /* a prototype file that lacks it */
    spec.position = sim_entity_snap(generation->prototypes, spec.prototype, 0, spec.position);
    if (!lies_in_chunk(sim_box_at(prototype->collision_box, spec.position), left, top) ||
        !sim_entity_can_place(generation->arena, generation->prototypes, spec.prototype, 0, spec.position, none))
        return SIM_OK;
    enum sim_result result = sim_entity_create(generation->arena, generation->prototypes, &spec, NULL);
    return result == SIM_BLOCKED ? SIM_OK : result; /* a second resource on a tile */
}

static enum sim_result generate_chunk(const sim_generation *generation, int32_t left, int32_t top)
{
    enum sim_result result = sim_terrain_generate(generation, left, top);
    if (result == SIM_OK) result = sim_ore_generate(generation, left, top);
    if (result == SIM_OK) result = sim_enemy_base_generate(generation, left, top);
    if (result == SIM_OK) result = sim_cliff_generate(generation, left, top);
    if (result == SIM_OK) result = sim_forest_generate(generation, left, top);
    return result;
}

enum sim_result sim_map_generate_chunk(sim_arena *arena, const sim_prototypes *prototypes, const sim_map_gen *settings,
                                       uint64_t seed, int32_t chunk_x, int32_t chunk_y)
{
    if (!are_valid(settings)) return SIM_BAD_ARGUMENT;
    sim_generation generation = generation_of(arena, prototypes, settings, seed);
    return generate_chunk(&generation, chunk_x * SIM_CHUNK_TILES, chunk_y * SIM_CHUNK_TILES);
}

enum sim_result sim_map_generate(sim_arena *arena, const sim_prototypes *prototypes, const sim_map_gen *settings,
                                 uint64_t seed)
{
    if (!are_valid(settings)) return SIM_BAD_ARGUMENT;
    sim_generation generation = generation_of(arena, prototypes, settings, seed);
    arena->peace = (settings->peaceful_mode ? SIM_PEACE_PEACEFUL : 0u) |
                   (settings->no_enemies_mode ? SIM_PEACE_NO_ENEMIES : 0u);
    for (uint32_t i = 0; i < arena->chunk_columns * arena->chunk_rows; i++) {
        int32_t left = (arena->chunk_left + (int32_t)(i % arena->chunk_columns)) * SIM_CHUNK_TILES;
        int32_t top = (arena->chunk_top + (int32_t)(i / arena->chunk_columns)) * SIM_CHUNK_TILES;
        enum sim_result result = generate_chunk(&generation, left, top);
        if (result != SIM_OK) return result;
    }
    return SIM_OK;
}
