#include "harness/standin/engine/mechanics.h"

#include "harness/standin/engine/machines/beacon.h"
#include "harness/standin/engine/belts/belt.h"
#include "harness/standin/engine/energy/burner.h"
#include "harness/standin/engine/combat/command_alarm.h"
#include "harness/standin/engine/machines/crafter.h"
#include "harness/standin/engine/world/daytime.h"
#include "harness/standin/engine/machines/drill.h"
#include "harness/standin/engine/energy/electric.h"
#include "harness/standin/engine/energy/heat.h"
#include "harness/standin/engine/world/evolution.h"
#include "harness/standin/engine/enemies/expansion.h"
#include "harness/standin/engine/fluids/fluid.h"
#include "harness/standin/engine/combat/gate.h"
#include "harness/standin/engine/building/ghost.h"
#include "harness/standin/engine/character/hand.h"
#include "harness/standin/engine/character/hand_crafting.h"
#include "harness/standin/engine/character/ride.h"
#include "harness/standin/engine/inserters/inserter.h"
#include "harness/standin/engine/machines/lab.h"
#include "harness/standin/engine/combat/path.h"
#include "harness/standin/engine/world/pollution.h"
#include "harness/standin/engine/combat/projectile.h"
#include "harness/standin/engine/combat/remains.h"
#include "harness/standin/engine/world/settings.h"
#include "harness/standin/engine/enemies/spawner.h"
#include "harness/standin/engine/belts/splitter.h"
#include "harness/standin/engine/energy/steam.h"
#include "harness/standin/engine/research/technology.h"
#include "harness/standin/engine/combat/turret.h"
#include "harness/standin/engine/combat/unit.h"
#include "harness/standin/engine/combat/unit_group.h"

int sim_mechanics_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    return sim_burner_check(arena, prototypes, fault) &&
           sim_daytime_check(arena, fault) &&
           sim_electric_check(arena, prototypes, fault) &&
           sim_belt_check(arena, prototypes, fault) &&
           sim_ride_check(arena, prototypes, fault) &&
           sim_splitter_check(arena, prototypes, fault) &&
           sim_inserter_check(arena, prototypes, fault) &&
           sim_drill_check(arena, prototypes, fault) &&
           sim_crafter_check(arena, prototypes, fault) &&
           sim_beacon_check(arena, prototypes, fault) &&
           sim_lab_check(arena, prototypes, fault) &&
           sim_hand_crafting_check(arena, prototypes, fault) &&
           sim_fluid_check(arena, prototypes, fault) &&
           sim_heat_check(arena, prototypes, fault) &&
           sim_steam_check(arena, prototypes, fault) &&
           sim_technology_check(arena, prototypes, fault) &&
           sim_turret_check(arena, prototypes, fault) &&
           sim_gate_check(arena, prototypes, fault) &&
           sim_unit_check(arena, prototypes, fault) &&
           sim_spawner_check(arena, prototypes, fault) &&
           sim_unit_group_check(arena, prototypes, fault) &&
           sim_command_alarm_check(arena, prototypes, fault) &&
           sim_path_check(arena, prototypes, fault) &&
           sim_projectile_check(arena, prototypes, fault) &&
           sim_ghost_check(arena, prototypes, fault) &&
           sim_hand_check(arena, prototypes, fault) &&
           sim_remains_check(arena, prototypes, fault) &&
           sim_pollution_check(arena, prototypes, fault) &&
           sim_settings_check(arena, prototypes, fault) &&
           sim_evolution_check(arena, prototypes, fault) &&
           sim_expansion_check(arena, prototypes, fault);
}

uint64_t sim_mechanics_hash(const sim_arena *arena, const sim_prototypes *prototypes, uint64_t hash)
{
    (void)prototypes;
    hash = sim_burner_hash(arena, hash);
    hash = sim_daytime_hash(arena, hash);
    hash = sim_electric_hash(arena, hash);
    hash = sim_belt_hash(arena, hash);
    hash = sim_splitter_hash(arena, hash);
    hash = sim_inserter_hash(arena, hash);
    hash = sim_drill_hash(arena, hash);
    hash = sim_crafter_hash(arena, hash);
    hash = sim_beacon_hash(arena, hash);
    hash = sim_lab_hash(arena, hash);
    hash = sim_hand_crafting_hash(arena, hash);
    hash = sim_fluid_hash(arena, hash);
    hash = sim_heat_hash(arena, hash);
    hash = sim_steam_hash(arena, hash);
    hash = sim_technology_hash(arena, hash);
    hash = sim_turret_hash(arena, hash);
    hash = sim_gate_hash(arena, hash);
    hash = sim_unit_hash(arena, hash);
    hash = sim_spawner_hash(arena, hash);
    hash = sim_unit_group_hash(arena, hash);
    hash = sim_path_hash(arena, hash);
    hash = sim_projectile_hash(arena, hash);
    hash = sim_ghost_hash(arena, hash);
    hash = sim_remains_hash(arena, hash);
    hash = sim_pollution_hash(arena, hash);
    hash = sim_settings_hash(arena, hash);
    hash = sim_evolution_hash(arena, hash);
    hash = sim_expansion_hash(arena, hash);
    return hash;
}
