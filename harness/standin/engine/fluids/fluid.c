#include "harness/standin/engine/fluids/fluid.h"

#include "harness/standin/engine/fluids/fluid_box.h"
#include "harness/standin/engine/fluids/fluid_connection.h"
#include "harness/standin/engine/fluids/fluid_segment.h"
#include "harness/standin/engine/core/statistics.h"

enum sim_result sim_fluid_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    return sim_fluid_boxes_attach(arena, prototypes, slot, &sim_entity_slot(arena, slot)->record);
}

void sim_fluid_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_fluid_boxes_detach(arena, prototypes, sim_entity_slot(arena, slot)->record);
}

void sim_fluid_turned(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_fluid_boxes_moved(arena, prototypes, sim_entity_slot(arena, slot)->record);
}

/* Flow -------------------------------------------------------------------------------------------------------- */

static double fullness(int64_t amount, int64_t capacity)
{
    return (double)amount / (double)capacity;
}

/* What flows in a tick from a source to a sink that both allow it, given the product of their parts of the limit. */
static int64_t flow_of(const sim_prototypes *prototypes, int64_t content, int64_t room, double part)
{
    int64_t flow = (int64_t)(prototypes->constants.max_fluid_flow * SIM_FLUID_UNIT * part);
    if (flow < SIM_FLUID_LEAST_FLOW) flow = SIM_FLUID_LEAST_FLOW;
    if (flow > content) flow = content;
    return flow < room ? flow : room;
}

/* How full a box is, or the segment that it belongs to. */
static double fullness_of(const sim_arena *arena, const sim_prototypes *prototypes, const sim_fluid_box *box)
{
    const sim_segment *segment = sim_segment_at(arena, box->segment);
    if (box->segment) return fullness(segment->amount, segment->capacity);
    return fullness(box->amount, sim_fluid_amount(prototypes->fluid_boxes[box->prototype].volume));
}

static int lets_in(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t box, uint32_t from)
{
    for (uint32_t side = 0; side < sim_fluid_connection_count(prototypes, sim_fluid_box_at(arena, box)); side++) {
        sim_fluid_end end = {box, side};
        if (sim_fluid_box_at(arena, box)->target[side] != from) continue;
        return sim_fluid_connection_prototype(arena, prototypes, end)->flow_direction != SIM_FLOW_OUTPUT;
    }
    return 0;
}

/* Moves what flows from one box into another; returns the amount. */
static int64_t let_flow(sim_arena *arena, const sim_prototypes *prototypes, uint32_t from, uint32_t to)
{
    const sim_fluid_box *source = sim_fluid_box_at(arena, from), *sink = sim_fluid_box_at(arena, to);
    const sim_segment *segment = sim_segment_at(arena, source->segment);
    uint16_t fluid = source->segment ? segment->fluid : source->fluid;
    double temperature = source->segment ? segment->temperature : source->temperature;
    if (fluid == 0) return 0;
    const sim_fluid_box_prototype *prototype = &prototypes->fluid_boxes[sink->prototype];
    if (sink->segment == 0 &&
        (temperature < prototype->minimum_temperature || temperature > prototype->maximum_temperature))
        return 0;
    double part = 1.0 - fullness_of(arena, prototypes, sink);
    if (!source->is_driven) part *= fullness_of(arena, prototypes, source); /* pumps press, whatever their own level */
    int64_t room = sim_fluid_box_room(arena, prototypes, to, fluid);
    int64_t flow = flow_of(prototypes, sim_fluid_box_available(arena, from), room, part);
    if (flow <= 0) return 0;
    sim_fluid_box_remove(arena, prototypes, from, flow);
    sim_fluid_box_add(arena, prototypes, to, fluid, flow, temperature);
    return flow;
}

/* What flows through one connection of a box with a content of its own. A flow between two such boxes is the source's. */
static int64_t flow_through(sim_arena *arena, const sim_prototypes *prototypes, sim_fluid_end end)
{
    const sim_fluid_box *box = sim_fluid_box_at(arena, end.box);
    uint32_t other = box->target[end.side];
    if (other == 0) return 0;
    switch (sim_fluid_connection_prototype(arena, prototypes, end)->flow_direction) {
    case SIM_FLOW_OUTPUT:
        return lets_in(arena, prototypes, other, end.box) ? let_flow(arena, prototypes, end.box, other) : 0;
    case SIM_FLOW_INPUT:
        if (box->is_driven || sim_fluid_box_at(arena, other)->segment == 0) return 0;
        return let_flow(arena, prototypes, other, end.box);
    default: return 0;
    }
}

void sim_fluid_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    for (uint32_t box = 0; (box = sim_pool_next_awake(arena, SIM_POOL_FLUID_BOX, box)) != 0;) {
        uint32_t count = sim_fluid_connection_count(prototypes, sim_fluid_box_at(arena, box));
        int64_t moved = 0;
        if (sim_fluid_box_at(arena, box)->segment) count = 0;
        for (uint32_t side = 0; side < count; side++) {
            sim_fluid_end end = {box, side};
            moved += flow_through(arena, prototypes, end);
        }
        if (moved) continue;
        sim_pool_sleep(arena, SIM_POOL_FLUID_BOX, box);
        if (count) sim_fluid_box_wait(arena, box);
    }
}

/* Sums -------------------------------------------------------------------------------------------------------- */

void sim_fluid_count(sim_arena *arena, uint16_t fluid, int64_t amount)
{
    if (amount && sim_statistics_fluid_flow(arena, fluid, sim_fluid_units(amount)) != SIM_OK) arena->refused++;
}

int64_t sim_fluid_total(const sim_arena *arena, uint16_t fluid)
{
    int64_t total = 0;
    for (uint32_t box = 1; box < arena->pools[SIM_POOL_FLUID_BOX].used; box++)
        if (sim_fluid_box_at(arena, box)->entity && sim_fluid_box_at(arena, box)->fluid == fluid)
            total += sim_fluid_box_at(arena, box)->amount;
    for (uint32_t segment = 1; segment < arena->pools[SIM_POOL_SEGMENT].used; segment++)
        if (sim_segment_at(arena, segment)->entity && sim_segment_at(arena, segment)->fluid == fluid)
            total += sim_segment_at(arena, segment)->amount;
    return total;
}

/* Sanity and hash --------------------------------------------------------------------------------------------- */

int sim_fluid_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    return sim_fluid_box_check(arena, prototypes, fault) && sim_segment_check(arena, prototypes, fault);
}

uint64_t sim_fluid_hash(const sim_arena *arena, uint64_t hash)
{
    return sim_segment_hash(arena, sim_fluid_box_hash(arena, hash));
}
