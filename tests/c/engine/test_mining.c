/* Mining by hand: the published times and yields, reach, full inventories.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

static sim_arena *make_scene(void)
{
    sim_arena *arena = make_arena(64, 40);
    put(arena, "character", 0, 0, 0);
    return arena;
}

static const sim_character *miner(const sim_arena *arena)
{
    return sim_character_get(arena, 0);
}

static enum sim_result mine(sim_arena *arena, int32_t x, int32_t y)
{
    return sim_mining_start(arena, prototypes, 0, (sim_position){x, y});
}

/* Ticks until the next entity or unit is mined; 10,000 when none is. */
static uint32_t ticks_to_mine(sim_arena *arena)
{
    uint32_t before = miner(arena)->mined_entities, ticks = 0;
    while (miner(arena)->mined_entities == before && ticks < 10000) {
        sim_run(arena, prototypes, 1);
        ticks++;
    }
    return ticks;
}

/* Ticks to mine a new entity of that name, which is then gone. */
static uint32_t ticks_for(const char *name)
{
    sim_arena *arena = make_scene();
    sim_handle handle = put(arena, name, 3 * TILE, 0, 1);
    CHECK_EQ_INT(mine(arena, sim_entity_get(arena, handle)->position.x, sim_entity_get(arena, handle)->position.y),
                 SIM_OK);
    uint32_t ticks = ticks_to_mine(arena);
    CHECK(sim_entity_get(arena, handle) == NULL);
    check_sane(arena);
    free(arena);
    return ticks;
}

static void check_near_ticks(const char *name, int expected)
{
    int ticks = (int)ticks_for(name);
    if (abs(ticks - expected) > 1) kit_fail(__FILE__, __LINE__, "%s takes %d ticks, not %d", name, ticks, expected);
}

TEST(a_unit_of_iron_ore_takes_121_ticks_as_measured_in_the_game)
{
    sim_arena *arena = make_scene();
    put(arena, "iron-ore", TILE, 0, 3);
    CHECK_EQ_INT(mine(arena, TILE + CENTRE, CENTRE), SIM_OK);
    CHECK_EQ_INT(ticks_to_mine(arena), 121);
    CHECK_EQ_INT(ticks_to_mine(arena), 121);
    CHECK_EQ_INT(held(arena, "iron-ore"), 2);
    CHECK_EQ_INT(sim_statistics_get(arena, item("iron-ore")).produced, 2);
    CHECK_EQ_INT(ticks_to_mine(arena), 121);
    CHECK_EQ_INT(miner(arena)->mining, 0);
    CHECK_EQ_INT(miner(arena)->mined_items, 3);
    CHECK_EQ_INT(sim_resource_total(arena, prototypes, item("iron-ore")), 0);
    check_sane(arena);
    free(arena);
}

/* Fact C09. */
TEST(a_living_tree_takes_66_ticks_a_dead_one_60)
{
    check_near_ticks("tree-01", 66);
    check_near_ticks("dead-grey-trunk", 60);
    check_near_ticks("dry-tree", 60);
}

/* Fact C10. */
TEST(rocks_take_their_published_times)
{
    check_near_ticks("huge-rock", 360);
    check_near_ticks("big-rock", 240);
    check_near_ticks("big-sand-rock", 240);
}

/* Fact C11. */
TEST(own_buildings_are_picked_up_in_their_published_times)
{
    static const char *const TENTH[] = {"transport-belt", "inserter", "small-electric-pole", "pipe", "wooden-chest",
                                        "offshore-pump"};
    static const char *const FIFTH[] = {"stone-furnace", "assembling-machine-1", "lab", "boiler"};
    for (size_t i = 0; i < sizeof TENTH / sizeof *TENTH; i++) check_near_ticks(TENTH[i], 12);
    for (size_t i = 0; i < sizeof FIFTH / sizeof *FIFTH; i++) check_near_ticks(FIFTH[i], 24);
    check_near_ticks("burner-mining-drill", 36);
    check_near_ticks("steam-engine", 36);
    check_near_ticks("gun-turret", 60);
}

/* Facts C09 and C10: what trees and rocks give. */
TEST(trees_and_rocks_give_what_is_published)
{
    sim_arena *arena = make_scene();
    int stone_seen[51] = {0};
    for (int i = 0; i < 3000; i++) {
        sim_handle rock = put(arena, "huge-rock", 4 * TILE, 0, 0);
        CHECK_EQ_INT(sim_mining_finish(arena, prototypes, 0, rock), SIM_OK);
        uint32_t stone = held(arena, "stone"), coal = held(arena, "coal");
        CHECK(stone >= 24 && stone <= 50 && coal >= 24 && coal <= 50);
        stone_seen[stone]++;
        sim_inventory_clear(arena, miner(arena)->inventory);
    }
    for (int amount = 24; amount <= 50; amount++) CHECK(stone_seen[amount] > 60 && stone_seen[amount] < 170);
    CHECK_EQ_INT(sim_mining_finish(arena, prototypes, 0, put(arena, "big-rock", 4 * TILE, 0, 0)), SIM_OK);
    CHECK_EQ_INT(held(arena, "stone"), 20);
    CHECK_EQ_INT(sim_mining_finish(arena, prototypes, 0, put(arena, "tree-01", 4 * TILE, 0, 0)), SIM_OK);
    CHECK_EQ_INT(sim_mining_finish(arena, prototypes, 0, put(arena, "dead-grey-trunk", 4 * TILE, 0, 0)), SIM_OK);
    CHECK_EQ_INT(held(arena, "wood"), 6);
    CHECK_EQ_INT(sim_statistics_get(arena, item("wood")).produced, 6);
    free(arena);
}

TEST(one_seed_gives_one_yield)
{
    uint32_t stones[2];
    for (int i = 0; i < 2; i++) {
        sim_arena *arena = make_scene();
        sim_random_seed(&arena->random, 99);
        sim_mining_finish(arena, prototypes, 0, put(arena, "huge-rock", 4 * TILE, 0, 0));
        stones[i] = held(arena, "stone");
        free(arena);
    }
    CHECK_EQ_INT(stones[0], stones[1]);
}

/* Fact C01: reach. */
TEST(ore_is_reached_at_2_7_tiles_and_buildings_at_10)
{
    sim_arena *arena = make_scene();
    sim_handle character = {1, 1};
    sim_handle ore = put(arena, "iron-ore", CENTRE, CENTRE, 5), wall = put(arena, "stone-wall", 15 * TILE, CENTRE, 0);
    sim_entity_teleport(arena, prototypes, character, (sim_position){CENTRE + 25 + 691, CENTRE});
    CHECK(sim_mining_in_reach(arena, prototypes, 0, ore));
    sim_entity_teleport(arena, prototypes, character, (sim_position){CENTRE + 25 + 692, CENTRE});
    CHECK(!sim_mining_in_reach(arena, prototypes, 0, ore));
    CHECK_EQ_INT(mine(arena, CENTRE, CENTRE), SIM_OUT_OF_REACH);
    int32_t wall_left = 15 * TILE + CENTRE - 74;
    sim_entity_teleport(arena, prototypes, character, (sim_position){wall_left - 2560, CENTRE});
    CHECK(sim_mining_in_reach(arena, prototypes, 0, wall));
    sim_entity_teleport(arena, prototypes, character, (sim_position){wall_left - 2561, CENTRE});
    CHECK(!sim_mining_in_reach(arena, prototypes, 0, wall));
    free(arena);
}

TEST(a_refusal_has_its_reason_and_changes_nothing)
{
    sim_arena *arena = make_scene();
    put(arena, "iron-ore", TILE, 0, 5);
    put(arena, "crude-oil", -2 * TILE, -2 * TILE, 60000);
    CHECK_EQ_INT(mine(arena, TILE + CENTRE, CENTRE), SIM_OK);
    sim_run(arena, prototypes, 30);
    uint64_t before = sim_arena_hash(arena, prototypes);
    CHECK_EQ_INT(mine(arena, 9 * TILE, 0), SIM_NOT_FOUND);
    CHECK_EQ_INT(mine(arena, -2 * TILE, -2 * TILE), SIM_NOT_MINABLE);
    CHECK_EQ_INT(sim_mining_start(arena, prototypes, 5, (sim_position){0, 0}), SIM_DEAD);
    CHECK_EQ_INT(sim_arena_hash(arena, prototypes), before);
    CHECK_NEAR_F64(sim_mining_progress(arena, prototypes, 0), 0.25, 1e-9);
    free(arena);
}

TEST(progress_survives_a_pause_but_not_another_target)
{
    sim_arena *arena = make_scene();
    put(arena, "iron-ore", TILE, 0, 5);
    put(arena, "coal", 0, TILE, 5);
    mine(arena, TILE + CENTRE, CENTRE);
    sim_run(arena, prototypes, 60);
    sim_mining_stop(arena, 0);
    CHECK_EQ_F64(sim_mining_progress(arena, prototypes, 0), 0.0);
    sim_run(arena, prototypes, 500);
    mine(arena, TILE + CENTRE, CENTRE);
    CHECK_NEAR_F64(sim_mining_progress(arena, prototypes, 0), 0.5, 1e-9);
    mine(arena, CENTRE, TILE + CENTRE);
    CHECK_EQ_F64(sim_mining_progress(arena, prototypes, 0), 0.0);
    mine(arena, TILE + CENTRE, CENTRE);
    CHECK_EQ_F64(sim_mining_progress(arena, prototypes, 0), 0.0);
    free(arena);
}

TEST(out_of_reach_progress_rests)
{
    sim_arena *arena = make_scene();
    put(arena, "iron-ore", TILE, 0, 5);
    mine(arena, TILE + CENTRE, CENTRE);
    sim_run(arena, prototypes, 60);
    sim_entity_teleport(arena, prototypes, (sim_handle){1, 1}, (sim_position){-9 * TILE, 0});
    sim_run(arena, prototypes, 200);
    CHECK_EQ_INT(miner(arena)->mining, 1);
    CHECK_EQ_INT(miner(arena)->mining_result, SIM_OUT_OF_REACH);
    CHECK_EQ_F64(sim_mining_progress(arena, prototypes, 0), 0.0);
    sim_entity_teleport(arena, prototypes, (sim_handle){1, 1}, (sim_position){0, 0});
    CHECK_NEAR_F64(sim_mining_progress(arena, prototypes, 0), 0.5, 1e-9);
    CHECK_EQ_INT(ticks_to_mine(arena), 61);
    free(arena);
}

TEST(a_full_inventory_spills_ore_and_then_the_pile_is_mined)
{
    sim_arena *arena = make_scene();
    put(arena, "iron-ore", TILE, 0, 5);
    sim_inventory_insert(arena, prototypes, miner(arena)->inventory, item("stone"), 4000);
    mine(arena, TILE + CENTRE, CENTRE);
    CHECK_EQ_INT(ticks_to_mine(arena), 121);
    CHECK_EQ_INT(miner(arena)->mining_result, SIM_INVENTORY_FULL);
    CHECK_EQ_INT(sim_ground_item_total(arena, prototypes, item("iron-ore")), 1);
    CHECK_EQ_INT(miner(arena)->mined_items, 0);
    sim_run(arena, prototypes, 100);
    CHECK_EQ_INT(sim_resource_total(arena, prototypes, item("iron-ore")), 4);
    sim_inventory_remove(arena, miner(arena)->inventory, item("stone"), 50);
    sim_run(arena, prototypes, 10);
    CHECK_EQ_INT(held(arena, "iron-ore"), 1);
    CHECK_EQ_INT(sim_ground_item_total(arena, prototypes, 0), 0);
    CHECK_EQ_INT(miner(arena)->mining, 1);
    sim_run(arena, prototypes, 300);
    CHECK_EQ_INT(held(arena, "iron-ore"), 1);
    CHECK_EQ_INT(mine(arena, TILE + CENTRE, CENTRE), SIM_OK);
    CHECK_EQ_INT(ticks_to_mine(arena), 121);
    check_sane(arena);
    free(arena);
}

TEST(a_chest_is_emptied_first_and_stays_while_something_is_in_it)
{
    sim_arena *arena = make_scene();
    sim_handle chest = put(arena, "wooden-chest", 3 * TILE, 0, 0);
    uint32_t inside = sim_entity_get(arena, chest)->amount;
    sim_inventory_insert(arena, prototypes, inside, item("coal"), 120);
    sim_inventory_insert(arena, prototypes, inside, item("wood"), 10);
    sim_inventory_insert(arena, prototypes, miner(arena)->inventory, item("stone"), 78 * 50);
    mine(arena, 3 * TILE + CENTRE, CENTRE);
    sim_run(arena, prototypes, 13);
    CHECK_EQ_INT(held(arena, "coal"), 100);
    CHECK_EQ_INT(sim_inventory_count(arena, inside, 0), 30);
    CHECK_EQ_INT(miner(arena)->mining_result, SIM_INVENTORY_FULL);
    sim_inventory_remove(arena, miner(arena)->inventory, item("stone"), 500);
    CHECK_EQ_INT(ticks_to_mine(arena), 13);
    CHECK(sim_entity_get(arena, chest) == NULL);
    CHECK_EQ_INT(held(arena, "coal"), 120);
    CHECK_EQ_INT(held(arena, "wood"), 10);
    CHECK_EQ_INT(held(arena, "wooden-chest"), 1);
    CHECK_EQ_INT(sim_statistics_get(arena, item("wooden-chest")).produced, 0);
    check_sane(arena);
    free(arena);
}

TEST(finishing_at_once_is_all_or_nothing)
{
    sim_arena *arena = make_scene();
    sim_handle chest = put(arena, "wooden-chest", 3 * TILE, 0, 0), ore = put(arena, "coal", -3 * TILE, 0, 2);
    sim_inventory_insert(arena, prototypes, sim_entity_get(arena, chest)->amount, item("coal"), 60);
    sim_inventory_insert(arena, prototypes, miner(arena)->inventory, item("stone"), 78 * 50);
    uint64_t before = sim_arena_hash(arena, prototypes);
    CHECK_EQ_INT(sim_mining_finish(arena, prototypes, 0, chest), SIM_INVENTORY_FULL);
    CHECK_EQ_INT(sim_arena_hash(arena, prototypes), before);
    sim_inventory_remove(arena, miner(arena)->inventory, item("stone"), 50);
    CHECK_EQ_INT(sim_mining_finish(arena, prototypes, 0, chest), SIM_OK);
    CHECK_EQ_INT(held(arena, "coal"), 60);
    CHECK_EQ_INT(sim_mining_finish(arena, prototypes, 0, ore), SIM_OK);
    CHECK_EQ_INT(sim_entity_get(arena, ore)->amount, 1);
    CHECK_EQ_INT(sim_mining_finish(arena, prototypes, 0, ore), SIM_OK);
    CHECK_EQ_INT(sim_mining_finish(arena, prototypes, 0, ore), SIM_NOT_FOUND);
    CHECK_EQ_INT(miner(arena)->mining, 0);
    check_sane(arena);
    free(arena);
}

TEST(a_target_that_vanishes_ends_the_mining)
{
    sim_arena *arena = make_scene();
    sim_handle tree = put(arena, "tree-01", 2 * TILE, 0, 0);
    mine(arena, 2 * TILE, 0);
    sim_run(arena, prototypes, 10);
    sim_entity_destroy(arena, prototypes, tree);
    sim_run(arena, prototypes, 1);
    CHECK_EQ_INT(miner(arena)->mining, 0);
    check_sane(arena);
    free(arena);
}

TEST(mining_taken_together_leaves_the_state_of_single_ticks)
{
    sim_random random;
    sim_random_seed(&random, 31);
    for (int round = 0; round < 60; round++) {
        sim_arena *together = make_scene();
        for (int i = 0; i < 30; i++) {
            sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, i % 3 ? "coal" : "tree-01"), .amount = 2};
            spec.position.x = sim_random_range(&random, -3 * TILE, 3 * TILE);
            spec.position.y = sim_random_range(&random, -3 * TILE, 3 * TILE);
            sim_entity_create(together, prototypes, &spec, NULL);
        }
        if (round % 3 == 0) sim_inventory_insert(together, prototypes, miner(together)->inventory, item("stone"), 3960);
        sim_arena *singly = aligned_alloc(64, together->block_bytes);
        sim_arena_copy(singly, together->block_bytes, together);
        for (int order = 0; order < 30; order++) {
            int32_t x = sim_random_range(&random, -3 * TILE, 3 * TILE);
            int32_t y = sim_random_range(&random, -3 * TILE, 3 * TILE);
            uint32_t ticks = (uint32_t)sim_random_range(&random, 1, 300);
            CHECK_EQ_INT(mine(together, x, y), mine(singly, x, y));
            sim_run(together, prototypes, ticks);
            for (uint32_t i = 0; i < ticks; i++) {
                sim_mining_tick(singly, prototypes);
                singly->tick++;
            }
            CHECK_EQ_INT(sim_arena_hash(together, prototypes), sim_arena_hash(singly, prototypes));
        }
        check_sane(together);
        free(together);
        free(singly);
    }
}

/* Recorded: its fuel, itself, then what it held. */
TEST(an_inserter_comes_before_what_its_hand_holds)
{
    sim_arena *arena = make_arena(64, 16);
    put(arena, "character", 0, 4 * TILE, 0);
    sim_handle arm = put(arena, "burner-inserter", CENTRE, CENTRE, 0);
    CHECK_EQ_INT(sim_inserter_hold(arena, prototypes, arm.index, item("iron-plate"), 1), SIM_OK);
    CHECK_EQ_INT(sim_transfer_insert(arena, prototypes, arm.index, item("wood"), 1), 1);
    CHECK_EQ_INT(sim_mining_start(arena, prototypes, 0, (sim_position){CENTRE, CENTRE}), SIM_OK);
    sim_run(arena, prototypes, 13);
    const sim_stack *slots = sim_inventory_slots(arena, sim_character_get(arena, 0)->inventory);
    CHECK_EQ_INT(slots[0].item, item("wood"));
    CHECK_EQ_INT(slots[1].item, item("burner-inserter"));
    CHECK_EQ_INT(slots[2].item, item("iron-plate"));
    free(arena);
}

TEST(a_character_stands_while_it_mines_and_walks_on_when_it_has_done)
{
    for (int walks_first = 0; walks_first < 2; walks_first++) {
        sim_arena *arena = make_scene();
        put(arena, "iron-ore", 2 * TILE, 0, 1);
        if (walks_first) {
            sim_character_set_walking(arena, 0, 1, 0);
            sim_run(arena, prototypes, 4);
        }
        sim_position begin = sim_character_position(arena, 0);
        CHECK_EQ_INT(mine(arena, 2 * TILE + CENTRE, CENTRE), SIM_OK);
        if (!walks_first) sim_character_set_walking(arena, 0, 1, 0);
        CHECK_EQ_INT(ticks_to_mine(arena), 121);
        sim_position end = sim_character_position(arena, 0);
        CHECK_EQ_INT(end.x, begin.x);
        CHECK_EQ_INT(end.y, begin.y);
        CHECK_EQ_INT(miner(arena)->walking, 1);
        sim_run(arena, prototypes, 5);
        CHECK(sim_character_position(arena, 0).x != begin.x || sim_character_position(arena, 0).y != begin.y);
        check_sane(arena);
        free(arena);
    }
}

TEST(a_character_whose_target_is_out_of_reach_walks)
{
    sim_arena *arena = make_scene();
    put(arena, "iron-ore", 2 * TILE, 0, 1);
    CHECK_EQ_INT(mine(arena, 2 * TILE + CENTRE, CENTRE), SIM_OK);
    sim_entity_move(arena, prototypes, miner(arena)->entity, (sim_position){-3 * TILE, 0});
    sim_character_set_walking(arena, 0, 1, 0);
    sim_run(arena, prototypes, 3);
    CHECK_EQ_INT(sim_character_position(arena, 0).y, -3 * 38);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_unit_of_iron_ore_takes_121_ticks_as_measured_in_the_game);
    RUN(a_living_tree_takes_66_ticks_a_dead_one_60);
    RUN(rocks_take_their_published_times);
    RUN(own_buildings_are_picked_up_in_their_published_times);
    RUN(trees_and_rocks_give_what_is_published);
    RUN(one_seed_gives_one_yield);
    RUN(ore_is_reached_at_2_7_tiles_and_buildings_at_10);
    RUN(a_refusal_has_its_reason_and_changes_nothing);
    RUN(progress_survives_a_pause_but_not_another_target);
    RUN(out_of_reach_progress_rests);
    RUN(a_full_inventory_spills_ore_and_then_the_pile_is_mined);
    RUN(a_chest_is_emptied_first_and_stays_while_something_is_in_it);
    RUN(finishing_at_once_is_all_or_nothing);
    RUN(a_target_that_vanishes_ends_the_mining);
    RUN(mining_taken_together_leaves_the_state_of_single_ticks);
    RUN(an_inserter_comes_before_what_its_hand_holds);
    RUN(a_character_stands_while_it_mines_and_walks_on_when_it_has_done);
    RUN(a_character_whose_target_is_out_of_reach_walks);
    return kit_end();
}
