/* Stickers: acid slows who it hits.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/combat_kit.h"

/* Tiles on which a walker of full speed takes 38/256 of one a tick. */
static int32_t step_of(sim_arena *arena)
{
    int32_t before = sim_character_position(arena, 0).x;
    sim_run(arena, prototypes, 1);
    return sim_character_position(arena, 0).x - before;
}

static void stick(sim_arena *arena, const char *sticker)
{
    sim_sticker_put(arena, prototypes, sim_character_get(arena, 0), sim_entity_named(prototypes, sticker));
}

/* Published: 0.6 of the speed at once, all of it after 120 ticks, in between evenly. */
TEST(the_acid_of_a_small_spitter_slows_a_walker_to_six_tenths_and_wears_off_in_two_seconds)
{
    sim_arena *arena = make_arena(128, 8);
    place(arena, "character", 0, 0, SIM_FORCE_ARENA);
    sim_character_set_walking(arena, 0, 1, 4);
    CHECK_EQ_INT(step_of(arena), 38);
    stick(arena, "acid-sticker-small");
    for (int tick = 0; tick < 120; tick++)
        CHECK_EQ_INT(step_of(arena), (int32_t)(0.15 * (1.0 + (0.6 - 1.0) * ((120 - tick) / 120.0)) * 256));
    CHECK_EQ_INT(step_of(arena), 38);
    check_sane(arena);
    free(arena);
}

TEST(a_new_sticker_takes_the_place_of_the_old_one)
{
    sim_arena *arena = make_arena(64, 8);
    place(arena, "character", 0, 0, SIM_FORCE_ARENA);
    sim_character_set_walking(arena, 0, 1, 4);
    stick(arena, "acid-sticker-small");
    sim_run(arena, prototypes, 60);
    stick(arena, "acid-sticker-behemoth");
    CHECK_EQ_INT(step_of(arena), (int32_t)(0.15 * 0.3 * 256));
    stick(arena, "wooden-chest"); /* no sticker: changes nothing */
    CHECK(step_of(arena) < 14);
    free(arena);
}

TEST(a_spitter_slows_whom_it_hits_and_its_puddle_who_stands_in_it)
{
    sim_arena *arena = make_arena(64, 16);
    sim_handle character = place(arena, "character", 0.5, 0.5, SIM_FORCE_ARENA);
    sim_handle spitter = enemy(arena, "small-spitter", 12.5, 0.5);
    const sim_character *record = sim_character_get(arena, 0);
    for (int tick = 0; tick < 600 && record->sticker == 0; tick++) sim_run(arena, prototypes, 1);
    CHECK(record->sticker != 0);
    sim_entity_destroy(arena, prototypes, spitter);
    sim_run(arena, prototypes, 300); /* longer than a sticker lasts: the puddle goes on */
    CHECK(health(arena, character) < 250.0);
    sim_character_set_walking(arena, 0, 1, 12);
    CHECK_EQ_INT(step_of(arena), -(int32_t)(0.15 * 0.6 * 256));
    sim_run(arena, prototypes, 200); /* out of it, and over */
    CHECK_EQ_INT(step_of(arena), -38);
    check_sane(arena);
    free(arena);
}

TEST(a_slowed_walk_in_one_go_is_the_walk_tick_by_tick)
{
    sim_arena *leaps = make_arena(128, 8), *steps = make_arena(128, 8);
    for (int i = 0; i < 2; i++) {
        sim_arena *arena = i ? steps : leaps;
        place(arena, "character", 0, 0, SIM_FORCE_ARENA);
        sim_character_set_walking(arena, 0, 1, 6);
        stick(arena, "acid-sticker-big");
    }
    sim_run(leaps, prototypes, 200);
    for (int tick = 0; tick < 200; tick++) sim_run(steps, prototypes, 1);
    CHECK(sim_arena_hash(leaps, prototypes) == sim_arena_hash(steps, prototypes));
    free(leaps);
    free(steps);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(the_acid_of_a_small_spitter_slows_a_walker_to_six_tenths_and_wears_off_in_two_seconds);
    RUN(a_new_sticker_takes_the_place_of_the_old_one);
    RUN(a_spitter_slows_whom_it_hits_and_its_puddle_who_stands_in_it);
    RUN(a_slowed_walk_in_one_go_is_the_walk_tick_by_tick);
    return kit_end();
}
