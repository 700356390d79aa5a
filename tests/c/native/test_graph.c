/* The factory's graph: belts, inserters, drops of drills, pipes and wires as edges between entity slots.
 *
 * sources: harness/standin/native/graph.c
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "harness/standin/native/graph.h"

#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

#include "tests/c/engine/belt_kit.h"

enum { MOST = 64 };

typedef struct edges {
    FactorioEdgeRow rows[MOST];
    uint32_t count;
    uint32_t most;
} edges;

static int take(void *context, const FactorioEdgeRow *edge)
{
    edges *found = context;
    if (found->count == found->most) return 0;
    found->rows[found->count++] = *edge;
    return 1;
}

static edges edges_of(const sim_arena *arena)
{
    edges found = {.count = 0, .most = MOST};
    native_graph_edges(arena, prototypes, take, &found);
    return found;
}

static void check_edge(const edges *found, uint32_t place, uint32_t from, uint32_t to, uint32_t kind)
{
    CHECK(place < found->count);
    CHECK_EQ_INT(found->rows[place].from_slot, from);
    CHECK_EQ_INT(found->rows[place].to_slot, to);
    CHECK_EQ_INT(found->rows[place].kind, kind);
}

static uint32_t stand(sim_arena *arena, const char *name, int32_t x, int32_t y, uint8_t direction)
{
    sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, name), .direction = direction,
                            .force = SIM_FORCE_ARENA, .position = {x, y}};
    sim_handle created = {0, 0};
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, &created), SIM_OK);
    return created.index;
}

TEST(an_empty_arena_has_no_edges)
{
    sim_arena *arena = make_arena(32, 16);
    CHECK_EQ_INT(edges_of(arena).count, 0);
    free(arena);
}

TEST(belts_run_on_to_the_next_one_edge_for_both_lanes)
{
    sim_arena *arena = make_arena(32, 16);
    uint32_t slots[3];
    lay_line(arena, "transport-belt", 0, 0, 3, slots);
    edges found = edges_of(arena);
    CHECK_EQ_INT(found.count, 2);
    check_edge(&found, 0, slots[0], slots[1], FACTORIO_EDGE_BELT);
    check_edge(&found, 1, slots[1], slots[2], FACTORIO_EDGE_BELT);
    free(arena);
}

TEST(an_inserter_stands_between_what_it_empties_and_what_it_fills)
{
    sim_arena *arena = make_arena(32, 16);
    uint32_t east = lay(arena, "wooden-chest", 1, 0, NORTH), west = lay(arena, "wooden-chest", -1, 0, NORTH);
    uint32_t inserter = lay(arena, "burner-inserter", 0, 0, EAST);
    sim_run(arena, prototypes, 1);
    edges found = edges_of(arena);
    CHECK_EQ_INT(found.count, 2);
    check_edge(&found, 0, east, inserter, FACTORIO_EDGE_INSERTER);
    check_edge(&found, 1, inserter, west, FACTORIO_EDGE_INSERTER);
    free(arena);
}

TEST(a_drill_drops_into_the_furnace_north_of_it)
{
    sim_arena *arena = make_arena(32, 16);
    uint32_t drill = stand(arena, "burner-mining-drill", 0, 0, NORTH);
    CHECK_EQ_INT(edges_of(arena).count, 0);
    uint32_t furnace = stand(arena, "stone-furnace", 0, -2 * TILE, NORTH);
    edges found = edges_of(arena);
    CHECK_EQ_INT(found.count, 1);
    check_edge(&found, 0, drill, furnace, FACTORIO_EDGE_DRILL);
    free(arena);
}

TEST(an_edge_out_of_a_tunnel_tells_the_item_that_is_nearest_to_its_end)
{
    sim_arena *arena = make_arena(32, 16);
    uint32_t in = lay(arena, "underground-belt", 0, 0, EAST), out = lay(arena, "underground-belt", 3, 0, EAST);
    CHECK_EQ_INT(sim_underground_set_output(arena, prototypes, out, 1), SIM_OK);
    CHECK_EQ_INT(sim_belt_insert(arena, prototypes, in, 0, 0, item("iron-plate")), SIM_OK);
    sim_run(arena, prototypes, 10);
    CHECK_EQ_INT(sim_belt_insert(arena, prototypes, in, 0, 0, item("copper-plate")), SIM_OK);
    sim_run(arena, prototypes, 10);
    edges found = edges_of(arena);
    CHECK_EQ_INT(found.count, 1);
    check_edge(&found, 0, in, out, FACTORIO_EDGE_BELT);
    CHECK_EQ_INT(found.rows[0].item, item("iron-plate"));
    sim_belt_item rows[8];
    CHECK_EQ_INT(sim_belt_items(arena, prototypes, in, rows, 8), 2);
    CHECK_EQ_INT(rows[0].item, item("iron-plate"));
    CHECK(rows[0].position < rows[1].position);
    free(arena);
}

TEST(the_edge_of_a_drill_tells_what_it_mines)
{
    sim_arena *arena = make_arena(32, 16);
    uint32_t drill = stand(arena, "burner-mining-drill", 0, 0, NORTH);
    uint32_t furnace = stand(arena, "stone-furnace", 0, -2 * TILE, NORTH);
    sim_entity_spec ore = {.prototype = sim_entity_named(prototypes, "iron-ore"), .amount = 100,
                           .position = {CENTRE, CENTRE}};
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &ore, NULL), SIM_OK);
    edges found = edges_of(arena);
    check_edge(&found, 0, drill, furnace, FACTORIO_EDGE_DRILL);
    CHECK_EQ_INT(found.rows[0].item, item("iron-ore"));
    free(arena);
}

TEST(pipes_and_wires_are_told_once)
{
    sim_arena *arena = make_arena(32, 16);
    uint32_t first = lay(arena, "pipe", 0, 0, NORTH), second = lay(arena, "pipe", 1, 0, NORTH);
    uint32_t pole = lay(arena, "small-electric-pole", 4, 4, NORTH), other = lay(arena, "small-electric-pole", 8, 4, NORTH);
    edges found = edges_of(arena);
    CHECK_EQ_INT(found.count, 2);
    check_edge(&found, 0, first, second, FACTORIO_EDGE_PIPE);
    check_edge(&found, 1, pole, other, FACTORIO_EDGE_WIRE);
    free(arena);
}

TEST(a_taker_that_wants_no_more_gets_no_more)
{
    sim_arena *arena = make_arena(32, 16);
    uint32_t slots[5];
    lay_line(arena, "transport-belt", 0, 0, 5, slots);
    edges found = {.count = 0, .most = 2};
    native_graph_edges(arena, prototypes, take, &found);
    CHECK_EQ_INT(found.count, 2);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(an_empty_arena_has_no_edges);
    RUN(belts_run_on_to_the_next_one_edge_for_both_lanes);
    RUN(an_inserter_stands_between_what_it_empties_and_what_it_fills);
    RUN(a_drill_drops_into_the_furnace_north_of_it);
    RUN(an_edge_out_of_a_tunnel_tells_the_item_that_is_nearest_to_its_end);
    RUN(the_edge_of_a_drill_tells_what_it_mines);
    RUN(pipes_and_wires_are_told_once);
    RUN(a_taker_that_wants_no_more_gets_no_more);
    return kit_end();
}
