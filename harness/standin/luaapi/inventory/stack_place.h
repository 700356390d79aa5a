/* stack_place.h - where the stack of a LuaItemStack lies: in a slot, on the ground, on a belt, in an inserter's hand. */
#ifndef LUAAPI_STACK_PLACE_H
#define LUAAPI_STACK_PLACE_H

#include "harness/standin/luaapi/objects/classes.h"

/* The surface's arena. */
sim_arena *luaapi_stack_arena(const luaapi_object *self);

/* 1 while the place is there. */
int luaapi_stack_valid(const luaapi_object *self);

/* The stack; raises when it is empty, as the game does for members that need something there. */
sim_stack luaapi_stack_require(lua_State *L, const luaapi_object *self);

/* 1 when such a stack may lie there. */
int luaapi_stack_fits(const luaapi_object *self, sim_stack stack);

/* Writes the stack, cut to the item's size; an empty one has item 0. Raises where nothing can be written. */
void luaapi_stack_put(lua_State *L, const luaapi_object *self, sim_stack stack);

#endif
