/* Power plants: offshore pumps, boilers, steam engines.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

static sim_handle place(sim_arena *arena, const char *name, int32_t x, int32_t y, uint8_t direction)
{
    sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, name), .direction = direction, .position = {x, y}};
    sim_handle created = {0, 0};
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, &created), SIM_OK);
    return created;
}

static uint32_t box_of(const sim_arena *arena, sim_handle handle)
{
    return sim_fluid_first_box(arena, prototypes, handle.index);
}

static sim_fluid_content content_of(const sim_arena *arena, sim_handle handle)
{
    return sim_fluid_box_content(arena, prototypes, box_of(arena, handle));
}

static void put_fuel(sim_arena *arena, sim_handle boiler, uint32_t count)
{
    uint32_t fuel = sim_energy_fuel(arena, &sim_steam_at(arena, sim_entity_get(arena, boiler)->record)->energy);
    CHECK_EQ_INT(sim_inventory_insert(arena, prototypes, fuel, item("coal"), count), count);
}

static double produced(const sim_arena *arena, uint16_t fluid)
{
    return sim_statistics_fluid(arena, fluid).produced;
}

static double consumed(const sim_arena *arena, uint16_t fluid)
{
    return sim_statistics_fluid(arena, fluid).consumed;
}

/* A plant: an offshore pump at the shore, pipes, a boiler with so many engines in a row behind it, a substation, and a
 * consumer, which a radar stands in for. */
typedef struct plant {
    sim_arena *arena;
    sim_handle pump, boiler, engines[4], pole;
    uint32_t consumer;
} plant;

static plant make_plant(int engines, double watts)
{
    plant built = {.arena = make_arena(96, 64)};
    uint16_t water = sim_tile_named(prototypes, "water");
    for (int y = -3; y <= 3; y++)
        for (int x = -20; x < -10; x++) CHECK_EQ_INT(sim_map_set_tile(built.arena, prototypes, x, y, water), SIM_OK);
    /* The pump on -10, 0 looks west at the water and gives east; a pipe leads to the boiler's western inlet. */
    built.pump = place(built.arena, "offshore-pump", -10 * TILE + CENTRE, CENTRE, 12);
    place(built.arena, "pipe", -9 * TILE + CENTRE, CENTRE, 0);
    built.boiler = place(built.arena, "boiler", -7 * TILE + CENTRE, 0, 0); /* tiles -8..-6, -1..0 */
    for (int i = 0; i < engines; i++)
        built.engines[i] = place(built.arena, "steam-engine", -7 * TILE + CENTRE, (-4 - 5 * i) * TILE + CENTRE, 0);
    built.pole = place(built.arena, "substation", 0, -8 * TILE, 0);
    if (watts > 0.0) {
        built.consumer = sim_electric_of(built.arena, place(built.arena, "radar", 4 * TILE, -8 * TILE, 0).index);
        sim_electric_draw(built.arena, prototypes, built.consumer, watts / 60);
    }
    return built;
}

static sim_network_statistics statistics_of(const plant *of)
{
    return sim_network_statistics_get(of->arena, sim_pole_network(of->arena, prototypes, of->pole.index));
}

TEST(an_offshore_pump_gives_1200_units_of_water_a_second) /* P03 */
{
    sim_arena *arena = make_arena(64, 8);
    for (int y = -4; y < 0; y++)
        for (int x = -4; x < 4; x++) sim_map_set_tile(arena, prototypes, x, y, sim_tile_named(prototypes, "water"));
    sim_handle pump = place(arena, "offshore-pump", CENTRE, CENTRE, 0);
    sim_handle tank = place(arena, "storage-tank", 1 * TILE + CENTRE, 2 * TILE + CENTRE, 0); /* -1, -2 of it is 0, 1 */
    sim_entity_destroy(arena, prototypes, tank);
    sim_handle pipe = place(arena, "pipe", CENTRE, TILE + CENTRE, 0);
    tank = place(arena, "storage-tank", TILE + CENTRE, 3 * TILE + CENTRE, 0);
    CHECK_EQ_INT(sim_fluid_box_at(arena, box_of(arena, tank))->segment,
                 sim_fluid_box_at(arena, box_of(arena, pipe))->segment);
    sim_run(arena, prototypes, 10);
    double before = produced(arena, prototypes->water);
    sim_run(arena, prototypes, 60);
    CHECK_EQ_F64(produced(arena, prototypes->water) - before, 1200.0);
    CHECK_EQ_F64(content_of(arena, tank).temperature, 15.0);
    CHECK_EQ_INT(sim_entity_status(arena, prototypes, pump.index), SIM_STATUS_WORKING);
    sim_run(arena, prototypes, 6000); /* slower and slower into the last fifth */
    CHECK_EQ_F64(content_of(arena, tank).amount, 25000.0);
    CHECK_EQ_INT(sim_entity_status(arena, prototypes, pump.index), SIM_STATUS_FULL_OUTPUT);
    CHECK_EQ_INT(arena->awake, 0);
    check_sane(arena);
    free(arena);
}

TEST(an_offshore_pump_away_from_the_water_gives_nothing)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle pump = place(arena, "offshore-pump", CENTRE, CENTRE, 0);
    sim_run(arena, prototypes, 10);
    CHECK_EQ_F64(produced(arena, prototypes->water), 0.0);
    CHECK_EQ_INT(sim_entity_status(arena, prototypes, pump.index), SIM_STATUS_NO_INPUT_FLUID);
    free(arena);
}

TEST(a_boiler_makes_sixty_units_of_steam_of_six_of_water_a_second) /* P01 */
{
    plant built = make_plant(2, 10e6);
    put_fuel(built.arena, built.boiler, 50);
    sim_run(built.arena, prototypes, 600);
    double water = consumed(built.arena, prototypes->water), steam = produced(built.arena, prototypes->steam);
    sim_run(built.arena, prototypes, 60);
    CHECK_NEAR_F64(consumed(built.arena, prototypes->water) - water, 6.0, 1e-9);
    CHECK_NEAR_F64(produced(built.arena, prototypes->steam) - steam, 60.0, 1e-9);
    CHECK_EQ_INT(sim_entity_status(built.arena, prototypes, built.boiler.index), SIM_STATUS_WORKING);
    check_sane(built.arena);
    free(built.arena);
}

TEST(one_pump_one_boiler_and_two_engines_give_1800_kilowatts) /* P01, P02; 1 : 1 : 2 */
{
    plant built = make_plant(2, 10e6);
    put_fuel(built.arena, built.boiler, 50);
    sim_run(built.arena, prototypes, 600);
    double joules = statistics_of(&built).total_joules;
    sim_run(built.arena, prototypes, 600);
    CHECK_NEAR_F64((statistics_of(&built).total_joules - joules) / 10, 1.8e6, 1.0);
    CHECK_NEAR_F64(statistics_of(&built).satisfaction, 0.18, 1e-6);
    for (int i = 0; i < 2; i++)
        CHECK_NEAR_F64(sim_steam_generated_joules(built.arena, built.engines[i].index) * 60, 900e3, 1.0);
    check_sane(built.arena);
    free(built.arena);
}

TEST(a_steam_engine_uses_thirty_units_of_steam_a_second_for_900_kilowatts) /* P02 */
{
    plant built = make_plant(1, 10e6);
    put_fuel(built.arena, built.boiler, 50);
    sim_run(built.arena, prototypes, 600);
    double steam = consumed(built.arena, prototypes->steam), joules = statistics_of(&built).total_joules;
    sim_run(built.arena, prototypes, 600);
    CHECK_NEAR_F64(consumed(built.arena, prototypes->steam) - steam, 300.0, 1e-4);
    CHECK_NEAR_F64(statistics_of(&built).total_joules - joules, 9e6, 1.0);
    free(built.arena);
}

TEST(a_fuller_demand_than_steam_is_shared_by_the_engines_equally) /* P08 */
{
    plant built = make_plant(4, 10e6); /* one boiler for four engines */
    put_fuel(built.arena, built.boiler, 50);
    sim_run(built.arena, prototypes, 1200);
    for (int i = 0; i < 4; i++)
        CHECK_NEAR_F64(sim_steam_generated_joules(built.arena, built.engines[i].index) * 60, 450e3, 10.0);
    free(built.arena);
}

TEST(engines_burn_no_more_steam_than_is_asked_for)
{
    plant built = make_plant(2, 180e3);
    put_fuel(built.arena, built.boiler, 50);
    sim_run(built.arena, prototypes, 1200);
    double steam = consumed(built.arena, prototypes->steam);
    sim_run(built.arena, prototypes, 600);
    CHECK_NEAR_F64(consumed(built.arena, prototypes->steam) - steam, 60.0, 1e-4);
    CHECK_EQ_F64(statistics_of(&built).satisfaction, 1.0);
    CHECK_NEAR_F64(sim_steam_generated_joules(built.arena, built.engines[0].index),
                   sim_steam_generated_joules(built.arena, built.engines[1].index), 1e-5);
    free(built.arena);
}

TEST(a_full_plant_without_consumers_sleeps_and_burns_nothing)
{
    plant built = make_plant(2, 0.0);
    put_fuel(built.arena, built.boiler, 50);
    sim_run(built.arena, prototypes, 2000);
    CHECK_EQ_INT(built.arena->awake & ~SIM_AWAKE_POLLUTION, 0);
    CHECK_EQ_INT(sim_entity_status(built.arena, prototypes, built.boiler.index), SIM_STATUS_FULL_OUTPUT);
    CHECK_EQ_F64(content_of(built.arena, built.engines[0]).amount, 200.0);
    CHECK_EQ_F64(content_of(built.arena, built.engines[0]).temperature, 165.0);
    double steam = produced(built.arena, prototypes->steam);
    sim_run(built.arena, prototypes, 1000);
    CHECK_EQ_F64(produced(built.arena, prototypes->steam), steam);
    uint32_t radar = sim_electric_of(built.arena, place(built.arena, "radar", 4 * TILE, -8 * TILE, 0).index);
    sim_run(built.arena, prototypes, 600);
    CHECK_EQ_F64(sim_electric_satisfaction(built.arena, radar), 1.0);
    CHECK(produced(built.arena, prototypes->steam) > steam);
    check_sane(built.arena);
    free(built.arena);
}

TEST(a_plant_whose_coal_runs_out_stops_and_starts_again_with_more)
{
    plant built = make_plant(2, 1.8e6);
    put_fuel(built.arena, built.boiler, 3);
    sim_run(built.arena, prototypes, 1200);
    CHECK_EQ_F64(statistics_of(&built).satisfaction, 0.0);
    CHECK_NEAR_F64(statistics_of(&built).total_joules, 12e6, 1e4); /* 3 x 4 MJ, less the steam that is left over */
    CHECK_EQ_INT(sim_entity_status(built.arena, prototypes, built.boiler.index), SIM_STATUS_NO_FUEL);
    CHECK_EQ_INT(sim_electric_status(built.arena, prototypes, built.consumer), SIM_STATUS_NO_POWER);
    CHECK_EQ_INT(built.arena->awake & ~SIM_AWAKE_POLLUTION, 0);
    put_fuel(built.arena, built.boiler, 3);
    sim_run(built.arena, prototypes, 200);
    CHECK_EQ_F64(statistics_of(&built).satisfaction, 1.0);
    check_sane(built.arena);
    free(built.arena);
}

TEST(a_boiler_pollutes_thirty_a_minute_at_full_work_and_as_much_less_as_it_boils_less)
{
    const double watts[] = {1.8e6, 900e3, 180e3};
    for (int i = 0; i < 3; i++) {
        plant built = make_plant(2, watts[i]);
        put_fuel(built.arena, built.boiler, 50);
        sim_run(built.arena, prototypes, 1200);
        double before = built.arena->pollution_made;
        sim_run(built.arena, prototypes, 3600);
        CHECK_NEAR_F64(built.arena->pollution_made - before, 30.0 * watts[i] / 1.8e6, 1e-2);
        free(built.arena);
    }
}

TEST(a_boiler_that_turns_away_from_its_water_stops)
{
    plant built = make_plant(2, 10e6);
    put_fuel(built.arena, built.boiler, 50);
    sim_run(built.arena, prototypes, 600);
    CHECK_EQ_INT(sim_entity_turn(built.arena, prototypes, built.boiler, 8), SIM_OK);
    sim_run(built.arena, prototypes, 3000);
    CHECK_EQ_F64(statistics_of(&built).produced_joules, 0.0);
    CHECK_EQ_INT(sim_entity_turn(built.arena, prototypes, built.boiler, 0), SIM_OK);
    sim_run(built.arena, prototypes, 600);
    CHECK_NEAR_F64(statistics_of(&built).produced_joules, 30000.0, 1.0);
    check_sane(built.arena);
    free(built.arena);
}

TEST(steam_engines_charge_accumulators_and_these_give_when_the_engines_fail) /* P08 */
{
    plant built = make_plant(2, 600e3);
    uint32_t store = sim_electric_of(built.arena, place(built.arena, "accumulator", 0, -4 * TILE, 0).index);
    put_fuel(built.arena, built.boiler, 10);
    sim_run(built.arena, prototypes, 1200);
    CHECK_EQ_F64(sim_electric_stored_joules(built.arena, store), 5e6);
    sim_entity_destroy(built.arena, prototypes, built.engines[0]);
    sim_entity_destroy(built.arena, prototypes, built.engines[1]);
    sim_run(built.arena, prototypes, 100);
    CHECK_EQ_F64(statistics_of(&built).satisfaction, 0.5);
    CHECK_EQ_F64(sim_electric_stored_joules(built.arena, store), 5e6 - 100 * 5000);
    check_sane(built.arena);
    free(built.arena);
}

TEST(energy_of_coal_is_energy_of_steam_is_energy_of_the_network)
{
    plant built = make_plant(2, 777e3);
    put_fuel(built.arena, built.boiler, 20);
    sim_arena *restless = aligned_alloc(64, built.arena->block_bytes);
    sim_arena_copy(restless, built.arena->block_bytes, built.arena);
    for (int tick = 0; tick < 3000; tick++) {
        sim_run(built.arena, prototypes, 1);
        sim_pool_wake_all(restless);
        sim_run(restless, prototypes, 1);
        CHECK_EQ_INT(sim_arena_hash(built.arena, prototypes), sim_arena_hash(restless, prototypes));
        int64_t left = 0;
        for (int i = 0; i < 2; i++)
            left += sim_electric_at(built.arena, sim_electric_of(built.arena, built.engines[i].index))->stored;
        double of_steam = consumed(built.arena, prototypes->steam) * 30000.0;
        CHECK_NEAR_F64(of_steam, statistics_of(&built).total_joules + (double)left / 1e6, 1e-3);
    }
    sim_fluid_content steam = content_of(built.arena, built.engines[0]);
    CHECK_EQ_INT(steam.fluid, prototypes->steam);
    CHECK_NEAR_F64(produced(built.arena, prototypes->steam) - consumed(built.arena, prototypes->steam),
                   (double)sim_fluid_total(built.arena, prototypes->steam) / 1e6, 1e-4);
    CHECK_NEAR_F64(consumed(built.arena, prototypes->water) * 10, produced(built.arena, prototypes->steam), 1e-4);
    free(restless);
    free(built.arena);
}

TEST(one_pump_is_enough_for_two_hundred_boilers) /* trap 2: 1 : 200 : 400 */
{
    const sim_entity_prototype *pump = &prototypes->entities[sim_entity_named(prototypes, "offshore-pump")];
    const sim_entity_prototype *boiler = &prototypes->entities[sim_entity_named(prototypes, "boiler")];
    const sim_fluid_prototype *water = &prototypes->fluids[prototypes->water];
    double used = boiler->energy_usage_joules_per_tick /
                  (water->heat_capacity_joules * (boiler->target_temperature - water->default_temperature));
    CHECK_NEAR_F64(pump->pumping_speed / used, 200.0, 1e-9);
}

TEST(a_belt_of_coal_feeds_33_boilers) /* P17 */
{
    double coal_joules = 15.0 * prototypes->items[item("coal")].fuel_value_joules;
    double boiler = prototypes->entities[sim_entity_named(prototypes, "boiler")].energy_usage_joules_per_tick * 60;
    CHECK_NEAR_F64(coal_joules / boiler, 33.3, 0.333);
}

TEST(what_a_900_kilowatt_engine_can_drive) /* P18 */
{
    static const struct { const char *name; double count; } cases[] = {
        {"electric-mining-drill", 10}, {"lab", 15}, {"assembling-machine-1", 11.6}, {"electric-furnace", 4.84}};
    double engine = prototypes->entities[sim_entity_named(prototypes, "steam-engine")].production_joules_per_tick;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const sim_entity_prototype *machine = &prototypes->entities[sim_entity_named(prototypes, cases[i].name)];
        double used = machine->energy_usage_joules_per_tick + machine->energy.drain_joules_per_tick;
        CHECK_NEAR_F64(engine / used, cases[i].count, 0.02);
    }
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    prototypes = sim_builtin_prototypes();
    RUN(an_offshore_pump_gives_1200_units_of_water_a_second);
    RUN(an_offshore_pump_away_from_the_water_gives_nothing);
    RUN(a_boiler_makes_sixty_units_of_steam_of_six_of_water_a_second);
    RUN(one_pump_one_boiler_and_two_engines_give_1800_kilowatts);
    RUN(a_steam_engine_uses_thirty_units_of_steam_a_second_for_900_kilowatts);
    RUN(a_fuller_demand_than_steam_is_shared_by_the_engines_equally);
    RUN(engines_burn_no_more_steam_than_is_asked_for);
    RUN(a_full_plant_without_consumers_sleeps_and_burns_nothing);
    RUN(a_plant_whose_coal_runs_out_stops_and_starts_again_with_more);
    RUN(a_boiler_pollutes_thirty_a_minute_at_full_work_and_as_much_less_as_it_boils_less);
    RUN(a_boiler_that_turns_away_from_its_water_stops);
    RUN(steam_engines_charge_accumulators_and_these_give_when_the_engines_fail);
    RUN(energy_of_coal_is_energy_of_steam_is_energy_of_the_network);
    RUN(one_pump_is_enough_for_two_hundred_boilers);
    RUN(a_belt_of_coal_feeds_33_boilers);
    RUN(what_a_900_kilowatt_engine_can_drive);
    return kit_end();
}
