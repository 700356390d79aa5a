/* Members of the prototype classes that are fields of their definitions, with the defaults that the description of
 * prototypes states. */
#include <math.h>

#include "harness/standin/luaapi/prototype/prototype_fields.h"
#include "harness/standin/luaapi/prototype/prototype_raw.h"
#include "harness/standin/luaapi/prototype/raw_list.h"

#define WITH_HEALTH LUAAPI_RAW_WITH_HEALTH
#define VEHICLES " car spider-vehicle locomotive cargo-wagon fluid-wagon artillery-wagon "
#define ROLLING_STOCK " locomotive cargo-wagon fluid-wagon artillery-wagon "
#define FLYING_ROBOTS " construction-robot logistic-robot combat-robot "
#define LOGISTIC_ROBOTS " construction-robot logistic-robot "
#define TURRETS " ammo-turret electric-turret fluid-turret turret artillery-turret "
#define SILOS_AND_COMBINATORS " rocket-silo arithmetic-combinator decider-combinator selector-combinator "
#define LOADERS " loader loader-1x1 "
#define NUMBER LUAAPI_RAW_NUMBER
#define BOOLEAN LUAAPI_RAW_BOOLEAN
#define TEXT LUAAPI_RAW_TEXT
#define ENERGY LUAAPI_RAW_ENERGY
#define TABLE LUAAPI_RAW_TABLE
#define SET LUAAPI_RAW_SET
#define ENTITY LUAAPI_RAW_ENTITY
#define ITEM LUAAPI_RAW_ITEM

static const luaapi_raw_field entity_fields[] = {
    {"allow_copy_paste", "allow_copy_paste", BOOLEAN, NULL, 1, NULL},
    {"create_ghost_on_death", "create_ghost_on_death", BOOLEAN, WITH_HEALTH, 1, NULL},
    {"selection_priority", "selection_priority", NUMBER, NULL, 50, NULL},
    {"protected_from_tile_building", "protected_from_tile_building", BOOLEAN, NULL, 1, NULL},
    {"remove_decoratives", "remove_decoratives", TEXT, NULL, NAN, "automatic"},
    {"build_base_evolution_requirement", "build_base_evolution_requirement", NUMBER, NULL, 0, NULL},
    {"heating_energy", "heating_energy", ENERGY, NULL, 0, NULL},
    {"hide_resistances", "hide_resistances", BOOLEAN, WITH_HEALTH, 1, NULL},
    {"alert_when_damaged", "alert_when_damaged", BOOLEAN, WITH_HEALTH, 1, NULL},
    {"overkill_fraction", "overkill_fraction", NUMBER, WITH_HEALTH, 0.05, NULL},
    {"random_corpse_variation", "random_corpse_variation", BOOLEAN, WITH_HEALTH, 0, NULL},
    {"allowed_module_categories", "allowed_module_categories", SET, NULL, NAN, NULL},
    {"surface_conditions", "surface_conditions", TABLE, NULL, NAN, NULL},
    {"has_belt_immunity", "has_belt_immunity", BOOLEAN, " car character unit ", 0, NULL},
    {"alert_when_attacking", "alert_when_attacking", BOOLEAN, TURRETS, 1, NULL},
    {"always_on", "always_on", BOOLEAN, " lamp ", 0, NULL},
    {"darkness_for_all_lamps_on", "darkness_for_all_lamps_on", NUMBER, " lamp ", 0.5, NULL},
    {"darkness_for_all_lamps_off", "darkness_for_all_lamps_off", NUMBER, " lamp ", 0.3, NULL},
    {"allow_custom_vectors", "allow_custom_vectors", BOOLEAN, " inserter ", 0, NULL},
    {"uses_inserter_stack_size_bonus", "uses_inserter_stack_size_bonus", BOOLEAN, " inserter ", 1, NULL},
    {"inserter_max_belt_stack_size", "max_belt_stack_size", NUMBER, " inserter ", 1, NULL},
    {"burns_fluid", "burns_fluid", BOOLEAN, " generator ", 0, NULL},
    {"scale_fluid_usage", "scale_fluid_usage", BOOLEAN, " generator ", 0, NULL},
    {"destroy_non_fuel_fluid", "destroy_non_fuel_fluid", BOOLEAN, " generator ", 1, NULL},
    {"solar_panel_performance_at_day", "performance_at_day", NUMBER, " solar-panel ", 1, NULL},
    {"solar_panel_performance_at_night", "performance_at_night", NUMBER, " solar-panel ", 0, NULL},
    {"science_pack_drain_rate_percent", "science_pack_drain_rate_percent", NUMBER, " lab ", 100, NULL},
    {"affected_by_tiles", "affected_by_tiles", BOOLEAN, " unit ", 0, NULL},
    {"can_open_gates", "can_open_gates", BOOLEAN, " unit ", 0, NULL},
    {"move_while_shooting", "move_while_shooting", BOOLEAN, " unit ", 0, NULL},
    {"radar_range", "radar_range", NUMBER, " unit spider-unit ", 0, NULL},
    {"distraction_cooldown", "distraction_cooldown", NUMBER, " unit spider-unit ", NAN, NULL},
    {"respawn_time", "respawn_time", NUMBER, " character ", 10, NULL},
    {"enter_vehicle_distance", "enter_vehicle_distance", NUMBER, " character ", 3, NULL},
    {"ticks_to_keep_gun", "ticks_to_keep_gun", NUMBER, " character ", NAN, NULL},
    {"ticks_to_keep_aiming_direction", "ticks_to_keep_aiming_direction", NUMBER, " character ", NAN, NULL},
    {"rewire_neighbours_when_destroying", "rewire_neighbours_when_destroying", BOOLEAN, " electric-pole ", 1, NULL},
    {"neighbour_bonus", "neighbour_bonus", NUMBER, " reactor ", 1, NULL},
    {"timeout", "timeout", NUMBER, " land-mine ", 120, NULL},
    {"boiler_mode", "mode", TEXT, " boiler ", NAN, "heat-fluid-inside"},
    {"beacon_counter", "beacon_counter", TEXT, " beacon ", NAN, "total"},
    {"profile", "profile", TABLE, " beacon ", NAN, NULL},
    {"min_darkness_to_spawn", "min_darkness_to_spawn", NUMBER, " unit-spawner ", 0, NULL},
    {"max_darkness_to_spawn", "max_darkness_to_spawn", NUMBER, " unit-spawner ", 1, NULL},
    {"weight", "weight", NUMBER, VEHICLES, NAN, NULL},
    {"energy_per_hit_point", "energy_per_hit_point", NUMBER, VEHICLES, NAN, NULL},
    {"terrain_friction_modifier", "terrain_friction_modifier", NUMBER, VEHICLES, 1, NULL},
    {"allow_passengers", "allow_passengers", BOOLEAN, VEHICLES, 1, NULL},
    {"tank_driving", "tank_driving", BOOLEAN, " car ", 0, NULL},
    {"turret_rotation_speed", "turret_rotation_speed", NUMBER, " car ", 0.01, NULL},
    {"connection_distance", "connection_distance", NUMBER, ROLLING_STOCK, NAN, NULL},
    {"joint_distance", "joint_distance", NUMBER, ROLLING_STOCK, NAN, NULL},
    {"logistic_mode", "logistic_mode", TEXT, " logistic-container ", NAN, NULL},
    {"logistic_radius", "logistics_radius", NUMBER, " roboport ", NAN, NULL},
    {"construction_radius", "construction_radius", NUMBER, " roboport ", NAN, NULL},
    {"max_payload_size", "max_payload_size", NUMBER, LOGISTIC_ROBOTS, NAN, NULL},
    {"min_to_charge", "min_to_charge", NUMBER, FLYING_ROBOTS, 0.2, NULL},
    {"max_to_charge", "max_to_charge", NUMBER, FLYING_ROBOTS, 0.95, NULL},
    {"speed_multiplier_when_out_of_energy", "speed_multiplier_when_out_of_energy", NUMBER, FLYING_ROBOTS, 0, NULL},
    {"energy_per_move", "energy_per_move", ENERGY, FLYING_ROBOTS, 0, NULL},
    {"energy_per_tick", "energy_per_tick", ENERGY, FLYING_ROBOTS, 0, NULL},
    {"active_energy_usage", "active_energy_usage", ENERGY, SILOS_AND_COMBINATORS, NAN, NULL},
    {"lamp_energy_usage", "lamp_energy_usage", ENERGY, " rocket-silo ", NAN, NULL},
    {"door_opening_speed", "door_opening_speed", NUMBER, " rocket-silo ", NAN, NULL},
    {"light_blinking_speed", "light_blinking_speed", NUMBER, " rocket-silo ", NAN, NULL},
    {"launch_wait_time", "launch_wait_time", NUMBER, " rocket-silo ", 120, NULL},
    {"rocket_rising_delay", "rocket_rising_delay", NUMBER, " rocket-silo ", 30, NULL},
    {"rocket_entity_prototype", "rocket_entity", ENTITY, " rocket-silo ", NAN, NULL},
    {"uses_force_mining_productivity_bonus", "uses_force_mining_productivity_bonus", BOOLEAN, " mining-drill ", 1, NULL},
    {"quality_affects_mining_radius", "quality_affects_mining_radius", BOOLEAN, " mining-drill ", 0, NULL},
    {"max_polyphony", "maximum_polyphony", NUMBER, " programmable-speaker ", NAN, NULL},
    {"cliff_explosive_prototype", "cliff_explosive", TEXT, " cliff ", NAN, NULL},
    {"flow_scaling", "flow_scaling", BOOLEAN, " pump ", 1, NULL},
    {"fluid_buffer_size", "fluid_buffer_size", NUMBER, " fluid-turret ", NAN, NULL},
    {"fluid_buffer_input_flow", "fluid_buffer_input_flow", NUMBER, " fluid-turret ", NAN, NULL},
    {"belt_length", "belt_length", NUMBER, LOADERS, 0.5, NULL},
    {"container_distance", "container_distance", NUMBER, LOADERS, 1.5, NULL},
    {"per_lane_filters", "per_lane_filters", BOOLEAN, LOADERS, 0, NULL},
    {NULL, NULL, NUMBER, NULL, 0, NULL},
};

static int get_entity_field(lua_State *L, luaapi_object *self)
{
    return luaapi_raw_get(L, self, entity_fields);
}

const luaapi_member luaapi_entity_raw_members[] = {
    {"allow_copy_paste", get_entity_field, NULL, NULL},
    {"create_ghost_on_death", get_entity_field, NULL, NULL},
    {"selection_priority", get_entity_field, NULL, NULL},
    {"protected_from_tile_building", get_entity_field, NULL, NULL},
    {"remove_decoratives", get_entity_field, NULL, NULL},
    {"build_base_evolution_requirement", get_entity_field, NULL, NULL},
    {"heating_energy", get_entity_field, NULL, NULL},
    {"hide_resistances", get_entity_field, NULL, NULL},
    {"alert_when_damaged", get_entity_field, NULL, NULL},
    {"overkill_fraction", get_entity_field, NULL, NULL},
    {"random_corpse_variation", get_entity_field, NULL, NULL},
    {"allowed_module_categories", get_entity_field, NULL, NULL},
    {"surface_conditions", get_entity_field, NULL, NULL},
    {"has_belt_immunity", get_entity_field, NULL, NULL},
    {"alert_when_attacking", get_entity_field, NULL, NULL},
    {"always_on", get_entity_field, NULL, NULL},
    {"darkness_for_all_lamps_on", get_entity_field, NULL, NULL},
    {"darkness_for_all_lamps_off", get_entity_field, NULL, NULL},
    {"allow_custom_vectors", get_entity_field, NULL, NULL},
    {"uses_inserter_stack_size_bonus", get_entity_field, NULL, NULL},
    {"inserter_max_belt_stack_size", get_entity_field, NULL, NULL},
    {"burns_fluid", get_entity_field, NULL, NULL},
    {"scale_fluid_usage", get_entity_field, NULL, NULL},
    {"destroy_non_fuel_fluid", get_entity_field, NULL, NULL},
    {"solar_panel_performance_at_day", get_entity_field, NULL, NULL},
    {"solar_panel_performance_at_night", get_entity_field, NULL, NULL},
    {"science_pack_drain_rate_percent", get_entity_field, NULL, NULL},
    {"affected_by_tiles", get_entity_field, NULL, NULL},
    {"can_open_gates", get_entity_field, NULL, NULL},
    {"move_while_shooting", get_entity_field, NULL, NULL},
    {"radar_range", get_entity_field, NULL, NULL},
    {"distraction_cooldown", get_entity_field, NULL, NULL},
    {"respawn_time", get_entity_field, NULL, NULL},
    {"enter_vehicle_distance", get_entity_field, NULL, NULL},
    {"ticks_to_keep_gun", get_entity_field, NULL, NULL},
    {"ticks_to_keep_aiming_direction", get_entity_field, NULL, NULL},
    {"rewire_neighbours_when_destroying", get_entity_field, NULL, NULL},
    {"neighbour_bonus", get_entity_field, NULL, NULL},
    {"timeout", get_entity_field, NULL, NULL},
    {"boiler_mode", get_entity_field, NULL, NULL},
    {"beacon_counter", get_entity_field, NULL, NULL},
    {"profile", get_entity_field, NULL, NULL},
    {"min_darkness_to_spawn", get_entity_field, NULL, NULL},
    {"max_darkness_to_spawn", get_entity_field, NULL, NULL},
    {"weight", get_entity_field, NULL, NULL},
    {"energy_per_hit_point", get_entity_field, NULL, NULL},
    {"terrain_friction_modifier", get_entity_field, NULL, NULL},
    {"allow_passengers", get_entity_field, NULL, NULL},
    {"tank_driving", get_entity_field, NULL, NULL},
    {"turret_rotation_speed", get_entity_field, NULL, NULL},
    {"connection_distance", get_entity_field, NULL, NULL},
    {"joint_distance", get_entity_field, NULL, NULL},
    {"logistic_mode", get_entity_field, NULL, NULL},
    {"logistic_radius", get_entity_field, NULL, NULL},
    {"construction_radius", get_entity_field, NULL, NULL},
    {"max_payload_size", get_entity_field, NULL, NULL},
    {"min_to_charge", get_entity_field, NULL, NULL},
    {"max_to_charge", get_entity_field, NULL, NULL},
    {"speed_multiplier_when_out_of_energy", get_entity_field, NULL, NULL},
    {"energy_per_move", get_entity_field, NULL, NULL},
    {"energy_per_tick", get_entity_field, NULL, NULL},
    {"active_energy_usage", get_entity_field, NULL, NULL},
    {"lamp_energy_usage", get_entity_field, NULL, NULL},
    {"door_opening_speed", get_entity_field, NULL, NULL},
    {"light_blinking_speed", get_entity_field, NULL, NULL},
    {"launch_wait_time", get_entity_field, NULL, NULL},
    {"rocket_rising_delay", get_entity_field, NULL, NULL},
    {"rocket_entity_prototype", get_entity_field, NULL, NULL},
    {"uses_force_mining_productivity_bonus", get_entity_field, NULL, NULL},
    {"quality_affects_mining_radius", get_entity_field, NULL, NULL},
    {"max_polyphony", get_entity_field, NULL, NULL},
    {"cliff_explosive_prototype", get_entity_field, NULL, NULL},
    {"flow_scaling", get_entity_field, NULL, NULL},
    {"fluid_buffer_size", get_entity_field, NULL, NULL},
    {"fluid_buffer_input_flow", get_entity_field, NULL, NULL},
    {"belt_length", get_entity_field, NULL, NULL},
    {"container_distance", get_entity_field, NULL, NULL},
    {"per_lane_filters", get_entity_field, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const luaapi_raw_field item_fields[] = {
    {"inventory_size", "inventory_size", NUMBER, " item-with-inventory ", NAN, NULL},
    {"infinite", "infinite", BOOLEAN, " tool armor ", 0, NULL},
    {"spoil_result", "spoil_result", ITEM, NULL, NAN, NULL},
    {"plant_result", "plant_result", ENTITY, NULL, NAN, NULL},
    {"fuel_top_speed_multiplier", "fuel_top_speed_multiplier", NUMBER, NULL, 1, NULL},
    {"ingredient_to_weight_coefficient", "ingredient_to_weight_coefficient", NUMBER, NULL, 0.5, NULL},
    {"send_to_orbit_mode", "send_to_orbit_mode", TEXT, NULL, NAN, "not-sendable"},
    {"entity_filter_slots", "entity_filter_count", NUMBER, " deconstruction-item ", 0, NULL},
    {"always_include_tiles", "always_include_tiles", BOOLEAN, " selection-tool blueprint copy-paste-tool deconstruction-item upgrade-item ", 0, NULL},
    {"can_be_mod_opened", "can_be_mod_opened", BOOLEAN, NULL, 0, NULL},
    {"filter_mode", "filter_mode", TEXT, " item-with-inventory ", NAN, "whitelist"},
    {"manual_length_limit", "manual_length_limit", NUMBER, " rail-planner ", 8 * 2 + 1.41 + 0.5, NULL},
    {"moved_to_hub_when_building", "moved_to_hub_when_building", BOOLEAN, NULL, 0, NULL},
    {"requires_beacon_alt_mode", "requires_beacon_alt_mode", BOOLEAN, " module ", 1, NULL},
    {"tile_filter_slots", "tile_filter_count", NUMBER, " deconstruction-item ", 0, NULL},
    {"attack_parameters", "attack_parameters", TABLE, " gun ", NAN, NULL},
    {"capsule_action", "capsule_action", TABLE, " capsule ", NAN, NULL},
    {"destroyed_by_dropping_trigger", "destroyed_by_dropping_trigger", TABLE, NULL, NAN, NULL},
    {"default_import_location", "default_import_location", TEXT, NULL, NAN, NULL},
    {"create_electric_network", "create_electric_network", BOOLEAN, " item ", 0, NULL},
    {"durability_description_key", "durability_description_key", TEXT, " tool repair-tool armor ", NAN, NULL},
    {"durability_description_value", "durability_description_value", TEXT, " tool repair-tool armor ", NAN, NULL},
    {"provides_flight", "provides_flight", BOOLEAN, " armor ", 0, NULL},
    {"skip_fog_of_war", "skip_fog_of_war", BOOLEAN, " selection-tool ", 0, NULL},
    {"draw_label_for_cursor_render", "draw_label_for_cursor_render", BOOLEAN, NULL, 0, NULL},
    {"item_filters", "item_filters", TABLE, " item-with-inventory ", NAN, NULL},
    {NULL, NULL, NUMBER, NULL, 0, NULL},
};

static int get_item_field(lua_State *L, luaapi_object *self)
{
    return luaapi_raw_get(L, self, item_fields);
}

/* The prototype of another kind that a field of the definition names; nil for none. */
static int push_named(lua_State *L, luaapi_object *self, const char *field, const char *const *kinds,
                      const luaapi_class *type)
{
    uint32_t number = 0;
    if (luaapi_raw_push_of(L, self)) {
        lua_getfield(L, -1, field);
        for (int i = 0; kinds[i] != NULL && number == 0 && lua_type(L, -1) == LUA_TSTRING; i++) {
            number = luaapi_raw_number(L, kinds[i], lua_tostring(L, -1));
        }
    }
    luaapi_push_prototype_or_nil(L, self->world, type, number);
    return 1;
}

static int get_equipment(lua_State *L, luaapi_object *self)
{
    return push_named(L, self, "place_as_equipment_result", luaapi_equipment_kinds, &luaapi_class_equipment_prototype);
}

static int get_grid(lua_State *L, luaapi_object *self)
{
    static const char *const kinds[] = {"equipment-grid", NULL};
    return push_named(L, self, "equipment_grid", kinds, &luaapi_class_grid_prototype);
}

/* get_spoil_ticks(quality?): 0 for what does not spoil; there is one quality. */
static int get_spoil_ticks(lua_State *L, luaapi_object *self)
{
    double ticks = 0;
    if (luaapi_raw_push_of(L, self)) {
        lua_getfield(L, -1, "spoil_ticks");
        ticks = lua_tonumber(L, -1);
    }
    lua_pushnumber(L, ticks);
    return 1;
}

const luaapi_member luaapi_item_raw_members[] = {
    {"inventory_size", get_item_field, NULL, NULL},
    {"infinite", get_item_field, NULL, NULL},
    {"spoil_result", get_item_field, NULL, NULL},
    {"plant_result", get_item_field, NULL, NULL},
    {"fuel_top_speed_multiplier", get_item_field, NULL, NULL},
    {"ingredient_to_weight_coefficient", get_item_field, NULL, NULL},
    {"send_to_orbit_mode", get_item_field, NULL, NULL},
    {"entity_filter_slots", get_item_field, NULL, NULL},
    {"tile_filter_slots", get_item_field, NULL, NULL},
    {"attack_parameters", get_item_field, NULL, NULL},
    {"capsule_action", get_item_field, NULL, NULL},
    {"destroyed_by_dropping_trigger", get_item_field, NULL, NULL},
    {"default_import_location", get_item_field, NULL, NULL},
    {"create_electric_network", get_item_field, NULL, NULL},
    {"durability_description_key", get_item_field, NULL, NULL},
    {"durability_description_value", get_item_field, NULL, NULL},
    {"provides_flight", get_item_field, NULL, NULL},
    {"skip_fog_of_war", get_item_field, NULL, NULL},
    {"draw_label_for_cursor_render", get_item_field, NULL, NULL},
    {"item_filters", get_item_field, NULL, NULL},
    {"place_as_equipment_result", get_equipment, NULL, NULL},
    {"equipment_grid", get_grid, NULL, NULL},
    {"always_include_tiles", get_item_field, NULL, NULL},
    {"can_be_mod_opened", get_item_field, NULL, NULL},
    {"filter_mode", get_item_field, NULL, NULL},
    {"manual_length_limit", get_item_field, NULL, NULL},
    {"moved_to_hub_when_building", get_item_field, NULL, NULL},
    {"requires_beacon_alt_mode", get_item_field, NULL, NULL},
    {"get_spoil_ticks", NULL, NULL, get_spoil_ticks},
    {NULL, NULL, NULL, NULL},
};

static const luaapi_raw_field recipe_fields[] = {
    {"always_show_made_in", "always_show_made_in", BOOLEAN, NULL, 0, NULL},
    {"always_show_products", "always_show_products", BOOLEAN, NULL, 0, NULL},
    {"show_amount_in_title", "show_amount_in_title", BOOLEAN, NULL, 1, NULL},
    {"allow_inserter_overload", "allow_inserter_overload", BOOLEAN, NULL, 1, NULL},
    {"preserve_products_in_machine_output", "preserve_products_in_machine_output", BOOLEAN, NULL, 0, NULL},
    {"request_paste_multiplier", "requester_paste_multiplier", NUMBER, NULL, 30, NULL},
    {"reset_freshness_on_craft", "reset_freshness_on_craft", BOOLEAN, NULL, 0, NULL},
    {"result_is_always_fresh", "result_is_always_fresh", BOOLEAN, NULL, 0, NULL},
    {"surface_conditions", "surface_conditions", TABLE, NULL, NAN, NULL},
    {"unlock_results", "unlock_results", BOOLEAN, NULL, 1, NULL},
    {"additional_categories", "additional_categories", TABLE, NULL, 0, NULL},
    {"is_parameter", "parameter", BOOLEAN, NULL, 0, NULL},
    {"hide_from_signal_gui", "hide_from_signal_gui", BOOLEAN, NULL, NAN, NULL},
    {"hide_from_bonus_gui", "hide_from_bonus_gui", BOOLEAN, NULL, 0, NULL},
    {"allowed_module_categories", "allowed_module_categories", SET, NULL, NAN, NULL},
    {"hidden_from_flow_stats", "hide_from_stats", BOOLEAN, NULL, 0, NULL},
    {"hide_from_flow_stats", "hide_from_stats", BOOLEAN, NULL, 0, NULL},
    {NULL, NULL, NUMBER, NULL, 0, NULL},
};

static int get_recipe_field(lua_State *L, luaapi_object *self)
{
    return luaapi_raw_get(L, self, recipe_fields);
}

const luaapi_member luaapi_recipe_raw_members[] = {
    {"always_show_made_in", get_recipe_field, NULL, NULL},
    {"always_show_products", get_recipe_field, NULL, NULL},
    {"show_amount_in_title", get_recipe_field, NULL, NULL},
    {"allow_inserter_overload", get_recipe_field, NULL, NULL},
    {"preserve_products_in_machine_output", get_recipe_field, NULL, NULL},
    {"request_paste_multiplier", get_recipe_field, NULL, NULL},
    {"reset_freshness_on_craft", get_recipe_field, NULL, NULL},
    {"result_is_always_fresh", get_recipe_field, NULL, NULL},
    {"surface_conditions", get_recipe_field, NULL, NULL},
    {"unlock_results", get_recipe_field, NULL, NULL},
    {"additional_categories", get_recipe_field, NULL, NULL},
    {"is_parameter", get_recipe_field, NULL, NULL},
    {"hide_from_signal_gui", get_recipe_field, NULL, NULL},
    {"hide_from_bonus_gui", get_recipe_field, NULL, NULL},
    {"allowed_module_categories", get_recipe_field, NULL, NULL},
    {"hidden_from_flow_stats", get_recipe_field, NULL, NULL},
    {"hide_from_flow_stats", get_recipe_field, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const luaapi_raw_field technology_fields[] = {
    {"visible_when_disabled", "visible_when_disabled", BOOLEAN, NULL, 0, NULL},
    {"allows_productivity", "allows_productivity", BOOLEAN, NULL, 1, NULL},
    {NULL, NULL, NUMBER, NULL, 0, NULL},
};

static int get_technology_field(lua_State *L, luaapi_object *self)
{
    return luaapi_raw_get(L, self, technology_fields);
}

const luaapi_member luaapi_technology_raw_members[] = {
    {"visible_when_disabled", get_technology_field, NULL, NULL},
    {"allows_productivity", get_technology_field, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const luaapi_raw_field tile_fields[] = {
    {"layer", "layer", NUMBER, NULL, NAN, NULL},
    {"vehicle_friction_modifier", "vehicle_friction_modifier", NUMBER, NULL, 1, NULL},
    {"needs_correction", "needs_correction", BOOLEAN, NULL, 0, NULL},
    {"can_be_part_of_blueprint", "can_be_part_of_blueprint", BOOLEAN, NULL, 1, NULL},
    {"check_collision_with_entities", "check_collision_with_entities", BOOLEAN, NULL, 1, NULL},
    {"max_health", "max_health", NUMBER, NULL, 0, NULL},
    {"allows_being_covered", "allows_being_covered", BOOLEAN, NULL, 1, NULL},
    {"weight", "weight", NUMBER, NULL, 0, NULL},
    {"destroys_dropped_items", "destroys_dropped_items", BOOLEAN, NULL, 0, NULL},
    {"decorative_removal_probability", "decorative_removal_probability", NUMBER, NULL, 0, NULL},
    {NULL, NULL, NUMBER, NULL, 0, NULL},
};

static int get_tile_field(lua_State *L, luaapi_object *self)
{
    return luaapi_raw_get(L, self, tile_fields);
}

const luaapi_member luaapi_tile_raw_members[] = {
    {"layer", get_tile_field, NULL, NULL},
    {"vehicle_friction_modifier", get_tile_field, NULL, NULL},
    {"needs_correction", get_tile_field, NULL, NULL},
    {"can_be_part_of_blueprint", get_tile_field, NULL, NULL},
    {"check_collision_with_entities", get_tile_field, NULL, NULL},
    {"max_health", get_tile_field, NULL, NULL},
    {"allows_being_covered", get_tile_field, NULL, NULL},
    {"weight", get_tile_field, NULL, NULL},
    {"destroys_dropped_items", get_tile_field, NULL, NULL},
    {"decorative_removal_probability", get_tile_field, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
