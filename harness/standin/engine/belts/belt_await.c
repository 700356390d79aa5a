#include "harness/standin/engine/belts/belt_await.h"

#include "harness/standin/engine/belts/belt_line.h"
#include "harness/standin/engine/entities/watch.h"

/* Bits of sim_belt.awaited: somebody awaits the line that ends with the lane; its own watchers await the lane's line. */
static uint8_t line_bit(uint32_t front)
{
    return (uint8_t)(1u << front % 2);
}

static uint8_t lane_bit(uint32_t lane)
{
    return (uint8_t)(4u << lane % 2);
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

/* A line that holds items wakes with whatever moves ahead of it; an empty one does not, and that may be what is in the
 * way. */
int sim_belt_await_room(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t side)
{
    uint32_t lane = 2 * record_of(arena, prototypes, slot) + side;
    if (lane < 2 || side > 1 || !sleeps(arena, lane)) return 0;
    if (sim_belt_lane_at(arena, sim_belt_lane_at(arena, lane)->line)->items == 0) return 0;
    await(arena, lane);
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

void sim_belt_tell_lane(sim_arena *arena, uint32_t lane)
{
    sim_belt *belt = sim_belt_at(arena, lane / 2);
    if (!(belt->awaited & lane_bit(lane))) return;
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
           (sim_belt_at(arena, front / 2)->awaited & line_bit(front) && sleeps(arena, lane));
}
