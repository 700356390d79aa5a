#include "harness/standin/engine/inserters/inserter_nap.h"

#include "harness/standin/engine/energy/burner.h"
#include "harness/standin/engine/inserters/inserter_agenda.h"
#include "harness/standin/engine/inserters/inserter_arm.h"
#include "harness/standin/engine/inserters/inserter_belt.h"
#include "harness/standin/engine/inserters/inserter_hand.h"
#include "harness/standin/engine/inserters/inserter_queue.h"
#include "harness/standin/engine/inserters/inserter_quiet.h"

static int goes_to_a_belt(const sim_arena *arena, const sim_prototypes *prototypes, const sim_inserter *inserter)
{
    return inserter->goal == SIM_INSERTER_GOAL_PICKUP &&
           sim_inserter_end_of(arena, prototypes, inserter->source) == SIM_INSERTER_END_BELT;
}

/* Ticks in which nothing but its arrival ends the way that it is on. */
static uint32_t ticks_alone(const sim_arena *arena, const sim_prototypes *prototypes, sim_inserter *inserter)
{
    const uint8_t minds = SIM_INSERTER_HOLDS_FUEL | SIM_INSERTER_STARVED;
    if (inserter->flags & minds || inserter->energy.kind != SIM_ENERGY_BURNER) return 0;
    if (inserter->goal == SIM_INSERTER_GOAL_DROP) return inserter->held_count ? UINT8_MAX : 0;
    if (inserter->held_count) return 0;
    if (inserter->goal == SIM_INSERTER_GOAL_ITEM)
        return sim_inserter_belt_item_rests(arena, prototypes, inserter) ? UINT8_MAX : 0;
    if (inserter->goal != SIM_INSERTER_GOAL_PICKUP) return 0;
    return goes_to_a_belt(arena, prototypes, inserter) ? sim_inserter_belt_bare_ticks(arena, prototypes, inserter)
                                                       : UINT8_MAX;
}

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* 1 when it goes to a belt, or to an item on one, and has to be told of what comes there. */
static int has_to_listen(const sim_arena *arena, const sim_prototypes *prototypes, const sim_inserter *inserter)
{
    return inserter->goal == SIM_INSERTER_GOAL_ITEM || goes_to_a_belt(arena, prototypes, inserter);
}

void sim_inserter_nap(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    sim_inserter *inserter = sim_inserter_record(arena, record);
    const sim_inserter_prototype *prototype = &prototypes->inserters[inserter->prototype];
    uint32_t now = sim_nap_clock(arena);
    if (arena->agenda_state == SIM_AGENDA_CLOSED || now >= arena->nap_end) return;
    uint32_t ticks = ticks_alone(arena, prototypes, inserter);
    if (ticks < SIM_NAP_LEAST_TICKS) return;
    ticks = smaller(ticks, sim_inserter_arm_ticks(inserter, prototype));
    ticks = smaller(ticks, arena->nap_end - now);
    if (ticks < SIM_NAP_LEAST_TICKS) return;
    ticks = smaller(ticks, sim_burner_ticks(arena, prototypes, inserter->energy.record,
                                            sim_inserter_arm_most_joules(prototype)));
    if (ticks < SIM_NAP_LEAST_TICKS) return;
    if (has_to_listen(arena, prototypes, inserter) && !sim_inserter_listen(arena, record)) return;
    inserter->nap_begin = (uint8_t)now;
    arena->napping[SIM_NAP_INSERTERS]++;
    sim_inserter_agenda_return(arena, record, now + ticks + 1);
}

void sim_inserter_wait(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    sim_inserter *inserter = sim_inserter_record(arena, record);
    if (arena->agenda_state == SIM_AGENDA_CLOSED) return;
    uint32_t ticks = sim_inserter_belt_quiet_ticks(arena, prototypes, inserter);
    if (ticks > 0 && sim_inserter_listen(arena, record))
        sim_inserter_agenda_return(arena, record, sim_nap_clock(arena) + ticks + 1);
}

/* Swings for the ticks up to and with `last`. */
static void swing_until(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record, uint32_t last)
{
    sim_inserter *inserter = sim_inserter_record(arena, record);
    const sim_inserter_prototype *prototype = &prototypes->inserters[inserter->prototype];
    double most = sim_inserter_arm_most_joules(prototype);
    uint32_t burner = inserter->energy.record, ticks = last - inserter->nap_begin;
    for (; ticks > 0 && inserter->length != inserter->goal_length; ticks--) {
        double cost = sim_inserter_arm_cost(inserter, prototype);
        sim_inserter_arm_move(inserter, prototype, 1);
        sim_burner_work(arena, prototypes, burner, cost, most, 1);
    }
    if (ticks > 0) {
        double cost = sim_inserter_arm_cost(inserter, prototype);
        sim_inserter_arm_turn(inserter, prototype, ticks);
        sim_burner_work(arena, prototypes, burner, cost, most, ticks);
    }
    sim_inserter_forget_nap(arena, record);
}

void sim_inserter_make_up(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    if (sim_inserter_record(arena, record)->nap_begin)
        swing_until(arena, prototypes, record, sim_nap_clock(arena) - 1);
}

void sim_inserter_forget_nap(sim_arena *arena, uint32_t record)
{
    sim_inserter *inserter = sim_inserter_record(arena, record);
    arena->napping[SIM_NAP_INSERTERS] -= inserter->nap_begin != 0;
    inserter->nap_begin = 0;
}

void sim_inserter_end_naps(sim_arena *arena, const sim_prototypes *prototypes)
{
    for (uint32_t record = 1; arena->napping[SIM_NAP_INSERTERS] > 0; record++)
        if (sim_inserter_record(arena, record)->nap_begin) swing_until(arena, prototypes, record, arena->nap_end);
    sim_inserter_end_listening(arena);
    sim_inserter_agenda_close(arena);
    arena->agenda_version = 0;
}
