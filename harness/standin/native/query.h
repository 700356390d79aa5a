/* query.h - answers what frames do not carry: lists of entities, the map in cells, inventories, statistics, research. */
#ifndef NATIVE_QUERY_H
#define NATIVE_QUERY_H

#include <stddef.h>
#include <stdint.h>

#include "comm_c/frames.h"
#include "harness/standin/native/encode.h"

/* Writes the answer's rows, at most `capacity` bytes of them and whole rows only. The number of rows goes to `rows`, the
 * bytes written are returned. -1 for a query that is not known or has a field out of its range, then `reason` says
 * which. */
int64_t native_query(const FactorioQuery *query, const sim_arena *arena, const sim_prototypes *prototypes,
                     const native_items *items, uint64_t timestamp, uint8_t *out, size_t capacity, uint32_t *rows,
                     const char **reason);

#endif
