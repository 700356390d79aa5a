/* cliff.c - cliffs of a generated map: along lines of equal height, with gaps. */
#include <math.h>

#include "harness/standin/engine/generation/generation.h"
#include "harness/standin/engine/generation/map_noise.h"

#define STEP_TILES 4        /* a cliff covers that much of a line           */
#define MASK_SCALE 120.0    /* tiles of the stretches with and without cliffs */
#define MASK_FROM 0.15      /* of -1..1: the rest are gaps                  */
#define START_FREE 0.7      /* of the starting radius is free of cliffs     */

static int step_of(const sim_generation *generation, double x, double y)
{
    const sim_cliff_settings *cliffs = &generation->settings->cliff_settings;
    return (int)floor((sim_elevation(generation, x, y) - cliffs->cliff_elevation_0) / cliffs->cliff_elevation_interval);
}

/* 1 where lines of equal height may carry cliffs. */
static int is_stretch(const sim_generation *generation, int32_t x, int32_t y, double richness)
{
    double mask = sim_noise_smooth(generation->seed + SIM_SEED_CLIFF, x, y, MASK_SCALE) + 0.5 * (richness - 1.0);
    return mask >= MASK_FROM && hypot(x, y) >= START_FREE * generation->start_radius;
}

static int is_line(const sim_generation *generation, int32_t x, int32_t y)
{
    int here = step_of(generation, x, y);
    if (here < 0) return 0; /* below the first height */
    return here != step_of(generation, x + STEP_TILES, y) || here != step_of(generation, x, y + STEP_TILES);
}

enum sim_result sim_cliff_generate(const sim_generation *generation, int32_t left, int32_t top)
{
    const sim_cliff_settings *cliffs = &generation->settings->cliff_settings;
    const sim_autoplace_control *control = &generation->settings->controls[SIM_CONTROL_CLIFF];
    double richness = cliffs->richness * control->frequency * control->size;
    uint16_t number = sim_entity_named(generation->prototypes, "cliff");
    if (richness <= 0.0 || cliffs->cliff_elevation_interval <= 0.0 || number == 0) return SIM_OK;
    for (int32_t y = top; y < top + SIM_CHUNK_TILES; y += STEP_TILES) {
        for (int32_t x = left; x < left + SIM_CHUNK_TILES; x += STEP_TILES) {
            if (!is_stretch(generation, x, y, richness) || !is_line(generation, x, y)) continue;
            sim_entity_spec spec = {.prototype = number,
                                    .position = sim_generation_place(x + STEP_TILES / 2, y + STEP_TILES / 2)};
            enum sim_result result = sim_generation_put(generation, spec, left, top);
            if (result != SIM_OK) return result;
        }
    }
    return SIM_OK;
}
