#include "harness/standin/engine/combat/path.h"

#include <stdlib.h>
#include <string.h>

#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/world/map.h"

#define GRID_BITS 7      /* SIM_PATH_GRID is 1 << this                       */
#define WIDEST_BITS 10   /* the widest grid of a script's search             */
#define NODES (SIM_PATH_GRID * SIM_PATH_GRID)
#define HEAP_CAPACITY 4096
#define STRAIGHT_COST 10 /* a node along an axis; a diagonal one costs 14 */
#define DIAGONAL_COST 14
#define MOST_STEPS 6000  /* nodes that one search opens; more is not worth a tick */
#define MOST_WIDE_STEPS 200000 /* the same of a script's, which have the whole map before them */
#define COARSEST_SHIFT 3
#define MOST_PLACES 1024
#define CLOSED 0xFF
#define NO_PARENT 8

static const int8_t STEP_X[8] = {0, 1, 1, 1, 0, -1, -1, -1};
static const int8_t STEP_Y[8] = {-1, -1, 0, 1, 1, 1, 0, -1};

typedef struct heap_entry {
    uint32_t estimate;
    uint32_t node;
} heap_entry;

typedef struct search {
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
    heap_entry *heap;
    uint16_t *cost;       /* by node, as what follows */
    uint8_t *parent;      /* step that led here; NO_PARENT the start */
    uint8_t *seen;        /* 1 reached, 2 opened */
    uint8_t *price;       /* 0 unknown, 1 free, CLOSED, else 1 + what breaking through costs */
} search;

static sim_path_piece *at(const sim_arena *arena, uint32_t record)
{
    return SIM_RECORD(arena, SIM_POOL_PATH, sim_path_piece, record);
}

/* Grid -------------------------------------------------------------------------------------------------------- */

static uint32_t column_of(const search *s, uint32_t node)
{
    return node & ((1u << s->bits) - 1);
}

static uint32_t row_of(const search *s, uint32_t node)
{
    return node >> s->bits;
}

static sim_position centre_of(const search *s, uint32_t node)
{
    int32_t x = s->left + (int32_t)(column_of(s, node) << s->shift);
    int32_t y = s->top + (int32_t)(row_of(s, node) << s->shift);
    int32_t half = (SIM_FIXED_ONE << s->shift) / 2;
    if (s->shift > 0) half -= SIM_FIXED_ONE / 2; /* of a tile near the middle, not the corner of four */
    sim_position centre = {x * SIM_FIXED_ONE + half, y * SIM_FIXED_ONE + half};
    return centre;
}

static uint32_t clamped(const search *s, int32_t value)
{
    int32_t last = (1 << s->bits) - 1;
    return (uint32_t)(value < 0 ? 0 : value > last ? last : value);
}

/* The node that holds the place, or the one at the grid's edge that is nearest to it. */
static uint32_t node_at(const search *s, sim_position place)
{
    uint32_t column = clamped(s, (sim_fixed_tile(place.x) - s->left) >> s->shift);
    uint32_t row = clamped(s, (sim_fixed_tile(place.y) - s->top) >> s->shift);
    return row << s->bits | column;
}

/* What an entity in the way costs: 0 nothing, CLOSED when it cannot be passed. */
static uint8_t price_of_entity(const search *s, const sim_entity *entity)
{
    const sim_entity_prototype *prototype = &s->prototypes->entities[entity->prototype];
    if (prototype->colliding_with_tiles_only || (prototype->collision_layers & s->query->layers) == 0) return 0;
    if (prototype->type == SIM_TYPE_UNIT || prototype->type == SIM_TYPE_CHARACTER) return 0;
    if (s->query->cannot_break || entity->force == s->query->force || prototype->max_health <= SIM_NO_HEALTH)
        return CLOSED;
    return (uint8_t)s->prototypes->map_settings.path_finder.general_entity_collision_penalty;
}

static uint8_t find_price(const search *s, uint32_t node)
{
    sim_box box = sim_box_at(s->query->box, centre_of(s, node));
    if (sim_map_tiles_free(s->arena, sim_fixed_tile(box.left), sim_fixed_tile(box.top), sim_fixed_tile(box.right),
                           sim_fixed_tile(box.bottom)))
        return 1;
    if (sim_map_box_collides(s->arena, s->prototypes, box, s->query->layers)) return CLOSED;
    uint8_t price = 0;
    sim_entity_cursor cursor = sim_entity_search(s->arena, box, SIM_SEARCH_ENTITIES);
    for (const sim_entity *entity; (entity = sim_entity_next(s->arena, &cursor)) != NULL;) {
        uint8_t one = price_of_entity(s, entity);
        if (one <= price || !sim_box_overlaps(box, sim_entity_collision_box(s->prototypes, entity))) continue;
        if (s->query->leaves_start && sim_box_overlaps(sim_box_at(s->query->box, s->query->start),
                                                       sim_entity_collision_box(s->prototypes, entity)))
            continue;
        if (one == CLOSED) return CLOSED;
        price = one;
    }
    return (uint8_t)(1 + price);
}

static uint8_t price_of(search *s, uint32_t node)
{
    if (s->price[node] == 0) s->price[node] = find_price(s, node);
    return s->price[node];
}

/* Octile distance in cost. */
static uint32_t estimate(const search *s, uint32_t from, uint32_t to)
{
    uint32_t x = (uint32_t)abs((int32_t)column_of(s, from) - (int32_t)column_of(s, to));
    uint32_t y = (uint32_t)abs((int32_t)row_of(s, from) - (int32_t)row_of(s, to));
    uint32_t less = x < y ? x : y, more = x < y ? y : x;
    return less * DIAGONAL_COST + (more - less) * STRAIGHT_COST;
}

/* Heap: smallest estimate first, then the smaller node ------------------------------------------------------- */

static int comes_first(heap_entry a, heap_entry b)
{
    return a.estimate < b.estimate || (a.estimate == b.estimate && a.node < b.node);
}

static void push(search *s, uint32_t value, uint32_t node)
{
    if (s->heap_count == s->heap_capacity) return; /* the way may be missed: it is then the way to the best node */
    heap_entry entry = {value, node};
    uint32_t i = s->heap_count++;
    for (; i > 0 && comes_first(entry, s->heap[(i - 1) / 2]); i = (i - 1) / 2) s->heap[i] = s->heap[(i - 1) / 2];
    s->heap[i] = entry;
}

static uint32_t pop(search *s)
{
    uint32_t node = s->heap[0].node;
    heap_entry last = s->heap[--s->heap_count];
    uint32_t i = 0;
    for (uint32_t child; (child = 2 * i + 1) < s->heap_count; i = child) {
        if (child + 1 < s->heap_count && comes_first(s->heap[child + 1], s->heap[child])) child++;
        if (!comes_first(s->heap[child], last)) break;
        s->heap[i] = s->heap[child];
    }
    s->heap[i] = last;
    return node;
}

/* Search ------------------------------------------------------------------------------------------------------ */

static void reach(search *s, uint32_t node, uint32_t cost, uint8_t step)
{
    if (cost > UINT16_MAX) return;
    if (s->seen[node] == 2 || (s->seen[node] == 1 && s->cost[node] <= cost)) return;
    s->seen[node] = 1;
    s->cost[node] = (uint16_t)cost;
    s->parent[node] = step;
    uint32_t left = estimate(s, node, s->goal);
    if (left < s->best_left) {
        s->best_left = left;
        s->best = node;
    }
    push(s, cost + left, node);
}

/* The neighbour in a direction; 0 when it is closed, or its corner is. */
static int neighbour(search *s, uint32_t node, int step, uint32_t *next)
{
    int column = (int)column_of(s, node) + STEP_X[step], row = (int)row_of(s, node) + STEP_Y[step];
    if (column < 0 || row < 0 || column >> s->bits || row >> s->bits) return 0;
    *next = (uint32_t)row << s->bits | (uint32_t)column;
    if (price_of(s, *next) == CLOSED) return 0;
    if (step % 2 == 0) return 1;
    uint32_t beside = (row_of(s, node) << s->bits) | (uint32_t)column;
    uint32_t above = (uint32_t)row << s->bits | column_of(s, node);
    return price_of(s, beside) == 1 && price_of(s, above) == 1;
}

static void open_node(search *s, uint32_t node)
{
    double first = s->prototypes->map_settings.path_finder.general_entity_collision_penalty;
    double next_one = s->prototypes->map_settings.path_finder.general_entity_subsequent_collision_penalty;
    for (int step = 0; step < 8; step++) {
        uint32_t next;
        if (!neighbour(s, node, step, &next)) continue;
        uint32_t cost = s->cost[node] + (step % 2 ? DIAGONAL_COST : STRAIGHT_COST);
        if (s->price[next] > 1) cost += (uint32_t)((s->price[node] > 1 ? next_one : first) * STRAIGHT_COST);
        reach(s, next, cost, (uint8_t)step);
    }
}

static int is_goal(const search *s, uint32_t node)
{
    if (node == s->goal) return 1;
    int64_t radius = s->query->radius;
    return sim_distance_squared(centre_of(s, node), s->query->goal) <= radius * radius;
}

/* Opens nodes until one is near enough to the goal; `found` is that node, or the best. */
static int run(search *s, uint32_t start, uint32_t most, uint32_t *found)
{
    reach(s, start, 0, NO_PARENT);
    while (s->heap_count > 0 && s->opened < most) {
        uint32_t node = pop(s);
        if (s->seen[node] == 2) continue;
        s->seen[node] = 2;
        s->opened++;
        if (is_goal(s, node)) {
            *found = node;
            return 1;
        }
        open_node(s, node);
    }
    *found = s->best;
    return 0;
}

/* The multiple of 1 << shift at or before the tile. */
static int32_t aligned(int32_t tile, int shift)
{
    return (tile >> shift) * (1 << shift);
}

/* The finest grid around the start that holds the goal; the goal moves to its edge when none does. */
static void lay_grid(search *s)
{
    int32_t x = sim_fixed_tile(s->query->start.x), y = sim_fixed_tile(s->query->start.y);
    int32_t gx = sim_fixed_tile(s->query->goal.x), gy = sim_fixed_tile(s->query->goal.y);
    int32_t far = abs(gx - x) > abs(gy - y) ? abs(gx - x) : abs(gy - y);
    while (s->shift < COARSEST_SHIFT && far + 8 > (1 << s->bits) / 2 << s->shift) s->shift++;
    int32_t half = (1 << s->bits) / 2 << s->shift;
    s->left = aligned(x - half, s->shift);
    s->top = aligned(y - half, s->shift);
    s->goal = node_at(s, s->query->goal);
}

/* Answers ----------------------------------------------------------------------------------------------------- */

/* Writes the turning points from the found node back to the start; returns how many there are. */
static uint32_t turning_points(const search *s, uint32_t node, sim_position *places)
{
    uint32_t count = 0;
    uint8_t before = NO_PARENT;
    while (s->parent[node] != NO_PARENT) {
        uint8_t step = s->parent[node];
        if (step != before) {
            if (count == MOST_PLACES) { /* of a very long way the first part is enough */
                memmove(places, places + 1, (MOST_PLACES - 1) * sizeof *places);
                count--;
            }
            places[count++] = centre_of(s, node);
        }
        before = step;
        node -= (uint32_t)(STEP_X[step] + STEP_Y[step] * (1 << s->bits));
    }
    return count;
}

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

static enum sim_path_outcome answer(sim_arena *arena, const search *s, uint32_t found, int is_found, uint32_t *first)
{
    sim_position places[MOST_PLACES];
    uint32_t count = turning_points(s, found, places);
    if (is_found && count > 0 && found == s->goal && s->shift == 0 &&
        sim_distance_squared(places[0], s->query->goal) <= (int64_t)SIM_FIXED_ONE * SIM_FIXED_ONE &&
        s->price[found] == 1 && s->query->radius < SIM_FIXED_ONE)
        places[0] = s->query->goal;
    *first = pack(arena, places, count, s->shift > 0);
    if (is_found) return SIM_PATH_FOUND;
    return *first ? SIM_PATH_PARTLY : SIM_PATH_NONE;
}

/* Searches with the grid and heap that `s` has. */
static enum sim_path_outcome find(search *s, sim_arena *arena, const sim_prototypes *prototypes,
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
    lay_grid(s);
    uint32_t found;
    int is_found = run(s, node_at(s, query->start), most, &found);
    return answer(arena, s, found, is_found, first);
}

enum sim_path_outcome sim_path_find(sim_arena *arena, const sim_prototypes *prototypes, const sim_path_query *query,
                                    uint32_t *steps, uint32_t *first)
{
    *first = 0;
    if (*steps == 0) return SIM_PATH_LATER;
    heap_entry heap[HEAP_CAPACITY];
    uint16_t cost[NODES];
    uint8_t parent[NODES], seen[NODES], price[NODES];
    memset(seen, 0, sizeof seen);
    memset(price, 0, sizeof price);
    search s = {.bits = GRID_BITS, .heap_capacity = HEAP_CAPACITY, .heap = heap, .cost = cost, .parent = parent,
                .seen = seen, .price = price};
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
    uint8_t *grid = calloc(nodes, sizeof(heap_entry) + sizeof(uint16_t) + 3);
    if (grid == NULL) return SIM_PATH_LATER;
    heap_entry *heap = (heap_entry *)(void *)grid;
    uint16_t *cost = (uint16_t *)(void *)(heap + nodes);
    uint8_t *parent = (uint8_t *)(cost + nodes);
    search s = {.bits = bits, .heap_capacity = (uint32_t)nodes, .heap = heap, .cost = cost, .parent = parent,
                .seen = parent + nodes, .price = parent + 2 * nodes};
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
