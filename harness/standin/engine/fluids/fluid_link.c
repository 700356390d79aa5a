/* What boxes are linked to, and the boxes of an entity that comes, moves and goes: the second half of fluid_box.h. */
#include "harness/standin/engine/fluids/fluid_box.h"

#include "harness/standin/engine/fluids/fluid_connection.h"
#include "harness/standin/engine/fluids/fluid_segment.h"

/* Links ------------------------------------------------------------------------------------------------------- */

/* Takes a link away on both sides; segments stay as they are. Returns the end that lost it. */
static sim_fluid_end cut(sim_arena *arena, sim_fluid_end end)
{
    sim_fluid_end other = sim_fluid_connection_towards(arena, sim_fluid_box_at(arena, end.box)->target[end.side], end.box);
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
