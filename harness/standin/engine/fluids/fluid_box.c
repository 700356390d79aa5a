#include "harness/standin/engine/fluids/fluid_box.h"

#include "harness/standin/engine/combat/turret.h"
#include "harness/standin/engine/fluids/fluid_connection.h"
#include "harness/standin/engine/fluids/fluid_segment.h"
#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/energy/steam.h"
#include "harness/standin/engine/dispatch/wake_entity.h"

static int64_t volume_of(const sim_prototypes *prototypes, const sim_fluid_box *box)
{
    return sim_fluid_amount(prototypes->fluid_boxes[box->prototype].volume);
}

int sim_fluid_box_is_open(const sim_prototypes *prototypes, const sim_fluid_box *box)
{
    const sim_fluid_box_prototype *prototype = &prototypes->fluid_boxes[box->prototype];
    for (uint32_t side = 0; side < prototype->connection_count; side++)
        if (prototypes->pipe_connections[prototype->first_connection + side].flow_direction != SIM_FLOW_INPUT_OUTPUT)
            return 0;
    return prototype->connection_count > 0;
}

uint32_t sim_fluid_box_next(const sim_arena *arena, uint32_t box)
{
    return sim_fluid_box_at(arena, box)->next;
}

uint32_t sim_fluid_box_nth(const sim_arena *arena, uint32_t first, uint32_t index)
{
    while (first && index--) first = sim_fluid_box_next(arena, first);
    return first;
}

static uint32_t first_box_by_search(const sim_arena *arena, uint32_t slot)
{
    for (uint32_t box = 1; box < arena->pools[SIM_POOL_FLUID_BOX].used; box++)
        if (sim_fluid_box_at(arena, box)->entity == slot && sim_fluid_box_at(arena, box)->index == 0) return box;
    return 0;
}

uint32_t sim_fluid_first_box(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    const sim_entity *entity = sim_entity_slot(arena, slot);
    const sim_entity_prototype *prototype = &prototypes->entities[entity ? entity->prototype : 0];
    if (prototype->fluid_box_count == 0) return 0;
    switch (prototype->type) {
    case SIM_TYPE_PIPE:
    case SIM_TYPE_PIPE_TO_GROUND:
    case SIM_TYPE_STORAGE_TANK: return entity->record;
    case SIM_TYPE_BOILER:
    case SIM_TYPE_GENERATOR:
    case SIM_TYPE_OFFSHORE_PUMP:
    case SIM_TYPE_PUMP: return sim_steam_at(arena, entity->record)->first_box;
    case SIM_TYPE_FLUID_TURRET: return SIM_RECORD(arena, SIM_POOL_TURRET, sim_turret, entity->record)->first_box;
    default: return first_box_by_search(arena, slot);
    }
}

/* Content ----------------------------------------------------------------------------------------------------- */

void sim_fluid_box_changed(sim_arena *arena, const sim_prototypes *prototypes, uint32_t box)
{
    const sim_fluid_box *changed = sim_fluid_box_at(arena, box);
    sim_pool_wake(arena, SIM_POOL_FLUID_BOX, box);
    for (int side = 0; side < SIM_FLUID_BOX_CONNECTIONS; side++) {
        const sim_fluid_box *other = sim_fluid_box_at(arena, changed->target[side]);
        if (changed->target[side] == 0 || other->segment) continue;
        sim_pool_wake(arena, SIM_POOL_FLUID_BOX, changed->target[side]);
        if (other->is_driven) sim_wake_entity(arena, prototypes, other->entity);
    }
    sim_wake_entity(arena, prototypes, changed->entity);
}

sim_fluid_content sim_fluid_box_content(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t number)
{
    const sim_fluid_box *box = sim_fluid_box_at(arena, number);
    double volume = prototypes->fluid_boxes[box->prototype].volume;
    if (box->segment == 0) {
        sim_fluid_content own = {box->fluid, sim_fluid_units(box->amount), box->temperature, volume};
        return own;
    }
    const sim_segment *segment = sim_segment_at(arena, box->segment);
    double share = sim_fluid_units(segment->amount) * volume / sim_fluid_units(segment->capacity);
    sim_fluid_content content = {segment->fluid, share, segment->temperature, volume};
    return content;
}

int64_t sim_fluid_box_available(const sim_arena *arena, uint32_t number)
{
    const sim_fluid_box *box = sim_fluid_box_at(arena, number);
    if (box->segment == 0) return box->amount;
    const sim_segment *segment = sim_segment_at(arena, box->segment);
    return segment->is_overextended ? 0 : segment->amount;
}

int64_t sim_fluid_box_room(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t number, uint16_t fluid)
{
    const sim_fluid_box *box = sim_fluid_box_at(arena, number);
    if (box->segment) return sim_segment_room(sim_segment_at(arena, box->segment), fluid);
    if ((box->filter && box->filter != fluid) || (box->fluid && box->fluid != fluid)) return 0;
    return volume_of(prototypes, box) - box->amount;
}

int64_t sim_fluid_box_add(sim_arena *arena, const sim_prototypes *prototypes, uint32_t number, uint16_t fluid,
                          int64_t amount, double temperature)
{
    sim_fluid_box *box = sim_fluid_box_at(arena, number);
    int64_t room = sim_fluid_box_room(arena, prototypes, number, fluid);
    if (amount > room) amount = room;
    if (amount <= 0) return 0;
    if (box->segment) {
        sim_segment_add(arena, prototypes, box->segment, fluid, amount, temperature);
        return amount;
    }
    if (box->amount == 0)
        box->temperature = temperature;
    else if (box->temperature != temperature)
        box->temperature = (box->temperature * (double)box->amount + temperature * (double)amount) /
                           (double)(box->amount + amount);
    box->fluid = fluid;
    box->amount += amount;
    sim_fluid_box_changed(arena, prototypes, number);
    return amount;
}

int64_t sim_fluid_box_remove(sim_arena *arena, const sim_prototypes *prototypes, uint32_t number, int64_t amount)
{
    sim_fluid_box *box = sim_fluid_box_at(arena, number);
    int64_t available = sim_fluid_box_available(arena, number);
    if (amount > available) amount = available;
    if (amount <= 0) return 0;
    if (box->segment) {
        sim_segment_remove(arena, prototypes, box->segment, amount);
        return amount;
    }
    box->amount -= amount;
    if (box->amount == 0) {
        box->fluid = 0;
        box->temperature = 0.0;
    }
    sim_fluid_box_changed(arena, prototypes, number);
    return amount;
}

void sim_fluid_box_set_filter(sim_arena *arena, const sim_prototypes *prototypes, uint32_t number, uint16_t fluid)
{
    sim_fluid_box *box = sim_fluid_box_at(arena, number);
    box->filter = fluid ? fluid : prototypes->fluid_boxes[box->prototype].filter;
    if (box->segment == 0 && box->filter && box->fluid != box->filter)
        sim_fluid_box_remove(arena, prototypes, number, box->amount);
    if (box->segment == 0) sim_fluid_box_changed(arena, prototypes, number);
    sim_segment *segment = box->segment ? sim_segment_at(arena, box->segment) : NULL;
    if (segment && box->filter && segment->fluid == 0) segment->filter = box->filter;
}

void sim_fluid_box_flush(sim_arena *arena, const sim_prototypes *prototypes, uint32_t number)
{
    const sim_fluid_box *box = sim_fluid_box_at(arena, number);
    if (box->segment)
        sim_segment_remove(arena, prototypes, box->segment, sim_segment_at(arena, box->segment)->amount);
    else
        sim_fluid_box_remove(arena, prototypes, number, box->amount);
}

void sim_fluid_box_wait(sim_arena *arena, uint32_t number)
{
    const sim_fluid_box *box = sim_fluid_box_at(arena, number);
    if (box->segment) sim_segment_at(arena, box->segment)->is_waited_for = 1;
    if (box->segment) return;
    for (int side = 0; side < SIM_FLUID_BOX_CONNECTIONS; side++) {
        uint32_t segment = box->target[side] ? sim_fluid_box_at(arena, box->target[side])->segment : 0;
        if (segment) sim_segment_at(arena, segment)->is_waited_for = 1;
    }
}

/* Sanity and hash --------------------------------------------------------------------------------------------- */

static int check_box(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t number, sim_fault *fault)
{
    const sim_fluid_box *box = sim_fluid_box_at(arena, number);
    const sim_position none = {0, 0};
    SIM_EXPECT(fault, "fluid box", number, none, sim_entity_slot(arena, box->entity) != NULL);
    SIM_EXPECT(fault, "fluid box", number, none, box->prototype < prototypes->fluid_box_count);
    SIM_EXPECT(fault, "fluid box", number, none,
               (box->segment != 0) == sim_fluid_box_is_open(prototypes, box));
    SIM_EXPECT(fault, "fluid box", number, none,
               box->segment == 0 || sim_pool_is_live(arena, SIM_POOL_SEGMENT, box->segment));
    SIM_EXPECT(fault, "fluid box", number, none, box->amount >= 0 && box->amount <= volume_of(prototypes, box));
    SIM_EXPECT(fault, "fluid box", number, none, box->segment == 0 || box->amount == 0);
    SIM_EXPECT(fault, "fluid box", number, none, (box->amount == 0) == (box->fluid == 0));
    for (uint32_t side = 0; side < SIM_FLUID_BOX_CONNECTIONS; side++) {
        uint32_t to = box->target[side];
        if (to == 0) continue;
        SIM_EXPECT(fault, "fluid box", number, none, sim_pool_is_live(arena, SIM_POOL_FLUID_BOX, to));
        SIM_EXPECT(fault, "fluid box", number, none, sim_fluid_connection_towards(arena, to, number).box == to);
        uint32_t segment = sim_fluid_box_at(arena, to)->segment;
        SIM_EXPECT(fault, "fluid box", number, none, !segment || !box->segment || segment == box->segment);
    }
    return 1;
}

int sim_fluid_box_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    for (uint32_t number = 1; number < arena->pools[SIM_POOL_FLUID_BOX].used; number++)
        if (sim_fluid_box_at(arena, number)->entity && !check_box(arena, prototypes, number, fault)) return 0;
    return 1;
}

uint64_t sim_fluid_box_hash(const sim_arena *arena, uint64_t hash)
{
    for (uint32_t number = 1; number < arena->pools[SIM_POOL_FLUID_BOX].used; number++) {
        const sim_fluid_box *box = sim_fluid_box_at(arena, number);
        if (box->entity == 0) continue;
        hash = sim_hash_word(hash, (uint64_t)box->segment << 32 | (uint64_t)box->filter << 16 | box->fluid);
        hash = sim_hash_word(hash, (uint64_t)box->amount);
        hash = sim_hash_double(hash, box->temperature);
        for (int side = 0; side < SIM_FLUID_BOX_CONNECTIONS; side++)
            if (box->target[side]) hash = sim_hash_word(hash, (uint64_t)side << 32 | box->target[side]);
    }
    return hash;
}
