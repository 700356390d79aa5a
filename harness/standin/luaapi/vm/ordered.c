#include "harness/standin/luaapi/vm/ordered.h"

#include <math.h>
#include <string.h>

#include "harness/standin/luaapi/vm/ordered_record.h"

static int has_weak_keys(lua_State *L, int table)
{
    if (!lua_getmetatable(L, table)) {
        return 0;
    }
    lua_pushstring(L, "__mode");
    lua_rawget(L, -2);
    int weak = lua_type(L, -1) == LUA_TSTRING && strchr(lua_tostring(L, -1), 'k') != NULL;
    lua_pop(L, 2);
    return weak;
}

/* A number whose predecessor is the end of the prefix: its place in a walk needs no record. */
static int extends_prefix(lua_State *L, int table, int key)
{
    int number = luaapi_whole_number(L, key);
    if (number == 0 || (number > 1 && luaapi_is_nil_at(L, table, number - 1))) {
        return 0;
    }
    if (number == 1 || !luaapi_record_push(L, table)) {
        return 1;
    }
    lua_pushnumber(L, number - 1);
    int extends = luaapi_record_place(L, lua_gettop(L) - 1, lua_gettop(L)) == LUAAPI_NOT_RECORDED;
    lua_pop(L, 2);
    return extends;
}

/* A number taken out of the prefix leaves numbers behind that a walk from 1 does not reach: records them. */
static void note_removal(lua_State *L, int table, int key)
{
    int number = luaapi_whole_number(L, key);
    if (number == 0 || luaapi_is_nil_at(L, table, number) || luaapi_is_nil_at(L, table, number + 1)) {
        return;
    }
    luaapi_record_push_own(L, table);
    int record = lua_gettop(L);
    int prefix = luaapi_record_end_of_prefix(L, table, record);
    for (int later = number + 1; later <= prefix; later++) {
        lua_pushnumber(L, later);
        luaapi_record_append(L, record, -1);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

static int is_storable(lua_State *L, int key)
{
    return !lua_isnil(L, key) && !(lua_type(L, key) == LUA_TNUMBER && isnan(lua_tonumber(L, key)));
}

void luaapi_ordered_note(lua_State *L, int table, int key, int value)
{
    table = lua_absindex(L, table);
    key = lua_absindex(L, key);
    if (lua_isnil(L, value)) {
        note_removal(L, table, key);
        return;
    }
    if (!is_storable(L, key) || luaapi_has_value(L, table, key) || extends_prefix(L, table, key) ||
        has_weak_keys(L, table)) {
        return;
    }
    luaapi_record_push_own(L, table);
    luaapi_record_append_if_missing(L, lua_gettop(L), key);
    lua_pop(L, 1);
}

void luaapi_ordered_rawset(lua_State *L, int table)
{
    table = lua_absindex(L, table);
    luaapi_ordered_note(L, table, -2, -1);
    lua_rawset(L, table);
}

void luaapi_ordered_setfield(lua_State *L, int table, const char *key)
{
    table = lua_absindex(L, table);
    lua_pushstring(L, key);
    lua_insert(L, -2);
    luaapi_ordered_rawset(L, table);
}

void luaapi_ordered_make_record(lua_State *L, int count)
{
    int first = lua_gettop(L) - count + 1;
    luaapi_record_push_empty(L);
    int record = lua_gettop(L);
    for (int i = 0; i < count; i++) {
        luaapi_record_append_if_missing(L, record, first + i);
    }
    lua_pushboolean(L, 1);
    lua_rawseti(L, record, LUAAPI_RECORD_SHARED);
    if (count > 0) {
        lua_replace(L, first);
        lua_pop(L, count - 1);
    }
}

void luaapi_ordered_template(lua_State *L, int table, const char *const *keys)
{
    table = lua_absindex(L, table);
    lua_rawgetp(L, LUA_REGISTRYINDEX, keys);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        int count = 0;
        for (; keys[count] != NULL; count++) {
            lua_pushstring(L, keys[count]);
        }
        luaapi_ordered_make_record(L, count);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, keys);
    }
    lua_rawsetp(L, table, &luaapi_record_key);
}

void luaapi_ordered_forget_weak(lua_State *L, int table)
{
    table = lua_absindex(L, table);
    if (has_weak_keys(L, table)) {
        lua_pushnil(L);
        lua_rawsetp(L, table, &luaapi_record_key);
    }
}

/* 1 when whole numbers lie behind the prefix of a table with a record. */
static int has_holes(lua_State *L, int table, int record)
{
    int prefix = luaapi_record_end_of_prefix(L, table, record);
    if (prefix > 0) {
        lua_pushnumber(L, prefix);
    } else {
        lua_pushnil(L);
    }
    if (!lua_next(L, table)) {
        return 0;
    }
    int holes = lua_type(L, -2) == LUA_TNUMBER;
    lua_pop(L, 2);
    return holes;
}

/* After a constructor with a list and keys: the list may have begun with nil. */
static void note_list(lua_State *L, int table)
{
    if (luaapi_record_push(L, table) && has_holes(L, table, lua_gettop(L))) {
        luaapi_record_push_own(L, table);
        luaapi_record_the_rest(L, table, lua_gettop(L));
    }
}

/* The two stores that scripts do most, told apart first: over a value that is there, and behind the end of a list that
 * has no record. 1 when it is one of them, about which there is nothing to note. */
static int is_plain_store(lua_State *L)
{
    if (lua_isnil(L, 3)) {
        return 0;
    }
    lua_pushvalue(L, 2);
    lua_rawget(L, 1);
    if (!lua_isnil(L, -1)) {
        return 1;
    }
    int number = luaapi_whole_number(L, 2);
    if (number <= 1) {
        return number;
    }
    lua_rawgeti(L, 1, number - 1);
    return !lua_isnil(L, -1) && !luaapi_record_push(L, 1);
}

int luaapi_ordered_lua_note(lua_State *L)
{
    if (!lua_istable(L, 1)) {
        return 0;
    }
    if (lua_gettop(L) == 3 && is_plain_store(L)) {
        return 0;
    }
    lua_settop(L, lua_gettop(L) < 3 ? lua_gettop(L) : 3);
    switch (lua_gettop(L)) {
    case 1:
        note_list(L, 1);
        break;
    case 2:
        lua_rawgeti(L, lua_upvalueindex(1), (int)lua_tonumber(L, 2));
        lua_rawsetp(L, 1, &luaapi_record_key);
        break;
    default:
        luaapi_ordered_note(L, 1, 2, 3);
    }
    return 0;
}

int luaapi_ordered_child(lua_State *L, int make)
{
    lua_pushvalue(L, -1);
    lua_rawget(L, -3);
    if (lua_isnil(L, -1) && make) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -2);
        lua_pushvalue(L, -2);
        luaapi_ordered_rawset(L, -5);
    }
    int is_there = !lua_isnil(L, -1);
    lua_replace(L, -3);
    lua_pop(L, is_there ? 1 : 2);
    return is_there;
}
