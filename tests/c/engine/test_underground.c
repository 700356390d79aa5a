/* Underground belts: pairs, reach, what lies below the ground, loading from the side. Rows B.. are those of the facts
 * about the game's mechanics.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"
#include "tests/c/engine/belt_kit.h"

/* An output end. */
static uint32_t lay_exit(sim_arena *arena, const char *name, int32_t x, int32_t y, uint8_t direction)
{
    uint32_t slot = lay(arena, name, x, y, direction);
    CHECK_EQ_INT(sim_underground_set_output(arena, prototypes, slot, 1), SIM_OK);
    CHECK(sim_underground_is_output(arena, prototypes, slot));
    return slot;
}

/* B07: gaps of 4, 6, 8 tiles */
TEST(the_reach_of_undergrounds_is_four_six_eight_tiles_between_the_ends)
{
    static const struct { const char *name; int32_t gap; } KINDS[3] = {
        {"underground-belt", 4}, {"fast-underground-belt", 6}, {"express-underground-belt", 8}};
    for (int i = 0; i < 3; i++)
        for (int32_t more = 0; more < 2; more++) {
            sim_arena *arena = make_arena(64, 32);
            uint32_t entrance = lay(arena, KINDS[i].name, 0, 0, EAST);
            uint32_t exit = lay_exit(arena, KINDS[i].name, KINDS[i].gap + 1 + more, 0, EAST);
            CHECK_EQ_INT(sim_underground_partner(arena, prototypes, entrance), more ? 0 : exit);
            CHECK_EQ_INT(sim_underground_partner(arena, prototypes, exit), more ? 0 : entrance);
            check_sane(arena);
            free(arena);
        }
}

/* B06: an end is 256 long; items cross tile for tile below the ground */
TEST(items_go_below_the_ground_at_the_speed_of_the_belt)
{
    sim_arena *arena = make_arena(64, 32);
    uint32_t entrance = lay(arena, "underground-belt", 0, 0, EAST);
    uint32_t exit = lay_exit(arena, "underground-belt", 4, 0, EAST);
    uint32_t after = lay(arena, "transport-belt", 5, 0, EAST);
    CHECK_EQ_INT(sim_belt_line_length(arena, prototypes, entrance, 0), 256);
    CHECK_EQ_INT(sim_belt_line_length(arena, prototypes, entrance, 2), 3 * 256);
    put_on(arena, entrance, 0, 256); /* 248 after its first step */
    sim_run(arena, prototypes, 33);  /* 248 - 264 = -16: 16 tiles of 1/256 into the first hidden tile */
    CHECK_EQ_INT(place_at(arena, entrance, 2, 0), 3 * 256 - 16);
    sim_run(arena, prototypes, 95);
    CHECK_EQ_INT(place_at(arena, exit, 0, 0), 248);
    sim_run(arena, prototypes, 32);
    CHECK_EQ_INT(place_at(arena, after, 0, 0), 248);
    check_sane(arena);
    free(arena);
}

/* B08, measured for this model: 4 items a tile and lane, both ends and the gap */
TEST(a_full_pair_holds_eight_items_a_tile)
{
    sim_arena *arena = make_arena(64, 32);
    uint32_t entrance = lay(arena, "underground-belt", 0, 0, EAST);
    uint32_t exit = lay_exit(arena, "underground-belt", 5, 0, EAST);
    for (int i = 0; i < 400; i++) {
        sim_belt_insert_at_back(arena, prototypes, entrance, (uint32_t)i & 1, item("coal"));
        sim_run(arena, prototypes, 4);
    }
    CHECK_EQ_INT(sim_belt_count(arena, 0), 48);
    CHECK_EQ_INT(sim_belt_count_on(arena, prototypes, exit, 0), 8);
    CHECK_EQ_INT(sim_belt_count_on(arena, prototypes, entrance, 0), 40); /* with what lies below the ground */
    CHECK_EQ_INT(arena->awake, 0);
    CHECK_EQ_INT(sim_belt_take(arena, prototypes, exit, 0, 1), 1);
    sim_run(arena, prototypes, 20);
    CHECK_EQ_INT(on_line(arena, entrance, 0), 3); /* all behind has closed up */
    CHECK_EQ_INT(place_at(arena, entrance, 0, 2), 128);
    check_sane(arena);
    free(arena);
}

TEST(the_nearest_end_that_fits_is_the_partner_and_another_is_found_when_it_goes)
{
    sim_arena *arena = make_arena(64, 32);
    uint32_t entrance = lay(arena, "underground-belt", 0, 0, EAST);
    uint32_t far = lay_exit(arena, "underground-belt", 5, 0, EAST);
    lay_exit(arena, "fast-underground-belt", 1, 0, EAST);
    lay_exit(arena, "underground-belt", 2, 0, NORTH);
    CHECK_EQ_INT(sim_underground_partner(arena, prototypes, entrance), far);
    uint32_t near = lay_exit(arena, "underground-belt", 3, 0, EAST);
    CHECK_EQ_INT(sim_underground_partner(arena, prototypes, entrance), near);
    CHECK_EQ_INT(sim_underground_partner(arena, prototypes, far), 0);
    check_sane(arena);
    remove_slot(arena, near);
    CHECK_EQ_INT(sim_underground_partner(arena, prototypes, entrance), far);
    check_sane(arena);
    uint32_t between = lay(arena, "underground-belt", 1, 0, EAST); /* an entrance on the way takes the exit over */
    CHECK_EQ_INT(sim_underground_partner(arena, prototypes, between), far);
    CHECK_EQ_INT(sim_underground_partner(arena, prototypes, entrance), 0);
    remove_slot(arena, far);
    remove_slot(arena, between);
    remove_slot(arena, entrance);
    check_sane(arena);
    free(arena);
}

TEST(only_the_open_half_of_an_end_is_loaded_from_the_side)
{
    for (int is_exit = 0; is_exit < 2; is_exit++)
        for (uint32_t lane = 0; lane < 2; lane++) {
            sim_arena *arena = make_arena(64, 32);
            uint32_t end = lay(arena, "underground-belt", 0, 0, EAST);
            if (is_exit) sim_underground_set_output(arena, prototypes, end, 1);
            uint32_t feed = lay(arena, "transport-belt", 0, 1, NORTH);
            put_on(arena, feed, lane, 8);
            sim_run(arena, prototypes, 1);
            /* from the right, the feed's left lane meets the upstream half: open at an entrance, covered at an exit */
            int passes = is_exit ? lane == 1 : lane == 0;
            CHECK_EQ_INT(place_at(arena, end, 1, 0), !passes ? -1 : lane == 0 ? 180 : 59);
            CHECK_EQ_INT(place_at(arena, feed, lane, 0), passes ? -1 : 0);
            check_sane(arena);
            free(arena);
        }
}

TEST(an_exit_takes_nothing_from_behind_and_an_entrance_gives_nothing_ahead)
{
    sim_arena *arena = make_arena(64, 32);
    uint32_t behind = lay(arena, "transport-belt", -1, 0, EAST), exit = lay_exit(arena, "underground-belt", 0, 0, EAST);
    uint32_t entrance = lay(arena, "underground-belt", 3, 0, EAST), ahead = lay(arena, "transport-belt", 4, 0, EAST);
    put_on(arena, behind, 0, 100);
    put_on(arena, entrance, 0, 100);
    sim_run(arena, prototypes, 60);
    CHECK_EQ_INT(place_at(arena, behind, 0, 0), 0);
    CHECK_EQ_INT(place_at(arena, entrance, 0, 0), 0);
    CHECK_EQ_INT(sim_belt_count_on(arena, prototypes, exit, 0) + sim_belt_count_on(arena, prototypes, ahead, 0), 0);
    free(arena);
}

static sim_arena *arena_of_belts(uint32_t records)
{
    prototypes = sim_builtin_prototypes();
    sim_arena_config config = sim_arena_default_config(64, 64, 8, prototypes);
    config.pool_capacity[SIM_POOL_BELT] = records;
    size_t bytes = sim_arena_bytes(&config, prototypes);
    sim_arena *arena = aligned_alloc(64, bytes);
    CHECK_EQ_INT(sim_arena_init(arena, bytes, &config, prototypes), SIM_OK);
    return arena;
}

/* Whoever builds an end says only then which of the two it is: it must not stand as the wrong one. */
TEST(an_end_is_refused_where_there_is_no_room_for_either_role_and_nothing_stays_behind)
{
    for (uint32_t records = 10; records <= 11; records++) { /* itself and its distance of five on either side */
        sim_arena *arena = arena_of_belts(records);
        sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, "underground-belt"), .direction = EAST,
                                .position = {5 * 256 + 128, 128}};
        sim_handle end;
        CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, &end), records < 11 ? SIM_ARENA_FULL : SIM_OK);
        CHECK_EQ_INT((int)arena->pools[SIM_POOL_BELT].live, records < 11 ? 0 : 1);
        if (records == 11) CHECK_EQ_INT(sim_underground_set_output(arena, prototypes, end.index, 1), SIM_OK);
        check_sane(arena);
        free(arena);
    }
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(the_reach_of_undergrounds_is_four_six_eight_tiles_between_the_ends);
    RUN(items_go_below_the_ground_at_the_speed_of_the_belt);
    RUN(a_full_pair_holds_eight_items_a_tile);
    RUN(the_nearest_end_that_fits_is_the_partner_and_another_is_found_when_it_goes);
    RUN(only_the_open_half_of_an_end_is_loaded_from_the_side);
    RUN(an_exit_takes_nothing_from_behind_and_an_entrance_gives_nothing_ahead);
    RUN(an_end_is_refused_where_there_is_no_room_for_either_role_and_nothing_stays_behind);
    return kit_end();
}
