#include "harness/standin/luaapi/world/network_flows.h"

#include <stdlib.h>
#include <string.h>

#define MOST_ROWS 64 /* kinds of machines times networks that are added up before they are noted */

typedef struct row {
    uint32_t network;
    uint32_t prototype;
    uint32_t output;
    double joules;
} row;

typedef struct noting {
    luaapi_surface *surface;
    const sim_prototypes *prototypes;
    uint64_t tick;
    double sun;      /* share of full sun                         */
    int lamps_lit;
    uint32_t count;
    row rows[MOST_ROWS];
} noting;

static void flush(noting *to)
{
    for (uint32_t i = 0; i < to->count; i++) {
        luaapi_flow_key key = {.kind = to->rows[i].prototype, .owner = to->rows[i].network,
                               .flow = LUAAPI_FLOW_ELECTRIC, .output = (uint16_t)to->rows[i].output};
        luaapi_flow_history_add(&to->surface->flows, key, to->tick, to->rows[i].joules);
    }
    to->count = 0;
}

static void note(noting *to, uint32_t network, uint32_t prototype, uint32_t output, double microjoules)
{
    if (!(microjoules > 0)) {
        return;
    }
    double joules = microjoules / SIM_MICROJOULES_PER_JOULE;
    for (uint32_t i = to->count; i-- > 0;) {
        row *at = &to->rows[i];
        if (at->prototype == prototype && at->network == network && at->output == output) {
            at->joules += joules;
            return;
        }
    }
    if (to->count == MOST_ROWS) {
        flush(to);
    }
    to->rows[to->count++] = (row){network, prototype, output, joules};
}

/* The part of full sun that a network's panels gave: they come before everything else. */
static double solar_share(const noting *to, const sim_network *network)
{
    double most = (double)network->solar * to->sun;
    return most > (double)network->produced ? (double)network->produced / (double)network->solar : to->sun;
}

/* What the devices other than turrets' stores drew from a network: what is left of its sum went into those. */
static void note_device(noting *to, const sim_electric *device)
{
    const sim_arena *arena = to->surface->arena;
    const sim_network *network = sim_network_at(arena, device->network);
    const sim_entity_prototype *prototype = &to->prototypes->entities[device->prototype];
    double drawn = (double)device->demand;
    switch (device->role) {
    case SIM_ELECTRIC_SOLAR:
        note(to, device->network, device->prototype, 1,
             (double)sim_microjoules(prototype->production_joules_per_tick) * solar_share(to, network));
        break;
    case SIM_ELECTRIC_LAMP:
        drawn += to->lamps_lit ? (double)sim_microjoules(prototype->energy_usage_joules_per_tick) : 0;
        break;
    case SIM_ELECTRIC_GENERATOR:
    case SIM_ELECTRIC_SOURCE:
    case SIM_ELECTRIC_ACCUMULATOR:
        note(to, device->network, device->prototype, device->given > 0,
             device->given > 0 ? (double)device->given : -(double)device->given);
        break;
    default: break;
    }
    note(to, device->network, device->prototype, 0, drawn * network->satisfaction[device->priority]);
    if (device->second_network) {
        const sim_network *second = sim_network_at(arena, device->second_network);
        note(to, device->second_network, device->prototype, 0,
             (double)device->second_demand * second->satisfaction[device->priority]);
    }
}

/* What nobody else drew filled the stores of electric turrets. */
static void note_stores(noting *to)
{
    const sim_arena *arena = to->surface->arena;
    for (uint32_t number = 1; number < arena->pools[SIM_POOL_NETWORK].used; number++) {
        const sim_network *network = sim_network_at(arena, number);
        double left = network->entity ? (double)network->produced : 0;
        uint32_t turret = 0;
        for (uint32_t record = left > 0 ? network->first : 0; record; record = sim_electric_at(arena, record)->next) {
            const sim_electric *device = sim_electric_at(arena, record);
            turret = device->role == SIM_ELECTRIC_BUFFER ? device->prototype : turret;
        }
        for (uint32_t i = 0; turret && i < to->count; i++) {
            left -= to->rows[i].network == number && !to->rows[i].output
                        ? to->rows[i].joules * SIM_MICROJOULES_PER_JOULE : 0;
        }
        if (turret && left >= 1) {
            note(to, number, turret, 0, left);
        }
    }
}

/* A network's number may be another network's now: then its sum has begun again. Returns 1 when energy flows anywhere. */
static int look(luaapi_surface *surface)
{
    const sim_arena *arena = surface->arena;
    uint32_t used = arena->pools[SIM_POOL_NETWORK].used;
    luaapi_seen_counts *seen = &surface->seen_joules;
    int flows = 0;
    if (seen->count < used) {
        uint64_t *joules = realloc(seen->rows, used * sizeof *joules);
        if (joules == NULL) {
            return 0;
        }
        memset(joules + seen->count, 0, (used - seen->count) * sizeof *joules);
        seen->rows = joules;
        seen->count = used;
    }
    uint64_t *joules = seen->rows;
    for (uint32_t number = 1; number < used; number++) {
        const sim_network *network = sim_network_at(arena, number);
        uint64_t now = network->entity ? network->total_joules : 0;
        if (now < joules[number]) {
            luaapi_flow_history_forget(&surface->flows, LUAAPI_FLOW_ELECTRIC, number);
        }
        joules[number] = now;
        flows |= network->entity && network->produced > 0;
    }
    return flows;
}

void luaapi_network_flows_sample(const luaapi_world *world, luaapi_surface *surface, uint64_t tick)
{
    const sim_arena *arena = surface->arena;
    if (arena->pools[SIM_POOL_NETWORK].used <= 1 || !look(surface)) {
        return;
    }
    noting to = {.surface = surface, .prototypes = world->prototypes, .tick = tick,
                 .sun = sim_solar_multiplier(arena), .lamps_lit = sim_lamps_are_lit(arena)};
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_ELECTRIC].used; record++) {
        const sim_electric *device = sim_electric_at(arena, record);
        if (device->entity && device->network && sim_network_at(arena, device->network)->produced > 0) {
            note_device(&to, device);
        }
    }
    note_stores(&to);
    flush(&to);
}

void luaapi_network_flows_look(luaapi_surface *surface)
{
    if (surface->arena->pools[SIM_POOL_NETWORK].used > 1) {
        look(surface);
    }
}

double luaapi_network_stored(const sim_arena *arena, uint32_t network, uint32_t prototype)
{
    double joules = 0;
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_ELECTRIC].used; record++) {
        const sim_electric *device = sim_electric_at(arena, record);
        if (device->entity && device->network == network && device->prototype == prototype &&
            device->role == SIM_ELECTRIC_ACCUMULATOR) {
            joules += sim_electric_stored_joules(arena, record);
        }
    }
    return joules;
}
