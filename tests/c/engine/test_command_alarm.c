/* Commands that begin or end at a time: units and groups that wait sleep until then.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/combat_kit.h"

static sim_command attack_at(double x, double y, uint32_t wait_ticks)
{
    sim_command command = sim_command_of(SIM_COMMAND_ATTACK_AREA);
    command.destination = (sim_position){sim_fixed_from_tiles(x), sim_fixed_from_tiles(y)};
    command.wait_ticks = wait_ticks;
    return command;
}

static sim_command stop_for(uint32_t ticks)
{
    sim_command command = sim_command_of(SIM_COMMAND_STOP);
    command.ticks = ticks;
    return command;
}

static uint32_t group_of(sim_arena *arena, int count, double x, double y)
{
    uint32_t group;
    sim_position at = {sim_fixed_from_tiles(x), sim_fixed_from_tiles(y)};
    CHECK_EQ_INT(sim_unit_group_create(arena, SIM_FORCE_ENEMY, at, 1, &group), SIM_OK);
    for (int i = 0; i < count; i++) {
        sim_handle unit = enemy(arena, "small-biter", x + i % 5 * 1.5 - 3, y + i / 5 * 1.5);
        CHECK_EQ_INT(sim_unit_group_add(arena, prototypes, group, unit), SIM_OK);
    }
    return group;
}

static void tell_group(sim_arena *arena, uint32_t group, sim_command command)
{
    CHECK_EQ_INT(sim_unit_group_set_command(arena, prototypes, group, &command), SIM_OK);
}

TEST(a_unit_that_shall_wait_sleeps_and_sets_out_in_its_tick)
{
    sim_arena *arena = make_arena(128, 8);
    sim_handle biter = enemy(arena, "small-biter", -40, 0), chest = own(arena, "wooden-chest", 40.5, 0.5);
    sim_command command = attack_at(40, 0, 3000);
    CHECK_EQ_INT(sim_unit_set_command(arena, prototypes, biter, &command), SIM_OK);
    sim_run(arena, prototypes, 100);
    CHECK_EQ_INT(arena->awake, 0);
    sim_run(arena, prototypes, 2900);
    CHECK_NEAR_F64(tiles_between(arena, biter, -40, 0), 0.0, 0.0);
    sim_run(arena, prototypes, 101);
    CHECK_NEAR_F64(tiles_between(arena, biter, -40, 0), 20.0, 0.5);
    check_sane(arena);
    sim_run(arena, prototypes, 1500);
    CHECK(!lives(arena, chest));
    free(arena);
}

TEST(groups_that_wait_stand_asleep_and_march_one_after_the_other)
{
    sim_arena *arena = make_arena(256, 128);
    uint32_t first = group_of(arena, 10, -80, 0), second = group_of(arena, 15, 80, 0);
    tell_group(arena, second, attack_at(0, 0, 5000));
    tell_group(arena, first, attack_at(0, 0, 2000));
    sim_run(arena, prototypes, 700);
    CHECK_EQ_INT(arena->awake, 0);
    sim_run(arena, prototypes, 1300);
    CHECK_EQ_INT(sim_unit_group_state(arena, first), SIM_GROUP_GATHERING);
    sim_run(arena, prototypes, 200);
    CHECK_EQ_INT(sim_unit_group_state(arena, first), SIM_GROUP_MOVING);
    CHECK_EQ_INT(sim_unit_group_state(arena, second), SIM_GROUP_GATHERING);
    sim_handle chest = own(arena, "wooden-chest", 5.5, 5.5);
    sim_run(arena, prototypes, 2500);
    CHECK(!lives(arena, chest));
    CHECK_EQ_INT(sim_unit_group_state(arena, first), SIM_GROUP_FINISHED);
    CHECK_EQ_INT(arena->awake, 0);
    sim_run(arena, prototypes, 500);
    CHECK_EQ_INT(sim_unit_group_state(arena, second), SIM_GROUP_MOVING);
    check_sane(arena);
    free(arena);
}

TEST(a_group_that_waits_fights_who_comes_near_and_still_sets_out)
{
    sim_arena *arena = make_arena(256, 64);
    uint32_t group = group_of(arena, 5, -80, 0);
    tell_group(arena, group, attack_at(60, 0, 1500));
    sim_run(arena, prototypes, 200);
    sim_handle turret = own(arena, "gun-turret", -70, 0), chest = own(arena, "iron-chest", 60.5, 0.5);
    sim_run(arena, prototypes, 1200);
    CHECK(!lives(arena, turret));
    CHECK(lives(arena, chest));
    sim_run(arena, prototypes, 2500);
    CHECK(!lives(arena, chest));
    check_sane(arena);
    free(arena);
}

TEST(a_stop_with_ticks_ends_when_they_have_passed)
{
    sim_arena *arena = make_arena(64, 16);
    arena->event_mask = 1u << SIM_EVENT_GROUP_FINISHED;
    sim_handle biter = enemy(arena, "small-biter", 0, 0);
    uint32_t group = group_of(arena, 3, -20, 0);
    sim_command command = stop_for(90);
    CHECK_EQ_INT(sim_unit_set_command(arena, prototypes, biter, &command), SIM_OK);
    tell_group(arena, group, stop_for(120));
    sim_event event;
    sim_run(arena, prototypes, 90);
    CHECK_EQ_INT(sim_event_take(arena, &event, 1), 0);
    sim_run(arena, prototypes, 1);
    CHECK_EQ_INT(sim_event_take(arena, &event, 1), 1);
    CHECK_EQ_INT(event.subject.index, biter.index);
    sim_run(arena, prototypes, 30);
    CHECK_EQ_INT(sim_event_take(arena, &event, 1), 1);
    CHECK_EQ_INT(event.value, group);
    CHECK_EQ_INT(sim_unit_group_state(arena, group), SIM_GROUP_FINISHED);
    sim_run(arena, prototypes, 50);
    CHECK_EQ_INT(arena->awake, 0);
    check_sane(arena);
    free(arena);
}

TEST(a_stop_for_ever_holds_a_group_where_it_is)
{
    sim_arena *arena = make_arena(128, 16);
    uint32_t group = group_of(arena, 3, -40, 20);
    tell_group(arena, group, stop_for(0));
    CHECK_EQ_INT(sim_unit_group_start_moving(arena, prototypes, group), SIM_OK);
    sim_run(arena, prototypes, 2000);
    CHECK(tiles_between(arena, sim_unit_group_member(arena, group, 0), -40, 20) < 5.0);
    CHECK_EQ_INT(arena->awake, 0);
    free(arena);
}

static void set_up_war(sim_arena *arena)
{
    const double places[4][2] = {{-80, 0}, {80, 10}, {0, -80}, {10, 80}};
    for (uint32_t i = 0; i < 4; i++)
        tell_group(arena, group_of(arena, 8, places[i][0], places[i][1]), attack_at(0, 0, 300 + 400 * i));
    sim_handle scout = enemy(arena, "small-biter", -60, -60);
    sim_command command = attack_at(0, 0, 777);
    CHECK_EQ_INT(sim_unit_set_command(arena, prototypes, scout, &command), SIM_OK);
    for (int i = 0; i < 4; i++) {
        load(arena, own(arena, "gun-turret", i % 2 * 8 - 4, i / 2 * 8 - 4), "firearm-magazine", 10);
        own(arena, "stone-furnace", i % 2 * 3, i / 2 * 3);
    }
}

TEST(waiting_asleep_or_kept_awake_is_the_same)
{
    sim_arena *asleep = make_arena(256, 256), *awake = make_arena(256, 256);
    set_up_war(asleep);
    set_up_war(awake);
    for (int tick = 0; tick < 3000; tick++) {
        sim_pool_wake_all(awake);
        sim_run(asleep, prototypes, 1);
        sim_run(awake, prototypes, 1);
        if (tick % 50 == 0) CHECK(sim_arena_hash(asleep, prototypes) == sim_arena_hash(awake, prototypes));
    }
    check_sane(asleep);
    CHECK(asleep->enemies < 33);
    free(asleep);
    free(awake);
}

TEST(a_peaceful_enemy_leaves_alone_who_does_not_hurt_it)
{
    sim_arena *arena = make_arena(64, 16);
    arena->peace = SIM_PEACE_PEACEFUL;
    sim_handle biter = enemy(arena, "small-biter", 0, 0), turret = own(arena, "gun-turret", 8, 0);
    sim_run(arena, prototypes, 600);
    CHECK_NEAR_F64(tiles_between(arena, biter, 0, 0), 0.0, 0.0);
    CHECK_NEAR_F64(health(arena, turret), 400.0, 0.0);
    sim_damage_source source = {turret, SIM_FORCE_ARENA};
    uint16_t physical = sim_damage_type_named(prototypes, "physical");
    CHECK_EQ_INT(sim_damage_apply(arena, prototypes, biter, physical, 1.0, source, NULL), SIM_OK);
    sim_run(arena, prototypes, 600);
    CHECK(health(arena, turret) < 400.0);
    free(arena);
}

TEST(groups_keep_to_the_settings_that_scripts_have_changed)
{
    sim_arena *arena = make_arena(64, 32);
    sim_map_settings settings = *sim_settings_get(arena, prototypes);
    settings.unit_group.max_unit_group_size = 2;
    CHECK_EQ_INT(sim_settings_set(arena, prototypes, &settings), SIM_OK);
    uint32_t group = group_of(arena, 2, 0, 0);
    sim_handle third = enemy(arena, "small-biter", 5, 5);
    CHECK_EQ_INT(sim_unit_group_add(arena, prototypes, group, third), SIM_ARENA_FULL);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_unit_that_shall_wait_sleeps_and_sets_out_in_its_tick);
    RUN(groups_that_wait_stand_asleep_and_march_one_after_the_other);
    RUN(a_group_that_waits_fights_who_comes_near_and_still_sets_out);
    RUN(a_stop_with_ticks_ends_when_they_have_passed);
    RUN(a_stop_for_ever_holds_a_group_where_it_is);
    RUN(waiting_asleep_or_kept_awake_is_the_same);
    RUN(a_peaceful_enemy_leaves_alone_who_does_not_hurt_it);
    RUN(groups_keep_to_the_settings_that_scripts_have_changed);
    return kit_end();
}
