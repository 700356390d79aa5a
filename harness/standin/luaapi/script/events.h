/* events.h - from what happens to the handlers that mods have registered, in load order. */
#ifndef LUAAPI_EVENTS_H
#define LUAAPI_EVENTS_H

#include "harness/standin/luaapi/objects/object.h"

/* The key in the registry of the list of mods: [n] = the record of the mod that was loaded n-th. A record is a table:
 * name, version, handlers (event id -> function), filters (event id -> list), nth_tick (interval -> function),
 * on_init, on_load, on_configuration_changed. */
extern const char luaapi_mods_key;

/* The number of the event of that name in defines.events; 0..; -1 when there is none. */
int luaapi_event_id(lua_State *L, const char *name);

/* Pops the event's table, adds `name` and `tick`, and calls every handler. An error in a handler is fatal: it climbs
 * as a Lua error in the game's wording, and luaapi_event_fatal tells so. */
void luaapi_event_raise(lua_State *L, luaapi_world *world, const char *name);
void luaapi_event_raise_id(lua_State *L, luaapi_world *world, int id);

/* 1 when a mod has a handler for the event. */
int luaapi_event_is_heard(lua_State *L, const char *name);

/* Calls the on_nth_tick handlers whose turn it is. */
void luaapi_event_raise_nth_tick(lua_State *L, luaapi_world *world);

/* Calls the function below `arguments` arguments on the stack; an error in it climbs as the mod's non-recoverable
 * error: "The mod NAME (VERSION) caused...", then "Error while running KIND NAME::WHAT" and a stack trace. */
void luaapi_call_or_die(lua_State *L, int mod_record, int arguments, int results, const char *kind,
                        const char *what);

/* The text of the fatal error that has climbed, NULL when there was none. */
const char *luaapi_event_fatal(lua_State *L);

#endif
