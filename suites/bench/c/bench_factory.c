/* bench_factory.c - what factories cost: a tick, a step with its frame, a snapshot, a block's bytes. Prints tables;
 * times are medians of five rounds of processor time. Figures compare within one run only.
 *
 *   cc -O3 -flto -D_GNU_SOURCE -I. suites/bench/c/bench_factory.c harness/standin/native/[a-z]*.c \
 *      $(find harness/standin/engine -name '*.c') comm_c/[a-z]*.c harness/standin/prototypes/prototypes_table.c -lm -lpthread \
 *      -o /tmp/bench_factory && /tmp/bench_factory
 *
 * With the name of a part (scale, idle, step, copy, bytes) as its argument it measures that part alone. */
#include <string.h>
#include <time.h>

#include "harness/standin/native/arenas.h"
#include "harness/standin/native/look_ahead.h"
#include "suites/bench/c/factory_scene.h"

enum { ROUNDS = 5, WARM_TICKS = 3000, LEAST_TICKS = 60, TICKS_PER_STEP = 30, WORK_OF_A_ROUND = 1000000 };

static const sim_prototypes *prototypes;
static uint64_t sink; /* keeps results alive */

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

static double median(double rounds[ROUNDS])
{
    qsort(rounds, ROUNDS, sizeof rounds[0], by_value);
    return rounds[ROUNDS / 2];
}

/* Nanoseconds of a tick of a scene. */
static double tick_ns(sim_arena *arena, uint32_t ticks)
{
    double rounds[ROUNDS];
    for (int r = 0; r < ROUNDS; r++) {
        double begin = now_ns();
        sim_run(arena, prototypes, ticks);
        rounds[r] = (now_ns() - begin) / ticks;
    }
    return median(rounds);
}

static uint32_t plates_made(const sim_arena *arena)
{
    return (uint32_t)sim_statistics_get(arena, sim_item_named(prototypes, "iron-plate")).produced;
}

static void print_scene(const char *name, sim_arena *arena, uint32_t entities)
{
    sim_run(arena, prototypes, WARM_TICKS);
    uint32_t plates = plates_made(arena);
    uint32_t ticks = WORK_OF_A_ROUND / (entities * 10) + LEAST_TICKS;
    double ns = tick_ns(arena, ticks);
    double per_minute = (plates_made(arena) - plates) * 3600.0 / (ROUNDS * ticks);
    printf("%-16s %9u %9u %10.0f %12.1f %10.0f %10.2f\n", name, entities, scene_awake(arena), per_minute, ns,
           1e9 / ns, ns / entities);
    sink += arena->tick;
    free(arena);
}

static void bench_scale(void)
{
    static const uint32_t SIZES[] = {148, 1000, 5000, 10000, 50000};
    printf("\n%-16s %9s %9s %10s %12s %10s %10s\n", "factory", "entities", "awake now", "plates/min", "ns a tick",
           "ticks/s", "ns/entity");
    print_scene("starter factory", scene_starter_factory(prototypes), STARTER_ENTITIES);
    print_scene("starter, 8 cells", scene_starter(prototypes, STARTER_CELLS), STARTER_CELLS * STARTER_CELL_ENTITIES);
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        uint32_t belts = (SIZES[i] + MAIN_BELT_ENTITIES / 2) / MAIN_BELT_ENTITIES;
        print_scene("main belts", scene_main_belts(prototypes, SIZES[i]), belts * MAIN_BELT_ENTITIES);
    }
}

/* Furnaces without ore, drills without fuel, inserters between empty chests, empty belts: nothing to do. */
static void bench_idle(void)
{
    enum { IDLE = 10000, TICKS = 100000 };
    sim_arena *arena = scene_make(prototypes, 640, 640, IDLE);
    for (int32_t i = 0; i < IDLE / 5; i++) {
        int32_t x = i % 50 * 12 - 300, y = i / 50 * 12 - 280;
        scene_put(arena, prototypes, "burner-mining-drill", x, y, SCENE_SOUTH);
        scene_put(arena, prototypes, "transport-belt", x, y + 4, SCENE_EAST);
        scene_put(arena, prototypes, "iron-chest", x + 4, y, 0);
        scene_fuel(arena, prototypes, scene_put(arena, prototypes, "burner-inserter", x + 4, y + 1, 0), 1);
        scene_fuel(arena, prototypes, scene_put(arena, prototypes, "stone-furnace", x + 4, y + 2, 0), 1);
    }
    sim_run(arena, prototypes, WARM_TICKS);
    /* One tick a call, so that what is shared by many ticks of one call does not count. */
    double rounds[ROUNDS];
    for (int r = 0; r < ROUNDS; r++) {
        double begin = now_ns();
        for (int tick = 0; tick < TICKS; tick++) sim_run(arena, prototypes, 1);
        rounds[r] = (now_ns() - begin) / TICKS;
    }
    printf("\n%u idle entities, %u records awake: %.2f ns a tick (goal < 1000)\n", IDLE, scene_awake(arena),
           median(rounds));
    free(arena);
}

static native_arenas open_arenas(uint32_t count, uint32_t frame_kind, const sim_arena *scene)
{
    native_arenas arenas;
    FactorioResetRule rule = {.pool_scenes = 1};
    if (native_arenas_init(&arenas, prototypes, &rule, count, frame_kind) != 0) abort();
    if (native_arenas_add_scene(&arenas, scene) != 0) abort();
    return arenas;
}

static void encode(native_arenas *arenas, uint8_t *frame, uint32_t index)
{
    native_encode(frame, arenas->frame_kind, native_arenas_block(arenas, index), &arenas->records[index], index,
                  arenas->prototypes, &arenas->items);
}

/* Nanoseconds of a step: an action, its ticks, and the frame when `with_frame` is set. */
static double step_ns(native_arenas *arenas, uint32_t ticks, int with_frame)
{
    static uint8_t frames[64][2048];
    uint32_t steps = 4096 / arenas->count * arenas->count;
    double rounds[ROUNDS];
    for (int r = 0; r < ROUNDS; r++) {
        double begin = now_ns();
        for (uint32_t done = 0; done < steps; done++) {
            uint32_t i = done % arenas->count;
            FactorioAction action = {.action_type = FACTORIO_ACTION_MOVE, .command_id = done};
            action.parameters[0] = (float)(int)(done / arenas->count % 3) - 1.0f;
            if (native_looks_ahead(arenas)) native_look_ahead(arenas, i);
            native_arenas_step(arenas, i, &action, ticks);
            if (with_frame) encode(arenas, frames[i % 64], i);
        }
        rounds[r] = (now_ns() - begin) / steps;
        sink += frames[0][8];
    }
    return median(rounds);
}

static void bench_step(void)
{
    static const struct { const char *name; uint32_t kind; } FRAMES[] = {
        {"mining", FACTORIO_FRAME_MINING}, {"building", FACTORIO_FRAME_BUILDING}, {"full", FACTORIO_FRAME_FULL}};
    static const uint32_t COUNTS[] = {1, 64, 512};
    sim_arena *scene = scene_starter_factory(prototypes);
    sim_run(scene, prototypes, WARM_TICKS);
    printf("\nstarter factory, %d ticks a step: ns a step\n%-10s %8s %12s %12s %12s %14s %12s\n", TICKS_PER_STEP,
           "frame", "arenas", "ticks alone", "frame", "together", "steps/s, 1 core", "bytes/arena");
    for (size_t f = 0; f < sizeof FRAMES / sizeof FRAMES[0]; f++) {
        for (size_t c = 0; c < sizeof COUNTS / sizeof COUNTS[0]; c++) {
            native_arenas arenas = open_arenas(COUNTS[c], FRAMES[f].kind, scene);
            double alone = step_ns(&arenas, TICKS_PER_STEP, 0), both = step_ns(&arenas, TICKS_PER_STEP, 1);
            printf("%-10s %8u %12.0f %12.0f %12.0f %14.0f %12zu\n", FRAMES[f].name, COUNTS[c], alone, both - alone,
                   both, 1e9 / both, arenas.stride);
            native_arenas_free(&arenas);
        }
    }
    free(scene);
}

static void bench_copy(void)
{
    sim_arena *scene = scene_starter(prototypes, STARTER_CELLS);
    sim_run(scene, prototypes, WARM_TICKS);
    native_arenas arenas = open_arenas(2, FACTORIO_FRAME_FULL, scene);
    uint8_t *blob = malloc(2 * arenas.stride);
    double snapshot[ROUNDS], restore[ROUNDS], save[ROUNDS], load[ROUNDS], reset[ROUNDS];
    enum { TIMES = 500 };
    size_t saved = 0;
    for (int r = 0; r < ROUNDS; r++) {
        double at[6];
        at[0] = now_ns();
        for (int i = 0; i < TIMES; i++)
            sim_arena_restore(native_arenas_block(&arenas, 1), native_arenas_block(&arenas, 0));
        at[1] = now_ns();
        for (int i = 0; i < TIMES; i++) sim_arena_copy(blob, 2 * arenas.stride, native_arenas_block(&arenas, 0));
        at[2] = now_ns();
        for (int i = 0; i < TIMES; i++) native_arenas_reset(&arenas, 1, 1);
        at[3] = now_ns();
        sim_run(native_arenas_block(&arenas, 1), prototypes, 1000);
        double begin = now_ns();
        for (int i = 0; i < TIMES / 10; i++) saved = native_arenas_save(&arenas, 1, blob, 2 * arenas.stride);
        at[4] = now_ns();
        for (int i = 0; i < TIMES / 10; i++) native_arenas_load(&arenas, 1, blob, saved);
        at[5] = now_ns();
        restore[r] = (at[1] - at[0]) / TIMES;
        snapshot[r] = (at[2] - at[1]) / TIMES;
        reset[r] = (at[3] - at[2]) / TIMES;
        save[r] = (at[4] - begin) / (TIMES / 10);
        load[r] = (at[5] - at[4]) / (TIMES / 10);
    }
    printf("\n128 x 128 tiles, starter factory, block of %zu bytes, us:\n", arenas.stride);
    printf("snapshot: copy of the block            %8.2f (goal <= 20)\n", median(snapshot) / 1e3);
    printf("restore: what is in use                %8.2f (goal <= 20)\n", median(restore) / 1e3);
    printf("reset of an arena                      %8.2f\n", median(reset) / 1e3);
    printf("save as a difference, %7zu bytes    %8.2f\n", saved, median(save) / 1e3);
    printf("load and check such a difference       %8.2f\n", median(load) / 1e3);
    native_arenas_free(&arenas);
    free(blob);
    free(scene);
}

static void print_bytes(const char *name, sim_arena *scene, uint32_t frame_kind, uint32_t goal)
{
    sim_arena_config tight = sim_arena_tight_config(scene, 0);
    size_t tight_bytes = sim_arena_bytes(&tight, prototypes);
    sim_arena *copy = aligned_alloc(64, tight_bytes);
    if (sim_arena_grow(copy, tight_bytes, &tight, scene, prototypes) != SIM_OK) abort();
    native_arenas arenas = open_arenas(1, frame_kind, copy);
    printf("%-40s %10zu %10zu %10u\n", name, tight_bytes, arenas.stride, goal);
    native_arenas_free(&arenas);
    free(copy);
    free(scene);
}

static void bench_bytes(void)
{
    printf("\n%-40s %10s %10s %10s\n", "bytes an arena", "tight", "door", "goal");
    print_bytes("movement, 64 x 64", scene_make(prototypes, 64, 64, 1), FACTORIO_FRAME_MOVEMENT, 16384);
    print_bytes("mining frame, 128 x 128", scene_make(prototypes, 128, 128, 1), FACTORIO_FRAME_MINING, 0);
    print_bytes("full frame, 128 x 128, starter factory", scene_starter(prototypes, STARTER_CELLS),
                FACTORIO_FRAME_FULL, 524288);
}

int main(int argc, char **argv)
{
    static const struct { const char *name; void (*run)(void); } PARTS[] = {
        {"scale", bench_scale}, {"idle", bench_idle}, {"step", bench_step}, {"copy", bench_copy},
        {"bytes", bench_bytes}};
    setvbuf(stdout, NULL, _IOLBF, 0);
    prototypes = sim_builtin_prototypes();
    for (size_t i = 0; i < sizeof PARTS / sizeof PARTS[0]; i++)
        if (argc < 2 || strcmp(argv[1], PARTS[i].name) == 0) PARTS[i].run();
    return sink == 1; /* never, in practice: the results are used */
}
