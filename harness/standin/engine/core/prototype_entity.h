/* prototype_entity.h - entities, and what only some of them have: energy, fluid boxes, arms, beacons, radars.
 * Part of prototypes.h. */
#ifndef SIM_PROTOTYPE_ENTITY_H
#define SIM_PROTOTYPE_ENTITY_H

#include <stdint.h>

#include "harness/standin/engine/core/fixed.h"
#include "harness/standin/engine/core/prototype_values.h"

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

/* What holds heat: reactors, heat pipes, and machines whose energy source is heat. */
typedef struct sim_heat_prototype {
    const char *name;
    double joules_per_degree;     /* specific heat                                                               */
    double maximum_temperature;   /* degrees Celsius                                                             */
    double default_temperature;   /* of a new entity: it holds no heat below that                                */
    double minimum_working_temperature;
    double minimum_gradient;      /* degrees that a neighbour must be hotter for heat to flow                    */
    double most_joules_per_tick;  /* through one connection                                                      */
    double neighbour_bonus;       /* reactors: share of the heat that each working neighbour adds                */
    uint32_t first_connection;    /* in sim_prototypes.pipe_connections                                          */
    uint32_t connection_count;
} sim_heat_prototype;

/* What a rocket silo does beside crafting, and its rocket; speeds are parts of the whole a tick. */
typedef struct sim_silo_prototype {
    const char *name;
    double light_blinking_speed;
    double door_opening_speed;
    double rising_speed;
    double engine_starting_speed;
    double flying_speed;
    double flying_acceleration;
    uint32_t rocket_rising_delay; /* ticks                                                                       */
    uint32_t launch_wait_time;
    uint8_t cargo_slots;          /* to_be_inserted_to_rocket_inventory_size                                     */
} sim_silo_prototype;

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
    uint16_t heat;
    uint16_t silo;

    /* Gates. */
    double opening_speed;                /* a tick                                                               */
    double activation_distance;          /* tiles                                                                */
    uint32_t timeout_to_close_ticks;

    uint32_t time_to_live_ticks;         /* corpses                                                              */
} sim_entity_prototype;

#endif
