/* LuaPrototypes, and the prototypes that are not much more than a name. */
#include "harness/standin/luaapi/surface/entity_search.h"
#include "harness/standin/luaapi/prototype/prototype_filter.h"
#include "harness/standin/luaapi/objects/plain_members.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"
#include "harness/standin/luaapi/prototype/prototype_raw.h"

const char *luaapi_autoplace_control(uint32_t number)
{
    static const char *const names[] = {
        "coal",  "copper-ore", "crude-oil", "enemy-base", "iron-ore", "nauvis_cliff", "rocks", "starting_area_moisture",
        "stone", "trees",      "uranium-ore", "water"};
    return number >= 1 && number <= sizeof names / sizeof *names ? names[number - 1] : NULL;
}

#define NAMED_CLASS(stem, class_name, text, kind)                                                                    \
    STRING_GETTER(stem##_name, text)                                                                                 \
    static int stem##_localised_name(lua_State *L, luaapi_object *self)                                              \
    {                                                                                                                \
        return luaapi_push_localised(L, kind "-name", text);                                                         \
    }                                                                                                                \
    STRING_GETTER(stem##_type, kind)                                                                                 \
    static const luaapi_member stem##_members[] = {                                                                  \
        {"name", stem##_name, NULL, NULL},                                                                           \
        {"type", stem##_type, NULL, NULL},                                                                           \
        {"localised_name", stem##_localised_name, NULL, NULL},                                                       \
        {NULL, NULL, NULL, NULL},                                                                                    \
    };                                                                                                               \
    const luaapi_class luaapi_class_##stem = {.name = class_name,                                                 \
        .inherited = luaapi_prototype_base_members, .members = stem##_members};

#define NAME_IN(list) (self->world->prototypes->list[self->number].name)

NAMED_CLASS(autoplace_control, "LuaAutoplaceControlPrototype", luaapi_autoplace_control(self->number),
            "autoplace-control")
NAMED_CLASS(recipe_category, "LuaRecipeCategoryPrototype", NAME_IN(recipe_categories), "recipe-category")
NAMED_CLASS(fuel_category, "LuaFuelCategoryPrototype", NAME_IN(fuel_categories), "fuel-category")
NAMED_CLASS(resource_category, "LuaResourceCategoryPrototype", NAME_IN(resource_categories), "resource-category")
NAMED_CLASS(module_category, "LuaModuleCategoryPrototype", NAME_IN(module_categories), "module-category")
NAMED_CLASS(ammo_category, "LuaAmmoCategoryPrototype", NAME_IN(ammo_categories), "ammo-category")
NAMED_CLASS(damage_prototype, "LuaDamagePrototype", NAME_IN(damage_types), "damage-type")
NAMED_CLASS(collision_layer, "LuaCollisionLayerPrototype",
            luaapi_collision_layer_name((uint32_t)1 << (self->number - 1)), "collision-layer")

/* Without the quality mod there is one quality. */
STRING_GETTER(quality_name, "normal")
STRING_GETTER(quality_type, "quality")
NUMBER_GETTER(quality_level, 0)
NUMBER_GETTER(quality_multiplier, 1)

static int quality_localised_name(lua_State *L, luaapi_object *self)
{
    (void)self;
    return luaapi_push_localised(L, "quality-name", "normal");
}

static int quality_next(lua_State *L, luaapi_object *self)
{
    (void)self;
    lua_pushnil(L);
    return 1;
}

/* What the next quality's chance would be, if there were one. */
static int quality_next_probability(lua_State *L, luaapi_object *self)
{
    (void)self;
    if (luaapi_raw_push(L, "quality", "normal")) {
        lua_getfield(L, -1, "next_probability");
    } else {
        lua_pushnumber(L, 0);
    }
    return 1;
}

/* Multipliers are 1 and bonuses 0 at level 0. */
static const luaapi_member quality_members[] = {
    {"name", quality_name, NULL, NULL},
    {"type", quality_type, NULL, NULL},
    {"localised_name", quality_localised_name, NULL, NULL},
    {"level", quality_level, NULL, NULL},
    {"next", quality_next, NULL, NULL},
    {"default_multiplier", quality_multiplier, NULL, NULL},
    {"next_probability", quality_next_probability, NULL, NULL},
    {"accumulator_capacity_multiplier", luaapi_get_one, NULL, NULL},
    {"beacon_power_usage_multiplier", luaapi_get_one, NULL, NULL},
    {"crafting_machine_energy_usage_multiplier", luaapi_get_one, NULL, NULL},
    {"crafting_machine_speed_multiplier", luaapi_get_one, NULL, NULL},
    {"fluid_wagon_capacity_multiplier", luaapi_get_one, NULL, NULL},
    {"flying_robot_max_energy_multiplier", luaapi_get_one, NULL, NULL},
    {"inserter_speed_multiplier", luaapi_get_one, NULL, NULL},
    {"inventory_size_multiplier", luaapi_get_one, NULL, NULL},
    {"lab_research_speed_multiplier", luaapi_get_one, NULL, NULL},
    {"logistic_cell_charging_energy_multiplier", luaapi_get_one, NULL, NULL},
    {"mining_drill_resource_drain_multiplier", luaapi_get_one, NULL, NULL},
    {"range_multiplier", luaapi_get_one, NULL, NULL},
    {"science_pack_drain_multiplier", luaapi_get_one, NULL, NULL},
    {"tool_durability_multiplier", luaapi_get_one, NULL, NULL},
    {"asteroid_collector_collection_radius_bonus", luaapi_get_zero, NULL, NULL},
    {"beacon_module_slots_bonus", luaapi_get_zero, NULL, NULL},
    {"beacon_supply_area_distance_bonus", luaapi_get_zero, NULL, NULL},
    {"crafting_machine_module_slots_bonus", luaapi_get_zero, NULL, NULL},
    {"electric_pole_supply_area_distance_bonus", luaapi_get_zero, NULL, NULL},
    {"electric_pole_wire_reach_bonus", luaapi_get_zero, NULL, NULL},
    {"equipment_grid_height_bonus", luaapi_get_zero, NULL, NULL},
    {"equipment_grid_width_bonus", luaapi_get_zero, NULL, NULL},
    {"lab_module_slots_bonus", luaapi_get_zero, NULL, NULL},
    {"logistic_cell_charging_station_count_bonus", luaapi_get_zero, NULL, NULL},
    {"mining_drill_mining_radius_bonus", luaapi_get_zero, NULL, NULL},
    {"mining_drill_module_slots_bonus", luaapi_get_zero, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_quality_prototype = {.name = "LuaQualityPrototype",
    .inherited = luaapi_prototype_base_members, .members = quality_members};

#define TABLE_GETTER(function, table)                                                                                \
    static int function(lua_State *L, luaapi_object *self)                                                           \
    {                                                                                                                \
        luaapi_push_custom_table(L, self->world, table);                                                             \
        return 1;                                                                                                    \
    }

TABLE_GETTER(get_entity, LUAAPI_TABLE_ENTITY_PROTOTYPES)
TABLE_GETTER(get_item, LUAAPI_TABLE_ITEM_PROTOTYPES)
TABLE_GETTER(get_tile, LUAAPI_TABLE_TILE_PROTOTYPES)
TABLE_GETTER(get_recipe, LUAAPI_TABLE_RECIPE_PROTOTYPES)
TABLE_GETTER(get_fluid, LUAAPI_TABLE_FLUID_PROTOTYPES)
TABLE_GETTER(get_technology, LUAAPI_TABLE_TECHNOLOGY_PROTOTYPES)
TABLE_GETTER(get_recipe_category, LUAAPI_TABLE_RECIPE_CATEGORIES)
TABLE_GETTER(get_fuel_category, LUAAPI_TABLE_FUEL_CATEGORIES)
TABLE_GETTER(get_resource_category, LUAAPI_TABLE_RESOURCE_CATEGORIES)
TABLE_GETTER(get_module_category, LUAAPI_TABLE_MODULE_CATEGORIES)
TABLE_GETTER(get_ammo_category, LUAAPI_TABLE_AMMO_CATEGORIES)
TABLE_GETTER(get_damage, LUAAPI_TABLE_DAMAGES)
TABLE_GETTER(get_quality, LUAAPI_TABLE_QUALITIES)
TABLE_GETTER(get_collision_layer, LUAAPI_TABLE_COLLISION_LAYERS)
TABLE_GETTER(get_autoplace_control, LUAAPI_TABLE_AUTOPLACE_CONTROLS)
TABLE_GETTER(get_mod_setting, LUAAPI_TABLE_MOD_SETTINGS)

#define LARGEST_GETTER(function, condition, value)                                                                   \
    static int function(lua_State *L, luaapi_object *self)                                                           \
    {                                                                                                                \
        double largest = 0;                                                                                          \
        for (uint32_t i = 1; i < self->world->prototypes->entity_count; i++) {                                       \
            const sim_entity_prototype *entity = &self->world->prototypes->entities[i];                              \
            largest = (condition) && (value) > largest ? (value) : largest;                                          \
        }                                                                                                            \
        lua_pushnumber(L, largest);                                                                                  \
        return 1;                                                                                                    \
    }

LARGEST_GETTER(get_max_wire, entity->type == SIM_TYPE_ELECTRIC_POLE, entity->maximum_wire_distance)
LARGEST_GETTER(get_max_supply, entity->type == SIM_TYPE_ELECTRIC_POLE, entity->supply_area_distance)
LARGEST_GETTER(get_max_underground, entity->type == SIM_TYPE_UNDERGROUND_BELT, entity->max_underground_distance)
LARGEST_GETTER(get_max_beacon, entity->beacon, self->world->prototypes->beacons[entity->beacon].supply_area_distance)
LARGEST_GETTER(get_max_gate, entity->type == SIM_TYPE_GATE, entity->activation_distance)

#define FILTERED(function, table)                                                                                    \
    static int function(lua_State *L, luaapi_object *self)                                                           \
    {                                                                                                                \
        lua_settop(L, 1);                                                                                            \
        luaapi_push_custom_table(L, self->world, table);                                                             \
        return luaapi_prototypes_filtered(L);                                                                        \
    }

FILTERED(get_entity_filtered, LUAAPI_TABLE_ENTITY_PROTOTYPES)
FILTERED(get_item_filtered, LUAAPI_TABLE_ITEM_PROTOTYPES)
FILTERED(get_tile_filtered, LUAAPI_TABLE_TILE_PROTOTYPES)
FILTERED(get_recipe_filtered, LUAAPI_TABLE_RECIPE_PROTOTYPES)
FILTERED(get_fluid_filtered, LUAAPI_TABLE_FLUID_PROTOTYPES)
FILTERED(get_technology_filtered, LUAAPI_TABLE_TECHNOLOGY_PROTOTYPES)

static int get_item_group(lua_State *L, luaapi_object *self)
{
    luaapi_push_item_groups(L, self->world, "item-group");
    return 1;
}

static int get_item_subgroup(lua_State *L, luaapi_object *self)
{
    luaapi_push_item_groups(L, self->world, "item-subgroup");
    return 1;
}

static const luaapi_member members[] = {
    {"item_group", get_item_group, NULL, NULL},
    {"item_subgroup", get_item_subgroup, NULL, NULL},
    {"get_entity_filtered", NULL, NULL, get_entity_filtered},
    {"get_item_filtered", NULL, NULL, get_item_filtered},
    {"get_tile_filtered", NULL, NULL, get_tile_filtered},
    {"get_recipe_filtered", NULL, NULL, get_recipe_filtered},
    {"get_fluid_filtered", NULL, NULL, get_fluid_filtered},
    {"get_technology_filtered", NULL, NULL, get_technology_filtered},
    {"entity", get_entity, NULL, NULL},
    {"item", get_item, NULL, NULL},
    {"tile", get_tile, NULL, NULL},
    {"recipe", get_recipe, NULL, NULL},
    {"fluid", get_fluid, NULL, NULL},
    {"technology", get_technology, NULL, NULL},
    {"recipe_category", get_recipe_category, NULL, NULL},
    {"fuel_category", get_fuel_category, NULL, NULL},
    {"resource_category", get_resource_category, NULL, NULL},
    {"module_category", get_module_category, NULL, NULL},
    {"ammo_category", get_ammo_category, NULL, NULL},
    {"damage", get_damage, NULL, NULL},
    {"quality", get_quality, NULL, NULL},
    {"collision_layer", get_collision_layer, NULL, NULL},
    {"autoplace_control", get_autoplace_control, NULL, NULL},
    {"mod_setting", get_mod_setting, NULL, NULL},
    {"max_electric_pole_connection_distance", get_max_wire, NULL, NULL},
    {"max_electric_pole_supply_area_distance", get_max_supply, NULL, NULL},
    {"max_underground_belt_distance", get_max_underground, NULL, NULL},
    {"max_beacon_supply_area_distance", get_max_beacon, NULL, NULL},
    {"max_gate_activation_distance", get_max_gate, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_prototypes = {
    .name = "LuaPrototypes", .members = members, .inherited = luaapi_catalogue_members};
