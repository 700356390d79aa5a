/* Settlers: when they go, how many, to which chunk, and what they build. Row E19 of the mechanics' facts.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include <math.h>

#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

#define CHECK_NEAR(actual, expected, tolerance) CHECK(fabs((actual) - (expected)) <= (tolerance))

static sim_handle put_of(sim_arena *arena, const char *name, int32_t x, int32_t y, uint8_t force)
{
    sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, name), .position = {x, y}, .force = force};
    sim_handle created = {0, 0};
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, &created), SIM_OK);
    return created;
}

static uint32_t count(const sim_arena *arena, uint64_t type_bits)
{
    sim_entity_filter filter = {.type_bits = type_bits, .force_bits = 1u << SIM_FORCE_ENEMY};
    sim_box all = {-1000 * TILE, -1000 * TILE, 1000 * TILE, 1000 * TILE};
    return sim_entity_find(arena, prototypes, all, &filter, NULL, 0);
}

static const uint64_t BUILDINGS = 1ull << SIM_TYPE_UNIT_SPAWNER | 1ull << SIM_TYPE_TURRET;

static void set_expansion(sim_arena *arena, uint8_t enabled, uint32_t cooldown, uint32_t settlers)
{
    sim_map_settings settings = *sim_settings_get(arena, prototypes);
    settings.enemy_expansion.enabled = enabled;
    settings.enemy_expansion.min_expansion_cooldown = settings.enemy_expansion.max_expansion_cooldown = cooldown;
    settings.enemy_expansion.settler_group_min_size = settings.enemy_expansion.settler_group_max_size = settlers;
    CHECK_EQ_INT(sim_settings_set(arena, prototypes, &settings), SIM_OK);
}

/* E19: 60 to 4 minutes, 5 to 20 settlers. */
TEST(expansions_come_sooner_and_larger_with_evolution)
{
    sim_arena *arena = make_arena(64, 1);
    CHECK_EQ_INT(sim_expansion_cooldown(arena, prototypes), 60 * 3600);
    CHECK_EQ_INT(sim_expansion_group_size(arena, prototypes), 5);
    CHECK_EQ_INT(sim_settings_get(arena, prototypes)->enemy_expansion.max_expansion_distance, 7);
    sim_evolution_set(arena, prototypes, 1.0);
    CHECK_EQ_INT(sim_expansion_cooldown(arena, prototypes), 4 * 3600);
    CHECK_EQ_INT(sim_expansion_group_size(arena, prototypes), 20);
    free(arena);
}

TEST(a_chunk_is_worth_less_the_more_stands_in_it_and_beside_it)
{
    sim_arena *arena = make_arena(320, 64);
    CHECK_NEAR(sim_expansion_score(arena, prototypes, 0, 0), 1.0, 0);
    put_of(arena, "stone-furnace", 16 * TILE, 16 * TILE, SIM_FORCE_ARENA);
    CHECK_NEAR(sim_expansion_score(arena, prototypes, 0, 0), 1 / (1 + 0.1), 1e-12);
    CHECK_NEAR(sim_expansion_score(arena, prototypes, 1, 0), 1 / (1 + 0.1 * 0.5), 1e-12);
    CHECK_NEAR(sim_expansion_score(arena, prototypes, 1, -1), 1 / (1 + 0.1 * 0.25), 1e-12);
    CHECK_NEAR(sim_expansion_score(arena, prototypes, 3, 0), 1.0, 0);
    put_of(arena, "biter-spawner", -16 * TILE, 16 * TILE, SIM_FORCE_ENEMY);
    CHECK_NEAR(sim_expansion_score(arena, prototypes, -1, 0), 1 / (1 + 0.1 * 0.5 + 2), 1e-12);
    CHECK_NEAR(sim_expansion_score(arena, prototypes, -2, 0), 1 / (1 + 0.1 * 0.25 + 2 * 0.4), 1e-12);
    free(arena);
}

TEST(a_chunk_under_water_is_no_place)
{
    sim_arena *arena = make_arena(128, 1);
    uint16_t water = sim_tile_named(prototypes, "water");
    for (int32_t y = 0; y < 30; y++)
        for (int32_t x = 0; x < 32; x++) sim_map_set_tile(arena, prototypes, x, y, water);
    CHECK_NEAR(sim_expansion_score(arena, prototypes, 0, 0), 0.0, 0);
    CHECK_NEAR(sim_expansion_score(arena, prototypes, 1, 0), 1.0, 0);
    CHECK_NEAR(sim_expansion_score(arena, prototypes, 9, 0), 0.0, 0); /* beyond the map */
    free(arena);
}

TEST(a_settler_becomes_a_spawner_or_a_worm_that_evolution_allows)
{
    sim_arena *arena = make_arena(256, 200);
    int spawners = 0, worms = 0;
    for (int i = 0; i < 30; i++) {
        sim_handle unit = put_of(arena, i % 2 ? "small-spitter" : "small-biter", (i % 6 - 3) * 20 * TILE,
                                 (i / 6 - 3) * 20 * TILE, SIM_FORCE_ENEMY);
        sim_handle built = {0, 0};
        CHECK_EQ_INT(sim_expansion_settle(arena, prototypes, unit, &built), SIM_OK);
        CHECK(sim_entity_get(arena, unit) == NULL);
        const sim_entity *entity = sim_entity_get(arena, built);
        const char *name = prototypes->entities[entity->prototype].name;
        CHECK_EQ_INT(entity->force, SIM_FORCE_ENEMY);
        if (strcmp(name, "small-worm-turret") == 0) worms++;
        else if (strcmp(name, i % 2 ? "spitter-spawner" : "biter-spawner") == 0) spawners++;
    }
    CHECK_EQ_INT(spawners + worms, 30);
    CHECK(spawners > 10 && worms > 3);
    check_sane(arena);
    free(arena);
}

TEST(only_units_settle_and_only_where_there_is_room)
{
    sim_arena *arena = make_arena(64, 16);
    sim_handle chest = put(arena, "wooden-chest", 5 * TILE, 5 * TILE, 0);
    CHECK_EQ_INT(sim_expansion_settle(arena, prototypes, chest, NULL), SIM_WRONG_TYPE);
    sim_handle unit = put_of(arena, "small-biter", 0, 0, SIM_FORCE_ENEMY);
    uint16_t water = sim_tile_named(prototypes, "water");
    for (int32_t y = -20; y < 20; y++)
        for (int32_t x = -20; x < 20; x++) sim_map_set_tile(arena, prototypes, x, y, water);
    CHECK_EQ_INT(sim_expansion_settle(arena, prototypes, unit, NULL), SIM_BLOCKED);
    CHECK(sim_entity_get(arena, unit) != NULL);
    sim_entity_destroy(arena, prototypes, unit);
    CHECK_EQ_INT(sim_expansion_settle(arena, prototypes, unit, NULL), SIM_NOT_FOUND);
    free(arena);
}

TEST(a_base_sends_settlers_who_found_another)
{
    sim_arena *arena = make_arena(384, 200);
    put_of(arena, "biter-spawner", 0, 0, SIM_FORCE_ENEMY);
    set_expansion(arena, 1, 3000, 4);
    sim_run(arena, prototypes, 3010);
    CHECK_EQ_INT(arena->settlers, 1);
    for (int i = 0; i < 100 && count(arena, BUILDINGS) < 4; i++) sim_run(arena, prototypes, 100);
    CHECK(count(arena, BUILDINGS) >= 4);
    check_sane(arena);
    free(arena);
}

TEST(without_expansion_or_without_units_nobody_goes)
{
    for (int enabled = 0; enabled < 2; enabled++) {
        sim_arena *arena = make_arena(256, 100);
        put_of(arena, "biter-spawner", 0, 0, SIM_FORCE_ENEMY);
        set_expansion(arena, (uint8_t)enabled, 3000, enabled ? 50 : 4);
        sim_run(arena, prototypes, 8000);
        CHECK_EQ_INT(arena->settlers, 0);
        CHECK_EQ_INT(count(arena, BUILDINGS), 1);
        free(arena);
    }
}

TEST(an_arena_without_enemies_waits_for_no_expansion)
{
    sim_arena *arena = make_arena(64, 10);
    sim_handle spawner = put_of(arena, "biter-spawner", 0, 0, SIM_FORCE_ENEMY);
    CHECK(arena->awake & SIM_AWAKE_EXPANSION);
    sim_run(arena, prototypes, 10);
    sim_entity_destroy(arena, prototypes, spawner);
    arena->expansion_due_tick = arena->tick;
    sim_run(arena, prototypes, 2);
    CHECK(!(arena->awake & SIM_AWAKE_EXPANSION));
    check_sane(arena);
    free(arena);
}

TEST(settlers_with_all_records_forced_awake_build_the_same)
{
    uint64_t hashes[2];
    for (int i = 0; i < 2; i++) {
        sim_arena *arena = make_arena(256, 100);
        put_of(arena, "biter-spawner", 0, 0, SIM_FORCE_ENEMY);
        set_expansion(arena, 1, 1800, 3);
        for (int tick = 0; tick < 4500; tick++) {
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
    RUN(expansions_come_sooner_and_larger_with_evolution);
    RUN(a_chunk_is_worth_less_the_more_stands_in_it_and_beside_it);
    RUN(a_chunk_under_water_is_no_place);
    RUN(a_settler_becomes_a_spawner_or_a_worm_that_evolution_allows);
    RUN(only_units_settle_and_only_where_there_is_room);
    RUN(a_base_sends_settlers_who_found_another);
    RUN(without_expansion_or_without_units_nobody_goes);
    RUN(an_arena_without_enemies_waits_for_no_expansion);
    RUN(settlers_with_all_records_forced_awake_build_the_same);
    return kit_end();
}
