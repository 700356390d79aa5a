/* ore_patch.c - ore and oil of a generated map.
 *
 * How much and how far apart follows the resource autoplace of the game (core/lualib/resource-autoplace.lua and the
 * noise function resource_autoplace_all_patches): patches are cones whose volume is their quantity and whose radius is
 * rq_factor times its cube root. Where they lie is our own draw. */
#include <math.h>

#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/generation/generation.h"
#include "harness/standin/engine/world/map.h"
#include "harness/standin/engine/generation/map_noise.h"

#define REGION_TILES 512              /* a side of the squares in which centres are drawn */
#define FADE_IN_FROM 120.0            /* starting_resource_placement_radius                */
#define FADE_IN_TILES 300.0           /* regular_patch_fade_in_distance                    */
#define DOUBLE_DENSITY_TILES 1300.0   /* double_density_distance                           */
#define STARTING_AMOUNT 20000.0       /* times base_density * (frequency + 1) * size       */
#define TILES_PER_KM2 1000000.0
#define LARGEST_RADIUS 128.0          /* maximum_spot_basement_radius                      */
#define LEAST_RADIUS 2.0              /* what fades in beside the start may be too small for a patch */
#define EDGE_SCALE 7.0                /* tiles of the dents of a patch's edge              */
#define EDGE_DEPTH 0.25               /* of its radius                                     */
#define TWO_TO_32 4294967296.0
#define MOST_PATCHES 16               /* of one ore in a region, whatever the frequency    */

typedef struct ore_rule {
    const char *name;
    enum sim_map_control control;
    int start_site;        /* -1: none in the starting area */
    double base_density;
    double spots_per_km2;
    double smallest_spot, largest_spot;
    double regular_rq_factor, starting_rq_factor;
    double probability;    /* that a tile of a patch has a resource; its amount is divided by it */
    double additional_richness;
} ore_rule;

static const ore_rule RULES[] = {
    {"iron-ore", SIM_CONTROL_IRON_ORE, 0, 10.0, 2.5, 0.25, 2.0, 0.11, 1.5 / 7.0, 1.0, 0.0},
    {"copper-ore", SIM_CONTROL_COPPER_ORE, 1, 8.0, 2.5, 0.25, 2.0, 0.11, 1.2 / 7.0, 1.0, 0.0},
    {"coal", SIM_CONTROL_COAL, 2, 8.0, 2.5, 0.25, 2.0, 0.10, 1.1 / 7.0, 1.0, 0.0},
    {"stone", SIM_CONTROL_STONE, 3, 4.0, 2.5, 0.25, 2.0, 0.10, 1.1 / 7.0, 1.0, 0.0},
    {"uranium-ore", SIM_CONTROL_URANIUM_ORE, -1, 0.9, 1.25, 2.0, 4.0, 0.10, 0.0, 1.0, 0.0},
    {"crude-oil", SIM_CONTROL_CRUDE_OIL, -1, 8.2, 1.8, 1.0, 1.0, 0.10, 0.0, 1.0 / 48.0, 220000.0},
};
#define RULE_COUNT ((int)(sizeof RULES / sizeof *RULES))

typedef struct patch {
    double x, y, radius, peak; /* peak: units on a tile at its centre, before richness */
    uint64_t seed;
} patch;

static double clamped(double value)
{
    return fmin(fmax(value, 0.0), 1.0);
}

static patch patch_of(double x, double y, double quantity, double radius, uint64_t seed)
{
    double volume_over_height = acos(-1.0) * radius * radius / 3.0;
    return (patch){x, y, radius, radius > 0.0 ? quantity / volume_over_height : 0.0, seed};
}

/* Units on a tile of the patch; 0 outside of it. */
static double amount_on(const ore_rule *rule, const patch *patch, int32_t x, int32_t y)
{
    double dent = EDGE_DEPTH * sim_noise_octaves(patch->seed, x, y, EDGE_SCALE, 2);
    double part = 1.0 - hypot(x + 0.5 - patch->x, y + 0.5 - patch->y) / (patch->radius * (1.0 + dent));
    if (part <= 0.0 || sim_noise_unit(patch->seed + 7, x, y) >= rule->probability) return 0.0;
    return patch->peak * part / rule->probability + rule->additional_richness;
}

/* Places the patch's resources that lie in the chunk. */
static enum sim_result draw(const sim_generation *generation, const ore_rule *rule, const patch *patch, int32_t left,
                            int32_t top)
{
    sim_entity_spec spec = {.prototype = sim_entity_named(generation->prototypes, rule->name)};
    double reach = patch->radius * (1.0 + EDGE_DEPTH);
    double far = (DOUBLE_DENSITY_TILES - FADE_IN_TILES + hypot(patch->x, patch->y)) / (2 * DOUBLE_DENSITY_TILES);
    double richness = generation->settings->controls[rule->control].richness * fmax(far, 1.0);
    int32_t first_x = (int32_t)fmax(left, floor(patch->x - reach));
    int32_t first_y = (int32_t)fmax(top, floor(patch->y - reach));
    int32_t last_x = (int32_t)fmin(left + SIM_CHUNK_TILES - 1, patch->x + reach);
    int32_t last_y = (int32_t)fmin(top + SIM_CHUNK_TILES - 1, patch->y + reach);
    for (int32_t y = first_y; y <= last_y; y++) {
        for (int32_t x = first_x; x <= last_x; x++) {
            double amount = richness * amount_on(rule, patch, x, y);
            if (amount < 1.0) continue;
            spec.amount = (uint32_t)fmin(amount, UINT32_MAX);
            spec.position = sim_generation_place(x + 0.5, y + 0.5);
            enum sim_result result = sim_generation_put(generation, spec, left, top);
            if (result != SIM_OK) return result;
        }
    }
    return SIM_OK;
}

static int touches(const patch *patch, int32_t left, int32_t top)
{
    double reach = patch->radius * (1.0 + EDGE_DEPTH);
    return patch->x + reach >= left && patch->x - reach < left + SIM_CHUNK_TILES && patch->y + reach >= top &&
           patch->y - reach < top + SIM_CHUNK_TILES;
}

static enum sim_result draw_start(const sim_generation *generation, const ore_rule *rule, uint64_t seed, int32_t left,
                                  int32_t top)
{
    if (rule->start_site < 0) return SIM_OK;
    const sim_autoplace_control *control = &generation->settings->controls[rule->control];
    double quantity = STARTING_AMOUNT * rule->base_density * (control->frequency + 1.0) * control->size;
    /* No larger than its site: where the map has room for a small start only, patches are small and steep. */
    double radius = fmin(rule->starting_rq_factor * cbrt(quantity), 0.2 * generation->start_radius);
    double x, y;
    sim_start_site(generation, rule->start_site, &x, &y);
    patch start = patch_of(x, y, quantity, radius, seed);
    return touches(&start, left, top) ? draw(generation, rule, &start, left, top) : SIM_OK;
}

static double unit(sim_random *random)
{
    return sim_random_next(random) / TWO_TO_32;
}

/* A patch somewhere in a region. */
static patch draw_patch(const sim_generation *generation, const ore_rule *rule, sim_random *random,
                        const int32_t region[2], uint64_t seed)
{
    const sim_autoplace_control *control = &generation->settings->controls[rule->control];
    double x = (region[0] + unit(random)) * REGION_TILES, y = (region[1] + unit(random)) * REGION_TILES;
    double spot = rule->smallest_spot + (rule->largest_spot - rule->smallest_spot) * unit(random);
    double distance = hypot(x, y);
    double density = rule->base_density * control->size * clamped((distance - FADE_IN_FROM) / FADE_IN_TILES) *
                     (1.0 + clamped((distance - FADE_IN_TILES) / DOUBLE_DENSITY_TILES));
    double quantity = spot * TILES_PER_KM2 / rule->spots_per_km2 * density;
    return patch_of(x, y, quantity, fmin(rule->regular_rq_factor * cbrt(quantity), LARGEST_RADIUS), seed);
}

/* The patches whose centres lie in a region. */
static enum sim_result draw_region(const sim_generation *generation, const ore_rule *rule, uint64_t seed,
                                   const int32_t region[2], int32_t left, int32_t top)
{
    double frequency = generation->settings->controls[rule->control].frequency;
    sim_random random = sim_noise_random(seed, region[0], region[1]);
    double expected = rule->spots_per_km2 * frequency * REGION_TILES * REGION_TILES / TILES_PER_KM2;
    int count = (int)fmin(expected, MOST_PATCHES);
    if (sim_random_chance(&random, expected - count)) count++;
    for (int i = 0; i < count; i++) {
        patch regular = draw_patch(generation, rule, &random, region, seed + 0x10000u * (unsigned)(i + 1));
        if (regular.radius < LEAST_RADIUS || !touches(&regular, left, top)) continue;
        enum sim_result result = draw(generation, rule, &regular, left, top);
        if (result != SIM_OK) return result;
    }
    return SIM_OK;
}

static int32_t region_of(int32_t tile)
{
    return (int32_t)floor((double)tile / REGION_TILES);
}

enum sim_result sim_ore_generate(const sim_generation *generation, int32_t left, int32_t top)
{
    int32_t margin = (int32_t)(LARGEST_RADIUS * (1.0 + EDGE_DEPTH)) + 1;
    for (int i = 0; i < RULE_COUNT; i++) {
        const sim_autoplace_control *control = &generation->settings->controls[RULES[i].control];
        if (control->frequency <= 0.0 || control->size <= 0.0 || control->richness <= 0.0) continue;
        uint64_t seed = generation->seed + SIM_SEED_ORE + (uint64_t)i * 0x1000000u;
        enum sim_result result = draw_start(generation, &RULES[i], seed, left, top);
        int32_t region[2];
        for (region[1] = region_of(top - margin); region[1] <= region_of(top + SIM_CHUNK_TILES + margin); region[1]++)
            for (region[0] = region_of(left - margin); region[0] <= region_of(left + SIM_CHUNK_TILES + margin) &&
                 result == SIM_OK; region[0]++)
                result = draw_region(generation, &RULES[i], seed, region, left, top);
        if (result != SIM_OK) return result;
    }
    return SIM_OK;
}
