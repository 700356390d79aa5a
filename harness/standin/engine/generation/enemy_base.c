/* enemy_base.c - the enemy's bases of a generated map: spawners and worms outside the starting area, more and stronger
 * the farther away. */
#include <math.h>

#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/generation/generation.h"
#include "harness/standin/engine/generation/map_noise.h"

#define REGION_TILES 128
#define BASES_PER_REGION 0.9     /* far outside, at frequency 1                                      */
#define SAFE_RADII 1.2           /* starting radii without any base                                  */
#define GROWN_TILES 400.0        /* beyond which bases are as many as they get                       */
#define BASE_RADIUS 15.0         /* tiles, at size 1                                                 */
#define FEWEST_MEMBERS 4.0
#define TILES_PER_MEMBER 100.0   /* farther out for one more                                         */
#define MOST_MEMBERS 40
#define WORMS_PART 0.33
#define SPITTERS_PART 0.4
#define STRONG_TILES 2000.0      /* distance at which worms that need evolution 1 to be built appear */
#define SPITTERS_FROM_TILES 100.0 /* beyond the safe area                                            */
#define TWO_TO_32 4294967296.0

static const char *const WORMS[] = {"behemoth-worm-turret", "big-worm-turret", "medium-worm-turret",
                                    "small-worm-turret"};
#define WORM_COUNT ((int)(sizeof WORMS / sizeof *WORMS))

/* The strongest worm that stands so far out. */
static uint16_t worm_at(const sim_prototypes *prototypes, double beyond)
{
    for (int i = 0; i < WORM_COUNT - 1; i++) {
        uint16_t number = sim_entity_named(prototypes, WORMS[i]);
        double needed = prototypes->turrets[prototypes->entities[number].turret].build_base_evolution_requirement;
        if (needed > 0.0 && beyond >= needed * STRONG_TILES) return number;
    }
    return sim_entity_named(prototypes, WORMS[WORM_COUNT - 1]);
}

static double unit(sim_random *random)
{
    return sim_random_next(random) / TWO_TO_32;
}

/* One member of a base, somewhere within its radius. */
static sim_entity_spec draw_member(const sim_prototypes *prototypes, sim_random *random, double x, double y,
                                   double radius, double beyond)
{
    double angle = unit(random) * 2.0 * acos(-1.0), distance = sqrt(unit(random)) * radius;
    int is_worm = unit(random) < WORMS_PART;
    int is_spitter = unit(random) < SPITTERS_PART && beyond > SPITTERS_FROM_TILES;
    sim_entity_spec spec = {.force = SIM_FORCE_ENEMY};
    spec.position = sim_generation_place(x + distance * cos(angle), y + distance * sin(angle));
    spec.prototype = is_worm ? worm_at(prototypes, beyond)
                             : sim_entity_named(prototypes, is_spitter ? "spitter-spawner" : "biter-spawner");
    return spec;
}

/* The members of one base that lie in the chunk. */
static enum sim_result put_base(const sim_generation *generation, sim_random random, double x, double y, double beyond,
                                int32_t left, int32_t top)
{
    double size = generation->settings->controls[SIM_CONTROL_ENEMY_BASE].size;
    double radius = BASE_RADIUS * sqrt(size);
    if (x + radius < left || x - radius >= left + SIM_CHUNK_TILES || y + radius < top ||
        y - radius >= top + SIM_CHUNK_TILES)
        return SIM_OK;
    int members = (int)fmin((FEWEST_MEMBERS + beyond / TILES_PER_MEMBER) * size, MOST_MEMBERS);
    for (int i = 0; i < members; i++) {
        sim_entity_spec spec = draw_member(generation->prototypes, &random, x, y, radius, beyond);
        enum sim_result result = sim_generation_put(generation, spec, left, top);
        if (result != SIM_OK) return result;
    }
    return SIM_OK;
}

static enum sim_result generate_region(const sim_generation *generation, int32_t column, int32_t row, int32_t left,
                                       int32_t top)
{
    const sim_autoplace_control *control = &generation->settings->controls[SIM_CONTROL_ENEMY_BASE];
    double safe = SAFE_RADII * SIM_STARTING_AREA_RADIUS * generation->settings->starting_area;
    safe += BASE_RADIUS * sqrt(control->size);
    sim_random random = sim_noise_random(generation->seed + SIM_SEED_ENEMY, column, row);
    double expected = BASES_PER_REGION * control->frequency;
    int count = (int)expected + sim_random_chance(&random, expected - floor(expected));
    for (int i = 0; i < count; i++) {
        double x = (column + unit(&random)) * REGION_TILES, y = (row + unit(&random)) * REGION_TILES;
        double likely = unit(&random);
        double beyond = hypot(x, y) - safe;
        sim_random members = sim_noise_random(generation->seed + SIM_SEED_ENEMY + 1 + (uint64_t)i, column, row);
        if (beyond < 0.0 || likely > 0.5 + 0.5 * beyond / GROWN_TILES) continue;
        enum sim_result result = put_base(generation, members, x, y, beyond, left, top);
        if (result != SIM_OK) return result;
    }
    return SIM_OK;
}

enum sim_result sim_enemy_base_generate(const sim_generation *generation, int32_t left, int32_t top)
{
    const sim_autoplace_control *control = &generation->settings->controls[SIM_CONTROL_ENEMY_BASE];
    if (generation->settings->no_enemies_mode || control->frequency <= 0.0 || control->size <= 0.0) return SIM_OK;
    int32_t margin = (int32_t)(BASE_RADIUS * sqrt(control->size)) + 1;
    int32_t first_column = (int32_t)floor((double)(left - margin) / REGION_TILES);
    int32_t last_column = (int32_t)floor((double)(left + SIM_CHUNK_TILES + margin) / REGION_TILES);
    int32_t first_row = (int32_t)floor((double)(top - margin) / REGION_TILES);
    int32_t last_row = (int32_t)floor((double)(top + SIM_CHUNK_TILES + margin) / REGION_TILES);
    for (int32_t row = first_row; row <= last_row; row++) {
        for (int32_t column = first_column; column <= last_column; column++) {
            enum sim_result result = generate_region(generation, column, row, left, top);
            if (result != SIM_OK) return result;
        }
    }
    return SIM_OK;
}
