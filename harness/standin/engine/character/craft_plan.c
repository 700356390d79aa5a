#include "harness/standin/engine/character/craft_plan.h"

#include "harness/standin/engine/character/character.h"
#include "harness/standin/engine/entities/inventory.h"
#include "harness/standin/engine/machines/machines.h"

int64_t sim_craft_takes(const sim_prototypes *prototypes, uint16_t recipe, uint16_t item, uint32_t count)
{
    const sim_recipe_prototype *crafted = &prototypes->recipes[recipe];
    int64_t units = 0;
    for (uint32_t i = 0; i < crafted->ingredient_count; i++) {
        const sim_ingredient *ingredient = &prototypes->ingredients[crafted->first_ingredient + i];
        if (ingredient->item == item) units += ingredient->amount;
    }
    return units * count;
}

/* What is given by chance counts as nothing. */
int64_t sim_craft_gives(const sim_prototypes *prototypes, uint16_t recipe, uint16_t item, uint32_t count)
{
    const sim_recipe_prototype *crafted = &prototypes->recipes[recipe];
    int64_t units = 0;
    for (uint32_t i = 0; i < crafted->product_count; i++) {
        const sim_product *product = &prototypes->products[crafted->first_product + i];
        if (product->item == item && product->probability >= 1.0) units += product->amount_min;
    }
    return units * count;
}

static int has_fluids(const sim_prototypes *prototypes, const sim_recipe_prototype *recipe)
{
    for (uint32_t i = 0; i < recipe->ingredient_count; i++)
        if (prototypes->ingredients[recipe->first_ingredient + i].item == 0) return 1;
    for (uint32_t i = 0; i < recipe->product_count; i++)
        if (prototypes->products[recipe->first_product + i].item == 0) return 1;
    return 0;
}

enum sim_result sim_craft_allowed(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                                  uint16_t recipe)
{
    if (recipe == 0 || recipe >= prototypes->recipe_count) return SIM_NOT_FOUND;
    if (!sim_machines_may_craft(arena, prototypes, recipe)) return SIM_NOT_ENABLED;
    const sim_character *crafter = sim_character_get(arena, character);
    uint64_t categories = prototypes->entities[sim_entity_slot(arena, crafter->entity)->prototype].crafting_categories;
    const sim_recipe_prototype *wanted = &prototypes->recipes[recipe];
    if (!(categories >> wanted->category_number & 1) || has_fluids(prototypes, wanted)) return SIM_WRONG_CATEGORY;
    return SIM_OK;
}

int64_t sim_craft_plan_need(const sim_prototypes *prototypes, const sim_craft_plan *plan, uint16_t item)
{
    int64_t need = 0;
    for (uint32_t i = 0; i < plan->count; i++) {
        need += sim_craft_takes(prototypes, plan->steps[i].recipe, item, plan->steps[i].count);
        if (i > 0) need -= sim_craft_gives(prototypes, plan->steps[i].recipe, item, plan->steps[i].count);
    }
    return need;
}

/* The recipe by which a missing item is made on the way; 0 for none. */
static uint16_t recipe_making(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                              uint16_t item)
{
    for (uint16_t recipe = 1; recipe < prototypes->recipe_count; recipe++) {
        const sim_recipe_prototype *candidate = &prototypes->recipes[recipe];
        if (candidate->main_item != item || !candidate->allow_as_intermediate) continue;
        if (sim_craft_gives(prototypes, recipe, item, 1) == 0) continue;
        if (sim_craft_allowed(arena, prototypes, character, recipe) == SIM_OK) return recipe;
    }
    return 0;
}

static int add_step(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t character, uint16_t recipe,
                    uint32_t count, int depth, sim_craft_plan *plan)
{
    const sim_recipe_prototype *crafted = &prototypes->recipes[recipe];
    uint32_t inventory = sim_character_get(arena, character)->inventory, step = plan->count;
    if (step == SIM_CRAFT_ENTRIES || depth == SIM_CRAFT_DEPTH) return 0;
    plan->steps[plan->count++] = (sim_craft_step){recipe, 0, count};
    for (uint32_t i = 0; i < crafted->ingredient_count; i++) {
        uint16_t item = prototypes->ingredients[crafted->first_ingredient + i].item;
        int64_t missing = sim_craft_plan_need(prototypes, plan, item) - sim_inventory_count(arena, inventory, item);
        if (missing <= 0) continue;
        uint16_t making = crafted->allow_intermediates ? recipe_making(arena, prototypes, character, item) : 0;
        if (making == 0) return 0;
        int64_t amount = sim_craft_gives(prototypes, making, item, 1), crafts = (missing + amount - 1) / amount;
        if (crafts > UINT32_MAX) return 0;
        if (!add_step(arena, prototypes, character, making, (uint32_t)crafts, depth + 1, plan)) return 0;
    }
    plan->order[plan->ordered++] = step;
    return 1;
}

int sim_craft_plan_make(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t character, uint16_t recipe,
                        uint32_t count, sim_craft_plan *plan)
{
    plan->count = plan->ordered = 0;
    return add_step(arena, prototypes, character, recipe, count, 0, plan);
}
