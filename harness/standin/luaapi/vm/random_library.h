/* random_library.h - math.random over the world's generator, and generators of a script's own. */
#ifndef LUAAPI_RANDOM_LIBRARY_H
#define LUAAPI_RANDOM_LIBRARY_H

#include "harness/standin/luaapi/objects/object.h"

/* Lua functions; the world is upvalue 1 of the first. */
int luaapi_math_random(lua_State *L);
int luaapi_math_randomseed(lua_State *L);

/* Pushes a LuaRandomGenerator. */
void luaapi_push_random_generator(lua_State *L, luaapi_world *world, uint32_t seed);

#endif
