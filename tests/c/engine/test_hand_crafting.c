/* Crafting by hand.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"
#include "tests/c/engine/machine_kit.h"

static sim_arena *workshop(void)
{
    sim_arena *arena = make_arena(64, 80);
    put(arena, "character", 0, 0, 0);
    return arena;
}

static void hold(sim_arena *arena, const char *name, uint32_t count)
{
    uint32_t inventory = sim_character_get(arena, 0)->inventory;
    CHECK_EQ_INT(sim_inventory_insert(arena, prototypes, inventory, item(name), count), count);
}

static uint32_t craft(sim_arena *arena, const char *name, uint32_t count)
{
    uint32_t started;
    CHECK_EQ_INT(sim_hand_crafting_start(arena, prototypes, 0, recipe(name), count, &started), SIM_OK);
    return started;
}

static uint32_t queued(const sim_arena *arena)
{
    return sim_hand_crafting_queue(arena, 0, NULL, 0);
}

/* Fact C13. */
TEST(ingredients_leave_the_inventory_when_they_are_queued)
{
    sim_arena *arena = workshop();
    hold(arena, "iron-plate", 10);
    CHECK_EQ_INT(craft(arena, "iron-gear-wheel", 3), 3);
    CHECK_EQ_INT(held(arena, "iron-plate"), 4);
    CHECK_EQ_INT(held(arena, "iron-gear-wheel"), 0);
    check_sane(arena);
    free(arena);
}

TEST(crafts_follow_each_other_every_thirty_ticks)
{
    sim_arena *arena = workshop();
    hold(arena, "iron-plate", 10);
    craft(arena, "iron-gear-wheel", 3);
    for (uint32_t made = 0; made < 3; made++) {
        sim_run(arena, prototypes, 29);
        CHECK_EQ_INT(held(arena, "iron-gear-wheel"), made);
        sim_run(arena, prototypes, 1);
        CHECK_EQ_INT(held(arena, "iron-gear-wheel"), made + 1);
    }
    CHECK_EQ_INT(queued(arena), 0);
    CHECK_EQ_INT(arena->pools[SIM_POOL_CRAFT].live, 0);
    CHECK_EQ_INT(sim_statistics_get(arena, item("iron-gear-wheel")).produced, 3);
    CHECK_EQ_INT(sim_statistics_get(arena, item("iron-plate")).consumed, 6);
    CHECK_EQ_INT(arena->awake, 0);
    free(arena);
}

/* A drill: 3 gears and 3 plates, and a furnace of 5 stone. */
TEST(what_is_missing_is_crafted_before)
{
    sim_arena *arena = workshop();
    sim_craft_row rows[4];
    hold(arena, "iron-plate", 9);
    hold(arena, "stone", 5);
    CHECK_EQ_INT(craft(arena, "burner-mining-drill", 1), 1);
    CHECK_EQ_INT(sim_hand_crafting_queue(arena, 0, rows, 4), 3);
    CHECK_EQ_INT(rows[0].is_prerequisite, 1);
    CHECK_EQ_INT(rows[2].recipe, recipe("burner-mining-drill"));
    CHECK_EQ_INT(rows[2].is_prerequisite, 0);
    CHECK_EQ_INT(held(arena, "iron-plate") + held(arena, "stone"), 0);
    sim_run(arena, prototypes, 3 * 30 + 30 + 119);
    CHECK_EQ_INT(held(arena, "iron-gear-wheel") + held(arena, "stone-furnace"), 0);
    CHECK_EQ_INT(held(arena, "burner-mining-drill"), 0);
    sim_run(arena, prototypes, 1);
    CHECK_EQ_INT(held(arena, "burner-mining-drill"), 1);
    CHECK_EQ_INT(sim_statistics_get(arena, item("iron-gear-wheel")).consumed, 3);
    check_sane(arena);
    free(arena);
}

TEST(products_that_are_there_are_taken_before_new_ones_are_made)
{
    sim_arena *arena = workshop();
    hold(arena, "iron-plate", 9);
    hold(arena, "iron-gear-wheel", 2);
    hold(arena, "stone-furnace", 1);
    craft(arena, "burner-mining-drill", 1);
    CHECK_EQ_INT(queued(arena), 2);
    CHECK_EQ_INT(held(arena, "iron-plate"), 9 - 3 - 2);
    CHECK_EQ_INT(held(arena, "iron-gear-wheel"), 0);
    free(arena);
}

/* Three cables of two crafts of two: the fourth is over. */
TEST(what_a_prerequisite_makes_too_much_goes_into_the_inventory)
{
    sim_arena *arena = workshop();
    hold(arena, "iron-plate", 1);
    hold(arena, "copper-plate", 2);
    sim_recipe_set_enabled(arena, prototypes, recipe("electronic-circuit"), 1);
    sim_recipe_set_enabled(arena, prototypes, recipe("copper-cable"), 1);
    craft(arena, "electronic-circuit", 1);
    sim_run(arena, prototypes, 200);
    CHECK_EQ_INT(held(arena, "electronic-circuit"), 1);
    CHECK_EQ_INT(held(arena, "copper-cable"), 1);
    free(arena);
}

/* Fact C13: what was finished stays, what was not comes back. */
TEST(a_cancelled_craft_gives_back_what_it_holds)
{
    sim_arena *arena = workshop();
    hold(arena, "iron-plate", 9);
    hold(arena, "stone", 5);
    craft(arena, "burner-mining-drill", 1);
    sim_run(arena, prototypes, 65);
    CHECK_EQ_INT(sim_hand_crafting_cancel(arena, prototypes, 0, 1, 1), SIM_NOT_FOUND);
    CHECK_EQ_INT(sim_hand_crafting_cancel(arena, prototypes, 0, 0, 1), SIM_OK);
    CHECK_EQ_INT(queued(arena), 0);
    uint32_t gears = held(arena, "iron-gear-wheel"), furnaces = held(arena, "stone-furnace");
    CHECK(gears + furnaces > 0);
    CHECK_EQ_INT(held(arena, "iron-plate") + 2 * gears, 9);
    CHECK_EQ_INT(held(arena, "stone") + 5 * furnaces, 5);
    check_sane(arena);
    free(arena);
}

TEST(a_part_of_a_request_is_cancelled_with_its_prerequisites)
{
    sim_arena *arena = workshop();
    sim_craft_row rows[4];
    hold(arena, "iron-plate", 30);
    hold(arena, "stone", 15);
    CHECK_EQ_INT(craft(arena, "burner-mining-drill", 3), 3);
    CHECK_EQ_INT(sim_hand_crafting_cancel(arena, prototypes, 0, 0, 1), SIM_OK);
    CHECK_EQ_INT(held(arena, "iron-plate"), 3 + 9);
    CHECK_EQ_INT(held(arena, "stone"), 5);
    CHECK_EQ_INT(sim_hand_crafting_queue(arena, 0, rows, 4), 3);
    CHECK_EQ_INT(rows[2].count, 2);
    sim_run(arena, prototypes, 1000);
    CHECK_EQ_INT(held(arena, "burner-mining-drill"), 2);
    CHECK_EQ_INT(held(arena, "iron-gear-wheel") + held(arena, "stone-furnace"), 0);
    check_sane(arena);
    free(arena);
}

TEST(a_full_inventory_holds_the_queue_up_until_there_is_room)
{
    sim_arena *arena = workshop();
    hold(arena, "wood", 100 * 79);
    hold(arena, "iron-plate", 100);
    craft(arena, "iron-gear-wheel", 2);
    uint32_t inventory = sim_character_get(arena, 0)->inventory;
    sim_run(arena, prototypes, 100);
    CHECK_EQ_INT(held(arena, "iron-gear-wheel"), 0);
    CHECK_EQ_F64(sim_hand_crafting_progress(arena, prototypes, 0), 1.0);
    CHECK_EQ_INT(arena->pools[SIM_POOL_CRAFT].awake, 0);
    sim_inventory_remove(arena, inventory, item("wood"), 100);
    sim_run(arena, prototypes, 1);
    CHECK_EQ_INT(held(arena, "iron-gear-wheel"), 1);
    sim_run(arena, prototypes, 30);
    CHECK_EQ_INT(held(arena, "iron-gear-wheel"), 2);
    check_sane(arena);
    free(arena);
}

TEST(as_many_are_craftable_as_the_raw_ingredients_allow)
{
    sim_arena *arena = workshop();
    hold(arena, "iron-plate", 31);
    hold(arena, "stone", 50);
    CHECK_EQ_INT(sim_hand_crafting_craftable_count(arena, prototypes, 0, recipe("iron-gear-wheel"), 1000), 15);
    CHECK_EQ_INT(sim_hand_crafting_craftable_count(arena, prototypes, 0, recipe("burner-mining-drill"), 1000), 3);
    CHECK_EQ_INT(sim_hand_crafting_craftable_count(arena, prototypes, 0, recipe("iron-plate"), 1000), 0);
    CHECK_EQ_INT(craft(arena, "iron-gear-wheel", 100), 15);
    CHECK_EQ_INT(held(arena, "iron-plate"), 1);
    free(arena);
}

TEST(a_craft_is_refused_with_its_reason)
{
    sim_arena *arena = workshop();
    hold(arena, "iron-ore", 5);
    hold(arena, "iron-plate", 1);
    CHECK_EQ_INT(sim_hand_crafting_start(arena, prototypes, 1, recipe("iron-gear-wheel"), 1, NULL), SIM_DEAD);
    CHECK_EQ_INT(sim_hand_crafting_start(arena, prototypes, 0, recipe("iron-gear-wheel"), 0, NULL), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_hand_crafting_start(arena, prototypes, 0, 60000, 1, NULL), SIM_NOT_FOUND);
    CHECK_EQ_INT(sim_hand_crafting_start(arena, prototypes, 0, recipe("advanced-circuit"), 1, NULL), SIM_NOT_ENABLED);
    CHECK_EQ_INT(sim_hand_crafting_start(arena, prototypes, 0, recipe("iron-plate"), 1, NULL), SIM_WRONG_CATEGORY);
    CHECK_EQ_INT(sim_hand_crafting_start(arena, prototypes, 0, recipe("iron-gear-wheel"), 1, NULL), SIM_NO_ITEMS);
    CHECK_EQ_INT(held(arena, "iron-plate"), 1);
    free(arena);
}

TEST(a_script_hears_of_every_craft)
{
    sim_arena *arena = workshop();
    sim_event events[4];
    arena->event_mask = 1u << SIM_EVENT_HAND_CRAFTED;
    hold(arena, "copper-plate", 2);
    sim_recipe_set_enabled(arena, prototypes, recipe("copper-cable"), 1);
    craft(arena, "copper-cable", 2);
    sim_run(arena, prototypes, 60);
    CHECK_EQ_INT(sim_event_take(arena, events, 4), 2);
    CHECK_EQ_INT(events[0].number, recipe("copper-cable"));
    CHECK_EQ_INT(events[0].value, 2);
    CHECK_EQ_INT(events[1].tick - events[0].tick, 30);
    free(arena);
}

TEST(a_character_that_goes_takes_its_queue_along)
{
    sim_arena *arena = workshop();
    hold(arena, "iron-plate", 10);
    craft(arena, "iron-gear-wheel", 3);
    sim_entity_destroy(arena, prototypes, sim_entity_handle(arena, sim_character_get(arena, 0)->entity));
    CHECK_EQ_INT(arena->pools[SIM_POOL_CRAFT].live, 0);
    sim_run(arena, prototypes, 10);
    check_sane(arena);
    free(arena);
}

/* Items are neither made nor lost by queueing and cancelling at random; sleeping shows nowhere. */
TEST(queueing_and_cancelling_at_random_loses_nothing)
{
    static const char *const names[] = {"iron-gear-wheel", "burner-mining-drill", "stone-furnace", "transport-belt",
                                        "pipe", "iron-chest", "wooden-chest"};
    for (uint64_t seed = 1; seed <= 20; seed++) {
        uint64_t hashes[2] = {0, 0};
        for (int keep_awake = 0; keep_awake < 2; keep_awake++) {
            sim_arena *arena = workshop();
            sim_random random;
            sim_random_seed(&random, seed);
            hold(arena, "iron-plate", 400);
            hold(arena, "stone", 100);
            hold(arena, "wood", 50);
            for (int step = 0; step < 60; step++) {
                if (sim_random_range(&random, 0, 2))
                    sim_hand_crafting_start(arena, prototypes, 0, recipe(names[sim_random_range(&random, 0, 6)]),
                                            (uint32_t)sim_random_range(&random, 1, 5), NULL);
                else
                    sim_hand_crafting_cancel(arena, prototypes, 0, (uint32_t)sim_random_range(&random, 0, 2),
                                             (uint32_t)sim_random_range(&random, 1, 4));
                for (int32_t ticks = sim_random_range(&random, 0, 80); ticks > 0; ticks--) {
                    if (keep_awake) sim_pool_wake_all(arena);
                    sim_run(arena, prototypes, 1);
                }
                check_sane(arena);
            }
            sim_hand_crafting_cancel_all(arena, prototypes, 0);
            uint32_t gears = held(arena, "iron-gear-wheel") + 3 * held(arena, "burner-mining-drill");
            uint32_t belts = held(arena, "transport-belt");
            CHECK_EQ_INT(belts % 2, 0);
            uint32_t plates = held(arena, "iron-plate") + 2 * gears + 3 * held(arena, "burner-mining-drill") +
                              3 * belts / 2 + held(arena, "pipe") + 8 * held(arena, "iron-chest");
            CHECK_EQ_INT(plates, 400);
            CHECK_EQ_INT(held(arena, "stone") + 5 * held(arena, "stone-furnace") +
                             5 * held(arena, "burner-mining-drill"), 100);
            CHECK_EQ_INT(held(arena, "wood") + 2 * held(arena, "wooden-chest"), 50);
            hashes[keep_awake] = sim_arena_hash(arena, prototypes);
            free(arena);
        }
        CHECK(hashes[0] == hashes[1]);
    }
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(ingredients_leave_the_inventory_when_they_are_queued);
    RUN(crafts_follow_each_other_every_thirty_ticks);
    RUN(what_is_missing_is_crafted_before);
    RUN(products_that_are_there_are_taken_before_new_ones_are_made);
    RUN(what_a_prerequisite_makes_too_much_goes_into_the_inventory);
    RUN(a_cancelled_craft_gives_back_what_it_holds);
    RUN(a_part_of_a_request_is_cancelled_with_its_prerequisites);
    RUN(a_full_inventory_holds_the_queue_up_until_there_is_room);
    RUN(as_many_are_craftable_as_the_raw_ingredients_allow);
    RUN(a_craft_is_refused_with_its_reason);
    RUN(a_script_hears_of_every_craft);
    RUN(a_character_that_goes_takes_its_queue_along);
    RUN(queueing_and_cancelling_at_random_loses_nothing);
    return kit_end();
}
