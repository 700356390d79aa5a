#include "harness/standin/engine/fluids/fluid_segment.h"

#include "harness/standin/engine/energy/electric_network.h"
#include "harness/standin/engine/fluids/fluid_box.h"
#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/dispatch/wake_entity.h"

uint32_t sim_segment_take(sim_arena *arena)
{
    return sim_pool_take(arena, SIM_POOL_SEGMENT, 1);
}

static int64_t volume_of(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t box)
{
    return sim_fluid_amount(prototypes->fluid_boxes[sim_fluid_box_at(arena, box)->prototype].volume);
}

/* Extent ------------------------------------------------------------------------------------------------------ */

static void widen(sim_segment *segment, int32_t left, int32_t top, int32_t right, int32_t bottom)
{
    int is_first = segment->members == 0;
    if (is_first || left < segment->left) segment->left = left;
    if (is_first || top < segment->top) segment->top = top;
    if (is_first || right > segment->right) segment->right = right;
    if (is_first || bottom > segment->bottom) segment->bottom = bottom;
}

static void measure(sim_segment *segment, const sim_prototypes *prototypes)
{
    double extent = prototypes->constants.default_pipeline_extent;
    segment->is_overextended = segment->right - segment->left + 1 > extent || segment->bottom - segment->top + 1 > extent;
}

/* Content ----------------------------------------------------------------------------------------------------- */

uint16_t sim_segment_fluid(const sim_segment *segment)
{
    return segment->fluid ? segment->fluid : segment->filter;
}

int64_t sim_segment_room(const sim_segment *segment, uint16_t fluid)
{
    uint16_t only = sim_segment_fluid(segment);
    if (segment->is_overextended || (only && only != fluid)) return 0;
    return segment->capacity - segment->amount;
}

void sim_segment_changed(sim_arena *arena, const sim_prototypes *prototypes, uint32_t segment)
{
    if (!sim_segment_at(arena, segment)->is_waited_for) return;
    sim_segment_at(arena, segment)->is_waited_for = 0;
    for (uint32_t number = 1; number < arena->pools[SIM_POOL_FLUID_BOX].used; number++) {
        const sim_fluid_box *box = sim_fluid_box_at(arena, number);
        if (box->entity == 0) continue;
        if (box->segment == segment) sim_wake_entity(arena, prototypes, box->entity);
        if (box->segment) continue;
        for (int side = 0; side < SIM_FLUID_BOX_CONNECTIONS; side++)
            if (box->target[side] && sim_fluid_box_at(arena, box->target[side])->segment == segment) {
                sim_pool_wake(arena, SIM_POOL_FLUID_BOX, number);
                if (box->is_driven) sim_wake_entity(arena, prototypes, box->entity);
            }
    }
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_ELECTRIC].used; record++) {
        const sim_electric *device = sim_electric_at(arena, record);
        if (device->entity && device->role == SIM_ELECTRIC_GENERATOR && device->part &&
            sim_fluid_box_at(arena, device->part)->segment == segment)
            sim_network_wake(arena, device->network);
    }
}

void sim_segment_add(sim_arena *arena, const sim_prototypes *prototypes, uint32_t segment, uint16_t fluid,
                     int64_t amount, double temperature)
{
    sim_segment *to = sim_segment_at(arena, segment);
    if (amount <= 0) return;
    if (to->amount == 0)
        to->temperature = temperature;
    else if (to->temperature != temperature)
        to->temperature = (to->temperature * (double)to->amount + temperature * (double)amount) /
                          (double)(to->amount + amount);
    to->fluid = fluid;
    to->amount += amount;
    sim_segment_changed(arena, prototypes, segment);
}

void sim_segment_remove(sim_arena *arena, const sim_prototypes *prototypes, uint32_t segment, int64_t amount)
{
    sim_segment *from = sim_segment_at(arena, segment);
    if (amount <= 0) return;
    from->amount -= amount;
    if (from->amount == 0) {
        from->fluid = 0;
        from->temperature = 0.0;
    }
    sim_segment_changed(arena, prototypes, segment);
}

/* Members ----------------------------------------------------------------------------------------------------- */

/* The part of joining that does not touch the content. */
static void enter(sim_arena *arena, const sim_prototypes *prototypes, uint32_t segment, uint32_t box)
{
    sim_segment *to = sim_segment_at(arena, segment);
    sim_fluid_box *member = sim_fluid_box_at(arena, box);
    sim_box area = sim_entity_collision_box(prototypes, sim_entity_slot(arena, member->entity));
    widen(to, sim_fixed_tile(area.left), sim_fixed_tile(area.top), sim_fixed_tile(area.right),
          sim_fixed_tile(area.bottom));
    member->segment = segment;
    to->members++;
    to->capacity += volume_of(arena, prototypes, box);
    if (member->filter) to->filter = member->filter;
    measure(to, prototypes);
}

void sim_segment_join(sim_arena *arena, const sim_prototypes *prototypes, uint32_t segment, uint32_t box)
{
    enter(arena, prototypes, segment, box);
    sim_segment_changed(arena, prototypes, segment);
}

/* Takes in another's content. */
static void pour(sim_arena *arena, const sim_prototypes *prototypes, sim_segment *from, uint32_t into)
{
    sim_segment *to = sim_segment_at(arena, into);
    int are_alike = from->fluid == 0 || to->fluid == 0 || from->fluid == to->fluid;
    if (!are_alike && from->amount > to->amount) to->amount = 0;
    if (!are_alike && to->amount > 0) return;
    if (from->fluid) sim_segment_add(arena, prototypes, into, from->fluid, from->amount, from->temperature);
}

void sim_segment_merge(sim_arena *arena, const sim_prototypes *prototypes, uint32_t from, uint32_t into)
{
    sim_segment *source = sim_segment_at(arena, from), *target = sim_segment_at(arena, into);
    for (uint32_t number = 1; number < arena->pools[SIM_POOL_FLUID_BOX].used; number++)
        if (sim_fluid_box_at(arena, number)->segment == from) sim_fluid_box_at(arena, number)->segment = into;
    widen(target, source->left, source->top, source->right, source->bottom);
    target->members += source->members;
    target->capacity += source->capacity;
    if (source->filter) target->filter = source->filter;
    target->is_waited_for |= source->is_waited_for;
    measure(target, prototypes);
    pour(arena, prototypes, source, into);
    sim_segment_changed(arena, prototypes, into);
    sim_pool_give_back(arena, SIM_POOL_SEGMENT, from);
}

/* Falling apart ----------------------------------------------------------------------------------------------- */

/* A box that waits for its segment, while a segment falls apart. */
#define PENDING UINT32_MAX

/* Gives all pending boxes that hang together with this one the segment. Boxes still to be visited are chained by their
 * amount, which members do not use otherwise. */
static void flood(sim_arena *arena, const sim_prototypes *prototypes, uint32_t box, uint32_t segment)
{
    uint32_t pending = box;
    enter(arena, prototypes, segment, box);
    while (pending) {
        sim_fluid_box *at = sim_fluid_box_at(arena, pending);
        pending = (uint32_t)at->amount;
        at->amount = 0;
        for (int side = 0; side < SIM_FLUID_BOX_CONNECTIONS; side++) {
            uint32_t to = at->target[side];
            if (to == 0 || sim_fluid_box_at(arena, to)->segment != PENDING) continue;
            enter(arena, prototypes, segment, to);
            sim_fluid_box_at(arena, to)->amount = pending;
            pending = to;
        }
    }
}

/* Gives a part that has grown by so much capacity its share of what the whole held, and takes it off the whole. */
static void take_share(sim_arena *arena, const sim_prototypes *prototypes, uint32_t part, int64_t grown,
                       sim_segment *whole)
{
    int64_t left = whole->capacity - grown; /* capacity of the parts to come */
    int64_t share = (int64_t)((double)whole->amount * ((double)grown / (double)whole->capacity));
    if (share > grown) share = grown;
    if (whole->amount - share > left) share = whole->amount - left; /* all of it for the last */
    whole->capacity = left;
    whole->amount -= share;
    sim_segment_add(arena, prototypes, part, whole->fluid, share, whole->temperature);
}

static void mark_pending(sim_arena *arena, uint32_t segment, uint32_t gone)
{
    for (uint32_t number = 1; number < arena->pools[SIM_POOL_FLUID_BOX].used; number++)
        if (sim_fluid_box_at(arena, number)->segment == segment)
            sim_fluid_box_at(arena, number)->segment = number == gone ? 0 : PENDING;
}

void sim_segment_split(sim_arena *arena, const sim_prototypes *prototypes, uint32_t segment, uint32_t gone)
{
    sim_segment whole = *sim_segment_at(arena, segment), empty = {.entity = 1};
    uint32_t part = 0;
    if (gone) whole.capacity -= volume_of(arena, prototypes, gone);
    if (whole.amount > whole.capacity) whole.amount = whole.capacity;
    mark_pending(arena, segment, gone);
    *sim_segment_at(arena, segment) = empty;
    for (uint32_t number = 1; number < arena->pools[SIM_POOL_FLUID_BOX].used; number++) {
        if (sim_fluid_box_at(arena, number)->segment != PENDING) continue;
        uint32_t fresh = part ? sim_segment_take(arena) : segment;
        if (fresh == 0) arena->refused++; /* no room for another segment: the parts go on as one */
        part = fresh ? fresh : segment;
        int64_t before = sim_segment_at(arena, part)->capacity;
        sim_segment_at(arena, part)->is_waited_for = 1; /* who waits for the whole may wait for any part of it */
        flood(arena, prototypes, number, part);
        take_share(arena, prototypes, part, sim_segment_at(arena, part)->capacity - before, &whole);
        sim_segment_changed(arena, prototypes, part);
    }
    if (part == 0) sim_pool_give_back(arena, SIM_POOL_SEGMENT, segment);
}

/* Sanity and hash --------------------------------------------------------------------------------------------- */

static int check_segment(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t number, sim_fault *fault)
{
    const sim_position none = {0, 0};
    const sim_segment *segment = sim_segment_at(arena, number);
    uint32_t members = 0;
    int64_t capacity = 0;
    for (uint32_t box = 1; box < arena->pools[SIM_POOL_FLUID_BOX].used; box++) {
        if (sim_fluid_box_at(arena, box)->entity == 0 || sim_fluid_box_at(arena, box)->segment != number) continue;
        members++;
        capacity += volume_of(arena, prototypes, box);
    }
    SIM_EXPECT(fault, "segment", number, none, members > 0 && members == segment->members);
    SIM_EXPECT(fault, "segment", number, none, capacity == segment->capacity);
    SIM_EXPECT(fault, "segment", number, none, segment->amount >= 0 && segment->amount <= segment->capacity);
    SIM_EXPECT(fault, "segment", number, none, (segment->amount == 0) == (segment->fluid == 0));
    SIM_EXPECT(fault, "segment", number, none, segment->fluid < prototypes->fluid_count);
    SIM_EXPECT(fault, "segment", number, none, segment->announced == 0);
    return 1;
}

int sim_segment_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    for (uint32_t number = 1; number < arena->pools[SIM_POOL_SEGMENT].used; number++)
        if (sim_segment_at(arena, number)->entity && !check_segment(arena, prototypes, number, fault)) return 0;
    return 1;
}

uint64_t sim_segment_hash(const sim_arena *arena, uint64_t hash)
{
    for (uint32_t number = 1; number < arena->pools[SIM_POOL_SEGMENT].used; number++) {
        const sim_segment *segment = sim_segment_at(arena, number);
        if (segment->entity == 0) continue;
        hash = sim_hash_word(hash, (uint64_t)segment->fluid << 32 | segment->members);
        hash = sim_hash_word(hash, (uint64_t)segment->amount);
        hash = sim_hash_double(hash, segment->temperature);
    }
    return hash;
}
