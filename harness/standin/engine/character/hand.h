/* hand.h - what a character does with its hands beside walking, mining, building and shooting: putting things into
 * machines and taking them out, setting machines, dropping items, repairing; and how one comes back to life.
 *
 * All of it needs the entity in reach (reach_distance, to its collision box) and takes no time, but for repairing. */
#ifndef SIM_HAND_H
#define SIM_HAND_H

#include <stdint.h>

#include "harness/standin/engine/character/character.h"
#include "harness/standin/engine/entities/entity.h"

/* Puts up to `count` of an item (0: all that it holds) into the entity where it belongs; how many went in goes to
 * `moved` when that is not NULL. SIM_NO_ITEMS when it holds fewer than `count` or none, SIM_INVENTORY_FULL when none
 * fits or the entity takes no such item; SIM_DEAD, SIM_NOT_FOUND, SIM_OUT_OF_REACH, SIM_BAD_ARGUMENT. */
enum sim_result sim_hand_insert(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                                sim_handle handle, uint32_t item, uint32_t count, uint32_t *moved);

/* Takes up to `count` of an item (0: all) out of any inventory of the entity, or off a belt, as far as it fits.
 * Products come first. SIM_NO_ITEMS when there is none, SIM_INVENTORY_FULL when none fits, and as above. */
enum sim_result sim_hand_take(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                              sim_handle handle, uint32_t item, uint32_t count, uint32_t *moved);

/* Drops `count` of an item at the position: into what stands there and takes it, else on the ground. Items that find
 * no place stay in the inventory. SIM_OUT_OF_REACH beyond drop_item_distance, SIM_NO_ITEMS, SIM_BLOCKED without a
 * place for any. */
enum sim_result sim_hand_drop(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character, uint32_t item,
                              uint32_t count, sim_position position);

/* Sets the recipe of an assembling machine, 0 for none; what it held for another one comes to the character, and to the
 * ground when that is full. SIM_NOT_FOUND for an unknown recipe, SIM_NOT_ENABLED for one that is not researched,
 * SIM_WRONG_TYPE for an entity without a recipe to set,
 * SIM_WRONG_CATEGORY for one that does not craft such. */
enum sim_result sim_hand_set_recipe(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                                    sim_handle handle, uint32_t recipe);

/* Sets one filter of an inserter, or a splitter's (index 0); item 0 clears it. SIM_WRONG_TYPE, SIM_BAD_ARGUMENT. */
enum sim_result sim_hand_set_filter(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                                    sim_handle handle, uint32_t index, uint32_t item);

/* Copies what is set from one entity to another of its type, both in reach. */
enum sim_result sim_hand_copy_settings(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                                       sim_handle from, sim_handle to);

/* repairing_state: repairs the entity from the next tick on, until it is whole, out of reach or gone, or no repair pack
 * is left. A tick takes 1 of the pack's durability and gives repair_speed times repair_speed_modifier health.
 * SIM_WRONG_TYPE for what cannot be repaired, SIM_DONE_ALREADY for what is whole, SIM_NO_ITEMS without a pack. */
enum sim_result sim_hand_repair(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                                sim_handle handle);
void sim_hand_stop_repair(sim_arena *arena, uint32_t character);

/* One tick of all characters that repair. */
void sim_hand_tick(sim_arena *arena, const sim_prototypes *prototypes);

/* A new character of the arena's force at the position, with what freeplay gives to one that comes back to life.
 * SIM_BLOCKED where none can stand, SIM_OUT_OF_MAP, SIM_ARENA_FULL. */
enum sim_result sim_hand_respawn(sim_arena *arena, const sim_prototypes *prototypes, sim_position position,
                                 sim_handle *created);

/* Gives what freeplay gives to a character at the start of a game. What does not fit is left out; SIM_DEAD. */
enum sim_result sim_hand_start_items(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character);

int sim_hand_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);

#endif
