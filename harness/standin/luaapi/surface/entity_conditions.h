/* entity_conditions.h - what find_entities_filtered asks of an entity beyond its prototype, force and place. */
#ifndef LUAAPI_ENTITY_CONDITIONS_H
#define LUAAPI_ENTITY_CONDITIONS_H

#include "harness/standin/luaapi/objects/object.h"
#include "harness/standin/luaapi/vm/names.h"

/* The keys of filters that are conditions, as bits. */
#define LUAAPI_CONDITION_KEYS                                                                                        \
    (1u << LUAAPI_KEY_GHOST_NAME | 1u << LUAAPI_KEY_GHOST_TYPE | 1u << LUAAPI_KEY_TO_BE_DECONSTRUCTED |              \
     1u << LUAAPI_KEY_TO_BE_UPGRADED | 1u << LUAAPI_KEY_IS_MILITARY_TARGET | 1u << LUAAPI_KEY_HAS_ITEM_INSIDE |      \
     1u << LUAAPI_KEY_QUALITY)

/* 1 when the entity meets those conditions of the filter table at a stack index whose bits are in `keys`. Raises for
 * values of another type, and for items and qualities that there are not. */
int luaapi_conditions_fit(lua_State *L, int filter, uint32_t keys, luaapi_world *world, const luaapi_surface *surface,
                          uint32_t slot);

#endif
