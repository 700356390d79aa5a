/* Groups of units: gathering, marching, attacking, ending.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/combat_kit.h"
#include "tests/c/engine/unit_kit.h"

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

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_group_gathers_marches_together_and_reports_that_it_has_come);
    RUN(a_group_attacks_the_area_that_it_is_sent_to);
    RUN(a_member_that_dies_leaves_the_list_and_the_last_one_ends_the_group);
    return kit_end();
}
