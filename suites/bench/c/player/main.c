/* main.c - plays the workloads of a library for a gate.
 *
 *   player list LIBRARY                                  names, one a line, with what a step is
 *   player count LIBRARY NAME STEPS [BURDEN UNITS EVERY] warms up, then plays STEPS steps inside workload_run: what a
 *                                                        tool that counts instructions is told to look at
 *   player duel BASE HEAD AGAIN NAME BLOCK_NS TURNS SEED [BURDEN UNITS EVERY]
 *                                                        plays three libraries in turn, and prints what each turn took
 *
 * With a burden, every EVERY-th step does UNITS units of it besides. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "suites/bench/c/player/play.h"

#ifdef WITH_MARKS
#include <valgrind/callgrind.h>
#else
#define CALLGRIND_START_INSTRUMENTATION
#endif

static int list(const workload *const *all)
{
    for (; *all != NULL; all++) printf("%s\t%s\n", (*all)->name, (*all)->what);
    return 0;
}

static int count_steps(const workload *const *all, int words, char **word)
{
    if (words != 2 && words != 5) return fprintf(stderr, "wrong number of words after count\n"), 2;
    play p = {.workload = play_find(all, word[0])};
    uint32_t steps = (uint32_t)strtoul(word[1], NULL, 10);
    if (p.workload == NULL || (words == 5 && play_read_burden(&p, word + 2) != 0)) return 2;
    p.state = p.workload->open();
    for (uint32_t i = 0; i < steps / 8; i++) p.sum += p.workload->step(p.state);
    CALLGRIND_START_INSTRUMENTATION; /* what was opened and warmed up so far ran several times as fast without it */
    workload_run(&p, steps);
    p.workload->close(p.state);
    return p.sum == 1; /* never, in practice: the results are used */
}

int main(int argc, char **argv)
{
    if (argc < 3) return fprintf(stderr, "%s list|count|duel LIBRARY ...; main.c says more\n", argv[0]), 2;
    if (strcmp(argv[1], "duel") == 0) return duel(argc - 2, argv + 2);
    int lists = strcmp(argv[1], "list") == 0;
    if (!lists && strcmp(argv[1], "count") != 0)
        return fprintf(stderr, "no such mode: %s; there are list, count and duel\n", argv[1]), 2;
    const workload *const *all = play_library(argv[2]);
    if (all == NULL) return 2;
    return lists ? list(all) : count_steps(all, argc - 3, argv + 3);
}
