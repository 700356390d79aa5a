/* prototypes.h - the numbers of the game that the engine obeys: constant tables, filled from
 * prototypes/base-2.0.77.json, shared by all arenas. Entry 0 of every table is the empty prototype: a zero number
 * anywhere stands for none. Tables are sorted by name, so a number is stable for one JSON file. */
#ifndef SIM_PROTOTYPES_H
#define SIM_PROTOTYPES_H

#include <stdint.h>

#include "fixed.h"

#define SIM_MAX_TILE_PROTOTYPES 256 /* a tile is one byte of an arena */
#define SIM_NO_HEALTH 0.0f          /* max_health of an entity that cannot be damaged */

/* Collision layers of Factorio 2.0, one bit each. */
enum sim_layer {
    SIM_LAYER_GROUND_TILE = 1 << 0,
    SIM_LAYER_WATER_TILE = 1 << 1,
    SIM_LAYER_RESOURCE = 1 << 2,
    SIM_LAYER_DOODAD = 1 << 3,
    SIM_LAYER_FLOOR = 1 << 4,
    SIM_LAYER_RAIL = 1 << 5,
    SIM_LAYER_TRANSPORT_BELT = 1 << 6,
    SIM_LAYER_ITEM = 1 << 7,
    SIM_LAYER_GHOST = 1 << 8,
    SIM_LAYER_OBJECT = 1 << 9,
    SIM_LAYER_PLAYER = 1 << 10,
    SIM_LAYER_CAR = 1 << 11,
    SIM_LAYER_TRAIN = 1 << 12,
    SIM_LAYER_ELEVATED_RAIL = 1 << 13,
    SIM_LAYER_ELEVATED_TRAIN = 1 << 14,
    SIM_LAYER_EMPTY_SPACE = 1 << 15,
    SIM_LAYER_LAVA_TILE = 1 << 16,
    SIM_LAYER_MELTABLE = 1 << 17,
    SIM_LAYER_RAIL_SUPPORT = 1 << 18,
    SIM_LAYER_TRIGGER_TARGET = 1 << 19,
    SIM_LAYER_CLIFF = 1 << 20,
    SIM_LAYER_IS_OBJECT = 1 << 21,
    SIM_LAYER_IS_LOWER_OBJECT = 1 << 22,
    SIM_LAYER_OUT_OF_MAP = 1 << 23
};

/* Prototype types that the engine tells apart; the full name stands in sim_entity_prototype.type_name. */
enum sim_type {
    SIM_TYPE_NONE = 0,
    SIM_TYPE_CHARACTER = 1,
    SIM_TYPE_RESOURCE = 2,
    SIM_TYPE_TREE = 3,
    SIM_TYPE_SIMPLE_ENTITY = 4,
    SIM_TYPE_WALL = 5,
    SIM_TYPE_CONTAINER = 6,
    SIM_TYPE_ITEM_ENTITY = 7,
    SIM_TYPE_FURNACE = 8,
    SIM_TYPE_MINING_DRILL = 9,
    SIM_TYPE_OTHER = 10 /* known by name and numbers, without behaviour of its own: an obstacle */
};

/* One product of mining or of a recipe. */
typedef struct sim_product {
    uint16_t item;       /* 0 for a fluid                                                                        */
    uint16_t reserved;
    uint32_t amount_min; /* both ends drawn uniformly; equal for a fixed amount                                  */
    uint32_t amount_max;
    double probability;  /* 0..1, drawn before the amount                                                        */
} sim_product;

typedef struct sim_ingredient {
    uint16_t item; /* 0 for a fluid */
    uint16_t reserved;
    uint32_t amount;
} sim_ingredient;

typedef struct sim_tile_prototype {
    const char *name;
    uint32_t collision_layers;     /* enum sim_layer                                                             */
    double walking_speed_modifier; /* times the character's running_speed                                        */
} sim_tile_prototype;

typedef struct sim_item_prototype {
    const char *name;
    const char *type_name;
    uint32_t stack_size;
    uint16_t place_result;     /* entity prototype that the item builds; 0 for none                              */
    uint16_t order;            /* place in the game's own order of items, from 1; sorting an inventory follows it */
    double fuel_value_joules;  /* 0 when the item does not burn                                                  */
} sim_item_prototype;

typedef struct sim_entity_prototype {
    const char *name;
    const char *type_name;
    uint8_t type;                /* enum sim_type                                                                */
    uint8_t tile_width;          /* build grid: odd sizes snap to tile centres, even ones to tile corners        */
    uint8_t tile_height;
    uint8_t minable;             /* 1 when a character can mine it                                               */
    uint32_t collision_layers;   /* enum sim_layer                                                               */
    uint8_t not_colliding_with_itself; /* two masks with this flag and the same layers do not collide            */
    uint8_t colliding_with_tiles_only;
    uint8_t off_grid;            /* flag placeable-off-grid: not snapped to the build grid                       */
    uint8_t selectable;          /* 1 when it can be selected in the game                                        */
    sim_box collision_box;       /* around the centre, facing north                                              */
    sim_box selection_box;
    float max_health;            /* 0 when it cannot be damaged                                                  */
    float healing_per_tick;
    double mining_time;          /* seconds at mining speed 1                                                    */
    uint32_t first_product;      /* in sim_prototypes.products                                                   */
    uint32_t product_count;
    uint32_t resource_minimum;   /* infinite resources: the amount that mining does not go below                 */
    uint32_t resource_normal;
    uint32_t resource_depletion; /* units that one mining operation takes                                        */
    uint8_t resource_infinite;
    uint8_t has_unit_number;
    uint16_t inventory_size;     /* slots of a container's or character's main inventory                         */
    uint32_t ticks_to_stay_in_combat;
    double running_speed;        /* tiles a tick                                                                 */
    double mining_speed;
    double reach_distance;           /* tiles                                                                    */
    double build_distance;
    double resource_reach_distance;
    double item_pickup_distance;
    double loot_pickup_distance;
    double drop_item_distance;
    double corner_sliding_distance;  /* farthest that a character steps aside to pass an obstacle                */
} sim_entity_prototype;

typedef struct sim_recipe_prototype {
    const char *name;
    const char *category;
    double energy_required; /* seconds at crafting speed 1 */
    uint32_t first_ingredient;
    uint32_t ingredient_count;
    uint32_t first_product;
    uint32_t product_count;
    uint8_t enabled; /* without research */
} sim_recipe_prototype;

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
} sim_prototypes;

/* Number of the prototype of that name, 0 for none. Binary search. */
uint16_t sim_tile_named(const sim_prototypes *prototypes, const char *name);
uint16_t sim_item_named(const sim_prototypes *prototypes, const char *name);
uint16_t sim_entity_named(const sim_prototypes *prototypes, const char *name);
uint16_t sim_recipe_named(const sim_prototypes *prototypes, const char *name);

#endif
