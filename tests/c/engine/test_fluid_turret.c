/* Flamethrower turrets: fluid, arc, streams, fires on the ground, and who burns.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/combat_kit.h"

static sim_turret *turret_of(const sim_arena *arena, sim_handle handle)
{
    return SIM_RECORD(arena, SIM_POOL_TURRET, sim_turret, sim_entity_get(arena, handle)->record);
}

/* A turret that faces north at 0, 0 with so much fluid in its box. */
static sim_handle flamethrower(sim_arena *arena, const char *fluid, double units)
{
    sim_handle turret = own(arena, "flamethrower-turret", 0, 0.5);
    uint16_t number = sim_fluid_named(prototypes, fluid);
    CHECK_EQ_INT(sim_fluid_box_add(arena, prototypes, turret_of(arena, turret)->first_box, number,
                                   sim_fluid_amount(units), 25.0), sim_fluid_amount(units));
    return turret;
}

/* An enemy that stays where it is. */
static sim_handle target(sim_arena *arena, const char *name, double x, double y)
{
    sim_handle unit = enemy(arena, name, x, y);
    sim_command stop = sim_command_of(SIM_COMMAND_STOP);
    stop.distraction = SIM_DISTRACTION_NONE;
    CHECK_EQ_INT(sim_unit_set_command(arena, prototypes, unit, &stop), SIM_OK);
    return unit;
}

static uint32_t count_of(const sim_arena *arena, uint32_t kind)
{
    uint32_t count = 0;
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_PROJECTILE].used; i++)
        count += SIM_RECORD(arena, SIM_POOL_PROJECTILE, sim_projectile, i)->entity == kind;
    return count;
}

/* 250 units in five seconds, a twelve-hundredth of a unit at a time, until a hundred are there. */
TEST(the_buffer_fills_at_fifty_units_a_second)
{
    sim_arena *arena = make_arena(96, 8);
    sim_handle turret = flamethrower(arena, "light-oil", 100.0);
    sim_run(arena, prototypes, 60);
    CHECK_NEAR_F64(sim_fluid_units(turret_of(arena, turret)->fluid_amount), 50.0, 0.01);
    sim_run(arena, prototypes, 120);
    CHECK_NEAR_F64(sim_fluid_units(turret_of(arena, turret)->fluid_amount), 100.0, 0.01);
    CHECK(!sim_pool_is_awake(arena, SIM_POOL_TURRET, sim_entity_get(arena, turret)->record));
    check_sane(arena);
    free(arena);
}

/* 0.2 units a shot, a shot every four ticks: 3 a second. */
TEST(shooting_takes_three_units_a_second)
{
    sim_arena *arena = make_arena(96, 8);
    sim_handle turret = flamethrower(arena, "crude-oil", 100.0);
    sim_run(arena, prototypes, 240);
    sim_handle worm = enemy(arena, "behemoth-worm-turret", 0, -20);
    sim_run(arena, prototypes, 120);
    int64_t before = turret_of(arena, turret)->fluid_amount;
    sim_run(arena, prototypes, 240);
    CHECK_NEAR_F64(sim_fluid_units(before - turret_of(arena, turret)->fluid_amount), 12.0, 0.21);
    CHECK(lives(arena, worm));
    free(arena);
}

TEST(a_turret_without_a_quarter_of_its_buffer_does_not_begin)
{
    sim_arena *arena = make_arena(96, 8);
    sim_handle turret = flamethrower(arena, "light-oil", 24.0);
    sim_handle biter = target(arena, "behemoth-biter", 0, -20);
    sim_run(arena, prototypes, 300);
    CHECK_EQ_F64(health(arena, biter), 3000.0);
    CHECK_NEAR_F64(sim_fluid_units(turret_of(arena, turret)->fluid_amount), 24.0, 0.001);
    sim_fluid_box_add(arena, prototypes, turret_of(arena, turret)->first_box, sim_fluid_named(prototypes, "light-oil"),
                      sim_fluid_amount(2.0), 25.0);
    sim_run(arena, prototypes, 300);
    CHECK(health(arena, biter) < 3000.0);
    free(arena);
}

TEST(water_is_not_shot)
{
    sim_arena *arena = make_arena(96, 8);
    sim_handle turret = flamethrower(arena, "water", 100.0);
    sim_run(arena, prototypes, 120);
    CHECK_EQ_INT(turret_of(arena, turret)->fluid_amount, 0);
    CHECK_EQ_INT(sim_entity_status(arena, prototypes, turret.index), SIM_STATUS_NO_INPUT_FLUID);
    free(arena);
}

/* A third of a circle ahead, from 6 to 30 tiles. */
TEST(enemies_beside_behind_too_near_and_too_far_are_spared)
{
    static const double places[][2] = {{0, -20}, {15, -12}, {20, -8}, {0, 20}, {0, -5}, {0, -32}};
    static const int is_hit[] = {1, 1, 0, 0, 0, 0};
    for (int i = 0; i < 6; i++) {
        sim_arena *arena = make_arena(96, 8);
        flamethrower(arena, "light-oil", 100.0);
        sim_handle biter = target(arena, "behemoth-biter", places[i][0], places[i][1]);
        sim_run(arena, prototypes, 400);
        CHECK_EQ_INT(health(arena, biter) < 3000.0, is_hit[i]);
        free(arena);
    }
}

/* 100 a second for 30 seconds, on top of what the stream and the fire do. */
TEST(who_is_hit_burns_to_three_thousand_damage)
{
    sim_arena *arena = make_arena(96, 8);
    sim_handle biter = target(arena, "behemoth-biter", 0, 20);
    sim_damage_source nobody = {{0, 0}, SIM_FORCE_ARENA};
    sim_burning_put(arena, prototypes, biter, sim_entity_named(prototypes, "fire-sticker"), nobody);
    double before = health(arena, biter);
    sim_run(arena, prototypes, 600);
    CHECK_NEAR_F64(before - health(arena, biter), 1000.0 - 600 * 0.1, 20.0);
    sim_run(arena, prototypes, 1201);
    CHECK_EQ_INT(count_of(arena, SIM_PROJECTILE_STICKER), 0);
    check_sane(arena);
    free(arena);
}

TEST(a_burning_unit_walks_at_four_fifths_of_its_speed)
{
    double way[2];
    for (int burns = 0; burns < 2; burns++) {
        sim_arena *arena = make_arena(128, 8);
        sim_handle biter = enemy(arena, "behemoth-biter", -40, 0);
        sim_command walk = sim_command_of(SIM_COMMAND_GO_TO_LOCATION);
        walk.destination.x = sim_fixed_from_tiles(40);
        CHECK_EQ_INT(sim_unit_set_command(arena, prototypes, biter, &walk), SIM_OK);
        sim_damage_source nobody = {{0, 0}, SIM_FORCE_ARENA};
        if (burns) sim_burning_put(arena, prototypes, biter, sim_entity_named(prototypes, "fire-sticker"), nobody);
        sim_run(arena, prototypes, 30);
        double from = sim_fixed_to_tiles(sim_entity_get(arena, biter)->position.x);
        sim_run(arena, prototypes, 100);
        way[burns] = sim_fixed_to_tiles(sim_entity_get(arena, biter)->position.x) - from;
        free(arena);
    }
    CHECK(way[0] > 20.0);
    CHECK_NEAR_F64(way[1] / way[0], 0.8, 0.01);
}

/* 13 a second at first; fuel, taken every ten ticks, adds as much again, to six times. Two seconds alone, then 30. */
TEST(a_flame_on_the_ground_grows_when_it_is_fed_and_goes_out)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle chest = own(arena, "steel-chest", 0.5, 0.5);
    uint16_t flame = sim_entity_named(prototypes, "fire-flame");
    sim_projectile stream = {.force = SIM_FORCE_ARENA, .multiplier = 1.0};
    stream.place = sim_entity_get(arena, chest)->position;
    const sim_entity_prototype *steel = &prototypes->entities[sim_entity_named(prototypes, "steel-chest")];
    double resisted = sim_damage_resisted(prototypes, steel->first_resistance, steel->resistance_count,
                                          sim_damage_type_named(prototypes, "fire"), 13.0 / 60.0);
    CHECK(resisted > 0.0);
    sim_fire_light(arena, prototypes, &stream, flame);
    double before = health(arena, chest);
    sim_run(arena, prototypes, 121);
    CHECK_NEAR_F64(before - health(arena, chest), 120 * resisted, 1e-3);
    CHECK_EQ_INT(count_of(arena, SIM_PROJECTILE_FIRE), 0);
    for (int tick = 0; tick < 200; tick++) {
        sim_fire_light(arena, prototypes, &stream, flame);
        sim_run(arena, prototypes, 1);
    }
    CHECK_EQ_INT(count_of(arena, SIM_PROJECTILE_FIRE), 1);
    const sim_projectile *fire = SIM_RECORD(arena, SIM_POOL_PROJECTILE, sim_projectile, 1);
    CHECK_NEAR_F64(fire->growth, 5.0, 0.06);
    CHECK(fire->ticks <= 1800 && fire->ticks > 1500);
    sim_run(arena, prototypes, 1800);
    CHECK_EQ_INT(count_of(arena, SIM_PROJECTILE_FIRE), 0);
    check_sane(arena);
    free(arena);
}

/* Of two biters the nearer is hit first; then it burns and counts as 15 tiles farther. */
TEST(one_who_does_not_burn_yet_is_shot_at_first)
{
    sim_arena *arena = make_arena(96, 8);
    sim_handle turret = flamethrower(arena, "light-oil", 100.0);
    sim_handle near = target(arena, "behemoth-biter", 0, -12), far = target(arena, "behemoth-biter", 0, -24);
    for (int i = 0; i < 600 && health(arena, near) == 3000.0; i++) sim_run(arena, prototypes, 1);
    CHECK_EQ_INT(turret_of(arena, turret)->target.index, near.index);
    turret_of(arena, turret)->target = (sim_handle){0, 0};
    sim_run(arena, prototypes, 2 * SIM_TURRET_SEARCH_TICKS);
    CHECK_EQ_INT(turret_of(arena, turret)->target.index, far.index);
    free(arena);
}

TEST(light_oil_and_research_multiply_the_damage_of_stream_and_flame)
{
    double lost[3];
    for (int i = 0; i < 3; i++) {
        sim_arena *arena = make_arena(96, 64);
        flamethrower(arena, i ? "light-oil" : "crude-oil", 100.0);
        uint16_t better = sim_technology_named(prototypes, "refined-flammables-1");
        if (i == 2) CHECK_EQ_INT(sim_technology_set_researched(arena, prototypes, better, 1), SIM_OK);
        target(arena, "behemoth-biter", 0.5, -18.5);
        sim_handle chest = own(arena, "wooden-chest", 0.5, -20.5);
        sim_run(arena, prototypes, 150);
        lost[i] = 100.0 - health(arena, chest);
        free(arena);
    }
    CHECK(lost[0] > 20.0);
    CHECK(lost[1] > lost[0] * 1.05);
    CHECK(lost[2] > lost[1] * 1.2);
}

TEST(a_pipe_feeds_a_row_of_turrets)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle first = own(arena, "flamethrower-turret", 0, 0.5), tank = own(arena, "storage-tank", 5.5, 2.5);
    sim_handle second = own(arena, "flamethrower-turret", -2, 0.5);
    own(arena, "pipe", 1.5, 1.5);
    own(arena, "pipe", 2.5, 1.5);
    own(arena, "pipe", 3.5, 1.5);
    uint32_t box = sim_fluid_first_box(arena, prototypes, tank.index);
    sim_fluid_box_add(arena, prototypes, box, sim_fluid_named(prototypes, "heavy-oil"), sim_fluid_amount(1000), 25.0);
    sim_run(arena, prototypes, 200);
    CHECK_NEAR_F64(sim_fluid_units(turret_of(arena, first)->fluid_amount), 100.0, 0.01);
    CHECK_NEAR_F64(sim_fluid_units(turret_of(arena, second)->fluid_amount), 100.0, 0.01);
    check_sane(arena);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(the_buffer_fills_at_fifty_units_a_second);
    RUN(shooting_takes_three_units_a_second);
    RUN(a_turret_without_a_quarter_of_its_buffer_does_not_begin);
    RUN(water_is_not_shot);
    RUN(enemies_beside_behind_too_near_and_too_far_are_spared);
    RUN(who_is_hit_burns_to_three_thousand_damage);
    RUN(a_burning_unit_walks_at_four_fifths_of_its_speed);
    RUN(a_flame_on_the_ground_grows_when_it_is_fed_and_goes_out);
    RUN(one_who_does_not_burn_yet_is_shot_at_first);
    RUN(light_oil_and_research_multiply_the_damage_of_stream_and_flame);
    RUN(a_pipe_feeds_a_row_of_turrets);
    return kit_end();
}
