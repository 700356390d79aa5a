#include "harness/standin/engine/core/nap.h"

void sim_nap_begin_part(sim_arena *arena, uint32_t ticks)
{
    arena->nap_base = (uint32_t)arena->tick - 1;
    arena->nap_end = (uint8_t)ticks;
    arena->nap_version = sim_nap_reasons(arena);
    arena->nap_next = UINT8_MAX;
}

void sim_nap_end_part(sim_arena *arena)
{
    arena->nap_base = arena->nap_version = 0;
    arena->nap_end = arena->nap_next = 0;
}

int sim_nap_begin(sim_arena *arena, uint32_t machine, uint32_t after, uint32_t ticks)
{
    uint32_t last = arena->nap_end;
    if (last == 0 || after >= last) return 0;
    if (ticks > last - after) ticks = last - after;
    if (ticks < SIM_NAP_LEAST_TICKS) return 0;
    uint8_t turn = (uint8_t)(after + ticks + 1);
    sim_nap_bytes(arena, SIM_NAP_MACHINES)[machine] = turn;
    arena->napping[SIM_NAP_MACHINES]++;
    if (turn < arena->nap_next) arena->nap_next = turn;
    return 1;
}

void sim_nap_end(sim_arena *arena, uint32_t machine)
{
    sim_nap_bytes(arena, SIM_NAP_MACHINES)[machine] = 0;
    arena->napping[SIM_NAP_MACHINES]--;
}

void sim_nap_wake_machines(sim_arena *arena)
{
    const uint8_t *turns = sim_nap_bytes(arena, SIM_NAP_MACHINES);
    uint32_t version = sim_nap_reasons(arena), now = sim_nap_clock(arena);
    if (version != arena->nap_version) now = UINT8_MAX;
    uint8_t next = UINT8_MAX;
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_MACHINE].used; record++) {
        if (turns[record] == 0) continue;
        if (turns[record] <= now)
            sim_pool_wake(arena, SIM_POOL_MACHINE, record);
        else if (turns[record] < next)
            next = turns[record];
    }
    arena->nap_next = next;
    arena->nap_version = version;
}

int sim_nap_check(const sim_arena *arena, sim_fault *fault)
{
    const sim_position none = {0, 0};
    SIM_EXPECT(fault, "arena", 0, none, arena->nap_base == 0 && arena->nap_version == 0);
    SIM_EXPECT(fault, "arena", 0, none, arena->nap_end == 0 && arena->nap_next == 0);
    for (int which = 0; which < SIM_NAP_POOLS; which++) {
        const uint8_t *turns = sim_nap_bytes(arena, which);
        SIM_EXPECT(fault, "arena", 0, none, arena->napping[which] == 0);
        for (uint32_t record = 1; record < arena->pools[SIM_NAP_POOL_IDS[which]].used; record++)
            SIM_EXPECT(fault, "nap", record, none, turns[record] == 0);
    }
    return 1;
}
