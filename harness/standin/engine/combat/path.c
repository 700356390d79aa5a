#include "harness/standin/engine/combat/path.h"

#include <stdlib.h>
#include <string.h>

#include "harness/standin/engine/combat/path_search.h"
#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/world/map.h"

#define GRID_BITS 7      /* SIM_PATH_GRID is 1 << this                       */
#define WIDEST_BITS 10   /* the widest grid of a script's search             */
#define NODES (SIM_PATH_GRID * SIM_PATH_GRID)
#define HEAP_CAPACITY 4096
#define MOST_STEPS 6000  /* nodes that one search opens; more is not worth a tick */
#define MOST_WIDE_STEPS 200000 /* the same of a script's, which have the whole map before them */

static sim_path_piece *at(const sim_arena *arena, uint32_t record)
{
    return SIM_RECORD(arena, SIM_POOL_PATH, sim_path_piece, record);
}

/* Answers ----------------------------------------------------------------------------------------------------- */

/* Packs places, given from the end to the start, into pieces; 0 without room. */
static uint32_t pack(sim_arena *arena, const sim_position *places, uint32_t count, int is_coarse)
{
    uint32_t next = 0;
    for (uint32_t done = 0; done < count;) {
        uint32_t rest = (count - done) % SIM_PATH_PLACES, size = rest ? rest : SIM_PATH_PLACES;
        uint32_t record = sim_pool_take(arena, SIM_POOL_PATH, SIM_PATH_PIECE);
        if (record == 0) {
            sim_path_free(arena, next);
            arena->refused++;
            return 0;
        }
        sim_path_piece *piece = at(arena, record);
        piece->next = next;
        piece->number = (uint32_t)is_coarse;
        piece->count = size;
        for (uint32_t i = 0; i < size; i++) piece->places[i] = places[done + size - 1 - i];
        done += size;
        next = record;
    }
    return next;
}

static enum sim_path_outcome answer(sim_arena *arena, const sim_path_search *s, uint32_t found, int is_found,
                                    uint32_t *first)
{
    sim_position places[SIM_PATH_MOST_PLACES];
    uint32_t count = sim_path_turning_points(s, found, places);
    if (is_found && count > 0 && found == s->goal && s->shift == 0 &&
        sim_distance_squared(places[0], s->query->goal) <= (int64_t)SIM_FIXED_ONE * SIM_FIXED_ONE &&
        s->price[found] == 1 && s->query->radius < SIM_FIXED_ONE)
        places[0] = s->query->goal;
    *first = pack(arena, places, count, s->shift > 0);
    if (is_found) return SIM_PATH_FOUND;
    return *first ? SIM_PATH_PARTLY : SIM_PATH_NONE;
}

/* Searches with the grid and heap that `s` has. */
static enum sim_path_outcome find(sim_path_search *s, sim_arena *arena, const sim_prototypes *prototypes,
                                  const sim_path_query *query, uint32_t most, uint32_t *first)
{
    s->arena = arena;
    s->prototypes = prototypes;
    s->query = query;
    s->shift = 0;
    s->opened = 0;
    s->heap_count = 0;
    s->best_left = UINT32_MAX;
    s->best = 0;
    uint32_t found;
    int is_found = sim_path_search_run(s, most, &found);
    return answer(arena, s, found, is_found, first);
}

enum sim_path_outcome sim_path_find(sim_arena *arena, const sim_prototypes *prototypes, const sim_path_query *query,
                                    uint32_t *steps, uint32_t *first)
{
    *first = 0;
    if (*steps == 0) return SIM_PATH_LATER;
    sim_path_heap_entry heap[HEAP_CAPACITY];
    uint16_t cost[NODES];
    uint8_t parent[NODES], seen[NODES], price[NODES];
    memset(seen, 0, sizeof seen);
    memset(price, 0, sizeof price);
    sim_path_search s = {.bits = GRID_BITS, .heap_capacity = HEAP_CAPACITY, .heap = heap, .cost = cost,
                         .parent = parent, .seen = seen, .price = price};
    enum sim_path_outcome outcome = find(&s, arena, prototypes, query, MOST_STEPS, first);
    *steps = *steps > s.opened ? *steps - s.opened : 0;
    return outcome;
}

/* The narrowest grid that holds start and goal in single tiles, with room around them. */
static int wide_bits(const sim_path_query *query)
{
    int32_t x = abs(sim_fixed_tile(query->goal.x) - sim_fixed_tile(query->start.x));
    int32_t y = abs(sim_fixed_tile(query->goal.y) - sim_fixed_tile(query->start.y));
    int bits = GRID_BITS;
    while (bits < WIDEST_BITS && (x > y ? x : y) * 2 > (1 << bits) / 2) bits++;
    return bits;
}

enum sim_path_outcome sim_path_find_wide(sim_arena *arena, const sim_prototypes *prototypes,
                                         const sim_path_query *query, uint32_t *first)
{
    *first = 0;
    int bits = wide_bits(query);
    size_t nodes = (size_t)1 << 2 * bits;
    uint8_t *grid = calloc(nodes, sizeof(sim_path_heap_entry) + sizeof(uint16_t) + 3);
    if (grid == NULL) return SIM_PATH_LATER;
    sim_path_heap_entry *heap = (sim_path_heap_entry *)(void *)grid;
    uint16_t *cost = (uint16_t *)(void *)(heap + nodes);
    uint8_t *parent = (uint8_t *)(cost + nodes);
    sim_path_search s = {.bits = bits, .heap_capacity = (uint32_t)nodes, .heap = heap, .cost = cost,
                         .parent = parent, .seen = parent + nodes, .price = parent + 2 * nodes};
    enum sim_path_outcome outcome = find(&s, arena, prototypes, query, MOST_WIDE_STEPS, first);
    free(grid);
    return outcome;
}

void sim_path_free(sim_arena *arena, uint32_t first)
{
    while (first != 0) {
        uint32_t next = at(arena, first)->next;
        sim_pool_give_back(arena, SIM_POOL_PATH, first);
        first = next;
    }
}

int sim_path_is_straight(const sim_arena *arena, sim_box box, sim_position from, sim_position to)
{
    int32_t x = to.x - from.x, y = to.y - from.y;
    int32_t longest = abs(x) > abs(y) ? abs(x) : abs(y);
    int32_t count = longest / (SIM_FIXED_ONE / 2) + 1;
    for (int32_t i = 0; i <= count; i++) {
        sim_position place = {from.x + (int32_t)((int64_t)x * i / count), from.y + (int32_t)((int64_t)y * i / count)};
        sim_box swept = sim_box_at(box, place);
        if (!sim_map_tiles_free(arena, sim_fixed_tile(swept.left), sim_fixed_tile(swept.top),
                                sim_fixed_tile(swept.right), sim_fixed_tile(swept.bottom)))
            return 0;
    }
    return 1;
}

/* Sanity and hash --------------------------------------------------------------------------------------------- */

int sim_path_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    (void)prototypes;
    const sim_position none = {0, 0};
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_PATH].used; i++) {
        const sim_path_piece *piece = at(arena, i);
        if (piece->entity == 0) continue;
        SIM_EXPECT(fault, "path piece", i, none, piece->entity <= SIM_PATH_REQUEST_ANSWERED);
        SIM_EXPECT(fault, "path piece", i, none, piece->count <= SIM_PATH_PLACES);
        int has_next = piece->next == 0 || sim_pool_is_live(arena, SIM_POOL_PATH, piece->next);
        SIM_EXPECT(fault, "path piece", i, none, has_next);
    }
    return 1;
}

uint64_t sim_path_hash(const sim_arena *arena, uint64_t hash)
{
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_PATH].used; i++) {
        const sim_path_piece *piece = at(arena, i);
        if (piece->entity == 0) continue;
        hash = sim_hash_word(hash, (uint64_t)piece->next << 32 | piece->count);
        hash = sim_hash_word(hash, (uint64_t)piece->entity << 32 | piece->number);
        uint32_t count = piece->entity == SIM_PATH_PIECE ? piece->count : SIM_PATH_PLACES;
        for (uint32_t k = 0; k < count; k++)
            hash = sim_hash_word(hash, (uint64_t)(uint32_t)piece->places[k].x << 32 | (uint32_t)piece->places[k].y);
    }
    return hash;
}
