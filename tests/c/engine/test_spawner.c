/* Spawners: who comes, when, where, and what they take in. Rows E04 and E11 of the mechanics' facts.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include <math.h>

#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

#define CHECK_NEAR(actual, expected, tolerance) CHECK(fabs((actual) - (expected)) <= (tolerance))

static sim_handle put_enemy(sim_arena *arena, const char *name, int32_t x, int32_t y)
{
    sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, name), .position = {x, y},
                            .force = SIM_FORCE_ENEMY};
    sim_handle created = {0, 0};
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, &created), SIM_OK);
    return created;
}

static const sim_spawner *spawner_of(const sim_arena *arena, sim_handle handle)
{
    return SIM_RECORD(arena, SIM_POOL_SPAWNER, sim_spawner, sim_entity_get(arena, handle)->record);
}

static const sim_spawner_prototype *prototype_named(const char *name)
{
    return &prototypes->spawners[prototypes->entities[sim_entity_named(prototypes, name)].spawner];
}

static uint32_t units_of(const sim_arena *arena, uint32_t *slots, uint32_t capacity)
{
    sim_entity_filter filter = {.type_bits = 1ull << SIM_TYPE_UNIT};
    sim_box all = {-1000 * TILE, -1000 * TILE, 1000 * TILE, 1000 * TILE};
    return sim_entity_find(arena, prototypes, all, &filter, slots, capacity);
}

/* Shares of units drawn from a spawner's table, by name. */
static double share(const char *spawner, double evolution, const char *unit)
{
    const sim_spawner_prototype *prototype = prototype_named(spawner);
    double total = 0.0, wanted = 0.0;
    for (uint32_t i = 0; i < prototype->spawn_count; i++) {
        const sim_spawn *spawn = &prototypes->spawns[prototype->first_spawn + i];
        double weight = sim_spawn_weight(prototypes, spawn, evolution);
        total += weight;
        if (spawn->unit == sim_entity_named(prototypes, unit)) wanted = weight;
    }
    return 100.0 * wanted / total;
}

/* E11, to 4 percentage points. */
TEST(the_spawn_table_of_biters_is_the_published_one)
{
    prototypes = sim_builtin_prototypes();
    CHECK_NEAR(share("biter-spawner", 0.0, "small-biter"), 100, 1e-9);
    CHECK_NEAR(share("biter-spawner", 0.25, "small-biter"), 82, 4);
    CHECK_NEAR(share("biter-spawner", 0.25, "medium-biter"), 18, 4);
    CHECK_NEAR(share("biter-spawner", 0.7, "medium-biter"), 38, 4);
    CHECK_NEAR(share("biter-spawner", 0.7, "big-biter"), 62, 4);
    CHECK_NEAR(share("biter-spawner", 1.0, "medium-biter"), 12.5, 4);
    CHECK_NEAR(share("biter-spawner", 1.0, "big-biter"), 50, 4);
    CHECK_NEAR(share("biter-spawner", 1.0, "behemoth-biter"), 37.5, 4);
    CHECK_NEAR(share("spitter-spawner", 0.0, "small-biter"), 100, 1e-9);
    CHECK_NEAR(share("spitter-spawner", 0.24, "small-spitter"), 0, 1e-9);
}

TEST(drawing_follows_the_weights)
{
    sim_arena *arena = make_arena(32, 1);
    enum { DRAWS = 20000 };
    uint16_t medium = sim_entity_named(prototypes, "medium-biter"), big = sim_entity_named(prototypes, "big-biter");
    int mediums = 0, bigs = 0;
    for (int i = 0; i < DRAWS; i++) {
        uint16_t unit = sim_spawner_draw(arena, prototypes, prototype_named("biter-spawner"), 0.7);
        mediums += unit == medium;
        bigs += unit == big;
    }
    CHECK_EQ_INT(mediums + bigs, DRAWS);
    CHECK_NEAR(100.0 * bigs / DRAWS, 61.5, 1.5);
    free(arena);
}

/* E04: 360 ticks at evolution 0, 150 at 1, longer for large units. */
TEST(the_rest_between_units_shortens_with_evolution_and_grows_with_the_unit)
{
    prototypes = sim_builtin_prototypes();
    const sim_spawner_prototype *prototype = prototype_named("biter-spawner");
    CHECK_NEAR(sim_spawner_cooldown(prototype, 0.0, 1.0), 360, 0);
    CHECK_NEAR(sim_spawner_cooldown(prototype, 1.0, 1.0), 150, 0);
    CHECK_NEAR(sim_spawner_cooldown(prototype, 0.5, 3.0), 765, 1e-9);
    CHECK_NEAR(prototypes->units[prototypes->entities[sim_entity_named(prototypes, "big-biter")].unit]
                   .spawning_time_modifier, 3, 0);
    CHECK_NEAR(prototypes->units[prototypes->entities[sim_entity_named(prototypes, "behemoth-biter")].unit]
                   .spawning_time_modifier, 12, 0);
}

TEST(a_spawner_makes_a_small_biter_every_360_ticks_until_five_friends_are_there)
{
    sim_arena *arena = make_arena(128, 64);
    sim_handle spawner = put_enemy(arena, "biter-spawner", 0, 0);
    uint32_t counts[8] = {0}, slots[16];
    for (int i = 0; i < 8; i++) {
        counts[i] = units_of(arena, NULL, 0);
        sim_run(arena, prototypes, 361);
    }
    for (uint32_t i = 0; i <= 5; i++) CHECK_EQ_INT(counts[i], i);
    CHECK_EQ_INT(counts[7], 5);
    CHECK_EQ_INT(sim_spawner_owned(arena, spawner_of(arena, spawner)), 5);
    uint32_t count = units_of(arena, slots, 16);
    for (uint32_t i = 0; i < count; i++) {
        const sim_entity *unit = sim_entity_slot(arena, slots[i]);
        CHECK_EQ_INT(unit->force, SIM_FORCE_ENEMY);
        CHECK(unit->prototype == sim_entity_named(prototypes, "small-biter"));
    }
    check_sane(arena);
    free(arena);
}

TEST(a_lost_unit_is_made_again)
{
    sim_arena *arena = make_arena(128, 64);
    put_enemy(arena, "biter-spawner", 0, 0);
    sim_run(arena, prototypes, 361 * 8);
    uint32_t slots[16];
    CHECK_EQ_INT(units_of(arena, slots, 16), 5);
    CHECK_EQ_INT(sim_entity_destroy(arena, prototypes, sim_entity_handle(arena, slots[0])), SIM_OK);
    sim_run(arena, prototypes, 60);
    CHECK_EQ_INT(units_of(arena, slots, 16), 5);
    free(arena);
}

TEST(units_that_left_count_as_owned_up_to_seven)
{
    sim_arena *arena = make_arena(128, 64);
    sim_handle spawner = put_enemy(arena, "biter-spawner", 0, 0);
    uint32_t slots[16];
    for (int i = 0; i < 12; i++) {
        sim_run(arena, prototypes, 400);
        uint32_t count = units_of(arena, slots, 16);
        for (uint32_t k = 0; k < count; k++) {
            sim_position far = {(40 + (int32_t)k) * TILE, 40 * TILE};
            sim_entity_teleport(arena, prototypes, sim_entity_handle(arena, slots[k]), far);
        }
    }
    CHECK_EQ_INT(units_of(arena, slots, 16), 7);
    CHECK_EQ_INT(sim_spawner_owned(arena, spawner_of(arena, spawner)), 7);
    free(arena);
}

TEST(a_spawner_that_is_walled_in_makes_nothing)
{
    sim_arena *arena = make_arena(48, 64);
    put_enemy(arena, "biter-spawner", 0, 0);
    uint16_t water = sim_tile_named(prototypes, "water");
    for (int32_t y = -16; y < 16; y++)
        for (int32_t x = -16; x < 16; x++) sim_map_set_tile(arena, prototypes, x, y, water);
    sim_run(arena, prototypes, 5000);
    CHECK_EQ_INT(units_of(arena, NULL, 0), 0);
    free(arena);
}

TEST(a_spawner_takes_twenty_and_a_hundredth_of_its_chunks_pollution_and_keeps_so_much)
{
    sim_arena *arena = make_arena(192, 64);
    sim_handle spawner = put_enemy(arena, "biter-spawner", 16 * TILE, 16 * TILE);
    sim_run(arena, prototypes, 1);
    sim_evolution_set(arena, prototypes, 1.0); /* so that there is much to be kept */
    sim_pollution_set(arena, (sim_position){16 * TILE, 16 * TILE}, 1000.0);
    sim_run(arena, prototypes, 64);
    double lost = 1000.0 * 0.08, ground = 1.10592 / 60 * 64 / 60;
    CHECK_NEAR(spawner_of(arena, spawner)->absorbed, 20 + 0.01 * (1000 - lost - ground), 1e-6);
    for (int i = 0; i < 200; i++) {
        sim_pollution_set(arena, (sim_position){16 * TILE, 16 * TILE}, 1000.0);
        sim_run(arena, prototypes, 64);
    }
    CHECK(spawner_of(arena, spawner)->absorbed <= 3 * 400.0 + 30.0);
    sim_pollution_clear(arena);
    check_sane(arena);
    free(arena);
}

/* At no evolution three times the costliest, a small biter, is twelve; what is taken before it has so much is not cut. */
TEST(a_spawner_that_has_enough_takes_no_more)
{
    sim_arena *arena = make_arena(192, 64);
    const sim_position place = {16 * TILE, 16 * TILE};
    const double left = 92.0 - 1.10592 / 60 * 64 / 60;
    sim_handle spawner = put_enemy(arena, "biter-spawner", place.x, place.y);
    sim_pollution_set(arena, place, 100.0);
    sim_run(arena, prototypes, 64);
    CHECK_NEAR(spawner_of(arena, spawner)->absorbed, 20 + 0.01 * left, 1e-6);
    CHECK_NEAR(sim_pollution_get(arena, place), left - 20 - 0.01 * left, 1e-6);
    sim_run(arena, prototypes, 64);
    CHECK_NEAR(spawner_of(arena, spawner)->absorbed, 20 + 0.01 * left, 1e-6);
    check_sane(arena);
    free(arena);
}

TEST(health_of_spawners_counts_tenfold_at_full_evolution)
{
    sim_arena *arena = make_arena(32, 1);
    CHECK_NEAR(sim_spawner_health_factor(arena, prototypes), 1.0, 0);
    sim_evolution_set(arena, prototypes, 0.99);
    CHECK_NEAR(sim_spawner_health_factor(arena, prototypes), 9.7724, 1e-4); /* measured in the game */
    sim_evolution_set(arena, prototypes, 1.0);
    CHECK_NEAR(sim_spawner_health_factor(arena, prototypes), 10.0, 1e-12);
    free(arena);
}

TEST(spawners_forced_awake_do_the_same)
{
    sim_arena *arenas[2];
    for (int i = 0; i < 2; i++) {
        arenas[i] = make_arena(128, 64);
        for (int k = 0; k < 4; k++)
            put_enemy(arenas[i], k % 2 ? "biter-spawner" : "spitter-spawner", k * 20 * TILE - 40 * TILE, 0);
        sim_pollution_emit(arenas[i], prototypes, (sim_position){0, 0}, 5000.0);
        for (int tick = 0; tick < 3000; tick++) {
            if (i) sim_pool_wake_all(arenas[i]);
            sim_run(arenas[i], prototypes, 1);
        }
    }
    CHECK_EQ_INT(sim_arena_hash(arenas[0], prototypes), sim_arena_hash(arenas[1], prototypes));
    free(arenas[0]);
    free(arenas[1]);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(the_spawn_table_of_biters_is_the_published_one);
    RUN(drawing_follows_the_weights);
    RUN(the_rest_between_units_shortens_with_evolution_and_grows_with_the_unit);
    RUN(a_spawner_makes_a_small_biter_every_360_ticks_until_five_friends_are_there);
    RUN(a_lost_unit_is_made_again);
    RUN(units_that_left_count_as_owned_up_to_seven);
    RUN(a_spawner_that_is_walled_in_makes_nothing);
    RUN(a_spawner_takes_twenty_and_a_hundredth_of_its_chunks_pollution_and_keeps_so_much);
    RUN(a_spawner_that_has_enough_takes_no_more);
    RUN(health_of_spawners_counts_tenfold_at_full_evolution);
    RUN(spawners_forced_awake_do_the_same);
    return kit_end();
}
