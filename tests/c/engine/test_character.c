/* Characters: records, walking_state, several of them.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

TEST(the_first_character_has_number_zero)
{
    sim_arena *arena = make_arena(64, 4);
    put(arena, "stone-wall", 0, 0, 0);
    sim_handle character = put(arena, "character", TILE, 77, 0);
    CHECK_EQ_INT(sim_character_of(arena, prototypes, character), 0);
    CHECK_EQ_INT(sim_character_of(arena, prototypes, (sim_handle){1, 1}), UINT32_MAX);
    CHECK_EQ_INT(sim_character_get(arena, 0)->entity, character.index);
    check_place(arena, TILE, 77);
    CHECK(sim_character_get(arena, 1) == NULL);
    CHECK_EQ_INT(sim_character_position(arena, 1).x, 0);
    free(arena);
}

TEST(walking_faces_its_direction_and_stopping_keeps_it)
{
    sim_arena *arena = make_arena(64, 1);
    sim_handle character = put(arena, "character", 0, 0, 0);
    CHECK_EQ_INT(sim_character_set_walking(arena, 0, 1, 6), SIM_OK);
    CHECK_EQ_INT(sim_entity_get(arena, character)->direction, 6);
    CHECK_EQ_INT(sim_character_set_walking(arena, 0, 0, 0), SIM_OK);
    CHECK_EQ_INT(sim_entity_get(arena, character)->direction, 6);
    CHECK_EQ_INT(sim_character_get(arena, 0)->walking, 0);
    CHECK_EQ_INT(sim_character_set_walking(arena, 0, 1, 16), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_character_set_walking(arena, 9, 1, 0), SIM_DEAD);
    free(arena);
}

TEST(a_record_is_used_again_and_begins_empty)
{
    sim_arena *arena = make_arena(64, 4);
    sim_handle first = put(arena, "character", 0, 0, 0), second = put(arena, "character", 2 * TILE, 0, 0);
    sim_inventory_insert(arena, prototypes, sim_character_get(arena, 0)->inventory, item("coal"), 9);
    sim_character_set_walking(arena, 0, 1, 4);
    sim_entity_destroy(arena, prototypes, first);
    CHECK(sim_character_get(arena, 0) == NULL);
    CHECK_EQ_INT(sim_character_of(arena, prototypes, second), 1);
    sim_handle third = put(arena, "character", -2 * TILE, 0, 0);
    CHECK_EQ_INT(sim_character_of(arena, prototypes, third), 0);
    CHECK_EQ_INT(held(arena, "coal"), 0);
    CHECK_EQ_INT(sim_character_get(arena, 0)->walking, 0);
    check_sane(arena);
    free(arena);
}

TEST(several_characters_walk_side_by_side)
{
    sim_arena *arena = make_arena(64, 4);
    put(arena, "character", 0, 0, 0);
    put(arena, "character", 0, 0, 0);
    sim_character_set_walking(arena, 0, 1, 4);
    sim_character_set_walking(arena, 1, 1, 12);
    sim_run(arena, prototypes, 10);
    CHECK_EQ_INT(sim_character_position(arena, 0).x, 380);
    CHECK_EQ_INT(sim_character_position(arena, 1).x, -380);
    check_sane(arena);
    free(arena);
}

TEST(an_arena_for_four_refuses_a_fifth)
{
    sim_arena *arena = make_arena(64, 9);
    for (int i = 0; i < 4; i++) put(arena, "character", i * TILE, 0, 0);
    sim_entity_spec spec = {.prototype = prototypes->character};
    uint64_t before = sim_arena_hash(arena, prototypes);
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, NULL), SIM_ARENA_FULL);
    CHECK_EQ_INT(sim_arena_hash(arena, prototypes), before);
    check_sane(arena);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(the_first_character_has_number_zero);
    RUN(walking_faces_its_direction_and_stopping_keeps_it);
    RUN(a_record_is_used_again_and_begins_empty);
    RUN(several_characters_walk_side_by_side);
    RUN(an_arena_for_four_refuses_a_fifth);
    return kit_end();
}
