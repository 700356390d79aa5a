/* Electric networks: poles, wires, who is served, who gives.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

static sim_handle place(sim_arena *arena, const char *name, double x, double y)
{
    return put(arena, name, (int32_t)(x * TILE), (int32_t)(y * TILE), 0);
}

static uint32_t network_at(const sim_arena *arena, sim_handle pole)
{
    return sim_pole_network(arena, prototypes, pole.index);
}

static sim_network_statistics statistics_of(const sim_arena *arena, sim_handle pole)
{
    return sim_network_statistics_get(arena, network_at(arena, pole));
}

static int are_wired(const sim_arena *arena, sim_handle a, sim_handle b)
{
    for (uint32_t index = 0, slot; (slot = sim_pole_neighbour(arena, prototypes, a.index, index)) != 0; index++)
        if (slot == b.index) return 1;
    return 0;
}

static uint32_t wires_of(const sim_arena *arena, sim_handle pole)
{
    uint32_t count = 0;
    while (sim_pole_neighbour(arena, prototypes, pole.index, count)) count++;
    return count;
}

/* The electric record of an entity. */
static uint32_t device(const sim_arena *arena, sim_handle handle)
{
    return sim_electric_of(arena, handle.index);
}

/* A device that draws, standing in for a machine: a radar, which has no behaviour of its own but the drawing. */
static uint32_t consumer(sim_arena *arena, double x, double y, double watts)
{
    uint32_t record = device(arena, place(arena, "radar", x, y));
    sim_electric_draw(arena, prototypes, record, watts / 60);
    return record;
}

/* Wires ------------------------------------------------------------------------------------------------------- */

TEST(a_wire_reaches_as_far_as_the_shorter_of_its_poles) /* P09, P10 */
{
    static const struct { const char *a, *b; double near, far; } cases[] = {
        {"small-electric-pole", "small-electric-pole", 7, 8},
        {"medium-electric-pole", "medium-electric-pole", 9, 10},
        {"small-electric-pole", "medium-electric-pole", 7, 8},
        {"big-electric-pole", "big-electric-pole", 32, 33},
        {"substation", "substation", 18, 19},
        {"big-electric-pole", "substation", 18, 19},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (int is_far = 0; is_far < 2; is_far++) {
            sim_arena *arena = make_arena(96, 4);
            sim_handle a = place(arena, cases[i].a, 0, 0), b = place(arena, cases[i].b, 0, 20);
            sim_position to = sim_entity_get(arena, a)->position;
            to.x += (int32_t)(TILE * (is_far ? cases[i].far : cases[i].near));
            sim_pole_disconnect(arena, prototypes, a.index, b.index);
            CHECK_EQ_INT(sim_entity_teleport(arena, prototypes, b, to), SIM_OK);
            CHECK_EQ_INT(sim_pole_connect(arena, prototypes, a.index, b.index), is_far ? SIM_OUT_OF_REACH : SIM_OK);
            check_sane(arena);
            free(arena);
        }
    }
}

TEST(a_small_pole_reaches_seven_and_a_half_tiles_in_any_direction)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle middle = place(arena, "small-electric-pole", 0.5, 0.5);
    sim_handle near = place(arena, "small-electric-pole", 4.5, 6.5);  /* 4, 6: 7.21 */
    sim_handle far = place(arena, "small-electric-pole", -4.5, -5.5); /* 5, 6: 7.81 */
    CHECK(are_wired(arena, middle, near));
    CHECK(!are_wired(arena, middle, far));
    CHECK(network_at(arena, middle) == network_at(arena, near));
    CHECK(network_at(arena, middle) != network_at(arena, far));
    check_sane(arena);
    free(arena);
}

TEST(a_new_pole_makes_no_triangles) /* P10 */
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle a = place(arena, "medium-electric-pole", 0, 0), b = place(arena, "medium-electric-pole", 4, 0);
    sim_handle c = place(arena, "medium-electric-pole", 6, 2);
    CHECK(are_wired(arena, a, b));
    CHECK(are_wired(arena, b, c));
    CHECK(!are_wired(arena, a, c));
    CHECK_EQ_INT(wires_of(arena, b), 2);
    free(arena);
}

TEST(a_new_pole_is_wired_to_the_nearest_first)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle left = place(arena, "medium-electric-pole", -4, 0), right = place(arena, "medium-electric-pole", 5, 0);
    CHECK(are_wired(arena, left, right));
    sim_handle between = place(arena, "medium-electric-pole", 0, 0);
    CHECK(are_wired(arena, between, left));
    CHECK(!are_wired(arena, between, right));
    sim_handle other = place(arena, "medium-electric-pole", 0, 5);
    CHECK(are_wired(arena, other, between));
    CHECK(!are_wired(arena, other, left));
    check_sane(arena);
    free(arena);
}

TEST(poles_of_different_forces_are_not_wired)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle mine = place(arena, "small-electric-pole", 0, 0);
    sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, "small-electric-pole"),
                            .force = SIM_FORCE_ENEMY, .position = {3 * TILE, 0}};
    sim_handle theirs;
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, &theirs), SIM_OK);
    CHECK_EQ_INT(wires_of(arena, mine), 0);
    CHECK(network_at(arena, mine) != network_at(arena, theirs));
    free(arena);
}

TEST(a_pole_has_more_than_five_wires) /* P10: the limit is gone in 2.0 */
{
    sim_arena *arena = make_arena(64, 16);
    sim_handle middle = place(arena, "big-electric-pole", 0, 0);
    for (int i = 0; i < 8; i++) {
        sim_handle pole = place(arena, "big-electric-pole", i % 2 ? 12 : -12, i * 3 - 12);
        CHECK(sim_pole_connect(arena, prototypes, middle.index, pole.index) == SIM_OK);
    }
    CHECK_EQ_INT(wires_of(arena, middle), 8);
    check_sane(arena);
    free(arena);
}

TEST(a_network_falls_apart_when_the_pole_that_held_it_together_goes)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle left = place(arena, "small-electric-pole", -7, 0), middle = place(arena, "small-electric-pole", 0, 0);
    sim_handle right = place(arena, "small-electric-pole", 7, 0);
    uint32_t drawn = consumer(arena, 8, 2, 60e3);
    CHECK_EQ_INT(network_at(arena, left), network_at(arena, right));
    CHECK_EQ_F64(statistics_of(arena, left).demand_joules, 1000.0);
    sim_entity_destroy(arena, prototypes, middle);
    CHECK(network_at(arena, left) != network_at(arena, right));
    CHECK_EQ_F64(statistics_of(arena, left).demand_joules, 0.0);
    CHECK_EQ_F64(statistics_of(arena, right).demand_joules, 1000.0);
    CHECK_EQ_INT(sim_electric_at(arena, drawn)->network, network_at(arena, right));
    check_sane(arena);
    middle = place(arena, "small-electric-pole", 0, 0);
    CHECK_EQ_INT(network_at(arena, left), network_at(arena, right));
    CHECK_EQ_F64(statistics_of(arena, left).demand_joules, 1000.0);
    CHECK_EQ_INT(arena->pools[SIM_POOL_NETWORK].live, 1);
    check_sane(arena);
    free(arena);
}

TEST(scripts_run_and_cut_wires)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle a = place(arena, "small-electric-pole", 0, 0), b = place(arena, "small-electric-pole", 4, 0);
    sim_handle chest = place(arena, "wooden-chest", 9, 9);
    CHECK_EQ_INT(sim_pole_disconnect(arena, prototypes, a.index, b.index), SIM_OK);
    CHECK(network_at(arena, a) != network_at(arena, b));
    CHECK_EQ_INT(sim_pole_disconnect(arena, prototypes, a.index, b.index), SIM_NOT_FOUND);
    CHECK_EQ_INT(sim_pole_connect(arena, prototypes, a.index, chest.index), SIM_WRONG_TYPE);
    CHECK_EQ_INT(sim_pole_connect(arena, prototypes, a.index, a.index), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_pole_connect(arena, prototypes, b.index, a.index), SIM_OK);
    CHECK_EQ_INT(sim_pole_connect(arena, prototypes, b.index, a.index), SIM_OK);
    CHECK_EQ_INT(wires_of(arena, a), 1);
    CHECK_EQ_INT(network_at(arena, a), network_at(arena, b));
    check_sane(arena);
    free(arena);
}

/* Supply areas ------------------------------------------------------------------------------------------------ */

TEST(a_device_is_powered_when_its_box_touches_the_supply_area) /* P09, P10 */
{
    static const struct { const char *pole; double reach; } cases[] = {
        {"small-electric-pole", 2.5}, {"medium-electric-pole", 3.5}, {"big-electric-pole", 2}, {"substation", 9}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sim_arena *arena = make_arena(64, 8);
        sim_handle pole = place(arena, cases[i].pole, 0, 0);
        double edge = sim_entity_get(arena, pole)->position.x / (double)TILE + cases[i].reach;
        sim_handle inside = place(arena, "small-lamp", edge - 0.5, 0), outside = place(arena, "small-lamp", edge + 0.5, 0);
        sim_handle wide = place(arena, "radar", edge + 0.9, 1); /* its outermost column of tiles is covered */
        CHECK_EQ_INT(sim_electric_at(arena, device(arena, inside))->network, network_at(arena, pole));
        CHECK_EQ_INT(sim_electric_at(arena, device(arena, outside))->network, 0);
        CHECK_EQ_INT(sim_electric_at(arena, device(arena, wide))->network, network_at(arena, pole));
        check_sane(arena);
        free(arena);
    }
}

TEST(a_device_that_moves_leaves_its_network)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle pole = place(arena, "small-electric-pole", 0, 0), radar = place(arena, "radar", 2, 2);
    CHECK_EQ_F64(statistics_of(arena, pole).demand_joules, 5000.0);
    sim_entity_teleport(arena, prototypes, radar, (sim_position){20 * TILE, 0});
    CHECK_EQ_F64(statistics_of(arena, pole).demand_joules, 0.0);
    CHECK_EQ_INT(sim_electric_status(arena, prototypes, device(arena, radar)), SIM_STATUS_NO_POWER);
    sim_entity_teleport(arena, prototypes, radar, (sim_position){-2 * TILE, 0});
    CHECK_EQ_F64(statistics_of(arena, pole).demand_joules, 5000.0);
    sim_entity_destroy(arena, prototypes, radar);
    CHECK_EQ_F64(statistics_of(arena, pole).demand_joules, 0.0);
    check_sane(arena);
    free(arena);
}

TEST(a_pole_that_moves_takes_its_supply_area_along)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle pole = place(arena, "small-electric-pole", 0, 0), other = place(arena, "small-electric-pole", 4, 0);
    sim_handle radar = place(arena, "radar", -2, 0);
    sim_entity_teleport(arena, prototypes, pole, (sim_position){-20 * TILE, 0});
    CHECK(network_at(arena, pole) != network_at(arena, other));
    CHECK_EQ_INT(sim_electric_at(arena, device(arena, radar))->network, 0);
    sim_entity_teleport(arena, prototypes, pole, (sim_position){-4 * TILE, 0});
    CHECK_EQ_INT(sim_electric_at(arena, device(arena, radar))->network, network_at(arena, pole));
    check_sane(arena);
    free(arena);
}

/* The balance ------------------------------------------------------------------------------------------------- */

TEST(a_consumer_gets_what_there_is_in_proportion)
{
    sim_arena *arena = make_arena(64, 16);
    sim_handle pole = place(arena, "substation", 0, 0);
    place(arena, "solar-panel", 5, 5);
    uint32_t a = consumer(arena, -5, 5, 90e3), b = consumer(arena, -5, -5, 30e3); /* of 60 kW */
    sim_run(arena, prototypes, 1);
    CHECK_EQ_F64(sim_electric_satisfaction(arena, a), 0.5);
    CHECK_EQ_F64(sim_electric_satisfaction(arena, b), 0.5);
    CHECK_EQ_INT(sim_electric_status(arena, prototypes, a), SIM_STATUS_LOW_POWER);
    CHECK_EQ_F64(statistics_of(arena, pole).produced_joules, 1000.0);
    sim_electric_rest(arena, prototypes, a);
    sim_run(arena, prototypes, 1);
    CHECK_EQ_F64(sim_electric_satisfaction(arena, b), 1.0);
    CHECK_EQ_INT(sim_electric_status(arena, prototypes, b), SIM_STATUS_WORKING);
    CHECK_EQ_F64(statistics_of(arena, pole).produced_joules, 500.0);
    check_sane(arena);
    free(arena);
}

TEST(a_network_without_producers_gives_nothing)
{
    sim_arena *arena = make_arena(64, 8);
    place(arena, "small-electric-pole", 0, 0);
    uint32_t a = consumer(arena, 2, 2, 60e3), lone = consumer(arena, 20, 20, 60e3);
    sim_run(arena, prototypes, 2);
    CHECK_EQ_F64(sim_electric_satisfaction(arena, a), 0.0);
    CHECK_EQ_INT(sim_electric_status(arena, prototypes, a), SIM_STATUS_NO_POWER);
    CHECK_EQ_INT(sim_electric_status(arena, prototypes, lone), SIM_STATUS_NO_POWER);
    CHECK_EQ_INT(arena->awake, 0);
    free(arena);
}

TEST(a_watt_is_a_sixtieth_of_a_joule_a_tick) /* P19 */
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle pole = place(arena, "small-electric-pole", 0, 0);
    place(arena, "radar", 2, 2);
    place(arena, "electric-energy-interface", -2, 1);
    sim_run(arena, prototypes, 60);
    CHECK_NEAR_F64(statistics_of(arena, pole).total_joules, 300e3, 1e-6);
    free(arena);
}

TEST(drain_is_drawn_always) /* F08 */
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle pole = place(arena, "substation", 0, 0);
    static const struct { const char *name; double idle_watts, active_watts; } cases[] = {
        {"assembling-machine-1", 2500, 77500}, {"assembling-machine-2", 5000, 155000},
        {"electric-furnace", 6000, 186000}, {"lab", 0, 60000}, {"electric-mining-drill", 0, 90000}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t record;
        const sim_entity_prototype *machine = &prototypes->entities[sim_entity_named(prototypes, cases[i].name)];
        sim_handle stand_in = place(arena, "radar", 3, 3);
        sim_electric_rest(arena, prototypes, device(arena, stand_in));
        sim_entity_get(arena, stand_in)->prototype = sim_entity_named(prototypes, cases[i].name);
        CHECK_EQ_INT(sim_electric_join(arena, prototypes, stand_in.index, &record), SIM_OK);
        CHECK_NEAR_F64(statistics_of(arena, pole).demand_joules * 60, cases[i].idle_watts, 1e-4);
        sim_electric_draw(arena, prototypes, record, machine->energy_usage_joules_per_tick);
        CHECK_NEAR_F64(statistics_of(arena, pole).demand_joules * 60, cases[i].active_watts, 1e-4);
        sim_electric_rest(arena, prototypes, record);
        CHECK_NEAR_F64(statistics_of(arena, pole).demand_joules * 60, cases[i].idle_watts, 1e-4);
        sim_electric_leave(arena, prototypes, record);
        sim_entity_get(arena, stand_in)->prototype = sim_entity_named(prototypes, "radar");
        sim_entity_destroy(arena, prototypes, stand_in);
        CHECK_EQ_F64(statistics_of(arena, pole).demand_joules, 0.0);
    }
    check_sane(arena);
    free(arena);
}

TEST(a_machine_under_two_networks_is_served_by_both)
{
    sim_arena *arena = make_arena(64, 16);
    sim_handle left = place(arena, "small-electric-pole", -3, 0), right = place(arena, "small-electric-pole", 3, 0);
    CHECK_EQ_INT(sim_pole_disconnect(arena, prototypes, left.index, right.index), SIM_OK);
    place(arena, "solar-panel", -5, 3);
    place(arena, "solar-panel", 5, 3);
    uint32_t extra = consumer(arena, 5, -3, 30e3);
    sim_handle radar = place(arena, "radar", 0, 0);
    uint32_t both = device(arena, radar);
    sim_electric_draw(arena, prototypes, both, 1500); /* 90 kW; the left gives 60, the right has 30 to spare */
    for (int i = 0; i < 40; i++) {
        sim_run(arena, prototypes, 1);
        sim_electric_draw(arena, prototypes, both, 1500);
    }
    CHECK_NEAR_F64(sim_electric_satisfaction(arena, both), 1.0, 1e-6);
    CHECK_EQ_F64(sim_electric_satisfaction(arena, extra), 1.0);
    CHECK_EQ_F64(statistics_of(arena, left).produced_joules, 1000.0);
    CHECK_NEAR_F64(statistics_of(arena, right).produced_joules, 1000.0, 1e-6);
    check_sane(arena);
    sim_entity_destroy(arena, prototypes, left);
    CHECK_NEAR_F64(statistics_of(arena, right).demand_joules, 2000.0, 1e-6);
    check_sane(arena);
    free(arena);
}

TEST(what_is_primary_is_served_first_and_lamps_last)
{
    sim_arena *arena = make_arena(64, 16);
    place(arena, "substation", 0, 0);
    place(arena, "solar-panel", 5, 5);
    uint32_t first = consumer(arena, -5, 5, 40e3), second = consumer(arena, -5, -5, 40e3);
    uint32_t light = consumer(arena, 5, -5, 40e3);
    const uint8_t classes[3] = {SIM_ELECTRIC_PRIMARY, SIM_ELECTRIC_SECONDARY, SIM_ELECTRIC_LIGHT};
    const uint32_t records[3] = {first, second, light};
    for (int i = 0; i < 3; i++) {
        sim_electric_draw(arena, prototypes, records[i], 0.0);
        sim_electric_at(arena, records[i])->priority = classes[i];
        sim_electric_draw(arena, prototypes, records[i], 40e3 / 60);
    }
    sim_run(arena, prototypes, 1);
    CHECK_EQ_F64(sim_electric_satisfaction(arena, first), 1.0);
    CHECK_NEAR_F64(sim_electric_satisfaction(arena, second), 0.5, 1e-6);
    CHECK_EQ_F64(sim_electric_satisfaction(arena, light), 0.0);
    free(arena);
}

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

/* Sleeping and conservation ----------------------------------------------------------------------------------- */

TEST(an_idle_network_sleeps)
{
    sim_arena *arena = make_arena(64, 16);
    place(arena, "substation", 0, 0);
    place(arena, "electric-energy-interface", 4, 4);
    uint32_t drawn = consumer(arena, -5, -5, 60e3);
    uint32_t store = device(arena, place(arena, "accumulator", -5, 5));
    sim_run(arena, prototypes, 100);
    CHECK_EQ_F64(sim_electric_satisfaction(arena, drawn), 1.0);
    CHECK_EQ_F64(sim_electric_stored_joules(arena, store), 0.0); /* an interface of base is no surplus */
    sim_electric_rest(arena, prototypes, drawn);
    sim_run(arena, prototypes, 2);
    CHECK_EQ_INT(arena->awake, 0);
    CHECK_EQ_F64(sim_electric_draw(arena, prototypes, drawn, 10.0), 1.0);
    CHECK(arena->awake != 0);
    free(arena);
}

static uint32_t draw_number(uint64_t *state, uint32_t below)
{
    *state = *state * 6364136223846793005ull + 1442695040888963407ull;
    return (uint32_t)(*state >> 33) % below;
}

/* One random change: something is built, removed, moved, or draws otherwise. */
static void change_something(sim_arena *arena, uint64_t *state)
{
    static const char *names[] = {"small-electric-pole", "medium-electric-pole", "substation", "radar", "solar-panel",
                                  "accumulator", "small-lamp", "small-electric-pole", "electric-energy-interface"};
    uint32_t kind = draw_number(state, 10), slot = 1 + draw_number(state, arena->entity_slots);
    int32_t x = ((int32_t)draw_number(state, 48) - 24) * TILE, y = ((int32_t)draw_number(state, 48) - 24) * TILE;
    uint32_t choice = draw_number(state, 9), other = 1 + draw_number(state, arena->entity_slots);
    sim_handle handle = sim_entity_handle(arena, slot);
    if (kind < 5 && arena->entity_count < 60) {
        put(arena, names[choice], x, y, 0);
    } else if (kind == 5) {
        sim_entity_destroy(arena, prototypes, handle);
    } else if (kind == 6) {
        sim_entity_teleport(arena, prototypes, handle, (sim_position){x, y});
    } else if (kind == 7) {
        sim_pole_disconnect(arena, prototypes, slot, other);
        sim_pole_connect(arena, prototypes, other, slot);
    } else {
        uint32_t record = handle.index ? sim_electric_of(arena, handle.index) : 0;
        if (record && sim_electric_at(arena, record)->role == SIM_ELECTRIC_CONSUMER)
            sim_electric_draw(arena, prototypes, record, draw_number(state, 5) * 700.0);
        if (record && sim_electric_at(arena, record)->role == SIM_ELECTRIC_ACCUMULATOR && draw_number(state, 4) == 0)
            sim_electric_fill(arena, prototypes, record, draw_number(state, 5000) * 1000.0);
    }
}

static int64_t stored_in_all(const sim_arena *arena)
{
    int64_t stored = 0;
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_ELECTRIC].used; record++)
        if (sim_electric_at(arena, record)->entity) stored += sim_electric_at(arena, record)->stored;
    return stored;
}

static int64_t given_by_all(const sim_arena *arena)
{
    int64_t given = 0;
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_ELECTRIC].used; record++)
        if (sim_electric_at(arena, record)->entity && sim_electric_at(arena, record)->role == SIM_ELECTRIC_ACCUMULATOR)
            given += sim_electric_at(arena, record)->given;
    return given;
}

TEST(whatever_is_built_and_removed_sums_hold_and_sleeping_never_shows)
{
    for (uint64_t seed = 1; seed <= 12; seed++) {
        sim_arena *arena = make_arena(64, 128);
        sim_arena *restless = aligned_alloc(64, arena->block_bytes);
        sim_arena_copy(restless, arena->block_bytes, arena);
        uint64_t state = seed, same = seed;
        for (int step = 0; step < 150; step++) {
            change_something(arena, &state);
            change_something(restless, &same);
            check_sane(arena);
            int ticks = step % 7 == 0 ? 400 : 3;
            for (int tick = 0; tick < ticks; tick++) {
                int64_t before = stored_in_all(arena);
                sim_run(arena, prototypes, 1);
                CHECK_EQ_INT(before - stored_in_all(arena), given_by_all(arena));
                sim_pool_wake_all(restless);
                sim_run(restless, prototypes, 1);
            }
            CHECK_EQ_INT(sim_arena_hash(arena, prototypes), sim_arena_hash(restless, prototypes));
        }
        check_sane(arena);
        free(restless);
        free(arena);
    }
}

TEST(a_snapshot_goes_on_as_the_original_does)
{
    sim_arena *arena = make_arena(64, 64);
    uint64_t state = 99;
    for (int step = 0; step < 80; step++) {
        change_something(arena, &state);
        sim_run(arena, prototypes, 5);
    }
    sim_arena *copy = aligned_alloc(64, arena->block_bytes);
    sim_arena_copy(copy, arena->block_bytes, arena);
    sim_run(arena, prototypes, 5000);
    sim_run(copy, prototypes, 5000);
    CHECK_EQ_INT(sim_arena_hash(arena, prototypes), sim_arena_hash(copy, prototypes));
    free(copy);
    free(arena);
}

TEST(a_full_arena_refuses_a_pole_and_is_as_before)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle first = place(arena, "small-electric-pole", 0, 0);
    static const enum sim_pool_id pools[] = {SIM_POOL_ELECTRIC, SIM_POOL_WIRE, SIM_POOL_NETWORK};
    for (int i = 0; i < 3; i++) {
        uint32_t capacity = arena->config.pool_capacity[pools[i]];
        arena->config.pool_capacity[pools[i]] = arena->pools[pools[i]].used - 1;
        uint64_t hash = sim_arena_hash(arena, prototypes);
        sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, "small-electric-pole"),
                                .position = {i == 2 ? 20 * TILE : 3 * TILE, 0}};
        CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, NULL), SIM_ARENA_FULL);
        arena->config.pool_capacity[pools[i]] = capacity;
        CHECK_EQ_INT(wires_of(arena, first), 0);
        if (i == 0) CHECK_EQ_INT(sim_arena_hash(arena, prototypes), hash);
        check_sane(arena);
    }
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_wire_reaches_as_far_as_the_shorter_of_its_poles);
    RUN(a_small_pole_reaches_seven_and_a_half_tiles_in_any_direction);
    RUN(a_new_pole_makes_no_triangles);
    RUN(a_new_pole_is_wired_to_the_nearest_first);
    RUN(poles_of_different_forces_are_not_wired);
    RUN(a_pole_has_more_than_five_wires);
    RUN(a_network_falls_apart_when_the_pole_that_held_it_together_goes);
    RUN(scripts_run_and_cut_wires);
    RUN(a_device_is_powered_when_its_box_touches_the_supply_area);
    RUN(a_device_that_moves_leaves_its_network);
    RUN(a_pole_that_moves_takes_its_supply_area_along);
    RUN(a_consumer_gets_what_there_is_in_proportion);
    RUN(a_network_without_producers_gives_nothing);
    RUN(a_watt_is_a_sixtieth_of_a_joule_a_tick);
    RUN(drain_is_drawn_always);
    RUN(a_machine_under_two_networks_is_served_by_both);
    RUN(what_is_primary_is_served_first_and_lamps_last);
    RUN(a_day_has_25200_ticks);
    RUN(a_solar_panel_gives_42_kilowatts_on_average);
    RUN(a_panel_needs_0_84672_accumulators_to_give_its_average_all_night);
    RUN(solar_panels_come_before_accumulators);
    RUN(accumulators_charge_from_what_is_left_over_only);
    RUN(an_accumulator_takes_and_gives_at_most_300_kilowatts);
    RUN(lamps_draw_by_night_only);
    RUN(a_buffer_fills_at_its_limit_and_is_spent_by_its_owner);
    RUN(an_idle_network_sleeps);
    RUN(whatever_is_built_and_removed_sums_hold_and_sleeping_never_shows);
    RUN(a_snapshot_goes_on_as_the_original_does);
    RUN(a_full_arena_refuses_a_pole_and_is_as_before);
    return kit_end();
}
