/* map_settings.h - from game.map_settings, which scripts see as plain tables, to the settings of every arena.
 *
 * The tables are read before the first tick and before every tick since which a script has asked for game.map_settings.
 * A script that keeps one of the tables and writes to it in a later tick is heard with the next who asks. */
#ifndef LUAAPI_MAP_SETTINGS_H
#define LUAAPI_MAP_SETTINGS_H

#include "harness/standin/luaapi/objects/object.h"

/* Brings the tables to the arenas. Raises for a number with which nothing could run. */
void luaapi_map_settings_apply(lua_State *L, luaapi_world *world);

#endif
