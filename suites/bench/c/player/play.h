/* play.h - a workload of a library, opened, and how its steps are played. */
#ifndef SUITES_BENCH_PLAY_H
#define SUITES_BENCH_PLAY_H

#include <stdint.h>

#include "suites/bench/c/player/burden.h"
#include "suites/bench/c/workloads/workload.h"

typedef struct play {
    const workload *workload;
    void *state;
    enum burden burden;
    uint32_t units, every; /* with a burden, every every-th step carries units of it besides */
    uint64_t sum;          /* of what the steps returned: keeps their results alive            */
} play;

/* Plays steps. Its name is what a tool that counts instructions looks for. */
void workload_run(play *p, uint32_t steps);

/* The list of a library's workloads; prints why not and returns NULL when it cannot be had. The file is mapped once
 * for each path: a copy of it is another library, at other addresses. */
const workload *const *play_library(const char *path);

/* Finds a workload by its name; prints and returns NULL when there is none. Its state is not opened. */
const workload *play_find(const workload *const *list, const char *name);

/* Reads "KIND UNITS EVERY" into p; 0, or -1 after it has printed what is wrong. */
int play_read_burden(play *p, char **words);

/* Plays one workload of three libraries in turn, in one thread, and prints what each turn took.
 *
 * words: BASE HEAD AGAIN NAME BLOCK_NS TURNS SEED [KIND UNITS EVERY], three paths, and the burden is the head's. Prints
 * "steps N", those of a turn, then a line a turn: ns of base, head and again. Returns an exit status. */
int duel(int count, char **words);

#endif
