/* inflate.h - unpacks a zlib stream (RFC 1950, 1951): the inside of what the game's helpers.encode_string returns.
 *
 * Believes nothing of its input: a stream that is cut, wrong or longer than the room for it is refused. */
#ifndef COMM_INFLATE_H
#define COMM_INFLATE_H

#include <stddef.h>
#include <stdint.h>

/* Adler-32 of the bytes, as a zlib stream ends with (RFC 1950). */
uint32_t comm_adler32(const uint8_t *bytes, size_t count);

/* Unpacks a whole stream. Bytes written to `out`; -1 when the stream is cut or wrong, its checksum does not fit, something
 * follows it, or it holds more than `capacity` bytes. What is in `out` then means nothing. */
int64_t comm_inflate(uint8_t *out, size_t capacity, const uint8_t *in, size_t bytes);

#endif
