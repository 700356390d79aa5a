#include "harness/standin/luaapi/vm/ordered_record.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_THRESHOLD 16
#define LARGEST_SMALL 1024

const char luaapi_record_key = 0;

int luaapi_record_push(lua_State *L, int table)
{
    lua_rawgetp(L, table, &luaapi_record_key);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        return 0;
    }
    return 1;
}

void luaapi_record_push_empty(lua_State *L)
{
    lua_createtable(L, 4, 4);
    lua_createtable(L, 0, 4);
    lua_rawseti(L, -2, LUAAPI_RECORD_PLACES);
    lua_newtable(L);
    lua_rawseti(L, -2, LUAAPI_RECORD_SMALL);
    lua_pushnumber(L, FIRST_THRESHOLD);
    lua_rawseti(L, -2, LUAAPI_RECORD_THRESHOLD);
}

int luaapi_record_place(lua_State *L, int record, int key)
{
    lua_pushvalue(L, key);
    lua_rawgeti(L, record, LUAAPI_RECORD_PLACES);
    lua_insert(L, -2);
    lua_rawget(L, -2);
    int place = lua_isnil(L, -1) ? LUAAPI_NOT_RECORDED : (int)lua_tonumber(L, -1);
    lua_pop(L, 2);
    return place;
}

static void set_place(lua_State *L, int record, int key, int place)
{
    lua_pushvalue(L, key);
    lua_rawgeti(L, record, LUAAPI_RECORD_PLACES);
    lua_insert(L, -2);
    lua_pushnumber(L, place);
    lua_rawset(L, -3);
    lua_pop(L, 1);
}

int luaapi_record_position_above(lua_State *L, int number)
{
    int low = 1;
    int high = (int)lua_rawlen(L, -1) + 1;
    while (low < high) {
        int middle = (low + high) / 2;
        lua_rawgeti(L, -1, middle);
        int greater = lua_tonumber(L, -1) > number;
        lua_pop(L, 1);
        if (greater) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

static void insert_small(lua_State *L, int record, int number)
{
    lua_rawgeti(L, record, LUAAPI_RECORD_SMALL);
    int position = luaapi_record_position_above(L, number);
    for (int i = (int)lua_rawlen(L, -1); i >= position; i--) {
        lua_rawgeti(L, -1, i);
        lua_rawseti(L, -2, i + 1);
    }
    lua_pushnumber(L, number);
    lua_rawseti(L, -2, position);
    lua_pop(L, 1);
}

void luaapi_record_append(lua_State *L, int record, int key)
{
    key = lua_absindex(L, key);
    int number = luaapi_whole_number(L, key);
    if (number > 0 && number <= LARGEST_SMALL) {
        insert_small(L, record, number);
        set_place(L, record, key, 0);
        return;
    }
    int place = (int)lua_rawlen(L, record) + 1;
    set_place(L, record, key, place);
    lua_pushvalue(L, key);
    lua_rawseti(L, record, place);
}

void luaapi_record_append_if_missing(lua_State *L, int record, int key)
{
    if (luaapi_record_place(L, record, key) == LUAAPI_NOT_RECORDED) {
        luaapi_record_append(L, record, key);
    }
}

/* Appends those keys of a list in the table at `source` that still have a value in `table`. */
static void append_living(lua_State *L, int table, int source, int record)
{
    int length = (int)lua_rawlen(L, source);
    for (int i = 1; i <= length; i++) {
        lua_rawgeti(L, source, i);
        if (luaapi_has_value(L, table, lua_gettop(L))) {
            luaapi_record_append(L, record, -1);
        }
        lua_pop(L, 1);
    }
}

/* Replaces the record on top of the stack by the table's own, without the keys that have no value any more. */
static void rebuild(lua_State *L, int table)
{
    int old = lua_gettop(L);
    luaapi_record_push_empty(L);
    int record = old + 1;
    lua_rawgeti(L, old, LUAAPI_RECORD_SMALL);
    append_living(L, table, old + 2, record);
    lua_pop(L, 1);
    append_living(L, table, old, record);
    int threshold = 2 * (int)lua_rawlen(L, record);
    lua_pushnumber(L, threshold > FIRST_THRESHOLD ? threshold : FIRST_THRESHOLD);
    lua_rawseti(L, record, LUAAPI_RECORD_THRESHOLD);
    lua_remove(L, old);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, table, &luaapi_record_key);
}

int luaapi_record_end_of_prefix(lua_State *L, int table, int record)
{
    int number = 0;
    for (;;) {
        lua_pushnumber(L, number + 1);
        int stays = luaapi_has_value(L, table, lua_gettop(L)) &&
                    luaapi_record_place(L, record, lua_gettop(L)) == LUAAPI_NOT_RECORDED;
        lua_pop(L, 1);
        if (!stays) {
            return number;
        }
        number++;
    }
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Appends the text keys of the table in alphabetical order: C has stored them without a note. */
static void append_texts(lua_State *L, int table, int record, uint32_t count)
{
    const char **texts = lua_newuserdata(L, (count + 1) * sizeof *texts);
    uint32_t found = 0;
    for (lua_pushnil(L); lua_next(L, table);) {
        lua_pop(L, 1);
        if (lua_type(L, -1) == LUA_TSTRING && found < count) {
            texts[found++] = lua_tostring(L, -1);
        }
    }
    qsort(texts, found, sizeof *texts, compare_texts);
    for (uint32_t i = 0; i < found; i++) {
        lua_pushstring(L, texts[i]);
        luaapi_record_append_if_missing(L, record, lua_gettop(L));
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

void luaapi_record_the_rest(lua_State *L, int table, int record)
{
    int prefix = luaapi_record_end_of_prefix(L, table, record);
    uint32_t texts = 0;
    for (lua_pushnil(L); lua_next(L, table);) {
        lua_pop(L, 1);
        int number = luaapi_whole_number(L, -1);
        int in_prefix = number > 0 && number <= prefix;
        if (lua_type(L, -1) == LUA_TSTRING) {
            texts++;
        } else if (!in_prefix && lua_touserdata(L, -1) != (const void *)&luaapi_record_key) {
            luaapi_record_append_if_missing(L, record, lua_gettop(L));
        }
    }
    if (texts > 0) {
        append_texts(L, table, record, texts);
    }
}

/* 1 when the table, which has no record, holds more than a list without holes. */
static int has_more_than_a_list(lua_State *L, int table)
{
    int length = (int)lua_rawlen(L, table);
    for (int number = 1; number <= length; number++) {
        if (luaapi_is_nil_at(L, table, number)) {
            return 1;
        }
    }
    if (length > 0) {
        lua_pushnumber(L, length);
    } else {
        lua_pushnil(L);
    }
    if (!lua_next(L, table)) {
        return 0;
    }
    lua_pop(L, 2);
    return 1;
}

void luaapi_record_push_first(lua_State *L, int table)
{
    int import = has_more_than_a_list(L, table);
    luaapi_record_push_empty(L);
    if (import) {
        luaapi_record_the_rest(L, table, lua_gettop(L));
    }
    lua_pushvalue(L, -1);
    lua_rawsetp(L, table, &luaapi_record_key);
}

void luaapi_record_push_own(lua_State *L, int table)
{
    if (!luaapi_record_push(L, table)) {
        luaapi_record_push_first(L, table);
        return;
    }
    lua_rawgeti(L, -1, LUAAPI_RECORD_SHARED);
    lua_rawgeti(L, -2, LUAAPI_RECORD_THRESHOLD);
    int shared = lua_toboolean(L, -2);
    int full = (double)lua_rawlen(L, -3) >= lua_tonumber(L, -1);
    lua_pop(L, 2);
    if (shared || full) {
        rebuild(L, table);
    }
}
