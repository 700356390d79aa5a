/* plain_members.h - members that give the same whatever the object: of subjects that nothing here takes part in. */
#ifndef LUAAPI_PLAIN_MEMBERS_H
#define LUAAPI_PLAIN_MEMBERS_H

#include "harness/standin/luaapi/objects/object.h"

int luaapi_get_nothing(lua_State *L, luaapi_object *self); /* nil   */
int luaapi_get_empty(lua_State *L, luaapi_object *self);   /* {}    */
int luaapi_get_false(lua_State *L, luaapi_object *self);
int luaapi_get_true(lua_State *L, luaapi_object *self);
int luaapi_get_zero(lua_State *L, luaapi_object *self);
int luaapi_get_one(lua_State *L, luaapi_object *self);
int luaapi_do_nothing(lua_State *L, luaapi_object *self);  /* no value */

#endif
