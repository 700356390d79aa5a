/* pool_records.h - bytes of a record of every pool; for pool.c alone. */
#ifndef SIM_POOL_RECORDS_H
#define SIM_POOL_RECORDS_H

#include "beacon.h"
#include "belt.h"
#include "burner.h"
#include "electric.h"
#include "electric_network.h"
#include "event.h"
#include "fluid.h"
#include "fluid_box.h"
#include "fluid_segment.h"
#include "force.h"
#include "gate.h"
#include "ghost.h"
#include "hand_crafting.h"
#include "inserter.h"
#include "lab.h"
#include "machines.h"
#include "path.h"
#include "pole.h"
#include "projectile.h"
#include "remains.h"
#include "settings.h"
#include "spawner.h"
#include "splitter.h"
#include "statistics.h"
#include "steam.h"
#include "technology.h"
#include "turret.h"
#include "unit.h"
#include "unit_group.h"
#include "watch.h"

static const uint16_t SIM_POOL_STRIDES[SIM_POOL_COUNT] = {
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
    [SIM_POOL_SPARE_10] = sizeof(uint64_t),
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

#endif
