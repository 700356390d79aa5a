/* watchdog.h - ends a script that never ends by itself. The game would hang; here the error names the script. */
#ifndef LUAAPI_WATCHDOG_H
#define LUAAPI_WATCHDOG_H

#include "harness/standin/luaapi/vm/lua52.h"

/* Lets a script run at most that many million instructions of the VM at a time; 0: for ever. */
void luaapi_watchdog_set(lua_State *L, double millions);

/* To be called when the host gives control to scripts: the count begins again. */
void luaapi_watchdog_pat(lua_State *L);

#endif
