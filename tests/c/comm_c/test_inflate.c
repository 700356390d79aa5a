/* Unpacking zlib streams, and the text that carries them; also ones that are cut, wrong or damaged.
 * sources: comm_c/inflate.c comm_c/armour.c
 */
#include "comm_c/armour.h"
#include "comm_c/inflate.h"
#include "tests/c/kit.h"

/* zlib level 9 of 64 zeros, "abcabcabcabcabcabc" and 64 zeros: a block of fixed codes. */
static const uint8_t FIXED[] = {0x78, 0xda, 0x63, 0x60, 0xa0, 0x0c, 0x24, 0x26, 0x25, 0xa3, 0x21,
                                0x0a, 0x0d, 0x64, 0x00, 0x00, 0xfb, 0x0b, 0x06, 0xe5};
enum { FIXED_BYTES = 146 };

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525 + 1013904223;
    return *state >> 8;
}

static void fill(uint8_t *bytes, size_t count, uint32_t seed)
{
    for (size_t i = 0; i < count; i++) bytes[i] = next_random(&seed) % 3 ? 0 : (uint8_t)next_random(&seed);
}

TEST(a_compressed_stream_is_unpacked)
{
    uint8_t out[FIXED_BYTES];
    CHECK_EQ_INT(comm_inflate(out, sizeof out, FIXED, sizeof FIXED), FIXED_BYTES);
    CHECK_EQ_INT(memcmp(out + 64, "abcabcabcabcabcabc", 18), 0);
    CHECK_EQ_INT(out[63] | out[82], 0);
}

TEST(a_stream_longer_than_its_room_is_refused)
{
    uint8_t out[FIXED_BYTES];
    CHECK_EQ_INT(comm_inflate(out, sizeof out - 1, FIXED, sizeof FIXED), -1);
}

TEST(a_stream_that_is_cut_anywhere_is_refused)
{
    uint8_t out[FIXED_BYTES];
    for (size_t bytes = 0; bytes < sizeof FIXED; bytes++) CHECK_EQ_INT(comm_inflate(out, sizeof out, FIXED, bytes), -1);
}

TEST(a_flipped_bit_is_noticed_wherever_it_counts)
{
    uint8_t out[FIXED_BYTES], right[FIXED_BYTES], wrong[sizeof FIXED];
    comm_inflate(right, sizeof right, FIXED, sizeof FIXED);
    for (size_t bit = 16; bit < sizeof FIXED * 8; bit++) {
        memcpy(wrong, FIXED, sizeof FIXED);
        wrong[bit / 8] ^= (uint8_t)(1 << bit % 8);
        int64_t bytes = comm_inflate(out, sizeof out, wrong, sizeof wrong);
        CHECK(bytes == -1 || memcmp(out, right, sizeof right) == 0); /* bits that fill the last byte mean nothing */
    }
}

TEST(bytes_come_back_from_their_text)
{
    const size_t sizes[] = {0, 1, 2, 3, 4, 255, 65535, 65536, 200000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t size = sizes[i], room = comm_armour_bound(size);
        uint8_t *bytes = malloc(size + 1), *back = malloc(size + 1), *scratch = malloc(room);
        char *text = malloc(room);
        fill(bytes, size, (uint32_t)i);
        size_t characters = comm_armour(text, bytes, size);
        CHECK(characters <= room);
        CHECK_EQ_INT(comm_unarmour(back, size, text, characters, scratch), size);
        CHECK_EQ_INT(memcmp(bytes, back, size), 0);
        free(bytes);
        free(back);
        free(scratch);
        free(text);
    }
}

TEST(random_text_and_random_streams_never_do_harm)
{
    uint32_t seed = 5;
    uint8_t in[64], out[256], scratch[64];
    for (int round = 0; round < 200000; round++) {
        size_t count = next_random(&seed) % sizeof in;
        for (size_t i = 0; i < count; i++) in[i] = (uint8_t)next_random(&seed);
        if (round % 2 && count > 2) memcpy(in, FIXED, 2);
        if (round % 4 == 1 && count > 8) memcpy(in, FIXED, 8);
        CHECK(comm_inflate(out, sizeof out, in, count) <= (int64_t)sizeof out);
        for (size_t i = 0; i < count; i++) in[i] = (uint8_t)("ABCDwxyz0189+/=?"[in[i] % 16]);
        CHECK(comm_unarmour(out, sizeof out, (const char *)in, count, scratch) <= (int64_t)sizeof out);
    }
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_compressed_stream_is_unpacked);
    RUN(a_stream_longer_than_its_room_is_refused);
    RUN(a_stream_that_is_cut_anywhere_is_refused);
    RUN(a_flipped_bit_is_noticed_wherever_it_counts);
    RUN(bytes_come_back_from_their_text);
    RUN(random_text_and_random_streams_never_do_harm);
    return kit_end();
}
