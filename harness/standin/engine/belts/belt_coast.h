/* belt_coast.h - lines that glide undisturbed, moved only when somebody looks.
 *
 * A line that glides (belt_glide.h) moves all its items by the full speed in every tick until its foremost one comes to
 * the line's end or an item is put on it. When the first will be is known beforehand: until then the line coasts. Its
 * moves are owed, and made at once by whoever looks at its items (sim_belt_settle), at the latest at the end of the part
 * of the run (nap.h): between two calls of sim_run nothing coasts. A coasting line stays awake and keeps its place in
 * the order of lines.
 *
 * That shows nowhere as long as nothing depends on when in a tick the line moves. So only a line coasts that nothing
 * runs into, or one that runs into nothing and behind which nobody waits: it stops when somebody begins to. While all
 * lines awake coast, a tick of belts looks at none of them. */
#ifndef SIM_BELT_COAST_H
#define SIM_BELT_COAST_H

#include "harness/standin/engine/belts/belt_line.h"

/* A line that has just moved coasts from now on, when it can; `back` is its last lane. */
void sim_belt_coast_begin(sim_arena *arena, uint32_t front, uint32_t back);

/* Makes the moves that a line, which coasts, owes up to and with that update. */
void sim_belt_coast_move(const sim_arena *arena, uint32_t front, uint32_t update);

/* The line does not coast any more; it owes nothing. For another it does nothing. */
void sim_belt_coast_end(sim_arena *arena, uint32_t front);

/* The same for all lines; before belts change, and at the end of a part of a run. */
void sim_belt_coast_end_all(sim_arena *arena);

/* After a tick's moves: for how many ticks no line has anything to do. */
void sim_belt_coast_note_quiet(sim_arena *arena);

/* The last update in which lines have moved, or do so now. */
static inline uint32_t sim_belt_last_update(const sim_arena *arena)
{
    return (arena->belt_updates - 1) | 1;
}

/* Moves that a line, known by its foremost lane, owes. */
static inline uint32_t sim_belt_owed(const sim_arena *arena, const sim_belt_lane *line)
{
    return line->coast ? (sim_belt_last_update(arena) - line->moved) / 2 : 0;
}

/* What the items of a lane have still to go of those moves, 1/256 tile. */
static inline int32_t sim_belt_owed_way(const sim_arena *arena, const sim_belt_lane *lane)
{
    return (int32_t)(sim_belt_owed(arena, sim_belt_lane_at(arena, lane->line)) * lane->speed);
}

/* 1 when a line may coast through the update that is under way. */
static inline int sim_belt_coasts(const sim_arena *arena, const sim_belt_lane *line)
{
    return line->coast && (arena->belt_updates - line->moved) / 2 <= line->coast;
}

/* A lane as it is after the moves that its line owes, which are not made: itself, or `room` with its items, of which
 * nothing but count, position, item, id and length may be read. */
const sim_belt_lane *sim_belt_peek(const sim_arena *arena, uint32_t lane, sim_belt_lane *room);

/* Makes the moves that the line of the lane owes: who looks at items on a lane calls this first, or peeks. */
static inline void sim_belt_settle(const sim_arena *arena, uint32_t lane)
{
    uint32_t front = sim_belt_lane_at(arena, lane)->line;
    if (sim_belt_lane_at(arena, front)->coast) sim_belt_coast_move(arena, front, sim_belt_last_update(arena));
}

#endif
