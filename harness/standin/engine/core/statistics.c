#include "harness/standin/engine/core/statistics.h"

#include <math.h>
#include <string.h>

#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/core/pool.h"

static sim_flow *flows_of(const sim_arena *arena)
{
    return (sim_flow *)((char *)arena + arena->flows_offset);
}

/* Technologies may wait for what was just made. An arena without room for research has none. */
static void look_for_triggers(sim_arena *arena)
{
    if (arena->no_triggers || arena->config.pool_capacity[SIM_POOL_TECHNOLOGY] == 0) return;
    arena->awake |= SIM_AWAKE_TRIGGERS;
}

enum sim_result sim_statistics_flow(sim_arena *arena, uint16_t item, int64_t count)
{
    if (item == 0 || item >= arena->flow_count) return SIM_BAD_ARGUMENT;
    if (count >= 0)
        flows_of(arena)[item].produced += (uint64_t)count;
    else
        flows_of(arena)[item].consumed += -(uint64_t)count;
    arena->flows_used = 1;
    if (count > 0) look_for_triggers(arena);
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

/* Fluids and kills: a record for each that there was, found by walking over the few of them. ------------------- */

static sim_fluid_flow *fluid_at(const sim_arena *arena, uint32_t record)
{
    return SIM_RECORD(arena, SIM_POOL_FLUID_FLOW, sim_fluid_flow, record);
}

static sim_kill *kill_at(const sim_arena *arena, uint32_t record)
{
    return SIM_RECORD(arena, SIM_POOL_KILL, sim_kill, record);
}

static uint32_t fluid_record(const sim_arena *arena, uint32_t fluid)
{
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_FLUID_FLOW].used; record++)
        if (fluid_at(arena, record)->entity && fluid_at(arena, record)->fluid == fluid) return record;
    return 0;
}

static uint32_t kill_record(const sim_arena *arena, uint32_t prototype)
{
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_KILL].used; record++)
        if (kill_at(arena, record)->entity && kill_at(arena, record)->prototype == prototype) return record;
    return 0;
}

enum sim_result sim_statistics_fluid_flow(sim_arena *arena, uint32_t fluid, double amount)
{
    if (fluid == 0 || !isfinite(amount)) return SIM_BAD_ARGUMENT;
    uint32_t record = fluid_record(arena, fluid);
    if (record == 0) record = sim_pool_take(arena, SIM_POOL_FLUID_FLOW, 1);
    if (record == 0) return SIM_ARENA_FULL;
    sim_fluid_flow *flow = fluid_at(arena, record);
    flow->fluid = fluid;
    if (amount >= 0.0)
        flow->produced += amount;
    else
        flow->consumed -= amount;
    if (amount > 0.0) look_for_triggers(arena);
    return SIM_OK;
}

sim_fluid_flow sim_statistics_fluid(const sim_arena *arena, uint32_t fluid)
{
    sim_fluid_flow none = {0, fluid, 0.0, 0.0};
    uint32_t record = fluid_record(arena, fluid);
    return record ? *fluid_at(arena, record) : none;
}

/* The record of a prototype, made when there is none; NULL without room. */
static sim_kill *kill_of(sim_arena *arena, uint32_t prototype)
{
    uint32_t record = kill_record(arena, prototype);
    if (record == 0) record = sim_pool_take(arena, SIM_POOL_KILL, 1);
    if (record == 0) return NULL;
    kill_at(arena, record)->prototype = prototype;
    return kill_at(arena, record);
}

enum sim_result sim_statistics_kill(sim_arena *arena, uint32_t prototype, uint32_t killed, uint32_t lost)
{
    if (prototype == 0) return SIM_BAD_ARGUMENT;
    sim_kill *record = kill_of(arena, prototype);
    if (record == NULL) return SIM_ARENA_FULL;
    record->killed += killed;
    record->lost += lost;
    return SIM_OK;
}

enum sim_result sim_statistics_pollution(sim_arena *arena, uint32_t prototype, double amount)
{
    if (prototype == 0 || !(amount >= 0.0)) return SIM_BAD_ARGUMENT;
    sim_kill *record = kill_of(arena, prototype);
    if (record == NULL) return SIM_ARENA_FULL;
    record->polluted += amount;
    return SIM_OK;
}

sim_kill sim_statistics_kills(const sim_arena *arena, uint32_t prototype)
{
    sim_kill none = {0, prototype, 0, 0, 0.0};
    uint32_t record = kill_record(arena, prototype);
    return record ? *kill_at(arena, record) : none;
}

static void clear_pool(sim_arena *arena, enum sim_pool_id pool)
{
    for (uint32_t record = arena->pools[pool].used - 1; record > 0; record--)
        if (sim_pool_is_live(arena, pool, record)) sim_pool_give_back(arena, pool, record);
}

void sim_statistics_clear_fluids(sim_arena *arena)
{
    clear_pool(arena, SIM_POOL_FLUID_FLOW);
}

/* Gives back the records that count nothing any more. */
static void drop_empty_kills(sim_arena *arena)
{
    for (uint32_t record = arena->pools[SIM_POOL_KILL].used - 1; record > 0; record--) {
        const sim_kill *kill = kill_at(arena, record);
        if (kill->entity && kill->killed == 0 && kill->lost == 0 && kill->polluted == 0.0)
            sim_pool_give_back(arena, SIM_POOL_KILL, record);
    }
}

void sim_statistics_clear_kills(sim_arena *arena)
{
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_KILL].used; record++)
        if (kill_at(arena, record)->entity) kill_at(arena, record)->killed = kill_at(arena, record)->lost = 0;
    drop_empty_kills(arena);
}

void sim_statistics_clear_pollution(sim_arena *arena)
{
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_KILL].used; record++)
        if (kill_at(arena, record)->entity) kill_at(arena, record)->polluted = 0.0;
    drop_empty_kills(arena);
}

/* Sanity and hash --------------------------------------------------------------------------------------------- */

int sim_statistics_check(const sim_arena *arena, sim_fault *fault)
{
    const sim_position none = {0, 0};
    for (uint32_t item = 0; item < arena->flow_count; item++) {
        sim_flow flow = flows_of(arena)[item];
        int is_zero = (flow.produced | flow.consumed) == 0;
        SIM_EXPECT(fault, "statistics", item, none, is_zero || item != 0);
        SIM_EXPECT(fault, "statistics", item, none, is_zero || arena->flows_used);
    }
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_FLUID_FLOW].used; record++) {
        const sim_fluid_flow *flow = fluid_at(arena, record);
        SIM_EXPECT(fault, "fluid flow", record, none, !flow->entity || (flow->produced >= 0.0 && flow->consumed >= 0.0));
    }
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_KILL].used; record++)
        SIM_EXPECT(fault, "kill", record, none, kill_at(arena, record)->polluted >= 0.0);
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
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_FLUID_FLOW].used; record++) {
        hash = sim_hash_word(hash, fluid_at(arena, record)->fluid);
        hash = sim_hash_double(hash, fluid_at(arena, record)->produced);
        hash = sim_hash_double(hash, fluid_at(arena, record)->consumed);
    }
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_KILL].used; record++) {
        hash = sim_hash_word(hash, kill_at(arena, record)->prototype);
        hash = sim_hash_word(hash, kill_at(arena, record)->killed);
        hash = sim_hash_word(hash, kill_at(arena, record)->lost);
        hash = sim_hash_double(hash, kill_at(arena, record)->polluted);
    }
    return hash;
}
