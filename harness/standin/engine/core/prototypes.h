/* prototypes.h - the numbers of the game that the engine obeys: constant tables, filled from
 * prototypes/base-2.0.77.json, shared by all arenas. Entry 0 of every table is the empty prototype: a zero number
 * anywhere stands for none. Tables are sorted by name, so a number is stable for one JSON file. */
#ifndef SIM_PROTOTYPES_H
#define SIM_PROTOTYPES_H

#include <stdint.h>

#include "harness/standin/engine/core/fixed.h"

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
    SIM_TYPE_OTHER = 10, /* known by name and numbers, without behaviour of its own: an obstacle */
    SIM_TYPE_ASSEMBLING_MACHINE = 11,
    SIM_TYPE_TRANSPORT_BELT = 12,
    SIM_TYPE_UNDERGROUND_BELT = 13,
    SIM_TYPE_SPLITTER = 14,
    SIM_TYPE_INSERTER = 15,
    SIM_TYPE_ELECTRIC_POLE = 16,
    SIM_TYPE_BOILER = 17,
    SIM_TYPE_GENERATOR = 18,
    SIM_TYPE_SOLAR_PANEL = 19,
    SIM_TYPE_ACCUMULATOR = 20,
    SIM_TYPE_OFFSHORE_PUMP = 21,
    SIM_TYPE_PIPE = 22,
    SIM_TYPE_PIPE_TO_GROUND = 23,
    SIM_TYPE_STORAGE_TANK = 24,
    SIM_TYPE_PUMP = 25,
    SIM_TYPE_LAB = 26,
    SIM_TYPE_BEACON = 27,
    SIM_TYPE_RADAR = 28,
    SIM_TYPE_LAMP = 29,
    SIM_TYPE_AMMO_TURRET = 30,
    SIM_TYPE_ELECTRIC_TURRET = 31,
    SIM_TYPE_FLUID_TURRET = 32,
    SIM_TYPE_TURRET = 33, /* worms */
    SIM_TYPE_GATE = 34,
    SIM_TYPE_UNIT = 35,
    SIM_TYPE_UNIT_SPAWNER = 36,
    SIM_TYPE_CLIFF = 37,
    SIM_TYPE_FISH = 38,
    SIM_TYPE_CORPSE = 39,
    SIM_TYPE_ENTITY_GHOST = 40,
    SIM_TYPE_TILE_GHOST = 41,
    SIM_TYPE_CHARACTER_CORPSE = 42,
    SIM_TYPE_ROCKET_SILO = 43,
    SIM_TYPE_PLANT = 44,
    SIM_TYPE_FIRE = 45, /* also the acid puddles of worms and spitters */
    SIM_TYPE_STICKER = 46,
    SIM_TYPE_STREAM = 47,
    SIM_TYPE_PROJECTILE = 48,
    SIM_TYPE_BEAM = 49,
    SIM_TYPE_ARTILLERY_TURRET = 50,
    SIM_TYPE_LAND_MINE = 51,
    SIM_TYPE_ELECTRIC_ENERGY_INTERFACE = 52,
    SIM_TYPE_COUNT = 53 /* stays below 64: filters hold one bit a type */
};

/* Where a machine's energy comes from. */
enum sim_energy_kind {
    SIM_ENERGY_NONE = 0,
    SIM_ENERGY_ELECTRIC = 1,
    SIM_ENERGY_BURNER = 2,
    SIM_ENERGY_FLUID = 3,
    SIM_ENERGY_VOID = 4, /* always full, at no cost */
    SIM_ENERGY_HEAT = 5
};

/* The place of an electric energy source in a network; outputs are drawn on in the order solar, primary,
 * secondary, tertiary, inputs are served in the order primary, secondary, tertiary. */
enum sim_usage_priority {
    SIM_PRIORITY_NONE = 0,
    SIM_PRIORITY_PRIMARY_INPUT = 1,
    SIM_PRIORITY_SECONDARY_INPUT = 2,
    SIM_PRIORITY_PRIMARY_OUTPUT = 3,
    SIM_PRIORITY_SECONDARY_OUTPUT = 4,
    SIM_PRIORITY_TERTIARY = 5,
    SIM_PRIORITY_SOLAR = 6,
    SIM_PRIORITY_LAMP = 7
};

/* Effects of modules, one bit each. */
enum sim_effect {
    SIM_EFFECT_SPEED = 1 << 0,
    SIM_EFFECT_CONSUMPTION = 1 << 1,
    SIM_EFFECT_PRODUCTIVITY = 1 << 2,
    SIM_EFFECT_POLLUTION = 1 << 3,
    SIM_EFFECT_QUALITY = 1 << 4
};

/* Flags of an entity prototype, one bit each. */
enum sim_entity_flag {
    SIM_FLAG_PLACEABLE_NEUTRAL = 1 << 0,
    SIM_FLAG_PLACEABLE_PLAYER = 1 << 1,
    SIM_FLAG_PLACEABLE_ENEMY = 1 << 2,
    SIM_FLAG_PLAYER_CREATION = 1 << 3,
    SIM_FLAG_BREATHS_AIR = 1 << 4,
    SIM_FLAG_NOT_REPAIRABLE = 1 << 5,
    SIM_FLAG_NOT_BLUEPRINTABLE = 1 << 6,
    SIM_FLAG_NOT_DECONSTRUCTABLE = 1 << 7,
    SIM_FLAG_NOT_ON_MAP = 1 << 8,
    SIM_FLAG_NOT_ROTATABLE = 1 << 9,
    SIM_FLAG_NOT_UPGRADABLE = 1 << 10,
    SIM_FLAG_BUILDING_DIRECTION_8_WAY = 1 << 11,
    SIM_FLAG_BUILDING_DIRECTION_16_WAY = 1 << 12,
    SIM_FLAG_GET_BY_UNIT_NUMBER = 1 << 13,
    SIM_FLAG_HIDDEN = 1 << 14,            /* the prototype's field `hidden`, not one of its flags */
    SIM_FLAG_IS_MILITARY_TARGET = 1 << 15 /* what units and turrets attack of their own accord    */
};

enum sim_fluid_box_production {
    SIM_FLUID_BOX_NONE = 0,
    SIM_FLUID_BOX_INPUT = 1,
    SIM_FLUID_BOX_OUTPUT = 2,
    SIM_FLUID_BOX_INPUT_OUTPUT = 3
};

enum sim_pipe_connection_type {
    SIM_PIPE_CONNECTION_NORMAL = 0,
    SIM_PIPE_CONNECTION_UNDERGROUND = 1,
    SIM_PIPE_CONNECTION_LINKED = 2
};

enum sim_flow_direction { SIM_FLOW_INPUT_OUTPUT = 0, SIM_FLOW_INPUT = 1, SIM_FLOW_OUTPUT = 2 };

/* How an attack or an ammunition reaches its target. */
enum sim_delivery {
    SIM_DELIVERY_NONE = 0, /* no effect of its own: the ammunition says what happens */
    SIM_DELIVERY_INSTANT = 1,
    SIM_DELIVERY_PROJECTILE = 2,
    SIM_DELIVERY_BEAM = 3,
    SIM_DELIVERY_STREAM = 4,
    SIM_DELIVERY_ARTILLERY = 5,
    SIM_DELIVERY_OTHER = 6
};

/* Type of attack_parameters. */
enum sim_attack_type {
    SIM_ATTACK_NONE = 0,
    SIM_ATTACK_PROJECTILE = 1, /* also bites and bullets: what is delivered stands in the effect */
    SIM_ATTACK_BEAM = 2,
    SIM_ATTACK_STREAM = 3
};

/* Between which points the range of an attack is measured. */
enum sim_range_mode {
    SIM_RANGE_CENTER_TO_CENTER = 0,
    SIM_RANGE_BOUNDING_BOX_TO_BOUNDING_BOX = 1,
    SIM_RANGE_CENTER_TO_BOUNDING_BOX = 2
};

/* What research a technology without science packs waits for. */
enum sim_trigger_kind {
    SIM_TRIGGER_NONE = 0,
    SIM_TRIGGER_CRAFT_ITEM = 1,
    SIM_TRIGGER_MINE_ENTITY = 2,
    SIM_TRIGGER_BUILD_ENTITY = 3,
    SIM_TRIGGER_CRAFT_FLUID = 4,
    SIM_TRIGGER_SEND_ITEM_TO_ORBIT = 5,
    SIM_TRIGGER_OTHER = 6
};

/* What a technology gives; kinds without a number of their own are OTHER, with their name in type_name. */
enum sim_technology_effect_kind {
    SIM_TECHNOLOGY_EFFECT_NONE = 0,
    SIM_TECHNOLOGY_EFFECT_UNLOCK_RECIPE = 1,
    SIM_TECHNOLOGY_EFFECT_AMMO_DAMAGE = 2,
    SIM_TECHNOLOGY_EFFECT_TURRET_ATTACK = 3,
    SIM_TECHNOLOGY_EFFECT_GUN_SPEED = 4,
    SIM_TECHNOLOGY_EFFECT_INSERTER_STACK_SIZE_BONUS = 5,
    SIM_TECHNOLOGY_EFFECT_BULK_INSERTER_CAPACITY_BONUS = 6,
    SIM_TECHNOLOGY_EFFECT_LABORATORY_SPEED = 7,
    SIM_TECHNOLOGY_EFFECT_LABORATORY_PRODUCTIVITY = 8,
    SIM_TECHNOLOGY_EFFECT_MINING_DRILL_PRODUCTIVITY_BONUS = 9,
    SIM_TECHNOLOGY_EFFECT_CHARACTER_MINING_SPEED = 10,
    SIM_TECHNOLOGY_EFFECT_CHARACTER_CRAFTING_SPEED = 11,
    SIM_TECHNOLOGY_EFFECT_CHARACTER_RUNNING_SPEED = 12,
    SIM_TECHNOLOGY_EFFECT_CHARACTER_INVENTORY_SLOTS_BONUS = 13,
    SIM_TECHNOLOGY_EFFECT_CHARACTER_HEALTH_BONUS = 14,
    SIM_TECHNOLOGY_EFFECT_CHARACTER_BUILD_DISTANCE = 15,
    SIM_TECHNOLOGY_EFFECT_CHARACTER_REACH_DISTANCE = 16,
    SIM_TECHNOLOGY_EFFECT_WORKER_ROBOT_SPEED = 17,
    SIM_TECHNOLOGY_EFFECT_WORKER_ROBOT_STORAGE = 18,
    SIM_TECHNOLOGY_EFFECT_MINING_WITH_FLUID = 19,
    SIM_TECHNOLOGY_EFFECT_CHANGE_RECIPE_PRODUCTIVITY = 20,
    SIM_TECHNOLOGY_EFFECT_OTHER = 21
};

/* A name of a category, a damage type or a group. Bits such as crafting_categories are 1 << number. */
typedef struct sim_name {
    const char *name;
} sim_name;

/* A vector in tiles, exact; what the game keeps in 1/256 tile is a sim_position. */
typedef struct sim_vector_f64 {
    double x;
    double y;
} sim_vector_f64;

/* One product of mining or of a recipe. */
typedef struct sim_product {
    uint16_t item;       /* 0 for a fluid                                                                        */
    uint16_t fluid;      /* 0 for an item                                                                        */
    uint32_t amount_min; /* both ends drawn uniformly; equal for a fixed amount; whole units of a fluid          */
    uint32_t amount_max;
    double probability;  /* 0..1, drawn before the amount                                                        */
    double fluid_amount_min;        /* exact amounts of a fluid; 0 for an item                                   */
    double fluid_amount_max;
    double temperature;             /* degrees Celsius of a fluid, the fluid's default where none is given       */
    double ignored_by_productivity; /* part of the amount that productivity does not give again                  */
    double extra_count_fraction;    /* probability of one item more                                              */
} sim_product;

typedef struct sim_ingredient {
    uint16_t item;  /* 0 for a fluid */
    uint16_t fluid; /* 0 for an item */
    uint32_t amount; /* whole units of a fluid */
    double fluid_amount;
    double minimum_temperature; /* what a fluid's temperature must be in; the fluid's own range where none is given */
    double maximum_temperature;
} sim_ingredient;

typedef struct sim_damage {
    uint16_t damage_type;
    double amount;
} sim_damage;

/* Damage d of the type becomes max(d - decrease, ...) * (1 - percent); the rule is the health mechanic's. */
typedef struct sim_resistance {
    uint16_t damage_type;
    double decrease;
    double percent; /* 0..1: the prototype's 80 is 0.8 */
} sim_resistance;

/* What an attack or an ammunition does to what it hits. Damage amounts stand as published; times the damage modifier
 * of the attack and the force's bonuses. Left out: clusters, lines, chance, created entities, damage to tiles. */
typedef struct sim_attack_effect {
    uint8_t delivery;        /* enum sim_delivery of the part that carries the damage                            */
    uint8_t force_enemy_only; /* area damage spares friends                                                      */
    uint8_t spares_trees;    /* no damage to trees                                                               */
    uint16_t fire;           /* entity (type fire) left on the ground: the acid puddle, burning oil              */
    uint16_t sticker;        /* entity (type sticker) put on who is hit                                          */
    uint16_t repeat_count;   /* pellets a shot; 1 where there is an effect                                       */
    uint32_t first_damage;   /* in sim_prototypes.damages: on the target itself                                  */
    uint32_t damage_count;
    uint32_t first_area_damage; /* on everything within area_radius of the point of impact                       */
    uint32_t area_damage_count;
    double area_radius;      /* tiles                                                                            */
    double starting_speed;   /* of a projectile, tiles a tick; of a stream its horizontal speed                  */
    double acceleration;     /* of a projectile, tiles a tick a tick                                             */
    double max_speed;        /* of a projectile, 0 for none                                                      */
    double max_range;        /* of a projectile or beam, tiles; 0 for none                                       */
    double stream_vertical_acceleration; /* decides a stream's flight time; the published number                 */
    uint32_t duration_ticks;             /* of a beam                                                            */
    uint32_t damage_interval_ticks;      /* of a beam: the damage falls again and again                          */
    double direction_deviation;          /* of a projectile, radians/2pi as published                            */
    double energy_consumption_joules;    /* a shot of an electric turret                                         */
    double consumption_modifier;         /* ammunition a shot, 1 where none is given                             */
} sim_attack_effect;

typedef struct sim_attack_prototype {
    const char *name;       /* of the entity or item that attacks so                                             */
    uint8_t type;           /* enum sim_attack_type                                                              */
    uint8_t range_mode;     /* enum sim_range_mode                                                               */
    uint16_t ammo_category; /* first of the list where there are several                                         */
    uint16_t fluid_count;   /* fluid turrets: fluids that it shoots, in sim_prototypes.attack_fluids             */
    uint32_t first_fluid;
    double range;           /* tiles                                                                             */
    double min_range;
    double min_attack_distance; /* units: how near it walks before it attacks; the range where none is given     */
    double cooldown_ticks;      /* may have a fraction                                                           */
    double cooldown_deviation;  /* 0..1: times a number drawn from 1 - d to 1 + d                                */
    double damage_modifier;
    double warmup_ticks;
    double turn_range;             /* of a circle, 1 for all of it                                               */
    double health_penalty;
    double fire_penalty;           /* tiles that who burns already counts as farther                             */
    double rotate_penalty;
    double lead_target_for_projectile_speed;
    double movement_slow_down_factor;
    double projectile_creation_distance;
    double fluid_consumption;      /* a shot                                                                     */
    sim_attack_effect effect;      /* all zero when the ammunition brings it                                     */
} sim_attack_prototype;

typedef struct sim_attack_fluid {
    uint16_t fluid;
    double damage_modifier;
} sim_attack_fluid;

/* Powers are a tick: watts / 60. */
typedef struct sim_energy_source {
    uint8_t kind;                 /* enum sim_energy_kind                                                        */
    uint8_t usage_priority;       /* enum sim_usage_priority, electric only                                      */
    uint8_t fuel_inventory_size;  /* burner: slots                                                               */
    uint8_t burnt_inventory_size;
    uint16_t initial_fuel;        /* burner: item that a new entity burns already, 0 for none                    */
    uint64_t fuel_categories;     /* burner: bits of fuel categories                                             */
    double initial_fuel_fraction; /* 0..1 of that item's energy                                                  */
    double effectivity;           /* burner, fluid: energy out per energy in                                     */
    double pollution_per_minute;  /* at full work                                                                */
    double buffer_capacity_joules; /* 0 when the game derives it from the consumption                            */
    double input_flow_limit_joules_per_tick;  /* SIM_NO_FLOW_LIMIT for none                                      */
    double output_flow_limit_joules_per_tick;
    double drain_joules_per_tick; /* electric: drawn always; the game's default of usage / 30 is filled in       */
    double fluid_usage_per_tick;  /* fluid: largest                                                              */
    double maximum_temperature;   /* fluid, heat: degrees Celsius                                                */
} sim_energy_source;

#define SIM_NO_FLOW_LIMIT 1.0e30

/* One end of pipe. The connected tile is the position plus one tile in the direction. */
typedef struct sim_pipe_connection_prototype {
    sim_position positions[4]; /* in the entity, facing north, east, south, west                                 */
    uint8_t direction;         /* defines.direction when the entity faces north: 0, 4, 8 or 12; turns with it    */
    uint8_t type;              /* enum sim_pipe_connection_type                                                  */
    uint8_t flow_direction;    /* enum sim_flow_direction                                                        */
    uint8_t max_underground_distance; /* tiles from end to end                                                   */
    uint64_t connection_categories;   /* bits; ends connect where they share one                                 */
} sim_pipe_connection_prototype;

/* What the tiles that an area touches must be like for an entity to be built. */
typedef struct sim_tile_rule {
    sim_box area;              /* around the centre, facing north                                                */
    uint32_t required_layers;  /* each has one of these, unless it is 0                                          */
    uint32_t refused_layers;   /* none has one of these                                                          */
} sim_tile_rule;

/* Boxes of an entity stand in the order: fluid_boxes as listed, or input (fluid_box) then output, then the energy
 * source's. */
typedef struct sim_fluid_box_prototype {
    double volume;
    double minimum_temperature; /* that it accepts; -1e9 for any                                                 */
    double maximum_temperature; /* 1e9 for any                                                                   */
    uint32_t first_connection;  /* in sim_prototypes.pipe_connections                                            */
    uint32_t connection_count;
    uint16_t filter;            /* fluid, 0 for any                                                              */
    uint8_t production_type;    /* enum sim_fluid_box_production                                                 */
    uint8_t is_energy_source;   /* 1 for the box that feeds the energy source                                    */
} sim_fluid_box_prototype;

typedef struct sim_inserter_prototype {
    const char *name;
    double rotation_speed;        /* turns a tick                                                                */
    double extension_speed;       /* tiles a tick                                                                */
    double starting_distance;     /* tiles, of a new inserter's hand from its centre                             */
    sim_vector_f64 pickup_vector; /* from the centre, facing north; pickup_position is it in 1/256               */
    sim_vector_f64 insert_vector;
    sim_position pickup_position;
    sim_position insert_position;
    double energy_per_movement_joules; /* a tile of extension                                                    */
    double energy_per_rotation_joules; /* a turn                                                                 */
    uint16_t stack_size_bonus;
    uint8_t bulk;
    uint8_t filter_count;
    uint8_t allow_burner_leech;   /* takes fuel for itself from what it serves                                   */
    uint8_t chases_belt_items;
} sim_inserter_prototype;

/* Speeds of a turret are parts of an animation a tick: 1 / speed, rounded up, is its ticks. */
typedef struct sim_turret_prototype {
    const char *name;
    uint16_t attack;
    uint16_t automated_ammo_count; /* magazines that inserters fill up to                                        */
    uint16_t ammo_inventory_size;
    uint8_t allow_turning_when_starting_attack;
    uint8_t start_attacking_only_when_can_shoot;
    double rotation_speed;         /* turns a tick                                                               */
    double preparing_speed;
    double prepared_speed;
    double folding_speed;
    double folded_speed;
    double starting_attack_speed;
    double attacking_speed;
    double ending_attack_speed;
    uint32_t preparing_ticks;      /* 0 when the speed is not published                                          */
    uint32_t folding_ticks;
    uint32_t starting_attack_ticks;
    uint32_t ending_attack_ticks;
    double prepare_range;          /* tiles; the attack's range where none is given                              */
    double call_for_help_radius;
    double build_base_evolution_requirement;
    double fluid_buffer_size;
    double fluid_buffer_input_flow; /* a tick                                                                    */
    double activation_buffer_ratio;
} sim_turret_prototype;

typedef struct sim_unit_prototype {
    const char *name;
    uint16_t attack;
    uint8_t can_open_gates;
    uint8_t affected_by_tiles;
    uint8_t destroy_when_commands_fail;  /* ai_settings                                                          */
    uint8_t allow_try_return_to_spawner;
    uint8_t do_separation;
    uint8_t join_attacks;
    double movement_speed;               /* tiles a tick                                                         */
    double vision_distance;              /* tiles                                                                */
    double absorptions_to_join_attack;   /* pollution                                                            */
    double spawning_time_modifier;
    uint32_t distraction_cooldown_ticks;
    uint32_t min_pursue_time_ticks;
    double max_pursue_distance;
    double rotation_speed;               /* turns a tick                                                         */
    int32_t path_resolution_modifier;
} sim_unit_prototype;

typedef struct sim_spawn_point {
    double evolution;
    double weight;
} sim_spawn_point;

/* A unit that a spawner makes. Its weight at an evolution lies on the straight lines between its points; none before
 * the first, the last one's after the last. */
typedef struct sim_spawn {
    uint16_t unit; /* entity */
    uint32_t first_point;
    uint32_t point_count;
} sim_spawn;

typedef struct sim_spawner_prototype {
    const char *name;
    uint32_t first_spawn;                   /* in sim_prototypes.spawns, in the prototype's order                */
    uint32_t spawn_count;
    uint32_t max_count_of_owned_units;
    uint32_t max_friends_around_to_spawn;
    double spawning_cooldown_max_ticks;     /* at evolution 0                                                    */
    double spawning_cooldown_min_ticks;     /* at evolution 1                                                    */
    double spawning_radius;                 /* tiles                                                             */
    double spawning_spacing;
    double max_spawn_shift;
    double max_richness_for_spawn_shift;
    double call_for_help_radius;
    double pollution_absorption_absolute;     /* a second                                                        */
    double pollution_absorption_proportional; /* part of the chunk's pollution a second                          */
    double build_base_evolution_requirement;
} sim_spawner_prototype;

typedef struct sim_fire_prototype {
    const char *name;
    uint32_t initial_lifetime_ticks;
    uint32_t maximum_lifetime_ticks;
    uint32_t lifetime_increase_by;
    uint32_t add_fuel_cooldown_ticks;
    uint16_t sticker;              /* entity put on who stands in it                                             */
    uint32_t first_damage;         /* in sim_prototypes.damages: each damage tick                                */
    uint32_t damage_count;
    uint8_t spares_trees;
    double maximum_damage_multiplier;
    double damage_multiplier_increase_per_added_fuel;
    double damage_multiplier_decrease_per_tick;
} sim_fire_prototype;

typedef struct sim_sticker_prototype {
    const char *name;
    uint32_t duration_ticks;
    uint32_t damage_interval_ticks;
    uint32_t first_damage;
    uint32_t damage_count;
    double movement_modifier_from; /* of speed, at the start; moves to movement_modifier_to by the end           */
    double movement_modifier_to;
} sim_sticker_prototype;

typedef struct sim_beacon_prototype {
    const char *name;
    double distribution_effectivity;
    double supply_area_distance;  /* tiles beyond the collision box's tiles                                      */
    uint32_t first_profile;       /* in sim_prototypes.numbers: factor of an effect for 1, 2, ... beacons        */
    uint32_t profile_count;
    uint8_t counts_same_type;     /* beacon_counter: only its own kind, else all                                 */
} sim_beacon_prototype;

typedef struct sim_radar_prototype {
    const char *name;
    double energy_per_sector_joules;
    double energy_per_nearby_scan_joules;
    uint32_t max_distance_of_sector_revealed;        /* chunks */
    uint32_t max_distance_of_nearby_sector_revealed;
} sim_radar_prototype;

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

    /* Every entity. */
    uint32_t flags;                  /* enum sim_entity_flag                                                     */
    uint16_t placeable_by;           /* item whose place_result it is, first in the game's order; 0 for none     */
    uint16_t fast_replaceable_group;
    uint16_t next_upgrade;           /* entity                                                                   */
    uint16_t corpse;                 /* entity that a death leaves, the first of several                         */
    uint32_t first_resistance;       /* in sim_prototypes.resistances                                            */
    uint32_t resistance_count;
    double repair_speed_modifier;
    double pollution_absorption_per_second; /* a tree's; negative emissions_per_second                           */
    double tree_removal_probability;        /* resources, generation only                                        */
    uint8_t count_as_rock;                  /* count_as_rock_for_filtered_deconstruction                         */

    /* Machines: the energy source, and what runs at work. */
    sim_energy_source energy;
    double energy_usage_joules_per_tick; /* energy_usage or energy_consumption at full work, without the drain   */
    double production_joules_per_tick;   /* solar panel, electric energy interface; a generator's largest        */
    uint32_t first_fluid_box;            /* in sim_prototypes.fluid_boxes                                        */
    uint8_t fluid_box_count;
    uint8_t fluid_boxes_off_when_no_fluid_recipe;
    uint8_t module_slots;
    uint8_t allowed_effects;             /* enum sim_effect                                                      */
    double base_productivity;            /* effect_receiver.base_effect                                          */
    uint8_t uses_module_effects;
    uint8_t uses_beacon_effects;

    /* Crafting machines: assembling machines, furnaces, rocket silos; and the character. */
    uint8_t source_inventory_size;       /* furnaces                                                             */
    uint8_t result_inventory_size;
    uint16_t fixed_recipe;
    uint16_t ingredient_count;           /* largest number of ingredients that it crafts from                    */
    uint64_t crafting_categories;        /* bits: 1 << number in sim_prototypes.recipe_categories                */
    double crafting_speed;
    uint32_t rocket_parts_required;
    double active_energy_usage_joules_per_tick; /* rocket silo while it readies a rocket                         */

    /* Mining drills and resources (mining_speed stands above). */
    uint64_t resource_categories;        /* drills and characters: bits: 1 << number                             */
    double resource_searching_radius;    /* tiles                                                                */
    int32_t resource_searching_radius_fixed; /* 1/256 tile                                                       */
    sim_position place_result_position;  /* vector_to_place_result in 1/256, from the centre, facing north       */
    sim_vector_f64 place_result_vector;
    uint16_t resource_category;          /* resources                                                            */
    uint16_t required_fluid;
    double required_fluid_amount;        /* a mining operation                                                   */
    double resource_drain_rate;          /* drills: 1 for all of it                                              */

    /* Belts, underground belts, splitters. */
    double belt_speed;                   /* tiles a tick                                                         */
    uint32_t belt_speed_fixed;           /* 1/256 tile a tick                                                    */
    uint16_t max_underground_distance;   /* tiles from end to end: gap + 1                                       */
    uint16_t related_underground_belt;   /* entity; of a splitter its related_transport_belt                     */

    /* Electric poles. */
    double maximum_wire_distance;        /* tiles                                                                */
    double supply_area_distance;         /* tiles from the centre                                                */

    /* Boilers, generators, pumps. */
    double target_temperature;           /* degrees Celsius                                                      */
    double maximum_temperature;
    double effectivity;
    double fluid_usage_per_tick;
    double pumping_speed;                /* a tick                                                               */
    sim_position fluid_source_offset;    /* offshore pump: the tile whose fluid it draws                         */
    uint32_t first_tile_rule;            /* offshore pump: in sim_prototypes.tile_rules                           */
    uint32_t tile_rule_count;
    uint8_t burns_fluid;
    uint8_t output_to_separate_pipe;     /* boiler mode                                                          */
    uint8_t two_direction_only;          /* storage tank                                                         */

    /* Labs. */
    double researching_speed;
    uint32_t first_lab_input;            /* in sim_prototypes.lab_inputs                                         */
    uint16_t lab_input_count;

    /* Rows of side tables; 0 for none. */
    uint16_t inserter;
    uint16_t attack;                     /* units and turrets; also in their own rows                            */
    uint16_t turret;
    uint16_t unit;
    uint16_t spawner;
    uint16_t fire;
    uint16_t sticker;
    uint16_t beacon;
    uint16_t radar;

    /* Gates. */
    double opening_speed;                /* a tick                                                               */
    double activation_distance;          /* tiles                                                                */
    uint32_t timeout_to_close_ticks;

    uint32_t time_to_live_ticks;         /* corpses                                                              */
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
    uint8_t allow_productivity;
    uint8_t hidden;
    uint8_t hide_from_player_crafting;
    uint8_t allow_as_intermediate;
    uint8_t allow_intermediates;
    uint8_t allow_decomposition; /* into raw ingredients, by who works out totals                                 */
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

/* The number of an item or of a technology in a list. */
typedef struct sim_number {
    uint16_t number;
} sim_number;

/* A row of a list of plain numbers. */
typedef struct sim_value {
    double value;
} sim_value;

typedef struct sim_pollution_settings {
    uint8_t enabled;
    double diffusion_ratio;       /* to each of the four neighbours, every 64 ticks                              */
    double min_to_diffuse;
    double ageing;
    double expected_max_per_chunk;
    double min_to_show_per_chunk;
    double min_pollution_to_damage_trees;
    double pollution_with_max_forest_damage;
    double pollution_per_tree_damage;
    double pollution_restored_per_tree_damage;
    double max_pollution_to_restore_trees;
    double enemy_attack_pollution_consumption_modifier;
} sim_pollution_settings;

typedef struct sim_evolution_settings {
    uint8_t enabled;
    double time_factor;           /* a second, as the game's own comment on the number says                      */
    double destroy_factor;        /* a spawner                                                                   */
    double pollution_factor;      /* a unit of pollution made                                                    */
} sim_evolution_settings;

typedef struct sim_expansion_settings {
    uint8_t enabled;
    uint32_t max_expansion_distance;         /* chunks */
    uint32_t friendly_base_influence_radius;
    uint32_t enemy_building_influence_radius;
    double building_coefficient;
    double other_base_coefficient;
    double neighbouring_chunk_coefficient;
    double neighbouring_base_chunk_coefficient;
    double max_colliding_tiles_coefficient;
    uint32_t settler_group_min_size;
    uint32_t settler_group_max_size;
    uint32_t min_expansion_cooldown;         /* ticks */
    uint32_t max_expansion_cooldown;
} sim_expansion_settings;

typedef struct sim_unit_group_settings {
    uint32_t min_group_gathering_time; /* ticks */
    uint32_t max_group_gathering_time;
    uint32_t max_wait_time_for_late_members;
    double max_group_radius;           /* tiles */
    double min_group_radius;
    double max_member_speedup_when_behind;
    double max_member_slowdown_when_ahead;
    double max_group_slowdown_factor;
    double max_group_member_fallback_factor;
    double member_disown_distance;
    uint32_t tick_tolerance_when_member_arrives;
    uint32_t max_gathering_unit_groups;
    uint32_t max_unit_group_size;
} sim_unit_group_settings;

typedef struct sim_steering_settings {
    double radius; /* tiles */
    double separation_force;
    double separation_factor;
} sim_steering_settings;

typedef struct sim_path_finder_settings {
    double fwd2bwd_ratio;
    double goal_pressure_ratio;
    uint32_t max_steps_worked_per_tick;
    uint32_t max_work_done_per_tick;
    uint32_t short_request_max_steps;
    double short_request_ratio;
    double direct_distance_to_consider_short_request;
    double start_to_goal_cost_multiplier_to_terminate_path_find;
    uint32_t min_steps_to_check_path_find_termination;
    double general_entity_collision_penalty;
    double general_entity_subsequent_collision_penalty;
    double extended_collision_penalty;
    double ignore_moving_enemy_collision_distance;
    double enemy_with_different_destination_collision_penalty;
    double stale_enemy_with_same_destination_collision_penalty;
} sim_path_finder_settings;

typedef struct sim_map_settings {
    sim_pollution_settings pollution;
    sim_evolution_settings enemy_evolution;
    sim_expansion_settings enemy_expansion;
    sim_unit_group_settings unit_group;
    sim_steering_settings steering_default;
    sim_steering_settings steering_moving;
    sim_path_finder_settings path_finder;
    uint32_t max_failed_behavior_count;
    double technology_price_multiplier;
} sim_map_settings;

/* Utility constants of the game that mechanics obey. */
typedef struct sim_utility_constants {
    double max_fluid_flow;                   /* a tick through a machine's connection                            */
    double dynamic_recipe_overload_factor;
    double minimum_recipe_overload_multiplier;
    double maximum_recipe_overload_multiplier;
    double spawner_evolution_factor_health_modifier; /* health at evolution 1 over that at 0                     */
    double unit_group_max_pursue_distance;   /* tiles                                                            */
    double unit_group_pathfind_resolution;
    double default_pipeline_extent;          /* tiles that one fluid segment may span                            */
} sim_utility_constants;

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
