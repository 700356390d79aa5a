/* prototype_settings.h - map settings and utility constants: what the game publishes beside its prototypes.
 * Part of prototypes.h. */
#ifndef SIM_PROTOTYPE_SETTINGS_H
#define SIM_PROTOTYPE_SETTINGS_H

#include <stdint.h>

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

#endif
