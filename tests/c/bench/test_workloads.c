/* The workloads of the gates: they play, do something, and do the same again.
 *
 * sources: suites/bench/c/workloads/burden.c suites/bench/c/workloads/door.c suites/bench/c/workloads/transport.c
 * sources: harness/standin/native comm_c/error.c comm_c/wake.c comm_c/layout.c comm_c/peer.c comm_c/header.c
 * sources: comm_c/segment.c comm_c/channel.c harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "suites/bench/c/workloads/workload.h"
#include "tests/c/kit.h"

static const workload *const ALL[] = {
    &WORKLOAD_MOVEMENT, &WORKLOAD_MINING, &WORKLOAD_BUILDING, &WORKLOAD_FACTORY,
    &WORKLOAD_RESET, &WORKLOAD_SNAPSHOT, &WORKLOAD_QUERY, &WORKLOAD_CHANNEL};

enum { COUNT = sizeof ALL / sizeof ALL[0], STEPS = 300 };

static uint64_t play(const workload *w, int steps)
{
    void *state = w->open();
    uint64_t sum = 0;
    for (int i = 0; i < steps; i++) sum = sum * 31 + w->step(state);
    w->close(state);
    return sum;
}

TEST(a_workload_plays_the_same_steps_on_every_run)
{
    for (int i = 0; i < COUNT; i++) {
        int steps = i < 3 ? STEPS : STEPS / 15;
        CHECK(play(ALL[i], steps) == play(ALL[i], steps));
    }
}

TEST(a_workload_answers_something_that_depends_on_what_was_played)
{
    CHECK(play(&WORKLOAD_MOVEMENT, STEPS) != play(&WORKLOAD_MOVEMENT, STEPS - 1));
    CHECK(play(&WORKLOAD_CHANNEL, STEPS) != play(&WORKLOAD_CHANNEL, STEPS - 1));
}

TEST(a_burden_is_known_by_its_name)
{
    CHECK_EQ_INT(workload_burden_named("busy"), BURDEN_BUSY);
    CHECK_EQ_INT(workload_burden_named("copy"), BURDEN_COPY);
    CHECK_EQ_INT(workload_burden_named("allocate"), BURDEN_ALLOCATE);
    CHECK_EQ_INT(workload_burden_named("sleep"), BURDEN_NONE);
    for (int kind = BURDEN_NONE; kind <= BURDEN_ALLOCATE; kind++)
        workload_carry((enum workload_burden)kind, 1000);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_workload_plays_the_same_steps_on_every_run);
    RUN(a_workload_answers_something_that_depends_on_what_was_played);
    RUN(a_burden_is_known_by_its_name);
    return kit_end();
}
