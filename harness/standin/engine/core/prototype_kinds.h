/* prototype_kinds.h - the words of the game's prototypes as numbers: collision layers, types, flags, kinds of attacks
 * and effects. Part of prototypes.h. */
#ifndef SIM_PROTOTYPE_KINDS_H
#define SIM_PROTOTYPE_KINDS_H

#include <stdint.h>

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
    SIM_TYPE_REACTOR = 53,
    SIM_TYPE_HEAT_PIPE = 54,
    SIM_TYPE_HEAT_INTERFACE = 55,
    SIM_TYPE_COUNT = 56 /* stays below 64: filters hold one bit a type */
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

#endif
