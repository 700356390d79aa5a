/* sticker.h - what sticks to a walker and slows it: the acid of spitters and worms on characters, fire on everybody.
 *
 * The speed of one who is hit, or who stands in a puddle, is times the sticker's movement_modifier_from at once and moves
 * evenly to movement_modifier_to by its end. A character carries one sticker; the next one takes its place, and standing
 * in a puddle puts on a new one every tick. A unit that is slowed leaves out steps. */
#ifndef SIM_STICKER_H
#define SIM_STICKER_H

#include "harness/standin/engine/character/character.h"

/* Puts a sticker (an entity prototype; 0 for none) on the character. */
void sim_sticker_put(const sim_arena *arena, const sim_prototypes *prototypes, sim_character *character,
                     uint16_t sticker);

/* Part of its speed at which the character walks in this tick: 1 without a sticker. */
double sim_sticker_modifier(const sim_arena *arena, const sim_prototypes *prototypes, const sim_character *character);

/* Part of its speed that a sticker (an entity prototype) which ends at `end_tick` leaves a walker in this tick. */
double sim_sticker_part(const sim_arena *arena, const sim_prototypes *prototypes, uint16_t sticker, uint64_t end_tick);

/* Characters within a distance (1/256 tile) that are enemies of the force, one after the other; NULL after the last.
 * `number` counts on, from 0. */
sim_character *sim_sticker_next_victim(const sim_arena *arena, uint32_t *number, sim_position place, int32_t distance,
                                       uint32_t force);

/* 1 while a sticker slows the character. */
static inline int sim_sticker_slows(const sim_arena *arena, const sim_character *character)
{
    return character->sticker != 0 && arena->tick < character->sticker_end_tick;
}

#endif
