/* LuaGroup: item groups and item subgroups, and what all classes of prototypes have. */
#include <string.h>

#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"
#include "harness/standin/luaapi/prototype/prototype_raw.h"
#include "harness/standin/luaapi/prototype/raw_list.h"

void luaapi_push_item_group(lua_State *L, luaapi_world *world, const char *kind, const char *name)
{
    luaapi_push_prototype_or_nil(L, world, &luaapi_class_group, luaapi_raw_number(L, kind, name));
}

void luaapi_push_item_groups(lua_State *L, luaapi_world *world, const char *kind)
{
    const char *const kinds[] = {kind, NULL};
    luaapi_raw_push_kinds(L, world, &luaapi_class_group, kinds);
}

static int get_type(lua_State *L, luaapi_object *self)
{
    luaapi_raw_push_kind(L, self->number);
    return 1;
}

static int get_name(lua_State *L, luaapi_object *self)
{
    luaapi_raw_push_name(L, self->number);
    return 1;
}

static int is_subgroup(lua_State *L, const luaapi_object *self)
{
    luaapi_raw_push_kind(L, self->number);
    int is = strcmp(lua_tostring(L, -1), "item-subgroup") == 0;
    lua_pop(L, 1);
    return is;
}

static int get_localised_name(lua_State *L, luaapi_object *self)
{
    luaapi_raw_push_name(L, self->number);
    return luaapi_push_localised(L, is_subgroup(L, self) ? "item-subgroup-name" : "item-group-name",
                                 lua_tostring(L, -1));
}

static int get_order(lua_State *L, luaapi_object *self)
{
    static const luaapi_raw_field fields[] = {{"order", "order", LUAAPI_RAW_TEXT, NULL, 0, ""},
                                              {"order_in_recipe", "order_in_recipe", LUAAPI_RAW_TEXT, NULL, 0, NULL}};
    return luaapi_raw_get(L, self, fields);
}

/* Of a group: as its order, when the definition has none of its own. Subgroups have none. */
static int get_order_in_recipe(lua_State *L, luaapi_object *self)
{
    if (is_subgroup(L, self)) {
        lua_pushnil(L);
        return 1;
    }
    luaapi_raw_push_of(L, self);
    lua_getfield(L, -1, "order_in_recipe");
    if (lua_isnil(L, -1)) {
        lua_getfield(L, -2, "order");
    }
    return 1;
}

/* The group of a subgroup, the group itself of a group. */
static int get_group(lua_State *L, luaapi_object *self)
{
    if (!is_subgroup(L, self)) {
        lua_pushvalue(L, 1);
        return 1;
    }
    luaapi_raw_push_of(L, self);
    lua_getfield(L, -1, "group");
    luaapi_push_item_group(L, self->world, "item-group", lua_tostring(L, -1));
    return 1;
}

/* The subgroups of a group, in the order of their definitions; of a subgroup none. */
static int get_subgroups(lua_State *L, luaapi_object *self)
{
    lua_newtable(L);
    int result = lua_gettop(L);
    luaapi_raw_push_name(L, self->number);
    const char *name = lua_tostring(L, -1);
    luaapi_raw_push_all(L);
    lua_getfield(L, -1, "item-subgroup");
    int all = lua_gettop(L);
    lua_pushnil(L);
    while (!is_subgroup(L, self) && luaapi_ordered_next(L, all)) {
        lua_getfield(L, -1, "group");
        if (strcmp(lua_tostring(L, -1), name) == 0) {
            luaapi_push_item_group(L, self->world, "item-subgroup", lua_tostring(L, -3));
            lua_rawseti(L, result, (int)lua_rawlen(L, result) + 1);
        }
        lua_pop(L, 2);
    }
    lua_settop(L, result);
    return 1;
}

static const luaapi_member members[] = {
    {"name", get_name, NULL, NULL},
    {"type", get_type, NULL, NULL},
    {"localised_name", get_localised_name, NULL, NULL},
    {"order", get_order, NULL, NULL},
    {"order_in_recipe", get_order_in_recipe, NULL, NULL},
    {"group", get_group, NULL, NULL},
    {"subgroups", get_subgroups, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_group = {.name = "LuaGroup", .members = members};
