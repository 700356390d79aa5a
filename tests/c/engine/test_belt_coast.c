/* Lines that coast are, for whoever looks, where lines are that move in every tick.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "harness/standin/engine/belts/belt_coast.h"
#include "harness/standin/engine/core/nap.h"
#include "tests/c/engine/arena_kit.h"
#include "tests/c/engine/belt_kit.h"
#include "tests/c/engine/belt_net_kit.h"
#include "tests/c/engine/inserter_kit.h"

enum { NETS = 8, ROUNDS = 60, MOST_TICKS = 60, BELTS = 12 };

/* Inserters and chests among the belts, which some of the belts then feed. */
static net make_net_with_inserters(uint32_t seed)
{
    net made = make_net(seed);
    const sim_handle none = {0, 0};
    for (int i = 0; i < 40; i++) {
        uint8_t direction = (uint8_t)(roll(&made, 4) * 4);
        uint16_t prototype = sim_entity_named(prototypes, i % 3 ? "inserter" : "iron-chest");
        sim_position place = {((int32_t)roll(&made, 2 * SIDE) - SIDE) * TILE + CENTRE,
                              ((int32_t)roll(&made, 2 * SIDE) - SIDE) * TILE + CENTRE};
        sim_entity_spec spec = {.prototype = prototype, .direction = direction, .position = place};
        if (sim_entity_can_place(made.arena, prototypes, prototype, direction, place, none))
            sim_entity_create(made.arena, prototypes, &spec, NULL);
    }
    return made;
}

TEST(nets_with_inserters_run_at_once_are_as_run_tick_by_tick)
{
    prototypes = unplugged_prototypes();
    for (uint32_t seed = 0; seed < NETS; seed++) {
        net at_once = make_net_with_inserters(seed), one_by_one = make_net_with_inserters(seed);
        for (int round = 0; round < ROUNDS; round++) {
            uint32_t ticks = 1 + (uint32_t)(round * 7 % MOST_TICKS);
            sim_run(at_once.arena, prototypes, ticks);
            for (uint32_t tick = 0; tick < ticks; tick++) sim_run(one_by_one.arena, prototypes, 1);
            CHECK_EQ_INT(sim_arena_hash(at_once.arena, prototypes), sim_arena_hash(one_by_one.arena, prototypes));
            check_sane(at_once.arena);
            change_something(&at_once);
            change_something(&one_by_one);
        }
        free(at_once.arena);
        free(one_by_one.arena);
    }
}

/* A line with items and an inserter far from it, in the middle of a part of a run. */
static sim_arena *begin_run(uint32_t *slots, uint32_t items)
{
    sim_arena *arena = make_inserter_arena();
    lay_line(arena, "transport-belt", -6, 0, BELTS, slots);
    build(arena, "inserter", 10, 10, 0);
    for (uint32_t i = 0; i < items; i++) put_on(arena, slots[i], 0, 200);
    sim_nap_begin_part(arena, SIM_NAP_PART_TICKS);
    return arena;
}

static void tick_belts(sim_arena *arena, uint32_t ticks)
{
    while (ticks-- > 0) {
        sim_belt_tick(arena, prototypes);
        arena->tick++;
    }
}

static const sim_belt_lane *line_of(const sim_arena *arena, uint32_t slot)
{
    uint32_t lane = sim_entity_slot(arena, slot)->record * 2;
    return sim_belt_lane_at(arena, sim_belt_lane_at(arena, lane)->line);
}

TEST(a_line_with_room_ahead_owes_its_moves_until_somebody_looks)
{
    uint32_t slots[BELTS];
    sim_arena *arena = begin_run(slots, 1);
    tick_belts(arena, 50);
    CHECK(sim_belt_owed(arena, line_of(arena, slots[0])) > 40);
    CHECK(arena->quiet_updates > 0);
    sim_belt_lane room;
    uint32_t lane = sim_entity_slot(arena, slots[1])->record * 2;
    const sim_belt_lane *seen = sim_belt_peek(arena, lane, &room);
    CHECK_EQ_INT(seen->count, 1); /* 50 ticks of 8 and the step of its insertion: 408 on, from 200 of the first belt */
    CHECK_EQ_INT(seen->position[0], 2 * 256 + 200 - 408 - 256);
    CHECK_EQ_INT(place_at(arena, slots[1], 0, 0), seen->position[0]);
    CHECK_EQ_INT(sim_belt_owed(arena, line_of(arena, slots[0])), 0);
    CHECK(line_of(arena, slots[0])->coast > 0);
    free(arena);
}

TEST(it_stops_at_its_end_in_the_tick_in_which_it_would)
{
    uint32_t slots[BELTS];
    sim_arena *arena = begin_run(slots, 1);
    uint32_t ticks = (uint32_t)(11 * 256 + 200 - 8) / 8;
    for (uint32_t done = 0; done < ticks; done += SIM_NAP_PART_TICKS) {
        sim_nap_begin_part(arena, SIM_NAP_PART_TICKS);
        tick_belts(arena, ticks - done < SIM_NAP_PART_TICKS ? ticks - done : SIM_NAP_PART_TICKS);
        sim_belt_coast_end_all(arena);
    }
    CHECK_EQ_INT(place_at(arena, slots[BELTS - 1], 0, 0), 0);
    CHECK(line_of(arena, slots[0])->is_awake);
    tick_belts(arena, 1);
    CHECK(!line_of(arena, slots[0])->is_awake);
    free(arena);
}

TEST(an_item_put_on_it_finds_the_others_where_they_are_and_ends_it)
{
    uint32_t slots[BELTS];
    sim_arena *arena = begin_run(slots, 2);
    tick_belts(arena, 30);
    put_on(arena, slots[4], 0, 100);
    CHECK_EQ_INT(line_of(arena, slots[0])->coast, 0);
    CHECK_EQ_INT(arena->quiet_updates, 0);
    CHECK_EQ_INT(place_at(arena, slots[0], 0, 0), -1);
    CHECK_EQ_INT(place_at(arena, slots[1], 0, 0), 200 - 8 - 240 + 256);
    CHECK_EQ_INT(place_at(arena, slots[2], 0, 0), 200 - 8 - 240 + 256);
    free(arena);
}

TEST(a_line_that_lost_its_last_item_falls_asleep)
{
    uint32_t slots[BELTS];
    sim_arena *arena = begin_run(slots, 1);
    tick_belts(arena, 30);
    CHECK_EQ_INT(sim_belt_take(arena, prototypes, slots[1], 0, 8), 1);
    CHECK(!line_of(arena, slots[0])->is_awake);
    CHECK_EQ_INT(line_of(arena, slots[0])->coast, 0);
    free(arena);
}

TEST(lines_behind_and_beside_it_move_as_tick_by_tick)
{
    uint32_t slots[BELTS];
    sim_arena *arena = make_inserter_arena();
    lay_line(arena, "transport-belt", -6, 0, BELTS, slots);
    uint32_t behind = lay(arena, "fast-transport-belt", -7, 0, EAST);
    uint32_t from_the_side = lay(arena, "transport-belt", 0, -1, SOUTH);
    build(arena, "inserter", 10, 10, 0);
    sim_arena *copy = aligned_alloc(64, arena->block_bytes);
    for (int i = 0; i < 200; i++) {
        if (i % 3 == 0) sim_belt_insert_at_back(arena, prototypes, from_the_side, 0, item("coal"));
        sim_belt_insert_at_back(arena, prototypes, behind, 1, item("iron-plate"));
        CHECK_EQ_INT(sim_arena_copy(copy, arena->block_bytes, arena), SIM_OK);
        sim_run(arena, prototypes, 25);
        for (int tick = 0; tick < 25; tick++) sim_run(copy, prototypes, 1);
        CHECK_EQ_INT(sim_arena_hash(arena, prototypes), sim_arena_hash(copy, prototypes));
        sim_belt_take(arena, prototypes, slots[BELTS - 1], 0, 1);
    }
    free(copy);
    free(arena);
}

/* A script's item comes to stand right ahead of one that moves: that one waits, its line falls asleep, and the line ahead,
 * which has begun to coast in the same tick, has to wake it when there is room. */
TEST(a_line_that_falls_asleep_behind_one_that_coasts_is_woken_in_the_tick_in_which_it_can_move)
{
    uint32_t slots[BELTS];
    sim_arena *arena = make_inserter_arena();
    lay_line(arena, "transport-belt", -6, 0, BELTS, slots);
    uint32_t behind = lay(arena, "fast-transport-belt", -7, 0, EAST);
    build(arena, "inserter", 10, 10, 0);
    put_on(arena, behind, 0, 40);
    sim_run(arena, prototypes, 1);
    put_on(arena, slots[0], 0, 255);
    sim_arena *copy = aligned_alloc(64, arena->block_bytes);
    CHECK_EQ_INT(sim_arena_copy(copy, arena->block_bytes, arena), SIM_OK);
    sim_run(arena, prototypes, 1);
    CHECK(!line_of(arena, behind)->is_awake);
    sim_run(arena, prototypes, 24);
    CHECK_EQ_INT(on_line(arena, behind, 0), 0);
    sim_run(copy, prototypes, 25);
    CHECK_EQ_INT(sim_arena_hash(copy, prototypes), sim_arena_hash(arena, prototypes));
    free(copy);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(nets_with_inserters_run_at_once_are_as_run_tick_by_tick);
    RUN(a_line_with_room_ahead_owes_its_moves_until_somebody_looks);
    RUN(it_stops_at_its_end_in_the_tick_in_which_it_would);
    RUN(an_item_put_on_it_finds_the_others_where_they_are_and_ends_it);
    RUN(a_line_that_lost_its_last_item_falls_asleep);
    RUN(lines_behind_and_beside_it_move_as_tick_by_tick);
    RUN(a_line_that_falls_asleep_behind_one_that_coasts_is_woken_in_the_tick_in_which_it_can_move);
    return kit_end();
}
