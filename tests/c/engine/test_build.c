/* Building: where things may stand, what they take the place of, turning, tiles, ghosts and marks.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

static const sim_handle NONE = {0, 0};

/* A character at 0, 0 that holds some of everything that is built here. */
static sim_arena *make_site(void)
{
    sim_arena *arena = make_arena(64, 100);
    put(arena, "character", 0, 0, 0);
    static const char *const ITEMS[] = {"wooden-chest", "iron-chest", "stone-furnace", "burner-mining-drill",
                                        "transport-belt", "fast-transport-belt", "splitter", "offshore-pump",
                                        "inserter", "stone-brick", "landfill", "concrete", "iron-plate",
                                        "electric-mining-drill", "small-electric-pole", "underground-belt"};
    for (size_t i = 0; i < sizeof(ITEMS) / sizeof(ITEMS[0]); i++)
        sim_inventory_insert(arena, prototypes, sim_character_get(arena, 0)->inventory, item(ITEMS[i]), 10);
    return arena;
}

static enum sim_result build(sim_arena *arena, const char *name, double x, double y, uint8_t direction,
                             sim_handle *built)
{
    sim_position position = {(int32_t)(x * TILE), (int32_t)(y * TILE)};
    return sim_build_from_item(arena, prototypes, 0, item(name), position, direction, built);
}

/* A refusal that must leave everything as it is. */
static void refuse(sim_arena *arena, enum sim_result expected, const char *name, double x, double y, uint8_t direction)
{
    uint64_t before = sim_arena_hash(arena, prototypes);
    CHECK_EQ_INT(build(arena, name, x, y, direction, NULL), expected);
    CHECK(sim_arena_hash(arena, prototypes) == before);
}

static uint16_t prototype(const char *name)
{
    return sim_entity_named(prototypes, name);
}

TEST(an_item_becomes_the_entity_that_it_places_on_the_build_grid)
{
    sim_arena *arena = make_site();
    sim_handle built = NONE;
    arena->event_mask = 1u << SIM_EVENT_BUILT_BY_CHARACTER;
    CHECK_EQ_INT(build(arena, "stone-furnace", 2.7, 3.2, 4, &built), SIM_OK);
    const sim_entity *furnace = sim_entity_get(arena, built);
    CHECK_EQ_INT(furnace->prototype, prototype("stone-furnace"));
    CHECK_EQ_INT(furnace->position.x, 3 * TILE);
    CHECK_EQ_INT(furnace->position.y, 3 * TILE);
    CHECK_EQ_INT(furnace->direction, 0); /* a furnace faces nowhere */
    CHECK_EQ_INT(furnace->force, SIM_FORCE_ARENA);
    CHECK_EQ_INT(held(arena, "stone-furnace"), 9);
    sim_event event;
    CHECK_EQ_INT(sim_event_take(arena, &event, 1), 1);
    CHECK_EQ_INT(event.subject.index, built.index);
    CHECK_EQ_INT(build(arena, "inserter", 5.5, 3.5, 4, &built), SIM_OK);
    CHECK_EQ_INT(sim_entity_get(arena, built)->direction, 4);
    check_sane(arena);
    free(arena);
}

TEST(bad_orders_are_refused_with_a_reason_and_change_nothing)
{
    sim_arena *arena = make_site();
    refuse(arena, SIM_WRONG_TYPE, "iron-plate", 2.5, 2.5, 0);
    refuse(arena, SIM_NO_ITEMS, "lab", 2.5, 2.5, 0);
    refuse(arena, SIM_BAD_ARGUMENT, "wooden-chest", 2.5, 2.5, 16);
    refuse(arena, SIM_BAD_ARGUMENT, "no such item", 2.5, 2.5, 0);
    refuse(arena, SIM_BLOCKED, "wooden-chest", 0.0, 0.0, 0); /* the character stands there */
    refuse(arena, SIM_OUT_OF_REACH, "wooden-chest", 10.5, 0.5, 0);
    CHECK_EQ_INT(build(arena, "wooden-chest", 5.5, 0.5, 0, NULL), SIM_OK);
    refuse(arena, SIM_BLOCKED, "stone-furnace", 5.0, 1.0, 0);
    refuse(arena, SIM_BLOCKED, "wooden-chest", 5.5, 0.5, 0);
    put(arena, "tree-01", 3 * TILE, 3 * TILE, 0);
    refuse(arena, SIM_BLOCKED, "stone-furnace", 3.0, 3.0, 0);
    CHECK_EQ_INT(sim_build_from_item(arena, prototypes, 3, item("wooden-chest"), (sim_position){600, 600}, 0, NULL),
                 SIM_DEAD);
    CHECK_EQ_INT(sim_entity_teleport(arena, prototypes, sim_entity_handle(arena, 1), (sim_position){31 * TILE, 0}),
                 SIM_OK);
    refuse(arena, SIM_OUT_OF_MAP, "wooden-chest", 32.5, 0.5, 0);
    free(arena);
}

TEST(ten_tiles_to_the_centre_are_in_build_distance_and_research_adds_to_it)
{
    sim_arena *arena = make_site();
    sim_entity_teleport(arena, prototypes, sim_entity_handle(arena, 1), (sim_position){CENTRE, CENTRE});
    CHECK_EQ_INT(build(arena, "wooden-chest", 10.5, 0.5, 0, NULL), SIM_OK);
    sim_entity_teleport(arena, prototypes, sim_entity_handle(arena, 1), (sim_position){CENTRE - 1, CENTRE});
    refuse(arena, SIM_OUT_OF_REACH, "wooden-chest", 10.5, 0.5, 0);
    refuse(arena, SIM_OUT_OF_REACH, "wooden-chest", 8.5, 7.5, 0);
    sim_force_set_bonus(arena, prototypes, SIM_TECHNOLOGY_EFFECT_CHARACTER_BUILD_DISTANCE, 0, 2.0);
    CHECK_EQ_INT(build(arena, "wooden-chest", 8.5, 7.5, 0, NULL), SIM_OK);
    free(arena);
}

/* M20 */
TEST(a_drill_is_built_only_where_its_area_holds_a_resource_of_its_kind)
{
    sim_arena *arena = make_site();
    refuse(arena, SIM_NEEDS_RESOURCE, "burner-mining-drill", 3.0, 3.0, 0);
    sim_handle ore = put(arena, "iron-ore", 4 * TILE + CENTRE, 3 * TILE + CENTRE, 100);
    refuse(arena, SIM_NEEDS_RESOURCE, "burner-mining-drill", 3.0, 3.0, 0);
    sim_entity_destroy(arena, prototypes, ore);
    put(arena, "crude-oil", 3 * TILE + CENTRE, 3 * TILE + CENTRE, 100);
    refuse(arena, SIM_NEEDS_RESOURCE, "burner-mining-drill", 3.0, 3.0, 0);
    put(arena, "iron-ore", 3 * TILE + CENTRE, 8 * TILE + CENTRE, 100);
    CHECK_EQ_INT(build(arena, "burner-mining-drill", 3.0, 8.0, 0, NULL), SIM_OK);
    put(arena, "coal", 8 * TILE + CENTRE, 2 * TILE + CENTRE, 100);
    CHECK_EQ_INT(build(arena, "electric-mining-drill", 6.5, 0.5, 0, NULL), SIM_OK);
    free(arena);
}

TEST(an_offshore_pump_stands_on_the_shore_and_looks_at_the_water)
{
    sim_arena *arena = make_site();
    uint16_t water = sim_tile_named(prototypes, "water");
    refuse(arena, SIM_NEEDS_TILE, "offshore-pump", 3.5, -2.5, 0);
    for (int32_t x = -8; x <= 8; x++)
        for (int32_t y = -9; y <= -4; y++) sim_map_set_tile(arena, prototypes, x, y, water);
    refuse(arena, SIM_NEEDS_TILE, "offshore-pump", 3.5, -1.5, 0);
    refuse(arena, SIM_NEEDS_TILE, "offshore-pump", 3.5, -5.5, 0);
    refuse(arena, SIM_NEEDS_TILE, "offshore-pump", 3.5, -2.5, 8);
    CHECK_EQ_INT(build(arena, "offshore-pump", 3.5, -2.5, 0, NULL), SIM_OK);
    refuse(arena, SIM_BLOCKED, "wooden-chest", 6.5, -4.5, 0);
    free(arena);
}

TEST(a_better_building_of_the_same_group_takes_the_place_with_what_it_held)
{
    sim_arena *arena = make_site();
    sim_handle chest = NONE, better = NONE;
    CHECK_EQ_INT(build(arena, "wooden-chest", 3.5, 0.5, 0, &chest), SIM_OK);
    sim_inventory_insert(arena, prototypes, sim_entity_get(arena, chest)->record, item("coal"), 120);
    sim_health_set(arena, prototypes, chest, 50.0f);
    CHECK_EQ_INT(build(arena, "iron-chest", 3.5, 0.5, 0, &better), SIM_OK);
    CHECK(sim_entity_get(arena, chest) == NULL);
    CHECK_EQ_INT(sim_inventory_count(arena, sim_entity_get(arena, better)->record, item("coal")), 120);
    CHECK_EQ_F64(sim_entity_get(arena, better)->health, 100.0); /* half of it, as before */
    CHECK_EQ_INT(held(arena, "wooden-chest"), 10);
    CHECK_EQ_INT(held(arena, "iron-chest"), 9);
    check_sane(arena);
    free(arena);
}

TEST(what_does_not_fit_into_the_replacement_goes_to_the_builder_and_then_to_the_ground)
{
    sim_arena *arena = make_site();
    sim_handle chest = NONE;
    CHECK_EQ_INT(build(arena, "iron-chest", 3.5, 0.5, 0, &chest), SIM_OK);
    sim_inventory_insert(arena, prototypes, sim_entity_get(arena, chest)->record, item("coal"), 32 * 50);
    uint32_t pocket = sim_character_get(arena, 0)->inventory;
    sim_inventory_insert(arena, prototypes, pocket, item("stone"), 60 * 50);
    uint32_t room = sim_inventory_empty_slots(arena, pocket);
    CHECK(room < 16);
    CHECK_EQ_INT(build(arena, "wooden-chest", 3.5, 0.5, 0, &chest), SIM_OK);
    CHECK_EQ_INT(sim_inventory_count(arena, sim_entity_get(arena, chest)->record, item("coal")), 16 * 50);
    CHECK_EQ_INT(held(arena, "coal"), room * 50);
    CHECK_EQ_INT(sim_ground_item_total(arena, prototypes, item("coal")), (16 - room) * 50);
    check_sane(arena);
    free(arena);
}

TEST(the_same_building_in_another_direction_is_turned_and_costs_nothing)
{
    sim_arena *arena = make_site();
    sim_handle belt = NONE, again = NONE;
    CHECK_EQ_INT(build(arena, "transport-belt", 3.5, 0.5, 0, &belt), SIM_OK);
    CHECK_EQ_INT(build(arena, "transport-belt", 3.5, 0.5, 4, &again), SIM_OK);
    CHECK_EQ_INT(again.index, belt.index);
    CHECK_EQ_INT(sim_entity_get(arena, belt)->direction, 4);
    CHECK_EQ_INT(held(arena, "transport-belt"), 9);
    refuse(arena, SIM_BLOCKED, "transport-belt", 3.5, 0.5, 4);
    for (int i = 0; i < 3; i++)
        CHECK_EQ_INT(sim_belt_insert(arena, prototypes, belt.index, 1, 64 + 64 * i, item("coal")), SIM_OK);
    CHECK_EQ_INT(build(arena, "fast-transport-belt", 3.5, 0.5, 4, &again), SIM_OK);
    CHECK(sim_entity_get(arena, belt) == NULL);
    CHECK_EQ_INT(sim_belt_count_on(arena, prototypes, again.index, item("coal")), 3);
    CHECK_EQ_INT(held(arena, "transport-belt"), 10);
    free(arena);
}

TEST(a_splitter_takes_the_place_of_the_two_belts_under_it_and_a_drill_that_of_a_smaller_one)
{
    sim_arena *arena = make_site();
    CHECK_EQ_INT(build(arena, "transport-belt", 3.5, 0.5, 0, NULL), SIM_OK);
    CHECK_EQ_INT(build(arena, "transport-belt", 4.5, 0.5, 0, NULL), SIM_OK);
    CHECK_EQ_INT(build(arena, "splitter", 4.0, 0.5, 0, NULL), SIM_OK);
    CHECK_EQ_INT(held(arena, "transport-belt"), 10);
    refuse(arena, SIM_BLOCKED, "transport-belt", 3.5, 0.5, 0);
    put(arena, "iron-ore", 3 * TILE + CENTRE, 6 * TILE + CENTRE, 100);
    CHECK_EQ_INT(build(arena, "burner-mining-drill", 3.0, 6.0, 0, NULL), SIM_OK);
    CHECK_EQ_INT(build(arena, "electric-mining-drill", 3.5, 6.5, 0, NULL), SIM_OK);
    CHECK_EQ_INT(held(arena, "burner-mining-drill"), 10);
    check_sane(arena);
    free(arena);
}

TEST(tiles_are_laid_on_their_ground_and_give_back_what_they_cover)
{
    sim_arena *arena = make_site();
    CHECK_EQ_INT(build(arena, "stone-brick", 3.5, 3.5, 0, NULL), SIM_OK);
    CHECK_EQ_INT(sim_map_tile(arena, prototypes, 3, 3), sim_tile_named(prototypes, "stone-path"));
    refuse(arena, SIM_DONE_ALREADY, "stone-brick", 3.1, 3.9, 0);
    CHECK_EQ_INT(held(arena, "stone-brick"), 9);
    CHECK_EQ_INT(build(arena, "concrete", 3.5, 3.5, 0, NULL), SIM_OK);
    CHECK_EQ_INT(held(arena, "stone-brick"), 10);
    refuse(arena, SIM_NEEDS_TILE, "landfill", 5.5, 5.5, 0);
    sim_map_set_tile(arena, prototypes, 5, 5, sim_tile_named(prototypes, "water"));
    refuse(arena, SIM_NEEDS_TILE, "concrete", 5.5, 5.5, 0);
    CHECK_EQ_INT(build(arena, "landfill", 5.5, 5.5, 0, NULL), SIM_OK);
    CHECK_EQ_INT(build(arena, "concrete", 5.5, 5.5, 0, NULL), SIM_OK);
    refuse(arena, SIM_OUT_OF_REACH, "stone-brick", 11.5, 3.5, 0);
    check_sane(arena);
    free(arena);
}

TEST(rotation_is_a_quarter_turn_or_a_half_one_for_what_is_not_square)
{
    sim_arena *arena = make_site();
    sim_handle inserter = NONE, splitter = NONE, chest = NONE;
    build(arena, "inserter", 3.5, 0.5, 0, &inserter);
    build(arena, "splitter", 4.0, 3.5, 4, &splitter);
    build(arena, "wooden-chest", 3.5, 6.5, 0, &chest);
    CHECK_EQ_INT(sim_build_rotate_by(arena, prototypes, 0, inserter, 0), SIM_OK);
    CHECK_EQ_INT(sim_entity_get(arena, inserter)->direction, 4);
    CHECK_EQ_INT(sim_build_rotate_by(arena, prototypes, 0, inserter, 1), SIM_OK);
    CHECK_EQ_INT(sim_build_rotate_by(arena, prototypes, 0, inserter, 1), SIM_OK);
    CHECK_EQ_INT(sim_entity_get(arena, inserter)->direction, 12);
    CHECK_EQ_INT(sim_build_rotate_by(arena, prototypes, 0, splitter, 0), SIM_OK);
    CHECK_EQ_INT(sim_entity_get(arena, splitter)->direction, 12);
    uint64_t before = sim_arena_hash(arena, prototypes);
    CHECK_EQ_INT(sim_build_rotate_by(arena, prototypes, 0, chest, 0), SIM_NOT_ROTATABLE);
    CHECK_EQ_INT(sim_build_rotate_by(arena, prototypes, 0, NONE, 0), SIM_NOT_FOUND);
    CHECK_EQ_INT(sim_build_rotate_by(arena, prototypes, 7, inserter, 0), SIM_DEAD);
    CHECK(sim_arena_hash(arena, prototypes) == before);
    sim_entity_teleport(arena, prototypes, sim_entity_handle(arena, 1), (sim_position){-7 * TILE, 0});
    CHECK_EQ_INT(sim_build_rotate_by(arena, prototypes, 0, inserter, 0), SIM_OUT_OF_REACH);
    free(arena);
}

/* Ghosts ------------------------------------------------------------------------------------------------------ */

static enum sim_result plan(sim_arena *arena, const char *name, double x, double y, uint8_t direction,
                            const sim_entity_settings *settings, sim_handle *created)
{
    sim_entity_spec spec = {.prototype = prototype(name), .direction = direction, .force = SIM_FORCE_ARENA,
                            .position = {(int32_t)(x * TILE), (int32_t)(y * TILE)}};
    return sim_ghost_create(arena, prototypes, &spec, settings, created);
}

TEST(a_ghost_costs_nothing_blocks_nobody_and_becomes_its_entity_when_built_over)
{
    sim_arena *arena = make_site();
    sim_handle ghost = NONE, built = NONE;
    CHECK_EQ_INT(plan(arena, "stone-furnace", 3.0, 3.0, 0, NULL, &ghost), SIM_OK);
    CHECK_EQ_INT(sim_entity_get(arena, ghost)->position.x, 3 * TILE);
    CHECK_EQ_INT(sim_ghost_of(arena, prototypes, ghost)->prototype, prototype("stone-furnace"));
    CHECK_EQ_INT(held(arena, "stone-furnace"), 10);
    CHECK_EQ_INT(build(arena, "stone-furnace", 3.0, 3.0, 0, &built), SIM_OK);
    CHECK(sim_entity_get(arena, ghost) == NULL);
    CHECK_EQ_INT(plan(arena, "stone-furnace", 3.0, 3.0, 0, NULL, &ghost), SIM_DONE_ALREADY);
    CHECK_EQ_INT(plan(arena, "wooden-chest", 3.5, 3.5, 0, NULL, &ghost), SIM_BLOCKED);
    CHECK_EQ_INT(plan(arena, "iron-ore", 8.5, 3.5, 0, NULL, &ghost), SIM_WRONG_TYPE);
    check_sane(arena);
    free(arena);
}

TEST(another_plan_in_the_way_replaces_a_ghost_and_so_does_a_building)
{
    sim_arena *arena = make_site();
    sim_handle first = NONE, second = NONE, third = NONE;
    CHECK_EQ_INT(plan(arena, "stone-furnace", 3.0, 3.0, 0, NULL, &first), SIM_OK);
    CHECK_EQ_INT(plan(arena, "stone-furnace", 3.0, 3.0, 0, NULL, &second), SIM_OK);
    CHECK_EQ_INT(first.index, second.index);
    CHECK_EQ_INT(plan(arena, "wooden-chest", 3.5, 3.5, 0, NULL, &third), SIM_OK);
    CHECK(sim_entity_get(arena, first) == NULL);
    CHECK_EQ_INT(build(arena, "stone-furnace", 4.0, 4.0, 0, NULL), SIM_OK);
    CHECK(sim_entity_get(arena, third) == NULL);
    CHECK_EQ_INT(arena->pools[SIM_POOL_GHOST].live, 0);
    check_sane(arena);
    free(arena);
}

TEST(a_script_revives_a_ghost_for_nothing)
{
    sim_arena *arena = make_site();
    sim_handle ghost = NONE, built = NONE;
    CHECK_EQ_INT(plan(arena, "transport-belt", 3.5, 3.5, 12, NULL, &ghost), SIM_OK);
    CHECK_EQ_INT(sim_ghost_revive(arena, prototypes, ghost, &built), SIM_OK);
    CHECK_EQ_INT(sim_entity_get(arena, built)->direction, 12);
    CHECK(sim_entity_get(arena, ghost) == NULL);
    CHECK_EQ_INT(sim_ghost_revive(arena, prototypes, ghost, &built), SIM_NOT_FOUND);
    CHECK_EQ_INT(sim_ghost_revive(arena, prototypes, built, &built), SIM_WRONG_TYPE);
    CHECK_EQ_INT(held(arena, "transport-belt"), 10);
    free(arena);
}

TEST(marks_of_deconstruction_stay_with_their_entity_and_a_ghost_goes_at_once)
{
    sim_arena *arena = make_site();
    sim_handle chest = NONE, other = NONE, ghost = NONE;
    build(arena, "wooden-chest", 3.5, 3.5, 0, &chest);
    CHECK_EQ_INT(sim_ghost_mark(arena, prototypes, chest), SIM_OK);
    CHECK_EQ_INT(sim_ghost_mark(arena, prototypes, chest), SIM_DONE_ALREADY);
    CHECK(sim_ghost_is_marked(arena, chest));
    sim_entity_destroy(arena, prototypes, chest);
    build(arena, "wooden-chest", 3.5, 3.5, 0, &other);
    CHECK_EQ_INT(other.index, chest.index);
    CHECK(!sim_ghost_is_marked(arena, other));
    CHECK_EQ_INT(sim_ghost_mark(arena, prototypes, other), SIM_OK);
    CHECK_EQ_INT(arena->pools[SIM_POOL_GHOST].live, 1);
    CHECK_EQ_INT(sim_ghost_unmark(arena, other), SIM_OK);
    CHECK_EQ_INT(sim_ghost_unmark(arena, other), SIM_NOT_FOUND);
    CHECK_EQ_INT(plan(arena, "stone-furnace", 6.0, 3.0, 0, NULL, &ghost), SIM_OK);
    CHECK_EQ_INT(sim_ghost_mark(arena, prototypes, ghost), SIM_OK);
    CHECK(sim_entity_get(arena, ghost) == NULL);
    sim_handle ore = put(arena, "iron-ore", 9 * TILE, 9 * TILE, 10);
    CHECK_EQ_INT(sim_ghost_mark(arena, prototypes, ore), SIM_NOT_MINABLE);
    check_sane(arena);
    free(arena);
}

TEST(items_on_the_ground_are_in_no_buildings_way)
{
    sim_arena *arena = make_arena(64, 32);
    put(arena, "character", 0, 0, 0);
    uint32_t inventory = sim_character_get(arena, 0)->inventory;
    sim_inventory_insert(arena, prototypes, inventory, item("stone-furnace"), 1);
    sim_inventory_insert(arena, prototypes, inventory, item("transport-belt"), 1);
    sim_entity_spec coal = {.prototype = prototypes->item_entity, .amount = 1, .item = item("coal")};
    coal.position = (sim_position){3 * TILE - 40, 3 * TILE + 30};
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &coal, NULL), SIM_OK);
    sim_position furnace = {3 * TILE, 3 * TILE};
    CHECK_EQ_INT(sim_build_from_item(arena, prototypes, 0, item("stone-furnace"), furnace, 0, NULL), SIM_OK);
    CHECK_EQ_INT(sim_inventory_count(arena, inventory, item("coal")), 1);
    CHECK_EQ_INT(sim_ground_item_total(arena, prototypes, 0), 0);
    /* Recorded: a belt to the west over coal on its middle line, 77/256 from its end; it has moved once. */
    coal.position = (sim_position){-6 * TILE + 77, CENTRE};
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &coal, NULL), SIM_OK);
    sim_handle belt;
    sim_position tile = {-6 * TILE + CENTRE, CENTRE};
    CHECK_EQ_INT(sim_build_from_item(arena, prototypes, 0, item("transport-belt"), tile, 12, &belt), SIM_OK);
    sim_belt_item row;
    CHECK_EQ_INT(sim_belt_items(arena, prototypes, belt.index, &row, 1), 1);
    CHECK_EQ_INT(row.line, 1);
    CHECK_EQ_INT(row.position, 69);
    CHECK_EQ_INT(sim_ground_item_total(arena, prototypes, 0), 0);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(an_item_becomes_the_entity_that_it_places_on_the_build_grid);
    RUN(bad_orders_are_refused_with_a_reason_and_change_nothing);
    RUN(ten_tiles_to_the_centre_are_in_build_distance_and_research_adds_to_it);
    RUN(a_drill_is_built_only_where_its_area_holds_a_resource_of_its_kind);
    RUN(an_offshore_pump_stands_on_the_shore_and_looks_at_the_water);
    RUN(a_better_building_of_the_same_group_takes_the_place_with_what_it_held);
    RUN(what_does_not_fit_into_the_replacement_goes_to_the_builder_and_then_to_the_ground);
    RUN(the_same_building_in_another_direction_is_turned_and_costs_nothing);
    RUN(a_splitter_takes_the_place_of_the_two_belts_under_it_and_a_drill_that_of_a_smaller_one);
    RUN(tiles_are_laid_on_their_ground_and_give_back_what_they_cover);
    RUN(rotation_is_a_quarter_turn_or_a_half_one_for_what_is_not_square);
    RUN(a_ghost_costs_nothing_blocks_nobody_and_becomes_its_entity_when_built_over);
    RUN(another_plan_in_the_way_replaces_a_ghost_and_so_does_a_building);
    RUN(a_script_revives_a_ghost_for_nothing);
    RUN(marks_of_deconstruction_stay_with_their_entity_and_a_ghost_goes_at_once);
    RUN(items_on_the_ground_are_in_no_buildings_way);
    return kit_end();
}
