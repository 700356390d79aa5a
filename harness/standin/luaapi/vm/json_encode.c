#include <math.h>
#include <stdio.h>
#include <string.h>

#include "harness/standin/luaapi/vm/buffer.h"
#include "harness/standin/luaapi/vm/json.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/vm/raise.h"

#define DEEPEST 100

static void add_value(lua_State *L, luaapi_buffer *text, int index, int depth);

static void add_string(luaapi_buffer *text, const char *string, size_t length)
{
    static const char escaped[] = "\"\\\b\f\n\r\t";
    static const char letters[] = "\"\\bfnrt";
    luaapi_buffer_byte(text, '"');
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)string[i];
        const char *found = byte == 0 ? NULL : strchr(escaped, byte);
        if (found != NULL) {
            luaapi_buffer_byte(text, '\\');
            luaapi_buffer_byte(text, (unsigned char)letters[found - escaped]);
        } else if (byte < 0x20) {
            char code[8];
            snprintf(code, sizeof code, "\\u%04x", byte);
            luaapi_buffer_text(text, code);
        } else {
            luaapi_buffer_byte(text, byte);
        }
    }
    luaapi_buffer_byte(text, '"');
}

static void add_number(lua_State *L, luaapi_buffer *text, double number)
{
    if (isnan(number) || isinf(number)) {
        luaapi_raise(L, "Can't convert the number %f to JSON", number);
    }
    luaapi_buffer_number(text, number);
}

/* 1 when the table holds 1..n and nothing else, n at least 1. */
static int is_list(lua_State *L, int index)
{
    uint32_t length = (uint32_t)lua_rawlen(L, index);
    return length > 0 && luaapi_ordered_size(L, index) == length;
}

static void add_list(lua_State *L, luaapi_buffer *text, int index, int depth)
{
    int length = (int)lua_rawlen(L, index);
    luaapi_buffer_byte(text, '[');
    for (int i = 1; i <= length; i++) {
        if (i > 1) {
            luaapi_buffer_byte(text, ',');
        }
        lua_rawgeti(L, index, i);
        add_value(L, text, lua_gettop(L), depth);
        lua_pop(L, 1);
    }
    luaapi_buffer_byte(text, ']');
}

static void add_key(lua_State *L, luaapi_buffer *text, int key)
{
    size_t length = 0;
    if (lua_type(L, key) != LUA_TSTRING && lua_type(L, key) != LUA_TNUMBER) {
        luaapi_raise(L, "Can't convert a table key of type %s to JSON", lua_typename(L, lua_type(L, key)));
    }
    lua_pushvalue(L, key);
    const char *name = lua_tolstring(L, -1, &length);
    add_string(text, name, length);
    lua_pop(L, 1);
    luaapi_buffer_byte(text, ':');
}

static void add_object(lua_State *L, luaapi_buffer *text, int index, int depth)
{
    int first = 1;
    luaapi_buffer_byte(text, '{');
    lua_pushnil(L);
    while (luaapi_ordered_next(L, index)) {
        if (!first) {
            luaapi_buffer_byte(text, ',');
        }
        first = 0;
        int value = lua_gettop(L);
        add_key(L, text, value - 1);
        add_value(L, text, value, depth);
        lua_pop(L, 1);
    }
    luaapi_buffer_byte(text, '}');
}

static void add_value(lua_State *L, luaapi_buffer *text, int index, int depth)
{
    size_t length = 0;
    const char *string = NULL;
    switch (lua_type(L, index)) {
    case LUA_TNIL:
        luaapi_buffer_text(text, "null");
        return;
    case LUA_TBOOLEAN:
        luaapi_buffer_text(text, lua_toboolean(L, index) ? "true" : "false");
        return;
    case LUA_TNUMBER:
        add_number(L, text, lua_tonumber(L, index));
        return;
    case LUA_TSTRING:
        string = lua_tolstring(L, index, &length);
        add_string(text, string, length);
        return;
    case LUA_TTABLE:
        break;
    default:
        luaapi_raise(L, "Can't convert a value of type %s to JSON", lua_typename(L, lua_type(L, index)));
    }
    if (depth >= DEEPEST || !lua_checkstack(L, 24)) {
        luaapi_raise(L, "Can't convert a table that is nested deeper than %d, or holds itself, to JSON", DEEPEST);
    }
    if (is_list(L, index)) {
        add_list(L, text, index, depth + 1);
    } else {
        add_object(L, text, index, depth + 1);
    }
}

void luaapi_json_push_text(lua_State *L, int index)
{
    luaapi_buffer text;
    index = lua_absindex(L, index);
    luaapi_buffer_init(&text, L);
    add_value(L, &text, index, 0);
    luaapi_buffer_push(&text);
    lua_remove(L, text.slot);
}
