/* The state hash's building block.
 *
 * sources: harness/standin/engine/core/hash.c */
#include "harness/standin/engine/core/hash.h"

#include "tests/c/kit.h"

TEST(order_and_every_bit_count)
{
    uint64_t start = sim_hash_start();
    CHECK(sim_hash_word(sim_hash_word(start, 1), 2) != sim_hash_word(sim_hash_word(start, 2), 1));
    for (int bit = 0; bit < 64; bit++) CHECK(sim_hash_word(start, 1ull << bit) != sim_hash_word(start, 0));
}

TEST(a_word_changes_about_half_of_the_hashs_bits)
{
    int changed = 0;
    for (uint64_t word = 0; word < 1000; word++)
        changed += __builtin_popcountll(sim_hash_word(sim_hash_start(), word) ^
                                        sim_hash_word(sim_hash_start(), word ^ 1));
    CHECK(changed > 1000 * 24 && changed < 1000 * 40);
}

TEST(zero_has_two_signs)
{
    CHECK(sim_hash_double(sim_hash_start(), 0.0) != sim_hash_double(sim_hash_start(), -0.0));
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(order_and_every_bit_count);
    RUN(a_word_changes_about_half_of_the_hashs_bits);
    RUN(zero_has_two_signs);
    return kit_end();
}
