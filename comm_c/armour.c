#include "armour.h"

#include "inflate.h"

enum { HEADER_BYTES = 2, BLOCK_HEADER_BYTES = 5, CHECKSUM_BYTES = 4, LARGEST_BLOCK = 65535, NOT_A_DIGIT = 64 };

static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static size_t block_count(size_t bytes)
{
    return bytes == 0 ? 1 : (bytes + LARGEST_BLOCK - 1) / LARGEST_BLOCK;
}

size_t comm_armour_bound(size_t bytes)
{
    size_t stream = HEADER_BYTES + block_count(bytes) * BLOCK_HEADER_BYTES + bytes + CHECKSUM_BYTES;
    return (stream + 2) / 3 * 4;
}

/* Base64 as bytes come along: three of them make four characters. */
typedef struct writer {
    char *text;
    size_t used;
    uint32_t bits;
    int count;
} writer;

static void put_group(writer *w, int digits)
{
    for (int i = 0; i < 4; i++) w->text[w->used++] = i < digits ? DIGITS[w->bits >> (18 - 6 * i) & 63] : '=';
    w->bits = 0;
    w->count = 0;
}

static void put(writer *w, uint8_t byte)
{
    w->bits |= (uint32_t)byte << (16 - 8 * w->count);
    if (++w->count == 3) put_group(w, 4);
}

static void put_stored(writer *w, const uint8_t *bytes, size_t count, int is_last)
{
    const uint8_t header[BLOCK_HEADER_BYTES] = {(uint8_t)is_last, (uint8_t)count, (uint8_t)(count >> 8),
                                                (uint8_t)~count, (uint8_t)(~count >> 8)};
    for (int i = 0; i < BLOCK_HEADER_BYTES; i++) put(w, header[i]);
    for (size_t i = 0; i < count; i++) put(w, bytes[i]);
}

size_t comm_armour(char *text, const uint8_t *bytes, size_t count)
{
    writer w = {.text = text};
    uint32_t checksum = comm_adler32(bytes, count);
    put(&w, 0x78); /* deflate with a window of 32 KiB */
    put(&w, 0x01);
    for (size_t done = 0, left = block_count(count); left > 0; left--) {
        size_t size = count - done < LARGEST_BLOCK ? count - done : LARGEST_BLOCK;
        put_stored(&w, bytes + done, size, left == 1);
        done += size;
    }
    for (int shift = 24; shift >= 0; shift -= 8) put(&w, (uint8_t)(checksum >> shift));
    if (w.count > 0) put_group(&w, w.count + 1);
    return w.used;
}

static uint32_t digit(char c)
{
    if (c >= 'A' && c <= 'Z') return (uint32_t)(c - 'A');
    if (c >= 'a' && c <= 'z') return (uint32_t)(c - 'a') + 26;
    if (c >= '0' && c <= '9') return (uint32_t)(c - '0') + 52;
    return c == '+' ? 62 : c == '/' ? 63 : NOT_A_DIGIT;
}

/* Bytes written, -1 for anything but whole groups of four with the padding at the end. */
static int64_t from_base64(uint8_t *out, const char *text, size_t characters)
{
    size_t written = 0;
    if (characters % 4 != 0) return -1;
    for (size_t i = 0; i < characters; i += 4) {
        int is_last = i + 4 == characters;
        int padding = is_last ? (text[i + 3] == '=') + (text[i + 2] == '=' && text[i + 3] == '=') : 0;
        uint32_t bits = 0;
        for (int k = 0; k < 4 - padding; k++) {
            uint32_t value = digit(text[i + (size_t)k]);
            if (value == NOT_A_DIGIT) return -1;
            bits |= value << (18 - 6 * k);
        }
        for (int k = 0; k < 3 - padding; k++) out[written++] = (uint8_t)(bits >> (16 - 8 * k));
    }
    return (int64_t)written;
}

int64_t comm_unarmour(uint8_t *out, size_t capacity, const char *text, size_t characters, uint8_t *scratch)
{
    int64_t bytes = from_base64(scratch, text, characters);
    return bytes < 0 ? -1 : comm_inflate(out, capacity, scratch, (size_t)bytes);
}
