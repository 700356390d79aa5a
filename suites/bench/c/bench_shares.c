/* bench_shares.c - where the time of a tick goes: the share of every mechanic in the ticks of a factory. Prints a table.
 *
 *   cc -O3 -flto -D_GNU_SOURCE -I. suites/bench/c/bench_shares.c $(find harness/standin/engine -name '*.c') \
 *      harness/standin/prototypes/prototypes_table.c -lm -o /tmp/bench_shares && /tmp/bench_shares 5000
 *
 * The argument is the number of entities of main belts; without one it is the starter factory. The order of a tick is that
 * of tick.c, which is compiled into this program a second time, with a mark after every mechanic. What reading the clock
 * costs is measured first and taken off. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { MECHANICS = 28 };

static unsigned long long before_ns, spent_ns[MECHANICS], turns[MECHANICS];

static unsigned long long now_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return 1000000000ull * (unsigned long long)time.tv_sec + (unsigned long long)time.tv_nsec;
}

static void mark(int mechanic)
{
    unsigned long long now = now_ns();
    spent_ns[mechanic] += now - before_ns;
    turns[mechanic]++;
}

#define SIM_TICK_BEGIN() (before_ns = now_ns())
#define SIM_TICK_DID(mechanic) mark(mechanic)
#define sim_run timed_run
#include "harness/standin/engine/tick.c"
#undef sim_run
void sim_run(sim_arena *arena, const sim_prototypes *prototypes, uint32_t ticks); /* the one without marks */

#include "suites/bench/c/factory_scene.h"

enum { WARM_TICKS = 3000, TICKS_PER_STEP = 30, STEPS = 100, CLOCK_READS = 100000 };

static const char *const NAMES[MECHANICS] = {
    "end of a call: naps made up for", "walking", "mining by hand", "riding on belts", "crafting by hand", "belts",
    "splitters", "inserters", "drills and crafting machines", "labs", "heat", "steam", "fluids", "electric networks", "gates", "guns", "turrets", "paths",
    "units", "projectiles", "unit groups", "spawners", "pollution", "expansion", "remains", "health", "repairing",
    "research triggers"};

static double clock_ns(void)
{
    unsigned long long begin = now_ns();
    for (int i = 0; i < CLOCK_READS; i++) now_ns();
    return (double)(now_ns() - begin) / CLOCK_READS;
}

int main(int argc, char **argv)
{
    const sim_prototypes *prototypes = sim_builtin_prototypes();
    uint32_t entities = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 0;
    sim_arena *arena = entities ? scene_main_belts(prototypes, entities) : scene_starter_factory(prototypes);
    sim_run(arena, prototypes, WARM_TICKS);
    double sum = 0, ns[MECHANICS], clock = clock_ns();
    for (int step = 0; step < STEPS; step++) timed_run(arena, prototypes, TICKS_PER_STEP);
    for (int i = 0; i < MECHANICS; i++) {
        ns[i] = (double)spent_ns[i] - clock * (double)turns[i];
        if (ns[i] < 0) ns[i] = 0;
        sum += ns[i];
    }
    printf("%-32s %10s %12s %8s\n", "mechanic", "turns/tick", "ns a tick", "share");
    for (int i = 0; i < MECHANICS; i++)
        if (turns[i])
            printf("%-32s %10.2f %12.1f %7.1f%%\n", NAMES[i], (double)turns[i] / (STEPS * TICKS_PER_STEP),
                   ns[i] / (STEPS * TICKS_PER_STEP), 100 * ns[i] / sum);
    free(arena);
    return 0;
}
