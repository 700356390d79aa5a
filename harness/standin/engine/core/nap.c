#include "harness/standin/engine/core/nap.h"

void sim_nap_begin_part(sim_arena *arena, uint32_t ticks)
{
    arena->nap_base = (uint32_t)arena->tick - 1;
    arena->nap_end = (uint8_t)ticks;
    arena->nap_version = sim_nap_reasons(arena);
    arena->news_known = sim_nap_news(arena);
    arena->nap_next[SIM_NAP_MACHINES] = arena->nap_next[SIM_NAP_INSERTERS] = UINT8_MAX;
}

void sim_nap_end_part(sim_arena *arena)
{
    arena->nap_base = arena->nap_version = arena->news_known = 0;
    arena->nap_end = arena->nap_next[SIM_NAP_MACHINES] = arena->nap_next[SIM_NAP_INSERTERS] = 0;
}

int sim_nap_begin(sim_arena *arena, enum sim_nap_which which, uint32_t record, uint32_t ticks)
{
    uint32_t clock = sim_nap_clock(arena), last = arena->nap_end;
    if (last == 0 || clock >= last) return 0;
    if (ticks > last - clock) ticks = last - clock;
    if (ticks < SIM_NAP_LEAST_TICKS) return 0;
    uint8_t turn = (uint8_t)(clock + ticks + 1);
    sim_nap_bytes(arena, which)[record] = turn;
    arena->napping[which]++;
    if (turn < arena->nap_next[which]) arena->nap_next[which] = turn;
    return 1;
}

void sim_nap_till_news(sim_arena *arena, uint32_t record, uint32_t ticks)
{
    uint32_t turn = sim_nap_clock(arena) + 1;
    if (arena->nap_end == 0 || ticks == 0) return;
    turn = ticks < UINT8_MAX - turn ? turn + ticks : UINT8_MAX; /* the last is after the end of every part */
    sim_nap_bytes(arena, SIM_NAP_INSERTERS)[record] = (uint8_t)turn;
    arena->napping[SIM_NAP_INSERTERS]++;
    if (turn < arena->nap_next[SIM_NAP_INSERTERS]) arena->nap_next[SIM_NAP_INSERTERS] = (uint8_t)turn;
}

void sim_nap_end(sim_arena *arena, enum sim_nap_which which, uint32_t record)
{
    sim_nap_bytes(arena, which)[record] = 0;
    arena->napping[which]--;
}

void sim_nap_disturb_inserter(sim_arena *arena, uint32_t record)
{
    uint8_t *turn = &sim_nap_bytes(arena, SIM_NAP_INSERTERS)[record], now = (uint8_t)sim_nap_clock(arena);
    if (arena->napping[SIM_NAP_INSERTERS] == 0 || *turn <= now) return;
    *turn = arena->nap_next[SIM_NAP_INSERTERS] = now;
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
    arena->nap_next[SIM_NAP_MACHINES] = next;
    arena->nap_version = version;
}

void sim_nap_find_next_inserter(sim_arena *arena)
{
    const uint8_t *turns = sim_nap_bytes(arena, SIM_NAP_INSERTERS);
    uint8_t next = UINT8_MAX;
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_INSERTER].used; record++)
        if (turns[record] && turns[record] < next) next = turns[record];
    arena->nap_next[SIM_NAP_INSERTERS] = next;
}
