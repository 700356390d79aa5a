/* rendering.h - what LuaRendering keeps in the VM, for saves. */
#ifndef LUAAPI_RENDERING_H
#define LUAAPI_RENDERING_H

#include "harness/standin/luaapi/vm/lua52.h"
#include "harness/standin/luaapi/world/world.h"

/* Pushes the table of all drawn objects' properties by id; pops one and takes it for them. */
void luaapi_rendering_push_all(lua_State *L);
void luaapi_rendering_restore(lua_State *L);

/* 1 when what a script has drawn is still there. */
int luaapi_rendering_exists(const luaapi_world *world, uint32_t id);

#endif
