/* ordered_record.h - the hidden record of the order in which a table's keys came (ordered.h).
 *
 * A record is a table: [1..n] the keys in order; [PLACES] a table from every recorded key to its place, 0 for small
 * numbers; [SMALL] the recorded whole numbers up to 1024, ascending; [SHARED] true while several tables use it;
 * [THRESHOLD] the length at which keys without a value are thrown out. A table holds its record under the light
 * userdata &luaapi_record_key. The arguments `table` and `record` are absolute stack indices. */
#ifndef LUAAPI_ORDERED_RECORD_H
#define LUAAPI_ORDERED_RECORD_H

#include <math.h>

#include "harness/standin/luaapi/vm/lua52.h"

#define LUAAPI_RECORD_PLACES 0
#define LUAAPI_RECORD_SMALL (-1)
#define LUAAPI_RECORD_SHARED (-2)
#define LUAAPI_RECORD_THRESHOLD (-3)
#define LUAAPI_NOT_RECORDED (-1)

extern const char luaapi_record_key;

static inline int luaapi_is_nil_at(lua_State *L, int table, int number)
{
    lua_rawgeti(L, table, number);
    int nil = lua_isnil(L, -1);
    lua_pop(L, 1);
    return nil;
}

/* A whole number of 1.. that fits lua_rawgeti; 0 for all other keys. */
static inline int luaapi_whole_number(lua_State *L, int key)
{
    if (lua_type(L, key) != LUA_TNUMBER) {
        return 0;
    }
    double number = lua_tonumber(L, key);
    return number >= 1 && number < 2147483647.0 && number == floor(number) ? (int)number : 0;
}

static inline int luaapi_has_value(lua_State *L, int table, int key)
{
    lua_pushvalue(L, key);
    lua_rawget(L, table);
    int alive = !lua_isnil(L, -1);
    lua_pop(L, 1);
    return alive;
}

/* Pushes the record of the table and returns 1; returns 0 and pushes nothing when it has none. */
int luaapi_record_push(lua_State *L, int table);

/* Pushes a record of no keys that belongs to no table. */
void luaapi_record_push_empty(lua_State *L);

/* Gives a table that has no record its first, with all keys that it holds, and pushes it. */
void luaapi_record_push_first(lua_State *L, int table);

/* Pushes a record of the table that may be changed and has room. */
void luaapi_record_push_own(lua_State *L, int table);

/* Place of the key in the record, 0 for a small number, LUAAPI_NOT_RECORDED. */
int luaapi_record_place(lua_State *L, int record, int key);

/* Adds a key to a record that does not hold it; the other only when it is missing. */
void luaapi_record_append(lua_State *L, int record, int key);
void luaapi_record_append_if_missing(lua_State *L, int record, int key);

/* First position in the sorted list on top of the stack whose number is greater than `number`. */
int luaapi_record_position_above(lua_State *L, int number);

/* Last of the whole numbers 1, 2, 3... that have a value and no record. */
int luaapi_record_end_of_prefix(lua_State *L, int table, int record);

/* Records every key behind the prefix 1, 2, 3... that is not recorded yet: texts last, in alphabetical order. */
void luaapi_record_the_rest(lua_State *L, int table, int record);

#endif
