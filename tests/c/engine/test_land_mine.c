/* Land mines: arming, going off, what they do to whom.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/combat_kit.h"

enum { ARMING_TICKS = 120, STUN_TICKS = 180 };

static void stand_still(sim_arena *arena, sim_handle unit)
{
    sim_command order = sim_command_of(SIM_COMMAND_STOP);
    order.distraction = SIM_DISTRACTION_NONE;
    CHECK_EQ_INT(sim_unit_set_command(arena, prototypes, unit, &order), SIM_OK);
}

static sim_handle quiet_enemy(sim_arena *arena, const char *name, double x, double y)
{
    sim_handle unit = enemy(arena, name, x, y);
    stand_still(arena, unit);
    return unit;
}

TEST(a_mine_arms_itself_in_two_seconds_and_goes_off_within_two_and_a_half_tiles)
{
    sim_arena *arena = make_arena(64, 40);
    sim_handle mine = own(arena, "land-mine", 0.5, 0.5);
    sim_handle biter = quiet_enemy(arena, "small-biter", 2.9, 0.5);
    CHECK_EQ_INT(ticks_until_dead(arena, mine, 1000), ARMING_TICKS + 1);
    CHECK(!lives(arena, biter));
    sim_handle other = own(arena, "land-mine", 10.5, 0.5);
    sim_handle aside = quiet_enemy(arena, "small-biter", 13.1, 0.5);
    CHECK_EQ_INT(ticks_until_dead(arena, other, 600), 600);
    CHECK(lives(arena, aside));
    check_sane(arena);
    free(arena);
}

TEST(the_blast_takes_250_from_enemies_within_six_tiles_and_nothing_from_friends)
{
    sim_arena *arena = make_arena(64, 40);
    sim_handle mine = own(arena, "land-mine", 0.5, 0.5), wall = own(arena, "stone-wall", 2.5, 0.5);
    sim_run(arena, prototypes, ARMING_TICKS);
    sim_handle far = quiet_enemy(arena, "big-biter", -4.5, 0.5), out = quiet_enemy(arena, "big-biter", -8.5, 0.5);
    quiet_enemy(arena, "small-biter", 0.5, 1.5);
    CHECK_EQ_INT(ticks_until_dead(arena, mine, 10), 1);
    CHECK_NEAR_F64(health(arena, far), 375 - 250 * 0.9, 1); /* explosion: 10 % */
    CHECK_NEAR_F64(health(arena, out), 375, 0);
    CHECK_NEAR_F64(health(arena, wall), 350, 0);
    free(arena);
}

TEST(who_survives_stands_still_for_three_seconds)
{
    sim_arena *arena = make_arena(64, 40);
    own(arena, "land-mine", 0.5, 0.5);
    sim_run(arena, prototypes, ARMING_TICKS);
    sim_handle biter = enemy(arena, "big-biter", 1.5, 0.5);
    sim_run(arena, prototypes, 1);
    sim_command order = sim_command_of(SIM_COMMAND_GO_TO_LOCATION);
    order.destination = (sim_position){20 * TILE, 0};
    CHECK_EQ_INT(sim_unit_set_command(arena, prototypes, biter, &order), SIM_OK);
    sim_run(arena, prototypes, STUN_TICKS - 2);
    CHECK_NEAR_F64(tiles_between(arena, biter, 1.5, 0.5), 0, 0.001);
    sim_run(arena, prototypes, 60);
    CHECK(tiles_between(arena, biter, 1.5, 0.5) > 5);
    free(arena);
}

TEST(biters_attack_a_mine_that_is_not_yet_buried_and_walk_onto_one_that_is)
{
    sim_arena *arena = make_arena(64, 40);
    sim_handle seen = own(arena, "land-mine", 0.5, 0.5);
    sim_handle near = enemy(arena, "small-biter", 1.5, 0.5);
    CHECK(ticks_until_dead(arena, seen, ARMING_TICKS) < ARMING_TICKS);
    CHECK(lives(arena, near));
    sim_entity_destroy(arena, prototypes, near);
    sim_handle mine = own(arena, "land-mine", 0.5, 0.5), turret = own(arena, "gun-turret", -5, 0);
    sim_run(arena, prototypes, ARMING_TICKS);
    sim_handle biter = enemy(arena, "small-biter", 14.5, 0.5);
    sim_command order = sim_command_of(SIM_COMMAND_ATTACK);
    order.target = turret;
    CHECK_EQ_INT(sim_unit_set_command(arena, prototypes, biter, &order), SIM_OK);
    CHECK(ticks_until_dead(arena, mine, 600) < 600);
    CHECK(!lives(arena, biter));
    free(arena);
}

TEST(stronger_explosives_make_the_blast_stronger)
{
    sim_arena *arena = make_arena(64, 40);
    uint32_t category = sim_ammo_category_named(prototypes, "landmine");
    CHECK_EQ_INT(sim_force_set_bonus(arena, prototypes, SIM_TECHNOLOGY_EFFECT_AMMO_DAMAGE, category, 0.2), SIM_OK);
    own(arena, "land-mine", 0.5, 0.5);
    sim_handle biter = quiet_enemy(arena, "big-biter", 1.5, 0.5);
    sim_run(arena, prototypes, ARMING_TICKS + 1);
    CHECK_NEAR_F64(health(arena, biter), 375 - 300 * 0.9, 3); /* heals while the mine arms and after */
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_mine_arms_itself_in_two_seconds_and_goes_off_within_two_and_a_half_tiles);
    RUN(the_blast_takes_250_from_enemies_within_six_tiles_and_nothing_from_friends);
    RUN(who_survives_stands_still_for_three_seconds);
    RUN(biters_attack_a_mine_that_is_not_yet_buried_and_walk_onto_one_that_is);
    RUN(stronger_explosives_make_the_blast_stronger);
    return kit_end();
}
