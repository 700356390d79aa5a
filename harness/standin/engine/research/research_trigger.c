#include "harness/standin/engine/research/research_trigger.h"

#include "harness/standin/engine/core/statistics.h"
#include "harness/standin/engine/research/technology.h"

static int is_waiting(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology)
{
    const sim_technology *record = sim_technology_record(arena, technology);
    const sim_technology_prototype *prototype = sim_technology_prototype_of(prototypes, technology);
    if (prototype->trigger_kind == SIM_TRIGGER_NONE || record->researched || !record->enabled) return 0;
    for (uint32_t i = 0; i < prototype->prerequisite_count; i++) {
        uint32_t needed = prototypes->prerequisites[prototype->first_prerequisite + i].number;
        if (!sim_technology_record(arena, needed)->researched) return 0;
    }
    return 1;
}

static uint64_t produced(const sim_arena *arena, const sim_technology_prototype *prototype)
{
    if (prototype->trigger_kind == SIM_TRIGGER_CRAFT_ITEM)
        return sim_statistics_get(arena, prototype->trigger_item).produced;
    return (uint64_t)sim_statistics_fluid(arena, prototype->trigger_fluid).produced;
}

static int counts_production(const sim_technology_prototype *prototype)
{
    return prototype->trigger_kind == SIM_TRIGGER_CRAFT_ITEM || prototype->trigger_kind == SIM_TRIGGER_CRAFT_FLUID;
}

static void finish_if_due(sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology)
{
    double wanted = sim_technology_prototype_of(prototypes, technology)->trigger_count;
    int is_enough = sim_technology_record(arena, technology)->triggered >= (wanted > 1.0 ? wanted : 1.0);
    if (is_enough && is_waiting(arena, prototypes, technology)) sim_technology_finish(arena, prototypes, technology);
}

/* Counts, and finishes the technology when that was the rest and its prerequisites are there. */
static void count(sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology, double times)
{
    sim_technology_record(arena, technology)->triggered += times;
    finish_if_due(arena, prototypes, technology);
}

/* 1 when the records of research are there, or something that counts was produced and they could be made. */
static int can_count_production(sim_arena *arena, const sim_prototypes *prototypes)
{
    for (uint32_t i = 1; arena->first_trigger == 0 && i < prototypes->technology_count; i++) {
        const sim_technology_prototype *prototype = sim_technology_prototype_of(prototypes, i);
        if (counts_production(prototype) && produced(arena, prototype))
            return sim_technology_open(arena, prototypes) == SIM_OK;
    }
    return arena->first_trigger != 0;
}

/* The same for an entity that was mined or built. */
static int can_count_entity(sim_arena *arena, const sim_prototypes *prototypes, enum sim_trigger_kind kind,
                            uint32_t entity_prototype)
{
    for (uint32_t i = 1; arena->first_trigger == 0 && i < prototypes->technology_count; i++)
        if (sim_technology_prototype_of(prototypes, i)->trigger_kind == kind &&
            sim_technology_prototype_of(prototypes, i)->trigger_entity == entity_prototype)
            return sim_technology_open(arena, prototypes) == SIM_OK;
    return arena->first_trigger != 0;
}

void sim_research_trigger_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    arena->awake &= ~(uint64_t)SIM_AWAKE_TRIGGERS;
    if (!can_count_production(arena, prototypes)) return;
    int is_any_left = 0;
    for (uint32_t i = arena->first_trigger; i; i = sim_technology_record(arena, i)->next_trigger) {
        const sim_technology_prototype *prototype = sim_technology_prototype_of(prototypes, i);
        if (!counts_production(prototype)) continue;
        sim_technology *record = sim_technology_record(arena, i);
        if (record->researched) continue;
        is_any_left = 1;
        uint64_t now = produced(arena, prototype), before = record->counted;
        record->counted = now;
        if (now > before) count(arena, prototypes, i, (double)(now - before));
    }
    if (!is_any_left) arena->no_triggers = 1;
}

void sim_research_trigger_entity(sim_arena *arena, const sim_prototypes *prototypes, enum sim_trigger_kind kind,
                                 uint32_t entity_prototype)
{
    if (arena->config.pool_capacity[SIM_POOL_TECHNOLOGY] == 0) return;
    if (!can_count_entity(arena, prototypes, kind, entity_prototype)) return;
    for (uint32_t i = arena->first_trigger; i; i = sim_technology_record(arena, i)->next_trigger) {
        const sim_technology_prototype *prototype = sim_technology_prototype_of(prototypes, i);
        if (prototype->trigger_kind != kind || prototype->trigger_entity != entity_prototype) continue;
        if (!sim_technology_record(arena, i)->researched) count(arena, prototypes, i, 1.0);
    }
}

void sim_research_trigger_opened(sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology)
{
    for (uint32_t i = arena->first_trigger; i; i = sim_technology_record(arena, i)->next_trigger) {
        const sim_technology_prototype *prototype = sim_technology_prototype_of(prototypes, i);
        int waits_for_it = 0;
        for (uint32_t p = 0; p < prototype->prerequisite_count; p++)
            waits_for_it |= prototypes->prerequisites[prototype->first_prerequisite + p].number == technology;
        if (waits_for_it) finish_if_due(arena, prototypes, i);
    }
}

void sim_research_trigger_forget(sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology)
{
    const sim_technology_prototype *prototype = sim_technology_prototype_of(prototypes, technology);
    if (counts_production(prototype)) sim_technology_record(arena, technology)->counted = produced(arena, prototype);
}
