/* copy.h - deep copies of Lua values, as they cross from one mod to another. */
#ifndef LUAAPI_COPY_H
#define LUAAPI_COPY_H

#include "harness/standin/luaapi/vm/lua52.h"

/* Pushes a copy of the value at the stack index: tables anew with all they hold, the game's objects as they are.
 * Raises for functions and for tables that hold themselves. */
void luaapi_copy_push(lua_State *L, int index);

#endif
