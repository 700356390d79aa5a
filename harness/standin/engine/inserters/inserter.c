#include "harness/standin/engine/inserters/inserter.h"

#include "harness/standin/engine/energy/burner.h"
#include "harness/standin/engine/inserters/inserter_agenda.h"
#include "harness/standin/engine/inserters/inserter_arm.h"
#include "harness/standin/engine/inserters/inserter_await.h"
#include "harness/standin/engine/inserters/inserter_belt.h"
#include "harness/standin/engine/inserters/inserter_hand.h"
#include "harness/standin/engine/inserters/inserter_nap.h"
#include "harness/standin/engine/inserters/inserter_queue.h"
#include "harness/standin/engine/inserters/inserter_quiet.h"
#include "harness/standin/engine/inserters/inserter_reach.h"
#include "harness/standin/engine/dispatch/transfer.h"

/* Where the hand goes to put fuel into its own slot: this far from the inserter's centre on both axes, in tiles,
 * the axes mirrored with the direction. Not in the prototypes; measured (FactorioGym), so that the arm does not end
 * at length 0. */
#define SELF_OFFSET 0.01

/* Ticks that a hand with something in it waits over a belt that offers nothing. The game's number is not published. Of those
 * tried (0, 2 to 8 and 16) only this one lets full hands of bulk inserters bring the published 7.5, 11.25 and 15 items a
 * second from belts of the three speeds. */
#define PATIENCE_TICKS 2

static const sim_inserter_prototype *prototype_of(const sim_prototypes *prototypes, const sim_inserter *inserter)
{
    return &prototypes->inserters[inserter->prototype];
}

static uint8_t direction_of(const sim_arena *arena, const sim_inserter *inserter)
{
    return sim_entity_slot(arena, inserter->entity)->direction;
}

/* Coming and going -------------------------------------------------------------------------------------------- */

enum sim_result sim_inserter_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    uint32_t record = sim_pool_take(arena, SIM_POOL_INSERTER, slot);
    if (record == 0) return SIM_ARENA_FULL;
    sim_inserter *inserter = sim_inserter_record(arena, record);
    sim_entity *entity = sim_entity_slot(arena, slot);
    enum sim_result result = sim_energy_attach(arena, prototypes, slot, &inserter->energy);
    if (result != SIM_OK) {
        sim_pool_give_back(arena, SIM_POOL_INSERTER, record);
        return result;
    }
    entity->record = record;
    inserter->prototype = prototypes->entities[entity->prototype].inserter;
    const sim_inserter_prototype *prototype = prototype_of(prototypes, inserter);
    sim_inserter_arm_aim(inserter, sim_inserter_turned_vector(prototype->pickup_vector, entity->direction));
    inserter->orientation = inserter->goal_orientation;
    inserter->length = prototype->starting_distance;
    sim_inserter_reach_resolve(arena, prototypes, record, 0);
    sim_inserter_queue_join(arena, record);
    return SIM_OK;
}

void sim_inserter_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    uint32_t record = sim_entity_slot(arena, slot)->record;
    if (sim_inserter_record(arena, record)->listens) sim_inserter_make_deaf(arena);
    sim_inserter_queue_forget(arena, record);
    sim_inserter_forget_nap(arena, record);
    sim_energy_detach(arena, prototypes, &sim_inserter_record(arena, record)->energy);
    sim_pool_give_back(arena, SIM_POOL_INSERTER, record);
}

void sim_inserter_turned(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    uint32_t record = sim_entity_slot(arena, slot)->record;
    sim_inserter_reach_resolve(arena, prototypes, record, 0);
    sim_inserter_record(arena, record)->goal = SIM_INSERTER_GOAL_NONE;
    sim_inserter_record(arena, record)->chased = 0;
    sim_inserter_queue_wake(arena, record);
}

/* Goals ------------------------------------------------------------------------------------------------------- */

static sim_vector_f64 self_vector(uint8_t direction)
{
    double x = direction == 4 ? -SELF_OFFSET : SELF_OFFSET, y = direction == 8 ? -SELF_OFFSET : SELF_OFFSET;
    return (sim_vector_f64){x, y};
}

static void set_goal(const sim_arena *arena, const sim_prototypes *prototypes, sim_inserter *inserter,
                     enum sim_inserter_goal goal)
{
    if (inserter->goal == goal) return;
    const sim_inserter_prototype *prototype = prototype_of(prototypes, inserter);
    uint8_t direction = direction_of(arena, inserter);
    inserter->goal = (uint8_t)goal;
    inserter->aim = 0;
    if (goal == SIM_INSERTER_GOAL_PICKUP)
        sim_inserter_arm_aim(inserter, sim_inserter_turned_vector(prototype->pickup_vector, direction));
    if (goal == SIM_INSERTER_GOAL_DROP)
        sim_inserter_arm_aim(inserter, sim_inserter_turned_vector(prototype->insert_vector, direction));
    if (goal == SIM_INSERTER_GOAL_SELF) sim_inserter_arm_aim(inserter, self_vector(direction));
}

/* 1 when it carries what it has: it does not go on filling its hand once it has turned away from a belt. */
static int carries(const sim_arena *arena, const sim_prototypes *prototypes, const sim_inserter *inserter)
{
    if (inserter->held_count == 0) return 0;
    if (inserter->goal == SIM_INSERTER_GOAL_DROP || inserter->goal == SIM_INSERTER_GOAL_SELF) return 1;
    return inserter->held_count >= sim_inserter_hand_size(arena, prototypes, inserter->entity) ||
           sim_inserter_end_of(arena, prototypes, inserter->source) != SIM_INSERTER_END_BELT;
}

static void go_and_give(const sim_arena *arena, const sim_prototypes *prototypes, sim_inserter *inserter)
{
    int keeps = inserter->flags & SIM_INSERTER_HOLDS_FUEL && sim_inserter_lacks_fuel(arena, inserter);
    set_goal(arena, prototypes, inserter, keeps ? SIM_INSERTER_GOAL_SELF : SIM_INSERTER_GOAL_DROP);
}

/* 1 when a hand with something in it, over a belt that offers nothing, has waited for more as long as it does. */
static int has_waited(sim_inserter *inserter)
{
    if (inserter->waited == PATIENCE_TICKS) return 1;
    inserter->waited++;
    return 0;
}

/* Chooses where the arm goes this tick; 0 when it has to stand still. */
static int choose_goal(const sim_arena *arena, const sim_prototypes *prototypes, sim_inserter *inserter)
{
    enum sim_inserter_chase chase = SIM_INSERTER_CHASE_NONE;
    if (carries(arena, prototypes, inserter)) {
        go_and_give(arena, prototypes, inserter);
        return 1;
    }
    if (sim_inserter_end_of(arena, prototypes, inserter->source) == SIM_INSERTER_END_BELT)
        chase = sim_inserter_belt_chase(arena, prototypes, inserter);
    if (chase == SIM_INSERTER_CHASE_NONE && inserter->held_count) {
        if (!has_waited(inserter)) return 0;
        go_and_give(arena, prototypes, inserter);
        return 1;
    }
    inserter->waited = 0;
    if (chase == SIM_INSERTER_CHASE_ITEM)
        inserter->goal = SIM_INSERTER_GOAL_ITEM;
    else if (chase == SIM_INSERTER_CHASE_NONE)
        set_goal(arena, prototypes, inserter, SIM_INSERTER_GOAL_PICKUP);
    return chase != SIM_INSERTER_CHASE_LOST;
}

/* Work -------------------------------------------------------------------------------------------------------- */

/* A burner's arm goes on with the last that is in the buffer; what it has no use for stays there. */
static int move_by_fuel(sim_arena *arena, sim_inserter *inserter, const sim_inserter_prototype *prototype, double cost)
{
    sim_burner *burner = sim_burner_get(arena, inserter->energy.record);
    if (burner->buffer_joules >= cost) {
        burner->buffer_joules -= cost;
        return sim_inserter_arm_move(inserter, prototype, 1);
    }
    inserter->flags |= SIM_INSERTER_STARVED;
    if (burner->buffer_joules >= SIM_INSERTER_ENERGY_CLOSE)
        sim_inserter_arm_move_part(inserter, prototype, &burner->buffer_joules);
    return 0;
}

/* Moves the arm with the energy that there is; 1 when it is at its goal. */
static int move(sim_arena *arena, const sim_prototypes *prototypes, sim_inserter *inserter)
{
    const sim_inserter_prototype *prototype = prototype_of(prototypes, inserter);
    inserter->flags &= (uint8_t) ~(SIM_INSERTER_STARVED | SIM_INSERTER_WAITING);
    if (sim_inserter_arm_is_there(inserter)) return 1;
    double cost = sim_inserter_arm_cost(inserter, prototype);
    if (cost == 0) return sim_inserter_arm_move(inserter, prototype, 1);
    if (inserter->energy.kind == SIM_ENERGY_BURNER) return move_by_fuel(arena, inserter, prototype, cost);
    inserter->flags &= (uint8_t)~SIM_INSERTER_RESTS;
    double speed = sim_energy_draw(arena, prototypes, &inserter->energy, cost);
    if (speed > 0) return sim_inserter_arm_move(inserter, prototype, speed);
    inserter->flags |= SIM_INSERTER_STARVED;
    return 0;
}

/* Does what there is to do at the goal; 0 when there is nothing. */
static int act(sim_arena *arena, const sim_prototypes *prototypes, sim_inserter *inserter)
{
    switch (inserter->goal) {
    case SIM_INSERTER_GOAL_PICKUP: return sim_inserter_take(arena, prototypes, inserter);
    case SIM_INSERTER_GOAL_ITEM: return sim_inserter_belt_take(arena, prototypes, inserter);
    case SIM_INSERTER_GOAL_SELF: sim_inserter_feed_itself(arena, prototypes, inserter); break;
    default:
        if (!sim_inserter_give(arena, prototypes, inserter)) return 0;
    }
    if (inserter->held_count == 0) inserter->goal = SIM_INSERTER_GOAL_NONE;
    return 1;
}

/* Energy for the most that a tick of moving takes, which fills the buffer of a burner. */
static void refill(sim_arena *arena, const sim_prototypes *prototypes, sim_inserter *inserter)
{
    const sim_inserter_prototype *prototype = prototype_of(prototypes, inserter);
    if (inserter->energy.kind == SIM_ENERGY_BURNER)
        sim_energy_refill(arena, prototypes, &inserter->energy, sim_inserter_arm_most_joules(prototype));
}

static void rest(sim_arena *arena, const sim_prototypes *prototypes, sim_inserter *inserter)
{
    if (inserter->flags & SIM_INSERTER_RESTS || inserter->energy.kind == SIM_ENERGY_BURNER) return;
    inserter->flags |= SIM_INSERTER_RESTS;
    sim_energy_rest(arena, prototypes, &inserter->energy);
}

/* Belts report every item that somebody puts on them, which is no news for an inserter that waits for something
 * else. */
static uint32_t watched_target(const sim_arena *arena, const sim_prototypes *prototypes, const sim_inserter *inserter)
{
    int is_belt = sim_inserter_end_of(arena, prototypes, inserter->target) == SIM_INSERTER_END_BELT;
    return is_belt ? 0 : inserter->target;
}

/* What stands between it and work is another inserter, of which it gets no word. */
static int waits_for_an_inserter(const sim_arena *arena, const sim_prototypes *prototypes, const sim_inserter *inserter)
{
    return sim_inserter_end_of(arena, prototypes, inserter->target) == SIM_INSERTER_END_INSERTER &&
           sim_transfer_output(arena, prototypes, inserter->source, 0).item != 0;
}

/* At its goal with nothing to do there; `again`: as in the tick before. Burners fill up only while their inserter is
 * awake; over a belt it dozes, its buffer as it is, while the line is empty, and while it finds no gap. */
static void wait(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record, int again)
{
    sim_inserter *inserter = sim_inserter_record(arena, record);
    int gives = inserter->goal == SIM_INSERTER_GOAL_DROP;
    rest(arena, prototypes, inserter);
    inserter->flags |= SIM_INSERTER_WAITING;
    switch (sim_inserter_end_of(arena, prototypes, gives ? inserter->target : inserter->source)) {
    case SIM_INSERTER_END_BELT:
        if (gives)
            sim_inserter_await_room(arena, prototypes, record);
        else if (sim_inserter_belt_may_doze(arena, prototypes, inserter))
            inserter->flags |= SIM_INSERTER_DOZES;
        else
            refill(arena, prototypes, inserter);
        return;
    case SIM_INSERTER_END_MACHINE:
        if (gives || !waits_for_an_inserter(arena, prototypes, inserter))
            sim_inserter_queue_go_dormant(arena, record, inserter->source,
                                          watched_target(arena, prototypes, inserter));
        else
            refill(arena, prototypes, inserter);
        return;
    default:
        refill(arena, prototypes, inserter);
        if (again)
            sim_inserter_queue_sleep_quietly(arena, record, watched_target(arena, prototypes, inserter));
    }
}

/* Nothing will move it but a change of what it is fed with. */
static int is_out_of_energy(const sim_arena *arena, const sim_prototypes *prototypes, const sim_inserter *inserter)
{
    switch (sim_energy_status(arena, prototypes, &inserter->energy)) {
    case SIM_STATUS_NO_FUEL:
    case SIM_STATUS_NO_POWER:
    case SIM_STATUS_NOT_PLUGGED_IN_ELECTRIC_NETWORK: return 1;
    default: return 0;
    }
}

/* An inserter that dozes has nothing to do until something lies on its line, or it stands over another thing. */
static int wakes_up(const sim_arena *arena, const sim_prototypes *prototypes, sim_inserter *inserter)
{
    if (inserter->goal == SIM_INSERTER_GOAL_PICKUP && inserter->held_count == 0 &&
        sim_inserter_end_of(arena, prototypes, inserter->source) == SIM_INSERTER_END_BELT &&
        !sim_inserter_belt_wakes(arena, prototypes, inserter))
        return 0;
    inserter->flags &= (uint8_t)~SIM_INSERTER_DOZES;
    return 1;
}

static void run(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    sim_inserter *inserter = sim_inserter_record(arena, record);
    int waited = inserter->flags & SIM_INSERTER_WAITING;
    sim_inserter_make_up(arena, prototypes, record);
    if (inserter->flags & SIM_INSERTER_DOZES && !wakes_up(arena, prototypes, inserter)) {
        sim_inserter_wait(arena, prototypes, record);
        return;
    }
    int may_move = choose_goal(arena, prototypes, inserter);
    int is_there = may_move && move(arena, prototypes, inserter);
    if (is_there && !act(arena, prototypes, inserter)) {
        wait(arena, prototypes, record, waited);
        return;
    }
    refill(arena, prototypes, inserter);
    if (!is_there) sim_inserter_nap(arena, prototypes, record);
    if (!(inserter->flags & SIM_INSERTER_STARVED)) return;
    if (!is_there && is_out_of_energy(arena, prototypes, inserter)) {
        sim_inserter_queue_sleep_quietly(arena, record, 0);
        return;
    }
    inserter->flags &= (uint8_t)~SIM_INSERTER_STARVED;
    if (!is_there) sim_inserter_await_fuel(arena, prototypes, record);
}

static int would_act(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    const sim_inserter *inserter = sim_inserter_record(arena, record);
    if (inserter->held_count) return sim_inserter_could_give(arena, prototypes, inserter);
    return sim_inserter_choice(arena, prototypes, inserter) != 0;
}

/* One turn; who stays in the queue and does not nap has the next one in the next tick. */
static void take_turn(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    run(arena, prototypes, record);
    if (arena->agenda_state == SIM_AGENDA_CLOSED) return;
    sim_inserter_agenda_return(arena, record, sim_nap_clock(arena) + 1);
    if (arena->listeners) sim_inserter_hear_versions(arena);
}

int sim_inserter_is_due(const sim_arena *arena)
{
    return arena->agenda_state == SIM_AGENDA_CLOSED || sim_inserter_agenda_is_due(arena) ||
           arena->agenda_version != arena->effect_version + arena->belt_joins ||
           arena->pools[SIM_POOL_INSERTER].awake != sim_inserter_record(arena, 0)->source;
}

static void walk_along_the_queue(sim_arena *arena, const sim_prototypes *prototypes)
{
    sim_inserter_agenda_begin_walk(arena);
    uint32_t record = sim_inserter_record(arena, 0)->next;
    while (record != 0) {
        arena->agenda_record = record;
        take_turn(arena, prototypes, record);
        record = sim_inserter_record(arena, record)->next;
    }
    sim_inserter_agenda_end_tick(arena);
}

void sim_inserter_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    sim_inserter_queue_admit(arena, prototypes, would_act);
    sim_inserter_hear_versions(arena);
    if (arena->agenda_state == SIM_AGENDA_CLOSED) {
        walk_along_the_queue(arena, prototypes);
        return;
    }
    sim_inserter_agenda_open(arena);
    for (uint32_t record; (record = sim_inserter_agenda_next(arena)) != 0;) take_turn(arena, prototypes, record);
    sim_inserter_agenda_end_tick(arena);
}
