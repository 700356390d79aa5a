/* raw_list.h - numbers for prototypes that the engine has no rows for: the place of a definition in a list of those kinds
 * of data.raw, which is luaapi_object.number. */
#ifndef LUAAPI_RAW_LIST_H
#define LUAAPI_RAW_LIST_H

#include "harness/standin/luaapi/objects/object.h"

/* The number of data.raw[kind][name]; 0 for none. */
uint32_t luaapi_raw_number(lua_State *L, const char *kind, const char *name);

/* Pushes the kind, or the name, of a number. */
void luaapi_raw_push_kind(lua_State *L, uint32_t number);
void luaapi_raw_push_name(lua_State *L, uint32_t number);

/* Pushes {name = object of the class} of all definitions of the kinds, which end with NULL, in their order. */
void luaapi_raw_push_kinds(lua_State *L, luaapi_world *world, const luaapi_class *type, const char *const *kinds);

/* Kinds of equipment. */
extern const char *const luaapi_equipment_kinds[];

#endif
