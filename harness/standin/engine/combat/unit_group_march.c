/* How a group gathers, marches, arrives and ends: the second half of unit_group.h. */
#include "harness/standin/engine/combat/unit_group.h"

#include <math.h>

#include "harness/standin/engine/entities/event.h"
#include "harness/standin/engine/combat/path.h"
#include "harness/standin/engine/world/settings.h"

#define FINE 256
#define THINK_TICKS 30 /* between two looks at its members; ours */
#define NEAR (4 * SIM_FIXED_ONE) /* a member that is no farther from its place has come */

static sim_unit *unit_at(const sim_arena *arena, uint32_t record)
{
    return SIM_RECORD(arena, SIM_POOL_UNIT, sim_unit, record);
}

static const sim_entity_prototype *entity_prototype(const sim_arena *arena, const sim_prototypes *prototypes,
                                                    const sim_unit *unit)
{
    return &prototypes->entities[sim_entity_slot(arena, unit->entity)->prototype];
}

/* The way ----------------------------------------------------------------------------------------------------- */

static sim_position destination_of(const sim_arena *arena, const sim_unit_group *group)
{
    const sim_entity *target = sim_entity_get(arena, group->command.target);
    switch (group->command.kind) {
    case SIM_COMMAND_ATTACK: return target ? target->position : group->position;
    case SIM_COMMAND_FLEE: return group->position;
    default: return group->command.destination;
    }
}

static int32_t radius_of(const sim_unit_group *group)
{
    int32_t least = 5 * SIM_FIXED_ONE; /* an attacked building stands in the middle of the goal */
    return group->command.radius > least ? group->command.radius : least;
}

/* Tiles a tick of the slowest member. */
static double pace_of(const sim_arena *arena, const sim_prototypes *prototypes, const sim_unit_group *group)
{
    double slowest = 0.0;
    for (uint32_t i = group->first_member; i; i = unit_at(arena, i)->next_member) {
        const sim_entity_prototype *prototype = entity_prototype(arena, prototypes, unit_at(arena, i));
        double speed = prototypes->units[prototype->unit].movement_speed;
        if (slowest == 0.0 || speed < slowest) slowest = speed;
    }
    return slowest;
}

static void head_for(const sim_arena *arena, const sim_prototypes *prototypes, sim_unit_group *group,
                     sim_position place)
{
    int64_t x = ((int64_t)place.x - group->position.x) * FINE, y = ((int64_t)place.y - group->position.y) * FINE;
    double pace = pace_of(arena, prototypes, group) * SIM_FIXED_ONE * FINE;
    double steps = ceil(sqrt((double)(x * x + y * y)) / (pace > 0.0 ? pace : 1.0));
    group->steps = steps < 1.0 ? 1 : (uint32_t)steps;
    group->step_x = (int32_t)(x / group->steps);
    group->step_y = (int32_t)(y / group->steps);
    group->waypoint = place;
}

/* Looks for the way of the whole group; 0 when it has to wait for work of the path finder. */
static int plan(sim_arena *arena, const sim_prototypes *prototypes, sim_unit_group *group, uint32_t *path_steps)
{
    const sim_entity_prototype *member = entity_prototype(arena, prototypes, unit_at(arena, group->first_member));
    sim_position goal = destination_of(arena, group);
    group->path_index = 0;
    group->steps = 0;
    if (sim_path_is_straight(arena, member->collision_box, group->position, goal)) {
        head_for(arena, prototypes, group, goal);
        return 1;
    }
    sim_path_query query = {.start = group->position, .goal = goal, .box = member->collision_box,
                            .layers = member->collision_layers, .radius = radius_of(group), .force = group->force};
    enum sim_path_outcome outcome = sim_path_find(arena, prototypes, &query, path_steps, &group->path);
    if (outcome == SIM_PATH_LATER) return 0;
    if (group->path == 0) head_for(arena, prototypes, group, goal);
    return 1;
}

static void next_place(sim_arena *arena, const sim_prototypes *prototypes, sim_unit_group *group)
{
    sim_path_piece *piece = SIM_RECORD(arena, SIM_POOL_PATH, sim_path_piece, group->path);
    sim_position place = piece->places[group->path_index];
    if (++group->path_index == piece->count) {
        uint32_t next = piece->next;
        piece->next = 0;
        sim_path_free(arena, group->path);
        group->path = next;
        group->path_index = 0;
    }
    head_for(arena, prototypes, group, place);
}

int sim_unit_group_is_at_rest(const sim_arena *arena, uint32_t record)
{
    const sim_unit_group *group = sim_unit_group_at(arena, record);
    const sim_command *command = &group->command;
    if (group->state == SIM_GROUP_FINISHED) return 1;
    if (group->state != SIM_GROUP_GATHERING) return 0;
    if (command->kind == SIM_COMMAND_NONE || sim_command_is_waiting(command, group->since_tick, arena->tick)) return 1;
    uint64_t ends = group->since_tick + command->wait_ticks + command->ticks;
    return command->kind == SIM_COMMAND_STOP && (command->ticks == 0 || arena->tick < ends);
}

/* States ------------------------------------------------------------------------------------------------------ */

/* What a look at all members tells. */
typedef struct muster {
    uint32_t near, done, distracted;
} muster;

static muster look(const sim_arena *arena, const sim_unit_group *group)
{
    muster m = {0};
    for (uint32_t i = group->first_member; i; i = unit_at(arena, i)->next_member) {
        const sim_unit *unit = unit_at(arena, i);
        sim_position place = {group->position.x + unit->offset.x, group->position.y + unit->offset.y};
        sim_position stands = sim_entity_slot(arena, unit->entity)->position;
        m.near += sim_distance_squared(place, stands) <= (int64_t)NEAR * NEAR;
        m.done += unit->is_done;
        m.distracted += unit->is_distracted == 1;
    }
    return m;
}

static void end(sim_arena *arena, uint32_t record, enum sim_behavior_result result)
{
    sim_unit_group *group = sim_unit_group_at(arena, record);
    sim_event event = {.kind = SIM_EVENT_GROUP_FINISHED, .value = record, .number = result,
                       .position = group->position};
    sim_event_emit(arena, event);
    if (!group->is_script_driven) {
        sim_unit_group_destroy(arena, record);
        return;
    }
    const sim_command none = {0};
    group->command = none;
    sim_unit_group_enter(arena, record, SIM_GROUP_FINISHED);
    sim_pool_sleep(arena, SIM_POOL_GROUP, record);
}

static void gather(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    sim_unit_group *group = sim_unit_group_at(arena, record);
    if (sim_unit_group_is_at_rest(arena, record)) {
        sim_pool_sleep(arena, SIM_POOL_GROUP, record);
        return;
    }
    if (group->command.kind == SIM_COMMAND_STOP) {
        end(arena, record, SIM_BEHAVIOR_SUCCESS);
        return;
    }
    uint32_t late = sim_settings_get(arena, prototypes)->unit_group.max_wait_time_for_late_members;
    uint64_t begins = group->since_tick + group->command.wait_ticks;
    if (look(arena, group).near < group->member_count && arena->tick < begins + late) return;
    sim_event_emit(arena, (sim_event){.kind = SIM_EVENT_GROUP_GATHERED, .value = record, .position = group->position});
    sim_unit_group_enter(arena, record, SIM_GROUP_PATHFINDING);
}

/* 1 when the place of the group has come to where the command sends it. */
static int has_arrived(const sim_arena *arena, const sim_unit_group *group)
{
    int64_t radius = radius_of(group);
    return sim_distance_squared(group->position, destination_of(arena, group)) <= radius * radius;
}

static void arrive(sim_arena *arena, uint32_t record)
{
    sim_unit_group_enter(arena, record, SIM_GROUP_ATTACKING_TARGET);
}

/* Moves on unless too many members are behind. */
static void march(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    sim_unit_group *group = sim_unit_group_at(arena, record);
    if (group->steps == 0) {
        if (has_arrived(arena, group)) {
            arrive(arena, record);
            return;
        }
        if (group->path == 0) {
            sim_unit_group_enter(arena, record, SIM_GROUP_PATHFINDING);
            return;
        }
        next_place(arena, prototypes, group);
    }
    int64_t x = (int64_t)group->position.x * FINE + group->fraction_x + group->step_x;
    int64_t y = (int64_t)group->position.y * FINE + group->fraction_y + group->step_y;
    group->steps--;
    group->position = (sim_position){(int32_t)(x >> 8), (int32_t)(y >> 8)};
    group->fraction_x = (uint16_t)(x & (FINE - 1));
    group->fraction_y = (uint16_t)(y & (FINE - 1));
}

/* Half of the members within sight of their places is enough to go on. */
static int may_march(const sim_arena *arena, const sim_unit_group *group)
{
    muster m = look(arena, group);
    return m.distracted == 0 && m.near * 2 >= group->member_count;
}

static void group_tick(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record, uint32_t *path_steps)
{
    sim_unit_group *group = sim_unit_group_at(arena, record);
    if (group->member_count == 0) {
        if (group->command.kind != SIM_COMMAND_NONE) end(arena, record, SIM_BEHAVIOR_FAIL);
        else if (!group->is_script_driven && arena->tick > group->since_tick) sim_unit_group_destroy(arena, record);
        else if (group->is_script_driven) sim_pool_sleep(arena, SIM_POOL_GROUP, record);
        return;
    }
    int is_time = (arena->tick + record) % THINK_TICKS == 0;
    switch (group->state) {
    case SIM_GROUP_GATHERING:
        is_time |= arena->tick == sim_command_due_tick(&group->command, group->since_tick, arena->tick);
        if (is_time) gather(arena, prototypes, record);
        break;
    case SIM_GROUP_PATHFINDING:
        if (has_arrived(arena, group)) arrive(arena, record);
        else if (plan(arena, prototypes, group, path_steps)) group->state = SIM_GROUP_MOVING;
        break;
    case SIM_GROUP_MOVING:
        if (is_time) group->waiting = (uint8_t)!may_march(arena, group);
        if (!group->waiting) march(arena, prototypes, record);
        break;
    case SIM_GROUP_ATTACKING_TARGET:
        if (is_time && look(arena, group).done == group->member_count) end(arena, record, SIM_BEHAVIOR_SUCCESS);
        break;
    default: sim_pool_sleep(arena, SIM_POOL_GROUP, record); break;
    }
}

void sim_unit_group_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    uint32_t path_steps = sim_settings_get(arena, prototypes)->path_finder.max_steps_worked_per_tick;
    for (uint32_t i = 0; (i = sim_pool_next_awake(arena, SIM_POOL_GROUP, i)) != 0;)
        group_tick(arena, prototypes, i, &path_steps);
}

enum sim_group_state sim_unit_group_state(const sim_arena *arena, uint32_t group)
{
    const sim_unit_group *found = sim_unit_group_get(arena, group);
    if (found == NULL) return SIM_GROUP_FINISHED;
    if (found->state == SIM_GROUP_MOVING && look(arena, found).distracted) return SIM_GROUP_ATTACKING_DISTRACTION;
    return (enum sim_group_state)found->state;
}
