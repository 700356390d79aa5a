#include "harness/standin/engine/core/pool.h"

#include <string.h>

#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/core/nap.h"

/* The second word of a free record. */
typedef struct free_record {
    uint32_t entity;
    uint32_t next;
} free_record;

size_t sim_pool_stride(enum sim_pool_id pool)
{
    return SIM_POOL_STRIDES[pool];
}

static free_record *record_at(const sim_arena *arena, enum sim_pool_id pool, uint32_t record)
{
    return (free_record *)((char *)arena + arena->pools[pool].offset + SIM_POOL_STRIDES[pool] * record);
}

uint32_t sim_pool_take(sim_arena *arena, enum sim_pool_id pool, uint32_t entity)
{
    sim_pool *header = &arena->pools[pool];
    uint32_t record = header->first_free;
    if (record == 0 && header->used > arena->config.pool_capacity[pool]) return 0;
    if (record == 0)
        record = header->used++;
    else
        header->first_free = record_at(arena, pool, record)->next;
    memset(record_at(arena, pool, record), 0, SIM_POOL_STRIDES[pool]);
    record_at(arena, pool, record)->entity = entity;
    header->live++;
    arena->live_pools |= 1u << pool;
    return record;
}

void sim_pool_give_back(sim_arena *arena, enum sim_pool_id pool, uint32_t record)
{
    if (pool == SIM_POOL_MACHINE && sim_nap_bytes(arena, SIM_NAP_MACHINES)[record]) sim_nap_end(arena, record);
    sim_pool_sleep(arena, pool, record);
    memset(record_at(arena, pool, record), 0, SIM_POOL_STRIDES[pool]);
    record_at(arena, pool, record)->next = arena->pools[pool].first_free;
    arena->pools[pool].first_free = record;
    if (--arena->pools[pool].live == 0) arena->live_pools &= ~(1u << pool);
}

void sim_pool_undo(sim_arena *arena, enum sim_pool_id pool, uint32_t record, uint32_t used)
{
    sim_pool_give_back(arena, pool, record);
    if (record < used) return; /* it came from the free ones, and is the first of them again */
    arena->pools[pool].first_free = record_at(arena, pool, record)->next;
    record_at(arena, pool, record)->next = 0;
    arena->pools[pool].used--;
}

int sim_pool_is_live(const sim_arena *arena, enum sim_pool_id pool, uint32_t record)
{
    return record != 0 && record < arena->pools[pool].used && record_at(arena, pool, record)->entity != 0;
}

void sim_pool_wake_all(sim_arena *arena)
{
    for (uint32_t pool = 0; pool < SIM_POOL_COUNT; pool++)
        for (uint32_t record = 1; record < arena->pools[pool].used; record++)
            if (record_at(arena, pool, record)->entity) sim_pool_wake(arena, pool, record);
}

static int check_counts(const sim_arena *arena, enum sim_pool_id pool, sim_fault *fault)
{
    const sim_position none = {0, 0};
    const sim_pool *header = &arena->pools[pool];
    uint32_t live = 0, awake = 0, free_records = 0;
    for (uint32_t record = 1; record < header->used; record++) {
        int is_live = record_at(arena, pool, record)->entity != 0;
        live += is_live;
        awake += sim_pool_is_awake(arena, pool, record);
        SIM_EXPECT(fault, "record", record, none, is_live || !sim_pool_is_awake(arena, pool, record));
    }
    SIM_EXPECT(fault, "pool", pool, none, live == header->live);
    SIM_EXPECT(fault, "pool", pool, none, awake == header->awake);
    SIM_EXPECT(fault, "pool", pool, none, (awake != 0) == ((arena->awake & SIM_AWAKE_POOL(pool)) != 0));
    for (uint32_t record = header->first_free; record != 0; record = record_at(arena, pool, record)->next) {
        SIM_EXPECT(fault, "free record", record, none, record < header->used);
        SIM_EXPECT(fault, "free record", record, none, record_at(arena, pool, record)->entity == 0);
        SIM_EXPECT(fault, "free record", record, none, ++free_records < header->used);
    }
    SIM_EXPECT(fault, "pool", pool, none, free_records + live + 1 == header->used);
    return 1;
}

int sim_pool_check(const sim_arena *arena, sim_fault *fault)
{
    const sim_position none = {0, 0};
    for (uint32_t pool = 0; pool < SIM_POOL_COUNT; pool++) {
        const sim_pool *header = &arena->pools[pool];
        SIM_EXPECT(fault, "pool", pool, none, header->used >= 1);
        SIM_EXPECT(fault, "pool", pool, none, (header->live != 0) == (arena->live_pools >> pool & 1));
        SIM_EXPECT(fault, "pool", pool, none, header->used - 1 <= arena->config.pool_capacity[pool]);
        if (header->used > 1 && !check_counts(arena, pool, fault)) return 0;
    }
    return 1;
}

uint64_t sim_pool_hash(const sim_arena *arena, uint64_t hash)
{
    for (uint32_t pool = 0; pool < SIM_POOL_COUNT; pool++) {
        const sim_pool *header = &arena->pools[pool];
        if (header->used == 1 || pool == SIM_POOL_EVENT) continue;
        hash = sim_hash_word(hash, (uint64_t)pool << 32 | header->first_free);
        for (uint32_t record = 1; record < header->used; record++)
            hash = sim_hash_word(hash, record_at(arena, pool, record)->entity);
    }
    return hash;
}
