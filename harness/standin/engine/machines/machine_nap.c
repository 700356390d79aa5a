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

void sim_machine_nap(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    const double spare = 2.0; /* sums are rounded; the tick that ends the work is a real one */
    sim_crafter *machine = machine_at(arena, record);
    double ticks = (machine->needed_seconds - machine->seconds) / machine->seconds_per_tick - spare;
    if (arena->nap_end == 0 || !(ticks >= SIM_NAP_LEAST_TICKS)) return;
    uint32_t lasts = sim_energy_ticks(arena, prototypes, &machine->energy, machine->joules_per_tick);
    if (ticks < lasts) lasts = (uint32_t)ticks;
    if (!sim_nap_begin(arena, record, lasts)) return;
    machine->nap_begin = sim_nap_clock(arena);
    sim_pool_sleep(arena, SIM_POOL_MACHINE, record);
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
