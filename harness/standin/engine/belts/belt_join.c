/* Which lanes are one line: the second half of belt_line.h. */
#include "harness/standin/engine/belts/belt_coast.h"

static sim_belt_lane *lane_at(const sim_arena *arena, uint32_t lane)
{
    return sim_belt_lane_at(arena, lane);
}

/* 1 when the lane runs on to its next at the same speed, whether or not a boundary lies between. */
static int runs_on(const sim_arena *arena, uint32_t number)
{
    const sim_belt_lane *lane = lane_at(arena, number);
    if (lane->next == 0 || lane->entry >= 0) return 0;
    const sim_belt_lane *next = lane_at(arena, lane->next);
    return next->previous == number && next->speed == lane->speed;
}

/* The lane that runs on to this one, 0 for none; `front` ends the search on a loop. */
static uint32_t lane_behind(const sim_arena *arena, uint32_t number, uint32_t front)
{
    uint32_t behind = lane_at(arena, number)->previous;
    return behind != 0 && behind != front && runs_on(arena, behind) ? behind : 0;
}

/* Belts built before others have lower numbers; one that is being built has none yet. */
static uint32_t age_of(const sim_arena *arena, uint32_t lane)
{
    return sim_entity_slot(arena, sim_belt_at(arena, lane / 2)->entity)->unit_number - 1;
}

/* The foremost of all lanes that run on from this one; on a loop that of its oldest belt. */
static uint32_t find_front(const sim_arena *arena, uint32_t lane, int *is_loop)
{
    uint32_t front = lane, oldest = lane;
    *is_loop = 0;
    while (runs_on(arena, front)) {
        front = lane_at(arena, front)->next;
        if (front == lane) {
            *is_loop = 1;
            return oldest;
        }
        if (age_of(arena, front) < age_of(arena, oldest)) oldest = front;
    }
    return front;
}

/* The lane that ends at the boundary of a loaded one; 0 where the way to the front is shorter. */
static uint32_t find_boundary(const sim_arena *arena, uint32_t loaded, uint32_t front)
{
    int32_t way = 0;
    for (uint32_t lane = loaded; lane != front; lane = lane_at(arena, lane)->next) {
        way += lane_at(arena, lane_at(arena, lane)->next)->length;
        if (way > SIM_BELT_BOUNDARY) return lane;
    }
    return 0;
}

/* Finds the boundaries from the last lane to the front; returns how many there are. */
static uint32_t cut(sim_arena *arena, uint32_t front)
{
    uint32_t back = front, boundary = 0, cuts = 0;
    for (uint32_t behind; (behind = lane_behind(arena, back, front)) != 0;) back = behind;
    for (uint32_t number = back;; number = lane_at(arena, number)->next) {
        sim_belt_lane *lane = lane_at(arena, number);
        if (boundary == 0 && lane->was_loaded) boundary = find_boundary(arena, number, front);
        lane->is_cut = boundary == number;
        if (lane->is_cut) boundary = 0;
        cuts += lane->is_cut;
        if (number == front) return cuts;
    }
}

/* The kind of a line with one more lane. */
static uint16_t kind_with(uint16_t kind, const sim_belt_lane *lane)
{
    for (uint32_t i = 0; i < lane->count; i++) {
        if (kind == 0) kind = lane->item[i];
        if (kind != lane->item[i]) return SIM_BELT_MIXED;
    }
    return kind;
}

/* Makes the lanes from `front` back to the next boundary one line. Returns the front of the next line, 0 for none. */
static uint32_t join_piece(sim_arena *arena, uint32_t front, uint32_t foremost, int wakes)
{
    sim_belt_lane *line = lane_at(arena, front);
    uint32_t number = front, items = 0;
    uint16_t kind = 0;
    uint8_t is_fed = 0, is_stirred = 0;
    if (line->line != front) line->moved = lane_at(arena, line->line)->moved;
    do {
        sim_belt_lane *lane = lane_at(arena, number);
        if (number != front) sim_belt_line_sleep(arena, number);
        lane->line = front;
        items += lane->count;
        kind = kind_with(kind, lane);
        is_fed |= lane->feeder != 0;
        is_stirred |= lane->is_stirred;
        lane->is_stirred = 0;
        number = lane_behind(arena, number, foremost);
    } while (number != 0 && !lane_at(arena, number)->is_cut);
    line->items = items;
    line->kind = kind;
    arena->belt_joins++;
    line->is_fed = is_fed;
    line->is_loop = line->glides = 0;
    if (items && wakes) sim_belt_line_wake(arena, front);
    if (items && is_stirred) sim_belt_line_wake_first(arena, front);
    return number;
}

/* Notes which lanes were in a line that is awake, before their lines change. */
static void stir(sim_arena *arena, uint32_t front)
{
    for (uint32_t number = front; number != 0; number = lane_behind(arena, number, front))
        lane_at(arena, number)->is_stirred = lane_at(arena, lane_at(arena, number)->line)->is_awake;
}

void sim_belt_line_join(sim_arena *arena, uint32_t lane, int wakes)
{
    int is_loop;
    sim_belt_coast_end_all(arena);
    uint32_t front = find_front(arena, lane, &is_loop);
    stir(arena, front);
    int is_whole = cut(arena, front) == 0;
    for (uint32_t piece = front; piece != 0;) piece = join_piece(arena, piece, front, wakes);
    lane_at(arena, front)->is_loop = (uint8_t)(is_loop && is_whole);
}
