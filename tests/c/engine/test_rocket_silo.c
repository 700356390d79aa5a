/* Rocket silos: parts, the stages of a rocket, launches.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

/* A powered silo of the arena's force, and a landing pad when `has_pad`. */
typedef struct site {
    sim_arena *arena;
    uint32_t silo, pad;
} site;

static uint32_t build(sim_arena *arena, const char *name, int x, int y)
{
    sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, name), .force = SIM_FORCE_ARENA,
                            .position = {x * TILE + CENTRE, y * TILE + CENTRE}};
    sim_handle created = {0, 0};
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, &created), SIM_OK);
    return created.index;
}

static site make_site(int has_pad)
{
    site s = {.arena = make_arena(64, 32)};
    s.silo = build(s.arena, "rocket-silo", 0, 0);
    build(s.arena, "electric-energy-interface", 10, 0);
    build(s.arena, "substation", 7, 0);
    s.pad = has_pad ? build(s.arena, "cargo-landing-pad", -12, 0) : 0;
    sim_run(s.arena, prototypes, 10);
    return s;
}

static sim_crafter *silo_of(const site *s)
{
    return sim_crafter_get(s->arena, s->silo);
}

static enum sim_status status(const site *s)
{
    return sim_entity_status(s->arena, prototypes, s->silo);
}

static void supply(const site *s, uint32_t parts)
{
    static const char *const ITEMS[] = {"processing-unit", "low-density-structure", "rocket-fuel"};
    for (int i = 0; i < 3; i++) sim_transfer_insert(s->arena, prototypes, s->silo, item(ITEMS[i]), 10 * parts);
}

static void run(const site *s, uint32_t ticks)
{
    sim_run(s->arena, prototypes, ticks);
    check_sane(s->arena);
}

/* Ticks until the silo reaches a stage. */
static uint32_t ticks_to(const site *s, enum sim_silo_stage stage)
{
    uint32_t ticks = 0;
    for (; silo_of(s)->silo_stage != stage && ticks < 10000; ticks++) sim_run(s->arena, prototypes, 1);
    check_sane(s->arena);
    return ticks;
}

TEST(parts_take_three_seconds_and_ten_of_each_ingredient_and_stay_in_the_silo)
{
    site s = make_site(0);
    supply(&s, 2);
    run(&s, 181);
    CHECK_EQ_INT(silo_of(&s)->rocket_parts, 1);
    run(&s, 200);
    CHECK_EQ_INT(silo_of(&s)->rocket_parts, 2);
    CHECK_EQ_INT(status(&s), SIM_STATUS_ITEM_INGREDIENT_SHORTAGE);
    CHECK_EQ_INT(sim_inventory_count(s.arena, silo_of(&s)->result, item("rocket-part")), 0);
    CHECK_EQ_INT(sim_transfer_output(s.arena, prototypes, s.silo, 0).item, 0);
    free(s.arena);
}

TEST(a_rocket_is_ready_889_ticks_after_its_last_part)
{
    site s = make_site(0);
    CHECK_EQ_INT(sim_silo_set_parts(s.arena, prototypes, s.silo, 101), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_silo_set_parts(s.arena, prototypes, s.silo, 99), SIM_OK);
    supply(&s, 2);
    CHECK_EQ_INT(silo_of(&s)->silo_stage, SIM_SILO_BUILDING_ROCKET);
    uint32_t crafting = ticks_to(&s, SIM_SILO_LIGHTS_BLINKING_OPEN);
    CHECK(crafting >= 180 && crafting <= 182);
    CHECK_EQ_INT(status(&s), SIM_STATUS_PREPARING_ROCKET_FOR_LAUNCH);
    CHECK_EQ_INT(ticks_to(&s, SIM_SILO_DOORS_OPENING), 181);
    CHECK_EQ_INT(ticks_to(&s, SIM_SILO_DOORS_OPENED), 256);
    CHECK_EQ_INT(ticks_to(&s, SIM_SILO_ROCKET_RISING), 31);
    CHECK_EQ_INT(ticks_to(&s, SIM_SILO_ROCKET_READY), 421);
    CHECK_EQ_INT(status(&s), SIM_STATUS_WAITING_TO_LAUNCH_ROCKET);
    run(&s, 500);
    CHECK_EQ_INT(silo_of(&s)->rocket_parts, 100); /* and no part of the next one */
    CHECK_EQ_INT(s.arena->pools[SIM_POOL_MACHINE].awake, 0);
    free(s.arena);
}

TEST(a_launch_needs_a_rocket_and_a_landing_pad_and_the_next_rocket_is_begun_1533_ticks_later)
{
    site s = make_site(0);
    CHECK_EQ_INT(sim_silo_launch(s.arena, prototypes, s.silo), SIM_NOT_FOUND);
    sim_silo_set_parts(s.arena, prototypes, s.silo, 100);
    CHECK_EQ_INT(ticks_to(&s, SIM_SILO_ROCKET_READY), 889);
    CHECK_EQ_INT(sim_silo_launch(s.arena, prototypes, s.silo), SIM_BLOCKED);
    build(s.arena, "cargo-landing-pad", -12, 0);
    CHECK_EQ_INT(sim_silo_launch(s.arena, prototypes, s.silo), SIM_OK);
    CHECK_EQ_INT(status(&s), SIM_STATUS_LAUNCHING_ROCKET);
    CHECK_EQ_INT(ticks_to(&s, SIM_SILO_ENGINE_STARTING), 121);
    CHECK_EQ_INT(ticks_to(&s, SIM_SILO_ROCKET_FLYING), 331);
    CHECK_EQ_INT(s.arena->rockets_launched, 0);
    CHECK_EQ_INT(ticks_to(&s, SIM_SILO_LIGHTS_BLINKING_CLOSE), 644);
    CHECK_EQ_INT(s.arena->rockets_launched, 1);
    CHECK_EQ_INT(ticks_to(&s, SIM_SILO_BUILDING_ROCKET), 437);
    CHECK_EQ_INT(silo_of(&s)->rocket_parts, 0);
    supply(&s, 1);
    run(&s, 200);
    CHECK_EQ_INT(silo_of(&s)->rocket_parts, 1);
    free(s.arena);
}

TEST(a_satellite_is_a_thousand_packs_of_science_on_the_landing_pad)
{
    site s = make_site(1);
    CHECK_EQ_INT(sim_transfer_insert(s.arena, prototypes, s.silo, item("satellite"), 1), 0); /* no rocket yet */
    sim_silo_set_parts(s.arena, prototypes, s.silo, 100);
    silo_of(&s)->sends_itself = 1;
    ticks_to(&s, SIM_SILO_ROCKET_READY);
    run(&s, 60);
    CHECK_EQ_INT(silo_of(&s)->silo_stage, SIM_SILO_ROCKET_READY); /* it waits for cargo */
    CHECK_EQ_INT(sim_transfer_insertable(s.arena, prototypes, s.silo, item("iron-plate")), 0);
    CHECK_EQ_INT(sim_transfer_insert(s.arena, prototypes, s.silo, item("satellite"), 2), 1);
    CHECK(ticks_to(&s, SIM_SILO_LAUNCH_STARTING) <= 2);
    ticks_to(&s, SIM_SILO_BUILDING_ROCKET);
    CHECK_EQ_INT(sim_inventory_count(s.arena, sim_entity_inventory(s.arena, prototypes, s.pad, SIM_INVENTORY_MAIN),
                                     item("space-science-pack")), 1000);
    CHECK_EQ_INT(s.arena->rockets_launched, 1);
    free(s.arena);
}

TEST(a_picked_up_silo_gives_back_its_cargo_and_ingredients)
{
    site s = make_site(1);
    sim_silo_set_parts(s.arena, prototypes, s.silo, 100);
    ticks_to(&s, SIM_SILO_ROCKET_READY);
    sim_transfer_insert(s.arena, prototypes, s.silo, item("satellite"), 1);
    CHECK_EQ_INT(sim_transfer_content(s.arena, prototypes, s.silo, 0).item, item("satellite"));
    CHECK_EQ_INT(sim_transfer_remove(s.arena, prototypes, s.silo, item("satellite"), 1), 1);
    CHECK_EQ_INT(sim_entity_destroy(s.arena, prototypes, sim_entity_handle(s.arena, s.silo)), SIM_OK);
    check_sane(s.arena);
    free(s.arena);
}

TEST(ticks_taken_together_leave_the_same_silo)
{
    uint64_t hash[2];
    for (int together = 0; together < 2; together++) {
        site s = make_site(1);
        sim_silo_set_parts(s.arena, prototypes, s.silo, 99);
        silo_of(&s)->sends_itself = 1;
        supply(&s, 3);
        for (int i = 0; i < (together ? 1 : 1200); i++) sim_run(s.arena, prototypes, together ? 1200 : 1);
        sim_transfer_insert(s.arena, prototypes, s.silo, item("satellite"), 1);
        for (int i = 0; i < (together ? 1 : 2000); i++) sim_run(s.arena, prototypes, together ? 2000 : 1);
        hash[together] = sim_arena_hash(s.arena, prototypes);
        CHECK_EQ_INT(s.arena->rockets_launched, 1);
        check_sane(s.arena);
        free(s.arena);
    }
    CHECK(hash[0] == hash[1]);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(parts_take_three_seconds_and_ten_of_each_ingredient_and_stay_in_the_silo);
    RUN(a_rocket_is_ready_889_ticks_after_its_last_part);
    RUN(a_launch_needs_a_rocket_and_a_landing_pad_and_the_next_rocket_is_begun_1533_ticks_later);
    RUN(a_satellite_is_a_thousand_packs_of_science_on_the_landing_pad);
    RUN(a_picked_up_silo_gives_back_its_cargo_and_ingredients);
    RUN(ticks_taken_together_leave_the_same_silo);
    return kit_end();
}
