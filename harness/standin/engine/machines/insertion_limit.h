/* insertion_limit.h - how much of an ingredient inserters bring to a machine, and when they stop because its products
 * pile up. Both are a multiple of what one craft takes or gives: 1 + ceil(overload factor * crafting speed / seconds),
 * no less than 2 and no more than 100 (utility constants), unless the recipe says the multiple itself. The machine
 * knows neither limit: it goes on to the stack size. */
#ifndef SIM_INSERTION_LIMIT_H
#define SIM_INSERTION_LIMIT_H

#include <stdint.h>

#include "harness/standin/engine/core/prototypes.h"

/* The multiple, of a machine of that crafting speed. */
uint32_t sim_insertion_multiple(const sim_prototypes *prototypes, uint16_t recipe, double crafting_speed);

/* Units of the product from which on inserters bring nothing more. */
uint32_t sim_insertion_output_block(const sim_prototypes *prototypes, uint16_t recipe, const sim_product *product,
                                    double crafting_speed);

#endif
