/* Riding: belts carry who stands on them.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"
#include "tests/c/engine/belt_kit.h"

/* A character in the middle of tile 0, 0, after whatever lies below it was built. */
static sim_handle stand(sim_arena *arena)
{
    return put(arena, "character", CENTRE, CENTRE, 0);
}

static void run(sim_arena *arena, uint32_t ticks)
{
    sim_run(arena, prototypes, ticks);
    check_sane(arena);
}

TEST(every_belt_carries_as_fast_as_its_items_go)
{
    static const struct {
        const char *name;
        int32_t step;
    } CASES[] = {{"transport-belt", 8}, {"fast-transport-belt", 16}, {"express-transport-belt", 24}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        sim_arena *arena = make_arena(32, 16);
        uint32_t slots[4];
        lay_line(arena, CASES[i].name, 0, 0, 4, slots);
        stand(arena);
        run(arena, 10);
        check_place(arena, CENTRE + 10 * CASES[i].step, CENTRE);
        free(arena);
    }
}

TEST(who_leaves_the_last_belt_stands)
{
    sim_arena *arena = make_arena(32, 16);
    lay(arena, "transport-belt", 0, 0, EAST);
    stand(arena);
    run(arena, 100);
    check_place(arena, TILE, CENTRE);
    CHECK(!(arena->awake & SIM_AWAKE_RIDING));
    free(arena);
}

TEST(walking_with_a_belt_against_it_and_across_adds_up)
{
    static const struct {
        uint8_t direction;
        int32_t x, y;
    } CASES[] = {{EAST, 46, 0}, {WEST, -30, 0}, {NORTH, 8, -38}, {SOUTH, 8, 38}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        sim_arena *arena = make_arena(32, 16);
        uint32_t slots[8];
        lay_line(arena, "transport-belt", -4, 0, 8, slots);
        stand(arena);
        sim_character_set_walking(arena, 0, 1, CASES[i].direction);
        run(arena, 3);
        check_place(arena, CENTRE + 3 * CASES[i].x, CENTRE + 3 * CASES[i].y);
        free(arena);
    }
}

TEST(a_belt_that_is_built_turned_or_taken_away_under_a_character_takes_hold_turns_and_lets_go)
{
    sim_arena *arena = make_arena(32, 16);
    stand(arena);
    run(arena, 5);
    check_place(arena, CENTRE, CENTRE);
    uint32_t belt = lay(arena, "transport-belt", 0, 0, EAST);
    run(arena, 4);
    check_place(arena, CENTRE + 32, CENTRE);
    CHECK_EQ_INT(sim_entity_turn(arena, prototypes, sim_entity_handle(arena, belt), NORTH), SIM_OK);
    run(arena, 4);
    check_place(arena, CENTRE + 32, CENTRE - 32);
    remove_slot(arena, belt);
    run(arena, 4);
    check_place(arena, CENTRE + 32, CENTRE - 32);
    free(arena);
}

TEST(a_script_that_puts_a_character_on_a_belt_sends_it_off)
{
    sim_arena *arena = make_arena(32, 16);
    sim_handle character = put(arena, "character", 8 * TILE, 8 * TILE, 0);
    lay(arena, "transport-belt", 0, 0, SOUTH);
    run(arena, 3);
    sim_entity_teleport(arena, prototypes, character, (sim_position){CENTRE, CENTRE});
    run(arena, 2);
    check_place(arena, CENTRE, CENTRE + 16);
    free(arena);
}

TEST(a_chest_in_the_way_of_a_belt_holds_its_rider_back_or_lets_it_step_aside)
{
    sim_arena *arena = make_arena(32, 16);
    lay(arena, "transport-belt", 0, 0, EAST);
    for (int32_t y = -1; y <= 1; y++) lay(arena, "wooden-chest", 1, y, NORTH);
    stand(arena);
    run(arena, 100);
    CHECK(sim_character_position(arena, 0).x < TILE);
    CHECK_EQ_INT(sim_character_position(arena, 0).y, CENTRE);
    CHECK_EQ_INT(sim_character_get(arena, 0)->blocked_ticks, 0); /* of walking, and it does not walk */
    free(arena);
}

TEST(turns_carry_round_and_splitters_and_open_halves_of_undergrounds_ahead)
{
    sim_arena *arena = make_arena(32, 24);
    lay(arena, "transport-belt", 0, 0, EAST);
    lay(arena, "transport-belt", 1, 0, SOUTH);
    sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, "splitter"), .direction = SOUTH,
                            .force = SIM_FORCE_ARENA, .position = {TILE, TILE + CENTRE}};
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, NULL), SIM_OK);
    lay(arena, "underground-belt", 1, 2, SOUTH);
    stand(arena);
    run(arena, 32);
    check_place(arena, TILE + CENTRE, CENTRE); /* round the middle of the turn */
    run(arena, 16);
    check_place(arena, TILE + CENTRE, TILE); /* onto the splitter */
    run(arena, 32);
    check_place(arena, TILE + CENTRE, 2 * TILE);
    run(arena, 32);
    check_place(arena, TILE + CENTRE, 2 * TILE + CENTRE); /* before the roof of the underground belt */
    free(arena);
}

/* Recorded: each tick mines from where the walk left the character, and a belt takes it out of reach. */
TEST(a_belt_carries_a_character_that_mines_until_it_is_out_of_reach)
{
    sim_arena *arena = make_arena(64, 32);
    uint32_t slots[12];
    lay_line(arena, "transport-belt", 0, 0, 12, slots);
    put(arena, "iron-ore", CENTRE, TILE + CENTRE, 100);
    stand(arena);
    CHECK_EQ_INT(sim_mining_start(arena, prototypes, 0, (sim_position){CENTRE, TILE + CENTRE}), SIM_OK);
    run(arena, 60);
    check_place(arena, CENTRE + 480, CENTRE);
    CHECK(sim_character_get(arena, 0)->mining_seconds > 0.4);
    double seconds = sim_character_get(arena, 0)->mining_seconds;
    run(arena, 100);
    CHECK_EQ_INT(sim_character_get(arena, 0)->mining_result, SIM_OUT_OF_REACH);
    CHECK(sim_character_get(arena, 0)->mining_seconds < 1.0 && sim_character_get(arena, 0)->mining_seconds > seconds);
    free(arena);
}

TEST(ticks_taken_together_carry_a_walker_across_belts_as_single_ticks_do)
{
    for (uint8_t direction = 0; direction < 16; direction++) {
        uint64_t hash[2];
        for (int together = 0; together < 2; together++) {
            sim_arena *arena = make_arena(64, 64);
            uint32_t slots[8];
            for (int32_t row = -3; row <= 3; row += 2) lay_line(arena, "transport-belt", -4, row, 8, slots);
            lay(arena, "wooden-chest", 2, 2, NORTH);
            put(arena, "character", CENTRE, -TILE, 0);
            sim_character_set_walking(arena, 0, 1, direction);
            for (int i = 0; i < (together ? 1 : 90); i++) sim_run(arena, prototypes, together ? 90 : 1);
            hash[together] = sim_arena_hash(arena, prototypes);
            check_sane(arena);
            free(arena);
        }
        CHECK(hash[0] == hash[1]);
    }
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(every_belt_carries_as_fast_as_its_items_go);
    RUN(who_leaves_the_last_belt_stands);
    RUN(walking_with_a_belt_against_it_and_across_adds_up);
    RUN(a_belt_that_is_built_turned_or_taken_away_under_a_character_takes_hold_turns_and_lets_go);
    RUN(a_script_that_puts_a_character_on_a_belt_sends_it_off);
    RUN(a_chest_in_the_way_of_a_belt_holds_its_rider_back_or_lets_it_step_aside);
    RUN(turns_carry_round_and_splitters_and_open_halves_of_undergrounds_ahead);
    RUN(a_belt_carries_a_character_that_mines_until_it_is_out_of_reach);
    RUN(ticks_taken_together_carry_a_walker_across_belts_as_single_ticks_do);
    return kit_end();
}
