#include "harness/standin/luaapi/objects/plain_members.h"

int luaapi_get_nothing(lua_State *L, luaapi_object *self)
{
    (void)self;
    lua_pushnil(L);
    return 1;
}

int luaapi_get_empty(lua_State *L, luaapi_object *self)
{
    (void)self;
    lua_newtable(L);
    return 1;
}

int luaapi_get_false(lua_State *L, luaapi_object *self)
{
    (void)self;
    lua_pushboolean(L, 0);
    return 1;
}

int luaapi_get_true(lua_State *L, luaapi_object *self)
{
    (void)self;
    lua_pushboolean(L, 1);
    return 1;
}

int luaapi_get_zero(lua_State *L, luaapi_object *self)
{
    (void)self;
    lua_pushnumber(L, 0);
    return 1;
}

int luaapi_get_one(lua_State *L, luaapi_object *self)
{
    (void)self;
    lua_pushnumber(L, 1);
    return 1;
}

int luaapi_do_nothing(lua_State *L, luaapi_object *self)
{
    (void)L, (void)self;
    return 0;
}
