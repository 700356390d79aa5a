/* inserter_agenda.h - which inserters have their turn in which tick of a part of a run (nap.h).
 *
 * In a large factory most inserters in the queue nap: to pass over them one by one costs more than the turns of the
 * others. So the first of their ticks in a part walks along the queue, and from then on every inserter in it stands
 * in the agenda, in the bucket of the tick in which it has its turn again: one that naps in that of the end of its
 * nap, any other in the next. Those of one tick are sorted by their sequence, which is their order in the queue.
 * Outside sim_run, and before that first tick, the agenda is empty. */
#ifndef SIM_INSERTER_AGENDA_H
#define SIM_INSERTER_AGENDA_H

#include "harness/standin/engine/core/nap.h"

enum sim_inserter_agenda_state {
    SIM_AGENDA_CLOSED = 0,  /* everybody in the queue has a turn in the next tick of inserters                      */
    SIM_AGENDA_WALKS = 1,   /* that tick is under way                                                             */
    SIM_AGENDA_IN_FORCE = 2
};

/* Buckets of the ticks of a part, of the tick behind it, and of tick 0, which is none. */
#define SIM_AGENDA_BUCKETS (SIM_NAP_PART_TICKS + 2)

/* Words of the agenda's section: a bucket's first record each, those due in this tick, and room to sort them. */
static inline uint64_t sim_inserter_agenda_words(uint32_t inserters)
{
    return inserters ? SIM_AGENDA_BUCKETS + 2 * ((uint64_t)inserters + 1) : 0;
}

static inline uint32_t *sim_inserter_agenda_buckets(const sim_arena *arena)
{
    return (uint32_t *)((char *)arena + arena->agenda_offset);
}

/* 1 when an inserter of the agenda, which is in force, has its turn in this tick. */
static inline int sim_inserter_agenda_is_due(const sim_arena *arena)
{
    return sim_inserter_agenda_buckets(arena)[sim_nap_clock(arena)] != 0;
}

/* Begins the walk along the queue, where a part runs, and ends the inserters' turns of a tick. */
void sim_inserter_agenda_begin_walk(sim_arena *arena);
void sim_inserter_agenda_end_tick(sim_arena *arena);

/* Sorts those that are due in this tick. */
void sim_inserter_agenda_open(sim_arena *arena);

/* The next of them, whose turn it then is; 0 at the end. */
uint32_t sim_inserter_agenda_next(sim_arena *arena);

/* An inserter in the queue has its turn in that tick of the part at the latest, or in the next in which it can still have
 * one: only one turn a tick, in the order of the sequences. Does nothing while the agenda is closed. */
void sim_inserter_agenda_set(sim_arena *arena, uint32_t record, uint32_t turn);

/* The same for the inserter whose turn it is, for a later tick; one that was told of something meanwhile keeps to that. */
void sim_inserter_agenda_return(sim_arena *arena, uint32_t record, uint32_t turn);

/* As soon as it can be. */
static inline void sim_inserter_agenda_hurry(sim_arena *arena, uint32_t record)
{
    if (arena->agenda_state) sim_inserter_agenda_set(arena, record, sim_nap_clock(arena));
}

/* The inserter leaves the queue. */
void sim_inserter_agenda_drop(sim_arena *arena, uint32_t record);

/* Empties it at the end of a part. */
void sim_inserter_agenda_close(sim_arena *arena);

/* Between two runs it is empty, and nobody listens. */
int sim_inserter_agenda_check(const sim_arena *arena, sim_fault *fault);

#endif
