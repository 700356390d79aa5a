/* Plans: taken from an area, turned, mirrored, put down as ghosts or entities.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

#define MOST 32

static uint16_t prototype(const char *name)
{
    return sim_entity_named(prototypes, name);
}

static sim_handle stand(sim_arena *arena, const char *name, double x, double y, uint8_t direction)
{
    sim_entity_spec spec = {.prototype = prototype(name), .direction = direction, .force = SIM_FORCE_ARENA,
                            .position = {(int32_t)(x * TILE), (int32_t)(y * TILE)}};
    sim_handle made = {0, 0};
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, &made), SIM_OK);
    return made;
}

/* A small factory about 0, 0: furnace, inserter, belts, splitter, chest. */
static sim_arena *make_factory(void)
{
    sim_arena *arena = make_arena(64, 200);
    stand(arena, "stone-furnace", 0, 0, 0);
    sim_handle inserter = stand(arena, "inserter", 1.5, 0.5, 4);
    sim_entity_set_filter(arena, prototypes, inserter.index, 0, item("iron-plate"));
    stand(arena, "transport-belt", 2.5, 0.5, 0);
    stand(arena, "transport-belt", 2.5, 1.5, 0);
    sim_handle splitter = stand(arena, "splitter", 3.0, -0.5, 0);
    sim_splitter_set(arena, prototypes, splitter.index, SIM_SPLITTER_LEFT, SIM_SPLITTER_RIGHT, 0);
    stand(arena, "wooden-chest", -2.5, 0.5, 0);
    return arena;
}

static const sim_box AREA = {-4 * TILE, -4 * TILE, 4 * TILE, 4 * TILE};

TEST(an_area_becomes_rows_with_what_is_set)
{
    sim_arena *arena = make_factory();
    sim_blueprint_row rows[MOST];
    put(arena, "tree-01", 3 * TILE, 3 * TILE, 0);
    put(arena, "iron-ore", -3 * TILE, -3 * TILE, 10);
    stand(arena, "wooden-chest", 4.5, 0.5, 0);
    CHECK_EQ_INT(sim_blueprint_capture(arena, prototypes, AREA, rows, MOST), 6);
    CHECK_EQ_INT(rows[0].prototype, prototype("stone-furnace"));
    CHECK_EQ_INT(rows[1].settings.filters[0], item("iron-plate"));
    CHECK_EQ_INT(rows[1].direction, 4);
    CHECK_EQ_INT(rows[4].settings.input_priority, SIM_SPLITTER_LEFT);
    CHECK_EQ_INT(rows[2].position.x, 2 * TILE + CENTRE);
    CHECK_EQ_INT(sim_blueprint_capture(arena, prototypes, AREA, rows, 2), 6);
    free(arena);
}

TEST(a_plan_put_down_as_ghosts_and_revived_is_the_factory_again)
{
    sim_arena *arena = make_factory();
    sim_blueprint_row rows[MOST], copies[MOST];
    uint8_t results[MOST];
    uint32_t count = sim_blueprint_capture(arena, prototypes, AREA, rows, MOST);
    sim_blueprint_placing placing = {.position = {16 * TILE, 16 * TILE}, .force = SIM_FORCE_ARENA};
    CHECK_EQ_INT(sim_blueprint_place(arena, prototypes, rows, count, &placing, results), count);
    CHECK_EQ_INT(arena->pools[SIM_POOL_GHOST].live, count);
    sim_box there = {12 * TILE, 12 * TILE, 20 * TILE, 20 * TILE};
    CHECK_EQ_INT(sim_blueprint_capture(arena, prototypes, there, copies, MOST), count);
    CHECK_EQ_BYTES(copies, rows, count * sizeof(rows[0]));
    uint32_t slots[MOST];
    CHECK_EQ_INT(sim_ghost_find(arena, prototypes, there, slots, MOST), count);
    for (uint32_t i = 0; i < count; i++)
        CHECK_EQ_INT(sim_ghost_revive(arena, prototypes, sim_entity_handle(arena, slots[i]), NULL), SIM_OK);
    CHECK_EQ_INT(arena->pools[SIM_POOL_GHOST].live, 0);
    CHECK_EQ_INT(sim_blueprint_capture(arena, prototypes, there, copies, MOST), count);
    for (uint32_t i = 0; i < count; i++) {
        int is_found = 0;
        for (uint32_t k = 0; k < count; k++) is_found |= memcmp(&copies[k], &rows[i], sizeof(rows[0])) == 0;
        CHECK(is_found);
    }
    check_sane(arena);
    free(arena);
}

TEST(four_quarter_turns_and_two_mirrorings_change_nothing)
{
    sim_arena *arena = make_factory();
    sim_blueprint_row rows[MOST];
    uint32_t count = sim_blueprint_capture(arena, prototypes, AREA, rows, MOST);
    for (uint32_t i = 0; i < count; i++) {
        sim_blueprint_row row = rows[i];
        for (int turn = 0; turn < 4; turn++)
            row = sim_blueprint_placed(prototypes, &row, &(sim_blueprint_placing){.direction = 4});
        CHECK_EQ_BYTES(&row, &rows[i], sizeof row);
        for (int turn = 0; turn < 2; turn++)
            row = sim_blueprint_placed(prototypes, &row, &(sim_blueprint_placing){.flip_horizontal = 1});
        CHECK_EQ_BYTES(&row, &rows[i], sizeof row);
        sim_blueprint_row both = sim_blueprint_placed(
            prototypes, &row, &(sim_blueprint_placing){.flip_horizontal = 1, .flip_vertical = 1});
        sim_blueprint_row half = sim_blueprint_placed(prototypes, &row, &(sim_blueprint_placing){.direction = 8});
        CHECK_EQ_BYTES(&both, &half, sizeof both);
    }
    free(arena);
}

TEST(a_turn_to_the_right_takes_east_to_south_and_a_mirror_east_to_west)
{
    prototypes = sim_builtin_prototypes();
    sim_blueprint_row row = {.position = {TILE + CENTRE, CENTRE}, .prototype = prototype("inserter"), .direction = 4};
    sim_blueprint_row turned = sim_blueprint_placed(prototypes, &row, &(sim_blueprint_placing){.direction = 4});
    CHECK_EQ_INT(turned.direction, 8);
    CHECK_EQ_INT(turned.position.x, -CENTRE);
    CHECK_EQ_INT(turned.position.y, TILE + CENTRE);
    sim_blueprint_row flipped =
        sim_blueprint_placed(prototypes, &row, &(sim_blueprint_placing){.flip_horizontal = 1});
    CHECK_EQ_INT(flipped.direction, 12);
    CHECK_EQ_INT(flipped.position.x, -TILE - CENTRE);
    row = (sim_blueprint_row){.prototype = prototype("splitter"), .settings = {.output_priority = SIM_SPLITTER_LEFT}};
    flipped = sim_blueprint_placed(prototypes, &row, &(sim_blueprint_placing){.flip_horizontal = 1});
    CHECK_EQ_INT(flipped.settings.output_priority, SIM_SPLITTER_RIGHT);
}

TEST(rows_without_room_are_left_out_with_their_reason)
{
    sim_arena *arena = make_factory();
    sim_blueprint_row rows[MOST];
    uint8_t results[MOST];
    uint32_t count = sim_blueprint_capture(arena, prototypes, AREA, rows, MOST);
    put(arena, "huge-rock", 16 * TILE, 16 * TILE, 0);
    rows[count] = (sim_blueprint_row){.prototype = 60000};
    sim_blueprint_placing placing = {.position = {16 * TILE, 16 * TILE}, .as_entities = 1, .force = SIM_FORCE_ARENA};
    uint32_t placed = sim_blueprint_place(arena, prototypes, rows, count + 1, &placing, results);
    CHECK(placed >= 3 && placed < count);
    CHECK_EQ_INT(results[0], SIM_BLOCKED);
    CHECK_EQ_INT(results[2], SIM_OK);
    CHECK_EQ_INT(results[count], SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_blueprint_place(arena, prototypes, rows, count, &placing, NULL), 0); /* entities stand there */
    placing.as_entities = 0;
    CHECK_EQ_INT(sim_blueprint_place(arena, prototypes, rows, count, &placing, results), placed); /* as planned */
    CHECK_EQ_INT(results[2], SIM_DONE_ALREADY);
    placing.position.x = 200 * TILE;
    CHECK_EQ_INT(sim_blueprint_place(arena, prototypes, rows, count, &placing, results), 0);
    CHECK_EQ_INT(results[0], SIM_OUT_OF_MAP);
    check_sane(arena);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(an_area_becomes_rows_with_what_is_set);
    RUN(a_plan_put_down_as_ghosts_and_revived_is_the_factory_again);
    RUN(four_quarter_turns_and_two_mirrorings_change_nothing);
    RUN(a_turn_to_the_right_takes_east_to_south_and_a_mirror_east_to_west);
    RUN(rows_without_room_are_left_out_with_their_reason);
    return kit_end();
}
