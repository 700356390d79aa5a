/* entity.h - things on the surface: slots with generations, and lookup by place. */
#ifndef SIM_ENTITY_H
#define SIM_ENTITY_H

#include <stdint.h>

#include "harness/standin/engine/core/arena_header.h"

enum sim_force { SIM_FORCE_NEUTRAL = 0, SIM_FORCE_ARENA = 1, SIM_FORCE_ENEMY = 2 };

/* Names one entity for good: a slot used again has another generation. Index 0 stands for none. */
typedef struct sim_handle {
    uint32_t index;
    uint32_t generation;
} sim_handle;

typedef struct sim_entity {
    sim_position position;  /* centre                                                                             */
    uint32_t next;          /* next slot in the same cell's chain, or in the chain of free slots                  */
    union {
        uint32_t unit_number;    /* 0 for entities that the game gives none                                       */
        uint32_t initial_amount; /* infinite resource                                                             */
    };
    union {
        uint32_t amount;    /* resource: units left; item on the ground: count                                    */
        uint32_t record;    /* everything else: its record in the pool of its type (lifecycle.h), of a character
                               its number, of a container its inventory; 0 for none                               */
    };
    float health;
    uint16_t prototype;     /* 0: the slot is free                                                                */
    uint16_t generation;
    uint8_t direction;
    uint8_t force;          /* enum sim_force                                                                     */
    uint16_t item;          /* item on the ground: item prototype                                                 */
} sim_entity;

/* What sim_entity_create needs to know; zero is a safe default for all but prototype. */
typedef struct sim_entity_spec {
    uint16_t prototype;
    uint8_t direction;      /* 0..15                                                                              */
    uint8_t force;          /* 0..7: three mean enum sim_force, the others what the caller wants                  */
    sim_position position;  /* put on the build grid where the game does that                                     */
    uint32_t amount;        /* resource: units, 0 takes the prototype's normal; item on the ground: count         */
    uint16_t item;          /* item on the ground: item prototype                                                 */
} sim_entity_spec;

/* What sim_entity_find looks for; zero fields do not filter. */
typedef struct sim_entity_filter {
    uint64_t type_bits;     /* 1 << enum sim_type for every wanted type                                           */
    uint16_t prototype;
    uint8_t force_bits;     /* 1 << enum sim_force                                                                */
    uint8_t reserved;
    uint32_t layers;        /* entities whose collision layers have one of these                                  */
} sim_entity_filter;

/* Which chains of the cells a search follows. */
enum sim_search { SIM_SEARCH_ENTITIES = 1, SIM_SEARCH_RESOURCES = 2, SIM_SEARCH_ALL = 3 };

/* A walk over the entities near an area, in the order of cells. The arena must not change meanwhile. */
typedef struct sim_entity_cursor {
    int32_t left, right, bottom; /* cells of the search, inclusive                                                */
    int32_t column, row;         /* the cell that comes next                                                      */
    uint32_t slot;               /* the slot that comes next                                                      */
    uint32_t resource_slot;      /* and then this chain of the same cell                                          */
    uint32_t lists;              /* enum sim_search                                                               */
} sim_entity_cursor;

/* Begins a search over all entities whose boxes might touch the area; the caller tests the boxes. */
sim_entity_cursor sim_entity_search(const sim_arena *arena, sim_box area, enum sim_search lists);

/* The next entity, NULL at the end. */
sim_entity *sim_entity_next(const sim_arena *arena, sim_entity_cursor *cursor);

/* The direction in which an entity of the prototype stands when it is asked to face `direction`: what has four sides, as belts,
 * inserters, machines and pumps, faces the last quarter (a guess); everything else any of sixteen. */
uint8_t sim_entity_facing(const sim_prototypes *prototypes, uint16_t prototype, uint8_t direction);

/* Where the game puts an entity that a script creates at `position`: 1 x 1 on tile centres, 2 x 2 on corners...;
 * characters, items on the ground, trees and rocks stay where they are. */
sim_position sim_entity_snap(const sim_prototypes *prototypes, uint16_t prototype, uint8_t direction,
                             sim_position position);

/* Creates without asking what stands there, as LuaSurface.create_entity does; only a second resource on one tile is
 * SIM_BLOCKED. SIM_OUT_OF_MAP when the centre is outside. SIM_BAD_ARGUMENT for an unknown prototype or item, a
 * direction or force out of range, or more items than a stack holds. */
enum sim_result sim_entity_create(sim_arena *arena, const sim_prototypes *prototypes, const sim_entity_spec *spec,
                                  sim_handle *created);

/* Removes an entity and what belongs to it (inventory, character record). Nothing is spilled. */
enum sim_result sim_entity_destroy(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle);

/* The entity, NULL when it is gone. Valid until the next create, destroy or restore. */
sim_entity *sim_entity_get(const sim_arena *arena, sim_handle handle);

/* The entity in a slot, NULL for a free slot. */
sim_entity *sim_entity_slot(const sim_arena *arena, uint32_t index);

/* The prototype of an entity, and of the one in a slot that is in use. */
static inline const sim_entity_prototype *sim_entity_prototype_of(const sim_prototypes *prototypes,
                                                                  const sim_entity *entity)
{
    return &prototypes->entities[entity->prototype];
}

static inline const sim_entity_prototype *sim_entity_prototype_at(const sim_arena *arena,
                                                                  const sim_prototypes *prototypes, uint32_t slot)
{
    return sim_entity_prototype_of(prototypes, sim_entity_slot(arena, slot));
}

/* Handle of an occupied slot. */
sim_handle sim_entity_handle(const sim_arena *arena, uint32_t index);

/* Slot of an entity of the arena. */
uint32_t sim_entity_index(const sim_arena *arena, const sim_entity *entity);

/* Moves an entity anywhere on the map without a collision test; a resource or a belt is SIM_WRONG_TYPE. */
enum sim_result sim_entity_teleport(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle,
                                    sim_position position);

/* Collision or selection box where the entity stands, turned with its direction. */
sim_box sim_entity_collision_box(const sim_prototypes *prototypes, const sim_entity *entity);
sim_box sim_entity_selection_box(const sim_prototypes *prototypes, const sim_entity *entity);

/* Moves an entity that the caller knows to stay on the map; keeps the grid of cells. */
void sim_entity_move(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, sim_position position);

/* Turns an entity; obstacles follow its box. SIM_BAD_ARGUMENT for a quarter turn of a splitter, whose two belts would lie
 * between tiles. */
enum sim_result sim_entity_turn(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle,
                                uint8_t direction);

/* Gives an entity to another force, 0..7; else SIM_BAD_ARGUMENT. */
enum sim_result sim_entity_set_force(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle,
                                     uint8_t force);

/* 1 when an entity of the prototype would touch nothing it collides with: tiles, other entities, the map's edge.
 * `ignored` is left out of account (index 0 for none). */
int sim_entity_can_place(const sim_arena *arena, const sim_prototypes *prototypes, uint16_t prototype,
                         uint8_t direction, sim_position position, sim_handle ignored);

/* Slots of the entities that one of the prototype would collide with there. Writes at most `capacity` slots, returns how
 * many there are. */
uint32_t sim_entity_colliding(const sim_arena *arena, const sim_prototypes *prototypes, uint16_t prototype,
                              uint8_t direction, sim_position position, uint32_t *slots, uint32_t capacity);

/* Slots of the entities whose collision box overlaps the area, in the order of their slots. An area without extent
 * finds the entities whose box holds the point; an entity without a box counts as its centre. Writes at most
 * `capacity` slots, returns how many there are; `slots` may be NULL when capacity is 0. */
uint32_t sim_entity_find(const sim_arena *arena, const sim_prototypes *prototypes, sim_box area,
                         const sim_entity_filter *filter, uint32_t *slots, uint32_t capacity);

/* The entity a player would select at the position: the one whose selection box holds it, nearest centre first;
 * index 0 for none. Characters are not selected. */
sim_handle sim_entity_selected_at(const sim_arena *arena, const sim_prototypes *prototypes, sim_position position);

int sim_entity_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_entity_hash(const sim_arena *arena, uint64_t hash);

#endif
