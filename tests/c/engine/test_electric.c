/* Electric networks: who is served, who gives, who sleeps.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/electric_kit.h"

/* The balance ------------------------------------------------------------------------------------------------- */

TEST(a_consumer_gets_what_there_is_in_proportion)
{
    sim_arena *arena = make_arena(64, 16);
    sim_handle pole = place(arena, "substation", 0, 0);
    place(arena, "solar-panel", 5, 5);
    uint32_t a = consumer(arena, -5, 5, 90e3), b = consumer(arena, -5, -5, 30e3); /* of 60 kW */
    sim_run(arena, prototypes, 1);
    CHECK_EQ_F64(sim_electric_satisfaction(arena, a), 0.5);
    CHECK_EQ_F64(sim_electric_satisfaction(arena, b), 0.5);
    CHECK_EQ_INT(sim_electric_status(arena, prototypes, a), SIM_STATUS_LOW_POWER);
    CHECK_EQ_F64(statistics_of(arena, pole).produced_joules, 1000.0);
    sim_electric_rest(arena, prototypes, a);
    sim_run(arena, prototypes, 1);
    CHECK_EQ_F64(sim_electric_satisfaction(arena, b), 1.0);
    CHECK_EQ_INT(sim_electric_status(arena, prototypes, b), SIM_STATUS_WORKING);
    CHECK_EQ_F64(statistics_of(arena, pole).produced_joules, 500.0);
    check_sane(arena);
    free(arena);
}

TEST(a_network_without_producers_gives_nothing)
{
    sim_arena *arena = make_arena(64, 8);
    place(arena, "small-electric-pole", 0, 0);
    uint32_t a = consumer(arena, 2, 2, 60e3), lone = consumer(arena, 20, 20, 60e3);
    sim_run(arena, prototypes, 2);
    CHECK_EQ_F64(sim_electric_satisfaction(arena, a), 0.0);
    CHECK_EQ_INT(sim_electric_status(arena, prototypes, a), SIM_STATUS_NO_POWER);
    CHECK_EQ_INT(sim_electric_status(arena, prototypes, lone), SIM_STATUS_NO_POWER);
    CHECK_EQ_INT(arena->awake, 0);
    free(arena);
}

TEST(a_watt_is_a_sixtieth_of_a_joule_a_tick) /* P19 */
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle pole = place(arena, "small-electric-pole", 0, 0);
    place(arena, "radar", 2, 2);
    place(arena, "electric-energy-interface", -2, 1);
    sim_run(arena, prototypes, 60);
    CHECK_NEAR_F64(statistics_of(arena, pole).total_joules, 300e3, 1e-6);
    free(arena);
}

TEST(drain_is_drawn_always) /* F08 */
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle pole = place(arena, "substation", 0, 0);
    static const struct { const char *name; double idle_watts, active_watts; } cases[] = {
        {"assembling-machine-1", 2500, 77500}, {"assembling-machine-2", 5000, 155000},
        {"electric-furnace", 6000, 186000}, {"lab", 0, 60000}, {"electric-mining-drill", 0, 90000}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t record;
        const sim_entity_prototype *machine = &prototypes->entities[sim_entity_named(prototypes, cases[i].name)];
        sim_handle stand_in = place(arena, "radar", 3, 3);
        sim_electric_rest(arena, prototypes, device(arena, stand_in));
        sim_entity_get(arena, stand_in)->prototype = sim_entity_named(prototypes, cases[i].name);
        CHECK_EQ_INT(sim_electric_join(arena, prototypes, stand_in.index, &record), SIM_OK);
        CHECK_NEAR_F64(statistics_of(arena, pole).demand_joules * 60, cases[i].idle_watts, 1e-4);
        sim_electric_draw(arena, prototypes, record, machine->energy_usage_joules_per_tick);
        CHECK_NEAR_F64(statistics_of(arena, pole).demand_joules * 60, cases[i].active_watts, 1e-4);
        sim_electric_rest(arena, prototypes, record);
        CHECK_NEAR_F64(statistics_of(arena, pole).demand_joules * 60, cases[i].idle_watts, 1e-4);
        sim_electric_leave(arena, prototypes, record);
        sim_entity_get(arena, stand_in)->prototype = sim_entity_named(prototypes, "radar");
        sim_entity_destroy(arena, prototypes, stand_in);
        CHECK_EQ_F64(statistics_of(arena, pole).demand_joules, 0.0);
    }
    check_sane(arena);
    free(arena);
}

TEST(a_machine_under_two_networks_is_served_by_both)
{
    sim_arena *arena = make_arena(64, 16);
    sim_handle left = place(arena, "small-electric-pole", -3, 0), right = place(arena, "small-electric-pole", 3, 0);
    CHECK_EQ_INT(sim_pole_disconnect(arena, prototypes, left.index, right.index), SIM_OK);
    place(arena, "solar-panel", -5, 3);
    place(arena, "solar-panel", 5, 3);
    uint32_t extra = consumer(arena, 5, -3, 30e3);
    sim_handle radar = place(arena, "radar", 0, 0);
    uint32_t both = device(arena, radar);
    sim_electric_draw(arena, prototypes, both, 1500); /* 90 kW; the left gives 60, the right has 30 to spare */
    for (int i = 0; i < 40; i++) {
        sim_run(arena, prototypes, 1);
        sim_electric_draw(arena, prototypes, both, 1500);
    }
    CHECK_NEAR_F64(sim_electric_satisfaction(arena, both), 1.0, 1e-6);
    CHECK_EQ_F64(sim_electric_satisfaction(arena, extra), 1.0);
    CHECK_EQ_F64(statistics_of(arena, left).produced_joules, 1000.0);
    CHECK_NEAR_F64(statistics_of(arena, right).produced_joules, 1000.0, 1e-6);
    check_sane(arena);
    sim_entity_destroy(arena, prototypes, left);
    CHECK_NEAR_F64(statistics_of(arena, right).demand_joules, 2000.0, 1e-6);
    check_sane(arena);
    free(arena);
}

TEST(what_is_primary_is_served_first_and_lamps_last)
{
    sim_arena *arena = make_arena(64, 16);
    place(arena, "substation", 0, 0);
    place(arena, "solar-panel", 5, 5);
    uint32_t first = consumer(arena, -5, 5, 40e3), second = consumer(arena, -5, -5, 40e3);
    uint32_t light = consumer(arena, 5, -5, 40e3);
    const uint8_t classes[3] = {SIM_ELECTRIC_PRIMARY, SIM_ELECTRIC_SECONDARY, SIM_ELECTRIC_LIGHT};
    const uint32_t records[3] = {first, second, light};
    for (int i = 0; i < 3; i++) {
        sim_electric_draw(arena, prototypes, records[i], 0.0);
        sim_electric_at(arena, records[i])->priority = classes[i];
        sim_electric_draw(arena, prototypes, records[i], 40e3 / 60);
    }
    sim_run(arena, prototypes, 1);
    CHECK_EQ_F64(sim_electric_satisfaction(arena, first), 1.0);
    CHECK_NEAR_F64(sim_electric_satisfaction(arena, second), 0.5, 1e-6);
    CHECK_EQ_F64(sim_electric_satisfaction(arena, light), 0.0);
    free(arena);
}

/* Sleeping and conservation ----------------------------------------------------------------------------------- */

TEST(an_idle_network_sleeps)
{
    sim_arena *arena = make_arena(64, 16);
    place(arena, "substation", 0, 0);
    place(arena, "electric-energy-interface", 4, 4);
    uint32_t drawn = consumer(arena, -5, -5, 60e3);
    uint32_t store = device(arena, place(arena, "accumulator", -5, 5));
    sim_run(arena, prototypes, 100);
    CHECK_EQ_F64(sim_electric_satisfaction(arena, drawn), 1.0);
    CHECK_EQ_F64(sim_electric_stored_joules(arena, store), 0.0); /* an interface of base is no surplus */
    sim_electric_rest(arena, prototypes, drawn);
    sim_run(arena, prototypes, 2);
    CHECK_EQ_INT(arena->awake, 0);
    CHECK_EQ_F64(sim_electric_draw(arena, prototypes, drawn, 10.0), 1.0);
    CHECK(arena->awake != 0);
    free(arena);
}

static uint32_t draw_number(uint64_t *state, uint32_t below)
{
    *state = *state * 6364136223846793005ull + 1442695040888963407ull;
    return (uint32_t)(*state >> 33) % below;
}

/* One random change: something is built, removed, moved, or draws otherwise. */
static void change_something(sim_arena *arena, uint64_t *state)
{
    static const char *names[] = {"small-electric-pole", "medium-electric-pole", "substation", "radar", "solar-panel",
                                  "accumulator", "small-lamp", "small-electric-pole", "electric-energy-interface"};
    uint32_t kind = draw_number(state, 10), slot = 1 + draw_number(state, arena->entity_slots);
    int32_t x = ((int32_t)draw_number(state, 48) - 24) * TILE, y = ((int32_t)draw_number(state, 48) - 24) * TILE;
    uint32_t choice = draw_number(state, 9), other = 1 + draw_number(state, arena->entity_slots);
    sim_handle handle = sim_entity_handle(arena, slot);
    if (kind < 5 && arena->entity_count < 60) {
        put(arena, names[choice], x, y, 0);
    } else if (kind == 5) {
        sim_entity_destroy(arena, prototypes, handle);
    } else if (kind == 6) {
        sim_entity_teleport(arena, prototypes, handle, (sim_position){x, y});
    } else if (kind == 7) {
        sim_pole_disconnect(arena, prototypes, slot, other);
        sim_pole_connect(arena, prototypes, other, slot);
    } else {
        uint32_t record = handle.index ? sim_electric_of(arena, handle.index) : 0;
        if (record && sim_electric_at(arena, record)->role == SIM_ELECTRIC_CONSUMER)
            sim_electric_draw(arena, prototypes, record, draw_number(state, 5) * 700.0);
        if (record && sim_electric_at(arena, record)->role == SIM_ELECTRIC_ACCUMULATOR && draw_number(state, 4) == 0)
            sim_electric_fill(arena, prototypes, record, draw_number(state, 5000) * 1000.0);
    }
}

static int64_t stored_in_all(const sim_arena *arena)
{
    int64_t stored = 0;
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_ELECTRIC].used; record++)
        if (sim_electric_at(arena, record)->entity) stored += sim_electric_at(arena, record)->stored;
    return stored;
}

static int64_t given_by_all(const sim_arena *arena)
{
    int64_t given = 0;
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_ELECTRIC].used; record++)
        if (sim_electric_at(arena, record)->entity && sim_electric_at(arena, record)->role == SIM_ELECTRIC_ACCUMULATOR)
            given += sim_electric_at(arena, record)->given;
    return given;
}

TEST(whatever_is_built_and_removed_sums_hold_and_sleeping_never_shows)
{
    for (uint64_t seed = 1; seed <= 12; seed++) {
        sim_arena *arena = make_arena(64, 128);
        sim_arena *restless = aligned_alloc(64, arena->block_bytes);
        sim_arena_copy(restless, arena->block_bytes, arena);
        uint64_t state = seed, same = seed;
        for (int step = 0; step < 150; step++) {
            change_something(arena, &state);
            change_something(restless, &same);
            check_sane(arena);
            int ticks = step % 7 == 0 ? 400 : 3;
            for (int tick = 0; tick < ticks; tick++) {
                int64_t before = stored_in_all(arena);
                sim_run(arena, prototypes, 1);
                CHECK_EQ_INT(before - stored_in_all(arena), given_by_all(arena));
                sim_pool_wake_all(restless);
                sim_run(restless, prototypes, 1);
            }
            CHECK_EQ_INT(sim_arena_hash(arena, prototypes), sim_arena_hash(restless, prototypes));
        }
        check_sane(arena);
        free(restless);
        free(arena);
    }
}

TEST(a_snapshot_goes_on_as_the_original_does)
{
    sim_arena *arena = make_arena(64, 64);
    uint64_t state = 99;
    for (int step = 0; step < 80; step++) {
        change_something(arena, &state);
        sim_run(arena, prototypes, 5);
    }
    sim_arena *copy = aligned_alloc(64, arena->block_bytes);
    sim_arena_copy(copy, arena->block_bytes, arena);
    sim_run(arena, prototypes, 5000);
    sim_run(copy, prototypes, 5000);
    CHECK_EQ_INT(sim_arena_hash(arena, prototypes), sim_arena_hash(copy, prototypes));
    free(copy);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_consumer_gets_what_there_is_in_proportion);
    RUN(a_network_without_producers_gives_nothing);
    RUN(a_watt_is_a_sixtieth_of_a_joule_a_tick);
    RUN(drain_is_drawn_always);
    RUN(a_machine_under_two_networks_is_served_by_both);
    RUN(what_is_primary_is_served_first_and_lamps_last);
    RUN(an_idle_network_sleeps);
    RUN(whatever_is_built_and_removed_sums_hold_and_sleeping_never_shows);
    RUN(a_snapshot_goes_on_as_the_original_does);
    return kit_end();
}
