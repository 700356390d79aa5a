/* mining.h - mining by hand.
 *
 * Every tick adds mining_speed / 60 seconds; when the entity's mining_time is reached, its products go into the
 * inventory and the count starts at zero again. Products that do not fit are put on the ground at the entity, and what
 * lies there is mined next. What a container holds goes into the inventory before it; while something is left in it,
 * it stays. Progress survives a pause and a walk; another target starts at zero. The character faces its target, and
 * stands while it mines it, whatever its walking_state says.
 * Mining resources, trees and rocks counts as production. */
#ifndef SIM_MINING_H
#define SIM_MINING_H

#include <stdint.h>

#include "harness/standin/engine/character/character.h"

/* Resolves what a character would mine at the position and whether it can: SIM_OK, SIM_NOT_FOUND, SIM_NOT_MINABLE,
 * SIM_OUT_OF_REACH, SIM_DEAD. Changes nothing. The target goes to `target` when it is not NULL. */
enum sim_result sim_mining_target(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                                  sim_position position, sim_handle *target);

/* mining_state = {mining = true, position = position}. Refuses with the reasons of sim_mining_target and then leaves
 * the character as it was. */
enum sim_result sim_mining_start(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                                 sim_position position);

/* mining_state = {mining = false}. */
void sim_mining_stop(sim_arena *arena, uint32_t character);

/* Share of the current target that is done, 0..1; 0 when not mining or out of reach. */
double sim_mining_progress(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t character);

/* 1 when the entity's collision box is within the character's reach: resource_reach_distance for a resource,
 * reach_distance for everything else. */
int sim_mining_in_reach(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                        sim_handle handle);

/* 1 while the character mines a target within its reach: it does not walk then, as recorded in the game (FactorioGym,
 * docs/sim-logistics.md, "Hand-mining"). That it walks while its target is out of reach is a guess. */
int sim_mining_holds(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t character);

/* Mines one entity at once and regardless of reach, as LuaControl.mine_entity does: what it holds and its products
 * into the inventory, the entity removed (or one operation's units of ore taken). SIM_INVENTORY_FULL leaves all as it
 * was when not everything would fit at its largest. */
enum sim_result sim_mining_finish(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                                  sim_handle handle);

/* Advances all characters that mine by one tick. */
void sim_mining_tick(sim_arena *arena, const sim_prototypes *prototypes);

/* Advances an arena's only character, which does nothing but mine, up to `ticks` ticks with the state that as many
 * calls of sim_mining_tick would leave; returns how many were done, at least 1, or 0 with several characters. */
uint32_t sim_mining_alone(sim_arena *arena, const sim_prototypes *prototypes, uint32_t ticks);

int sim_mining_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);

#endif
