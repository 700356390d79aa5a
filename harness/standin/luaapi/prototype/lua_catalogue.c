/* Prototypes that no rule of the engine needs, told from their definitions: virtual signals, equipment, pollutants,
 * properties of surfaces, places in space. */
#include <math.h>

#include "harness/standin/luaapi/prototype/prototype_fields.h"
#include "harness/standin/luaapi/prototype/prototype_raw.h"
#include "harness/standin/luaapi/prototype/raw_list.h"
#include "harness/standin/luaapi/vm/ordered.h"

#define NUMBER LUAAPI_RAW_NUMBER
#define BOOLEAN LUAAPI_RAW_BOOLEAN
#define TEXT LUAAPI_RAW_TEXT
#define TABLE LUAAPI_RAW_TABLE

static int get_name(lua_State *L, luaapi_object *self)
{
    luaapi_raw_push_name(L, self->number);
    return 1;
}

static int get_type(lua_State *L, luaapi_object *self)
{
    luaapi_raw_push_kind(L, self->number);
    return 1;
}

/* {"KIND-name.NAME"} */
static int push_localised(lua_State *L, const luaapi_object *self, const char *kind)
{
    luaapi_raw_push_name(L, self->number);
    return luaapi_push_localised(L, kind, lua_tostring(L, -1));
}

#define LOCALISED(function, kind)                                                                                    \
    static int function(lua_State *L, luaapi_object *self)                                                           \
    {                                                                                                                \
        return push_localised(L, self, kind);                                                                        \
    }

LOCALISED(signal_localised, "virtual-signal-name")
LOCALISED(equipment_localised, "equipment-name")
LOCALISED(category_localised, "equipment-category-name")
LOCALISED(grid_localised, "equipment-grid-name")
LOCALISED(pollutant_localised, "airborne-pollutant-name")
LOCALISED(property_localised, "surface-property-name")
LOCALISED(chunk_localised, "asteroid-chunk-name")
LOCALISED(location_localised, "space-location-name")

static const luaapi_raw_field fields[] = {
    {"affects_evolution", "affects_evolution", BOOLEAN, NULL, 0, NULL},
    {"damages_trees", "damages_trees", BOOLEAN, NULL, 0, NULL},
    {"localised_name_with_amount_key", "localised_name_with_amount", TEXT, NULL, NAN, NULL},
    {"default_value", "default_value", NUMBER, NULL, 0, NULL},
    {"is_time", "is_time", BOOLEAN, NULL, 0, NULL},
    {"localised_unit_key", "localised_unit_key", TEXT, NULL, NAN, NULL},
    {"hide_from_signal_gui", "hide_from_signal_gui", BOOLEAN, NULL, 0, NULL},
    {"width", "width", NUMBER, NULL, NAN, NULL},
    {"height", "height", NUMBER, NULL, NAN, NULL},
    {"locked", "locked", BOOLEAN, NULL, 0, NULL},
    {"shape", "shape", TABLE, NULL, NAN, NULL},
    {"automatic", "automatic", BOOLEAN, " active-defense-equipment ", 0, NULL},
    {"energy_production", "power", LUAAPI_RAW_ENERGY, " generator-equipment solar-panel-equipment ", NAN, NULL},
    {"energy_per_shield", "energy_per_shield", LUAAPI_RAW_ENERGY, " energy-shield-equipment ", NAN, NULL},
    {"map_seed_offset", "map_seed_offset", NUMBER, " planet ", NAN, NULL},
    {"pollutant_type", "pollutant_type", TEXT, " planet ", NAN, NULL},
    {"surface_properties", "surface_properties", TABLE, " planet ", NAN, NULL},
    {"solar_power_in_space", "solar_power_in_space", NUMBER, NULL, 1, NULL},
    {"entities_require_heating", "entities_require_heating", BOOLEAN, " planet ", 0, NULL},
    {"asteroid_spawn_influence", "asteroid_spawn_influence", NUMBER, NULL, 0.1, NULL},
    {NULL, NULL, NUMBER, NULL, 0, NULL},
};

static int get_field(lua_State *L, luaapi_object *self)
{
    return luaapi_raw_get(L, self, fields);
}

/* A signal with a meaning of its own: everything, anything, each. */
static int get_special(lua_State *L, luaapi_object *self)
{
    luaapi_raw_push_name(L, self->number);
    lua_pushstring(L, "signal-everything");
    lua_pushstring(L, "signal-anything");
    lua_pushstring(L, "signal-each");
    lua_pushboolean(L, lua_rawequal(L, -4, -1) || lua_rawequal(L, -4, -2) || lua_rawequal(L, -4, -3));
    return 1;
}

/* The list of names in a field of the definition. */
static int push_names(lua_State *L, luaapi_object *self, const char *field)
{
    if (!luaapi_raw_push_of(L, self)) {
        lua_newtable(L);
        return 1;
    }
    lua_getfield(L, -1, field);
    int list = lua_gettop(L);
    lua_newtable(L);
    for (int i = 1; lua_istable(L, list) && i <= (int)lua_rawlen(L, list); i++) {
        lua_rawgeti(L, list, i);
        lua_rawseti(L, -2, i);
    }
    return 1;
}

static int equipment_categories(lua_State *L, luaapi_object *self)
{
    return push_names(L, self, "categories");
}

static int grid_categories(lua_State *L, luaapi_object *self)
{
    return push_names(L, self, "equipment_categories");
}

/* The item that comes back when the equipment is taken out: take_result, else the item of its name. */
static int get_take_result(lua_State *L, luaapi_object *self)
{
    luaapi_raw_push_name(L, self->number);
    if (luaapi_raw_push_of(L, self)) {
        lua_getfield(L, -1, "take_result");
        if (lua_isnil(L, -1)) {
            lua_pop(L, 2);
        }
    }
    uint32_t item = sim_item_named(self->world->prototypes, lua_tostring(L, -1));
    luaapi_push_prototype_or_nil(L, self->world, &luaapi_class_item_prototype, item);
    return 1;
}

/* get_shield(quality?), get_movement_bonus(quality?): numbers of the definition, there is one quality. */
static int push_number(lua_State *L, luaapi_object *self, const char *field)
{
    double number = 0;
    if (luaapi_raw_push_of(L, self)) {
        lua_getfield(L, -1, field);
        number = lua_tonumber(L, -1);
    }
    lua_pushnumber(L, number);
    return 1;
}

static int get_shield(lua_State *L, luaapi_object *self)
{
    return push_number(L, self, "max_shield_value");
}

static int get_movement_bonus(lua_State *L, luaapi_object *self)
{
    return push_number(L, self, "movement_bonus");
}

static int get_inventory_bonus(lua_State *L, luaapi_object *self)
{
    return push_number(L, self, "inventory_size_bonus");
}

#define IDENTITY(localised)                                                                                          \
    {"name", get_name, NULL, NULL}, {"type", get_type, NULL, NULL}, {"localised_name", localised, NULL, NULL}
#define FIELD(member) {member, get_field, NULL, NULL}
#define END {NULL, NULL, NULL, NULL}

static const luaapi_member signal_members[] = {IDENTITY(signal_localised), {"special", get_special, NULL, NULL}, END};
static const luaapi_member category_members[] = {IDENTITY(category_localised), END};
static const luaapi_member grid_members[] = {IDENTITY(grid_localised), FIELD("width"), FIELD("height"), FIELD("locked"),
                                             {"equipment_categories", grid_categories, NULL, NULL}, END};
static const luaapi_member pollutant_members[] = {IDENTITY(pollutant_localised), FIELD("affects_evolution"),
                                                  FIELD("damages_trees"), FIELD("localised_name_with_amount_key"), END};
static const luaapi_member property_members[] = {IDENTITY(property_localised), FIELD("default_value"), FIELD("is_time"),
                                                 FIELD("localised_unit_key"), END};
static const luaapi_member chunk_members[] = {IDENTITY(chunk_localised), FIELD("hide_from_signal_gui"), END};
static const luaapi_member location_members[] = {
    IDENTITY(location_localised), FIELD("map_seed_offset"), FIELD("pollutant_type"), FIELD("surface_properties"),
    FIELD("solar_power_in_space"), FIELD("entities_require_heating"), FIELD("asteroid_spawn_influence"), END};
static const luaapi_member equipment_members[] = {
    IDENTITY(equipment_localised),
    FIELD("shape"),
    FIELD("automatic"),
    FIELD("energy_production"),
    FIELD("energy_per_shield"),
    {"equipment_categories", equipment_categories, NULL, NULL},
    {"take_result", get_take_result, NULL, NULL},
    {"get_shield", NULL, NULL, get_shield},
    {"get_movement_bonus", NULL, NULL, get_movement_bonus},
    {"get_inventory_bonus", NULL, NULL, get_inventory_bonus},
    END};

#define CATALOGUE(stem, class_name)                                                                                  \
    const luaapi_class luaapi_class_##stem##_prototype = {                                                           \
        .name = class_name, .inherited = luaapi_prototype_base_members, .members = stem##_members};

CATALOGUE(signal, "LuaVirtualSignalPrototype")
CATALOGUE(equipment, "LuaEquipmentPrototype")
CATALOGUE(category, "LuaEquipmentCategoryPrototype")
CATALOGUE(grid, "LuaEquipmentGridPrototype")
CATALOGUE(pollutant, "LuaAirbornePollutantPrototype")
CATALOGUE(property, "LuaSurfacePropertyPrototype")
CATALOGUE(chunk, "LuaAsteroidChunkPrototype")
CATALOGUE(location, "LuaSpaceLocationPrototype")

/* Members of LuaPrototypes ----------------------------------------------------------------------------------------- */

#define CATALOGUE_TABLE(stem, list)                                                                                  \
    static int push_##stem##s(lua_State *L, luaapi_object *self)                                                     \
    {                                                                                                                \
        luaapi_raw_push_kinds(L, self->world, &luaapi_class_##stem##_prototype, list);                               \
        return 1;                                                                                                    \
    }

static const char *const signal_kinds[] = {"virtual-signal", NULL};
static const char *const category_kinds[] = {"equipment-category", NULL};
static const char *const grid_kinds[] = {"equipment-grid", NULL};
static const char *const pollutant_kinds[] = {"airborne-pollutant", NULL};
static const char *const property_kinds[] = {"surface-property", NULL};
static const char *const chunk_kinds[] = {"asteroid-chunk", NULL};
static const char *const location_kinds[] = {"planet", "space-location", NULL};

CATALOGUE_TABLE(signal, signal_kinds)
CATALOGUE_TABLE(equipment, luaapi_equipment_kinds)
CATALOGUE_TABLE(category, category_kinds)
CATALOGUE_TABLE(grid, grid_kinds)
CATALOGUE_TABLE(pollutant, pollutant_kinds)
CATALOGUE_TABLE(property, property_kinds)
CATALOGUE_TABLE(chunk, chunk_kinds)
CATALOGUE_TABLE(location, location_kinds)

const luaapi_member luaapi_catalogue_members[] = {
    {"virtual_signal", push_signals, NULL, NULL},
    {"equipment", push_equipments, NULL, NULL},
    {"equipment_category", push_categorys, NULL, NULL},
    {"equipment_grid", push_grids, NULL, NULL},
    {"airborne_pollutant", push_pollutants, NULL, NULL},
    {"surface_property", push_propertys, NULL, NULL},
    {"asteroid_chunk", push_chunks, NULL, NULL},
    {"space_location", push_locations, NULL, NULL},
    END};
