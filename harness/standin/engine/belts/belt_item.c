/* What scripts and other mechanics do with items on the lanes of an entity: the second half of belt.h. */
#include <math.h>

#include "harness/standin/engine/belts/belt.h"
#include "harness/standin/engine/belts/belt_coast.h"
#include "harness/standin/engine/belts/belt_link.h"
#include "harness/standin/engine/belts/splitter.h"
#include "harness/standin/engine/entities/watch.h"

/* Lanes run 0.235 tile beside the middle of their belt, in no prototype: with that number a straight lane's offset, the
 * lengths of a turn's lanes, where side loads enter, and all points of both lanes of a turn are those of the game. */
#define LANE_OFFSET 60                       /* of a straight lane, 1/256 tile             */
#define OUTER_RADIUS (SIM_FIXED_ONE * 0.735) /* of a turn's lanes about its inner corner   */
#define INNER_RADIUS (SIM_FIXED_ONE * 0.265)

static uint8_t type_of(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    const sim_entity *entity = sim_entity_slot(arena, slot);
    return entity ? prototypes->entities[entity->prototype].type : SIM_TYPE_NONE;
}

int sim_belt_is_belt(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    uint8_t type = type_of(arena, prototypes, slot);
    return type == SIM_TYPE_TRANSPORT_BELT || type == SIM_TYPE_UNDERGROUND_BELT || type == SIM_TYPE_SPLITTER;
}

uint32_t sim_belt_line_count(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    switch (type_of(arena, prototypes, slot)) {
    case SIM_TYPE_TRANSPORT_BELT: return 2;
    case SIM_TYPE_UNDERGROUND_BELT: return 4;
    case SIM_TYPE_SPLITTER: return 8;
    default: return 0;
    }
}

/* The `part`th lane of that line; a line below the ground has one for every hidden tile. 0 past the last. */
static uint32_t lane_number(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t line,
                        uint32_t part)
{
    if (line >= sim_belt_line_count(arena, prototypes, slot)) return 0;
    uint32_t record = sim_entity_slot(arena, slot)->record;
    if (type_of(arena, prototypes, slot) == SIM_TYPE_SPLITTER) {
        const sim_splitter *splitter = SIM_RECORD(arena, SIM_POOL_SPLITTER, sim_splitter, record);
        const uint32_t *halves = line < 4 ? splitter->input : splitter->output;
        return part == 0 ? halves[line / 2 % 2] * 2 + line % 2 : 0;
    }
    if (line < 2) return part == 0 ? record * 2 + line : 0;
    for (record = sim_belt_at(arena, record)->hidden; record != 0 && part > 0; part--)
        record = sim_belt_at(arena, record)->hidden;
    return record ? record * 2 + line % 2 : 0;
}

/* The same, with its items where they are now. */
static uint32_t lane_of(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t line,
                        uint32_t part)
{
    uint32_t lane = lane_number(arena, prototypes, slot, line, part);
    if (lane) sim_belt_settle(arena, lane);
    return lane;
}

/* The same, counted from the line's downstream end. */
static uint32_t lane_from_end(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t line,
                              uint32_t part)
{
    uint32_t parts = 0;
    while (lane_of(arena, prototypes, slot, line, parts) != 0) parts++;
    return part < parts ? lane_of(arena, prototypes, slot, line, parts - 1 - part) : 0;
}

/* The line of its entity that a lane is, or is a part of. */
static uint32_t line_of(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t lane)
{
    const sim_belt *belt = sim_belt_at(arena, lane / 2);
    if (belt->kind == SIM_BELT_HIDDEN) return 2 + lane % 2;
    if (belt->kind != SIM_BELT_SPLITTER_IN && belt->kind != SIM_BELT_SPLITTER_OUT) return lane % 2;
    const sim_splitter *splitter = sim_splitter_of(arena, prototypes, belt->entity);
    uint32_t first = belt->kind == SIM_BELT_SPLITTER_IN ? 0 : 4;
    const uint32_t *halves = first ? splitter->output : splitter->input;
    return first + (halves[1] == lane / 2) * 2 + lane % 2;
}

uint32_t sim_belt_line_onward(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t line,
                              uint32_t *onward)
{
    uint32_t lane = lane_from_end(arena, prototypes, slot, line, 0);
    uint32_t next = lane ? sim_belt_lane_at(arena, lane)->next : 0;
    if (next == 0) return 0;
    if (onward) *onward = line_of(arena, prototypes, next);
    return sim_belt_at(arena, next / 2)->entity;
}

uint16_t sim_belt_line_foremost(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t line)
{
    uint32_t lane;
    for (uint32_t part = 0; (lane = lane_from_end(arena, prototypes, slot, line, part)) != 0; part++)
        if (sim_belt_lane_at(arena, lane)->count) return sim_belt_lane_at(arena, lane)->item[0];
    return 0;
}

int32_t sim_belt_line_length(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t line)
{
    int32_t length = 0;
    uint32_t lane;
    for (uint32_t part = 0; (lane = lane_of(arena, prototypes, slot, line, part)) != 0; part++)
        length += sim_belt_lane_at(arena, lane)->length;
    return length;
}

uint32_t sim_belt_shape_of(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    if (type_of(arena, prototypes, slot) != SIM_TYPE_TRANSPORT_BELT) return SIM_BELT_STRAIGHT;
    return sim_belt_at(arena, sim_entity_slot(arena, slot)->record)->shape;
}

/* Places --------------------------------------------------------------------------------------------------------- */

/* The offset from a point in terms of a direction: along it (x) and to the right of it (y). */
static sim_position along(uint8_t direction, int32_t dx, int32_t dy)
{
    sim_position step = sim_belt_step(direction);
    sim_position turned = {dx * step.x + dy * step.y, -dx * step.y + dy * step.x};
    return turned;
}

/* The inner lane where the point is nearer to the corner inside the turn than to the one outside. */
static sim_belt_spot spot_on_turn(const sim_belt *belt, sim_position offset)
{
    const int32_t half = SIM_FIXED_ONE / 2;
    int is_right = belt->shape == SIM_BELT_RIGHT;
    int32_t to_corner_x = half - offset.x, to_corner_y = is_right ? half - offset.y : half + offset.y;
    int is_inner = to_corner_x + to_corner_y < 2 * half;
    sim_belt_spot spot = {.line = (uint8_t)(is_right == is_inner)};
    spot.position = belt->lanes[spot.line].length / 2;
    return spot;
}

sim_belt_spot sim_belt_spot_at(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                               sim_position point)
{
    sim_belt_spot none = {0, 0};
    const sim_entity *entity = sim_entity_slot(arena, slot);
    if (!sim_belt_is_belt(arena, prototypes, slot)) return none;
    sim_position offset =
        along(entity->direction, point.x - entity->position.x, point.y - entity->position.y);
    if (type_of(arena, prototypes, slot) == SIM_TYPE_SPLITTER) {
        int is_right = offset.y >= 0, is_output = offset.x > 0; /* what is dropped across the middle enters the input */
        int32_t beside = offset.y - (is_right ? SIM_FIXED_ONE / 2 : -SIM_FIXED_ONE / 2);
        int32_t rest = (is_output ? SIM_FIXED_ONE / 2 : SIM_SPLITTER_BUFFER) - offset.x;
        sim_belt_spot spot = {(uint8_t)(is_output * 4 + is_right * 2 + (beside >= 0)), rest < 0 ? 0 : rest};
        return spot;
    }
    const sim_belt *belt = sim_belt_at(arena, entity->record);
    if (belt->shape != SIM_BELT_STRAIGHT) return spot_on_turn(belt, offset);
    int32_t position = SIM_FIXED_ONE / 2 - offset.x;
    if (position < 0) position = 0;
    if (position > SIM_FIXED_ONE) position = SIM_FIXED_ONE;
    sim_belt_spot spot = {(uint8_t)(offset.y >= 0), position};
    return spot;
}

/* Offset of a place on a turn from its belt's centre, along the direction of travel and to the right of it: the point
 * of a quarter circle, truncated to the grid as seen from its middle. */
static sim_position place_on_turn(const sim_belt *belt, uint32_t side, int32_t position)
{
    const int32_t half = SIM_FIXED_ONE / 2;
    int is_right = belt->shape == SIM_BELT_RIGHT;
    double radius = (side == 1) == is_right ? INNER_RADIUS : OUTER_RADIUS;
    double angle = acos(0.0) * position / belt->lanes[side].length;
    int32_t from_side = half - (int32_t)(radius * cos(angle));
    sim_position offset = {half - (int32_t)(radius * sin(angle)), is_right ? from_side : -from_side};
    return offset;
}

sim_position sim_belt_lane_point(const sim_belt *belt, uint32_t side, int32_t position)
{
    sim_position step = sim_belt_step(belt->direction);
    int32_t end = SIM_FIXED_ONE / 2;
    if (belt->kind == SIM_BELT_SPLITTER_IN) {
        end = 0;
        position = position < SIM_SPLITTER_BUFFER ? 0 : position - SIM_SPLITTER_BUFFER;
    }
    sim_position offset = {end - position, side ? LANE_OFFSET : -LANE_OFFSET};
    if (belt->shape != SIM_BELT_STRAIGHT) offset = place_on_turn(belt, side, position);
    sim_position place = {sim_fixed_tile_centre(belt->tile_x) + offset.x * step.x - offset.y * step.y,
                          sim_fixed_tile_centre(belt->tile_y) + offset.x * step.y + offset.y * step.x};
    return place;
}

/* Insertion ------------------------------------------------------------------------------------------------------ */

/* Where an item put at `position` comes to stand: the lane in `to`, its place there; negative when there is no room. */
static int32_t settle(const sim_arena *arena, uint32_t lane, int32_t position, uint32_t *to)
{
    const sim_belt_lane *here = sim_belt_lane_at(arena, lane);
    int is_front = here->line == lane;
    int32_t wanted = position - here->speed;
    if (wanted < 0 && is_front) wanted = 0;
    *to = lane;
    int32_t place = sim_belt_lane_place(arena, lane, position, wanted);
    if (place >= 0 || place == SIM_BELT_NO_PLACE) return place;
    const sim_belt_lane *ahead = sim_belt_lane_at(arena, here->next);
    if (ahead->count == SIM_BELT_LANE_ITEMS) return SIM_BELT_NO_PLACE;
    *to = here->next;
    return place + ahead->length;
}

int sim_belt_can_insert(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t line,
                        int32_t position)
{
    uint32_t to, lane = lane_of(arena, prototypes, slot, line, 0);
    if (lane == 0 || position < 0 || position > sim_belt_lane_at(arena, lane)->length) return 0;
    return settle(arena, lane, position, &to) >= 0;
}

enum sim_result sim_belt_insert(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t line,
                                int32_t position, uint16_t item)
{
    uint32_t to, lane = lane_of(arena, prototypes, slot, line, 0);
    if (lane == 0 || item == 0 || item >= prototypes->item_count) return SIM_BAD_ARGUMENT;
    if (position < 0 || position > sim_belt_lane_at(arena, lane)->length) return SIM_BAD_ARGUMENT;
    int32_t place = settle(arena, lane, position, &to);
    if (place < 0) return SIM_BLOCKED;
    sim_belt_line_wake(arena, to);
    sim_belt_lane_put(arena, to, place, item, ++arena->last_belt_item);
    sim_watch_changed(arena, slot);
    return SIM_OK;
}

int sim_belt_can_insert_at_back(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                uint32_t line)
{
    uint32_t lane = lane_of(arena, prototypes, slot, line, 0);
    return lane && sim_belt_can_insert(arena, prototypes, slot, line, sim_belt_lane_at(arena, lane)->length);
}

enum sim_result sim_belt_insert_at_back(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                        uint32_t line, uint16_t item)
{
    uint32_t lane = lane_of(arena, prototypes, slot, line, 0);
    if (lane == 0) return SIM_BAD_ARGUMENT;
    return sim_belt_insert(arena, prototypes, slot, line, sim_belt_lane_at(arena, lane)->length, item);
}

/* Looking and taking --------------------------------------------------------------------------------------------- */

uint32_t sim_belt_items(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, sim_belt_item *rows,
                        uint32_t capacity)
{
    return sim_belt_items_from(arena, prototypes, slot, 0, rows, capacity);
}

uint32_t sim_belt_items_from(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t first,
                             sim_belt_item *rows, uint32_t capacity)
{
    uint32_t found = 0, lines = sim_belt_line_count(arena, prototypes, slot);
    for (uint32_t line = 0; line < lines; line++) {
        uint32_t lane, index = 0;
        int32_t beyond = 0;
        for (uint32_t part = 0; (lane = lane_from_end(arena, prototypes, slot, line, part)) != 0; part++) {
            const sim_belt *belt = sim_belt_at(arena, lane / 2);
            const sim_belt_lane *here = &belt->lanes[lane % 2];
            for (uint32_t i = 0; i < here->count; i++, found++, index++) {
                if (found < first || found - first >= capacity) continue;
                sim_belt_item row = {here->id[i], here->item[i], (uint8_t)line, (uint8_t)index,
                                     here->position[i] + beyond, sim_belt_lane_point(belt, lane % 2, here->position[i])};
                rows[found - first] = row;
            }
            beyond += here->length;
        }
    }
    return found;
}

static void take_from(sim_arena *arena, uint32_t slot, uint32_t lane, uint32_t index, uint16_t *item)
{
    if (item) *item = sim_belt_lane_at(arena, lane)->item[index];
    sim_belt_lane_drop(arena, lane, index);
    sim_belt_line_lost(arena, lane);
    sim_watch_changed(arena, slot);
}

enum sim_result sim_belt_remove(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t line,
                                uint32_t index, uint16_t *item)
{
    uint32_t lane;
    for (uint32_t part = 0; (lane = lane_from_end(arena, prototypes, slot, line, part)) != 0; part++) {
        uint32_t count = sim_belt_lane_at(arena, lane)->count;
        if (index < count) {
            take_from(arena, slot, lane, index, item);
            return SIM_OK;
        }
        index -= count;
    }
    return SIM_NOT_FOUND;
}

enum sim_result sim_belt_remove_id(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t id,
                                   uint16_t *item)
{
    uint32_t lines = sim_belt_line_count(arena, prototypes, slot), lane;
    for (uint32_t line = 0; line < lines; line++)
        for (uint32_t part = 0; (lane = lane_of(arena, prototypes, slot, line, part)) != 0; part++)
            for (uint32_t i = 0; i < sim_belt_lane_at(arena, lane)->count; i++)
                if (sim_belt_lane_at(arena, lane)->id[i] == id) {
                    take_from(arena, slot, lane, i, item);
                    return SIM_OK;
                }
    return SIM_NOT_FOUND;
}

uint32_t sim_belt_take(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item,
                       uint32_t count)
{
    uint32_t taken = 0, lines = sim_belt_line_count(arena, prototypes, slot), lane;
    for (uint32_t line = 0; line < lines; line++)
        for (uint32_t part = 0; (lane = lane_of(arena, prototypes, slot, line, part)) != 0; part++)
            for (uint32_t i = 0; taken < count && i < sim_belt_lane_at(arena, lane)->count;) {
                if (item && sim_belt_lane_at(arena, lane)->item[i] != item) {
                    i++;
                    continue;
                }
                take_from(arena, slot, lane, i, NULL);
                taken++;
            }
    return taken;
}

static uint32_t count_lane(const sim_belt_lane *lane, uint16_t item)
{
    if (item == 0) return lane->count;
    uint32_t count = 0;
    for (uint32_t i = 0; i < lane->count; i++) count += lane->item[i] == item;
    return count;
}

uint32_t sim_belt_count_on(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item)
{
    uint32_t count = 0, lines = sim_belt_line_count(arena, prototypes, slot), lane;
    for (uint32_t line = 0; line < lines; line++)
        for (uint32_t part = 0; (lane = lane_of(arena, prototypes, slot, line, part)) != 0; part++)
            count += count_lane(sim_belt_lane_at(arena, lane), item);
    return count;
}

uint32_t sim_belt_count(const sim_arena *arena, uint16_t item)
{
    uint32_t count = 0;
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_BELT].used; record++)
        if (sim_belt_at(arena, record)->entity)
            for (int side = 0; side < 2; side++) count += count_lane(&sim_belt_at(arena, record)->lanes[side], item);
    return count;
}

void sim_belt_replaced(sim_arena *arena, const sim_prototypes *prototypes, uint32_t from, uint32_t to)
{
    uint32_t lines = sim_belt_line_count(arena, prototypes, from), source, target;
    for (uint32_t line = 0; line < lines; line++)
        for (uint32_t part = 0; (source = lane_of(arena, prototypes, from, line, part)) != 0; part++) {
            target = lane_of(arena, prototypes, to, line, part);
            sim_belt_lane *old = sim_belt_lane_at(arena, source);
            while (old->count && target) {
                const sim_belt_lane *now = sim_belt_lane_at(arena, target);
                int32_t position = old->position[0] < now->length ? old->position[0] : now->length - 1;
                if (now->count == SIM_BELT_LANE_ITEMS) break;
                sim_belt_line_welcome(arena, target);
                sim_belt_lane_put(arena, target, position, old->item[0], old->id[0]);
                sim_belt_lane_drop(arena, source, 0);
            }
        }
    sim_watch_changed(arena, to);
}
