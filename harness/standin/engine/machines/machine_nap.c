#include "harness/standin/engine/machines/machine_nap.h"

#include <stddef.h>

#include "harness/standin/engine/machines/machines.h"

/* Drills and crafters begin with the same fields, down to `nap_begin`. */
_Static_assert(offsetof(sim_drill, nap_begin) == offsetof(sim_crafter, nap_begin), "one beginning");
_Static_assert(offsetof(sim_drill, seconds) == offsetof(sim_crafter, seconds), "one beginning");

static sim_crafter *machine_at(const sim_arena *arena, uint32_t record)
{
    return &SIM_RECORD(arena, SIM_POOL_MACHINE, sim_machine, record)->crafter;
}

static void nap_after(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record, uint32_t after)
{
    const double spare = 2.0; /* sums are rounded; the tick that ends the work is a real one */
    sim_crafter *machine = machine_at(arena, record);
    double ticks = (machine->needed_seconds - machine->seconds) / machine->seconds_per_tick - spare;
    if (arena->nap_end == 0 || !(ticks >= SIM_NAP_LEAST_TICKS)) return;
    uint32_t lasts = sim_energy_ticks(arena, prototypes, &machine->energy, machine->joules_per_tick);
    if (ticks < lasts) lasts = (uint32_t)ticks;
    if (!sim_nap_begin(arena, record, after, lasts)) return;
    machine->nap_begin = after;
    sim_pool_sleep(arena, SIM_POOL_MACHINE, record);
}

void sim_machine_nap(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    nap_after(arena, prototypes, record, sim_nap_clock(arena));
}

/* 1 when a machine is in the middle of work at full energy that goes on as it did, whatever came between two runs. */
static int works_on(const sim_arena *arena, const sim_crafter *machine)
{
    if (machine->effect_version != arena->effect_version) return 0;
    if (machine->kind == SIM_MACHINE_DRILL) {
        const sim_drill *drill = (const sim_drill *)machine;
        return drill->target != 0 && sim_drill_works_alone(arena, drill);
    }
    return machine->is_crafting && !machine->rests && !machine->is_silo && machine->productivity == 0.0 &&
           machine->status == SIM_STATUS_WORKING;
}

void sim_machine_begin_naps(sim_arena *arena, const sim_prototypes *prototypes)
{
    for (uint32_t record = 0; (record = sim_pool_next_awake(arena, SIM_POOL_MACHINE, record)) != 0;)
        if (works_on(arena, machine_at(arena, record))) nap_after(arena, prototypes, record, 0);
}

/* Adds the ticks up to and with `last`. */
static void work_until(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record, uint32_t last)
{
    sim_crafter *machine = machine_at(arena, record);
    uint32_t ticks = last - machine->nap_begin;
    double seconds = machine->seconds;
    sim_energy_work(arena, prototypes, &machine->energy, machine->joules_per_tick, ticks);
#pragma GCC unroll 8
    for (; ticks > 0; ticks--) seconds += machine->seconds_per_tick;
    machine->seconds = seconds;
    machine->nap_begin = 0;
    sim_nap_end(arena, record);
}

void sim_machine_make_up(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    if (arena->napping[SIM_NAP_MACHINES] == 0 || sim_nap_bytes(arena, SIM_NAP_MACHINES)[record] == 0) return;
    work_until(arena, prototypes, record, sim_nap_clock(arena) - 1);
}

void sim_machine_end_naps(sim_arena *arena, const sim_prototypes *prototypes)
{
    const uint8_t *turns = sim_nap_bytes(arena, SIM_NAP_MACHINES);
    for (uint32_t record = 1; arena->napping[SIM_NAP_MACHINES] > 0; record++) {
        if (turns[record] == 0) continue;
        work_until(arena, prototypes, record, arena->nap_end);
        sim_pool_wake(arena, SIM_POOL_MACHINE, record);
    }
}
