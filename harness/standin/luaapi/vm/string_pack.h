/* string_pack.h - string.pack, string.packsize and string.unpack of Lua 5.4, which the game's Lua 5.2 has too. */
#ifndef LUAAPI_STRING_PACK_H
#define LUAAPI_STRING_PACK_H

#include "harness/standin/luaapi/vm/lua52.h"

/* Lua functions. Whole numbers go through doubles: beyond 2^53 they lose their last bits, as in the game. */
int luaapi_string_pack(lua_State *L);
int luaapi_string_packsize(lua_State *L);
int luaapi_string_unpack(lua_State *L);

#endif
