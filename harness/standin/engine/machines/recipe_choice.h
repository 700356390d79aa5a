/* recipe_choice.h - which recipes a machine crafts, and which one a furnace takes for what lies in it. */
#ifndef SIM_RECIPE_CHOICE_H
#define SIM_RECIPE_CHOICE_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"

/* 1 when the recipe is of a category that the prototype crafts, with no more ingredients than it takes. */
int sim_recipe_fits_machine(const sim_prototypes *prototypes, uint16_t entity_prototype, uint16_t recipe);

/* The recipe by which a furnace of the prototype smelts the item: the first that is enabled; 0 for none. */
uint16_t sim_recipe_for_item(const sim_arena *arena, const sim_prototypes *prototypes, uint16_t entity_prototype,
                             uint16_t item);

/* The recipe's need of an item, NULL when it needs none; its place among the recipe's items goes to `place`. */
const sim_ingredient *sim_recipe_ingredient(const sim_prototypes *prototypes, uint16_t recipe, uint16_t item,
                                            uint32_t *place);

/* Items among the recipe's ingredients, and among its products. */
uint16_t sim_recipe_item_ingredients(const sim_prototypes *prototypes, uint16_t recipe);
uint16_t sim_recipe_item_products(const sim_prototypes *prototypes, uint16_t recipe);

#endif
