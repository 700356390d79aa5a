#include "harness/standin/engine/fluids/fluid_box.h"

#include "harness/standin/engine/combat/turret.h"
#include "harness/standin/engine/fluids/fluid_connection.h"
#include "harness/standin/engine/fluids/fluid_segment.h"
#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/energy/steam.h"
#include "harness/standin/engine/entities/wake_entity.h"

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

/* Links ------------------------------------------------------------------------------------------------------- */

/* The end of `other` that leads to the box. */
static sim_fluid_end end_towards(const sim_arena *arena, uint32_t other, uint32_t box)
{
    sim_fluid_end end = {0, 0};
    for (uint32_t side = 0; other && side < SIM_FLUID_BOX_CONNECTIONS; side++)
        if (sim_fluid_box_at(arena, other)->target[side] == box) {
            end.box = other;
            end.side = side;
        }
    return end;
}

/* Takes a link away on both sides; segments stay as they are. Returns the end that lost it. */
static sim_fluid_end cut(sim_arena *arena, sim_fluid_end end)
{
    sim_fluid_end other = end_towards(arena, sim_fluid_box_at(arena, end.box)->target[end.side], end.box);
    sim_fluid_box_at(arena, end.box)->target[end.side] = 0;
    if (other.box) sim_fluid_box_at(arena, other.box)->target[other.side] = 0;
    return other;
}

/* Cuts the link of an end that meets a nearer one now. */
static void cut_apart(sim_arena *arena, const sim_prototypes *prototypes, sim_fluid_end end)
{
    if (sim_fluid_box_at(arena, end.box)->target[end.side] == 0) return;
    sim_fluid_end loser = cut(arena, end);
    uint32_t segment = sim_fluid_box_at(arena, end.box)->segment;
    if (segment) sim_segment_split(arena, prototypes, segment, 0);
    if (sim_fluid_box_at(arena, loser.box)->segment == 0) sim_fluid_box_changed(arena, prototypes, loser.box);
}

static void tie(sim_arena *arena, const sim_prototypes *prototypes, sim_fluid_end end, sim_fluid_end other)
{
    cut_apart(arena, prototypes, other);
    sim_fluid_box *a = sim_fluid_box_at(arena, end.box), *b = sim_fluid_box_at(arena, other.box);
    a->target[end.side] = other.box;
    b->target[other.side] = end.box;
    if (a->segment && b->segment && a->segment != b->segment) {
        uint32_t into = a->segment < b->segment ? a->segment : b->segment;
        sim_segment_merge(arena, prototypes, into == a->segment ? b->segment : a->segment, into);
    }
    if (a->segment == 0) sim_fluid_box_changed(arena, prototypes, end.box);
    if (b->segment == 0) sim_fluid_box_changed(arena, prototypes, other.box);
}

static void connect_end(sim_arena *arena, const sim_prototypes *prototypes, sim_fluid_end end)
{
    if (sim_fluid_box_at(arena, end.box)->target[end.side]) return;
    sim_fluid_end other = sim_fluid_connection_find(arena, prototypes, end);
    if (other.box) tie(arena, prototypes, end, other);
}

static void connect_box(sim_arena *arena, const sim_prototypes *prototypes, uint32_t box)
{
    uint32_t count = sim_fluid_connection_count(prototypes, sim_fluid_box_at(arena, box));
    for (uint32_t side = 0; side < count; side++) {
        sim_fluid_end end = {box, side};
        connect_end(arena, prototypes, end);
    }
}

/* Cuts all links of a box, which leaves its segment when it is `gone`; those who lost it look for others. */
static void disconnect_box(sim_arena *arena, const sim_prototypes *prototypes, uint32_t box, int is_gone)
{
    sim_fluid_end lost[SIM_FLUID_BOX_CONNECTIONS];
    for (uint32_t side = 0; side < SIM_FLUID_BOX_CONNECTIONS; side++) {
        sim_fluid_end end = {box, side};
        lost[side] = cut(arena, end);
    }
    uint32_t segment = sim_fluid_box_at(arena, box)->segment;
    if (segment) sim_segment_split(arena, prototypes, segment, is_gone ? box : 0);
    for (uint32_t side = 0; side < SIM_FLUID_BOX_CONNECTIONS; side++) {
        if (lost[side].box == 0) continue;
        connect_end(arena, prototypes, lost[side]);
        if (sim_fluid_box_at(arena, lost[side].box)->segment == 0)
            sim_fluid_box_changed(arena, prototypes, lost[side].box);
    }
}

/* A chain's life ---------------------------------------------------------------------------------------------- */

static uint16_t fluid_of(const sim_arena *arena, const sim_fluid_box *box)
{
    if (box->segment) return sim_segment_fluid(sim_segment_at(arena, box->segment));
    return box->filter ? box->filter : box->fluid;
}

/* 1 when the box would bring two fluids together. */
static int mixes(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t number)
{
    const sim_fluid_box *box = sim_fluid_box_at(arena, number);
    int is_open = sim_fluid_box_is_open(prototypes, box);
    uint16_t only = box->filter;
    for (uint32_t side = 0; side < sim_fluid_connection_count(prototypes, box); side++) {
        sim_fluid_end end = {number, side};
        sim_fluid_end other = sim_fluid_connection_find(arena, prototypes, end);
        uint16_t fluid = other.box ? fluid_of(arena, sim_fluid_box_at(arena, other.box)) : 0;
        if (fluid && only && fluid != only) return 1;
        if (is_open && fluid) only = fluid;
    }
    return 0;
}

/* Records that were used before a chain was made. */
typedef struct used_before {
    uint32_t boxes, segments;
} used_before;

/* Undoes the boxes of a chain that were never connected, the last first. */
static void drop(sim_arena *arena, uint32_t box, used_before used)
{
    if (box == 0) return;
    drop(arena, sim_fluid_box_next(arena, box), used);
    uint32_t segment = sim_fluid_box_at(arena, box)->segment;
    if (segment) sim_pool_undo(arena, SIM_POOL_SEGMENT, segment, used.segments);
    sim_pool_undo(arena, SIM_POOL_FLUID_BOX, box, used.boxes);
}

static uint32_t make_box(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t prototype,
                         used_before used)
{
    uint32_t number = sim_pool_take(arena, SIM_POOL_FLUID_BOX, slot);
    if (number == 0) return 0;
    sim_fluid_box *box = sim_fluid_box_at(arena, number);
    box->prototype = prototype;
    box->filter = prototypes->fluid_boxes[prototype].filter;
    if (!sim_fluid_box_is_open(prototypes, box)) return number;
    uint32_t segment = sim_segment_take(arena);
    if (segment == 0) {
        sim_pool_undo(arena, SIM_POOL_FLUID_BOX, number, used.boxes);
        return 0;
    }
    sim_segment_join(arena, prototypes, segment, number);
    return number;
}

/* The boxes without any links, 0 without room for them. */
static uint32_t make_chain(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, used_before used)
{
    const sim_entity_prototype *prototype = &prototypes->entities[sim_entity_slot(arena, slot)->prototype];
    uint32_t first = 0, last = 0;
    for (uint32_t index = 0; index < prototype->fluid_box_count; index++) {
        uint32_t box = make_box(arena, prototypes, slot, prototype->first_fluid_box + index, used);
        if (box == 0) {
            drop(arena, first, used);
            return 0;
        }
        sim_fluid_box_at(arena, box)->index = (uint8_t)index;
        if (last) sim_fluid_box_at(arena, last)->next = box;
        first = first ? first : box;
        last = box;
    }
    return first;
}

enum sim_result sim_fluid_boxes_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                       uint32_t *first)
{
    *first = 0;
    if (prototypes->entities[sim_entity_slot(arena, slot)->prototype].fluid_box_count == 0) return SIM_OK;
    used_before used = {arena->pools[SIM_POOL_FLUID_BOX].used, arena->pools[SIM_POOL_SEGMENT].used};
    uint32_t chain = make_chain(arena, prototypes, slot, used);
    if (chain == 0) return SIM_ARENA_FULL;
    for (uint32_t box = chain; box; box = sim_fluid_box_next(arena, box)) {
        if (!mixes(arena, prototypes, box)) continue;
        drop(arena, chain, used);
        return SIM_BLOCKED;
    }
    for (uint32_t box = chain; box; box = sim_fluid_box_next(arena, box)) connect_box(arena, prototypes, box);
    *first = chain;
    return SIM_OK;
}

void sim_fluid_boxes_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t first)
{
    while (first) {
        uint32_t box = first;
        first = sim_fluid_box_next(arena, box);
        disconnect_box(arena, prototypes, box, 1);
        sim_pool_give_back(arena, SIM_POOL_FLUID_BOX, box);
    }
}

void sim_fluid_boxes_moved(sim_arena *arena, const sim_prototypes *prototypes, uint32_t first)
{
    for (uint32_t box = first; box; box = sim_fluid_box_next(arena, box)) disconnect_box(arena, prototypes, box, 0);
    for (uint32_t box = first; box; box = sim_fluid_box_next(arena, box)) {
        connect_box(arena, prototypes, box);
        if (sim_fluid_box_at(arena, box)->segment == 0) sim_fluid_box_changed(arena, prototypes, box);
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
        SIM_EXPECT(fault, "fluid box", number, none, end_towards(arena, to, number).box == to);
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
