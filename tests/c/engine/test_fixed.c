/* Fixed-point positions and boxes.
 *
 * sources: harness/standin/engine/core/result.c */
#include "harness/standin/engine/core/fixed.h"

#include "harness/standin/engine/core/result.h"
#include "tests/c/kit.h"

TEST(tiles_are_cut_toward_zero)
{
    CHECK_EQ_INT(sim_fixed_from_tiles(1.999), 511);
    CHECK_EQ_INT(sim_fixed_from_tiles(-1.999), -511);
    CHECK_EQ_F64(sim_fixed_to_tiles(-128), -0.5);
}

TEST(a_coordinate_lies_in_the_tile_of_its_floor)
{
    CHECK_EQ_INT(sim_fixed_tile(255), 0);
    CHECK_EQ_INT(sim_fixed_tile(256), 1);
    CHECK_EQ_INT(sim_fixed_tile(-1), -1);
    CHECK_EQ_INT(sim_fixed_tile(-256), -1);
    CHECK_EQ_INT(sim_fixed_tile_centre(-1), -128);
}

TEST(a_box_turns_with_its_entity)
{
    const sim_box north = {-10, -20, 30, 40};
    sim_box east = sim_box_turned(north, 4), south = sim_box_turned(north, 8), west = sim_box_turned(north, 12);
    CHECK_EQ_BYTES(&east, (&(sim_box){-40, -10, 20, 30}), sizeof east);
    CHECK_EQ_BYTES(&south, (&(sim_box){-30, -40, 10, 20}), sizeof south);
    CHECK_EQ_BYTES(&west, (&(sim_box){-20, -30, 40, 10}), sizeof west);
}

TEST(boxes_that_share_an_edge_do_not_overlap)
{
    const sim_box left = {0, 0, 10, 10};
    CHECK(!sim_box_overlaps(left, (sim_box){10, 0, 20, 10}));
    CHECK(sim_box_overlaps(left, (sim_box){9, 9, 20, 20}));
    CHECK(!sim_box_overlaps(left, (sim_box){0, 10, 10, 20}));
}

TEST(a_distance_across_the_largest_map_does_not_overflow)
{
    const sim_position a = {-8192 * 256, -8192 * 256}, b = {8192 * 256, 8192 * 256};
    CHECK_EQ_INT(sim_distance_squared(a, b), 2ll * 4194304 * 4194304);
}

TEST(every_result_has_words)
{
    for (int result = SIM_OK; result <= SIM_DEAD; result++)
        CHECK(strlen(sim_result_text((enum sim_result)result)) > 3);
    CHECK_STR_CONTAINS(sim_result_text(SIM_OUT_OF_REACH), "reach");
    CHECK_EQ_STR(sim_result_text((enum sim_result)99), "unknown result");
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(tiles_are_cut_toward_zero);
    RUN(a_coordinate_lies_in_the_tile_of_its_floor);
    RUN(a_box_turns_with_its_entity);
    RUN(boxes_that_share_an_edge_do_not_overlap);
    RUN(a_distance_across_the_largest_map_does_not_overflow);
    RUN(every_result_has_words);
    return kit_end();
}
