/* belt_line.h - lines of lanes: how items move. For belts, underground belts and splitters alone.
 *
 * Lanes that run on into each other at one speed are a line; it is known by its foremost lane. A tick moves the lines
 * awake, the one that fell awake last first; a line moves what lies ahead of it before itself. A line in which nothing
 * moved falls asleep. It wakes, as the last in the order, when an item comes or goes, when its belts change, and when
 * what it runs into has had its turn, whether that moved or fell asleep: then it moves in the same tick, unless it has
 * had its own turn. What runs on to a line goes before what loads onto its side. The order and the sleep are the game's
 * own and show in where items meet, so they are part of the state. A jam in a ring of side loads never falls asleep.
 *
 * A belt that is loaded from the side ends a line a little way ahead of it, from the first item on: at the upstream end
 * of the lane that holds the point SIM_BELT_BOUNDARY from the loaded lane's end. Of two such belts so close that the
 * second lies before the first one's boundary only the first counts. The game marks boundaries for inserters and drills, too,
 * and its lines form and part with a delay of up to 600 ticks by a rule of the map's tiles that is not known; here they
 * do so at once. What that changes is who moves first where two items meet.
 *
 * A closed loop is a line, too: its foremost lane is that of its oldest belt, and the seam is where that lane ends. */
#ifndef SIM_BELT_LINE_H
#define SIM_BELT_LINE_H

#include <stdint.h>

#include "harness/standin/engine/belts/belt.h"

#define SIM_BELT_BOUNDARY 384 /* 1/256 tile: measured to lie in (362, 401]; no sum of lanes falls in between */

static inline sim_belt *sim_belt_at(const sim_arena *arena, uint32_t record)
{
    return SIM_RECORD(arena, SIM_POOL_BELT, sim_belt, record);
}

static inline sim_belt_lane *sim_belt_lane_at(const sim_arena *arena, uint32_t lane)
{
    return &sim_belt_at(arena, lane / 2)->lanes[lane % 2];
}

/* Wakes the line that the lane is in, as the last in the order; one that is awake keeps its place. */
void sim_belt_line_wake(sim_arena *arena, uint32_t lane);

/* Wakes a line, known by its foremost lane, as the first in the order: one that was cut off the back of another. */
void sim_belt_line_wake_first(sim_arena *arena, uint32_t front);

/* An item is about to come to the lane: wakes its line; one without items begins anew at the end of the order. */
void sim_belt_line_welcome(sim_arena *arena, uint32_t lane);

/* 1 when an item of the line could move where all else stands still; a splitter ahead is left out of account. */
int sim_belt_line_can_move(const sim_arena *arena, uint32_t front);

/* Takes the line out of the order; its foremost lane is given. */
void sim_belt_line_sleep(sim_arena *arena, uint32_t front);

/* What the lane runs into, or the places of its items have changed: wakes its line and what runs into that. */
void sim_belt_line_freed(sim_arena *arena, uint32_t lane);

/* An item has gone from the lane: wakes its line, whose next turn wakes what runs into it. */
void sim_belt_line_lost(sim_arena *arena, uint32_t lane);

/* Finds the lines of all lanes that run on from or to this one anew. What has moved and what is awake stays so where
 * it can; `wakes` wakes all of it that holds items. */
void sim_belt_line_join(sim_arena *arena, uint32_t lane, int wakes);

/* Puts an item on the lane at `position`, behind the last item that is not farther from the end, and counts it. The
 * lane must have room for one more. Wakes nothing. */
void sim_belt_lane_put(sim_arena *arena, uint32_t lane, int32_t position, uint16_t item, uint32_t id);

/* Where in the world the place on a lane (side 0 left, 1 right) of a belt is. */
sim_position sim_belt_lane_point(const sim_belt *belt, uint32_t side, int32_t position);

/* Takes the item of that index off the lane and counts it. Wakes nothing. */
void sim_belt_lane_drop(sim_arena *arena, uint32_t lane, uint32_t index);

#define SIM_BELT_NO_PLACE (-32768)

/* Where an item that comes to `entry` and may be at `wanted` at best has to stand to keep clear of all items ahead; below
 * 0 is on the lane that this one runs on to. SIM_BELT_NO_PLACE when that is SIM_BELT_ITEM_LENGTH or more behind
 * `entry`, or at an item that was behind, or the lane has no room. */
int32_t sim_belt_lane_place(const sim_arena *arena, uint32_t lane, int32_t entry, int32_t wanted);

/* Moves all lines awake. */
void sim_belt_lines_tick(sim_arena *arena);

#endif
