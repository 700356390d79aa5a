/* Waiting for a word to change: every phase alone, and the bell.
 * sources: comm_c/wake.c
 */
#include "comm_c/wake.h"

#include <pthread.h>
#include <sched.h>

#include "tests/c/kit.h"

#define LONG_NS 60000000000ULL /* no test is to wait this long: it would be a lost bell */

typedef struct bell {
    uint32_t word;
    uint32_t sleepers;
    uint32_t value;
    int wait_for_sleeper; /* the ringer waits until someone sleeps */
} bell;

static void *ring(void *argument)
{
    bell *b = argument;
    while (b->wait_for_sleeper && __atomic_load_n(&b->sleepers, __ATOMIC_SEQ_CST) == 0)
        sched_yield();
    comm_wake_ring(&b->word, b->value, &b->sleepers);
    return NULL;
}

static void expect_woken(bell b, comm_wake_policy policy)
{
    pthread_t ringer;
    CHECK_EQ_INT(pthread_create(&ringer, NULL, ring, &b), 0);
    while (comm_wake_wait(&b.word, 0, &b.sleepers, &policy, LONG_NS) != 0)
        ;
    pthread_join(ringer, NULL);
    CHECK_EQ_INT(b.word, b.value);
    CHECK_EQ_INT(b.sleepers, 0);
}

TEST(a_word_that_has_changed_already_ends_the_wait_at_once)
{
    uint32_t word = 5, sleepers = 0;
    comm_wake_policy policy = {.slice_ns = 1000000000};
    CHECK_EQ_INT(comm_wake_wait(&word, 4, &sleepers, &policy, LONG_NS), 0);
    CHECK_EQ_INT(comm_wake_poll(&word, 4, NULL), 0);
}

TEST(a_wait_without_time_only_looks)
{
    uint32_t word = 5, sleepers = 0;
    comm_wake_policy policy = {.spin_ns = 1000000000, .yield_ns = 1000000000, .slice_ns = 1000000000};
    CHECK_EQ_INT(comm_wake_wait(&word, 5, &sleepers, &policy, 0), 1);
}

TEST(polling_gives_up_by_itself)
{
    uint32_t word = 5, ahead = 0;
    CHECK_EQ_INT(comm_wake_poll(&word, 5, &ahead), 1);
}

TEST(a_wait_ends_with_its_timeout_in_every_phase)
{
    uint32_t word = 1, sleepers = 0;
    comm_wake_policy spin = {.spin_ns = UINT32_MAX, .slice_ns = 1000000};
    comm_wake_policy yield = {.yield_ns = UINT32_MAX, .slice_ns = 1000000};
    comm_wake_policy sleep = {.slice_ns = UINT32_MAX};
    CHECK_EQ_INT(comm_wake_wait(&word, 1, &sleepers, &spin, 100000), 1);
    CHECK_EQ_INT(comm_wake_wait(&word, 1, &sleepers, &yield, 100000), 1);
    CHECK_EQ_INT(comm_wake_wait(&word, 1, &sleepers, &sleep, 100000), 1);
    CHECK_EQ_INT(sleepers, 0);
}

TEST(a_sleep_ends_after_one_slice_so_that_the_peer_can_be_looked_at)
{
    uint32_t word = 1, sleepers = 0;
    comm_wake_policy policy = {.slice_ns = 100000};
    CHECK_EQ_INT(comm_wake_wait(&word, 1, &sleepers, &policy, UINT64_MAX), 1);
}

TEST(a_slice_of_zero_takes_the_default)
{
    uint32_t word = 1, sleepers = 0;
    comm_wake_policy policy = {0};
    uint64_t start = comm_now_ns();
    CHECK_EQ_INT(comm_wake_wait(&word, 1, &sleepers, &policy, UINT64_MAX), 1);
    CHECK(comm_now_ns() - start >= COMM_WAKE_SLICE_NS / 2);
}

TEST(a_bell_ends_every_phase)
{
    expect_woken((bell){.value = 7}, (comm_wake_policy){.spin_ns = UINT32_MAX, .slice_ns = 1000000});
    expect_woken((bell){.value = 7}, (comm_wake_policy){.yield_ns = UINT32_MAX, .slice_ns = 1000000});
    expect_woken((bell){.value = 7, .wait_for_sleeper = 1}, (comm_wake_policy){.slice_ns = UINT32_MAX});
}

static void *ring_without_change(void *argument)
{
    bell *b = argument;
    while (__atomic_load_n(&b->value, __ATOMIC_SEQ_CST) == 0)
        comm_wake_all(&b->word);
    return NULL;
}

TEST(a_sleeper_can_be_woken_to_look_at_something_else)
{
    bell b = {0};
    pthread_t ringer;
    comm_wake_policy policy = {.slice_ns = UINT32_MAX};
    CHECK_EQ_INT(pthread_create(&ringer, NULL, ring_without_change, &b), 0);
    CHECK_EQ_INT(comm_wake_wait(&b.word, 0, &b.sleepers, &policy, 2 * (uint64_t)UINT32_MAX), 1);
    __atomic_store_n(&b.value, 1, __ATOMIC_SEQ_CST);
    pthread_join(ringer, NULL);
}

/* Two threads hand a number back and forth and always sleep: a lost wake would cost a slice of seconds. */
#define HANDS 2000

typedef struct table {
    uint32_t left, left_sleepers, right, right_sleepers;
} table;

static const comm_wake_policy ONLY_SLEEP = {.slice_ns = UINT32_MAX};

static void *answer_all(void *argument)
{
    table *t = argument;
    comm_wake_policy only_sleep = ONLY_SLEEP;
    for (uint32_t n = 1; n <= HANDS; n++) {
        while (comm_wake_wait(&t->left, n - 1, &t->left_sleepers, &only_sleep, LONG_NS) != 0)
            ;
        comm_wake_ring(&t->right, n, &t->right_sleepers);
    }
    return NULL;
}

TEST(no_wake_is_lost_between_two_sleepers)
{
    table t = {0};
    comm_wake_policy only_sleep = ONLY_SLEEP;
    pthread_t thread;
    int slept_a_whole_slice = 0;
    CHECK_EQ_INT(pthread_create(&thread, NULL, answer_all, &t), 0);
    for (uint32_t n = 1; n <= HANDS; n++) {
        uint64_t start = comm_now_ns();
        comm_wake_ring(&t.left, n, &t.left_sleepers);
        while (comm_wake_wait(&t.right, n - 1, &t.right_sleepers, &only_sleep, LONG_NS) != 0)
            ;
        slept_a_whole_slice += comm_now_ns() - start >= UINT32_MAX;
    }
    pthread_join(thread, NULL);
    CHECK_EQ_INT(slept_a_whole_slice, 0);
    CHECK_EQ_INT(t.right, HANDS);
}

TEST(the_default_policy_spins_only_where_there_is_a_second_core)
{
    cpu_set_t all, one;
    CHECK_EQ_INT(sched_getaffinity(0, sizeof all, &all), 0);
    comm_wake_policy policy = comm_wake_policy_default(0);
    CHECK_EQ_INT(policy.spin_ns != 0, CPU_COUNT(&all) > 1);
    CHECK(policy.yield_ns != 0 && policy.slice_ns != 0);
    CPU_ZERO(&one);
    for (int core = 0; core < CPU_SETSIZE && CPU_COUNT(&one) == 0; core++)
        if (CPU_ISSET(core, &all))
            CPU_SET(core, &one);
    CHECK_EQ_INT(sched_setaffinity(0, sizeof one, &one), 0);
    policy = comm_wake_policy_default(0);
    CHECK_EQ_INT(sched_setaffinity(0, sizeof all, &all), 0);
    CHECK_EQ_INT(policy.spin_ns, 0);
    CHECK(policy.yield_ns != 0);
}

TEST(the_default_policy_does_not_spin_where_there_are_more_processes_than_cores)
{
    cpu_set_t all;
    CHECK_EQ_INT(sched_getaffinity(0, sizeof all, &all), 0);
    uint32_t cores = (uint32_t)CPU_COUNT(&all);
    CHECK_EQ_INT(comm_wake_policy_default(cores).spin_ns != 0, cores > 1);
    comm_wake_policy crowded = comm_wake_policy_default(cores + 1);
    CHECK_EQ_INT(crowded.spin_ns, 0);
    CHECK(crowded.yield_ns != 0 && crowded.slice_ns != 0);
}

TEST(a_long_yield_keeps_a_waiter_from_yields_for_a_multiple_of_its_time)
{
    const uint64_t begin = 1000, long_ns = COMM_WAKE_LONG_YIELD_NS + 1;
    comm_wake_policy policy = {0};
    CHECK_EQ_INT(comm_wake_learn(&policy, begin, begin + COMM_WAKE_LONG_YIELD_NS), 0);
    CHECK_EQ_INT(policy.crowded_until_ns, 0);
    CHECK_EQ_INT(comm_wake_learn(&policy, begin, begin + long_ns), 1);
    CHECK_EQ_INT(policy.crowded_until_ns, begin + (1 + COMM_WAKE_CROWDED_FOR) * long_ns);
}

TEST(a_waiter_whose_core_others_want_sleeps_at_once)
{
    expect_woken((bell){.value = 7, .wait_for_sleeper = 1},
                 (comm_wake_policy){.yield_ns = UINT32_MAX, .slice_ns = UINT32_MAX, .crowded_until_ns = UINT64_MAX});
}

TEST(the_core_that_one_runs_on_is_one_of_those_that_one_may_run_on)
{
    cpu_set_t all;
    uint32_t core = comm_wake_core();
    CHECK_EQ_INT(sched_getaffinity(0, sizeof all, &all), 0);
    CHECK(core == 0 || CPU_ISSET((int)core - 1, &all));
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_word_that_has_changed_already_ends_the_wait_at_once);
    RUN(a_wait_without_time_only_looks);
    RUN(polling_gives_up_by_itself);
    RUN(a_wait_ends_with_its_timeout_in_every_phase);
    RUN(a_sleep_ends_after_one_slice_so_that_the_peer_can_be_looked_at);
    RUN(a_slice_of_zero_takes_the_default);
    RUN(a_bell_ends_every_phase);
    RUN(a_sleeper_can_be_woken_to_look_at_something_else);
    RUN(no_wake_is_lost_between_two_sleepers);
    RUN(the_default_policy_spins_only_where_there_is_a_second_core);
    RUN(the_default_policy_does_not_spin_where_there_are_more_processes_than_cores);
    RUN(a_long_yield_keeps_a_waiter_from_yields_for_a_multiple_of_its_time);
    RUN(a_waiter_whose_core_others_want_sleeps_at_once);
    RUN(the_core_that_one_runs_on_is_one_of_those_that_one_may_run_on);
    return kit_end();
}
