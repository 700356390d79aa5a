#include "harness/standin/engine/energy/steam.h"

#include "harness/standin/engine/energy/boiler.h"
#include "harness/standin/engine/energy/electric.h"
#include "harness/standin/engine/energy/electric_network.h"
#include "harness/standin/engine/fluids/fluid_box.h"
#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/energy/heat.h"
#include "harness/standin/engine/fluids/offshore_pump.h"
#include "harness/standin/engine/fluids/pump.h"
#include "harness/standin/engine/entities/watch.h"

static void detach_parts(sim_arena *arena, const sim_prototypes *prototypes, sim_steam *steam)
{
    sim_watch_remove(arena, steam->watch);
    sim_electric_leave(arena, prototypes, steam->electric);
    if (steam->energy.record) sim_energy_detach(arena, prototypes, &steam->energy);
    sim_fluid_boxes_detach(arena, prototypes, steam->first_box);
}

/* Makes what the type has beside its boxes; what is made before something fails is the caller's to remove. */
static enum sim_result attach_parts(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t record)
{
    sim_steam *steam = sim_steam_at(arena, record);
    enum sim_result result = sim_fluid_boxes_attach(arena, prototypes, slot, &steam->first_box);
    if (result != SIM_OK) return result;
    switch (steam->type) {
    case SIM_TYPE_BOILER:
        result = sim_energy_attach(arena, prototypes, slot, &steam->energy);
        if (result == SIM_OK) result = sim_watch_add(arena, slot, SIM_POOL_STEAM, record, &steam->watch);
        break;
    case SIM_TYPE_GENERATOR:
    case SIM_TYPE_PUMP: result = sim_electric_join(arena, prototypes, slot, &steam->electric); break;
    default: break;
    }
    return result;
}

enum sim_result sim_steam_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_entity *entity = sim_entity_slot(arena, slot);
    uint32_t used = arena->pools[SIM_POOL_STEAM].used, record = sim_pool_take(arena, SIM_POOL_STEAM, slot);
    if (record == 0) return SIM_ARENA_FULL;
    sim_steam *steam = sim_steam_at(arena, record);
    steam->prototype = entity->prototype;
    steam->type = prototypes->entities[entity->prototype].type;
    enum sim_result result = attach_parts(arena, prototypes, slot, record);
    if (result != SIM_OK) {
        detach_parts(arena, prototypes, steam);
        sim_pool_undo(arena, SIM_POOL_STEAM, record, used);
        return result;
    }
    if (steam->type == SIM_TYPE_GENERATOR) sim_electric_at(arena, steam->electric)->part = steam->first_box;
    if (steam->type == SIM_TYPE_PUMP || steam->type == SIM_TYPE_OFFSHORE_PUMP)
        sim_fluid_box_at(arena, steam->first_box)->is_driven = 1;
    if (steam->type == SIM_TYPE_OFFSHORE_PUMP) sim_offshore_pump_look(arena, prototypes, record);
    entity->record = record;
    sim_pool_wake(arena, SIM_POOL_STEAM, record);
    return SIM_OK;
}

void sim_steam_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    uint32_t record = sim_entity_slot(arena, slot)->record;
    sim_steam *steam = sim_steam_at(arena, record);
    detach_parts(arena, prototypes, steam);
    sim_pool_give_back(arena, SIM_POOL_STEAM, record);
}

void sim_steam_turned(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    uint32_t record = sim_entity_slot(arena, slot)->record;
    sim_fluid_boxes_moved(arena, prototypes, sim_steam_at(arena, record)->first_box);
    if (sim_steam_at(arena, record)->type == SIM_TYPE_OFFSHORE_PUMP) sim_offshore_pump_look(arena, prototypes, record);
    if (sim_steam_at(arena, record)->type == SIM_TYPE_BOILER) sim_heat_moved(arena, prototypes, slot);
    sim_network_wake(arena, sim_steam_at(arena, record)->electric
                                ? sim_electric_at(arena, sim_steam_at(arena, record)->electric)->network
                                : 0);
    sim_pool_wake(arena, SIM_POOL_STEAM, record);
}

void sim_steam_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    for (uint32_t record = 0; (record = sim_pool_next_awake(arena, SIM_POOL_STEAM, record)) != 0;) {
        switch (sim_steam_at(arena, record)->type) {
        case SIM_TYPE_BOILER: sim_boiler_tick(arena, prototypes, record); break;
        case SIM_TYPE_OFFSHORE_PUMP: sim_offshore_pump_tick(arena, prototypes, record); break;
        case SIM_TYPE_PUMP: sim_pump_tick(arena, prototypes, record); break;
        default: sim_pool_sleep(arena, SIM_POOL_STEAM, record); /* generators work in the balance of their network */
        }
    }
}

static enum sim_status generator_status(const sim_arena *arena, const sim_steam *steam)
{
    const sim_electric *device = sim_electric_at(arena, steam->electric);
    if (device->network == 0) return SIM_STATUS_NOT_PLUGGED_IN_ELECTRIC_NETWORK;
    if (device->given > 0) return SIM_STATUS_WORKING;
    return sim_fluid_box_available(arena, steam->first_box) ? SIM_STATUS_NORMAL : SIM_STATUS_NO_INPUT_FLUID;
}

enum sim_status sim_steam_status(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    uint32_t record = sim_entity_slot(arena, slot)->record;
    const sim_steam *steam = sim_steam_at(arena, record);
    switch (steam->type) {
    case SIM_TYPE_BOILER: return sim_boiler_status(arena, prototypes, record);
    case SIM_TYPE_GENERATOR: return generator_status(arena, steam);
    case SIM_TYPE_PUMP: return sim_pump_status(arena, prototypes, record);
    default: return sim_offshore_pump_status(arena, prototypes, record);
    }
}

double sim_steam_generated_joules(const sim_arena *arena, uint32_t slot)
{
    const sim_steam *steam = sim_steam_at(arena, sim_entity_slot(arena, slot)->record);
    return (double)sim_electric_at(arena, steam->electric)->given / SIM_MICROJOULES_PER_JOULE;
}

int sim_steam_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_STEAM].used; record++) {
        const sim_steam *steam = sim_steam_at(arena, record);
        if (steam->entity == 0) continue;
        const sim_entity *entity = sim_entity_slot(arena, steam->entity);
        SIM_EXPECT(fault, "steam", record, ((sim_position){0, 0}), entity != NULL && entity->record == record);
        SIM_EXPECT(fault, "steam", record, entity->position, entity->prototype == steam->prototype);
        SIM_EXPECT(fault, "steam", record, entity->position,
                   steam->type == prototypes->entities[steam->prototype].type);
        SIM_EXPECT(fault, "steam", record, entity->position,
                   sim_pool_is_live(arena, SIM_POOL_FLUID_BOX, steam->first_box));
    }
    return 1;
}

uint64_t sim_steam_hash(const sim_arena *arena, uint64_t hash)
{
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_STEAM].used; record++) {
        const sim_steam *steam = sim_steam_at(arena, record);
        if (steam->entity) hash = sim_hash_word(hash, steam->fluid);
    }
    return hash;
}
