#include "harness/standin/engine/inserters/inserter_await.h"

#include "harness/standin/engine/belts/belt.h"
#include "harness/standin/engine/belts/belt_await.h"
#include "harness/standin/engine/energy/burner.h"
#include "harness/standin/engine/inserters/inserter_arm.h"
#include "harness/standin/engine/inserters/inserter_belt.h"
#include "harness/standin/engine/inserters/inserter_hand.h"
#include "harness/standin/engine/inserters/inserter_queue.h"

void sim_inserter_await_room(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    const sim_inserter *inserter = sim_inserter_record(arena, record);
    sim_position place = sim_inserter_drop_position(arena, prototypes, inserter->entity);
    sim_belt_spot spot = sim_belt_spot_at(arena, prototypes, inserter->target, place);
    if (sim_belt_await_room(arena, prototypes, inserter->target, spot))
        sim_inserter_queue_sleep_quietly(arena, record, inserter->target);
}

/* 1 when what is in the buffer moves the arm no more: a step of single precision takes more than that. */
static int is_stuck(const sim_arena *arena, const sim_prototypes *prototypes, const sim_inserter *inserter)
{
    double before = sim_burner_get(arena, inserter->energy.record)->buffer_joules, after = before;
    sim_inserter tried = *inserter;
    if (before < SIM_INSERTER_ENERGY_CLOSE) return 1;
    sim_inserter_arm_move_part(&tried, &prototypes->inserters[inserter->prototype], &after);
    return after == before && tried.length == inserter->length && tried.orientation == inserter->orientation;
}

static int takes_from_a_belt(const sim_arena *arena, const sim_prototypes *prototypes, const sim_inserter *inserter)
{
    return sim_inserter_end_of(arena, prototypes, inserter->source) == SIM_INSERTER_END_BELT;
}

void sim_inserter_await_fuel(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    const sim_inserter *inserter = sim_inserter_record(arena, record);
    int gives = inserter->goal == SIM_INSERTER_GOAL_DROP || inserter->goal == SIM_INSERTER_GOAL_SELF;
    if (inserter->energy.kind != SIM_ENERGY_BURNER || !is_stuck(arena, prototypes, inserter)) return;
    if (gives || !takes_from_a_belt(arena, prototypes, inserter))
        sim_inserter_queue_sleep_quietly(arena, record, 0);
    else if (sim_inserter_belt_item_rests(arena, prototypes, inserter) &&
             sim_belt_await_items(arena, prototypes, inserter->source))
        sim_inserter_queue_sleep_quietly(arena, record, inserter->source);
}
