/* What a character does better than its prototype says.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include <math.h>

#include "harness/standin/engine/character/bonus.h"
#include "tests/c/engine/arena_kit.h"

static sim_arena *arena_with_character(void)
{
    sim_arena *arena = make_arena(64, 8);
    sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, "character"), .force = SIM_FORCE_ARENA};
    sim_handle created = {0, 0};
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, &created), SIM_OK);
    return arena;
}

static const sim_character *hero(const sim_arena *arena)
{
    return sim_character_get(arena, 0);
}

TEST(speeds_are_as_much_higher_as_a_script_has_said)
{
    sim_arena *arena = arena_with_character();
    const sim_character_bonus bonus = {.mining_speed = 0.5, .running_speed = 1.0};
    CHECK_EQ_INT(sim_bonus_set(arena, prototypes, 0, &bonus), SIM_OK);
    CHECK_NEAR_F64(sim_bonus_mining(arena, hero(arena)), 1.5, 1e-12);
    CHECK_NEAR_F64(sim_bonus_crafting(arena, hero(arena)), 1.0, 1e-12);
    int32_t before = sim_character_position(arena, 0).x;
    CHECK_EQ_INT(sim_character_set_walking(arena, 0, 1, 4), SIM_OK);
    sim_run(arena, prototypes, 64);
    CHECK_EQ_INT(sim_character_position(arena, 0).x - before, 64 * 76);
    check_sane(arena);
    free(arena);
}

TEST(health_beyond_the_prototypes_is_healed_up_to_and_falls_with_the_bonus)
{
    sim_arena *arena = arena_with_character();
    sim_character_bonus bonus = {.health = 30.0f};
    CHECK_EQ_INT(sim_bonus_set(arena, prototypes, 0, &bonus), SIM_OK);
    check_sane(arena);
    sim_run(arena, prototypes, 210); /* 0.15 a tick */
    const sim_entity *entity = sim_entity_slot(arena, hero(arena)->entity);
    CHECK_NEAR_F64((double)sim_health_points(arena, prototypes, entity), 280.0, 1e-3);
    CHECK_NEAR_F64((double)sim_health_most(arena, prototypes, entity), 280.0, 0);
    bonus.health = 0.0f;
    CHECK_EQ_INT(sim_bonus_set(arena, prototypes, 0, &bonus), SIM_OK);
    sim_run(arena, prototypes, 1);
    CHECK_NEAR_F64((double)sim_health_points(arena, prototypes, entity), 250.0, 0);
    check_sane(arena);
    free(arena);
}

TEST(bonuses_without_sense_and_slots_without_room_are_refused_and_change_nothing)
{
    sim_arena *arena = arena_with_character();
    uint64_t before = sim_arena_hash(arena, prototypes);
    const sim_character_bonus wrong = {.running_speed = NAN}, huge = {.inventory_slots = 60000};
    CHECK_EQ_INT(sim_bonus_set(arena, prototypes, 0, &wrong), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_bonus_set(arena, prototypes, 3, &huge), SIM_DEAD);
    CHECK_EQ_INT(sim_arena_hash(arena, prototypes), before);
    CHECK_EQ_INT(sim_bonus_set(arena, prototypes, 0, &huge), SIM_ARENA_FULL);
    CHECK_EQ_INT(hero(arena)->bonus.inventory_slots, 0);
    CHECK_EQ_INT(sim_inventory_get(arena, hero(arena)->inventory)->slot_count, 80);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    prototypes = sim_builtin_prototypes();
    RUN(speeds_are_as_much_higher_as_a_script_has_said);
    RUN(health_beyond_the_prototypes_is_healed_up_to_and_falls_with_the_bonus);
    RUN(bonuses_without_sense_and_slots_without_room_are_refused_and_change_nothing);
    return kit_end();
}
