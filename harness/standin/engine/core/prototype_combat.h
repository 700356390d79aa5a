/* prototype_combat.h - attacks, turrets, units, spawners, fires and stickers. Part of prototypes.h. */
#ifndef SIM_PROTOTYPE_COMBAT_H
#define SIM_PROTOTYPE_COMBAT_H

#include <stdint.h>

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
    uint32_t damage_interval_ticks; /* 0 for a thing that never hurts                                            */
    double radius;                 /* tiles around its middle                                                    */
    uint8_t spares_trees;
    uint8_t breathers_only;        /* hurts nothing else than what breathes air                                  */
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

#endif
