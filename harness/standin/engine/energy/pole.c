#include "harness/standin/engine/energy/pole.h"

#include "harness/standin/engine/energy/electric_network.h"
#include "harness/standin/engine/energy/pole_wire.h"
#include "harness/standin/engine/core/hash.h"

/* Record of the pole in an entity slot, 0 for what is no pole. */
static uint32_t pole_in(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    const sim_entity *entity = sim_entity_slot(arena, slot);
    int is_pole = entity && prototypes->entities[entity->prototype].type == SIM_TYPE_ELECTRIC_POLE;
    return is_pole ? entity->record : 0;
}

/* Reach and supply -------------------------------------------------------------------------------------------- */

static int reaches(const sim_prototypes *prototypes, const sim_entity *a, const sim_entity *b)
{
    double reach_a = prototypes->entities[a->prototype].maximum_wire_distance;
    double reach_b = prototypes->entities[b->prototype].maximum_wire_distance;
    double reach = (reach_a < reach_b ? reach_a : reach_b) * SIM_FIXED_ONE;
    return (double)sim_distance_squared(a->position, b->position) <= reach * reach;
}

static sim_box square_around(sim_position centre, double tiles)
{
    int32_t side = sim_fixed_from_tiles(tiles);
    sim_box box = {centre.x - side, centre.y - side, centre.x + side, centre.y + side};
    return box;
}

static int supplies(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t pole, const sim_entity *entity)
{
    const sim_electric *record = sim_electric_at(arena, pole);
    sim_position centre = sim_entity_slot(arena, record->entity)->position;
    sim_box area = square_around(centre, prototypes->entities[record->prototype].supply_area_distance);
    return sim_box_overlaps(area, sim_entity_collision_box(prototypes, entity));
}

static double largest_supply(const sim_prototypes *prototypes)
{
    double largest = 0.0;
    for (uint32_t number = 1; number < prototypes->entity_count; number++)
        if (prototypes->entities[number].supply_area_distance > largest)
            largest = prototypes->entities[number].supply_area_distance;
    return largest;
}

static void leave_networks(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    const sim_electric *device = sim_electric_at(arena, record);
    if (device->second_network) sim_network_remove(arena, prototypes, device->second_network, record);
    if (device->network) sim_network_remove(arena, prototypes, device->network, record);
}

void sim_pole_cover(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    leave_networks(arena, prototypes, record);
    if (arena->pools[SIM_POOL_NETWORK].live == 0) return;
    const sim_entity *entity = sim_entity_slot(arena, sim_electric_at(arena, record)->entity);
    sim_box box = sim_entity_collision_box(prototypes, entity);
    int32_t supply = sim_fixed_from_tiles(largest_supply(prototypes));
    sim_box area = {box.left - supply, box.top - supply, box.right + supply, box.bottom + supply};
    sim_entity_cursor cursor = sim_entity_search(arena, area, SIM_SEARCH_ENTITIES);
    for (const sim_entity *near; (near = sim_entity_next(arena, &cursor)) != NULL;) {
        uint32_t pole = pole_in(arena, prototypes, sim_entity_index(arena, near));
        if (pole && sim_electric_at(arena, pole)->network && supplies(arena, prototypes, pole, entity))
            sim_network_add(arena, prototypes, sim_electric_at(arena, pole)->network, record);
    }
}

/* Puts all devices in the pole's area into its network. */
static void supply_area(sim_arena *arena, const sim_prototypes *prototypes, uint32_t pole)
{
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_ELECTRIC].used; record++) {
        const sim_electric *device = sim_electric_at(arena, record);
        if (device->entity == 0 || device->role == SIM_ELECTRIC_POLE) continue;
        if (supplies(arena, prototypes, pole, sim_entity_slot(arena, device->entity)))
            sim_network_add(arena, prototypes, sim_electric_at(arena, pole)->network, record);
    }
}

/* Networks ---------------------------------------------------------------------------------------------------- */

static void set_network(sim_arena *arena, uint32_t pole, uint32_t network)
{
    sim_electric *record = sim_electric_at(arena, pole);
    if (record->network) sim_network_at(arena, record->network)->pole_count--;
    if (network) sim_network_at(arena, network)->pole_count++;
    record->network = network;
}

/* Moves all of a network into another of a lower number. */
static void merge(sim_arena *arena, const sim_prototypes *prototypes, uint32_t from, uint32_t into)
{
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_ELECTRIC].used; record++) {
        sim_electric *device = sim_electric_at(arena, record);
        if (device->entity == 0 || (device->network != from && device->second_network != from)) continue;
        if (device->role == SIM_ELECTRIC_POLE) {
            set_network(arena, record, into);
        } else {
            sim_network_remove(arena, prototypes, from, record);
            sim_network_add(arena, prototypes, into, record);
        }
    }
    sim_network *source = sim_network_at(arena, from), *target = sim_network_at(arena, into);
    target->total_microjoules += source->total_microjoules;
    target->total_joules += source->total_joules + target->total_microjoules / SIM_MICROJOULES_PER_JOULE;
    target->total_microjoules %= SIM_MICROJOULES_PER_JOULE;
    sim_pool_give_back(arena, SIM_POOL_NETWORK, from);
}

static void join_networks(sim_arena *arena, const sim_prototypes *prototypes, uint32_t pole, uint32_t other)
{
    uint32_t a = sim_electric_at(arena, pole)->network, b = sim_electric_at(arena, other)->network;
    if (a < b) merge(arena, prototypes, b, a);
    if (b < a) merge(arena, prototypes, a, b);
}

/* Gives all poles that hang together with this one the network. Poles still to be visited are chained by `next`, which
 * poles do not use otherwise. */
static void flood(sim_arena *arena, uint32_t pole, uint32_t network)
{
    uint32_t pending = pole;
    set_network(arena, pole, network);
    while (pending) {
        uint32_t at = pending;
        pending = sim_electric_at(arena, at)->next;
        sim_electric_at(arena, at)->next = 0;
        for (sim_wire_neighbour to = sim_wire_first_neighbour(arena, at); to.wire;
             to = sim_wire_next_neighbour(arena, at, to)) {
            if (sim_electric_at(arena, to.pole)->network) continue;
            set_network(arena, to.pole, network);
            sim_electric_at(arena, to.pole)->next = pending;
            pending = to.pole;
        }
    }
}

/* Poles of the network may hang together no longer: the part with the lowest pole keeps it, the others get new ones; all
 * devices look again who covers them. */
static void split(sim_arena *arena, const sim_prototypes *prototypes, uint32_t network)
{
    uint32_t used = arena->pools[SIM_POOL_ELECTRIC].used, given = 0;
    for (uint32_t record = 1; record < used; record++) {
        sim_electric *device = sim_electric_at(arena, record);
        if (device->entity && device->role == SIM_ELECTRIC_POLE && device->network == network) {
            set_network(arena, record, 0);
            device->drawn_joules = 1.0; /* marks a pole that waits for its network */
        }
    }
    for (uint32_t record = 1; record < used; record++) {
        sim_electric *device = sim_electric_at(arena, record);
        if (device->entity == 0 || device->role != SIM_ELECTRIC_POLE || device->drawn_joules == 0.0) continue;
        device->drawn_joules = 0.0;
        if (device->network) continue;
        uint32_t fresh = given ? sim_network_take(arena) : network;
        if (fresh == 0) arena->refused++; /* no room for another network: the parts go on as one */
        given = 1;
        flood(arena, record, fresh ? fresh : network);
    }
    for (uint32_t record = 1; record < used; record++) {
        const sim_electric *device = sim_electric_at(arena, record);
        if (device->entity && device->role != SIM_ELECTRIC_POLE &&
            (device->network == network || device->second_network == network))
            sim_pole_cover(arena, prototypes, record);
    }
    if (!given) sim_pool_give_back(arena, SIM_POOL_NETWORK, network);
}

/* Wires ------------------------------------------------------------------------------------------------------- */

/* How near a candidate is: by distance, then by age. */
typedef struct nearness {
    int64_t distance_squared;
    uint32_t unit_number;
    uint32_t pole;
} nearness;

static int is_nearer(nearness a, nearness b)
{
    if (a.distance_squared != b.distance_squared) return a.distance_squared < b.distance_squared;
    return a.unit_number < b.unit_number;
}

/* The nearest pole in reach that comes after `last`; its pole is 0 when there is none. */
static nearness next_candidate(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t pole, nearness last)
{
    const sim_entity *entity = sim_entity_slot(arena, sim_electric_at(arena, pole)->entity);
    nearness best = {INT64_MAX, 0, 0};
    sim_box area = square_around(entity->position, prototypes->entities[entity->prototype].maximum_wire_distance);
    sim_entity_cursor cursor = sim_entity_search(arena, area, SIM_SEARCH_ENTITIES);
    for (const sim_entity *near; (near = sim_entity_next(arena, &cursor)) != NULL;) {
        uint32_t other = pole_in(arena, prototypes, sim_entity_index(arena, near));
        if (!other || other == pole || near->force != entity->force || !reaches(prototypes, entity, near)) continue;
        nearness here = {sim_distance_squared(entity->position, near->position), near->unit_number, other};
        if (is_nearer(last, here) && is_nearer(here, best)) best = here;
    }
    return best;
}

static int wire_automatically(sim_arena *arena, const sim_prototypes *prototypes, uint32_t pole)
{
    nearness last = {-1, 0, 0};
    while ((last = next_candidate(arena, prototypes, pole, last)).pole != 0)
        if (!sim_wire_have_common_neighbour(arena, pole, last.pole) && !sim_wire_add(arena, pole, last.pole)) return 0;
    return 1;
}

static void cut_all(sim_arena *arena, uint32_t pole)
{
    while (sim_electric_at(arena, pole)->part) sim_wire_remove(arena, sim_electric_at(arena, pole)->part);
}

/* A pole's life ----------------------------------------------------------------------------------------------- */

/* The network of the poles that it is wired to, or a new one; 0 when there is no room for one. */
static uint32_t network_for(sim_arena *arena, uint32_t pole)
{
    sim_wire_neighbour first = sim_wire_first_neighbour(arena, pole);
    return first.wire ? sim_electric_at(arena, first.pole)->network : sim_network_take(arena);
}

static void enter_networks(sim_arena *arena, const sim_prototypes *prototypes, uint32_t pole, uint32_t network)
{
    set_network(arena, pole, network);
    sim_network_wake(arena, network);
    for (sim_wire_neighbour at = sim_wire_first_neighbour(arena, pole); at.wire;
         at = sim_wire_next_neighbour(arena, pole, at))
        join_networks(arena, prototypes, pole, at.pole);
    supply_area(arena, prototypes, pole);
}

enum sim_result sim_pole_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    uint32_t pole = 0;
    if (sim_electric_join(arena, prototypes, slot, &pole) != SIM_OK) return SIM_ARENA_FULL;
    uint32_t network = wire_automatically(arena, prototypes, pole) ? network_for(arena, pole) : 0;
    if (network == 0) {
        cut_all(arena, pole);
        sim_pool_give_back(arena, SIM_POOL_ELECTRIC, pole);
        return SIM_ARENA_FULL;
    }
    sim_entity_slot(arena, slot)->record = pole;
    enter_networks(arena, prototypes, pole, network);
    return SIM_OK;
}

void sim_pole_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    uint32_t pole = sim_entity_slot(arena, slot)->record, network = sim_electric_at(arena, pole)->network;
    cut_all(arena, pole);
    set_network(arena, pole, 0);
    sim_pool_give_back(arena, SIM_POOL_ELECTRIC, pole);
    split(arena, prototypes, network);
}

void sim_pole_moved(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    uint32_t pole = sim_entity_slot(arena, slot)->record;
    for (sim_wire_neighbour at = sim_wire_first_neighbour(arena, pole); at.wire;) {
        sim_wire_neighbour here = at;
        at = sim_wire_next_neighbour(arena, pole, at);
        const sim_entity *other = sim_entity_slot(arena, sim_electric_at(arena, here.pole)->entity);
        if (!reaches(prototypes, sim_entity_slot(arena, slot), other)) sim_wire_remove(arena, here.wire);
    }
    split(arena, prototypes, sim_electric_at(arena, pole)->network);
    supply_area(arena, prototypes, pole);
}

enum sim_result sim_pole_connect(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t other)
{
    uint32_t a = pole_in(arena, prototypes, slot), b = pole_in(arena, prototypes, other);
    if (a == 0 || b == 0) return SIM_WRONG_TYPE;
    if (a == b) return SIM_BAD_ARGUMENT;
    if (sim_wire_between(arena, a, b)) return SIM_OK;
    if (!reaches(prototypes, sim_entity_slot(arena, slot), sim_entity_slot(arena, other))) return SIM_OUT_OF_REACH;
    if (!sim_wire_add(arena, a, b)) return SIM_ARENA_FULL;
    join_networks(arena, prototypes, a, b);
    return SIM_OK;
}

enum sim_result sim_pole_disconnect(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                    uint32_t other)
{
    uint32_t a = pole_in(arena, prototypes, slot), b = pole_in(arena, prototypes, other);
    uint32_t wire = a && b ? sim_wire_between(arena, a, b) : 0;
    if (wire == 0) return SIM_NOT_FOUND;
    sim_wire_remove(arena, wire);
    split(arena, prototypes, sim_electric_at(arena, a)->network);
    return SIM_OK;
}

uint32_t sim_pole_neighbour(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t index)
{
    uint32_t pole = pole_in(arena, prototypes, slot);
    if (pole == 0) return 0;
    sim_wire_neighbour at = sim_wire_first_neighbour(arena, pole);
    while (at.wire && index--) at = sim_wire_next_neighbour(arena, pole, at);
    return at.wire ? sim_electric_at(arena, at.pole)->entity : 0;
}

uint32_t sim_pole_network(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    uint32_t pole = pole_in(arena, prototypes, slot);
    return pole ? sim_electric_at(arena, pole)->network : 0;
}

/* Sanity and hash --------------------------------------------------------------------------------------------- */

static int check_wires_of(const sim_arena *arena, uint32_t pole, uint32_t *ends, sim_fault *fault)
{
    const sim_position none = {0, 0};
    for (uint32_t number = sim_electric_at(arena, pole)->part; number != 0;) {
        SIM_EXPECT(fault, "pole", pole, none, sim_pool_is_live(arena, SIM_POOL_WIRE, number));
        const sim_wire *wire = sim_wire_at(arena, number);
        uint32_t side = wire->pole[1] == pole, other = wire->pole[!side];
        SIM_EXPECT(fault, "wire", number, none, wire->pole[side] == pole && wire->pole[0] < wire->pole[1]);
        SIM_EXPECT(fault, "wire", number, none, sim_pool_is_live(arena, SIM_POOL_ELECTRIC, other));
        SIM_EXPECT(fault, "wire", number, none, sim_electric_at(arena, other)->role == SIM_ELECTRIC_POLE);
        SIM_EXPECT(fault, "wire", number, none,
                   sim_electric_at(arena, other)->network == sim_electric_at(arena, pole)->network);
        SIM_EXPECT(fault, "pole", pole, none, ++*ends <= 2 * arena->pools[SIM_POOL_WIRE].live);
        number = wire->next[side];
    }
    return 1;
}

int sim_pole_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    const sim_position none = {0, 0};
    uint32_t ends = 0;
    (void)prototypes;
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_ELECTRIC].used; record++) {
        const sim_electric *device = sim_electric_at(arena, record);
        if (device->entity == 0 || device->role != SIM_ELECTRIC_POLE) continue;
        SIM_EXPECT(fault, "pole", record, none, device->network != 0);
        if (!check_wires_of(arena, record, &ends, fault)) return 0;
    }
    SIM_EXPECT(fault, "arena", 0, none, ends == 2 * arena->pools[SIM_POOL_WIRE].live);
    return 1;
}

uint64_t sim_pole_hash(const sim_arena *arena, uint64_t hash)
{
    for (uint32_t number = 1; number < arena->pools[SIM_POOL_WIRE].used; number++)
        hash = sim_hash_word(hash, (uint64_t)sim_wire_at(arena, number)->pole[0] << 32 |
                                       sim_wire_at(arena, number)->pole[1]);
    return hash;
}
