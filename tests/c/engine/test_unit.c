/* Units: walking, commands, biting and spitting (rows E01 E02 of the facts in motion).
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/combat_kit.h"
#include "tests/c/engine/unit_kit.h"
#include "harness/standin/engine/combat/unit_follow.h"

/* E01: 0.2 tile a tick. */
TEST(a_small_biter_walks_a_hundred_tiles_in_500_ticks)
{
    sim_arena *arena = make_arena(256, 4);
    sim_handle biter = enemy(arena, "small-biter", -50, 3);
    tell(arena, biter, go_to(60, 3));
    sim_run(arena, prototypes, 501);
    CHECK_NEAR_F64(tiles_between(arena, biter, 50, 3), 0.0, 0.5);
    sim_run(arena, prototypes, 100);
    CHECK(tiles_between(arena, biter, 60, 3) <= 0.6);
    sim_run(arena, prototypes, 30);
    CHECK_EQ_INT(arena->awake, 0);
    check_sane(arena);
    free(arena);
}

TEST(every_kind_of_unit_walks_at_its_published_speed_in_any_direction)
{
    const char *names[8] = {"small-biter", "medium-biter", "big-biter", "behemoth-biter",
                            "small-spitter", "medium-spitter", "big-spitter", "behemoth-spitter"};
    for (int i = 0; i < 8; i++) {
        sim_arena *arena = make_arena(256, 4);
        sim_handle unit = enemy(arena, names[i], 0, 0);
        double angle = 0.1 + i * 0.7, speed =
            prototypes->units[prototypes->entities[sim_entity_named(prototypes, names[i])].unit].movement_speed;
        tell(arena, unit, go_to(100 * cos(angle), 100 * sin(angle)));
        sim_run(arena, prototypes, 201);
        CHECK_NEAR_F64(tiles_between(arena, unit, 0, 0), 200 * speed, 0.3);
        free(arena);
    }
}

TEST(a_unit_goes_around_water_and_around_what_is_its_own)
{
    sim_arena *arena = make_arena(64, 64);
    uint16_t water = sim_tile_named(prototypes, "water");
    for (int y = -8; y <= 8; y++) CHECK_EQ_INT(sim_map_set_tile(arena, prototypes, 0, y, water), SIM_OK);
    build_wall(arena, "stone-wall", 0.5, 9, 14, SIM_FORCE_ENEMY);
    sim_handle biter = enemy(arena, "medium-biter", -10, 2);
    tell(arena, biter, go_to(10, 2));
    for (int i = 0; i < 400; i++) {
        sim_run(arena, prototypes, 1);
        sim_position at = sim_entity_get(arena, biter)->position;
        sim_box box = sim_box_at(prototypes->entities[sim_entity_named(prototypes, "medium-biter")].collision_box, at);
        CHECK(!sim_map_box_collides(arena, prototypes, box, SIM_LAYER_WATER_TILE));
    }
    CHECK(tiles_between(arena, biter, 10, 2) < 1.0);
    check_sane(arena);
    CHECK_EQ_INT(arena->pools[SIM_POOL_PATH].live, 0);
    free(arena);
}

TEST(a_unit_breaks_through_a_wall_that_shuts_it_out)
{
    sim_arena *arena = make_arena(64, 128);
    build_wall(arena, "stone-wall", 0.5, -32, 31, SIM_FORCE_ARENA);
    sim_handle biter = enemy(arena, "big-biter", -10, 2);
    tell(arena, biter, go_to(10, 2));
    sim_run(arena, prototypes, 1500);
    CHECK(tiles_between(arena, biter, 10, 2) < 1.0);
    CHECK_EQ_INT(arena->obstacle_count, 63);
    check_sane(arena);
    free(arena);
}

TEST(a_unit_that_nothing_lets_out_stays_in)
{
    sim_arena *arena = make_arena(64, 64);
    uint16_t water = sim_tile_named(prototypes, "water");
    for (int i = -4; i <= 4; i++) {
        sim_map_set_tile(arena, prototypes, i, -4, water);
        sim_map_set_tile(arena, prototypes, i, 4, water);
        sim_map_set_tile(arena, prototypes, -4, i, water);
        sim_map_set_tile(arena, prototypes, 4, i, water);
    }
    sim_handle biter = enemy(arena, "small-biter", 0, 0);
    tell(arena, biter, go_to(20, 0));
    sim_run(arena, prototypes, 1000);
    CHECK(tiles_between(arena, biter, 0, 0) < 6.0);
    check_sane(arena);
    free(arena);
}

/* E01: 7 damage every 35 ticks, 15 % more or less. */
TEST(a_small_biter_bites_for_7_every_35_ticks)
{
    sim_arena *arena = make_arena(64, 4);
    sim_handle chest = own(arena, "iron-chest", 0.5, 0.5), biter = enemy(arena, "small-biter", 3, 0.5);
    sim_command attack = sim_command_of(SIM_COMMAND_ATTACK);
    attack.target = chest;
    tell(arena, biter, attack);
    sim_run(arena, prototypes, 30);
    double before = health(arena, chest);
    sim_run(arena, prototypes, 700);
    double bites = (before - health(arena, chest)) / 7.0;
    CHECK_NEAR_F64(bites, 20.0, 2.0);
    CHECK_NEAR_F64(bites, floor(bites + 0.5), 1e-3);
    check_sane(arena);
    free(arena);
}

/* E02: 13 tiles; the acid of 12 damage flies at 0.3375 tile a tick. */
TEST(a_small_spitter_spits_from_a_distance_of_10_to_13_tiles)
{
    sim_arena *arena = make_arena(64, 4);
    sim_handle chest = own(arena, "steel-chest", 0.5, 0.5), spitter = enemy(arena, "small-spitter", 25, 0.5);
    sim_command attack = sim_command_of(SIM_COMMAND_ATTACK);
    attack.target = chest;
    tell(arena, spitter, attack);
    sim_run(arena, prototypes, 1500);
    double distance = tiles_between(arena, spitter, 0.5, 0.5);
    CHECK(distance > 9.5 && distance < 14.0);
    double dealt = 350.0 - health(arena, chest);
    CHECK(dealt >= 12.0 * 11 && dealt <= 12.0 * 17);
    check_sane(arena);
    free(arena);
}

TEST(a_unit_turns_on_an_enemy_that_it_sees_and_on_nobody_else)
{
    sim_arena *arena = make_arena(256, 8);
    sim_handle turret = own(arena, "gun-turret", 0, 0), chest = own(arena, "iron-chest", 28.5, 0.5);
    sim_handle near = enemy(arena, "small-biter", 28, 3), far = enemy(arena, "small-biter", 40, 0);
    sim_run(arena, prototypes, 1000);
    CHECK(health(arena, turret) < 400.0);
    CHECK_EQ_F64(health(arena, chest), 200.0);
    CHECK(tiles_between(arena, near, 0, 0) < 2.5);
    CHECK(tiles_between(arena, far, 40, 0) < 0.1);
    check_sane(arena);
    free(arena);
}

TEST(distraction_decides_what_a_marching_unit_turns_on)
{
    const enum sim_distraction kinds[4] = {SIM_DISTRACTION_NONE, SIM_DISTRACTION_BY_ENEMY,
                                           SIM_DISTRACTION_BY_ANYTHING, SIM_DISTRACTION_BY_DAMAGE};
    for (int i = 0; i < 4; i++) {
        sim_arena *arena = make_arena(256, 8);
        sim_handle turret = own(arena, "gun-turret", 0, 12), chest = own(arena, "iron-chest", -70.5, 5.5);
        sim_handle biter = enemy(arena, "medium-biter", -100, 0);
        sim_command command = go_to(100, 0);
        command.distraction = (uint8_t)kinds[i];
        tell(arena, biter, command);
        sim_run(arena, prototypes, 1000);
        CHECK_EQ_INT(health(arena, turret) < 400.0,
                     kinds[i] == SIM_DISTRACTION_BY_ENEMY || kinds[i] == SIM_DISTRACTION_BY_ANYTHING);
        CHECK_EQ_INT(health(arena, chest) < 200.0, kinds[i] == SIM_DISTRACTION_BY_ANYTHING);
        int is_through = kinds[i] == SIM_DISTRACTION_NONE || kinds[i] == SIM_DISTRACTION_BY_DAMAGE;
        CHECK_EQ_INT(tiles_between(arena, biter, 100, 0) < 1.0, is_through);
        free(arena);
    }
}

TEST(a_unit_that_is_hit_turns_on_who_did_it)
{
    sim_arena *arena = make_arena(256, 8);
    sim_handle biter = enemy(arena, "medium-biter", 0, 0), chest = own(arena, "iron-chest", 40.5, 0.5);
    sim_command command = sim_command_of(SIM_COMMAND_STOP);
    command.distraction = SIM_DISTRACTION_BY_DAMAGE;
    tell(arena, biter, command);
    sim_run(arena, prototypes, 100);
    CHECK_EQ_INT(arena->awake, 0);
    sim_damage_source source = {chest, SIM_FORCE_ARENA};
    uint16_t physical = sim_damage_type_named(prototypes, "physical");
    CHECK_EQ_INT(sim_damage_apply(arena, prototypes, biter, physical, 20.0, source, NULL), SIM_OK);
    sim_run(arena, prototypes, 600);
    CHECK(!lives(arena, chest) || health(arena, chest) < 200.0);
    free(arena);
}

TEST(an_idle_unit_sleeps_until_a_character_comes_within_30_tiles)
{
    sim_arena *arena = make_arena(256, 8);
    sim_handle biter = enemy(arena, "small-biter", 0, 0), character = own(arena, "character", 60, 0);
    sim_run(arena, prototypes, 60);
    CHECK_EQ_INT(arena->awake, 0);
    sim_character_set_walking(arena, 0, 1, 12);
    for (int i = 0; i < 180; i++) sim_run(arena, prototypes, 1);
    CHECK(tiles_between(arena, character, 0, 0) > 31.0);
    CHECK(tiles_between(arena, biter, 0, 0) < 0.1);
    sim_run(arena, prototypes, 60);
    sim_character_set_walking(arena, 0, 0, 12);
    sim_run(arena, prototypes, 400);
    CHECK(health(arena, character) < 250.0);
    check_sane(arena);
    free(arena);
}

/* Where the walk begins decides in which tick of a leap it enters the cell in which the unit hears of it. */
TEST(a_walk_past_a_sleeping_unit_is_the_same_in_one_go_and_tick_by_tick)
{
    for (int from = 0; from < 40; from++) {
        sim_arena *leaps = make_arena(256, 8), *steps = make_arena(256, 8);
        sim_arena *both[2] = {leaps, steps};
        for (int i = 0; i < 2; i++) {
            enemy(both[i], "small-biter", 0, 0);
            own(both[i], "character", 62 - 0.13 * from, 5);
            sim_run(both[i], prototypes, 30);
            sim_character_set_walking(both[i], 0, 1, 12);
        }
        for (int part = 0; part < 30; part++) {
            sim_run(leaps, prototypes, 30);
            for (int i = 0; i < 30; i++) sim_run(steps, prototypes, 1);
            CHECK(sim_arena_hash(leaps, prototypes) == sim_arena_hash(steps, prototypes));
        }
        CHECK(health(leaps, (sim_handle){2, 1}) < 250.0);
        free(leaps);
        free(steps);
    }
}

TEST(bad_commands_are_refused_and_change_nothing)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle biter = enemy(arena, "small-biter", 0, 0), chest = own(arena, "iron-chest", 5.5, 0.5);
    sim_run(arena, prototypes, 30);
    uint64_t hash = sim_arena_hash(arena, prototypes);
    sim_command far = go_to(500, 0), unknown = go_to(5, 0), target = sim_command_of(SIM_COMMAND_ATTACK);
    unknown.kind = 77;
    CHECK_EQ_INT(sim_unit_set_command(arena, prototypes, biter, &far), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_unit_set_command(arena, prototypes, biter, &unknown), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_unit_set_command(arena, prototypes, biter, &target), SIM_NOT_FOUND);
    CHECK_EQ_INT(sim_unit_set_command(arena, prototypes, chest, &target), SIM_NOT_FOUND);
    CHECK_EQ_INT(sim_unit_group_add(arena, prototypes, 5, biter), SIM_NOT_FOUND);
    CHECK_EQ_INT(sim_unit_group_set_command(arena, prototypes, 5, &far), SIM_NOT_FOUND);
    uint32_t group;
    CHECK_EQ_INT(sim_unit_group_create(arena, SIM_FORCE_ENEMY, (sim_position){999 * TILE, 0}, 1, &group),
                 SIM_OUT_OF_MAP);
    CHECK(sim_arena_hash(arena, prototypes) == hash);
    free(arena);
}

TEST(a_unit_that_is_told_to_attack_itself_dies_of_it_and_nothing_else_happens)
{
    for (uint32_t delay = 0; delay < SIM_UNIT_THINK_TICKS; delay++) { /* one of them dies when it is about to think */
        sim_arena *arena = make_arena(32, 16);
        sim_handle biter = enemy(arena, "small-biter", 0.5, 0.5), other = enemy(arena, "small-biter", 8.5, 8.5);
        sim_command command = sim_command_of(SIM_COMMAND_ATTACK);
        command.target = biter;
        sim_run(arena, prototypes, delay);
        tell(arena, biter, command);
        CHECK(ticks_until_dead(arena, biter, 600) < 600);
        CHECK(lives(arena, other));
        check_sane(arena);
        free(arena);
    }
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_small_biter_walks_a_hundred_tiles_in_500_ticks);
    RUN(every_kind_of_unit_walks_at_its_published_speed_in_any_direction);
    RUN(a_unit_goes_around_water_and_around_what_is_its_own);
    RUN(a_unit_breaks_through_a_wall_that_shuts_it_out);
    RUN(a_unit_that_nothing_lets_out_stays_in);
    RUN(a_small_biter_bites_for_7_every_35_ticks);
    RUN(a_small_spitter_spits_from_a_distance_of_10_to_13_tiles);
    RUN(a_unit_turns_on_an_enemy_that_it_sees_and_on_nobody_else);
    RUN(distraction_decides_what_a_marching_unit_turns_on);
    RUN(a_unit_that_is_hit_turns_on_who_did_it);
    RUN(an_idle_unit_sleeps_until_a_character_comes_within_30_tiles);
    RUN(a_walk_past_a_sleeping_unit_is_the_same_in_one_go_and_tick_by_tick);
    RUN(bad_commands_are_refused_and_change_nothing);
    RUN(a_unit_that_is_told_to_attack_itself_dies_of_it_and_nothing_else_happens);
    return kit_end();
}
