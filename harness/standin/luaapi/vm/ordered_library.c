/* The library functions that walk tables or store into them. */
#include "harness/standin/luaapi/vm/ordered.h"

#include "harness/standin/luaapi/vm/raise.h"

int luaapi_ordered_lua_next(lua_State *L)
{
    luaapi_check_type(L, 1, LUA_TTABLE, "next");
    lua_settop(L, 2);
    if (luaapi_ordered_next(L, 1)) {
        return 2;
    }
    lua_pushnil(L);
    return 1;
}

int luaapi_ordered_lua_pairs(lua_State *L)
{
    if (luaL_getmetafield(L, 1, "__pairs")) {
        lua_pushvalue(L, 1);
        lua_call(L, 1, 3);
        return 3;
    }
    luaapi_check_type(L, 1, LUA_TTABLE, "pairs");
    lua_pushcfunction(L, luaapi_ordered_lua_next);
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    return 3;
}

int luaapi_ordered_lua_rawset(lua_State *L)
{
    luaapi_check_type(L, 1, LUA_TTABLE, "rawset");
    lua_settop(L, 3);
    luaapi_ordered_rawset(L, 1);
    return 1;
}

int luaapi_ordered_lua_setmetatable(lua_State *L)
{
    luaapi_check_type(L, 1, LUA_TTABLE, "setmetatable");
    if (lua_type(L, 2) != LUA_TNIL && lua_type(L, 2) != LUA_TTABLE) {
        return luaapi_raise(L, "bad argument #2 to 'setmetatable' (nil or table expected)");
    }
    if (luaL_getmetafield(L, 1, "__metatable")) {
        return luaapi_raise(L, "cannot change a protected metatable");
    }
    lua_settop(L, 2);
    lua_setmetatable(L, 1);
    luaapi_ordered_forget_weak(L, 1);
    return 1;
}

int luaapi_ordered_lua_table_size(lua_State *L)
{
    luaapi_check_type(L, 1, LUA_TTABLE, "table_size");
    lua_pushnumber(L, luaapi_ordered_size(L, 1));
    return 1;
}

static int length_of(lua_State *L, int table)
{
    lua_len(L, table);
    int length = (int)lua_tonumber(L, -1);
    lua_pop(L, 1);
    return length;
}

/* Stores the value on top of the stack, popped, under a whole number. */
static void store(lua_State *L, int table, int number)
{
    lua_pushnumber(L, number);
    lua_insert(L, -2);
    luaapi_ordered_rawset(L, table);
}

int luaapi_ordered_lua_insert(lua_State *L)
{
    luaapi_check_type(L, 1, LUA_TTABLE, "insert");
    int end = length_of(L, 1) + 1;
    int position = end;
    if (lua_gettop(L) == 3) {
        position = (int)luaapi_check_number(L, 2, "insert");
        for (int i = end > position ? end : position; i > position; i--) {
            lua_rawgeti(L, 1, i - 1);
            store(L, 1, i);
        }
    } else if (lua_gettop(L) != 2) {
        return luaapi_raise(L, "wrong number of arguments to 'insert'");
    }
    store(L, 1, position);
    return 0;
}

int luaapi_ordered_lua_remove(lua_State *L)
{
    luaapi_check_type(L, 1, LUA_TTABLE, "remove");
    int end = length_of(L, 1);
    int position = lua_isnoneornil(L, 2) ? end : (int)luaapi_check_number(L, 2, "remove");
    if (position < 1 || position > end) {
        return 0;
    }
    lua_rawgeti(L, 1, position);
    for (; position < end; position++) {
        lua_rawgeti(L, 1, position + 1);
        lua_rawseti(L, 1, position);
    }
    lua_pushnil(L);
    store(L, 1, position);
    return 1;
}

int luaapi_ordered_lua_pack(lua_State *L)
{
    int count = lua_gettop(L);
    lua_createtable(L, count, 1);
    lua_insert(L, 1);
    for (int i = 1; i <= count; i++) {
        lua_pushvalue(L, i + 1);
        store(L, 1, i);
    }
    lua_pushnumber(L, count);
    luaapi_ordered_setfield(L, 1, "n");
    lua_settop(L, 1);
    return 1;
}
