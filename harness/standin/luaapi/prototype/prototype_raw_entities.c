/* LuaEntityPrototype: fields of the definitions of what stands here as an obstacle or comes with mods (vehicles, rockets,
 * loaders, valves, asteroid collectors, agricultural towers, segmented units), and what all entities have. With the
 * defaults that the description of prototypes states; nil on entities of other types, as in the game. */
#include <math.h>

#include "harness/standin/luaapi/prototype/prototype_fields.h"
#include "harness/standin/luaapi/prototype/prototype_raw.h"

#define WITH_HEALTH LUAAPI_RAW_WITH_HEALTH
#define ROLLING_STOCK " locomotive cargo-wagon fluid-wagon artillery-wagon infinity-cargo-wagon "
#define LOADERS " loader loader-1x1 "
#define ARTILLERY " artillery-turret artillery-wagon "
#define SPIDERS " spider-vehicle spider-unit "
#define MODULE_MACHINES " assembling-machine furnace rocket-silo lab beacon mining-drill "
#define COLLECTOR " asteroid-collector "
#define TOWER " agricultural-tower "
#define SEGMENTED " segmented-unit "
#define ROCKET " rocket-silo-rocket "
#define NUMBER LUAAPI_RAW_NUMBER
#define BOOLEAN LUAAPI_RAW_BOOLEAN
#define TEXT LUAAPI_RAW_TEXT
#define ENERGY LUAAPI_RAW_ENERGY
#define ENTITY LUAAPI_RAW_ENTITY

/* member, field, kind, types that have it, default of numbers and booleans, default of texts */
#define FIELDS(X)                                                                                                    \
    X(activation_buffer_ratio, activation_buffer_ratio, NUMBER, " fluid-turret ", 0, NULL)                           \
    X(air_resistance, air_resistance, NUMBER, ROLLING_STOCK, NAN, NULL)                                              \
    X(allow_access_to_all_forces, allow_access_to_all_forces, BOOLEAN, " market ", 1, NULL)                          \
    X(allow_run_time_change_of_is_military_target, allow_run_time_change_of_is_military_target, BOOLEAN,             \
      WITH_HEALTH, 0, NULL)                                                                                          \
    X(ammo_category, ammo_category, TEXT, " land-mine ", NAN, NULL)                                                  \
    X(automatic_weapon_cycling, automatic_weapon_cycling, BOOLEAN, " spider-vehicle ", NAN, NULL)                    \
    X(captured_spawner_entity, captured_spawner_entity, ENTITY, " unit-spawner ", NAN, NULL)                         \
    X(chain_shooting_cooldown_modifier, chain_shooting_cooldown_modifier, NUMBER, " spider-vehicle ", NAN, NULL)     \
    X(character_corpse, character_corpse, ENTITY, " character ", NAN, NULL)                                          \
    X(chunk_exploration_radius, chunk_exploration_radius, NUMBER, " spider-vehicle ", 0, NULL)                       \
    X(consumption, consumption, ENERGY, " car ", NAN, NULL)                                                          \
    X(distribution_effectivity_bonus_per_quality_level, distribution_effectivity_bonus_per_quality_level, NUMBER,    \
      " beacon ", 0, NULL)                                                                                           \
    X(drawing_box_vertical_extension, drawing_box_vertical_extension, NUMBER, NULL, 0, NULL)                         \
    X(engine_starting_speed, engine_starting_speed, NUMBER, ROCKET, NAN, NULL)                                       \
    X(flying_acceleration, flying_acceleration, NUMBER, ROCKET, NAN, NULL)                                           \
    X(flying_speed, flying_speed, NUMBER, ROCKET, NAN, NULL)                                                         \
    X(follows_player, follows_player, BOOLEAN, " combat-robot ", 0, NULL)                                            \
    X(height, height, NUMBER, SPIDERS, NAN, NULL)                                                                    \
    X(inventory_type, inventory_type, TEXT, " container ", NAN, "with_bar")                                          \
    X(launch_to_space_platforms, launch_to_space_platforms, BOOLEAN, " rocket-silo ", 0, NULL)                       \
    X(loader_adjustable_belt_stack_size, adjustable_belt_stack_size, BOOLEAN, LOADERS, 0, NULL)                      \
    X(loader_max_belt_stack_size, max_belt_stack_size, NUMBER, LOADERS, 1, NULL)                                     \
    X(loader_respect_insert_limits, respect_insert_limits, BOOLEAN, LOADERS, 0, NULL)                                \
    X(loader_wait_for_full_stack, wait_for_full_stack, BOOLEAN, LOADERS, 0, NULL)                                    \
    X(manual_range_modifier, manual_range_modifier, NUMBER, ARTILLERY, 1, NULL)                                      \
    X(quality_affects_module_slots, quality_affects_module_slots, BOOLEAN, MODULE_MACHINES, 0, NULL)                 \
    X(range_from_player, range_from_player, NUMBER, " combat-robot ", 0, NULL)                                       \
    X(rising_speed, rising_speed, NUMBER, ROCKET, NAN, NULL)                                                         \
    X(rotation_snap_angle, rotation_snap_angle, NUMBER, " car ", 0, NULL)                                            \
    X(spawn_decorations_on_expansion, spawn_decorations_on_expansion, BOOLEAN, " turret unit-spawner ", 0, NULL)     \
    X(support_range, support_range, NUMBER, " rail-ramp rail-support ", 15, NULL)                                    \
    X(torso_rotation_speed, torso_rotation_speed, NUMBER, " spider-vehicle ", 1, NULL)                               \
    X(two_direction_only, two_direction_only, BOOLEAN, " storage-tank ", 0, NULL)                                    \
    X(valve_mode, mode, TEXT, " valve ", NAN, NULL)                                                                  \
    X(valve_threshold, threshold, NUMBER, " valve ", 0, NULL)                                                        \
    X(vertical_selection_shift, vertical_selection_shift, NUMBER, ROLLING_STOCK, 0, NULL)                            \
    X(agricultural_tower_radius, radius, NUMBER, TOWER, NAN, NULL)                                                   \
    X(crane_energy_usage, crane_energy_usage, ENERGY, TOWER, NAN, NULL)                                              \
    X(growth_grid_tile_size, growth_grid_tile_size, NUMBER, TOWER, 3, NULL)                                          \
    X(growth_area_radius, growth_area_radius, NUMBER, TOWER, 0.95, NULL)                                             \
    X(growth_ticks, growth_ticks, NUMBER, " plant ", NAN, NULL)                                                      \
    X(arm_count_base, arm_count_base, NUMBER, COLLECTOR, 3, NULL)                                                    \
    X(arm_count_quality_scaling, arm_count_quality_scaling, NUMBER, COLLECTOR, 1, NULL)                              \
    X(arm_energy_usage, arm_energy_usage, ENERGY, COLLECTOR, NAN, NULL)                                              \
    X(arm_slow_energy_usage, arm_slow_energy_usage, ENERGY, COLLECTOR, NAN, NULL)                                    \
    X(arm_speed_base, arm_speed_base, NUMBER, COLLECTOR, 0.1, NULL)                                                  \
    X(passive_energy_usage, passive_energy_usage, ENERGY, COLLECTOR, NAN, NULL)                                      \
    X(attacking_speed, attacking_speed, NUMBER, SEGMENTED, NAN, NULL)                                                \
    X(enraged_speed, enraged_speed, NUMBER, SEGMENTED, NAN, NULL)                                                    \
    X(enraged_duration, enraged_duration, NUMBER, SEGMENTED, NAN, NULL)                                              \
    X(investigating_speed, investigating_speed, NUMBER, SEGMENTED, NAN, NULL)                                        \
    X(patrolling_speed, patrolling_speed, NUMBER, SEGMENTED, NAN, NULL)                                              \
    X(patrolling_turn_radius, patrolling_turn_radius, NUMBER, SEGMENTED, NAN, NULL)                                  \
    X(acceleration_rate, acceleration_rate, NUMBER, SEGMENTED, NAN, NULL)                                            \
    X(turn_radius, turn_radius, NUMBER, SEGMENTED, NAN, NULL)                                                        \
    X(territory_radius, territory_radius, NUMBER, SEGMENTED, NAN, NULL)

#define ROW(member, field, kind, types, fallback, text) {#member, #field, kind, types, fallback, text},
static const luaapi_raw_field fields[] = {FIELDS(ROW){NULL, NULL, NUMBER, NULL, 0, NULL}};

static int get_field(lua_State *L, luaapi_object *self)
{
    return luaapi_raw_get(L, self, fields);
}

/* Collision boxes' flags, which the tables hold. */
#define ENTITY_ROW(self) (&(self)->world->prototypes->entities[(self)->number])

BOOLEAN_GETTER(get_collides_with_self, !ENTITY_ROW(self)->not_colliding_with_itself)
BOOLEAN_GETTER(get_collides_with_tiles_only, ENTITY_ROW(self)->colliding_with_tiles_only)

/* Half of the diagonal of the collision box. */
static int get_radius(lua_State *L, luaapi_object *self)
{
    sim_box box = ENTITY_ROW(self)->collision_box;
    lua_pushnumber(L, hypot(box.right - box.left, box.bottom - box.top) / 2 / SIM_FIXED_ONE);
    return 1;
}

/* A number of the definition by method: get_x(quality?); nil where the definition has none. There is one quality. */
static int push_number_field(lua_State *L, luaapi_object *self, const char *field)
{
    if (luaapi_raw_push_of(L, self)) {
        lua_getfield(L, -1, field);
        if (lua_type(L, -1) == LUA_TNUMBER) {
            return 1;
        }
    }
    lua_pushnil(L);
    return 1;
}

static int get_sector_distance(lua_State *L, luaapi_object *self)
{
    return push_number_field(L, self, "max_distance_of_sector_revealed");
}

static int get_nearby_sector_distance(lua_State *L, luaapi_object *self)
{
    return push_number_field(L, self, "max_distance_of_nearby_sector_revealed");
}

#define MEMBER(member, field, kind, types, fallback, text) {#member, get_field, NULL, NULL},
const luaapi_member luaapi_entity_raw_detail_members[] = {
    {"collision_mask_collides_with_self", get_collides_with_self, NULL, NULL},
    {"collision_mask_collides_with_tiles_only", get_collides_with_tiles_only, NULL, NULL},
    {"radius", get_radius, NULL, NULL},
    {"get_max_distance_of_sector_revealed", NULL, NULL, get_sector_distance},
    {"get_max_distance_of_nearby_sector_revealed", NULL, NULL, get_nearby_sector_distance},
    FIELDS(MEMBER){NULL, NULL, NULL, NULL}};
