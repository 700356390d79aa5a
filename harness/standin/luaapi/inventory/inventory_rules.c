#include "harness/standin/luaapi/inventory/inventory_rules.h"

#include <string.h>

#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/inventory/inventory_index.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"
#include "harness/standin/luaapi/prototype/prototype_raw.h"
#include "harness/standin/luaapi/vm/ordered.h"

/* LuaInventory::number is the role; script inventories have neither bars nor filters. */
static enum sim_inventory_role role_of(const luaapi_object *self)
{
    return (enum sim_inventory_role)self->number;
}

static uint32_t inventory_of(const luaapi_object *self)
{
    return luaapi_entity_inventory(self, role_of(self));
}

static uint32_t slots_of(const luaapi_object *self)
{
    return sim_inventory_get(ARENA(self), inventory_of(self))->slot_count;
}

/* 1 when the definition of the container says so in its inventory_type: "with_bar" where it says nothing. */
static int container_is(lua_State *L, luaapi_object *self, const char *type)
{
    const sim_entity_prototype *prototype = ENTITY_PROTOTYPE(self);
    int top = lua_gettop(L), is = 0;
    if (luaapi_raw_push(L, prototype->type_name, prototype->name)) {
        lua_getfield(L, -1, "inventory_type");
        is = strcmp(lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "with_bar", type) == 0;
    }
    lua_settop(L, top);
    return is;
}

int luaapi_container_has_bar(lua_State *L, luaapi_object *entity)
{
    return ENTITY_TYPE(entity) == SIM_TYPE_CONTAINER &&
           (container_is(L, entity, "with_bar") || container_is(L, entity, "with_filters_and_bar"));
}

int luaapi_container_has_filters(lua_State *L, luaapi_object *entity)
{
    return ENTITY_TYPE(entity) == SIM_TYPE_CONTAINER && container_is(L, entity, "with_filters_and_bar");
}

static int has_bar(lua_State *L, luaapi_object *self)
{
    return role_of(self) == SIM_INVENTORY_MAIN && !luaapi_is_script_inventory(self) &&
           luaapi_container_has_bar(L, self);
}

/* Characters' slots can be filtered, and those of chests that say so. */
static int has_filters(lua_State *L, luaapi_object *self)
{
    if (role_of(self) != SIM_INVENTORY_MAIN || luaapi_is_script_inventory(self)) {
        return 0;
    }
    return ENTITY_TYPE(self) == SIM_TYPE_CHARACTER || luaapi_container_has_filters(L, self);
}

BOOLEAN_GETTER(supports_bar, has_bar(L, self))
BOOLEAN_GETTER(supports_filters, has_filters(L, self))

/* get_bar(): the slot where the closed part begins; the one after the last when all are open. */
NUMBER_GETTER(get_bar, sim_inventory_bar(ARENA(self), inventory_of(self)) + 1)

/* set_bar(slot?) */
static int set_bar(lua_State *L, luaapi_object *self)
{
    uint32_t bar = UINT32_MAX;
    if (!lua_isnoneornil(L, 1)) {
        bar = (uint32_t)luaapi_read_integer(L, 1, "set_bar", 1, UINT32_MAX);
    }
    if (!has_bar(L, self)) {
        return luaapi_raise(L, "LuaInventory::set_bar: This inventory doesn't support bars.");
    }
    sim_inventory_set_bar(ARENA(self), inventory_of(self), bar - 1);
    return 0;
}

int luaapi_push_item_filter(lua_State *L, const luaapi_world *world, uint16_t item)
{
    if (item == 0) {
        lua_pushnil(L);
        return 1;
    }
    lua_newtable(L);
    luaapi_put_string(L, "name", world->prototypes->items[item].name);
    luaapi_put_string(L, "quality", "normal");
    luaapi_put_string(L, "comparator", "=");
    return 1;
}

static uint32_t read_slot(lua_State *L, const luaapi_object *self, const char *place)
{
    return (uint32_t)luaapi_check_integer(L, 1, 1, slots_of(self), place) - 1;
}

static int get_filter(lua_State *L, luaapi_object *self)
{
    uint32_t slot = read_slot(L, self, "get_filter");
    return luaapi_push_item_filter(L, self->world, sim_inventory_filter(ARENA(self), inventory_of(self), slot));
}

/* can_set_filter(slot, filter) */
static int can_set_filter(lua_State *L, luaapi_object *self)
{
    read_slot(L, self, "can_set_filter");
    luaapi_read_item_filter(L, 2, self->world);
    lua_pushboolean(L, has_filters(L, self));
    return 1;
}

/* set_filter(slot, filter?): whether that was possible. */
static int set_filter(lua_State *L, luaapi_object *self)
{
    uint32_t slot = read_slot(L, self, "set_filter");
    uint16_t item = luaapi_read_item_filter(L, 2, self->world);
    int possible = has_filters(L, self);
    if (possible) {
        sim_inventory_set_filter(ARENA(self), inventory_of(self), slot, item);
    }
    lua_pushboolean(L, possible || item == 0);
    return 1;
}

/* is_filtered(): whether any slot has a filter. */
static int is_filtered(lua_State *L, luaapi_object *self)
{
    uint32_t count = slots_of(self), slot = 0;
    while (slot < count && sim_inventory_filter(ARENA(self), inventory_of(self), slot) == 0) {
        slot++;
    }
    lua_pushboolean(L, slot < count);
    return 1;
}

/* name: the key of defines.inventory. */
static int get_name(lua_State *L, luaapi_object *self)
{
    if (luaapi_is_script_inventory(self)) {
        lua_pushnil(L);
        return 1;
    }
    lua_pushstring(L, luaapi_inventory_name(PROTOTYPES(self), luaapi_entity_of(self)->prototype, role_of(self)));
    return 1;
}

const luaapi_member luaapi_inventory_rule_members[] = {
    {"name", get_name, NULL, NULL},
    {"get_bar", NULL, NULL, get_bar},
    {"set_bar", NULL, NULL, set_bar},
    {"supports_bar", NULL, NULL, supports_bar},
    {"get_filter", NULL, NULL, get_filter},
    {"set_filter", NULL, NULL, set_filter},
    {"can_set_filter", NULL, NULL, can_set_filter},
    {"is_filtered", NULL, NULL, is_filtered},
    {"supports_filters", NULL, NULL, supports_filters},
    {NULL, NULL, NULL, NULL},
};

/* The same of an entity, by defines.inventory: its first argument. ------------------------------------------------ */

static enum sim_inventory_role read_role(lua_State *L, const luaapi_object *self, const char *member)
{
    enum sim_inventory_role role = luaapi_inventory_role(PROTOTYPES(self), luaapi_entity_of(self)->prototype,
                                                         luaapi_check_number(L, 1, member));
    if (role == SIM_INVENTORY_ROLES || luaapi_entity_inventory(self, role) == 0) {
        luaapi_raise(L, "LuaEntity::%s: %s has no such inventory.", member, ENTITY_PROTOTYPE(self)->name);
    }
    return role;
}

/* Calls a member of the inventory with the arguments after the first. */
static int of_inventory(lua_State *L, const luaapi_object *self, const char *member, luaapi_function call)
{
    luaapi_object inventory = *self;
    inventory.number = read_role(L, self, member);
    lua_remove(L, 1);
    return call(L, &inventory);
}

#define OF_INVENTORY(function, member, call)                                                                         \
    static int function(lua_State *L, luaapi_object *self)                                                           \
    {                                                                                                                \
        return of_inventory(L, self, member, call);                                                                  \
    }

OF_INVENTORY(entity_supports_bar, "inventory_supports_bar", supports_bar)
OF_INVENTORY(entity_get_bar, "get_inventory_bar", get_bar)
OF_INVENTORY(entity_set_bar, "set_inventory_bar", set_bar)
OF_INVENTORY(entity_supports_filters, "inventory_supports_filters", supports_filters)
OF_INVENTORY(entity_is_filtered, "is_inventory_filtered", is_filtered)
OF_INVENTORY(entity_can_set_filter, "can_set_inventory_filter", can_set_filter)
OF_INVENTORY(entity_get_filter, "get_inventory_filter", get_filter)
OF_INVENTORY(entity_set_filter, "set_inventory_filter", set_filter)

/* get_inventory_name(index): nil where the entity has no such inventory. */
static int get_inventory_name(lua_State *L, luaapi_object *self)
{
    uint16_t prototype = luaapi_entity_of(self)->prototype;
    double index = luaapi_check_number(L, 1, "get_inventory_name");
    enum sim_inventory_role role = luaapi_inventory_role(PROTOTYPES(self), prototype, index);
    if (role == SIM_INVENTORY_ROLES || luaapi_entity_inventory(self, role) == 0) {
        lua_pushnil(L);
    } else {
        lua_pushstring(L, luaapi_inventory_name(PROTOTYPES(self), prototype, role));
    }
    return 1;
}

const luaapi_member luaapi_entity_inventory_members[] = {
    {"get_inventory_name", NULL, NULL, get_inventory_name},
    {"inventory_supports_bar", NULL, NULL, entity_supports_bar},
    {"get_inventory_bar", NULL, NULL, entity_get_bar},
    {"set_inventory_bar", NULL, NULL, entity_set_bar},
    {"inventory_supports_filters", NULL, NULL, entity_supports_filters},
    {"is_inventory_filtered", NULL, NULL, entity_is_filtered},
    {"can_set_inventory_filter", NULL, NULL, entity_can_set_filter},
    {"get_inventory_filter", NULL, NULL, entity_get_filter},
    {"set_inventory_filter", NULL, NULL, entity_set_filter},
    {NULL, NULL, NULL, NULL},
};
