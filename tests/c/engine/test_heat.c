/* Heat: reactors, heat pipes, heat exchangers.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"
#include "tests/c/engine/fluid_kit.h"

#define MEGAWATT (1e6 / 60.0) /* joules a tick */

static uint32_t heat_of(const sim_arena *arena, sim_handle handle)
{
    return sim_heat_of(arena, prototypes, handle.index);
}

static double degrees(const sim_arena *arena, sim_handle handle)
{
    return sim_heat_temperature(arena, prototypes, heat_of(arena, handle));
}

static void set_degrees(sim_arena *arena, sim_handle handle, double to)
{
    sim_heat_set_temperature(arena, prototypes, heat_of(arena, handle), to);
}

static void fuel(sim_arena *arena, sim_handle reactor, uint32_t cells)
{
    CHECK_EQ_INT(sim_transfer_insert(arena, prototypes, reactor.index, item("uranium-fuel-cell"), cells), cells);
}

static uint32_t burnt(const sim_arena *arena, sim_handle reactor)
{
    return sim_inventory_count(arena, sim_entity_inventory(arena, prototypes, reactor.index, SIM_INVENTORY_BURNT),
                               item("depleted-uranium-fuel-cell"));
}

/* Joules above the default temperature that all buffers hold together. */
static double all_heat(const sim_arena *arena)
{
    int64_t sum = 0;
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_HEAT].used; i++)
        if (sim_pool_is_live(arena, SIM_POOL_HEAT, i)) sum += sim_heat_at(arena, i)->stored;
    return (double)sum / 1e6;
}

static void run(sim_arena *arena, uint32_t ticks)
{
    sim_run(arena, prototypes, ticks);
    check_sane(arena);
}

/* Published: 40 MW, 8 GJ a cell, 10 MJ a degree: 200 seconds and 800 degrees a cell, and the cell is left over. */
TEST(a_fuel_cell_lasts_200_seconds_and_warms_a_reactor_by_800_degrees)
{
    sim_arena *arena = make_arena(32, 16);
    sim_handle reactor = place(arena, "nuclear-reactor", 0, 0, NORTH);
    CHECK_EQ_INT(sim_entity_status(arena, prototypes, reactor.index), SIM_STATUS_NO_FUEL);
    fuel(arena, reactor, 1);
    run(arena, 1 + 6000);
    CHECK_EQ_INT(sim_entity_status(arena, prototypes, reactor.index), SIM_STATUS_WORKING);
    CHECK_NEAR_F64(degrees(arena, reactor), 15.0 + 400.0, 0.1);
    run(arena, 6100);
    CHECK_NEAR_F64(degrees(arena, reactor), 15.0 + 800.0, 1e-6);
    CHECK_EQ_INT(burnt(arena, reactor), 1);
    CHECK_EQ_INT(sim_entity_status(arena, prototypes, reactor.index), SIM_STATUS_NO_FUEL);
    CHECK_EQ_INT(arena->pools[SIM_POOL_HEAT].awake, 0);
    free(arena);
}

TEST(a_reactor_burns_on_at_its_highest_temperature)
{
    sim_arena *arena = make_arena(32, 16);
    sim_handle reactor = place(arena, "nuclear-reactor", 0, 0, NORTH);
    fuel(arena, reactor, 3);
    run(arena, 30000);
    CHECK_NEAR_F64(degrees(arena, reactor), 1000.0, 1e-6);
    CHECK_EQ_INT(burnt(arena, reactor), 2);
    free(arena);
}

/* Published: each working reactor that touches another with a whole side adds 100 %. */
TEST(working_neighbours_add_their_bonus_and_others_do_not)
{
    static const struct {
        int x, y, is_fuelled;
        double bonus;
    } CASES[] = {{5, 0, 1, 1.0}, {5, 0, 0, 0.0}, {5, 2, 1, 0.0}, {6, 0, 1, 0.0}, {0, -5, 1, 1.0}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        sim_arena *arena = make_arena(32, 16);
        sim_handle reactor = place(arena, "nuclear-reactor", 0, 0, NORTH);
        sim_handle other = place(arena, "nuclear-reactor", CASES[i].x, CASES[i].y, NORTH);
        fuel(arena, reactor, 1);
        if (CASES[i].is_fuelled) fuel(arena, other, 1);
        run(arena, 601);
        CHECK_EQ_F64(sim_heat_neighbour_bonus(arena, prototypes, heat_of(arena, reactor)), CASES[i].bonus);
        int all = CASES[i].is_fuelled ? 2 : 1;
        CHECK_NEAR_F64(all_heat(arena) / (600.0 * 40.0 * MEGAWATT * all), 1.0 + CASES[i].bonus, 1e-3);
        free(arena);
    }
}

/* Published for 2 x 2 reactors: 40 MW times 1 + 2 each, 480 MW. */
TEST(four_reactors_in_a_square_give_480_megawatts)
{
    sim_arena *arena = make_arena(32, 16);
    for (int i = 0; i < 4; i++) fuel(arena, place(arena, "nuclear-reactor", i % 2 * 5, i / 2 * 5, NORTH), 1);
    run(arena, 61);
    double before = all_heat(arena);
    run(arena, 60);
    CHECK_NEAR_F64((all_heat(arena) - before) / 1e6, 480.0, 1e-6);
    free(arena);
}

/* Published: a line of heat pipes that carries P megawatts falls by 1 + P / 15 degrees a tile. */
TEST(a_line_of_heat_pipes_falls_by_one_degree_and_a_fifteenth_of_its_megawatts_a_tile)
{
    for (double megawatts = 10.0; megawatts <= 120.0; megawatts *= 2.0) {
        sim_arena *arena = make_arena(64, 64);
        sim_handle pipes[12];
        for (int i = 0; i < 12; i++) pipes[i] = place(arena, "heat-pipe", i, 0, NORTH);
        double carried = 0.0;
        for (int tick = 0; tick < 20000; tick++) {
            set_degrees(arena, pipes[0], 900.0);
            sim_run(arena, prototypes, 1);
            carried = sim_heat_take(arena, prototypes, heat_of(arena, pipes[11]), megawatts * MEGAWATT);
        }
        CHECK_NEAR_F64(carried, 1.0, 1e-9);
        CHECK_NEAR_F64(degrees(arena, pipes[4]) - degrees(arena, pipes[8]), 4.0 * (1.0 + megawatts / 15.0), 0.02);
        check_sane(arena);
        free(arena);
    }
}

TEST(heat_is_neither_made_nor_lost_between_pipes_and_rests_within_a_degree)
{
    sim_arena *arena = make_arena(64, 64);
    sim_handle pipes[16];
    for (int i = 0; i < 16; i++) pipes[i] = place(arena, "heat-pipe", i % 4, i / 4, NORTH);
    set_degrees(arena, pipes[5], 1000.0);
    set_degrees(arena, pipes[10], 400.0);
    double before = all_heat(arena);
    for (int i = 0; i < 50; i++) {
        run(arena, 100);
        CHECK_EQ_F64(all_heat(arena), before);
    }
    CHECK_EQ_INT(arena->pools[SIM_POOL_HEAT].awake, 0);
    CHECK_NEAR_F64(degrees(arena, pipes[0]), degrees(arena, pipes[15]), 6.0 + 1e-6); /* six tiles of a degree each */
    free(arena);
}

TEST(pipes_that_do_not_touch_and_pipes_that_were_cut_carry_nothing)
{
    sim_arena *arena = make_arena(64, 64);
    sim_handle hot = place(arena, "heat-pipe", 0, 0, NORTH), middle = place(arena, "heat-pipe", 1, 0, NORTH);
    sim_handle cold = place(arena, "heat-pipe", 2, 0, NORTH), apart = place(arena, "heat-pipe", 3, 1, NORTH);
    CHECK_EQ_INT(sim_entity_destroy(arena, prototypes, middle), SIM_OK);
    set_degrees(arena, hot, 800.0);
    run(arena, 200);
    CHECK_EQ_F64(degrees(arena, cold), 15.0);
    place(arena, "heat-pipe", 1, 0, NORTH);
    run(arena, 200);
    CHECK(degrees(arena, cold) > 200.0);
    CHECK_EQ_F64(degrees(arena, apart), 15.0);
    free(arena);
}

/* An exchanger and the heat pipe at its back. */
typedef struct exchanger {
    sim_arena *arena;
    sim_handle pipe, exchanger;
} exchanger;

static exchanger make_exchanger(uint8_t direction)
{
    static const int PIPES[4][2] = {{0, 1}, {-2, 0}, {0, -2}, {1, 0}};
    exchanger built = {.arena = make_arena(64, 64)};
    built.exchanger = place(built.arena, "heat-exchanger", 0, 0, direction);
    built.pipe = place(built.arena, "heat-pipe", PIPES[direction / 4][0], PIPES[direction / 4][1], NORTH);
    return built;
}

TEST(an_exchanger_makes_103_steam_of_500_degrees_a_second_from_500_degrees_on)
{
    exchanger built = make_exchanger(NORTH);
    sim_arena *arena = built.arena;
    uint32_t input = box_of(arena, built.exchanger), output = sim_fluid_box_next(arena, input);
    uint16_t water = prototypes->water;
    double made = 0.0;
    for (int tick = 0; tick < 900; tick++) {
        double hot = tick < 300 ? 499.0 : 600.0;
        set_degrees(arena, built.pipe, hot);
        set_degrees(arena, built.exchanger, hot);
        sim_fluid_box_add(arena, prototypes, input, water, sim_fluid_box_room(arena, prototypes, input, water), 15.0);
        sim_run(arena, prototypes, 1);
        if (tick == 299) CHECK_EQ_INT(sim_entity_status(arena, prototypes, built.exchanger.index), SIM_STATUS_LOW_TEMPERATURE);
        sim_fluid_content content = sim_fluid_box_content(arena, prototypes, output);
        made += content.amount;
        if (content.amount > 0.0) CHECK_NEAR_F64(content.temperature, 500.0, 1e-6);
        sim_fluid_box_remove(arena, prototypes, output, sim_fluid_amount(content.amount));
    }
    check_sane(arena);
    CHECK_EQ_INT(sim_entity_status(arena, prototypes, built.exchanger.index), SIM_STATUS_WORKING);
    CHECK_NEAR_F64(made / 10.0, 10e6 / (200.0 * 485.0), 0.5); /* 103.09 a second, in ten seconds */
    free(arena);
}

TEST(an_exchanger_gets_its_heat_at_the_middle_of_its_back_in_every_direction)
{
    for (uint8_t direction = 0; direction < 16; direction += 4) {
        exchanger built = make_exchanger(direction);
        set_degrees(built.arena, built.pipe, 900.0);
        run(built.arena, 10);
        CHECK(degrees(built.arena, built.exchanger) > 100.0);
        CHECK_EQ_INT(sim_entity_turn(built.arena, prototypes, built.exchanger, (uint8_t)((direction + 8) % 16)), SIM_OK);
        double before = degrees(built.arena, built.exchanger);
        set_degrees(built.arena, built.pipe, 900.0);
        run(built.arena, 10);
        CHECK_EQ_F64(degrees(built.arena, built.exchanger), before);
        free(built.arena);
    }
}

TEST(a_full_slot_of_depleted_cells_stops_a_reactor_until_one_is_taken)
{
    sim_arena *arena = make_arena(32, 16);
    sim_handle reactor = place(arena, "nuclear-reactor", 0, 0, NORTH);
    uint32_t slot = sim_entity_inventory(arena, prototypes, reactor.index, SIM_INVENTORY_BURNT);
    CHECK_EQ_INT(sim_inventory_insert(arena, prototypes, slot, item("depleted-uranium-fuel-cell"), 50), 50);
    fuel(arena, reactor, 2);
    run(arena, 13000);
    CHECK_EQ_INT(sim_transfer_remove(arena, prototypes, reactor.index, item("uranium-fuel-cell"), 9), 1);
    fuel(arena, reactor, 1);
    double before = degrees(arena, reactor);
    CHECK_EQ_INT(sim_transfer_take(arena, prototypes, reactor.index, item("depleted-uranium-fuel-cell"), 10), 10);
    run(arena, 600);
    CHECK(degrees(arena, reactor) > before + 30.0);
    CHECK_EQ_INT(burnt(arena, reactor), 41);
    free(arena);
}

/* What goes takes its own heat along. */
TEST(no_order_of_building_turning_and_removing_makes_or_loses_heat)
{
    static const char *const NAMES[] = {"heat-pipe", "heat-pipe", "heat-pipe", "heat-exchanger", "nuclear-reactor"};
    sim_arena *arena = make_arena(64, 200);
    sim_random random = {0};
    sim_random_seed(&random, 7);
    for (int act = 0; act < 2000; act++) {
        int x = (int)(sim_random_next(&random) % 12) - 6, y = (int)(sim_random_next(&random) % 12) - 6;
        uint8_t direction = (uint8_t)(sim_random_next(&random) % 4 * 4);
        uint32_t slot = 1 + sim_random_next(&random) % 60, verb = sim_random_next(&random) % 4;
        double before = all_heat(arena), gone = 0.0;
        const sim_entity *there = sim_entity_slot(arena, slot);
        if (verb == 0 && there) {
            gone = (double)sim_heat_at(arena, sim_heat_of(arena, prototypes, slot))->stored / 1e6;
            sim_entity_destroy(arena, prototypes, sim_entity_handle(arena, slot));
        } else if (verb == 1 && there) {
            sim_entity_turn(arena, prototypes, sim_entity_handle(arena, slot), direction);
        } else {
            sim_handle made = {0, 0};
            try_place(arena, NAMES[sim_random_next(&random) % 5], x, y, direction, &made);
            if (made.index && verb == 2) set_degrees(arena, made, 900.0);
            before = all_heat(arena);
        }
        sim_run(arena, prototypes, 3);
        CHECK_NEAR_F64(all_heat(arena), before - gone, 1e-3);
    }
    check_sane(arena);
    free(arena);
}

TEST(ticks_taken_together_and_a_copy_leave_the_same_heat)
{
    uint64_t hash[2];
    for (int together = 0; together < 2; together++) {
        sim_arena *arena = make_arena(64, 64);
        fuel(arena, place(arena, "nuclear-reactor", 0, 0, NORTH), 1);
        for (int i = 0; i < 8; i++) place(arena, "heat-pipe", 3 + i, 0, NORTH);
        place(arena, "heat-exchanger", 11, 0, WEST);
        for (int i = 0; i < (together ? 1 : 3000); i++) sim_run(arena, prototypes, together ? 3000 : 1);
        hash[together] = sim_arena_hash(arena, prototypes);
        check_sane(arena);
        free(arena);
    }
    CHECK(hash[0] == hash[1]);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_fuel_cell_lasts_200_seconds_and_warms_a_reactor_by_800_degrees);
    RUN(a_reactor_burns_on_at_its_highest_temperature);
    RUN(working_neighbours_add_their_bonus_and_others_do_not);
    RUN(four_reactors_in_a_square_give_480_megawatts);
    RUN(a_line_of_heat_pipes_falls_by_one_degree_and_a_fifteenth_of_its_megawatts_a_tile);
    RUN(heat_is_neither_made_nor_lost_between_pipes_and_rests_within_a_degree);
    RUN(pipes_that_do_not_touch_and_pipes_that_were_cut_carry_nothing);
    RUN(an_exchanger_makes_103_steam_of_500_degrees_a_second_from_500_degrees_on);
    RUN(an_exchanger_gets_its_heat_at_the_middle_of_its_back_in_every_direction);
    RUN(a_full_slot_of_depleted_cells_stops_a_reactor_until_one_is_taken);
    RUN(no_order_of_building_turning_and_removing_makes_or_loses_heat);
    RUN(ticks_taken_together_and_a_copy_leave_the_same_heat);
    return kit_end();
}
