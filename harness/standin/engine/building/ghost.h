/* ghost.h - what is planned: ghosts of entities that shall stand somewhere, and entities that shall go. */
#ifndef SIM_GHOST_H
#define SIM_GHOST_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/core/pool.h"
#include "harness/standin/engine/dispatch/entity_settings.h"

/* A ghost, or the mark on an entity that shall be deconstructed. */
typedef struct sim_ghost {
    uint32_t entity;       /* slot of the ghost; of a mark 1                                                      */
    uint32_t is_mark;
    sim_handle marked;     /* mark: the entity; a mark whose entity is gone stands for nothing                    */
    uint16_t prototype;    /* ghost: what it shall become, 0 for a tile                                           */
    uint16_t tile;         /* tile ghost: what it shall become (tile_ghost.h)                                     */
    sim_entity_settings settings;
} sim_ghost;

/* Called when an entity of type entity-ghost is made: sim_ghost_create says of what. SIM_ARENA_FULL. */
enum sim_result sim_ghost_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Removes the record of a ghost that is about to go. */
void sim_ghost_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* The ghost faces another direction or stands in another place now. */
void sim_ghost_turned(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Plans an entity of `spec`; `settings` may be NULL. An equal ghost that is there is kept, others in its way go.
 * SIM_BLOCKED where the entity could not be built, SIM_DONE_ALREADY where an equal one stands, SIM_OUT_OF_MAP,
 * SIM_WRONG_TYPE for what no item builds, SIM_BAD_ARGUMENT, SIM_ARENA_FULL. */
enum sim_result sim_ghost_create(sim_arena *arena, const sim_prototypes *prototypes, const sim_entity_spec *spec,
                                 const sim_entity_settings *settings, sim_handle *created);

/* The record of a ghost entity; NULL for anything else. */
sim_ghost *sim_ghost_of(const sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle);

/* LuaEntity.revive: the ghost becomes its entity, for nothing. Refuses as sim_build_may_place does, and SIM_WRONG_TYPE
 * for what is no ghost. */
enum sim_result sim_ghost_revive(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle,
                                 sim_handle *built);

/* An entity has just been built: takes over the settings of a ghost of it in the same place and direction, and removes
 * all ghosts that it stands on. */
void sim_ghost_take(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t inventory);

/* Slots of the ghosts whose entity would overlap the area. Writes at most `capacity`, returns how many there are. */
uint32_t sim_ghost_find(const sim_arena *arena, const sim_prototypes *prototypes, sim_box area, uint32_t *slots,
                        uint32_t capacity);

/* LuaEntity.order_deconstruction and cancel_deconstruction: a ghost goes at once; anything else is marked, which
 * changes nothing else. SIM_NOT_FOUND, SIM_NOT_MINABLE, SIM_DONE_ALREADY, SIM_ARENA_FULL. */
enum sim_result sim_ghost_mark(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle);
enum sim_result sim_ghost_unmark(sim_arena *arena, sim_handle handle);

/* 1 when the entity is marked. */
int sim_ghost_is_marked(const sim_arena *arena, sim_handle handle);

int sim_ghost_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_ghost_hash(const sim_arena *arena, uint64_t hash);

#endif
