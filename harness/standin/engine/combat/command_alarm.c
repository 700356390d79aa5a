#include "harness/standin/engine/combat/command_alarm.h"

#include "harness/standin/engine/core/pool.h"
#include "harness/standin/engine/combat/unit.h"
#include "harness/standin/engine/combat/unit_group.h"

void sim_command_alarm_set(sim_arena *arena, uint64_t due_tick)
{
    if (due_tick && (arena->command_alarm_tick == 0 || due_tick < arena->command_alarm_tick))
        arena->command_alarm_tick = due_tick;
}

/* When, from `tick` on, the command of a record wants something else done, 0 for never. */
static uint64_t due_of(const sim_arena *arena, enum sim_pool_id pool, uint32_t record, uint64_t tick)
{
    if (pool == SIM_POOL_UNIT) {
        const sim_unit *unit = SIM_RECORD(arena, pool, sim_unit, record);
        return unit->entity ? sim_command_due_tick(&unit->command, unit->command_tick, tick) : 0;
    }
    const sim_unit_group *group = SIM_RECORD(arena, pool, sim_unit_group, record);
    if (group->entity == 0 || group->state != SIM_GROUP_GATHERING) return 0;
    return sim_command_due_tick(&group->command, group->since_tick, tick);
}

static void wake(sim_arena *arena, enum sim_pool_id pool)
{
    for (uint32_t i = 1; i < arena->pools[pool].used; i++) {
        if (due_of(arena, pool, i, arena->tick) == arena->tick) {
            if (pool == SIM_POOL_UNIT) SIM_RECORD(arena, pool, sim_unit, i)->is_eager = 1;
            sim_pool_wake(arena, pool, i);
        }
        sim_command_alarm_set(arena, due_of(arena, pool, i, arena->tick + 1));
    }
}

void sim_command_alarm_ring(sim_arena *arena)
{
    arena->command_alarm_tick = 0;
    wake(arena, SIM_POOL_UNIT);
    wake(arena, SIM_POOL_GROUP);
}

static int is_set_for(const sim_arena *arena, enum sim_pool_id pool, uint32_t record)
{
    uint64_t due = due_of(arena, pool, record, arena->tick);
    return due == 0 || (arena->command_alarm_tick && arena->command_alarm_tick <= due);
}

int sim_command_alarm_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    (void)prototypes;
    const sim_position none = {0, 0};
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_UNIT].used; i++)
        SIM_EXPECT(fault, "command of unit", i, none, is_set_for(arena, SIM_POOL_UNIT, i));
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_GROUP].used; i++)
        SIM_EXPECT(fault, "command of group", i, none, is_set_for(arena, SIM_POOL_GROUP, i));
    return 1;
}
