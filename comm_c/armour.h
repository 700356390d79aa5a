/* armour.h - bytes as printable text, in the form that the game's helpers.encode_string writes and decode_string reads:
 * a zlib stream in base64. Commands and replies of a console are text, and which bytes beyond printable ASCII survive the
 * way is nowhere written; these do. */
#ifndef COMM_ARMOUR_H
#define COMM_ARMOUR_H

#include <stddef.h>
#include <stdint.h>

/* Characters that comm_armour writes for that many bytes at most. */
size_t comm_armour_bound(size_t bytes);

/* Writes the bytes, not compressed, as text; no NUL behind it. Returns the characters written. `text` has room for
 * comm_armour_bound(bytes) of them. */
size_t comm_armour(char *text, const uint8_t *bytes, size_t count);

/* Reads such text, compressed or not. `scratch` has room for `characters` bytes. Bytes written to `out`; -1 for text that
 * is damaged or holds more than `capacity` bytes. */
int64_t comm_unarmour(uint8_t *out, size_t capacity, const char *text, size_t characters, uint8_t *scratch);

#endif
