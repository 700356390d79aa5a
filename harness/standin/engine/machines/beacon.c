#include "harness/standin/engine/machines/beacon.h"

#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/entities/inventory.h"

static sim_beacon *record_at(const sim_arena *arena, uint32_t record)
{
    return SIM_RECORD(arena, SIM_POOL_BEACON, sim_beacon, record);
}

sim_beacon *sim_beacon_get(const sim_arena *arena, uint32_t slot)
{
    return record_at(arena, sim_entity_slot(arena, slot)->record);
}

enum sim_result sim_beacon_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    uint32_t number = sim_pool_take(arena, SIM_POOL_BEACON, slot);
    if (number == 0) return SIM_ARENA_FULL;
    sim_beacon *beacon = record_at(arena, number);
    enum sim_result result = sim_module_create_inventory(arena, prototypes, slot, &beacon->modules);
    if (result == SIM_OK) {
        result = sim_energy_attach(arena, prototypes, slot, &beacon->energy);
        if (result != SIM_OK) sim_inventory_destroy(arena, beacon->modules);
    }
    if (result != SIM_OK) {
        sim_pool_give_back(arena, SIM_POOL_BEACON, number);
        return result;
    }
    sim_entity_slot(arena, slot)->record = number;
    double joules = prototypes->entities[sim_entity_slot(arena, slot)->prototype].energy_usage_joules_per_tick;
    sim_energy_draw(arena, prototypes, &beacon->energy, joules);
    arena->effect_version++;
    return SIM_OK;
}

void sim_beacon_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_beacon *beacon = sim_beacon_get(arena, slot);
    sim_energy_detach(arena, prototypes, &beacon->energy);
    sim_inventory_destroy(arena, beacon->modules);
    sim_pool_give_back(arena, SIM_POOL_BEACON, sim_entity_slot(arena, slot)->record);
    arena->effect_version++;
}

/* Supply areas ------------------------------------------------------------------------------------------------ */

/* The area begins at the edges of the tiles that the beacon covers. */
static sim_box supply_area(const sim_prototypes *prototypes, const sim_entity *entity)
{
    const sim_entity_prototype *beacon = &prototypes->entities[entity->prototype];
    int32_t distance = sim_fixed_from_tiles(prototypes->beacons[beacon->beacon].supply_area_distance);
    int32_t x = beacon->tile_width * SIM_FIXED_ONE / 2 + distance;
    int32_t y = beacon->tile_height * SIM_FIXED_ONE / 2 + distance;
    sim_box area = {entity->position.x - x, entity->position.y - y, entity->position.x + x, entity->position.y + y};
    return area;
}

static int reaches(const sim_arena *arena, const sim_prototypes *prototypes, const sim_beacon *beacon, sim_box machine)
{
    return sim_box_overlaps(supply_area(prototypes, sim_entity_slot(arena, beacon->entity)), machine);
}

int sim_beacon_reaches(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t beacon, uint32_t machine)
{
    const sim_entity *entity = sim_entity_slot(arena, machine);
    return prototypes->entities[entity->prototype].type != SIM_TYPE_BEACON &&
           prototypes->entities[entity->prototype].allowed_effects != 0 &&
           reaches(arena, prototypes, sim_beacon_get(arena, beacon), sim_entity_collision_box(prototypes, entity));
}

/* 1 for one that has energy: others are as if they were not there. */
static int works(const sim_arena *arena, const sim_prototypes *prototypes, const sim_beacon *beacon)
{
    return beacon->entity && sim_energy_status(arena, prototypes, &beacon->energy) != SIM_STATUS_NO_POWER;
}

/* Working beacons that reach the box; only those of the prototype unless it is 0. */
static uint32_t count_around(const sim_arena *arena, const sim_prototypes *prototypes, sim_box machine,
                             uint16_t prototype)
{
    uint32_t count = 0;
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_BEACON].used; i++) {
        const sim_beacon *beacon = record_at(arena, i);
        if (!works(arena, prototypes, beacon) || !reaches(arena, prototypes, beacon, machine)) continue;
        count += prototype == 0 || sim_entity_slot(arena, beacon->entity)->prototype == prototype;
    }
    return count;
}

/* What one beacon's modules are multiplied by for a machine. */
static double strength(const sim_arena *arena, const sim_prototypes *prototypes, uint16_t prototype, sim_box machine)
{
    const sim_beacon_prototype *beacon = &prototypes->beacons[prototypes->entities[prototype].beacon];
    if (beacon->profile_count == 0) return beacon->distribution_effectivity;
    uint32_t count = count_around(arena, prototypes, machine, beacon->counts_same_type ? prototype : 0);
    uint32_t row = count < beacon->profile_count ? count - 1 : beacon->profile_count - 1;
    return beacon->distribution_effectivity * prototypes->numbers[beacon->first_profile + row].value;
}

sim_effects sim_beacon_effects(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    const sim_entity *entity = sim_entity_slot(arena, slot);
    uint8_t allowed = prototypes->entities[entity->prototype].allowed_effects;
    sim_box machine = sim_entity_collision_box(prototypes, entity);
    sim_effects sum = {0.0, 0.0, 0.0, 0.0};
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_BEACON].used; i++) {
        const sim_beacon *beacon = record_at(arena, i);
        if (!works(arena, prototypes, beacon) || !reaches(arena, prototypes, beacon, machine)) continue;
        uint16_t prototype = sim_entity_slot(arena, beacon->entity)->prototype;
        sim_effects own = sim_module_sum(arena, prototypes, beacon->modules,
                                         allowed & prototypes->entities[prototype].allowed_effects);
        double factor = strength(arena, prototypes, prototype, machine);
        sum.speed += own.speed * factor;
        sum.consumption += own.consumption * factor;
        sum.productivity += own.productivity * factor;
        sum.pollution += own.pollution * factor;
    }
    return sum;
}

enum sim_status sim_beacon_status(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    return sim_energy_status(arena, prototypes, &sim_beacon_get(arena, slot)->energy);
}

/* Check and hash ---------------------------------------------------------------------------------------------- */

int sim_beacon_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    const sim_position none = {0, 0};
    (void)prototypes;
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_BEACON].used; i++) {
        const sim_beacon *beacon = record_at(arena, i);
        if (beacon->entity == 0) continue;
        const sim_entity *entity = sim_entity_slot(arena, beacon->entity);
        SIM_EXPECT(fault, "beacon", i, none, entity != NULL);
        SIM_EXPECT(fault, "beacon", i, entity->position, entity->record == i);
    }
    return 1;
}

uint64_t sim_beacon_hash(const sim_arena *arena, uint64_t hash)
{
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_BEACON].used; i++)
        hash = sim_hash_word(hash, record_at(arena, i)->modules);
    return hash;
}
