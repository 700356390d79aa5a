#include "harness/standin/engine/core/pool.h"

#include "harness/standin/engine/machines/beacon.h"
#include "harness/standin/engine/belts/belt.h"
#include "harness/standin/engine/energy/burner.h"
#include "harness/standin/engine/energy/electric.h"
#include "harness/standin/engine/energy/electric_network.h"
#include "harness/standin/engine/entities/event.h"
#include "harness/standin/engine/fluids/fluid.h"
#include "harness/standin/engine/fluids/fluid_box.h"
#include "harness/standin/engine/fluids/fluid_segment.h"
#include "harness/standin/engine/research/force.h"
#include "harness/standin/engine/combat/gate.h"
#include "harness/standin/engine/building/ghost.h"
#include "harness/standin/engine/character/hand_crafting.h"
#include "harness/standin/engine/inserters/inserter.h"
#include "harness/standin/engine/machines/lab.h"
#include "harness/standin/engine/machines/machines.h"
#include "harness/standin/engine/combat/path.h"
#include "harness/standin/engine/energy/heat.h"
#include "harness/standin/engine/energy/pole.h"
#include "harness/standin/engine/combat/projectile.h"
#include "harness/standin/engine/combat/remains.h"
#include "harness/standin/engine/world/settings.h"
#include "harness/standin/engine/enemies/spawner.h"
#include "harness/standin/engine/belts/splitter.h"
#include "harness/standin/engine/core/statistics.h"
#include "harness/standin/engine/energy/steam.h"
#include "harness/standin/engine/research/technology.h"
#include "harness/standin/engine/combat/turret.h"
#include "harness/standin/engine/combat/unit.h"
#include "harness/standin/engine/combat/unit_group.h"
#include "harness/standin/engine/entities/watch.h"

const uint16_t SIM_POOL_STRIDES[SIM_POOL_COUNT] = {
    [SIM_POOL_WATCH] = sizeof(sim_watch),
    [SIM_POOL_EVENT] = sizeof(sim_event),
    [SIM_POOL_BURNER] = sizeof(sim_burner),
    [SIM_POOL_ELECTRIC] = sizeof(sim_electric),
    [SIM_POOL_NETWORK] = sizeof(sim_network),
    [SIM_POOL_WIRE] = sizeof(sim_wire),
    [SIM_POOL_BELT] = sizeof(sim_belt),
    [SIM_POOL_SPLITTER] = sizeof(sim_splitter),
    [SIM_POOL_INSERTER] = sizeof(sim_inserter),
    [SIM_POOL_MACHINE] = sizeof(sim_machine),
    [SIM_POOL_HEAT] = sizeof(sim_heat),
    [SIM_POOL_BEACON] = sizeof(sim_beacon),
    [SIM_POOL_LAB] = sizeof(sim_lab),
    [SIM_POOL_CRAFT] = sizeof(sim_craft),
    [SIM_POOL_FLUID_BOX] = sizeof(sim_fluid_box),
    [SIM_POOL_SEGMENT] = sizeof(sim_segment),
    [SIM_POOL_STEAM] = sizeof(sim_steam),
    [SIM_POOL_TECHNOLOGY] = sizeof(sim_technology),
    [SIM_POOL_RECIPE] = sizeof(sim_recipe),
    [SIM_POOL_TURRET] = sizeof(sim_turret),
    [SIM_POOL_GATE] = sizeof(sim_gate),
    [SIM_POOL_UNIT] = sizeof(sim_unit),
    [SIM_POOL_SPAWNER] = sizeof(sim_spawner),
    [SIM_POOL_GROUP] = sizeof(sim_unit_group),
    [SIM_POOL_PATH] = sizeof(sim_path_piece),
    [SIM_POOL_PROJECTILE] = sizeof(sim_projectile),
    [SIM_POOL_GHOST] = sizeof(sim_ghost),
    [SIM_POOL_CORPSE] = sizeof(sim_corpse),
    [SIM_POOL_SETTINGS] = sizeof(sim_settings),
    [SIM_POOL_FLUID_FLOW] = sizeof(sim_fluid_flow),
    [SIM_POOL_KILL] = sizeof(sim_kill),
    [SIM_POOL_BONUS] = sizeof(sim_bonus),
};
