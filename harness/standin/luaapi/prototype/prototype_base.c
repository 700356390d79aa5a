/* What every class of prototypes has, whatever it describes: LuaPrototypeBase. */
#include <string.h>

#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/objects/plain_members.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"
#include "harness/standin/luaapi/prototype/prototype_raw.h"

static const luaapi_raw_field fields[] = {
    {"order", "order", LUAAPI_RAW_TEXT, NULL, 0, ""},
    {"hidden", "hidden", LUAAPI_RAW_BOOLEAN, NULL, 0, NULL},
    {"parameter", "parameter", LUAAPI_RAW_BOOLEAN, NULL, 0, NULL},
    {NULL, NULL, LUAAPI_RAW_NUMBER, NULL, 0, NULL},
};

static int get_field(lua_State *L, luaapi_object *self)
{
    return luaapi_raw_get(L, self, fields);
}

/* As hidden, unless the definition says otherwise. */
static int get_hidden_in_factoriopedia(lua_State *L, luaapi_object *self)
{
    int found = luaapi_raw_push_of(L, self);
    if (found) {
        lua_getfield(L, -1, "hidden_in_factoriopedia");
        if (lua_isnil(L, -1)) {
            lua_getfield(L, -2, "hidden");
        }
    }
    lua_pushboolean(L, found && lua_toboolean(L, -1));
    return 1;
}

/* 1 and the name of the subgroup of data.raw[kind][name] pushed, when it says one. */
static int push_subgroup_of(lua_State *L, const char *kind, const char *name)
{
    if (!luaapi_raw_push(L, kind, name)) {
        return 0;
    }
    lua_getfield(L, -1, "subgroup");
    lua_remove(L, -2);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        return 0;
    }
    return 1;
}

static int push_item_subgroup(lua_State *L, const luaapi_object *self, uint32_t item)
{
    const sim_item_prototype *found = &self->world->prototypes->items[item];
    return item != 0 && push_subgroup_of(L, found->type_name, found->name);
}

/* A recipe without a subgroup is listed with its product: the main one, or the only one. */
static int push_product_subgroup(lua_State *L, const luaapi_object *self)
{
    const sim_prototypes *prototypes = self->world->prototypes;
    const sim_recipe_prototype *recipe = &prototypes->recipes[self->number];
    uint32_t item = recipe->main_item, fluid = recipe->main_fluid;
    if (recipe->product_count == 1 && item == 0 && fluid == 0) {
        item = prototypes->products[recipe->first_product].item;
        fluid = prototypes->products[recipe->first_product].fluid;
    }
    return push_item_subgroup(L, self, item) ||
           (fluid != 0 && push_subgroup_of(L, "fluid", prototypes->fluids[fluid].name));
}

/* An entity without one is listed with the item that builds it. */
static int push_inherited_subgroup(lua_State *L, const luaapi_object *self)
{
    if (self->type == &luaapi_class_recipe_prototype) {
        return push_product_subgroup(L, self);
    }
    if (self->type == &luaapi_class_entity_prototype) {
        return push_item_subgroup(L, self, self->world->prototypes->entities[self->number].placeable_by);
    }
    if (self->type == &luaapi_class_fluid_prototype) {
        lua_pushstring(L, "fluid");
        return 1;
    }
    return 0;
}

static int get_subgroup(lua_State *L, luaapi_object *self)
{
    lua_getfield(L, 1, "type");
    lua_getfield(L, 1, "name");
    if (!push_subgroup_of(L, lua_tostring(L, -2), lua_tostring(L, -1)) && !push_inherited_subgroup(L, self)) {
        lua_pushstring(L, "other");
    }
    luaapi_push_item_group(L, self->world, "item-subgroup", lua_tostring(L, -1));
    return 1;
}

static int get_group(lua_State *L, luaapi_object *self)
{
    get_subgroup(L, self);
    if (!lua_isnil(L, -1)) {
        lua_getfield(L, -1, "group");
    }
    return 1;
}

/* {"entity-description.stone-furnace"}: as {"entity-name.stone-furnace"}, described. */
static int get_localised_description(lua_State *L, luaapi_object *self)
{
    (void)self;
    lua_getfield(L, 1, "localised_name");
    lua_rawgeti(L, -1, 1);
    const char *key = lua_tostring(L, -1), *dot = strchr(key, '.');
    const char *kind_end = dot - strlen("-name");
    lua_createtable(L, 1, 0);
    lua_pushlstring(L, key, (size_t)(kind_end - key));
    lua_pushfstring(L, "%s-description%s", lua_tostring(L, -1), dot);
    lua_rawseti(L, -3, 1);
    lua_pop(L, 1);
    return 1;
}

const luaapi_member luaapi_prototype_base_members[] = {
    {"order", get_field, NULL, NULL},
    {"hidden", get_field, NULL, NULL},
    {"parameter", get_field, NULL, NULL},
    {"hidden_in_factoriopedia", get_hidden_in_factoriopedia, NULL, NULL},
    {"subgroup", get_subgroup, NULL, NULL},
    {"group", get_group, NULL, NULL},
    {"localised_description", get_localised_description, NULL, NULL},
    {"factoriopedia_description", luaapi_get_nothing, NULL, NULL},
    {"custom_tooltip_fields", luaapi_get_nothing, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
