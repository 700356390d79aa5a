/* main.c - plays a workload for a gate.
 *
 *   workloads list                                names, one a line, with what a step is
 *   workloads count NAME STEPS [BURDEN UNITS EVERY]
 *                                                 warms up, then plays STEPS steps inside workload_run: what a tool that
 *                                                 counts instructions is told to look at
 *   workloads serve NAME [BURDEN UNITS EVERY]     for every line `STEPS` of standard input plays as many, and answers
 *                                                 with a line: ns of the wall clock, ns of the processor, times that
 *                                                 the scheduler took the processor away meanwhile
 *
 * With a burden, every EVERY-th step does UNITS units of it besides.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "suites/bench/c/workloads/workload.h"

static const workload *const WORKLOADS[] = {
    &WORKLOAD_MOVEMENT, &WORKLOAD_MINING, &WORKLOAD_BUILDING, &WORKLOAD_FACTORY,
    &WORKLOAD_RESET, &WORKLOAD_SNAPSHOT, &WORKLOAD_QUERY, &WORKLOAD_CHANNEL};

enum { COUNT = sizeof WORKLOADS / sizeof WORKLOADS[0], MOST_STEPS = 1000000000 };

typedef struct play {
    const workload *workload;
    void *state;
    enum workload_burden burden;
    uint32_t units, every;
} play;

static uint64_t sink; /* keeps results alive */

/* Not inlined and not copied: its name is what the counting tool looks for. */
__attribute__((noinline, noclone, used)) void workload_run(play *p, uint32_t steps)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < steps; i++) {
        sum += p->workload->step(p->state);
        if (p->units && i % p->every == 0) sum += workload_carry(p->burden, p->units);
    }
    sink += sum;
}

static int refuse(const char *what, const char *value)
{
    fprintf(stderr, "%s: %s; see `workloads list`\n", what, value);
    return 2;
}

static uint64_t clock_ns(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return 1000000000ULL * (uint64_t)time.tv_sec + (uint64_t)time.tv_nsec;
}

static long preemptions(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_nivcsw;
}

static void serve(play *p)
{
    uint32_t steps;
    while (scanf("%u", &steps) == 1 && steps <= MOST_STEPS) {
        long taken = preemptions();
        uint64_t cpu = clock_ns(CLOCK_PROCESS_CPUTIME_ID), wall = clock_ns(CLOCK_MONOTONIC);
        workload_run(p, steps);
        wall = clock_ns(CLOCK_MONOTONIC) - wall;
        cpu = clock_ns(CLOCK_PROCESS_CPUTIME_ID) - cpu;
        printf("%llu %llu %ld\n", (unsigned long long)wall, (unsigned long long)cpu, preemptions() - taken);
        fflush(stdout);
    }
}

static int list(void)
{
    for (int i = 0; i < COUNT; i++) printf("%s\t%s\n", WORKLOADS[i]->name, WORKLOADS[i]->what);
    return 0;
}

static const workload *named(const char *name)
{
    for (int i = 0; i < COUNT; i++)
        if (strcmp(WORKLOADS[i]->name, name) == 0) return WORKLOADS[i];
    return NULL;
}

int main(int argc, char **argv)
{
    if (argc < 2 || strcmp(argv[1], "list") == 0) return list();
    int counts = strcmp(argv[1], "count") == 0, words = counts ? 4 : 3;
    if (!counts && strcmp(argv[1], "serve") != 0) return refuse("no such mode", argv[1]);
    if (argc != words && argc != words + 3) return refuse("wrong number of words after", argv[1]);
    play p = {.workload = named(argv[2])};
    if (p.workload == NULL) return refuse("no such workload", argv[2]);
    p.state = p.workload->open();
    if (argc == words + 3) {
        p.burden = workload_burden_named(argv[words]);
        p.units = (uint32_t)strtoul(argv[words + 1], NULL, 10);
        p.every = (uint32_t)strtoul(argv[words + 2], NULL, 10);
        if (p.burden == BURDEN_NONE || p.every == 0) return refuse("no such burden", argv[words]);
    }
    if (counts) {
        uint32_t steps = (uint32_t)strtoul(argv[3], NULL, 10);
        for (uint32_t i = 0; i < steps / 8; i++) sink += p.workload->step(p.state);
        workload_run(&p, steps);
    } else {
        serve(&p);
    }
    p.workload->close(p.state);
    return sink == 1; /* never, in practice: the results are used */
}
