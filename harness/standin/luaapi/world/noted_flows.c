#include "harness/standin/luaapi/world/noted_flows.h"

#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/objects/script_notes.h"

static const char *kind_of(int output)
{
    return output ? "outputs" : "inputs";
}

static double number_at(lua_State *L, int table, const char *key)
{
    lua_pushstring(L, key);
    lua_rawget(L, table);
    double number = lua_tonumber(L, -1);
    lua_pop(L, 1);
    return number;
}

static void add_to(lua_State *L, int table, const char *key, double number)
{
    lua_pushnumber(L, number_at(L, table, key) + number);
    luaapi_ordered_setfield(L, table, key);
}

double luaapi_noted_flow(lua_State *L, const luaapi_object *statistics, const char *name, int output)
{
    if (!luaapi_notes_push(L, statistics, kind_of(output), 0)) {
        return 0;
    }
    double number = number_at(L, lua_gettop(L), name);
    lua_pop(L, 1);
    return number;
}

void luaapi_note_flow(lua_State *L, const luaapi_object *statistics, const char *name, double count)
{
    luaapi_notes_push(L, statistics, kind_of(count < 0), 1);
    add_to(L, lua_gettop(L), name, count < 0 ? -count : count);
    lua_pop(L, 1);
}

void luaapi_noted_flows_add(lua_State *L, const luaapi_object *statistics, int output)
{
    int counts = lua_gettop(L);
    if (!luaapi_notes_push(L, statistics, kind_of(output), 0)) {
        return;
    }
    lua_pushnil(L);
    while (luaapi_ordered_next(L, counts + 1)) {
        add_to(L, counts, lua_tostring(L, -2), lua_tonumber(L, -1));
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

void luaapi_noted_flows_clear(lua_State *L, const luaapi_object *statistics)
{
    luaapi_notes_drop(L, statistics, kind_of(0));
    luaapi_notes_drop(L, statistics, kind_of(1));
}
