/* The generator against numbers worked out from its definition by another program.
 *
 * sources: harness/standin/engine/core/random.c */
#include "harness/standin/engine/core/random.h"
#include "tests/c/kit.h"

static void check_outputs(uint64_t seed, const uint32_t expected[4])
{
    sim_random random;
    sim_random_seed(&random, seed);
    for (int i = 0; i < 4; i++) CHECK_EQ_INT(sim_random_next(&random), expected[i]);
}

TEST(a_seed_gives_the_outputs_of_the_definition)
{
    check_outputs(0, (const uint32_t[]){0x69cef2a4, 0x89959840, 0xeeb93ebe, 0x99849937});
    check_outputs(1, (const uint32_t[]){0x36326cfa, 0x4e3077d1, 0x48f4cd8d, 0xecd57157});
    check_outputs((1ull << 40) + 5, (const uint32_t[]){0xf4efd43e, 0xec07c91e, 0xd22129da, 0xb8d28032});
    check_outputs(UINT64_MAX, (const uint32_t[]){0xd22b1628, 0xb770a381, 0xa05d8e0b, 0x346a33dc});
}

TEST(a_range_holds_both_ends_and_takes_one_output)
{
    static const int32_t EXPECTED[8] = {-2, 1, 6, 2, -9, 9, 1, 5};
    sim_random random;
    sim_random_seed(&random, 7);
    for (int i = 0; i < 8; i++) CHECK_EQ_INT(sim_random_range(&random, -10, 10), EXPECTED[i]);
    int seen[3] = {0, 0, 0};
    for (int i = 0; i < 1000; i++) seen[sim_random_range(&random, -1, 1) + 1] = 1;
    CHECK(seen[0] && seen[1] && seen[2]);
}

TEST(a_range_may_span_all_32_bits_or_none)
{
    sim_random random, twin;
    sim_random_seed(&random, 3);
    twin = random;
    CHECK_EQ_INT(sim_random_range(&random, INT32_MIN, INT32_MAX),
                 (int32_t)(INT32_MIN + (int64_t)sim_random_next(&twin)));
    CHECK_EQ_INT(sim_random_range(&random, 5, 5), 5);
    CHECK_EQ_INT(sim_random_range(&random, 5, 4), 5);
}

TEST(a_chance_of_nothing_never_comes_and_a_certain_one_always)
{
    sim_random random;
    sim_random_seed(&random, 11);
    int hits = 0;
    for (int i = 0; i < 1000; i++) {
        CHECK_EQ_INT(sim_random_chance(&random, 0.0), 0);
        CHECK_EQ_INT(sim_random_chance(&random, 1.0), 1);
        hits += sim_random_chance(&random, 0.25);
    }
    CHECK(hits > 190 && hits < 310);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_seed_gives_the_outputs_of_the_definition);
    RUN(a_range_holds_both_ends_and_takes_one_output);
    RUN(a_range_may_span_all_32_bits_or_none);
    RUN(a_chance_of_nothing_never_comes_and_a_certain_one_always);
    return kit_end();
}
