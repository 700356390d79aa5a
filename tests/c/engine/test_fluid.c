/* Fluids: segments, boxes, what is kept when things are built and removed.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"
#include "tests/c/engine/fluid_kit.h"

TEST(volumes_are_those_of_the_game) /* L01 */
{
    static const struct { const char *name; double volumes[2]; } cases[] = {
        {"pipe", {100}}, {"pipe-to-ground", {100}}, {"storage-tank", {25000}}, {"boiler", {200, 200}},
        {"steam-engine", {200}}, {"pump", {400}}, {"offshore-pump", {100}}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sim_arena *arena = make_arena(64, 4);
        uint32_t box = box_of(arena, place(arena, cases[i].name, 0, 0, NORTH));
        for (int index = 0; index < 2; index++, box = box ? sim_fluid_box_next(arena, box) : 0)
            CHECK_EQ_F64(box ? sim_fluid_box_content(arena, prototypes, box).capacity : 0.0, cases[i].volumes[index]);
        check_sane(arena);
        free(arena);
    }
}

TEST(what_goes_into_a_pipe_is_at_the_other_end_at_once) /* L04 */
{
    sim_arena *arena = make_arena(64, 40);
    sim_handle first = place(arena, "pipe", -15, 0, NORTH), last = first;
    for (int x = -14; x <= 15; x++) last = place(arena, "pipe", x, 0, NORTH);
    CHECK_EQ_F64(fill(arena, first, prototypes->water, 310.0), 310.0);
    CHECK_EQ_F64(amount_in(arena, last), 10.0);
    CHECK_EQ_F64(fill(arena, last, prototypes->water, 1e6), 3100.0 - 310.0);
    CHECK_EQ_F64(fill(arena, last, prototypes->steam, 1.0), 0.0);
    sim_run(arena, prototypes, 1);
    CHECK_EQ_INT(arena->awake, 0);
    check_sane(arena);
    free(arena);
}

TEST(level_is_the_same_in_pipes_and_tanks)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle tank = place(arena, "storage-tank", 0, 0, NORTH), pipe = place(arena, "pipe", -1, -2, NORTH);
    CHECK_EQ_INT(segment_of(arena, tank), segment_of(arena, pipe));
    fill(arena, pipe, prototypes->water, 12550.0);
    CHECK_EQ_F64(amount_in(arena, tank), 12500.0);
    CHECK_EQ_F64(amount_in(arena, pipe), 50.0);
    free(arena);
}

TEST(a_tank_has_four_connections_at_two_corners)
{
    static const struct { int x, y; uint8_t direction; int is_connected; } cases[] = {
        {-1, -2, NORTH, 1}, {-2, -1, NORTH, 1}, {2, 1, NORTH, 1}, {1, 2, NORTH, 1}, {1, -2, NORTH, 0},
        {2, -1, NORTH, 0}, {-2, 1, NORTH, 0}, {-1, 2, NORTH, 0}, {0, -2, NORTH, 0}, {1, -2, EAST, 1},
        {2, -1, EAST, 1}, {-2, 1, EAST, 1}, {-1, 2, EAST, 1}, {-1, -2, EAST, 0}, {2, 1, EAST, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sim_arena *arena = make_arena(64, 4);
        sim_handle tank = place(arena, "storage-tank", 0, 0, cases[i].direction);
        sim_handle pipe = place(arena, "pipe", cases[i].x, cases[i].y, NORTH);
        CHECK_EQ_INT(segment_of(arena, tank) == segment_of(arena, pipe), cases[i].is_connected);
        free(arena);
    }
}

TEST(an_underground_pipe_reaches_over_nine_tiles) /* L07 */
{
    static const uint8_t directions[4] = {NORTH, EAST, SOUTH, WEST};
    static const int dx[4] = {0, 1, 0, -1}, dy[4] = {-1, 0, 1, 0};
    for (int quarter = 0; quarter < 4; quarter++) {
        for (int distance = 1; distance <= 11; distance++) {
            sim_arena *arena = make_arena(64, 4);
            /* its opening faces its direction, its tunnel leads the other way */
            sim_handle a = place(arena, "pipe-to-ground", 0, 0, directions[(quarter + 2) % 4]);
            sim_handle b = place(arena, "pipe-to-ground", dx[quarter] * distance, dy[quarter] * distance,
                                 directions[quarter]);
            CHECK_EQ_INT(segment_of(arena, a) == segment_of(arena, b), distance <= 10);
            check_sane(arena);
            free(arena);
        }
    }
}

TEST(a_nearer_underground_pipe_takes_the_connection_and_gives_it_back)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle a = place(arena, "pipe-to-ground", 0, 0, WEST), b = place(arena, "pipe-to-ground", 8, 0, EAST);
    CHECK_EQ_INT(segment_of(arena, a), segment_of(arena, b));
    sim_handle middle = place(arena, "pipe-to-ground", 4, 0, EAST);
    CHECK_EQ_INT(segment_of(arena, a), segment_of(arena, middle));
    CHECK(segment_of(arena, a) != segment_of(arena, b));
    sim_entity_destroy(arena, prototypes, middle);
    CHECK_EQ_INT(segment_of(arena, a), segment_of(arena, b));
    middle = place(arena, "pipe-to-ground", 4, 0, WEST); /* faces the way of a: b meets it first */
    CHECK_EQ_INT(segment_of(arena, middle), segment_of(arena, b));
    CHECK(segment_of(arena, a) != segment_of(arena, b));
    check_sane(arena);
    free(arena);
}

TEST(pipes_beside_an_underground_pipe_do_not_connect)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle ground = place(arena, "pipe-to-ground", 0, 0, NORTH);
    sim_handle front = place(arena, "pipe", 0, -1, NORTH), behind = place(arena, "pipe", 0, 1, NORTH);
    sim_handle beside = place(arena, "pipe", 1, 0, NORTH);
    CHECK_EQ_INT(segment_of(arena, ground), segment_of(arena, front));
    CHECK(segment_of(arena, ground) != segment_of(arena, behind));
    CHECK(segment_of(arena, ground) != segment_of(arena, beside));
    free(arena);
}

TEST(a_segment_that_falls_apart_shares_by_volume)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle tank = place(arena, "storage-tank", 0, 0, NORTH), near = place(arena, "pipe", -1, -2, NORTH);
    sim_handle far = place(arena, "pipe", -1, -3, NORTH), end = place(arena, "pipe", -1, -4, NORTH);
    fill(arena, tank, prototypes->water, 12650.0); /* half of 25300 */
    sim_entity_destroy(arena, prototypes, far);    /* what it held flows into the others */
    CHECK(segment_of(arena, tank) != segment_of(arena, end));
    CHECK_NEAR_F64(amount_in(arena, tank) + amount_in(arena, near), 12650.0 * 25100 / 25200, 1e-5);
    CHECK_NEAR_F64(amount_in(arena, end), 12650.0 * 100 / 25200, 1e-5);
    CHECK_EQ_INT(sim_fluid_total(arena, prototypes->water), sim_fluid_amount(12650.0));
    check_sane(arena);
    free(arena);
}

TEST(what_does_not_fit_when_a_tank_goes_is_gone)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle tank = place(arena, "storage-tank", 0, 0, NORTH), pipe = place(arena, "pipe", -1, -2, NORTH);
    fill(arena, tank, prototypes->water, 12550.0);
    sim_entity_destroy(arena, prototypes, tank);
    CHECK_EQ_F64(amount_in(arena, pipe), 100.0);
    sim_entity_destroy(arena, prototypes, pipe);
    CHECK_EQ_INT(sim_fluid_total(arena, prototypes->water), 0);
    CHECK_EQ_INT(arena->pools[SIM_POOL_SEGMENT].live, 0);
    check_sane(arena);
    free(arena);
}

TEST(two_fluids_are_not_connected)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle left = place(arena, "pipe", 0, 0, NORTH), right = place(arena, "pipe", 2, 0, NORTH), between;
    fill(arena, left, prototypes->water, 50.0);
    fill(arena, right, prototypes->steam, 50.0);
    uint64_t before = sim_arena_hash(arena, prototypes);
    CHECK_EQ_INT(try_place(arena, "pipe", 1, 0, NORTH, &between), SIM_BLOCKED);
    CHECK_EQ_INT(sim_arena_hash(arena, prototypes), before);
    check_sane(arena);
    sim_fluid_box_flush(arena, prototypes, box_of(arena, right));
    CHECK_EQ_F64(amount_in(arena, right), 0.0);
    CHECK_EQ_INT(try_place(arena, "pipe", 1, 0, NORTH, &between), SIM_OK);
    CHECK_EQ_INT(segment_of(arena, left), segment_of(arena, right));
    CHECK_EQ_INT(try_place(arena, "steam-engine", 1, 3, NORTH, &between), SIM_BLOCKED); /* takes steam only */
    check_sane(arena);
    free(arena);
}

TEST(of_two_fluids_that_a_turn_brings_together_the_greater_amount_stays)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle ground = place(arena, "pipe-to-ground", 0, 0, NORTH), pipe = place(arena, "pipe", 1, 0, NORTH);
    fill(arena, ground, prototypes->water, 50.0);
    fill(arena, pipe, prototypes->steam, 60.0);
    CHECK_EQ_INT(sim_entity_turn(arena, prototypes, ground, EAST), SIM_OK);
    CHECK_EQ_INT(segment_of(arena, ground), segment_of(arena, pipe));
    CHECK_EQ_INT(sim_fluid_total(arena, prototypes->water), 0);
    CHECK_EQ_INT(sim_fluid_total(arena, prototypes->steam), sim_fluid_amount(60.0));
    check_sane(arena);
    free(arena);
}

TEST(temperatures_mix_by_amount)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle tank = place(arena, "storage-tank", 0, 0, NORTH);
    uint32_t box = box_of(arena, tank);
    sim_fluid_box_add(arena, prototypes, box, prototypes->steam, sim_fluid_amount(100.0), 165.0);
    sim_fluid_box_add(arena, prototypes, box, prototypes->steam, sim_fluid_amount(300.0), 500.0);
    CHECK_NEAR_F64(sim_fluid_box_content(arena, prototypes, box).temperature, (165.0 + 3 * 500.0) / 4, 1e-9);
    free(arena);
}

TEST(a_segment_wider_than_320_tiles_lets_nothing_through)
{
    sim_arena *arena = make_arena(384, 400);
    sim_handle first = place(arena, "pipe", -160, 0, NORTH), last = first;
    for (int x = -159; x < 160; x++) last = place(arena, "pipe", x, 0, NORTH);
    CHECK_EQ_F64(fill(arena, first, prototypes->water, 10.0), 10.0);
    last = place(arena, "pipe", 160, 0, NORTH);
    CHECK_EQ_F64(fill(arena, first, prototypes->water, 10.0), 0.0);
    CHECK_EQ_INT(sim_fluid_box_remove(arena, prototypes, box_of(arena, last), 1000), 0);
    sim_entity_destroy(arena, prototypes, last);
    CHECK_EQ_F64(fill(arena, first, prototypes->water, 10.0), 10.0);
    check_sane(arena);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(volumes_are_those_of_the_game);
    RUN(what_goes_into_a_pipe_is_at_the_other_end_at_once);
    RUN(level_is_the_same_in_pipes_and_tanks);
    RUN(a_tank_has_four_connections_at_two_corners);
    RUN(an_underground_pipe_reaches_over_nine_tiles);
    RUN(a_nearer_underground_pipe_takes_the_connection_and_gives_it_back);
    RUN(pipes_beside_an_underground_pipe_do_not_connect);
    RUN(a_segment_that_falls_apart_shares_by_volume);
    RUN(what_does_not_fit_when_a_tank_goes_is_gone);
    RUN(two_fluids_are_not_connected);
    RUN(of_two_fluids_that_a_turn_brings_together_the_greater_amount_stays);
    RUN(temperatures_mix_by_amount);
    RUN(a_segment_wider_than_320_tiles_lets_nothing_through);
    return kit_end();
}
