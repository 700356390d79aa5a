#include "harness/standin/engine/inserters/inserter_belt.h"

#include "harness/standin/engine/belts/belt.h"
#include "harness/standin/engine/belts/belt_line.h"
#include "harness/standin/engine/energy/burner.h"
#include "harness/standin/engine/inserters/inserter_arm.h"
#include "harness/standin/engine/inserters/inserter_hand.h"
#include "harness/standin/engine/inserters/inserter_reach.h"

#define MOST_ITEMS (SIM_BELT_MAX_LINES * SIM_BELT_LANE_ITEMS)
#define SPLIT_LINES 2 /* lines of a transport belt; other belts have lines outside the tile, too */

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

/* Whether an inserter wants an item, asked once for a row of the same: a line mostly carries one kind. */
typedef struct verdict {
    uint16_t item; /* 0: none asked yet */
    int wanted;
} verdict;

static int wants(const sim_arena *arena, const sim_prototypes *prototypes, const sim_inserter *inserter,
                 uint16_t item, verdict *last)
{
    if (last->item == item) return last->wanted;
    last->item = item;
    last->wanted = sim_inserter_wants(arena, prototypes, inserter, item);
    return last->wanted;
}

/* The best of the rows, NULL when none will do. */
static const sim_belt_item *best_of(const sim_arena *arena, const sim_prototypes *prototypes,
                                    const sim_inserter *inserter, const sim_belt_item *rows, uint32_t count)
{
    sim_box tile = tile_of(sim_inserter_pickup_position(arena, prototypes, inserter->entity));
    int is_plain = sim_belt_line_count(arena, prototypes, inserter->source) == SPLIT_LINES;
    uint32_t first_lane = (uint32_t)right_lane_is_nearer(arena, prototypes, inserter);
    const sim_belt_item *best = NULL;
    verdict last = {0, 0};
    for (uint32_t i = 0; i < count; i++) {
        const sim_belt_item *row = &rows[i];
        if (!is_plain && !is_in(tile, row->at)) continue;
        int is_near = row->line % 2 == first_lane;
        if (best) {
            int best_is_near = best->line % 2 == first_lane;
            if (is_near < best_is_near) continue;
            if (is_near == best_is_near && row->position <= best->position) continue;
        }
        if (wants(arena, prototypes, inserter, row->item, &last)) best = row;
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

enum sim_inserter_chase sim_inserter_belt_chase(const sim_arena *arena, const sim_prototypes *prototypes,
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
    aim_at(arena, inserter, row->at);
    return SIM_INSERTER_CHASE_ITEM;
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
static int line_has_wanted(const sim_arena *arena, const sim_prototypes *prototypes, const sim_inserter *inserter,
                           uint32_t front)
{
    uint32_t number = front;
    uint16_t kind = sim_belt_lane_at(arena, front)->kind;
    verdict last = {0, 0};
    if (kind != SIM_BELT_MIXED) return sim_inserter_wants(arena, prototypes, inserter, kind);
    do {
        const sim_belt_lane *lane = sim_belt_lane_at(arena, number);
        for (uint32_t i = 0; i < lane->count; i++)
            if (wants(arena, prototypes, inserter, lane->item[i], &last)) return 1;
        number = lane->previous;
    } while (number && number != front && sim_belt_lane_at(arena, number)->line == front);
    return 0;
}

/* Looks along both lines, or only along those that got their first item before this tick's inserters. */
static int lines_have_wanted(const sim_arena *arena, const sim_prototypes *prototypes, const sim_inserter *inserter,
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
    return sim_belt_lane_at(arena, 2 * record)->count == 0 && sim_belt_lane_at(arena, 2 * record + 1)->count == 0;
}

/* What lies elsewhere on the line matters only for the buffer of a burner, and for that only while it fills. */
static int minds_the_line(const sim_arena *arena, const sim_prototypes *prototypes, const sim_inserter *inserter)
{
    const sim_inserter_prototype *prototype = &prototypes->inserters[inserter->prototype];
    return inserter->energy.kind == SIM_ENERGY_BURNER &&
           !sim_burner_is_full(arena, inserter->energy.record, sim_inserter_arm_most_joules(prototype));
}

int sim_inserter_belt_may_doze(const sim_arena *arena, const sim_prototypes *prototypes, const sim_inserter *inserter)
{
    if (!is_over_lanes(arena, prototypes, inserter)) return 0;
    return !minds_the_line(arena, prototypes, inserter) || !lines_have_wanted(arena, prototypes, inserter, 0);
}

int sim_inserter_belt_wakes(const sim_arena *arena, const sim_prototypes *prototypes, const sim_inserter *inserter)
{
    sim_belt_item rows[MOST_ITEMS];
    if (!is_over_lanes(arena, prototypes, inserter)) return 1;
    if (!belt_is_bare(arena, inserter)) {
        uint32_t count = sim_belt_items(arena, prototypes, inserter->source, rows, MOST_ITEMS);
        if (best_of(arena, prototypes, inserter, rows, count)) return 1;
    }
    return minds_the_line(arena, prototypes, inserter) && lines_have_wanted(arena, prototypes, inserter, 1);
}
