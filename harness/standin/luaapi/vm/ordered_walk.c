/* The walk through a table in the order of its record. */
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/vm/ordered_record.h"

/* Pushes key and value of the first living key in the list at `source` from `place` on. */
static int first_living(lua_State *L, int table, int source, int place)
{
    int length = (int)lua_rawlen(L, source);
    for (; place <= length; place++) {
        lua_rawgeti(L, source, place);
        lua_pushvalue(L, -1);
        lua_rawget(L, table);
        if (!lua_isnil(L, -1)) {
            return 1;
        }
        lua_pop(L, 2);
    }
    return 0;
}

/* The same among the small numbers greater than `number`, then among all other recorded keys. */
static int first_living_above(lua_State *L, int table, int record, int number)
{
    lua_rawgeti(L, record, LUAAPI_RECORD_SMALL);
    int small = lua_gettop(L);
    int found = first_living(L, table, small, luaapi_record_position_above(L, number));
    lua_remove(L, small);
    return found ? 1 : first_living(L, table, record, 1);
}

/* Goes on behind the prefix, of which `last` was the last number. */
static int behind_prefix(lua_State *L, int table, int record, int last)
{
    if (record != 0) {
        return first_living_above(L, table, record, 0);
    }
    if (last > 0) {
        lua_pushnumber(L, last);
    } else {
        lua_pushnil(L);
    }
    if (!lua_next(L, table)) {
        return 0;
    }
    lua_pushvalue(L, -2);
    if (!lua_next(L, table)) {
        return 1;
    }
    lua_pop(L, 4); /* several keys that C has stored without a note: from now on in the order of a record */
    luaapi_record_push_first(L, table);
    int found = first_living_above(L, table, lua_gettop(L), 0);
    lua_remove(L, found ? -3 : -1);
    return found;
}

/* Pushes the whole number and its value when it belongs to the prefix, else goes on behind. */
static int step_prefix(lua_State *L, int table, int record, int number)
{
    lua_pushnumber(L, number);
    lua_rawgeti(L, table, number);
    if (!lua_isnil(L, -1) &&
        (record == 0 || luaapi_record_place(L, record, lua_gettop(L) - 1) == LUAAPI_NOT_RECORDED)) {
        return 1;
    }
    lua_pop(L, 2);
    return behind_prefix(L, table, record, number - 1);
}

/* What follows a key that is no number in a table that C has made without a record: it gets one. */
static int step_without_record(lua_State *L, int table, int key)
{
    luaapi_record_push_first(L, table);
    int record = lua_gettop(L);
    int place = luaapi_record_place(L, record, key);
    if (place == LUAAPI_NOT_RECORDED) {
        lua_pushvalue(L, key);
        lua_next(L, table); /* raises: there is no such key */
        return 0;
    }
    int found = first_living(L, table, record, place + 1);
    lua_remove(L, record);
    return found;
}

/* Pushes what follows the key at stack index `key`; `record` is 0 or the stack index of the record. */
static int step(lua_State *L, int table, int record, int key)
{
    if (lua_isnil(L, key)) {
        return step_prefix(L, table, record, 1);
    }
    int number = luaapi_whole_number(L, key);
    int place = record == 0 ? LUAAPI_NOT_RECORDED : luaapi_record_place(L, record, key);
    if (place == 0) {
        return first_living_above(L, table, record, number);
    }
    if (place > 0) {
        return first_living(L, table, record, place + 1);
    }
    if (number > 0 && (record != 0 || !luaapi_is_nil_at(L, table, number + 1))) {
        return step_prefix(L, table, record, number + 1);
    }
    if (record == 0 && number == 0) {
        return step_without_record(L, table, key);
    }
    lua_pushvalue(L, key);
    return lua_next(L, table);
}

int luaapi_ordered_next(lua_State *L, int table)
{
    table = lua_absindex(L, table);
    int key = lua_gettop(L);
    int record = luaapi_record_push(L, table) ? key + 1 : 0;
    int found = step(L, table, record, key);
    if (record != 0) {
        lua_remove(L, record);
    }
    lua_remove(L, key);
    return found;
}

uint32_t luaapi_ordered_size(lua_State *L, int table)
{
    table = lua_absindex(L, table);
    uint32_t size = 0;
    for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
        size += lua_touserdata(L, -2) != (const void *)&luaapi_record_key;
    }
    return size;
}
