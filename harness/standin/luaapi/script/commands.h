/* commands.h - console commands that mods add. */
#ifndef LUAAPI_COMMANDS_H
#define LUAAPI_COMMANDS_H

#include "harness/standin/luaapi/objects/object.h"

/* Runs the command of that name; parameter NULL when the console gave none. Returns 0 when no mod has added it. An
 * error in its handler climbs as the mod's non-recoverable error (events.h). */
int luaapi_command_run(lua_State *L, luaapi_world *world, const char *name, const char *parameter, size_t length);

#endif
