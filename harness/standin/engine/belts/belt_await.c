#include "harness/standin/engine/belts/belt_await.h"

#include "harness/standin/engine/entities/watch.h"

static uint8_t line_bit(uint32_t front)
{
    return (uint8_t)(SIM_BELT_LINE_AWAITED << front % 2);
}

static uint8_t lane_bit(uint32_t lane)
{
    return (uint8_t)(SIM_BELT_LANE_AWAITED << lane % 2);
}

/* The record of the slot's belt, 0 where its lanes lie elsewhere. */
static uint32_t record_of(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    const sim_entity *entity = sim_entity_slot(arena, slot);
    return prototypes->entities[entity->prototype].type == SIM_TYPE_SPLITTER ? 0 : entity->record;
}

static void await(sim_arena *arena, uint32_t lane)
{
    uint32_t front = sim_belt_lane_at(arena, lane)->line;
    sim_belt_at(arena, lane / 2)->awaited |= lane_bit(lane);
    sim_belt_at(arena, front / 2)->awaited |= line_bit(front);
}

static int sleeps(const sim_arena *arena, uint32_t lane)
{
    return !sim_belt_lane_at(arena, sim_belt_lane_at(arena, lane)->line)->is_awake;
}

/* 1 when only what lies on the lane itself can be in the way there: the last item of the lane ahead ends before it. */
static int is_clear_of_the_lane_ahead(const sim_belt_lane *lane, int32_t position)
{
    return position - lane->speed >= SIM_BELT_ITEM_LENGTH;
}

/* The items of a line that glides move in every tick, and nobody says so. A line that sleeps wakes with whatever moves ahead
 * of it, as long as it holds items. */
int sim_belt_await_room(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, sim_belt_spot spot)
{
    uint32_t number = 2 * record_of(arena, prototypes, slot) + spot.line;
    if (number < 2 || spot.line > 1) return 0;
    const sim_belt_lane *lane = sim_belt_lane_at(arena, number), *line = sim_belt_lane_at(arena, lane->line);
    int is_clear = is_clear_of_the_lane_ahead(lane, spot.position);
    if (line->is_awake ? line->glides || !is_clear : line->items == 0) return 0;
    await(arena, number);
    return 1;
}

int sim_belt_await_items(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    uint32_t record = record_of(arena, prototypes, slot);
    if (record == 0 || sim_belt_at(arena, record)->kind != SIM_BELT_TRANSPORT) return 0;
    if (!sleeps(arena, 2 * record) || !sleeps(arena, 2 * record + 1)) return 0;
    await(arena, 2 * record);
    await(arena, 2 * record + 1);
    return 1;
}

void sim_belt_tell_lane_awaited(sim_arena *arena, uint32_t lane)
{
    sim_belt *belt = sim_belt_at(arena, lane / 2);
    belt->awaited &= (uint8_t)~lane_bit(lane);
    sim_watch_wake(arena, belt->entity);
}

void sim_belt_tell_line(sim_arena *arena, uint32_t front)
{
    sim_belt *foremost = sim_belt_at(arena, front / 2);
    if (!(foremost->awaited & line_bit(front))) return;
    foremost->awaited &= (uint8_t)~line_bit(front);
    uint32_t number = front;
    do {
        sim_belt_tell_lane(arena, number);
        number = sim_belt_lane_at(arena, number)->previous;
    } while (number != 0 && number != front && sim_belt_lane_at(arena, number)->line == front);
}

int sim_belt_await_is_sound(const sim_arena *arena, uint32_t lane)
{
    uint32_t front = sim_belt_lane_at(arena, lane)->line;
    return !(sim_belt_at(arena, lane / 2)->awaited & lane_bit(lane)) ||
           sim_belt_at(arena, front / 2)->awaited & line_bit(front);
}
