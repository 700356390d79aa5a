/* The order of a tick, and arenas in which nothing is awake.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

TEST(an_arena_at_rest_only_ages)
{
    sim_arena *arena = make_arena(64, 8);
    put(arena, "character", 0, 0, 0);
    put(arena, "iron-ore", TILE, 0, 5);
    uint64_t before = sim_arena_hash(arena, prototypes);
    sim_run(arena, prototypes, 1000000000u);
    CHECK_EQ_INT(arena->tick, 1000000000);
    arena->tick = 0;
    CHECK_EQ_INT(sim_arena_hash(arena, prototypes), before);
    free(arena);
}

TEST(no_ticks_are_no_change)
{
    sim_arena *arena = make_arena(64, 8);
    put(arena, "character", 0, 0, 0);
    sim_character_set_walking(arena, 0, 1, 4);
    uint64_t before = sim_arena_hash(arena, prototypes);
    sim_run(arena, prototypes, 0);
    CHECK_EQ_INT(sim_arena_hash(arena, prototypes), before);
    free(arena);
}

TEST(a_character_walks_before_it_mines)
{
    sim_arena *arena = make_arena(64, 8);
    put(arena, "character", 0, CENTRE, 0);
    put(arena, "iron-ore", TILE, 0, 5);
    CHECK_EQ_INT(sim_mining_start(arena, prototypes, 0, (sim_position){TILE + CENTRE, CENTRE}), SIM_OK);
    sim_entity_teleport(arena, prototypes, (sim_handle){1, 1}, (sim_position){TILE + CENTRE + 25 + 692 + 20, CENTRE});
    sim_character_set_walking(arena, 0, 1, 12);
    sim_run(arena, prototypes, 1);
    CHECK_EQ_INT(sim_character_get(arena, 0)->mining_result, SIM_OK);
    CHECK(sim_mining_progress(arena, prototypes, 0) > 0.0);
    free(arena);
}

/* As recorded: the arm fills its buffer in the tick in which what it took from is gone. */
TEST(what_mining_wakes_has_its_turn_in_the_same_tick)
{
    sim_arena *arena = make_arena(64, 16);
    put(arena, "character", 0, 4 * TILE, 0);
    sim_handle furnace = put(arena, "stone-furnace", 0, 0, 0);
    sim_handle arm = put(arena, "burner-inserter", CENTRE, TILE + CENTRE, 0);
    sim_run(arena, prototypes, 60);
    const sim_inserter *inserter = sim_inserter_at(arena, prototypes, arm.index);
    CHECK(sim_burner_get(arena, inserter->energy.record)->buffer_joules < 2560.0);
    CHECK_EQ_INT(sim_mining_start(arena, prototypes, 0, (sim_position){0, 0}), SIM_OK);
    for (int i = 0; i < 60 && sim_entity_get(arena, furnace); i++) sim_run(arena, prototypes, 1);
    CHECK_EQ_F64(sim_burner_get(arena, inserter->energy.record)->buffer_joules, 2560.0);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(an_arena_at_rest_only_ages);
    RUN(no_ticks_are_no_change);
    RUN(a_character_walks_before_it_mines);
    RUN(what_mining_wakes_has_its_turn_in_the_same_tick);
    return kit_end();
}
