/* save_values.h - Lua values as bytes, for saves: tables with their order and with what several of them share, the
 * game's objects by their handles, metatables by the names that mods have registered. */
#ifndef LUAAPI_SAVE_VALUES_H
#define LUAAPI_SAVE_VALUES_H

#include "harness/standin/luaapi/objects/object.h"

/* Makes a class known by its name to luaapi_values_read. */
void luaapi_values_know(lua_State *L, const luaapi_class *type);

/* Pushes the bytes of the value at the index. `metatables` is the index of a table name -> metatable, 0 for none; others
 * are left out, as in the game. Raises for functions, naming their place below `root`. */
void luaapi_values_push_bytes(lua_State *L, int index, int metatables, const char *root);

/* Pushes the value that the bytes hold. Raises for bytes that luaapi_values_push_bytes has not made. */
void luaapi_values_read(lua_State *L, luaapi_world *world, const char *bytes, size_t length, int metatables);

#endif
