/* What mining drills, furnaces and assembling machines share: sleeping, modules, beacons, transfers.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"
#include "tests/c/engine/machine_kit.h"

#define MACHINES 24

/* A random factory: drills on mixed ore beside furnaces, chests, belts and assembling machines with power. */
static uint32_t build_factory(sim_arena *arena, sim_random *random, sim_handle *machines)
{
    static const char *const names[] = {"burner-mining-drill", "burner-mining-drill", "electric-mining-drill",
                                        "stone-furnace", "stone-furnace", "electric-furnace", "assembling-machine-1",
                                        "wooden-chest", "transport-belt", "beacon"};
    static const char *const ores[] = {"iron-ore", "copper-ore", "coal", "stone", "uranium-ore"};
    uint32_t count = 0;
    for (int i = 0; i < 80; i++) {
        sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, ores[sim_random_range(random, 0, 4)]),
                                .position = {sim_random_range(random, -8, 8) * TILE + CENTRE,
                                             sim_random_range(random, -8, 8) * TILE + CENTRE},
                                .amount = (uint32_t)sim_random_range(random, 1, 12)};
        sim_entity_create(arena, prototypes, &spec, NULL);
    }
    for (int i = 0; i < 120 && count < MACHINES; i++) {
        sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, names[sim_random_range(random, 0, 9)]),
                                .position = {sim_random_range(random, -8, 8) * TILE,
                                             sim_random_range(random, -8, 8) * TILE},
                                .direction = (uint8_t)(sim_random_range(random, 0, 3) * 4), .force = SIM_FORCE_ARENA};
        spec.position = sim_entity_snap(prototypes, spec.prototype, spec.direction, spec.position);
        if (!sim_entity_can_place(arena, prototypes, spec.prototype, spec.direction, spec.position, (sim_handle){0, 0}))
            continue;
        if (sim_entity_create(arena, prototypes, &spec, &machines[count]) == SIM_OK) count++;
    }
    put_facing(arena, "substation", 11 * TILE, 0, 0);
    put_facing(arena, "electric-energy-interface", 11 * TILE, 3 * TILE, 0);
    return count;
}

/* Somebody comes by: gives, takes, sets a recipe, removes a machine or a belt's items, cuts the power. */
static void meddle(sim_arena *arena, sim_random *random, sim_handle *machines, uint32_t count)
{
    static const char *const items[] = {"coal", "wood", "iron-ore", "copper-ore", "iron-plate", "copper-plate",
                                        "speed-module", "productivity-module", "copper-cable", "iron-gear-wheel"};
    static const char *const recipes[] = {"iron-gear-wheel", "copper-cable", "iron-stick", "pipe"};
    sim_handle machine = machines[sim_random_range(random, 0, (int32_t)count - 1)];
    uint16_t number = item(items[sim_random_range(random, 0, 9)]);
    int32_t what = sim_random_range(random, 0, 19);
    const sim_entity *entity = sim_entity_get(arena, machine);
    if (entity == NULL) return;
    if (what < 10) {
        sim_transfer_insert(arena, prototypes, machine.index, number, (uint32_t)sim_random_range(random, 1, 60));
    } else if (what < 14) {
        sim_stack offered = sim_transfer_output(arena, prototypes, machine.index, 0);
        sim_transfer_take(arena, prototypes, machine.index, offered.item, offered.count);
    } else if (what < 16) {
        sim_stack held = sim_transfer_content(arena, prototypes, machine.index, 0);
        sim_transfer_empty(arena, prototypes, machine.index, held.item, held.count);
    } else if (what < 18) {
        sim_stack returned[SIM_CRAFTER_MOST_STACKS];
        uint32_t stacks;
        if (prototypes->entities[entity->prototype].type == SIM_TYPE_ASSEMBLING_MACHINE)
            sim_crafter_set_recipe(arena, prototypes, machine.index, recipe(recipes[sim_random_range(random, 0, 3)]),
                                   returned, &stacks);
    } else if (what < 19) {
        sim_entity_turn(arena, prototypes, machine, (uint8_t)(sim_random_range(random, 0, 3) * 4));
    } else if (sim_random_range(random, 0, 3) == 0) {
        sim_entity_destroy(arena, prototypes, machine);
    }
}

static void play(uint64_t seed, int keep_awake, uint64_t *hashes, int steps)
{
    sim_arena *arena = make_arena(64, 256);
    sim_handle machines[MACHINES];
    sim_random random;
    sim_random_seed(&random, seed);
    uint32_t count = build_factory(arena, &random, machines);
    for (int step = 0; step < steps; step++) {
        meddle(arena, &random, machines, count);
        for (int32_t ticks = sim_random_range(&random, 1, 60); ticks > 0; ticks--) {
            if (keep_awake) sim_pool_wake_all(arena);
            sim_run(arena, prototypes, 1);
        }
        hashes[step] = sim_arena_hash(arena, prototypes);
    }
    check_sane(arena);
    free(arena);
}

TEST(machines_that_sleep_do_what_machines_do_that_are_kept_awake)
{
    enum { STEPS = 60 };
    uint64_t asleep[STEPS], awake[STEPS];
    for (uint64_t seed = 1; seed <= 40; seed++) {
        play(seed, 0, asleep, STEPS);
        play(seed, 1, awake, STEPS);
        for (int step = 0; step < STEPS; step++) {
            if (asleep[step] != awake[step]) printf("# seed %d step %d\n", (int)seed, step);
            CHECK(asleep[step] == awake[step]);
        }
    }
}

/* Two speed modules: +40 % speed, +100 % energy. */
TEST(modules_change_speed_and_energy)
{
    sim_arena *arena = make_arena(64, 80);
    sim_handle machine = put_facing(arena, "assembling-machine-2", CENTRE, CENTRE, 0);
    power(arena, machine);
    set_recipe(arena, machine, "iron-gear-wheel");
    CHECK_EQ_INT(give(arena, machine, "speed-module", 3), 2);
    CHECK_EQ_INT(sim_transfer_insertable(arena, prototypes, machine.index, item("speed-module")), 0);
    CHECK_NEAR_F64(sim_crafter_speed(arena, prototypes, machine.index), 0.75 * 1.4, 1e-12);
    sim_run(arena, prototypes, 1);
    CHECK_NEAR_F64(sim_crafter_get(arena, machine.index)->joules_per_tick, 2500.0 * 2.0, 1e-9);
    CHECK_EQ_INT(in_role(arena, machine, SIM_INVENTORY_MODULES, "speed-module"), 2);
    CHECK_EQ_INT(sim_transfer_empty(arena, prototypes, machine.index, item("speed-module"), 2), 2);
    CHECK_NEAR_F64(sim_crafter_speed(arena, prototypes, machine.index), 0.75, 1e-12);
    check_sane(arena);
    free(arena);
}

TEST(no_effect_takes_away_more_than_four_fifths)
{
    sim_arena *arena = make_arena(64, 80);
    sim_handle machine = put_facing(arena, "assembling-machine-3", CENTRE, CENTRE, 0);
    CHECK_EQ_INT(give(arena, machine, "efficiency-module-3", 4), 4);
    sim_effects effects = sim_module_effects(arena, prototypes, machine.index,
                                             sim_crafter_get(arena, machine.index)->modules);
    CHECK_EQ_F64(effects.consumption, -0.8);
    free(arena);
}

/* Four productivity modules 3 give 40 %: the bonus comes when the bar is full, in the middle of the third craft. */
TEST(productivity_gives_products_without_ingredients_to_intermediate_products_alone)
{
    sim_arena *arena = make_arena(64, 80);
    sim_handle machine = put_facing(arena, "assembling-machine-3", CENTRE, CENTRE, 0);
    power(arena, machine);
    CHECK_EQ_INT(give(arena, machine, "productivity-module-3", 4), 4);
    set_recipe(arena, machine, "iron-gear-wheel");
    give(arena, machine, "iron-plate", 10);
    sim_run(arena, prototypes, 3000);
    CHECK_EQ_INT(sim_crafter_get(arena, machine.index)->products_finished, 5);
    CHECK(in_role(arena, machine, SIM_INVENTORY_RESULT, "iron-gear-wheel") >= 6);
    CHECK_EQ_INT(in_role(arena, machine, SIM_INVENTORY_RESULT, "iron-gear-wheel") +
                     (sim_crafter_bonus_progress(arena, machine.index) > 0.5), 7);
    set_recipe(arena, machine, "wooden-chest");
    CHECK_EQ_F64(sim_crafter_get(arena, machine.index)->productivity, 0.0);
    free(arena);
}

/* One beacon with two speed modules: 2 * 20 % * 1.5; two beacons: each times 0.7071. */
TEST(beacons_reach_machines_by_their_profile)
{
    sim_arena *arena = make_arena(64, 80);
    sim_handle machine = put_facing(arena, "assembling-machine-2", CENTRE, CENTRE, 0);
    sim_handle near = put_facing(arena, "beacon", 4 * TILE + CENTRE, CENTRE, 0);
    sim_handle far = put_facing(arena, "beacon", -7 * TILE + CENTRE, CENTRE, 0);
    CHECK_EQ_INT(give(arena, near, "speed-module", 2), 2);
    CHECK_EQ_INT(give(arena, far, "speed-module", 2), 2);
    CHECK_EQ_INT(give(arena, near, "productivity-module", 1), 0);
    CHECK_EQ_F64(sim_crafter_speed(arena, prototypes, machine.index), 0.75); /* there is no energy yet */
    put_facing(arena, "substation", 6 * TILE, 6 * TILE, 0);
    sim_handle source = put_facing(arena, "electric-energy-interface", 9 * TILE, 9 * TILE, 0);
    sim_run(arena, prototypes, 2);
    CHECK_NEAR_F64(sim_crafter_speed(arena, prototypes, machine.index), 0.75 * 1.6, 1e-12);
    sim_handle second = put_facing(arena, "beacon", CENTRE, 4 * TILE + CENTRE, 0);
    give(arena, second, "speed-module", 2);
    CHECK_NEAR_F64(sim_crafter_speed(arena, prototypes, machine.index), 0.75 * (1.0 + 2 * 0.6 * 0.7071), 1e-12);
    sim_entity_destroy(arena, prototypes, second);
    CHECK_NEAR_F64(sim_crafter_speed(arena, prototypes, machine.index), 0.75 * 1.6, 1e-12);
    sim_entity_destroy(arena, prototypes, source);
    sim_run(arena, prototypes, 2);
    CHECK_EQ_F64(sim_crafter_speed(arena, prototypes, machine.index), 0.75);
    check_sane(arena);
    free(arena);
}

TEST(a_machine_built_after_another_works_before_it)
{
    for (int furnace_first = 0; furnace_first < 2; furnace_first++) {
        sim_arena *arena = make_arena(64, 80);
        sim_handle furnace = {0, 0};
        for (int32_t i = 0; i < 4; i++) put(arena, "iron-ore", i % 2 * TILE - CENTRE, i / 2 * TILE - CENTRE, 9);
        if (furnace_first) furnace = put(arena, "stone-furnace", -TILE, -2 * TILE, 0);
        sim_handle drill = put(arena, "burner-mining-drill", 0, 0, 0);
        if (!furnace_first) furnace = put(arena, "stone-furnace", -TILE, -2 * TILE, 0);
        give(arena, drill, "coal", 1);
        give(arena, furnace, "coal", 1);
        sim_run(arena, prototypes, 243);
        CHECK_EQ_F64(burner_of(arena, furnace)->buffer_joules, furnace_first ? 1600.0 : 0.0);
        free(arena);
    }
}

TEST(a_copy_of_a_working_factory_goes_on_as_the_original_does)
{
    sim_arena *arena = make_arena(64, 256);
    sim_handle machines[MACHINES];
    sim_random random;
    sim_random_seed(&random, 7);
    uint32_t count = build_factory(arena, &random, machines);
    for (int i = 0; i < 100; i++) meddle(arena, &random, machines, count);
    sim_run(arena, prototypes, 300);
    sim_arena_config config = sim_arena_roomier_config(arena);
    config.entity_capacity += 100;
    size_t bytes = sim_arena_bytes(&config, prototypes);
    sim_arena *copy = aligned_alloc(64, bytes);
    CHECK_EQ_INT(sim_arena_grow(copy, bytes, &config, arena, prototypes), SIM_OK);
    sim_run(arena, prototypes, 500);
    sim_run(copy, prototypes, 500);
    CHECK(sim_arena_hash(arena, prototypes) == sim_arena_hash(copy, prototypes));
    check_sane(copy);
    free(copy);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(machines_that_sleep_do_what_machines_do_that_are_kept_awake);
    RUN(modules_change_speed_and_energy);
    RUN(no_effect_takes_away_more_than_four_fifths);
    RUN(productivity_gives_products_without_ingredients_to_intermediate_products_alone);
    RUN(beacons_reach_machines_by_their_profile);
    RUN(a_machine_built_after_another_works_before_it);
    RUN(a_copy_of_a_working_factory_goes_on_as_the_original_does);
    return kit_end();
}
