#include "inflate.h"

#include <string.h>

enum { LONGEST_CODE = 15, LITERALS = 288, DISTANCES = 30, END_OF_BLOCK = 256, FIRST_LENGTH = 257, LENGTHS = 29 };
enum { CODE_LENGTH_CODES = 19, DICTIONARY_BIT = 0x20, DEFLATE = 8, HEADER_BYTES = 2, CHECKSUM_BYTES = 4 };

#define ADLER_MODULUS 65521
#define ADLER_RUN 5552 /* bytes that can be summed up before a sum of 32 bits overflows */

/* What is read, what is written, and whether it has gone well so far. */
typedef struct stream {
    const uint8_t *in;
    size_t in_bytes, in_used;
    uint8_t *out;
    size_t capacity, written;
    uint32_t bits;     /* read and not yet used, the first in the lowest place */
    uint32_t bit_count;
    int failed;
} stream;

/* A canonical Huffman code: how many codes of each length, and the symbols in the order of their codes. */
typedef struct huffman {
    uint16_t count[LONGEST_CODE + 1];
    uint16_t symbol[LITERALS];
} huffman;

uint32_t comm_adler32(const uint8_t *bytes, size_t count)
{
    uint32_t low = 1, high = 0;
    while (count > 0) {
        size_t run = count < ADLER_RUN ? count : ADLER_RUN;
        for (size_t i = 0; i < run; i++) {
            low += bytes[i];
            high += low;
        }
        low %= ADLER_MODULUS;
        high %= ADLER_MODULUS;
        bytes += run;
        count -= run;
    }
    return high << 16 | low;
}

/* The next `count` bits, up to 16; zero once the stream has failed. */
static uint32_t take_bits(stream *s, uint32_t count)
{
    while (s->bit_count < count) {
        if (s->in_used == s->in_bytes) {
            s->failed = 1;
            return 0;
        }
        s->bits |= (uint32_t)s->in[s->in_used++] << s->bit_count;
        s->bit_count += 8;
    }
    uint32_t taken = s->bits & ((1u << count) - 1);
    s->bits >>= count;
    s->bit_count -= count;
    return taken;
}

/* Makes the code of the symbols' lengths, 0 for a symbol that does not occur. 0 when no code has such lengths. */
static int make_code(huffman *code, const uint8_t *lengths, uint32_t symbols)
{
    uint16_t place[LONGEST_CODE + 1];
    int32_t left = 1;
    memset(code->count, 0, sizeof code->count);
    for (uint32_t i = 0; i < symbols; i++) code->count[lengths[i]]++;
    code->count[0] = 0;
    for (int length = 1; length <= LONGEST_CODE; length++) {
        left = left * 2 - code->count[length];
        if (left < 0) return 0;
    }
    place[1] = 0;
    for (int length = 1; length < LONGEST_CODE; length++) place[length + 1] = place[length] + code->count[length];
    for (uint32_t i = 0; i < symbols; i++)
        if (lengths[i] != 0) code->symbol[place[lengths[i]]++] = (uint16_t)i;
    return 1;
}

/* The next symbol; fails the stream on bits that are no code. */
static uint32_t take_symbol(stream *s, const huffman *code)
{
    int32_t value = 0, first = 0, place = 0;
    for (int length = 1; length <= LONGEST_CODE && !s->failed; length++) {
        value |= (int32_t)take_bits(s, 1);
        int32_t count = code->count[length];
        if (value - count < first) return code->symbol[place + (value - first)];
        place += count;
        first = (first + count) << 1;
        value <<= 1;
    }
    s->failed = 1;
    return END_OF_BLOCK;
}

static void put_byte(stream *s, uint8_t byte)
{
    if (s->written == s->capacity) {
        s->failed = 1;
        return;
    }
    s->out[s->written++] = byte;
}

/* Writes again what stands `distance` bytes back; the two may overlap. */
static void repeat(stream *s, uint32_t length, uint32_t distance)
{
    if (distance > s->written || length > s->capacity - s->written) { /* distance is 1 or more */
        s->failed = 1;
        return;
    }
    uint8_t *to = s->out + s->written;
    const uint8_t *from = to - distance;
    if (distance == 1)
        memset(to, *from, length);
    else if (distance >= length)
        memcpy(to, from, length);
    else
        for (uint32_t i = 0; i < length; i++) to[i] = from[i];
    s->written += length;
}

/* Lengths and distances of RFC 1951, 3.2.5: the smallest of each symbol, and the bits that are added to it. */
static const uint16_t LENGTH_BASE[LENGTHS] = {3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
                                              31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
static const uint8_t LENGTH_BITS[LENGTHS] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                             2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
static const uint16_t DISTANCE_BASE[DISTANCES] = {1,   2,   3,   4,   5,   7,    9,    13,   17,   25,
                                                  33,  49,  65,  97,  129, 193,  257,  385,  513,  769,
                                                  1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};
static const uint8_t DISTANCE_BITS[DISTANCES] = {0, 0, 0, 0, 1, 1, 2, 2,  3,  3,  4,  4,  5,  5,  6,
                                                 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13};

static void copy_match(stream *s, uint32_t symbol, const huffman *distances)
{
    if (symbol - FIRST_LENGTH >= LENGTHS) {
        s->failed = 1;
        return;
    }
    uint32_t length = LENGTH_BASE[symbol - FIRST_LENGTH] + take_bits(s, LENGTH_BITS[symbol - FIRST_LENGTH]);
    uint32_t far = take_symbol(s, distances);
    if (s->failed || far >= DISTANCES) {
        s->failed = 1;
        return;
    }
    uint32_t distance = DISTANCE_BASE[far] + take_bits(s, DISTANCE_BITS[far]);
    if (!s->failed) repeat(s, length, distance);
}

static void coded_block(stream *s, const huffman *literals, const huffman *distances)
{
    while (!s->failed) {
        uint32_t symbol = take_symbol(s, literals);
        if (s->failed || symbol == END_OF_BLOCK) return;
        if (symbol < END_OF_BLOCK)
            put_byte(s, (uint8_t)symbol);
        else
            copy_match(s, symbol, distances);
    }
}

static void stored_block(stream *s)
{
    s->bits = s->bit_count = 0; /* less than a byte is left over: the block begins at the next one */
    uint32_t length = take_bits(s, 16), inverse = take_bits(s, 16);
    if (s->failed || length != (~inverse & 0xFFFF) || length > s->in_bytes - s->in_used ||
        length > s->capacity - s->written) {
        s->failed = 1;
        return;
    }
    memcpy(s->out + s->written, s->in + s->in_used, length);
    s->in_used += length;
    s->written += length;
}

static void fixed_block(stream *s)
{
    uint8_t lengths[LITERALS];
    huffman literals, distances;
    memset(lengths, 8, 144);
    memset(lengths + 144, 9, 112);
    memset(lengths + 256, 7, 24);
    memset(lengths + 280, 8, 8);
    make_code(&literals, lengths, LITERALS);
    memset(lengths, 5, DISTANCES);
    make_code(&distances, lengths, DISTANCES);
    coded_block(s, &literals, &distances);
}

/* The lengths of a dynamic block's two codes, themselves coded; 0 when they cannot be right. */
static int take_lengths(stream *s, const huffman *coded, uint8_t *lengths, uint32_t count)
{
    for (uint32_t i = 0; i < count;) {
        uint32_t symbol = take_symbol(s, coded);
        if (s->failed) return 0;
        if (symbol < 16) {
            lengths[i++] = (uint8_t)symbol;
            continue;
        }
        if (symbol == 16 && i == 0) return 0;
        uint8_t value = symbol == 16 ? lengths[i - 1] : 0;
        uint32_t times = symbol == 16 ? 3 + take_bits(s, 2) : symbol == 17 ? 3 + take_bits(s, 3) : 11 + take_bits(s, 7);
        if (times > count - i) return 0;
        memset(lengths + i, value, times);
        i += times;
    }
    return !s->failed;
}

static void dynamic_block(stream *s)
{
    static const uint8_t ORDER[CODE_LENGTH_CODES] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    uint8_t lengths[LITERALS + 32] = {0}, code_lengths[CODE_LENGTH_CODES] = {0};
    huffman coded, literals, distances;
    uint32_t literal_count = 257 + take_bits(s, 5), distance_count = 1 + take_bits(s, 5);
    uint32_t code_count = 4 + take_bits(s, 4);
    for (uint32_t i = 0; i < code_count; i++) code_lengths[ORDER[i]] = (uint8_t)take_bits(s, 3);
    if (s->failed || literal_count > 286 || distance_count > DISTANCES ||
        !make_code(&coded, code_lengths, CODE_LENGTH_CODES) ||
        !take_lengths(s, &coded, lengths, literal_count + distance_count) || lengths[END_OF_BLOCK] == 0 ||
        !make_code(&literals, lengths, literal_count) ||
        !make_code(&distances, lengths + literal_count, distance_count)) {
        s->failed = 1;
        return;
    }
    coded_block(s, &literals, &distances);
}

static void blocks(stream *s)
{
    int is_last = 0;
    while (!is_last && !s->failed) {
        is_last = (int)take_bits(s, 1);
        switch (take_bits(s, 2)) {
        case 0: stored_block(s); break;
        case 1: fixed_block(s); break;
        case 2: dynamic_block(s); break;
        default: s->failed = 1; break;
        }
    }
}

int64_t comm_inflate(uint8_t *out, size_t capacity, const uint8_t *in, size_t bytes)
{
    if (bytes < HEADER_BYTES + CHECKSUM_BYTES) return -1;
    int is_zlib = (in[0] & 0xF) == DEFLATE && in[0] >> 4 <= 7 && (in[0] << 8 | in[1]) % 31 == 0;
    if (!is_zlib || in[1] & DICTIONARY_BIT) return -1;
    stream s = {.in = in + HEADER_BYTES, .in_bytes = bytes - HEADER_BYTES - CHECKSUM_BYTES, .out = out,
                .capacity = capacity};
    blocks(&s);
    const uint8_t *end = s.in + s.in_bytes;
    if (s.failed || s.in_used != s.in_bytes) return -1;
    uint32_t wanted = (uint32_t)end[0] << 24 | (uint32_t)end[1] << 16 | (uint32_t)end[2] << 8 | end[3];
    return comm_adler32(out, s.written) == wanted ? (int64_t)s.written : -1;
}
