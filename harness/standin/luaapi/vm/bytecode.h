/* bytecode.h - loads a script's source with the order of table keys kept.
 *
 * Lua 5.2 forgets in which order keys came. So the source is compiled, and before every store into a table the
 * compiled code gets a call that notes the key (ordered.h). A constructor whose keys are constant texts, which is most
 * of them, gets one call for all its keys. Line numbers, names and error messages stay as they were. */
#ifndef LUAAPI_BYTECODE_H
#define LUAAPI_BYTECODE_H

#include "harness/standin/luaapi/vm/lua52.h"

/* Loads text and pushes the function, with the table at stack index `environment` as its environment; returns 1. When
 * the text does not compile, pushes the message and returns 0. Binary chunks are refused. */
int luaapi_load(lua_State *L, const char *text, size_t length, const char *chunk_name, int environment);

#endif
