#include "harness/standin/luaapi/prototype/prototype_fields.h"

#include "harness/standin/luaapi/surface/entity_search.h"
#include "harness/standin/luaapi/vm/ordered.h"

void luaapi_push_prototype(lua_State *L, luaapi_world *world, const luaapi_class *type, uint32_t number)
{
    luaapi_object_push(L, world, type)->number = number;
}

void luaapi_push_prototype_or_nil(lua_State *L, luaapi_world *world, const luaapi_class *type, uint32_t number)
{
    if (number != 0) {
        luaapi_push_prototype(L, world, type, number);
    } else {
        lua_pushnil(L);
    }
}

int luaapi_push_localised(lua_State *L, const char *kind, const char *name)
{
    lua_createtable(L, 1, 0);
    lua_pushfstring(L, "%s.%s", kind, name);
    lua_rawseti(L, -2, 1);
    return 1;
}

void luaapi_put_number(lua_State *L, const char *key, double number)
{
    lua_pushnumber(L, number);
    luaapi_ordered_setfield(L, -2, key);
}

void luaapi_put_string(lua_State *L, const char *key, const char *text)
{
    lua_pushstring(L, text);
    luaapi_ordered_setfield(L, -2, key);
}

void luaapi_put_boolean(lua_State *L, const char *key, int value)
{
    lua_pushboolean(L, value);
    luaapi_ordered_setfield(L, -2, key);
}

/* Pushes {type = , name = } of an item or, for item 0, of a fluid. */
static void push_good(lua_State *L, const sim_prototypes *prototypes, uint16_t item, uint16_t fluid)
{
    lua_newtable(L);
    luaapi_put_string(L, "type", item ? "item" : "fluid");
    luaapi_put_string(L, "name", item ? prototypes->items[item].name : prototypes->fluids[fluid].name);
}

static void put_amounts(lua_State *L, double least, double most)
{
    if (least == most) {
        luaapi_put_number(L, "amount", least);
    } else {
        luaapi_put_number(L, "amount_min", least);
        luaapi_put_number(L, "amount_max", most);
    }
}

static void put_fluidbox_index(lua_State *L, uint8_t index)
{
    if (index) {
        luaapi_put_number(L, "fluidbox_index", index);
    }
}

static void push_product(lua_State *L, const sim_prototypes *prototypes, const sim_product *product)
{
    push_good(L, prototypes, product->item, product->fluid);
    if (product->item) {
        put_amounts(L, product->amount_min, product->amount_max);
    } else {
        put_amounts(L, product->fluid_amount_min, product->fluid_amount_max);
        luaapi_put_number(L, "temperature", product->temperature);
    }
    luaapi_put_number(L, "probability", product->probability);
    if (product->extra_count_fraction > 0) {
        luaapi_put_number(L, "extra_count_fraction", product->extra_count_fraction);
    }
    if (product->ignored_by_productivity > 0) {
        luaapi_put_number(L, "ignored_by_productivity", product->ignored_by_productivity);
    }
    put_fluidbox_index(L, product->fluidbox_index);
}

int luaapi_push_products(lua_State *L, const sim_prototypes *prototypes, uint32_t first, uint32_t count)
{
    lua_createtable(L, (int)count, 0);
    for (uint32_t i = 0; i < count; i++) {
        push_product(L, prototypes, &prototypes->products[first + i]);
        lua_rawseti(L, -2, (int)i + 1);
    }
    return 1;
}

int luaapi_push_ingredients(lua_State *L, const sim_prototypes *prototypes, const sim_recipe_prototype *recipe)
{
    lua_createtable(L, (int)recipe->ingredient_count, 0);
    for (uint32_t i = 0; i < recipe->ingredient_count; i++) {
        const sim_ingredient *ingredient = &prototypes->ingredients[recipe->first_ingredient + i];
        push_good(L, prototypes, ingredient->item, ingredient->fluid);
        luaapi_put_number(L, "amount", ingredient->item ? ingredient->amount : ingredient->fluid_amount);
        put_fluidbox_index(L, ingredient->fluidbox_index);
        lua_rawseti(L, -2, (int)i + 1);
    }
    return 1;
}

int luaapi_push_research_ingredients(lua_State *L, const sim_prototypes *prototypes,
                                     const sim_technology_prototype *technology)
{
    lua_createtable(L, (int)technology->ingredient_count, 0);
    for (uint32_t i = 0; i < technology->ingredient_count; i++) {
        const sim_technology_ingredient *ingredient =
            &prototypes->technology_ingredients[technology->first_ingredient + i];
        push_good(L, prototypes, ingredient->item, 0);
        luaapi_put_number(L, "amount", ingredient->amount);
        lua_rawseti(L, -2, (int)i + 1);
    }
    return 1;
}

int luaapi_push_name_set(lua_State *L, uint64_t bits, const sim_name *names, uint32_t count)
{
    lua_newtable(L);
    for (uint32_t number = 0; number < count && number < 64; number++) {
        if (bits >> number & 1) {
            luaapi_put_boolean(L, names[number].name, 1);
        }
    }
    return 1;
}

int luaapi_push_resistances(lua_State *L, const sim_prototypes *prototypes, uint32_t first, uint32_t count)
{
    if (count == 0) {
        lua_pushnil(L);
        return 1;
    }
    lua_newtable(L);
    for (uint32_t i = 0; i < count; i++) {
        const sim_resistance *resistance = &prototypes->resistances[first + i];
        lua_newtable(L);
        luaapi_put_number(L, "decrease", resistance->decrease);
        luaapi_put_number(L, "percent", resistance->percent);
        luaapi_ordered_setfield(L, -2, prototypes->damage_types[resistance->damage_type].name);
    }
    return 1;
}

static void put_effect(lua_State *L, const char *key, double value)
{
    if (value != 0) {
        luaapi_put_number(L, key, value);
    }
}

int luaapi_push_module_effects(lua_State *L, const sim_module_effect *effect)
{
    lua_newtable(L);
    put_effect(L, "consumption", effect->consumption);
    put_effect(L, "speed", effect->speed);
    put_effect(L, "productivity", effect->productivity);
    put_effect(L, "pollution", effect->pollution);
    put_effect(L, "quality", effect->quality);
    return 1;
}

int luaapi_push_collision_mask(lua_State *L, uint32_t layers, int not_colliding_with_itself, int tiles_only)
{
    lua_newtable(L);
    lua_newtable(L);
    for (uint32_t bit = 0; bit < 32; bit++) {
        const char *name = luaapi_collision_layer_name((uint32_t)1 << bit);
        if (name != NULL && layers >> bit & 1) {
            luaapi_put_boolean(L, name, 1);
        }
    }
    luaapi_ordered_setfield(L, -2, "layers");
    luaapi_put_boolean(L, "not_colliding_with_itself", not_colliding_with_itself);
    luaapi_put_boolean(L, "consider_tile_transitions", 0);
    luaapi_put_boolean(L, "colliding_with_tiles_only", tiles_only);
    return 1;
}
