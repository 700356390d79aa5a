/* Walking: the published speeds, tiles, obstacles, corners.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

enum { NORTH = 0, NORTHEAST = 2, EAST = 4, SOUTHEAST = 6, SOUTH = 8, WEST = 12 };

static sim_arena *make_scene(uint32_t side, int32_t x, int32_t y)
{
    sim_arena *arena = make_arena(side, 16);
    put(arena, "character", x, y, 0);
    return arena;
}

static void walk(sim_arena *arena, uint8_t direction, uint32_t ticks)
{
    CHECK_EQ_INT(sim_character_set_walking(arena, 0, 1, direction), SIM_OK);
    sim_run(arena, prototypes, ticks);
}

static const sim_character *walker(const sim_arena *arena)
{
    return sim_character_get(arena, 0);
}

/* Facts C02 and C03. */
TEST(six_hundred_ticks_east_are_89_0625_tiles_and_southeast_63_28125_on_each_axis)
{
    sim_arena *arena = make_scene(256, 0, 0);
    walk(arena, EAST, 600);
    CHECK_EQ_F64(sim_fixed_to_tiles(sim_character_position(arena, 0).x), 89.0625);
    CHECK_EQ_INT(sim_character_position(arena, 0).y, 0);
    sim_entity_teleport(arena, prototypes, (sim_handle){1, 1}, (sim_position){0, 0});
    walk(arena, SOUTHEAST, 600);
    CHECK_EQ_F64(sim_fixed_to_tiles(sim_character_position(arena, 0).x), 63.28125);
    CHECK_EQ_F64(sim_fixed_to_tiles(sim_character_position(arena, 0).y), 63.28125);
    CHECK_EQ_INT(walker(arena)->blocked_ticks, 0);
    CHECK_EQ_INT(arena->tick, 1200);
    free(arena);
}

TEST(opposite_directions_are_equally_fast)
{
    sim_arena *arena = make_scene(64, 0, 0);
    for (uint8_t direction = 0; direction < 16; direction++) {
        sim_position before = sim_character_position(arena, 0);
        walk(arena, direction, 20);
        walk(arena, (uint8_t)((direction + 8) % 16), 20);
        check_place(arena, before.x, before.y);
    }
    free(arena);
}

/* Fact C06: the tile's modifier times 0.15, cut to 1/256 tile. */
TEST(paved_tiles_are_walked_faster)
{
    static const struct {
        const char *tile;
        int32_t step;
    } CASES[] = {{"stone-path", 49}, {"concrete", 53}, {"refined-concrete", 57}, {"water-shallow", 30}, {"dirt-1", 38}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        sim_arena *arena = make_scene(64, CENTRE, CENTRE);
        uint16_t tile = sim_tile_named(prototypes, CASES[i].tile);
        for (int32_t x = 0; x < 4; x++) CHECK_EQ_INT(sim_map_set_tile(arena, prototypes, x, 0, tile), SIM_OK);
        walk(arena, EAST, 4);
        check_place(arena, CENTRE + 4 * CASES[i].step, CENTRE);
        free(arena);
    }
}

TEST(the_speed_is_that_of_the_tile_under_the_character_at_the_ticks_beginning)
{
    sim_arena *arena = make_scene(64, TILE - 10, CENTRE);
    sim_map_set_tile(arena, prototypes, 1, 0, sim_tile_named(prototypes, "concrete"));
    walk(arena, EAST, 1);
    check_place(arena, TILE - 10 + 38, CENTRE);
    walk(arena, EAST, 1);
    check_place(arena, TILE - 10 + 38 + 53, CENTRE);
    free(arena);
}

TEST(a_character_closes_in_on_a_wall_by_half_a_step_and_then_by_small_steps)
{
    sim_arena *arena = make_scene(64, 0, CENTRE);
    for (int32_t y = -3; y <= 3; y++) put(arena, "stone-wall", 5 * TILE + CENTRE, y * TILE + CENTRE, 0);
    int32_t touching = 5 * TILE + CENTRE - 126;
    sim_entity_teleport(arena, prototypes, (sim_handle){1, 1}, (sim_position){touching - 37, CENTRE});
    static const int32_t LEFT[] = {18, 10, 2, 0, 0};
    for (int i = 0; i < 5; i++) {
        walk(arena, EAST, 1);
        check_place(arena, touching - LEFT[i], CENTRE);
        CHECK_EQ_INT(walker(arena)->blocked, 1);
    }
    CHECK_EQ_INT(walker(arena)->blocked_ticks, 5);
    free(arena);
}

TEST(a_character_steps_aside_to_pass_a_single_wall)
{
    sim_arena *arena = make_scene(64, CENTRE - 142, CENTRE - 40);
    put(arena, "stone-wall", CENTRE, CENTRE, 0);
    walk(arena, EAST, 1);
    check_place(arena, CENTRE - 142, CENTRE - 78);
    walk(arena, EAST, 2);
    check_place(arena, CENTRE - 142, CENTRE - 126);
    CHECK_EQ_INT(walker(arena)->blocked_ticks, 3);
    walk(arena, EAST, 10);
    check_place(arena, CENTRE - 142 + 380, CENTRE - 126);
    CHECK_EQ_INT(walker(arena)->blocked, 0);
    free(arena);
}

TEST(from_the_middle_it_steps_south_or_west)
{
    sim_arena *arena = make_scene(64, CENTRE - 142, CENTRE);
    put(arena, "stone-wall", CENTRE, CENTRE, 0);
    walk(arena, EAST, 1);
    check_place(arena, CENTRE - 142, CENTRE + 38);
    sim_entity_teleport(arena, prototypes, (sim_handle){1, 1}, (sim_position){CENTRE, CENTRE + 142});
    walk(arena, NORTH, 1);
    check_place(arena, CENTRE - 38, CENTRE + 142);
    free(arena);
}

TEST(it_steps_aside_by_seven_tenths_of_a_tile_and_no_more)
{
    sim_arena *arena = make_scene(64, -250, 52);
    put(arena, "stone-furnace", 0, 0, 0);
    walk(arena, EAST, 1);
    check_place(arena, -250, 90);
    sim_entity_teleport(arena, prototypes, (sim_handle){1, 1}, (sim_position){-250, 51});
    walk(arena, EAST, 1);
    check_place(arena, -231, 51);
    free(arena);
}

TEST(water_is_not_walked_around)
{
    sim_arena *arena = make_scene(64, 0, CENTRE + 100);
    sim_map_set_tile(arena, prototypes, 2, 0, sim_tile_named(prototypes, "water"));
    walk(arena, EAST, 40);
    check_place(arena, 2 * TILE - 52, CENTRE + 100);
    free(arena);
}

TEST(a_character_on_both_axes_slides_along_a_wall)
{
    sim_arena *arena = make_scene(64, -400, 0);
    uint16_t water = sim_tile_named(prototypes, "water");
    for (int32_t y = -20; y <= 20; y++) sim_map_set_tile(arena, prototypes, 0, y, water);
    walk(arena, SOUTHEAST, 40);
    CHECK_EQ_INT(sim_character_position(arena, 0).y, 40 * 27);
    CHECK(sim_character_position(arena, 0).x <= -52 && sim_character_position(arena, 0).x > -52 - 27);
    free(arena);
}

TEST(the_edge_of_the_map_ends_every_walk)
{
    sim_arena *arena = make_scene(64, 0, 0);
    for (uint8_t direction = 0; direction < 16; direction++) {
        walk(arena, direction, 3000);
        check_sane(arena);
    }
    walk(arena, EAST, 3000);
    CHECK_EQ_INT(sim_character_position(arena, 0).x, 32 * TILE - 52);
    walk(arena, NORTH, 3000);
    CHECK_EQ_INT(sim_character_position(arena, 0).y, -32 * TILE + 51);
    free(arena);
}

TEST(a_character_that_stopped_costs_nothing_and_stays)
{
    sim_arena *arena = make_scene(64, 0, 0);
    walk(arena, EAST, 3);
    sim_character_set_walking(arena, 0, 0, 0);
    sim_run(arena, prototypes, 1);
    CHECK_EQ_INT(arena->awake, 0);
    sim_run(arena, prototypes, 100);
    check_place(arena, 3 * 38, 0);
    CHECK_EQ_INT(arena->tick, 104);
    free(arena);
}

/* A random scene of obstacles and tiles; `crowd` 0 leaves it open. */
static void crowd(sim_arena *arena, sim_random *random, int crowd)
{
    static const char *const THINGS[] = {"stone-wall", "wooden-chest", "stone-furnace", "tree-01", "big-rock"};
    static const char *const TILES[] = {"water", "concrete", "stone-path", "water-shallow"};
    for (int i = 0; i < crowd; i++) {
        sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, THINGS[sim_random_range(random, 0, 4)])};
        spec.position.x = sim_random_range(random, -10 * TILE, 10 * TILE);
        spec.position.y = sim_random_range(random, -10 * TILE, 10 * TILE);
        sim_entity_create(arena, prototypes, &spec, NULL);
        sim_map_set_tile(arena, prototypes, sim_random_range(random, -10, 9), sim_random_range(random, -10, 9),
                         sim_tile_named(prototypes, TILES[sim_random_range(random, 0, 3)]));
    }
}

/* Runs the arena without ever taking ticks together. */
static void run_singly(sim_arena *arena, uint32_t ticks)
{
    for (uint32_t i = 0; i < ticks; i++) {
        if (arena->awake & SIM_AWAKE_WALKING) sim_walk_tick(arena, prototypes);
        arena->tick++;
    }
}

/* Walks as beside a factory at work: tick by tick, with what is known of the way. In tick `wall_tick` a wall comes up. */
static void run_beside(sim_arena *arena, uint32_t ticks, uint32_t wall_tick, sim_position wall, int knows)
{
    sim_walk_way way = {.ticks = 0};
    for (uint32_t i = 0; i < ticks; i++) {
        if (i == wall_tick) {
            sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, "stone-wall"), .position = wall};
            sim_entity_create(arena, prototypes, &spec, NULL);
        }
        if (arena->awake & SIM_AWAKE_WALKING && knows) sim_walk_tick_on(arena, prototypes, &way, ticks - i);
        if (arena->awake & SIM_AWAKE_WALKING && !knows) sim_walk_tick(arena, prototypes);
        arena->tick++;
    }
}

TEST(a_way_that_is_known_is_walked_as_one_that_is_not)
{
    sim_random random;
    sim_random_seed(&random, 22);
    for (int round = 0; round < 200; round++) {
        sim_arena *knowing = make_scene(40, 0, 0);
        crowd(knowing, &random, round % 3 == 0 ? 0 : sim_random_range(&random, 1, 10));
        sim_arena *looking = aligned_alloc(64, knowing->block_bytes);
        sim_arena_copy(looking, knowing->block_bytes, knowing);
        for (int leg = 0; leg < 30; leg++) {
            uint8_t direction = (uint8_t)sim_random_range(&random, 0, 15);
            uint32_t ticks = (uint32_t)sim_random_range(&random, 1, 60);
            uint32_t wall_tick = leg % 10 == 9 ? (uint32_t)sim_random_range(&random, 0, 30) : UINT32_MAX;
            sim_position wall = sim_character_position(knowing, 0);
            wall.x += sim_random_range(&random, -2 * TILE, 2 * TILE);
            wall.y += sim_random_range(&random, -2 * TILE, 2 * TILE);
            sim_character_set_walking(knowing, 0, 1, direction);
            sim_character_set_walking(looking, 0, 1, direction);
            run_beside(knowing, ticks, wall_tick, wall, 1);
            run_beside(looking, ticks, wall_tick, wall, 0);
            CHECK_EQ_INT(sim_arena_hash(knowing, prototypes), sim_arena_hash(looking, prototypes));
        }
        check_sane(knowing);
        free(knowing);
        free(looking);
    }
}

TEST(ticks_taken_together_leave_the_state_of_single_ticks)
{
    sim_random random;
    sim_random_seed(&random, 21);
    for (int round = 0; round < 300; round++) {
        sim_arena *together = make_scene(round % 2 ? 40 : 64, 0, 0);
        crowd(together, &random, round % 3 == 0 ? 0 : sim_random_range(&random, 1, 15));
        sim_arena *singly = aligned_alloc(64, together->block_bytes);
        sim_arena_copy(singly, together->block_bytes, together);
        for (int leg = 0; leg < 40; leg++) {
            uint8_t direction = (uint8_t)sim_random_range(&random, 0, 15);
            uint32_t ticks = (uint32_t)sim_random_range(&random, 1, leg % 8 ? 20 : 400);
            int walking = sim_random_range(&random, 0, 9) > 0;
            sim_character_set_walking(together, 0, walking, direction);
            sim_character_set_walking(singly, 0, walking, direction);
            sim_run(together, prototypes, ticks);
            run_singly(singly, ticks);
            CHECK_EQ_INT(sim_arena_hash(together, prototypes), sim_arena_hash(singly, prototypes));
        }
        check_sane(together);
        free(together);
        free(singly);
    }
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(six_hundred_ticks_east_are_89_0625_tiles_and_southeast_63_28125_on_each_axis);
    RUN(opposite_directions_are_equally_fast);
    RUN(paved_tiles_are_walked_faster);
    RUN(the_speed_is_that_of_the_tile_under_the_character_at_the_ticks_beginning);
    RUN(a_character_closes_in_on_a_wall_by_half_a_step_and_then_by_small_steps);
    RUN(a_character_steps_aside_to_pass_a_single_wall);
    RUN(from_the_middle_it_steps_south_or_west);
    RUN(it_steps_aside_by_seven_tenths_of_a_tile_and_no_more);
    RUN(water_is_not_walked_around);
    RUN(a_character_on_both_axes_slides_along_a_wall);
    RUN(the_edge_of_the_map_ends_every_walk);
    RUN(a_character_that_stopped_costs_nothing_and_stays);
    RUN(a_way_that_is_known_is_walked_as_one_that_is_not);
    RUN(ticks_taken_together_leave_the_state_of_single_ticks);
    return kit_end();
}
