/* Technologies: prerequisites, the queue, progress, levels, triggers, and what research gives to the force.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

#include "harness/standin/engine/research/formula.h"
#include "harness/standin/engine/research/research_trigger.h"

static sim_arena *make_research_arena(void)
{
    return make_arena(32, 200);
}

static uint16_t technology(const char *name)
{
    uint16_t number = sim_technology_named(prototypes, name);
    CHECK(number != 0);
    return number;
}

static uint16_t recipe(const char *name)
{
    uint16_t number = sim_recipe_named(prototypes, name);
    CHECK(number != 0);
    return number;
}

static void research(sim_arena *arena, const char *name)
{
    CHECK_EQ_INT(sim_technology_set_researched(arena, prototypes, technology(name), 1), SIM_OK);
}

static int is_researched(const sim_arena *arena, const char *name)
{
    return sim_technology_is_researched(arena, prototypes, technology(name));
}

TEST(an_arena_in_which_nobody_researches_holds_no_records_of_it)
{
    sim_arena *arena = make_research_arena();
    CHECK(!is_researched(arena, "automation"));
    CHECK(sim_recipe_is_enabled(arena, prototypes, recipe("iron-gear-wheel")));
    CHECK(!sim_recipe_is_enabled(arena, prototypes, recipe("lab")));
    CHECK(!sim_recipe_is_enabled(arena, prototypes, 0));
    CHECK(!sim_recipe_is_enabled(arena, prototypes, 60000));
    CHECK_EQ_F64(sim_technology_units(arena, prototypes, technology("automation")), 10.0);
    CHECK_EQ_INT(arena->pools[SIM_POOL_TECHNOLOGY].live, 0);
    free(arena);
}

/* R02 */
TEST(early_technologies_cost_what_is_published)
{
    static const struct { const char *name; double units, seconds; uint32_t kinds; } COSTS[] = {
        {"automation", 10, 10, 1},   {"logistics", 20, 15, 1},        {"electric-mining-drill", 25, 10, 1},
        {"gun-turret", 10, 10, 1},   {"stone-wall", 10, 10, 1},       {"military", 10, 15, 1},
        {"steel-processing", 50, 5, 1}, {"fast-inserter", 30, 15, 1}, {"logistic-science-pack", 75, 5, 1},
        {"automation-2", 40, 15, 2},
    };
    sim_arena *arena = make_research_arena();
    for (size_t i = 0; i < sizeof(COSTS) / sizeof(COSTS[0]); i++) {
        uint16_t number = technology(COSTS[i].name);
        CHECK_EQ_F64(sim_technology_units(arena, prototypes, number), COSTS[i].units);
        CHECK_EQ_F64(prototypes->technologies[number].time_seconds, COSTS[i].seconds);
        CHECK_EQ_INT(prototypes->technologies[number].ingredient_count, COSTS[i].kinds);
    }
    free(arena);
}

TEST(a_technology_waits_for_its_prerequisites_and_one_with_a_trigger_for_no_laboratory)
{
    sim_arena *arena = make_research_arena();
    CHECK_EQ_INT(sim_technology_may_start(arena, prototypes, technology("automation")), SIM_NEEDS_PREREQUISITES);
    CHECK_EQ_INT(sim_technology_may_start(arena, prototypes, technology("electronics")), SIM_NEEDS_TRIGGER);
    CHECK_EQ_INT(sim_technology_may_start(arena, prototypes, 0), SIM_NOT_FOUND);
    CHECK_EQ_INT(sim_technology_may_start(arena, prototypes, 60000), SIM_NOT_FOUND);
    uint64_t before = sim_arena_hash(arena, prototypes);
    CHECK_EQ_INT(sim_technology_enqueue(arena, prototypes, technology("automation")), SIM_NEEDS_PREREQUISITES);
    CHECK(sim_arena_hash(arena, prototypes) == before);
    research(arena, "automation-science-pack");
    CHECK_EQ_INT(sim_technology_may_start(arena, prototypes, technology("automation")), SIM_OK);
    research(arena, "automation");
    CHECK_EQ_INT(sim_technology_may_start(arena, prototypes, technology("automation")), SIM_DONE_ALREADY);
    CHECK_EQ_INT(sim_technology_set_enabled(arena, prototypes, technology("logistics"), 0), SIM_OK);
    CHECK_EQ_INT(sim_technology_enqueue(arena, prototypes, technology("logistics")), SIM_NOT_ENABLED);
    free(arena);
}

TEST(research_unlocks_recipes_and_taking_it_back_locks_them)
{
    sim_arena *arena = make_research_arena();
    research(arena, "automation");
    CHECK(sim_recipe_is_enabled(arena, prototypes, recipe("assembling-machine-1")));
    CHECK(sim_recipe_is_enabled(arena, prototypes, recipe("long-handed-inserter")));
    CHECK_EQ_INT(sim_technology_set_researched(arena, prototypes, technology("automation"), 0), SIM_OK);
    CHECK(!sim_recipe_is_enabled(arena, prototypes, recipe("assembling-machine-1")));
    CHECK_EQ_INT(sim_recipe_set_enabled(arena, prototypes, recipe("assembling-machine-1"), 1), SIM_OK);
    CHECK(sim_recipe_is_enabled(arena, prototypes, recipe("assembling-machine-1")));
    CHECK_EQ_INT(sim_recipe_set_enabled(arena, prototypes, 60000, 1), SIM_NOT_FOUND);
    check_sane(arena);
    free(arena);
}

TEST(the_queue_holds_seven_in_order_and_drops_what_needs_the_one_that_is_cancelled)
{
    sim_arena *arena = make_research_arena();
    uint16_t queue[SIM_RESEARCH_QUEUE];
    research(arena, "automation-science-pack");
    static const char *const NAMES[] = {"automation", "logistics", "steel-processing", "logistic-science-pack",
                                        "automation-2", "military", "stone-wall"};
    for (int i = 0; i < 7; i++) CHECK_EQ_INT(sim_technology_enqueue(arena, prototypes, technology(NAMES[i])), SIM_OK);
    CHECK_EQ_INT(sim_technology_enqueue(arena, prototypes, technology("gun-turret")), SIM_QUEUE_FULL);
    CHECK_EQ_INT(sim_technology_enqueue(arena, prototypes, technology("military")), SIM_BLOCKED);
    CHECK_EQ_INT(sim_technology_queue(arena, queue), 7);
    CHECK_EQ_INT(queue[4], technology("automation-2"));
    CHECK_EQ_INT(sim_technology_current(arena), technology("automation"));
    CHECK_EQ_INT(sim_technology_cancel(arena, prototypes, technology("steel-processing")), SIM_OK);
    CHECK_EQ_INT(sim_technology_queue(arena, queue), 5); /* automation-2 needs it */
    CHECK_EQ_INT(queue[3], technology("military"));
    CHECK_EQ_INT(sim_technology_cancel(arena, prototypes, technology("steel-processing")), SIM_NOT_FOUND);
    check_sane(arena);
    sim_technology_clear_queue(arena, prototypes);
    CHECK_EQ_INT(sim_technology_current(arena), 0);
    free(arena);
}

TEST(what_is_started_comes_first_and_what_it_interrupts_keeps_its_progress)
{
    sim_arena *arena = make_research_arena();
    research(arena, "automation-science-pack");
    CHECK_EQ_INT(sim_technology_start(arena, prototypes, technology("automation")), SIM_OK);
    CHECK_EQ_INT(sim_technology_work(arena, prototypes, 25.0), 0);
    CHECK_EQ_INT(sim_technology_start(arena, prototypes, technology("logistics")), SIM_OK);
    CHECK_EQ_INT(sim_technology_current(arena), technology("logistics"));
    CHECK_EQ_F64(sim_technology_progress(arena, prototypes, technology("automation")), 0.25);
    CHECK_EQ_INT(sim_technology_work(arena, prototypes, 300.0), 1);
    CHECK_EQ_INT(sim_technology_current(arena), technology("automation"));
    CHECK_EQ_INT(sim_technology_work(arena, prototypes, 75.0), 1);
    CHECK(is_researched(arena, "automation") && is_researched(arena, "logistics"));
    CHECK_EQ_INT(sim_technology_current(arena), 0);
    CHECK_EQ_INT(sim_technology_work(arena, prototypes, 75.0), 0);
    free(arena);
}

TEST(research_raises_events_when_it_starts_and_ends)
{
    sim_arena *arena = make_research_arena();
    sim_event events[8];
    arena->event_mask = 1u << SIM_EVENT_RESEARCH_STARTED | 1u << SIM_EVENT_RESEARCH_FINISHED;
    research(arena, "automation-science-pack");
    sim_technology_enqueue(arena, prototypes, technology("automation"));
    sim_technology_enqueue(arena, prototypes, technology("logistics"));
    sim_technology_work(arena, prototypes, 1000.0);
    CHECK_EQ_INT(sim_event_take(arena, events, 8), 4);
    static const uint32_t KINDS[] = {SIM_EVENT_RESEARCH_FINISHED, SIM_EVENT_RESEARCH_STARTED,
                                     SIM_EVENT_RESEARCH_FINISHED, SIM_EVENT_RESEARCH_STARTED};
    static const char *const NAMES[] = {"automation-science-pack", "automation", "automation", "logistics"};
    for (int i = 0; i < 4; i++) {
        CHECK_EQ_INT(events[i].kind, KINDS[i]);
        CHECK_EQ_INT(events[i].number, technology(NAMES[i]));
    }
    free(arena);
}

TEST(progress_can_be_set_below_the_whole)
{
    sim_arena *arena = make_research_arena();
    uint16_t number = technology("automation");
    CHECK_EQ_INT(sim_technology_set_progress(arena, prototypes, number, 0.5), SIM_OK);
    CHECK_EQ_F64(sim_technology_progress(arena, prototypes, number), 0.5);
    CHECK_EQ_INT(sim_technology_set_progress(arena, prototypes, number, 1.0), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_technology_set_progress(arena, prototypes, number, (double)NAN), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_technology_set_progress(arena, prototypes, 0, 0.5), SIM_NOT_FOUND);
    CHECK_EQ_INT(sim_technology_set_progress(arena, prototypes, technology("electronics"), 0.5), SIM_NEEDS_TRIGGER);
    free(arena);
}

TEST(count_formulas_are_evaluated_and_nonsense_is_refused)
{
    CHECK_EQ_F64(sim_formula_value("2500*(L - 3)", 4), 2500.0);
    CHECK_EQ_F64(sim_formula_value("2^(L-7)*1000", 9), 4000.0);
    CHECK_EQ_F64(sim_formula_value("1000+3^(L-1)*1000", 3), 10000.0);
    CHECK_EQ_F64(sim_formula_value("2^3^2", 1), 512.0);
    CHECK_EQ_F64(sim_formula_value("10/4-1.5", 1), 1.0);
    CHECK_EQ_F64(sim_formula_value("-2+3", 1), 1.0);
    static const char *const BAD[] = {"", "2*", "(L", "L)", "two", "1/0", "-1", "2**3", "((((((((((((((((((((((((((((((("
                                      "(((((((((((((((((((((((((((1"};
    for (size_t i = 0; i < sizeof(BAD) / sizeof(BAD[0]); i++) CHECK_EQ_F64(sim_formula_value(BAD[i], 5), -1.0);
}

TEST(an_infinite_technology_costs_more_at_each_level_and_adds_its_bonus_again)
{
    sim_arena *arena = make_research_arena();
    uint16_t number = technology("mining-productivity-4");
    CHECK_EQ_INT(sim_technology_level(arena, prototypes, number), 4);
    CHECK_EQ_F64(sim_technology_units(arena, prototypes, number), 2500.0);
    double one = 0.0;
    for (int level = 4; level < 7; level++) {
        research(arena, "mining-productivity-4");
        double bonus = sim_force_bonus(arena, SIM_TECHNOLOGY_EFFECT_MINING_DRILL_PRODUCTIVITY_BONUS);
        if (level == 4) one = bonus;
        CHECK_NEAR_F64(bonus, one * (level - 3), 1e-12);
    }
    CHECK_NEAR_F64(one, 0.1, 1e-12);
    CHECK_EQ_INT(sim_technology_level(arena, prototypes, number), 7);
    CHECK_EQ_F64(sim_technology_units(arena, prototypes, number), 10000.0);
    CHECK(!is_researched(arena, "mining-productivity-4"));
    CHECK_EQ_INT(sim_technology_set_researched(arena, prototypes, number, 0), SIM_OK);
    CHECK_NEAR_F64(sim_force_bonus(arena, SIM_TECHNOLOGY_EFFECT_MINING_DRILL_PRODUCTIVITY_BONUS), 0.0, 1e-12);
    CHECK_EQ_INT(sim_technology_level(arena, prototypes, number), 4);
    check_sane(arena);
    free(arena);
}

/* I22 */
TEST(the_first_inserter_bonuses_raise_only_the_bulk_hand)
{
    sim_arena *arena = make_research_arena();
    CHECK_EQ_INT(sim_technology_inserter_stack_bonus(arena, 0), 0);
    research(arena, "bulk-inserter");
    research(arena, "inserter-capacity-bonus-1");
    CHECK_EQ_INT(sim_technology_inserter_stack_bonus(arena, 0), 0);
    CHECK(sim_technology_inserter_stack_bonus(arena, 1) >= 2);
    research(arena, "inserter-capacity-bonus-2");
    CHECK_EQ_INT(sim_technology_inserter_stack_bonus(arena, 0), 1);
    free(arena);
}

TEST(military_research_raises_damage_and_speed_of_its_category_and_of_turrets)
{
    sim_arena *arena = make_research_arena();
    uint16_t bullet = sim_ammo_category_named(prototypes, "bullet");
    uint16_t turret = sim_entity_named(prototypes, "gun-turret");
    research(arena, "physical-projectile-damage-1");
    research(arena, "weapon-shooting-speed-1");
    CHECK_NEAR_F64(sim_force_ammo_damage(arena, prototypes, bullet), 0.1, 1e-12);
    CHECK_NEAR_F64(sim_force_gun_speed(arena, prototypes, bullet), 0.1, 1e-12);
    CHECK_NEAR_F64(sim_force_turret_attack(arena, prototypes, turret), 0.1, 1e-12);
    CHECK_EQ_F64(sim_force_ammo_damage(arena, prototypes, sim_ammo_category_named(prototypes, "rocket")), 0.0);
    CHECK_EQ_F64(sim_force_ammo_damage(arena, prototypes, 60000), 0.0);
    CHECK_EQ_F64(sim_force_turret_attack(arena, prototypes, 60000), 0.0);
    CHECK_EQ_INT(sim_force_set_bonus(arena, prototypes, SIM_TECHNOLOGY_EFFECT_AMMO_DAMAGE, bullet, 2.0), SIM_OK);
    CHECK_EQ_F64(sim_force_ammo_damage(arena, prototypes, bullet), 2.0);
    CHECK_EQ_INT(sim_force_set_bonus(arena, prototypes, SIM_TECHNOLOGY_EFFECT_AMMO_DAMAGE, 0, 2.0), SIM_NOT_FOUND);
    CHECK_EQ_INT(sim_force_set_bonus(arena, prototypes, SIM_TECHNOLOGY_EFFECT_TURRET_ATTACK, bullet, 2.0),
                 SIM_NOT_FOUND);
    CHECK_EQ_INT(sim_force_set_bonus(arena, prototypes, SIM_TECHNOLOGY_EFFECT_OTHER, 0, 2.0), SIM_BAD_ARGUMENT);
    free(arena);
}

/* R01 */
TEST(ten_copper_plates_bring_electronics_and_fifty_iron_plates_steam_power_in_the_same_tick)
{
    sim_arena *arena = make_research_arena();
    for (int made = 1; made <= 10; made++) {
        CHECK(!is_researched(arena, "electronics"));
        sim_statistics_flow(arena, item("copper-plate"), 1);
        sim_run(arena, prototypes, 1);
    }
    CHECK(is_researched(arena, "electronics"));
    CHECK(sim_recipe_is_enabled(arena, prototypes, recipe("lab")));
    sim_statistics_flow(arena, item("iron-plate"), 49);
    sim_run(arena, prototypes, 5);
    CHECK(!is_researched(arena, "steam-power"));
    CHECK_NEAR_F64(sim_technology_progress(arena, prototypes, technology("steam-power")), 0.98, 1e-12);
    sim_statistics_flow(arena, item("iron-plate"), 1);
    sim_run(arena, prototypes, 1);
    CHECK(is_researched(arena, "steam-power"));
    sim_statistics_flow(arena, item("lab"), 1);
    sim_run(arena, prototypes, 1);
    CHECK(is_researched(arena, "automation-science-pack"));
    check_sane(arena);
    free(arena);
}

/* Measured on 2.1.17: a rock that was mined before a prerequisite brought its technology right after it (notes of
 * arturh85/factorio-bot, 2026-09-05, research-triggers). */
TEST(what_was_done_before_the_prerequisites_were_there_counts_once_they_are)
{
    sim_arena *arena = make_research_arena();
    sim_statistics_flow(arena, item("steel-plate"), 49);
    sim_run(arena, prototypes, 1);
    research(arena, "steel-processing");
    CHECK(!is_researched(arena, "steel-axe"));
    sim_statistics_flow(arena, item("steel-plate"), 1);
    sim_run(arena, prototypes, 1);
    CHECK(is_researched(arena, "steel-axe"));
    CHECK_NEAR_F64(sim_force_bonus(arena, SIM_TECHNOLOGY_EFFECT_CHARACTER_MINING_SPEED), 1.0, 1e-12);
    free(arena);
}

TEST(the_last_prerequisite_brings_a_technology_whose_act_was_done_and_all_that_waits_for_it)
{
    sim_arena *arena = make_research_arena();
    sim_statistics_flow(arena, item("lab"), 1);
    sim_run(arena, prototypes, 1);
    research(arena, "electronics");
    CHECK(!is_researched(arena, "automation-science-pack"));
    sim_statistics_flow(arena, item("iron-plate"), 50);
    sim_run(arena, prototypes, 1);
    CHECK(is_researched(arena, "steam-power"));
    CHECK(is_researched(arena, "automation-science-pack"));
    check_sane(arena);
    free(arena);
}

TEST(a_technology_that_was_taken_back_wants_its_act_again)
{
    sim_arena *arena = make_research_arena();
    sim_statistics_flow(arena, item("copper-plate"), 10);
    sim_run(arena, prototypes, 1);
    CHECK(is_researched(arena, "electronics"));
    CHECK_EQ_INT(sim_technology_set_researched(arena, prototypes, technology("electronics"), 0), SIM_OK);
    sim_statistics_flow(arena, item("copper-plate"), 9);
    sim_run(arena, prototypes, 1);
    CHECK(!is_researched(arena, "electronics"));
    sim_statistics_flow(arena, item("copper-plate"), 1);
    sim_run(arena, prototypes, 1);
    CHECK(is_researched(arena, "electronics"));
    free(arena);
}

/* R01 */
TEST(mining_crude_oil_brings_oil_processing)
{
    sim_arena *arena = make_research_arena();
    sim_handle well = put(arena, "crude-oil", 0, 0, 300000);
    research(arena, "oil-gathering");
    CHECK(!is_researched(arena, "oil-processing"));
    sim_resource_take(arena, prototypes, well.index);
    CHECK(is_researched(arena, "oil-processing"));
    free(arena);
}

TEST(crude_oil_that_was_mined_before_oil_gathering_brings_oil_processing_right_after_it)
{
    sim_arena *arena = make_research_arena();
    sim_handle well = put(arena, "crude-oil", 0, 0, 300000);
    sim_resource_take(arena, prototypes, well.index);
    CHECK(!is_researched(arena, "oil-processing"));
    research(arena, "oil-gathering");
    CHECK(is_researched(arena, "oil-processing"));
    free(arena);
}

TEST(an_arena_without_room_for_research_refuses_it_and_lets_production_go_on)
{
    prototypes = sim_builtin_prototypes();
    sim_arena_config config = sim_arena_default_config(16, 16, 4, prototypes);
    size_t bytes = sim_arena_bytes(&config, prototypes);
    sim_arena *arena = aligned_alloc(64, bytes);
    CHECK_EQ_INT(sim_arena_init(arena, bytes, &config, prototypes), SIM_OK);
    CHECK_EQ_INT(sim_technology_set_researched(arena, prototypes, technology("automation"), 1), SIM_ARENA_FULL);
    sim_statistics_flow(arena, item("copper-plate"), 100);
    CHECK_EQ_INT(arena->awake, 0);
    sim_run(arena, prototypes, 10);
    CHECK(!is_researched(arena, "electronics"));
    check_sane(arena);
    free(arena);
}

TEST(levels_that_are_taken_back_leave_the_technology_in_its_place_of_the_queue)
{
    sim_arena *arena = make_research_arena();
    for (uint32_t i = 1; i < prototypes->technology_count; i++) sim_technology_set_researched(arena, prototypes, i, 1);
    research(arena, "mining-productivity-4");
    const char *const names[] = {"physical-projectile-damage-7", "mining-productivity-4", "stronger-explosives-7"};
    for (int i = 0; i < 3; i++)
        CHECK_EQ_INT(sim_technology_enqueue(arena, prototypes, technology(names[i])), SIM_OK);
    CHECK_EQ_INT(sim_technology_set_researched(arena, prototypes, technology(names[1]), 0), SIM_OK);
    uint16_t queue[SIM_RESEARCH_QUEUE];
    CHECK_EQ_INT(sim_technology_queue(arena, queue), 3);
    for (int i = 0; i < 3; i++) CHECK_EQ_INT(queue[i], technology(names[i]));
    check_sane(arena);
    free(arena);
}

TEST(research_of_everything_leaves_only_the_infinite_and_reset_takes_it_all_back)
{
    sim_arena *arena = make_research_arena();
    CHECK_EQ_INT(sim_technology_research_all(arena, prototypes), SIM_OK);
    for (uint32_t i = 1; i < prototypes->technology_count; i++)
        CHECK_EQ_INT(sim_technology_is_researched(arena, prototypes, i), prototypes->technologies[i].max_level != 0);
    CHECK_NEAR_F64(sim_force_bonus(arena, SIM_TECHNOLOGY_EFFECT_LABORATORY_SPEED), 2.5, 1e-12);
    check_sane(arena);
    sim_technology_reset(arena, prototypes);
    CHECK(!is_researched(arena, "automation"));
    CHECK(!sim_recipe_is_enabled(arena, prototypes, recipe("lab")));
    CHECK_EQ_F64(sim_force_bonus(arena, SIM_TECHNOLOGY_EFFECT_LABORATORY_SPEED), 0.0);
    check_sane(arena);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(an_arena_in_which_nobody_researches_holds_no_records_of_it);
    RUN(early_technologies_cost_what_is_published);
    RUN(a_technology_waits_for_its_prerequisites_and_one_with_a_trigger_for_no_laboratory);
    RUN(research_unlocks_recipes_and_taking_it_back_locks_them);
    RUN(the_queue_holds_seven_in_order_and_drops_what_needs_the_one_that_is_cancelled);
    RUN(what_is_started_comes_first_and_what_it_interrupts_keeps_its_progress);
    RUN(research_raises_events_when_it_starts_and_ends);
    RUN(progress_can_be_set_below_the_whole);
    RUN(count_formulas_are_evaluated_and_nonsense_is_refused);
    RUN(an_infinite_technology_costs_more_at_each_level_and_adds_its_bonus_again);
    RUN(the_first_inserter_bonuses_raise_only_the_bulk_hand);
    RUN(military_research_raises_damage_and_speed_of_its_category_and_of_turrets);
    RUN(ten_copper_plates_bring_electronics_and_fifty_iron_plates_steam_power_in_the_same_tick);
    RUN(what_was_done_before_the_prerequisites_were_there_counts_once_they_are);
    RUN(the_last_prerequisite_brings_a_technology_whose_act_was_done_and_all_that_waits_for_it);
    RUN(a_technology_that_was_taken_back_wants_its_act_again);
    RUN(mining_crude_oil_brings_oil_processing);
    RUN(crude_oil_that_was_mined_before_oil_gathering_brings_oil_processing_right_after_it);
    RUN(an_arena_without_room_for_research_refuses_it_and_lets_production_go_on);
    RUN(levels_that_are_taken_back_leave_the_technology_in_its_place_of_the_queue);
    RUN(research_of_everything_leaves_only_the_infinite_and_reset_takes_it_all_back);
    return kit_end();
}
