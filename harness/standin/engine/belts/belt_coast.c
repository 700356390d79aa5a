#include "harness/standin/engine/belts/belt_coast.h"

#include "harness/standin/engine/belts/belt_glide.h"
#include "harness/standin/engine/core/nap.h"

#define LEAST_MOVES 3 /* fewer are not worth the count */

static sim_belt_lane *lane_at(const sim_arena *arena, uint32_t lane)
{
    return sim_belt_lane_at(arena, lane);
}

/* 1 when the line of the lane sleeps and has items: it waits for what lies ahead of it to move. */
static int waits(const sim_arena *arena, uint32_t lane)
{
    const sim_belt_lane *line = lane_at(arena, lane_at(arena, lane)->line);
    return line->items && !line->is_awake;
}

/* 1 when nothing depends on when in a tick the line moves, and on what it tells those behind it. */
static int is_on_its_own(const sim_arena *arena, uint32_t front, uint32_t back)
{
    const sim_belt_lane *line = lane_at(arena, front), *last = lane_at(arena, back);
    if (line->is_fed || line->is_loop || sim_belt_at(arena, back / 2)->kind == SIM_BELT_SPLITTER_OUT) return 0;
    if (last->previous == 0) return 1;
    return line->next == 0 && sim_belt_at(arena, front / 2)->kind != SIM_BELT_SPLITTER_IN &&
           !waits(arena, last->previous);
}

/* Way from the foremost item to the end of the line, which has items. */
static int32_t way_to_the_end(const sim_arena *arena, uint32_t front)
{
    const sim_belt_lane *lane = lane_at(arena, front);
    int32_t way = 0;
    for (; lane->count == 0; lane = lane_at(arena, lane->previous)) way += lane->length;
    return way + lane->position[0];
}

/* Moves in which every item of a line that glides goes the full way. Where it runs on it leaves out those that end
 * within an item's length of the end, which what lies ahead might hold back. */
static uint32_t free_moves(const sim_arena *arena, uint32_t front)
{
    const sim_belt_lane *line = lane_at(arena, front);
    int32_t way = way_to_the_end(arena, front);
    if (line->next && line->entry < 0) way -= SIM_BELT_ITEM_LENGTH;
    return way <= 0 ? 0 : (uint32_t)(way / line->speed);
}

void sim_belt_coast_begin(sim_arena *arena, uint32_t front, uint32_t back)
{
    sim_belt_lane *line = lane_at(arena, front);
    uint32_t now = sim_nap_clock(arena), last = arena->nap_end;
    if (!line->glides || line->items == 0 || last < now + LEAST_MOVES || !is_on_its_own(arena, front, back)) return;
    uint32_t moves = free_moves(arena, front);
    if (moves > last - now) moves = last - now;
    if (moves < LEAST_MOVES) return;
    line->coast = (uint16_t)(moves & 0x1FF);
    arena->lines_coast = 1;
}

void sim_belt_coast_move(const sim_arena *arena, uint32_t front, uint32_t update)
{
    sim_belt_lane *line = lane_at(arena, front);
    uint32_t moves = (update - line->moved) / 2;
    if (moves == 0) return;
    sim_belt_glide_by(arena, front, moves);
    line->moved = update;
    line->coast = (uint16_t)((line->coast - moves) & 0x1FF);
}

/* Adds the items of a lane that stand on the one that is shown, whose end is so far ahead of this one's. */
static void show(const sim_belt_lane *lane, int32_t ahead, sim_belt_lane *room)
{
    for (uint32_t i = 0; i < lane->count; i++) {
        int32_t position = lane->position[i] + ahead;
        if (position < 0 || position >= room->length) continue;
        room->position[room->count] = (int16_t)position;
        room->item[room->count] = lane->item[i];
        room->id[room->count++] = lane->id[i];
    }
}

const sim_belt_lane *sim_belt_peek(const sim_arena *arena, uint32_t number, sim_belt_lane *room)
{
    const sim_belt_lane *lane = lane_at(arena, number);
    int32_t ahead = -sim_belt_owed_way(arena, lane);
    if (ahead == 0) return lane;
    uint32_t front = lane->line;
    room->count = 0;
    room->length = lane->length;
    for (;;) {
        if (lane->count) show(lane, ahead, room);
        ahead += lane->length;
        if (ahead >= room->length || lane->previous == 0) return room;
        lane = lane_at(arena, lane->previous);
        if (lane->line != front) return room;
    }
}

void sim_belt_coast_end(sim_arena *arena, uint32_t front)
{
    sim_belt_lane *line = lane_at(arena, front);
    sim_belt_settle(arena, front);
    line->coast = 0;
    arena->quiet_updates = 0;
}

void sim_belt_coast_end_all(sim_arena *arena)
{
    if (!arena->lines_coast) return;
    for (uint32_t front = arena->newest_line; front != 0; front = lane_at(arena, front)->older)
        sim_belt_coast_end(arena, front);
    arena->lines_coast = 0;
}

void sim_belt_coast_note_quiet(sim_arena *arena)
{
    uint32_t quiet = UINT32_MAX;
    if (!arena->lines_coast) return;
    for (uint32_t front = arena->newest_line; front != 0; front = lane_at(arena, front)->older) {
        const sim_belt_lane *line = lane_at(arena, front);
        if (!line->coast) return;
        uint32_t left = line->coast - (arena->belt_updates - line->moved) / 2;
        if (left < quiet) quiet = left;
    }
    if (quiet != UINT32_MAX) arena->quiet_updates = quiet;
}
