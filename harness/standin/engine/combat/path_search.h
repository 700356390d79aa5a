/* path_search.h - one search of path.h: A* on a grid of nodes, in memory that the caller brings. */
#ifndef SIM_PATH_SEARCH_H
#define SIM_PATH_SEARCH_H

#include <stdint.h>

#include "harness/standin/engine/combat/path.h"

#define SIM_PATH_MOST_PLACES 1024

typedef struct sim_path_heap_entry {
    uint32_t estimate;
    uint32_t node;
} sim_path_heap_entry;

typedef struct sim_path_search {
    const sim_arena *arena;
    const sim_prototypes *prototypes;
    const sim_path_query *query;
    int32_t left, top;    /* tile of node 0 */
    int bits;             /* a row has 1 << bits nodes */
    int shift;            /* a node is 1 << shift tiles wide */
    uint32_t goal;
    uint32_t opened;
    uint32_t best;        /* node nearest to the goal so far */
    uint32_t best_left;   /* and its estimate of what is left */
    uint32_t heap_count;
    uint32_t heap_capacity;
    sim_path_heap_entry *heap;
    uint16_t *cost;       /* by node, as what follows */
    uint8_t *parent;      /* step that led here; 8 the start */
    uint8_t *seen;        /* 1 reached, 2 opened */
    uint8_t *price;       /* 0 unknown, 1 free, 255 closed, else 1 + what breaking through costs */
} sim_path_search;

/* Lays the grid around the start of the query and opens at most `most` nodes until one is near enough to the goal;
 * `found` is that node, or the best. 1 when the goal was reached. Needs arena, prototypes, query, bits, the heap and
 * the arrays, of which `seen` and `price` are zero; best_left is UINT32_MAX, the other fields are zero. */
int sim_path_search_run(sim_path_search *s, uint32_t most, uint32_t *found);

/* Writes the turning points from the found node back to the start, at most SIM_PATH_MOST_PLACES; returns how many there
 * are. */
uint32_t sim_path_turning_points(const sim_path_search *s, uint32_t node, sim_position *places);

#endif
