/* LuaPrototypes and the prototypes of entities, items, tiles and recipes: read-only views of the engine's tables. */
#include <string.h>

#include "arguments.h"
#include "classes.h"
#include "ordered.h"
#include "raise.h"

void luaapi_push_prototype(lua_State *L, luaapi_world *world, const luaapi_class *type, uint32_t number)
{
    luaapi_object_push(L, world, type)->number = number;
}

/* {"kind.name"}: what the game gives for a name that only its locale files know. */
static int push_localised(lua_State *L, const char *kind, const char *name)
{
    lua_createtable(L, 1, 0);
    lua_pushfstring(L, "%s.%s", kind, name);
    lua_rawseti(L, -2, 1);
    return 1;
}

#define ENTITY(self) (&(self)->world->prototypes->entities[(self)->number])
#define ITEM(self) (&(self)->world->prototypes->items[(self)->number])
#define TILE(self) (&(self)->world->prototypes->tiles[(self)->number])
#define RECIPE(self) (&(self)->world->prototypes->recipes[(self)->number])

#define STRING_GETTER(function, text)                                                                                \
    static int function(lua_State *L, luaapi_object *self)                                                           \
    {                                                                                                                \
        lua_pushstring(L, text);                                                                                     \
        return 1;                                                                                                    \
    }

#define NUMBER_GETTER(function, number)                                                                              \
    static int function(lua_State *L, luaapi_object *self)                                                           \
    {                                                                                                                \
        lua_pushnumber(L, number);                                                                                   \
        return 1;                                                                                                    \
    }

/* A number that only some types have: nil elsewhere. */
#define NUMBER_OR_NIL_GETTER(function, condition, number)                                                            \
    static int function(lua_State *L, luaapi_object *self)                                                           \
    {                                                                                                                \
        if (condition) {                                                                                             \
            lua_pushnumber(L, number);                                                                               \
        } else {                                                                                                     \
            lua_pushnil(L);                                                                                          \
        }                                                                                                            \
        return 1;                                                                                                    \
    }

/* The tables know no names of fluids: those rows go without. */
static void set_item_name(lua_State *L, const sim_prototypes *prototypes, uint16_t item)
{
    if (item != 0) {
        lua_pushstring(L, prototypes->items[item].name);
        luaapi_ordered_setfield(L, -2, "name");
    }
}

/* Pushes the list of {type = "item", name, amount or amount_min and amount_max, probability} of a row of products. */
static int push_products(lua_State *L, const sim_prototypes *prototypes, uint32_t first, uint32_t count)
{
    lua_createtable(L, (int)count, 0);
    for (uint32_t i = 0; i < count; i++) {
        const sim_product *product = &prototypes->products[first + i];
        lua_newtable(L);
        lua_pushstring(L, product->item ? "item" : "fluid");
        luaapi_ordered_setfield(L, -2, "type");
        set_item_name(L, prototypes, product->item);
        if (product->amount_min == product->amount_max) {
            lua_pushnumber(L, product->amount_min);
            luaapi_ordered_setfield(L, -2, "amount");
        } else {
            lua_pushnumber(L, product->amount_min);
            luaapi_ordered_setfield(L, -2, "amount_min");
            lua_pushnumber(L, product->amount_max);
            luaapi_ordered_setfield(L, -2, "amount_max");
        }
        lua_pushnumber(L, product->probability);
        luaapi_ordered_setfield(L, -2, "probability");
        lua_rawseti(L, -2, (int)i + 1);
    }
    return 1;
}

STRING_GETTER(entity_name, ENTITY(self)->name)
STRING_GETTER(entity_type, ENTITY(self)->type_name)
NUMBER_GETTER(entity_tile_width, ENTITY(self)->tile_width)
NUMBER_GETTER(entity_tile_height, ENTITY(self)->tile_height)
NUMBER_OR_NIL_GETTER(entity_mining_speed, ENTITY(self)->mining_speed > 0, ENTITY(self)->mining_speed)
NUMBER_OR_NIL_GETTER(entity_running_speed, ENTITY(self)->running_speed > 0, ENTITY(self)->running_speed)
NUMBER_OR_NIL_GETTER(entity_reach, ENTITY(self)->reach_distance > 0, ENTITY(self)->reach_distance)
NUMBER_OR_NIL_GETTER(entity_build_distance, ENTITY(self)->build_distance > 0, ENTITY(self)->build_distance)
NUMBER_OR_NIL_GETTER(entity_resource_reach, ENTITY(self)->resource_reach_distance > 0,
                     ENTITY(self)->resource_reach_distance)
NUMBER_OR_NIL_GETTER(entity_normal_amount, ENTITY(self)->type == SIM_TYPE_RESOURCE, ENTITY(self)->resource_normal)
NUMBER_OR_NIL_GETTER(entity_minimum_amount, ENTITY(self)->type == SIM_TYPE_RESOURCE, ENTITY(self)->resource_minimum)

static int entity_localised_name(lua_State *L, luaapi_object *self)
{
    return push_localised(L, "entity-name", ENTITY(self)->name);
}

static int entity_infinite(lua_State *L, luaapi_object *self)
{
    if (ENTITY(self)->type == SIM_TYPE_RESOURCE) {
        lua_pushboolean(L, ENTITY(self)->resource_infinite);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

static int entity_collision_box(lua_State *L, luaapi_object *self)
{
    luaapi_push_box(L, ENTITY(self)->collision_box);
    return 1;
}

static int entity_selection_box(lua_State *L, luaapi_object *self)
{
    luaapi_push_box(L, ENTITY(self)->selection_box);
    return 1;
}

static int entity_mineable_properties(lua_State *L, luaapi_object *self)
{
    const sim_entity_prototype *entity = ENTITY(self);
    lua_newtable(L);
    lua_pushboolean(L, entity->minable);
    luaapi_ordered_setfield(L, -2, "minable");
    if (entity->minable) {
        lua_pushnumber(L, entity->mining_time);
        luaapi_ordered_setfield(L, -2, "mining_time");
        push_products(L, self->world->prototypes, entity->first_product, entity->product_count);
        luaapi_ordered_setfield(L, -2, "products");
    }
    return 1;
}

static int entity_get_max_health(lua_State *L, luaapi_object *self)
{
    lua_pushnumber(L, ENTITY(self)->max_health);
    return 1;
}

static int entity_get_inventory_size(lua_State *L, luaapi_object *self)
{
    if (ENTITY(self)->inventory_size > 0) {
        lua_pushnumber(L, ENTITY(self)->inventory_size);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

static const luaapi_member entity_members[] = {
    {"name", entity_name, NULL, NULL},
    {"type", entity_type, NULL, NULL},
    {"localised_name", entity_localised_name, NULL, NULL},
    {"collision_box", entity_collision_box, NULL, NULL},
    {"selection_box", entity_selection_box, NULL, NULL},
    {"tile_width", entity_tile_width, NULL, NULL},
    {"tile_height", entity_tile_height, NULL, NULL},
    {"mineable_properties", entity_mineable_properties, NULL, NULL},
    {"mining_speed", entity_mining_speed, NULL, NULL},
    {"running_speed", entity_running_speed, NULL, NULL},
    {"reach_distance", entity_reach, NULL, NULL},
    {"build_distance", entity_build_distance, NULL, NULL},
    {"reach_resource_distance", entity_resource_reach, NULL, NULL},
    {"normal_resource_amount", entity_normal_amount, NULL, NULL},
    {"minimum_resource_amount", entity_minimum_amount, NULL, NULL},
    {"infinite_resource", entity_infinite, NULL, NULL},
    {"get_max_health", NULL, NULL, entity_get_max_health},
    {"get_inventory_size", NULL, NULL, entity_get_inventory_size},
    {NULL, NULL, NULL, NULL},
};

STRING_GETTER(item_name, ITEM(self)->name)
STRING_GETTER(item_type, ITEM(self)->type_name)
NUMBER_GETTER(item_stack_size, ITEM(self)->stack_size)
NUMBER_GETTER(item_fuel_value, ITEM(self)->fuel_value_joules)

static int item_localised_name(lua_State *L, luaapi_object *self)
{
    return push_localised(L, "item-name", ITEM(self)->name);
}

static int item_place_result(lua_State *L, luaapi_object *self)
{
    if (ITEM(self)->place_result) {
        luaapi_push_prototype(L, self->world, &luaapi_class_entity_prototype, ITEM(self)->place_result);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

static const luaapi_member item_members[] = {
    {"name", item_name, NULL, NULL},
    {"type", item_type, NULL, NULL},
    {"localised_name", item_localised_name, NULL, NULL},
    {"stack_size", item_stack_size, NULL, NULL},
    {"fuel_value", item_fuel_value, NULL, NULL},
    {"place_result", item_place_result, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

STRING_GETTER(tile_name, TILE(self)->name)
NUMBER_GETTER(tile_walking_speed_modifier, TILE(self)->walking_speed_modifier)

static int tile_localised_name(lua_State *L, luaapi_object *self)
{
    return push_localised(L, "tile-name", TILE(self)->name);
}

static const luaapi_member tile_members[] = {
    {"name", tile_name, NULL, NULL},
    {"localised_name", tile_localised_name, NULL, NULL},
    {"walking_speed_modifier", tile_walking_speed_modifier, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

STRING_GETTER(recipe_name, RECIPE(self)->name)
STRING_GETTER(recipe_category, RECIPE(self)->category)
NUMBER_GETTER(recipe_energy, RECIPE(self)->energy_required)

static int recipe_enabled(lua_State *L, luaapi_object *self)
{
    lua_pushboolean(L, RECIPE(self)->enabled);
    return 1;
}

static int recipe_products(lua_State *L, luaapi_object *self)
{
    return push_products(L, self->world->prototypes, RECIPE(self)->first_product, RECIPE(self)->product_count);
}

static int recipe_ingredients(lua_State *L, luaapi_object *self)
{
    const sim_recipe_prototype *recipe = RECIPE(self);
    lua_createtable(L, (int)recipe->ingredient_count, 0);
    for (uint32_t i = 0; i < recipe->ingredient_count; i++) {
        const sim_ingredient *ingredient = &self->world->prototypes->ingredients[recipe->first_ingredient + i];
        lua_newtable(L);
        lua_pushstring(L, ingredient->item ? "item" : "fluid");
        luaapi_ordered_setfield(L, -2, "type");
        set_item_name(L, self->world->prototypes, ingredient->item);
        lua_pushnumber(L, ingredient->amount);
        luaapi_ordered_setfield(L, -2, "amount");
        lua_rawseti(L, -2, (int)i + 1);
    }
    return 1;
}

static const luaapi_member recipe_members[] = {
    {"name", recipe_name, NULL, NULL},
    {"category", recipe_category, NULL, NULL},
    {"energy", recipe_energy, NULL, NULL},
    {"enabled", recipe_enabled, NULL, NULL},
    {"ingredients", recipe_ingredients, NULL, NULL},
    {"products", recipe_products, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

const char *luaapi_autoplace_control(uint32_t number)
{
    static const char *const names[] = {
        "coal",  "copper-ore", "crude-oil", "enemy-base", "iron-ore", "nauvis_cliff", "rocks", "starting_area_moisture",
        "stone", "trees",      "uranium-ore", "water"};
    return number >= 1 && number <= sizeof names / sizeof *names ? names[number - 1] : NULL;
}

STRING_GETTER(control_name, luaapi_autoplace_control(self->number))

static const luaapi_member control_members[] = {
    {"name", control_name, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

#define TABLE_GETTER(function, table)                                                                                \
    static int function(lua_State *L, luaapi_object *self)                                                           \
    {                                                                                                                \
        luaapi_push_custom_table(L, self->world, table);                                                             \
        return 1;                                                                                                    \
    }

TABLE_GETTER(prototypes_entity, LUAAPI_TABLE_ENTITY_PROTOTYPES)
TABLE_GETTER(prototypes_item, LUAAPI_TABLE_ITEM_PROTOTYPES)
TABLE_GETTER(prototypes_tile, LUAAPI_TABLE_TILE_PROTOTYPES)
TABLE_GETTER(prototypes_recipe, LUAAPI_TABLE_RECIPE_PROTOTYPES)
TABLE_GETTER(prototypes_autoplace_control, LUAAPI_TABLE_AUTOPLACE_CONTROLS)
TABLE_GETTER(prototypes_mod_setting, LUAAPI_TABLE_MOD_SETTINGS)

static const luaapi_member prototypes_members[] = {
    {"entity", prototypes_entity, NULL, NULL},
    {"item", prototypes_item, NULL, NULL},
    {"tile", prototypes_tile, NULL, NULL},
    {"recipe", prototypes_recipe, NULL, NULL},
    {"autoplace_control", prototypes_autoplace_control, NULL, NULL},
    {"mod_setting", prototypes_mod_setting, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_prototypes = {.name = "LuaPrototypes", .members = prototypes_members};
const luaapi_class luaapi_class_entity_prototype = {.name = "LuaEntityPrototype", .members = entity_members};
const luaapi_class luaapi_class_item_prototype = {.name = "LuaItemPrototype", .members = item_members};
const luaapi_class luaapi_class_tile_prototype = {.name = "LuaTilePrototype", .members = tile_members};
const luaapi_class luaapi_class_recipe_prototype = {.name = "LuaRecipePrototype", .members = recipe_members};
const luaapi_class luaapi_class_autoplace_control = {
    .name = "LuaAutoplaceControlPrototype", .members = control_members};
