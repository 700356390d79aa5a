/* entity_search.h - find_entities_filtered and its kin: reads the filter table, walks the arena, keeps what fits. */
#ifndef LUAAPI_ENTITY_SEARCH_H
#define LUAAPI_ENTITY_SEARCH_H

#include "object.h"

/* Finds what the filter table at stack index `filter` (0: no filter) asks for: slots in their order, their number in
 * `count`. They lie in the world's scratch, until the next search. May leave values on the stack. */
const uint32_t *luaapi_entity_search(lua_State *L, int filter, luaapi_world *world, luaapi_surface *surface,
                                     uint32_t *count);

/* The collision layer of that name; 0 for an unknown one. */
uint32_t luaapi_collision_layer(const char *name);

/* The layers that the field of the table names: a name, a list of names, {name = true}, or {layers = any of these}; 0
 * without the field. */
uint32_t luaapi_read_collision_layers(lua_State *L, int index, const char *key);

/* The name of one layer; NULL for none. */
const char *luaapi_collision_layer_name(uint32_t layer);

#endif
