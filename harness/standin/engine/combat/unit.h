/* unit.h - biters and spitters: what they are told, and what they do about it.
 *
 * A unit has one command, of its own or of its group, and perhaps a distraction: an enemy that it fights first. It
 * walks at its prototype's speed along a straight line where that is free, else along a path (path.h), and bites or
 * spits at its target when that is in range. What stands in its way and can be broken is attacked.
 *
 *   unit.c         thinking, sleeping                   unit_move.c    one step: obstacles, other units
 *   unit_follow.c  commands                             unit_attack.c  targets, cooldown, the hit
 *
 * A unit without anything to do sleeps. A hit, a command and enemies that come near (target.h) wake it. */
#ifndef SIM_UNIT_H
#define SIM_UNIT_H

#include <stdint.h>

#include "harness/standin/engine/combat/damage.h"
#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/core/pool.h"

/* What a unit or a group is told to do; defines.command by name. */
enum sim_command_kind {
    SIM_COMMAND_NONE = 0,
    SIM_COMMAND_STOP = 1,           /* ticks (0: for ever)                                                        */
    SIM_COMMAND_GO_TO_LOCATION = 2, /* destination, radius                                                        */
    SIM_COMMAND_ATTACK = 3,         /* target                                                                     */
    SIM_COMMAND_ATTACK_AREA = 4,    /* destination, radius: go there and attack what belongs to enemies           */
    SIM_COMMAND_WANDER = 5,         /* destination, radius, ticks (0: for ever)                                   */
    SIM_COMMAND_FLEE = 6,           /* target: away from it                                                       */
    SIM_COMMAND_BUILD_BASE = 7,     /* destination: go there; what is built is the ecology's (unit_group.h)       */
    SIM_COMMAND_GROUP = 8           /* do what the group does                                                     */
};

/* defines.distraction by name. */
enum sim_distraction {
    SIM_DISTRACTION_NONE = 0,
    SIM_DISTRACTION_BY_ENEMY = 1,    /* enemies that are military targets, and who hurts it                       */
    SIM_DISTRACTION_BY_ANYTHING = 2, /* everything that belongs to an enemy                                       */
    SIM_DISTRACTION_BY_DAMAGE = 3    /* only who hurts it                                                         */
};

typedef struct sim_command {
    uint8_t kind;         /* enum sim_command_kind                                                                */
    uint8_t distraction;  /* enum sim_distraction                                                                 */
    uint16_t reserved;
    int32_t radius;       /* 1/256 tile                                                                           */
    sim_position destination;
    sim_handle target;
    uint32_t ticks;
    uint32_t wait_ticks;  /* it stops for so long before it begins: a compound command of stop and another        */
} sim_command;

/* How a command ended; defines.behavior_result by name. */
enum sim_behavior_result {
    SIM_BEHAVIOR_IN_PROGRESS = 0,
    SIM_BEHAVIOR_FAIL = 1,
    SIM_BEHAVIOR_SUCCESS = 2,
    SIM_BEHAVIOR_DELETED = 3
};

enum sim_unit_state {
    SIM_UNIT_IDLE = 0,      /* stands                                                                             */
    SIM_UNIT_WALKING = 1,   /* to its waypoint                                                                    */
    SIM_UNIT_WAITING = 2,   /* for a path                                                                         */
    SIM_UNIT_ATTACKING = 3, /* stands and hits its target                                                         */
    SIM_UNIT_SETTLED = 4    /* has come to where it shall build a base                                            */
};

typedef struct sim_unit {
    /* what a step reads */
    uint32_t entity;          /* entity slot; 0: the record is free                                               */
    uint32_t next_member;     /* of its group; next free record                                                   */
    uint32_t steps;           /* still to go on the straight line to the waypoint                                 */
    uint32_t path;            /* first piece of its path that lies ahead, 0 for none                              */
    int32_t step_x, step_y;   /* 1/65536 tile                                                                     */
    uint8_t fraction_x;       /* of its position, 1/65536 tile                                                    */
    uint8_t fraction_y;
    uint8_t state;            /* enum sim_unit_state                                                              */
    uint8_t path_index;       /* in the piece                                                                     */
    uint8_t is_distracted;    /* the target is not its command's: 1 an enemy, SIM_UNIT_OBSTACLE what is in the way */
    uint8_t is_eager;         /* thinks in the next tick, whatever its turn                                       */
    uint8_t is_hurt;          /* heals                                                                            */
    uint8_t is_blocked;       /* could not take its last step                                                     */
    uint64_t attack_tick;     /* can hit again from this tick on                                                  */
    sim_handle target;        /* whom it fights                                                                   */
    uint32_t group;           /* record in SIM_POOL_GROUP, 0 for none                                             */
    uint32_t attack_distance; /* from which it attacks its target, 1/256 tile                                     */
    /* what thinking reads */
    sim_position waypoint;    /* end of the straight line                                                         */
    sim_position goal;        /* end of the path                                                                  */
    sim_position home;        /* where it stays when it has nothing to do                                         */
    sim_position offset;      /* its place in the group                                                           */
    sim_command command;
    sim_handle spawner;       /* that made it; index 0 for none                                                   */
    uint16_t failures;        /* ways in a row that there were not                                                */
    uint8_t is_done;          /* has done what its group was told                                                 */
    uint8_t is_coarse;        /* its line is one of a coarse path: what lies on it was not looked at              */
    uint64_t command_tick;    /* when its command began                                                           */
    uint64_t pursue_until;    /* a distraction out of sight is given up then                                      */
    uint64_t stunned_until;   /* takes no step before this tick                                                   */
    uint64_t sticker_end_tick; /* until which the sticker slows it (sticker.h)                                    */
    uint16_t sticker;         /* entity prototype, 0 for none                                                     */
    uint16_t reserved[3];
} sim_unit;

#define SIM_UNIT_OBSTACLE 2

/* Makes the record of an entity that was just built; its number goes to sim_entity.record. SIM_ARENA_FULL. */
enum sim_result sim_unit_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Removes the record of an entity that is about to go. */
void sim_unit_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* The unit stands in another place now. */
void sim_unit_turned(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* The record of a unit, NULL for anything else. */
sim_unit *sim_unit_get(const sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle);

/* The unit takes no step for so many ticks; it hits whom it reaches. SIM_NOT_FOUND for anything but a unit. */
enum sim_result sim_unit_stun(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle, uint32_t ticks);

/* Gives the unit a command of its own: it leaves its group. SIM_NOT_FOUND for a unit or a target that is gone,
 * SIM_BAD_ARGUMENT for an unknown kind or distraction or a destination outside the map. */
enum sim_result sim_unit_set_command(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle,
                                     const sim_command *command);

/* A command of that kind with the game's defaults: distraction by enemy, radius 3 tiles of a way, 10 of an area. */
sim_command sim_command_of(enum sim_command_kind kind);

/* 1 while a command that was given at `since` lets its wait_ticks pass. */
int sim_command_is_waiting(const sim_command *command, uint64_t since, uint64_t tick);

/* The next tick from `tick` on at which the command of its own accord wants something else done: it begins, or its stop
 * is over; 0 for none. */
uint64_t sim_command_due_tick(const sim_command *command, uint64_t since, uint64_t tick);

/* What sim_unit_set_command says to a command. */
enum sim_result sim_command_check(const sim_arena *arena, const sim_command *command);
uint64_t sim_command_hash(const sim_command *command, uint64_t hash);

/* Names the spawner that the unit belongs to; index 0 releases it. */
void sim_unit_set_spawner(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle, sim_handle spawner);

/* The unit was hit: it may turn on who did it. */
void sim_unit_was_hit(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, sim_damage_source source);

/* Calls the units of a force within `radius` (1/256 tile) of the place that have no target: they turn on who did it. */
void sim_unit_call(sim_arena *arena, const sim_prototypes *prototypes, sim_position place, int32_t radius,
                   uint32_t force, sim_damage_source source);

/* Squared distance at which an enemy wakes a sleeping unit, (1/256 tile) squared. */
int64_t sim_unit_notice_squared(const sim_prototypes *prototypes, const sim_entity *entity);

/* One tick of all records awake. */
void sim_unit_tick(sim_arena *arena, const sim_prototypes *prototypes);

int sim_unit_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_unit_hash(const sim_arena *arena, uint64_t hash);

#endif
