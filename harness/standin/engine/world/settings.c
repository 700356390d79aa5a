#include "harness/standin/engine/world/settings.h"

#include <math.h>
#include <stddef.h>

#include "harness/standin/engine/world/evolution.h"
#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/core/pool.h"

#define FLAG(part, group, name) {group, #name, offsetof(sim_map_settings, part.name), SIM_SETTING_FLAG}
#define COUNT(part, group, name) {group, #name, offsetof(sim_map_settings, part.name), SIM_SETTING_COUNT}
#define NUMBER(part, group, name) {group, #name, offsetof(sim_map_settings, part.name), SIM_SETTING_NUMBER}

static const sim_setting SETTINGS[] = {
    FLAG(pollution, "pollution", enabled),
    NUMBER(pollution, "pollution", diffusion_ratio),
    NUMBER(pollution, "pollution", min_to_diffuse),
    NUMBER(pollution, "pollution", ageing),
    NUMBER(pollution, "pollution", expected_max_per_chunk),
    NUMBER(pollution, "pollution", min_to_show_per_chunk),
    NUMBER(pollution, "pollution", min_pollution_to_damage_trees),
    NUMBER(pollution, "pollution", pollution_with_max_forest_damage),
    NUMBER(pollution, "pollution", pollution_per_tree_damage),
    NUMBER(pollution, "pollution", pollution_restored_per_tree_damage),
    NUMBER(pollution, "pollution", max_pollution_to_restore_trees),
    NUMBER(pollution, "pollution", enemy_attack_pollution_consumption_modifier),
    FLAG(enemy_evolution, "enemy_evolution", enabled),
    NUMBER(enemy_evolution, "enemy_evolution", time_factor),
    NUMBER(enemy_evolution, "enemy_evolution", destroy_factor),
    NUMBER(enemy_evolution, "enemy_evolution", pollution_factor),
    FLAG(enemy_expansion, "enemy_expansion", enabled),
    COUNT(enemy_expansion, "enemy_expansion", max_expansion_distance),
    COUNT(enemy_expansion, "enemy_expansion", friendly_base_influence_radius),
    COUNT(enemy_expansion, "enemy_expansion", enemy_building_influence_radius),
    NUMBER(enemy_expansion, "enemy_expansion", building_coefficient),
    NUMBER(enemy_expansion, "enemy_expansion", other_base_coefficient),
    NUMBER(enemy_expansion, "enemy_expansion", neighbouring_chunk_coefficient),
    NUMBER(enemy_expansion, "enemy_expansion", neighbouring_base_chunk_coefficient),
    NUMBER(enemy_expansion, "enemy_expansion", max_colliding_tiles_coefficient),
    COUNT(enemy_expansion, "enemy_expansion", settler_group_min_size),
    COUNT(enemy_expansion, "enemy_expansion", settler_group_max_size),
    COUNT(enemy_expansion, "enemy_expansion", min_expansion_cooldown),
    COUNT(enemy_expansion, "enemy_expansion", max_expansion_cooldown),
    COUNT(unit_group, "unit_group", min_group_gathering_time),
    COUNT(unit_group, "unit_group", max_group_gathering_time),
    COUNT(unit_group, "unit_group", max_wait_time_for_late_members),
    NUMBER(unit_group, "unit_group", max_group_radius),
    NUMBER(unit_group, "unit_group", min_group_radius),
    NUMBER(unit_group, "unit_group", max_member_speedup_when_behind),
    NUMBER(unit_group, "unit_group", max_member_slowdown_when_ahead),
    NUMBER(unit_group, "unit_group", max_group_slowdown_factor),
    NUMBER(unit_group, "unit_group", max_group_member_fallback_factor),
    NUMBER(unit_group, "unit_group", member_disown_distance),
    COUNT(unit_group, "unit_group", tick_tolerance_when_member_arrives),
    COUNT(unit_group, "unit_group", max_gathering_unit_groups),
    COUNT(unit_group, "unit_group", max_unit_group_size),
    NUMBER(steering_default, "steering.default", radius),
    NUMBER(steering_default, "steering.default", separation_force),
    NUMBER(steering_default, "steering.default", separation_factor),
    NUMBER(steering_moving, "steering.moving", radius),
    NUMBER(steering_moving, "steering.moving", separation_force),
    NUMBER(steering_moving, "steering.moving", separation_factor),
    NUMBER(path_finder, "path_finder", fwd2bwd_ratio),
    NUMBER(path_finder, "path_finder", goal_pressure_ratio),
    COUNT(path_finder, "path_finder", max_steps_worked_per_tick),
    COUNT(path_finder, "path_finder", max_work_done_per_tick),
    COUNT(path_finder, "path_finder", short_request_max_steps),
    NUMBER(path_finder, "path_finder", short_request_ratio),
    NUMBER(path_finder, "path_finder", direct_distance_to_consider_short_request),
    NUMBER(path_finder, "path_finder", start_to_goal_cost_multiplier_to_terminate_path_find),
    COUNT(path_finder, "path_finder", min_steps_to_check_path_find_termination),
    NUMBER(path_finder, "path_finder", general_entity_collision_penalty),
    NUMBER(path_finder, "path_finder", general_entity_subsequent_collision_penalty),
    NUMBER(path_finder, "path_finder", extended_collision_penalty),
    NUMBER(path_finder, "path_finder", ignore_moving_enemy_collision_distance),
    NUMBER(path_finder, "path_finder", enemy_with_different_destination_collision_penalty),
    NUMBER(path_finder, "path_finder", stale_enemy_with_same_destination_collision_penalty),
    {"", "max_failed_behavior_count", offsetof(sim_map_settings, max_failed_behavior_count), SIM_SETTING_COUNT},
    {"", "technology_price_multiplier", offsetof(sim_map_settings, technology_price_multiplier), SIM_SETTING_NUMBER},
};

#define SETTING_COUNT (sizeof SETTINGS / sizeof *SETTINGS)
#define LARGEST_DIFFUSION 0.25 /* to each of four neighbours: no more than there is */

static sim_settings *record_of(const sim_arena *arena)
{
    if (arena->pools[SIM_POOL_SETTINGS].live == 0) return NULL;
    return SIM_RECORD(arena, SIM_POOL_SETTINGS, sim_settings, 1);
}

const sim_map_settings *sim_settings_get(const sim_arena *arena, const sim_prototypes *prototypes)
{
    const sim_settings *record = record_of(arena);
    return record ? &record->map : &prototypes->map_settings;
}

const sim_setting *sim_settings_list(uint32_t *count)
{
    *count = SETTING_COUNT;
    return SETTINGS;
}

double sim_setting_read(const sim_map_settings *settings, const sim_setting *setting)
{
    const char *place = (const char *)settings + setting->offset;
    switch (setting->kind) {
    case SIM_SETTING_FLAG: return *(const uint8_t *)place;
    case SIM_SETTING_COUNT: return *(const uint32_t *)(const void *)place;
    default: return *(const double *)(const void *)place;
    }
}

void sim_setting_write(sim_map_settings *settings, const sim_setting *setting, double value)
{
    char *place = (char *)settings + setting->offset;
    switch (setting->kind) {
    case SIM_SETTING_FLAG: *(uint8_t *)place = value != 0.0; break;
    case SIM_SETTING_COUNT: *(uint32_t *)(void *)place = value > 0.0 ? (uint32_t)fmin(value, UINT32_MAX) : 0; break;
    default: *(double *)(void *)place = value; break;
    }
}

static int are_possible(const sim_map_settings *settings)
{
    for (uint32_t i = 0; i < SETTING_COUNT; i++) {
        double value = sim_setting_read(settings, &SETTINGS[i]);
        if (!isfinite(value) || value < 0.0) return 0;
    }
    return settings->pollution.diffusion_ratio <= LARGEST_DIFFUSION;
}

enum sim_result sim_settings_set(sim_arena *arena, const sim_prototypes *prototypes, const sim_map_settings *settings)
{
    if (!are_possible(settings)) return SIM_BAD_ARGUMENT;
    sim_settings *record = record_of(arena);
    if (record == NULL && sim_pool_take(arena, SIM_POOL_SETTINGS, 1) == 0) return SIM_ARENA_FULL;
    if (record == NULL) {
        record = record_of(arena);
        record->map = prototypes->map_settings;
    }
    sim_evolution_settle(arena, prototypes);
    for (uint32_t i = 0; i < SETTING_COUNT; i++) /* field by field: padding stays as it is */
        sim_setting_write(&record->map, &SETTINGS[i], sim_setting_read(settings, &SETTINGS[i]));
    return SIM_OK;
}

int sim_settings_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    const sim_position none = {0, 0};
    (void)prototypes;
    SIM_EXPECT(fault, "settings", 0, none, arena->pools[SIM_POOL_SETTINGS].live <= 1);
    if (arena->pools[SIM_POOL_SETTINGS].live == 0) return 1;
    SIM_EXPECT(fault, "settings", 0, none, arena->config.pool_capacity[SIM_POOL_SETTINGS] >= 1);
    SIM_EXPECT(fault, "settings", 1, none, are_possible(&record_of(arena)->map));
    return 1;
}

uint64_t sim_settings_hash(const sim_arena *arena, uint64_t hash)
{
    const sim_settings *record = record_of(arena);
    for (uint32_t i = 0; record && i < SETTING_COUNT; i++)
        hash = sim_hash_double(hash, sim_setting_read(&record->map, &SETTINGS[i]));
    return hash;
}
