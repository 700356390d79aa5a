#include "harness/standin/luaapi/world/flow_sampling.h"

#include <stdlib.h>
#include <string.h>

#include "harness/standin/luaapi/world/network_flows.h"

/* The three places where the engine counts. */
enum source { ITEMS, FLUIDS, KILLS, SOURCES };

typedef struct counts {
    const void *rows;
    uint32_t count;
    size_t row;
} counts;

static counts counts_of(const sim_arena *arena, enum source source)
{
    switch (source) {
    case ITEMS:
        return (counts){(const char *)arena + arena->flows_offset, arena->flows_used ? arena->flow_count : 0,
                        sizeof(sim_flow)};
    case FLUIDS:
        return (counts){SIM_RECORD(arena, SIM_POOL_FLUID_FLOW, sim_fluid_flow, 0),
                        arena->pools[SIM_POOL_FLUID_FLOW].used, sizeof(sim_fluid_flow)};
    default:
        return (counts){SIM_RECORD(arena, SIM_POOL_KILL, sim_kill, 0), arena->pools[SIM_POOL_KILL].used,
                        sizeof(sim_kill)};
    }
}

/* Where amounts of one tick go. */
typedef struct noting {
    luaapi_flow_history *history;
    uint64_t tick;
} noting;

static void note(const noting *to, enum luaapi_flow flow, uint32_t kind, int output, double more)
{
    if (more > 0) {
        luaapi_flow_key key = {.kind = kind, .flow = (uint16_t)flow, .output = (uint16_t)output};
        luaapi_flow_history_add(to->history, key, to->tick, more);
    }
}

static void note_item(const noting *to, uint32_t item, const sim_flow *now, const sim_flow *seen)
{
    note(to, LUAAPI_FLOW_ITEMS, item, 0, (double)now->produced - (double)seen->produced);
    note(to, LUAAPI_FLOW_ITEMS, item, 1, (double)now->consumed - (double)seen->consumed);
}

/* A record that counts another fluid now began at nothing. */
static void note_fluid(const noting *to, const sim_fluid_flow *now, const sim_fluid_flow *seen)
{
    static const sim_fluid_flow none = {0};
    if (now->entity == 0) {
        return;
    }
    const sim_fluid_flow *before = seen->entity && seen->fluid == now->fluid ? seen : &none;
    note(to, LUAAPI_FLOW_FLUIDS, now->fluid, 0, now->produced - before->produced);
    note(to, LUAAPI_FLOW_FLUIDS, now->fluid, 1, now->consumed - before->consumed);
}

static void note_kill(const noting *to, const sim_kill *now, const sim_kill *seen)
{
    static const sim_kill none = {0};
    if (now->entity == 0) {
        return;
    }
    const sim_kill *before = seen->entity && seen->prototype == now->prototype ? seen : &none;
    note(to, LUAAPI_FLOW_KILLS, now->prototype, 0, (double)now->killed - (double)before->killed);
    note(to, LUAAPI_FLOW_KILLS, now->prototype, 1, (double)now->lost - (double)before->lost);
    note(to, LUAAPI_FLOW_POLLUTION, now->prototype, 0, now->polluted - before->polluted);
}

static void note_row(const noting *to, enum source source, uint32_t row, const void *now, const void *seen)
{
    switch (source) {
    case ITEMS: note_item(to, row, (const sim_flow *)now + row, (const sim_flow *)seen + row); break;
    case FLUIDS: note_fluid(to, (const sim_fluid_flow *)now + row, (const sim_fluid_flow *)seen + row); break;
    default: note_kill(to, (const sim_kill *)now + row, (const sim_kill *)seen + row);
    }
}

/* Room for a copy of the counts, zeros behind what was seen; 0 when memory runs out. */
static int fit_copy(luaapi_seen_counts *seen, counts now)
{
    if (seen->count >= now.count) {
        return 1;
    }
    void *rows = realloc(seen->rows, now.count * now.row);
    if (rows == NULL) {
        return 0;
    }
    memset((char *)rows + seen->count * now.row, 0, (now.count - seen->count) * now.row);
    seen->rows = rows;
    seen->count = now.count;
    return 1;
}

static void sample(luaapi_surface *surface, enum source source, const noting *to)
{
    counts now = counts_of(surface->arena, source);
    luaapi_seen_counts *seen = &surface->seen_counts[source];
    if (now.count <= 1 || !fit_copy(seen, now) || memcmp(seen->rows, now.rows, now.count * now.row) == 0) {
        return;
    }
    for (uint32_t row = 1; row < now.count; row++) {
        if (memcmp((const char *)seen->rows + row * now.row, (const char *)now.rows + row * now.row, now.row) != 0) {
            note_row(to, source, row, now.rows, seen->rows);
        }
    }
    memcpy(seen->rows, now.rows, now.count * now.row);
}

void luaapi_flows_sample_counts(luaapi_surface *surface, uint64_t tick)
{
    noting to = {&surface->flows, tick};
    for (int source = 0; source < SOURCES; source++) {
        sample(surface, (enum source)source, &to);
    }
}

void luaapi_flows_sample(const luaapi_world *world, luaapi_surface *surface, uint64_t tick)
{
    luaapi_flows_sample_counts(surface, tick);
    luaapi_network_flows_sample(world, surface, tick);
}

void luaapi_flows_look(luaapi_surface *surface)
{
    for (int source = 0; source < SOURCES; source++) {
        counts now = counts_of(surface->arena, (enum source)source);
        luaapi_seen_counts *seen = &surface->seen_counts[source];
        if (seen->rows != NULL) {
            memset(seen->rows, 0, seen->count * now.row);
        }
        if (now.count > 0 && fit_copy(seen, now)) {
            memcpy(seen->rows, now.rows, now.count * now.row);
        }
    }
    luaapi_network_flows_look(surface);
}

void luaapi_flows_free(luaapi_surface *surface)
{
    for (int source = 0; source < SOURCES; source++) {
        free(surface->seen_counts[source].rows);
        surface->seen_counts[source] = (luaapi_seen_counts){0};
    }
    free(surface->seen_joules.rows);
    surface->seen_joules = (luaapi_seen_counts){0};
    luaapi_flow_history_free(&surface->flows);
}
