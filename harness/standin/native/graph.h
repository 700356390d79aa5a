/* graph.h - the factory as a graph: which entity hands something to which. */
#ifndef NATIVE_GRAPH_H
#define NATIVE_GRAPH_H

#include <stdint.h>

#include "comm_c/frames.h"
#include "harness/standin/engine/sim.h"

/* Takes one edge; 0 ends the listing. */
typedef int (*native_edge_taker)(void *context, const FactorioEdgeRow *edge);

/* Lists the edges, kind by kind in the order of FACTORIO_EDGE_*, each kind in an order of its own. Both ends of an edge are
 * entity slots of the arena. Nothing is changed. */
void native_graph_edges(const sim_arena *arena, const sim_prototypes *prototypes, native_edge_taker take,
                        void *context);

#endif
