#include "harness/standin/engine/belts/belt_lane.h"

#include "harness/standin/engine/belts/belt_coast.h"
#include "harness/standin/engine/inserters/inserter_quiet.h"

static sim_belt_lane *lane_at(const sim_arena *arena, uint32_t lane)
{
    return sim_belt_lane_at(arena, lane);
}

static void insert_item(sim_belt_lane *lane, uint32_t index, int32_t position, uint16_t item, uint32_t id)
{
    for (uint32_t i = lane->count; i > index; i--) {
        lane->position[i] = lane->position[i - 1];
        lane->item[i] = lane->item[i - 1];
        lane->id[i] = lane->id[i - 1];
    }
    lane->position[index] = (int16_t)position;
    lane->item[index] = item;
    lane->id[index] = id;
    lane->count++;
    lane->is_squeezed &= SIM_BELT_SQUEEZED;
}

void sim_belt_lane_delete(sim_belt_lane *lane, uint32_t index)
{
    lane->count--;
    lane->is_squeezed &= SIM_BELT_SQUEEZED;
    for (uint32_t i = index; i < lane->count; i++) {
        lane->position[i] = lane->position[i + 1];
        lane->item[i] = lane->item[i + 1];
        lane->id[i] = lane->id[i + 1];
    }
}

/* Counts an item that comes to a line. Returns 1 when the line had none, or others. */
static int note_kind(sim_belt_lane *line, uint16_t item)
{
    uint16_t kind = line->items == 0 || line->kind == item ? item : SIM_BELT_MIXED;
    int is_new = line->items == 0 || line->kind != kind;
    line->kind = kind;
    line->items++;
    line->glides = line->head_rests = 0;
    return is_new;
}

void sim_belt_lane_put(sim_arena *arena, uint32_t number, int32_t position, uint16_t item, uint32_t id)
{
    sim_belt_lane *lane = lane_at(arena, number);
    uint32_t index = 0;
    sim_belt_coast_end(arena, lane->line);
    while (index < lane->count && lane->position[index] <= position) index++;
    insert_item(lane, index, position, item, id);
    int is_close = index > 0 && position - lane->position[index - 1] < SIM_BELT_ITEM_LENGTH;
    if (index + 1 < lane->count) is_close |= lane->position[index + 1] - position < SIM_BELT_ITEM_LENGTH;
    if (is_close) lane->is_squeezed = SIM_BELT_SQUEEZED;
    int is_new = note_kind(lane_at(arena, lane->line), item);
    sim_inserter_hear_item(arena, number, position, item, is_new);
}

void sim_belt_lane_drop(sim_arena *arena, uint32_t number, uint32_t index)
{
    sim_belt_lane *lane = lane_at(arena, number);
    sim_belt_lane_delete(lane, index);
    lane_at(arena, lane->line)->head_rests = 0;
    if (--lane_at(arena, lane->line)->items == 0) sim_belt_coast_end(arena, lane->line);
    sim_inserter_hear_loss(arena, number);
}

int32_t sim_belt_lane_place(const sim_arena *arena, uint32_t number, int32_t entry, int32_t wanted)
{
    const sim_belt_lane *lane = lane_at(arena, number);
    if (lane->count == SIM_BELT_LANE_ITEMS) return SIM_BELT_NO_PLACE;
    if (lane->next && lane->line == number) sim_belt_settle(arena, lane->next);
    int32_t place = wanted;
    uint32_t behind = 0;
    for (; behind < lane->count && lane->position[behind] <= entry; behind++)
        if (place < lane->position[behind] + SIM_BELT_ITEM_LENGTH)
            place = lane->position[behind] + SIM_BELT_ITEM_LENGTH;
    if (behind == 0 && lane->next && lane->entry < 0 && lane_at(arena, lane->next)->count) {
        int32_t ahead = sim_belt_lane_last(lane_at(arena, lane->next)) + SIM_BELT_ITEM_LENGTH;
        if (ahead > place) place = ahead;
    }
    int overtakes = behind < lane->count && lane->position[behind] <= place;
    if (overtakes) return SIM_BELT_NO_PLACE;
    return place >= entry + SIM_BELT_ITEM_LENGTH || place >= lane->length ? SIM_BELT_NO_PLACE : place;
}

int sim_belt_lane_crawl(sim_belt_lane *lane, int32_t limit)
{
    const int32_t speed = lane->speed;
    if (lane->is_squeezed & SIM_BELT_RESTS && limit >= lane->position[0]) return 0;
    int moved = 0, is_squeezed = 0;
    int32_t ahead = limit - SIM_BELT_ITEM_LENGTH;
    for (uint32_t i = 0; i < lane->count; i++) {
        int32_t here = lane->position[i], there = here - speed;
        if (there < ahead + SIM_BELT_ITEM_LENGTH) there = ahead + SIM_BELT_ITEM_LENGTH;
        if (there < here) {
            lane->position[i] = (int16_t)there;
            moved = 1;
            here = there;
        }
        if (i > 0 && here - ahead < SIM_BELT_ITEM_LENGTH) is_squeezed = SIM_BELT_SQUEEZED;
        ahead = here;
    }
    lane->is_squeezed = (uint8_t)(is_squeezed | (moved ? 0 : SIM_BELT_RESTS));
    return moved;
}
