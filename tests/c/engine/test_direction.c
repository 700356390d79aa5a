/* Directions of offsets, against the angle.
 *
 * sources: harness/standin/engine/core/direction.c */
#include "harness/standin/engine/core/direction.h"

#include "tests/c/kit.h"

/* Nearest direction of `count` by the angle, north 0 and clockwise, in numbers of defines.direction. */
static int by_angle(double dx, double dy, int count)
{
    double turn = atan2(dx, -dy) / (2 * M_PI) * count;
    return ((int)floor(turn + 0.5) + count) % count * (SIM_DIRECTION_COUNT / count);
}

TEST(the_nearest_direction_is_that_of_the_angle)
{
    for (int32_t dy = -40; dy <= 40; dy++) {
        for (int32_t dx = -40; dx <= 40; dx++) {
            if (dx == 0 && dy == 0) continue;
            CHECK_EQ_INT(sim_direction_of_sixteen(dx, dy), by_angle(dx, dy, 16));
            CHECK_EQ_INT(sim_direction_of_eight(dx, dy), by_angle(dx, dy, 8));
        }
    }
}

/* C15 */
TEST(sixteen_directions_go_clockwise_from_north)
{
    CHECK_EQ_INT(SIM_DIRECTION_COUNT, 16);
    CHECK_EQ_INT(sim_direction_of_sixteen(0, -9), 0);
    CHECK_EQ_INT(sim_direction_of_sixteen(9, 0), 4);
    CHECK_EQ_INT(sim_direction_of_sixteen(0, 9), 8);
    CHECK_EQ_INT(sim_direction_of_sixteen(-9, 0), 12);
}

TEST(no_offset_faces_south)
{
    CHECK_EQ_INT(sim_direction_of_sixteen(0, 0), SIM_SOUTH);
    CHECK_EQ_INT(sim_direction_of_eight(0, 0), SIM_SOUTH);
}

TEST(unit_vectors_have_length_one_and_point_where_they_say)
{
    for (uint8_t direction = 0; direction < SIM_DIRECTION_COUNT; direction++) {
        sim_vector unit = sim_direction_vector(direction);
        CHECK_NEAR_F64(unit.x * unit.x + unit.y * unit.y, 1.0, 1e-12);
        CHECK_EQ_INT(sim_direction_of_sixteen((int32_t)(unit.x * 1e6), (int32_t)(unit.y * 1e6)), direction);
    }
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(the_nearest_direction_is_that_of_the_angle);
    RUN(sixteen_directions_go_clockwise_from_north);
    RUN(no_offset_faces_south);
    RUN(unit_vectors_have_length_one_and_point_where_they_say);
    return kit_end();
}
