/* Fluids that flow: ports, pumps, boxes with a recipe, and whatever happens in random systems of pipes.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"
#include "tests/c/engine/fluid_kit.h"

/* The steam box of a boiler stands in for any machine's output: it is filled by hand, and a tank takes what comes out. */
TEST(a_port_lets_through_a_hundred_a_tick_times_the_fullness_of_both_sides) /* L05 */
{
    static const struct { double in_box, in_tank, flow; } cases[] = {
        {200, 0, 100}, {100, 0, 50}, {50, 0, 25}, {200, 12500, 50}, {100, 12500, 25}, {200, 25000, 0}, {0.004, 0, 0.004}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sim_arena *arena = make_arena(64, 4);
        sim_handle boiler = place(arena, "boiler", 0, 0, NORTH);                 /* its outlet is above 0 -1 */
        sim_handle tank = place(arena, "storage-tank", -1, -3, NORTH); /* its connection 1, 2 is there */
        uint32_t outlet = sim_fluid_box_next(arena, box_of(arena, boiler));
        fill(arena, tank, prototypes->steam, cases[i].in_tank);
        sim_fluid_box_add(arena, prototypes, outlet, prototypes->steam, sim_fluid_amount(cases[i].in_box), 15.0);
        double before = amount_in(arena, tank);
        sim_run(arena, prototypes, 1);
        CHECK_NEAR_F64(amount_in(arena, tank) - before, cases[i].flow, 1e-5);
        check_sane(arena);
        free(arena);
    }
}

TEST(a_pump_moves_1200_a_second_for_30_kilowatts) /* L07, L04: a pump parts segments */
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle pump = place(arena, "pump", 0, 0, NORTH), to = place(arena, "storage-tank", -1, -3, NORTH);
    sim_handle from = place(arena, "storage-tank", 1, 2, NORTH); /* its connection -1, -2 is below 0 0 */
    sim_handle pole = place(arena, "small-electric-pole", 2, -1, NORTH);
    place(arena, "electric-energy-interface", 4, -2, NORTH);
    CHECK(segment_of(arena, from) != segment_of(arena, to));
    fill(arena, from, prototypes->water, 25000.0);
    sim_run(arena, prototypes, 60);
    double before = amount_in(arena, to);
    sim_run(arena, prototypes, 600);
    CHECK_NEAR_F64(amount_in(arena, to) - before, 12000.0, 1.0);
    uint32_t network = sim_pole_network(arena, prototypes, pole.index);
    CHECK_NEAR_F64(sim_network_statistics_get(arena, network).produced_joules * 60, 30e3, 1e-3);
    CHECK_EQ_INT(sim_steam_status(arena, prototypes, pump.index), SIM_STATUS_WORKING);
    sim_run(arena, prototypes, 6000);
    CHECK_EQ_INT(sim_fluid_total(arena, prototypes->water), sim_fluid_amount(25000.0));
    CHECK_EQ_INT(sim_steam_status(arena, prototypes, pump.index), SIM_STATUS_NO_INPUT_FLUID);
    CHECK_NEAR_F64(amount_in(arena, to), 25000.0, 1e-9);
    check_sane(arena);
    free(arena);
}

TEST(a_pump_without_power_holds_back_what_is_behind_it)
{
    sim_arena *arena = make_arena(64, 8);
    place(arena, "pump", 0, 0, NORTH);
    sim_handle from = place(arena, "storage-tank", 1, 2, NORTH);
    fill(arena, from, prototypes->water, 25000.0);
    sim_run(arena, prototypes, 60);
    CHECK_EQ_F64(amount_in(arena, from), 25000.0);
    CHECK_EQ_INT(arena->awake, 0);
    place(arena, "small-electric-pole", 2, -1, NORTH);
    place(arena, "electric-energy-interface", 4, -2, NORTH);
    sim_run(arena, prototypes, 60);
    CHECK(amount_in(arena, from) < 24700.0);
    free(arena);
}

TEST(a_recipe_may_say_what_goes_into_a_box)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle pump = place(arena, "pump", 0, 0, NORTH);
    fill(arena, pump, prototypes->water, 10.0);
    sim_fluid_box_set_filter(arena, prototypes, box_of(arena, pump), prototypes->steam);
    CHECK_EQ_F64(amount_in(arena, pump), 0.0);
    CHECK_EQ_F64(fill(arena, pump, prototypes->water, 10.0), 0.0);
    CHECK_EQ_F64(fill(arena, pump, prototypes->steam, 10.0), 10.0);
    sim_fluid_box_set_filter(arena, prototypes, box_of(arena, pump), 0);
    CHECK_EQ_F64(amount_in(arena, pump), 10.0);
    check_sane(arena);
    free(arena);
}

static uint32_t draw_number(uint64_t *state, uint32_t below)
{
    *state = *state * 6364136223846793005ull + 1442695040888963407ull;
    return (uint32_t)(*state >> 33) % below;
}

/* One random change. Returns the water that may have gone. */
static void change_something(sim_arena *arena, uint64_t *state)
{
    static const char *names[] = {"pipe", "pipe", "pipe", "pipe-to-ground", "storage-tank", "pump", "boiler",
                                  "steam-engine", "small-electric-pole", "pipe-to-ground", "pipe", "radar"};
    uint32_t kind = draw_number(state, 12), slot = 1 + draw_number(state, arena->entity_slots);
    int x = (int)draw_number(state, 16) - 8, y = (int)draw_number(state, 16) - 8;
    uint32_t choice = draw_number(state, 12), direction = draw_number(state, 4) * 4;
    sim_handle handle = sim_entity_handle(arena, slot);
    uint32_t box = handle.index ? sim_fluid_first_box(arena, prototypes, handle.index) : 0;
    if (kind < 6 && arena->entity_count < 70) {
        try_place(arena, names[choice], x, y, (uint8_t)direction, NULL);
    } else if (kind == 6) {
        sim_entity_destroy(arena, prototypes, handle);
    } else if (kind == 7) {
        sim_entity_turn(arena, prototypes, handle, (uint8_t)direction);
    } else if (kind == 8) {
        sim_entity_teleport(arena, prototypes, handle, (sim_position){x * TILE + CENTRE, y * TILE + CENTRE});
    } else if (box) {
        uint16_t fluid = draw_number(state, 3) ? prototypes->water : prototypes->steam;
        if (kind == 9)
            sim_fluid_box_remove(arena, prototypes, box, (int64_t)draw_number(state, 100000) * 1000);
        else
            sim_fluid_box_add(arena, prototypes, box, fluid, (int64_t)draw_number(state, 300000) * 1000,
                              15.0 + draw_number(state, 200));
    }
}

TEST(fluid_flows_without_loss_and_sleeping_never_shows)
{
    for (uint64_t seed = 1; seed <= 24; seed++) {
        sim_arena *arena = make_arena(64, 128);
        sim_arena *restless = aligned_alloc(64, arena->block_bytes);
        sim_arena_copy(restless, arena->block_bytes, arena);
        uint64_t state = seed, same = seed;
        for (int step = 0; step < 200; step++) {
            change_something(arena, &state);
            change_something(restless, &same);
            check_sane(arena);
            int64_t water = sim_fluid_total(arena, prototypes->water), steam = sim_fluid_total(arena, prototypes->steam);
            double made = sim_statistics_fluid(arena, prototypes->steam).produced;
            double used = sim_statistics_fluid(arena, prototypes->steam).consumed;
            for (int tick = 0; tick < 4; tick++) {
                sim_run(arena, prototypes, 1);
                sim_pool_wake_all(restless);
                sim_run(restless, prototypes, 1);
            }
            made = sim_statistics_fluid(arena, prototypes->steam).produced - made;
            used = sim_statistics_fluid(arena, prototypes->steam).consumed - used;
            CHECK_NEAR_F64((double)(sim_fluid_total(arena, prototypes->steam) - steam) / 1e6, made - used, 1e-5);
            CHECK_NEAR_F64((double)(water - sim_fluid_total(arena, prototypes->water)) / 1e6, made / 10, 1e-5);
            CHECK_EQ_INT(sim_arena_hash(arena, prototypes), sim_arena_hash(restless, prototypes));
        }
        check_sane(restless);
        free(restless);
        free(arena);
    }
}

TEST(building_a_pipe_and_taking_it_away_again_loses_no_fluid_that_has_room)
{
    for (uint64_t seed = 1; seed <= 10; seed++) {
        sim_arena *arena = make_arena(64, 128);
        uint64_t state = seed;
        sim_handle tank = place(arena, "storage-tank", 0, 0, NORTH);
        fill(arena, tank, prototypes->water, 9999.999999);
        for (int step = 0; step < 150; step++) {
            int x = (int)draw_number(&state, 14) - 7, y = (int)draw_number(&state, 14) - 7;
            if (abs(x) < 2 && abs(y) < 2) continue;
            uint32_t found[4];
            sim_position at = {x * TILE + CENTRE, y * TILE + CENTRE};
            sim_box tile = {at.x, at.y, at.x, at.y};
            sim_entity_filter any = {0};
            uint32_t count = sim_entity_find(arena, prototypes, tile, &any, found, 4);
            const char *name = draw_number(&state, 3) ? "pipe" : "pipe-to-ground";
            if (count == 0) place(arena, name, x, y, (uint8_t)(draw_number(&state, 4) * 4));
            double alone = count && sim_segment_at(arena, sim_fluid_box_at(arena, box_of(arena,
                sim_entity_handle(arena, found[0])))->segment)->members == 1;
            if (count && !alone) sim_entity_destroy(arena, prototypes, sim_entity_handle(arena, found[0]));
            CHECK_EQ_INT(sim_fluid_total(arena, prototypes->water), 9999999999);
            check_sane(arena);
        }
        free(arena);
    }
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_port_lets_through_a_hundred_a_tick_times_the_fullness_of_both_sides);
    RUN(a_pump_moves_1200_a_second_for_30_kilowatts);
    RUN(a_pump_without_power_holds_back_what_is_behind_it);
    RUN(a_recipe_may_say_what_goes_into_a_box);
    RUN(fluid_flows_without_loss_and_sleeping_never_shows);
    RUN(building_a_pipe_and_taking_it_away_again_loses_no_fluid_that_has_room);
    return kit_end();
}
