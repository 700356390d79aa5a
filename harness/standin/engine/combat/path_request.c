#include "harness/standin/engine/world/map.h"
#include "harness/standin/engine/combat/path.h"

#define MOST_TRIES 6 /* as many as a piece may count: then the answer is that there is no way */

static sim_path_piece *at(const sim_arena *arena, uint32_t record)
{
    return SIM_RECORD(arena, SIM_POOL_PATH, sim_path_piece, record);
}

static uint32_t request_of(const sim_arena *arena, uint32_t id)
{
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_PATH].used; i++)
        if (at(arena, i)->entity >= SIM_PATH_REQUEST_WAITING && at(arena, i)->number == id) return i;
    return 0;
}

/* The smallest id that no request has. */
static uint32_t free_id(const sim_arena *arena)
{
    uint32_t id = 1;
    while (request_of(arena, id)) id++;
    return id;
}

enum sim_result sim_path_request(sim_arena *arena, const sim_path_query *query, uint32_t *id)
{
    if (!sim_map_contains(arena, sim_fixed_tile(query->start.x), sim_fixed_tile(query->start.y)))
        return SIM_OUT_OF_MAP;
    uint32_t record = sim_pool_take(arena, SIM_POOL_PATH, SIM_PATH_REQUEST_WAITING);
    if (record == 0) return SIM_ARENA_FULL;
    sim_path_piece *request = at(arena, record);
    uint32_t number = free_id(arena);
    request->number = number;
    request->places[0] = query->start;
    request->places[1] = query->goal;
    request->places[2] = (sim_position){query->box.left, query->box.top};
    request->places[3] = (sim_position){query->box.right, query->box.bottom};
    request->places[4] = (sim_position){(int32_t)query->layers, query->radius};
    request->places[5] = (sim_position){query->force, query->cannot_break};
    sim_pool_wake(arena, SIM_POOL_PATH, record);
    *id = number;
    return SIM_OK;
}

int32_t sim_path_result(const sim_arena *arena, uint32_t id, sim_position *places, uint32_t capacity)
{
    uint32_t record = request_of(arena, id), count = 0;
    if (record == 0 || at(arena, record)->entity == SIM_PATH_REQUEST_WAITING) return -1;
    for (uint32_t piece = at(arena, record)->next; piece != 0; piece = at(arena, piece)->next)
        for (uint32_t i = 0; i < at(arena, piece)->count; i++, count++)
            if (count < capacity) places[count] = at(arena, piece)->places[i];
    return (int32_t)count;
}

void sim_path_forget(sim_arena *arena, uint32_t id)
{
    sim_path_free(arena, request_of(arena, id));
}

/* Where a way begins: in the middle of the tile, as all its waypoints; without a way to go, at the start itself. */
static sim_position first_place(sim_position start, uint32_t first)
{
    if (first == 0) return start;
    sim_position centre = {sim_fixed_tile(start.x) * SIM_FIXED_ONE + SIM_FIXED_ONE / 2,
                           sim_fixed_tile(start.y) * SIM_FIXED_ONE + SIM_FIXED_ONE / 2};
    return centre;
}

/* Puts the start before the way: scripts are given it as the first waypoint, also where it is the goal already. Returns
 * the first piece; 0 without room. */
static uint32_t begin_at_start(sim_arena *arena, sim_position start, uint32_t first)
{
    uint32_t record = sim_pool_take(arena, SIM_POOL_PATH, SIM_PATH_PIECE);
    if (record == 0) {
        sim_path_free(arena, first);
        arena->refused++;
        return 0;
    }
    sim_path_piece *piece = at(arena, record);
    piece->next = first;
    piece->number = 0;
    piece->count = 1;
    piece->places[0] = first_place(start, first);
    return record;
}

static sim_path_query query_of(const sim_path_piece *request)
{
    sim_position low = request->places[2], high = request->places[3];
    sim_path_query query = {.start = request->places[0], .goal = request->places[1],
                            .box = {low.x, low.y, high.x, high.y}, .layers = (uint32_t)request->places[4].x,
                            .radius = request->places[4].y, .force = (uint8_t)request->places[5].x,
                            .cannot_break = (uint8_t)request->places[5].y, .leaves_start = 1};
    return query;
}

/* Answers the request; 0 when there was no room for the way, which is asked for anew when there may be. */
static int answer(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    sim_path_query query = query_of(at(arena, record));
    uint64_t refused = arena->refused;
    uint32_t first = 0;
    if (sim_path_find_wide(arena, prototypes, &query, &first) == SIM_PATH_FOUND && arena->refused == refused) {
        first = begin_at_start(arena, query.start, first);
    } else {
        sim_path_free(arena, first);
        first = 0;
    }
    at(arena, record)->next = first;
    return arena->refused == refused;
}

void sim_path_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    for (uint32_t i = 0; (i = sim_pool_next_awake(arena, SIM_POOL_PATH, i)) != 0;) {
        sim_path_piece *request = at(arena, i);
        if (request->entity == SIM_PATH_REQUEST_WAITING && !answer(arena, prototypes, i) &&
            ++request->count < MOST_TRIES)
            continue;
        sim_pool_sleep(arena, SIM_POOL_PATH, i);
        if (request->entity == SIM_PATH_REQUEST_WAITING) request->entity = SIM_PATH_REQUEST_ANSWERED;
    }
}
