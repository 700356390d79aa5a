/* Belts: items in motion, turns, side-loading, ends, changes. Rows B.. are those of the facts about the game's
 * mechanics.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"
#include "tests/c/engine/belt_kit.h"

/* B01: 8, 16, 24 of 1/256 tile a tick */
TEST(items_move_at_the_speed_of_their_belt)
{
    static const struct { const char *name; int32_t speed; } BELTS[3] = {
        {"transport-belt", 8}, {"fast-transport-belt", 16}, {"express-transport-belt", 24}};
    for (int i = 0; i < 3; i++) {
        sim_arena *arena = make_arena(64, 32);
        uint32_t slots[4];
        lay_line(arena, BELTS[i].name, 0, 0, 4, slots);
        put_on(arena, slots[0], 0, 200);
        CHECK_EQ_INT(place_at(arena, slots[0], 0, 0), 200 - BELTS[i].speed); /* put down, it moves at once */
        sim_run(arena, prototypes, 1);
        CHECK_EQ_INT(place_at(arena, slots[0], 0, 0), 200 - 2 * BELTS[i].speed);
        sim_run(arena, prototypes, 10);
        int32_t way = 200 - 12 * BELTS[i].speed;
        CHECK_EQ_INT(place_at(arena, slots[way < 0], 0, 0), way < 0 ? way + 256 : way);
        check_sane(arena);
        free(arena);
    }
}

/* B17 */
TEST(at_the_end_of_a_belt_items_stop_and_close_up)
{
    sim_arena *arena = make_arena(64, 32);
    uint32_t slots[2];
    lay_line(arena, "transport-belt", 0, 0, 2, slots);
    for (int i = 0; i < 6; i++) {
        CHECK_EQ_INT(sim_belt_insert_at_back(arena, prototypes, slots[0], 1, item("coal")), SIM_OK);
        sim_run(arena, prototypes, 20);
    }
    sim_run(arena, prototypes, 200);
    for (int32_t i = 0; i < 4; i++) CHECK_EQ_INT(place_at(arena, slots[1], 1, (uint32_t)i), 64 * i);
    for (int32_t i = 0; i < 2; i++) CHECK_EQ_INT(place_at(arena, slots[0], 1, (uint32_t)i), 64 * i);
    CHECK_EQ_INT(sim_belt_count(arena, item("coal")), 6);
    CHECK_EQ_INT(arena->awake, 0); /* nothing moves: nothing costs */
    check_sane(arena);
    free(arena);
}

/* I20: items dropped on one lane of the slowest belt go down on ticks 0 and 8, for 64 at 8 a tick */
TEST(a_lane_takes_an_item_every_eight_ticks_at_one_place)
{
    sim_arena *arena = make_arena(64, 32);
    uint32_t slots[8];
    lay_line(arena, "transport-belt", 0, 0, 8, slots);
    int32_t taken_at[4] = {0}, count = 0;
    for (int32_t tick = 0; count < 4; tick++) {
        if (sim_belt_insert_at_back(arena, prototypes, slots[0], 0, item("coal")) == SIM_OK) taken_at[count++] = tick;
        sim_run(arena, prototypes, 1);
    }
    for (int i = 0; i < 4; i++) CHECK_EQ_INT(taken_at[i], 8 * i);
    free(arena);
}

TEST(an_item_goes_behind_what_is_ahead_but_not_a_whole_length)
{
    sim_arena *arena = make_arena(64, 32);
    uint32_t slot = lay(arena, "transport-belt", 0, 0, EAST);
    put_on(arena, slot, 0, 128);
    CHECK_EQ_INT(place_at(arena, slot, 0, 0), 120);
    CHECK(!sim_belt_can_insert(arena, prototypes, slot, 0, 120));
    CHECK_EQ_INT(sim_belt_insert(arena, prototypes, slot, 0, 120, item("coal")), SIM_BLOCKED);
    put_on(arena, slot, 0, 128);
    CHECK_EQ_INT(place_at(arena, slot, 0, 1), 184);
    CHECK_EQ_INT(sim_belt_insert(arena, prototypes, slot, 2, 0, item("coal")), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_belt_insert(arena, prototypes, slot, 0, 257, item("coal")), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_belt_insert(arena, prototypes, slot, 0, 0, 0), SIM_BAD_ARGUMENT);
    check_sane(arena);
    free(arena);
}

TEST(a_belt_fed_from_one_side_alone_turns_and_its_lanes_are_295_and_106_long)
{
    sim_arena *arena = make_arena(64, 32);
    uint32_t feed = lay(arena, "transport-belt", 0, 0, EAST), turn = lay(arena, "transport-belt", 1, 0, SOUTH);
    CHECK_EQ_INT(sim_belt_shape_of(arena, prototypes, turn), SIM_BELT_RIGHT);
    CHECK_EQ_INT(sim_belt_line_length(arena, prototypes, turn, 0), 295);
    CHECK_EQ_INT(sim_belt_line_length(arena, prototypes, turn, 1), 106);
    put_on(arena, feed, 0, 8);
    put_on(arena, feed, 1, 8);
    sim_run(arena, prototypes, 1);
    CHECK_EQ_INT(place_at(arena, turn, 0, 0), 287);
    CHECK_EQ_INT(place_at(arena, turn, 1, 0), 98);
    uint32_t behind = lay(arena, "transport-belt", 1, -1, SOUTH); /* fed from behind, too: straight */
    CHECK_EQ_INT(sim_belt_shape_of(arena, prototypes, turn), SIM_BELT_STRAIGHT);
    CHECK_EQ_INT(place_at(arena, turn, 0, 0), 287 * 255 / 295); /* items keep their share of the way */
    remove_slot(arena, behind);
    lay(arena, "transport-belt", 2, 0, WEST); /* fed from both sides: straight */
    CHECK_EQ_INT(sim_belt_shape_of(arena, prototypes, turn), SIM_BELT_STRAIGHT);
    remove_slot(arena, feed);
    CHECK_EQ_INT(sim_belt_shape_of(arena, prototypes, turn), SIM_BELT_LEFT);
    check_sane(arena);
    free(arena);
}

TEST(a_belt_into_the_side_loads_both_its_lanes_onto_the_near_one)
{
    static const struct { int32_t y; uint8_t direction; uint32_t near; int32_t left, right; } SIDES[2] = {
        {1, NORTH, 1, 180, 59}, {-1, SOUTH, 0, 59, 180}};
    for (int i = 0; i < 2; i++)
        for (uint32_t lane = 0; lane < 2; lane++)
            for (int32_t phase = 0; phase < 8; phase++) {
                sim_arena *arena = make_arena(64, 32);
                uint32_t slots[4];
                lay_line(arena, "transport-belt", 0, 0, 4, slots);
                uint32_t feed = lay(arena, "transport-belt", 1, SIDES[i].y, SIDES[i].direction);
                put_on(arena, feed, lane, 8 + phase);
                CHECK_EQ_INT(place_at(arena, feed, lane, 0), phase);
                sim_run(arena, prototypes, 1);
                CHECK_EQ_INT(place_at(arena, slots[1], SIDES[i].near, 0),
                             (lane ? SIDES[i].right : SIDES[i].left) + phase);
                CHECK_EQ_INT(on_line(arena, slots[1], !SIDES[i].near), 0);
                check_sane(arena);
                free(arena);
            }
}

TEST(two_items_that_load_onto_an_empty_belt_in_one_tick_come_to_lie_eight_apart_from_their_entries)
{
    sim_arena *arena = make_arena(64, 32);
    uint32_t slots[4];
    lay_line(arena, "transport-belt", 0, 0, 4, slots);
    uint32_t feed = lay(arena, "transport-belt", 1, 1, NORTH);
    put_on(arena, feed, 0, 16);
    put_on(arena, feed, 1, 16); /* put second: moves first, wakes the belt, and goes 8 farther when that moves */
    sim_run(arena, prototypes, 2);
    CHECK_EQ_INT(place_at(arena, slots[1], 1, 0), 51);
    CHECK_EQ_INT(place_at(arena, slots[1], 1, 1), 180);
    free(arena);
}

/* Found by the oracle: the second load moved the boundary of the line, and both pieces of it fell asleep for good. */
TEST(a_second_load_from_the_side_upstream_of_the_first_stops_nothing)
{
    sim_arena *arena = make_arena(32, 32);
    uint32_t line[6], far = 0, near = 0;
    lay_line(arena, "transport-belt", 1, 0, 5, line);
    near = lay(arena, "transport-belt", 2, -1, SOUTH);
    far = lay(arena, "transport-belt", 3, -1, SOUTH);
    put_on(arena, far, 1, 100);
    sim_run(arena, prototypes, 16);
    CHECK_EQ_INT(on_line(arena, line[2], 0), 1);
    put_on(arena, near, 0, 100);
    sim_run(arena, prototypes, 30);
    check_sane(arena);
    CHECK_EQ_INT(on_line(arena, near, 0), 0);
    sim_run(arena, prototypes, 200);
    CHECK_EQ_INT(on_line(arena, line[4], 0), 2);
    free(arena);
}

/* Found by random calls: a left-hand load that had become the way from behind was still named as the load. */
TEST(a_belt_turned_so_that_its_side_load_comes_from_behind_forgets_the_load)
{
    for (uint8_t turned = 0; turned < 16; turned = (uint8_t)(turned + 4)) {
        sim_arena *arena = make_arena(32, 32);
        uint32_t behind = lay(arena, "transport-belt", 0, 0, EAST), target = lay(arena, "transport-belt", 1, 0, EAST);
        uint32_t left = lay(arena, "transport-belt", 1, -1, SOUTH), right = lay(arena, "transport-belt", 1, 1, NORTH);
        CHECK_EQ_INT(sim_entity_turn(arena, prototypes, sim_entity_handle(arena, target), turned), SIM_OK);
        remove_slot(arena, left);
        check_sane(arena);
        remove_slot(arena, right);
        check_sane(arena);
        remove_slot(arena, behind);
        check_sane(arena);
        free(arena);
    }
}

/* Recorded by factory-sim: what is cut off the back of a line moves after all others. */
TEST(a_piece_cut_off_a_line_by_a_load_from_the_side_is_the_last_in_the_order)
{
    sim_arena *arena = make_arena(32, 32);
    uint32_t line[6];
    lay_line(arena, "transport-belt", 0, 0, 6, line);
    uint32_t front = lay(arena, "transport-belt", 5, 1, NORTH), back = lay(arena, "transport-belt", 1, 1, NORTH);
    put_on(arena, back, 0, 26);
    put_on(arena, front, 1, 32);
    sim_run(arena, prototypes, 5);
    CHECK_EQ_INT(place_at(arena, line[1], 1, 0), 166);
    CHECK_EQ_INT(place_at(arena, line[5], 1, 0), 51); /* 59 where it moved before what it ran into */
    free(arena);
}

TEST(belts_that_face_each_other_pass_nothing_on)
{
    sim_arena *arena = make_arena(64, 32);
    uint32_t east = lay(arena, "transport-belt", 0, 0, EAST), west = lay(arena, "transport-belt", 1, 0, WEST);
    put_on(arena, east, 0, 100);
    put_on(arena, west, 0, 100);
    sim_run(arena, prototypes, 60);
    CHECK_EQ_INT(place_at(arena, east, 0, 0), 0);
    CHECK_EQ_INT(place_at(arena, west, 0, 0), 0);
    free(arena);
}

TEST(an_item_taken_off_a_blocked_line_lets_all_behind_it_move)
{
    sim_arena *arena = make_arena(64, 32);
    uint32_t slots[6], feed;
    lay_line(arena, "transport-belt", 0, 0, 6, slots);
    feed = lay(arena, "transport-belt", 0, 1, NORTH);
    for (int i = 0; i < 60; i++) {
        sim_belt_insert_at_back(arena, prototypes, feed, 0, item("coal"));
        sim_run(arena, prototypes, 12);
    }
    sim_run(arena, prototypes, 100);
    uint32_t before = sim_belt_count(arena, 0);
    CHECK_EQ_INT(arena->awake, 0);
    uint16_t taken = 0;
    CHECK_EQ_INT(sim_belt_remove(arena, prototypes, slots[5], 0, 0, &taken), SIM_OK);
    CHECK_EQ_INT(taken, item("coal"));
    int32_t last = place_at(arena, feed, 0, on_line(arena, feed, 0) - 1);
    sim_run(arena, prototypes, 1);
    CHECK_EQ_INT(place_at(arena, feed, 0, on_line(arena, feed, 0) - 1), last - 8);
    sim_run(arena, prototypes, 20);
    CHECK_EQ_INT(place_at(arena, slots[5], 0, 0), 0);
    CHECK_EQ_INT(sim_belt_count(arena, 0), before - 1);
    check_sane(arena);
    free(arena);
}

TEST(room_at_the_back_of_a_line_that_stands_still_wakes_the_line_behind_it)
{
    sim_arena *arena = make_arena(64, 32);
    uint32_t fast = lay(arena, "fast-transport-belt", 0, 0, EAST), slow = lay(arena, "transport-belt", 1, 0, EAST);
    for (int i = 0; i < 8; i++) {
        CHECK_EQ_INT(sim_belt_insert_at_back(arena, prototypes, fast, 0, item("coal")), SIM_OK);
        sim_run(arena, prototypes, 60);
    }
    CHECK_EQ_INT(arena->awake, 0);
    CHECK_EQ_INT(sim_belt_remove(arena, prototypes, slow, 0, 3, NULL), SIM_OK);
    check_sane(arena);
    sim_run(arena, prototypes, 20);
    CHECK_EQ_INT(on_line(arena, slow, 0), 4);
    CHECK_EQ_INT(place_at(arena, fast, 0, 0), 0);
    free(arena);
}

/* Fills what room there is on the left lane of belts in a row. */
static void fill_left_lanes(sim_arena *arena, const uint32_t *slots, uint32_t belts)
{
    for (uint32_t i = 0; i < belts; i++)
        for (int32_t place = 0; place < TILE; place += SIM_BELT_ITEM_LENGTH)
            if (on_line(arena, slots[i], 0) < 4)
                (void)sim_belt_insert(arena, prototypes, slots[i], 0, place, item("coal"));
}

TEST(what_runs_on_to_a_line_moves_into_its_gap_before_what_loads_onto_its_side)
{
    sim_arena *arena = make_arena(64, 32);
    uint32_t main[6], first = 0, side = 0;
    lay_line(arena, "transport-belt", 2, 0, 6, main);
    first = lay(arena, "transport-belt", 3, -1, SOUTH);
    for (int32_t y = -3; y < 0; y++) side = lay(arena, "transport-belt", 5, y, SOUTH);
    put_on(arena, first, 0, 4); /* two loads from the side end two lines: one of 2 to 4, one of 5 and 6 */
    put_on(arena, side, 0, 4);
    sim_run(arena, prototypes, 90);
    fill_left_lanes(arena, main, 6);
    for (int32_t place = 0; place < TILE; place += SIM_BELT_ITEM_LENGTH) put_on(arena, side, 1, place);
    sim_run(arena, prototypes, 200);
    CHECK_EQ_INT(arena->awake, 0);
    int32_t before = place_at(arena, main[2], 0, 1);
    uint32_t waiting = on_line(arena, side, 1);
    CHECK_EQ_INT(sim_belt_remove(arena, prototypes, main[3], 0, 3, NULL), SIM_OK);
    check_sane(arena);
    sim_run(arena, prototypes, 1);
    CHECK_EQ_INT(place_at(arena, main[2], 0, 1), before - 8);
    int32_t last = place_at(arena, main[3], 0, 2);
    CHECK_EQ_INT(place_at(arena, main[3], 0, 3), last + 64); /* from the side, into what is left of the gap */
    CHECK_EQ_INT(on_line(arena, side, 1), waiting - 1);
    sim_run(arena, prototypes, 40);
    CHECK_EQ_INT(place_at(arena, main[2], 0, 1), before - 8);
    check_sane(arena);
    free(arena);
}

TEST(a_belt_built_turned_or_removed_in_the_middle_of_a_full_line_moves_what_it_should)
{
    sim_arena *arena = make_arena(64, 32);
    uint32_t slots[5];
    lay_line(arena, "transport-belt", 0, 0, 5, slots);
    for (int i = 0; i < 40; i++) {
        sim_belt_insert_at_back(arena, prototypes, slots[0], 0, item("coal"));
        sim_run(arena, prototypes, 8);
    }
    sim_run(arena, prototypes, 60);
    CHECK_EQ_INT(sim_belt_count(arena, 0), 20);
    remove_slot(arena, slots[2]);
    CHECK_EQ_INT(sim_belt_count(arena, 0), 16);
    sim_run(arena, prototypes, 30);
    CHECK_EQ_INT(arena->awake, 0);
    slots[2] = lay(arena, "transport-belt", 2, 0, EAST);
    sim_run(arena, prototypes, 100);
    CHECK_EQ_INT(on_line(arena, slots[2], 0), 4);
    CHECK_EQ_INT(on_line(arena, slots[0], 0), 0);
    CHECK_EQ_INT(sim_entity_turn(arena, prototypes, sim_entity_handle(arena, slots[4]), NORTH), SIM_OK);
    CHECK_EQ_INT(sim_belt_shape_of(arena, prototypes, slots[4]), SIM_BELT_LEFT);
    sim_run(arena, prototypes, 100);
    check_sane(arena);
    CHECK_EQ_INT(sim_belt_count(arena, 0), 16);
    free(arena);
}

TEST(a_faster_belt_in_the_place_of_another_keeps_its_items)
{
    sim_arena *arena = make_arena(64, 32);
    uint32_t slots[3];
    lay_line(arena, "transport-belt", 0, 0, 3, slots);
    put_on(arena, slots[1], 0, 100);
    put_on(arena, slots[1], 1, 200);
    uint32_t fast = lay(arena, "fast-transport-belt", 1, 0, EAST);
    sim_belt_replaced(arena, prototypes, slots[1], fast);
    remove_slot(arena, slots[1]);
    CHECK_EQ_INT(place_at(arena, fast, 0, 0), 92);
    CHECK_EQ_INT(place_at(arena, fast, 1, 0), 192);
    sim_run(arena, prototypes, 1);
    CHECK_EQ_INT(place_at(arena, fast, 0, 0), 76);
    check_sane(arena);
    free(arena);
}

TEST(a_point_of_the_world_is_on_the_lane_of_its_half)
{
    sim_arena *arena = make_arena(64, 32);
    static const struct { uint8_t direction; int32_t dx, dy; uint32_t line; int32_t position; } SPOTS[] = {
        {EAST, 0, -60, 0, 128}, {EAST, 0, 51, 1, 128}, {WEST, 0, 51, 0, 128}, {SOUTH, 0, 51, 1, 77},
        {NORTH, -10, -100, 0, 28}, {NORTH, 10, 100, 1, 228}};
    for (size_t i = 0; i < sizeof SPOTS / sizeof *SPOTS; i++) {
        uint32_t slot = lay(arena, "transport-belt", (int32_t)i * 2, 0, SPOTS[i].direction);
        sim_position centre = sim_entity_slot(arena, slot)->position;
        sim_position point = {centre.x + SPOTS[i].dx, centre.y + SPOTS[i].dy};
        sim_belt_spot spot = sim_belt_spot_at(arena, prototypes, slot, point);
        CHECK_EQ_INT(spot.line, SPOTS[i].line);
        CHECK_EQ_INT(spot.position, SPOTS[i].position);
    }
    uint32_t feed = lay(arena, "transport-belt", 0, 5, EAST), turn = lay(arena, "transport-belt", 1, 5, SOUTH);
    sim_position corner = {TILE + 20, 6 * TILE - 20}, outside = {2 * TILE - 20, 5 * TILE + 20};
    CHECK(feed != 0);
    CHECK_EQ_INT(sim_belt_spot_at(arena, prototypes, turn, corner).line, 1);
    CHECK_EQ_INT(sim_belt_spot_at(arena, prototypes, turn, corner).position, 53);
    CHECK_EQ_INT(sim_belt_spot_at(arena, prototypes, turn, outside).line, 0);
    CHECK_EQ_INT(sim_belt_spot_at(arena, prototypes, turn, outside).position, 147);
    free(arena);
}

TEST(an_item_is_drawn_sixty_beside_the_middle)
{
    sim_arena *arena = make_arena(64, 32);
    uint32_t slot = lay(arena, "transport-belt", 0, 0, EAST);
    put_on(arena, slot, 0, 8);
    sim_belt_item row;
    CHECK_EQ_INT(sim_belt_items(arena, prototypes, slot, &row, 1), 1);
    CHECK_EQ_INT(row.at.x, 256);
    CHECK_EQ_INT(row.at.y, 68);
    CHECK_EQ_INT(row.item, item("iron-plate"));
    uint16_t taken;
    CHECK_EQ_INT(sim_belt_remove_id(arena, prototypes, slot, row.id, &taken), SIM_OK);
    CHECK_EQ_INT(sim_belt_remove_id(arena, prototypes, slot, row.id, &taken), SIM_NOT_FOUND);
    free(arena);
}

/* Points at which the hand of an inserter takes items from a turn from east to south, in factory-sim, which has them as
 * the game tells them: from the middle of the belt, 1/256 tile. */
TEST(items_on_a_turn_lie_on_the_games_points_of_a_quarter_circle)
{
    static const struct {
        uint32_t line;
        int32_t place, x, y;
    } POINTS[] = {{0, 0, 60, 128}, {0, 62, 49, 68}, {0, 63, 49, 67}, {0, 109, 29, 25}, {0, 191, -30, -32},
                  {0, 230, -65, -49}, {0, 286, -119, -59}, {1, 0, -61, 128}, {1, 3, -61, 125}, {1, 50, -78, 83},
                  {1, 91, -114, 62}, {1, 97, -119, 61}};
    for (uint32_t i = 0; i < sizeof POINTS / sizeof *POINTS; i++)
        for (int is_left = 0; is_left < 2; is_left++) {
            sim_arena *arena = make_arena(64, 32);
            lay(arena, "transport-belt", 0, 0, EAST);
            uint32_t turn = lay(arena, "transport-belt", 1, 0, is_left ? NORTH : SOUTH);
            lay(arena, "transport-belt", 1, is_left ? -1 : 1, is_left ? NORTH : SOUTH);
            sim_belt_item row;
            put_on(arena, turn, POINTS[i].line ^ (uint32_t)is_left, POINTS[i].place + 8);
            CHECK_EQ_INT(sim_belt_items(arena, prototypes, turn, &row, 1), 1);
            CHECK_EQ_INT(row.position, POINTS[i].place);
            CHECK_EQ_INT(row.at.x - TILE - CENTRE, POINTS[i].x);
            CHECK_EQ_INT(row.at.y - CENTRE, is_left ? -POINTS[i].y : POINTS[i].y);
            free(arena);
        }
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(items_move_at_the_speed_of_their_belt);
    RUN(at_the_end_of_a_belt_items_stop_and_close_up);
    RUN(a_lane_takes_an_item_every_eight_ticks_at_one_place);
    RUN(an_item_goes_behind_what_is_ahead_but_not_a_whole_length);
    RUN(a_belt_fed_from_one_side_alone_turns_and_its_lanes_are_295_and_106_long);
    RUN(a_belt_into_the_side_loads_both_its_lanes_onto_the_near_one);
    RUN(two_items_that_load_onto_an_empty_belt_in_one_tick_come_to_lie_eight_apart_from_their_entries);
    RUN(a_second_load_from_the_side_upstream_of_the_first_stops_nothing);
    RUN(a_belt_turned_so_that_its_side_load_comes_from_behind_forgets_the_load);
    RUN(a_piece_cut_off_a_line_by_a_load_from_the_side_is_the_last_in_the_order);
    RUN(belts_that_face_each_other_pass_nothing_on);
    RUN(an_item_taken_off_a_blocked_line_lets_all_behind_it_move);
    RUN(room_at_the_back_of_a_line_that_stands_still_wakes_the_line_behind_it);
    RUN(what_runs_on_to_a_line_moves_into_its_gap_before_what_loads_onto_its_side);
    RUN(a_belt_built_turned_or_removed_in_the_middle_of_a_full_line_moves_what_it_should);
    RUN(a_faster_belt_in_the_place_of_another_keeps_its_items);
    RUN(a_point_of_the_world_is_on_the_lane_of_its_half);
    RUN(an_item_is_drawn_sixty_beside_the_middle);
    RUN(items_on_a_turn_lie_on_the_games_points_of_a_quarter_circle);
    return kit_end();
}
