/* collision_layers.h - the names of collision layers, and the masks of them that scripts give. */
#ifndef LUAAPI_COLLISION_LAYERS_H
#define LUAAPI_COLLISION_LAYERS_H

#include "harness/standin/luaapi/vm/lua52.h"

/* The collision layer of that name; 0 for an unknown one. */
uint32_t luaapi_collision_layer(const char *name);

/* The layers that the field of the table names: a name, a list of names, {name = true}, or {layers = any of these}; 0
 * without the field. */
uint32_t luaapi_read_collision_layers(lua_State *L, int index, const char *key);

/* The name of one layer; NULL for none. */
const char *luaapi_collision_layer_name(uint32_t layer);

#endif
