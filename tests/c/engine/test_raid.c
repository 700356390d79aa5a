/* Attacks that pollution calls for: who joins, when they go, and whither. Row E18 of the mechanics' facts.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

enum { PERIOD = SIM_POLLUTION_PERIOD_TICKS, BASE_X = -70 * TILE, FACTORY_X = 60 * TILE };

static sim_handle put_of(sim_arena *arena, const char *name, int32_t x, int32_t y, uint8_t force)
{
    sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, name), .position = {x, y}, .force = force};
    sim_handle created = {0, 0};
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, &created), SIM_OK);
    return created;
}

static const sim_spawner *spawner_of(const sim_arena *arena, sim_handle handle)
{
    return SIM_RECORD(arena, SIM_POOL_SPAWNER, sim_spawner, sim_entity_get(arena, handle)->record);
}

static const sim_unit_group *group_at(const sim_arena *arena, sim_handle spawner)
{
    return sim_unit_group_get(arena, spawner_of(arena, spawner)->group);
}

static void set_gathering(sim_arena *arena, uint32_t shortest, uint32_t longest)
{
    sim_map_settings settings = *sim_settings_get(arena, prototypes);
    settings.unit_group.min_group_gathering_time = shortest;
    settings.unit_group.max_group_gathering_time = longest;
    CHECK_EQ_INT(sim_settings_set(arena, prototypes, &settings), SIM_OK);
}

/* Pollution rises from the base in the west to a furnace in the east. */
static void pollute(sim_arena *arena)
{
    for (int32_t x = -96; x < 96; x += 32)
        for (int32_t y = -96; y < 96; y += 32)
            sim_pollution_set(arena, (sim_position){(x + 16) * TILE, (y + 16) * TILE}, y == 0 ? 150 + x : 0);
}

static sim_arena *make_front(sim_handle *spawner, sim_handle *furnace)
{
    sim_arena *arena = make_arena(192, 200);
    *spawner = put_of(arena, "biter-spawner", BASE_X, 16 * TILE, SIM_FORCE_ENEMY);
    *furnace = put_of(arena, "stone-furnace", FACTORY_X, 16 * TILE, SIM_FORCE_ARENA);
    sim_run(arena, prototypes, 5 * 361 + 10); /* five biters */
    return arena;
}

TEST(an_attack_goes_uphill_to_what_pollutes_there)
{
    sim_handle spawner, furnace;
    sim_arena *arena = make_front(&spawner, &furnace);
    pollute(arena);
    sim_position target = sim_raid_target(arena, prototypes, (sim_position){BASE_X, 16 * TILE});
    CHECK_EQ_INT(target.x, sim_entity_get(arena, furnace)->position.x);
    CHECK_EQ_INT(target.y, sim_entity_get(arena, furnace)->position.y);
    sim_entity_destroy(arena, prototypes, furnace);
    put_of(arena, "wooden-chest", FACTORY_X, 16 * TILE, SIM_FORCE_ARENA); /* which does not pollute */
    target = sim_raid_target(arena, prototypes, (sim_position){BASE_X, 16 * TILE});
    CHECK_EQ_INT(target.x >> 13, 64 / 32);
    free(arena);
}

TEST(each_unit_that_joins_costs_its_pollution_and_is_replaced)
{
    sim_handle spawner, furnace;
    sim_arena *arena = make_front(&spawner, &furnace);
    set_gathering(arena, 3600, 36000);
    sim_pollution_set(arena, (sim_position){BASE_X, 16 * TILE}, 9.0); /* room for two small biters at 4 each */
    sim_run(arena, prototypes, PERIOD);
    const sim_unit_group *group = group_at(arena, spawner);
    CHECK(group != NULL);
    CHECK_EQ_INT(group->member_count, 2);
    CHECK_EQ_INT(group->command.kind, SIM_COMMAND_NONE);
    CHECK(spawner_of(arena, spawner)->absorbed > 0.9 && spawner_of(arena, spawner)->absorbed < 1.0);
    CHECK_EQ_INT(sim_spawner_owned(arena, spawner_of(arena, spawner)), 3);
    check_sane(arena);
    free(arena);
}

/* Units that wait for an attack hold nobody back from being made: as many come as are paid for and made. */
TEST(a_spawner_goes_on_spawning_while_its_units_gather)
{
    sim_handle spawner, furnace;
    sim_arena *arena = make_front(&spawner, &furnace);
    set_gathering(arena, 7200, 7200);
    sim_entity_destroy(arena, prototypes, furnace);
    for (int period = 0; period < 7200 / PERIOD; period++) {
        sim_pollution_set(arena, (sim_position){BASE_X, 16 * TILE}, 100.0);
        sim_run(arena, prototypes, PERIOD);
    }
    const sim_unit_group *group = group_at(arena, spawner);
    CHECK(group != NULL && group->member_count >= 20); /* five were there, one more every 360 ticks */
    const int64_t off = 20 * TILE;
    CHECK(sim_distance_squared(group->position, sim_entity_get(arena, spawner)->position) > off * off);
    check_sane(arena);
    free(arena);
}

/* E18: 3600 to 36000 ticks. */
TEST(a_group_gathers_for_one_to_ten_minutes)
{
    for (uint32_t seed = 0; seed < 12; seed++) {
        sim_handle spawner, furnace;
        sim_arena *arena = make_front(&spawner, &furnace);
        CHECK_EQ_INT(sim_settings_get(arena, prototypes)->unit_group.max_unit_group_size, 200);
        CHECK_EQ_INT(sim_settings_get(arena, prototypes)->unit_group.max_gathering_unit_groups, 30);
        CHECK_EQ_INT(sim_settings_get(arena, prototypes)->unit_group.max_wait_time_for_late_members, 7200);
        sim_random_seed(&arena->random, seed);
        sim_pollution_set(arena, (sim_position){BASE_X, 16 * TILE}, 14.0);
        while (spawner_of(arena, spawner)->group == 0) sim_run(arena, prototypes, 1);
        uint64_t wait = spawner_of(arena, spawner)->attack_tick - arena->tick + 1;
        CHECK(wait >= 3600 && wait <= 36000);
        free(arena);
    }
}

TEST(when_the_time_is_over_the_group_marches_and_bites)
{
    sim_handle spawner, furnace;
    sim_arena *arena = make_front(&spawner, &furnace);
    set_gathering(arena, 200, 300);
    float health = sim_entity_get(arena, furnace)->health;
    pollute(arena);
    sim_run(arena, prototypes, PERIOD);
    uint32_t group = spawner_of(arena, spawner)->group;
    CHECK(group != 0);
    sim_run(arena, prototypes, 320);
    CHECK_EQ_INT(sim_unit_group_get(arena, group)->command.kind, SIM_COMMAND_ATTACK_AREA);
    for (int i = 0; i < 60 && sim_entity_get(arena, furnace); i++) {
        sim_run(arena, prototypes, 100);
        if (sim_entity_get(arena, furnace) && sim_entity_get(arena, furnace)->health < health) break;
    }
    const sim_entity *left = sim_entity_get(arena, furnace);
    CHECK(left == NULL || left->health < health);
    check_sane(arena);
    free(arena);
}

TEST(near_spawners_share_a_group_and_far_ones_do_not)
{
    sim_arena *arena = make_arena(384, 300);
    sim_handle a = put_of(arena, "biter-spawner", -150 * TILE, 0, SIM_FORCE_ENEMY);
    sim_handle b = put_of(arena, "biter-spawner", -120 * TILE, 0, SIM_FORCE_ENEMY);
    sim_handle c = put_of(arena, "biter-spawner", 150 * TILE, 0, SIM_FORCE_ENEMY);
    sim_run(arena, prototypes, 5 * 361 + 10);
    for (int32_t x = -150; x <= 150; x += 30) sim_pollution_set(arena, (sim_position){x * TILE, 0}, 14.0);
    sim_run(arena, prototypes, PERIOD);
    CHECK(group_at(arena, a) != NULL && group_at(arena, c) != NULL);
    CHECK_EQ_INT(spawner_of(arena, b)->group, 0);
    CHECK(group_at(arena, a)->member_count > group_at(arena, c)->member_count);
    free(arena);
}

TEST(a_killed_spawner_sends_whom_it_gathered_at_once)
{
    sim_handle spawner, furnace;
    sim_arena *arena = make_front(&spawner, &furnace);
    pollute(arena);
    sim_run(arena, prototypes, PERIOD);
    uint32_t group = spawner_of(arena, spawner)->group;
    CHECK(group != 0);
    sim_entity_destroy(arena, prototypes, spawner);
    CHECK_EQ_INT(sim_unit_group_get(arena, group)->command.kind, SIM_COMMAND_ATTACK_AREA);
    check_sane(arena);
    free(arena);
}

TEST(nobody_attacks_on_a_peaceful_map_and_nobody_comes_on_one_without_enemies)
{
    sim_handle spawner, furnace;
    sim_arena *arena = make_front(&spawner, &furnace);
    arena->peace = SIM_PEACE_PEACEFUL;
    pollute(arena);
    sim_run(arena, prototypes, 4 * PERIOD);
    CHECK_EQ_INT(spawner_of(arena, spawner)->group, 0);
    free(arena);
    arena = make_arena(128, 100);
    arena->peace = SIM_PEACE_NO_ENEMIES;
    spawner = put_of(arena, "biter-spawner", 0, 0, SIM_FORCE_ENEMY);
    sim_run(arena, prototypes, 2000);
    CHECK_EQ_INT(sim_spawner_owned(arena, spawner_of(arena, spawner)), 0);
    free(arena);
}

TEST(raids_with_all_records_forced_awake_are_the_same)
{
    uint64_t hashes[2];
    for (int i = 0; i < 2; i++) {
        sim_handle spawner, furnace;
        sim_arena *arena = make_front(&spawner, &furnace);
        set_gathering(arena, 100, 200);
        pollute(arena);
        for (int tick = 0; tick < 2500; tick++) {
            if (i) sim_pool_wake_all(arena);
            sim_run(arena, prototypes, 1);
        }
        hashes[i] = sim_arena_hash(arena, prototypes);
        free(arena);
    }
    CHECK_EQ_INT(hashes[0], hashes[1]);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(an_attack_goes_uphill_to_what_pollutes_there);
    RUN(each_unit_that_joins_costs_its_pollution_and_is_replaced);
    RUN(a_spawner_goes_on_spawning_while_its_units_gather);
    RUN(a_group_gathers_for_one_to_ten_minutes);
    RUN(when_the_time_is_over_the_group_marches_and_bites);
    RUN(near_spawners_share_a_group_and_far_ones_do_not);
    RUN(a_killed_spawner_sends_whom_it_gathered_at_once);
    RUN(nobody_attacks_on_a_peaceful_map_and_nobody_comes_on_one_without_enemies);
    RUN(raids_with_all_records_forced_awake_are_the_same);
    return kit_end();
}
