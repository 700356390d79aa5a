/* item_data.h - what a slot's item holds beyond its name and count: the plan of a blueprint, labels, tags. */
#ifndef LUAAPI_ITEM_DATA_H
#define LUAAPI_ITEM_DATA_H

#include "harness/standin/luaapi/objects/object.h"

/* Pushes the table of a slot's data and returns 1; without one makes it when `make`, else returns 0. */
int luaapi_item_data_push(lua_State *L, const luaapi_object *stack, int make);
void luaapi_item_data_drop(lua_State *L, const luaapi_object *stack);
void luaapi_item_data_move(lua_State *L, const luaapi_object *from, const luaapi_object *to);

/* Puts one item of that name into the slot, unless one lies there already. Raises where it may not lie. */
void luaapi_item_stack_set_named(lua_State *L, luaapi_object *stack, const char *name);

/* Members of LuaItemStack that only blueprints have a use for. */
extern const luaapi_member luaapi_blueprint_members[];

#endif
