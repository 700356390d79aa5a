/* LuaItemPrototype, LuaFluidPrototype and LuaTilePrototype. */
#include <string.h>

#include "harness/standin/luaapi/objects/arguments.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"
#include "harness/standin/luaapi/prototype/prototype_raw.h"
#include "harness/standin/luaapi/vm/raise.h"

#define ITEM(self) (&(self)->world->prototypes->items[(self)->number])
#define FLUID(self) (&(self)->world->prototypes->fluids[(self)->number])
#define TILE(self) (&(self)->world->prototypes->tiles[(self)->number])

STRING_GETTER(item_name, ITEM(self)->name)
STRING_GETTER(item_type, ITEM(self)->type_name)
NUMBER_GETTER(item_stack_size, ITEM(self)->stack_size)
BOOLEAN_GETTER(item_stackable, ITEM(self)->stack_size > 1)
BOOLEAN_GETTER(item_hidden, ITEM(self)->hidden)
NUMBER_GETTER(item_fuel_value, ITEM(self)->fuel_value_joules)
NUMBER_GETTER(item_fuel_emissions, ITEM(self)->fuel_emissions_multiplier)
NUMBER_GETTER(item_fuel_acceleration, ITEM(self)->fuel_acceleration_multiplier)
NUMBER_OR_NIL_GETTER(item_tier, ITEM(self)->module_category, ITEM(self)->module_tier)
NUMBER_OR_NIL_GETTER(item_magazine_size, ITEM(self)->ammo_category, ITEM(self)->magazine_size)
NUMBER_OR_NIL_GETTER(item_reload_time, ITEM(self)->ammo_category, ITEM(self)->reload_time_ticks)
NUMBER_OR_NIL_GETTER(item_speed, ITEM(self)->repair_speed > 0, ITEM(self)->repair_speed)
NUMBER_OR_NIL_GETTER(item_durability, ITEM(self)->durability > 0, ITEM(self)->durability)
NUMBER_OR_NIL_GETTER(item_size_bonus, strcmp(ITEM(self)->type_name, "armor") == 0, ITEM(self)->inventory_size_bonus)
PROTOTYPE_GETTER(item_place_result, &luaapi_class_entity_prototype, ITEM(self)->place_result)
PROTOTYPE_GETTER(item_burnt_result, &luaapi_class_item_prototype, ITEM(self)->burnt_result)
PROTOTYPE_GETTER(item_ammo_category, &luaapi_class_ammo_category, ITEM(self)->ammo_category)

static int item_localised_name(lua_State *L, luaapi_object *self)
{
    if (ITEM(self)->place_result) {
        return luaapi_push_localised(L, "entity-name", self->world->prototypes->entities[ITEM(self)->place_result].name);
    }
    return luaapi_push_localised(L, "item-name", ITEM(self)->name);
}

static int item_fuel_category(lua_State *L, luaapi_object *self)
{
    if (ITEM(self)->fuel_category) {
        lua_pushstring(L, self->world->prototypes->fuel_categories[ITEM(self)->fuel_category].name);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

static int item_module_category(lua_State *L, luaapi_object *self)
{
    if (ITEM(self)->module_category) {
        lua_pushstring(L, self->world->prototypes->module_categories[ITEM(self)->module_category].name);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

static int item_module_effects(lua_State *L, luaapi_object *self)
{
    if (ITEM(self)->module_category) {
        return luaapi_push_module_effects(L, &ITEM(self)->effect);
    }
    lua_pushnil(L);
    return 1;
}

static int item_resistances(lua_State *L, luaapi_object *self)
{
    return luaapi_push_resistances(L, self->world->prototypes, ITEM(self)->first_resistance,
                                   ITEM(self)->resistance_count);
}

/* In the order of prototypes/fields.py, ITEM_FLAGS. */
static const char *const flag_names[] = {
    "draw-logistic-overlay", "excluded-from-trash-unrequested", "always-show", "hide-from-bonus-gui",
    "hide-from-fuel-tooltip", "not-stackable", "primary-place-result", "mod-openable", "only-in-cursor", "spawnable",
    "spoil-result", "ignore-spoil-time-modifier", NULL};

static int item_flags(lua_State *L, luaapi_object *self)
{
    lua_newtable(L);
    for (int i = 0; flag_names[i] != NULL; i++) {
        if (ITEM(self)->flags >> i & 1) {
            luaapi_put_boolean(L, flag_names[i], 1);
        }
    }
    return 1;
}

static int item_has_flag(lua_State *L, luaapi_object *self)
{
    const char *name = luaapi_check_string(L, 1, "has_flag", NULL);
    for (int i = 0; flag_names[i] != NULL; i++) {
        if (strcmp(flag_names[i], name) == 0) {
            lua_pushboolean(L, ITEM(self)->flags >> i & 1);
            return 1;
        }
    }
    return luaapi_raise(L, "Unknown item prototype flag: %s", name);
}

static int item_launch_products(lua_State *L, luaapi_object *self)
{
    return luaapi_push_products(L, self->world->prototypes, ITEM(self)->first_product, ITEM(self)->product_count);
}

static int item_place_as_tile(lua_State *L, luaapi_object *self)
{
    if (ITEM(self)->place_as_tile == 0) {
        lua_pushnil(L);
        return 1;
    }
    lua_newtable(L);
    luaapi_push_prototype(L, self->world, &luaapi_class_tile_prototype, ITEM(self)->place_as_tile);
    luaapi_ordered_setfield(L, -2, "result");
    luaapi_put_number(L, "condition_size", ITEM(self)->place_as_tile_size);
    luaapi_push_collision_mask(L, ITEM(self)->place_as_tile_layers, 0, 0);
    luaapi_ordered_setfield(L, -2, "condition");
    return 1;
}

static const luaapi_member item_members[] = {
    {"name", item_name, NULL, NULL},
    {"type", item_type, NULL, NULL},
    {"localised_name", item_localised_name, NULL, NULL},
    {"hidden", item_hidden, NULL, NULL},
    {"stack_size", item_stack_size, NULL, NULL},
    {"stackable", item_stackable, NULL, NULL},
    {"place_result", item_place_result, NULL, NULL},
    {"place_as_tile_result", item_place_as_tile, NULL, NULL},
    {"fuel_value", item_fuel_value, NULL, NULL},
    {"fuel_category", item_fuel_category, NULL, NULL},
    {"fuel_emissions_multiplier", item_fuel_emissions, NULL, NULL},
    {"fuel_acceleration_multiplier", item_fuel_acceleration, NULL, NULL},
    {"burnt_result", item_burnt_result, NULL, NULL},
    {"category", item_module_category, NULL, NULL},
    {"tier", item_tier, NULL, NULL},
    {"module_effects", item_module_effects, NULL, NULL},
    {"get_module_effects", NULL, NULL, item_module_effects},
    {"ammo_category", item_ammo_category, NULL, NULL},
    {"magazine_size", item_magazine_size, NULL, NULL},
    {"reload_time", item_reload_time, NULL, NULL},
    {"speed", item_speed, NULL, NULL},
    {"get_durability", NULL, NULL, item_durability},
    {"get_inventory_size_bonus", NULL, NULL, item_size_bonus},
    {"flags", item_flags, NULL, NULL},
    {"has_flag", NULL, NULL, item_has_flag},
    {"rocket_launch_products", item_launch_products, NULL, NULL},
    {"resistances", item_resistances, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const luaapi_member *const item_parts[] = {luaapi_item_raw_members, NULL};

const luaapi_class luaapi_class_item_prototype = {.name = "LuaItemPrototype",
    .inherited = luaapi_prototype_base_members, .members = item_members, .parts = item_parts};

STRING_GETTER(fluid_name, FLUID(self)->name)
STRING_GETTER(fluid_type, "fluid")
BOOLEAN_GETTER(fluid_hidden, FLUID(self)->hidden)
NUMBER_GETTER(fluid_default_temperature, FLUID(self)->default_temperature)
NUMBER_GETTER(fluid_max_temperature, FLUID(self)->max_temperature)
NUMBER_GETTER(fluid_gas_temperature, FLUID(self)->gas_temperature)
NUMBER_GETTER(fluid_heat_capacity, FLUID(self)->heat_capacity_joules)
NUMBER_GETTER(fluid_fuel_value, FLUID(self)->fuel_value_joules)
NUMBER_GETTER(fluid_emissions_multiplier, FLUID(self)->emissions_multiplier)

static int fluid_localised_name(lua_State *L, luaapi_object *self)
{
    return luaapi_push_localised(L, "fluid-name", FLUID(self)->name);
}

static const luaapi_member fluid_members[] = {
    {"name", fluid_name, NULL, NULL},
    {"type", fluid_type, NULL, NULL},
    {"localised_name", fluid_localised_name, NULL, NULL},
    {"hidden", fluid_hidden, NULL, NULL},
    {"default_temperature", fluid_default_temperature, NULL, NULL},
    {"max_temperature", fluid_max_temperature, NULL, NULL},
    {"gas_temperature", fluid_gas_temperature, NULL, NULL},
    {"heat_capacity", fluid_heat_capacity, NULL, NULL},
    {"fuel_value", fluid_fuel_value, NULL, NULL},
    {"emissions_multiplier", fluid_emissions_multiplier, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_fluid_prototype = {.name = "LuaFluidPrototype",
    .inherited = luaapi_prototype_base_members, .members = fluid_members};

STRING_GETTER(tile_name, TILE(self)->name)
STRING_GETTER(tile_type, "tile")
NUMBER_GETTER(tile_walking_speed, TILE(self)->walking_speed_modifier)
BOOLEAN_GETTER(tile_is_foundation, TILE(self)->is_foundation)
PROTOTYPE_GETTER(tile_fluid, &luaapi_class_fluid_prototype, TILE(self)->fluid)
PROTOTYPE_GETTER(tile_next_direction, &luaapi_class_tile_prototype, TILE(self)->next_direction)

static int tile_localised_name(lua_State *L, luaapi_object *self)
{
    return luaapi_push_localised(L, "tile-name", TILE(self)->name);
}

static int tile_collision_mask(lua_State *L, luaapi_object *self)
{
    return luaapi_push_collision_mask(L, TILE(self)->collision_layers, 0, 0);
}

static int tile_absorptions(lua_State *L, luaapi_object *self)
{
    lua_newtable(L);
    if (TILE(self)->pollution_absorption_per_second > 0) {
        luaapi_put_number(L, "pollution", TILE(self)->pollution_absorption_per_second);
    }
    return 1;
}

static int tile_mineable_properties(lua_State *L, luaapi_object *self)
{
    const sim_tile_prototype *tile = TILE(self);
    lua_newtable(L);
    luaapi_put_boolean(L, "minable", tile->minable);
    luaapi_put_number(L, "mining_time", tile->mining_time);
    luaapi_push_products(L, self->world->prototypes, tile->first_product, tile->product_count);
    luaapi_ordered_setfield(L, -2, "products");
    return 1;
}

static int tile_items_to_place_this(lua_State *L, luaapi_object *self)
{
    if (TILE(self)->placeable_by == 0) {
        lua_pushnil(L);
        return 1;
    }
    lua_createtable(L, 1, 0);
    luaapi_push_item_count(L, self->world->prototypes->items[TILE(self)->placeable_by].name, 1);
    lua_rawseti(L, -2, 1);
    return 1;
}

static const luaapi_member tile_members[] = {
    {"name", tile_name, NULL, NULL},
    {"type", tile_type, NULL, NULL},
    {"localised_name", tile_localised_name, NULL, NULL},
    {"walking_speed_modifier", tile_walking_speed, NULL, NULL},
    {"collision_mask", tile_collision_mask, NULL, NULL},
    {"absorptions_per_second", tile_absorptions, NULL, NULL},
    {"mineable_properties", tile_mineable_properties, NULL, NULL},
    {"items_to_place_this", tile_items_to_place_this, NULL, NULL},
    {"fluid", tile_fluid, NULL, NULL},
    {"is_foundation", tile_is_foundation, NULL, NULL},
    {"next_direction", tile_next_direction, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const luaapi_member *const tile_parts[] = {luaapi_tile_raw_members, NULL};

const luaapi_class luaapi_class_tile_prototype = {.name = "LuaTilePrototype",
    .inherited = luaapi_prototype_base_members, .members = tile_members, .parts = tile_parts};
