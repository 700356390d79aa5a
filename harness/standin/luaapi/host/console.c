#include "harness/standin/luaapi/host/console.h"

#include <string.h>

#include "harness/standin/luaapi/vm/buffer.h"
#include "harness/standin/luaapi/objects/classes.h"
#include "harness/standin/luaapi/vm/raise.h"

#define MOST_PARAMETERS 20 /* of a LocalisedString, as in the game */
#define DEEPEST_LEVEL 20

static const char rcon_key = 0;

void luaapi_server_call(lua_State *L, const char *name, int arguments, int results)
{
    lua_getfield(L, LUA_REGISTRYINDEX, "luaapi.server");
    lua_getfield(L, -1, name);
    lua_remove(L, -2);
    lua_insert(L, -1 - arguments);
    lua_call(L, arguments, results);
}

static void add_localised(lua_State *L, luaapi_buffer *text, int index, int depth);

/* The text of a key in mods' locale files; NULL when there is none. The registry keeps it alive. */
static const char *translation_of(lua_State *L, const char *key)
{
    lua_getfield(L, LUA_REGISTRYINDEX, "luaapi.translations");
    lua_getfield(L, -1, key);
    const char *found = lua_tostring(L, -1);
    lua_pop(L, 2);
    return found;
}

/* The number N of "__N__" at the text's beginning; 0 for something else. Sets how many bytes that is. */
static int parameter_at(const char *text, size_t *bytes)
{
    size_t digits = strspn(text[1] == '_' ? text + 2 : "", "0123456789");
    if (digits == 0 || digits > 2 || strncmp(text + 2 + digits, "__", 2) != 0) {
        return 0;
    }
    int number = digits == 1 ? text[2] - '0' : 10 * (text[2] - '0') + text[3] - '0';
    if (number < 1 || number > MOST_PARAMETERS) {
        return 0;
    }
    *bytes = digits + 4;
    return number;
}

/* {"section.key", parameters...}: the text with its parameters in their places, or the key by name. */
static void add_translation(lua_State *L, luaapi_buffer *text, int index, const char *key, size_t length, int depth)
{
    const char *at = translation_of(L, key);
    if (at == NULL) {
        luaapi_buffer_text(text, "Unknown key: \"");
        luaapi_buffer_add(text, key, length);
        luaapi_buffer_text(text, "\"");
        return;
    }
    while (*at != 0) {
        size_t bytes = 1;
        int number = at[0] == '_' ? parameter_at(at, &bytes) : 0;
        if (number == 0) {
            luaapi_buffer_byte(text, (unsigned char)*at);
        } else if (number < (int)lua_rawlen(L, index)) {
            lua_rawgeti(L, index, number + 1);
            add_localised(L, text, lua_gettop(L), depth + 1);
            lua_pop(L, 1);
        }
        at += bytes;
    }
}

/* 1 when the LocalisedString on top of the stack is text, or its key has one. */
static int is_known(lua_State *L)
{
    if (!lua_istable(L, -1)) {
        return 1;
    }
    lua_rawgeti(L, -1, 1);
    const char *key = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
    lua_pop(L, 1);
    return key[0] == 0 || strcmp(key, "?") == 0 || translation_of(L, key) != NULL;
}

/* {"?", a, b...}: the first of them that can be told, else the last. */
static void add_first_known(lua_State *L, luaapi_buffer *text, int index, int depth)
{
    int length = (int)lua_rawlen(L, index);
    for (int i = 2; i <= length; i++) {
        lua_rawgeti(L, index, i);
        int is_chosen = i == length || is_known(L);
        if (is_chosen) {
            add_localised(L, text, lua_gettop(L), depth + 1);
        }
        lua_pop(L, 1);
        if (is_chosen) {
            return;
        }
    }
}

static void add_list(lua_State *L, luaapi_buffer *text, int index, int depth)
{
    int length = (int)lua_rawlen(L, index);
    if (depth > DEEPEST_LEVEL || length > MOST_PARAMETERS + 1) {
        luaapi_raise(L, "LocalisedString has too many parameters (at most %d) or levels (at most %d).", MOST_PARAMETERS,
                     DEEPEST_LEVEL);
    }
    lua_rawgeti(L, index, 1);
    size_t key_length = 0;
    const char *key = lua_type(L, -1) == LUA_TSTRING ? lua_tolstring(L, -1, &key_length) : "";
    lua_pop(L, 1);
    if (key_length == 1 && key[0] == '?') {
        add_first_known(L, text, index, depth);
        return;
    }
    if (key_length > 0) {
        add_translation(L, text, index, key, key_length, depth);
        return;
    }
    for (int i = 2; i <= length; i++) {
        lua_rawgeti(L, index, i);
        add_localised(L, text, lua_gettop(L), depth + 1);
        lua_pop(L, 1);
    }
}

static void add_localised(lua_State *L, luaapi_buffer *text, int index, int depth)
{
    size_t length = 0;
    switch (lua_type(L, index)) {
    case LUA_TTABLE:
        add_list(L, text, index, depth);
        break;
    case LUA_TNIL:
    case LUA_TBOOLEAN:
    case LUA_TNUMBER:
    case LUA_TSTRING: {
        const char *piece = luaL_tolstring(L, index, &length);
        luaapi_buffer_add(text, piece, length);
        lua_pop(L, 1);
        break;
    }
    case LUA_TUSERDATA:
        if (luaapi_object_at(L, index, &luaapi_class_profiler) != NULL) {
            luaapi_profiler_text(L, index);
            luaapi_buffer_add(text, lua_tolstring(L, -1, &length), lua_rawlen(L, -1));
            lua_pop(L, 1);
            break;
        } /* fall through */
    default:
        luaL_tolstring(L, index, NULL);
        luaapi_raise(L, "Invalid LocalisedString: %s", lua_tostring(L, -1));
    }
}

void luaapi_localised_push(lua_State *L, int index)
{
    index = lua_absindex(L, index);
    luaapi_buffer text;
    luaapi_buffer_init(&text, L);
    add_localised(L, &text, index, 1);
    luaapi_buffer_push(&text);
    lua_remove(L, text.slot);
}

void luaapi_console_write(lua_State *L, const char *kind, int index)
{
    index = lua_absindex(L, index);
    lua_pushstring(L, kind);
    luaapi_localised_push(L, index);
    luaapi_server_call(L, "write", 2, 0);
}

int luaapi_lua_log(lua_State *L)
{
    luaapi_localised_push(L, 1);
    luaL_where(L, 1);
    lua_pushfstring(L, "Script @%s%s", lua_tostring(L, -1), lua_tostring(L, -2));
    luaapi_console_write(L, LUAAPI_CONSOLE_LOG, -1);
    return 0;
}

int luaapi_lua_print(lua_State *L)
{
    int count = lua_gettop(L);
    luaapi_buffer text;
    luaapi_buffer_init(&text, L);
    for (int i = 1; i <= count; i++) {
        size_t length = 0;
        const char *piece = luaL_tolstring(L, i, &length);
        if (i > 1) {
            luaapi_buffer_byte(&text, '\t');
        }
        luaapi_buffer_add(&text, piece, length);
        lua_pop(L, 1);
    }
    luaapi_buffer_push(&text);
    luaapi_console_write(L, LUAAPI_CONSOLE_STDOUT, -1);
    return 0;
}

int luaapi_lua_localised_print(lua_State *L)
{
    luaapi_console_write(L, LUAAPI_CONSOLE_STDOUT, 1);
    return 0;
}

void luaapi_rcon_begin(lua_State *L)
{
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &rcon_key);
}

void luaapi_rcon_end(lua_State *L)
{
    luaapi_buffer text;
    luaapi_buffer_init(&text, L);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &rcon_key);
    int lines = lua_gettop(L);
    int count = lua_istable(L, lines) ? (int)lua_rawlen(L, lines) : 0;
    for (int i = 1; i <= count; i++) {
        size_t length = 0;
        lua_rawgeti(L, lines, i);
        const char *line = lua_tolstring(L, -1, &length);
        luaapi_buffer_add(&text, line, length);
        luaapi_buffer_byte(&text, '\n');
        lua_pop(L, 1);
    }
    lua_pushnil(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &rcon_key);
    luaapi_buffer_push(&text);
    lua_replace(L, text.slot);
    lua_settop(L, text.slot);
}

/* rcon.print(message): nothing happens when no RCON client is waiting. */
static int print(lua_State *L, luaapi_object *self)
{
    (void)self;
    luaapi_localised_push(L, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &rcon_key);
    if (lua_istable(L, -1)) {
        lua_pushvalue(L, -2);
        lua_rawseti(L, -2, (int)lua_rawlen(L, -2) + 1);
    }
    return 0;
}

static const luaapi_member members[] = {
    {"print", NULL, NULL, print},
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_rcon = {.name = "LuaRCON", .members = members};
