#include "harness/standin/engine/entities/event.h"

#include "harness/standin/engine/core/pool.h"

void sim_event_emit(sim_arena *arena, sim_event event)
{
    if (!(arena->event_mask >> event.kind & 1)) return;
    uint32_t record = sim_pool_take(arena, SIM_POOL_EVENT, 1);
    if (record == 0) return;
    const sim_entity *subject = sim_entity_get(arena, event.subject);
    if (subject) {
        event.unit_number = subject->unit_number;
        event.position = subject->position;
        event.prototype = subject->prototype;
        event.force = subject->force;
    }
    event.entity = 1;
    event.tick = arena->tick;
    *SIM_RECORD(arena, SIM_POOL_EVENT, sim_event, record) = event;
}

uint32_t sim_event_take(sim_arena *arena, sim_event *events, uint32_t capacity)
{
    sim_pool *pool = &arena->pools[SIM_POOL_EVENT];
    uint32_t count = pool->used - 1;
    /* Events are only ever added and taken all together, so their records stand in the order of time. */
    for (uint32_t i = 0; i < count && i < capacity; i++) {
        events[i] = *SIM_RECORD(arena, SIM_POOL_EVENT, sim_event, i + 1);
    }
    pool->used = 1;
    pool->live = 0;
    arena->live_pools &= ~(1u << SIM_POOL_EVENT);
    return count;
}
