/* Paths: those that scripts ask for, and long ways of units.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/combat_kit.h"
#include "tests/c/engine/unit_kit.h"

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
    RUN(a_script_gets_the_path_that_it_asks_for_or_hears_that_there_is_none);
    RUN(a_script_gets_a_long_path_through_a_gap_of_one_tile_to_the_very_goal);
    RUN(the_path_of_a_script_that_is_at_its_goal_already_is_where_it_stands);
    RUN(a_long_way_is_found_with_a_lake_in_between);
    return kit_end();
}
