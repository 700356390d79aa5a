/* sim.h - the whole engine in one include, subjects in the order of their dependence.
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

#include "result.h"
#include "fixed.h"
#include "direction.h"
#include "random.h"
#include "prototypes.h"
#include "sanity.h"
#include "hash.h"
#include "arena.h"
#include "pool.h"
#include "map.h"
#include "entity.h"
#include "watch.h"
#include "event.h"
#include "lifecycle.h"
#include "inventory.h"
#include "transfer.h"
#include "statistics.h"
#include "status.h"
#include "energy.h"
#include "damage.h"
#include "health.h"
#include "resource.h"
#include "ground_item.h"
#include "obstacle.h"
#include "character.h"
#include "walk.h"
#include "mining.h"
#include "burner.h"
#include "electric.h"
#include "belt.h"
#include "splitter.h"
#include "inserter.h"
#include "drill.h"
#include "crafter.h"
#include "beacon.h"
#include "lab.h"
#include "hand_crafting.h"
#include "fluid.h"
#include "steam.h"
#include "force.h"
#include "technology.h"
#include "turret.h"
#include "gate.h"
#include "unit.h"
#include "spawner.h"
#include "unit_group.h"
#include "path.h"
#include "projectile.h"
#include "ghost.h"
#include "remains.h"
#include "forest_damage.h"
#include "pollution.h"
#include "settings.h"
#include "evolution.h"
#include "expansion.h"
#include "map_generation.h"
#include "mechanics.h"
#include "tick.h"

#endif
