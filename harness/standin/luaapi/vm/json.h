/* json.h - JSON as helpers.table_to_json and json_to_table speak it. */
#ifndef LUAAPI_JSON_H
#define LUAAPI_JSON_H

#include "harness/standin/luaapi/vm/lua52.h"

/* Pushes the table at the stack index as JSON text: keys in their order, a list as an array, an empty table as {}.
 * Raises for functions, the game's objects, and numbers that JSON cannot write. */
void luaapi_json_push_text(lua_State *L, int index);

/* Pushes the value that the text holds, or nil when it is not JSON. Arrays count from 1, null is nil. */
void luaapi_json_push_value(lua_State *L, const char *text, size_t length);

#endif
