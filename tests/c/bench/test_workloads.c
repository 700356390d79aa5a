/* The workloads of the gates: they play, do something, and do the same again.
 *
 * sources: suites/bench/c/player/burden.c suites/bench/c/workloads
 * sources: harness/standin/native comm_c/error.c comm_c/wake.c comm_c/layout.c comm_c/peer.c comm_c/header.c
 * sources: comm_c/segment.c comm_c/channel.c harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "suites/bench/c/player/burden.h"
#include "suites/bench/c/workloads/workload.h"
#include "tests/c/kit.h"

enum { STEPS = 300 };

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
    const workload *const *all = workload_list();
    for (int i = 0; all[i] != NULL; i++) {
        int steps = i < 3 ? STEPS : STEPS / 15;
        CHECK(play(all[i], steps) == play(all[i], steps));
    }
}

TEST(a_workload_answers_something_that_depends_on_what_was_played)
{
    CHECK(play(&WORKLOAD_MOVEMENT, STEPS) != play(&WORKLOAD_MOVEMENT, STEPS - 1));
    CHECK(play(&WORKLOAD_CHANNEL, STEPS) != play(&WORKLOAD_CHANNEL, STEPS - 1));
}

TEST(a_burden_is_known_by_its_name)
{
    CHECK_EQ_INT(burden_named("busy"), BURDEN_BUSY);
    CHECK_EQ_INT(burden_named("copy"), BURDEN_COPY);
    CHECK_EQ_INT(burden_named("allocate"), BURDEN_ALLOCATE);
    CHECK_EQ_INT(burden_named("sleep"), BURDEN_NONE);
    for (int kind = BURDEN_NONE; kind <= BURDEN_ALLOCATE; kind++)
        burden_carry((enum burden)kind, 1000);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_workload_plays_the_same_steps_on_every_run);
    RUN(a_workload_answers_something_that_depends_on_what_was_played);
    RUN(a_burden_is_known_by_its_name);
    return kit_end();
}
