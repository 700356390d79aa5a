/* What scripts send on its way: shots at somebody and at places, clouds.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include <math.h>

#include "harness/standin/engine/combat/projectile.h"
#include "tests/c/engine/combat_kit.h"

static enum sim_result launch(sim_arena *arena, const char *name, sim_handle target, double x, double speed)
{
    const sim_attack attack = {.prototype = prototypes->entities[sim_entity_named(prototypes, name)].attack,
                               .source = {{0, 0}, SIM_FORCE_ARENA}};
    CHECK(attack.prototype != 0);
    return sim_projectile_launch(arena, prototypes, &attack, target, (sim_position){(int32_t)(x * TILE), 0}, speed);
}

static float health_left(const sim_arena *arena, sim_handle handle)
{
    return sim_entity_get(arena, handle)->health;
}

TEST(a_shot_arrives_after_its_flight_and_hits_where_its_target_is_then)
{
    const sim_handle nobody = {0, 0};
    sim_arena *arena = make_arena(64, 8);
    sim_handle victim = enemy(arena, "behemoth-biter", 20, 0), far = enemy(arena, "behemoth-biter", -20, 0);
    CHECK_EQ_INT(launch(arena, "grenade", nobody, 20, 0.3), SIM_OK);
    /* 0.3 a tick and 0.005 more every tick: 20 tiles in 48 ticks */
    sim_run(arena, prototypes, 47);
    CHECK_NEAR_F64((double)health_left(arena, victim), 3000.0, 0);
    sim_run(arena, prototypes, 2);
    CHECK(health_left(arena, victim) < 2990.0f);
    CHECK_EQ_F64((double)health_left(arena, far), 3000.0);
    CHECK_EQ_INT(launch(arena, "rocket", far, 0, 0.1), SIM_OK);
    sim_run(arena, prototypes, 120);
    CHECK(health_left(arena, far) < 2900.0f);
    check_sane(arena);
    free(arena);
}

TEST(a_cloud_hurts_every_half_second_what_breathes_and_goes)
{
    const sim_handle nobody = {0, 0};
    sim_arena *arena = make_arena(64, 8);
    sim_handle spawner = enemy(arena, "biter-spawner", 3, 0), house = own(arena, "stone-furnace", -3, 0);
    sim_handle worm = enemy(arena, "behemoth-worm-turret", 8, 0);
    CHECK_EQ_INT(launch(arena, "poison-capsule", nobody, 0, 0.3), SIM_OK);
    sim_run(arena, prototypes, 600);
    CHECK(health_left(arena, worm) < 2900.0f);
    CHECK_EQ_F64((double)health_left(arena, house), 200.0);
    (void)spawner;
    check_sane(arena);
    sim_run(arena, prototypes, 700);
    CHECK_EQ_INT(arena->pools[SIM_POOL_PROJECTILE].live, 0);
    free(arena);
}

TEST(a_shot_without_speed_is_refused_and_changes_nothing)
{
    const sim_handle nobody = {0, 0};
    sim_arena *arena = make_arena(64, 8);
    uint64_t before = sim_arena_hash(arena, prototypes);
    CHECK_EQ_INT(launch(arena, "grenade", nobody, 5, 0.0), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(launch(arena, "grenade", nobody, 5, NAN), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(launch(arena, "grenade", nobody, 5, INFINITY), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_arena_hash(arena, prototypes), before);
    free(arena);
}

TEST(clouds_and_shots_in_the_air_are_part_of_what_is_copied)
{
    const sim_handle nobody = {0, 0};
    sim_arena *arena = make_arena(64, 16);
    enemy(arena, "behemoth-worm-turret", 8, 0);
    launch(arena, "poison-capsule", nobody, 0, 0.3);
    sim_run(arena, prototypes, 300);
    launch(arena, "grenade", nobody, 8, 0.3);
    sim_arena *copy = aligned_alloc(64, arena->block_bytes);
    CHECK_EQ_INT(sim_arena_copy(copy, arena->block_bytes, arena), SIM_OK);
    sim_run(arena, prototypes, 1500);
    for (int i = 0; i < 1500; i++) sim_run(copy, prototypes, 1);
    CHECK_EQ_INT(sim_arena_hash(arena, prototypes), sim_arena_hash(copy, prototypes));
    free(arena);
    free(copy);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    prototypes = sim_builtin_prototypes();
    RUN(a_shot_arrives_after_its_flight_and_hits_where_its_target_is_then);
    RUN(a_cloud_hurts_every_half_second_what_breathes_and_goes);
    RUN(a_shot_without_speed_is_refused_and_changes_nothing);
    RUN(clouds_and_shots_in_the_air_are_part_of_what_is_copied);
    return kit_end();
}
