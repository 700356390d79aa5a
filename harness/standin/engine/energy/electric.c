#include "harness/standin/engine/energy/electric.h"

#include "harness/standin/engine/energy/electric_network.h"
#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/energy/pole.h"

static uint8_t role_of(const sim_entity_prototype *prototype)
{
    switch (prototype->type) {
    case SIM_TYPE_ELECTRIC_POLE: return SIM_ELECTRIC_POLE;
    case SIM_TYPE_SOLAR_PANEL: return SIM_ELECTRIC_SOLAR;
    case SIM_TYPE_LAMP: return SIM_ELECTRIC_LAMP;
    case SIM_TYPE_GENERATOR: return SIM_ELECTRIC_GENERATOR;
    case SIM_TYPE_ELECTRIC_ENERGY_INTERFACE: return SIM_ELECTRIC_SOURCE;
    case SIM_TYPE_ACCUMULATOR: return SIM_ELECTRIC_ACCUMULATOR;
    case SIM_TYPE_ELECTRIC_TURRET: return SIM_ELECTRIC_BUFFER;
    default: return SIM_ELECTRIC_CONSUMER;
    }
}

static uint8_t priority_of(const sim_entity_prototype *prototype)
{
    switch (prototype->energy.usage_priority) {
    case SIM_PRIORITY_PRIMARY_INPUT: return SIM_ELECTRIC_PRIMARY;
    case SIM_PRIORITY_LAMP: return SIM_ELECTRIC_LIGHT;
    default: return SIM_ELECTRIC_SECONDARY;
    }
}

enum sim_result sim_electric_join(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                  uint32_t *record)
{
    uint32_t number = sim_pool_take(arena, SIM_POOL_ELECTRIC, slot);
    if (number == 0) return SIM_ARENA_FULL;
    sim_electric *device = sim_electric_at(arena, number);
    device->prototype = sim_entity_slot(arena, slot)->prototype;
    const sim_entity_prototype *prototype = &prototypes->entities[device->prototype];
    device->role = role_of(prototype);
    device->priority = priority_of(prototype);
    device->drain = sim_microjoules(prototype->energy.drain_joules_per_tick);
    device->demand = device->drain;
    if (device->role == SIM_ELECTRIC_SOURCE) device->made = sim_microjoules(prototype->production_joules_per_tick);
    if (device->role != SIM_ELECTRIC_POLE) sim_pole_cover(arena, prototypes, number);
    *record = number;
    return SIM_OK;
}

void sim_electric_leave(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    if (record == 0) return;
    sim_electric *device = sim_electric_at(arena, record);
    if (device->second_network) sim_network_remove(arena, prototypes, device->second_network, record);
    if (device->network) sim_network_remove(arena, prototypes, device->network, record);
    sim_pool_give_back(arena, SIM_POOL_ELECTRIC, record);
}

/* Asks the networks for so much from now on. */
static void ask(sim_arena *arena, sim_electric *device, int64_t demand)
{
    if (device->network && demand != device->demand) {
        sim_network_at(arena, device->network)->demand[device->priority] += demand - device->demand;
        sim_network_wake(arena, device->network);
    }
    device->demand = demand;
    if (device->second_network) sim_network_ask_second(arena, device);
}

double sim_electric_satisfaction(const sim_arena *arena, uint32_t record)
{
    const sim_electric *device = sim_electric_at(arena, record);
    if (device->network == 0) return 0.0;
    double first = sim_network_at(arena, device->network)->satisfaction[device->priority];
    if (device->second_network == 0) return first;
    return first + (1.0 - first) * sim_network_at(arena, device->second_network)->satisfaction[device->priority];
}

double sim_electric_draw(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record, double joules)
{
    (void)prototypes;
    sim_electric *device = sim_electric_at(arena, record);
    if (joules != device->drawn_joules) {
        int64_t demand = device->drain + sim_microjoules(joules);
        device->drawn_joules = joules;
        ask(arena, device, demand);
    }
    return sim_electric_satisfaction(arena, record);
}

void sim_electric_rest(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    sim_electric_draw(arena, prototypes, record, 0.0);
}

enum sim_status sim_electric_status(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    (void)prototypes;
    double satisfaction = sim_electric_satisfaction(arena, record);
    if (satisfaction <= 0.0) return SIM_STATUS_NO_POWER;
    return satisfaction < 1.0 ? SIM_STATUS_LOW_POWER : SIM_STATUS_WORKING;
}

double sim_electric_stored_joules(const sim_arena *arena, uint32_t record)
{
    return (double)sim_electric_at(arena, record)->stored / SIM_MICROJOULES_PER_JOULE;
}

int sim_electric_spend(sim_arena *arena, uint32_t record, double joules)
{
    sim_electric *device = sim_electric_at(arena, record);
    int64_t spent = sim_microjoules(joules);
    if (device->stored < spent) return 0;
    device->stored -= spent;
    sim_network_wake(arena, device->network);
    return 1;
}

void sim_electric_fill(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record, double joules)
{
    sim_electric *device = sim_electric_at(arena, record);
    double capacity = prototypes->entities[device->prototype].energy.buffer_capacity_joules;
    device->stored = sim_microjoules(!(joules > 0.0) ? 0.0 : joules < capacity ? joules : capacity);
    sim_network_wake(arena, device->network);
}

void sim_electric_set_production(sim_arena *arena, uint32_t record, double joules)
{
    sim_electric *device = sim_electric_at(arena, record);
    device->made = sim_microjoules(joules);
    sim_network_wake(arena, device->network);
}

uint32_t sim_electric_of(const sim_arena *arena, uint32_t slot)
{
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_ELECTRIC].used; record++)
        if (sim_electric_at(arena, record)->entity == slot) return record;
    return 0;
}

void sim_electric_moved(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    uint32_t record = sim_electric_of(arena, slot);
    if (record != 0 && sim_electric_at(arena, record)->role != SIM_ELECTRIC_POLE)
        sim_pole_cover(arena, prototypes, record);
}

/* Devices that are nothing else ------------------------------------------------------------------------------- */

enum sim_result sim_electric_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_entity *entity = sim_entity_slot(arena, slot);
    enum sim_result result = sim_electric_join(arena, prototypes, slot, &entity->record);
    if (result != SIM_OK) return result;
    const sim_entity_prototype *prototype = &prototypes->entities[entity->prototype];
    if (prototype->type == SIM_TYPE_RADAR)
        sim_electric_draw(arena, prototypes, entity->record, prototype->energy_usage_joules_per_tick);
    return SIM_OK;
}

void sim_electric_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_electric_leave(arena, prototypes, sim_entity_slot(arena, slot)->record);
}

enum sim_status sim_electric_device_status(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    uint32_t record = sim_entity_slot(arena, slot)->record;
    const sim_electric *device = sim_electric_at(arena, record);
    if (device->role != SIM_ELECTRIC_SOLAR && device->role != SIM_ELECTRIC_ACCUMULATOR)
        return sim_electric_status(arena, prototypes, record);
    if (device->network == 0) return SIM_STATUS_NOT_PLUGGED_IN_ELECTRIC_NETWORK;
    if (device->role == SIM_ELECTRIC_SOLAR) return SIM_STATUS_WORKING;
    if (device->given > 0) return SIM_STATUS_DISCHARGING;
    double capacity = prototypes->entities[device->prototype].energy.buffer_capacity_joules;
    return device->stored >= sim_microjoules(capacity) ? SIM_STATUS_FULLY_CHARGED : SIM_STATUS_CHARGING;
}

/* Sanity and hash --------------------------------------------------------------------------------------------- */

static int check_device(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t record, sim_fault *fault)
{
    const sim_electric *device = sim_electric_at(arena, record);
    const sim_entity *entity = sim_entity_slot(arena, device->entity);
    SIM_EXPECT(fault, "device", record, ((sim_position){0, 0}), entity != NULL);
    SIM_EXPECT(fault, "device", record, entity->position, entity->prototype == device->prototype);
    SIM_EXPECT(fault, "device", record, entity->position, device->role <= SIM_ELECTRIC_BUFFER);
    SIM_EXPECT(fault, "device", record, entity->position, device->priority < SIM_ELECTRIC_CLASSES);
    SIM_EXPECT(fault, "device", record, entity->position,
               device->network == 0 || sim_pool_is_live(arena, SIM_POOL_NETWORK, device->network));
    SIM_EXPECT(fault, "device", record, entity->position,
               device->second_network == 0 || sim_pool_is_live(arena, SIM_POOL_NETWORK, device->second_network));
    SIM_EXPECT(fault, "device", record, entity->position,
               device->second_network == 0 || (device->network && device->network < device->second_network));
    SIM_EXPECT(fault, "device", record, entity->position, device->demand >= 0 && device->second_demand >= 0);
    double capacity = prototypes->entities[device->prototype].energy.buffer_capacity_joules;
    SIM_EXPECT(fault, "device", record, entity->position, device->stored >= 0);
    SIM_EXPECT(fault, "device", record, entity->position,
               device->role == SIM_ELECTRIC_GENERATOR || device->stored <= sim_microjoules(capacity));
    return 1;
}

int sim_electric_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_ELECTRIC].used; record++)
        if (sim_electric_at(arena, record)->entity && !check_device(arena, prototypes, record, fault)) return 0;
    return sim_network_check(arena, prototypes, fault) && sim_pole_check(arena, prototypes, fault);
}

uint64_t sim_electric_hash(const sim_arena *arena, uint64_t hash)
{
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_ELECTRIC].used; record++) {
        const sim_electric *device = sim_electric_at(arena, record);
        if (device->entity == 0) continue;
        hash = sim_hash_word(hash, (uint64_t)device->network << 32 | device->second_network);
        hash = sim_hash_word(hash, (uint64_t)device->demand);
        hash = sim_hash_word(hash, (uint64_t)device->second_demand);
        hash = sim_hash_word(hash, (uint64_t)device->stored);
        hash = sim_hash_word(hash, (uint64_t)device->given);
        hash = sim_hash_double(hash, device->drawn_joules);
    }
    hash = sim_network_hash(arena, hash);
    return sim_pole_hash(arena, hash);
}
