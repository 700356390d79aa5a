/* Furnaces and assembling machines.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "harness/standin/engine/machines/insertion_limit.h"
#include "tests/c/engine/arena_kit.h"
#include "tests/c/engine/machine_kit.h"

/* Ticks between the first and the second product of a furnace that has all it needs. */
static int64_t ticks_a_craft(const char *furnace, const char *ingredient, uint32_t count)
{
    sim_arena *arena = make_arena(64, 80);
    sim_handle machine = put_facing(arena, furnace, 0, 0, 0);
    if (prototypes->entities[sim_entity_get(arena, machine)->prototype].energy.kind == SIM_ENERGY_ELECTRIC)
        power(arena, machine);
    sim_recipe_set_enabled(arena, prototypes, recipe("steel-plate"), 1);
    give(arena, machine, "coal", 5);
    CHECK_EQ_INT(give(arena, machine, ingredient, count), count);
    while (sim_crafter_get(arena, machine.index)->products_finished < 1) sim_run(arena, prototypes, 1);
    uint64_t first = arena->tick;
    while (sim_crafter_get(arena, machine.index)->products_finished < 2) sim_run(arena, prototypes, 1);
    int64_t ticks = (int64_t)(arena->tick - first);
    check_sane(arena);
    free(arena);
    return ticks;
}

/* Facts F01, F02, F03. */
TEST(furnaces_take_their_published_ticks)
{
    CHECK_EQ_INT(ticks_a_craft("stone-furnace", "iron-ore", 2), 192);
    CHECK_EQ_INT(ticks_a_craft("stone-furnace", "copper-ore", 2), 192);
    CHECK_EQ_INT(ticks_a_craft("stone-furnace", "stone", 4), 192);
    CHECK_EQ_INT(ticks_a_craft("stone-furnace", "iron-plate", 10), 960);
    CHECK_EQ_INT(ticks_a_craft("steel-furnace", "iron-ore", 2), 96);
    CHECK_EQ_INT(ticks_a_craft("steel-furnace", "iron-plate", 10), 480);
    CHECK_EQ_INT(ticks_a_craft("electric-furnace", "iron-ore", 2), 96);
}

static sim_handle assembler(sim_arena *arena, const char *name, const char *recipe_name)
{
    sim_handle machine = put_facing(arena, name, CENTRE, CENTRE, 0);
    power(arena, machine);
    set_recipe(arena, machine, recipe_name);
    return machine;
}

/* Fact F09; the first product comes when the network has warmed up. */
TEST(assembling_machines_make_a_gear_in_60_40_and_24_ticks)
{
    const char *names[] = {"assembling-machine-1", "assembling-machine-2", "assembling-machine-3"};
    const int64_t ticks[] = {60, 40, 24};
    for (int i = 0; i < 3; i++) {
        sim_arena *arena = make_arena(64, 80);
        sim_handle machine = assembler(arena, names[i], "iron-gear-wheel");
        CHECK_EQ_INT(give(arena, machine, "iron-plate", 100), 100);
        sim_run(arena, prototypes, 200);
        uint32_t before = sim_crafter_get(arena, machine.index)->products_finished;
        sim_run(arena, prototypes, (uint32_t)(20 * ticks[i]));
        CHECK_EQ_INT(sim_crafter_get(arena, machine.index)->products_finished, before + 20);
        check_sane(arena);
        free(arena);
    }
}

/* Fact F10. */
TEST(ingredients_leave_at_the_start_and_products_appear_at_the_end)
{
    sim_arena *arena = make_arena(64, 80);
    sim_handle machine = assembler(arena, "assembling-machine-1", "automation-science-pack");
    give(arena, machine, "copper-plate", 1);
    give(arena, machine, "iron-gear-wheel", 1);
    sim_run(arena, prototypes, WARM_UP + 2);
    CHECK_EQ_INT(in_role(arena, machine, SIM_INVENTORY_SOURCE, "copper-plate"), 0);
    CHECK_EQ_INT(in_role(arena, machine, SIM_INVENTORY_RESULT, "automation-science-pack"), 0);
    CHECK(sim_crafter_progress(arena, machine.index) > 0.0);
    sim_run(arena, prototypes, 600);
    CHECK_EQ_INT(in_role(arena, machine, SIM_INVENTORY_RESULT, "automation-science-pack"), 1);
    CHECK_EQ_INT(status_of(arena, machine), SIM_STATUS_ITEM_INGREDIENT_SHORTAGE);
    CHECK_EQ_INT(sim_statistics_get(arena, item("copper-plate")).consumed, 1);
    CHECK_EQ_INT(sim_statistics_get(arena, item("automation-science-pack")).produced, 1);
    CHECK_EQ_INT(arena->pools[SIM_POOL_MACHINE].awake, 0);
    free(arena);
}

/* Fact F10: more than one craft in a tick. */
TEST(a_machine_fast_enough_makes_several_crafts_in_a_tick)
{
    sim_arena *arena = make_arena(64, 80);
    sim_handle machine = assembler(arena, "assembling-machine-3", "iron-gear-wheel");
    give(arena, machine, "iron-plate", 100);
    sim_run(arena, prototypes, WARM_UP);
    sim_crafter *crafter = sim_crafter_get(arena, machine.index);
    crafter->seconds_per_tick = 1.25;
    sim_run(arena, prototypes, 10);
    CHECK_EQ_INT(crafter->products_finished, 25);
    CHECK_EQ_INT(in_role(arena, machine, SIM_INVENTORY_RESULT, "iron-gear-wheel"), 25);
    free(arena);
}

/* Fact F12. */
TEST(inserters_stop_bringing_where_products_pile_up_to_the_recorded_counts)
{
    const struct {
        const char *recipe;
        double speed;
        uint32_t block;
    } rows[] = {{"advanced-circuit", 100.0625, 21}, {"engine-unit", 49.0859, 7}, {"chemical-science-pack", 66.0253, 10},
                {"utility-science-pack", 52.9159, 12}};
    prototypes = sim_builtin_prototypes();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint16_t number = recipe(rows[i].recipe);
        const sim_product *product = &prototypes->products[prototypes->recipes[number].first_product];
        CHECK_EQ_INT(sim_insertion_output_block(prototypes, number, product, rows[i].speed), rows[i].block);
    }
}

/* Fact F13. */
TEST(inserters_bring_the_published_counts_of_ingredients)
{
    const struct {
        const char *machine, *recipe, *item;
        uint32_t count;
    } rows[] = {{"assembling-machine-1", "iron-gear-wheel", "iron-plate", 6},
                {"assembling-machine-1", "automation-science-pack", "copper-plate", 2},
                {"assembling-machine-1", "automation-science-pack", "iron-gear-wheel", 2},
                {"assembling-machine-1", "electronic-circuit", "iron-plate", 3},
                {"assembling-machine-1", "electronic-circuit", "copper-cable", 9}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sim_arena *arena = make_arena(64, 80);
        sim_handle machine = assembler(arena, rows[i].machine, rows[i].recipe);
        CHECK_EQ_INT(sim_transfer_insertable(arena, prototypes, machine.index, item(rows[i].item)), rows[i].count);
        CHECK_EQ_INT(sim_transfer_insertable(arena, prototypes, machine.index, item("wood")), 0);
        free(arena);
    }
    sim_arena *arena = make_arena(64, 80);
    sim_handle furnace = put(arena, "stone-furnace", 0, 0, 0);
    CHECK_EQ_INT(sim_transfer_insertable(arena, prototypes, furnace.index, item("iron-ore")), 2);
    CHECK_EQ_INT(sim_transfer_insertable(arena, prototypes, furnace.index, item("iron-plate")), 0);
    CHECK_EQ_INT(sim_transfer_insertable(arena, prototypes, furnace.index, item("coal")), 5);
    sim_recipe_set_enabled(arena, prototypes, recipe("steel-plate"), 1);
    CHECK_EQ_INT(sim_transfer_insertable(arena, prototypes, furnace.index, item("iron-plate")), 10);
    free(arena);
}

/* Fact F15. */
TEST(a_machine_goes_on_over_its_block_up_to_a_stack_while_inserters_bring_nothing)
{
    sim_arena *arena = make_arena(64, 80);
    sim_handle machine = assembler(arena, "assembling-machine-3", "iron-gear-wheel");
    uint32_t made = 0;
    for (int i = 0; i < 3; i++) {
        give(arena, machine, "iron-plate", 100);
        sim_run(arena, prototypes, 24 * 60);
        made = in_role(arena, machine, SIM_INVENTORY_RESULT, "iron-gear-wheel");
        CHECK_EQ_INT(sim_transfer_insertable(arena, prototypes, machine.index, item("iron-plate")), 0);
    }
    CHECK_EQ_INT(made, 100);
    CHECK_EQ_INT(status_of(arena, machine), SIM_STATUS_FULL_OUTPUT);
    CHECK_EQ_INT(sim_transfer_take(arena, prototypes, machine.index, item("iron-gear-wheel"), 1), 1);
    sim_run(arena, prototypes, 30);
    CHECK_EQ_INT(in_role(arena, machine, SIM_INVENTORY_RESULT, "iron-gear-wheel"), 100);
    free(arena);
}

/* Recorded in the game: with 14 plates in it. */
TEST(inserters_go_on_feeding_a_furnace_whose_plates_pile_up)
{
    sim_arena *arena = make_arena(64, 80);
    sim_handle furnace = put(arena, "stone-furnace", 0, 0, 0);
    give(arena, furnace, "coal", 5);
    give(arena, furnace, "iron-ore", 15);
    sim_run(arena, prototypes, 14 * 192 + 10);
    CHECK_EQ_INT(in_role(arena, furnace, SIM_INVENTORY_RESULT, "iron-plate"), 14);
    CHECK_EQ_INT(sim_transfer_insertable(arena, prototypes, furnace.index, item("iron-ore")), 2);
    free(arena);
}

/* Fact F22. */
TEST(a_furnace_that_stopped_does_a_fifteenth_of_a_tick_first)
{
    sim_arena *arena = make_arena(64, 80);
    sim_handle furnace = put(arena, "stone-furnace", 0, 0, 0);
    give(arena, furnace, "coal", 1);
    give(arena, furnace, "iron-ore", 1);
    sim_run(arena, prototypes, 1);
    CHECK_EQ_INT(sim_crafter_get(arena, furnace.index)->is_crafting, 0);
    CHECK_EQ_F64(burner_of(arena, furnace)->buffer_joules, 1600.0);
    sim_run(arena, prototypes, 300);
    CHECK_EQ_F64(burner_of(arena, furnace)->buffer_joules, 100.0);
    give(arena, furnace, "iron-ore", 1);
    sim_run(arena, prototypes, 1);
    CHECK_NEAR_F64(sim_crafter_get(arena, furnace.index)->seconds, 1.0 / 60.0 / 15.0, 1e-15);
    free(arena);
}

TEST(a_recipe_is_refused_with_its_reason)
{
    sim_arena *arena = make_arena(64, 80);
    sim_stack returned[SIM_CRAFTER_MOST_STACKS];
    uint32_t count;
    sim_handle machine = put(arena, "assembling-machine-1", CENTRE, CENTRE, 0);
    sim_handle furnace = put(arena, "stone-furnace", 4 * TILE, 0, 0);
    uint16_t gear = recipe("iron-gear-wheel"), circuit = recipe("advanced-circuit"), plate = recipe("iron-plate");
    CHECK_EQ_INT(sim_crafter_set_recipe(arena, prototypes, furnace.index, plate, returned, &count), SIM_WRONG_TYPE);
    CHECK_EQ_INT(sim_crafter_set_recipe(arena, prototypes, machine.index, plate, returned, &count), SIM_WRONG_CATEGORY);
    CHECK_EQ_INT(sim_crafter_set_recipe(arena, prototypes, machine.index, circuit, returned, &count), SIM_NOT_ENABLED);
    CHECK_EQ_INT(sim_crafter_set_recipe(arena, prototypes, machine.index, 60000, returned, &count), SIM_NOT_FOUND);
    CHECK_EQ_INT(status_of(arena, machine), SIM_STATUS_NO_POWER);
    CHECK_EQ_INT(sim_crafter_set_recipe(arena, prototypes, machine.index, gear, returned, &count), SIM_OK);
    CHECK_EQ_INT(count, 0);
    check_sane(arena);
    free(arena);
}

TEST(another_recipe_gives_back_what_the_machine_held_and_worked_on)
{
    sim_arena *arena = make_arena(64, 80);
    sim_stack returned[SIM_CRAFTER_MOST_STACKS];
    uint32_t count;
    sim_handle machine = assembler(arena, "assembling-machine-1", "iron-gear-wheel");
    give(arena, machine, "iron-plate", 7);
    sim_run(arena, prototypes, WARM_UP + 90);
    set_recipe(arena, machine, "iron-gear-wheel");
    CHECK_EQ_INT(sim_crafter_get(arena, machine.index)->is_crafting, 1);
    uint16_t next = recipe("automation-science-pack");
    sim_recipe_set_enabled(arena, prototypes, next, 1);
    CHECK_EQ_INT(sim_crafter_set_recipe(arena, prototypes, machine.index, next, returned, &count), SIM_OK);
    CHECK_EQ_INT(count, 2);
    CHECK_EQ_INT(returned[0].item, item("iron-plate"));
    CHECK_EQ_INT(returned[0].count, 5);
    CHECK_EQ_INT(returned[1].item, item("iron-gear-wheel"));
    CHECK_EQ_INT(returned[1].count, 1);
    CHECK_EQ_INT(sim_transfer_room(arena, prototypes, machine.index, item("iron-plate")), 0);
    CHECK_EQ_INT(sim_transfer_room(arena, prototypes, machine.index, item("copper-plate")), 104);
    check_sane(arena);
    free(arena);
}

TEST(a_furnace_turns_to_another_ore_when_its_plates_are_gone)
{
    sim_arena *arena = make_arena(64, 80);
    sim_handle furnace = put(arena, "stone-furnace", 0, 0, 0);
    give(arena, furnace, "coal", 2);
    give(arena, furnace, "iron-ore", 1);
    CHECK_EQ_INT(give(arena, furnace, "copper-ore", 1), 0);
    sim_run(arena, prototypes, 200);
    CHECK_EQ_INT(give(arena, furnace, "copper-ore", 1), 1);
    sim_run(arena, prototypes, 10);
    CHECK_EQ_INT(status_of(arena, furnace), SIM_STATUS_FULL_OUTPUT);
    CHECK_EQ_INT(sim_transfer_take(arena, prototypes, furnace.index, item("iron-plate"), 5), 1);
    sim_run(arena, prototypes, 200);
    CHECK_EQ_INT(in_role(arena, furnace, SIM_INVENTORY_RESULT, "copper-plate"), 1);
    free(arena);
}

TEST(an_assembling_machine_mined_by_hand_gives_back_what_it_worked_on)
{
    sim_arena *arena = make_arena(64, 80);
    put(arena, "character", 4 * TILE, 0, 0);
    sim_handle machine = assembler(arena, "assembling-machine-1", "iron-gear-wheel");
    give(arena, machine, "iron-plate", 7);
    sim_run(arena, prototypes, WARM_UP + 90);
    CHECK_EQ_INT(sim_mining_finish(arena, prototypes, 0, machine), SIM_OK);
    CHECK_EQ_INT(held(arena, "iron-plate"), 5);
    CHECK_EQ_INT(held(arena, "iron-gear-wheel"), 1);
    CHECK_EQ_INT(held(arena, "assembling-machine-1"), 1);
    check_sane(arena);
    free(arena);
}

/* Sulfur: 30 petroleum gas and 30 water make 2 in a second. */
TEST(a_machine_takes_fluids_from_its_boxes_and_waits_for_them)
{
    sim_arena *arena = make_arena(64, 80);
    sim_handle machine = put_facing(arena, "chemical-plant", CENTRE, CENTRE, 0);
    power(arena, machine);
    set_recipe(arena, machine, "sulfur");
    uint32_t box = sim_crafter_get(arena, machine.index)->fluid_box;
    sim_run(arena, prototypes, 10);
    CHECK_EQ_INT(status_of(arena, machine), SIM_STATUS_FLUID_INGREDIENT_SHORTAGE);
    CHECK_EQ_INT(arena->pools[SIM_POOL_MACHINE].awake, 0);
    const sim_recipe_prototype *sulfur = &prototypes->recipes[recipe("sulfur")];
    for (uint32_t i = 0; i < 2; i++, box = sim_fluid_box_next(arena, box)) {
        uint16_t fluid = prototypes->ingredients[sulfur->first_ingredient + i].fluid;
        int64_t amount = sim_fluid_amount(65.0);
        CHECK_EQ_INT(sim_fluid_box_add(arena, prototypes, box, fluid, amount, 25.0), amount);
        CHECK_EQ_INT(sim_fluid_box_add(arena, prototypes, box, sim_fluid_named(prototypes, "crude-oil"), 1, 25.0), 0);
    }
    sim_run(arena, prototypes, 200);
    CHECK_EQ_INT(in_role(arena, machine, SIM_INVENTORY_RESULT, "sulfur"), 4);
    CHECK_NEAR_F64(sim_statistics_fluid(arena, sim_fluid_named(prototypes, "water")).consumed, 60.0, 1e-6);
    check_sane(arena);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(furnaces_take_their_published_ticks);
    RUN(assembling_machines_make_a_gear_in_60_40_and_24_ticks);
    RUN(ingredients_leave_at_the_start_and_products_appear_at_the_end);
    RUN(a_machine_fast_enough_makes_several_crafts_in_a_tick);
    RUN(inserters_stop_bringing_where_products_pile_up_to_the_recorded_counts);
    RUN(inserters_bring_the_published_counts_of_ingredients);
    RUN(a_machine_goes_on_over_its_block_up_to_a_stack_while_inserters_bring_nothing);
    RUN(inserters_go_on_feeding_a_furnace_whose_plates_pile_up);
    RUN(a_furnace_that_stopped_does_a_fifteenth_of_a_tick_first);
    RUN(a_recipe_is_refused_with_its_reason);
    RUN(another_recipe_gives_back_what_the_machine_held_and_worked_on);
    RUN(a_furnace_turns_to_another_ore_when_its_plates_are_gone);
    RUN(an_assembling_machine_mined_by_hand_gives_back_what_it_worked_on);
    RUN(a_machine_takes_fluids_from_its_boxes_and_waits_for_them);
    return kit_end();
}
