/* inserter_quiet.h - what an inserter that naps over a belt, or on its way to one, listens for (inserter_nap.h).
 *
 * It has worked out how long nothing that it wants can come to its belt. What could make that wrong is told to it and
 * to nobody else: an item put on a belt tells those over the next SIM_QUIET_LANES lanes when it may be there; the
 * first item of a line, and one of another kind than the rest, tell all over the line at once; so does a line that
 * wakes those that follow an item at rest on it. A change of what it serves, or of its own fuel, is told by
 * sim_watch_note. Belts that are joined anew and effects of research are counted in the arena, and tell everybody.
 *
 * Who listens is chained to its belt and to its target, for the rest of the part of the run. What would break a chain
 * (a belt, a target or the inserter itself goes or turns) makes all deaf: nobody naps quietly in that part any more. */
#ifndef SIM_INSERTER_QUIET_H
#define SIM_INSERTER_QUIET_H

#include "harness/standin/engine/inserters/inserter.h"

#define SIM_QUIET_LANES 8 /* that an item announces itself ahead, and that an inserter looks back */

/* An inserter that takes from a transport belt listens from now on; 0 when it cannot. */
int sim_inserter_listen(sim_arena *arena, uint32_t record);

/* Ends all listening with the part of the run. */
void sim_inserter_end_listening(sim_arena *arena);

/* A chain may be broken: those who listen have their turn now, and nobody listens for the rest of the part. */
void sim_inserter_make_deaf(sim_arena *arena);

/* 1 when something that all rely on has changed since this was asked last; then they have their turn now. */
int sim_inserter_hear_versions(sim_arena *arena);

/* An item has come to the lane at `position`; `is_new`: the line had none, or others. */
void sim_inserter_hear_item(sim_arena *arena, uint32_t lane, int32_t position, uint16_t item, int is_new);

/* An item has gone from the lane. */
void sim_inserter_hear_loss(sim_arena *arena, uint32_t lane);

/* A line of belts, known by its foremost lane, has woken. */
void sim_inserter_hear_line(sim_arena *arena, uint32_t front);

/* The contents of the entity in `slot`, or what it takes, have changed; `first` is the first that listens to it. */
void sim_inserter_hear_change(sim_arena *arena, uint32_t first);

#endif
