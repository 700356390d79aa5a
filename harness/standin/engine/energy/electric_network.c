#include "harness/standin/engine/energy/electric_network.h"

#include "harness/standin/engine/world/daytime.h"
#include "harness/standin/engine/energy/generator.h"
#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/dispatch/wake_entity.h"

/* What the devices of a network ask for and can give in this tick. */
typedef struct balance {
    int64_t demand[SIM_ELECTRIC_CLASSES];
    int64_t solar;      /* can be given                              */
    int64_t generators;
    int64_t stores;     /* accumulators and tertiary sources         */
    int64_t room;       /* that accumulators can take                */
    int64_t used;       /* is given in all                           */
    int64_t charged;
} balance;

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t limit_of(double joules)
{
    return joules >= SIM_NO_FLOW_LIMIT ? INT64_MAX : sim_microjoules(joules);
}

static int64_t room_of(const sim_electric *store, const sim_energy_source *energy)
{
    int64_t room = sim_microjoules(energy->buffer_capacity_joules) - store->stored;
    return least(room, limit_of(energy->input_flow_limit_joules_per_tick));
}

/* What a source of energy gives at most: what it makes, and what it has. */
static int64_t source_of(const sim_electric *source, const sim_entity_prototype *prototype)
{
    return least(source->made + source->stored, limit_of(prototype->energy.output_flow_limit_joules_per_tick));
}

/* Notes in `given` what a listed device can give, and adds it up. */
static void offer(sim_arena *arena, const sim_prototypes *prototypes, sim_electric *device, balance *sum)
{
    const sim_entity_prototype *prototype = &prototypes->entities[device->prototype];
    switch (device->role) {
    case SIM_ELECTRIC_GENERATOR:
        device->given = sim_generator_offer(arena, prototypes, device);
        sum->generators += device->given;
        break;
    case SIM_ELECTRIC_SOURCE:
        device->given = source_of(device, prototype);
        *(prototype->energy.usage_priority == SIM_PRIORITY_TERTIARY ? &sum->stores : &sum->generators) += device->given;
        break;
    case SIM_ELECTRIC_ACCUMULATOR:
        device->given = least(device->stored, limit_of(prototype->energy.output_flow_limit_joules_per_tick));
        sum->stores += device->given;
        sum->room += room_of(device, &prototype->energy);
        break;
    default: sum->demand[device->priority] += room_of(device, &prototype->energy);
    }
}

static balance offers_of(sim_arena *arena, const sim_prototypes *prototypes, const sim_network *network)
{
    balance sum = {.demand = {network->demand[0], network->demand[1], network->demand[2]}};
    if (network->light && sim_lamps_are_lit(arena)) sum.demand[SIM_ELECTRIC_LIGHT] += network->light;
    if (network->solar) sum.solar = (int64_t)((double)network->solar * sim_solar_multiplier(arena));
    for (uint32_t record = network->first; record; record = sim_electric_at(arena, record)->next)
        if (sim_electric_at(arena, record)->role == SIM_ELECTRIC_GENERATOR)
            sim_generator_announce(arena, prototypes, sim_electric_at(arena, record));
    for (uint32_t record = network->first; record; record = sim_electric_at(arena, record)->next)
        offer(arena, prototypes, sim_electric_at(arena, record), &sum);
    return sum;
}

/* A class's share of what is left for it; what it takes is taken off. A class that asks for nothing is told whether
 * there would be any: what idle machines hold in the game is full then. */
static double serve(int64_t demand, int64_t *left, int has_producers)
{
    if (demand == 0) return has_producers ? 1.0 : 0.0;
    int64_t served = least(demand, *left);
    *left -= served;
    return served == demand ? 1.0 : (double)served / (double)demand;
}

/* Energy shared among devices of a kind in proportion to what each offers or has room for. */
typedef struct sharing {
    int64_t left; /* still to be shared */
    double ratio;
} sharing;

static sharing sharing_of(int64_t shared, int64_t offered)
{
    sharing part = {shared, offered > 0 ? (double)shared / (double)offered : 0.0};
    return part;
}

/* A device's part, rounded up: the last ones get the few microjoules less. */
static int64_t share(sharing *part, int64_t offered)
{
    int64_t given = part->ratio >= 1.0 ? offered : least((int64_t)((double)offered * part->ratio) + 1, offered);
    given = least(given, part->left);
    part->left -= given;
    return given;
}

static int is_tertiary(const sim_prototypes *prototypes, const sim_electric *device)
{
    return device->role == SIM_ELECTRIC_ACCUMULATOR ||
           prototypes->entities[device->prototype].energy.usage_priority == SIM_PRIORITY_TERTIARY;
}

/* Turns the offers into what is given, and fills the stores. */
static void settle(sim_arena *arena, const sim_prototypes *prototypes, const sim_network *network, const balance *sum)
{
    int64_t from_generators = least(sum->used > sum->solar ? sum->used - sum->solar : 0, sum->generators);
    int64_t from_stores = sum->used > sum->solar + from_generators ? sum->used - sum->solar - from_generators : 0;
    sharing generators = sharing_of(from_generators, sum->generators);
    sharing stores = sharing_of(from_stores, sum->stores), charge = sharing_of(sum->charged, sum->room);
    for (uint32_t record = network->first; record; record = sim_electric_at(arena, record)->next) {
        sim_electric *device = sim_electric_at(arena, record);
        const sim_entity_prototype *prototype = &prototypes->entities[device->prototype];
        if (device->role == SIM_ELECTRIC_BUFFER) {
            double satisfaction = network->satisfaction[device->priority];
            device->stored += (int64_t)((double)room_of(device, &prototype->energy) * satisfaction);
            continue;
        }
        device->given = share(is_tertiary(prototypes, device) ? &stores : &generators, device->given);
        if (device->role == SIM_ELECTRIC_GENERATOR) sim_generator_give(arena, prototypes, device);
        if (device->role == SIM_ELECTRIC_SOURCE && device->given > device->made)
            device->stored -= device->given - device->made;
        if (device->role != SIM_ELECTRIC_ACCUMULATOR) continue;
        if (sum->charged) device->given -= share(&charge, room_of(device, &prototype->energy));
        device->stored -= device->given;
    }
}

/* Wakes the devices of a class of the network, when there is energy for them again. */
static void wake_class(sim_arena *arena, const sim_prototypes *prototypes, uint32_t network, int class)
{
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_ELECTRIC].used; record++) {
        const sim_electric *device = sim_electric_at(arena, record);
        if (device->entity == 0 || device->role != SIM_ELECTRIC_CONSUMER || device->priority != class) continue;
        if (device->network == network || device->second_network == network)
            sim_wake_entity(arena, prototypes, device->entity);
    }
}

/* Devices of the network that have a second one ask that for what is missing now. */
static void ask_seconds(sim_arena *arena, uint32_t network)
{
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_ELECTRIC].used; record++) {
        sim_electric *device = sim_electric_at(arena, record);
        if (device->entity && device->network == network && device->second_network)
            sim_network_ask_second(arena, device);
    }
}

static void serve_classes(sim_arena *arena, const sim_prototypes *prototypes, uint32_t number, balance *sum)
{
    sim_network *network = sim_network_at(arena, number);
    int64_t available = sum->solar + sum->generators + sum->stores, left = available;
    int has_changed = 0;
    for (int class = 0; class < SIM_ELECTRIC_CLASSES; class++) {
        double before = network->satisfaction[class];
        network->satisfaction[class] = serve(sum->demand[class], &left, network->producer_count != 0);
        if (before >= 1.0 && network->satisfaction[class] < 1.0) arena->power_version++;
        if (before <= 0.0 && network->satisfaction[class] > 0.0) wake_class(arena, prototypes, number, class);
        if ((before <= 0.0) != (network->satisfaction[class] <= 0.0)) sim_network_doubt_beacons(arena);
        has_changed |= before != network->satisfaction[class];
    }
    if (has_changed && network->shared_count) ask_seconds(arena, number);
    sum->used = available - left;
    int64_t surplus = sum->solar + sum->generators - sum->used;
    sum->charged = surplus > 0 ? least(surplus, sum->room) : 0;
}

static void note_totals(sim_network *network, int64_t used)
{
    network->produced = used;
    network->consumed = used;
    network->total_microjoules += (uint64_t)used;
    network->total_joules += network->total_microjoules / SIM_MICROJOULES_PER_JOULE;
    network->total_microjoules %= SIM_MICROJOULES_PER_JOULE;
}

/* Nothing flowed, and nothing will until somebody outside changes something: a device joins or asks for more, or fluid
 * comes to a generator that waits for it. */
static void rest_if_still(sim_arena *arena, uint32_t number, const balance *sum)
{
    const sim_network *network = sim_network_at(arena, number);
    if (sum->used || network->solar || network->light) return;
    sim_pool_sleep(arena, SIM_POOL_NETWORK, number);
    if (sum->demand[0] + sum->demand[1] + sum->demand[2] + sum->room == 0) return;
    for (uint32_t record = network->first; record; record = sim_electric_at(arena, record)->next)
        if (sim_electric_at(arena, record)->role == SIM_ELECTRIC_GENERATOR)
            sim_generator_wait(arena, sim_electric_at(arena, record));
}

void sim_electric_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    for (uint32_t number = 0; (number = sim_pool_next_awake(arena, SIM_POOL_NETWORK, number)) != 0;) {
        balance sum = offers_of(arena, prototypes, sim_network_at(arena, number));
        serve_classes(arena, prototypes, number, &sum);
        sum.used += sum.charged;
        settle(arena, prototypes, sim_network_at(arena, number), &sum);
        note_totals(sim_network_at(arena, number), sum.used);
        rest_if_still(arena, number, &sum);
    }
}

sim_network_statistics sim_network_statistics_get(const sim_arena *arena, uint32_t network)
{
    sim_network_statistics statistics = {0};
    if (!sim_pool_is_live(arena, SIM_POOL_NETWORK, network)) return statistics;
    const sim_network *of = sim_network_at(arena, network);
    const double joule = SIM_MICROJOULES_PER_JOULE;
    statistics.demand_joules = (double)(of->demand[0] + of->demand[1] + of->demand[2]) / joule;
    statistics.produced_joules = (double)of->produced / joule;
    statistics.consumed_joules = (double)of->consumed / joule;
    statistics.satisfaction = of->satisfaction[SIM_ELECTRIC_SECONDARY];
    statistics.total_joules = (double)of->total_joules + (double)of->total_microjoules / joule;
    statistics.pole_count = of->pole_count;
    statistics.producer_count = of->producer_count;
    return statistics;
}

uint64_t sim_network_hash(const sim_arena *arena, uint64_t hash)
{
    for (uint32_t number = 1; number < arena->pools[SIM_POOL_NETWORK].used; number++) {
        const sim_network *network = sim_network_at(arena, number);
        if (network->entity == 0) continue;
        for (int class = 0; class < SIM_ELECTRIC_CLASSES; class++)
            hash = sim_hash_double(hash, network->satisfaction[class]);
        hash = sim_hash_word(hash, (uint64_t)network->produced);
        hash = sim_hash_word(hash, (uint64_t)network->consumed);
        hash = sim_hash_word(hash, network->total_joules);
        hash = sim_hash_word(hash, network->total_microjoules);
    }
    return hash;
}
