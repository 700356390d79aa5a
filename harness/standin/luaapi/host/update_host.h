/* update_host.h - what the host calls to let time pass: a Lua function of the host's table. */
#ifndef LUAAPI_UPDATE_HOST_H
#define LUAAPI_UPDATE_HOST_H

#include "harness/standin/luaapi/vm/lua52.h"

/* (auto_paused, most = 1) -> how many: runs one update, and more up to `most` while ticks are left to run, nobody asks for
 * a save, which is made of the state after its update, and no console has to wait long. */
int luaapi_host_update(lua_State *L);

#endif
