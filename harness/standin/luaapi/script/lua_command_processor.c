/* LuaCommandProcessor: `commands`. Its user value is the record of the mod that it belongs to. */
#include "harness/standin/luaapi/objects/classes.h"
#include "harness/standin/luaapi/script/commands.h"
#include "harness/standin/luaapi/host/console.h"
#include "harness/standin/luaapi/script/events.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/vm/raise.h"

static const char commands_key = 0;

/* Pushes the table of all commands: name -> {help, handler, mod}. */
static int push_commands(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &commands_key);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &commands_key);
    }
    return lua_gettop(L);
}

/* add_command(name, help, handler). */
static int add_command(lua_State *L, luaapi_object *self)
{
    (void)self;
    luaapi_check_type(L, 1, LUA_TSTRING, "add_command");
    luaapi_check_type(L, 3, LUA_TFUNCTION, "add_command");
    int all = push_commands(L);
    lua_pushvalue(L, 1);
    lua_rawget(L, all);
    if (!lua_isnil(L, -1)) {
        return luaapi_raise(L, "A script command already exists with the name: %s", lua_tostring(L, 1));
    }
    lua_pushvalue(L, 1);
    lua_createtable(L, 3, 0);
    luaapi_localised_push(L, 2);
    lua_rawseti(L, -2, 1);
    lua_pushvalue(L, 3);
    lua_rawseti(L, -2, 2);
    lua_getuservalue(L, lua_upvalueindex(1));
    lua_rawseti(L, -2, 3);
    luaapi_ordered_rawset(L, all);
    return 0;
}

static int remove_command(lua_State *L, luaapi_object *self)
{
    (void)self;
    luaapi_check_type(L, 1, LUA_TSTRING, "remove_command");
    int all = push_commands(L);
    lua_pushvalue(L, 1);
    lua_rawget(L, all);
    int existed = !lua_isnil(L, -1);
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    lua_rawset(L, all);
    lua_pushboolean(L, existed);
    return 1;
}

/* {name = help}. */
static int get_commands(lua_State *L, luaapi_object *self)
{
    (void)self;
    int all = push_commands(L);
    lua_newtable(L);
    int result = lua_gettop(L);
    lua_pushnil(L);
    while (luaapi_ordered_next(L, all)) {
        lua_pushvalue(L, -2);
        lua_rawgeti(L, -2, 1);
        luaapi_ordered_rawset(L, result);
        lua_pop(L, 1);
    }
    return 1;
}

static int get_game_commands(lua_State *L, luaapi_object *self)
{
    (void)self;
    lua_getfield(L, LUA_REGISTRYINDEX, "luaapi.game_commands");
    return 1;
}

int luaapi_command_run(lua_State *L, luaapi_world *world, const char *name, const char *parameter, size_t length)
{
    int all = push_commands(L);
    lua_getfield(L, all, name);
    if (lua_isnil(L, -1)) {
        lua_settop(L, all - 1);
        return 0;
    }
    lua_rawgeti(L, -1, 3);
    int mod = lua_gettop(L);
    lua_rawgeti(L, -2, 2);
    lua_newtable(L);
    lua_pushstring(L, name);
    luaapi_ordered_setfield(L, -2, "name");
    lua_pushnumber(L, (double)world->tick);
    luaapi_ordered_setfield(L, -2, "tick");
    if (parameter != NULL) {
        lua_pushlstring(L, parameter, length);
        luaapi_ordered_setfield(L, -2, "parameter");
    }
    luaapi_call_or_die(L, mod, 1, 0, "command", name);
    lua_settop(L, all - 1);
    return 1;
}

static const luaapi_member members[] = {
    {"commands", get_commands, NULL, NULL},
    {"game_commands", get_game_commands, NULL, NULL},
    {"add_command", NULL, NULL, add_command},
    {"remove_command", NULL, NULL, remove_command},
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_command_processor = {.name = "LuaCommandProcessor", .members = members};
