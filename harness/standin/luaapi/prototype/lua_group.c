/* LuaGroup: item groups and item subgroups, and what all classes of prototypes have. */
#include <string.h>

#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"
#include "harness/standin/luaapi/prototype/prototype_raw.h"

/* Registry: the list of {kind, name}, and by "kind/name" the place in it, which is luaapi_object.number. */
static const char list_key = 0;

static void list_kind(lua_State *L, int list, const char *kind)
{
    luaapi_raw_push_all(L);
    lua_getfield(L, -1, kind);
    if (lua_istable(L, -1)) {
        int groups = lua_gettop(L);
        lua_pushnil(L);
        while (luaapi_ordered_next(L, groups)) {
            lua_pop(L, 1);
            lua_createtable(L, 2, 0);
            lua_pushstring(L, kind);
            lua_rawseti(L, -2, 1);
            lua_pushvalue(L, -2);
            lua_rawseti(L, -2, 2);
            int place = (int)lua_rawlen(L, list) + 1;
            lua_rawseti(L, list, place);
            lua_pushfstring(L, "%s/%s", kind, lua_tostring(L, -1));
            lua_pushnumber(L, place);
            lua_rawset(L, list);
        }
    }
    lua_settop(L, list);
}

static void push_list(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &list_key);
    if (lua_istable(L, -1)) {
        return;
    }
    lua_pop(L, 1);
    lua_newtable(L);
    list_kind(L, lua_gettop(L), "item-group");
    list_kind(L, lua_gettop(L), "item-subgroup");
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &list_key);
}

void luaapi_push_item_group(lua_State *L, luaapi_world *world, const char *kind, const char *name)
{
    push_list(L);
    lua_pushfstring(L, "%s/%s", kind, name);
    lua_rawget(L, -2);
    uint32_t place = (uint32_t)lua_tonumber(L, -1);
    lua_pop(L, 2);
    luaapi_push_prototype_or_nil(L, world, &luaapi_class_group, place);
}

void luaapi_push_item_groups(lua_State *L, luaapi_world *world, const char *kind)
{
    lua_newtable(L);
    int result = lua_gettop(L);
    push_list(L);
    for (int place = 1; place <= (int)lua_rawlen(L, result + 1); place++) {
        lua_rawgeti(L, result + 1, place);
        lua_rawgeti(L, -1, 1);
        lua_rawgeti(L, -2, 2);
        if (strcmp(lua_tostring(L, -2), kind) == 0) {
            luaapi_push_prototype(L, world, &luaapi_class_group, (uint32_t)place);
            luaapi_ordered_rawset(L, result);
        }
        lua_settop(L, result + 1);
    }
    lua_settop(L, result);
}

/* Pushes kind (1) or name (2). */
static int push_part(lua_State *L, const luaapi_object *self, int part)
{
    push_list(L);
    lua_rawgeti(L, -1, (int)self->number);
    lua_rawgeti(L, -1, part);
    lua_replace(L, -3);
    lua_pop(L, 1);
    return 1;
}

static int get_type(lua_State *L, luaapi_object *self)
{
    return push_part(L, self, 1);
}

static int get_name(lua_State *L, luaapi_object *self)
{
    return push_part(L, self, 2);
}

static int is_subgroup(lua_State *L, const luaapi_object *self)
{
    push_part(L, self, 1);
    int is = strcmp(lua_tostring(L, -1), "item-subgroup") == 0;
    lua_pop(L, 1);
    return is;
}

static int get_localised_name(lua_State *L, luaapi_object *self)
{
    push_part(L, self, 2);
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
    push_part(L, self, 2);
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
