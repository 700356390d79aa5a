/* Fluids of mining drills: oil wells, and ore that takes acid.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"
#include "tests/c/engine/machine_kit.h"

#define NORMAL_OIL 300000 /* the amount that is shown as 100 % */

static double units_in(const sim_arena *arena, sim_handle entity)
{
    uint32_t box = sim_fluid_first_box(arena, prototypes, entity.index);
    return box ? sim_fluid_box_content(arena, prototypes, box).amount : 0.0;
}

static uint16_t fluid(const char *name)
{
    return sim_fluid_named(prototypes, name);
}

/* A pumpjack with power on a well of that amount; the well goes to `well`. */
static sim_handle pump_oil(sim_arena *arena, uint32_t amount, sim_handle *well)
{
    *well = put(arena, "crude-oil", CENTRE, CENTRE, amount);
    sim_handle pumpjack = put(arena, "pumpjack", CENTRE, CENTRE, 0);
    power(arena, pumpjack);
    return pumpjack;
}

/* Published: mining speed 1 and a mining time of 1 second, 10 units at 100 %, in proportion to the yield. */
TEST(a_pumpjack_gives_ten_units_a_second_at_the_full_yield_and_in_proportion_to_it)
{
    const double YIELDS[] = {1.0, 2.0, 0.2};
    for (int i = 0; i < 3; i++) {
        sim_arena *arena = make_arena(64, 16);
        sim_handle well, pumpjack = pump_oil(arena, (uint32_t)(NORMAL_OIL * YIELDS[i]), &well);
        sim_run(arena, prototypes, 600 + WARM_UP);
        double made = 10 * 10 * YIELDS[i];
        CHECK(units_in(arena, pumpjack) > made * 0.999 && units_in(arena, pumpjack) <= made);
        CHECK_EQ_INT(status_of(arena, pumpjack), SIM_STATUS_WORKING);
        CHECK(fabs(sim_statistics_fluid(arena, fluid("crude-oil")).produced - units_in(arena, pumpjack)) < 1e-6);
        check_sane(arena);
        free(arena);
    }
}

/* Published: 10 of the amount an operation, and never below the minimum. */
TEST(a_well_loses_ten_of_its_amount_an_operation_and_never_falls_below_a_fifth)
{
    sim_arena *arena = make_arena(64, 16);
    sim_handle well, pumpjack = pump_oil(arena, 60015, &well);
    sim_run(arena, prototypes, 60 + WARM_UP);
    CHECK_EQ_INT(sim_entity_get(arena, well)->amount, 60005);
    sim_run(arena, prototypes, 600);
    CHECK_EQ_INT(sim_entity_get(arena, well)->amount, 60000);
    CHECK_EQ_INT(status_of(arena, pumpjack), SIM_STATUS_WORKING);
    free(arena);
}

TEST(a_pumpjack_without_room_stops_and_goes_on_when_its_oil_flows_off)
{
    sim_arena *arena = make_arena(64, 16);
    sim_handle well, pumpjack = pump_oil(arena, NORMAL_OIL * 10, &well);
    sim_run(arena, prototypes, 60 * 12);
    CHECK(fabs(units_in(arena, pumpjack) - 1000.0) < 5.0);
    CHECK_EQ_INT(status_of(arena, pumpjack), SIM_STATUS_FULL_OUTPUT);
    CHECK_EQ_INT(arena->pools[SIM_POOL_MACHINE].awake, 0);
    uint32_t amount = sim_entity_get(arena, well)->amount;
    sim_handle tank = put(arena, "storage-tank", CENTRE, -3 * TILE + CENTRE, 0);
    sim_run(arena, prototypes, 600);
    CHECK(units_in(arena, tank) > 100.0);
    CHECK(sim_entity_get(arena, well)->amount < amount);
    check_sane(arena);
    free(arena);
}

static void allow_mining_with_fluid(sim_arena *arena)
{
    uint32_t technology = sim_technology_named(prototypes, "uranium-mining");
    CHECK_EQ_INT(sim_technology_set_researched(arena, prototypes, technology, 1), SIM_OK);
}

/* Fact M01: 2 seconds of mining, 240 ticks at the drill's speed of one half, and 10 units of acid an operation, which is
 * ten ores (a developer: forums.factorio.com, post 688574; calculators of production for 2.0). */
TEST(uranium_takes_the_technology_and_a_unit_of_acid_an_ore)
{
    sim_arena *arena = make_arena(64, 200); /* technologies take many records */
    put(arena, "uranium-ore", CENTRE, CENTRE, 100);
    put(arena, "wooden-chest", CENTRE, -TILE - CENTRE, 0);
    sim_handle drill = put(arena, "electric-mining-drill", CENTRE, CENTRE, 0);
    power(arena, drill);
    sim_run(arena, prototypes, 300);
    CHECK_EQ_INT(status_of(arena, drill), SIM_STATUS_NO_MINABLE_RESOURCES);
    allow_mining_with_fluid(arena);
    sim_run(arena, prototypes, 300);
    CHECK_EQ_INT(status_of(arena, drill), SIM_STATUS_MISSING_REQUIRED_FLUID);
    CHECK_EQ_INT(sim_resource_total(arena, prototypes, item("uranium-ore")), 100);
    uint32_t box = sim_fluid_first_box(arena, prototypes, drill.index);
    CHECK_EQ_INT(sim_fluid_box_add(arena, prototypes, box, fluid("water"), SIM_FLUID_UNIT, 15.0), 0);
    int64_t acid = 35 * (int64_t)SIM_FLUID_UNIT / 10;
    CHECK_EQ_INT(sim_fluid_box_add(arena, prototypes, box, fluid("sulfuric-acid"), acid, 25.0), acid);
    sim_run(arena, prototypes, 3 * 240 + WARM_UP);
    CHECK_EQ_INT(sim_resource_total(arena, prototypes, item("uranium-ore")), 97);
    CHECK(fabs(units_in(arena, drill) - 0.5) < 1e-6);
    CHECK(fabs(sim_statistics_fluid(arena, fluid("sulfuric-acid")).consumed - 3.0) < 1e-6);
    sim_run(arena, prototypes, 1000);
    CHECK_EQ_INT(status_of(arena, drill), SIM_STATUS_MISSING_REQUIRED_FLUID);
    CHECK_EQ_INT(sim_resource_total(arena, prototypes, item("uranium-ore")), 97);
    check_sane(arena);
    free(arena);
}

TEST(a_drill_over_other_ore_is_no_part_of_a_pipeline)
{
    sim_arena *arena = make_arena(64, 32);
    put(arena, "iron-ore", CENTRE, CENTRE, 100);
    sim_handle drill = put(arena, "electric-mining-drill", CENTRE, CENTRE, 0);
    CHECK_EQ_INT(sim_fluid_first_box(arena, prototypes, drill.index), 0);
    CHECK_EQ_INT(sim_entity_destroy(arena, prototypes, drill), SIM_OK);
    put(arena, "uranium-ore", TILE + CENTRE, CENTRE, 100);
    drill = put(arena, "electric-mining-drill", CENTRE, CENTRE, 0);
    CHECK(sim_fluid_first_box(arena, prototypes, drill.index) != 0);
    sim_handle pipe = put(arena, "pipe", -2 * TILE + CENTRE, CENTRE, 0);
    uint32_t box = sim_fluid_first_box(arena, prototypes, pipe.index);
    sim_fluid_box_add(arena, prototypes, box, fluid("sulfuric-acid"), 30 * (int64_t)SIM_FLUID_UNIT, 25.0);
    CHECK(units_in(arena, drill) > 1.0);
    CHECK_EQ_INT(sim_entity_destroy(arena, prototypes, drill), SIM_OK);
    check_sane(arena);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_pumpjack_gives_ten_units_a_second_at_the_full_yield_and_in_proportion_to_it);
    RUN(a_well_loses_ten_of_its_amount_an_operation_and_never_falls_below_a_fifth);
    RUN(a_pumpjack_without_room_stops_and_goes_on_when_its_oil_flows_off);
    RUN(uranium_takes_the_technology_and_a_unit_of_acid_an_ore);
    RUN(a_drill_over_other_ore_is_no_part_of_a_pipeline);
    return kit_end();
}
