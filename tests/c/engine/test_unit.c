/* Units: walking, commands, biting and spitting, groups, paths (rows E01 E02 of the facts in motion).
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/combat_kit.h"
#include "harness/standin/engine/combat/unit_follow.h"

static sim_command go_to(double x, double y)
{
    sim_command command = sim_command_of(SIM_COMMAND_GO_TO_LOCATION);
    command.destination = (sim_position){sim_fixed_from_tiles(x), sim_fixed_from_tiles(y)};
    command.radius = TILE / 2;
    return command;
}

static void tell(sim_arena *arena, sim_handle unit, sim_command command)
{
    CHECK_EQ_INT(sim_unit_set_command(arena, prototypes, unit, &command), SIM_OK);
}

/* A wall of single tiles along a column, both ends included. */
static void build_wall(sim_arena *arena, const char *name, double x, int top, int bottom, uint8_t force)
{
    for (int y = top; y <= bottom; y++) place(arena, name, x, y + 0.5, force);
}

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

static uint32_t group_of(sim_arena *arena, int count, const char *name, double x, double y)
{
    uint32_t group;
    sim_position at = {sim_fixed_from_tiles(x), sim_fixed_from_tiles(y)};
    CHECK_EQ_INT(sim_unit_group_create(arena, SIM_FORCE_ENEMY, at, 1, &group), SIM_OK);
    for (int i = 0; i < count; i++) {
        sim_handle unit = enemy(arena, name, x + i % 5 * 2 - 4, y + i / 5 * 2);
        CHECK_EQ_INT(sim_unit_group_add(arena, prototypes, group, unit), SIM_OK);
    }
    return group;
}

TEST(a_group_gathers_marches_together_and_reports_that_it_has_come)
{
    sim_arena *arena = make_arena(256, 32);
    uint32_t group = group_of(arena, 15, "small-biter", -80, 0);
    sim_command command = go_to(80, 20);
    arena->event_mask = 1u << SIM_EVENT_GROUP_FINISHED;
    CHECK_EQ_INT(sim_unit_group_set_command(arena, prototypes, group, &command), SIM_OK);
    CHECK_EQ_INT(sim_unit_group_state(arena, group), SIM_GROUP_GATHERING);
    sim_run(arena, prototypes, 400);
    CHECK_EQ_INT(sim_unit_group_state(arena, group), SIM_GROUP_MOVING);
    sim_position middle = sim_unit_group_get(arena, group)->position;
    for (uint32_t i = 0; i < 15; i++)
        CHECK(tiles_between(arena, sim_unit_group_member(arena, group, i), sim_fixed_to_tiles(middle.x),
                            sim_fixed_to_tiles(middle.y)) < 12.0);
    sim_run(arena, prototypes, 1000);
    CHECK_EQ_INT(sim_unit_group_state(arena, group), SIM_GROUP_FINISHED);
    for (uint32_t i = 0; i < 15; i++)
        CHECK(tiles_between(arena, sim_unit_group_member(arena, group, i), 80, 20) < 12.0);
    sim_event event;
    CHECK_EQ_INT(sim_event_take(arena, &event, 1), 1);
    CHECK_EQ_INT(event.value, group);
    CHECK_EQ_INT(event.number, SIM_BEHAVIOR_SUCCESS);
    check_sane(arena);
    free(arena);
}

TEST(a_group_attacks_the_area_that_it_is_sent_to)
{
    sim_arena *arena = make_arena(256, 64);
    sim_handle chests[6];
    for (int i = 0; i < 6; i++) chests[i] = own(arena, "wooden-chest", 60.5 + i % 3 * 3, 0.5 + i / 3 * 3);
    uint32_t group = group_of(arena, 10, "medium-biter", -60, 0);
    sim_command command = sim_command_of(SIM_COMMAND_ATTACK_AREA);
    command.destination = (sim_position){63 * TILE, 2 * TILE};
    CHECK_EQ_INT(sim_unit_group_set_command(arena, prototypes, group, &command), SIM_OK);
    sim_run(arena, prototypes, 2500);
    for (int i = 0; i < 6; i++) CHECK(!lives(arena, chests[i]));
    CHECK_EQ_INT(sim_unit_group_state(arena, group), SIM_GROUP_FINISHED);
    check_sane(arena);
    sim_unit_group_destroy(arena, group);
    sim_run(arena, prototypes, 200);
    CHECK_EQ_INT(arena->awake, 0);
    check_sane(arena);
    free(arena);
}

TEST(a_member_that_dies_leaves_the_list_and_the_last_one_ends_the_group)
{
    sim_arena *arena = make_arena(128, 32);
    uint32_t group = group_of(arena, 5, "small-biter", 0, 0);
    sim_unit_group_set_autonomous(arena, group);
    sim_command command = go_to(40, 0);
    sim_unit_group_set_command(arena, prototypes, group, &command);
    sim_run(arena, prototypes, 50);
    const sim_damage_source nobody = {{0, 0}, SIM_FORCE_NEUTRAL};
    for (int left = 5; left > 0; left--) {
        CHECK_EQ_INT(sim_unit_group_get(arena, group)->member_count, left);
        sim_entity_die(arena, prototypes, sim_unit_group_member(arena, group, 1 % (uint32_t)left), nobody);
        sim_run(arena, prototypes, 5);
        check_sane(arena);
    }
    CHECK(sim_unit_group_get(arena, group) == NULL);
    free(arena);
}

TEST(a_script_gets_the_path_that_it_asks_for_or_hears_that_there_is_none)
{
    sim_arena *arena = make_arena(64, 64);
    build_wall(arena, "stone-wall", 0.5, -10, 10, SIM_FORCE_ARENA);
    const sim_entity_prototype *biter = &prototypes->entities[sim_entity_named(prototypes, "small-biter")];
    sim_path_query query = {.start = {-10 * TILE, 0}, .goal = {10 * TILE, 0}, .box = biter->collision_box,
                            .layers = biter->collision_layers, .radius = TILE, .force = SIM_FORCE_ENEMY,
                            .cannot_break = 1};
    uint32_t id, other;
    CHECK_EQ_INT(sim_path_request(arena, &query, &id), SIM_OK);
    CHECK_EQ_INT(sim_path_result(arena, id, NULL, 0), -1);
    sim_run(arena, prototypes, 1);
    sim_position places[64];
    int32_t count = sim_path_result(arena, id, places, 64);
    CHECK(count >= 3 && count < 20);
    CHECK_EQ_INT(places[0].x, query.start.x + TILE / 2);
    CHECK_EQ_INT(places[0].y, query.start.y + TILE / 2);
    sim_position before = query.start;
    double length = 0.0;
    for (int32_t i = 0; i < count; i++) {
        length += sqrt((double)sim_distance_squared(before, places[i])) / TILE;
        before = places[i];
    }
    CHECK(length > 27.0 && length < 36.0);
    CHECK(sim_distance_squared(before, query.goal) <= (int64_t)TILE * TILE);
    build_wall(arena, "stone-wall", 0.5, -32, -11, SIM_FORCE_ARENA);
    build_wall(arena, "stone-wall", 0.5, 11, 31, SIM_FORCE_ARENA);
    CHECK_EQ_INT(sim_path_request(arena, &query, &other), SIM_OK);
    CHECK(other != id);
    sim_run(arena, prototypes, 1);
    CHECK_EQ_INT(sim_path_result(arena, other, places, 64), 0);
    check_sane(arena);
    sim_path_forget(arena, id);
    sim_path_forget(arena, other);
    CHECK_EQ_INT(arena->pools[SIM_POOL_PATH].live, 0);
    free(arena);
}

TEST(the_path_of_a_script_that_is_at_its_goal_already_is_where_it_stands)
{
    sim_arena *arena = make_arena(64, 64);
    const sim_entity_prototype *biter = &prototypes->entities[sim_entity_named(prototypes, "small-biter")];
    sim_path_query query = {.start = {TILE / 4, 0}, .goal = {0, 0}, .box = biter->collision_box,
                            .layers = biter->collision_layers, .radius = TILE / 2, .force = SIM_FORCE_ENEMY};
    uint32_t id;
    sim_position places[4];
    CHECK_EQ_INT(sim_path_request(arena, &query, &id), SIM_OK);
    sim_run(arena, prototypes, 1);
    CHECK_EQ_INT(sim_path_result(arena, id, places, 4), 1);
    CHECK_EQ_INT(places[0].x, query.start.x);
    sim_path_forget(arena, id);
    CHECK_EQ_INT(arena->pools[SIM_POOL_PATH].live, 0);
    free(arena);
}

TEST(a_script_gets_a_long_path_through_a_gap_of_one_tile_to_the_very_goal)
{
    sim_arena *arena = make_arena(384, 512);
    build_wall(arena, "stone-wall", 0.5, -192, 99, SIM_FORCE_ARENA);
    build_wall(arena, "stone-wall", 0.5, 101, 191, SIM_FORCE_ARENA);
    const sim_entity_prototype *biter = &prototypes->entities[sim_entity_named(prototypes, "small-biter")];
    sim_path_query query = {.start = {-150 * TILE, 0}, .goal = {150 * TILE + TILE / 4, 0}, .cannot_break = 1,
                            .box = biter->collision_box, .layers = biter->collision_layers, .radius = TILE / 2,
                            .force = SIM_FORCE_ARENA};
    uint32_t id;
    CHECK_EQ_INT(sim_path_request(arena, &query, &id), SIM_OK);
    sim_run(arena, prototypes, 1);
    sim_position places[256];
    int32_t count = sim_path_result(arena, id, places, 256), through_gap = 0;
    CHECK(count >= 4 && count <= 256);
    CHECK_EQ_INT(places[count - 1].x, query.goal.x);
    CHECK_EQ_INT(places[count - 1].y, query.goal.y);
    for (int32_t i = 0; i < count; i++) through_gap |= places[i].y / TILE == 100;
    CHECK(through_gap);
    sim_path_forget(arena, id);
    free(arena);
}

TEST(a_long_way_is_found_with_a_lake_in_between)
{
    sim_arena *arena = make_arena(512, 8);
    free(arena);
    prototypes = sim_builtin_prototypes();
    sim_arena_config config = sim_arena_default_config(512, 512, 8, prototypes);
    config.tile_page_capacity = 256;
    config.pool_capacity[SIM_POOL_UNIT] = config.pool_capacity[SIM_POOL_PATH] = 64;
    size_t bytes = sim_arena_bytes(&config, prototypes);
    arena = aligned_alloc(64, bytes);
    CHECK_EQ_INT(sim_arena_init(arena, bytes, &config, prototypes), SIM_OK);
    uint16_t water = sim_tile_named(prototypes, "water");
    for (int x = -10; x < 10; x++)
        for (int y = -60; y < 60; y++) CHECK_EQ_INT(sim_map_set_tile(arena, prototypes, x, y, water), SIM_OK);
    sim_handle biter = enemy(arena, "small-biter", -180, 0);
    tell(arena, biter, go_to(180, 5));
    sim_run(arena, prototypes, 3500);
    CHECK(tiles_between(arena, biter, 180, 5) < 1.5);
    free(arena);
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
    RUN(a_group_gathers_marches_together_and_reports_that_it_has_come);
    RUN(a_group_attacks_the_area_that_it_is_sent_to);
    RUN(a_member_that_dies_leaves_the_list_and_the_last_one_ends_the_group);
    RUN(a_script_gets_the_path_that_it_asks_for_or_hears_that_there_is_none);
    RUN(a_script_gets_a_long_path_through_a_gap_of_one_tile_to_the_very_goal);
    RUN(the_path_of_a_script_that_is_at_its_goal_already_is_where_it_stands);
    RUN(a_long_way_is_found_with_a_lake_in_between);
    return kit_end();
}
