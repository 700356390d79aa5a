/* Items on the ground.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

TEST(a_spilled_stack_lies_where_it_fell_and_the_next_beside_it)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle first, second;
    CHECK_EQ_INT(sim_ground_item_spill(arena, prototypes, (sim_position){0, 0}, item("coal"), 5, &first), SIM_OK);
    CHECK_EQ_INT(sim_ground_item_spill(arena, prototypes, (sim_position){0, 0}, item("coal"), 7, &second), SIM_OK);
    CHECK_EQ_INT(sim_entity_get(arena, first)->position.x, 0);
    CHECK_EQ_INT(sim_entity_get(arena, second)->position.x, -128);
    CHECK_EQ_INT(sim_entity_get(arena, second)->position.y, -128);
    CHECK_EQ_INT(sim_ground_item_total(arena, prototypes, item("coal")), 12);
    check_sane(arena);
    free(arena);
}

TEST(a_spilled_stack_avoids_buildings_and_water)
{
    sim_arena *arena = make_arena(64, 8);
    put(arena, "stone-furnace", 0, 0, 0);
    for (int32_t y = -3; y <= 2; y++) sim_map_set_tile(arena, prototypes, -2, y, sim_tile_named(prototypes, "water"));
    sim_handle dropped;
    CHECK_EQ_INT(sim_ground_item_spill(arena, prototypes, (sim_position){0, 0}, item("coal"), 1, &dropped), SIM_OK);
    sim_position place = sim_entity_get(arena, dropped)->position;
    CHECK(abs(place.x) > 200 || abs(place.y) > 200);
    CHECK(place.x > -TILE);
    free(arena);
}

TEST(where_nothing_is_free_nothing_is_spilled)
{
    sim_arena *arena = make_arena(4, 8);
    for (int32_t y = -2; y < 2; y++)
        for (int32_t x = -2; x < 2; x++) sim_map_set_tile(arena, prototypes, x, y, sim_tile_named(prototypes, "water"));
    CHECK_EQ_INT(sim_ground_item_spill(arena, prototypes, (sim_position){0, 0}, item("coal"), 1, NULL), SIM_BLOCKED);
    CHECK_EQ_INT(arena->entity_count, 0);
    free(arena);
}

TEST(a_character_picks_up_what_is_within_a_tile)
{
    sim_arena *arena = make_arena(64, 8);
    put(arena, "character", 0, 0, 0);
    put_item(arena, "coal", TILE, 0, 5);
    put_item(arena, "stone", TILE + 1, 0, 3);
    CHECK_EQ_INT(sim_ground_item_pick_up(arena, prototypes, 0), 5);
    CHECK_EQ_INT(held(arena, "coal"), 5);
    CHECK_EQ_INT(held(arena, "stone"), 0);
    CHECK_EQ_INT(sim_ground_item_total(arena, prototypes, 0), 3);
    CHECK_EQ_INT(sim_ground_item_pick_up(arena, prototypes, 3), 0);
    check_sane(arena);
    free(arena);
}

TEST(what_does_not_fit_stays_on_the_ground)
{
    sim_arena *arena = make_arena(64, 8);
    put(arena, "character", 0, 0, 0);
    sim_inventory_insert(arena, prototypes, sim_character_get(arena, 0)->inventory, item("stone"), 79 * 50);
    sim_inventory_insert(arena, prototypes, sim_character_get(arena, 0)->inventory, item("coal"), 48);
    put_item(arena, "coal", 100, 0, 5);
    put_item(arena, "wood", 200, 0, 5);
    CHECK_EQ_INT(sim_ground_item_pick_up(arena, prototypes, 0), 2);
    CHECK_EQ_INT(sim_ground_item_total(arena, prototypes, item("coal")), 3);
    CHECK_EQ_INT(sim_ground_item_total(arena, prototypes, item("wood")), 5);
    check_sane(arena);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_spilled_stack_lies_where_it_fell_and_the_next_beside_it);
    RUN(a_spilled_stack_avoids_buildings_and_water);
    RUN(where_nothing_is_free_nothing_is_spilled);
    RUN(a_character_picks_up_what_is_within_a_tile);
    RUN(what_does_not_fit_stays_on_the_ground);
    return kit_end();
}
