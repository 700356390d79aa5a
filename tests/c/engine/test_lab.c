/* Labs: how long research takes, what it uses up, and when a lab rests.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

#define MAX_LABS 8

static sim_prototypes own_prototypes; /* the game's, with labs that need no power */
static sim_entity_prototype own_entities[1024];

/* An arena with the technology's prerequisites researched. */
static sim_arena *make_lab_arena(void)
{
    sim_arena *arena = make_arena(64, 200);
    own_prototypes = *prototypes;
    memcpy(own_entities, prototypes->entities, prototypes->entity_count * sizeof(sim_entity_prototype));
    own_entities[sim_entity_named(prototypes, "lab")].energy.kind = SIM_ENERGY_VOID;
    own_prototypes.entities = own_entities;
    prototypes = &own_prototypes;
    CHECK_EQ_INT(sim_technology_set_researched(arena, prototypes,
                                               sim_technology_named(prototypes, "automation-science-pack"), 1), SIM_OK);
    return arena;
}

static uint32_t technology(const char *name)
{
    return sim_technology_named(prototypes, name);
}

/* A row of labs with so many packs of each of the two first kinds. */
static void put_labs(sim_arena *arena, sim_handle *labs, int count, uint32_t red, uint32_t green)
{
    for (int i = 0; i < count; i++) {
        labs[i] = put(arena, "lab", (i * 3 - 20) * TILE, 0, 0);
        uint32_t room = sim_lab_room(arena, prototypes, labs[i].index, item("automation-science-pack"));
        CHECK_EQ_INT(room, 200);
        sim_lab_insert(arena, prototypes, labs[i].index, item("automation-science-pack"), red);
        sim_lab_insert(arena, prototypes, labs[i].index, item("logistic-science-pack"), green);
    }
}

static uint32_t packs(const sim_arena *arena, sim_handle lab, const char *name)
{
    return sim_inventory_count(arena, sim_lab_inventory(arena, lab.index), item(name));
}

/* Ticks until the technology is researched, at most so many. */
static uint32_t ticks_until_researched(sim_arena *arena, const char *name, uint32_t at_most)
{
    for (uint32_t tick = 1; tick <= at_most; tick++) {
        sim_run(arena, prototypes, 1);
        if (sim_technology_is_researched(arena, prototypes, technology(name))) return tick;
    }
    return UINT32_MAX;
}

/* R02: the published cost, one unit after the other in n labs at once */
TEST(research_takes_units_times_seconds_over_the_number_of_labs)
{
    for (uint32_t count = 1; count <= MAX_LABS; count++) {
        sim_arena *arena = make_lab_arena();
        sim_handle labs[MAX_LABS];
        put_labs(arena, labs, (int)count, 10, 0);
        CHECK_EQ_INT(sim_technology_enqueue(arena, prototypes, technology("automation")), SIM_OK);
        CHECK_EQ_INT(ticks_until_researched(arena, "automation", 7000), (6000 + count - 1) / count);
        check_sane(arena);
        free(arena);
    }
}

TEST(a_research_uses_up_its_packs_and_no_more)
{
    sim_arena *arena = make_lab_arena();
    sim_handle lab[1];
    put_labs(arena, lab, 1, 12, 0);
    sim_technology_enqueue(arena, prototypes, technology("automation"));
    sim_run(arena, prototypes, 599);
    CHECK_EQ_INT(packs(arena, lab[0], "automation-science-pack"), 12);
    sim_run(arena, prototypes, 1);
    CHECK_EQ_INT(packs(arena, lab[0], "automation-science-pack"), 11);
    CHECK_EQ_INT(sim_lab_status(arena, prototypes, lab[0].index), SIM_STATUS_WORKING);
    sim_run(arena, prototypes, 5400);
    CHECK(sim_technology_is_researched(arena, prototypes, technology("automation")));
    CHECK_EQ_INT(packs(arena, lab[0], "automation-science-pack"), 2);
    CHECK_EQ_INT(sim_statistics_get(arena, item("automation-science-pack")).consumed, 10);
    sim_run(arena, prototypes, 1);
    CHECK_EQ_INT(sim_lab_status(arena, prototypes, lab[0].index), SIM_STATUS_NO_RESEARCH_IN_PROGRESS);
    CHECK_EQ_INT(arena->pools[SIM_POOL_LAB].awake, 0);
    free(arena);
}

/* R06 */
TEST(a_lab_that_lacks_one_kind_of_pack_rests_until_it_comes)
{
    sim_arena *arena = make_lab_arena();
    sim_handle lab[1];
    put_labs(arena, lab, 1, 50, 0);
    sim_technology_set_researched(arena, prototypes, technology("automation"), 1);
    sim_technology_set_researched(arena, prototypes, technology("steel-processing"), 1);
    sim_technology_set_researched(arena, prototypes, technology("logistic-science-pack"), 1);
    CHECK_EQ_INT(sim_technology_enqueue(arena, prototypes, technology("automation-2")), SIM_OK);
    sim_run(arena, prototypes, 1000);
    CHECK_EQ_INT(packs(arena, lab[0], "automation-science-pack"), 50);
    CHECK_EQ_INT(sim_lab_status(arena, prototypes, lab[0].index), SIM_STATUS_MISSING_SCIENCE_PACKS);
    CHECK_EQ_INT(arena->pools[SIM_POOL_LAB].awake, 0);
    CHECK_EQ_F64(sim_technology_progress(arena, prototypes, technology("automation-2")), 0.0);
    CHECK_EQ_INT(sim_lab_insert(arena, prototypes, lab[0].index, item("logistic-science-pack"), 40), 40);
    CHECK_EQ_INT(ticks_until_researched(arena, "automation-2", 40000), 40 * 15 * 60);
    CHECK_EQ_INT(packs(arena, lab[0], "automation-science-pack"), 10);
    CHECK_EQ_INT(packs(arena, lab[0], "logistic-science-pack"), 0);
    free(arena);
}

TEST(a_research_that_is_interrupted_goes_on_where_it_was_with_the_pack_half_worn)
{
    sim_arena *arena = make_lab_arena();
    sim_handle lab[1];
    put_labs(arena, lab, 1, 100, 0);
    sim_technology_enqueue(arena, prototypes, technology("automation"));
    sim_run(arena, prototypes, 300);
    sim_technology_clear_queue(arena, prototypes);
    sim_run(arena, prototypes, 5000);
    CHECK_EQ_INT(packs(arena, lab[0], "automation-science-pack"), 100);
    sim_technology_enqueue(arena, prototypes, technology("automation"));
    CHECK_EQ_INT(ticks_until_researched(arena, "automation", 7000), 5700);
    CHECK_EQ_INT(packs(arena, lab[0], "automation-science-pack"), 90);
    free(arena);
}

TEST(the_bonus_of_research_and_of_modules_multiply_and_productivity_makes_more_of_a_pack)
{
    sim_arena *arena = make_lab_arena();
    sim_handle lab[1];
    put_labs(arena, lab, 1, 10, 0);
    sim_force_set_bonus(arena, prototypes, SIM_TECHNOLOGY_EFFECT_LABORATORY_SPEED, 0, 0.5);
    sim_inventory_insert(arena, prototypes, sim_lab_modules(arena, lab[0].index), item("speed-module"), 2);
    sim_technology_enqueue(arena, prototypes, technology("automation"));
    uint32_t ticks = (uint32_t)ceil(6000 / (1.5 * 1.4) - 1e-9);
    CHECK_EQ_INT(ticks_until_researched(arena, "automation", 7000), ticks);
    free(arena);

    arena = make_lab_arena();
    put_labs(arena, lab, 1, 10, 0);
    sim_force_set_bonus(arena, prototypes, SIM_TECHNOLOGY_EFFECT_LABORATORY_PRODUCTIVITY, 0, 1.0);
    sim_technology_enqueue(arena, prototypes, technology("automation"));
    CHECK_EQ_INT(ticks_until_researched(arena, "automation", 7000), 3000);
    CHECK_EQ_INT(packs(arena, lab[0], "automation-science-pack"), 5);
    free(arena);
}

/* I17 */
TEST(an_inserter_may_fill_a_lab_with_two_units_of_every_pack)
{
    sim_arena *arena = make_lab_arena();
    sim_handle lab[1];
    put_labs(arena, lab, 1, 0, 0);
    CHECK_EQ_INT(sim_lab_insertable(arena, prototypes, lab[0].index, item("automation-science-pack")), 2);
    sim_technology_enqueue(arena, prototypes, technology("automation"));
    CHECK_EQ_INT(sim_lab_insertable(arena, prototypes, lab[0].index, item("automation-science-pack")), 2);
    CHECK_EQ_INT(sim_lab_insert(arena, prototypes, lab[0].index, item("automation-science-pack"), 1), 1);
    CHECK_EQ_INT(sim_lab_insertable(arena, prototypes, lab[0].index, item("automation-science-pack")), 1);
    CHECK_EQ_INT(sim_lab_insertable(arena, prototypes, lab[0].index, item("iron-plate")), 0);
    CHECK_EQ_INT(sim_lab_insert(arena, prototypes, lab[0].index, item("iron-plate"), 5), 0);
    CHECK_EQ_INT(sim_lab_insert(arena, prototypes, lab[0].index, item("automation-science-pack"), 5000), 199);
    CHECK_EQ_INT(sim_lab_insertable(arena, prototypes, lab[0].index, item("automation-science-pack")), 0);
    check_sane(arena);
    free(arena);
}

/* R06 */
TEST(labs_pass_packs_on_through_inserters_and_to_nothing_else)
{
    sim_arena *arena = make_lab_arena();
    sim_handle labs[2] = {put(arena, "lab", CENTRE, CENTRE, 0), put(arena, "lab", 4 * TILE + CENTRE, CENTRE, 0)};
    sim_handle chest = put(arena, "wooden-chest", CENTRE, 3 * TILE + CENTRE, 0);
    sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, "burner-inserter"), .direction = 12,
                            .force = SIM_FORCE_ARENA, .position = {2 * TILE + CENTRE, CENTRE}};
    sim_handle between = {0, 0}, away = {0, 0};
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, &between), SIM_OK);
    spec.position = (sim_position){CENTRE, 2 * TILE + CENTRE};
    spec.direction = 0;
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, &away), SIM_OK);
    sim_transfer_insert(arena, prototypes, between.index, item("coal"), 5);
    sim_transfer_insert(arena, prototypes, away.index, item("coal"), 5);
    sim_lab_insert(arena, prototypes, labs[0].index, item("automation-science-pack"), 10);
    sim_run(arena, prototypes, 600);
    CHECK_EQ_INT(packs(arena, labs[1], "automation-science-pack"), 2);
    CHECK_EQ_INT(packs(arena, labs[0], "automation-science-pack"), 8);
    CHECK_EQ_INT(sim_inventory_count(arena, sim_entity_get(arena, chest)->record, 0), 0);
    sim_technology_enqueue(arena, prototypes, technology("automation"));
    /* Four units side by side; by then the first lab has passed on all that it did not use, and the second does two. */
    CHECK_EQ_INT(ticks_until_researched(arena, "automation", 7000), 6 * 600);
    CHECK_EQ_INT(packs(arena, labs[0], "automation-science-pack"), 0);
    CHECK_EQ_INT(packs(arena, labs[1], "automation-science-pack"), 0);
    check_sane(arena);
    free(arena);
}

/* R07 */
TEST(a_lab_draws_sixty_kilowatts_without_drain_and_has_two_module_slots)
{
    prototypes = sim_builtin_prototypes();
    const sim_entity_prototype *lab = &prototypes->entities[sim_entity_named(prototypes, "lab")];
    CHECK_EQ_F64(lab->energy_usage_joules_per_tick, 1000.0);
    CHECK_EQ_INT(lab->module_slots, 2);
    CHECK_EQ_INT(lab->lab_input_count, 7);
}

TEST(labs_forced_awake_in_every_tick_reach_the_state_of_labs_that_sleep)
{
    uint64_t hashes[2];
    for (int is_forced = 0; is_forced < 2; is_forced++) {
        sim_arena *arena = make_lab_arena();
        sim_handle labs[4];
        put_labs(arena, labs, 4, 3, 0);
        sim_random source;
        sim_random_seed(&source, 4);
        static const char *const NAMES[] = {"automation", "logistics", "steel-processing", "stone-wall"};
        for (int step = 0; step < 400; step++) {
            int lab = sim_random_range(&source, 0, 3);
            uint32_t name = technology(NAMES[sim_random_range(&source, 0, 3)]);
            switch (sim_random_range(&source, 0, 5)) {
            case 0: sim_technology_enqueue(arena, prototypes, name); break;
            case 1: sim_technology_cancel(arena, prototypes, name); break;
            case 2: sim_technology_start(arena, prototypes, name); break;
            case 3:
                sim_inventory_remove(arena, sim_lab_inventory(arena, labs[lab].index),
                                     item("automation-science-pack"), 2);
                break;
            default:
                sim_lab_insert(arena, prototypes, labs[lab].index, item("automation-science-pack"), 2);
            }
            for (int tick = sim_random_range(&source, 0, 300); tick > 0; tick--) {
                if (is_forced) sim_pool_wake_all(arena);
                sim_run(arena, prototypes, 1);
            }
        }
        CHECK(sim_technology_is_researched(arena, prototypes, technology("automation")));
        check_sane(arena);
        hashes[is_forced] = sim_arena_hash(arena, prototypes);
        free(arena);
    }
    CHECK_EQ_INT(hashes[0], hashes[1]);
}

TEST(a_lab_that_is_removed_gives_its_records_back)
{
    sim_arena *arena = make_lab_arena();
    sim_handle labs[2];
    put_labs(arena, labs, 2, 5, 5);
    CHECK_EQ_INT(sim_entity_destroy(arena, prototypes, labs[0]), SIM_OK);
    CHECK_EQ_INT(arena->pools[SIM_POOL_LAB].live, 1);
    CHECK_EQ_INT(arena->pools[SIM_POOL_WATCH].live, 1);
    check_sane(arena);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(research_takes_units_times_seconds_over_the_number_of_labs);
    RUN(a_research_uses_up_its_packs_and_no_more);
    RUN(a_lab_that_lacks_one_kind_of_pack_rests_until_it_comes);
    RUN(a_research_that_is_interrupted_goes_on_where_it_was_with_the_pack_half_worn);
    RUN(the_bonus_of_research_and_of_modules_multiply_and_productivity_makes_more_of_a_pack);
    RUN(an_inserter_may_fill_a_lab_with_two_units_of_every_pack);
    RUN(labs_pass_packs_on_through_inserters_and_to_nothing_else);
    RUN(a_lab_draws_sixty_kilowatts_without_drain_and_has_two_module_slots);
    RUN(labs_forced_awake_in_every_tick_reach_the_state_of_labs_that_sleep);
    RUN(a_lab_that_is_removed_gives_its_records_back);
    return kit_end();
}
