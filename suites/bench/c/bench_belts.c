/* bench_belts.c - what items in motion cost. Prints one row a scene: nanoseconds of processor time a tick, and a belt
 * and tick, the median of nine rounds. Figures compare within one run only.
 *
 *   cc -O3 -flto -D_GNU_SOURCE -I. suites/bench/c/bench_belts.c $(find harness/standin/engine -name '*.c') \
 *      harness/standin/prototypes/prototypes_table.c -lm -o /tmp/bench_belts && /tmp/bench_belts
 *
 * Scenes: rings of belts full of moving items; the same with one item in eight; straight lines that are full and
 * blocked, and hence asleep; straight lines that an item a line keeps moving. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "harness/standin/engine/sim.h"
#include "harness/standin/prototypes/prototypes_table.h"

enum { ROUNDS = 9, RING_SIDE = 11, RING_BELTS = 40, LINE_BELTS = 40 };

typedef enum scene_kind { FULL_RINGS, SPARSE_RINGS, BLOCKED_LINES, TAPPED_LINES } scene_kind;

static const sim_prototypes *prototypes;

static double now_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return 1e9 * (double)time.tv_sec + (double)time.tv_nsec;
}

static int by_value(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static uint32_t put(sim_arena *arena, int32_t x, int32_t y, uint8_t direction)
{
    sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, "transport-belt"), .direction = direction,
                            .position = {sim_fixed_tile_centre(x), sim_fixed_tile_centre(y)}};
    sim_handle created;
    if (sim_entity_create(arena, prototypes, &spec, &created) != SIM_OK) abort();
    return created.index;
}

static void fill(sim_arena *arena, uint32_t slot, int is_sparse)
{
    uint16_t item = sim_item_named(prototypes, "iron-plate");
    for (uint32_t lane = 0; lane < 2; lane++)
        for (int32_t place = 0; place < (is_sparse ? 64 : 256); place += 64)
            if (!is_sparse || lane) sim_belt_insert(arena, prototypes, slot, lane, place + 8, item);
}

/* A square of 10 x 10 steps, clockwise: 40 belts. */
static void put_ring(sim_arena *arena, int32_t x, int32_t y, int is_sparse)
{
    static const int32_t STEPS[4][2] = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}};
    uint32_t slots[RING_BELTS];
    for (int i = 0; i < RING_BELTS; i++) {
        int side = i / 10;
        slots[i] = put(arena, x, y, (uint8_t)((side * 4 + 4) % 16));
        x += STEPS[side][0];
        y += STEPS[side][1];
    }
    for (int i = 0; i < RING_BELTS; i++) fill(arena, slots[i], is_sparse);
}

static void put_line(sim_arena *arena, int32_t x, int32_t y)
{
    for (int32_t i = 0; i < LINE_BELTS; i++) fill(arena, put(arena, x + i, y, 4), 0);
}

static sim_arena *make_scene(scene_kind kind, uint32_t belts, uint32_t *groups)
{
    *groups = (belts + RING_BELTS - 1) / RING_BELTS;
    uint32_t columns = 1;
    while (columns * columns < *groups) columns++;
    uint32_t side = columns * 48 + 96;
    sim_arena_config config = sim_arena_default_config(side, side, *groups * RING_BELTS, prototypes);
    config.pool_capacity[SIM_POOL_BELT] = *groups * RING_BELTS;
    size_t bytes = sim_arena_bytes(&config, prototypes);
    sim_arena *arena = aligned_alloc(64, bytes);
    if (arena == NULL || sim_arena_init(arena, bytes, &config, prototypes) != SIM_OK) abort();
    for (uint32_t i = 0; i < *groups; i++) {
        int32_t x = (int32_t)(i % columns) * 48 - (int32_t)columns * 24, y = (int32_t)(i / columns) * (RING_SIDE + 1);
        y -= (int32_t)columns * 6;
        if (kind == FULL_RINGS || kind == SPARSE_RINGS)
            put_ring(arena, x, y, kind == SPARSE_RINGS);
        else
            put_line(arena, x, y);
    }
    return arena;
}

static void tap(sim_arena *arena, uint32_t groups)
{
    for (uint32_t i = 0; i < groups; i++) {
        uint32_t slot = (i + 1) * LINE_BELTS; /* entity slots begin at 1: the last belt of every line */
        sim_belt_remove(arena, prototypes, slot, 0, 0, NULL);
        sim_belt_insert_at_back(arena, prototypes, slot - LINE_BELTS + 1, 0, 1);
    }
}

static void measure(const char *what, scene_kind kind, uint32_t belts)
{
    uint32_t groups;
    sim_arena *arena = make_scene(kind, belts, &groups);
    uint32_t ticks = 20000000 / (belts * 10) + 1;
    double rounds[ROUNDS];
    sim_run(arena, prototypes, 400);
    for (int r = 0; r < ROUNDS; r++) {
        double begin = now_ns();
        for (uint32_t tick = 0; tick < ticks; tick++) {
            if (kind == TAPPED_LINES && tick % 8 == 0) tap(arena, groups);
            sim_run(arena, prototypes, 1);
        }
        rounds[r] = (now_ns() - begin) / ticks;
    }
    qsort(rounds, ROUNDS, sizeof rounds[0], by_value);
    printf("%-28s %7u belts %8u items %12.1f ns/tick %8.3f ns/belt\n", what, belts,
           sim_belt_count(arena, 0), rounds[ROUNDS / 2], rounds[ROUNDS / 2] / belts);
    free(arena);
}

int main(void)
{
    static const uint32_t SIZES[4] = {120, 1000, 5000, 50000};
    prototypes = sim_builtin_prototypes();
    for (int i = 0; i < 4; i++) {
        measure("full rings, all moving", FULL_RINGS, SIZES[i]);
        measure("rings, one item in eight", SPARSE_RINGS, SIZES[i]);
        measure("full lines, tapped at the end", TAPPED_LINES, SIZES[i]);
        measure("full lines, blocked", BLOCKED_LINES, SIZES[i]);
    }
    return 0;
}
