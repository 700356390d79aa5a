/* insertion_limit.h - how much of an ingredient inserters bring to a machine, and when they stop because its products
 * pile up. Both are a multiple of what one craft takes or gives: 1 + ceil(overload factor * crafting speed / seconds),
 * no less than 2 and no more than 100 (utility constants), unless the recipe says the multiple itself. The machine
 * knows neither limit: it goes on to the stack size, and hands fill a slot to that and the overload bonus. */
#ifndef SIM_INSERTION_LIMIT_H
#define SIM_INSERTION_LIMIT_H

#include <stdint.h>

#include "harness/standin/engine/core/arena_header.h"
#include "harness/standin/engine/core/prototypes.h"

/* The multiple, of a machine of that crafting speed. */
uint32_t sim_insertion_multiple(const sim_prototypes *prototypes, uint16_t recipe, double crafting_speed);

/* Units of the product from which on inserters bring nothing more. */
uint32_t sim_insertion_output_block(const sim_prototypes *prototypes, uint16_t recipe, const sim_product *product,
                                    double crafting_speed);

/* Units of an ingredient that its slot holds beyond a stack: four hands of a bulk inserter (the description of
 * RecipePrototype::allow_inserter_overload; games were seen to take 54 iron ore of stacks of 50 with no research, and
 * 148 iron plates of stacks of 100 with all of it: factory-sim, Factorio Learning Environment's test of inserting). */
uint32_t sim_insertion_overload(const sim_arena *arena, const sim_prototypes *prototypes, uint16_t recipe);

#endif
