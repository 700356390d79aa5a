/* The shipped tables hold the published numbers, and names find them.
 *
 * sources: harness/standin/engine/core/prototypes.c harness/standin/prototypes/prototypes_table.c */
#include "harness/standin/engine/core/prototypes.h"

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

/* Each test cites its rows of published facts. */

TEST(drills_reach_and_drop_as_published) /* M04, M05, M18, F08 */
{
    const sim_entity_prototype *burner = entity("burner-mining-drill"), *electric = entity("electric-mining-drill");
    CHECK_EQ_F64(burner->resource_searching_radius, 0.99);
    CHECK_EQ_F64(electric->resource_searching_radius, 2.49);
    CHECK_EQ_F64(burner->place_result_vector.x, -0.5);
    CHECK_EQ_F64(burner->place_result_vector.y, -1.3);
    CHECK_EQ_INT(burner->place_result_position.y, -332);
    CHECK_EQ_F64(electric->place_result_vector.y, -1.85);
    CHECK_EQ_F64(burner->mining_speed, 0.25);
    CHECK_EQ_F64(electric->mining_speed, 0.5);
    CHECK_EQ_F64(burner->energy.pollution_per_minute, 12);
    CHECK_EQ_F64(electric->energy.pollution_per_minute, 10);
    CHECK_EQ_F64(electric->energy_usage_joules_per_tick, 1500);
    CHECK_EQ_F64(electric->energy.drain_joules_per_tick, 0);
    CHECK_EQ_INT(burner->energy.fuel_inventory_size, 1);
    CHECK_EQ_F64(entity("uranium-ore")->required_fluid_amount, 10);
    CHECK_EQ_INT(entity("uranium-ore")->required_fluid, sim_fluid_named(sim_builtin_prototypes(), "sulfuric-acid"));
}

TEST(crafting_machines_have_their_speeds_powers_and_drains) /* F07, F08, E20 */
{
    static const struct {
        const char *name;
        double speed, kilowatts, drain_kilowatts, pollution;
    } rows[] = {
        {"assembling-machine-1", 0.5, 75, 2.5, 4},   {"assembling-machine-2", 0.75, 150, 5, 3},
        {"assembling-machine-3", 1.25, 375, 12.5, 2}, {"stone-furnace", 1, 90, 0, 2},
        {"steel-furnace", 2, 90, 0, 4},              {"electric-furnace", 2, 180, 6, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const sim_entity_prototype *machine = entity(rows[i].name);
        CHECK_EQ_F64(machine->crafting_speed, rows[i].speed);
        CHECK_EQ_F64(machine->energy_usage_joules_per_tick, rows[i].kilowatts * 1000 / 60);
        CHECK(fabs(machine->energy.drain_joules_per_tick - rows[i].drain_kilowatts * 1000 / 60) < 1e-9);
        CHECK_EQ_F64(machine->energy.pollution_per_minute, rows[i].pollution);
        CHECK(machine->crafting_categories != 0);
    }
    CHECK_EQ_F64(entity("lab")->energy.drain_joules_per_tick, 0); /* R07 */
    CHECK_EQ_F64(entity("lab")->energy_usage_joules_per_tick, 1000);
    CHECK_EQ_INT(entity("lab")->module_slots, 2);
    CHECK_EQ_INT(entity("lab")->lab_input_count, 7);
}

TEST(inserters_belts_and_poles_have_their_numbers) /* I01, I11, B01, B07, P09 */
{
    const sim_prototypes *p = sim_builtin_prototypes();
    static const struct {
        const char *name;
        double rotation, extension, pickup, insert;
    } inserters[] = {{"burner-inserter", 0.013, 0.035, -1, 1.2}, {"inserter", 0.014, 0.035, -1, 1.2},
                     {"long-handed-inserter", 0.02, 0.05, -2, 2.2}, {"fast-inserter", 0.04, 0.1, -1, 1.2}};
    for (size_t i = 0; i < sizeof inserters / sizeof inserters[0]; i++) {
        const sim_inserter_prototype *inserter = &p->inserters[entity(inserters[i].name)->inserter];
        CHECK_EQ_F64(inserter->rotation_speed, inserters[i].rotation);
        CHECK_EQ_F64(inserter->extension_speed, inserters[i].extension);
        CHECK_EQ_F64(inserter->pickup_vector.y, inserters[i].pickup);
        CHECK_EQ_F64(inserter->insert_vector.y, inserters[i].insert);
        CHECK_EQ_INT(inserter->chases_belt_items, 1);
    }
    CHECK_EQ_F64(entity("inserter")->energy.drain_joules_per_tick, 400.0 / 60);
    CHECK_EQ_INT(entity("transport-belt")->belt_speed_fixed, 8);
    CHECK_EQ_INT(entity("fast-splitter")->belt_speed_fixed, 16);
    CHECK_EQ_INT(entity("express-underground-belt")->belt_speed_fixed, 24);
    CHECK_EQ_INT(entity("underground-belt")->max_underground_distance, 5);
    CHECK_EQ_INT(entity("fast-underground-belt")->max_underground_distance, 7);
    CHECK_EQ_INT(entity("express-underground-belt")->max_underground_distance, 9);
    CHECK_EQ_F64(entity("small-electric-pole")->maximum_wire_distance, 7.5);
    CHECK_EQ_F64(entity("small-electric-pole")->supply_area_distance, 2.5);
    CHECK_EQ_F64(entity("medium-electric-pole")->maximum_wire_distance, 9);
    CHECK_EQ_F64(entity("big-electric-pole")->maximum_wire_distance, 32);
    CHECK_EQ_F64(entity("substation")->supply_area_distance, 9);
}

TEST(power_and_fluids_have_their_numbers) /* P01, P02, P03, L01, L05, L07 */
{
    const sim_prototypes *p = sim_builtin_prototypes();
    const sim_entity_prototype *boiler = entity("boiler"), *engine = entity("steam-engine");
    CHECK_EQ_F64(boiler->energy_usage_joules_per_tick, 30000);
    CHECK_EQ_F64(boiler->target_temperature, 165);
    CHECK_EQ_INT(boiler->fluid_box_count, 2);
    CHECK_EQ_INT(p->fluid_boxes[boiler->first_fluid_box].filter, p->water);
    CHECK_EQ_INT(p->fluid_boxes[boiler->first_fluid_box + 1].filter, p->steam);
    CHECK_EQ_F64(engine->production_joules_per_tick, 15000);
    CHECK_EQ_F64(engine->fluid_usage_per_tick, 0.5);
    CHECK_EQ_F64(p->fluids[p->steam].heat_capacity_joules, 200);
    CHECK_EQ_F64(entity("offshore-pump")->pumping_speed, 20);
    CHECK_EQ_F64(entity("pump")->energy.drain_joules_per_tick, 1000.0 / 60);
    CHECK_EQ_F64(p->fluid_boxes[entity("pipe")->first_fluid_box].volume, 100);
    CHECK_EQ_F64(p->fluid_boxes[entity("storage-tank")->first_fluid_box].volume, 25000);
    CHECK_EQ_INT(p->tiles[sim_tile_named(p, "water")].fluid, p->water);
    CHECK_EQ_F64(p->constants.max_fluid_flow, 100);
    const sim_pipe_connection_prototype *top =
        &p->pipe_connections[p->fluid_boxes[engine->first_fluid_box].first_connection + 1];
    CHECK_EQ_INT(top->direction, 0);
    CHECK_EQ_INT(top->positions[0].y, -512);
    CHECK_EQ_INT(top->positions[1].x, 512);
}

TEST(technologies_have_their_costs_triggers_and_effects) /* R01, R02, I22 */
{
    const sim_prototypes *p = sim_builtin_prototypes();
    const sim_technology_prototype *automation = &p->technologies[sim_technology_named(p, "automation")];
    CHECK_EQ_INT(automation->count, 10);
    CHECK_EQ_F64(automation->time_seconds, 10);
    CHECK_EQ_INT(automation->ingredient_count, 1);
    const sim_technology_effect *effect = &p->technology_effects[automation->first_effect];
    CHECK_EQ_INT(effect->kind, SIM_TECHNOLOGY_EFFECT_UNLOCK_RECIPE);
    CHECK_EQ_STR(p->recipes[effect->recipe].name, "assembling-machine-1");
    const sim_technology_prototype *electronics = &p->technologies[sim_technology_named(p, "electronics")];
    CHECK_EQ_INT(electronics->trigger_kind, SIM_TRIGGER_CRAFT_ITEM);
    CHECK_EQ_INT(electronics->trigger_item, sim_item_named(p, "copper-plate"));
    CHECK_EQ_F64(electronics->trigger_count, 10);
    const sim_technology_prototype *endless = &p->technologies[sim_technology_named(p, "mining-productivity-4")];
    CHECK_EQ_INT(endless->max_level, 0);
    CHECK_EQ_STR(endless->count_formula, "2500*(L - 3)");
}

TEST(enemies_have_their_published_numbers) /* E01, E02, E03, E04 */
{
    const sim_prototypes *p = sim_builtin_prototypes();
    const sim_entity_prototype *medium = entity("medium-biter"), *worm = entity("big-worm-turret");
    const sim_attack_prototype *bite = &p->attacks[medium->attack];
    CHECK_EQ_F64(medium->max_health, 75);
    CHECK_EQ_F64(p->units[medium->unit].movement_speed, 0.24);
    CHECK_EQ_F64(bite->range, 1);
    CHECK_EQ_F64(bite->cooldown_ticks, 35);
    CHECK_EQ_F64(p->damages[bite->effect.first_damage].amount, 15);
    CHECK_EQ_STR(p->damage_types[p->resistances[medium->first_resistance].damage_type].name, "physical");
    CHECK_EQ_F64(p->resistances[medium->first_resistance].decrease, 4);
    CHECK_EQ_F64(p->resistances[medium->first_resistance].percent, 0.1);
    CHECK_EQ_F64(p->attacks[p->units[entity("big-spitter")->unit].attack].range, 15);
    CHECK_EQ_F64(p->attacks[p->turrets[worm->turret].attack].range, 38);
    CHECK_EQ_F64(p->turrets[worm->turret].build_base_evolution_requirement, 0.5);
    const sim_spawner_prototype *spawner = &p->spawners[entity("biter-spawner")->spawner];
    CHECK_EQ_INT(spawner->max_count_of_owned_units, 7);
    CHECK_EQ_F64(spawner->spawning_cooldown_max_ticks, 360);
    CHECK_EQ_F64(spawner->spawning_cooldown_min_ticks, 150);
    CHECK_EQ_INT(p->spawns[spawner->first_spawn].unit, sim_entity_named(p, "small-biter"));
    CHECK_EQ_F64(p->units[entity("behemoth-biter")->unit].spawning_time_modifier, 12);
    CHECK_EQ_F64(p->constants.spawner_evolution_factor_health_modifier, 10);
}

TEST(turrets_ammunition_and_pollution_have_their_numbers) /* E14, E15, E19, E23 */
{
    const sim_prototypes *p = sim_builtin_prototypes();
    const sim_entity_prototype *turret = entity("gun-turret");
    CHECK_EQ_F64(turret->max_health, 400);
    CHECK_EQ_F64(p->attacks[turret->attack].range, 18);
    CHECK_EQ_F64(p->attacks[turret->attack].cooldown_ticks, 6);
    const sim_item_prototype *magazine = &p->items[sim_item_named(p, "firearm-magazine")];
    CHECK_EQ_INT(magazine->magazine_size, 10);
    CHECK_EQ_F64(p->damages[p->ammo_effects[magazine->ammo_effect].first_damage].amount, 5);
    const sim_item_prototype *piercing = &p->items[sim_item_named(p, "piercing-rounds-magazine")];
    CHECK_EQ_F64(p->damages[p->ammo_effects[piercing->ammo_effect].first_damage].amount, 8);
    double a_minute = 60.0 * 32 * 32;
    CHECK(fabs(p->tiles[sim_tile_named(p, "grass-1")].pollution_absorption_per_second * a_minute - 1.10592) < 1e-9);
    CHECK(fabs(p->tiles[sim_tile_named(p, "sand-1")].pollution_absorption_per_second * a_minute - 0.9216) < 1e-9);
    CHECK(fabs(p->tiles[sim_tile_named(p, "water")].pollution_absorption_per_second * a_minute - 1.536) < 1e-9);
    CHECK_EQ_F64(p->tiles[sim_tile_named(p, "stone-path")].pollution_absorption_per_second, 0);
    CHECK_EQ_F64(entity("tree-01")->pollution_absorption_per_second, 0.001);
    CHECK_EQ_F64(p->map_settings.pollution.min_pollution_to_damage_trees, 60);
    CHECK_EQ_INT(p->map_settings.enemy_expansion.min_expansion_cooldown, 14400);
    CHECK_EQ_INT(p->map_settings.enemy_expansion.max_expansion_distance, 7);
    CHECK_EQ_F64(p->items[sim_item_named(p, "speed-module")].effect.speed, 0.2);
}

TEST(what_builds_an_entity_is_found_from_the_entity)
{
    const sim_prototypes *p = sim_builtin_prototypes();
    CHECK_EQ_INT(entity("transport-belt")->placeable_by, sim_item_named(p, "transport-belt"));
    CHECK_EQ_INT(entity("transport-belt")->next_upgrade, sim_entity_named(p, "fast-transport-belt"));
    CHECK_EQ_INT(p->tiles[sim_tile_named(p, "landfill")].placeable_by, sim_item_named(p, "landfill"));
    CHECK_EQ_INT(entity("small-biter")->placeable_by, 0);
    CHECK_EQ_INT(entity("splitter")->type, SIM_TYPE_SPLITTER);
    CHECK_EQ_INT(entity("steam-engine")->type, SIM_TYPE_GENERATOR);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(drills_reach_and_drop_as_published);
    RUN(crafting_machines_have_their_speeds_powers_and_drains);
    RUN(inserters_belts_and_poles_have_their_numbers);
    RUN(power_and_fluids_have_their_numbers);
    RUN(technologies_have_their_costs_triggers_and_effects);
    RUN(enemies_have_their_published_numbers);
    RUN(turrets_ammunition_and_pollution_have_their_numbers);
    RUN(what_builds_an_entity_is_found_from_the_entity);
    RUN(every_name_finds_its_own_entry);
    RUN(an_unknown_name_finds_the_empty_entry);
    RUN(the_character_has_its_published_numbers);
    RUN(resources_have_their_mining_times_and_oil_is_not_for_hands);
    RUN(paved_tiles_speed_walking_up);
    RUN(fuels_have_their_energy);
    RUN(recipes_name_their_ingredients_and_products);
    return kit_end();
}
