/* Production statistics.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

TEST(flows_add_up_by_their_sign)
{
    sim_arena *arena = make_arena(64, 1);
    uint16_t coal = item("coal");
    CHECK_EQ_INT(sim_statistics_flow(arena, coal, 5), SIM_OK);
    CHECK_EQ_INT(sim_statistics_flow(arena, coal, 7), SIM_OK);
    CHECK_EQ_INT(sim_statistics_flow(arena, coal, -2), SIM_OK);
    CHECK_EQ_INT(sim_statistics_get(arena, coal).produced, 12);
    CHECK_EQ_INT(sim_statistics_get(arena, coal).consumed, 2);
    CHECK_EQ_INT(sim_statistics_get(arena, item("wood")).produced, 0);
    free(arena);
}

TEST(an_unknown_item_is_refused_and_reads_zero)
{
    sim_arena *arena = make_arena(64, 1);
    CHECK_EQ_INT(sim_statistics_flow(arena, 0, 1), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_statistics_flow(arena, (uint16_t)prototypes->item_count, 1), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_statistics_get(arena, 65535).produced, 0);
    check_sane(arena);
    free(arena);
}

TEST(clearing_forgets_all)
{
    sim_arena *arena = make_arena(64, 1);
    uint64_t before = sim_arena_hash(arena, prototypes);
    sim_statistics_flow(arena, item("coal"), 5);
    CHECK(sim_arena_hash(arena, prototypes) != before);
    sim_statistics_clear(arena);
    CHECK_EQ_INT(sim_arena_hash(arena, prototypes), before);
    free(arena);
}

TEST(fluids_are_counted_in_parts_of_a_unit_and_nonsense_is_refused)
{
    sim_arena *arena = make_arena(16, 4);
    uint16_t water = sim_fluid_named(prototypes, "water"), steam = sim_fluid_named(prototypes, "steam");
    uint64_t before = sim_arena_hash(arena, prototypes);
    CHECK_EQ_INT(sim_statistics_fluid_flow(arena, 0, 1.0), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_statistics_fluid_flow(arena, water, (double)INFINITY), SIM_BAD_ARGUMENT);
    CHECK(sim_arena_hash(arena, prototypes) == before);
    CHECK_EQ_INT(sim_statistics_fluid_flow(arena, water, 20.5), SIM_OK);
    CHECK_EQ_INT(sim_statistics_fluid_flow(arena, steam, 3.0), SIM_OK);
    CHECK_EQ_INT(sim_statistics_fluid_flow(arena, water, -0.25), SIM_OK);
    CHECK_EQ_F64(sim_statistics_fluid(arena, water).produced, 20.5);
    CHECK_EQ_F64(sim_statistics_fluid(arena, water).consumed, 0.25);
    CHECK_EQ_F64(sim_statistics_fluid(arena, steam).produced, 3.0);
    CHECK_EQ_F64(sim_statistics_fluid(arena, 60000).produced, 0.0);
    CHECK(sim_arena_hash(arena, prototypes) != before);
    sim_statistics_clear_fluids(arena);
    CHECK_EQ_F64(sim_statistics_fluid(arena, water).produced, 0.0);
    check_sane(arena);
    free(arena);
}

TEST(kills_and_losses_are_counted_by_prototype)
{
    sim_arena *arena = make_arena(16, 4);
    uint16_t biter = sim_entity_named(prototypes, "small-biter"), wall = sim_entity_named(prototypes, "stone-wall");
    CHECK_EQ_INT(sim_statistics_kill(arena, 0, 1, 0), SIM_BAD_ARGUMENT);
    for (int i = 0; i < 3; i++) CHECK_EQ_INT(sim_statistics_kill(arena, biter, 1, 0), SIM_OK);
    CHECK_EQ_INT(sim_statistics_kill(arena, wall, 0, 1), SIM_OK);
    CHECK_EQ_INT(sim_statistics_kills(arena, biter).killed, 3);
    CHECK_EQ_INT(sim_statistics_kills(arena, biter).lost, 0);
    CHECK_EQ_INT(sim_statistics_kills(arena, wall).lost, 1);
    sim_statistics_clear_kills(arena);
    CHECK_EQ_INT(sim_statistics_kills(arena, biter).killed, 0);
    check_sane(arena);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(flows_add_up_by_their_sign);
    RUN(an_unknown_item_is_refused_and_reads_zero);
    RUN(clearing_forgets_all);
    RUN(fluids_are_counted_in_parts_of_a_unit_and_nonsense_is_refused);
    RUN(kills_and_losses_are_counted_by_prototype);
    return kit_end();
}
