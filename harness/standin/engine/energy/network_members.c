/* The devices of a network: joining, leaving, the running sums, and whether they agree. */
#include "harness/standin/engine/energy/electric_network.h"

#include "harness/standin/engine/dispatch/wake_entity.h"

uint32_t sim_network_take(sim_arena *arena)
{
    uint32_t network = sim_pool_take(arena, SIM_POOL_NETWORK, 1);
    if (network) sim_pool_wake(arena, SIM_POOL_NETWORK, network);
    return network;
}

void sim_network_wake(sim_arena *arena, uint32_t network)
{
    if (network) sim_pool_wake(arena, SIM_POOL_NETWORK, network);
}

void sim_network_doubt_beacons(sim_arena *arena)
{
    if (arena->pools[SIM_POOL_BEACON].used > 1) arena->effect_version++;
}

static int is_listed(const sim_electric *device)
{
    return device->role >= SIM_ELECTRIC_GENERATOR;
}

static int gives(const sim_electric *device)
{
    return device->role == SIM_ELECTRIC_SOLAR ||
           (device->role >= SIM_ELECTRIC_GENERATOR && device->role <= SIM_ELECTRIC_ACCUMULATOR);
}

/* The link that points to the record, or to the one that comes after it in the order of numbers. */
static uint32_t *link_to(sim_arena *arena, sim_network *network, uint32_t record)
{
    uint32_t *link = &network->first;
    while (*link != 0 && *link < record) link = &sim_electric_at(arena, *link)->next;
    return link;
}

void sim_network_ask_second(sim_arena *arena, sim_electric *device)
{
    double missing = 1.0 - sim_network_at(arena, device->network)->satisfaction[device->priority];
    int64_t demand = (int64_t)(missing * (double)device->demand);
    if (demand == device->second_demand) return;
    sim_network_at(arena, device->second_network)->demand[device->priority] += demand - device->second_demand;
    device->second_demand = demand;
    sim_network_wake(arena, device->second_network);
}

/* Adds what the device asks for and gives to the sums, or takes it off. */
static void count(sim_arena *arena, const sim_prototypes *prototypes, uint32_t network, uint32_t record, int sign)
{
    const sim_electric *device = sim_electric_at(arena, record);
    const sim_entity_prototype *prototype = &prototypes->entities[device->prototype];
    sim_network *to = sim_network_at(arena, network);
    to->demand[device->priority] += sign * (network == device->network ? device->demand : device->second_demand);
    to->producer_count += (uint32_t)(sign * gives(device));
    if (device->role == SIM_ELECTRIC_SOLAR) to->solar += sign * sim_microjoules(prototype->production_joules_per_tick);
    if (device->role == SIM_ELECTRIC_LAMP) to->light += sign * sim_microjoules(prototype->energy_usage_joules_per_tick);
    sim_network_wake(arena, network);
}

static void add_to_list(sim_arena *arena, uint32_t network, uint32_t record)
{
    uint32_t *link = link_to(arena, sim_network_at(arena, network), record);
    sim_electric_at(arena, record)->next = *link;
    *link = record;
}

static void remove_from_list(sim_arena *arena, uint32_t network, uint32_t record)
{
    *link_to(arena, sim_network_at(arena, network), record) = sim_electric_at(arena, record)->next;
    sim_electric_at(arena, record)->next = 0;
    sim_electric_at(arena, record)->given = 0;
}

void sim_network_remove(sim_arena *arena, const sim_prototypes *prototypes, uint32_t network, uint32_t record)
{
    sim_electric *device = sim_electric_at(arena, record);
    if (device->network != network && device->second_network != network) return;
    arena->power_version++;
    sim_network_doubt_beacons(arena);
    count(arena, prototypes, network, record, -1);
    if (is_listed(device) && network == device->network) remove_from_list(arena, network, record);
    if (device->second_network) sim_network_at(arena, device->network)->shared_count--;
    if (device->network == network && device->second_network) { /* asks the other for all from now on */
        int64_t full = device->drain + sim_microjoules(device->drawn_joules);
        sim_network_at(arena, device->second_network)->demand[device->priority] += full - device->second_demand;
        device->demand = full;
        sim_network_wake(arena, device->second_network);
    }
    if (device->network == network) device->network = device->second_network;
    device->second_network = 0;
    device->second_demand = 0;
}

/* Puts it where it has no network yet. */
static void add_alone(sim_arena *arena, const sim_prototypes *prototypes, uint32_t network, uint32_t record)
{
    sim_electric *device = sim_electric_at(arena, record);
    device->network = network;
    device->demand = device->drain + sim_microjoules(device->drawn_joules);
    if (is_listed(device)) add_to_list(arena, network, record);
    count(arena, prototypes, network, record, 1);
}

void sim_network_add(sim_arena *arena, const sim_prototypes *prototypes, uint32_t network, uint32_t record)
{
    sim_electric *device = sim_electric_at(arena, record);
    if (device->network == network || device->second_network == network) return;
    arena->power_version++;
    sim_network_doubt_beacons(arena);
    sim_wake_entity(arena, prototypes, device->entity);
    if (device->network == 0) {
        add_alone(arena, prototypes, network, record);
        return;
    }
    uint32_t higher = device->network;
    if (network < device->network) {
        if (device->second_network) sim_network_remove(arena, prototypes, device->second_network, record);
        sim_network_remove(arena, prototypes, device->network, record);
        add_alone(arena, prototypes, network, record);
    } else {
        higher = network;
    }
    int draws_only = device->role == SIM_ELECTRIC_CONSUMER;
    if (!draws_only || (device->second_network && device->second_network < higher)) return;
    if (device->second_network) sim_network_remove(arena, prototypes, device->second_network, record);
    device->second_network = higher;
    sim_network_at(arena, device->network)->shared_count++;
    count(arena, prototypes, higher, record, 1);
    sim_network_ask_second(arena, device);
}

/* What a network's sums should be, from its devices. */
static sim_network sums_of(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t number)
{
    sim_network sums = {0};
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_ELECTRIC].used; record++) {
        const sim_electric *device = sim_electric_at(arena, record);
        const sim_entity_prototype *prototype = &prototypes->entities[device->prototype];
        if (device->entity == 0) continue;
        if (device->second_network == number) sums.demand[device->priority] += device->second_demand;
        if (device->network != number) continue;
        sums.demand[device->priority] += device->demand;
        sums.shared_count += device->second_network != 0;
        sums.pole_count += device->role == SIM_ELECTRIC_POLE;
        sums.producer_count += (uint32_t)gives(device);
        if (device->role == SIM_ELECTRIC_SOLAR) sums.solar += sim_microjoules(prototype->production_joules_per_tick);
        if (device->role == SIM_ELECTRIC_LAMP) sums.light += sim_microjoules(prototype->energy_usage_joules_per_tick);
    }
    return sums;
}

static int check_list(const sim_arena *arena, uint32_t number, sim_fault *fault)
{
    const sim_position none = {0, 0};
    uint32_t before = 0, record = sim_network_at(arena, number)->first;
    for (; record != 0; record = sim_electric_at(arena, record)->next) {
        SIM_EXPECT(fault, "network", number, none, record > before);
        SIM_EXPECT(fault, "network", number, none, sim_pool_is_live(arena, SIM_POOL_ELECTRIC, record));
        SIM_EXPECT(fault, "network", number, none, sim_electric_at(arena, record)->network == number);
        SIM_EXPECT(fault, "network", number, none, is_listed(sim_electric_at(arena, record)));
        before = record;
    }
    return 1;
}

int sim_network_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    const sim_position none = {0, 0};
    for (uint32_t number = 1; number < arena->pools[SIM_POOL_NETWORK].used; number++) {
        const sim_network *network = sim_network_at(arena, number);
        if (network->entity == 0) continue;
        sim_network sums = sums_of(arena, prototypes, number);
        for (int class = 0; class < SIM_ELECTRIC_CLASSES; class++) {
            SIM_EXPECT(fault, "network", number, none, network->demand[class] == sums.demand[class]);
            SIM_EXPECT(fault, "network", number, none, network->satisfaction[class] >= 0.0);
            SIM_EXPECT(fault, "network", number, none, network->satisfaction[class] <= 1.0);
        }
        SIM_EXPECT(fault, "network", number, none, network->pole_count == sums.pole_count);
        SIM_EXPECT(fault, "network", number, none, network->pole_count > 0);
        SIM_EXPECT(fault, "network", number, none, network->producer_count == sums.producer_count);
        SIM_EXPECT(fault, "network", number, none, network->shared_count == sums.shared_count);
        SIM_EXPECT(fault, "network", number, none, network->solar == sums.solar);
        SIM_EXPECT(fault, "network", number, none, network->light == sums.light);
        SIM_EXPECT(fault, "network", number, none, network->produced == network->consumed);
        if (!check_list(arena, number, fault)) return 0;
    }
    return 1;
}
