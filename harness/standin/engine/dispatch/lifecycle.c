#include "harness/standin/engine/dispatch/lifecycle.h"

#include "harness/standin/engine/machines/beacon.h"
#include "harness/standin/engine/belts/belt.h"
#include "harness/standin/engine/character/character.h"
#include "harness/standin/engine/machines/crafter.h"
#include "harness/standin/engine/machines/drill.h"
#include "harness/standin/engine/energy/electric.h"
#include "harness/standin/engine/fluids/fluid.h"
#include "harness/standin/engine/combat/gate.h"
#include "harness/standin/engine/building/ghost.h"
#include "harness/standin/engine/energy/heat.h"
#include "harness/standin/engine/character/hand_crafting.h"
#include "harness/standin/engine/building/build_over.h"
#include "harness/standin/engine/character/ride.h"
#include "harness/standin/engine/inserters/inserter.h"
#include "harness/standin/engine/inserters/inserter_reach.h"
#include "harness/standin/engine/entities/inventory.h"
#include "harness/standin/engine/machines/lab.h"
#include "harness/standin/engine/energy/pole.h"
#include "harness/standin/engine/world/pollution.h"
#include "harness/standin/engine/combat/remains.h"
#include "harness/standin/engine/enemies/spawner.h"
#include "harness/standin/engine/belts/splitter.h"
#include "harness/standin/engine/energy/steam.h"
#include "harness/standin/engine/combat/target.h"
#include "harness/standin/engine/combat/turret.h"
#include "harness/standin/engine/combat/unit.h"
#include "harness/standin/engine/combat/unit_group.h"

typedef enum sim_result attach_function(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);
typedef void slot_function(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

typedef struct type_parts {
    attach_function *attach;
    slot_function *detach;
    slot_function *turned;
} type_parts;

static enum sim_result attach_character(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_entity *entity = sim_entity_slot(arena, slot);
    return sim_character_attach(arena, &prototypes->entities[entity->prototype], slot, &entity->record);
}

static void detach_character(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_hand_crafting_forget(arena, sim_entity_slot(arena, slot)->record);
    (void)prototypes;
    sim_character_detach(arena, sim_entity_slot(arena, slot)->record);
}

static enum sim_result attach_container(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_entity *entity = sim_entity_slot(arena, slot);
    uint16_t slots = prototypes->entities[entity->prototype].inventory_size;
    return sim_inventory_create(arena, slots, slot, &entity->record);
}

static void detach_container(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    (void)prototypes;
    sim_inventory_destroy(arena, sim_entity_slot(arena, slot)->record);
}

static const type_parts PARTS[SIM_TYPE_COUNT] = {
    [SIM_TYPE_CHARACTER] = {attach_character, detach_character, NULL},
    [SIM_TYPE_CONTAINER] = {attach_container, detach_container, NULL},
    [SIM_TYPE_TRANSPORT_BELT] = {sim_belt_attach, sim_belt_detach, sim_belt_turned},
    [SIM_TYPE_UNDERGROUND_BELT] = {sim_belt_attach, sim_belt_detach, sim_belt_turned},
    [SIM_TYPE_SPLITTER] = {sim_splitter_attach, sim_splitter_detach, sim_splitter_turned},
    [SIM_TYPE_INSERTER] = {sim_inserter_attach, sim_inserter_detach, sim_inserter_turned},
    [SIM_TYPE_MINING_DRILL] = {sim_drill_attach, sim_drill_detach, sim_drill_turned},
    [SIM_TYPE_FURNACE] = {sim_crafter_attach, sim_crafter_detach, sim_crafter_turned},
    [SIM_TYPE_ASSEMBLING_MACHINE] = {sim_crafter_attach, sim_crafter_detach, sim_crafter_turned},
    [SIM_TYPE_ROCKET_SILO] = {sim_crafter_attach, sim_crafter_detach, sim_crafter_turned},
    [SIM_TYPE_BEACON] = {sim_beacon_attach, sim_beacon_detach, NULL},
    [SIM_TYPE_LAB] = {sim_lab_attach, sim_lab_detach, NULL},
    [SIM_TYPE_ELECTRIC_POLE] = {sim_pole_attach, sim_pole_detach, sim_pole_moved},
    [SIM_TYPE_SOLAR_PANEL] = {sim_electric_attach, sim_electric_detach, NULL},
    [SIM_TYPE_ACCUMULATOR] = {sim_electric_attach, sim_electric_detach, NULL},
    [SIM_TYPE_LAMP] = {sim_electric_attach, sim_electric_detach, NULL},
    [SIM_TYPE_RADAR] = {sim_electric_attach, sim_electric_detach, NULL},
    [SIM_TYPE_ELECTRIC_ENERGY_INTERFACE] = {sim_electric_attach, sim_electric_detach, NULL},
    [SIM_TYPE_PIPE] = {sim_fluid_attach, sim_fluid_detach, sim_fluid_turned},
    [SIM_TYPE_PIPE_TO_GROUND] = {sim_fluid_attach, sim_fluid_detach, sim_fluid_turned},
    [SIM_TYPE_STORAGE_TANK] = {sim_fluid_attach, sim_fluid_detach, sim_fluid_turned},
    [SIM_TYPE_BOILER] = {sim_steam_attach, sim_steam_detach, sim_steam_turned},
    [SIM_TYPE_REACTOR] = {sim_heat_attach, sim_heat_detach, sim_heat_moved},
    [SIM_TYPE_HEAT_PIPE] = {sim_heat_attach, sim_heat_detach, sim_heat_moved},
    [SIM_TYPE_HEAT_INTERFACE] = {sim_heat_attach, sim_heat_detach, sim_heat_moved},
    [SIM_TYPE_GENERATOR] = {sim_steam_attach, sim_steam_detach, sim_steam_turned},
    [SIM_TYPE_OFFSHORE_PUMP] = {sim_steam_attach, sim_steam_detach, sim_steam_turned},
    [SIM_TYPE_PUMP] = {sim_steam_attach, sim_steam_detach, sim_steam_turned},
    [SIM_TYPE_AMMO_TURRET] = {sim_turret_attach, sim_turret_detach, sim_turret_turned},
    [SIM_TYPE_ELECTRIC_TURRET] = {sim_turret_attach, sim_turret_detach, sim_turret_turned},
    [SIM_TYPE_FLUID_TURRET] = {sim_turret_attach, sim_turret_detach, sim_turret_turned},
    [SIM_TYPE_TURRET] = {sim_turret_attach, sim_turret_detach, sim_turret_turned},
    [SIM_TYPE_LAND_MINE] = {sim_turret_attach, sim_turret_detach, sim_turret_turned},
    [SIM_TYPE_GATE] = {sim_gate_attach, sim_gate_detach, sim_gate_turned},
    [SIM_TYPE_UNIT] = {sim_unit_attach, sim_unit_detach, sim_unit_turned},
    [SIM_TYPE_UNIT_SPAWNER] = {sim_spawner_attach, sim_spawner_detach, sim_spawner_turned},
    [SIM_TYPE_ENTITY_GHOST] = {sim_ghost_attach, sim_ghost_detach, sim_ghost_turned},
    [SIM_TYPE_TILE_GHOST] = {sim_ghost_attach, sim_ghost_detach, sim_ghost_turned},
    [SIM_TYPE_CHARACTER_CORPSE] = {sim_remains_attach, sim_remains_detach, NULL},
};

/* What a change may put on a belt: belts, and who stands on them. */
static int may_ride(const sim_prototypes *prototypes, uint16_t prototype)
{
    const uint64_t types = (uint64_t)1 << SIM_TYPE_CHARACTER | (uint64_t)1 << SIM_TYPE_TRANSPORT_BELT |
                           (uint64_t)1 << SIM_TYPE_UNDERGROUND_BELT | (uint64_t)1 << SIM_TYPE_SPLITTER;
    return types >> prototypes->entities[prototype].type & 1;
}

static const type_parts *parts_of(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    return &PARTS[prototypes->entities[sim_entity_slot(arena, slot)->prototype].type];
}

enum sim_result sim_lifecycle_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    attach_function *attach = parts_of(arena, prototypes, slot)->attach;
    return attach ? attach(arena, prototypes, slot) : SIM_OK;
}

void sim_lifecycle_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    slot_function *detach = parts_of(arena, prototypes, slot)->detach;
    if (detach) detach(arena, prototypes, slot);
}

/* Drills look around themselves only when they are told to. */
void sim_lifecycle_leaves(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_drill_neighbours(arena, prototypes, slot);
}

void sim_lifecycle_turned(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    slot_function *turned = parts_of(arena, prototypes, slot)->turned;
    if (turned) turned(arena, prototypes, slot);
    uint16_t prototype = sim_entity_slot(arena, slot)->prototype;
    if (prototypes->entities[prototype].energy.kind == SIM_ENERGY_ELECTRIC) sim_electric_moved(arena, prototypes, slot);
    sim_inserter_neighbour_moved(arena, prototypes, slot);
    sim_drill_neighbours(arena, prototypes, slot);
    if (may_ride(prototypes, prototype)) sim_ride_changed(arena);
}

void sim_lifecycle_neighbours(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, int appeared)
{
    const sim_entity *entity = sim_entity_slot(arena, slot);
    const sim_entity_prototype *prototype = &prototypes->entities[entity->prototype];
    /* Mechanics that look at what stands around them have their line here, each behind a cheap test of its own. */
    sim_inserter_neighbours(arena, prototypes, slot, appeared);
    sim_drill_neighbours(arena, prototypes, slot);
    if (prototype->pollution_absorption_per_second != 0.0)
        sim_pollution_ground_changed(arena, sim_fixed_tile(entity->position.x), sim_fixed_tile(entity->position.y));
    if (appeared && may_ride(prototypes, entity->prototype)) sim_ride_changed(arena);
    if (appeared) sim_target_announce(arena, prototypes, slot);
    if (appeared && prototype->type == SIM_TYPE_TRANSPORT_BELT) sim_build_over_belt(arena, prototypes, slot);
}

void sim_lifecycle_force_changed(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    const sim_entity *entity = sim_entity_slot(arena, slot);
    switch (prototypes->entities[entity->prototype].type) {
    case SIM_TYPE_UNIT:
        sim_unit_group_remove(arena, entity->record);
        sim_pool_wake(arena, SIM_POOL_UNIT, entity->record);
        break;
    case SIM_TYPE_AMMO_TURRET:
    case SIM_TYPE_ELECTRIC_TURRET:
    case SIM_TYPE_FLUID_TURRET:
    case SIM_TYPE_LAND_MINE:
    case SIM_TYPE_TURRET:
        if (entity->record) sim_pool_wake(arena, SIM_POOL_TURRET, entity->record);
        break;
    case SIM_TYPE_GATE: sim_pool_wake(arena, SIM_POOL_GATE, entity->record); break;
    default: break;
    }
    sim_target_announce(arena, prototypes, slot);
}
