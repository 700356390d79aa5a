#include "harness/standin/luaapi/vm/copy.h"

#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/vm/raise.h"

#define DEEPEST 100

static void push_copy(lua_State *L, int index, int depth)
{
    int type = lua_type(L, index);
    if (type == LUA_TFUNCTION || type == LUA_TLIGHTUSERDATA) {
        luaapi_raise(L, "Can't copy object of type %s", lua_typename(L, type));
    }
    if (type != LUA_TTABLE) {
        lua_pushvalue(L, index);
        return;
    }
    if (depth >= DEEPEST || !lua_checkstack(L, 24)) {
        luaapi_raise(L, "Can't copy a table that is nested deeper than %d, or holds itself", DEEPEST);
    }
    lua_newtable(L);
    int copy = lua_gettop(L);
    lua_pushnil(L);
    while (luaapi_ordered_next(L, index)) {
        lua_pushvalue(L, -2);
        push_copy(L, copy + 2, depth + 1);
        luaapi_ordered_rawset(L, copy);
        lua_pop(L, 1);
    }
}

void luaapi_copy_push(lua_State *L, int index)
{
    push_copy(L, lua_absindex(L, index), 0);
}
