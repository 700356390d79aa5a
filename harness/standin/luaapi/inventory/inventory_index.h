/* inventory_index.h - the numbers of defines.inventory: which of an entity's inventories a number means. They overlap
 * between kinds of entity. */
#ifndef LUAAPI_INVENTORY_INDEX_H
#define LUAAPI_INVENTORY_INDEX_H

#include "harness/standin/luaapi/world/world.h"

/* What the number means for an entity of that prototype; SIM_INVENTORY_ROLES for nothing. */
enum sim_inventory_role luaapi_inventory_role(const sim_prototypes *prototypes, uint16_t entity, double index);

/* The number of an inventory of that role; 0 when such an entity has none. */
uint32_t luaapi_inventory_index(const sim_prototypes *prototypes, uint16_t entity, enum sim_inventory_role role);

/* Its key in defines.inventory; crafting machines' as 2.1 has them, in 2.0 there are two names for each (a guess). */
const char *luaapi_inventory_name(const sim_prototypes *prototypes, uint16_t entity, enum sim_inventory_role role);

/* 1 when the item may lie in an inventory of that role. */
int luaapi_inventory_accepts(const sim_prototypes *prototypes, uint16_t entity, enum sim_inventory_role role,
                             uint16_t item);

#endif
