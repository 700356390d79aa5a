#include "harness/standin/native/delta.h"

#include <string.h>

enum { LINE = 64, ENTRY = 4 + LINE };

static size_t line_bytes(size_t size, size_t offset)
{
    return size - offset < LINE ? size - offset : LINE;
}

size_t native_delta_write(uint8_t *out, size_t capacity, const uint8_t *block, const uint8_t *base, size_t size)
{
    uint32_t count = 0;
    size_t used = sizeof count;
    if (capacity < used) return 0;
    for (size_t offset = 0; offset < size; offset += LINE) {
        size_t bytes = line_bytes(size, offset);
        if (memcmp(block + offset, base + offset, bytes) == 0) continue;
        if (capacity - used < ENTRY) return 0;
        uint32_t line = (uint32_t)(offset / LINE);
        memcpy(out + used, &line, sizeof line);
        memset(out + used + 4, 0, LINE);
        memcpy(out + used + 4, block + offset, bytes);
        used += ENTRY;
        count++;
    }
    memcpy(out, &count, sizeof count);
    return used;
}

/* Returns the coding's length when every line lies inside the block, otherwise 0. */
static size_t coding_bytes(size_t size, const uint8_t *in, size_t available)
{
    uint32_t count, line;
    if (available < sizeof count) return 0;
    memcpy(&count, in, sizeof count);
    if (count > (available - sizeof count) / ENTRY) return 0;
    for (uint32_t i = 0; i < count; i++) {
        memcpy(&line, in + sizeof count + (size_t)i * ENTRY, sizeof line);
        if ((size_t)line * LINE >= size) return 0;
    }
    return sizeof count + (size_t)count * ENTRY;
}

size_t native_delta_read(uint8_t *block, const uint8_t *base, size_t size, const uint8_t *in, size_t available)
{
    size_t length = coding_bytes(size, in, available);
    if (length == 0) return 0;
    memcpy(block, base, size);
    for (const uint8_t *entry = in + 4; entry < in + length; entry += ENTRY) {
        uint32_t line;
        memcpy(&line, entry, sizeof line);
        memcpy(block + (size_t)line * LINE, entry + 4, line_bytes(size, (size_t)line * LINE));
    }
    return length;
}
