/* infinity.h - infinity chests: what their filters say is in them at the beginning of every tick. */
#ifndef LUAAPI_INFINITY_H
#define LUAAPI_INFINITY_H

#include "harness/standin/luaapi/objects/object.h"

/* Fills and empties all infinity chests by their filters. Costs next to nothing while no script has set one. */
void luaapi_infinity_tick(lua_State *L, luaapi_world *world);

/* Filters may have come with a save. */
void luaapi_infinity_loaded(lua_State *L);

#endif
