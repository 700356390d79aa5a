/* Damage, death and regeneration.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

static float health_of(const sim_arena *arena, sim_handle handle)
{
    return sim_entity_get(arena, handle)->health;
}

/* C07 */
TEST(a_character_hurt_to_100_is_whole_1600_ticks_later)
{
    sim_arena *arena = make_arena(64, 1);
    sim_handle character = put(arena, "character", 0, 0, 0);
    float left = 0.0f;
    CHECK_EQ_INT(sim_health_damage(arena, prototypes, character, 150.0f, &left), SIM_OK);
    CHECK_EQ_F64(left, 100.0f);
    sim_run(arena, prototypes, 600);
    CHECK_EQ_F64(health_of(arena, character), 100.0f);
    sim_run(arena, prototypes, 1);
    CHECK_NEAR_F64(health_of(arena, character), 100.15, 1e-4);
    sim_run(arena, prototypes, 1598 - 601);
    CHECK(health_of(arena, character) < 250.0f);
    sim_run(arena, prototypes, 4);
    CHECK_EQ_F64(health_of(arena, character), 250.0f);
    check_sane(arena);
    free(arena);
}

TEST(every_hit_begins_the_wait_anew)
{
    sim_arena *arena = make_arena(64, 1);
    sim_handle character = put(arena, "character", 0, 0, 0);
    sim_health_damage(arena, prototypes, character, 100.0f, NULL);
    sim_run(arena, prototypes, 590);
    sim_health_damage(arena, prototypes, character, 10.0f, NULL);
    sim_run(arena, prototypes, 600);
    CHECK_EQ_F64(health_of(arena, character), 140.0f);
    sim_run(arena, prototypes, 10);
    CHECK(health_of(arena, character) > 141.0f);
    free(arena);
}

TEST(what_loses_all_its_health_is_gone_with_all_it_had)
{
    sim_arena *arena = make_arena(64, 4);
    sim_handle character = put(arena, "character", 0, 0, 0), rock = put(arena, "huge-rock", 6 * TILE, 0, 0);
    sim_character_set_walking(arena, 0, 1, 4);
    CHECK_EQ_INT(sim_health_damage(arena, prototypes, character, 1e6f, NULL), SIM_OK);
    CHECK(sim_entity_get(arena, character) == NULL);
    CHECK(sim_character_get(arena, 0) == NULL);
    CHECK_EQ_INT(sim_character_set_walking(arena, 0, 1, 4), SIM_DEAD);
    CHECK_EQ_INT(sim_health_damage(arena, prototypes, rock, 2000.0f, NULL), SIM_OK);
    CHECK(sim_entity_get(arena, rock) == NULL);
    CHECK(sim_map_tiles_free(arena, 0, -5, 12, 5));
    sim_run(arena, prototypes, 100);
    check_sane(arena);
    free(arena);
}

TEST(setting_health_clamps_and_is_no_combat)
{
    sim_arena *arena = make_arena(64, 1);
    sim_handle character = put(arena, "character", 0, 0, 0);
    CHECK_EQ_INT(sim_health_set(arena, prototypes, character, 100.0f), SIM_OK);
    sim_run(arena, prototypes, 1);
    CHECK(health_of(arena, character) > 100.1f);
    CHECK_EQ_INT(sim_health_set(arena, prototypes, character, 9999.0f), SIM_OK);
    CHECK_EQ_F64(health_of(arena, character), 250.0f);
    CHECK_EQ_INT(sim_health_set(arena, prototypes, character, -1.0f), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_health_set(arena, prototypes, character, (float)NAN), SIM_BAD_ARGUMENT);
    free(arena);
}

TEST(what_has_no_health_cannot_be_hurt)
{
    sim_arena *arena = make_arena(64, 2);
    sim_handle ore = put(arena, "iron-ore", 0, 0, 5);
    CHECK_EQ_INT(sim_health_damage(arena, prototypes, ore, 5.0f, NULL), SIM_WRONG_TYPE);
    CHECK_EQ_INT(sim_health_set(arena, prototypes, ore, 5.0f), SIM_WRONG_TYPE);
    CHECK_EQ_INT(sim_health_damage(arena, prototypes, (sim_handle){9, 9}, 5.0f, NULL), SIM_NOT_FOUND);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_character_hurt_to_100_is_whole_1600_ticks_later);
    RUN(every_hit_begins_the_wait_anew);
    RUN(what_loses_all_its_health_is_gone_with_all_it_had);
    RUN(setting_health_clamps_and_is_no_combat);
    RUN(what_has_no_health_cannot_be_hurt);
    return kit_end();
}
