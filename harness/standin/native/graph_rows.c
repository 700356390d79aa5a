#include "harness/standin/native/graph_rows.h"

#include <stdlib.h>

#include "harness/standin/native/graph.h"
#include "harness/standin/native/listing.h"

enum { FIRST_CAPACITY = 256 };

/* Edges as they are found, with the places of their ends. */
typedef struct collection {
    const uint32_t *place_of; /* by slot */
    FactorioEdgeRow *rows;
    uint32_t count;
    uint32_t capacity;
    int failed;
} collection;

static int collect(void *context, const FactorioEdgeRow *edge)
{
    collection *c = context;
    if (c->count == c->capacity) {
        uint32_t capacity = c->capacity ? c->capacity * 2 : FIRST_CAPACITY;
        FactorioEdgeRow *rows = realloc(c->rows, capacity * sizeof *rows);
        if (rows == NULL) {
            c->failed = 1;
            return 0;
        }
        c->rows = rows;
        c->capacity = capacity;
    }
    FactorioEdgeRow *row = &c->rows[c->count++];
    *row = *edge;
    row->from_slot = c->place_of[edge->from_slot];
    row->to_slot = c->place_of[edge->to_slot];
    int is_one_way = edge->kind < FACTORIO_EDGE_PIPE;
    if (is_one_way || row->from_slot < row->to_slot) return 1;
    row->from_slot = c->place_of[edge->to_slot];
    row->to_slot = c->place_of[edge->from_slot];
    return 1;
}

static int by_ends(const void *left, const void *right)
{
    const FactorioEdgeRow *a = left, *b = right;
    if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
    if (a->from_slot != b->from_slot) return a->from_slot < b->from_slot ? -1 : 1;
    if (a->to_slot != b->to_slot) return a->to_slot < b->to_slot ? -1 : 1;
    return (a->item > b->item) - (a->item < b->item);
}

uint32_t native_graph_rows(const sim_arena *arena, const sim_prototypes *prototypes, FactorioEdgeRow **rows)
{
    uint32_t *slots, *place_of = calloc(arena->entity_slots + 1, sizeof *place_of);
    uint32_t count = native_list(arena, prototypes, 0, &slots);
    collection found = {.place_of = place_of, .failed = place_of == NULL || count == UINT32_MAX};
    for (uint32_t i = 0; !found.failed && i < count; i++) place_of[slots[i]] = i + 1;
    if (!found.failed) native_graph_edges(arena, prototypes, collect, &found);
    free(slots);
    free(place_of);
    if (found.count > 0) qsort(found.rows, found.count, sizeof *found.rows, by_ends);
    *rows = found.rows;
    return found.failed ? UINT32_MAX : found.count;
}
