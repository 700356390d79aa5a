#include "harness/standin/engine/entities/watch.h"

#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/inserters/inserter_queue.h"
#include "harness/standin/engine/inserters/inserter_quiet.h"

static sim_watch *watch_at(const sim_arena *arena, uint32_t watch)
{
    return SIM_RECORD(arena, SIM_POOL_WATCH, sim_watch, watch);
}

static uint32_t *first_of(const sim_arena *arena, uint32_t slot)
{
    return &sim_watch_head_of(arena, slot)->first;
}

/* Inserters come back in the order in which they are woken, which decides who works first. */
static void wake(sim_arena *arena, const sim_watch *watch)
{
    if (watch->pool == SIM_POOL_INSERTER)
        sim_inserter_queue_wake(arena, watch->record);
    else
        sim_pool_wake(arena, watch->pool, watch->record);
}

enum sim_result sim_watch_add(sim_arena *arena, uint32_t slot, enum sim_pool_id pool, uint32_t record,
                              uint32_t *watch)
{
    uint32_t number = sim_pool_take(arena, SIM_POOL_WATCH, slot + 1);
    if (number == 0) return SIM_ARENA_FULL;
    sim_watch *added = watch_at(arena, number);
    added->next = *first_of(arena, slot);
    added->pool = pool;
    added->record = record;
    *first_of(arena, slot) = number;
    *watch = number;
    return SIM_OK;
}

void sim_watch_remove(sim_arena *arena, uint32_t watch)
{
    if (watch == 0) return;
    uint32_t entity = watch_at(arena, watch)->entity;
    if (entity != SIM_WATCH_LOST) {
        uint32_t *link = first_of(arena, entity - 1);
        while (*link != watch) link = &watch_at(arena, *link)->next;
        *link = watch_at(arena, watch)->next;
    }
    sim_pool_give_back(arena, SIM_POOL_WATCH, watch);
}

/* Inserters are those who remember; an arena without room for watches has no section of heads. */
void sim_watch_note(sim_arena *arena, uint32_t slot)
{
    const uint32_t concerned = 1u << SIM_POOL_WATCH | 1u << SIM_POOL_INSERTER;
    if ((arena->live_pools & concerned) == 0) return;
    if (!sim_watch_counts(arena)) return;
    sim_watch_head *head = sim_watch_head_of(arena, slot);
    head->changes++;
    if (head->listener) sim_inserter_hear_change(arena, head->listener);
}

uint32_t sim_watch_changes(const sim_arena *arena, uint32_t slot)
{
    return sim_watch_head_of(arena, slot)->changes;
}

void sim_watch_changed(sim_arena *arena, uint32_t slot)
{
    sim_watch_note(arena, slot);
    sim_watch_wake(arena, slot);
}

void sim_watch_wake(sim_arena *arena, uint32_t slot)
{
    if (arena->pools[SIM_POOL_WATCH].live == 0) return;
    for (uint32_t watch = *first_of(arena, slot); watch != 0; watch = watch_at(arena, watch)->next)
        wake(arena, watch_at(arena, watch));
}

void sim_watch_lose(sim_arena *arena, uint32_t slot)
{
    if (arena->pools[SIM_POOL_WATCH].live == 0) return;
    uint32_t watch = *first_of(arena, slot);
    sim_watch_changed(arena, slot);
    *first_of(arena, slot) = 0;
    while (watch != 0) {
        uint32_t next = watch_at(arena, watch)->next;
        watch_at(arena, watch)->entity = SIM_WATCH_LOST;
        watch_at(arena, watch)->next = 0;
        watch = next;
    }
}

void sim_watch_forget(sim_arena *arena, uint32_t slot)
{
    const sim_watch_head nobody = {0, 0, 0};
    if (!sim_watch_counts(arena)) return;
    if (sim_watch_head_of(arena, slot)->listener) sim_inserter_make_deaf(arena);
    *sim_watch_head_of(arena, slot) = nobody;
}

int sim_watch_check(const sim_arena *arena, sim_fault *fault)
{
    const sim_position none = {0, 0};
    uint32_t chained = 0, lost = 0;
    if (!sim_watch_counts(arena)) return 1;
    for (uint32_t watch = 1; watch < arena->pools[SIM_POOL_WATCH].used; watch++) {
        const sim_watch *record = watch_at(arena, watch);
        if (record->entity == 0) continue;
        lost += record->entity == SIM_WATCH_LOST;
        SIM_EXPECT(fault, "watch", watch, none, record->pool < SIM_POOL_COUNT);
        SIM_EXPECT(fault, "watch", watch, none, sim_pool_is_live(arena, record->pool, record->record));
    }
    for (uint32_t slot = 1; slot < arena->entity_slots; slot++) {
        SIM_EXPECT(fault, "watch", slot, none, sim_watch_head_of(arena, slot)->listener == 0);
        for (uint32_t watch = *first_of(arena, slot); watch != 0; watch = watch_at(arena, watch)->next) {
            SIM_EXPECT(fault, "watch", watch, none, watch < arena->pools[SIM_POOL_WATCH].used);
            SIM_EXPECT(fault, "watch", watch, none, watch_at(arena, watch)->entity == slot + 1);
            SIM_EXPECT(fault, "watch", watch, none, sim_entity_slot(arena, slot) != NULL);
            SIM_EXPECT(fault, "watch", watch, none, ++chained <= arena->pools[SIM_POOL_WATCH].live);
        }
    }
    SIM_EXPECT(fault, "arena", 0, none, chained + lost == arena->pools[SIM_POOL_WATCH].live);
    return 1;
}
