/* The shipped tables hold the published numbers, and names find them.
 *
 * sources: harness/standin/engine/prototypes.c harness/standin/prototypes/prototypes_table.c */
#include "harness/standin/engine/prototypes.h"

#include "harness/standin/prototypes/prototypes_table.h"
#include "tests/c/kit.h"

static const sim_entity_prototype *entity(const char *name)
{
    const sim_prototypes *prototypes = sim_builtin_prototypes();
    uint16_t number = sim_entity_named(prototypes, name);
    CHECK(number != 0);
    return &prototypes->entities[number];
}

TEST(every_name_finds_its_own_entry)
{
    const sim_prototypes *p = sim_builtin_prototypes();
    for (uint16_t i = 1; i < p->entity_count; i++) CHECK_EQ_INT(sim_entity_named(p, p->entities[i].name), i);
    for (uint16_t i = 1; i < p->item_count; i++) CHECK_EQ_INT(sim_item_named(p, p->items[i].name), i);
    for (uint16_t i = 1; i < p->tile_count; i++) CHECK_EQ_INT(sim_tile_named(p, p->tiles[i].name), i);
    for (uint16_t i = 1; i < p->recipe_count; i++) CHECK_EQ_INT(sim_recipe_named(p, p->recipes[i].name), i);
}

TEST(an_unknown_name_finds_the_empty_entry)
{
    const sim_prototypes *p = sim_builtin_prototypes();
    CHECK_EQ_INT(sim_entity_named(p, "iron-or"), 0);
    CHECK_EQ_INT(sim_item_named(p, ""), 0);
    CHECK_EQ_INT(sim_tile_named(p, "zzz"), 0);
    CHECK_EQ_INT(p->entities[0].type, SIM_TYPE_NONE);
}

TEST(the_character_has_its_published_numbers)
{
    const sim_entity_prototype *c = entity("character");
    CHECK_EQ_F64(c->running_speed, 0.15);
    CHECK_EQ_F64(c->reach_distance, 10);
    CHECK_EQ_F64(c->build_distance, 10);
    CHECK_EQ_F64(c->resource_reach_distance, 2.7);
    CHECK_EQ_F64(c->item_pickup_distance, 1);
    CHECK_EQ_F64(c->loot_pickup_distance, 2);
    CHECK_EQ_F64(c->drop_item_distance, 10);
    CHECK_EQ_F64(c->mining_speed, 0.5);
    CHECK_EQ_INT(c->inventory_size, 80);
    CHECK_EQ_INT(c->collision_box.left, -51);
    CHECK_EQ_INT(c->collision_box.bottom, 51);
    CHECK_EQ_INT(c->ticks_to_stay_in_combat, 600);
    CHECK_EQ_F64(c->healing_per_tick, 0.15f);
    CHECK_EQ_F64(c->max_health, 250);
}

TEST(resources_have_their_mining_times_and_oil_is_not_for_hands)
{
    CHECK_EQ_F64(entity("iron-ore")->mining_time, 1);
    CHECK_EQ_F64(entity("copper-ore")->mining_time, 1);
    CHECK_EQ_F64(entity("coal")->mining_time, 1);
    CHECK_EQ_F64(entity("stone")->mining_time, 1);
    CHECK_EQ_F64(entity("uranium-ore")->mining_time, 2);
    CHECK_EQ_INT(entity("crude-oil")->minable, 0);
    CHECK_EQ_INT(entity("crude-oil")->resource_infinite, 1);
    CHECK_EQ_INT(entity("crude-oil")->resource_minimum, 60000);
}

TEST(paved_tiles_speed_walking_up)
{
    const sim_prototypes *p = sim_builtin_prototypes();
    CHECK_EQ_F64(p->tiles[sim_tile_named(p, "grass-1")].walking_speed_modifier, 1.0);
    CHECK_EQ_F64(p->tiles[sim_tile_named(p, "stone-path")].walking_speed_modifier, 1.3);
    CHECK_EQ_F64(p->tiles[sim_tile_named(p, "concrete")].walking_speed_modifier, 1.4);
    CHECK_EQ_F64(p->tiles[sim_tile_named(p, "refined-concrete")].walking_speed_modifier, 1.5);
}

TEST(fuels_have_their_energy)
{
    const sim_prototypes *p = sim_builtin_prototypes();
    CHECK_EQ_F64(p->items[sim_item_named(p, "wood")].fuel_value_joules, 2e6);
    CHECK_EQ_F64(p->items[sim_item_named(p, "coal")].fuel_value_joules, 4e6);
    CHECK_EQ_F64(p->items[sim_item_named(p, "solid-fuel")].fuel_value_joules, 12e6);
}

TEST(recipes_name_their_ingredients_and_products)
{
    const sim_prototypes *p = sim_builtin_prototypes();
    const sim_recipe_prototype *recipe = &p->recipes[sim_recipe_named(p, "burner-mining-drill")];
    CHECK_EQ_F64(recipe->energy_required, 2);
    CHECK_EQ_INT(recipe->ingredient_count, 3);
    uint32_t total = 0;
    for (uint32_t i = 0; i < recipe->ingredient_count; i++)
        total += p->ingredients[recipe->first_ingredient + i].amount;
    CHECK_EQ_INT(total, 7);
    CHECK_EQ_STR(p->items[p->products[recipe->first_product].item].name, "burner-mining-drill");
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(every_name_finds_its_own_entry);
    RUN(an_unknown_name_finds_the_empty_entry);
    RUN(the_character_has_its_published_numbers);
    RUN(resources_have_their_mining_times_and_oil_is_not_for_hands);
    RUN(paved_tiles_speed_walking_up);
    RUN(fuels_have_their_energy);
    RUN(recipes_name_their_ingredients_and_products);
    return kit_end();
}
