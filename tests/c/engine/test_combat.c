/* Bases against waves; and that sleeping never shows.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/combat_kit.h"

typedef struct base {
    sim_arena *arena;
    sim_handle turrets[10];
    sim_handle enemies[40];
    int enemy_count;
    uint32_t group;
} base;

/* Ten gun turrets in two rows behind a wall, the magazines of each, and a group that comes for them from the west. */
static base build_base(const char *magazine, uint32_t count, int small, int medium)
{
    base b = {.arena = make_arena(256, 160)};
    for (int i = 0; i < 10; i++) {
        b.turrets[i] = own(b.arena, "gun-turret", 4 + i % 2 * 2, i / 2 * 3 - 6);
        if (count) load(b.arena, b.turrets[i], magazine, count);
    }
    for (int y = -10; y < 10; y++) own(b.arena, "stone-wall", 0.5, y + 0.5);
    sim_position at = {-90 * TILE, 0};
    CHECK_EQ_INT(sim_unit_group_create(b.arena, SIM_FORCE_ENEMY, at, 1, &b.group), SIM_OK);
    b.enemy_count = small + medium;
    for (int i = 0; i < b.enemy_count; i++) {
        b.enemies[i] = enemy(b.arena, i < small ? "small-biter" : "medium-biter", -95 + i % 5 * 2, i / 5 * 2 - 4);
        CHECK_EQ_INT(sim_unit_group_add(b.arena, prototypes, b.group, b.enemies[i]), SIM_OK);
    }
    sim_command command = sim_command_of(SIM_COMMAND_ATTACK_AREA);
    command.destination = (sim_position){5 * TILE, 0};
    CHECK_EQ_INT(sim_unit_group_set_command(b.arena, prototypes, b.group, &command), SIM_OK);
    return b;
}

static int turrets_left(const base *b)
{
    int left = 0;
    for (int i = 0; i < 10; i++) left += lives(b->arena, b->turrets[i]);
    return left;
}

static int enemies_left(const base *b)
{
    int left = 0;
    for (int i = 0; i < b->enemy_count; i++) left += lives(b->arena, b->enemies[i]);
    return left;
}

TEST(ten_gun_turrets_with_piercing_rounds_behind_a_wall_beat_twenty_biters)
{
    base b = build_base("piercing-rounds-magazine", 10, 12, 8);
    sim_run(b.arena, prototypes, 3000);
    CHECK_EQ_INT(enemies_left(&b), 0);
    CHECK_EQ_INT(turrets_left(&b), 10);
    CHECK_EQ_INT(b.arena->structures_lost, 0);
    CHECK_EQ_INT(sim_statistics_kills(b.arena, sim_entity_named(prototypes, "medium-biter")).killed, 8);
    check_sane(b.arena);
    free(b.arena);
}

TEST(without_ammunition_they_lose)
{
    base b = build_base("piercing-rounds-magazine", 0, 12, 8);
    sim_run(b.arena, prototypes, 6000);
    CHECK_EQ_INT(enemies_left(&b), 20);
    CHECK_EQ_INT(turrets_left(&b), 0);
    CHECK(b.arena->structures_lost >= 10);
    CHECK_EQ_INT(sim_statistics_kills(b.arena, sim_entity_named(prototypes, "gun-turret")).lost, 10);
    check_sane(b.arena);
    free(b.arena);
}

TEST(a_spawner_that_is_shot_at_calls_its_units)
{
    sim_arena *arena = make_arena(256, 32);
    sim_handle spawner = enemy(arena, "biter-spawner", 0.5, 0.5), chest = own(arena, "iron-chest", 60.5, 0.5);
    sim_handle near = enemy(arena, "medium-biter", 10, 10);
    sim_run(arena, prototypes, 100);
    sim_damage_source source = {chest, SIM_FORCE_ARENA};
    uint16_t physical = sim_damage_type_named(prototypes, "physical");
    CHECK_EQ_INT(sim_damage_apply(arena, prototypes, spawner, physical, 5.0, source, NULL), SIM_OK);
    sim_run(arena, prototypes, 900);
    CHECK(health(arena, chest) < 200.0);
    CHECK(lives(arena, near));
    check_sane(arena);
    free(arena);
}

/* A battle with everything in it. */
static sim_arena *mixed_battle(uint32_t seed)
{
    base b = build_base("firearm-magazine", 3, 10, 10);
    sim_random_seed(&b.arena->random, seed);
    own(b.arena, "gate", 0.5, 12.5);
    own(b.arena, "laser-turret", 10, 0);
    sim_handle character = own(b.arena, "character", 12, 12);
    (void)character;
    uint32_t guns, ammo;
    sim_gun_inventory(b.arena, 0, SIM_INVENTORY_GUNS, &guns);
    sim_gun_inventory(b.arena, 0, SIM_INVENTORY_AMMO, &ammo);
    sim_inventory_insert(b.arena, prototypes, guns, item("submachine-gun"), 1);
    sim_inventory_insert(b.arena, prototypes, ammo, item("firearm-magazine"), 20);
    sim_gun_set_shooting(b.arena, 0, SIM_SHOOTING_ENEMIES, (sim_position){0, 0});
    enemy(b.arena, "small-worm-turret", 40, 0);
    enemy(b.arena, "medium-worm-turret", 60, 30);
    for (int i = 0; i < 6; i++) enemy(b.arena, i % 2 ? "small-spitter" : "medium-spitter", 55 + 3 * i, -40 + 5 * i);
    return b.arena;
}

TEST(a_battle_goes_the_same_whether_records_sleep_or_not)
{
    for (uint32_t seed = 1; seed <= 3; seed++) {
        sim_arena *sleeper = mixed_battle(seed), *waker = mixed_battle(seed);
        int has_slept = 0;
        for (int tick = 0; tick < 2500; tick++) {
            if (tick % 400 == 0) {
                uint8_t direction = (uint8_t)(tick / 400 * 5 % 16);
                sim_character_set_walking(sleeper, 0, 1, direction);
                sim_character_set_walking(waker, 0, 1, direction);
            }
            sim_run(sleeper, prototypes, 1);
            has_slept |= sleeper->pools[SIM_POOL_TURRET].awake < sleeper->pools[SIM_POOL_TURRET].live;
            sim_pool_wake_all(waker);
            sim_run(waker, prototypes, 1);
            CHECK(sim_arena_hash(sleeper, prototypes) == sim_arena_hash(waker, prototypes));
            if (tick % 50 == 0) check_sane(sleeper);
        }
        CHECK(has_slept);
        free(sleeper);
        free(waker);
    }
}

TEST(a_battle_copied_in_the_middle_ends_as_the_one_that_went_on)
{
    sim_arena *arena = mixed_battle(7);
    sim_run(arena, prototypes, 700);
    sim_arena_config roomier = arena->config;
    roomier.entity_capacity *= 2;
    for (int pool = 0; pool < SIM_POOL_COUNT; pool++) roomier.pool_capacity[pool] += 100;
    size_t bytes = sim_arena_bytes(&roomier, prototypes);
    sim_arena *copy = aligned_alloc(64, bytes);
    CHECK_EQ_INT(sim_arena_grow(copy, bytes, &roomier, arena, prototypes), SIM_OK);
    sim_run(arena, prototypes, 900);
    for (int i = 0; i < 900; i++) sim_run(copy, prototypes, 1);
    CHECK(sim_arena_hash(arena, prototypes) == sim_arena_hash(copy, prototypes));
    free(arena);
    free(copy);
}

TEST(a_block_without_room_for_shots_counts_what_it_could_not_send)
{
    prototypes = sim_builtin_prototypes();
    sim_arena_config config = sim_arena_default_config(64, 64, 8, prototypes);
    config.pool_capacity[SIM_POOL_TURRET] = 2;
    size_t bytes = sim_arena_bytes(&config, prototypes);
    sim_arena *arena = aligned_alloc(64, bytes);
    CHECK_EQ_INT(sim_arena_init(arena, bytes, &config, prototypes), SIM_OK);
    sim_handle character = own(arena, "character", 10, 0);
    enemy(arena, "small-worm-turret", 0, 0);
    sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, "small-biter"), .position = {0, 9 * TILE}};
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, NULL), SIM_ARENA_FULL);
    sim_run(arena, prototypes, 300);
    CHECK(arena->refused > 0);
    CHECK_EQ_F64(health(arena, character), 250.0);
    check_sane(arena);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(ten_gun_turrets_with_piercing_rounds_behind_a_wall_beat_twenty_biters);
    RUN(without_ammunition_they_lose);
    RUN(a_spawner_that_is_shot_at_calls_its_units);
    RUN(a_battle_goes_the_same_whether_records_sleep_or_not);
    RUN(a_battle_copied_in_the_middle_ends_as_the_one_that_went_on);
    RUN(a_block_without_room_for_shots_counts_what_it_could_not_send);
    return kit_end();
}
