/* delta.h - a block of bytes written as what differs from a base block, in lines of 64 bytes.
 *
 * An arena differs from its scene in a few lines, so a snapshot of thousands of arenas stays small.
 * Coding: uint32 count, then count times { uint32 line; uint8 bytes[64] }; the last line may be short in the block
 * and is padded with zeros in the coding. */
#ifndef NATIVE_DELTA_H
#define NATIVE_DELTA_H

#include <stddef.h>
#include <stdint.h>

/* Writes the coding of block against base, both size bytes long. Returns the bytes written, 0 when capacity is too
 * small (a coding is never empty). */
size_t native_delta_write(uint8_t *out, size_t capacity, const uint8_t *block, const uint8_t *base, size_t size);

/* Makes block from base and the coding. Returns the bytes read, 0 when the coding is cut short or names a line
 * outside the block; block is then unchanged. */
size_t native_delta_read(uint8_t *block, const uint8_t *base, size_t size, const uint8_t *in, size_t available);

#endif
