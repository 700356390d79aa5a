#include "statistics.h"

#include <string.h>

#include "hash.h"

static sim_flow *flows_of(const sim_arena *arena)
{
    return (sim_flow *)((char *)arena + arena->flows_offset);
}

enum sim_result sim_statistics_flow(sim_arena *arena, uint16_t item, int64_t count)
{
    if (item == 0 || item >= arena->flow_count) return SIM_BAD_ARGUMENT;
    if (count >= 0)
        flows_of(arena)[item].produced += (uint64_t)count;
    else
        flows_of(arena)[item].consumed += -(uint64_t)count;
    arena->flows_used = 1;
    return SIM_OK;
}

sim_flow sim_statistics_get(const sim_arena *arena, uint16_t item)
{
    sim_flow none = {0, 0};
    return item && item < arena->flow_count ? flows_of(arena)[item] : none;
}

void sim_statistics_clear(sim_arena *arena)
{
    memset(flows_of(arena), 0, arena->flow_count * sizeof(sim_flow));
    arena->flows_used = 0;
}

int sim_statistics_check(const sim_arena *arena, sim_fault *fault)
{
    const sim_position none = {0, 0};
    for (uint32_t item = 0; item < arena->flow_count; item++) {
        sim_flow flow = flows_of(arena)[item];
        int is_zero = (flow.produced | flow.consumed) == 0;
        SIM_EXPECT(fault, "statistics", item, none, is_zero || item != 0);
        SIM_EXPECT(fault, "statistics", item, none, is_zero || arena->flows_used);
    }
    return 1;
}

uint64_t sim_statistics_hash(const sim_arena *arena, uint64_t hash)
{
    for (uint32_t item = 0; item < arena->flow_count; item++) {
        sim_flow flow = flows_of(arena)[item];
        if ((flow.produced | flow.consumed) == 0) continue;
        hash = sim_hash_word(hash, item);
        hash = sim_hash_word(hash, flow.produced);
        hash = sim_hash_word(hash, flow.consumed);
    }
    return hash;
}
