/* build.h - building by a character or a script: where something may stand, fast replacing, turning, tiles.
 *
 * A building takes the place of others without mining them first when all that is in its way is of its fast-replaceable
 * group and lies on the tiles it covers. What they hold goes over where it belongs; the rest, and they themselves, go
 * to whoever builds, and to the ground where that is full. The same building in another direction is only turned. */
#ifndef SIM_BUILD_H
#define SIM_BUILD_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"

/* 1 when an entity of the prototype faces a direction; the others always face north. */
int sim_build_has_direction(const sim_prototypes *prototypes, uint32_t prototype);

/* 1 when the ground there is as the rules of the prototype want it: an offshore pump's shore. Entities without rules may
 * stand on any ground that they do not collide with. */
int sim_build_tiles_hold(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t prototype,
                         uint8_t direction, sim_position position);

/* Whether the arena's force may build an entity of the prototype there (the position as sim_entity_snap leaves it or
 * not yet so): SIM_OK, SIM_OUT_OF_MAP, SIM_BLOCKED, SIM_NEEDS_RESOURCE for a mining drill without anything to mine,
 * SIM_NEEDS_TILE for a pump that is not at the shore. `may_replace`: what may be fast-replaced is not in the way. */
enum sim_result sim_build_may_place(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t prototype,
                                    uint8_t direction, sim_position position, int may_replace);

/* Builds without a character, fast-replacing what is in the way; what is left over goes to `inventory` (0: to the
 * ground). Refuses as sim_build_may_place does, and SIM_ARENA_FULL. */
enum sim_result sim_build_replace(sim_arena *arena, const sim_prototypes *prototypes, const sim_entity_spec *spec,
                                  uint32_t inventory, sim_handle *built);

/* A character builds what an item of its inventory places, entity or tile. A ghost of the same there gives it its
 * settings; ghosts in its way go. The reach is build_distance, measured to where its centre will be. Refuses as
 * sim_build_may_place does, and SIM_DEAD, SIM_NO_ITEMS, SIM_WRONG_TYPE for an item that places nothing,
 * SIM_OUT_OF_REACH, SIM_DONE_ALREADY for the same tile, SIM_BAD_ARGUMENT for an unknown item or direction. */
enum sim_result sim_build_from_item(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                                    uint32_t item, sim_position position, uint8_t direction, sim_handle *built);

/* LuaEntity.rotate: a quarter turn, a half turn for what is not square; counter-clockwise when `reverse`.
 * SIM_NOT_ROTATABLE for what faces no direction. */
enum sim_result sim_build_rotate(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle, int reverse);

/* The same by a character: also SIM_DEAD, SIM_OUT_OF_REACH. */
enum sim_result sim_build_rotate_by(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                                    sim_handle handle, int reverse);

/* Puts up to `count` of an item into an inventory, and what does not fit on the ground at `position`. */
void sim_build_deliver(sim_arena *arena, const sim_prototypes *prototypes, uint32_t inventory, sim_position position,
                       uint16_t item, uint32_t count);

#endif
