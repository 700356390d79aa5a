/* Fluids: segments, boxes, what flows, what is kept when things are built and removed.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

#define NORTH 0
#define EAST 4
#define SOUTH 8
#define WEST 12

/* With its centre on the tile's centre; sides of an even number of tiles have their centre on the tile's upper left. */
static enum sim_result try_place(sim_arena *arena, const char *name, int x, int y, uint8_t direction,
                                 sim_handle *created)
{
    uint16_t prototype = sim_entity_named(prototypes, name);
    int is_across = direction / 4 % 2;
    uint8_t width = prototypes->entities[prototype].tile_width, height = prototypes->entities[prototype].tile_height;
    int is_odd_x = (is_across ? height : width) % 2, is_odd_y = (is_across ? width : height) % 2;
    sim_entity_spec spec = {.prototype = prototype, .direction = direction,
                            .position = {x * TILE + (is_odd_x ? CENTRE : 0), y * TILE + (is_odd_y ? CENTRE : 0)}};
    return sim_entity_create(arena, prototypes, &spec, created);
}

static sim_handle place(sim_arena *arena, const char *name, int x, int y, uint8_t direction)
{
    sim_handle created = {0, 0};
    CHECK_EQ_INT(try_place(arena, name, x, y, direction, &created), SIM_OK);
    return created;
}

static uint32_t box_of(const sim_arena *arena, sim_handle handle)
{
    return sim_fluid_first_box(arena, prototypes, handle.index);
}

static uint32_t segment_of(const sim_arena *arena, sim_handle handle)
{
    return sim_fluid_box_at(arena, box_of(arena, handle))->segment;
}

static double amount_in(const sim_arena *arena, sim_handle handle)
{
    return sim_fluid_box_content(arena, prototypes, box_of(arena, handle)).amount;
}

static double fill(sim_arena *arena, sim_handle handle, uint16_t fluid, double units)
{
    return sim_fluid_units(sim_fluid_box_add(arena, prototypes, box_of(arena, handle), fluid, sim_fluid_amount(units),
                                             prototypes->fluids[fluid].default_temperature));
}

/* Segments ---------------------------------------------------------------------------------------------------- */

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

/* Flow -------------------------------------------------------------------------------------------------------- */

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

/* Whatever happens -------------------------------------------------------------------------------------------- */

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
    RUN(a_port_lets_through_a_hundred_a_tick_times_the_fullness_of_both_sides);
    RUN(a_pump_moves_1200_a_second_for_30_kilowatts);
    RUN(a_pump_without_power_holds_back_what_is_behind_it);
    RUN(a_recipe_may_say_what_goes_into_a_box);
    RUN(fluid_flows_without_loss_and_sleeping_never_shows);
    RUN(building_a_pipe_and_taking_it_away_again_loses_no_fluid_that_has_room);
    return kit_end();
}
