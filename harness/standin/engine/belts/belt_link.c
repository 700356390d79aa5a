#include "harness/standin/engine/belts/belt_link.h"

#include "harness/standin/engine/belts/belt_coast.h"
#include "harness/standin/engine/belts/splitter.h"
#include "harness/standin/engine/belts/underground.h"

/* The game's measures of belts, which no prototype states: lengths of lanes and where side-loaded items enter. */
#define STRAIGHT_LENGTH SIM_FIXED_ONE
#define OUTER_LENGTH 295
#define INNER_LENGTH 106
#define HALF_LENGTH (SIM_FIXED_ONE / 2)
#define FAR_ENTRY 188  /* from the lane of the feeding belt that is farther upstream */
#define NEAR_ENTRY 67

#define BELT_BITS                                                                                                      \
    ((uint64_t)1 << SIM_TYPE_TRANSPORT_BELT | (uint64_t)1 << SIM_TYPE_UNDERGROUND_BELT |                              \
     (uint64_t)1 << SIM_TYPE_SPLITTER)

static sim_belt_lane *lane_at(const sim_belt_change *change, uint32_t lane)
{
    return sim_belt_lane_at(change->arena, lane);
}

sim_position sim_belt_step(uint8_t direction)
{
    static const sim_position STEPS[4] = {{0, -1}, {1, 0}, {0, 1}, {-1, 0}};
    return STEPS[direction / 4 % 4];
}

uint32_t sim_belt_new(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, enum sim_belt_kind kind,
                      int32_t tile_x, int32_t tile_y)
{
    const sim_entity *entity = sim_entity_slot(arena, slot);
    sim_belt_coast_end_all(arena);
    uint32_t number = sim_pool_take(arena, SIM_POOL_BELT, slot);
    if (number == 0) return 0;
    sim_belt *record = sim_belt_at(arena, number);
    int is_half = kind == SIM_BELT_SPLITTER_IN || kind == SIM_BELT_SPLITTER_OUT;
    record->tile_x = (int16_t)tile_x;
    record->tile_y = (int16_t)tile_y;
    record->kind = (uint8_t)kind;
    record->direction = entity->direction;
    for (uint32_t side = 0; side < 2; side++) {
        sim_belt_lane *lane = &record->lanes[side];
        lane->line = number * 2 + side;
        lane->entry = -1;
        lane->length = is_half ? HALF_LENGTH : STRAIGHT_LENGTH;
        if (kind == SIM_BELT_SPLITTER_IN) lane->length += SIM_SPLITTER_BUFFER;
        lane->speed = (uint16_t)prototypes->entities[entity->prototype].belt_speed_fixed;
    }
    return number;
}

/* Links ---------------------------------------------------------------------------------------------------------- */

static void note(sim_belt_change *change, uint32_t lane)
{
    if (lane != 0 && change->count < SIM_BELT_CHANGE_LANES) change->lanes[change->count++] = lane;
}

/* Makes the lane run on to `next` (entry below 0), load onto its side, or end (next 0). */
static void set_next(sim_belt_change *change, uint32_t number, uint32_t next, int32_t entry)
{
    sim_belt_lane *lane = lane_at(change, number);
    if (lane->next == next && lane->entry == entry) return;
    note(change, number);
    note(change, lane->next);
    note(change, next);
    if (lane->next && lane->entry < 0 && lane_at(change, lane->next)->previous == number)
        lane_at(change, lane->next)->previous = 0;
    const sim_belt_lane *twin = lane_at(change, number ^ 1);
    int is_last = lane->entry >= 0 && (twin->next != lane->next || twin->entry < 0);
    if (lane->next && is_last && lane_at(change, lane->next)->feeder == number / 2)
        lane_at(change, lane->next)->feeder = lane_at(change, lane->next)->was_loaded = 0;
    lane->next = next;
    lane->entry = (int16_t)entry;
    if (next && entry < 0) lane_at(change, next)->previous = number;
    if (next && entry >= 0) lane_at(change, next)->feeder = number / 2;
}

void sim_belt_free(sim_belt_change *change, uint32_t record)
{
    sim_belt_coast_end_all(change->arena);
    for (uint32_t side = 0; side < 2; side++) {
        sim_belt_lane *lane = lane_at(change, record * 2 + side);
        set_next(change, record * 2 + side, 0, -1);
        if (lane->previous) set_next(change, lane->previous, 0, -1);
        for (uint32_t i = 0; lane->feeder && i < 2; i++)
            if (lane_at(change, lane->feeder * 2 + i)->next == record * 2 + side)
                set_next(change, lane->feeder * 2 + i, 0, -1);
        lane->feeder = lane->was_loaded = 0;
    }
    for (uint32_t side = 0; side < 2; side++) sim_belt_line_sleep(change->arena, record * 2 + side);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < change->count; i++)
        if (change->lanes[i] / 2 != record) change->lanes[kept++] = change->lanes[i];
    change->count = kept;
    sim_pool_give_back(change->arena, SIM_POOL_BELT, record);
}

/* Neighbours ----------------------------------------------------------------------------------------------------- */

static uint32_t record_of(const sim_belt_change *change, uint32_t slot, int32_t tile_x, int32_t tile_y, int is_output)
{
    const sim_entity *entity = sim_entity_slot(change->arena, slot);
    if (entity == NULL || entity->record == 0) return 0;
    if (change->prototypes->entities[entity->prototype].type != SIM_TYPE_SPLITTER) {
        const sim_belt *belt = sim_belt_at(change->arena, entity->record);
        return belt->tile_x == tile_x && belt->tile_y == tile_y ? entity->record : 0;
    }
    const sim_splitter *splitter = SIM_RECORD(change->arena, SIM_POOL_SPLITTER, sim_splitter, entity->record);
    for (int side = 0; side < 2; side++) {
        const sim_belt *half = sim_belt_at(change->arena, splitter->input[side]);
        if (half->tile_x == tile_x && half->tile_y == tile_y)
            return is_output ? splitter->output[side] : splitter->input[side];
    }
    return 0;
}

uint32_t sim_belt_on_tile(const sim_belt_change *change, int32_t tile_x, int32_t tile_y, int is_output)
{
    uint32_t slots[4];
    if (change->slot) {
        uint32_t own = record_of(change, change->slot, tile_x, tile_y, is_output);
        if (own) return own;
    }
    sim_entity_filter filter = {.type_bits = BELT_BITS};
    int32_t x = sim_fixed_tile_centre(tile_x), y = sim_fixed_tile_centre(tile_y);
    sim_box point = {x, y, x, y};
    uint32_t found = sim_entity_find(change->arena, change->prototypes, point, &filter, slots, 4);
    for (uint32_t i = 0; i < found && i < 4; i++) {
        uint32_t record = record_of(change, slots[i], tile_x, tile_y, is_output);
        if (record) return record;
    }
    return 0;
}

static int gives_out(const sim_belt *record)
{
    return record->kind == SIM_BELT_TRANSPORT || record->kind == SIM_BELT_EXIT ||
           record->kind == SIM_BELT_SPLITTER_OUT;
}

/* The record `turns` quarter turns to the right of the direction of travel beside it that gives its items to it. */
static uint32_t giver(const sim_belt_change *change, const sim_belt *belt, uint8_t turns)
{
    uint8_t side = (uint8_t)((belt->direction + 4 * turns) % 16);
    sim_position step = sim_belt_step(side);
    uint32_t found = sim_belt_on_tile(change, belt->tile_x + step.x, belt->tile_y + step.y, 1);
    if (found == 0 || !gives_out(sim_belt_at(change->arena, found))) return 0;
    return sim_belt_at(change->arena, found)->direction == (side + 8) % 16 ? found : 0;
}

/* Items keep their share of the way when a lane gets another length, as in the game. */
static void set_length(sim_belt_change *change, uint32_t number, int32_t length)
{
    sim_belt_lane *lane = lane_at(change, number);
    if (lane->length == length) return;
    for (uint32_t i = 0; i < lane->count; i++)
        lane->position[i] = (int16_t)(lane->position[i] * (length - 1) / lane->length);
    lane->length = (int16_t)length;
    lane->is_squeezed = SIM_BELT_SQUEEZED;
    lane_at(change, lane->line)->glides = lane_at(change, lane->line)->head_rests = 0;
    note(change, number);
}

/* A belt that one belt feeds from a side and none from behind is a turn. */
static void find_shape(sim_belt_change *change, uint32_t number)
{
    sim_belt *belt = sim_belt_at(change->arena, number);
    if (belt->kind != SIM_BELT_TRANSPORT) return;
    uint32_t right = giver(change, belt, 1), behind = giver(change, belt, 2), left = giver(change, belt, 3);
    belt->shape = SIM_BELT_STRAIGHT;
    if (!behind && left && !right) belt->shape = SIM_BELT_LEFT;
    if (!behind && right && !left) belt->shape = SIM_BELT_RIGHT;
    static const int32_t LENGTHS[3][2] = {
        [SIM_BELT_STRAIGHT] = {STRAIGHT_LENGTH, STRAIGHT_LENGTH},
        [SIM_BELT_LEFT] = {INNER_LENGTH, OUTER_LENGTH},
        [SIM_BELT_RIGHT] = {OUTER_LENGTH, INNER_LENGTH},
    };
    for (uint32_t side = 0; side < 2; side++) set_length(change, number * 2 + side, LENGTHS[belt->shape][side]);
}

/* Both lanes of `from` load onto one lane of `to`, each where it meets it. Half of an underground end is covered: the
 * lane of the feeding belt that would enter there waits. */
static void link_side(sim_belt_change *change, uint32_t from, uint32_t to)
{
    const sim_belt *source = sim_belt_at(change->arena, from), *target = sim_belt_at(change->arena, to);
    int is_from_left = source->direction == (target->direction + 4) % 16;
    for (uint32_t side = 0; side < 2; side++) {
        int is_far = is_from_left ? side == 1 : side == 0;
        int is_covered = (target->kind == SIM_BELT_ENTRANCE && !is_far) || (target->kind == SIM_BELT_EXIT && is_far);
        set_next(change, from * 2 + side, is_covered ? 0 : to * 2 + !is_from_left,
                 is_covered ? -1 : is_far ? FAR_ENTRY : NEAR_ENTRY);
    }
}

static void link_ahead(sim_belt_change *change, uint32_t from, uint32_t to)
{
    for (uint32_t side = 0; side < 2; side++) set_next(change, from * 2 + side, to ? to * 2 + side : 0, -1);
}

/* What a belt on the surface runs into. */
static void link_surface(sim_belt_change *change, uint32_t number)
{
    const sim_belt *belt = sim_belt_at(change->arena, number);
    sim_position step = sim_belt_step(belt->direction);
    uint32_t to = sim_belt_on_tile(change, belt->tile_x + step.x, belt->tile_y + step.y, 0);
    const sim_belt *target = to ? sim_belt_at(change->arena, to) : NULL;
    int is_side = target && target->direction != belt->direction;
    if (target && (target->direction == (belt->direction + 8) % 16)) to = 0;
    if (target && !is_side && target->kind == SIM_BELT_EXIT) to = 0;
    if (target && is_side && target->kind == SIM_BELT_SPLITTER_IN) to = 0;
    if (to == 0 || !is_side || target->shape != SIM_BELT_STRAIGHT)
        link_ahead(change, number, to);
    else
        link_side(change, number, to);
}

void sim_belt_link_record(sim_belt_change *change, uint32_t record)
{
    sim_belt_coast_end_all(change->arena);
    const sim_belt *belt = sim_belt_at(change->arena, record);
    if (gives_out(belt)) {
        link_surface(change, record);
    } else if (belt->kind != SIM_BELT_SPLITTER_IN) {
        link_ahead(change, record, belt->hidden ? belt->hidden : belt->partner);
    }
}

void sim_belt_link_around(sim_belt_change *change, int32_t tile_x, int32_t tile_y)
{
    sim_belt_coast_end_all(change->arena);
    for (int32_t dy = -1; dy <= 1; dy++)
        for (int32_t dx = -1; dx <= 1; dx++) {
            uint32_t found = dx == 0 || dy == 0 ? sim_belt_on_tile(change, tile_x + dx, tile_y + dy, 1) : 0;
            if (found) find_shape(change, found);
        }
    for (int32_t dy = -2; dy <= 2; dy++)
        for (int32_t dx = -2; dx <= 2; dx++) {
            int is_near = (dx < 0 ? -dx : dx) + (dy < 0 ? -dy : dy) <= 2;
            uint32_t found = is_near ? sim_belt_on_tile(change, tile_x + dx, tile_y + dy, 1) : 0;
            if (found) sim_belt_link_record(change, found);
        }
}

void sim_belt_link_done(sim_belt_change *change)
{
    for (uint32_t i = 0; i < change->count; i++) sim_belt_line_join(change->arena, change->lanes[i], 1);
    for (uint32_t i = 0; i < change->count; i++) sim_belt_line_freed(change->arena, change->lanes[i]);
}
