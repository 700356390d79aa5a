#include "harness/standin/engine/combat/path_search.h"

#include <stdlib.h>
#include <string.h>

#include "harness/standin/engine/world/map.h"

#define STRAIGHT_COST 10 /* a node along an axis; a diagonal one costs 14 */
#define DIAGONAL_COST 14
#define COARSEST_SHIFT 3
#define CLOSED 0xFF
#define NO_PARENT 8

static const int8_t STEP_X[8] = {0, 1, 1, 1, 0, -1, -1, -1};

static const int8_t STEP_Y[8] = {-1, -1, 0, 1, 1, 1, 0, -1};

/* Grid -------------------------------------------------------------------------------------------------------- */

static uint32_t column_of(const sim_path_search *s, uint32_t node)
{
    return node & ((1u << s->bits) - 1);
}

static uint32_t row_of(const sim_path_search *s, uint32_t node)
{
    return node >> s->bits;
}

static sim_position centre_of(const sim_path_search *s, uint32_t node)
{
    int32_t x = s->left + (int32_t)(column_of(s, node) << s->shift);
    int32_t y = s->top + (int32_t)(row_of(s, node) << s->shift);
    int32_t half = (SIM_FIXED_ONE << s->shift) / 2;
    if (s->shift > 0) half -= SIM_FIXED_ONE / 2; /* of a tile near the middle, not the corner of four */
    sim_position centre = {x * SIM_FIXED_ONE + half, y * SIM_FIXED_ONE + half};
    return centre;
}

static uint32_t clamped(const sim_path_search *s, int32_t value)
{
    int32_t last = (1 << s->bits) - 1;
    return (uint32_t)(value < 0 ? 0 : value > last ? last : value);
}

/* The node that holds the place, or the one at the grid's edge that is nearest to it. */
static uint32_t node_at(const sim_path_search *s, sim_position place)
{
    uint32_t column = clamped(s, (sim_fixed_tile(place.x) - s->left) >> s->shift);
    uint32_t row = clamped(s, (sim_fixed_tile(place.y) - s->top) >> s->shift);
    return row << s->bits | column;
}

/* What an entity in the way costs: 0 nothing, CLOSED when it cannot be passed. */
static uint8_t price_of_entity(const sim_path_search *s, const sim_entity *entity)
{
    const sim_entity_prototype *prototype = &s->prototypes->entities[entity->prototype];
    if (prototype->colliding_with_tiles_only || (prototype->collision_layers & s->query->layers) == 0) return 0;
    if (prototype->type == SIM_TYPE_UNIT || prototype->type == SIM_TYPE_CHARACTER) return 0;
    if (s->query->cannot_break || entity->force == s->query->force || prototype->max_health <= SIM_NO_HEALTH)
        return CLOSED;
    return (uint8_t)s->prototypes->map_settings.path_finder.general_entity_collision_penalty;
}

static uint8_t find_price(const sim_path_search *s, uint32_t node)
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

static uint8_t price_of(sim_path_search *s, uint32_t node)
{
    if (s->price[node] == 0) s->price[node] = find_price(s, node);
    return s->price[node];
}

/* Octile distance in cost. */
static uint32_t estimate(const sim_path_search *s, uint32_t from, uint32_t to)
{
    uint32_t x = (uint32_t)abs((int32_t)column_of(s, from) - (int32_t)column_of(s, to));
    uint32_t y = (uint32_t)abs((int32_t)row_of(s, from) - (int32_t)row_of(s, to));
    uint32_t less = x < y ? x : y, more = x < y ? y : x;
    return less * DIAGONAL_COST + (more - less) * STRAIGHT_COST;
}

/* Heap: smallest estimate first, then the smaller node ------------------------------------------------------- */

static int comes_first(sim_path_heap_entry a, sim_path_heap_entry b)
{
    return a.estimate < b.estimate || (a.estimate == b.estimate && a.node < b.node);
}

static void push(sim_path_search *s, uint32_t value, uint32_t node)
{
    if (s->heap_count == s->heap_capacity) return; /* the way may be missed: it is then the way to the best node */
    sim_path_heap_entry entry = {value, node};
    uint32_t i = s->heap_count++;
    for (; i > 0 && comes_first(entry, s->heap[(i - 1) / 2]); i = (i - 1) / 2) s->heap[i] = s->heap[(i - 1) / 2];
    s->heap[i] = entry;
}

static uint32_t pop(sim_path_search *s)
{
    uint32_t node = s->heap[0].node;
    sim_path_heap_entry last = s->heap[--s->heap_count];
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

static void reach(sim_path_search *s, uint32_t node, uint32_t cost, uint8_t step)
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
static int neighbour(sim_path_search *s, uint32_t node, int step, uint32_t *next)
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

static void open_node(sim_path_search *s, uint32_t node)
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

static int is_goal(const sim_path_search *s, uint32_t node)
{
    if (node == s->goal) return 1;
    int64_t radius = s->query->radius;
    return sim_distance_squared(centre_of(s, node), s->query->goal) <= radius * radius;
}

/* Opens nodes until one is near enough to the goal; `found` is that node, or the best. */
static int run(sim_path_search *s, uint32_t start, uint32_t most, uint32_t *found)
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
static void lay_grid(sim_path_search *s)
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

int sim_path_search_run(sim_path_search *s, uint32_t most, uint32_t *found)
{
    lay_grid(s);
    return run(s, node_at(s, s->query->start), most, found);
}

uint32_t sim_path_turning_points(const sim_path_search *s, uint32_t node, sim_position *places)
{
    uint32_t count = 0;
    uint8_t before = NO_PARENT;
    while (s->parent[node] != NO_PARENT) {
        uint8_t step = s->parent[node];
        if (step != before) {
            if (count == SIM_PATH_MOST_PLACES) { /* of a very long way the first part is enough */
                memmove(places, places + 1, (SIM_PATH_MOST_PLACES - 1) * sizeof *places);
                count--;
            }
            places[count++] = centre_of(s, node);
        }
        before = step;
        node -= (uint32_t)(STEP_X[step] + STEP_Y[step] * (1 << s->bits));
    }
    return count;
}
