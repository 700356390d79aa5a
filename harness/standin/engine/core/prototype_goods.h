/* prototype_goods.h - tiles, fluids, items, recipes and technologies. Part of prototypes.h. */
#ifndef SIM_PROTOTYPE_GOODS_H
#define SIM_PROTOTYPE_GOODS_H

#include <stdint.h>

#include "harness/standin/engine/core/prototype_values.h"

typedef struct sim_tile_prototype {
    const char *name;
    uint32_t collision_layers;     /* enum sim_layer                                                             */
    double walking_speed_modifier; /* times the character's running_speed                                        */
    double pollution_absorption_per_second;
    uint16_t fluid;                /* what an offshore pump draws from it; 0 for none                            */
    uint16_t placeable_by;         /* item that lays it; 0 for none                                              */
    uint16_t next_direction;       /* tile; 0 for none                                                           */
    uint8_t minable;
    uint8_t is_foundation;
    double mining_time;            /* seconds at mining speed 1                                                  */
    uint32_t first_product;        /* in sim_prototypes.products                                                 */
    uint32_t product_count;
} sim_tile_prototype;

typedef struct sim_fluid_prototype {
    const char *name;
    uint16_t order;             /* place in the game's order of fluids, from 1                                   */
    uint8_t hidden;
    double default_temperature; /* degrees Celsius                                                               */
    double max_temperature;
    double gas_temperature;
    double heat_capacity_joules; /* a unit a degree                                                              */
    double fuel_value_joules;
    double emissions_multiplier;
} sim_fluid_prototype;

/* What a module adds, as parts: 0.2 is 20 %. */
typedef struct sim_module_effect {
    double speed;
    double consumption;
    double productivity;
    double pollution;
    double quality;
} sim_module_effect;

typedef struct sim_item_prototype {
    const char *name;
    const char *type_name;
    uint32_t stack_size;
    uint16_t place_result;     /* entity prototype that the item builds; 0 for none                              */
    uint16_t order;            /* place in the game's own order of items, from 1; sorting an inventory follows it */
    double fuel_value_joules;  /* 0 when the item does not burn                                                  */
    uint16_t fuel_category;
    uint16_t burnt_result;     /* item                                                                           */
    uint16_t place_as_tile;    /* tile                                                                           */
    uint16_t module_category;
    uint16_t module_tier;
    uint16_t ammo_category;
    uint16_t attack;           /* guns and capsules: in sim_prototypes.attacks                                   */
    uint16_t ammo_effect;      /* ammunition: in sim_prototypes.ammo_effects                                     */
    uint16_t magazine_size;    /* rounds                                                                         */
    uint16_t inventory_size_bonus; /* armour                                                                     */
    uint16_t first_lone_recipe; /* lowest recipe that has this item and nothing else for an ingredient; 0: none   */
    uint8_t hidden;
    uint8_t place_as_tile_size;
    double fuel_emissions_multiplier; /* 1 where none is given                                                   */
    double fuel_acceleration_multiplier;
    double repair_speed;       /* health a tick                                                                  */
    double durability;         /* tools and science packs                                                        */
    double reload_time_ticks;
    sim_module_effect effect;  /* modules                                                                        */
    uint32_t first_resistance; /* armour: in sim_prototypes.resistances                                          */
    uint32_t resistance_count;
    uint32_t flags;            /* bits in the order of prototypes/fields.py, ITEM_FLAGS                          */
    uint32_t first_product;    /* what a rocket that is launched with it gives: in sim_prototypes.products       */
    uint32_t product_count;
    uint32_t place_as_tile_layers; /* tiles with one of these layers are not built on                            */
} sim_item_prototype;

typedef struct sim_recipe_prototype {
    const char *name;
    const char *category;
    double energy_required; /* seconds at crafting speed 1 */
    uint32_t first_ingredient;
    uint32_t ingredient_count;
    uint32_t first_product;
    uint32_t product_count;
    uint8_t enabled; /* without research */
    uint8_t allow_productivity;
    uint8_t hidden;
    uint8_t hide_from_player_crafting;
    uint8_t allow_as_intermediate;
    uint8_t allow_intermediates;
    uint8_t allow_decomposition; /* into raw ingredients, by who works out totals                                 */
    uint8_t allow_inserter_overload; /* its ingredients' slots hold more than a stack, see insertion_limit.h       */
    uint16_t category_number;     /* in sim_prototypes.recipe_categories                                         */
    uint16_t order;               /* place in the game's order of recipes, from 1                                */
    uint16_t main_item;           /* main product, or the only one; 0 for none or a fluid                        */
    uint16_t main_fluid;
    uint16_t overload_multiplier; /* 0 where the game's rule decides                                             */
    double emissions_multiplier;
    double maximum_productivity;
} sim_recipe_prototype;

typedef struct sim_technology_effect {
    uint8_t kind;           /* enum sim_technology_effect_kind                                                   */
    uint16_t recipe;        /* unlock-recipe, change-recipe-productivity                                         */
    uint16_t ammo_category; /* ammo-damage, gun-speed                                                            */
    uint16_t turret;        /* turret-attack: entity                                                             */
    double modifier;        /* 1 for a switch                                                                    */
    const char *type_name;  /* as published                                                                      */
} sim_technology_effect;

typedef struct sim_technology_ingredient {
    uint16_t item;
    uint32_t amount; /* a unit of research */
} sim_technology_ingredient;

typedef struct sim_technology_prototype {
    const char *name;
    uint32_t first_prerequisite; /* in sim_prototypes.prerequisites, technology numbers                          */
    uint32_t prerequisite_count;
    uint32_t first_ingredient;   /* in sim_prototypes.technology_ingredients                                     */
    uint32_t ingredient_count;
    uint32_t first_effect;       /* in sim_prototypes.technology_effects                                         */
    uint32_t effect_count;
    uint32_t count;              /* units of research; 0 when the formula says it                                */
    const char *count_formula;   /* of the level L, such as 2^(L-7)*1000; empty for none                         */
    double time_seconds;         /* a unit in a lab of speed 1                                                   */
    uint32_t level;              /* the number at the end of the name, 1 for none                                */
    uint32_t max_level;          /* 0 for no end                                                                 */
    uint8_t enabled;
    uint8_t hidden;
    uint8_t upgrade;
    uint8_t essential;
    uint8_t ignore_tech_cost_multiplier;
    uint8_t trigger_kind;        /* enum sim_trigger_kind                                                        */
    uint16_t trigger_item;
    uint16_t trigger_entity;
    uint16_t trigger_fluid;
    uint16_t order;              /* place in the game's order, from 1                                            */
    double trigger_count;
} sim_technology_prototype;

#endif
