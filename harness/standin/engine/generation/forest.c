/* forest.c - trees and rocks of a generated map. */
#include <math.h>

#include "harness/standin/engine/generation/generation.h"
#include "harness/standin/engine/world/map.h"
#include "harness/standin/engine/generation/map_noise.h"

#define FOREST_SCALE 60.0       /* tiles of a wood, at frequency 1                                 */
#define THICKEST 0.22           /* trees on a tile in the middle of a wood                         */
#define LONE_TREES 0.0015       /* on a tile outside of woods                                      */
#define ROCKS 0.00035           /* on a tile                                                       */
#define CLEARING_TILES 6.0      /* around the start, where a character appears                     */
#define GROWN_FROM 0.3          /* of the starting radius: nearer to the start woods are thinner   */

static const char *const WET_TREES[] = {"tree-01", "tree-02", "tree-03", "tree-04", "tree-05"};
static const char *const MIDDLE_TREES[] = {"tree-07", "tree-08", "tree-08-brown", "tree-09", "tree-09-brown"};
static const char *const DRY_TREES[] = {"tree-06", "tree-06-brown", "dry-tree", "dead-tree-desert", "dead-grey-trunk"};
#define KINDS 5
static const char *const ROCK_NAMES[] = {"huge-rock", "big-rock", "big-sand-rock"};

static uint16_t tree_at(const sim_generation *generation, int32_t x, int32_t y)
{
    double wet = sim_moisture(generation, x, y);
    uint32_t kind = sim_noise_bits(generation->seed + SIM_SEED_TREE + 2, x >> 4, y >> 4) % KINDS;
    if (sim_noise_bits(generation->seed + SIM_SEED_TREE + 3, x, y) % 4 == 0)
        kind = sim_noise_bits(generation->seed + SIM_SEED_TREE + 4, x, y) % KINDS;
    const char *const *names = wet > 0.0 ? WET_TREES : wet > -0.35 ? MIDDLE_TREES : DRY_TREES;
    return sim_entity_named(generation->prototypes, names[kind]);
}

/* Trees to be expected on the tile. */
static double density_at(const sim_generation *generation, int32_t x, int32_t y)
{
    const sim_autoplace_control *control = &generation->settings->controls[SIM_CONTROL_TREES];
    double wood = sim_noise_octaves(generation->seed + SIM_SEED_FOREST, x, y, FOREST_SCALE / control->frequency, 3);
    wood += 0.45 * sim_moisture(generation, x, y) - 0.22 + 0.5 * (control->size - 1.0);
    double grown = fmin(hypot(x, y) / (GROWN_FROM * generation->start_radius), 1.0);
    return (LONE_TREES + THICKEST * fmin(fmax(wood, 0.0) * 2.5, 1.0)) * grown * grown;
}

static enum sim_result put(const sim_generation *generation, uint16_t number, int32_t x, int32_t y, int32_t left,
                           int32_t top)
{
    uint32_t bits = sim_noise_bits(generation->seed + SIM_SEED_TREE + 5, x, y);
    double off_x = (bits & 0xFF) / 256.0, off_y = (bits >> 8 & 0xFF) / 256.0;
    sim_entity_spec spec = {.prototype = number, .position = sim_generation_place(x + off_x, y + off_y)};
    return sim_generation_put(generation, spec, left, top);
}

static enum sim_result put_rock(const sim_generation *generation, int32_t x, int32_t y, int32_t left, int32_t top)
{
    int is_sandy = sim_moisture(generation, x, y) < -0.3;
    uint32_t kind = is_sandy ? 2 : sim_noise_bits(generation->seed + SIM_SEED_ROCK + 1, x, y) % 2;
    return put(generation, sim_entity_named(generation->prototypes, ROCK_NAMES[kind]), x, y, left, top);
}

enum sim_result sim_forest_generate(const sim_generation *generation, int32_t left, int32_t top)
{
    const sim_autoplace_control *trees = &generation->settings->controls[SIM_CONTROL_TREES];
    const sim_autoplace_control *rocks = &generation->settings->controls[SIM_CONTROL_ROCKS];
    int has_trees = trees->frequency > 0.0 && trees->size > 0.0;
    double rock_density = ROCKS * rocks->frequency * rocks->size;
    for (int32_t y = top; y < top + SIM_CHUNK_TILES; y++) {
        for (int32_t x = left; x < left + SIM_CHUNK_TILES; x++) {
            const sim_cell *cell = sim_map_cell(generation->arena, x, y);
            uint64_t bit = 1ull << ((y & (SIM_CELL_TILES - 1)) * SIM_CELL_TILES + (x & (SIM_CELL_TILES - 1)));
            if ((cell->resources | cell->obstacles) & bit || hypot(x, y) < CLEARING_TILES) continue;
            enum sim_result result = SIM_OK;
            double drawn = sim_noise_unit(generation->seed + SIM_SEED_TREE, x, y);
            if (sim_noise_unit(generation->seed + SIM_SEED_ROCK, x, y) < rock_density)
                result = put_rock(generation, x, y, left, top);
            else if (has_trees && drawn < THICKEST + LONE_TREES && drawn < density_at(generation, x, y))
                result = put(generation, tree_at(generation, x, y), x, y, left, top);
            if (result != SIM_OK) return result;
        }
    }
    return SIM_OK;
}
