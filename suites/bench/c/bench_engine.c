/* bench_engine.c - what the engine costs without a door in front of it. Prints one row a measurement: the median of
 * nine rounds in nanoseconds. Figures compare within one run only.
 *
 *   cc -O3 -flto -D_GNU_SOURCE -I. suites/bench/c/bench_engine.c $(find harness/standin/engine -name '*.c') \
 *      harness/standin/prototypes/prototypes_table.c -lm -o /tmp/bench_engine && /tmp/bench_engine
 *
 * Every scenario is measured with one arena, which stays in the nearest cache, and with 1,024, which do not. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "harness/standin/engine/sim.h"
#include "harness/standin/prototypes/prototypes_table.h"

enum { ROUNDS = 9, STEPS = 400000, MANY = 1024, EPISODE_STEPS = 100, NEAREST = 8, NEARBY_TILES = 16 };

typedef struct bench {
    const sim_prototypes *prototypes;
    sim_arena *scene;
    uint8_t *blocks;
    uint32_t arenas;
    sim_random random;
    uint64_t sink; /* keeps results alive */
} bench;

typedef void (*step_function)(bench *b, sim_arena *arena);

static double now_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return 1e9 * (double)time.tv_sec + (double)time.tv_nsec;
}

static int by_value(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static sim_arena *block(const bench *b, uint32_t index)
{
    return (sim_arena *)(b->blocks + b->scene->block_bytes * index);
}

static void put(sim_arena *arena, const sim_prototypes *prototypes, const char *name, int32_t x, int32_t y,
                uint32_t amount)
{
    sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, name), .position = {x, y}, .amount = amount};
    if (sim_entity_create(arena, prototypes, &spec, NULL) != SIM_OK) abort();
}

/* A flat map with a character in the middle and, when `spacing` is not 0, ore every so many tiles. */
static sim_arena *make_scene(const sim_prototypes *prototypes, uint32_t side, int32_t spacing)
{
    uint32_t ores = spacing ? (side / (uint32_t)spacing) * (side / (uint32_t)spacing) : 0;
    sim_arena_config config = sim_arena_default_config(side, side, ores, prototypes);
    size_t bytes = sim_arena_bytes(&config, prototypes);
    sim_arena *scene = aligned_alloc(64, bytes);
    if (scene == NULL || sim_arena_init(scene, bytes, &config, prototypes) != SIM_OK) abort();
    put(scene, prototypes, "character", 0, 0, 0);
    int32_t half = (int32_t)side / 2;
    for (int32_t y = -half; spacing && y < half; y += spacing)
        for (int32_t x = -half; x < half; x += spacing)
            put(scene, prototypes, "iron-ore", (x + spacing / 2) * SIM_FIXED_ONE, (y + spacing / 2) * SIM_FIXED_ONE,
                1000);
    return scene;
}

static void reset_all(bench *b)
{
    for (uint32_t i = 0; i < b->arenas; i++) sim_arena_copy(block(b, i), b->scene->block_bytes, b->scene);
}

/* One round: every arena steps in turn, and begins anew every EPISODE_STEPS steps. */
static double round_ns(bench *b, step_function step)
{
    reset_all(b);
    double begin = now_ns();
    for (uint32_t done = 0; done < STEPS;) {
        for (uint32_t i = 0; i < b->arenas && done < STEPS; i++, done++) step(b, block(b, i));
        if (done / b->arenas % EPISODE_STEPS == 0) reset_all(b);
    }
    return (now_ns() - begin) / STEPS;
}

static void measure(bench *b, const char *what, step_function step)
{
    static const uint32_t ARENAS[2] = {1, MANY};
    double medians[2];
    for (int i = 0; i < 2; i++) {
        double rounds[ROUNDS];
        b->arenas = ARENAS[i];
        for (int r = 0; r < ROUNDS; r++) rounds[r] = round_ns(b, step);
        qsort(rounds, ROUNDS, sizeof rounds[0], by_value);
        medians[i] = rounds[ROUNDS / 2];
    }
    printf("%-58s %8.1f %8.1f\n", what, medians[0], medians[1]);
}

static void step_nothing(bench *b, sim_arena *arena)
{
    b->sink += sim_random_next(&b->random) & arena->tick;
}

static void step_walk(bench *b, sim_arena *arena)
{
    sim_character_set_walking(arena, 0, 1, sim_random_next(&b->random) >> 28 & 14);
    sim_run(arena, b->prototypes, 4);
    b->sink += (uint32_t)sim_character_position(arena, 0).x;
}

static void step_walk_singly(bench *b, sim_arena *arena)
{
    sim_character_set_walking(arena, 0, 1, sim_random_next(&b->random) >> 28 & 14);
    for (int tick = 0; tick < 4; tick++) sim_walk_tick(arena, b->prototypes);
    b->sink += (uint32_t)sim_character_position(arena, 0).x;
}

static void step_mine_scene(bench *b, sim_arena *arena)
{
    sim_character_set_walking(arena, 0, 1, sim_random_next(&b->random) >> 28 & 14);
    sim_run(arena, b->prototypes, 10);
}

static void step_mine(bench *b, sim_arena *arena)
{
    sim_resource_row row;
    sim_position at = sim_character_position(arena, 0);
    sim_resource_nearest(arena, b->prototypes, at.x, at.y, NEARBY_TILES * SIM_FIXED_ONE, 1, &row, NULL);
    sim_position target = {at.x + row.dx, at.y + row.dy};
    b->sink += sim_mining_start(arena, b->prototypes, 0, target);
    sim_run(arena, b->prototypes, 10);
}

static void step_nearest(bench *b, sim_arena *arena)
{
    sim_resource_row rows[NEAREST];
    uint32_t in_range, word = sim_random_next(&b->random);
    b->sink += sim_resource_nearest(arena, b->prototypes, (int32_t)(word & 16383) - 8192,
                                    (int32_t)(word >> 16 & 16383) - 8192, NEARBY_TILES * SIM_FIXED_ONE, NEAREST, rows,
                                    &in_range);
    b->sink += rows[0].amount + in_range;
}

static void step_reset(bench *b, sim_arena *arena)
{
    sim_arena_restore(arena, b->scene);
    b->sink += arena->block_bytes;
}

static void step_hash(bench *b, sim_arena *arena)
{
    b->sink += sim_arena_hash(arena, b->prototypes);
}

static void open_bench(bench *b, const char *name, uint32_t side, int32_t spacing)
{
    b->scene = make_scene(b->prototypes, side, spacing);
    b->blocks = aligned_alloc(64, b->scene->block_bytes * MANY);
    if (b->blocks == NULL) abort();
    printf("\n%-58s %8s %8s   (block: %llu bytes)\n", name, "1 arena", "1,024",
           (unsigned long long)b->scene->block_bytes);
}

static void close_bench(bench *b)
{
    free(b->scene);
    free(b->blocks);
}

int main(void)
{
    bench b = {.prototypes = sim_builtin_prototypes()};
    sim_random_seed(&b.random, 1);
    open_bench(&b, "movement: flat 64 x 64, ns", 64, 0);
    measure(&b, "loop and random number alone", step_nothing);
    measure(&b, "step: turn and walk 4 ticks", step_walk);
    measure(&b, "the same, each tick by itself", step_walk_singly);
    measure(&b, "reset: restore the scene", step_reset);
    measure(&b, "hash", step_hash);
    close_bench(&b);
    open_bench(&b, "mining: 128 x 128, ore every 16 tiles, ns", 128, 16);
    measure(&b, "step: turn and walk 10 ticks", step_mine_scene);
    measure(&b, "reset: restore the scene", step_reset);
    measure(&b, "8 nearest resources within 16 tiles, random place", step_nearest);
    close_bench(&b);
    open_bench(&b, "mining: 128 x 128, ore every 4 tiles, ns", 128, 4);
    measure(&b, "step: find the nearest, mine it for 10 ticks", step_mine);
    measure(&b, "8 nearest resources within 16 tiles, random place", step_nearest);
    close_bench(&b);
    return b.sink == 1; /* never, in practice: the results are used */
}
