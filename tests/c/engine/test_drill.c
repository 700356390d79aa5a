/* Mining drills.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"
#include "tests/c/engine/machine_kit.h"

/* Iron ore on the 2 x 2 tiles around 0, 0. */
static void lay_ore(sim_arena *arena, const char *name, uint32_t amount)
{
    for (int32_t y = -1; y <= 0; y++)
        for (int32_t x = -1; x <= 0; x++) put(arena, name, x * TILE + CENTRE, y * TILE + CENTRE, amount);
}

/* Facts M02, M05, M16: 6000 ticks, 25 items into the chest before it; a coal lasts 1600 ticks. */
TEST(a_burner_drill_mines_25_ores_in_6000_ticks_into_a_chest)
{
    sim_arena *arena = make_arena(64, 16);
    lay_ore(arena, "iron-ore", 1000);
    sim_handle chest = put(arena, "wooden-chest", -CENTRE, -TILE - CENTRE, 0);
    sim_handle drill = put(arena, "burner-mining-drill", 0, 0, 0);
    CHECK_EQ_INT(give(arena, drill, "coal", 4), 4);
    sim_run(arena, prototypes, 6000);
    CHECK_EQ_INT(in_role(arena, chest, SIM_INVENTORY_MAIN, "iron-ore") + 1, 25);
    sim_run(arena, prototypes, 2);
    CHECK_EQ_INT(in_role(arena, chest, SIM_INVENTORY_MAIN, "iron-ore"), 25 - 1);
    sim_run(arena, prototypes, 1);
    CHECK_EQ_INT(in_role(arena, chest, SIM_INVENTORY_MAIN, "iron-ore"), 25);
    CHECK_EQ_INT(in_role(arena, drill, SIM_INVENTORY_FUEL, "coal"), 0);
    CHECK_EQ_INT(sim_statistics_get(arena, item("iron-ore")).produced, 25);
    CHECK_EQ_INT(sim_statistics_get(arena, item("coal")).consumed, 4);
    check_sane(arena);
    free(arena);
}

/* Fact M07. */
TEST(one_wood_lasts_for_three_ores)
{
    sim_arena *arena = make_arena(64, 16);
    lay_ore(arena, "iron-ore", 1000);
    sim_handle chest = put(arena, "wooden-chest", -CENTRE, -TILE - CENTRE, 0);
    sim_handle drill = put(arena, "burner-mining-drill", 0, 0, 0);
    give(arena, drill, "wood", 1);
    sim_run(arena, prototypes, 3000);
    CHECK_EQ_INT(in_role(arena, chest, SIM_INVENTORY_MAIN, "iron-ore"), 3);
    CHECK_EQ_INT(status_of(arena, drill), SIM_STATUS_NO_FUEL);
    free(arena);
}

/* Fact M03, and M04: the electric drill's area is 5 x 5, and ore outside of it stays. */
TEST(an_electric_drill_mines_50_ores_in_6000_ticks_out_of_25_tiles)
{
    sim_arena *arena = make_arena(64, 128);
    for (int32_t y = -4; y <= 4; y++)
        for (int32_t x = -4; x <= 4; x++) put(arena, "iron-ore", x * TILE + CENTRE, y * TILE + CENTRE, 2);
    sim_handle chest = put(arena, "wooden-chest", CENTRE, -TILE - CENTRE, 0);
    sim_handle drill = put(arena, "electric-mining-drill", CENTRE, CENTRE, 0);
    power(arena, drill);
    sim_run(arena, prototypes, 6000 + WARM_UP);
    CHECK_EQ_INT(in_role(arena, chest, SIM_INVENTORY_MAIN, "iron-ore"), 50 - 1);
    sim_run(arena, prototypes, 600);
    CHECK_EQ_INT(in_role(arena, chest, SIM_INVENTORY_MAIN, "iron-ore"), 50);
    CHECK_EQ_INT(status_of(arena, drill), SIM_STATUS_NO_MINABLE_RESOURCES);
    CHECK_EQ_INT(sim_resource_total(arena, prototypes, item("iron-ore")), 2 * (81 - 25));
    check_sane(arena);
    free(arena);
}

/* Fact M17. */
TEST(a_blocked_drill_sleeps_and_burns_nothing_until_there_is_room)
{
    sim_arena *arena = make_arena(64, 16);
    lay_ore(arena, "iron-ore", 1000);
    sim_handle chest = put(arena, "wooden-chest", -CENTRE, -TILE - CENTRE, 0);
    uint32_t inventory = sim_entity_inventory(arena, prototypes, chest.index, SIM_INVENTORY_MAIN);
    sim_inventory_insert(arena, prototypes, inventory, item("wood"), 1600);
    sim_handle drill = put(arena, "burner-mining-drill", 0, 0, 0);
    give(arena, drill, "coal", 4);
    sim_run(arena, prototypes, 300);
    double left = burner_of(arena, drill)->remaining_joules;
    CHECK_EQ_INT(status_of(arena, drill), SIM_STATUS_WAITING_FOR_SPACE_IN_DESTINATION);
    CHECK_EQ_INT(arena->pools[SIM_POOL_MACHINE].awake, 0);
    sim_run(arena, prototypes, 3000);
    CHECK_EQ_F64(burner_of(arena, drill)->remaining_joules, left);
    sim_inventory_remove(arena, inventory, item("wood"), 100);
    sim_run(arena, prototypes, 1);
    CHECK_EQ_INT(sim_inventory_count(arena, inventory, item("iron-ore")), 1);
    CHECK(burner_of(arena, drill)->remaining_joules < left);
    free(arena);
}

/* Fact M13. */
TEST(a_drill_feeds_furnaces_other_drills_and_the_ground)
{
    sim_arena *arena = make_arena(64, 32);
    lay_ore(arena, "coal", 1000);
    sim_handle drill = put(arena, "burner-mining-drill", 0, 0, 0);
    give(arena, drill, "coal", 4);
    sim_run(arena, prototypes, 243);
    CHECK_EQ_INT(sim_ground_item_total(arena, prototypes, item("coal")), 1);
    sim_run(arena, prototypes, 1000);
    CHECK_EQ_INT(sim_ground_item_total(arena, prototypes, item("coal")), 1);
    sim_handle furnace = put(arena, "stone-furnace", -TILE, -2 * TILE, 0);
    sim_run(arena, prototypes, 1);
    CHECK_EQ_INT(in_role(arena, furnace, SIM_INVENTORY_FUEL, "coal"), 1);
    sim_entity_destroy(arena, prototypes, furnace);
    sim_handle other = put_facing(arena, "burner-mining-drill", -TILE, -2 * TILE, 8);
    sim_run(arena, prototypes, 250);
    CHECK_EQ_INT(in_role(arena, other, SIM_INVENTORY_FUEL, "coal"), 1);
    check_sane(arena);
    free(arena);
}

/* Fact M14: two drills that face each other on coal feed each other. */
TEST(two_drills_on_coal_that_face_each_other_fill_their_fuel_slots)
{
    sim_arena *arena = make_arena(64, 64);
    for (int32_t y = -3; y <= 0; y++)
        for (int32_t x = -1; x <= 0; x++) put(arena, "coal", x * TILE + CENTRE, y * TILE + CENTRE, 1000);
    sim_handle south = put(arena, "burner-mining-drill", 0, 0, 0);
    sim_handle north = put_facing(arena, "burner-mining-drill", 0, -2 * TILE, 8);
    give(arena, south, "coal", 1);
    give(arena, north, "coal", 1);
    sim_run(arena, prototypes, 60 * 300);
    CHECK_EQ_INT(in_role(arena, south, SIM_INVENTORY_FUEL, "coal"), 50);
    CHECK_EQ_INT(in_role(arena, north, SIM_INVENTORY_FUEL, "coal"), 50);
    free(arena);
}

TEST(a_drill_puts_ore_on_a_belt_and_goes_on)
{
    sim_arena *arena = make_arena(64, 32);
    lay_ore(arena, "iron-ore", 1000);
    sim_handle belt = put_facing(arena, "transport-belt", -CENTRE, -TILE - CENTRE, 4);
    sim_handle drill = put(arena, "burner-mining-drill", 0, 0, 0);
    give(arena, drill, "coal", 4);
    sim_run(arena, prototypes, 243);
    CHECK_EQ_INT(sim_belt_count_on(arena, prototypes, belt.index, item("iron-ore")), 1);
    sim_run(arena, prototypes, 240 * 20);
    CHECK(sim_belt_count_on(arena, prototypes, belt.index, item("iron-ore")) >= 2);
    CHECK_EQ_INT(status_of(arena, drill), SIM_STATUS_WAITING_FOR_SPACE_IN_DESTINATION);
    CHECK_EQ_INT(sim_belt_take(arena, prototypes, belt.index, 0, 100) > 0, 1);
    sim_run(arena, prototypes, 2);
    CHECK_EQ_INT(sim_belt_count_on(arena, prototypes, belt.index, item("iron-ore")), 1);
    free(arena);
}

TEST(a_drill_notices_that_what_it_feeds_or_what_is_in_its_way_was_moved)
{
    sim_arena *arena = make_arena(64, 32);
    lay_ore(arena, "iron-ore", 1000);
    sim_handle chest = put(arena, "wooden-chest", -CENTRE, -TILE - CENTRE, 0);
    sim_handle drill = put(arena, "burner-mining-drill", 0, 0, 0);
    give(arena, drill, "coal", 4);
    sim_run(arena, prototypes, 243);
    CHECK_EQ_INT(in_role(arena, chest, SIM_INVENTORY_MAIN, "iron-ore"), 1);
    CHECK_EQ_INT(sim_entity_teleport(arena, prototypes, chest, (sim_position){10 * TILE, 10 * TILE}), SIM_OK);
    sim_run(arena, prototypes, 600);
    CHECK_EQ_INT(in_role(arena, chest, SIM_INVENTORY_MAIN, "iron-ore"), 1);
    CHECK_EQ_INT(sim_ground_item_total(arena, prototypes, item("iron-ore")), 1);
    CHECK_EQ_INT(arena->pools[SIM_POOL_MACHINE].awake, 0);
    uint32_t slot = 1;
    while (sim_entity_slot(arena, slot) == NULL || sim_entity_slot(arena, slot)->prototype != prototypes->item_entity) slot++;
    CHECK_EQ_INT(sim_entity_teleport(arena, prototypes, sim_entity_handle(arena, slot), (sim_position){9 * TILE, 0}), SIM_OK);
    sim_run(arena, prototypes, 2);
    CHECK_EQ_INT(sim_ground_item_total(arena, prototypes, item("iron-ore")), 2);
    CHECK_EQ_INT(sim_entity_teleport(arena, prototypes, chest, (sim_position){20 * TILE, 0}), SIM_OK);
    sim_run(arena, prototypes, 600);
    CHECK_EQ_INT(sim_entity_destroy(arena, prototypes, sim_entity_handle(arena, slot)), SIM_OK);
    CHECK_EQ_INT(sim_entity_teleport(arena, prototypes, chest, (sim_position){-CENTRE, -TILE - CENTRE}), SIM_OK);
    sim_run(arena, prototypes, 2);
    CHECK_EQ_INT(in_role(arena, chest, SIM_INVENTORY_MAIN, "iron-ore"), 2);
    check_sane(arena);
    free(arena);
}

TEST(ore_that_appears_wakes_a_drill_that_had_none)
{
    sim_arena *arena = make_arena(64, 16);
    sim_handle drill = put(arena, "burner-mining-drill", 0, 0, 0);
    give(arena, drill, "coal", 1);
    sim_run(arena, prototypes, 10);
    CHECK_EQ_INT(status_of(arena, drill), SIM_STATUS_NO_MINABLE_RESOURCES);
    CHECK_EQ_INT(arena->pools[SIM_POOL_MACHINE].awake, 0);
    lay_ore(arena, "stone", 2);
    sim_run(arena, prototypes, 250);
    CHECK_EQ_INT(sim_ground_item_total(arena, prototypes, item("stone")), 1);
    free(arena);
}

TEST(ore_that_takes_a_fluid_is_left_alone)
{
    sim_arena *arena = make_arena(64, 32);
    lay_ore(arena, "uranium-ore", 10);
    sim_handle drill = put(arena, "electric-mining-drill", CENTRE, CENTRE, 0);
    power(arena, drill);
    sim_run(arena, prototypes, 1000);
    CHECK_EQ_INT(sim_resource_total(arena, prototypes, item("uranium-ore")), 40);
    CHECK_EQ_INT(status_of(arena, drill), SIM_STATUS_NO_MINABLE_RESOURCES);
    free(arena);
}

/* Fact M20. */
TEST(a_place_without_ore_in_the_area_is_no_place_for_a_drill)
{
    sim_arena *arena = make_arena(64, 16);
    uint16_t burner = sim_entity_named(prototypes, "burner-mining-drill");
    lay_ore(arena, "iron-ore", 1);
    CHECK_EQ_INT(sim_drill_finds_resource(arena, prototypes, burner, (sim_position){TILE, 0}), 1);
    CHECK_EQ_INT(sim_drill_finds_resource(arena, prototypes, burner, (sim_position){2 * TILE, 0}), 0);
    free(arena);
}

/* Fact M18: 12 a minute over 240 ticks are 0.8 an ore. */
TEST(an_ore_of_a_burner_drill_makes_0_8_pollution)
{
    sim_arena *arena = make_arena(64, 16);
    lay_ore(arena, "iron-ore", 1000);
    sim_handle drill = put(arena, "burner-mining-drill", 0, 0, 0);
    give(arena, drill, "coal", 1);
    sim_run(arena, prototypes, 245);
    CHECK_EQ_INT(sim_statistics_get(arena, item("iron-ore")).produced, 1);
    CHECK_NEAR_F64(sim_pollution_total(arena), 0.8, 0.008);
    free(arena);
}

TEST(a_drill_mined_by_hand_gives_its_fuel_itself_and_what_it_held)
{
    sim_arena *arena = make_arena(64, 16);
    lay_ore(arena, "iron-ore", 1000);
    put(arena, "character", 3 * TILE, 0, 0);
    sim_handle drill = put(arena, "burner-mining-drill", 0, 0, 0);
    give(arena, drill, "coal", 3);
    sim_run(arena, prototypes, 242);
    CHECK_EQ_INT(sim_mining_finish(arena, prototypes, 0, drill), SIM_OK);
    CHECK_EQ_INT(held(arena, "coal"), 2);
    CHECK_EQ_INT(held(arena, "burner-mining-drill"), 1);
    CHECK_EQ_INT(held(arena, "iron-ore"), 1);
    CHECK_EQ_INT(arena->pools[SIM_POOL_MACHINE].live + arena->pools[SIM_POOL_BURNER].live, 0);
    CHECK_EQ_INT(arena->pools[SIM_POOL_WATCH].live, 0);
    check_sane(arena);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_burner_drill_mines_25_ores_in_6000_ticks_into_a_chest);
    RUN(one_wood_lasts_for_three_ores);
    RUN(an_electric_drill_mines_50_ores_in_6000_ticks_out_of_25_tiles);
    RUN(a_blocked_drill_sleeps_and_burns_nothing_until_there_is_room);
    RUN(a_drill_feeds_furnaces_other_drills_and_the_ground);
    RUN(two_drills_on_coal_that_face_each_other_fill_their_fuel_slots);
    RUN(a_drill_puts_ore_on_a_belt_and_goes_on);
    RUN(a_drill_notices_that_what_it_feeds_or_what_is_in_its_way_was_moved);
    RUN(ore_that_appears_wakes_a_drill_that_had_none);
    RUN(ore_that_takes_a_fluid_is_left_alone);
    RUN(a_place_without_ore_in_the_area_is_no_place_for_a_drill);
    RUN(an_ore_of_a_burner_drill_makes_0_8_pollution);
    RUN(a_drill_mined_by_hand_gives_its_fuel_itself_and_what_it_held);
    return kit_end();
}
