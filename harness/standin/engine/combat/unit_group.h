/* unit_group.h - groups of units: gathering, marching, attacking.
 *
 * A group gathers its members around its place, then its place moves along one path at the pace of its slowest member
 * and the members keep near it, each at its own offset, faster when they are behind and slower when they are ahead.
 * When it has arrived the members do what the command says. A member that sees an enemy fights it first, and the group
 * waits. Radii, times and factors are those of map_settings.unit_group. */
#ifndef SIM_UNIT_GROUP_H
#define SIM_UNIT_GROUP_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/core/pool.h"
#include "harness/standin/engine/combat/unit.h"

/* defines.group_state by name. */
enum sim_group_state {
    SIM_GROUP_GATHERING = 0,
    SIM_GROUP_MOVING = 1,
    SIM_GROUP_ATTACKING_DISTRACTION = 2, /* moving, while members fight; see sim_unit_group_state */
    SIM_GROUP_ATTACKING_TARGET = 3,
    SIM_GROUP_FINISHED = 4,
    SIM_GROUP_PATHFINDING = 5,
    SIM_GROUP_WANDER_IN_GROUP = 6
};

typedef struct sim_unit_group {
    uint32_t entity;          /* its own number: groups belong to no entity; 0: the record is free                */
    uint32_t first_member;    /* record in SIM_POOL_UNIT; next free record                                        */
    uint32_t member_count;
    uint32_t path;            /* first piece that lies ahead, 0 for none                                          */
    sim_position position;
    sim_position waypoint;
    int32_t step_x, step_y;   /* of its position, 1/65536 tile                                                    */
    uint16_t fraction_x, fraction_y;
    uint32_t steps;           /* to the waypoint                                                                  */
    uint8_t state;            /* enum sim_group_state                                                             */
    uint8_t force;
    uint8_t is_script_driven;
    uint8_t path_index;
    uint8_t waiting;          /* 1: for members that are behind or fight                                          */
    uint8_t reserved[3];
    sim_command command;
    uint32_t number;          /* unique_id for scripts                                                            */
    uint64_t since_tick;      /* in its state                                                                     */
} sim_unit_group;

/* A new group without members that waits at `position`; its record goes to `group`. SIM_ARENA_FULL, SIM_OUT_OF_MAP,
 * SIM_BAD_ARGUMENT for an unknown force. A script-driven group stays when it has done its command, another disbands. */
enum sim_result sim_unit_group_create(sim_arena *arena, uint32_t force, sim_position position, int is_script_driven,
                                      uint32_t *group);

/* The record, NULL when there is none. */
sim_unit_group *sim_unit_group_get(const sim_arena *arena, uint32_t group);

/* What scripts see: its state, or ATTACKING_DISTRACTION; FINISHED for a group that is gone. */
enum sim_group_state sim_unit_group_state(const sim_arena *arena, uint32_t group);

/* Makes a unit of the same force a member; it leaves the group that it was in. SIM_NOT_FOUND, SIM_BAD_ARGUMENT for
 * another force, SIM_ARENA_FULL for more than map_settings.unit_group.max_unit_group_size. */
enum sim_result sim_unit_group_add(sim_arena *arena, const sim_prototypes *prototypes, uint32_t group,
                                   sim_handle unit);

/* The unit with that record leaves its group, if it is in one. */
void sim_unit_group_remove(sim_arena *arena, uint32_t unit);

/* 1 while the group stays where it is: it has no command, its command waits or stops, or it has finished. */
int sim_unit_group_is_at_rest(const sim_arena *arena, uint32_t group);

/* The `index`th member, the last that came first; index 0 past the end. */
sim_handle sim_unit_group_member(const sim_arena *arena, uint32_t group, uint32_t index);

/* What the group does as soon as it has gathered. SIM_NOT_FOUND, SIM_BAD_ARGUMENT as sim_unit_set_command. */
enum sim_result sim_unit_group_set_command(sim_arena *arena, const sim_prototypes *prototypes, uint32_t group,
                                           const sim_command *command);

/* Begins to move without waiting for late members. SIM_NOT_FOUND. */
enum sim_result sim_unit_group_start_moving(sim_arena *arena, const sim_prototypes *prototypes, uint32_t group);

/* The group is the game's from now on: it disbands when it has done its command. */
void sim_unit_group_set_autonomous(sim_arena *arena, uint32_t group);

/* Dissolves the group; its members stay where they are. */
void sim_unit_group_destroy(sim_arena *arena, uint32_t group);

/* The group enters a state: its members think anew. For unit_group*.c. */
void sim_unit_group_enter(sim_arena *arena, uint32_t record, enum sim_group_state state);

/* One tick of all records awake. */
void sim_unit_group_tick(sim_arena *arena, const sim_prototypes *prototypes);

int sim_unit_group_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_unit_group_hash(const sim_arena *arena, uint64_t hash);

/* The record with that number. */
static inline sim_unit_group *sim_unit_group_at(const sim_arena *arena, uint32_t record)
{
    return SIM_RECORD(arena, SIM_POOL_GROUP, sim_unit_group, record);
}

#endif
