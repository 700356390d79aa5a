/* graph_rows.h - the factory's graph as a query answers it: in an order that does not depend on the server. */
#ifndef NATIVE_GRAPH_ROWS_H
#define NATIVE_GRAPH_ROWS_H

#include <stdint.h>

#include "comm_c/frames.h"
#include "harness/standin/engine/sim.h"

/* All edges, by kind, then by their ends, which are slots of FactorioEntityRow: places in the list of the map's entities.
 * The caller frees what `rows` is given. Returns how many there are; UINT32_MAX without memory. */
uint32_t native_graph_rows(const sim_arena *arena, const sim_prototypes *prototypes, FactorioEdgeRow **rows);

#endif
