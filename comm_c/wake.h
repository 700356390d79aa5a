/* wake.h - wait for a 32-bit sequence word in shared memory to change: spin, yield, then futex, with a timeout.
 *
 * An idle virtual core halts at once and waking it costs about 50 us, 400 times a spin; so a waiter spins for
 * microseconds first. With fewer cores than processes spinning only delays the peer: then spin_ns is 0.
 *
 * Yields keep a core awake that nobody else wants. Where somebody does, each gives away a whole turn of the scheduler,
 * and a wait of microseconds lasts milliseconds: a waiter that sees it sleeps at once for a while before it tries again. */
#ifndef COMM_WAKE_H
#define COMM_WAKE_H

#include <stdint.h>

typedef struct comm_wake_policy {
    uint32_t spin_ns;      /* busy wait with pause; 0: none                                                   */
    uint32_t yield_ns;     /* then sched_yield; 0: none                                                       */
    uint32_t slice_ns;     /* then futex waits of at most this long, so that a dead peer is noticed           */
    uint64_t crowded_until_ns; /* until when no yields: others want the core; 0 at first                      */
} comm_wake_policy;

#define COMM_WAKE_SLICE_NS 10000000 /* taken for a slice_ns of 0 */
#define COMM_WAKE_LONG_YIELD_NS 20000 /* a yield that took longer has let somebody else run */
#define COMM_WAKE_CROWDED_FOR 32 /* times as long as that yield took: so much less than it are all of them */

/* Cores the process may run on decide: with as many as there are processes at work, and two at least, a waiter spins;
 * with fewer it yields at once, for who spins keeps the one that it waits for from its core. `processes` 0: not known. */
comm_wake_policy comm_wake_policy_default(uint32_t processes);

/* The first microseconds of a wait, without clock or system call: 0 as soon as *word != seen (acquire), else 1.
 * `ahead` is a line that the peer writes just before the word; it is fetched together with it, which saves the
 * waiter a second trip between the cores. NULL: none. */
int comm_wake_poll(const uint32_t *word, uint32_t seen, const void *ahead);

/* Returns 0 when *word != seen (acquire), 1 when timeout_ns has passed. `sleepers` is the shared count of
 * futex sleepers on the word: the ringer makes the system call only when it is not zero.
 * May return 1 early (after one slice) so that the caller can look at the peer's health. The policy learns. */
int comm_wake_wait(const uint32_t *word, uint32_t seen, uint32_t *sleepers, comm_wake_policy *policy,
                   uint64_t timeout_ns);

/* What a yield between these times teaches that brought no news: returns 1, and waits leave out their yields for a while,
 * when others wanted the core; else 0. */
int comm_wake_learn(comm_wake_policy *policy, uint64_t before_ns, uint64_t after_ns);

/* Number of the core that the caller runs on, plus 1; 0 where the system does not say. */
uint32_t comm_wake_core(void);

/* Release-stores value and wakes every sleeper. */
void comm_wake_ring(uint32_t *word, uint32_t value, uint32_t *sleepers);

/* Wakes every sleeper without changing the word, to make it look at something else. */
void comm_wake_all(uint32_t *word);

uint64_t comm_now_ns(void); /* CLOCK_MONOTONIC */

#endif
