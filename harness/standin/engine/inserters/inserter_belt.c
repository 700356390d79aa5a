#include "harness/standin/engine/inserters/inserter_belt.h"

#include "harness/standin/engine/belts/belt.h"
#include "harness/standin/engine/belts/belt_coast.h"
#include "harness/standin/engine/entities/watch.h"
#include "harness/standin/engine/energy/burner.h"
#include "harness/standin/engine/inserters/inserter_arm.h"
#include "harness/standin/engine/inserters/inserter_hand.h"
#include "harness/standin/engine/inserters/inserter_quiet.h"
#include "harness/standin/engine/inserters/inserter_reach.h"

#define MOST_ITEMS (SIM_BELT_MAX_LINES * SIM_BELT_LANE_ITEMS)

static int is_straight(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    return sim_belt_shape_of(arena, prototypes, slot) == SIM_BELT_STRAIGHT;
}

/* 1 when the right lane of the belt is nearer to the inserter than the left one. */
static int right_lane_is_nearer(const sim_arena *arena, const sim_prototypes *prototypes, const sim_inserter *inserter)
{
    const sim_entity *belt = sim_entity_slot(arena, inserter->source);
    const sim_entity *self = sim_entity_slot(arena, inserter->entity);
    const sim_vector_f64 north = {0, -1};
    sim_vector_f64 travel = sim_inserter_turned_vector(north, belt->direction);
    if (!is_straight(arena, prototypes, inserter->source)) return 0;
    double dx = self->position.x - belt->position.x, dy = self->position.y - belt->position.y;
    return dx * travel.y - dy * travel.x < 0;
}

static int is_in(sim_box area, sim_position point)
{
    return point.x >= area.left && point.x < area.right && point.y >= area.top && point.y < area.bottom;
}

static sim_box tile_of(sim_position position)
{
    int32_t left = sim_fixed_tile(position.x) * SIM_FIXED_ONE, top = sim_fixed_tile(position.y) * SIM_FIXED_ONE;
    sim_box tile = {left, top, left + SIM_FIXED_ONE, top + SIM_FIXED_ONE};
    return tile;
}

/* 1 when all that decides what it wants is counted (sim_watch_changes). */
static int verdicts_last(const sim_arena *arena, const sim_prototypes *prototypes, const sim_inserter *inserter)
{
    if (inserter->held_count || !sim_watch_counts(arena)) return 0;
    if (inserter->target == 0) return 1;
    switch (prototypes->entities[sim_entity_slot(arena, inserter->target)->prototype].type) {
    case SIM_TYPE_TRANSPORT_BELT:
    case SIM_TYPE_CONTAINER:
    case SIM_TYPE_FURNACE:
    case SIM_TYPE_ASSEMBLING_MACHINE: return 1;
    default: return 0;
    }
}

/* Whether it wants an item. The answer is remembered while nothing that it depends on changes: belts mostly carry one
 * kind, and who waits over one asks in every tick. */
static int wants(const sim_arena *arena, const sim_prototypes *prototypes, sim_inserter *inserter, uint16_t item)
{
    if (!verdicts_last(arena, prototypes, inserter)) return sim_inserter_wants(arena, prototypes, inserter, item);
    uint32_t changes = arena->effect_version + sim_watch_changes(arena, inserter->entity) +
                       sim_watch_changes(arena, inserter->target);
    if (inserter->verdict_item != item || inserter->verdict_changes != changes) {
        inserter->verdict = (uint8_t)sim_inserter_wants(arena, prototypes, inserter, item);
        inserter->verdict_item = item;
        inserter->verdict_changes = changes;
    }
    return inserter->verdict;
}

/* The best of the rows, NULL when none will do. */
static const sim_belt_item *best_of(const sim_arena *arena, const sim_prototypes *prototypes,
                                    sim_inserter *inserter, const sim_belt_item *rows, uint32_t count)
{
    sim_box tile = tile_of(sim_inserter_pickup_position(arena, prototypes, inserter->entity));
    uint32_t first_lane = (uint32_t)right_lane_is_nearer(arena, prototypes, inserter);
    const sim_belt_item *best = NULL;
    for (uint32_t i = 0; i < count; i++) {
        const sim_belt_item *row = &rows[i];
        if (!is_in(tile, row->at)) continue;
        int is_near = row->line % 2 == first_lane;
        if (best) {
            int best_is_near = best->line % 2 == first_lane;
            if (is_near < best_is_near) continue;
            if (is_near == best_is_near && row->position <= best->position) continue;
        }
        if (wants(arena, prototypes, inserter, row->item)) best = row;
    }
    return best;
}

static const sim_belt_item *row_of(const sim_belt_item *rows, uint32_t count, uint32_t id)
{
    for (uint32_t i = 0; i < count; i++)
        if (rows[i].id == id) return &rows[i];
    return NULL;
}

static void aim_at(const sim_arena *arena, sim_inserter *inserter, sim_position at)
{
    sim_position self = sim_entity_slot(arena, inserter->entity)->position;
    sim_vector_f64 point = {sim_fixed_to_tiles(at.x - self.x), sim_fixed_to_tiles(at.y - self.y)};
    sim_inserter_arm_aim(inserter, point);
}

static int hand_is_over_the_tile(const sim_arena *arena, const sim_prototypes *prototypes, const sim_inserter *inserter)
{
    sim_box tile = tile_of(sim_inserter_pickup_position(arena, prototypes, inserter->entity));
    sim_position self = sim_entity_slot(arena, inserter->entity)->position;
    sim_vector_f64 hand = sim_inserter_arm_hand(inserter);
    double x = self.x + hand.x * SIM_FIXED_ONE, y = self.y + hand.y * SIM_FIXED_ONE;
    return x >= tile.left && x <= tile.right && y >= tile.top && y <= tile.bottom;
}

/* Of an underground belt, a part of which lies elsewhere, or of a splitter. */
static enum sim_inserter_chase chase_on_rows(const sim_arena *arena, const sim_prototypes *prototypes,
                                             sim_inserter *inserter)
{
    sim_belt_item rows[MOST_ITEMS];
    uint32_t count = sim_belt_items(arena, prototypes, inserter->source, rows, MOST_ITEMS);
    if (count > MOST_ITEMS) count = MOST_ITEMS;
    const sim_belt_item *row = inserter->chased ? row_of(rows, count, inserter->chased) : NULL;
    if (inserter->chased && row == NULL) {
        inserter->chased = 0;
        if (hand_is_over_the_tile(arena, prototypes, inserter)) return SIM_INSERTER_CHASE_LOST;
    }
    if (row == NULL) row = best_of(arena, prototypes, inserter, rows, count);
    if (row == NULL) return SIM_INSERTER_CHASE_NONE;
    inserter->chased = row->id;
    inserter->aim = 0;
    aim_at(arena, inserter, row->at);
    return SIM_INSERTER_CHASE_ITEM;
}

/* Transport belts ------------------------------------------------------------------------------------------------ */

/* An item on one of the two lanes of a transport belt, and where on it; lane 0 for none. */
typedef struct lane_item {
    uint32_t lane, id;
    int32_t position;
} lane_item;

/* The record of the transport belt at the pickup position, 0 for anything else. */
static uint32_t plain_belt(const sim_arena *arena, const sim_prototypes *prototypes, const sim_inserter *inserter)
{
    const sim_entity *source = sim_entity_slot(arena, inserter->source);
    return prototypes->entities[source->prototype].type == SIM_TYPE_TRANSPORT_BELT ? source->record : 0;
}

/* What was on the lane already when its line moved last is found there, whatever the line owes. */
static lane_item find_old_id(const sim_arena *arena, uint32_t belt, uint32_t id)
{
    for (uint32_t number = 2 * belt; number < 2 * belt + 2; number++) {
        const sim_belt_lane *lane = sim_belt_lane_at(arena, number);
        for (uint32_t i = 0; i < lane->count; i++)
            if (lane->id[i] == id) return (lane_item){number, id, lane->position[i] - sim_belt_owed_way(arena, lane)};
    }
    return (lane_item){0, 0, 0};
}

static lane_item find_id(const sim_arena *arena, uint32_t belt, uint32_t id)
{
    sim_belt_lane room;
    lane_item old = find_old_id(arena, belt, id);
    if (old.lane) return old.position >= 0 ? old : (lane_item){0, 0, 0};
    for (uint32_t number = 2 * belt; number < 2 * belt + 2; number++) {
        const sim_belt_lane *lane = sim_belt_peek(arena, number, &room);
        for (uint32_t i = 0; i < lane->count; i++)
            if (lane->id[i] == id) return (lane_item){number, id, lane->position[i]};
    }
    return (lane_item){0, 0, 0};
}

/* The wanted item farthest upstream on a lane. */
static lane_item farthest(const sim_arena *arena, const sim_prototypes *prototypes, sim_inserter *inserter,
                          uint32_t number, const sim_belt_lane *lane)
{
    for (uint32_t i = lane->count; i-- > 0;) {
        if (!wants(arena, prototypes, inserter, lane->item[i])) continue;
        uint32_t first = i; /* of several in one place the one that came first */
        for (uint32_t j = i; j-- > 0 && lane->position[j] == lane->position[i];)
            if (wants(arena, prototypes, inserter, lane->item[j])) first = j;
        return (lane_item){number, lane->id[first], lane->position[first]};
    }
    return (lane_item){0, 0, 0};
}

static lane_item choose(const sim_arena *arena, const sim_prototypes *prototypes, sim_inserter *inserter, uint32_t belt)
{
    sim_belt_lane rooms[2];
    const sim_belt_lane *left = sim_belt_peek(arena, 2 * belt, &rooms[0]);
    const sim_belt_lane *right = sim_belt_peek(arena, 2 * belt + 1, &rooms[1]);
    if (left->count == 0) return farthest(arena, prototypes, inserter, 2 * belt + 1, right);
    if (right->count == 0) return farthest(arena, prototypes, inserter, 2 * belt, left);
    int is_right = right_lane_is_nearer(arena, prototypes, inserter);
    lane_item found = is_right ? farthest(arena, prototypes, inserter, 2 * belt + 1, right)
                               : farthest(arena, prototypes, inserter, 2 * belt, left);
    if (found.lane) return found;
    return is_right ? farthest(arena, prototypes, inserter, 2 * belt, left)
                    : farthest(arena, prototypes, inserter, 2 * belt + 1, right);
}

/* Aims at the item where it lies now; what lies still is aimed at once. */
static void aim_at_item(const sim_arena *arena, sim_inserter *inserter, lane_item at)
{
    const sim_belt *belt = sim_belt_at(arena, at.lane / 2);
    uint32_t aim = 1u << 31 | (uint32_t)belt->shape << 24 | (uint32_t)belt->direction << 16 |
                   (at.lane % 2) << 15 | (uint32_t)at.position;
    if (inserter->aim == aim) return;
    inserter->aim = aim;
    aim_at(arena, inserter, sim_belt_lane_point(belt, at.lane % 2, at.position));
}

static enum sim_inserter_chase chase_on_lanes(const sim_arena *arena, const sim_prototypes *prototypes,
                                              sim_inserter *inserter, uint32_t belt)
{
    lane_item item = {0, 0, 0};
    if (inserter->chased) item = find_id(arena, belt, inserter->chased);
    if (inserter->chased && item.lane == 0) {
        inserter->chased = 0;
        if (hand_is_over_the_tile(arena, prototypes, inserter)) return SIM_INSERTER_CHASE_LOST;
    }
    if (item.lane == 0) item = choose(arena, prototypes, inserter, belt);
    if (item.lane == 0) return SIM_INSERTER_CHASE_NONE;
    inserter->chased = item.id;
    aim_at_item(arena, inserter, item);
    return SIM_INSERTER_CHASE_ITEM;
}

/* Both ----------------------------------------------------------------------------------------------------------- */

enum sim_inserter_chase sim_inserter_belt_chase(const sim_arena *arena, const sim_prototypes *prototypes,
                                                sim_inserter *inserter)
{
    uint32_t belt = plain_belt(arena, prototypes, inserter);
    return belt ? chase_on_lanes(arena, prototypes, inserter, belt) : chase_on_rows(arena, prototypes, inserter);
}

int sim_inserter_belt_take(sim_arena *arena, const sim_prototypes *prototypes, sim_inserter *inserter)
{
    uint16_t item = 0;
    uint32_t chased = inserter->chased;
    inserter->chased = 0;
    if (sim_belt_remove_id(arena, prototypes, inserter->source, chased, &item) != SIM_OK) return 0;
    sim_inserter_grasp(arena, prototypes, inserter, item, 1);
    return 1;
}

/* Splitters have their lanes elsewhere; an inserter over one does not doze. */
static int is_over_lanes(const sim_arena *arena, const sim_prototypes *prototypes, const sim_inserter *inserter)
{
    uint16_t prototype = sim_entity_slot(arena, inserter->source)->prototype;
    return prototypes->entities[prototype].type != SIM_TYPE_SPLITTER;
}

/* 1 when something that it wants lies on a lane of the line. */
static int line_has_wanted(const sim_arena *arena, const sim_prototypes *prototypes, sim_inserter *inserter,
                           uint32_t front)
{
    uint32_t number = front;
    uint16_t kind = sim_belt_lane_at(arena, front)->kind;
    if (kind != SIM_BELT_MIXED) return wants(arena, prototypes, inserter, kind);
    do {
        const sim_belt_lane *lane = sim_belt_lane_at(arena, number);
        for (uint32_t i = 0; i < lane->count; i++)
            if (wants(arena, prototypes, inserter, lane->item[i])) return 1;
        number = lane->previous;
    } while (number && number != front && sim_belt_lane_at(arena, number)->line == front);
    return 0;
}

/* Looks along both lines, or only along those that got their first item before this tick's inserters. */
static int lines_have_wanted(const sim_arena *arena, const sim_prototypes *prototypes, sim_inserter *inserter,
                             int only_old)
{
    uint32_t record = sim_entity_slot(arena, inserter->source)->record;
    for (uint32_t side = 0; side < 2; side++) {
        uint32_t front = sim_belt_lane_at(arena, 2 * record + side)->line;
        const sim_belt_lane *line = sim_belt_lane_at(arena, front);
        if (line->items == 0 || (only_old && line->woken == arena->belt_updates)) continue;
        if (line_has_wanted(arena, prototypes, inserter, front)) return 1;
    }
    return 0;
}

static int belt_is_bare(const sim_arena *arena, const sim_inserter *inserter)
{
    uint32_t record = sim_entity_slot(arena, inserter->source)->record;
    sim_belt_lane room;
    return sim_belt_peek(arena, 2 * record, &room)->count == 0 && sim_belt_peek(arena, 2 * record + 1, &room)->count == 0;
}

/* What lies elsewhere on the line matters only for the buffer of a burner, and for that only while it fills. */
static int minds_the_line(const sim_arena *arena, const sim_prototypes *prototypes, const sim_inserter *inserter)
{
    const sim_inserter_prototype *prototype = &prototypes->inserters[inserter->prototype];
    return inserter->energy.kind == SIM_ENERGY_BURNER &&
           !sim_burner_is_full(arena, inserter->energy.record, sim_inserter_arm_most_joules(prototype));
}

int sim_inserter_belt_may_doze(const sim_arena *arena, const sim_prototypes *prototypes, sim_inserter *inserter)
{
    if (!is_over_lanes(arena, prototypes, inserter)) return 0;
    return !minds_the_line(arena, prototypes, inserter) || !lines_have_wanted(arena, prototypes, inserter, 0);
}

/* 1 when something that it wants lies on its own belt. */
static int offers_something(const sim_arena *arena, const sim_prototypes *prototypes, sim_inserter *inserter)
{
    sim_belt_item rows[MOST_ITEMS];
    if (belt_is_bare(arena, inserter)) return 0;
    uint32_t belt = plain_belt(arena, prototypes, inserter);
    if (belt) return choose(arena, prototypes, inserter, belt).lane != 0;
    uint32_t count = sim_belt_items(arena, prototypes, inserter->source, rows, MOST_ITEMS);
    return best_of(arena, prototypes, inserter, rows, count) != NULL;
}

/* The same question where both lines carry one kind each, asked once for a line; -1 where one is mixed. */
static int wakes_over_plain_lines(const sim_arena *arena, const sim_prototypes *prototypes, sim_inserter *inserter,
                                  uint32_t belt)
{
    int is_on_old_line = 0;
    sim_belt_lane room;
    for (uint32_t side = 0; side < 2; side++) {
        const sim_belt_lane *lane = sim_belt_lane_at(arena, 2 * belt + side);
        const sim_belt_lane *line = sim_belt_lane_at(arena, lane->line);
        if (line->items == 0) continue;
        if (line->kind == SIM_BELT_MIXED) return -1;
        if (!wants(arena, prototypes, inserter, line->kind)) continue;
        if (sim_belt_peek(arena, 2 * belt + side, &room)->count) return 1;
        is_on_old_line |= line->woken != arena->belt_updates;
    }
    return is_on_old_line && minds_the_line(arena, prototypes, inserter);
}

int sim_inserter_belt_wakes(const sim_arena *arena, const sim_prototypes *prototypes, sim_inserter *inserter)
{
    uint32_t belt = plain_belt(arena, prototypes, inserter);
    int wakes = belt ? wakes_over_plain_lines(arena, prototypes, inserter, belt) : -1;
    if (wakes >= 0) return wakes;
    if (!is_over_lanes(arena, prototypes, inserter) || offers_something(arena, prototypes, inserter)) return 1;
    return minds_the_line(arena, prototypes, inserter) && lines_have_wanted(arena, prototypes, inserter, 1);
}

/* Ticks that the next item takes at least to come to a bare lane, from as far as it is worth looking. */
static uint32_t ticks_to_next_item(const sim_arena *arena, uint32_t number)
{
    const sim_belt_lane *here = sim_belt_lane_at(arena, number), *lane = here;
    int32_t way = -sim_belt_owed_way(arena, here);
    for (uint32_t looked = 0; looked < SIM_QUIET_LANES; looked++, way += lane->length) {
        if (lane->previous == 0 || sim_belt_lane_at(arena, lane->previous)->line != here->line) return UINT8_MAX;
        lane = sim_belt_lane_at(arena, lane->previous);
        for (uint32_t i = 0; i < lane->count; i++)
            if (way + lane->position[i] >= 0) return (uint32_t)(way + lane->position[i]) / lane->speed;
    }
    return way > 0 ? (uint32_t)way / here->speed : 0;
}

/* Ticks before something that it wants can come to its belt; `waits`: it stands there, and the rest of the line may
 * matter, too. */
static uint32_t ticks_of_quiet(const sim_arena *arena, const sim_prototypes *prototypes, sim_inserter *inserter,
                               int waits)
{
    uint32_t belt = plain_belt(arena, prototypes, inserter), quiet = UINT8_MAX;
    if (belt == 0 || !verdicts_last(arena, prototypes, inserter)) return 0;
    sim_belt_lane room;
    for (uint32_t number = 2 * belt; number < 2 * belt + 2; number++) {
        const sim_belt_lane *lane = sim_belt_lane_at(arena, number);
        const sim_belt_lane *line = sim_belt_lane_at(arena, lane->line);
        if (line->items == 0) continue;
        if (line->kind == SIM_BELT_MIXED) return 0;
        if (!wants(arena, prototypes, inserter, line->kind)) continue;
        if (sim_belt_peek(arena, number, &room)->count || (waits && minds_the_line(arena, prototypes, inserter))) return 0;
        uint32_t ticks = ticks_to_next_item(arena, number);
        if (ticks < quiet) quiet = ticks;
    }
    return quiet;
}

uint32_t sim_inserter_belt_quiet_ticks(const sim_arena *arena, const sim_prototypes *prototypes,
                                       sim_inserter *inserter)
{
    return ticks_of_quiet(arena, prototypes, inserter, 1);
}

uint32_t sim_inserter_belt_bare_ticks(const sim_arena *arena, const sim_prototypes *prototypes,
                                      sim_inserter *inserter)
{
    return inserter->chased ? 0 : ticks_of_quiet(arena, prototypes, inserter, 0);
}

int sim_inserter_belt_item_rests(const sim_arena *arena, const sim_prototypes *prototypes,
                                 const sim_inserter *inserter)
{
    uint32_t belt = plain_belt(arena, prototypes, inserter);
    if (belt == 0 || inserter->chased == 0) return 0;
    uint32_t lane = find_id(arena, belt, inserter->chased).lane;
    return lane && !sim_belt_lane_at(arena, sim_belt_lane_at(arena, lane)->line)->is_awake;
}
