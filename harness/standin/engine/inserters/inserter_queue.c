#include "harness/standin/engine/inserters/inserter_queue.h"

#include "harness/standin/engine/entities/watch.h"
#include "harness/standin/engine/inserters/inserter_agenda.h"

static void link_before(sim_arena *arena, uint32_t record, uint32_t before)
{
    sim_inserter *joined = sim_inserter_record(arena, record);
    sim_inserter *follower = sim_inserter_record(arena, before);
    joined->next = before;
    joined->previous = follower->previous;
    sim_inserter_record(arena, follower->previous)->next = record;
    follower->previous = record;
    joined->flags |= SIM_INSERTER_QUEUED;
    sim_inserter_record(arena, 0)->source++;
    sim_pool_wake(arena, SIM_POOL_INSERTER, record);
    sim_inserter_agenda_hurry(arena, record);
}

/* Its own `next` stays, so that a walk that stands on it can go on. */
static void unlink_record(sim_arena *arena, uint32_t record)
{
    sim_inserter *left = sim_inserter_record(arena, record);
    sim_inserter_record(arena, left->previous)->next = left->next;
    sim_inserter_record(arena, left->next)->previous = left->previous;
    left->flags &= (uint8_t)~SIM_INSERTER_QUEUED;
    sim_inserter_agenda_drop(arena, record);
    sim_inserter_record(arena, 0)->source--;
    sim_pool_sleep(arena, SIM_POOL_INSERTER, record);
}

void sim_inserter_queue_join(sim_arena *arena, uint32_t record)
{
    sim_inserter *head = sim_inserter_record(arena, 0);
    sim_inserter_record(arena, record)->sequence = ++head->sequence;
    link_before(arena, record, head->next);
}

static void remove_watches(sim_arena *arena, sim_inserter *inserter)
{
    for (int i = 1; i >= 0; i--) {
        sim_watch_remove(arena, inserter->watches[i]);
        inserter->watches[i] = 0;
    }
}

/* Watches one or two entities (0: none) in place of what it watched before; 0 without room. */
static int watch(sim_arena *arena, uint32_t record, uint32_t first, uint32_t second)
{
    sim_inserter *inserter = sim_inserter_record(arena, record);
    const uint32_t watched[2] = {first, second == first ? 0 : second};
    remove_watches(arena, inserter);
    for (int i = 0; i < 2; i++) {
        if (watched[i] == 0) continue;
        if (sim_watch_add(arena, watched[i], SIM_POOL_INSERTER, record, &inserter->watches[i]) == SIM_OK) continue;
        remove_watches(arena, inserter);
        return 0;
    }
    return 1;
}

static int watches(const sim_arena *arena, uint32_t watch, uint32_t slot)
{
    uint32_t watched = watch ? SIM_RECORD(arena, SIM_POOL_WATCH, sim_watch, watch)->entity : 0;
    return watched == (slot ? slot + 1 : 0);
}

/* One that wakes for nothing keeps its watches: their numbers show. */
void sim_inserter_queue_sleep_quietly(sim_arena *arena, uint32_t record, uint32_t other)
{
    const sim_inserter *inserter = sim_inserter_record(arena, record);
    uint32_t self = inserter->entity;
    if ((watches(arena, inserter->watches[0], self) && watches(arena, inserter->watches[1], other)) ||
        watch(arena, record, self, other))
        unlink_record(arena, record);
}

void sim_inserter_queue_go_dormant(sim_arena *arena, uint32_t record, uint32_t first, uint32_t second)
{
    if (!watch(arena, record, first, second)) return;
    unlink_record(arena, record);
    sim_inserter_record(arena, record)->flags |= SIM_INSERTER_DORMANT;
}

/* Sequences fall along the queue; those that return are mostly recent. */
static uint32_t place_of(const sim_arena *arena, uint64_t sequence)
{
    uint32_t place = sim_inserter_record(arena, 0)->next;
    while (place != 0 && sim_inserter_record(arena, place)->sequence > sequence)
        place = sim_inserter_record(arena, place)->next;
    return place;
}

void sim_inserter_queue_wake(sim_arena *arena, uint32_t record)
{
    sim_inserter *inserter = sim_inserter_record(arena, record);
    if (inserter->flags & SIM_INSERTER_QUEUED) return;
    if (inserter->flags & SIM_INSERTER_DORMANT) {
        inserter->flags &= (uint8_t)~SIM_INSERTER_DORMANT;
        sim_inserter_queue_join(arena, record);
        return;
    }
    link_before(arena, record, place_of(arena, inserter->sequence));
}

void sim_inserter_queue_forget(sim_arena *arena, uint32_t record)
{
    sim_inserter *inserter = sim_inserter_record(arena, record);
    remove_watches(arena, inserter);
    if (inserter->flags & SIM_INSERTER_QUEUED) unlink_record(arena, record);
}

void sim_inserter_queue_admit(sim_arena *arena, const sim_prototypes *prototypes,
                              int (*would_act)(const sim_arena *, const sim_prototypes *, uint32_t))
{
    if (arena->pools[SIM_POOL_INSERTER].awake == sim_inserter_record(arena, 0)->source) return;
    uint32_t record = 0;
    while ((record = sim_pool_next_awake(arena, SIM_POOL_INSERTER, record)) != 0) {
        uint8_t flags = sim_inserter_record(arena, record)->flags;
        if (flags & SIM_INSERTER_QUEUED) continue;
        if (flags & SIM_INSERTER_DORMANT && !would_act(arena, prototypes, record))
            sim_pool_sleep(arena, SIM_POOL_INSERTER, record);
        else
            sim_inserter_queue_wake(arena, record);
    }
}

int sim_inserter_queue_check(const sim_arena *arena, sim_fault *fault)
{
    const sim_position none = {0, 0};
    const sim_inserter *head = sim_inserter_record(arena, 0);
    uint32_t count = 0, before = 0;
    uint64_t sequence = UINT64_MAX;
    for (uint32_t record = head->next; record != 0; record = sim_inserter_record(arena, record)->next) {
        SIM_EXPECT(fault, "inserter", record, none, record < arena->pools[SIM_POOL_INSERTER].used);
        const sim_inserter *inserter = sim_inserter_record(arena, record);
        SIM_EXPECT(fault, "inserter", record, none, inserter->entity != 0);
        SIM_EXPECT(fault, "inserter", record, none, inserter->previous == before);
        SIM_EXPECT(fault, "inserter", record, none, inserter->sequence < sequence);
        SIM_EXPECT(fault, "inserter", record, none, inserter->flags & SIM_INSERTER_QUEUED);
        SIM_EXPECT(fault, "inserter", record, none, !(inserter->flags & SIM_INSERTER_DORMANT));
        SIM_EXPECT(fault, "inserter", record, none, sim_pool_is_awake(arena, SIM_POOL_INSERTER, record));
        SIM_EXPECT(fault, "inserter", record, none, ++count <= head->source);
        sequence = inserter->sequence;
        before = record;
    }
    SIM_EXPECT(fault, "inserter", 0, none, head->previous == before);
    SIM_EXPECT(fault, "inserter", 0, none, count == head->source);
    return 1;
}
