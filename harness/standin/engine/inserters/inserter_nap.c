#include "harness/standin/engine/inserters/inserter_nap.h"

#include "harness/standin/engine/energy/burner.h"
#include "harness/standin/engine/inserters/inserter_arm.h"
#include "harness/standin/engine/inserters/inserter_belt.h"
#include "harness/standin/engine/inserters/inserter_hand.h"
#include "harness/standin/engine/inserters/inserter_queue.h"

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

void sim_inserter_nap(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    sim_inserter *inserter = sim_inserter_record(arena, record);
    const sim_inserter_prototype *prototype = &prototypes->inserters[inserter->prototype];
    if (arena->nap_end == 0) return;
    uint32_t ticks = ticks_alone(arena, prototypes, inserter);
    if (ticks < SIM_NAP_LEAST_TICKS) return;
    ticks = smaller(ticks, sim_inserter_arm_ticks(inserter, prototype));
    if (ticks < SIM_NAP_LEAST_TICKS) return;
    uint32_t lasts = sim_burner_ticks(arena, prototypes, inserter->energy.record,
                                      sim_inserter_arm_most_joules(prototype));
    if (!sim_nap_begin(arena, SIM_NAP_INSERTERS, record, smaller(ticks, lasts))) return;
    inserter->nap_begin = (uint8_t)sim_nap_clock(arena);
    if (goes_to_a_belt(arena, prototypes, inserter)) sim_inserter_belt_note_quiet(arena, inserter);
}

void sim_inserter_wait(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    sim_inserter *inserter = sim_inserter_record(arena, record);
    uint32_t ticks = arena->nap_end ? sim_inserter_belt_quiet_ticks(arena, prototypes, inserter) : 0;
    if (ticks == 0) return;
    sim_inserter_belt_note_quiet(arena, inserter);
    sim_nap_till_news(arena, record, ticks);
}

/* Swings for the ticks up to and with `last`; one that only waits for news has nothing to make up for. */
static void swing_until(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record, uint32_t last)
{
    sim_inserter *inserter = sim_inserter_record(arena, record);
    const sim_inserter_prototype *prototype = &prototypes->inserters[inserter->prototype];
    double most = sim_inserter_arm_most_joules(prototype);
    uint32_t burner = inserter->energy.record, ticks = inserter->nap_begin ? last - inserter->nap_begin : 0;
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
    inserter->nap_begin = 0;
    sim_nap_end(arena, SIM_NAP_INSERTERS, record);
}

/* 1 when the news may concern one that naps: it waits over a belt or swings to one, or to what may have moved. */
static int minds_news(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    const sim_inserter *inserter = sim_inserter_record(arena, record);
    if (inserter->nap_begin == 0 || goes_to_a_belt(arena, prototypes, inserter))
        return !sim_inserter_belt_is_quiet(arena, inserter);
    return inserter->goal == SIM_INSERTER_GOAL_ITEM && !sim_inserter_belt_item_rests(arena, prototypes, inserter);
}

int sim_inserter_make_up(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    if (arena->napping[SIM_NAP_INSERTERS] == 0) return 1;
    uint32_t turn = sim_nap_bytes(arena, SIM_NAP_INSERTERS)[record], now = sim_nap_clock(arena);
    if (turn == 0) return 1;
    if (turn > now && !(sim_nap_has_news(arena) && minds_news(arena, prototypes, record))) return 0;
    swing_until(arena, prototypes, record, now - 1);
    return 1;
}

void sim_inserter_end_naps(sim_arena *arena, const sim_prototypes *prototypes)
{
    const uint8_t *turns = sim_nap_bytes(arena, SIM_NAP_INSERTERS);
    for (uint32_t record = 1; arena->napping[SIM_NAP_INSERTERS] > 0; record++)
        if (turns[record]) swing_until(arena, prototypes, record, arena->nap_end);
}
