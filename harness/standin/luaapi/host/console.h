/* console.h - what scripts say to the outside: log, stdout, chat, RCON; and texts made of LocalisedStrings. */
#ifndef LUAAPI_CONSOLE_H
#define LUAAPI_CONSOLE_H

#include "harness/standin/luaapi/vm/lua52.h"

#define LUAAPI_CONSOLE_LOG "log"       /* factorio-current.log, with the script's place before it */
#define LUAAPI_CONSOLE_STDOUT "stdout" /* the process's stdout alone                              */
#define LUAAPI_CONSOLE_CHAT "chat"     /* the server's console                                    */

/* Hands the LocalisedString at the stack index to the server's console, as text of that kind. */
void luaapi_console_write(lua_State *L, const char *kind, int index);

/* Pushes the LocalisedString at the index as text: {"", a, b} joined, {"key", ...} by mods' locale files, and named where
 * they have no text for it. */
void luaapi_localised_push(lua_State *L, int index);

/* Calls the server's function of that name with the `arguments` values on top of the stack, popped; pushes `results`. */
void luaapi_server_call(lua_State *L, const char *name, int arguments, int results);

/* Starts and ends the collection of what rcon.print says. Ending pushes the collected text. */
void luaapi_rcon_begin(lua_State *L);
void luaapi_rcon_end(lua_State *L);

/* Lua functions: log, print, localised_print. */
int luaapi_lua_log(lua_State *L);
int luaapi_lua_print(lua_State *L);
int luaapi_lua_localised_print(lua_State *L);

#endif
