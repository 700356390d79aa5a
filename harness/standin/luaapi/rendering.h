/* rendering.h - what LuaRendering keeps in the VM, for saves. */
#ifndef LUAAPI_RENDERING_H
#define LUAAPI_RENDERING_H

#include "lua52.h"

/* Pushes the table of all drawn objects' properties by id; pops one and takes it for them. */
void luaapi_rendering_push_all(lua_State *L);
void luaapi_rendering_restore(lua_State *L);

#endif
