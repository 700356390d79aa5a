#include "harness/standin/luaapi/prototype/raw_list.h"

#include <string.h>

#include "harness/standin/luaapi/objects/classes.h"
#include "harness/standin/luaapi/prototype/prototype_raw.h"
#include "harness/standin/luaapi/vm/ordered.h"

/* Registry: the list of {kind, name}, and by "kind/name" the place in it. */
static const char list_key = 0;

const char *const luaapi_equipment_kinds[] = {
    "active-defense-equipment", "battery-equipment",        "belt-immunity-equipment", "energy-shield-equipment",
    "generator-equipment",      "inventory-bonus-equipment", "movement-bonus-equipment", "night-vision-equipment",
    "roboport-equipment",       "solar-panel-equipment",    NULL};

static const char *const other_kinds[] = {
    "item-group",      "item-subgroup",    "virtual-signal", "equipment-category", "equipment-grid", "airborne-pollutant",
    "surface-property", "asteroid-chunk",  "space-location", "planet",             NULL};

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
    for (int i = 0; other_kinds[i] != NULL; i++) {
        list_kind(L, lua_gettop(L), other_kinds[i]);
    }
    for (int i = 0; luaapi_equipment_kinds[i] != NULL; i++) {
        list_kind(L, lua_gettop(L), luaapi_equipment_kinds[i]);
    }
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &list_key);
}

uint32_t luaapi_raw_number(lua_State *L, const char *kind, const char *name)
{
    push_list(L);
    lua_pushfstring(L, "%s/%s", kind, name);
    lua_rawget(L, -2);
    uint32_t number = (uint32_t)lua_tonumber(L, -1);
    lua_pop(L, 2);
    return number;
}

static void push_part(lua_State *L, uint32_t number, int part)
{
    push_list(L);
    lua_rawgeti(L, -1, (int)number);
    lua_rawgeti(L, -1, part);
    lua_replace(L, -3);
    lua_pop(L, 1);
}

void luaapi_raw_push_kind(lua_State *L, uint32_t number)
{
    push_part(L, number, 1);
}

void luaapi_raw_push_name(lua_State *L, uint32_t number)
{
    push_part(L, number, 2);
}

void luaapi_raw_push_kinds(lua_State *L, luaapi_world *world, const luaapi_class *type, const char *const *kinds)
{
    lua_newtable(L);
    int result = lua_gettop(L);
    push_list(L);
    for (int place = 1; place <= (int)lua_rawlen(L, result + 1); place++) {
        lua_rawgeti(L, result + 1, place);
        lua_rawgeti(L, -1, 1);
        lua_rawgeti(L, -2, 2);
        int kind = 0;
        while (kinds[kind] != NULL && strcmp(lua_tostring(L, -2), kinds[kind]) != 0) {
            kind++;
        }
        if (kinds[kind] != NULL) {
            luaapi_push_prototype(L, world, type, (uint32_t)place);
            luaapi_ordered_rawset(L, result);
        }
        lua_settop(L, result + 1);
    }
    lua_settop(L, result);
}
