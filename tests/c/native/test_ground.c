/* The ground on which starts and goals are drawn: one piece, the largest, with a way from each of its tiles to each.
 *
 * sources: harness/standin/native/ground.c
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "harness/standin/native/ground.h"

#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

static sim_position middle_of(int32_t x, int32_t y)
{
    return (sim_position){x * TILE + CENTRE, y * TILE + CENTRE};
}

/* A row or column of walls over all of a 16 x 16 map, but for the gap. */
static void wall_off(sim_arena *arena, int32_t at, int along_x, int32_t gap)
{
    for (int32_t i = -8; i < 8; i++)
        if (i != gap) put(arena, "stone-wall", (along_x ? i : at) * TILE + CENTRE, (along_x ? at : i) * TILE + CENTRE, 0);
}

TEST(the_larger_side_of_a_wall_is_the_main_ground)
{
    sim_arena *arena = make_arena(16, 64);
    wall_off(arena, 2, 0, 99);
    uint8_t *ground = native_main_ground(arena);
    CHECK(native_is_on_ground(ground, arena, middle_of(-8, -8)));
    CHECK(native_is_on_ground(ground, arena, middle_of(1, 7)));
    CHECK(!native_is_on_ground(ground, arena, middle_of(2, 0)));
    CHECK(!native_is_on_ground(ground, arena, middle_of(3, 0)));
    free(ground);
    free(arena);
}

TEST(a_gap_of_a_tile_joins_both_sides)
{
    sim_arena *arena = make_arena(16, 64);
    wall_off(arena, 2, 0, -3);
    uint8_t *ground = native_main_ground(arena);
    CHECK(native_is_on_ground(ground, arena, middle_of(-8, -8)));
    CHECK(native_is_on_ground(ground, arena, middle_of(2, -3)));
    CHECK(native_is_on_ground(ground, arena, middle_of(7, 7)));
    free(ground);
    free(arena);
}

TEST(tiles_that_touch_at_a_corner_are_not_joined)
{
    sim_arena *arena = make_arena(16, 64);
    wall_off(arena, 0, 0, 99);
    wall_off(arena, -1, 1, -1);
    uint8_t *ground = native_main_ground(arena);
    CHECK(native_is_on_ground(ground, arena, middle_of(-1, -1)));
    CHECK(native_is_on_ground(ground, arena, middle_of(-1, 0)));
    CHECK(!native_is_on_ground(ground, arena, middle_of(1, 0)));
    CHECK(!native_is_on_ground(ground, arena, middle_of(1, -2)));
    free(ground);
    free(arena);
}

TEST(of_equal_pieces_the_one_with_the_first_tile_is_taken)
{
    sim_arena *arena = make_arena(17, 64);
    int32_t left = arena->config.left_tile;
    for (int32_t y = arena->config.top_tile; y < arena->config.top_tile + 17; y++)
        put(arena, "stone-wall", (left + 8) * TILE + CENTRE, y * TILE + CENTRE, 0);
    uint8_t *ground = native_main_ground(arena);
    CHECK(native_is_on_ground(ground, arena, middle_of(left, 0)));
    CHECK(!native_is_on_ground(ground, arena, middle_of(left + 9, 0)));
    free(ground);
    free(arena);
}

TEST(nothing_outside_the_map_is_ground)
{
    sim_arena *arena = make_arena(16, 4);
    uint8_t *ground = native_main_ground(arena);
    CHECK(native_is_on_ground(ground, arena, middle_of(7, 7)));
    CHECK(!native_is_on_ground(ground, arena, middle_of(8, 0)));
    CHECK(!native_is_on_ground(ground, arena, middle_of(0, -9)));
    free(ground);
    free(arena);
}

TEST(a_map_without_free_tiles_has_no_ground)
{
    sim_arena *arena = make_arena(16, 4);
    for (int32_t y = -8; y < 8; y++)
        for (int32_t x = -8; x < 8; x++) sim_map_set_tile(arena, prototypes, x, y, sim_tile_named(prototypes, "water"));
    uint8_t *ground = native_main_ground(arena);
    for (int32_t x = -8; x < 8; x++) CHECK(!native_is_on_ground(ground, arena, middle_of(x, 0)));
    free(ground);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(the_larger_side_of_a_wall_is_the_main_ground);
    RUN(a_gap_of_a_tile_joins_both_sides);
    RUN(tiles_that_touch_at_a_corner_are_not_joined);
    RUN(of_equal_pieces_the_one_with_the_first_tile_is_taken);
    RUN(nothing_outside_the_map_is_ground);
    RUN(a_map_without_free_tiles_has_no_ground);
    return kit_end();
}
