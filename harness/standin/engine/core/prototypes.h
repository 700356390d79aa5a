/* prototypes.h - the numbers of the game that the engine obeys: constant tables, filled from
 * prototypes/base-2.0.77.json, shared by all arenas. Entry 0 of every table is the empty prototype: a zero number
 * anywhere stands for none. Tables are sorted by name, so a number is stable for one JSON file. */
#ifndef SIM_PROTOTYPES_H
#define SIM_PROTOTYPES_H

#include <stdint.h>

#include "harness/standin/engine/core/prototype_kinds.h"
#include "harness/standin/engine/core/prototype_values.h"
#include "harness/standin/engine/core/prototype_combat.h"
#include "harness/standin/engine/core/prototype_entity.h"
#include "harness/standin/engine/core/prototype_goods.h"
#include "harness/standin/engine/core/prototype_settings.h"

typedef struct sim_prototypes {
    const char *game_version;
    uint32_t tile_count; /* entries of each table, the empty entry 0 included */
    uint32_t item_count;
    uint32_t entity_count;
    uint32_t recipe_count;
    uint32_t product_count;
    uint32_t ingredient_count;
    const sim_tile_prototype *tiles;
    const sim_item_prototype *items;
    const sim_entity_prototype *entities;
    const sim_recipe_prototype *recipes;
    const sim_product *products;
    const sim_ingredient *ingredients;
    uint16_t character;    /* entity "character"      */
    uint16_t item_entity;  /* entity "item-on-ground" */
    uint16_t out_of_map;   /* tile "out-of-map"       */

    uint32_t technology_count;
    uint32_t fluid_count;
    uint32_t recipe_category_count;
    uint32_t fuel_category_count;
    uint32_t resource_category_count;
    uint32_t module_category_count;
    uint32_t ammo_category_count;
    uint32_t damage_type_count;
    uint32_t fast_replaceable_group_count;
    uint32_t connection_category_count;
    uint32_t resistance_count;
    uint32_t damage_count;
    uint32_t attack_count;
    uint32_t ammo_effect_count;
    uint32_t attack_fluid_count;
    uint32_t fluid_box_count;
    uint32_t pipe_connection_count;
    uint32_t inserter_count;
    uint32_t turret_count;
    uint32_t unit_count;
    uint32_t spawner_count;
    uint32_t tile_rule_count;
    uint32_t spawn_count;
    uint32_t spawn_point_count;
    uint32_t fire_count;
    uint32_t sticker_count;
    uint32_t beacon_count;
    uint32_t radar_count;
    uint32_t heat_count;
    uint32_t silo_count;
    uint32_t lab_input_count;
    uint32_t prerequisite_count;
    uint32_t technology_ingredient_count;
    uint32_t technology_effect_count;
    uint32_t number_count;
    const sim_technology_prototype *technologies;
    const sim_fluid_prototype *fluids;
    const sim_name *recipe_categories;
    const sim_name *fuel_categories;
    const sim_name *resource_categories;
    const sim_name *module_categories;
    const sim_name *ammo_categories;
    const sim_name *damage_types;
    const sim_name *fast_replaceable_groups;
    const sim_name *connection_categories;
    const sim_resistance *resistances;
    const sim_damage *damages;
    const sim_attack_prototype *attacks;
    const sim_attack_effect *ammo_effects;
    const sim_attack_fluid *attack_fluids;
    const sim_fluid_box_prototype *fluid_boxes;
    const sim_pipe_connection_prototype *pipe_connections;
    const sim_inserter_prototype *inserters;
    const sim_turret_prototype *turrets;
    const sim_unit_prototype *units;
    const sim_spawner_prototype *spawners;
    const sim_tile_rule *tile_rules;
    const sim_spawn *spawns;
    const sim_spawn_point *spawn_points;
    const sim_fire_prototype *fires;
    const sim_sticker_prototype *stickers;
    const sim_beacon_prototype *beacons;
    const sim_radar_prototype *radars;
    const sim_heat_prototype *heats;
    const sim_silo_prototype *silos;
    const sim_number *lab_inputs;
    const sim_number *prerequisites;
    const sim_technology_ingredient *technology_ingredients;
    const sim_technology_effect *technology_effects;
    const sim_value *numbers;
    sim_map_settings map_settings;
    sim_utility_constants constants;

    /* Well-known entries; 0 in a file that lacks them. */
    uint16_t water;            /* fluid "water"             */
    uint16_t steam;            /* fluid "steam"             */
    uint16_t entity_ghost;     /* entity "entity-ghost"     */
    uint16_t tile_ghost;       /* entity "tile-ghost"       */
    uint16_t character_corpse; /* entity "character-corpse" */
    uint16_t landfill;         /* tile "landfill"           */
    uint16_t chemical_fuel;    /* fuel category "chemical"  */
} sim_prototypes;

/* Number of the prototype of that name, 0 for none. Binary search. */
uint16_t sim_tile_named(const sim_prototypes *prototypes, const char *name);
uint16_t sim_item_named(const sim_prototypes *prototypes, const char *name);
uint16_t sim_entity_named(const sim_prototypes *prototypes, const char *name);
uint16_t sim_recipe_named(const sim_prototypes *prototypes, const char *name);
uint16_t sim_technology_named(const sim_prototypes *prototypes, const char *name);
uint16_t sim_fluid_named(const sim_prototypes *prototypes, const char *name);
uint16_t sim_recipe_category_named(const sim_prototypes *prototypes, const char *name);
uint16_t sim_fuel_category_named(const sim_prototypes *prototypes, const char *name);
uint16_t sim_resource_category_named(const sim_prototypes *prototypes, const char *name);
uint16_t sim_module_category_named(const sim_prototypes *prototypes, const char *name);
uint16_t sim_ammo_category_named(const sim_prototypes *prototypes, const char *name);
uint16_t sim_damage_type_named(const sim_prototypes *prototypes, const char *name);
uint16_t sim_fast_replaceable_group_named(const sim_prototypes *prototypes, const char *name);

#endif
