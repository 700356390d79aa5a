/* terrain.c - the ground of a generated map: lakes, grass, dirt and sand. */
#include <math.h>

#include "harness/standin/engine/generation/generation.h"
#include "harness/standin/engine/world/map.h"
#include "harness/standin/engine/generation/map_noise.h"

#define ELEVATION_SCALE 170.0 /* tiles of the widest hills and lakes, at frequency 1 */
#define ELEVATION_OCTAVES 5
#define ELEVATION_HEIGHT 60.0
#define ELEVATION_MEAN 15.0   /* leaves about an eighth of the map below 0 */
#define DEEP_BELOW 8.0        /* under the water's level */
#define START_HEIGHT 30.0     /* the start lies on a hill, so that no lake swallows it */
#define MOISTURE_SCALE 220.0
#define GROUND_SCALE 45.0

static const sim_autoplace_control *water_of(const sim_generation *generation)
{
    return &generation->settings->controls[SIM_CONTROL_WATER];
}

static int has_water(const sim_generation *generation)
{
    return water_of(generation)->size > 0.0 && water_of(generation)->frequency > 0.0;
}

/* The published rule of map-gen-settings: 10 * log2 of the coverage. */
static double water_level(const sim_generation *generation)
{
    return 10.0 * log2(water_of(generation)->size);
}

/* The lake beside the start: how deep below the water's level the place lies, 0 outside of it. */
static double lake_depth(const sim_generation *generation, double x, double y)
{
    double lake_x, lake_y;
    sim_start_site(generation, SIM_START_LAKE, &lake_x, &lake_y);
    double radius = fmin(fmax(0.14 * generation->start_radius, 3.0), 20.0);
    double edge = radius * (1.0 + 0.25 * sim_noise_smooth(generation->seed + SIM_SEED_START + 1, x, y, 9.0));
    double distance = hypot(x - lake_x, y - lake_y);
    return distance < edge ? 1.0 + 12.0 * (1.0 - distance / edge) : 0.0;
}

double sim_elevation(const sim_generation *generation, double x, double y)
{
    double frequency = has_water(generation) ? water_of(generation)->frequency : 1.0;
    double noise = sim_noise_octaves(generation->seed + SIM_SEED_ELEVATION, x, y, ELEVATION_SCALE / frequency,
                                     ELEVATION_OCTAVES);
    double elevation = ELEVATION_MEAN + ELEVATION_HEIGHT * noise;
    double level = has_water(generation) ? water_level(generation) : 0.0;
    double distance = hypot(x, y);
    if (distance < generation->start_radius) {
        double hill = level + 2.0 + START_HEIGHT * (1.0 - distance / generation->start_radius);
        double depth = has_water(generation) ? lake_depth(generation, x, y) : 0.0;
        elevation = depth > 0.0 ? level - depth : fmax(elevation, hill);
    }
    return elevation;
}

double sim_moisture(const sim_generation *generation, double x, double y)
{
    return sim_noise_octaves(generation->seed + SIM_SEED_MOISTURE, x, y, MOISTURE_SCALE, 3);
}

/* Kinds of ground from dry to wet. */
static const char *const GROUNDS[] = {
    "red-desert-3", "red-desert-2", "red-desert-1", "red-desert-0", "sand-3", "sand-2", "sand-1", "dry-dirt",
    "dirt-1", "dirt-2", "dirt-3", "dirt-4", "dirt-5", "dirt-6", "dirt-7", "grass-4", "grass-3", "grass-2", "grass-1",
};
#define GROUND_COUNT ((int)(sizeof GROUNDS / sizeof *GROUNDS))

static int ground_at(const sim_generation *generation, int32_t x, int32_t y)
{
    double patchy = sim_noise_octaves(generation->seed + SIM_SEED_GROUND, x, y, GROUND_SCALE, 2);
    double wet = 0.62 + 0.7 * sim_moisture(generation, x, y) + 0.18 * patchy;
    int ground = (int)(wet * GROUND_COUNT);
    return ground < 0 ? 0 : ground >= GROUND_COUNT ? GROUND_COUNT - 1 : ground;
}

enum sim_result sim_terrain_generate(const sim_generation *generation, int32_t left, int32_t top)
{
    const sim_prototypes *prototypes = generation->prototypes;
    uint16_t grounds[sizeof GROUNDS / sizeof *GROUNDS];
    for (int i = 0; i < GROUND_COUNT; i++) grounds[i] = sim_tile_named(prototypes, GROUNDS[i]);
    uint16_t water = sim_tile_named(prototypes, "water"), deep = sim_tile_named(prototypes, "deepwater");
    int is_wet = has_water(generation);
    double level = is_wet ? water_level(generation) : 0.0;
    for (int32_t y = top; y < top + SIM_CHUNK_TILES; y++) {
        for (int32_t x = left; x < left + SIM_CHUNK_TILES; x++) {
            if (!sim_map_contains(generation->arena, x, y)) continue;
            double elevation = is_wet ? sim_elevation(generation, x + 0.5, y + 0.5) : 1.0;
            uint16_t tile = elevation >= level ? grounds[ground_at(generation, x, y)]
                            : elevation < level - DEEP_BELOW ? deep : water;
            enum sim_result result = sim_map_set_tile(generation->arena, prototypes, x, y, tile);
            if (result != SIM_OK) return result;
        }
    }
    return SIM_OK;
}
