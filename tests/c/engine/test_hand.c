/* What a character does with its hands: into machines and out of them, dropping, settings, repairing, coming to life.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

static const sim_handle NONE = {0, 0};

/* A character at 0, 0 with coal, and a chest beside it. */
static sim_arena *make_room(sim_handle *chest)
{
    sim_arena *arena = make_arena(64, 60);
    put(arena, "character", 0, 0, 0);
    *chest = put(arena, "wooden-chest", 3 * TILE + CENTRE, CENTRE, 0);
    sim_inventory_insert(arena, prototypes, sim_character_get(arena, 0)->inventory, item("coal"), 100);
    return arena;
}

static uint32_t in_chest(const sim_arena *arena, sim_handle chest, const char *name)
{
    return sim_inventory_count(arena, sim_entity_get(arena, chest)->record, item(name));
}

/* C14: any number of times in a tick. */
TEST(items_go_in_as_far_as_they_fit_and_come_out_again)
{
    sim_handle chest;
    sim_arena *arena = make_room(&chest);
    uint32_t moved = 0;
    CHECK_EQ_INT(sim_hand_insert(arena, prototypes, 0, chest, item("coal"), 30, &moved), SIM_OK);
    CHECK_EQ_INT(moved, 30);
    CHECK_EQ_INT(held(arena, "coal"), 70);
    CHECK_EQ_INT(sim_hand_insert(arena, prototypes, 0, chest, item("coal"), 0, &moved), SIM_OK);
    CHECK_EQ_INT(moved, 70);
    CHECK_EQ_INT(sim_hand_take(arena, prototypes, 0, chest, item("coal"), 45, &moved), SIM_OK);
    CHECK_EQ_INT(moved, 45);
    CHECK_EQ_INT(sim_hand_take(arena, prototypes, 0, chest, item("coal"), 500, &moved), SIM_OK);
    CHECK_EQ_INT(moved, 55);
    CHECK_EQ_INT(in_chest(arena, chest, "coal"), 0);
    sim_inventory_insert(arena, prototypes, sim_entity_get(arena, chest)->record, item("stone"), 16 * 50 - 10);
    sim_inventory_insert(arena, prototypes, sim_character_get(arena, 0)->inventory, item("stone"), 50);
    CHECK_EQ_INT(sim_hand_insert(arena, prototypes, 0, chest, item("stone"), 50, &moved), SIM_OK);
    CHECK_EQ_INT(moved, 10);
    CHECK_EQ_INT(held(arena, "stone"), 40);
    check_sane(arena);
    free(arena);
}

TEST(a_hand_that_cannot_is_told_why_and_nothing_changes)
{
    sim_handle chest;
    sim_arena *arena = make_room(&chest);
    sim_handle far = put(arena, "wooden-chest", 14 * TILE + CENTRE, CENTRE, 0);
    sim_handle wall = put(arena, "stone-wall", 5 * TILE + CENTRE, CENTRE, 0);
    sim_handle self = sim_entity_handle(arena, 1);
    uint64_t before = sim_arena_hash(arena, prototypes);
    CHECK_EQ_INT(sim_hand_insert(arena, prototypes, 0, chest, item("coal"), 101, NULL), SIM_NO_ITEMS);
    CHECK_EQ_INT(sim_hand_insert(arena, prototypes, 0, chest, item("stone"), 0, NULL), SIM_NO_ITEMS);
    CHECK_EQ_INT(sim_hand_insert(arena, prototypes, 0, far, item("coal"), 1, NULL), SIM_OUT_OF_REACH);
    CHECK_EQ_INT(sim_hand_insert(arena, prototypes, 0, wall, item("coal"), 1, NULL), SIM_INVENTORY_FULL);
    CHECK_EQ_INT(sim_hand_insert(arena, prototypes, 0, NONE, item("coal"), 1, NULL), SIM_NOT_FOUND);
    CHECK_EQ_INT(sim_hand_insert(arena, prototypes, 2, chest, item("coal"), 1, NULL), SIM_DEAD);
    CHECK_EQ_INT(sim_hand_insert(arena, prototypes, 0, chest, 60000, 1, NULL), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_hand_take(arena, prototypes, 0, chest, item("coal"), 1, NULL), SIM_NO_ITEMS);
    CHECK_EQ_INT(sim_hand_take(arena, prototypes, 0, far, item("coal"), 1, NULL), SIM_OUT_OF_REACH);
    CHECK_EQ_INT(sim_hand_take(arena, prototypes, 0, self, item("coal"), 1, NULL), SIM_WRONG_TYPE);
    CHECK_EQ_INT(sim_hand_set_recipe(arena, prototypes, 0, chest, 1), SIM_WRONG_TYPE);
    CHECK_EQ_INT(sim_hand_set_filter(arena, prototypes, 0, chest, 0, 1), SIM_WRONG_TYPE);
    CHECK_EQ_INT(sim_hand_copy_settings(arena, prototypes, 0, chest, wall), SIM_WRONG_TYPE);
    CHECK_EQ_INT(sim_hand_copy_settings(arena, prototypes, 0, chest, far), SIM_OUT_OF_REACH);
    CHECK(sim_arena_hash(arena, prototypes) == before);
    free(arena);
}

TEST(a_full_pocket_takes_nothing)
{
    sim_handle chest;
    sim_arena *arena = make_room(&chest);
    sim_inventory_insert(arena, prototypes, sim_character_get(arena, 0)->inventory, item("stone"), 80 * 50);
    sim_inventory_insert(arena, prototypes, sim_entity_get(arena, chest)->record, item("wood"), 5);
    CHECK_EQ_INT(sim_hand_take(arena, prototypes, 0, chest, item("wood"), 1, NULL), SIM_INVENTORY_FULL);
    CHECK_EQ_INT(in_chest(arena, chest, "wood"), 5);
    free(arena);
}

TEST(a_dropped_item_goes_into_what_takes_it_or_onto_the_ground)
{
    sim_handle chest;
    sim_arena *arena = make_room(&chest);
    sim_position on_chest = {3 * TILE + CENTRE, CENTRE}, on_ground = {CENTRE, 5 * TILE};
    CHECK_EQ_INT(sim_hand_drop(arena, prototypes, 0, item("coal"), 2, on_chest), SIM_OK);
    CHECK_EQ_INT(in_chest(arena, chest, "coal"), 2);
    CHECK_EQ_INT(sim_hand_drop(arena, prototypes, 0, item("coal"), 3, on_ground), SIM_OK);
    CHECK_EQ_INT(sim_ground_item_total(arena, prototypes, item("coal")), 3);
    CHECK_EQ_INT(held(arena, "coal"), 95);
    CHECK_EQ_INT(sim_hand_drop(arena, prototypes, 0, item("coal"), 96, on_ground), SIM_NO_ITEMS);
    CHECK_EQ_INT(sim_hand_drop(arena, prototypes, 0, item("coal"), 1, (sim_position){0, 10 * TILE + 1}),
                 SIM_OUT_OF_REACH);
    CHECK_EQ_INT(sim_hand_drop(arena, prototypes, 0, item("coal"), 0, on_ground), SIM_BAD_ARGUMENT);
    check_sane(arena);
    free(arena);
}

TEST(filters_of_inserters_and_splitters_are_set_and_copied)
{
    sim_handle chest;
    sim_arena *arena = make_room(&chest);
    sim_handle one = put(arena, "inserter", 2 * TILE + CENTRE, 2 * TILE + CENTRE, 0);
    sim_handle two = put(arena, "inserter", 4 * TILE + CENTRE, 2 * TILE + CENTRE, 0);
    CHECK_EQ_INT(sim_hand_set_filter(arena, prototypes, 0, one, 1, item("coal")), SIM_OK);
    CHECK_EQ_INT(sim_hand_set_filter(arena, prototypes, 0, one, 9, item("coal")), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_hand_copy_settings(arena, prototypes, 0, one, two), SIM_OK);
    CHECK_EQ_INT(sim_entity_settings_read(arena, prototypes, two.index).filters[1], item("coal"));
    sim_handle splitter = put(arena, "splitter", 3 * TILE, 5 * TILE + CENTRE, 0);
    CHECK_EQ_INT(sim_hand_set_filter(arena, prototypes, 0, splitter, 0, item("wood")), SIM_OK);
    CHECK_EQ_INT(sim_entity_settings_read(arena, prototypes, splitter.index).filters[0], item("wood"));
    CHECK_EQ_INT(sim_hand_set_filter(arena, prototypes, 0, splitter, 1, item("wood")), SIM_BAD_ARGUMENT);
    check_sane(arena);
    free(arena);
}

TEST(a_recipe_is_set_when_it_may_be_and_what_the_machine_held_for_another_comes_back)
{
    sim_handle chest;
    sim_arena *arena = make_room(&chest);
    sim_handle machine = put(arena, "assembling-machine-1", CENTRE, 5 * TILE + CENTRE, 0);
    uint16_t gear = sim_recipe_named(prototypes, "iron-gear-wheel");
    uint64_t before = sim_arena_hash(arena, prototypes);
    CHECK_EQ_INT(sim_hand_set_recipe(arena, prototypes, 0, machine, 60000), SIM_NOT_FOUND);
    CHECK_EQ_INT(sim_hand_set_recipe(arena, prototypes, 0, machine, sim_recipe_named(prototypes, "lab")),
                 SIM_NOT_ENABLED);
    CHECK_EQ_INT(sim_hand_set_recipe(arena, prototypes, 0, machine, sim_recipe_named(prototypes, "iron-plate")),
                 SIM_WRONG_CATEGORY);
    CHECK(sim_arena_hash(arena, prototypes) == before);
    CHECK_EQ_INT(sim_hand_set_recipe(arena, prototypes, 0, machine, gear), SIM_OK);
    sim_inventory_insert(arena, prototypes, sim_character_get(arena, 0)->inventory, item("iron-plate"), 10);
    CHECK_EQ_INT(sim_hand_insert(arena, prototypes, 0, machine, item("iron-plate"), 10, NULL), SIM_OK);
    CHECK_EQ_INT(held(arena, "iron-plate"), 0);
    CHECK_EQ_INT(sim_hand_set_recipe(arena, prototypes, 0, machine, sim_recipe_named(prototypes, "iron-chest")),
                 SIM_OK);
    CHECK_EQ_INT(held(arena, "iron-plate"), 10);
    CHECK_EQ_INT(sim_entity_settings_read(arena, prototypes, machine.index).recipe,
                 sim_recipe_named(prototypes, "iron-chest"));
    check_sane(arena);
    free(arena);
}

TEST(a_repair_pack_gives_two_health_a_tick_and_lasts_three_hundred_ticks)
{
    sim_handle chest;
    sim_arena *arena = make_room(&chest);
    sim_handle turret = put(arena, "gun-turret", 0, 4 * TILE, 0);
    uint32_t pocket = sim_character_get(arena, 0)->inventory;
    sim_health_set(arena, prototypes, turret, 100.0f);
    CHECK_EQ_INT(sim_hand_repair(arena, prototypes, 0, turret), SIM_NO_ITEMS);
    sim_inventory_insert(arena, prototypes, pocket, item("repair-pack"), 3);
    CHECK_EQ_INT(sim_hand_repair(arena, prototypes, 0, chest), SIM_DONE_ALREADY);
    CHECK_EQ_INT(sim_hand_repair(arena, prototypes, 0, sim_entity_handle(arena, 1)), SIM_WRONG_TYPE);
    CHECK_EQ_INT(sim_hand_repair(arena, prototypes, 0, turret), SIM_OK);
    sim_run(arena, prototypes, 1);
    CHECK_EQ_F64(sim_entity_get(arena, turret)->health, 102.0);
    sim_run(arena, prototypes, 149);
    CHECK_EQ_F64(sim_entity_get(arena, turret)->health, 400.0);
    CHECK_EQ_INT(arena->awake & SIM_AWAKE_REPAIRING, 0);
    CHECK_EQ_INT(held(arena, "repair-pack"), 3);
    sim_health_set(arena, prototypes, turret, 10.0f);
    CHECK_EQ_INT(sim_hand_repair(arena, prototypes, 0, turret), SIM_OK);
    sim_run(arena, prototypes, 149);
    CHECK_EQ_INT(held(arena, "repair-pack"), 3);
    sim_run(arena, prototypes, 1);
    CHECK_EQ_INT(held(arena, "repair-pack"), 2);
    check_sane(arena);
    free(arena);
}

TEST(repairing_ends_out_of_reach_and_when_it_is_told_to)
{
    sim_handle chest;
    sim_arena *arena = make_room(&chest);
    sim_inventory_insert(arena, prototypes, sim_character_get(arena, 0)->inventory, item("repair-pack"), 1);
    sim_health_set(arena, prototypes, chest, 10.0f);
    CHECK_EQ_INT(sim_hand_repair(arena, prototypes, 0, chest), SIM_OK);
    sim_run(arena, prototypes, 2);
    sim_hand_stop_repair(arena, 0);
    sim_run(arena, prototypes, 5);
    CHECK_EQ_F64(sim_entity_get(arena, chest)->health, 14.0);
    CHECK_EQ_INT(sim_hand_repair(arena, prototypes, 0, chest), SIM_OK);
    sim_entity_teleport(arena, prototypes, sim_entity_handle(arena, 1), (sim_position){-20 * TILE, 0});
    sim_run(arena, prototypes, 5);
    CHECK_EQ_F64(sim_entity_get(arena, chest)->health, 14.0);
    CHECK_EQ_INT(sim_character_get(arena, 0)->repair_target.index, 0);
    check_sane(arena);
    free(arena);
}

/* In all inventories of the first character. */
static uint32_t carried(const sim_arena *arena, const char *name)
{
    const sim_character *character = sim_character_get(arena, 0);
    uint16_t wanted = name ? item(name) : 0;
    return sim_inventory_count(arena, character->inventory, wanted) +
           sim_inventory_count(arena, character->guns, wanted) + sim_inventory_count(arena, character->ammo, wanted);
}

/* C16 */
TEST(a_new_character_holds_what_freeplay_gives)
{
    sim_arena *arena = make_arena(32, 20);
    sim_handle first = NONE;
    CHECK_EQ_INT(sim_hand_respawn(arena, prototypes, (sim_position){0, 0}, &first), SIM_OK);
    CHECK_EQ_INT(sim_inventory_count(arena, sim_character_get(arena, 0)->guns, item("pistol")), 1);
    CHECK_EQ_INT(sim_inventory_count(arena, sim_character_get(arena, 0)->ammo, item("firearm-magazine")), 10);
    CHECK_EQ_INT(carried(arena, NULL), 11);
    sim_entity_destroy(arena, prototypes, first);
    CHECK_EQ_INT(sim_hand_start_items(arena, prototypes, 0), SIM_DEAD);
    put(arena, "character", 0, 0, 0);
    CHECK_EQ_INT(sim_hand_start_items(arena, prototypes, 0), SIM_OK);
    static const struct { const char *name; uint32_t count; } HELD[] = {
        {"iron-plate", 8}, {"wood", 1}, {"pistol", 1}, {"firearm-magazine", 10}, {"burner-mining-drill", 1},
        {"stone-furnace", 1}};
    for (size_t i = 0; i < sizeof(HELD) / sizeof(HELD[0]); i++) CHECK_EQ_INT(carried(arena, HELD[i].name), HELD[i].count);
    put(arena, "stone-furnace", 5 * TILE, 0, 0);
    CHECK_EQ_INT(sim_hand_respawn(arena, prototypes, (sim_position){5 * TILE, 0}, NULL), SIM_BLOCKED);
    CHECK_EQ_INT(sim_hand_respawn(arena, prototypes, (sim_position){50 * TILE, 0}, NULL), SIM_OUT_OF_MAP);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(items_go_in_as_far_as_they_fit_and_come_out_again);
    RUN(a_hand_that_cannot_is_told_why_and_nothing_changes);
    RUN(a_full_pocket_takes_nothing);
    RUN(a_dropped_item_goes_into_what_takes_it_or_onto_the_ground);
    RUN(filters_of_inserters_and_splitters_are_set_and_copied);
    RUN(a_recipe_is_set_when_it_may_be_and_what_the_machine_held_for_another_comes_back);
    RUN(a_repair_pack_gives_two_health_a_tick_and_lasts_three_hundred_ticks);
    RUN(repairing_ends_out_of_reach_and_when_it_is_told_to);
    RUN(a_new_character_holds_what_freeplay_gives);
    return kit_end();
}
