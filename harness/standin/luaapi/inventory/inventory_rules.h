/* inventory_rules.h - bars and filters of inventories, as members of LuaInventory and of the entity that has them. */
#ifndef LUAAPI_INVENTORY_RULES_H
#define LUAAPI_INVENTORY_RULES_H

#include "harness/standin/luaapi/objects/object.h"

extern const luaapi_member luaapi_inventory_rule_members[];
extern const luaapi_member luaapi_entity_inventory_members[];

/* 1 when inventories of chests of that prototype have a bar, or filters. */
int luaapi_container_has_bar(lua_State *L, luaapi_object *entity);
int luaapi_container_has_filters(lua_State *L, luaapi_object *entity);

/* Pushes {name, quality, comparator} of an item; nil for item 0. Returns 1. */
int luaapi_push_item_filter(lua_State *L, const luaapi_world *world, uint16_t item);

#endif
