/* LuaRemote: `remote`, functions that mods offer each other. Its user value is the record of the mod it belongs to. */
#include "harness/standin/luaapi/objects/classes.h"
#include "harness/standin/luaapi/vm/copy.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/vm/raise.h"

static const char interfaces_key = 0;

/* Pushes the table of all interfaces: name -> {functions, mod}. */
static int push_interfaces(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &interfaces_key);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &interfaces_key);
    }
    return lua_gettop(L);
}

/* Pushes the functions of the interface named at the index; returns 0 and pushes nothing when there is none. */
static int push_functions(lua_State *L, int name)
{
    int interfaces = push_interfaces(L);
    lua_pushvalue(L, name);
    lua_rawget(L, interfaces);
    lua_remove(L, interfaces);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        return 0;
    }
    return 1;
}

static int add_interface(lua_State *L, luaapi_object *self)
{
    (void)self;
    luaapi_check_type(L, 1, LUA_TSTRING, "add_interface");
    luaapi_check_type(L, 2, LUA_TTABLE, "add_interface");
    if (push_functions(L, 1)) {
        return luaapi_raise(L, "An interface with the name '%s' already exists.", lua_tostring(L, 1));
    }
    int interfaces = push_interfaces(L);
    lua_pushvalue(L, 1);
    lua_newtable(L);
    int functions = lua_gettop(L);
    lua_pushnil(L);
    while (luaapi_ordered_next(L, 2)) {
        if (!lua_isfunction(L, -1)) {
            return luaapi_raise(L, "Interface '%s' may hold functions only.", lua_tostring(L, 1));
        }
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        luaapi_ordered_rawset(L, functions);
    }
    luaapi_ordered_rawset(L, interfaces);
    return 0;
}

static int remove_interface(lua_State *L, luaapi_object *self)
{
    (void)self;
    luaapi_check_type(L, 1, LUA_TSTRING, "remove_interface");
    int existed = push_functions(L, 1);
    int interfaces = push_interfaces(L);
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    lua_rawset(L, interfaces);
    lua_pushboolean(L, existed);
    return 1;
}

static int add_trace(lua_State *L)
{
    const char *message = luaL_tolstring(L, 1, NULL);
    luaL_traceback(L, L, message, 1);
    return 1;
}

/* call(interface, function, ...): arguments and results are copied on their way. */
static int call(lua_State *L, luaapi_object *self)
{
    (void)self;
    luaapi_check_type(L, 1, LUA_TSTRING, "call");
    luaapi_check_type(L, 2, LUA_TSTRING, "call");
    int arguments = lua_gettop(L) - 2;
    if (!push_functions(L, 1)) {
        return luaapi_raise(L, "Unknown interface: %s", lua_tostring(L, 1));
    }
    lua_pushvalue(L, 2);
    lua_rawget(L, -2);
    if (lua_isnil(L, -1)) {
        return luaapi_raise(L, "No such function: %s.%s", lua_tostring(L, 1), lua_tostring(L, 2));
    }
    lua_pushcfunction(L, add_trace);
    lua_insert(L, -2);
    int handler = lua_gettop(L) - 1;
    for (int i = 0; i < arguments; i++) {
        luaapi_copy_push(L, 3 + i);
    }
    if (lua_pcall(L, arguments, LUA_MULTRET, handler) != LUA_OK) {
        return luaapi_raise(L, "Error when running interface function %s.%s: %s", lua_tostring(L, 1),
                            lua_tostring(L, 2), lua_tostring(L, -1));
    }
    int results = lua_gettop(L) - handler;
    for (int i = 0; i < results; i++) {
        luaapi_copy_push(L, handler + 1 + i);
    }
    return results;
}

/* {interface = {function = true}}. */
static int get_interfaces(lua_State *L, luaapi_object *self)
{
    (void)self;
    int interfaces = push_interfaces(L);
    lua_newtable(L);
    int result = lua_gettop(L);
    lua_pushnil(L);
    while (luaapi_ordered_next(L, interfaces)) {
        int functions = lua_gettop(L);
        lua_pushvalue(L, -2);
        lua_newtable(L);
        lua_pushnil(L);
        while (luaapi_ordered_next(L, functions)) {
            lua_pop(L, 1);
            lua_pushvalue(L, -1);
            lua_pushboolean(L, 1);
            luaapi_ordered_rawset(L, functions + 2);
        }
        luaapi_ordered_rawset(L, result);
        lua_pop(L, 1);
    }
    return 1;
}

static const luaapi_member members[] = {
    {"interfaces", get_interfaces, NULL, NULL},
    {"add_interface", NULL, NULL, add_interface},
    {"remove_interface", NULL, NULL, remove_interface},
    {"call", NULL, NULL, call},
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_remote = {.name = "LuaRemote", .members = members};
