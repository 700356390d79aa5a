/* The delta coding of snapshots.
 *
 * sources: harness/standin/native/delta.c */
#include "harness/standin/native/delta.h"
#include "tests/c/kit.h"

enum { SIZE = 200, ROOM = 4 + 4 * 68 };

static void fill(uint8_t *bytes, size_t size, unsigned seed)
{
    for (size_t i = 0; i < size; i++) bytes[i] = (uint8_t)(seed = seed * 1103515245u + 12345u);
}

TEST(equal_blocks_are_coded_as_no_line)
{
    uint8_t base[SIZE], out[ROOM];
    fill(base, SIZE, 1);
    CHECK_EQ_INT(native_delta_write(out, sizeof out, base, base, SIZE), 4);
}

TEST(a_block_comes_back_from_its_base_and_its_coding_even_when_its_last_line_is_short)
{
    uint8_t base[SIZE], block[SIZE], again[SIZE], out[ROOM];
    for (unsigned round = 0; round < 500; round++) {
        fill(base, SIZE, round);
        memcpy(block, base, SIZE);
        for (unsigned i = 0; i < round % 7; i++) block[(round * 31 + i * 67) % SIZE] ^= (uint8_t)(1 + i);
        size_t bytes = native_delta_write(out, sizeof out, block, base, SIZE);
        CHECK(bytes > 0);
        CHECK_EQ_INT(native_delta_read(again, base, SIZE, out, bytes), bytes);
        CHECK_EQ_INT(memcmp(again, block, SIZE), 0);
    }
}

TEST(a_coding_that_does_not_fit_is_refused_rather_than_cut)
{
    uint8_t base[SIZE], block[SIZE], out[ROOM];
    fill(base, SIZE, 1);
    fill(block, SIZE, 2);
    size_t whole = native_delta_write(out, sizeof out, block, base, SIZE);
    CHECK_EQ_INT(whole, ROOM);
    for (size_t capacity = 0; capacity < whole; capacity++)
        CHECK_EQ_INT(native_delta_write(out, capacity, block, base, SIZE), 0);
}

TEST(a_coding_that_is_cut_short_is_refused_and_leaves_the_block_as_it_was)
{
    uint8_t base[SIZE], block[SIZE], target[SIZE], out[ROOM];
    fill(base, SIZE, 1);
    fill(block, SIZE, 2);
    size_t whole = native_delta_write(out, sizeof out, block, base, SIZE);
    for (size_t available = 0; available < whole; available++) {
        memset(target, 7, SIZE);
        CHECK_EQ_INT(native_delta_read(target, base, SIZE, out, available), 0);
        CHECK_EQ_INT(target[0], 7);
    }
}

TEST(a_coding_that_names_a_line_outside_the_block_is_refused)
{
    uint8_t base[SIZE] = {0}, block[SIZE], out[ROOM];
    uint32_t count = 1, line = 4;
    memset(block, 7, SIZE);
    memcpy(out, &count, 4);
    memcpy(out + 4, &line, 4);
    CHECK_EQ_INT(native_delta_read(block, base, SIZE, out, ROOM), 0);
    CHECK_EQ_INT(block[0], 7);
}

TEST(a_coding_with_an_absurd_count_is_refused)
{
    uint8_t base[SIZE] = {0}, block[SIZE], out[ROOM] = {255, 255, 255, 255};
    CHECK_EQ_INT(native_delta_read(block, base, SIZE, out, ROOM), 0);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(equal_blocks_are_coded_as_no_line);
    RUN(a_block_comes_back_from_its_base_and_its_coding_even_when_its_last_line_is_short);
    RUN(a_coding_that_does_not_fit_is_refused_rather_than_cut);
    RUN(a_coding_that_is_cut_short_is_refused_and_leaves_the_block_as_it_was);
    RUN(a_coding_that_names_a_line_outside_the_block_is_refused);
    RUN(a_coding_with_an_absurd_count_is_refused);
    return kit_end();
}
