/* duel.c - two builds against each other in one process: whatever befalls the machine befalls both.
 *
 * Base, head, and the base once more (mapped a second time, the ruler of the noise) play short blocks in turn: in an
 * order drawn by chance, then in the opposite one, so that what changes slowly cancels out. A turn in which the
 * scheduler took the processor away is played again: what others do with the time is nobody's doing here, while time
 * that a workload sleeps away stays in. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "suites/bench/c/player/play.h"

enum { BASE, HEAD, AGAIN, SIDES, MOST_STEPS = 1 << 24, CALIBRATIONS = 8, TRIES = 20 };

typedef struct turn {
    uint64_t ns[SIDES];
    int disturbed;
} turn;

static uint64_t now_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return 1000000000ULL * (uint64_t)time.tv_sec + (uint64_t)time.tv_nsec;
}

static long preemptions(void)
{
    struct rusage usage;
    getrusage(RUSAGE_THREAD, &usage);
    return usage.ru_nivcsw;
}

static uint64_t timed(play *p, uint32_t steps)
{
    uint64_t begin = now_ns();
    workload_run(p, steps);
    return now_ns() - begin;
}

/* xorshift64 of Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8, 2003. */
static uint64_t draw(uint64_t *random)
{
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    return *random;
}

static void shuffle(int order[SIDES], uint64_t *random)
{
    for (int i = SIDES - 1; i > 0; i--) {
        int other = (int)((draw(random) >> 16) % (uint64_t)(i + 1)), kept = order[i];
        order[i] = order[other];
        order[other] = kept;
    }
}

static turn play_turn(play sides[SIDES], uint32_t steps, int order[SIDES])
{
    turn t = {{0}, 0};
    long before = preemptions();
    for (int i = 0; i < SIDES; i++) t.ns[order[i]] += timed(&sides[order[i]], steps);
    for (int i = SIDES - 1; i >= 0; i--) t.ns[order[i]] += timed(&sides[order[i]], steps);
    t.disturbed = preemptions() != before;
    return t;
}

/* What steps of the base take; the others play as many, so that all sides stay at the same step. */
static uint64_t base_takes(play sides[SIDES], uint32_t steps)
{
    uint64_t took = timed(&sides[BASE], steps);
    timed(&sides[HEAD], steps);
    timed(&sides[AGAIN], steps);
    return took;
}

/* Steps that take about so long; at least the first of them meet pages that were never touched. */
static uint32_t calibrate(play sides[SIDES], uint64_t block_ns)
{
    uint32_t steps = 1;
    uint64_t least;
    while ((least = base_takes(sides, steps)) < block_ns / 4 && steps < MOST_STEPS) steps *= 2;
    for (int i = 0; i < CALIBRATIONS; i++) {
        uint64_t took = base_takes(sides, steps);
        least = took < least ? took : least;
    }
    return (uint32_t)((double)steps * (double)block_ns / (double)(least + 1)) + 1;
}

static void play_turns(play sides[SIDES], uint64_t block_ns, uint32_t turns, uint64_t random)
{
    uint32_t steps = calibrate(sides, block_ns);
    int order[SIDES] = {BASE, HEAD, AGAIN};
    printf("steps %u\n", 2 * steps);
    for (uint32_t i = 0; i < turns; i++) {
        shuffle(order, &random);
        turn t = play_turn(sides, steps, order);
        for (int tries = 1; t.disturbed && tries < TRIES; tries++) t = play_turn(sides, steps, order);
        printf("%llu %llu %llu\n", (unsigned long long)t.ns[BASE], (unsigned long long)t.ns[HEAD],
               (unsigned long long)t.ns[AGAIN]);
    }
}

int duel(int count, char **words)
{
    if (count != 7 && count != 10) return fprintf(stderr, "wrong number of words after duel\n"), 2;
    play sides[SIDES] = {0};
    uint64_t random = 0x9E3779B97F4A7C15ULL * (strtoull(words[6], NULL, 10) + 1);
    int order[SIDES] = {BASE, HEAD, AGAIN};
    shuffle(order, &random); /* who comes first gets other addresses and other pages */
    for (int i = 0; i < SIDES; i++) {
        const workload *const *list = play_library(words[order[i]]);
        if (list == NULL || (sides[order[i]].workload = play_find(list, words[3])) == NULL) return 2;
    }
    if (count == 10 && play_read_burden(&sides[HEAD], words + 7) != 0) return 2;
    shuffle(order, &random);
    for (int i = 0; i < SIDES; i++) sides[order[i]].state = sides[order[i]].workload->open();
    play_turns(sides, strtoull(words[4], NULL, 10), (uint32_t)strtoul(words[5], NULL, 10), random);
    for (int i = 0; i < SIDES; i++) sides[i].workload->close(sides[i].state);
    return sides[BASE].sum == 1; /* never, in practice: the results are used */
}
