#include "harness/standin/engine/dispatch/status.h"

#include "harness/standin/engine/inserters/inserter.h"
#include "harness/standin/engine/machines/beacon.h"
#include "harness/standin/engine/machines/crafter.h"
#include "harness/standin/engine/machines/drill.h"
#include "harness/standin/engine/combat/turret.h"
#include "harness/standin/engine/machines/lab.h"
#include "harness/standin/engine/energy/electric.h"
#include "harness/standin/engine/energy/heat.h"
#include "harness/standin/engine/energy/steam.h"

enum sim_status sim_entity_status(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    const sim_entity *entity = sim_entity_slot(arena, slot);
    if (entity == NULL) return SIM_STATUS_NONE;
    switch (prototypes->entities[entity->prototype].type) {
    case SIM_TYPE_FURNACE:
    case SIM_TYPE_ROCKET_SILO:
    case SIM_TYPE_ASSEMBLING_MACHINE: return sim_crafter_status(arena, prototypes, slot);
    case SIM_TYPE_MINING_DRILL: return sim_drill_status(arena, prototypes, slot);
    case SIM_TYPE_BEACON: return sim_beacon_status(arena, prototypes, slot);
    case SIM_TYPE_LAB: return sim_lab_status(arena, prototypes, slot);
    /* one line a type with a status: case SIM_TYPE_X: return sim_x_status(arena, prototypes, slot); */
    case SIM_TYPE_INSERTER: return sim_inserter_status(arena, prototypes, slot);
    case SIM_TYPE_AMMO_TURRET:
    case SIM_TYPE_FLUID_TURRET:
    case SIM_TYPE_ELECTRIC_TURRET: return sim_turret_status(arena, prototypes, slot);
    case SIM_TYPE_BOILER:
    case SIM_TYPE_GENERATOR:
    case SIM_TYPE_OFFSHORE_PUMP:
    case SIM_TYPE_PUMP: return sim_steam_status(arena, prototypes, slot);
    case SIM_TYPE_REACTOR: return sim_heat_reactor_status(arena, prototypes, slot);
    case SIM_TYPE_SOLAR_PANEL:
    case SIM_TYPE_ACCUMULATOR:
    case SIM_TYPE_RADAR: return sim_electric_device_status(arena, prototypes, slot);
    default: return SIM_STATUS_NONE;
    }
}
