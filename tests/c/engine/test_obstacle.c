/* What holds a character back: boxes, closed gaps, tiles.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

/* 1 when a character's box may be around the place. */
static int is_free(const sim_arena *arena, int32_t x, int32_t y)
{
    sim_position place = {x, y};
    return sim_obstacle_free(arena, prototypes,
                             sim_box_at(prototypes->entities[prototypes->character].collision_box, place));
}

TEST(a_box_that_touches_a_wall_is_held_back)
{
    sim_arena *arena = make_arena(64, 4);
    put(arena, "stone-wall", CENTRE, CENTRE, 0);
    CHECK(!is_free(arena, CENTRE - 125, CENTRE));
    CHECK(is_free(arena, CENTRE - 126, CENTRE));
    CHECK(!is_free(arena, CENTRE + 125, CENTRE + 125));
    CHECK(is_free(arena, CENTRE + 125, CENTRE + 126));
    free(arena);
}

TEST(a_gap_narrower_than_half_a_tile_is_closed)
{
    sim_arena *arena = make_arena(64, 8);
    put(arena, "stone-wall", CENTRE, CENTRE, 0);
    put(arena, "stone-wall", CENTRE, CENTRE + TILE, 0);
    CHECK(!is_free(arena, CENTRE, TILE)); /* 108/256 between the walls, 103/256 the character */
    put(arena, "stone-furnace", 10 * TILE, 0, 0);
    put(arena, "wooden-chest", 11 * TILE + CENTRE, CENTRE, 0);
    CHECK(!is_free(arena, 10 * TILE + 179 + 58, CENTRE)); /* 116/256 */
    put(arena, "stone-furnace", -10 * TILE, 0, 0);
    put(arena, "stone-wall", -9 * TILE + TILE + CENTRE, CENTRE, 0);
    CHECK(is_free(arena, -10 * TILE + 179 + 65, CENTRE)); /* 387/256 */
    free(arena);
}

TEST(a_gap_of_half_a_tile_or_more_is_open)
{
    sim_arena *arena = make_arena(64, 8);
    put(arena, "stone-furnace", 0, 0, 0);
    put(arena, "stone-furnace", 2 * TILE, 0, 0);
    CHECK(is_free(arena, TILE, 0)); /* 154/256 */
    free(arena);
}

TEST(a_gap_between_trees_is_as_wide_as_it_looks)
{
    sim_arena *arena = make_arena(64, 8);
    put(arena, "tree-01", 0, 0, 0);
    put(arena, "tree-01", 2 * 102 + 110, 0, 0);
    CHECK(is_free(arena, 102 + 55, 0));
    free(arena);
}

TEST(a_closed_gap_reaches_only_as_far_as_both_walls_face_each_other)
{
    sim_arena *arena = make_arena(64, 8);
    put(arena, "stone-wall", CENTRE, CENTRE, 0);
    put(arena, "stone-wall", CENTRE + TILE, CENTRE + TILE, 0);
    CHECK(is_free(arena, CENTRE + 128 + 60, CENTRE - 40)); /* diagonal neighbours face each other nowhere */
    free(arena);
}

TEST(water_holds_back_and_ore_belts_and_ground_items_do_not)
{
    sim_arena *arena = make_arena(64, 8);
    sim_map_set_tile(arena, prototypes, 5, 0, sim_tile_named(prototypes, "water"));
    sim_map_set_tile(arena, prototypes, 8, 0, sim_tile_named(prototypes, "water-shallow"));
    put(arena, "iron-ore", 0, 0, 5);
    put(arena, "transport-belt", 2 * TILE, 0, 0);
    put_item(arena, "coal", -2 * TILE, 0, 5);
    put(arena, "character", -5 * TILE, 0, 0);
    CHECK(!is_free(arena, 5 * TILE - 51, CENTRE));
    CHECK(is_free(arena, 5 * TILE - 52, CENTRE));
    CHECK(is_free(arena, 8 * TILE + CENTRE, CENTRE));
    CHECK(is_free(arena, CENTRE, CENTRE));
    CHECK(is_free(arena, 2 * TILE + CENTRE, CENTRE));
    CHECK(is_free(arena, -2 * TILE, 0));
    CHECK(is_free(arena, -5 * TILE, 0));
    free(arena);
}

TEST(the_edge_of_the_map_holds_back)
{
    sim_arena *arena = make_arena(50, 1);
    CHECK(is_free(arena, 25 * TILE - 52, 0));
    CHECK(!is_free(arena, 25 * TILE - 51, 0));
    CHECK(is_free(arena, -25 * TILE + 51, 0));
    CHECK(!is_free(arena, -25 * TILE + 50, 0));
    free(arena);
}

TEST(the_span_is_the_box_around_all_that_is_touched)
{
    sim_arena *arena = make_arena(64, 8);
    put(arena, "stone-wall", CENTRE, CENTRE, 0);
    put(arena, "stone-wall", CENTRE, CENTRE + TILE, 0);
    sim_obstacle_span span = sim_obstacle_touched(arena, prototypes, (sim_box){0, 100, 100, 320});
    CHECK(span.found);
    CHECK_EQ_INT(span.box.top, CENTRE - 74);
    CHECK_EQ_INT(span.box.bottom, CENTRE + TILE + 74);
    CHECK(!sim_obstacle_touched(arena, prototypes, (sim_box){0, 203, 100, 309}).found);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_box_that_touches_a_wall_is_held_back);
    RUN(a_gap_narrower_than_half_a_tile_is_closed);
    RUN(a_gap_of_half_a_tile_or_more_is_open);
    RUN(a_gap_between_trees_is_as_wide_as_it_looks);
    RUN(a_closed_gap_reaches_only_as_far_as_both_walls_face_each_other);
    RUN(water_holds_back_and_ore_belts_and_ground_items_do_not);
    RUN(the_edge_of_the_map_holds_back);
    RUN(the_span_is_the_box_around_all_that_is_touched);
    return kit_end();
}
