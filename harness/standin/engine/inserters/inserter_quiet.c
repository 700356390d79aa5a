#include "harness/standin/engine/inserters/inserter_quiet.h"

#include "harness/standin/engine/belts/belt_line.h"
#include "harness/standin/engine/entities/watch.h"
#include "harness/standin/engine/inserters/inserter_agenda.h"
#include "harness/standin/engine/inserters/inserter_queue.h"

static sim_belt *belt_of(const sim_arena *arena, const sim_inserter *inserter)
{
    return sim_belt_at(arena, sim_entity_slot(arena, inserter->source)->record);
}

/* Chains --------------------------------------------------------------------------------------------------------- */

int sim_inserter_listen(sim_arena *arena, uint32_t record)
{
    sim_inserter *inserter = sim_inserter_record(arena, record);
    if (arena->is_deaf || arena->agenda_state == SIM_AGENDA_CLOSED) return 0;
    if (inserter->goal == SIM_INSERTER_GOAL_ITEM) arena->followers++;
    if (inserter->listens) return 1;
    sim_belt *belt = belt_of(arena, inserter);
    inserter->listens = 1;
    inserter->next_at_belt = belt->listener;
    belt->listener = record;
    arena->listeners++;
    if (!sim_watch_counts(arena)) return 1;
    sim_watch_head *own = sim_watch_head_of(arena, inserter->entity);
    if (own->listener == 0) own->listener = record;
    if (inserter->target == 0) return 1;
    sim_watch_head *target = sim_watch_head_of(arena, inserter->target);
    inserter->next_at_target = target->listener;
    target->listener = record;
    return 1;
}

static void forget(sim_arena *arena, sim_inserter *inserter)
{
    belt_of(arena, inserter)->listener = 0;
    if (sim_watch_counts(arena)) {
        sim_watch_head_of(arena, inserter->entity)->listener = 0;
        if (inserter->target) sim_watch_head_of(arena, inserter->target)->listener = 0;
    }
}

/* Whatever has become of belts and targets meanwhile. */
static void sweep(sim_arena *arena)
{
    for (uint32_t belt = 1; belt < arena->pools[SIM_POOL_BELT].used; belt++)
        if (sim_pool_is_live(arena, SIM_POOL_BELT, belt)) sim_belt_at(arena, belt)->listener = 0;
    for (uint32_t slot = 1; sim_watch_counts(arena) && slot < arena->entity_slots; slot++)
        sim_watch_head_of(arena, slot)->listener = 0;
}

void sim_inserter_end_listening(sim_arena *arena)
{
    if (arena->is_deaf) sweep(arena);
    for (uint32_t record = 1; arena->listeners > 0 && record < arena->pools[SIM_POOL_INSERTER].used; record++) {
        sim_inserter *inserter = sim_inserter_record(arena, record);
        if (inserter->entity == 0 || !inserter->listens) continue;
        if (!arena->is_deaf) forget(arena, inserter);
        inserter->next_at_belt = inserter->next_at_target = inserter->listens = 0;
        arena->listeners--;
    }
    arena->listeners = arena->followers = 0;
    arena->is_deaf = 0;
}

/* News ----------------------------------------------------------------------------------------------------------- */

/* 1 when it may nap quietly: it goes to or stands over its belt with an empty hand. */
static int minds_its_belt(const sim_inserter *inserter)
{
    return inserter->held_count == 0 &&
           (inserter->goal == SIM_INSERTER_GOAL_PICKUP || inserter->goal == SIM_INSERTER_GOAL_ITEM);
}

static void hurry_all(sim_arena *arena)
{
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_INSERTER].used; record++) {
        const sim_inserter *inserter = sim_inserter_record(arena, record);
        if (inserter->entity && inserter->listens && minds_its_belt(inserter))
            sim_inserter_agenda_hurry(arena, record);
    }
}

void sim_inserter_make_deaf(sim_arena *arena)
{
    if (arena->is_deaf || arena->agenda_state == SIM_AGENDA_CLOSED) return;
    hurry_all(arena);
    arena->is_deaf = 1;
}

int sim_inserter_hear_versions(sim_arena *arena)
{
    uint32_t version = arena->effect_version + arena->belt_joins;
    if (version == arena->agenda_version) return 0;
    arena->agenda_version = version;
    hurry_all(arena);
    return 1;
}

static int is_told(const sim_arena *arena)
{
    return arena->listeners > 0 && !arena->is_deaf;
}

/* Those over a belt have their turn in that tick of the part at the latest; who has refused the item lets it pass. */
static void tell_of_item(sim_arena *arena, uint32_t belt, uint32_t turn, uint16_t item)
{
    for (uint32_t record = sim_belt_at(arena, belt)->listener; record != 0;) {
        const sim_inserter *inserter = sim_inserter_record(arena, record);
        int is_refused = inserter->verdict_item == item && !inserter->verdict;
        if (inserter->goal == SIM_INSERTER_GOAL_PICKUP && inserter->held_count == 0 && !is_refused)
            sim_inserter_agenda_set(arena, record, turn);
        record = inserter->next_at_belt;
    }
}

static void tell_all_at_belt(sim_arena *arena, uint32_t belt, enum sim_inserter_goal goal)
{
    for (uint32_t record = sim_belt_at(arena, belt)->listener; record != 0;) {
        const sim_inserter *inserter = sim_inserter_record(arena, record);
        if (inserter->goal == goal && inserter->held_count == 0) sim_inserter_agenda_hurry(arena, record);
        record = inserter->next_at_belt;
    }
}

static void tell_line(sim_arena *arena, uint32_t front, enum sim_inserter_goal goal)
{
    uint32_t number = front;
    do {
        tell_all_at_belt(arena, number / 2, goal);
        number = sim_belt_lane_at(arena, number)->previous;
    } while (number != 0 && number != front && sim_belt_lane_at(arena, number)->line == front);
}

void sim_inserter_hear_item(sim_arena *arena, uint32_t number, int32_t position, uint16_t item, int is_new)
{
    if (!is_told(arena)) return;
    const sim_belt_lane *lane = sim_belt_lane_at(arena, number);
    uint32_t front = lane->line, now = sim_nap_clock(arena);
    if (is_new) {
        tell_line(arena, front, SIM_INSERTER_GOAL_PICKUP);
        return;
    }
    uint32_t way = (uint32_t)position, speed = lane->speed;
    tell_of_item(arena, number / 2, now, item);
    for (int i = 0; i < SIM_QUIET_LANES && lane->next && lane->entry < 0; i++) {
        number = lane->next;
        lane = sim_belt_lane_at(arena, number);
        if (lane->line != front) return;
        tell_of_item(arena, number / 2, now + way / speed, item);
        way += (uint32_t)lane->length;
    }
}

void sim_inserter_hear_loss(sim_arena *arena, uint32_t lane)
{
    if (is_told(arena) && arena->followers) tell_all_at_belt(arena, lane / 2, SIM_INSERTER_GOAL_ITEM);
}

void sim_inserter_hear_line(sim_arena *arena, uint32_t front)
{
    if (is_told(arena) && arena->followers) tell_line(arena, front, SIM_INSERTER_GOAL_ITEM);
}

void sim_inserter_hear_change(sim_arena *arena, uint32_t first)
{
    if (!is_told(arena)) return;
    for (uint32_t record = first; record != 0; record = sim_inserter_record(arena, record)->next_at_target)
        if (minds_its_belt(sim_inserter_record(arena, record))) sim_inserter_agenda_hurry(arena, record);
}
