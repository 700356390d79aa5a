#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include "wake.h"

#include <limits.h>
#include <linux/futex.h>
#include <sched.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "pause.h"

#define NS_PER_S 1000000000ULL
#define POLLS_WITHOUT_CLOCK 256
#define POLLS_PER_CLOCK 16

static inline int has_changed(const uint32_t *word, uint32_t seen)
{
    return __atomic_load_n(word, __ATOMIC_ACQUIRE) != seen;
}

static uint64_t smaller(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

uint64_t comm_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * NS_PER_S + (uint64_t)now.tv_nsec;
}

comm_wake_policy comm_wake_policy_default(uint32_t processes)
{
    cpu_set_t cores;
    uint32_t usable = sched_getaffinity(0, sizeof cores, &cores) == 0 ? (uint32_t)CPU_COUNT(&cores) : 1;
    comm_wake_policy policy = {.spin_ns = 20000, .yield_ns = 500000, .slice_ns = COMM_WAKE_SLICE_NS};
    if (usable < 2 || usable < processes)
        policy.spin_ns = 0;
    return policy;
}

int comm_wake_poll(const uint32_t *word, uint32_t seen, const void *ahead)
{
    for (int i = 0; i < POLLS_WITHOUT_CLOCK; i++) {
        if (has_changed(word, seen))
            return 0;
        __builtin_prefetch(ahead);
        comm_pause_at_times(i);
    }
    return 1;
}

static int spin_until(const uint32_t *word, uint32_t seen, uint64_t end_ns)
{
    do {
        for (int i = 0; i < POLLS_PER_CLOCK; i++) {
            if (has_changed(word, seen))
                return 0;
            comm_pause();
        }
    } while (comm_now_ns() < end_ns);
    return 1;
}

int comm_wake_learn(comm_wake_policy *policy, uint64_t before_ns, uint64_t after_ns)
{
    uint64_t yield_ns = after_ns - before_ns;
    if (yield_ns <= COMM_WAKE_LONG_YIELD_NS)
        return 0;
    policy->crowded_until_ns = after_ns + COMM_WAKE_CROWDED_FOR * yield_ns;
    return 1;
}

uint32_t comm_wake_core(void)
{
    return (uint32_t)(sched_getcpu() + 1);
}

/* 0 as soon as the word has changed, 1 when the time is up or somebody else wants the core. */
static int yield_until(const uint32_t *word, uint32_t seen, comm_wake_policy *policy, uint64_t end_ns)
{
    uint64_t now_ns = comm_now_ns();
    while (now_ns < end_ns && now_ns >= policy->crowded_until_ns) {
        uint64_t before_ns = now_ns;
        sched_yield();
        if (has_changed(word, seen))
            return 0;
        now_ns = comm_now_ns();
        if (comm_wake_learn(policy, before_ns, now_ns))
            return 1;
    }
    return 1;
}

/* A sleeper counts itself first and the kernel compares the word after that; a ringer stores the word first and
 * reads the count after that. So one of the two always sees the other. */
static void sleep_on(const uint32_t *word, uint32_t seen, uint32_t *sleepers, uint64_t ns)
{
    struct timespec limit = {.tv_sec = (time_t)(ns / NS_PER_S), .tv_nsec = (long)(ns % NS_PER_S)};
    __atomic_fetch_add(sleepers, 1, __ATOMIC_SEQ_CST);
    syscall(SYS_futex, word, FUTEX_WAIT, seen, &limit, NULL, 0);
    __atomic_fetch_sub(sleepers, 1, __ATOMIC_SEQ_CST);
}

int comm_wake_wait(const uint32_t *word, uint32_t seen, uint32_t *sleepers, comm_wake_policy *policy,
                   uint64_t timeout_ns)
{
    if (has_changed(word, seen))
        return 0;
    if (timeout_ns == 0)
        return 1;
    uint64_t start_ns = comm_now_ns();
    uint64_t spin_ns = smaller(policy->spin_ns, timeout_ns);
    if (spin_ns != 0 && spin_until(word, seen, start_ns + spin_ns) == 0)
        return 0;
    uint64_t awake_ns = smaller((uint64_t)policy->spin_ns + policy->yield_ns, timeout_ns);
    if (policy->yield_ns != 0 && yield_until(word, seen, policy, start_ns + awake_ns) == 0)
        return 0;
    uint64_t slice_ns = policy->slice_ns != 0 ? policy->slice_ns : COMM_WAKE_SLICE_NS;
    if (timeout_ns > awake_ns)
        sleep_on(word, seen, sleepers, smaller(slice_ns, timeout_ns - awake_ns));
    return !has_changed(word, seen);
}

void comm_wake_ring(uint32_t *word, uint32_t value, uint32_t *sleepers)
{
    __atomic_store_n(word, value, __ATOMIC_SEQ_CST);
    if (__atomic_load_n(sleepers, __ATOMIC_SEQ_CST) != 0)
        comm_wake_all(word);
}

void comm_wake_all(uint32_t *word)
{
    syscall(SYS_futex, word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}
