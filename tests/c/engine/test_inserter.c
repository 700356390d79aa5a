/* Inserters between chests, machines and the ground.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

#include "tests/c/engine/inserter_kit.h"

#include "harness/standin/engine/inserters/inserter_queue.h"

TEST(a_burner_inserter_takes_at_tick_9_and_gives_every_76_ticks)
{
    sim_arena *arena = make_inserter_arena();
    line line = build_line(arena, "burner-inserter", 0, 1);
    fill(arena, line.source, "iron-plate", 5);
    CHECK_EQ_INT(ticks_until(arena, line.target, "iron-plate", 1, 100), 47);
    CHECK_EQ_INT(ticks_until(arena, line.target, "iron-plate", 2, 100), 76);
    CHECK_EQ_INT(ticks_until(arena, line.target, "iron-plate", 3, 100), 76);
    check_sane(arena);
    free(arena);
}

TEST(a_waiting_inserter_takes_in_the_tick_after_something_has_come)
{
    sim_arena *arena = make_inserter_arena();
    line line = build_line(arena, "burner-inserter", 0, 1);
    sim_run(arena, prototypes, 100);
    CHECK_EQ_INT(sim_inserter_status(arena, prototypes, line.inserter), SIM_STATUS_WAITING_FOR_SOURCE_ITEMS);
    CHECK_EQ_INT(arena->pools[SIM_POOL_INSERTER].awake, 0);
    fill(arena, line.source, "coal", 1);
    sim_run(arena, prototypes, 1);
    CHECK_EQ_INT(record_of(arena, line.inserter)->held_item, item("coal"));
    CHECK_EQ_INT(sim_inserter_status(arena, prototypes, line.inserter), SIM_STATUS_WORKING);
    free(arena);
}

TEST(it_takes_nothing_for_a_full_chest_and_goes_on_when_there_is_room) /* I18 */
{
    sim_arena *arena = make_inserter_arena();
    line line = build_line(arena, "inserter", 0, 1);
    fill(arena, line.target, "wood", 32 * 100);
    fill(arena, line.source, "iron-plate", 1);
    sim_run(arena, prototypes, 200);
    CHECK_EQ_INT(record_of(arena, line.inserter)->held_count, 0);
    CHECK_EQ_INT(sim_inserter_status(arena, prototypes, line.inserter), SIM_STATUS_WAITING_FOR_SPACE_IN_DESTINATION);
    sim_transfer_take(arena, prototypes, line.target, item("wood"), 100);
    CHECK_EQ_INT(ticks_until(arena, line.target, "iron-plate", 1, 100), 36);
    free(arena);
}

TEST(it_waits_at_a_chest_that_filled_while_it_came)
{
    sim_arena *arena = make_inserter_arena();
    line line = build_line(arena, "inserter", 0, 1);
    fill(arena, line.source, "iron-plate", 1);
    sim_run(arena, prototypes, 20);
    fill(arena, line.target, "wood", 32 * 100);
    sim_run(arena, prototypes, 100);
    CHECK_EQ_INT(record_of(arena, line.inserter)->held_count, 1);
    CHECK_EQ_INT(arena->pools[SIM_POOL_INSERTER].awake, 0);
    sim_transfer_take(arena, prototypes, line.target, item("wood"), 1);
    sim_run(arena, prototypes, 5);
    CHECK_EQ_INT(record_of(arena, line.inserter)->held_count, 1); /* room for wood alone */
    sim_transfer_take(arena, prototypes, line.target, item("wood"), 99);
    CHECK_EQ_INT(ticks_until(arena, line.target, "iron-plate", 1, 100), 1);
    free(arena);
}

TEST(it_lays_one_item_on_a_tile_of_ground_and_waits) /* I18 */
{
    sim_arena *arena = make_inserter_arena();
    uint32_t source = build(arena, "iron-chest", 0, -1, 0);
    uint32_t inserter = build(arena, "inserter", 0, 0, 0);
    fill(arena, source, "coal", 9);
    sim_run(arena, prototypes, 300);
    CHECK_EQ_INT(sim_ground_item_total(arena, prototypes, 0), 1);
    CHECK_EQ_INT(record_of(arena, inserter)->held_count, 1);
    CHECK_EQ_INT(sim_inserter_status(arena, prototypes, inserter), SIM_STATUS_WAITING_FOR_SPACE_IN_DESTINATION);
    CHECK_EQ_INT(arena->pools[SIM_POOL_INSERTER].awake, 0);
    uint32_t second = build(arena, "inserter", 0, 2, 0), end = build(arena, "iron-chest", 0, 3, 0);
    CHECK_EQ_INT(ticks_until(arena, end, "coal", 9, 1000), 8 + 35 + 8 * 70);
    CHECK_EQ_INT(record_of(arena, second)->held_count, 0);
    check_sane(arena);
    free(arena);
}

TEST(filters_name_what_it_takes_or_what_it_leaves)
{
    sim_arena *arena = make_inserter_arena();
    line line = build_line(arena, "fast-inserter", 0, 1);
    fill(arena, line.source, "coal", 3);
    fill(arena, line.source, "wood", 3);
    CHECK_EQ_INT(sim_inserter_set_filter(arena, prototypes, line.inserter, 0, item("coal")), SIM_OK);
    sim_run(arena, prototypes, 200);
    CHECK_EQ_INT(in_chest(arena, line.target, "coal"), 3);
    CHECK_EQ_INT(in_chest(arena, line.target, "wood"), 0);
    CHECK_EQ_INT(sim_inserter_set_blacklist(arena, prototypes, line.inserter, 1), SIM_OK);
    sim_run(arena, prototypes, 200);
    CHECK_EQ_INT(in_chest(arena, line.target, "wood"), 3);
    CHECK_EQ_INT(sim_inserter_set_filter(arena, prototypes, line.inserter, 5, item("coal")), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_inserter_set_filter(arena, prototypes, line.target, 0, item("coal")), SIM_NOT_FOUND);
    free(arena);
}

TEST(a_chest_gives_from_its_last_slot_that_holds_something_wanted)
{
    sim_arena *arena = make_inserter_arena();
    line line = build_line(arena, "inserter", 0, 1);
    fill(arena, line.source, "coal", 1);
    fill(arena, line.source, "wood", 1);
    ticks_until(arena, line.target, "wood", 1, 100);
    CHECK_EQ_INT(in_chest(arena, line.target, "coal"), 0);
    free(arena);
}

TEST(a_burner_inserter_keeps_fuel_for_itself_when_it_has_none)
{
    sim_arena *arena = make_inserter_arena();
    line line = build_line(arena, "burner-inserter", 4, 1);
    fill(arena, line.source, "coal", 3);
    CHECK_EQ_INT(ticks_until(arena, line.target, "coal", 1, 200), 103);
    uint32_t fuel = sim_energy_fuel(arena, &record_of(arena, line.inserter)->energy);
    CHECK_EQ_INT(sim_inventory_count(arena, fuel, item("coal")), 1);
    free(arena);
}

TEST(without_fuel_it_stops_where_it_is_and_goes_on_with_fuel)
{
    sim_arena *arena = make_inserter_arena();
    line line = build_line(arena, "burner-inserter", 0, 1);
    fill(arena, line.source, "iron-plate", 90);
    sim_run(arena, prototypes, 700);
    uint32_t given = in_chest(arena, line.target, "iron-plate");
    CHECK_EQ_INT(given, 7); /* 500 kJ of the wood that it was built with */
    CHECK_EQ_INT(sim_inserter_status(arena, prototypes, line.inserter), SIM_STATUS_NO_FUEL);
    CHECK_EQ_INT(arena->pools[SIM_POOL_INSERTER].awake, 0);
    give_fuel(arena, line.inserter, "coal", 1);
    sim_run(arena, prototypes, 80);
    CHECK_EQ_INT(in_chest(arena, line.target, "iron-plate"), given + 1);
    free(arena);
}

TEST(of_two_that_wait_for_one_place_the_one_built_last_comes_first)
{
    sim_arena *arena = make_inserter_arena();
    line first = build_line(arena, "inserter", 0, 1);
    uint32_t second = build(arena, "inserter", 1, 1, 4), chest = build(arena, "iron-chest", 2, 1, 0);
    fill(arena, first.target, "wood", 31 * 100);
    fill(arena, first.target, "iron-plate", 99);
    fill(arena, first.source, "iron-plate", 1);
    fill(arena, chest, "iron-plate", 1);
    sim_run(arena, prototypes, 60);
    CHECK_EQ_INT(in_chest(arena, first.target, "iron-plate"), 100);
    CHECK_EQ_INT(record_of(arena, first.inserter)->held_count, 1);
    CHECK_EQ_INT(record_of(arena, second)->held_count, 0);
    free(arena);
}

TEST(of_sleepers_woken_together_the_one_that_fell_asleep_first_comes_first)
{
    sim_arena *arena = make_inserter_arena();
    line first = build_line(arena, "inserter", 0, 1);
    sim_run(arena, prototypes, 20);
    uint32_t second = build(arena, "inserter", 1, -1, 12), chest = build(arena, "iron-chest", 2, -1, 0);
    sim_run(arena, prototypes, 50);
    fill(arena, first.source, "coal", 1);
    sim_run(arena, prototypes, 1);
    CHECK_EQ_INT(record_of(arena, first.inserter)->held_count, 1);
    CHECK_EQ_INT(record_of(arena, second)->held_count, 0);
    CHECK_EQ_INT(in_chest(arena, chest, "coal"), 0);
    free(arena);
}

TEST(what_is_built_or_removed_at_its_ends_is_what_it_serves)
{
    sim_arena *arena = make_inserter_arena();
    uint32_t inserter = build(arena, "inserter", 0, 0, 0);
    sim_run(arena, prototypes, 50);
    CHECK_EQ_INT(arena->pools[SIM_POOL_INSERTER].awake, 0);
    uint32_t target = build(arena, "iron-chest", 0, 1, 0), source = build(arena, "iron-chest", 0, -1, 0);
    CHECK_EQ_INT(record_of(arena, inserter)->source, source);
    fill(arena, source, "coal", 5);
    CHECK_EQ_INT(ticks_until(arena, target, "coal", 1, 100), 36);
    destroy(arena, target);
    CHECK_EQ_INT(record_of(arena, inserter)->target, 0);
    sim_run(arena, prototypes, 80);
    CHECK_EQ_INT(sim_ground_item_total(arena, prototypes, item("coal")), 1);
    destroy(arena, source);
    CHECK_EQ_INT(record_of(arena, inserter)->source, 0);
    check_sane(arena);
    free(arena);
}

TEST(a_turned_inserter_serves_the_other_way)
{
    sim_arena *arena = make_inserter_arena();
    line line = build_line(arena, "inserter", 0, 1);
    fill(arena, line.target, "coal", 1);
    sim_run(arena, prototypes, 50);
    CHECK_EQ_INT(sim_entity_turn(arena, prototypes, sim_entity_handle(arena, line.inserter), 8), SIM_OK);
    sim_run(arena, prototypes, 71);
    CHECK_EQ_INT(in_chest(arena, line.source, "coal"), 1);
    check_sane(arena);
    free(arena);
}

TEST(a_chest_moved_away_is_served_no_more)
{
    sim_arena *arena = make_inserter_arena();
    line line = build_line(arena, "inserter", 0, 1);
    sim_entity_teleport(arena, prototypes, sim_entity_handle(arena, line.source), (sim_position){9 * TILE, 9 * TILE});
    CHECK_EQ_INT(record_of(arena, line.inserter)->source, 0);
    sim_entity_teleport(arena, prototypes, sim_entity_handle(arena, line.source), (sim_position){CENTRE, -CENTRE});
    CHECK_EQ_INT(record_of(arena, line.inserter)->source, line.source);
    free(arena);
}

TEST(the_place_for_source_and_target_is_the_tile_but_for_a_rim) /* I21 */
{
    sim_arena *arena = make_inserter_arena();
    uint32_t inserter = build(arena, "inserter", 0, 0, 0);
    sim_handle chest = put(arena, "iron-chest", CENTRE, -CENTRE, 0);
    int32_t half = (int32_t)(prototypes->entities[sim_entity_named(prototypes, "iron-chest")].collision_box.right);
    for (int32_t overlap = 24; overlap <= 26; overlap++) { /* the rim of the pickup side is 25/256 wide */
        sim_entity_teleport(arena, prototypes, chest, (sim_position){-half + overlap, -CENTRE});
        CHECK_EQ_INT(record_of(arena, inserter)->source != 0, overlap > 25);
    }
    for (int32_t overlap = 11; overlap <= 13; overlap++) { /* of the drop side 12/256 */
        sim_entity_teleport(arena, prototypes, chest, (sim_position){-half + overlap, TILE + CENTRE});
        CHECK_EQ_INT(record_of(arena, inserter)->target != 0, overlap > 12);
    }
    free(arena);
}

TEST(a_hand_of_more_than_one_takes_what_there_is_up_to_its_size)
{
    sim_arena *arena = make_inserter_arena();
    line line = build_line(arena, "bulk-inserter", 0, 1);
    CHECK_EQ_INT(sim_inserter_hand_size(arena, prototypes, line.inserter), 1); /* I22 */
    CHECK_EQ_INT(sim_force_set_bonus(arena, prototypes, SIM_TECHNOLOGY_EFFECT_BULK_INSERTER_CAPACITY_BONUS, 0, 3.0),
                 SIM_OK);
    CHECK_EQ_INT(sim_inserter_hand_size(arena, prototypes, line.inserter), 4);
    fill(arena, line.source, "coal", 6);
    CHECK(ticks_until(arena, line.target, "coal", 1, 50) < 50);
    CHECK_EQ_INT(in_chest(arena, line.target, "coal"), 4);
    CHECK(ticks_until(arena, line.target, "coal", 5, 50) < 50);
    CHECK_EQ_INT(in_chest(arena, line.target, "coal"), 6);
    CHECK_EQ_INT(sim_inserter_set_hand_size_limit(arena, prototypes, line.inserter, 2), SIM_OK);
    CHECK_EQ_INT(sim_inserter_hand_size(arena, prototypes, line.inserter), 2);
    free(arena);
}

TEST(ten_thousand_idle_inserters_are_all_asleep)
{
    prototypes = unplugged_prototypes();
    sim_arena *arena = make_arena(400, 21000);
    prototypes = unplugged_prototypes();
    for (int32_t i = 0; i < 10000; i++) {
        build(arena, "inserter", i % 100 * 3 - 150, i / 100 * 3 - 150, 0);
        build(arena, "wooden-chest", i % 100 * 3 - 150, i / 100 * 3 - 151, 0);
    }
    sim_run(arena, prototypes, 40);
    CHECK_EQ_INT(arena->pools[SIM_POOL_INSERTER].awake, 0);
    CHECK_EQ_INT(arena->awake, 0);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_burner_inserter_takes_at_tick_9_and_gives_every_76_ticks);
    RUN(a_waiting_inserter_takes_in_the_tick_after_something_has_come);
    RUN(it_takes_nothing_for_a_full_chest_and_goes_on_when_there_is_room);
    RUN(it_waits_at_a_chest_that_filled_while_it_came);
    RUN(it_lays_one_item_on_a_tile_of_ground_and_waits);
    RUN(filters_name_what_it_takes_or_what_it_leaves);
    RUN(a_chest_gives_from_its_last_slot_that_holds_something_wanted);
    RUN(a_burner_inserter_keeps_fuel_for_itself_when_it_has_none);
    RUN(without_fuel_it_stops_where_it_is_and_goes_on_with_fuel);
    RUN(of_two_that_wait_for_one_place_the_one_built_last_comes_first);
    RUN(of_sleepers_woken_together_the_one_that_fell_asleep_first_comes_first);
    RUN(what_is_built_or_removed_at_its_ends_is_what_it_serves);
    RUN(a_turned_inserter_serves_the_other_way);
    RUN(a_chest_moved_away_is_served_no_more);
    RUN(the_place_for_source_and_target_is_the_tile_but_for_a_rim);
    RUN(a_hand_of_more_than_one_takes_what_there_is_up_to_its_size);
    RUN(ten_thousand_idle_inserters_are_all_asleep);
    return kit_end();
}
