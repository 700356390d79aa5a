/* event.h - what happened in a tick that scripts may want to hear of. Written only for kinds that somebody listens to
 * (sim_arena.event_mask); the listener takes them out after the tick. Events are no part of the arena's state: they are
 * not hashed, and a full list drops what comes after it. */
#ifndef SIM_EVENT_H
#define SIM_EVENT_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"

enum sim_event_kind {
    SIM_EVENT_ENTITY_DIED = 0,        /* entity, other: what killed it; number: its prototype; value: force of that  */
    SIM_EVENT_ENTITY_DAMAGED = 1,     /* entity, other: who did it; number: damage type; amount: final damage        */
    SIM_EVENT_RESEARCH_FINISHED = 2,  /* number: technology                                                          */
    SIM_EVENT_RESEARCH_STARTED = 3,   /* number: technology                                                          */
    SIM_EVENT_ENTITY_SPAWNED = 4,     /* entity: the unit; other: its spawner                                        */
    SIM_EVENT_RESOURCE_DEPLETED = 5,  /* number: prototype; position                                                 */
    SIM_EVENT_HAND_CRAFTED = 6,       /* entity: the character; number: recipe; value: products                      */
    SIM_EVENT_HAND_CRAFT_CANCELLED = 7,
    SIM_EVENT_MINED_BY_CHARACTER = 8, /* entity: the character; number: prototype of what was mined; position        */
    SIM_EVENT_CHARACTER_DIED = 9,     /* entity; other: what killed it                                               */
    SIM_EVENT_GROUP_FINISHED = 10,    /* value: group; number: enum of the outcome                                   */
    SIM_EVENT_BUILT_BY_CHARACTER = 11, /* entity: what was built; other: the character                               */
    SIM_EVENT_ROCKET_LAUNCH_ORDERED = 12, /* entity: the silo                                                        */
    SIM_EVENT_ROCKET_LAUNCHED = 13,
    SIM_EVENT_GROUP_CREATED = 14,     /* value: group                                                                */
    SIM_EVENT_GROUP_GATHERED = 15     /* value: group, which begins with its command                                 */
};

typedef struct sim_event {
    uint32_t entity;          /* 1: a pool's record needs an owner                                                */
    uint32_t kind;            /* enum sim_event_kind                                                              */
    sim_handle subject;
    sim_handle other;
    uint32_t unit_number;     /* of the subject                                                                   */
    uint32_t number;
    uint32_t value;
    float amount;
    sim_position position;
    uint32_t prototype;       /* of the subject                                                                   */
    uint32_t force;           /* of the subject                                                                   */
    uint64_t tick;
} sim_event;

/* Notes an event when somebody listens to its kind; fills in tick, and unit number, position, prototype and force of a
 * subject that still stands. */
void sim_event_emit(sim_arena *arena, sim_event event);

/* Copies up to `capacity` events in the order in which they came, and forgets them. Returns how many there were. */
uint32_t sim_event_take(sim_arena *arena, sim_event *events, uint32_t capacity);

#endif
