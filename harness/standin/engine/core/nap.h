/* nap.h - records that have nothing to decide for a while: within one call of sim_run they are left alone, and what
 * they did meanwhile is worked out when somebody needs it.
 *
 * A machine in the middle of a craft and an inserter in the middle of a swing do the same in every tick and look at
 * nothing but themselves. Such a record naps: its ticks are made up for, with the very operations that the ticks would
 * have done and so to the last bit, when its turn comes again, at the latest at the end of the part of the run. Outside
 * sim_run nobody naps: what scripts, frames, hashes and snapshots see is what they would see without naps.
 *
 * Ticks of a part are counted from 1. A record's byte is the tick in which it has its turn again, 0 when it does not
 * nap. Machines that nap are asleep in their pool's bitmap and may be woken at any time; inserters stay in their queue,
 * and their bytes belong to their agenda (inserter_agenda.h). */
#ifndef SIM_NAP_H
#define SIM_NAP_H

#include <stdint.h>

#include "harness/standin/engine/core/pool.h"

enum sim_nap_which { SIM_NAP_MACHINES = 0, SIM_NAP_INSERTERS = 1, SIM_NAP_POOLS = 2 };

#define SIM_NAP_PART_TICKS 240 /* of a part at most: ticks fit into a byte */
#define SIM_NAP_LEAST_TICKS 4  /* a shorter nap costs more than it saves   */

static const uint8_t SIM_NAP_POOL_IDS[SIM_NAP_POOLS] = {SIM_POOL_MACHINE, SIM_POOL_INSERTER};

static inline uint8_t *sim_nap_bytes(const sim_arena *arena, enum sim_nap_which which)
{
    return (uint8_t *)arena + arena->nap_offset[which];
}

/* The tick of the part that runs, from 1. */
static inline uint32_t sim_nap_clock(const sim_arena *arena)
{
    return (uint32_t)arena->tick - arena->nap_base;
}

/* What must stay as it is while a machine naps: modules and beacons, resources, electric energy. */
static inline uint32_t sim_nap_reasons(const sim_arena *arena)
{
    return arena->effect_version + arena->resource_version + arena->power_version;
}

/* 1 when a machine's nap ends in this tick. */
static inline int sim_nap_is_over(const sim_arena *arena)
{
    return arena->napping[SIM_NAP_MACHINES] &&
           (sim_nap_clock(arena) >= arena->nap_next || arena->nap_version != sim_nap_reasons(arena));
}

/* Begins and ends a part of a run of that many ticks, at most SIM_NAP_PART_TICKS; all naps are over by then. */
void sim_nap_begin_part(sim_arena *arena, uint32_t ticks);
void sim_nap_end_part(sim_arena *arena);

/* A machine need not have a turn in the `ticks` ticks after tick `after` of the part, which is the one in which it had
 * its turn, or 0 before the first. Returns 0, and does nothing, when that is not worth while. */
int sim_nap_begin(sim_arena *arena, uint32_t machine, uint32_t after, uint32_t ticks);

/* The machine's nap is over; it makes up for its ticks itself. */
void sim_nap_end(sim_arena *arena, uint32_t machine);

/* Between two runs nobody naps: whoever does, in a block from outside, is a fault. */
int sim_nap_check(const sim_arena *arena, sim_fault *fault);

/* Wakes the machines whose nap ends in this tick; all of them when what they relied on has changed. */
void sim_nap_wake_machines(sim_arena *arena);

#endif
