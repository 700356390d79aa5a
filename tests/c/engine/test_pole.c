/* Electric poles: wires, supply areas, networks that merge and fall apart.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/electric_kit.h"

/* Wires ------------------------------------------------------------------------------------------------------- */

TEST(a_wire_reaches_as_far_as_the_shorter_of_its_poles) /* P09, P10 */
{
    static const struct { const char *a, *b; double near, far; } cases[] = {
        {"small-electric-pole", "small-electric-pole", 7, 8},
        {"medium-electric-pole", "medium-electric-pole", 9, 10},
        {"small-electric-pole", "medium-electric-pole", 7, 8},
        {"big-electric-pole", "big-electric-pole", 32, 33},
        {"substation", "substation", 18, 19},
        {"big-electric-pole", "substation", 18, 19},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (int is_far = 0; is_far < 2; is_far++) {
            sim_arena *arena = make_arena(96, 4);
            sim_handle a = place(arena, cases[i].a, 0, 0), b = place(arena, cases[i].b, 0, 20);
            sim_position to = sim_entity_get(arena, a)->position;
            to.x += (int32_t)(TILE * (is_far ? cases[i].far : cases[i].near));
            sim_pole_disconnect(arena, prototypes, a.index, b.index);
            CHECK_EQ_INT(sim_entity_teleport(arena, prototypes, b, to), SIM_OK);
            CHECK_EQ_INT(sim_pole_connect(arena, prototypes, a.index, b.index), is_far ? SIM_OUT_OF_REACH : SIM_OK);
            check_sane(arena);
            free(arena);
        }
    }
}

TEST(a_small_pole_reaches_seven_and_a_half_tiles_in_any_direction)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle middle = place(arena, "small-electric-pole", 0.5, 0.5);
    sim_handle near = place(arena, "small-electric-pole", 4.5, 6.5);  /* 4, 6: 7.21 */
    sim_handle far = place(arena, "small-electric-pole", -4.5, -5.5); /* 5, 6: 7.81 */
    CHECK(are_wired(arena, middle, near));
    CHECK(!are_wired(arena, middle, far));
    CHECK(network_at(arena, middle) == network_at(arena, near));
    CHECK(network_at(arena, middle) != network_at(arena, far));
    check_sane(arena);
    free(arena);
}

TEST(a_new_pole_makes_no_triangles) /* P10 */
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle a = place(arena, "medium-electric-pole", 0, 0), b = place(arena, "medium-electric-pole", 4, 0);
    sim_handle c = place(arena, "medium-electric-pole", 6, 2);
    CHECK(are_wired(arena, a, b));
    CHECK(are_wired(arena, b, c));
    CHECK(!are_wired(arena, a, c));
    CHECK_EQ_INT(wires_of(arena, b), 2);
    free(arena);
}

TEST(a_new_pole_is_wired_to_the_nearest_first)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle left = place(arena, "medium-electric-pole", -4, 0), right = place(arena, "medium-electric-pole", 5, 0);
    CHECK(are_wired(arena, left, right));
    sim_handle between = place(arena, "medium-electric-pole", 0, 0);
    CHECK(are_wired(arena, between, left));
    CHECK(!are_wired(arena, between, right));
    sim_handle other = place(arena, "medium-electric-pole", 0, 5);
    CHECK(are_wired(arena, other, between));
    CHECK(!are_wired(arena, other, left));
    check_sane(arena);
    free(arena);
}

TEST(poles_of_different_forces_are_not_wired)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle mine = place(arena, "small-electric-pole", 0, 0);
    sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, "small-electric-pole"),
                            .force = SIM_FORCE_ENEMY, .position = {3 * TILE, 0}};
    sim_handle theirs;
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, &theirs), SIM_OK);
    CHECK_EQ_INT(wires_of(arena, mine), 0);
    CHECK(network_at(arena, mine) != network_at(arena, theirs));
    free(arena);
}

TEST(a_pole_has_more_than_five_wires) /* P10: the limit is gone in 2.0 */
{
    sim_arena *arena = make_arena(64, 16);
    sim_handle middle = place(arena, "big-electric-pole", 0, 0);
    for (int i = 0; i < 8; i++) {
        sim_handle pole = place(arena, "big-electric-pole", i % 2 ? 12 : -12, i * 3 - 12);
        CHECK(sim_pole_connect(arena, prototypes, middle.index, pole.index) == SIM_OK);
    }
    CHECK_EQ_INT(wires_of(arena, middle), 8);
    check_sane(arena);
    free(arena);
}

TEST(a_network_falls_apart_when_the_pole_that_held_it_together_goes)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle left = place(arena, "small-electric-pole", -7, 0), middle = place(arena, "small-electric-pole", 0, 0);
    sim_handle right = place(arena, "small-electric-pole", 7, 0);
    uint32_t drawn = consumer(arena, 8, 2, 60e3);
    CHECK_EQ_INT(network_at(arena, left), network_at(arena, right));
    CHECK_EQ_F64(statistics_of(arena, left).demand_joules, 1000.0);
    sim_entity_destroy(arena, prototypes, middle);
    CHECK(network_at(arena, left) != network_at(arena, right));
    CHECK_EQ_F64(statistics_of(arena, left).demand_joules, 0.0);
    CHECK_EQ_F64(statistics_of(arena, right).demand_joules, 1000.0);
    CHECK_EQ_INT(sim_electric_at(arena, drawn)->network, network_at(arena, right));
    check_sane(arena);
    middle = place(arena, "small-electric-pole", 0, 0);
    CHECK_EQ_INT(network_at(arena, left), network_at(arena, right));
    CHECK_EQ_F64(statistics_of(arena, left).demand_joules, 1000.0);
    CHECK_EQ_INT(arena->pools[SIM_POOL_NETWORK].live, 1);
    check_sane(arena);
    free(arena);
}

TEST(scripts_run_and_cut_wires)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle a = place(arena, "small-electric-pole", 0, 0), b = place(arena, "small-electric-pole", 4, 0);
    sim_handle chest = place(arena, "wooden-chest", 9, 9);
    CHECK_EQ_INT(sim_pole_disconnect(arena, prototypes, a.index, b.index), SIM_OK);
    CHECK(network_at(arena, a) != network_at(arena, b));
    CHECK_EQ_INT(sim_pole_disconnect(arena, prototypes, a.index, b.index), SIM_NOT_FOUND);
    CHECK_EQ_INT(sim_pole_connect(arena, prototypes, a.index, chest.index), SIM_WRONG_TYPE);
    CHECK_EQ_INT(sim_pole_connect(arena, prototypes, a.index, a.index), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_pole_connect(arena, prototypes, b.index, a.index), SIM_OK);
    CHECK_EQ_INT(sim_pole_connect(arena, prototypes, b.index, a.index), SIM_OK);
    CHECK_EQ_INT(wires_of(arena, a), 1);
    CHECK_EQ_INT(network_at(arena, a), network_at(arena, b));
    check_sane(arena);
    free(arena);
}

/* Supply areas ------------------------------------------------------------------------------------------------ */

TEST(a_device_is_powered_when_its_box_touches_the_supply_area) /* P09, P10 */
{
    static const struct { const char *pole; double reach; } cases[] = {
        {"small-electric-pole", 2.5}, {"medium-electric-pole", 3.5}, {"big-electric-pole", 2}, {"substation", 9}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sim_arena *arena = make_arena(64, 8);
        sim_handle pole = place(arena, cases[i].pole, 0, 0);
        double edge = sim_entity_get(arena, pole)->position.x / (double)TILE + cases[i].reach;
        sim_handle inside = place(arena, "small-lamp", edge - 0.5, 0), outside = place(arena, "small-lamp", edge + 0.5, 0);
        sim_handle wide = place(arena, "radar", edge + 0.9, 1); /* its outermost column of tiles is covered */
        CHECK_EQ_INT(sim_electric_at(arena, device(arena, inside))->network, network_at(arena, pole));
        CHECK_EQ_INT(sim_electric_at(arena, device(arena, outside))->network, 0);
        CHECK_EQ_INT(sim_electric_at(arena, device(arena, wide))->network, network_at(arena, pole));
        check_sane(arena);
        free(arena);
    }
}

TEST(a_device_that_moves_leaves_its_network)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle pole = place(arena, "small-electric-pole", 0, 0), radar = place(arena, "radar", 2, 2);
    CHECK_EQ_F64(statistics_of(arena, pole).demand_joules, 5000.0);
    sim_entity_teleport(arena, prototypes, radar, (sim_position){20 * TILE, 0});
    CHECK_EQ_F64(statistics_of(arena, pole).demand_joules, 0.0);
    CHECK_EQ_INT(sim_electric_status(arena, prototypes, device(arena, radar)), SIM_STATUS_NO_POWER);
    sim_entity_teleport(arena, prototypes, radar, (sim_position){-2 * TILE, 0});
    CHECK_EQ_F64(statistics_of(arena, pole).demand_joules, 5000.0);
    sim_entity_destroy(arena, prototypes, radar);
    CHECK_EQ_F64(statistics_of(arena, pole).demand_joules, 0.0);
    check_sane(arena);
    free(arena);
}

TEST(a_pole_that_moves_takes_its_supply_area_along)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle pole = place(arena, "small-electric-pole", 0, 0), other = place(arena, "small-electric-pole", 4, 0);
    sim_handle radar = place(arena, "radar", -2, 0);
    sim_entity_teleport(arena, prototypes, pole, (sim_position){-20 * TILE, 0});
    CHECK(network_at(arena, pole) != network_at(arena, other));
    CHECK_EQ_INT(sim_electric_at(arena, device(arena, radar))->network, 0);
    sim_entity_teleport(arena, prototypes, pole, (sim_position){-4 * TILE, 0});
    CHECK_EQ_INT(sim_electric_at(arena, device(arena, radar))->network, network_at(arena, pole));
    check_sane(arena);
    free(arena);
}

TEST(a_full_arena_refuses_a_pole_and_is_as_before)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle first = place(arena, "small-electric-pole", 0, 0);
    static const enum sim_pool_id pools[] = {SIM_POOL_ELECTRIC, SIM_POOL_WIRE, SIM_POOL_NETWORK};
    for (int i = 0; i < 3; i++) {
        uint32_t capacity = arena->config.pool_capacity[pools[i]];
        arena->config.pool_capacity[pools[i]] = arena->pools[pools[i]].used - 1;
        uint64_t hash = sim_arena_hash(arena, prototypes);
        sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, "small-electric-pole"),
                                .position = {i == 2 ? 20 * TILE : 3 * TILE, 0}};
        CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, NULL), SIM_ARENA_FULL);
        arena->config.pool_capacity[pools[i]] = capacity;
        CHECK_EQ_INT(wires_of(arena, first), 0);
        if (i == 0) CHECK_EQ_INT(sim_arena_hash(arena, prototypes), hash);
        check_sane(arena);
    }
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_wire_reaches_as_far_as_the_shorter_of_its_poles);
    RUN(a_small_pole_reaches_seven_and_a_half_tiles_in_any_direction);
    RUN(a_new_pole_makes_no_triangles);
    RUN(a_new_pole_is_wired_to_the_nearest_first);
    RUN(poles_of_different_forces_are_not_wired);
    RUN(a_pole_has_more_than_five_wires);
    RUN(a_network_falls_apart_when_the_pole_that_held_it_together_goes);
    RUN(scripts_run_and_cut_wires);
    RUN(a_device_is_powered_when_its_box_touches_the_supply_area);
    RUN(a_device_that_moves_leaves_its_network);
    RUN(a_pole_that_moves_takes_its_supply_area_along);
    RUN(a_full_arena_refuses_a_pole_and_is_as_before);
    return kit_end();
}
