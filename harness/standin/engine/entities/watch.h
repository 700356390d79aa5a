/* watch.h - who waits for what: wakes records when the contents of an entity change.
 *
 * A machine that sleeps until something can be put into it, or an inserter that waits for a chest, watches that entity.
 * Every change of an inventory (inventory.h) reports to its owner's watchers by itself; whoever changes contents in
 * another way (a slot's pointer, an item on a belt, a recipe, a fluid that a sleeper waits for) calls
 * sim_watch_changed. A watch whose entity is removed stays as it is with nothing to watch; its record is woken then,
 * to look around again. */
#ifndef SIM_WATCH_H
#define SIM_WATCH_H

#include <stdint.h>

#include "harness/standin/engine/core/pool.h"

typedef struct sim_watch {
    uint32_t entity;  /* SIM_WATCH_LOST once the watched entity is gone; else its slot + 1                        */
    uint32_t next;    /* next watch of the same entity                                                            */
    uint32_t record;  /* who is woken                                                                             */
    uint32_t pool;    /* enum sim_pool_id                                                                         */
} sim_watch;

/* Of an entity slot. */
typedef struct sim_watch_head {
    uint32_t first;   /* watch, 0 for none                                                                        */
    uint32_t changes; /* of the contents so far: what was found out about them holds while this stays; not hashed */
    uint32_t listener; /* first inserter that listens for them (inserter_quiet.h), not hashed; 0 outside sim_run  */
} sim_watch_head;

#define SIM_WATCH_LOST 1

/* Wakes `record` of `pool` whenever the contents of the entity in `slot` change, from now on; the watch's number goes to
 * `watch`. SIM_ARENA_FULL. */
enum sim_result sim_watch_add(sim_arena *arena, uint32_t slot, enum sim_pool_id pool, uint32_t record,
                              uint32_t *watch);

/* Ends a watch; 0 is allowed. */
void sim_watch_remove(sim_arena *arena, uint32_t watch);

/* Wakes all that watch the entity. */
void sim_watch_changed(sim_arena *arena, uint32_t slot);

/* Wakes them where the contents have not changed, but may have become free to: of belts (belt_await.h). */
void sim_watch_wake(sim_arena *arena, uint32_t slot);

/* Counts a change of what the entity takes that is no news for those who wait. */
void sim_watch_note(sim_arena *arena, uint32_t slot);

/* Raised with every change of what the entity in `slot` holds or takes. Only where sim_watch_counts. */
uint32_t sim_watch_changes(const sim_arena *arena, uint32_t slot);

/* The head of a slot. Only where sim_watch_counts. */
static inline sim_watch_head *sim_watch_head_of(const sim_arena *arena, uint32_t slot)
{
    return (sim_watch_head *)((char *)arena + arena->watches_offset) + slot;
}

/* 1 when changes are counted: in arenas with room for watches. */
static inline int sim_watch_counts(const sim_arena *arena)
{
    return arena->config.pool_capacity[SIM_POOL_WATCH] != 0;
}

/* The entity is about to go: wakes its watchers, which then watch nothing. */
void sim_watch_lose(sim_arena *arena, uint32_t slot);

/* A slot that was never used has no watchers. */
void sim_watch_forget(sim_arena *arena, uint32_t slot);

int sim_watch_check(const sim_arena *arena, sim_fault *fault);

#endif
