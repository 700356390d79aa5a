/* Damage types, resistances, and the published numbers of enemies (rows E01 E02 E03 E22 E23 of the facts).
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/combat_kit.h"

static const sim_damage_source NOBODY = {{0, 0}, SIM_FORCE_NEUTRAL};

static uint16_t damage_type(const char *name)
{
    return sim_damage_type_named(prototypes, name);
}

static double dealt_to(sim_arena *arena, sim_handle victim, const char *type, double amount)
{
    double dealt = -1.0;
    CHECK_EQ_INT(sim_damage_apply(arena, prototypes, victim, damage_type(type), amount, NOBODY, &dealt), SIM_OK);
    return dealt;
}

/* E22: the wiki's example. No prototype has these numbers, so a table of one row stands in. */
TEST(damage_45_against_25_and_10_percent_is_18)
{
    prototypes = sim_builtin_prototypes();
    const sim_resistance row = {.damage_type = 1, .decrease = 25.0, .percent = 0.1};
    sim_prototypes changed = *prototypes;
    changed.resistances = &row;
    CHECK_NEAR_F64(sim_damage_resisted(&changed, 0, 1, 1, 45.0), 18.0, 1e-12);
    CHECK_EQ_F64(sim_damage_resisted(&changed, 0, 1, 2, 45.0), 45.0);
    CHECK_EQ_F64(sim_damage_resisted(&changed, 0, 0, 1, 45.0), 45.0);
}

/* The published table: 5 damage against decreases of 3 to 8. */
TEST(a_decrease_that_reaches_the_damage_leaves_ever_smaller_parts)
{
    prototypes = sim_builtin_prototypes();
    const double left[6] = {2.0, 1.0, 1.0 / 2, 1.0 / 3, 1.0 / 4, 1.0 / 5};
    for (int i = 0; i < 6; i++) {
        const sim_resistance row = {.damage_type = 1, .decrease = 3.0 + i};
        sim_prototypes changed = *prototypes;
        changed.resistances = &row;
        CHECK_NEAR_F64(sim_damage_resisted(&changed, 0, 1, 1, 5.0), left[i], 1e-12);
    }
    const sim_resistance row = {.damage_type = 1, .decrease = 3.0}; /* up to 1 the decrease alone decides */
    sim_prototypes of_three = *prototypes;
    of_three.resistances = &row;
    CHECK_NEAR_F64(sim_damage_resisted(&of_three, 0, 1, 1, 1.0), 0.25, 1e-12);
    CHECK_NEAR_F64(sim_damage_resisted(&of_three, 0, 1, 1, 0.5), 0.25, 1e-12);
    const sim_resistance weak = {.damage_type = 1, .decrease = 0.1};
    sim_prototypes changed = *prototypes;
    changed.resistances = &weak;
    CHECK(sim_damage_resisted(&changed, 0, 1, 1, 0.2) <= 0.2);
}

/* E28: 5 physical against 2 and 15 percent. */
TEST(a_bullet_takes_2_55_from_a_spawner)
{
    sim_arena *arena = make_arena(64, 4);
    sim_handle spawner = enemy(arena, "biter-spawner", 0, 0);
    CHECK_NEAR_F64(dealt_to(arena, spawner, "physical", 5.0), 2.55, 1e-4);
    CHECK_NEAR_F64(dealt_to(arena, spawner, "acid", 5.0), 5.0, 1e-4);
    free(arena);
}

TEST(damage_is_refused_for_what_cannot_be_hurt_and_for_numbers_without_sense)
{
    sim_arena *arena = make_arena(64, 4);
    sim_handle ore = put(arena, "iron-ore", 0, 0, 5), wall = own(arena, "stone-wall", 3, 0);
    uint16_t physical = damage_type("physical");
    CHECK_EQ_INT(sim_damage_apply(arena, prototypes, ore, physical, 5.0, NOBODY, NULL), SIM_WRONG_TYPE);
    CHECK_EQ_INT(sim_damage_apply(arena, prototypes, wall, physical, -1.0, NOBODY, NULL), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_damage_apply(arena, prototypes, wall, physical, (double)NAN, NOBODY, NULL), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_damage_apply(arena, prototypes, wall, 0, 5.0, NOBODY, NULL), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_damage_apply(arena, prototypes, wall, 999, 5.0, NOBODY, NULL), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_damage_apply(arena, prototypes, (sim_handle){99, 1}, physical, 5.0, NOBODY, NULL),
                 SIM_NOT_FOUND);
    CHECK_EQ_F64(health(arena, wall), 350.0);
    free(arena);
}

TEST(armor_takes_its_part_before_the_body)
{
    sim_arena *arena = make_arena(64, 4);
    sim_handle character = own(arena, "character", 0, 0);
    CHECK_NEAR_F64(dealt_to(arena, character, "physical", 10.0), 10.0, 1e-4);
    uint32_t armor;
    CHECK_EQ_INT(sim_gun_inventory(arena, 0, SIM_INVENTORY_ARMOR, &armor), SIM_OK);
    CHECK_EQ_INT(sim_inventory_insert(arena, prototypes, armor, item("light-armor"), 1), 1);
    CHECK_NEAR_F64(dealt_to(arena, character, "physical", 10.0), (10.0 - 3.0) * 0.8, 1e-4);
    sim_handle other = own(arena, "character", 5, 0);
    CHECK_NEAR_F64(dealt_to(arena, other, "physical", 10.0), 10.0, 1e-4);
    sim_entity_destroy(arena, prototypes, character);
    CHECK_NEAR_F64(dealt_to(arena, other, "physical", 10.0), 10.0, 1e-4);
    check_sane(arena);
    free(arena);
}

typedef struct enemy_row {
    const char *name;
    double health, damage, cooldown, speed, range, decrease, percent;
} enemy_row;

/* E01 and E02 */
TEST(biters_and_spitters_have_their_published_numbers)
{
    prototypes = sim_builtin_prototypes();
    const enemy_row rows[8] = {
        {"small-biter", 15, 7, 35, .2, .5, 0, 0},       {"medium-biter", 75, 15, 35, .24, 1, 4, .1},
        {"big-biter", 375, 30, 35, .23, 1.5, 8, .1},    {"behemoth-biter", 3000, 90, 50, .3, 1.5, 12, .1},
        {"small-spitter", 10, 12, 100, .185, 13, 0, 0}, {"medium-spitter", 50, 24, 100, .165, 14, 0, 0},
        {"big-spitter", 200, 36, 100, .15, 15, 0, 0},   {"behemoth-spitter", 1500, 60, 100, .15, 16, 0, 0},
    };
    for (int i = 0; i < 8; i++) {
        const sim_entity_prototype *entity = &prototypes->entities[sim_entity_named(prototypes, rows[i].name)];
        const sim_attack_prototype *attack = &prototypes->attacks[entity->attack];
        const sim_attack_effect *effect = &attack->effect;
        uint32_t first = effect->damage_count ? effect->first_damage : effect->first_area_damage;
        CHECK_EQ_F64((double)entity->max_health, rows[i].health);
        CHECK_NEAR_F64(prototypes->damages[first].amount * attack->damage_modifier, rows[i].damage, 1e-9);
        CHECK_EQ_F64(attack->cooldown_ticks, rows[i].cooldown);
        CHECK_NEAR_F64(attack->cooldown_deviation, .15, 1e-9);
        CHECK_NEAR_F64(prototypes->units[entity->unit].movement_speed, rows[i].speed, 1e-9);
        CHECK_NEAR_F64(attack->range, rows[i].range, 1e-9);
        double left = sim_damage_resisted(prototypes, entity->first_resistance, entity->resistance_count,
                                          damage_type("physical"), 100.0);
        CHECK_NEAR_F64(left, (100.0 - rows[i].decrease) * (1.0 - rows[i].percent), 1e-9);
    }
}

/* E03, E23 */
TEST(worms_and_the_gun_turret_have_their_published_numbers)
{
    prototypes = sim_builtin_prototypes();
    const char *names[4] = {"small-worm-turret", "medium-worm-turret", "big-worm-turret", "behemoth-worm-turret"};
    const double healths[4] = {200, 500, 1500, 3000}, ranges[4] = {25, 30, 38, 48}, evolutions[4] = {0, .3, .5, .9};
    for (int i = 0; i < 4; i++) {
        const sim_entity_prototype *entity = &prototypes->entities[sim_entity_named(prototypes, names[i])];
        CHECK_EQ_F64((double)entity->max_health, healths[i]);
        CHECK_EQ_F64(prototypes->attacks[entity->attack].range, ranges[i]);
        CHECK_NEAR_F64(prototypes->turrets[entity->turret].build_base_evolution_requirement, evolutions[i], 1e-9);
    }
    const sim_entity_prototype *gun = &prototypes->entities[sim_entity_named(prototypes, "gun-turret")];
    CHECK_EQ_F64((double)gun->max_health, 400.0);
    CHECK_EQ_F64(prototypes->attacks[gun->attack].range, 18.0);
    CHECK_EQ_F64(prototypes->attacks[gun->attack].cooldown_ticks, 6.0);
    CHECK_EQ_INT(prototypes->items[item("firearm-magazine")].magazine_size, 10);
}

TEST(death_is_an_event_with_who_did_it)
{
    sim_arena *arena = make_arena(64, 4);
    arena->event_mask = 1u << SIM_EVENT_ENTITY_DIED | 1u << SIM_EVENT_ENTITY_DAMAGED;
    sim_handle biter = enemy(arena, "small-biter", 0, 0), turret = own(arena, "gun-turret", 10, 0);
    sim_damage_source source = {turret, SIM_FORCE_ARENA};
    uint32_t unit_number = sim_entity_get(arena, biter)->unit_number;
    sim_damage_apply(arena, prototypes, biter, damage_type("physical"), 5.0, source, NULL);
    sim_damage_apply(arena, prototypes, biter, damage_type("physical"), 50.0, source, NULL);
    sim_event events[8];
    CHECK_EQ_INT(sim_event_take(arena, events, 8), 3);
    CHECK_EQ_INT(events[0].kind, SIM_EVENT_ENTITY_DAMAGED);
    CHECK_NEAR_F64((double)events[0].amount, 5.0, 1e-6);
    CHECK_NEAR_F64((double)events[1].amount, 10.0, 1e-6);
    CHECK_EQ_INT(events[2].kind, SIM_EVENT_ENTITY_DIED);
    CHECK_EQ_INT(events[2].unit_number, unit_number);
    CHECK_EQ_INT(events[2].other.index, turret.index);
    CHECK_EQ_INT(events[2].value, SIM_FORCE_ARENA);
    free(arena);
}

TEST(a_dead_character_leaves_all_it_carried_and_a_chest_takes_its_items_along)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle character = own(arena, "character", 0, 0), chest = own(arena, "wooden-chest", 5, 0);
    uint32_t guns;
    CHECK_EQ_INT(sim_gun_inventory(arena, 0, SIM_INVENTORY_GUNS, &guns), SIM_OK);
    sim_inventory_insert(arena, prototypes, guns, item("pistol"), 1);
    sim_inventory_insert(arena, prototypes, sim_character_get(arena, 0)->inventory, item("iron-plate"), 150);
    sim_inventory_insert(arena, prototypes, sim_entity_get(arena, chest)->record, item("coal"), 10);
    sim_entity_die(arena, prototypes, character, NOBODY);
    sim_entity_die(arena, prototypes, chest, NOBODY);
    CHECK(!lives(arena, character) && !lives(arena, chest));
    const sim_entity_filter corpses = {.type_bits = 1ull << SIM_TYPE_CHARACTER_CORPSE};
    uint32_t slot = 0;
    CHECK_EQ_INT(sim_entity_find(arena, prototypes, (sim_box){-999, -999, 999, 999}, &corpses, &slot, 1), 1);
    uint32_t inventory = sim_entity_inventory(arena, prototypes, slot, SIM_INVENTORY_MAIN);
    CHECK_EQ_INT(sim_inventory_count(arena, inventory, item("iron-plate")), 150);
    CHECK_EQ_INT(sim_inventory_count(arena, inventory, item("pistol")), 1);
    CHECK_EQ_INT(sim_inventory_count(arena, inventory, 0), 151);
    sim_run(arena, prototypes, 1000);
    check_sane(arena);
    free(arena);
}

TEST(units_and_spawners_heal_and_walls_do_not)
{
    sim_arena *arena = make_arena(64, 8);
    sim_handle worm = enemy(arena, "small-worm-turret", 20, 20), biter = enemy(arena, "medium-biter", -20, -20);
    sim_handle wall = own(arena, "stone-wall", -20, 20);
    sim_run(arena, prototypes, 100);
    dealt_to(arena, worm, "acid", 10.0);
    dealt_to(arena, biter, "acid", 10.0);
    dealt_to(arena, wall, "poison", 10.0);
    sim_run(arena, prototypes, 500);
    CHECK_NEAR_F64(health(arena, worm), 195.0, 0.02);
    CHECK_NEAR_F64(health(arena, biter), 70.0, 0.02);
    CHECK_EQ_F64(health(arena, wall), 340.0);
    sim_run(arena, prototypes, 1000);
    CHECK_EQ_F64(health(arena, worm), 200.0);
    CHECK_EQ_F64(health(arena, biter), 75.0);
    check_sane(arena);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(damage_45_against_25_and_10_percent_is_18);
    RUN(a_decrease_that_reaches_the_damage_leaves_ever_smaller_parts);
    RUN(a_bullet_takes_2_55_from_a_spawner);
    RUN(damage_is_refused_for_what_cannot_be_hurt_and_for_numbers_without_sense);
    RUN(armor_takes_its_part_before_the_body);
    RUN(biters_and_spitters_have_their_published_numbers);
    RUN(worms_and_the_gun_turret_have_their_published_numbers);
    RUN(death_is_an_event_with_who_did_it);
    RUN(a_dead_character_leaves_all_it_carried_and_a_chest_takes_its_items_along);
    RUN(units_and_spawners_heal_and_walls_do_not);
    return kit_end();
}
