#include "harness/standin/engine/combat/unit_group.h"

#include "harness/standin/engine/combat/command_alarm.h"
#include "harness/standin/engine/entities/event.h"
#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/world/map.h"
#include "harness/standin/engine/combat/path.h"
#include "harness/standin/engine/world/settings.h"

#define ROW 6          /* members side by side */
#define APART 384      /* between two members, 1/256 tile: one and a half tiles */

static sim_unit *unit_at(const sim_arena *arena, uint32_t record)
{
    return SIM_RECORD(arena, SIM_POOL_UNIT, sim_unit, record);
}

sim_unit_group *sim_unit_group_get(const sim_arena *arena, uint32_t group)
{
    return sim_pool_is_live(arena, SIM_POOL_GROUP, group) ? sim_unit_group_at(arena, group) : NULL;
}

/* Members ----------------------------------------------------------------------------------------------------- */

enum sim_result sim_unit_group_create(sim_arena *arena, uint32_t force, sim_position position, int is_script_driven,
                                      uint32_t *group)
{
    if (force > UINT8_MAX || force == SIM_FORCE_NEUTRAL) return SIM_BAD_ARGUMENT;
    if (!sim_map_contains(arena, sim_fixed_tile(position.x), sim_fixed_tile(position.y))) return SIM_OUT_OF_MAP;
    uint32_t record = sim_pool_take(arena, SIM_POOL_GROUP, 1);
    if (record == 0) return SIM_ARENA_FULL;
    sim_unit_group *made = sim_unit_group_at(arena, record);
    made->entity = record;
    made->force = (uint8_t)force;
    made->position = made->waypoint = position;
    made->is_script_driven = is_script_driven != 0;
    made->number = record;
    made->since_tick = arena->tick;
    sim_pool_wake(arena, SIM_POOL_GROUP, record);
    sim_event_emit(arena, (sim_event){.kind = SIM_EVENT_GROUP_CREATED, .value = record, .position = position});
    *group = record;
    return SIM_OK;
}

/* The place of the `index`th that came: rows behind one another, the middle first. */
static sim_position offset_of(uint32_t index)
{
    static const int8_t across[ROW] = {0, 1, -1, 2, -2, 3};
    int32_t row = (int32_t)(index / ROW);
    int32_t along = row % 2 ? (row + 1) / 2 : -row / 2;
    sim_position offset = {across[index % ROW] * APART, along * APART};
    return offset;
}

enum sim_result sim_unit_group_add(sim_arena *arena, const sim_prototypes *prototypes, uint32_t group,
                                   sim_handle handle)
{
    sim_unit_group *found = sim_unit_group_get(arena, group);
    sim_unit *unit = sim_unit_get(arena, prototypes, handle);
    if (found == NULL || unit == NULL) return SIM_NOT_FOUND;
    if (sim_entity_get(arena, handle)->force != found->force) return SIM_BAD_ARGUMENT;
    if (unit->group == group) return SIM_OK;
    uint32_t most = sim_settings_get(arena, prototypes)->unit_group.max_unit_group_size;
    if (found->member_count >= most) return SIM_ARENA_FULL;
    uint32_t record = sim_entity_get(arena, handle)->record;
    sim_unit_group_remove(arena, record);
    unit->group = group;
    unit->next_member = found->first_member;
    unit->offset = offset_of(found->member_count);
    unit->is_done = 0;
    unit->is_eager = 1;
    found->first_member = record;
    found->member_count++;
    sim_pool_wake(arena, SIM_POOL_UNIT, record);
    sim_pool_wake(arena, SIM_POOL_GROUP, group);
    return SIM_OK;
}

void sim_unit_group_remove(sim_arena *arena, uint32_t record)
{
    sim_unit *unit = unit_at(arena, record);
    if (unit->group == 0) return;
    sim_unit_group *group = sim_unit_group_at(arena, unit->group);
    uint32_t *link = &group->first_member;
    while (*link != record) link = &unit_at(arena, *link)->next_member;
    *link = unit->next_member;
    group->member_count--;
    sim_pool_wake(arena, SIM_POOL_GROUP, unit->group); /* it may have nobody left */
    const sim_command none = {0};
    unit->next_member = 0;
    unit->group = 0;
    unit->is_done = 0;
    unit->command = none;
    unit->home = sim_entity_slot(arena, unit->entity)->position;
    unit->is_eager = 1;
    sim_pool_wake(arena, SIM_POOL_UNIT, record);
}

sim_handle sim_unit_group_member(const sim_arena *arena, uint32_t group, uint32_t index)
{
    const sim_unit_group *found = sim_unit_group_get(arena, group);
    uint32_t record = found ? found->first_member : 0;
    while (record && index-- > 0) record = unit_at(arena, record)->next_member;
    return sim_entity_handle(arena, record ? unit_at(arena, record)->entity : 0);
}

void sim_unit_group_destroy(sim_arena *arena, uint32_t group)
{
    sim_unit_group *found = sim_unit_group_get(arena, group);
    if (found == NULL) return;
    while (found->first_member) sim_unit_group_remove(arena, found->first_member);
    sim_path_free(arena, found->path);
    sim_pool_give_back(arena, SIM_POOL_GROUP, group);
}

/* Commands ---------------------------------------------------------------------------------------------------- */

void sim_unit_group_enter(sim_arena *arena, uint32_t record, enum sim_group_state state)
{
    sim_unit_group *group = sim_unit_group_at(arena, record);
    group->state = (uint8_t)state;
    group->since_tick = arena->tick;
    group->step_x = group->step_y = 0;
    for (uint32_t i = group->first_member; i; i = unit_at(arena, i)->next_member) {
        unit_at(arena, i)->is_done = 0;
        unit_at(arena, i)->is_eager = 1;
        sim_pool_wake(arena, SIM_POOL_UNIT, i);
    }
    sim_pool_wake(arena, SIM_POOL_GROUP, record);
}

enum sim_result sim_unit_group_set_command(sim_arena *arena, const sim_prototypes *prototypes, uint32_t group,
                                           const sim_command *command)
{
    (void)prototypes;
    sim_unit_group *found = sim_unit_group_get(arena, group);
    if (found == NULL) return SIM_NOT_FOUND;
    enum sim_result result = sim_command_check(arena, command);
    if (result != SIM_OK) return result;
    found->command = *command;
    sim_path_free(arena, found->path);
    found->path = 0;
    sim_unit_group_enter(arena, group, SIM_GROUP_GATHERING);
    sim_command_alarm_set(arena, sim_command_due_tick(command, arena->tick, arena->tick));
    return SIM_OK;
}

enum sim_result sim_unit_group_start_moving(sim_arena *arena, const sim_prototypes *prototypes, uint32_t group)
{
    (void)prototypes;
    sim_unit_group *found = sim_unit_group_get(arena, group);
    if (found == NULL) return SIM_NOT_FOUND;
    if (found->state == SIM_GROUP_GATHERING && found->command.kind > SIM_COMMAND_STOP)
        sim_unit_group_enter(arena, group, SIM_GROUP_PATHFINDING);
    return SIM_OK;
}

void sim_unit_group_set_autonomous(sim_arena *arena, uint32_t group)
{
    sim_unit_group *found = sim_unit_group_get(arena, group);
    if (found) found->is_script_driven = 0;
}

/* Sanity and hash --------------------------------------------------------------------------------------------- */

int sim_unit_group_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    (void)prototypes;
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_GROUP].used; i++) {
        const sim_unit_group *group = sim_unit_group_at(arena, i);
        if (group->entity == 0) continue;
        uint32_t members = 0;
        SIM_EXPECT(fault, "group", i, group->position, group->state <= SIM_GROUP_WANDER_IN_GROUP);
        for (uint32_t m = group->first_member; m; m = unit_at(arena, m)->next_member) {
            SIM_EXPECT(fault, "group", i, group->position, sim_pool_is_live(arena, SIM_POOL_UNIT, m));
            SIM_EXPECT(fault, "group", i, group->position, unit_at(arena, m)->group == i);
            SIM_EXPECT(fault, "group", i, group->position, ++members <= group->member_count);
        }
        SIM_EXPECT(fault, "group", i, group->position, members == group->member_count);
    }
    return 1;
}

static uint64_t hash_position(uint64_t hash, sim_position position)
{
    return sim_hash_word(hash, (uint64_t)(uint32_t)position.x << 32 | (uint32_t)position.y);
}

uint64_t sim_unit_group_hash(const sim_arena *arena, uint64_t hash)
{
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_GROUP].used; i++) {
        const sim_unit_group *group = sim_unit_group_at(arena, i);
        if (group->entity == 0) continue;
        hash = sim_hash_word(hash, (uint64_t)group->first_member << 32 | group->member_count);
        hash = sim_hash_word(hash, (uint64_t)group->path << 32 | group->steps);
        hash = hash_position(hash_position(hash, group->position), group->waypoint);
        hash = sim_hash_word(hash, (uint64_t)(uint32_t)group->step_x << 32 | (uint32_t)group->step_y);
        hash = sim_hash_word(hash, (uint64_t)group->fraction_x << 16 | group->fraction_y);
        hash = sim_hash_word(hash, (uint64_t)group->state << 32 | (uint32_t)group->force << 24 |
                                       (uint32_t)group->is_script_driven << 16 |
                                       (uint32_t)group->path_index << 8 | group->waiting);
        hash = sim_command_hash(&group->command, hash);
        hash = sim_hash_word(hash, group->since_tick);
    }
    return hash;
}
