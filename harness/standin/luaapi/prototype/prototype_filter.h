/* prototype_filter.h - prototypes.get_..._filtered: prototypes that pass a list of filters. */
#ifndef LUAAPI_PROTOTYPE_FILTER_H
#define LUAAPI_PROTOTYPE_FILTER_H

#include "harness/standin/luaapi/objects/object.h"

/* The filters are at index 1, the table of prototypes on top of the stack: pushes {name = prototype} of those that pass. A
 * filter is {filter = "name" or "type" or an attribute with dashes, KEY = a text or a list of texts, invert?, mode?}.
 * Raises for attributes that the prototypes do not have. */
int luaapi_prototypes_filtered(lua_State *L);

#endif
