/* Lines that glide, and lines whose head rests, move as lines whose lanes are all looked at: the same state after every
 * tick, whatever is put on the belts, taken, turned, built and removed meanwhile.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "harness/standin/engine/belts/belt_glide.h"
#include "harness/standin/engine/belts/belt_line.h"
#include "tests/c/engine/arena_kit.h"
#include "tests/c/engine/belt_kit.h"
#include "tests/c/engine/belt_net_kit.h"

enum { NETS = 24, ROUNDS = 120, MOST_TICKS = 25 };

/* Lines that glide now. */
static uint32_t count_gliding(const sim_arena *arena)
{
    uint32_t gliding = 0;
    for (uint32_t lane = 2; lane < 2 * arena->pools[SIM_POOL_BELT].used; lane++)
        gliding += sim_belt_lane_at(arena, lane)->line == lane && sim_belt_lane_at(arena, lane)->glides;
    return gliding;
}

/* Lines in a part of which nothing is looked at now. */
static uint32_t count_with_resting_heads(const sim_arena *arena)
{
    uint32_t resting = 0;
    for (uint32_t front = arena->newest_line; front != 0; front = sim_belt_lane_at(arena, front)->older)
        resting += sim_belt_lane_at(arena, front)->head_rests;
    return resting;
}

/* Ticks in each of which every lane is looked at. */
static void run_with_all_looked_at(sim_arena *arena, uint32_t ticks)
{
    for (uint32_t tick = 0; tick < ticks; tick++) {
        for (uint32_t lane = 2; lane < 2 * arena->pools[SIM_POOL_BELT].used; lane++)
            sim_belt_lane_at(arena, lane)->glides = sim_belt_lane_at(arena, lane)->head_rests = 0;
        sim_run(arena, prototypes, 1);
    }
}

TEST(lines_that_glide_and_whose_heads_rest_move_as_those_that_do_not)
{
    uint32_t gliding = 0, resting = 0;
    for (uint32_t seed = 0; seed < NETS; seed++) {
        net gliders = make_net(seed), walkers = make_net(seed);
        for (int round = 0; round < ROUNDS; round++) {
            uint32_t ticks = 1 + (uint32_t)(round * 7 % MOST_TICKS);
            for (uint32_t tick = 0; tick < ticks; tick++) {
                sim_run(gliders.arena, prototypes, 1);
                gliding += count_gliding(gliders.arena);
                resting += count_with_resting_heads(gliders.arena);
            }
            run_with_all_looked_at(walkers.arena, ticks);
            CHECK_EQ_INT(sim_arena_hash(gliders.arena, prototypes), sim_arena_hash(walkers.arena, prototypes));
            check_sane(gliders.arena);
            change_something(&gliders);
            change_something(&walkers);
        }
        free(gliders.arena);
        free(walkers.arena);
    }
    CHECK(gliding > NETS * ROUNDS && resting > NETS * ROUNDS); /* or the test tests nothing */
}

TEST(an_item_alone_on_a_long_line_glides_until_it_comes_to_the_end)
{
    uint32_t slots[12];
    sim_arena *arena = make_arena(64, 40);
    lay_line(arena, "transport-belt", -6, 0, 12, slots);
    put_on(arena, slots[0], 0, 200);
    sim_run(arena, prototypes, 2);
    CHECK_EQ_INT(count_gliding(arena), 1);
    sim_run(arena, prototypes, 12 * 256 / 8);
    CHECK_EQ_INT(place_at(arena, slots[11], 0, 0), 0);
    CHECK_EQ_INT(arena->newest_line, 0);
    free(arena);
}

TEST(an_item_put_close_to_another_ends_the_gliding)
{
    uint32_t slots[12];
    sim_arena *arena = make_arena(64, 40);
    lay_line(arena, "transport-belt", -6, 0, 12, slots);
    put_on(arena, slots[0], 0, 200);
    sim_run(arena, prototypes, 2);
    put_on(arena, slots[3], 0, 100);
    CHECK_EQ_INT(count_gliding(arena), 0);
    sim_run(arena, prototypes, 2);
    CHECK_EQ_INT(count_gliding(arena), 1);
    free(arena);
}

TEST(a_queue_rests_while_others_come_to_its_end_and_goes_on_when_one_goes_from_its_middle)
{
    uint32_t slots[12];
    sim_arena *arena = make_arena(64, 40);
    lay_line(arena, "transport-belt", -6, 0, 12, slots);
    for (int i = 0; i < 14; i++, sim_run(arena, prototypes, 20)) put_on(arena, slots[6], 0, 255);
    sim_run(arena, prototypes, 200);
    CHECK_EQ_INT(arena->newest_line, 0); /* the queue reaches from the end to the middle of slots[8] */
    put_on(arena, slots[0], 0, 200);
    put_on(arena, slots[6], 0, 255);
    sim_run(arena, prototypes, 60); /* the latter has come to its end, the former moves on */
    const sim_belt_lane *line = sim_belt_lane_at(arena, arena->newest_line);
    CHECK_EQ_INT(line->head_rests, 1);
    CHECK_EQ_INT(sim_belt_lane_at(arena, line->chain)->line, arena->newest_line);
    CHECK_EQ_INT(sim_belt_remove(arena, prototypes, slots[10], 0, 1, NULL), SIM_OK);
    int32_t before = place_at(arena, slots[10], 0, 1);
    sim_run(arena, prototypes, 1);
    CHECK_EQ_INT(place_at(arena, slots[10], 0, 1), before - 8);
    sim_run(arena, prototypes, 300);
    CHECK_EQ_INT(arena->newest_line, 0);
    check_sane(arena);
    free(arena);
}

TEST(a_chain_that_leaves_an_item_out_is_found_by_the_sweep)
{
    uint32_t slots[12];
    sim_fault fault;
    sim_arena *arena = make_arena(64, 40);
    lay_line(arena, "transport-belt", -6, 0, 12, slots);
    put_on(arena, slots[2], 0, 200);
    sim_run(arena, prototypes, 2);
    uint32_t front = sim_belt_lane_at(arena, sim_entity_slot(arena, slots[2])->record * 2)->line;
    CHECK_EQ_INT(sim_arena_check(arena, prototypes, &fault), 1);
    sim_belt_lane_at(arena, front)->chain = sim_belt_lane_at(arena, sim_belt_lane_at(arena, front)->chain)->chain;
    CHECK_EQ_INT(sim_arena_check(arena, prototypes, &fault), 0);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(lines_that_glide_and_whose_heads_rest_move_as_those_that_do_not);
    RUN(an_item_alone_on_a_long_line_glides_until_it_comes_to_the_end);
    RUN(an_item_put_close_to_another_ends_the_gliding);
    RUN(a_queue_rests_while_others_come_to_its_end_and_goes_on_when_one_goes_from_its_middle);
    RUN(a_chain_that_leaves_an_item_out_is_found_by_the_sweep);
    return kit_end();
}
