/* command_alarm.h - commands of units and groups that begin, or end, at a time: who waits for it sleeps until then.
 *
 * One alarm for the whole arena, set to the earliest of these times; when it rings, everybody whose time has come wakes
 * and the alarm is set to the next. */
#ifndef SIM_COMMAND_ALARM_H
#define SIM_COMMAND_ALARM_H

#include <stdint.h>

#include "harness/standin/engine/core/arena_header.h"
#include "harness/standin/engine/core/sanity.h"

/* The alarm rings at `due_tick` at the latest; 0 is no time. */
void sim_command_alarm_set(sim_arena *arena, uint64_t due_tick);

/* Wakes everybody whose time has come and sets the alarm anew. */
void sim_command_alarm_ring(sim_arena *arena);

/* Before a tick: rings when it is time. Returns how many of the `ticks` may pass before the next ring. */
static inline uint32_t sim_command_alarm_pass(sim_arena *arena, uint32_t ticks)
{
    if (arena->command_alarm_tick == 0) return ticks;
    if (arena->command_alarm_tick <= arena->tick) sim_command_alarm_ring(arena);
    uint64_t left = arena->command_alarm_tick - arena->tick;
    return arena->command_alarm_tick && left < ticks ? (uint32_t)left : ticks;
}

/* Nobody sleeps past the time of its command. */
int sim_command_alarm_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);

#endif
