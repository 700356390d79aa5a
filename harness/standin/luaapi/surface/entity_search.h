/* entity_search.h - find_entities_filtered and its kin: reads the filter table, walks the arena, keeps what fits. */
#ifndef LUAAPI_ENTITY_SEARCH_H
#define LUAAPI_ENTITY_SEARCH_H

#include "harness/standin/luaapi/prototype/collision_layers.h"
#include "harness/standin/luaapi/objects/object.h"

/* Finds what the filter table at stack index `filter` (0: no filter) asks for: slots in their order, their number in
 * `count`. They lie in the world's scratch, until the next search. May leave values on the stack. */
const uint32_t *luaapi_entity_search(lua_State *L, int filter, luaapi_world *world, luaapi_surface *surface,
                                     uint32_t *count);

#endif
