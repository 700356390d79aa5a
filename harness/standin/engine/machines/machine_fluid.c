#include "harness/standin/engine/machines/machine_fluid.h"

#include "harness/standin/engine/fluids/fluid.h"
#include "harness/standin/engine/fluids/fluid_box.h"

/* Boxes of the machine ---------------------------------------------------------------------------------------- */

static uint8_t production_of(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t box)
{
    const sim_fluid_box_prototype *prototype = &prototypes->fluid_boxes[sim_fluid_box_at(arena, box)->prototype];
    return prototype->is_energy_source ? SIM_FLUID_BOX_NONE : prototype->production_type;
}

/* The `index`th box for ingredients or products; 0 for none. */
static uint32_t box_of(const sim_arena *arena, const sim_prototypes *prototypes, const sim_crafter *crafter,
                       uint8_t production, uint32_t index)
{
    for (uint32_t box = crafter->fluid_box; box; box = sim_fluid_box_next(arena, box))
        if (production_of(arena, prototypes, box) == production && index-- == 0) return box;
    return 0;
}

static uint32_t ingredient_box(const sim_arena *arena, const sim_prototypes *prototypes, const sim_crafter *crafter,
                               uint16_t recipe, uint32_t ingredient)
{
    uint32_t first = prototypes->recipes[recipe].first_ingredient, fluids = 0;
    uint32_t named = prototypes->ingredients[first + ingredient].fluidbox_index;
    if (named) return box_of(arena, prototypes, crafter, SIM_FLUID_BOX_INPUT, named - 1);
    for (uint32_t i = 0; i < ingredient; i++) fluids += prototypes->ingredients[first + i].fluid != 0;
    return box_of(arena, prototypes, crafter, SIM_FLUID_BOX_INPUT, fluids);
}

static uint32_t product_box(const sim_arena *arena, const sim_prototypes *prototypes, const sim_crafter *crafter,
                            uint16_t recipe, uint32_t product)
{
    uint32_t first = prototypes->recipes[recipe].first_product, fluids = 0;
    uint32_t named = prototypes->products[first + product].fluidbox_index;
    if (named) return box_of(arena, prototypes, crafter, SIM_FLUID_BOX_OUTPUT, named - 1);
    for (uint32_t i = 0; i < product; i++) fluids += prototypes->products[first + i].fluid != 0;
    return box_of(arena, prototypes, crafter, SIM_FLUID_BOX_OUTPUT, fluids);
}

void sim_machine_filter_boxes(sim_arena *arena, const sim_prototypes *prototypes, const sim_crafter *crafter)
{
    const sim_recipe_prototype *recipe = &prototypes->recipes[crafter->recipe];
    for (uint32_t box = crafter->fluid_box; box; box = sim_fluid_box_next(arena, box))
        sim_fluid_box_set_filter(arena, prototypes, box, 0);
    for (uint32_t i = 0; i < recipe->ingredient_count; i++) {
        uint16_t fluid = prototypes->ingredients[recipe->first_ingredient + i].fluid;
        uint32_t box = fluid ? ingredient_box(arena, prototypes, crafter, crafter->recipe, i) : 0;
        if (box) sim_fluid_box_set_filter(arena, prototypes, box, fluid);
    }
    for (uint32_t i = 0; i < recipe->product_count; i++) {
        uint16_t fluid = prototypes->products[recipe->first_product + i].fluid;
        uint32_t box = fluid ? product_box(arena, prototypes, crafter, crafter->recipe, i) : 0;
        if (box) sim_fluid_box_set_filter(arena, prototypes, box, fluid);
    }
}

/* Taking and giving ------------------------------------------------------------------------------------------- */

int sim_machine_has_fluid(const sim_arena *arena, const sim_prototypes *prototypes, const sim_crafter *crafter,
                          uint16_t recipe, uint32_t ingredient)
{
    const sim_ingredient *wanted = &prototypes->ingredients[prototypes->recipes[recipe].first_ingredient + ingredient];
    uint32_t box = ingredient_box(arena, prototypes, crafter, recipe, ingredient);
    if (box == 0) return 0;
    sim_fluid_content content = sim_fluid_box_content(arena, prototypes, box);
    if (content.fluid != wanted->fluid || content.temperature < wanted->minimum_temperature ||
        content.temperature > wanted->maximum_temperature)
        return 0;
    return sim_fluid_box_available(arena, box) >= sim_fluid_amount(wanted->fluid_amount);
}

int sim_machine_has_fluid_room(const sim_arena *arena, const sim_prototypes *prototypes, const sim_crafter *crafter,
                               uint16_t recipe, uint32_t product)
{
    const sim_product *given = &prototypes->products[prototypes->recipes[recipe].first_product + product];
    uint32_t box = product_box(arena, prototypes, crafter, recipe, product);
    if (box == 0) return 0;
    return sim_fluid_box_room(arena, prototypes, box, given->fluid) >= sim_fluid_amount(given->fluid_amount_max);
}

void sim_machine_take_fluid(sim_arena *arena, const sim_prototypes *prototypes, const sim_crafter *crafter,
                            uint32_t ingredient)
{
    const sim_ingredient *wanted =
        &prototypes->ingredients[prototypes->recipes[crafter->recipe].first_ingredient + ingredient];
    uint32_t box = ingredient_box(arena, prototypes, crafter, crafter->recipe, ingredient);
    int64_t taken = sim_fluid_box_remove(arena, prototypes, box, sim_fluid_amount(wanted->fluid_amount));
    sim_fluid_count(arena, wanted->fluid, -taken);
}

void sim_machine_give_fluid(sim_arena *arena, const sim_prototypes *prototypes, const sim_crafter *crafter,
                            uint32_t product, int is_bonus)
{
    const sim_product *given = &prototypes->products[prototypes->recipes[crafter->recipe].first_product + product];
    uint32_t box = product_box(arena, prototypes, crafter, crafter->recipe, product);
    double units = given->fluid_amount_max;
    if (given->probability < 1.0 && !sim_random_chance(&arena->random, given->probability)) return;
    if (is_bonus) units -= given->ignored_by_productivity;
    if (box == 0 || units <= 0.0) return;
    int64_t added = sim_fluid_box_add(arena, prototypes, box, given->fluid, sim_fluid_amount(units), given->temperature);
    sim_fluid_count(arena, given->fluid, added);
}

void sim_machine_wait_for_fluid(sim_arena *arena, const sim_crafter *crafter)
{
    for (uint32_t box = crafter->fluid_box; box; box = sim_fluid_box_next(arena, box)) sim_fluid_box_wait(arena, box);
}
