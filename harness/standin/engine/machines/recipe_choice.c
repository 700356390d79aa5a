#include "harness/standin/engine/machines/recipe_choice.h"

#include "harness/standin/engine/machines/machines.h"

int sim_recipe_fits_machine(const sim_prototypes *prototypes, uint16_t entity_prototype, uint16_t recipe)
{
    const sim_entity_prototype *machine = &prototypes->entities[entity_prototype];
    const sim_recipe_prototype *wanted = &prototypes->recipes[recipe];
    return machine->crafting_categories >> wanted->category_number & 1 &&
           wanted->ingredient_count <= machine->ingredient_count;
}

uint16_t sim_recipe_for_item(const sim_arena *arena, const sim_prototypes *prototypes, uint16_t entity_prototype,
                             uint16_t item)
{
    uint16_t first = prototypes->items[item].first_lone_recipe;
    for (uint16_t recipe = first; recipe && recipe < prototypes->recipe_count; recipe++) {
        const sim_recipe_prototype *candidate = &prototypes->recipes[recipe];
        if (candidate->ingredient_count != 1 || prototypes->ingredients[candidate->first_ingredient].item != item)
            continue;
        if (sim_recipe_fits_machine(prototypes, entity_prototype, recipe) &&
            sim_machines_may_craft(arena, prototypes, recipe))
            return recipe;
    }
    return 0;
}

const sim_ingredient *sim_recipe_ingredient(const sim_prototypes *prototypes, uint16_t recipe, uint16_t item,
                                            uint32_t *place)
{
    const sim_recipe_prototype *wanted = &prototypes->recipes[recipe];
    uint32_t items = 0;
    for (uint32_t i = 0; i < wanted->ingredient_count; i++) {
        const sim_ingredient *ingredient = &prototypes->ingredients[wanted->first_ingredient + i];
        if (ingredient->item == item && item) {
            if (place) *place = items;
            return ingredient;
        }
        items += ingredient->item != 0;
    }
    return NULL;
}

uint16_t sim_recipe_item_ingredients(const sim_prototypes *prototypes, uint16_t recipe)
{
    const sim_recipe_prototype *wanted = &prototypes->recipes[recipe];
    uint16_t items = 0;
    for (uint32_t i = 0; i < wanted->ingredient_count; i++)
        items += prototypes->ingredients[wanted->first_ingredient + i].item != 0;
    return items;
}

uint16_t sim_recipe_item_products(const sim_prototypes *prototypes, uint16_t recipe)
{
    const sim_recipe_prototype *wanted = &prototypes->recipes[recipe];
    uint16_t items = 0;
    for (uint32_t i = 0; i < wanted->product_count; i++)
        items += prototypes->products[wanted->first_product + i].item != 0;
    return items;
}
