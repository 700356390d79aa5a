/* burning.h - units and characters that a flamethrower has set on fire.
 *
 * What sticks to who was hit does its damage every damage interval for its duration, whatever bonuses the weapon has,
 * and slows the walker (sticker.h). Another hit makes the time begin anew. Left out: trees that burning units set on
 * fire. */
#ifndef SIM_BURNING_H
#define SIM_BURNING_H

#include "harness/standin/engine/combat/projectile.h"

/* 1 when the sticker (an entity prototype, 0 for none) does damage. */
int sim_burning_hurts(const sim_prototypes *prototypes, uint16_t sticker);

/* Sets a unit or a character on fire; nothing else burns. Without a free record it only slows, and what is lost is
 * counted in sim_arena.refused. */
void sim_burning_put(sim_arena *arena, const sim_prototypes *prototypes, sim_handle victim, uint16_t sticker,
                     sim_damage_source source);

/* Puts a sticker that does no damage on a unit or a character, which slows it; 0 when it is neither. */
int sim_burning_slow(const sim_arena *arena, const sim_prototypes *prototypes, sim_handle victim, uint16_t sticker);

/* What the sticker of that record does in this tick; it goes with whom it stuck to. */
void sim_burning_tick(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

#endif
