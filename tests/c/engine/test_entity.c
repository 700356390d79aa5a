/* Entities: slots and handles, snapping, placement, lookup by place.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

static sim_position snap(const char *name, uint8_t direction, int32_t x, int32_t y)
{
    sim_position place = {x, y};
    return sim_entity_snap(prototypes, sim_entity_named(prototypes, name), direction, place);
}

static void check_snap(const char *name, uint8_t direction, int32_t x, int32_t y, int32_t to_x, int32_t to_y)
{
    sim_position place = snap(name, direction, x, y);
    CHECK_EQ_INT(place.x, to_x);
    CHECK_EQ_INT(place.y, to_y);
}

static uint32_t find(const sim_arena *arena, sim_box area, const char *name, uint32_t *slots, uint32_t capacity)
{
    sim_entity_filter filter = {.prototype = name ? sim_entity_named(prototypes, name) : 0};
    return sim_entity_find(arena, prototypes, area, &filter, slots, capacity);
}

TEST(buildings_snap_to_the_grid_as_in_the_game)
{
    sim_arena *arena = make_arena(64, 1);
    check_snap("wooden-chest", 0, 0, 0, 128, 128);
    check_snap("assembling-machine-1", 0, 0, 0, 128, 128);
    check_snap("stone-furnace", 0, 2 * TILE + 128, 2 * TILE + 128, 3 * TILE, 3 * TILE);
    check_snap("stone-furnace", 0, 0, 0, 0, 0);
    check_snap("rocket-silo", 0, 20 * TILE, 20 * TILE, 20 * TILE + 128, 20 * TILE + 128);
    check_snap("boiler", 0, 0, 0, 128, 0);
    check_snap("boiler", 4, 0, 0, 0, 128);
    check_snap("character", 0, 17, -33, 17, -33);
    check_snap("tree-01", 0, 17, -33, 17, -33);
    check_snap("iron-ore", 0, -1, 300, -128, 384);
    free(arena);
}

TEST(what_has_four_sides_faces_one_of_them_and_splitters_turn_by_halves_alone)
{
    sim_arena *arena = make_arena(64, 2);
    sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, "transport-belt"), .direction = 6,
                            .position = {128, 128}};
    sim_handle belt, splitter;
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, &belt), SIM_OK);
    CHECK_EQ_INT(sim_entity_get(arena, belt)->direction, 4);
    CHECK_EQ_INT(sim_entity_turn(arena, prototypes, belt, 15), SIM_OK);
    CHECK_EQ_INT(sim_entity_get(arena, belt)->direction, 12);
    spec = (sim_entity_spec){.prototype = sim_entity_named(prototypes, "splitter"), .position = {5 * TILE, 128}};
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, &splitter), SIM_OK);
    CHECK_EQ_INT(sim_entity_turn(arena, prototypes, splitter, 4), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_entity_get(arena, splitter)->direction, 0);
    CHECK_EQ_INT(sim_entity_turn(arena, prototypes, splitter, 8), SIM_OK);
    CHECK_EQ_INT(sim_entity_get(arena, splitter)->direction, 8);
    free(arena);
}

TEST(a_handle_outlives_its_entity_but_finds_nothing)
{
    sim_arena *arena = make_arena(64, 2);
    sim_handle first = put(arena, "stone-wall", 0, 0, 0);
    CHECK(sim_entity_get(arena, first) != NULL);
    CHECK_EQ_INT(sim_entity_destroy(arena, prototypes, first), SIM_OK);
    CHECK(sim_entity_get(arena, first) == NULL);
    CHECK_EQ_INT(sim_entity_destroy(arena, prototypes, first), SIM_NOT_FOUND);
    sim_handle second = put(arena, "stone-wall", 0, 0, 0);
    CHECK_EQ_INT(second.index, first.index);
    CHECK(sim_entity_get(arena, first) == NULL);
    CHECK(sim_entity_get(arena, second) != NULL);
    check_sane(arena);
    free(arena);
}

TEST(no_handle_is_index_zero)
{
    sim_arena *arena = make_arena(64, 2);
    const sim_handle none = {0, 0};
    CHECK(sim_entity_get(arena, none) == NULL);
    CHECK(sim_entity_slot(arena, 4000000000u) == NULL);
    CHECK_EQ_INT(sim_entity_handle(arena, 1).index, 0);
    free(arena);
}

TEST(a_creation_that_is_refused_changes_nothing)
{
    sim_arena *arena = make_arena(64, 1);
    put(arena, "stone-wall", 0, 0, 0);
    put(arena, "iron-ore", 5 * TILE, 0, 9);
    uint64_t before = sim_arena_hash(arena, prototypes);
    sim_handle created = {7, 7};
    sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, "stone-wall"), .position = {TILE, 0}};
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, &created), SIM_ARENA_FULL);
    spec.position.x = 32 * TILE;
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, &created), SIM_OUT_OF_MAP);
    spec.position.x = 0;
    spec.direction = 16;
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, &created), SIM_BAD_ARGUMENT);
    spec = (sim_entity_spec){.prototype = 0};
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, &created), SIM_BAD_ARGUMENT);
    spec.prototype = 65000;
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, &created), SIM_BAD_ARGUMENT);
    spec = (sim_entity_spec){.prototype = sim_entity_named(prototypes, "coal"), .position = {5 * TILE + 9, 40}};
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, &created), SIM_BLOCKED);
    spec = (sim_entity_spec){.prototype = prototypes->item_entity, .item = item("coal"), .amount = 51};
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, &created), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_arena_hash(arena, prototypes), before);
    CHECK_EQ_INT(created.index, 7);
    check_sane(arena);
    free(arena);
}

TEST(only_entities_with_an_owner_are_numbered)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle wall = put(arena, "stone-wall", 0, 0, 0), tree = put(arena, "tree-01", TILE, 0, 0);
    sim_handle ore = put(arena, "iron-ore", 3 * TILE, 0, 1), chest = put(arena, "wooden-chest", 5 * TILE, 0, 0);
    CHECK_EQ_INT(sim_entity_get(arena, wall)->unit_number, 1);
    CHECK_EQ_INT(sim_entity_get(arena, tree)->unit_number, 0);
    CHECK_EQ_INT(sim_entity_get(arena, ore)->unit_number, 0);
    CHECK_EQ_INT(sim_entity_get(arena, chest)->unit_number, 2);
    free(arena);
}

TEST(a_place_is_taken_by_what_collides_and_only_by_that)
{
    sim_arena *arena = make_arena(64, 8);
    const sim_handle none = {0, 0};
    uint16_t chest = sim_entity_named(prototypes, "wooden-chest");
    uint16_t drill = sim_entity_named(prototypes, "burner-mining-drill");
    sim_handle wall = put(arena, "stone-wall", 128, 128, 0);
    put(arena, "iron-ore", 2 * TILE, 2 * TILE, 10);
    put_item(arena, "coal", 5 * TILE, 5 * TILE, 1);
    sim_handle character = put(arena, "character", -4 * TILE, 0, 0);
    CHECK(!sim_entity_can_place(arena, prototypes, chest, 0, (sim_position){128, 128}, none));
    CHECK(sim_entity_can_place(arena, prototypes, chest, 0, (sim_position){128, 128}, wall));
    CHECK(sim_entity_can_place(arena, prototypes, chest, 0, (sim_position){384, 128}, none));
    CHECK(sim_entity_can_place(arena, prototypes, drill, 0, (sim_position){2 * TILE, 2 * TILE}, none));
    CHECK(!sim_entity_can_place(arena, prototypes, chest, 0, (sim_position){-4 * TILE, 0}, none));
    CHECK(sim_entity_can_place(arena, prototypes, chest, 0, (sim_position){-4 * TILE, 0}, character));
    sim_map_set_tile(arena, prototypes, 8, 8, sim_tile_named(prototypes, "water"));
    CHECK(!sim_entity_can_place(arena, prototypes, chest, 0, (sim_position){8 * TILE + 128, 8 * TILE + 128}, none));
    CHECK(!sim_entity_can_place(arena, prototypes, chest, 0, (sim_position){40 * TILE, 0}, none));
    free(arena);
}

TEST(an_area_finds_the_boxes_that_overlap_it_in_the_order_of_slots)
{
    sim_arena *arena = make_arena(64, 16);
    sim_handle far = put(arena, "stone-furnace", 10 * TILE, 0, 0);
    sim_handle wall = put(arena, "stone-wall", TILE, TILE, 0), ore = put(arena, "iron-ore", 0, 0, 5);
    uint32_t slots[8];
    CHECK_EQ_INT(find(arena, (sim_box){0, 0, 2 * TILE, 2 * TILE}, NULL, slots, 8), 2);
    CHECK_EQ_INT(slots[0], wall.index);
    CHECK_EQ_INT(slots[1], ore.index);
    CHECK_EQ_INT(find(arena, (sim_box){0, 0, 2 * TILE, 2 * TILE}, "iron-ore", slots, 8), 1);
    CHECK_EQ_INT(find(arena, (sim_box){9 * TILE + 100, 0, 9 * TILE + 110, 1}, NULL, slots, 8), 1);
    CHECK_EQ_INT(slots[0], far.index);
    CHECK_EQ_INT(find(arena, (sim_box){9 * TILE, 0, 9 * TILE + 76, 1}, NULL, slots, 8), 0);
    free(arena);
}

TEST(a_point_finds_the_boxes_that_hold_it)
{
    sim_arena *arena = make_arena(64, 16);
    put(arena, "stone-wall", 128, 128, 0);
    uint32_t slots[2];
    CHECK_EQ_INT(find(arena, (sim_box){128 + 74, 128, 128 + 74, 128}, NULL, slots, 2), 1);
    CHECK_EQ_INT(find(arena, (sim_box){128 + 75, 128, 128 + 75, 128}, NULL, slots, 2), 0);
    free(arena);
}

TEST(a_short_list_gets_the_smallest_slots_and_the_true_count)
{
    sim_arena *arena = make_arena(64, 64);
    for (int i = 0; i < 40; i++) put(arena, "stone-wall", (i % 7 - 3) * 4 * TILE, (i / 7 - 3) * 4 * TILE, 0);
    const sim_box all = {-32 * TILE, -32 * TILE, 32 * TILE, 32 * TILE};
    uint32_t slots[5];
    CHECK_EQ_INT(find(arena, all, NULL, slots, 5), 40);
    for (uint32_t i = 0; i < 5; i++) CHECK_EQ_INT(slots[i], i + 1);
    CHECK_EQ_INT(find(arena, all, NULL, NULL, 0), 40);
    free(arena);
}

TEST(a_search_misses_nothing_that_a_look_at_every_slot_finds)
{
    static const char *const NAMES[] = {"stone-wall", "stone-furnace", "huge-rock", "tree-01", "rocket-silo", "coal"};
    sim_arena *arena = make_arena(128, 200);
    sim_random random;
    sim_random_seed(&random, 9);
    for (int i = 0; i < 150; i++) {
        sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, NAMES[sim_random_range(&random, 0, 5)]),
                                .direction = (uint8_t)(4 * sim_random_range(&random, 0, 3))};
        spec.position.x = sim_random_range(&random, -60 * TILE, 60 * TILE);
        spec.position.y = sim_random_range(&random, -60 * TILE, 60 * TILE);
        sim_entity_create(arena, prototypes, &spec, NULL);
    }
    for (int round = 0; round < 2000; round++) {
        sim_box area;
        area.left = sim_random_range(&random, -64 * TILE, 64 * TILE);
        area.top = sim_random_range(&random, -64 * TILE, 64 * TILE);
        area.right = area.left + sim_random_range(&random, 1, 20 * TILE);
        area.bottom = area.top + sim_random_range(&random, 1, 20 * TILE);
        uint32_t expected = 0;
        for (uint32_t slot = 1; slot < arena->entity_slots; slot++)
            expected += sim_box_overlaps(area, sim_entity_collision_box(prototypes, sim_entity_slot(arena, slot)));
        CHECK_EQ_INT(find(arena, area, NULL, NULL, 0), expected);
    }
    check_sane(arena);
    free(arena);
}

TEST(the_nearest_thing_is_selected_and_ore_only_where_nothing_else_is)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle ore = put(arena, "iron-ore", 128, 128, 5);
    const sim_position place = {128, 128}, nowhere = {20 * TILE, 0};
    CHECK_EQ_INT(sim_entity_selected_at(arena, prototypes, place).index, ore.index);
    put(arena, "character", 128, 128, 0);
    CHECK_EQ_INT(sim_entity_selected_at(arena, prototypes, place).index, ore.index);
    sim_handle pile = put_item(arena, "coal", 128, 128, 1);
    CHECK_EQ_INT(sim_entity_selected_at(arena, prototypes, place).index, pile.index);
    sim_handle chest = put(arena, "wooden-chest", 128, 128, 0);
    CHECK_EQ_INT(sim_entity_selected_at(arena, prototypes, place).index, pile.index);
    CHECK_EQ_INT(sim_entity_selected_at(arena, prototypes, (sim_position){10, 10}).index, chest.index);
    CHECK_EQ_INT(sim_entity_selected_at(arena, prototypes, nowhere).index, 0);
    free(arena);
}

TEST(a_teleport_moves_the_obstacle_with_the_entity)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle wall = put(arena, "stone-wall", 128, 128, 0), ore = put(arena, "coal", 9 * TILE, 0, 3);
    CHECK_EQ_INT(sim_entity_teleport(arena, prototypes, wall, (sim_position){-20 * TILE + 128, 128}), SIM_OK);
    CHECK(sim_map_tiles_free(arena, 0, 0, 0, 0));
    CHECK(!sim_map_tiles_free(arena, -20, 0, -20, 0));
    CHECK_EQ_INT(sim_entity_teleport(arena, prototypes, wall, (sim_position){99 * TILE, 0}), SIM_OUT_OF_MAP);
    CHECK_EQ_INT(sim_entity_teleport(arena, prototypes, ore, (sim_position){0, 0}), SIM_WRONG_TYPE);
    free(arena);
}

TEST(belts_are_never_teleported)
{
    sim_arena *arena = make_arena(64, 8);
    const char *const belts[] = {"transport-belt", "underground-belt", "splitter"};
    for (int i = 0; i < 3; i++) {
        sim_handle belt = put(arena, belts[i], 4 * i * TILE, 0, 0);
        uint64_t before = sim_arena_hash(arena, prototypes);
        CHECK_EQ_INT(sim_entity_teleport(arena, prototypes, belt, (sim_position){9 * TILE, 9 * TILE}), SIM_WRONG_TYPE);
        CHECK(sim_arena_hash(arena, prototypes) == before);
    }
    check_sane(arena);
    free(arena);
}

TEST(a_turn_turns_the_obstacle)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle boiler = put(arena, "boiler", 128, 0, 0);
    CHECK(sim_map_tiles_free(arena, 0, 1, 0, 1));
    CHECK_EQ_INT(sim_entity_turn(arena, prototypes, boiler, 4), SIM_OK);
    CHECK(!sim_map_tiles_free(arena, 0, 1, 0, 1));
    CHECK_EQ_INT(sim_entity_turn(arena, prototypes, boiler, 8), SIM_OK);
    CHECK(sim_map_tiles_free(arena, 0, 1, 0, 1));
    CHECK_EQ_INT(sim_entity_turn(arena, prototypes, boiler, 16), SIM_BAD_ARGUMENT);
    check_sane(arena);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(buildings_snap_to_the_grid_as_in_the_game);
    RUN(what_has_four_sides_faces_one_of_them_and_splitters_turn_by_halves_alone);
    RUN(a_handle_outlives_its_entity_but_finds_nothing);
    RUN(no_handle_is_index_zero);
    RUN(a_creation_that_is_refused_changes_nothing);
    RUN(only_entities_with_an_owner_are_numbered);
    RUN(a_place_is_taken_by_what_collides_and_only_by_that);
    RUN(an_area_finds_the_boxes_that_overlap_it_in_the_order_of_slots);
    RUN(a_point_finds_the_boxes_that_hold_it);
    RUN(a_short_list_gets_the_smallest_slots_and_the_true_count);
    RUN(a_search_misses_nothing_that_a_look_at_every_slot_finds);
    RUN(the_nearest_thing_is_selected_and_ore_only_where_nothing_else_is);
    RUN(a_teleport_moves_the_obstacle_with_the_entity);
    RUN(belts_are_never_teleported);
    RUN(a_turn_turns_the_obstacle);
    return kit_end();
}
