/* Pollution of chunks: made, spread, absorbed. Rows E14, E15, E20 and trap 11 of the mechanics' facts.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include <math.h>

#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

enum { CHUNK = 32 * TILE, PERIOD = SIM_POLLUTION_PERIOD_TICKS };

#define CHECK_NEAR(actual, expected, tolerance) CHECK(fabs((actual) - (expected)) <= (tolerance))

/* The middle of the chunk with those coordinates. */
static sim_position chunk_at(int32_t column, int32_t row)
{
    return (sim_position){column * CHUNK + CHUNK / 2, row * CHUNK + CHUNK / 2};
}

static double in_chunk(const sim_arena *arena, int32_t column, int32_t row)
{
    return sim_pollution_get(arena, chunk_at(column, row));
}

static void pave(sim_arena *arena, const char *tile, int32_t column, int32_t row)
{
    for (int32_t y = 0; y < 32; y++)
        for (int32_t x = 0; x < 32; x++)
            CHECK_EQ_INT(sim_map_set_tile(arena, prototypes, column * 32 + x, row * 32 + y,
                                          sim_tile_named(prototypes, tile)), SIM_OK);
}

/* Runs until the work of `periods` periods is done. */
static void run_periods(sim_arena *arena, uint32_t periods)
{
    sim_run(arena, prototypes, periods * PERIOD);
}

static sim_arena *arena_on(const char *tile, uint32_t side)
{
    prototypes = sim_builtin_prototypes();
    sim_arena_config config = sim_arena_default_config(side, side, 200, prototypes);
    config.ground_tile = sim_tile_named(prototypes, tile);
    config.tile_page_capacity = 16;
    config.pool_capacity[SIM_POOL_SETTINGS] = 1;
    size_t bytes = sim_arena_bytes(&config, prototypes);
    sim_arena *arena = aligned_alloc(64, bytes);
    CHECK_EQ_INT(sim_arena_init(arena, bytes, &config, prototypes), SIM_OK);
    return arena;
}

TEST(pollution_that_is_made_lies_in_the_chunk_of_its_place_and_in_the_statistics)
{
    sim_arena *arena = arena_on("concrete", 128);
    sim_pollution_emit(arena, prototypes, chunk_at(-1, 1), 3.5);
    sim_pollution_emit(arena, prototypes, (sim_position){-1, CHUNK}, 1.5);
    CHECK_NEAR(in_chunk(arena, -1, 1), 5.0, 0);
    CHECK_NEAR(in_chunk(arena, 0, 1), 0.0, 0);
    CHECK_NEAR(arena->pollution_made, 5.0, 0);
    CHECK_NEAR(sim_pollution_total(arena), 5.0, 0);
    sim_pollution_emit(arena, prototypes, (sim_position){1000 * TILE, 0}, 9.0);
    sim_pollution_emit(arena, prototypes, chunk_at(0, 0), NAN);
    CHECK_NEAR(sim_pollution_total(arena), 5.0, 0);
    check_sane(arena);
    free(arena);
}

TEST(two_percent_go_to_each_of_the_four_neighbours_every_64_ticks)
{
    sim_arena *arena = arena_on("concrete", 192); /* which absorbs nothing */
    sim_run(arena, prototypes, 1);
    CHECK_EQ_INT(sim_pollution_set(arena, chunk_at(0, 0), 400.0), SIM_OK);
    const int32_t sides[4][2] = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}};
    for (int i = 0; i < 4; i++) sim_pollution_set(arena, chunk_at(sides[i][0], sides[i][1]), 100.0);
    sim_run(arena, prototypes, PERIOD - 1);
    CHECK_NEAR(in_chunk(arena, 0, 0), 400.0, 0);
    sim_run(arena, prototypes, 1);
    CHECK_NEAR(in_chunk(arena, 0, 0), 400.0 - 32.0 + 8.0, 1e-9); /* the wiki's example */
    CHECK_NEAR(in_chunk(arena, 1, 0), 100.0 + 8.0 - 8.0, 1e-9);
    CHECK_NEAR(in_chunk(arena, 1, 1), 4.0, 1e-9);
    CHECK_NEAR(sim_pollution_total(arena), 800.0, 1e-9);
    free(arena);
}

TEST(below_fifteen_nothing_spreads)
{
    sim_arena *arena = arena_on("concrete", 192);
    sim_pollution_set(arena, chunk_at(0, 0), 14.99);
    run_periods(arena, 10);
    CHECK_NEAR(in_chunk(arena, 0, 0), 14.99, 0);
    sim_pollution_set(arena, chunk_at(0, 0), 15.0);
    run_periods(arena, 1);
    CHECK_NEAR(in_chunk(arena, 1, 0), 0.3, 1e-12);
    free(arena);
}

TEST(at_the_edge_of_the_map_nothing_leaves)
{
    sim_arena *arena = arena_on("concrete", 64);
    sim_pollution_set(arena, chunk_at(-1, -1), 1000.0);
    run_periods(arena, 500);
    CHECK_NEAR(sim_pollution_total(arena), 1000.0, 1e-6);
    CHECK_NEAR(in_chunk(arena, 0, 0), 250.0, 1.0);
    free(arena);
}

/* E14: absorbed in a minute by a chunk of one kind of tile, to 0.1 %. */
TEST(a_chunk_of_each_kind_of_ground_absorbs_what_is_published)
{
    static const struct { const char *tile; double per_minute; } GROUNDS[] = {
        {"grass-1", 1.10592}, {"dirt-3", 1.10592}, {"sand-2", 0.9216}, {"red-desert-1", 0.9216},
        {"water", 1.536}, {"deepwater", 1.536}, {"stone-path", 0.0}, {"refined-concrete", 0.0},
    };
    for (size_t i = 0; i < sizeof GROUNDS / sizeof *GROUNDS; i++) {
        sim_arena *arena = arena_on(GROUNDS[i].tile, 32 * 2);
        sim_pollution_set(arena, chunk_at(0, 0), 14.0);
        run_periods(arena, 60 * 60 * 8 / PERIOD); /* eight minutes */
        CHECK_NEAR((14.0 - in_chunk(arena, 0, 0)) / 8, GROUNDS[i].per_minute, GROUNDS[i].per_minute * 0.001);
        CHECK_NEAR(arena->pollution_absorbed, 14.0 - in_chunk(arena, 0, 0), 1e-9);
        free(arena);
    }
}

TEST(paving_a_chunk_ends_what_its_ground_absorbs)
{
    sim_arena *arena = arena_on("grass-1", 64);
    sim_pollution_set(arena, chunk_at(0, 0), 10.0);
    run_periods(arena, 10);
    double before = in_chunk(arena, 0, 0);
    CHECK(before < 10.0);
    pave(arena, "concrete", 0, 0);
    run_periods(arena, 10);
    CHECK_NEAR(in_chunk(arena, 0, 0), before, 0);
    free(arena);
}

/* E15: a healthy tree absorbs 0.001 a second, to 1 %. */
TEST(a_healthy_tree_absorbs_a_thousandth_a_second_and_none_when_it_is_gone)
{
    sim_arena *arena = arena_on("concrete", 64);
    sim_handle trees[10];
    for (int i = 0; i < 10; i++) trees[i] = put(arena, "tree-01", (2 + 2 * i) * TILE, 5 * TILE, 0);
    sim_pollution_set(arena, chunk_at(0, 0), 10.0);
    run_periods(arena, 75); /* 80 seconds */
    CHECK_NEAR(10.0 - in_chunk(arena, 0, 0), 10 * 0.001 * 80, 0.008);
    for (int i = 0; i < 5; i++) sim_entity_destroy(arena, prototypes, trees[i]);
    sim_entity_teleport(arena, prototypes, trees[9], (sim_position){-5 * TILE, -5 * TILE});
    sim_pollution_set(arena, chunk_at(0, 0), 10.0);
    run_periods(arena, 75);
    CHECK_NEAR(10.0 - in_chunk(arena, 0, 0), 4 * 0.001 * 80, 0.0032);
    free(arena);
}

TEST(trees_suffer_above_sixty_and_take_ten_each_time_until_they_are_spent)
{
    sim_arena *arena = arena_on("concrete", 64);
    sim_handle tree = put(arena, "tree-01", 5 * TILE, 5 * TILE, 0);
    sim_pollution_set(arena, (sim_position){0, 0}, 59.0);
    run_periods(arena, 20);
    CHECK_EQ_INT(sim_entity_get(arena, tree)->amount, 0);
    sim_position here = sim_entity_get(arena, tree)->position;
    double absorbed = arena->pollution_absorbed;
    sim_pollution_set(arena, here, 150.0);
    run_periods(arena, 1);
    CHECK(sim_entity_get(arena, tree)->amount != 0);
    CHECK_NEAR(arena->pollution_absorbed - absorbed, 10.0, 0.01);
    for (int i = 0; i < 200; i++) {
        sim_pollution_set(arena, here, 150.0);
        run_periods(arena, 1);
    }
    uint32_t stages = sim_entity_get(arena, tree)->amount, leaves = stages & 0xFF, gray = stages >> 8;
    CHECK(leaves / 3.0 + gray / 15.0 > 1.2);
    CHECK((leaves - (leaves > 0)) / 3.0 + (gray - (gray > 0)) / 15.0 <= 1.2);
    CHECK(sim_tree_absorption(prototypes, sim_entity_named(prototypes, "tree-01"), stages) < 0.001);
    check_sane(arena);
    free(arena);
}

TEST(with_pollution_disabled_nothing_is_made_and_nothing_moves)
{
    sim_arena *arena = arena_on("grass-1", 96);
    sim_map_settings settings = *sim_settings_get(arena, prototypes);
    settings.pollution.enabled = 0;
    CHECK_EQ_INT(sim_settings_set(arena, prototypes, &settings), SIM_OK);
    sim_pollution_emit(arena, prototypes, chunk_at(0, 0), 100.0);
    CHECK_NEAR(sim_pollution_total(arena), 0.0, 0);
    sim_pollution_set(arena, chunk_at(0, 0), 100.0);
    run_periods(arena, 5);
    CHECK_NEAR(in_chunk(arena, 0, 0), 100.0, 0);
    free(arena);
}

TEST(clean_air_costs_nothing_and_pollution_that_is_gone_sleeps)
{
    sim_arena *arena = arena_on("grass-1", 64);
    CHECK(!(arena->awake & SIM_AWAKE_POLLUTION));
    sim_pollution_emit(arena, prototypes, chunk_at(0, 0), 0.01);
    CHECK(arena->awake & SIM_AWAKE_POLLUTION);
    run_periods(arena, 4);
    CHECK(!(arena->awake & SIM_AWAKE_POLLUTION));
    CHECK_NEAR(sim_pollution_total(arena), 0.0, 0);
    free(arena);
}

TEST(a_script_sets_pollution_only_on_the_map_and_not_below_zero)
{
    sim_arena *arena = arena_on("grass-1", 64);
    CHECK_EQ_INT(sim_pollution_set(arena, (sim_position){400 * TILE, 0}, 1.0), SIM_OUT_OF_MAP);
    CHECK_EQ_INT(sim_pollution_set(arena, chunk_at(0, 0), -1.0), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_pollution_set(arena, chunk_at(0, 0), INFINITY), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_pollution_set(arena, chunk_at(0, 0), 30.0), SIM_OK);
    CHECK_NEAR(arena->pollution_made, 0.0, 0);
    sim_pollution_emit(arena, prototypes, chunk_at(0, 0), -10.0);
    CHECK_NEAR(in_chunk(arena, 0, 0), 20.0, 0);
    sim_pollution_clear(arena);
    CHECK_NEAR(sim_pollution_total(arena), 0.0, 0);
    free(arena);
}

/* E20: what machines make in a minute. */
TEST(machines_are_published_to_pollute_as_much_as_the_tables_say)
{
    static const struct { const char *name; double per_minute; } MACHINES[] = {
        {"stone-furnace", 2}, {"steel-furnace", 4}, {"electric-furnace", 1}, {"burner-mining-drill", 12},
        {"electric-mining-drill", 10}, {"assembling-machine-1", 4}, {"assembling-machine-2", 3},
        {"assembling-machine-3", 2}, {"boiler", 30},
    };
    prototypes = sim_builtin_prototypes();
    for (size_t i = 0; i < sizeof MACHINES / sizeof *MACHINES; i++)
        CHECK_NEAR(prototypes->entities[sim_entity_named(prototypes, MACHINES[i].name)].energy.pollution_per_minute,
                   MACHINES[i].per_minute, 1e-9);
}

TEST(a_grown_block_pollutes_on_as_the_old_one)
{
    sim_arena *arena = arena_on("grass-1", 160);
    for (int i = 0; i < 20; i++) put(arena, "tree-01", (2 + i) * TILE, 5 * TILE, 0);
    sim_pollution_set(arena, chunk_at(0, 0), 900.0);
    run_periods(arena, 7);
    sim_arena_config config = arena->config;
    config.entity_capacity *= 3;
    size_t bytes = sim_arena_bytes(&config, prototypes);
    sim_arena *grown = aligned_alloc(64, bytes);
    CHECK_EQ_INT(sim_arena_grow(grown, bytes, &config, arena, prototypes), SIM_OK);
    run_periods(arena, 30);
    run_periods(grown, 30);
    CHECK_EQ_INT(sim_arena_hash(arena, prototypes), sim_arena_hash(grown, prototypes));
    CHECK_NEAR(in_chunk(arena, 1, 1), in_chunk(grown, 1, 1), 0);
    free(arena);
    free(grown);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(pollution_that_is_made_lies_in_the_chunk_of_its_place_and_in_the_statistics);
    RUN(two_percent_go_to_each_of_the_four_neighbours_every_64_ticks);
    RUN(below_fifteen_nothing_spreads);
    RUN(at_the_edge_of_the_map_nothing_leaves);
    RUN(a_chunk_of_each_kind_of_ground_absorbs_what_is_published);
    RUN(paving_a_chunk_ends_what_its_ground_absorbs);
    RUN(a_healthy_tree_absorbs_a_thousandth_a_second_and_none_when_it_is_gone);
    RUN(trees_suffer_above_sixty_and_take_ten_each_time_until_they_are_spent);
    RUN(with_pollution_disabled_nothing_is_made_and_nothing_moves);
    RUN(clean_air_costs_nothing_and_pollution_that_is_gone_sleeps);
    RUN(a_script_sets_pollution_only_on_the_map_and_not_below_zero);
    RUN(machines_are_published_to_pollute_as_much_as_the_tables_say);
    RUN(a_grown_block_pollutes_on_as_the_old_one);
    return kit_end();
}
