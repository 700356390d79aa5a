/* raise.h - Lua errors in the game's wording. All functions here leave by longjmp: never call them with an engine
 * function on the C stack above. */
#ifndef LUAAPI_RAISE_H
#define LUAAPI_RAISE_H

#include "harness/standin/luaapi/vm/lua52.h"

/* Raises the formatted text, without a position as the game does. Formats are those of lua_pushfstring. Never returns;
 * typed so that `return luaapi_raise(...)` reads well. */
int luaapi_raise(lua_State *L, const char *format, ...);

/* Raises unless argument `index` of the function has the type; nil counts as missing. */
void luaapi_check_type(lua_State *L, int index, int type, const char *function);

/* Arguments of that type, numbers also from texts that hold one, as Lua does. */
double luaapi_check_number(lua_State *L, int index, const char *function);
const char *luaapi_check_string(lua_State *L, int index, const char *function, size_t *length);

/* A whole number of [low, high]. */
int64_t luaapi_check_integer(lua_State *L, int index, int64_t low, int64_t high, const char *function);

#endif
