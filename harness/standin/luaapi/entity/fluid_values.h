/* fluid_values.h - boxes of fluid of an entity by number, and fluids as scripts write them. */
#ifndef LUAAPI_FLUID_VALUES_H
#define LUAAPI_FLUID_VALUES_H

#include "harness/standin/luaapi/entity/entity_members.h"

/* How many boxes the entity has. */
uint32_t luaapi_fluid_boxes(const luaapi_object *self);

/* What is in a box. */
sim_fluid_content luaapi_fluid_content(const luaapi_object *self, uint32_t box);

/* The box whose number, from 1, is the argument; raises beyond. */
uint32_t luaapi_fluid_box_at(lua_State *L, const luaapi_object *self, int argument);

/* {name, amount, temperature}, or nil for an empty box. */
int luaapi_push_fluid(lua_State *L, const luaapi_object *self, sim_fluid_content content);

/* {name, amount, temperature?}. */
sim_fluid_content luaapi_read_fluid(lua_State *L, int index, luaapi_world *world);

#endif
