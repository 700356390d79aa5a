/* game_members.h - the tables of LuaGameScript's members, one a subject. */
#ifndef LUAAPI_GAME_MEMBERS_H
#define LUAAPI_GAME_MEMBERS_H

#include "harness/standin/luaapi/objects/object.h"

extern const luaapi_member luaapi_game_script_members[];

/* Pushes the LuaTrainManager; returns 1. */
int luaapi_game_get_train_manager(lua_State *L, luaapi_object *self);

#endif
