/* Evolution by time, pollution and killed spawners, and the map settings that drive it. Trap 10 of the facts.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include <math.h>

#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

#define CHECK_NEAR(actual, expected, tolerance) CHECK(fabs((actual) - (expected)) <= (tolerance))

static const uint32_t HOUR = 60 * 60 * 60;

static sim_map_settings settings_of(const sim_arena *arena)
{
    return *sim_settings_get(arena, prototypes);
}

TEST(time_alone_gives_t_over_one_plus_t_with_the_factor_a_second)
{
    sim_arena *arena = make_arena(32, 1);
    for (int hours = 1; hours <= 10; hours++) {
        sim_run(arena, prototypes, HOUR);
        double t = 0.000004 * 3600 * hours;
        CHECK_NEAR(sim_evolution_get(arena, prototypes), t / (1 + t), 1e-12);
        CHECK_NEAR(sim_evolution_by(arena, prototypes, SIM_EVOLUTION_TIME), t / (1 + t), 1e-12);
    }
    CHECK_EQ_INT(arena->awake, 0); /* nobody counts it */
    free(arena);
}

TEST(the_law_agrees_with_adding_a_little_every_tick)
{
    sim_arena *arena = make_arena(32, 1);
    double evolution = 0.0, by_time = 0.0, by_pollution = 0.0;
    for (int tick = 0; tick < 200000; tick++) {
        double left = (1 - evolution) * (1 - evolution);
        by_time += 0.000004 / 60 * left;
        by_pollution += 0.0000009 * 20 * left;
        evolution = by_time + by_pollution;
        sim_pollution_emit(arena, prototypes, (sim_position){0, 0}, 20.0);
        if (tick % 1000 == 0) sim_evolution_settle(arena, prototypes);
        arena->tick++;
    }
    CHECK_NEAR(sim_evolution_get(arena, prototypes), evolution, 1e-5);
    CHECK_NEAR(sim_evolution_by(arena, prototypes, SIM_EVOLUTION_TIME), by_time, 1e-5);
    CHECK_NEAR(sim_evolution_by(arena, prototypes, SIM_EVOLUTION_POLLUTION), by_pollution, 1e-5);
    free(arena);
}

TEST(pollution_alone_gives_p_over_one_plus_p)
{
    sim_arena *arena = make_arena(32, 1);
    sim_pollution_emit(arena, prototypes, (sim_position){0, 0}, 500000.0);
    CHECK_NEAR(sim_evolution_get(arena, prototypes), 0.45 / 1.45, 1e-12);
    CHECK_NEAR(sim_evolution_by(arena, prototypes, SIM_EVOLUTION_POLLUTION), 0.45 / 1.45, 1e-12);
    sim_pollution_set(arena, (sim_position){0, 0}, 1e9); /* is not made by anybody */
    CHECK_NEAR(sim_evolution_get(arena, prototypes), 0.45 / 1.45, 1e-12);
    free(arena);
}

TEST(a_killed_spawner_adds_its_factor_times_what_is_left_squared)
{
    sim_arena *arena = make_arena(32, 1);
    sim_evolution_spawner_killed(arena, prototypes);
    CHECK_NEAR(sim_evolution_get(arena, prototypes), 0.002, 1e-15);
    sim_evolution_set(arena, prototypes, 0.5);
    sim_evolution_spawner_killed(arena, prototypes);
    CHECK_NEAR(sim_evolution_get(arena, prototypes), 0.5005, 1e-15);
    CHECK_NEAR(sim_evolution_by(arena, prototypes, SIM_EVOLUTION_KILLS), 0.0025, 1e-15);
    free(arena);
}

TEST(scripts_set_the_factor_and_its_parts_within_zero_and_one)
{
    sim_arena *arena = make_arena(32, 1);
    CHECK_EQ_INT(sim_evolution_set(arena, prototypes, 1.5), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_evolution_set(arena, prototypes, NAN), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_evolution_set(arena, prototypes, 1.0), SIM_OK);
    sim_run(arena, prototypes, HOUR);
    CHECK_NEAR(sim_evolution_get(arena, prototypes), 1.0, 0);
    CHECK_EQ_INT(sim_evolution_set(arena, prototypes, 0.0), SIM_OK);
    CHECK_NEAR(sim_evolution_get(arena, prototypes), 0.0, 0);
    CHECK_EQ_INT(sim_evolution_set_by(arena, prototypes, SIM_EVOLUTION_KILLS, 0.25), SIM_OK);
    CHECK_NEAR(sim_evolution_get(arena, prototypes), 0.25, 1e-15);
    CHECK_NEAR(sim_evolution_by(arena, prototypes, SIM_EVOLUTION_KILLS), 0.25, 1e-15);
    CHECK_EQ_INT(sim_evolution_set_by(arena, prototypes, SIM_EVOLUTION_TIME, -1), SIM_BAD_ARGUMENT);
    check_sane(arena);
    sim_evolution_reset(arena);
    CHECK_NEAR(sim_evolution_get(arena, prototypes), 0.0, 0);
    free(arena);
}

TEST(disabled_evolution_forgets_the_time_in_which_it_was_disabled)
{
    sim_arena *arena = make_arena(32, 1);
    sim_run(arena, prototypes, HOUR);
    double before = sim_evolution_get(arena, prototypes);
    sim_map_settings settings = settings_of(arena);
    settings.enemy_evolution.enabled = 0;
    CHECK_EQ_INT(sim_settings_set(arena, prototypes, &settings), SIM_OK);
    sim_run(arena, prototypes, 10 * HOUR);
    sim_pollution_emit(arena, prototypes, (sim_position){0, 0}, 1000.0);
    sim_evolution_spawner_killed(arena, prototypes);
    CHECK_NEAR(sim_evolution_get(arena, prototypes), before, 0);
    settings.enemy_evolution.enabled = 1;
    sim_settings_set(arena, prototypes, &settings);
    CHECK_NEAR(sim_evolution_get(arena, prototypes), before, 0);
    sim_run(arena, prototypes, HOUR);
    CHECK_NEAR(sim_evolution_get(arena, prototypes), 0.0288 / 1.0288, 1e-12);
    free(arena);
}

TEST(a_changed_factor_counts_from_its_change_on)
{
    sim_arena *arena = make_arena(32, 1);
    sim_run(arena, prototypes, HOUR);
    sim_map_settings settings = settings_of(arena);
    settings.enemy_evolution.time_factor *= 10;
    sim_settings_set(arena, prototypes, &settings);
    CHECK_NEAR(sim_evolution_get(arena, prototypes), 0.0144 / 1.0144, 1e-12);
    sim_run(arena, prototypes, HOUR);
    CHECK_NEAR(sim_evolution_get(arena, prototypes), 0.1584 / 1.1584, 1e-12);
    free(arena);
}

TEST(settings_are_the_prototypes_own_until_they_are_changed_and_then_part_of_the_state)
{
    sim_arena *arena = make_arena(32, 1);
    CHECK(sim_settings_get(arena, prototypes) == &prototypes->map_settings);
    uint64_t before = sim_arena_hash(arena, prototypes);
    uint32_t count;
    const sim_setting *list = sim_settings_list(&count);
    for (uint32_t i = 0; i < count; i++) {
        sim_map_settings settings = settings_of(arena);
        double value = sim_setting_read(&settings, &list[i]);
        double other = value == 0 || list[i].kind == SIM_SETTING_COUNT ? value + 1 : value / 2;
        if (list[i].kind == SIM_SETTING_FLAG) other = value == 0;
        sim_setting_write(&settings, &list[i], other);
        CHECK_EQ_INT(sim_settings_set(arena, prototypes, &settings), SIM_OK);
        CHECK_NEAR(sim_setting_read(sim_settings_get(arena, prototypes), &list[i]), other, 1);
        uint64_t after = sim_arena_hash(arena, prototypes);
        CHECK(after != before);
        before = after;
    }
    check_sane(arena);
    free(arena);
}

TEST(impossible_settings_are_refused)
{
    sim_arena *arena = make_arena(32, 1);
    sim_map_settings settings = settings_of(arena);
    settings.pollution.diffusion_ratio = 0.26;
    CHECK_EQ_INT(sim_settings_set(arena, prototypes, &settings), SIM_BAD_ARGUMENT);
    settings = settings_of(arena);
    settings.enemy_evolution.time_factor = NAN;
    CHECK_EQ_INT(sim_settings_set(arena, prototypes, &settings), SIM_BAD_ARGUMENT);
    CHECK(sim_settings_get(arena, prototypes) == &prototypes->map_settings);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(time_alone_gives_t_over_one_plus_t_with_the_factor_a_second);
    RUN(the_law_agrees_with_adding_a_little_every_tick);
    RUN(pollution_alone_gives_p_over_one_plus_p);
    RUN(a_killed_spawner_adds_its_factor_times_what_is_left_squared);
    RUN(scripts_set_the_factor_and_its_parts_within_zero_and_one);
    RUN(disabled_evolution_forgets_the_time_in_which_it_was_disabled);
    RUN(a_changed_factor_counts_from_its_change_on);
    RUN(settings_are_the_prototypes_own_until_they_are_changed_and_then_part_of_the_state);
    RUN(impossible_settings_are_refused);
    return kit_end();
}
