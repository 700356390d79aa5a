#include "harness/standin/engine/machines/insertion_limit.h"

#include <math.h>

#include "harness/standin/engine/research/force.h"

#define OVERLOADING_HANDS 4 /* of a bulk inserter: RecipePrototype::allow_inserter_overload */

uint32_t sim_insertion_multiple(const sim_prototypes *prototypes, uint16_t recipe, double crafting_speed)
{
    const sim_utility_constants *constants = &prototypes->constants;
    const sim_recipe_prototype *crafted = &prototypes->recipes[recipe];
    if (crafted->overload_multiplier) return crafted->overload_multiplier;
    double seconds = crafted->energy_required;
    double multiple = constants->maximum_recipe_overload_multiplier;
    if (seconds > 0.0) multiple = 1.0 + ceil(constants->dynamic_recipe_overload_factor * crafting_speed / seconds);
    double least = constants->minimum_recipe_overload_multiplier;
    double most = constants->maximum_recipe_overload_multiplier;
    if (multiple < least) multiple = least;
    return (uint32_t)(multiple < most ? multiple : most);
}

uint32_t sim_insertion_output_block(const sim_prototypes *prototypes, uint16_t recipe, const sim_product *product,
                                    double crafting_speed)
{
    uint32_t block = sim_insertion_multiple(prototypes, recipe, crafting_speed) * product->amount_max;
    uint32_t stack = prototypes->items[product->item].stack_size;
    return block < stack ? block : stack;
}

uint32_t sim_insertion_overload(const sim_arena *arena, const sim_prototypes *prototypes, uint16_t recipe)
{
    if (!prototypes->recipes[recipe].allow_inserter_overload) return 0;
    return OVERLOADING_HANDS * (1 + sim_technology_inserter_stack_bonus(arena, 1));
}
