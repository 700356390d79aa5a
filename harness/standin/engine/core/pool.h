/* pool.h - records of the mechanics: slots that are used again, and a bit for each that is awake.
 *
 * A record is a struct that begins with `uint32_t entity`: the slot of the entity that it belongs to, or any other number
 * but 0 where it belongs to none. A free record has 0 there and the next free record in its second word. Record 0 stands
 * for none. A record that has nothing to do sleeps and costs nothing; a mechanic's tick walks over those awake, in the
 * order of their numbers. Whether a record sleeps never shows in the arena's hash: a mechanic must reach the same state
 * with all its records awake in every tick (sim_pool_wake_all). */
#ifndef SIM_POOL_H
#define SIM_POOL_H

#include <stddef.h>
#include <stdint.h>

#include "harness/standin/engine/core/arena_header.h"

/* Bytes of a record of every pool; arena/pool_strides.c knows them all. */
extern const uint16_t SIM_POOL_STRIDES[SIM_POOL_COUNT];

/* Bytes of one record. */
size_t sim_pool_stride(enum sim_pool_id pool);

/* A zeroed record, asleep, that belongs to `entity` (not 0); 0 when the pool is full. */
uint32_t sim_pool_take(sim_arena *arena, enum sim_pool_id pool, uint32_t entity);

/* Frees a record in use. */
void sim_pool_give_back(sim_arena *arena, enum sim_pool_id pool, uint32_t record);

/* Undoes a take, for a refusal that must leave nothing behind: the pool is as it was when `used` records were used.
 * Takes are undone in the reverse of their order. */
void sim_pool_undo(sim_arena *arena, enum sim_pool_id pool, uint32_t record, uint32_t used);

/* 1 when the number names a record in use. */
int sim_pool_is_live(const sim_arena *arena, enum sim_pool_id pool, uint32_t record);

/* Wakes every record in use of every pool; for tests of the sleeping. */
void sim_pool_wake_all(sim_arena *arena);

int sim_pool_check(const sim_arena *arena, sim_fault *fault);

/* Numbers and owners of all records: what decides which record the next take gives. */
uint64_t sim_pool_hash(const sim_arena *arena, uint64_t hash);

/* The record of that number as a pointer to its struct; the number must be in range. */
#define SIM_RECORD(arena, pool, type, record) ((type *)((char *)(arena) + (arena)->pools[pool].offset) + (record))

/* Bit of sim_arena.awake that says that the pool has a record awake. */
#define SIM_AWAKE_POOL(pool) ((uint64_t)1 << (SIM_AWAKE_POOL_SHIFT + (pool)))

static inline uint64_t *sim_pool_awake_words(const sim_arena *arena, enum sim_pool_id pool)
{
    return (uint64_t *)((char *)arena + arena->pools[pool].awake_offset);
}

static inline int sim_pool_is_awake(const sim_arena *arena, enum sim_pool_id pool, uint32_t record)
{
    return sim_pool_awake_words(arena, pool)[record / 64] >> record % 64 & 1;
}

/* Wakes a record in use; one that is awake stays so. */
static inline void sim_pool_wake(sim_arena *arena, enum sim_pool_id pool, uint32_t record)
{
    uint64_t *word = &sim_pool_awake_words(arena, pool)[record / 64];
    uint64_t bit = (uint64_t)1 << record % 64;
    if (*word & bit) return;
    *word |= bit;
    arena->pools[pool].awake++;
    arena->awake |= SIM_AWAKE_POOL(pool);
}

/* Puts a record to sleep. */
static inline void sim_pool_sleep(sim_arena *arena, enum sim_pool_id pool, uint32_t record)
{
    uint64_t *word = &sim_pool_awake_words(arena, pool)[record / 64];
    uint64_t bit = (uint64_t)1 << record % 64;
    if (!(*word & bit)) return;
    *word &= ~bit;
    if (--arena->pools[pool].awake == 0) arena->awake &= ~SIM_AWAKE_POOL(pool);
}

/* The first record awake after `record`, 0 at the end; begin with 0. Records may wake and sleep meanwhile: one that
 * wakes with a number still to come is met, as if it had been awake all along. */
static inline uint32_t sim_pool_next_awake(const sim_arena *arena, enum sim_pool_id pool, uint32_t record)
{
    const uint64_t *words = sim_pool_awake_words(arena, pool);
    uint32_t count = arena->pools[pool].used, next = record + 1;
    if (next >= count) return 0;
    uint64_t bits = words[next / 64] >> next % 64 << next % 64;
    for (uint32_t word = next / 64;; bits = words[word]) {
        if (bits) return word * 64 + (uint32_t)__builtin_ctzll(bits);
        if (++word * 64 >= count) return 0;
    }
}

/* The last record awake before `record`, 0 at the end; begin with the pool's `used`. The walk backwards, by the same
 * rules: one that wakes with a smaller number is met. */
static inline uint32_t sim_pool_previous_awake(const sim_arena *arena, enum sim_pool_id pool, uint32_t record)
{
    const uint64_t *words = sim_pool_awake_words(arena, pool);
    if (record <= 1) return 0;
    uint32_t word = (record - 1) / 64;
    uint64_t bits = words[word] & ~0ull >> (63 - (record - 1) % 64);
    for (;; bits = words[word]) {
        if (bits) return word * 64 + 63 - (uint32_t)__builtin_clzll(bits);
        if (word-- == 0) return 0;
    }
}

#endif
