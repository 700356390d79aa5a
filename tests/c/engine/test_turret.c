/* Turrets, worms, gates and a character's gun (rows E23 E28 of the facts).
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/combat_kit.h"

static sim_turret *turret_of(const sim_arena *arena, sim_handle handle)
{
    return SIM_RECORD(arena, SIM_POOL_TURRET, sim_turret, sim_entity_get(arena, handle)->record);
}

/* E28: 2.55 a bullet, ten a second, against healing of 0.02 a tick: 14.4 s within 5 %. */
TEST(a_gun_turret_kills_a_spawner_in_14_4_seconds)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle turret = own(arena, "gun-turret", 0, 0), spawner = enemy(arena, "biter-spawner", 0.5, -12.5);
    load(arena, turret, "firearm-magazine", 50);
    uint32_t ticks = ticks_until_dead(arena, spawner, 2000);
    CHECK_NEAR_F64((double)ticks, 864.0, 0.05 * 864.0);
    check_sane(arena);
    free(arena);
}

/* E23 */
TEST(a_magazine_is_ten_shots_of_six_ticks_each)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle turret = own(arena, "gun-turret", 0, 0), worm = enemy(arena, "behemoth-worm-turret", 0, -15);
    load(arena, turret, "firearm-magazine", 3);
    uint32_t ammo = ammo_of(arena, turret), first = 0, second = 0;
    for (uint32_t tick = 1; tick < 400 && second == 0; tick++) {
        sim_run(arena, prototypes, 1);
        uint32_t left = sim_inventory_count(arena, ammo, 0);
        if (left == 2 && first == 0) first = tick;
        if (left == 1 && second == 0) second = tick;
    }
    CHECK_EQ_INT(second - first, 60);
    CHECK_EQ_INT(turret_of(arena, turret)->rounds, 0);
    sim_run(arena, prototypes, 200);
    CHECK_EQ_INT(sim_inventory_count(arena, ammo, 0), 0);
    CHECK_EQ_INT(sim_entity_status(arena, prototypes, turret.index), SIM_STATUS_NO_AMMO);
    CHECK(lives(arena, worm));
    free(arena);
}

TEST(a_turret_shoots_no_farther_than_18_tiles)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle turret = own(arena, "gun-turret", 0, 0);
    sim_handle near = enemy(arena, "biter-spawner", -17.5, 0.5), far = enemy(arena, "biter-spawner", 18.5, 0.5);
    load(arena, turret, "piercing-rounds-magazine", 100);
    sim_run(arena, prototypes, 1500);
    CHECK(!lives(arena, near));
    CHECK_EQ_F64(health(arena, far), 350.0);
    free(arena);
}

TEST(the_nearest_enemy_is_shot_first_and_friends_and_neutrals_never)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle turret = own(arena, "gun-turret", 0, 0);
    sim_handle near = enemy(arena, "small-worm-turret", 0, -8), far = enemy(arena, "small-worm-turret", 0, -14);
    sim_handle friend = own(arena, "character", 0, -3);
    sim_handle tree = place(arena, "tree-01", 3, -3, SIM_FORCE_NEUTRAL);
    load(arena, turret, "firearm-magazine", 20);
    for (int i = 0; i < 300 && health(arena, near) > 100.0; i++) sim_run(arena, prototypes, 1);
    CHECK_NEAR_F64(health(arena, near), 100.0, 6.0);
    CHECK_EQ_F64(health(arena, far), 200.0);
    CHECK(lives(arena, tree) && lives(arena, friend));
    CHECK_EQ_F64(health(arena, tree), 50.0);
    free(arena);
}

TEST(a_turret_turns_before_it_shoots)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle turret = own(arena, "gun-turret", 0, 0), behind = enemy(arena, "biter-spawner", 0.5, 12.5);
    load(arena, turret, "firearm-magazine", 20);
    uint32_t ticks = 0;
    while (ticks < 200 && health(arena, behind) == 350.0) sim_run(arena, prototypes, 1), ticks++;
    /* up to 8 to look, 13 to unfold, 0.48 turns of 0.015 */
    CHECK(ticks >= 13 + 32 && ticks <= 8 + 13 + 36);
    CHECK_NEAR_F64((double)turret_of(arena, turret)->orientation, 0.5, 0.02);
    free(arena);
}

TEST(inserters_may_fill_up_to_ten_magazines_and_nothing_else)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle turret = own(arena, "gun-turret", 0, 0);
    CHECK_EQ_INT(sim_turret_insertable(arena, prototypes, turret.index, item("firearm-magazine")), 10);
    load(arena, turret, "firearm-magazine", 7);
    CHECK_EQ_INT(sim_turret_insertable(arena, prototypes, turret.index, item("firearm-magazine")), 3);
    CHECK_EQ_INT(sim_turret_insertable(arena, prototypes, turret.index, item("piercing-rounds-magazine")), 0);
    CHECK_EQ_INT(sim_turret_insertable(arena, prototypes, turret.index, item("iron-plate")), 0);
    CHECK_EQ_INT(sim_turret_insertable(arena, prototypes, turret.index, item("rocket")), 0);
    free(arena);
}

TEST(an_inserter_keeps_a_turret_in_ammunition)
{
    sim_arena *arena = make_arena(64, 16);
    sim_handle turret = own(arena, "gun-turret", 0, 0), chest = own(arena, "wooden-chest", -2.5, -0.5);
    sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, "burner-inserter"), .direction = 12,
                            .force = SIM_FORCE_ARENA, .position = {-TILE - CENTRE, -CENTRE}};
    sim_handle inserter;
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, &inserter), SIM_OK);
    uint32_t fuel = sim_energy_fuel(arena, &SIM_RECORD(arena, SIM_POOL_INSERTER, sim_inserter,
                                                       sim_entity_get(arena, inserter)->record)->energy);
    CHECK_EQ_INT(sim_inventory_insert(arena, prototypes, fuel, item("coal"), 5), 5);
    CHECK_EQ_INT(sim_transfer_insert(arena, prototypes, chest.index, item("firearm-magazine"), 30), 30);
    sim_run(arena, prototypes, 3000);
    CHECK_EQ_INT(sim_inventory_count(arena, ammo_of(arena, turret), item("firearm-magazine")), 10);
    enemy(arena, "behemoth-worm-turret", 0, -15);
    sim_run(arena, prototypes, 400);
    CHECK(sim_inventory_count(arena, sim_entity_get(arena, chest)->record, 0) < 20);
    check_sane(arena);
    free(arena);
}

TEST(a_turret_with_nobody_near_sleeps_and_wakes_for_who_comes)
{
    sim_arena *arena = make_arena(256, 8);
    sim_handle turret = own(arena, "gun-turret", 0, 0);
    load(arena, turret, "piercing-rounds-magazine", 20);
    sim_run(arena, prototypes, 20);
    CHECK_EQ_INT(arena->pools[SIM_POOL_TURRET].awake, 0);
    CHECK_EQ_INT(arena->awake, 0);
    sim_handle biter = enemy(arena, "small-biter", 100, 0);
    sim_run(arena, prototypes, 20);
    CHECK_EQ_INT(arena->awake, 0);
    sim_command command = sim_command_of(SIM_COMMAND_GO_TO_LOCATION);
    CHECK_EQ_INT(sim_unit_set_command(arena, prototypes, biter, &command), SIM_OK);
    sim_run(arena, prototypes, 1000);
    CHECK(!lives(arena, biter));
    CHECK_EQ_F64(health(arena, turret), 400.0);
    sim_run(arena, prototypes, 100);
    CHECK_EQ_INT(arena->awake, 0);
    check_sane(arena);
    free(arena);
}

TEST(a_worm_spits_at_a_character_in_range_and_not_beyond)
{
    sim_arena *arena = make_arena(128, 8);
    sim_handle worm = enemy(arena, "small-worm-turret", 0, 0), character = own(arena, "character", 26, 0);
    sim_run(arena, prototypes, 600);
    CHECK_EQ_F64(health(arena, character), 250.0);
    CHECK_EQ_INT(sim_entity_teleport(arena, prototypes, character, (sim_position){24 * TILE, 0}), SIM_OK);
    sim_run(arena, prototypes, 42 + 8 + 30 + 24 * 3 + 10);
    CHECK(health(arena, character) < 250.0 - 36.0 + 1.0);
    CHECK_EQ_F64(health(arena, worm), 200.0);
    check_sane(arena);
    free(arena);
}

TEST(who_walks_on_is_not_where_the_acid_falls)
{
    sim_arena *arena = make_arena(256, 8);
    enemy(arena, "small-worm-turret", 0, 0);
    sim_handle character = own(arena, "character", 22, -10);
    sim_character_set_walking(arena, 0, 1, 8);
    for (int i = 0; i < 130; i++) sim_run(arena, prototypes, 1);
    CHECK_EQ_F64(health(arena, character), 250.0);
    free(arena);
}

TEST(a_laser_turret_shoots_by_its_buffer)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle turret = own(arena, "laser-turret", 0, 0), spawner = enemy(arena, "biter-spawner", 0.5, -12.5);
    SIM_RECORD(arena, SIM_POOL_TURRET, sim_turret, sim_entity_get(arena, turret)->record)->joules = 801000.0;
    sim_run(arena, prototypes, 300);
    CHECK(health(arena, spawner) < 350.0);
    free(arena);
}

TEST(a_gate_opens_for_its_own_and_closes_behind_them)
{
    sim_arena *arena = make_arena(128, 32);
    sim_handle character = own(arena, "character", -20, 0.5), gate = own(arena, "gate", 0.5, 0.5);
    for (int y = -8; y <= 8; y++)
        if (y != 0) own(arena, "stone-wall", 0.5, y + 0.5);
    sim_character_set_walking(arena, 0, 1, 4);
    int was_open = 0;
    for (int i = 0; i < 300; i++) {
        sim_run(arena, prototypes, 1);
        was_open |= sim_gate_is_open(sim_entity_get(arena, gate));
        check_sane(arena);
    }
    CHECK(was_open);
    CHECK(sim_entity_get(arena, character)->position.x > 10 * TILE);
    CHECK(!sim_gate_is_open(sim_entity_get(arena, gate)));
    CHECK(!sim_map_tiles_free(arena, 0, 0, 0, 0));
    sim_character_set_walking(arena, 0, 0, 4);
    sim_entity_teleport(arena, prototypes, character, (sim_position){40 * TILE, 0});
    sim_run(arena, prototypes, 10);
    CHECK_EQ_INT(arena->awake, 0);
    free(arena);
}

TEST(a_gate_stays_closed_for_a_stranger)
{
    sim_arena *arena = make_arena(128, 16);
    sim_handle gate = own(arena, "gate", 0.5, 0.5);
    place(arena, "character", -1.5, 0.5, SIM_FORCE_ENEMY);
    sim_run(arena, prototypes, 60);
    CHECK(!sim_gate_is_open(sim_entity_get(arena, gate)));
    free(arena);
}

static sim_handle armed_character(sim_arena *arena, const char *gun, const char *magazine, uint32_t count)
{
    sim_handle character = own(arena, "character", 0, 0);
    uint32_t guns, ammo;
    CHECK_EQ_INT(sim_gun_inventory(arena, 0, SIM_INVENTORY_GUNS, &guns), SIM_OK);
    CHECK_EQ_INT(sim_gun_inventory(arena, 0, SIM_INVENTORY_AMMO, &ammo), SIM_OK);
    sim_inventory_insert(arena, prototypes, guns, item(gun), 1);
    sim_inventory_insert(arena, prototypes, ammo, item(magazine), count);
    return character;
}

TEST(a_pistol_shoots_four_times_a_second_up_to_15_tiles)
{
    sim_arena *arena = make_arena(64, 8);
    armed_character(arena, "pistol", "firearm-magazine", 5);
    sim_handle near = enemy(arena, "gun-turret", 12, 0), far = enemy(arena, "gun-turret", -18, 0);
    CHECK_EQ_INT(sim_gun_set_shooting(arena, 0, SIM_SHOOTING_ENEMIES, (sim_position){0, 0}), SIM_OK);
    sim_run(arena, prototypes, 15 * 20);
    CHECK_NEAR_F64(health(arena, near), 400.0 - 20 * 5.0, 0.01);
    CHECK_EQ_F64(health(arena, far), 400.0);
    CHECK_EQ_INT(sim_inventory_count(arena, sim_character_get(arena, 0)->ammo, 0), 3);
    sim_gun_set_shooting(arena, 0, SIM_SHOOTING_NONE, (sim_position){0, 0});
    sim_run(arena, prototypes, 2);
    CHECK((arena->awake & SIM_AWAKE_SHOOTING) == 0);
    check_sane(arena);
    free(arena);
}

TEST(a_shotgun_shell_hits_with_all_its_pellets_after_their_flight)
{
    sim_arena *arena = make_arena(64, 8);
    armed_character(arena, "shotgun", "shotgun-shell", 5);
    sim_handle tree = place(arena, "tree-01", 8, 0, SIM_FORCE_NEUTRAL);
    sim_gun_set_shooting(arena, 0, SIM_SHOOTING_SELECTED, (sim_position){8 * TILE, 0});
    sim_run(arena, prototypes, 3);
    CHECK_EQ_F64(health(arena, tree), 50.0);
    sim_run(arena, prototypes, 10);
    CHECK(health(arena, tree) < 50.0);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_gun_turret_kills_a_spawner_in_14_4_seconds);
    RUN(a_magazine_is_ten_shots_of_six_ticks_each);
    RUN(a_turret_shoots_no_farther_than_18_tiles);
    RUN(the_nearest_enemy_is_shot_first_and_friends_and_neutrals_never);
    RUN(a_turret_turns_before_it_shoots);
    RUN(inserters_may_fill_up_to_ten_magazines_and_nothing_else);
    RUN(an_inserter_keeps_a_turret_in_ammunition);
    RUN(a_turret_with_nobody_near_sleeps_and_wakes_for_who_comes);
    RUN(a_worm_spits_at_a_character_in_range_and_not_beyond);
    RUN(who_walks_on_is_not_where_the_acid_falls);
    RUN(a_laser_turret_shoots_by_its_buffer);
    RUN(a_gate_opens_for_its_own_and_closes_behind_them);
    RUN(a_gate_stays_closed_for_a_stranger);
    RUN(a_pistol_shoots_four_times_a_second_up_to_15_tiles);
    RUN(a_shotgun_shell_hits_with_all_its_pellets_after_their_flight);
    return kit_end();
}
