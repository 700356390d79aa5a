/* The published numbers of inserters: speeds, cycles, power, lanes.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

#include "tests/c/engine/inserter_kit.h"

#include "harness/standin/engine/inserters/inserter_arm.h"

static const sim_inserter_prototype *numbers_of(const char *name)
{
    return &prototypes->inserters[prototypes->entities[sim_entity_named(prototypes, name)].inserter];
}

/* Ticks of a whole cycle between two chests, once it runs. */
static uint32_t cycle_ticks(const char *name, uint8_t direction, int32_t reach)
{
    sim_arena *arena = make_inserter_arena();
    line line = build_line(arena, name, direction, reach);
    fill(arena, line.source, "iron-plate", 20);
    if (strcmp(name, "burner-inserter") == 0) give_fuel(arena, line.inserter, "coal", 1);
    ticks_until(arena, line.target, "iron-plate", 2, 300);
    uint32_t ten = ticks_until(arena, line.target, "iron-plate", 12, 2000);
    free(arena);
    CHECK_EQ_INT(ten % 10, 0);
    return ten / 10;
}

TEST(speeds_and_positions_are_the_published_ones) /* I01 */
{
    prototypes = sim_builtin_prototypes();
    const struct row { const char *name; double rotation, extension, pickup, drop; } rows[] = {
        {"burner-inserter", .013, .035, -1, 1.2}, {"inserter", .014, .035, -1, 1.2},
        {"long-handed-inserter", .02, .05, -2, 2.2}, {"fast-inserter", .04, .1, -1, 1.2},
        {"bulk-inserter", .04, .1, -1, 1.2}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const sim_inserter_prototype *found = numbers_of(rows[i].name);
        CHECK_EQ_F64(found->rotation_speed, rows[i].rotation);
        CHECK_EQ_F64(found->extension_speed, rows[i].extension);
        CHECK_EQ_F64(found->pickup_vector.y, rows[i].pickup);
        CHECK_EQ_F64(found->insert_vector.y, rows[i].drop);
    }
}

TEST(a_cycle_takes_76_70_and_24_ticks_in_every_direction) /* I04, I05 */
{
    for (uint8_t direction = 0; direction < 16; direction = (uint8_t)(direction + 4)) {
        CHECK_EQ_INT(cycle_ticks("burner-inserter", direction, 1), 76);
        CHECK_EQ_INT(cycle_ticks("inserter", direction, 1), 70);
        CHECK_EQ_INT(cycle_ticks("fast-inserter", direction, 1), 24);
        CHECK_EQ_INT(cycle_ticks("bulk-inserter", direction, 1), 24);
    }
}

TEST(a_long_handed_inserter_moves_1_23_to_1_25_items_a_second) /* B20: replays in the real game; I04: 50 or 48 ticks */
{
    for (uint8_t direction = 0; direction < 16; direction = (uint8_t)(direction + 4)) {
        double rate = 60.0 / cycle_ticks("long-handed-inserter", direction, 2);
        CHECK_NEAR_F64(rate, 1.24, 0.05 * 1.24);
    }
}

TEST(a_moving_arm_draws_15_21_59_and_144_kilowatts_at_most) /* I11 */
{
    prototypes = sim_builtin_prototypes();
    const struct row { const char *name; double kilowatts; } rows[] = {
        {"inserter", 15.1}, {"long-handed-inserter", 21.4}, {"fast-inserter", 59.3}, {"burner-inserter", 144}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const sim_inserter_prototype *numbers = numbers_of(rows[i].name);
        const sim_energy_source *energy = &prototypes->entities[sim_entity_named(prototypes, rows[i].name)].energy;
        sim_inserter arm = {.length = 1};
        sim_inserter_arm_aim(&arm, (sim_vector_f64){0, 3});
        double joules = sim_inserter_arm_cost(&arm, numbers) + energy->drain_joules_per_tick;
        CHECK_NEAR_F64(joules * 60 / 1000, rows[i].kilowatts, 0.1);
    }
}

/* Items that fuel alone moves, from full burner to empty. */
static double cycles_on(const char *fuel, double joules)
{
    sim_arena *arena = make_inserter_arena();
    line line = build_line(arena, "burner-inserter", 0, 1);
    fill(arena, line.source, "iron-plate", 30);
    give_fuel(arena, line.inserter, fuel, 1);
    ticks_until(arena, line.target, "iron-plate", 10, 1000);
    const sim_burner *burner = sim_burner_get(arena, record_of(arena, line.inserter)->energy.record);
    double before = burner->remaining_joules;
    CHECK_EQ_INT(burner->burning, item(fuel));
    ticks_until(arena, line.target, "iron-plate", 20, 1000);
    double cycle = (before - burner->remaining_joules) / 10;
    free(arena);
    return joules / cycle;
}

TEST(a_burner_inserter_makes_59_8_cycles_on_coal_and_29_9_on_wood) /* I13 */
{
    CHECK_NEAR_F64(cycles_on("coal", 4e6), 59.8, 1);
    CHECK_NEAR_F64(cycles_on("wood", 2e6), 29.9, 1);
}

TEST(at_half_the_speed_a_swing_takes_twice_the_ticks) /* I19 */
{
    prototypes = sim_builtin_prototypes();
    const sim_inserter_prototype *numbers = numbers_of("inserter");
    int ticks[2] = {0, 0};
    for (int half = 0; half < 2; half++) {
        sim_inserter arm = {.length = 1};
        sim_inserter_arm_aim(&arm, (sim_vector_f64){0, 1.2});
        do ticks[half]++;
        while (!sim_inserter_arm_move(&arm, numbers, half ? 0.5 : 1));
    }
    CHECK_EQ_INT(ticks[0], 35);
    CHECK_NEAR_F64(ticks[1], 2 * ticks[0], 0.05 * 2 * ticks[0]);
}

/* 810 J are what a burner inserter's first approach leaves in its buffer. */
TEST(a_tick_that_the_buffer_cannot_pay_stretches_within_a_step_of_the_goal_and_turns_as_far_as_the_rest_goes)
{
    prototypes = sim_builtin_prototypes();
    const sim_inserter_prototype *numbers = numbers_of("burner-inserter");
    double joules = 810;
    sim_inserter arm = {.length = 1};
    sim_inserter_arm_aim(&arm, (sim_vector_f64){0, -247.0 / 256});
    sim_inserter_arm_move_part(&arm, numbers, &joules);
    CHECK_EQ_F64(arm.length, 247.0 / 256);
    CHECK_EQ_F64(joules, 0);
    joules = 810;
    arm = (sim_inserter){.length = 1};
    sim_inserter_arm_aim(&arm, (sim_vector_f64){0.02, -0.985});
    sim_inserter_arm_move_part(&arm, numbers, &joules);
    CHECK_EQ_F64(arm.length, arm.goal_length);
    CHECK_NEAR_F64(arm.orientation, 810.0 / 50000 - (1 - arm.goal_length), 1e-7);
    CHECK(arm.orientation < arm.goal_orientation);
}

/* A belt of seven tiles at y = -1 in front of an inserter at 0, 0, or along its arm; its chest behind. */
typedef struct feed {
    uint32_t first, before, last, inserter, chest;
} feed;

static feed build_feed(sim_arena *arena, const char *name, int along)
{
    feed built = {0, 0, 0, 0, 0};
    for (int32_t i = -6; i <= (along ? 0 : 3); i++) {
        uint32_t belt = along ? build(arena, "transport-belt", 0, i - 1, 8) : build(arena, "transport-belt", i, -1, 4);
        if (built.first == 0) built.first = belt;
        if (i == -1) built.before = belt;
        built.last = belt;
    }
    built.inserter = build(arena, name, 0, 0, 0);
    built.chest = build(arena, "iron-chest", 0, 1, 0);
    if (strcmp(name, "burner-inserter") == 0) give_fuel(arena, built.inserter, "coal", 1);
    return built;
}

TEST(it_takes_the_near_lane_first_and_along_the_arm_the_left_one) /* I09 */
{
    for (int along = 0; along < 2; along++) {
        sim_arena *arena = make_inserter_arena();
        feed feed = build_feed(arena, "inserter", along);
        const char *first = along ? "coal" : "wood", *second = along ? "wood" : "coal";
        for (int i = 0; i < 3; i++) { /* coal on the left lane, which is the far one of a belt to the east */
            CHECK_EQ_INT(sim_belt_insert(arena, prototypes, feed.before, 0, 64 * i, item("coal")), SIM_OK);
            CHECK_EQ_INT(sim_belt_insert(arena, prototypes, feed.before, 1, 64 * i, item("wood")), SIM_OK);
        }
        CHECK(ticks_until(arena, feed.chest, first, 1, 200) < 200);
        CHECK_EQ_INT(in_chest(arena, feed.chest, second), 0);
        if (along) CHECK(ticks_until(arena, feed.chest, first, 3, 300) < 300);
        if (along) CHECK_EQ_INT(in_chest(arena, feed.chest, second), 0);
        check_sane(arena);
        free(arena);
    }
}

TEST(from_a_moving_yellow_belt_it_takes_about_what_players_measured) /* I07, far lane; measured in 1.1, where a burner
                                                                        inserter turned more slowly than it does now */
{
    const struct row { const char *name; double rate; } rows[] = {{"inserter", .94}, {"fast-inserter", 2.50}};
    const uint32_t ticks = 6000;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sim_arena *arena = make_inserter_arena();
        feed feed = build_feed(arena, rows[i].name, 0);
        for (uint32_t tick = 0; tick < ticks; tick++) {
            sim_belt_insert_at_back(arena, prototypes, feed.first, 0, item("coal"));
            sim_belt_take(arena, prototypes, feed.last, 0, 9);
            sim_run(arena, prototypes, 1);
        }
        CHECK_NEAR_F64(in_chest(arena, feed.chest, "coal") * 60.0 / ticks, rows[i].rate, 0.1 * rows[i].rate);
        free(arena);
    }
}

TEST(a_hand_full_leaves_on_ticks_0_and_1_and_then_every_8_on_a_yellow_belt) /* I20 */
{
    sim_arena *arena = make_inserter_arena();
    uint32_t source = build(arena, "iron-chest", 0, -1, 0);
    for (int32_t x = 0; x < 8; x++) build(arena, "transport-belt", x, 1, 4);
    uint32_t inserter = build(arena, "bulk-inserter", 0, 0, 0);
    sim_force_set_bonus(arena, prototypes, SIM_TECHNOLOGY_EFFECT_BULK_INSERTER_CAPACITY_BONUS, 0, 4.0);
    fill(arena, source, "coal", 5);
    uint32_t held = 0, ticks[5], left = 0;
    for (uint32_t tick = 0; tick < 100 && left < 5; tick++) {
        uint32_t before = held;
        sim_run(arena, prototypes, 1);
        held = record_of(arena, inserter)->held_count;
        if (before == held + 1) ticks[left++] = tick;
    }
    CHECK_EQ_INT(left, 5);
    CHECK_EQ_INT(ticks[1] - ticks[0], 1);
    CHECK_NEAR_F64(ticks[2] - ticks[0], 8, 1);
    CHECK_NEAR_F64(ticks[3] - ticks[2], 8, 1);
    CHECK_NEAR_F64(ticks[4] - ticks[3], 8, 1);
    check_sane(arena);
    free(arena);
}

TEST(it_drops_on_the_far_lane_and_waits_for_a_gap)
{
    sim_arena *arena = make_inserter_arena();
    uint32_t source = build(arena, "iron-chest", 0, -1, 0);
    uint32_t belt = build(arena, "transport-belt", 0, 1, 4);
    uint32_t inserter = build(arena, "inserter", 0, 0, 0);
    fill(arena, source, "coal", 9);
    sim_run(arena, prototypes, 600);
    sim_belt_item rows[8];
    CHECK_EQ_INT(sim_belt_items(arena, prototypes, belt, rows, 8), 3);
    for (int i = 0; i < 3; i++) CHECK_EQ_INT(rows[i].line, 1);
    CHECK_EQ_INT(sim_inserter_status(arena, prototypes, inserter), SIM_STATUS_WAITING_FOR_SPACE_IN_DESTINATION);
    CHECK_EQ_INT(sim_belt_remove(arena, prototypes, belt, 1, 0, NULL), SIM_OK);
    sim_run(arena, prototypes, 12);
    CHECK_EQ_INT(sim_belt_items(arena, prototypes, belt, rows, 8), 3);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(speeds_and_positions_are_the_published_ones);
    RUN(a_cycle_takes_76_70_and_24_ticks_in_every_direction);
    RUN(a_long_handed_inserter_moves_1_23_to_1_25_items_a_second);
    RUN(a_tick_that_the_buffer_cannot_pay_stretches_within_a_step_of_the_goal_and_turns_as_far_as_the_rest_goes);
    RUN(a_moving_arm_draws_15_21_59_and_144_kilowatts_at_most);
    RUN(a_burner_inserter_makes_59_8_cycles_on_coal_and_29_9_on_wood);
    RUN(at_half_the_speed_a_swing_takes_twice_the_ticks);
    RUN(it_takes_the_near_lane_first_and_along_the_arm_the_left_one);
    RUN(from_a_moving_yellow_belt_it_takes_about_what_players_measured);
    RUN(a_hand_full_leaves_on_ticks_0_and_1_and_then_every_8_on_a_yellow_belt);
    RUN(it_drops_on_the_far_lane_and_waits_for_a_gap);
    return kit_end();
}
