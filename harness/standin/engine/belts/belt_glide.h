/* belt_glide.h - lines in which nothing holds anything back: moved without a look at the lanes that are empty.
 *
 * Where all items of a line are SIM_BELT_ITEM_LENGTH apart or more, across its lanes too, and the foremost one is free
 * to go, every item moves by the full speed, and they are as far apart afterwards. Such a line glides: the lanes that
 * hold its items are chained by `chain`, from the foremost lane, which need not hold any, to the last one, which need
 * not either. What comes to the line ends that (sim_belt_lane_put); what goes from it leaves gaps, which do no harm.
 * None of this is hashed: a line that glides moves as one that does not. */
#ifndef SIM_BELT_GLIDE_H
#define SIM_BELT_GLIDE_H

#include "harness/standin/engine/belts/belt.h"

/* Finds out whether a line whose foremost item is free to go glides. */
void sim_belt_glide_begin(sim_arena *arena, uint32_t front);

/* Moves all items of a line that glides by the full speed so many times, of which each is as free as one of
 * sim_belt_glide; returns its last lane. */
uint32_t sim_belt_glide_by(const sim_arena *arena, uint32_t front, uint32_t moves);

/* Moves all items of the line; its last lane goes to `back`. 0, and nothing is done, when it does not glide. */
int sim_belt_glide(sim_arena *arena, uint32_t front, uint32_t *back);

/* 1 when the chain of a line that glides can be believed; for the sanity sweep. */
int sim_belt_glide_is_sound(const sim_arena *arena, uint32_t front);

#endif
