#include "harness/standin/luaapi/script/events.h"

#include <math.h>
#include <string.h>

#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/vm/raise.h"

const char luaapi_mods_key = 0;
static const char fatal_key = 0;

const char *luaapi_event_fatal(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &fatal_key);
    const char *text = lua_tostring(L, -1);
    lua_pop(L, 1); /* the registry keeps it alive */
    return text;
}

static int add_trace(lua_State *L)
{
    const char *message = luaL_tolstring(L, 1, NULL);
    luaL_traceback(L, L, message, 1);
    return 1;
}

/* Turns the message on top of the stack into the game's announcement, keeps it, and lets it climb. */
static void die(lua_State *L, int mod_record, const char *kind, const char *what)
{
    const char *message = lua_tostring(L, -1);
    lua_getfield(L, mod_record, "name");
    lua_getfield(L, mod_record, "version");
    const char *name = lua_tostring(L, -2);
    if (strcmp(name, "level") == 0) {
        lua_pushfstring(L, "The scenario %s caused a non-recoverable error.\nPlease report this error to the scenario "
                           "author.\n\nError while running %s %s::%s\n%s", name, kind, name, what, message);
    } else {
        lua_pushfstring(L, "The mod %s (%s) caused a non-recoverable error.\nPlease report this error to the mod "
                           "author.\n\nError while running %s %s::%s\n%s", name, lua_tostring(L, -1), kind, name,
                        what, message);
    }
    if (luaapi_event_fatal(L) == NULL) {
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &fatal_key);
    }
    lua_error(L);
}

void luaapi_call_or_die(lua_State *L, int mod_record, int arguments, int results, const char *kind,
                         const char *what)
{
    mod_record = lua_absindex(L, mod_record);
    int function = lua_gettop(L) - arguments;
    lua_pushcfunction(L, add_trace);
    lua_insert(L, function);
    int status = lua_pcall(L, arguments, results, function);
    lua_remove(L, function);
    if (status == LUA_OK) {
        return;
    }
    if (luaapi_event_fatal(L) != NULL) {
        lua_error(L); /* it was fatal further in */
    }
    die(L, mod_record, kind, what);
}

int luaapi_event_id(lua_State *L, const char *name)
{
    lua_getfield(L, LUA_REGISTRYINDEX, "luaapi.events");
    lua_getfield(L, -1, name);
    int id = lua_isnil(L, -1) ? -1 : (int)lua_tonumber(L, -1);
    lua_pop(L, 2);
    return id;
}

/* Pushes the event as the game's error text gives it: "on_tick (ID 0)". */
static const char *push_description(lua_State *L, int id)
{
    lua_getfield(L, LUA_REGISTRYINDEX, "luaapi.event_names");
    lua_rawgeti(L, -1, id);
    lua_pushfstring(L, "%s (ID %d)", lua_isnil(L, -1) ? "custom event" : lua_tostring(L, -1), id);
    lua_insert(L, -3);
    lua_pop(L, 2);
    return lua_tostring(L, -1);
}

/* 1 when two fields of the same name are equal in the tables or objects at the two stack indices. */
static int same_field(lua_State *L, int a, int b, const char *key)
{
    lua_getfield(L, a, key);
    lua_getfield(L, b, key);
    int same = lua_rawequal(L, -1, -2);
    lua_pop(L, 2);
    return same;
}

static int field_is(lua_State *L, int table, const char *key, const char *text)
{
    lua_getfield(L, table, key);
    int is = lua_type(L, -1) == LUA_TSTRING && strcmp(lua_tostring(L, -1), text) == 0;
    lua_pop(L, 1);
    return is;
}

/* 1 when the event's entity passes the list of filters, joined by "or" unless mode = "and". */
static int passes(lua_State *L, int filters, int event)
{
    lua_getfield(L, event, "entity");
    int entity = lua_gettop(L);
    int result = luaapi_object_at(L, entity, NULL) == NULL;
    int length = result ? 0 : (int)lua_rawlen(L, filters);
    for (int i = 1; i <= length; i++) {
        lua_rawgeti(L, filters, i);
        int filter = lua_gettop(L);
        int match = same_field(L, filter, entity, field_is(L, filter, "filter", "type") ? "type" : "name");
        lua_getfield(L, filter, "invert");
        match ^= lua_toboolean(L, -1);
        result = field_is(L, filter, "mode", "and") ? result && match : result || match;
        lua_pop(L, 2);
    }
    lua_pop(L, 1);
    return result;
}

/* Calls the handler of one mod, if it has one and its filters let the event through. */
static void raise_for_mod(lua_State *L, int mod_record, int id, int event)
{
    lua_getfield(L, mod_record, "handlers");
    lua_rawgeti(L, -1, id);
    int handler = lua_gettop(L);
    lua_getfield(L, mod_record, "filters");
    lua_rawgeti(L, -1, id);
    int filters = lua_gettop(L);
    if (lua_isfunction(L, handler) && (lua_isnil(L, filters) || passes(L, filters, event))) {
        const char *what = push_description(L, id);
        lua_pushvalue(L, handler);
        lua_pushvalue(L, event);
        luaapi_call_or_die(L, mod_record, 1, 0, "event", what);
    }
    lua_settop(L, handler - 2);
}

void luaapi_event_raise_id(lua_State *L, luaapi_world *world, int id)
{
    int event = lua_gettop(L);
    lua_pushnumber(L, id);
    luaapi_ordered_setfield(L, event, "name");
    lua_pushnumber(L, (double)world->tick);
    luaapi_ordered_setfield(L, event, "tick");
    lua_rawgetp(L, LUA_REGISTRYINDEX, &luaapi_mods_key);
    int mods = lua_gettop(L);
    int count = (int)lua_rawlen(L, mods);
    for (int i = 1; i <= count; i++) {
        lua_rawgeti(L, mods, i);
        raise_for_mod(L, lua_gettop(L), id, event);
        lua_pop(L, 1);
    }
    lua_settop(L, event - 1);
}

int luaapi_event_is_heard(lua_State *L, const char *name)
{
    int id = luaapi_event_id(L, name);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &luaapi_mods_key);
    int mods = lua_gettop(L);
    int count = (int)lua_rawlen(L, mods);
    int found = 0;
    for (int i = 1; i <= count && !found; i++) {
        lua_rawgeti(L, mods, i);
        lua_getfield(L, -1, "handlers");
        lua_rawgeti(L, -1, id);
        found = !lua_isnil(L, -1);
        lua_pop(L, 3);
    }
    lua_settop(L, mods - 1);
    return found;
}

void luaapi_event_raise(lua_State *L, luaapi_world *world, const char *name)
{
    luaapi_event_raise_id(L, world, luaapi_event_id(L, name));
}

/* Calls those handlers of one mod whose interval divides the tick, in ascending order of the intervals. */
static void raise_nth_tick_for_mod(lua_State *L, luaapi_world *world, int mod_record)
{
    lua_getfield(L, mod_record, "nth_tick");
    int handlers = lua_gettop(L);
    lua_pushnil(L);
    while (luaapi_ordered_next(L, handlers)) {
        double interval = lua_tonumber(L, -2);
        if (fmod((double)world->tick, interval) != 0) {
            lua_pop(L, 1);
            continue;
        }
        lua_newtable(L);
        lua_pushnumber(L, (double)world->tick);
        luaapi_ordered_setfield(L, -2, "tick");
        lua_pushnumber(L, interval);
        luaapi_ordered_setfield(L, -2, "nth_tick");
        lua_pushfstring(L, "on_nth_tick(%d)", (int)interval);
        lua_insert(L, -3);
        luaapi_call_or_die(L, mod_record, 1, 0, "event", lua_tostring(L, -3));
        lua_pop(L, 1);
    }
    lua_settop(L, handlers - 1);
}

void luaapi_event_raise_nth_tick(lua_State *L, luaapi_world *world)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &luaapi_mods_key);
    int mods = lua_gettop(L);
    int count = (int)lua_rawlen(L, mods);
    for (int i = 1; i <= count; i++) {
        lua_rawgeti(L, mods, i);
        raise_nth_tick_for_mod(L, world, lua_gettop(L));
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}
