/* Day and night: what the sun gives, and what panels, accumulators and lamps make of it.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/electric_kit.h"

/* Day and night ----------------------------------------------------------------------------------------------- */

TEST(a_day_has_25200_ticks) /* trap 3 */
{
    sim_arena *arena = make_arena(32, 1);
    CHECK_EQ_F64(sim_daytime(arena), 0.0);
    arena->tick = 12600;
    CHECK_EQ_F64(sim_daytime(arena), 0.5);
    CHECK_EQ_F64(sim_solar_multiplier(arena), 0.0);
    arena->tick = 25200;
    CHECK_EQ_F64(sim_daytime(arena), 0.0);
    CHECK_EQ_INT(sim_daytime_set(arena, 1.0), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_daytime_set(arena, 0.35), SIM_OK);
    CHECK_EQ_F64(sim_daytime(arena), 0.35);
    CHECK_NEAR_F64(sim_solar_multiplier(arena), 0.5, 1e-12);
    arena->tick += 25200 * 3;
    CHECK_EQ_F64(sim_daytime(arena), 0.35);
    free(arena);
}

TEST(a_solar_panel_gives_42_kilowatts_on_average)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle pole = place(arena, "substation", 0, 0);
    place(arena, "solar-panel", 5, 5);
    consumer(arena, -5, 5, 1e6);
    sim_run(arena, prototypes, 25200);
    CHECK_NEAR_F64(statistics_of(arena, pole).total_joules / 420, 42e3, 1e-3 * 42e3);
    free(arena);
}

TEST(a_panel_needs_0_84672_accumulators_to_give_its_average_all_night) /* trap 3 */
{
    const int panels = 25;
    double low = 1e18, high = 0;
    sim_arena *arena = make_arena(128, 128);
    for (int y = 0; y < 3; y++)
        for (int x = 0; x < 3; x++) place(arena, "substation", x * 18 - 18, y * 18 - 18);
    for (int i = 0; i < panels; i++) place(arena, "solar-panel", i % 5 * 4 - 8, i / 5 * 4 - 8 + 2);
    uint32_t stores[22];
    for (int i = 0; i < 22; i++) stores[i] = device(arena, place(arena, "accumulator", i * 2 - 22, 20));
    uint32_t drawn = consumer(arena, 0, -20, panels * 42e3);
    for (int tick = 0; tick < 25200 * 3; tick++) {
        sim_run(arena, prototypes, 1);
        if (tick < 25200) continue;
        CHECK(sim_electric_satisfaction(arena, drawn) > 0.999999);
        double stored = 0;
        for (int i = 0; i < 22; i++) stored += sim_electric_stored_joules(arena, stores[i]);
        low = stored < low ? stored : low;
        high = stored > high ? stored : high;
    }
    CHECK_NEAR_F64((high - low) / 5e6 / panels, 0.84672, 1e-4);
    check_sane(arena);
    free(arena);
}

TEST(solar_panels_come_before_accumulators) /* P08 */
{
    sim_arena *arena = make_arena(64, 16);
    sim_handle pole = place(arena, "substation", 0, 0);
    place(arena, "solar-panel", 5, 5);
    uint32_t store = device(arena, place(arena, "accumulator", -5, 5));
    sim_electric_fill(arena, prototypes, store, 5e6);
    consumer(arena, -5, -5, 60e3);
    sim_run(arena, prototypes, 100);
    CHECK_EQ_F64(sim_electric_stored_joules(arena, store), 5e6);
    consumer(arena, 5, -5, 60e3);
    sim_run(arena, prototypes, 100);
    CHECK_NEAR_F64(sim_electric_stored_joules(arena, store), 5e6 - 100 * 1000, 1e-3);
    CHECK_EQ_F64(statistics_of(arena, pole).satisfaction, 1.0);
    check_sane(arena);
    free(arena);
}

TEST(accumulators_charge_from_what_is_left_over_only) /* P08 */
{
    sim_arena *arena = make_arena(64, 16);
    place(arena, "substation", 0, 0);
    place(arena, "solar-panel", 5, 5);
    uint32_t store = device(arena, place(arena, "accumulator", -5, 5));
    uint32_t drawn = consumer(arena, -5, -5, 60e3);
    sim_run(arena, prototypes, 100);
    CHECK_EQ_F64(sim_electric_stored_joules(arena, store), 0.0);
    sim_electric_draw(arena, prototypes, drawn, 400);
    sim_run(arena, prototypes, 100);
    CHECK_NEAR_F64(sim_electric_stored_joules(arena, store), 100 * 600, 1e-3);
    free(arena);
}

TEST(an_accumulator_takes_and_gives_at_most_300_kilowatts)
{
    sim_arena *arena = make_arena(64, 16);
    sim_handle pole = place(arena, "substation", 0, 0);
    for (int i = 0; i < 6; i++) place(arena, "solar-panel", i * 3 - 8, 6);
    uint32_t store = device(arena, place(arena, "accumulator", -5, -5));
    sim_run(arena, prototypes, 10);
    CHECK_NEAR_F64(sim_electric_stored_joules(arena, store), 10 * 5000, 1e-3);
    CHECK_EQ_F64(statistics_of(arena, pole).produced_joules, 5000.0);
    CHECK_EQ_INT(sim_daytime_set(arena, 0.5), SIM_OK);
    sim_electric_fill(arena, prototypes, store, 5e6);
    consumer(arena, 5, -5, 600e3);
    sim_run(arena, prototypes, 10);
    CHECK_NEAR_F64(sim_electric_stored_joules(arena, store), 5e6 - 10 * 5000, 1e-3);
    CHECK_EQ_F64(statistics_of(arena, pole).satisfaction, 0.5);
    check_sane(arena);
    free(arena);
}

TEST(lamps_draw_by_night_only)
{
    sim_arena *arena = make_arena(64, 16);
    sim_handle pole = place(arena, "substation", 0, 0);
    place(arena, "electric-energy-interface", 4, 4);
    place(arena, "small-lamp", -4, 0);
    sim_run(arena, prototypes, 1);
    CHECK_EQ_F64(statistics_of(arena, pole).produced_joules, 0.0);
    sim_daytime_set(arena, 0.5);
    sim_run(arena, prototypes, 1);
    CHECK_NEAR_F64(statistics_of(arena, pole).produced_joules, 5000.0 / 60, 1e-6);
    free(arena);
}

TEST(a_buffer_fills_at_its_limit_and_is_spent_by_its_owner)
{
    sim_arena *arena = make_arena(64, 16);
    uint32_t record;
    place(arena, "substation", 0, 0);
    place(arena, "electric-energy-interface", 4, 4);
    sim_handle stand_in = place(arena, "radar", -4, 0);
    sim_electric_rest(arena, prototypes, device(arena, stand_in));
    sim_entity_get(arena, stand_in)->prototype = sim_entity_named(prototypes, "laser-turret");
    CHECK_EQ_INT(sim_electric_join(arena, prototypes, stand_in.index, &record), SIM_OK);
    CHECK_EQ_INT(sim_electric_spend(arena, record, 1.0), 0);
    sim_run(arena, prototypes, 1);
    CHECK_EQ_F64(sim_electric_stored_joules(arena, record), 160000.0);
    sim_run(arena, prototypes, 5);
    CHECK_EQ_F64(sim_electric_stored_joules(arena, record), 801000.0);
    CHECK_EQ_INT(sim_electric_spend(arena, record, 800000.0), 1);
    CHECK_EQ_F64(sim_electric_stored_joules(arena, record), 1000.0);
    sim_run(arena, prototypes, 1);
    CHECK_EQ_F64(sim_electric_stored_joules(arena, record), 161000.0);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_day_has_25200_ticks);
    RUN(a_solar_panel_gives_42_kilowatts_on_average);
    RUN(a_panel_needs_0_84672_accumulators_to_give_its_average_all_night);
    RUN(solar_panels_come_before_accumulators);
    RUN(accumulators_charge_from_what_is_left_over_only);
    RUN(an_accumulator_takes_and_gives_at_most_300_kilowatts);
    RUN(lamps_draw_by_night_only);
    RUN(a_buffer_fills_at_its_limit_and_is_spent_by_its_owner);
    return kit_end();
}
