#include "harness/standin/engine/research/technology.h"

#include <math.h>
#include <string.h>

#include "harness/standin/engine/character/character.h"
#include "harness/standin/engine/entities/event.h"
#include "harness/standin/engine/research/formula.h"
#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/research/research_trigger.h"
#include "harness/standin/engine/research/technology_queue.h"
#include "harness/standin/engine/world/settings.h"

/* Sums of many small steps that should be whole fall short of it by rounding: work of less than this is no work. */
#define SLACK_SECONDS 1e-7

static int is_known(const sim_prototypes *prototypes, uint32_t technology)
{
    return technology != 0 && technology < prototypes->technology_count;
}

sim_technology *sim_technology_record(const sim_arena *arena, uint32_t technology)
{
    int is_open = technology != 0 && technology < arena->pools[SIM_POOL_TECHNOLOGY].used;
    return is_open ? SIM_RECORD(arena, SIM_POOL_TECHNOLOGY, sim_technology, technology) : NULL;
}

static uint32_t record_count(const sim_arena *arena)
{
    return arena->pools[SIM_POOL_TECHNOLOGY].used;
}

static sim_technology fresh_record(const sim_prototypes *prototypes, uint32_t technology)
{
    const sim_technology_prototype *prototype = sim_technology_prototype_of(prototypes, technology);
    sim_technology fresh = {.entity = technology, .level = prototype->level, .enabled = prototype->enabled};
    for (uint32_t i = technology + 1; prototype->trigger_kind && i < prototypes->technology_count; i++) {
        if (sim_technology_prototype_of(prototypes, i)->trigger_kind == SIM_TRIGGER_NONE) continue;
        fresh.next_trigger = i;
        break;
    }
    return fresh;
}

sim_technology sim_technology_state(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology)
{
    const sim_technology *record = sim_technology_record(arena, technology);
    return record ? *record : fresh_record(prototypes, technology);
}

/* Opening ----------------------------------------------------------------------------------------------------- */

static int has_room(const sim_arena *arena, enum sim_pool_id pool, uint32_t records)
{
    return arena->config.pool_capacity[pool] >= records;
}

enum sim_result sim_technology_open(sim_arena *arena, const sim_prototypes *prototypes)
{
    if (record_count(arena) > 1) return SIM_OK;
    uint32_t bonuses = sim_force_bonus_count(prototypes);
    if (!has_room(arena, SIM_POOL_TECHNOLOGY, prototypes->technology_count - 1) ||
        !has_room(arena, SIM_POOL_RECIPE, prototypes->recipe_count - 1) || !has_room(arena, SIM_POOL_BONUS, bonuses))
        return SIM_ARENA_FULL;
    for (uint32_t i = prototypes->technology_count - 1; i > 0; i--)
        if (sim_technology_prototype_of(prototypes, i)->trigger_kind) arena->first_trigger = i;
    for (uint32_t i = 1; i < prototypes->technology_count; i++) {
        uint32_t record = sim_pool_take(arena, SIM_POOL_TECHNOLOGY, i);
        *sim_technology_record(arena, record) = fresh_record(prototypes, i);
    }
    for (uint32_t i = 1; i < prototypes->recipe_count; i++) sim_pool_take(arena, SIM_POOL_RECIPE, i);
    for (uint32_t i = 1; i <= bonuses; i++) sim_pool_take(arena, SIM_POOL_BONUS, 1);
    arena->researched_known = 1;
    sim_force_reset(arena, prototypes);
    return SIM_OK;
}

void sim_technology_reset(sim_arena *arena, const sim_prototypes *prototypes)
{
    sim_technology_clear_queue(arena, prototypes);
    for (uint32_t i = 1; i < record_count(arena); i++) *sim_technology_record(arena, i) = fresh_record(prototypes, i);
    sim_force_reset(arena, prototypes);
    arena->no_triggers = 0;
    arena->researched_known = 1;
}

/* State ------------------------------------------------------------------------------------------------------- */

static uint32_t count_researched(const sim_arena *arena)
{
    uint32_t count = 0;
    for (uint32_t i = 1; i < record_count(arena); i++) count += sim_technology_record(arena, i)->researched;
    return count;
}

uint32_t sim_technology_researched_count(const sim_arena *arena)
{
    return arena->researched_known ? arena->researched_known - 1 : count_researched(arena);
}

static void set_researched(sim_arena *arena, sim_technology *record, uint8_t researched)
{
    record->researched = researched;
    arena->researched_known = 1 + count_researched(arena);
}

int sim_technology_is_researched(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology)
{
    return is_known(prototypes, technology) && sim_technology_state(arena, prototypes, technology).researched;
}

int sim_technology_is_enabled(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology)
{
    return is_known(prototypes, technology) && sim_technology_state(arena, prototypes, technology).enabled;
}

uint32_t sim_technology_level(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology)
{
    return is_known(prototypes, technology) ? sim_technology_state(arena, prototypes, technology).level : 0;
}

double sim_technology_units(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology)
{
    if (!is_known(prototypes, technology)) return 1.0;
    const sim_technology_prototype *prototype = sim_technology_prototype_of(prototypes, technology);
    double units = prototype->count;
    if (prototype->count == 0 && prototype->count_formula && prototype->count_formula[0])
        units = sim_formula_value(prototype->count_formula, sim_technology_state(arena, prototypes, technology).level);
    double price = sim_settings_get(arena, prototypes)->technology_price_multiplier;
    if (!prototype->ignore_tech_cost_multiplier && price > 0.0) units *= price;
    return units > 1.0 ? units : 1.0;
}

static double total_seconds(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology)
{
    const sim_technology_prototype *prototype = sim_technology_prototype_of(prototypes, technology);
    return sim_technology_units(arena, prototypes, technology) * prototype->time_seconds;
}

double sim_technology_progress(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology)
{
    const sim_technology *record = sim_technology_record(arena, technology);
    if (record == NULL || !is_known(prototypes, technology)) return 0.0;
    const sim_technology_prototype *prototype = sim_technology_prototype_of(prototypes, technology);
    if (record->researched) return 0.0;
    if (prototype->trigger_kind)
        return prototype->trigger_count > 0.0 ? fmin(record->triggered / prototype->trigger_count, 1.0) : 0.0;
    double total = total_seconds(arena, prototypes, technology);
    return total > 0.0 ? record->done_seconds / total : 0.0;
}

/* 1 when all prerequisites are researched, or, with `may_be_queued`, in the queue. */
static int prerequisites_hold(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology,
                              int may_be_queued)
{
    const sim_technology_prototype *prototype = sim_technology_prototype_of(prototypes, technology);
    for (uint32_t i = 0; i < prototype->prerequisite_count; i++) {
        uint32_t needed = prototypes->prerequisites[prototype->first_prerequisite + i].number;
        sim_technology state = sim_technology_state(arena, prototypes, needed);
        if (!state.researched && !(may_be_queued && state.place)) return 0;
    }
    return 1;
}

enum sim_result sim_technology_may_wait(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology,
                                        int may_be_queued)
{
    if (!is_known(prototypes, technology)) return SIM_NOT_FOUND;
    sim_technology state = sim_technology_state(arena, prototypes, technology);
    if (!state.enabled) return SIM_NOT_ENABLED;
    if (state.researched) return SIM_DONE_ALREADY;
    if (sim_technology_prototype_of(prototypes, technology)->trigger_kind) return SIM_NEEDS_TRIGGER;
    int holds = prerequisites_hold(arena, prototypes, technology, may_be_queued);
    return holds ? SIM_OK : SIM_NEEDS_PREREQUISITES;
}

enum sim_result sim_technology_may_start(const sim_arena *arena, const sim_prototypes *prototypes,
                                         uint32_t technology)
{
    return sim_technology_may_wait(arena, prototypes, technology, 0);
}

/* Finishing --------------------------------------------------------------------------------------------------- */

static void apply_effects(sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology, int sign)
{
    const sim_technology_prototype *prototype = sim_technology_prototype_of(prototypes, technology);
    for (uint32_t i = 0; i < prototype->effect_count; i++)
        sim_force_apply(arena, prototypes, &prototypes->technology_effects[prototype->first_effect + i], sign);
}

static int is_last_level(const sim_technology_prototype *prototype, uint32_t level)
{
    return prototype->max_level != 0 && level >= prototype->max_level;
}

void sim_technology_finish(sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology)
{
    sim_technology *record = sim_technology_record(arena, technology);
    record->done_seconds = 0.0;
    if (is_last_level(sim_technology_prototype_of(prototypes, technology), record->level))
        set_researched(arena, record, 1);
    else
        record->level++;
    apply_effects(arena, prototypes, technology, 1);
    sim_research_trigger_opened(arena, prototypes, technology);
    sim_event_emit(arena, (sim_event){.kind = SIM_EVENT_RESEARCH_FINISHED, .number = technology});
    if (record->place) sim_technology_leave_queue(arena, prototypes, technology);
}

int sim_technology_work(sim_arena *arena, const sim_prototypes *prototypes, double seconds)
{
    sim_technology *record = sim_technology_record(arena, arena->research);
    if (record == NULL) return 0;
    record->done_seconds += seconds;
    if (record->done_seconds < total_seconds(arena, prototypes, arena->research) - SLACK_SECONDS) return 0;
    sim_technology_finish(arena, prototypes, arena->research);
    return 1;
}

enum sim_result sim_technology_set_progress(sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology,
                                            double progress)
{
    if (!is_known(prototypes, technology)) return SIM_NOT_FOUND;
    if (!(progress >= 0.0 && progress < 1.0)) return SIM_BAD_ARGUMENT;
    if (sim_technology_prototype_of(prototypes, technology)->trigger_kind) return SIM_NEEDS_TRIGGER;
    if (sim_technology_state(arena, prototypes, technology).researched) return SIM_DONE_ALREADY;
    enum sim_result result = sim_technology_open(arena, prototypes);
    if (result != SIM_OK) return result;
    sim_technology_record(arena, technology)->done_seconds =
        progress * total_seconds(arena, prototypes, technology);
    return SIM_OK;
}

/* Takes all levels back that were brought; what waits in the queue keeps its place there. */
static void take_back(sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology)
{
    sim_technology *record = sim_technology_record(arena, technology);
    uint32_t levels = record->level - sim_technology_prototype_of(prototypes, technology)->level + record->researched;
    for (uint32_t i = 0; i < levels; i++) apply_effects(arena, prototypes, technology, -1);
    uint8_t enabled = record->enabled, place = record->place;
    *record = fresh_record(prototypes, technology);
    record->enabled = enabled;
    record->place = place;
    set_researched(arena, record, 0);
    arena->no_triggers = 0;
    sim_research_trigger_forget(arena, prototypes, technology);
    uint16_t queue[SIM_RESEARCH_QUEUE];
    uint32_t count = sim_technology_queue(arena, queue);
    sim_technology_set_queue(arena, queue, sim_technology_drop_orphans(arena, prototypes, queue, count));
}

/* 1 when the characters' inventories can be as large as the technology makes them. */
static int has_room_for_slots(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology)
{
    const sim_technology_prototype *prototype = sim_technology_prototype_of(prototypes, technology);
    double slots = 0.0;
    for (uint32_t i = 0; i < prototype->effect_count; i++) {
        const sim_technology_effect *effect = &prototypes->technology_effects[prototype->first_effect + i];
        if (effect->kind == SIM_TECHNOLOGY_EFFECT_CHARACTER_INVENTORY_SLOTS_BONUS) slots += effect->modifier;
    }
    return slots <= 0.0 || sim_character_has_room(arena, slots);
}

enum sim_result sim_technology_set_researched(sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology,
                                              int researched)
{
    if (!is_known(prototypes, technology)) return SIM_NOT_FOUND;
    sim_technology state = sim_technology_state(arena, prototypes, technology);
    int is_fresh = !state.researched && state.level == sim_technology_prototype_of(prototypes, technology)->level;
    if (researched ? state.researched : is_fresh) return SIM_OK;
    enum sim_result result = sim_technology_open(arena, prototypes);
    if (result != SIM_OK) return result;
    if (researched && !has_room_for_slots(arena, prototypes, technology)) return SIM_ARENA_FULL;
    if (researched)
        sim_technology_finish(arena, prototypes, technology);
    else
        take_back(arena, prototypes, technology);
    return SIM_OK;
}

enum sim_result sim_technology_set_enabled(sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology,
                                           int enabled)
{
    if (!is_known(prototypes, technology)) return SIM_NOT_FOUND;
    if (sim_technology_is_enabled(arena, prototypes, technology) == (enabled != 0)) return SIM_OK;
    enum sim_result result = sim_technology_open(arena, prototypes);
    if (result == SIM_OK) sim_technology_record(arena, technology)->enabled = enabled != 0;
    return result;
}

enum sim_result sim_technology_research_all(sim_arena *arena, const sim_prototypes *prototypes)
{
    enum sim_result result = sim_technology_open(arena, prototypes);
    for (uint32_t i = 1; result == SIM_OK && i < prototypes->technology_count; i++) {
        const sim_technology *record = sim_technology_record(arena, i);
        if (!record->enabled || sim_technology_prototype_of(prototypes, i)->max_level == 0) continue;
        if (!record->researched && !has_room_for_slots(arena, prototypes, i)) return SIM_ARENA_FULL;
        while (!record->researched) sim_technology_finish(arena, prototypes, i);
    }
    return result;
}

/* Sanity and hash --------------------------------------------------------------------------------------------- */

static int check_record(const sim_prototypes *prototypes, const sim_technology *record, uint32_t technology,
                        sim_fault *fault)
{
    const sim_position none = {0, 0};
    const sim_technology_prototype *prototype = sim_technology_prototype_of(prototypes, technology);
    SIM_EXPECT(fault, "technology", technology, none, record->entity == technology);
    SIM_EXPECT(fault, "technology", technology, none, record->researched <= 1 && record->enabled <= 1);
    SIM_EXPECT(fault, "technology", technology, none, record->place <= SIM_RESEARCH_QUEUE);
    SIM_EXPECT(fault, "technology", technology, none, !(record->place && record->researched));
    SIM_EXPECT(fault, "technology", technology, none, record->level >= prototype->level);
    SIM_EXPECT(fault, "technology", technology, none,
               prototype->max_level == 0 || record->level <= prototype->max_level ||
                   record->level == prototype->level);
    SIM_EXPECT(fault, "technology", technology, none, record->done_seconds >= 0.0 && isfinite(record->done_seconds));
    SIM_EXPECT(fault, "technology", technology, none, record->triggered >= 0.0 && isfinite(record->triggered));
    return 1;
}

int sim_technology_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    const sim_position none = {0, 0};
    uint32_t records = record_count(arena), places = 0, first = 0, queued = 0;
    SIM_EXPECT(fault, "technologies", records, none, records == 1 || records == prototypes->technology_count);
    SIM_EXPECT(fault, "technologies", records, none,
               sim_technology_researched_count(arena) == count_researched(arena));
    for (uint32_t i = 1; i < records; i++) {
        const sim_technology *record = sim_technology_record(arena, i);
        if (!check_record(prototypes, record, i, fault)) return 0;
        if (record->place == 0) continue;
        if (record->place == 1) first = i;
        places |= 1u << record->place;
        queued++;
    }
    SIM_EXPECT(fault, "technologies", 0, none, places == ((1u << queued) - 1) << 1);
    SIM_EXPECT(fault, "technologies", 0, none, arena->research == first);
    for (uint32_t i = arena->first_trigger; i; i = sim_technology_record(arena, i)->next_trigger) {
        SIM_EXPECT(fault, "technology", i, none,
                   i < records && sim_technology_prototype_of(prototypes, i)->trigger_kind);
        uint32_t next = sim_technology_record(arena, i)->next_trigger;
        SIM_EXPECT(fault, "technology", i, none, next == 0 || next > i);
    }
    return sim_force_check(arena, prototypes, fault);
}

uint64_t sim_technology_hash(const sim_arena *arena, uint64_t hash)
{
    for (uint32_t i = 1; i < record_count(arena); i++) {
        const sim_technology *record = sim_technology_record(arena, i);
        hash = sim_hash_word(hash, (uint64_t)record->level << 32 | (uint64_t)record->place << 16 |
                                       (uint64_t)record->enabled << 8 | record->researched);
        hash = sim_hash_double(hash, record->done_seconds);
        hash = sim_hash_word(hash, record->counted);
        hash = sim_hash_double(hash, record->triggered);
    }
    return sim_force_hash(arena, hash);
}
