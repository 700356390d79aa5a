/* engine_events.h - from what the engine notes in a tick (engine/entities/event.h) to the events of the game.
 *
 * The engine tells after the tick, when the dead are gone: their LuaEntity then knows what it was and where, and is valid
 * until the handlers have heard. */
#ifndef LUAAPI_ENGINE_EVENTS_H
#define LUAAPI_ENGINE_EVENTS_H

#include "harness/standin/luaapi/objects/object.h"

/* Makes the arenas note what the handlers of all mods want to hear. To be called before ticks. */
void luaapi_engine_events_listen(lua_State *L, luaapi_world *world);

/* Raises what has been noted on all surfaces since the last call. */
void luaapi_engine_events_raise(lua_State *L, luaapi_world *world, int by_script);

/* Raises on_script_path_request_finished for the requests that are answered. */
void luaapi_engine_paths_raise(lua_State *L, luaapi_world *world);

#endif
