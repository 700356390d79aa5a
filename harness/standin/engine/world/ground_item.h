/* ground_item.h - items lying on the ground. */
#ifndef SIM_GROUND_ITEM_H
#define SIM_GROUND_ITEM_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"

/* Puts a stack on the ground where it lies free, at `position` or else on the first square ring around it, half a tile
 * apart, that has a free place. SIM_BLOCKED when there is none within 16 tiles. */
enum sim_result sim_ground_item_spill(sim_arena *arena, const sim_prototypes *prototypes, sim_position position,
                                      uint16_t item, uint32_t count, sim_handle *created);

/* Moves what fits of an item on the ground into the inventory, and removes it when nothing is left. The handle must be
 * that of an item on the ground. Returns the units moved. */
uint32_t sim_ground_item_take(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle,
                              uint32_t inventory);

/* The character takes every item on the ground within its pick-up distance, as far as it fits; returns the units. */
uint32_t sim_ground_item_pick_up(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character);

/* Units of the item on the ground; of all items when item is 0. */
uint64_t sim_ground_item_total(const sim_arena *arena, const sim_prototypes *prototypes, uint16_t item);

int sim_ground_item_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);

#endif
