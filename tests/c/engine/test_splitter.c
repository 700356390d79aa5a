/* Splitters: shares, lanes, priorities, filters (row B16 of the facts about the game's mechanics).
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"
#include "tests/c/engine/belt_kit.h"

typedef struct rig {
    sim_arena *arena;
    uint32_t splitter, input[2], output[2]; /* left, right; the outputs are two belts long and end */
    uint32_t second[2];
} rig;

/* A splitter to the east on tiles 0, 0 (left) and 0, 1 (right) with a belt before and two behind each half. */
static rig make_rig(int inputs)
{
    rig r = {.arena = make_arena(64, 32)};
    sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, "splitter"), .direction = EAST,
                            .force = SIM_FORCE_ARENA, .position = {CENTRE, TILE}};
    sim_handle created;
    CHECK_EQ_INT(sim_entity_create(r.arena, prototypes, &spec, &created), SIM_OK);
    r.splitter = created.index;
    for (int side = 0; side < 2; side++) {
        if (inputs >> side & 1) r.input[side] = lay(r.arena, "transport-belt", -1, side, EAST);
        r.output[side] = lay(r.arena, "transport-belt", 1, side, EAST);
        r.second[side] = lay(r.arena, "transport-belt", 2, side, EAST);
    }
    return r;
}

/* Lets items in where there is room and takes away what comes to the ends, for so many ticks; counts by output. */
static void flow(const rig *r, uint32_t ticks, uint32_t lane, const char *what, int open, uint32_t *out)
{
    for (uint32_t tick = 0; tick < ticks; tick++) {
        for (int side = 0; side < 2; side++) {
            if (r->input[side]) sim_belt_insert_at_back(r->arena, prototypes, r->input[side], lane, item(what));
            int32_t place = place_at(r->arena, r->second[side], lane, 0);
            if (open >> side & 1 && place >= 0 && place < 8) /* before the end holds up those behind it */
                out[side] += sim_belt_remove(r->arena, prototypes, r->second[side], lane, 0, NULL) == SIM_OK;
        }
        sim_run(r->arena, prototypes, 1);
    }
}

TEST(one_input_is_shared_evenly_and_stays_on_its_lane)
{
    for (uint32_t lane = 0; lane < 2; lane++) {
        rig r = make_rig(1);
        uint32_t out[2] = {0, 0};
        flow(&r, 800, lane, "coal", 3, out);
        CHECK(out[0] > 40 && out[1] > 40);
        CHECK(abs((int)out[0] - (int)out[1]) <= 1);
        for (int side = 0; side < 2; side++) CHECK_EQ_INT(on_line(r.arena, r.output[side], !lane), 0);
        check_sane(r.arena);
        free(r.arena);
    }
}

TEST(two_inputs_fill_two_outputs)
{
    rig r = make_rig(3);
    uint32_t out[2] = {0, 0}, early[2] = {0, 0};
    flow(&r, 200, 0, "coal", 3, early);
    flow(&r, 800, 0, "coal", 3, out);
    CHECK(out[0] >= 70 && out[1] >= 70); /* an item in hand every 9 to 11 ticks: a belt brings one every 8 */
    check_sane(r.arena);
    free(r.arena);
}

TEST(a_blocked_output_sends_everything_to_the_other)
{
    rig r = make_rig(1);
    uint32_t out[2] = {0, 0};
    flow(&r, 400, 1, "coal", 2, out);
    CHECK_EQ_INT(out[0], 0);
    CHECK(out[1] > 20);
    flow(&r, 400, 1, "coal", 0, out);
    CHECK_EQ_INT(r.arena->awake, 0);
    check_sane(r.arena);
    uint32_t before = out[1];
    flow(&r, 100, 1, "coal", 2, out);
    CHECK(out[1] > before + 5);
    free(r.arena);
}

TEST(two_inputs_share_one_output_evenly_unless_one_has_priority)
{
    for (uint32_t priority = 0; priority < 3; priority++) {
        rig r = make_rig(3);
        CHECK_EQ_INT(sim_splitter_set(r.arena, prototypes, r.splitter, priority, 0, 0), SIM_OK);
        uint32_t taken[2] = {0, 0}, out[2] = {0, 0};
        for (int tick = 0; tick < 2000; tick++) {
            for (int side = 0; side < 2; side++)
                if (sim_belt_insert_at_back(r.arena, prototypes, r.input[side], 0, item("coal")) == SIM_OK)
                    taken[side] += tick > 400;
            if (place_at(r.arena, r.second[1], 0, 0) == 0)
                out[1] += sim_belt_remove(r.arena, prototypes, r.second[1], 0, 0, NULL) == SIM_OK;
            sim_run(r.arena, prototypes, 1);
        }
        CHECK(out[1] > 100);
        if (priority == 0) CHECK(abs((int)taken[0] - (int)taken[1]) <= 2);
        if (priority) CHECK(taken[priority - 1] > 50 && taken[2 - priority] <= 2);
        check_sane(r.arena);
        free(r.arena);
    }
}

TEST(an_output_with_priority_gets_all_it_takes)
{
    rig r = make_rig(1);
    CHECK_EQ_INT(sim_splitter_set(r.arena, prototypes, r.splitter, 0, SIM_SPLITTER_RIGHT, 0), SIM_OK);
    uint32_t out[2] = {0, 0};
    flow(&r, 400, 0, "coal", 3, out);
    CHECK_EQ_INT(out[0], 0);
    CHECK(out[1] > 30);
    flow(&r, 400, 0, "coal", 1, out);
    CHECK(out[0] > 20); /* what it does not take goes to the other */
    free(r.arena);
}

TEST(a_filter_sends_its_item_one_way_and_all_else_the_other_even_when_that_is_blocked)
{
    rig r = make_rig(1);
    CHECK_EQ_INT(sim_splitter_set(r.arena, prototypes, r.splitter, 0, SIM_SPLITTER_RIGHT, item("coal")), SIM_OK);
    uint32_t out[2] = {0, 0};
    flow(&r, 300, 0, "coal", 3, out);
    CHECK_EQ_INT(out[0], 0);
    CHECK(out[1] > 10);
    flow(&r, 200, 0, "stone", 3, out);
    CHECK(out[0] > 5);
    flow(&r, 400, 0, "stone", 2, out); /* the left output fills up: the stone waits */
    uint32_t right = out[1];
    flow(&r, 200, 0, "stone", 2, out);
    CHECK_EQ_INT(out[1], right);
    CHECK_EQ_INT(sim_splitter_set(r.arena, prototypes, r.splitter, 0, 0, item("coal")), SIM_OK);
    CHECK_EQ_INT(sim_splitter_of(r.arena, prototypes, r.splitter)->output_priority, SIM_SPLITTER_LEFT);
    CHECK_EQ_INT(sim_splitter_set(r.arena, prototypes, r.splitter, 3, 0, 0), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_splitter_set(r.arena, prototypes, r.input[0], 0, 0, 0), SIM_WRONG_TYPE);
    check_sane(r.arena);
    free(r.arena);
}

TEST(a_splitter_keeps_the_flow_whole_and_gives_back_what_it_holds)
{
    rig r = make_rig(3);
    uint32_t out[2] = {0, 0};
    flow(&r, 100, 0, "coal", 0, out);
    uint32_t held_before = sim_belt_count_on(r.arena, prototypes, r.splitter, 0), all = sim_belt_count(r.arena, 0);
    CHECK(held_before > 0);
    CHECK_EQ_INT(sim_belt_line_count(r.arena, prototypes, r.splitter), 8);
    CHECK_EQ_INT(sim_belt_line_length(r.arena, prototypes, r.splitter, 0), 128 + 51);
    CHECK_EQ_INT(sim_belt_line_length(r.arena, prototypes, r.splitter, 4), 128);
    CHECK_EQ_INT(sim_belt_take(r.arena, prototypes, r.splitter, 0, 1000), held_before);
    CHECK_EQ_INT(sim_belt_count(r.arena, 0), all - held_before);
    remove_slot(r.arena, r.splitter);
    CHECK_EQ_INT(r.arena->pools[SIM_POOL_BELT].live, 6);
    sim_run(r.arena, prototypes, 100);
    check_sane(r.arena);
    free(r.arena);
}

TEST(sleeping_changes_nothing_around_splitters)
{
    rig a = make_rig(3), b = make_rig(3);
    uint32_t out[2] = {0, 0};
    for (int round = 0; round < 60; round++) {
        int open = round / 5 % 4;
        flow(&a, 5, (uint32_t)round % 2, "coal", open, out);
        sim_pool_wake_all(b.arena);
        flow(&b, 5, (uint32_t)round % 2, "coal", open, out);
        check_sane(a.arena);
        CHECK(sim_arena_hash(a.arena, prototypes) == sim_arena_hash(b.arena, prototypes));
    }
    free(a.arena);
    free(b.arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(one_input_is_shared_evenly_and_stays_on_its_lane);
    RUN(two_inputs_fill_two_outputs);
    RUN(a_blocked_output_sends_everything_to_the_other);
    RUN(two_inputs_share_one_output_evenly_unless_one_has_priority);
    RUN(an_output_with_priority_gets_all_it_takes);
    RUN(a_filter_sends_its_item_one_way_and_all_else_the_other_even_when_that_is_blocked);
    RUN(a_splitter_keeps_the_flow_whole_and_gives_back_what_it_holds);
    RUN(sleeping_changes_nothing_around_splitters);
    return kit_end();
}
