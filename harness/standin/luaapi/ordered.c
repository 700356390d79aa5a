#include "ordered.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A record is a table: [1..n] the keys in order; [PLACES] a table from every recorded key to its place, 0 for small
 * numbers; [SMALL] the recorded whole numbers up to 1024, ascending; [SHARED] true while several tables use it;
 * [THRESHOLD] the length at which keys without a value are thrown out. */
#define PLACES 0
#define SMALL (-1)
#define SHARED (-2)
#define THRESHOLD (-3)
#define FIRST_THRESHOLD 16
#define LARGEST_SMALL 1024
#define NOT_RECORDED (-1)

static const char ORDER_KEY = 0;

static int is_nil_at(lua_State *L, int table, int number)
{
    lua_rawgeti(L, table, number);
    int nil = lua_isnil(L, -1);
    lua_pop(L, 1);
    return nil;
}

/* A whole number of 1.. that fits lua_rawgeti; 0 for all other keys. */
static int whole_number(lua_State *L, int key)
{
    if (lua_type(L, key) != LUA_TNUMBER) {
        return 0;
    }
    double number = lua_tonumber(L, key);
    return number >= 1 && number < 2147483647.0 && number == floor(number) ? (int)number : 0;
}

static int has_value(lua_State *L, int table, int key)
{
    lua_pushvalue(L, key);
    lua_rawget(L, table);
    int alive = !lua_isnil(L, -1);
    lua_pop(L, 1);
    return alive;
}

/* Pushes the record of the table; returns 0 and pushes nothing when it has none. */
static int push_record(lua_State *L, int table)
{
    lua_rawgetp(L, table, &ORDER_KEY);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        return 0;
    }
    return 1;
}

static void push_empty_record(lua_State *L)
{
    lua_createtable(L, 4, 4);
    lua_createtable(L, 0, 4);
    lua_rawseti(L, -2, PLACES);
    lua_newtable(L);
    lua_rawseti(L, -2, SMALL);
    lua_pushnumber(L, FIRST_THRESHOLD);
    lua_rawseti(L, -2, THRESHOLD);
}

/* Place of the key in the record, 0 for a small number, NOT_RECORDED. */
static int place_of(lua_State *L, int record, int key)
{
    lua_pushvalue(L, key);
    lua_rawgeti(L, record, PLACES);
    lua_insert(L, -2);
    lua_rawget(L, -2);
    int place = lua_isnil(L, -1) ? NOT_RECORDED : (int)lua_tonumber(L, -1);
    lua_pop(L, 2);
    return place;
}

static void set_place(lua_State *L, int record, int key, int place)
{
    lua_pushvalue(L, key);
    lua_rawgeti(L, record, PLACES);
    lua_insert(L, -2);
    lua_pushnumber(L, place);
    lua_rawset(L, -3);
    lua_pop(L, 1);
}

/* First position in the sorted list on top of the stack whose number is greater than `number`. */
static int position_above(lua_State *L, int number)
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
    lua_rawgeti(L, record, SMALL);
    int position = position_above(L, number);
    for (int i = (int)lua_rawlen(L, -1); i >= position; i--) {
        lua_rawgeti(L, -1, i);
        lua_rawseti(L, -2, i + 1);
    }
    lua_pushnumber(L, number);
    lua_rawseti(L, -2, position);
    lua_pop(L, 1);
}

/* Adds a key to a record that does not hold it. */
static void append(lua_State *L, int record, int key)
{
    key = lua_absindex(L, key);
    int number = whole_number(L, key);
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

static void append_if_missing(lua_State *L, int record, int key)
{
    if (place_of(L, record, key) == NOT_RECORDED) {
        append(L, record, key);
    }
}

/* Appends those keys of a list in the table at `source` that still have a value in `table`. */
static void append_living(lua_State *L, int table, int source, int record)
{
    int length = (int)lua_rawlen(L, source);
    for (int i = 1; i <= length; i++) {
        lua_rawgeti(L, source, i);
        if (has_value(L, table, lua_gettop(L))) {
            append(L, record, -1);
        }
        lua_pop(L, 1);
    }
}

/* Replaces the record on top of the stack by the table's own, without the keys that have no value any more. */
static void rebuild(lua_State *L, int table)
{
    int old = lua_gettop(L);
    push_empty_record(L);
    int record = old + 1;
    lua_rawgeti(L, old, SMALL);
    append_living(L, table, old + 2, record);
    lua_pop(L, 1);
    append_living(L, table, old, record);
    int threshold = 2 * (int)lua_rawlen(L, record);
    lua_pushnumber(L, threshold > FIRST_THRESHOLD ? threshold : FIRST_THRESHOLD);
    lua_rawseti(L, record, THRESHOLD);
    lua_remove(L, old);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, table, &ORDER_KEY);
}

/* Last of the whole numbers 1, 2, 3... that have a value and no record. */
static int end_of_prefix(lua_State *L, int table, int record)
{
    int number = 0;
    for (;;) {
        lua_pushnumber(L, number + 1);
        int stays = has_value(L, table, lua_gettop(L)) && place_of(L, record, lua_gettop(L)) == NOT_RECORDED;
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
        append_if_missing(L, record, lua_gettop(L));
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

/* Records every key behind the prefix 1, 2, 3... that is not recorded yet: texts last, in alphabetical order. */
static void record_the_rest(lua_State *L, int table, int record)
{
    int prefix = end_of_prefix(L, table, record);
    uint32_t texts = 0;
    for (lua_pushnil(L); lua_next(L, table);) {
        lua_pop(L, 1);
        int number = whole_number(L, -1);
        int in_prefix = number > 0 && number <= prefix;
        if (lua_type(L, -1) == LUA_TSTRING) {
            texts++;
        } else if (!in_prefix && lua_touserdata(L, -1) != (const void *)&ORDER_KEY) {
            append_if_missing(L, record, lua_gettop(L));
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
        if (is_nil_at(L, table, number)) {
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

static void push_first_record(lua_State *L, int table)
{
    int import = has_more_than_a_list(L, table);
    push_empty_record(L);
    if (import) {
        record_the_rest(L, table, lua_gettop(L));
    }
    lua_pushvalue(L, -1);
    lua_rawsetp(L, table, &ORDER_KEY);
}

/* Pushes a record of the table that may be changed and has room. */
static void push_own_record(lua_State *L, int table)
{
    if (!push_record(L, table)) {
        push_first_record(L, table);
        return;
    }
    lua_rawgeti(L, -1, SHARED);
    lua_rawgeti(L, -2, THRESHOLD);
    int shared = lua_toboolean(L, -2);
    int full = (double)lua_rawlen(L, -3) >= lua_tonumber(L, -1);
    lua_pop(L, 2);
    if (shared || full) {
        rebuild(L, table);
    }
}

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
    int number = whole_number(L, key);
    if (number == 0 || (number > 1 && is_nil_at(L, table, number - 1))) {
        return 0;
    }
    if (number == 1 || !push_record(L, table)) {
        return 1;
    }
    lua_pushnumber(L, number - 1);
    int extends = place_of(L, lua_gettop(L) - 1, lua_gettop(L)) == NOT_RECORDED;
    lua_pop(L, 2);
    return extends;
}

/* A number taken out of the prefix leaves numbers behind that a walk from 1 does not reach: records them. */
static void note_removal(lua_State *L, int table, int key)
{
    int number = whole_number(L, key);
    if (number == 0 || is_nil_at(L, table, number) || is_nil_at(L, table, number + 1)) {
        return;
    }
    push_own_record(L, table);
    int record = lua_gettop(L);
    int prefix = end_of_prefix(L, table, record);
    for (int later = number + 1; later <= prefix; later++) {
        lua_pushnumber(L, later);
        append(L, record, -1);
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
    if (!is_storable(L, key) || has_value(L, table, key) || extends_prefix(L, table, key) || has_weak_keys(L, table)) {
        return;
    }
    push_own_record(L, table);
    append_if_missing(L, lua_gettop(L), key);
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
    push_empty_record(L);
    int record = lua_gettop(L);
    for (int i = 0; i < count; i++) {
        append_if_missing(L, record, first + i);
    }
    lua_pushboolean(L, 1);
    lua_rawseti(L, record, SHARED);
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
    lua_rawsetp(L, table, &ORDER_KEY);
}

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
    lua_rawgeti(L, record, SMALL);
    int small = lua_gettop(L);
    int found = first_living(L, table, small, position_above(L, number));
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
    push_first_record(L, table);
    int found = first_living_above(L, table, lua_gettop(L), 0);
    lua_remove(L, found ? -3 : -1);
    return found;
}

/* Pushes the whole number and its value when it belongs to the prefix, else goes on behind. */
static int step_prefix(lua_State *L, int table, int record, int number)
{
    lua_pushnumber(L, number);
    lua_rawgeti(L, table, number);
    if (!lua_isnil(L, -1) && (record == 0 || place_of(L, record, lua_gettop(L) - 1) == NOT_RECORDED)) {
        return 1;
    }
    lua_pop(L, 2);
    return behind_prefix(L, table, record, number - 1);
}

/* What follows a key that is no number in a table that C has made without a record: it gets one. */
static int step_without_record(lua_State *L, int table, int key)
{
    push_first_record(L, table);
    int record = lua_gettop(L);
    int place = place_of(L, record, key);
    if (place == NOT_RECORDED) {
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
    int number = whole_number(L, key);
    int place = record == 0 ? NOT_RECORDED : place_of(L, record, key);
    if (place == 0) {
        return first_living_above(L, table, record, number);
    }
    if (place > 0) {
        return first_living(L, table, record, place + 1);
    }
    if (number > 0 && (record != 0 || !is_nil_at(L, table, number + 1))) {
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
    int record = push_record(L, table) ? key + 1 : 0;
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
        size += lua_touserdata(L, -2) != (const void *)&ORDER_KEY;
    }
    return size;
}

void luaapi_ordered_forget_weak(lua_State *L, int table)
{
    table = lua_absindex(L, table);
    if (has_weak_keys(L, table)) {
        lua_pushnil(L);
        lua_rawsetp(L, table, &ORDER_KEY);
    }
}

/* 1 when whole numbers lie behind the prefix of a table with a record. */
static int has_holes(lua_State *L, int table, int record)
{
    int prefix = end_of_prefix(L, table, record);
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
    if (push_record(L, table) && has_holes(L, table, lua_gettop(L))) {
        push_own_record(L, table);
        record_the_rest(L, table, lua_gettop(L));
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
    int number = whole_number(L, 2);
    if (number <= 1) {
        return number;
    }
    lua_rawgeti(L, 1, number - 1);
    return !lua_isnil(L, -1) && !push_record(L, 1);
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
        lua_rawsetp(L, 1, &ORDER_KEY);
        break;
    default:
        luaapi_ordered_note(L, 1, 2, 3);
    }
    return 0;
}
