/* sticker.h - what sticks to a character and slows it: the acid of spitters and worms.
 *
 * The speed of one who is hit, or who stands in a puddle, is times the sticker's movement_modifier_from at once and moves
 * evenly to movement_modifier_to by its end. A character carries one sticker; the next one takes its place, and standing
 * in a puddle puts on a new one every tick. Left out: stickers on units, which only the absent weapons make. */
#ifndef SIM_STICKER_H
#define SIM_STICKER_H

#include "harness/standin/engine/character/character.h"

/* Puts a sticker (an entity prototype; 0 for none) on the character. */
void sim_sticker_put(const sim_arena *arena, const sim_prototypes *prototypes, sim_character *character,
                     uint16_t sticker);

/* Part of its speed at which the character walks in this tick: 1 without a sticker. */
double sim_sticker_modifier(const sim_arena *arena, const sim_prototypes *prototypes, const sim_character *character);

/* 1 while a sticker slows the character. */
static inline int sim_sticker_slows(const sim_arena *arena, const sim_character *character)
{
    return character->sticker != 0 && arena->tick < character->sticker_end_tick;
}

#endif
