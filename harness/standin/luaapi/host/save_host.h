/* save_host.h - what the host calls to save a game and to go on with one: Lua functions of the host's table. */
#ifndef LUAAPI_SAVE_HOST_H
#define LUAAPI_SAVE_HOST_H

#include "harness/standin/luaapi/vm/lua52.h"

/* (mod's number, storage) -> bytes; (mod's number, bytes) -> storage. */
int luaapi_host_save_storage(lua_State *L);
int luaapi_host_load_storage(lua_State *L);

/* () -> bytes of what the VM keeps about the world; (bytes) puts it back. */
int luaapi_host_save_registry(lua_State *L);
int luaapi_host_load_registry(lua_State *L);

/* (event, {mod name = true} or nil for all, data or nil): on_init, on_load or on_configuration_changed. */
int luaapi_host_raise_lifecycle(lua_State *L);

#endif
