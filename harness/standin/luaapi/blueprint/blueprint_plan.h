/* blueprint_plan.h - the plan of a blueprint, and the members of LuaItemStack that read, write and use it. */
#ifndef LUAAPI_BLUEPRINT_PLAN_H
#define LUAAPI_BLUEPRINT_PLAN_H

#include "harness/standin/luaapi/objects/object.h"

/* Raises unless the stack holds a blueprint. */
void luaapi_blueprint_require(lua_State *L, const luaapi_object *self);

/* Pushes a field of the plan; nil without it. */
void luaapi_blueprint_push_field(lua_State *L, const luaapi_object *self, const char *field);

/* Pops a value into a field of the plan. */
void luaapi_blueprint_set_field(lua_State *L, const luaapi_object *self, const char *field);

/* Numbers a list of entities from 1, and sees to it that each has a name that is known and a position. */
void luaapi_blueprint_normalise(lua_State *L, luaapi_object *self, int list);

/* create_blueprint{surface, force, area, ...}: takes up what stands there; the entities by their numbers. */
int luaapi_blueprint_create(lua_State *L, luaapi_object *self);

/* build_blueprint{surface, force, position, direction?...}: the ghosts. */
int luaapi_blueprint_build(lua_State *L, luaapi_object *self);

/* cost_to_build: the items, as a list of {name, count, quality}. */
int luaapi_blueprint_get_cost(lua_State *L, luaapi_object *self);

/* import_stack(string): 0 when all went well, -1 when entities that this game does not know were left out, 1 for a text
 * that is no blueprint string; and export_stack(). */
int luaapi_blueprint_import(lua_State *L, luaapi_object *self);
int luaapi_blueprint_export(lua_State *L, luaapi_object *self);

#endif
