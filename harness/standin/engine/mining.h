/* mining.h - mining by hand. */
#ifndef SIM_MINING_H
#define SIM_MINING_H

#include <stdint.h>

#include "character.h"

/* Resolves what a character would mine at the position and whether it can: SIM_OK, SIM_NOT_FOUND, SIM_NOT_MINABLE,
 * SIM_OUT_OF_REACH, SIM_DEAD. Changes nothing. The target goes to `target` when it is not NULL. */
enum sim_result sim_mining_target(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                                  sim_position position, sim_handle *target);

/* mining_state = {mining = true, position = position}. Progress on the same target goes on; another target starts at
 * zero. Refuses with the reasons of sim_mining_target and then leaves the character as it was. */
enum sim_result sim_mining_start(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                                 sim_position position);

/* mining_state = {mining = false}. */
void sim_mining_stop(sim_arena *arena, uint32_t character);

/* Share of the current target that is done, 0..1; 0 when not mining. */
double sim_mining_progress(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t character);

/* 1 when the entity is within the character's reach: resource_reach_distance for a resource, reach_distance else. */
int sim_mining_in_reach(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                        sim_handle handle);

/* Mines one entity at once, as LuaControl.mine_entity does: products into the inventory, the entity removed (or one
 * unit of ore taken). SIM_INVENTORY_FULL leaves all as it was. */
enum sim_result sim_mining_finish(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                                  sim_handle handle);

/* Advances all characters that mine by one tick. */
void sim_mining_tick(sim_arena *arena, const sim_prototypes *prototypes);

int sim_mining_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);

#endif
