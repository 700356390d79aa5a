#include "harness/standin/luaapi/prototype/prototype_filter.h"

#include <string.h>

#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/vm/raise.h"

#define NAME_BYTES 128

/* 1 when the text on top of the stack is the wanted one at the index, or one of a list of them. */
static int is_one_of(lua_State *L, int wanted)
{
    int value = lua_gettop(L);
    if (!lua_istable(L, wanted)) {
        return lua_rawequal(L, value, wanted);
    }
    int count = (int)lua_rawlen(L, wanted);
    int found = 0;
    for (int i = 1; i <= count && !found; i++) {
        lua_rawgeti(L, wanted, i);
        found = lua_rawequal(L, value, -1);
        lua_pop(L, 1);
    }
    return found;
}

/* 1 when the prototype at the index passes one filter. */
static int passes_one(lua_State *L, int prototype, int filter)
{
    char attribute[NAME_BYTES];
    int top = lua_gettop(L);
    lua_getfield(L, filter, "filter");
    strncpy(attribute, luaapi_check_string(L, -1, "filter", NULL), NAME_BYTES - 1);
    attribute[NAME_BYTES - 1] = 0;
    for (char *dash = attribute; (dash = strchr(dash, '-')) != NULL;) {
        *dash = '_';
    }
    lua_getfield(L, filter, attribute);
    int wanted = lua_gettop(L);
    lua_getfield(L, prototype, attribute);
    int passes = lua_isnil(L, wanted) ? lua_toboolean(L, -1) : is_one_of(L, wanted);
    lua_getfield(L, filter, "invert");
    passes ^= lua_toboolean(L, -1);
    lua_settop(L, top);
    return passes;
}

/* Filters are joined by "or" unless their mode is "and". */
static int passes_all(lua_State *L, int prototype)
{
    int count = (int)lua_rawlen(L, 1);
    int result = count == 0;
    for (int i = 1; i <= count; i++) {
        lua_rawgeti(L, 1, i);
        int filter = lua_gettop(L);
        luaapi_check_type(L, filter, LUA_TTABLE, "filter");
        int passes = passes_one(L, prototype, filter);
        lua_getfield(L, filter, "mode");
        int is_and = lua_type(L, -1) == LUA_TSTRING && strcmp(lua_tostring(L, -1), "and") == 0;
        result = i == 1 ? passes : is_and ? result && passes : result || passes;
        lua_settop(L, filter - 1);
    }
    return result;
}

int luaapi_prototypes_filtered(lua_State *L)
{
    luaapi_check_type(L, 1, LUA_TTABLE, "get_filtered");
    int all = lua_gettop(L);
    lua_newtable(L);
    int found = all + 1;
    const luaapi_object *table = luaapi_object_at(L, all, NULL);
    lua_pushnil(L);
    for (;;) {
        /* [object, key] as the class's next wants it, in a frame of its own */
        luaL_getmetafield(L, all, "__pairs");
        lua_pushvalue(L, all);
        lua_call(L, 1, 1);
        lua_pushvalue(L, all);
        lua_pushvalue(L, found + 1);
        lua_call(L, 2, 2);
        if (lua_isnil(L, -2) || table == NULL) {
            lua_settop(L, found);
            return 1;
        }
        if (passes_all(L, lua_gettop(L))) {
            lua_pushvalue(L, -2);
            lua_pushvalue(L, -2);
            luaapi_ordered_rawset(L, found);
        }
        lua_pop(L, 1);
        lua_replace(L, found + 1);
        lua_settop(L, found + 1);
    }
}
