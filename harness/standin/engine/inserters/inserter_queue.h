/* inserter_queue.h - the order in which inserters update, and their sleep.
 *
 * The game's order: the inserter that joined the queue last updates first. One that waits for a chest or a machine
 * leaves the queue; a change of that entity's contents brings it back to the end, where it updates from the next
 * tick on. Of several that wait for one entity the one that fell asleep first updates first then. That sleep is
 * dormancy: part of the game's state.
 *
 * An inserter may also sleep quietly, when a tick of it would change nothing: it keeps its sequence, by which it
 * returns to its place. That sleep is ours and cannot be seen from outside. */
#ifndef SIM_INSERTER_QUEUE_H
#define SIM_INSERTER_QUEUE_H

#include "harness/standin/engine/inserters/inserter.h"

static inline sim_inserter *sim_inserter_record(const sim_arena *arena, uint32_t record)
{
    return SIM_RECORD(arena, SIM_POOL_INSERTER, sim_inserter, record);
}

/* Puts a record that is in no queue at the end, to update first. */
void sim_inserter_queue_join(sim_arena *arena, uint32_t record);

/* Leaves the queue until its own contents or those of another entity (0 for none) change, or somebody wakes it. Without
 * room for a watch it stays. */
void sim_inserter_queue_sleep_quietly(sim_arena *arena, uint32_t record, uint32_t other);

/* Leaves the queue until the contents of one of two entities change (slots; 0 for none). Without room it stays. */
void sim_inserter_queue_go_dormant(sim_arena *arena, uint32_t record, uint32_t first, uint32_t second);

/* Brings a record back, wherever it sleeps; one that is in the queue stays where it is. */
void sim_inserter_queue_wake(sim_arena *arena, uint32_t record);

/* Takes a record that is about to be freed out of queue and watches. */
void sim_inserter_queue_forget(sim_arena *arena, uint32_t record);

/* Records that others woke by their bit alone (sim_pool_wake) come back; those that are dormant only if `would_act`
 * says that they missed something. */
void sim_inserter_queue_admit(sim_arena *arena, const sim_prototypes *prototypes,
                              int (*would_act)(const sim_arena *, const sim_prototypes *, uint32_t));

int sim_inserter_queue_check(const sim_arena *arena, sim_fault *fault);

#endif
