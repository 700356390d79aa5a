/* Tiles, chunks, cells and their bitmaps.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

TEST(a_new_map_is_its_ground_and_ends_in_out_of_map)
{
    sim_arena *arena = make_arena(50, 1);
    uint16_t grass = sim_tile_named(prototypes, "grass-1");
    CHECK_EQ_INT(sim_map_tile(arena, prototypes, -25, 24), grass);
    CHECK_EQ_INT(sim_map_tile(arena, prototypes, 25, 0), prototypes->out_of_map);
    CHECK_EQ_INT(sim_map_tile(arena, prototypes, 0, -26), prototypes->out_of_map);
    CHECK_EQ_INT(sim_map_tile(arena, prototypes, 100000, 100000), prototypes->out_of_map);
    free(arena);
}

TEST(a_tile_that_was_set_is_read_again_and_its_neighbours_stay)
{
    sim_arena *arena = make_arena(64, 1);
    uint16_t path = sim_tile_named(prototypes, "stone-path");
    CHECK_EQ_INT(sim_map_set_tile(arena, prototypes, -7, 9, path), SIM_OK);
    for (int32_t y = 8; y <= 10; y++)
        for (int32_t x = -8; x <= -6; x++)
            CHECK_EQ_INT(sim_map_tile(arena, prototypes, x, y) == path, x == -7 && y == 9);
    CHECK_EQ_INT(arena->tile_page_count, 1);
    check_sane(arena);
    free(arena);
}

TEST(a_tile_is_refused_outside_the_map_of_no_kind_and_without_a_page)
{
    sim_arena *arena = make_arena(128, 1);
    uint16_t path = sim_tile_named(prototypes, "stone-path");
    CHECK_EQ_INT(sim_map_set_tile(arena, prototypes, 64, 0, path), SIM_OUT_OF_MAP);
    CHECK_EQ_INT(sim_map_set_tile(arena, prototypes, 0, 0, 0), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_map_set_tile(arena, prototypes, 0, 0, 9999), SIM_BAD_ARGUMENT);
    for (int32_t chunk = 0; chunk < 4; chunk++)
        CHECK_EQ_INT(sim_map_set_tile(arena, prototypes, -64 + 32 * chunk, 0, path), SIM_OK);
    CHECK_EQ_INT(sim_map_set_tile(arena, prototypes, 0, -40, path), SIM_ARENA_FULL);
    CHECK_EQ_INT(sim_map_set_tile(arena, prototypes, 0, -40, arena->config.ground_tile), SIM_OK);
    free(arena);
}

TEST(water_sets_an_obstacle_bit_and_land_clears_it)
{
    sim_arena *arena = make_arena(64, 1);
    CHECK(sim_map_tiles_free(arena, -3, -3, 3, 3));
    sim_map_set_tile(arena, prototypes, 2, -1, sim_tile_named(prototypes, "water"));
    CHECK(!sim_map_tiles_free(arena, -3, -3, 3, 3));
    CHECK(sim_map_tiles_free(arena, -3, 0, 3, 3));
    CHECK(sim_map_tiles_free(arena, -3, -3, 1, 3));
    sim_map_set_tile(arena, prototypes, 2, -1, sim_tile_named(prototypes, "landfill"));
    CHECK(sim_map_tiles_free(arena, -3, -3, 3, 3));
    check_sane(arena);
    free(arena);
}

TEST(beyond_the_edge_nothing_is_free)
{
    sim_arena *arena = make_arena(50, 1);
    CHECK(sim_map_tiles_free(arena, -25, -25, 24, 24));
    CHECK(!sim_map_tiles_free(arena, 24, 0, 25, 0));
    CHECK(!sim_map_tiles_free(arena, 0, -33, 0, -33));
    CHECK(!sim_map_tiles_free(arena, 4000, 0, 4000, 0));
    free(arena);
}

TEST(free_tiles_are_those_without_bits_in_every_rectangle)
{
    sim_arena *arena = make_arena(64, 1);
    uint16_t water = sim_tile_named(prototypes, "water");
    uint8_t wet[24][24] = {{0}};
    sim_random random;
    sim_random_seed(&random, 2);
    for (int i = 0; i < 30; i++) {
        int32_t x = sim_random_range(&random, 0, 23), y = sim_random_range(&random, 0, 23);
        wet[y][x] = 1;
        sim_map_set_tile(arena, prototypes, x - 12, y - 12, water);
    }
    for (int i = 0; i < 5000; i++) {
        int32_t left = sim_random_range(&random, 0, 23), right = sim_random_range(&random, left, 23);
        int32_t top = sim_random_range(&random, 0, 23), bottom = sim_random_range(&random, top, 23);
        int is_free = 1;
        for (int32_t y = top; y <= bottom; y++)
            for (int32_t x = left; x <= right; x++) is_free &= !wet[y][x];
        CHECK_EQ_INT(sim_map_tiles_free(arena, left - 12, top - 12, right - 12, bottom - 12), is_free);
    }
    free(arena);
}

TEST(a_box_collides_with_the_layers_of_the_tiles_it_touches)
{
    sim_arena *arena = make_arena(64, 1);
    sim_map_set_tile(arena, prototypes, 1, 0, sim_tile_named(prototypes, "water"));
    sim_box box = {0, 0, 255, 100};
    CHECK(!sim_map_box_collides(arena, prototypes, box, SIM_LAYER_WATER_TILE));
    box.right = 256;
    CHECK(sim_map_box_collides(arena, prototypes, box, SIM_LAYER_WATER_TILE));
    CHECK(!sim_map_box_collides(arena, prototypes, box, SIM_LAYER_OBJECT));
    box.left = -100 * TILE;
    CHECK(sim_map_box_collides(arena, prototypes, box, SIM_LAYER_OUT_OF_MAP));
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_new_map_is_its_ground_and_ends_in_out_of_map);
    RUN(a_tile_that_was_set_is_read_again_and_its_neighbours_stay);
    RUN(a_tile_is_refused_outside_the_map_of_no_kind_and_without_a_page);
    RUN(water_sets_an_obstacle_bit_and_land_clears_it);
    RUN(beyond_the_edge_nothing_is_free);
    RUN(free_tiles_are_those_without_bits_in_every_rectangle);
    RUN(a_box_collides_with_the_layers_of_the_tiles_it_touches);
    return kit_end();
}
