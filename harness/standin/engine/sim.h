/* sim.h - the whole engine in one include, subjects in the order of their dependence.
 *
 *   core/        the block's header, pools of records, prototypes, numbers, statistics
 *   world/       tiles, resources, items on the ground, obstacles, pollution, evolution, day and night, settings
 *   entities/    things on the map: creation, the grid, inventories, who waits for a change of them
 *   character/   walking, mining, hands, crafting by hand, guns
 *   belts/ inserters/ machines/ energy/ fluids/   the factory
 *   research/ building/   technologies and what they give; placing, ghosts, plans
 *   combat/ enemies/ generation/   health and fights, spawners and their raids, maps from a seed
 *   dispatch/    what is asked of any entity, brought to the mechanic of its type: building and removal, items in and
 *                out, status, settings, waking
 *   arena/       the block as a whole: making, copying, growing, hashing, checking; it knows every mechanic
 *   tick.c       the order of a tick          mechanics.c  every mechanic's check and hash
 *
 * An arena is one flat, relocatable block of memory: one surface with its own force, everything on it and its own
 * generator. It holds handles and offsets, never pointers: a snapshot, a restore, a clone and a transfer are a memcpy
 * of `arena->block_bytes` bytes. Prototype tables are constant, shared by all arenas, and passed to every call.
 *
 * Conventions
 *   position    1/256 tile, x to the east, y to the south (fixed.h)
 *   direction   defines.direction of Factorio 2.0: 0 north, 4 east, 8 south, 12 west
 *   tick        one update of the game; time counts are ticks unless the name says otherwise
 *   results     a function that can refuse returns enum sim_result and changes nothing when it refuses (result.h) */
#ifndef SIM_SIM_H
#define SIM_SIM_H

#include "harness/standin/engine/core/result.h"
#include "harness/standin/engine/core/fixed.h"
#include "harness/standin/engine/core/direction.h"
#include "harness/standin/engine/core/random.h"
#include "harness/standin/engine/core/prototype_kinds.h"
#include "harness/standin/engine/core/prototype_values.h"
#include "harness/standin/engine/core/prototype_combat.h"
#include "harness/standin/engine/core/prototype_entity.h"
#include "harness/standin/engine/core/prototype_goods.h"
#include "harness/standin/engine/core/prototype_settings.h"
#include "harness/standin/engine/core/prototypes.h"
#include "harness/standin/engine/core/sanity.h"
#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/core/arena_header.h"
#include "harness/standin/engine/core/pool.h"
#include "harness/standin/engine/core/nap.h"
#include "harness/standin/engine/world/map.h"
#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/entities/watch.h"
#include "harness/standin/engine/entities/event.h"
#include "harness/standin/engine/dispatch/lifecycle.h"
#include "harness/standin/engine/entities/inventory.h"
#include "harness/standin/engine/dispatch/transfer.h"
#include "harness/standin/engine/core/statistics.h"
#include "harness/standin/engine/dispatch/status.h"
#include "harness/standin/engine/energy/energy.h"
#include "harness/standin/engine/combat/damage.h"
#include "harness/standin/engine/combat/health.h"
#include "harness/standin/engine/world/resource.h"
#include "harness/standin/engine/world/ground_item.h"
#include "harness/standin/engine/world/obstacle.h"
#include "harness/standin/engine/character/character.h"
#include "harness/standin/engine/character/sticker.h"
#include "harness/standin/engine/character/walk.h"
#include "harness/standin/engine/character/walk_step.h"
#include "harness/standin/engine/character/ride.h"
#include "harness/standin/engine/character/mining.h"
#include "harness/standin/engine/energy/burner.h"
#include "harness/standin/engine/dispatch/wake_entity.h"
#include "harness/standin/engine/world/daytime.h"
#include "harness/standin/engine/energy/electric.h"
#include "harness/standin/engine/energy/electric_network.h"
#include "harness/standin/engine/energy/pole.h"
#include "harness/standin/engine/belts/belt.h"
#include "harness/standin/engine/belts/splitter.h"
#include "harness/standin/engine/inserters/inserter.h"
#include "harness/standin/engine/machines/module.h"
#include "harness/standin/engine/machines/drill.h"
#include "harness/standin/engine/machines/crafter.h"
#include "harness/standin/engine/machines/rocket_silo.h"
#include "harness/standin/engine/machines/machines.h"
#include "harness/standin/engine/machines/beacon.h"
#include "harness/standin/engine/machines/lab.h"
#include "harness/standin/engine/character/hand_crafting.h"
#include "harness/standin/engine/fluids/fluid.h"
#include "harness/standin/engine/fluids/fluid_box.h"
#include "harness/standin/engine/fluids/fluid_segment.h"
#include "harness/standin/engine/energy/steam.h"
#include "harness/standin/engine/energy/heat.h"
#include "harness/standin/engine/energy/boiler.h"
#include "harness/standin/engine/fluids/offshore_pump.h"
#include "harness/standin/engine/fluids/pump.h"
#include "harness/standin/engine/energy/generator.h"
#include "harness/standin/engine/research/force.h"
#include "harness/standin/engine/research/technology.h"
#include "harness/standin/engine/combat/attack.h"
#include "harness/standin/engine/combat/target.h"
#include "harness/standin/engine/combat/turret.h"
#include "harness/standin/engine/combat/land_mine.h"
#include "harness/standin/engine/combat/fluid_turret.h"
#include "harness/standin/engine/combat/gate.h"
#include "harness/standin/engine/character/gun.h"
#include "harness/standin/engine/combat/unit.h"
#include "harness/standin/engine/enemies/spawner.h"
#include "harness/standin/engine/combat/unit_group.h"
#include "harness/standin/engine/enemies/raid.h"
#include "harness/standin/engine/combat/path.h"
#include "harness/standin/engine/combat/projectile.h"
#include "harness/standin/engine/combat/fire.h"
#include "harness/standin/engine/combat/burning.h"
#include "harness/standin/engine/dispatch/entity_settings.h"
#include "harness/standin/engine/building/ghost.h"
#include "harness/standin/engine/building/tile_ghost.h"
#include "harness/standin/engine/building/build.h"
#include "harness/standin/engine/building/build_over.h"
#include "harness/standin/engine/building/blueprint.h"
#include "harness/standin/engine/character/hand.h"
#include "harness/standin/engine/combat/remains.h"
#include "harness/standin/engine/world/forest_damage.h"
#include "harness/standin/engine/world/pollution.h"
#include "harness/standin/engine/world/settings.h"
#include "harness/standin/engine/world/evolution.h"
#include "harness/standin/engine/enemies/expansion.h"
#include "harness/standin/engine/generation/map_generation.h"
#include "harness/standin/engine/arena/arena.h"
#include "harness/standin/engine/mechanics.h"
#include "harness/standin/engine/tick.h"

#endif
