/* LuaInventory. An inventory is named by its owner and its role, so it goes when the owner goes. */
#include <math.h>

#include "harness/standin/engine/machines/crafter.h"
#include "harness/standin/engine/machines/lab.h"
#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/objects/arguments.h"
#include "harness/standin/luaapi/objects/classes.h"
#include "harness/standin/luaapi/inventory/inventory_index.h"
#include "harness/standin/luaapi/inventory/inventory_rules.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/objects/plain_members.h"
#include "harness/standin/luaapi/vm/raise.h"

void luaapi_push_inventory(lua_State *L, luaapi_world *world, uint32_t surface, sim_handle owner, uint32_t role)
{
    luaapi_object *object = luaapi_object_push(L, world, &luaapi_class_inventory);
    object->surface = surface;
    object->entity = owner;
    object->number = role;
}

static sim_arena *arena_of(const luaapi_object *self)
{
    return luaapi_surface_of(self)->arena;
}

static enum sim_inventory_role role_of(const luaapi_object *self)
{
    return (enum sim_inventory_role)self->number;
}

static uint32_t inventory_of(const luaapi_object *self)
{
    return luaapi_entity_of(self) == NULL ? 0 : luaapi_entity_inventory(self, role_of(self));
}

/* 1 when the item may lie here at all. */
static int accepts(const luaapi_object *self, uint16_t item)
{
    return item != 0 && luaapi_inventory_accepts(self->world->prototypes, luaapi_entity_of(self)->prototype,
                                                 role_of(self), item);
}

static int inventory_valid(const luaapi_object *self)
{
    return inventory_of(self) != 0;
}

static uint32_t slots_of(const luaapi_object *self)
{
    return sim_inventory_get(arena_of(self), inventory_of(self))->slot_count;
}

static int length(lua_State *L, luaapi_object *self)
{
    lua_pushnumber(L, slots_of(self));
    return 1;
}

/* inventory[slot], counted from 1. */
static int index_slot(lua_State *L, luaapi_object *self)
{
    if (lua_type(L, 2) != LUA_TNUMBER) {
        return 0;
    }
    double slot = lua_tonumber(L, 2);
    if (!(slot >= 1 && slot <= slots_of(self)) || slot != floor(slot)) {
        return luaapi_raise(L, "Inventory slot %f is out of range: 1 to %d.", slot, (int)slots_of(self));
    }
    luaapi_push_item_stack(L, self, self->number, (uint32_t)slot - 1);
    return 1;
}

static int get_index(lua_State *L, luaapi_object *self)
{
    if (luaapi_is_script_inventory(self)) {
        lua_pushnil(L);
        return 1;
    }
    lua_pushnumber(L, luaapi_inventory_index(self->world->prototypes, luaapi_entity_of(self)->prototype,
                                             role_of(self)));
    return 1;
}

static int get_entity_owner(lua_State *L, luaapi_object *self)
{
    if (luaapi_is_script_inventory(self)) {
        lua_pushnil(L);
        return 1;
    }
    luaapi_push_entity(L, self->world, self->surface, self->entity);
    return 1;
}

static int clear(lua_State *L, luaapi_object *self)
{
    (void)L;
    sim_inventory_clear(arena_of(self), inventory_of(self));
    return 0;
}

/* How many of the item would go in. Of a machine's ingredients and of a lab the machine says what lies in which slot. */
static uint32_t room_for(const luaapi_object *self, uint16_t item)
{
    const sim_prototypes *prototypes = self->world->prototypes;
    if (!accepts(self, item)) {
        return 0;
    }
    switch (role_of(self)) {
    case SIM_INVENTORY_SOURCE: return sim_crafter_room(arena_of(self), prototypes, self->entity.index, item);
    case SIM_INVENTORY_LAB: return sim_lab_room(arena_of(self), prototypes, self->entity.index, item);
    default: return sim_inventory_room(arena_of(self), prototypes, inventory_of(self), item);
    }
}

static uint32_t put_in(const luaapi_object *self, uint16_t item, uint32_t count)
{
    const sim_prototypes *prototypes = self->world->prototypes;
    if (room_for(self, item) == 0) {
        return 0;
    }
    switch (role_of(self)) {
    case SIM_INVENTORY_SOURCE: return sim_crafter_insert(arena_of(self), prototypes, self->entity.index, item, count);
    case SIM_INVENTORY_LAB: return sim_lab_insert(arena_of(self), prototypes, self->entity.index, item, count);
    default: return sim_inventory_insert(arena_of(self), prototypes, inventory_of(self), item, count);
    }
}

static int insert(lua_State *L, luaapi_object *self)
{
    uint16_t item = 0;
    uint32_t count = 0;
    luaapi_read_stack(L, 1, self->world, &item, &count);
    lua_pushnumber(L, put_in(self, item, count));
    return 1;
}

static int can_insert(lua_State *L, luaapi_object *self)
{
    uint16_t item = 0;
    uint32_t count = 0;
    luaapi_read_stack(L, 1, self->world, &item, &count);
    lua_pushboolean(L, room_for(self, item) > 0);
    return 1;
}

static int get_insertable_count(lua_State *L, luaapi_object *self)
{
    uint16_t item = luaapi_read_item_prototype(L, 1, self->world);
    lua_pushnumber(L, room_for(self, item));
    return 1;
}

static int remove_items(lua_State *L, luaapi_object *self)
{
    uint16_t item = 0;
    uint32_t count = 0;
    luaapi_read_stack(L, 1, self->world, &item, &count);
    lua_pushnumber(L, item == 0 ? 0 : sim_inventory_remove(arena_of(self), inventory_of(self), item, count));
    return 1;
}

static int get_item_count(lua_State *L, luaapi_object *self)
{
    uint16_t item = lua_isnoneornil(L, 1) ? 0 : luaapi_read_item_prototype(L, 1, self->world);
    lua_pushnumber(L, sim_inventory_count(arena_of(self), inventory_of(self), item));
    return 1;
}

/* get_item_count_filtered(filter): of one quality there is the same count. */
static int get_item_count_filtered(lua_State *L, luaapi_object *self)
{
    uint16_t item = luaapi_read_item_filter(L, 1, self->world);
    lua_pushnumber(L, sim_inventory_count(arena_of(self), inventory_of(self), item));
    return 1;
}

static int is_empty(lua_State *L, luaapi_object *self)
{
    lua_pushboolean(L, sim_inventory_empty_slots(arena_of(self), inventory_of(self)) == slots_of(self));
    return 1;
}

/* Whether all open slots are full stacks. */
static int is_full(lua_State *L, luaapi_object *self)
{
    const sim_stack *slots = sim_inventory_slots(arena_of(self), inventory_of(self));
    uint32_t open = sim_inventory_bar(arena_of(self), inventory_of(self)), slot = 0;
    while (slot < open && slots[slot].item != 0 &&
           slots[slot].count >= self->world->prototypes->items[slots[slot].item].stack_size) {
        slot++;
    }
    lua_pushboolean(L, slot == open);
    return 1;
}

/* count_empty_stacks(include_filtered? = false, include_bar? = true) */
static int count_empty_stacks(lua_State *L, luaapi_object *self)
{
    int with_filtered = lua_toboolean(L, 1), with_bar = lua_isnoneornil(L, 2) || lua_toboolean(L, 2);
    const sim_stack *slots = sim_inventory_slots(arena_of(self), inventory_of(self));
    uint32_t count = slots_of(self), empty = 0;
    for (uint32_t slot = 0; slot < count; slot++) {
        int is_filtered = (slots[slot].rule & ~SIM_SLOT_CLOSED) != 0;
        int is_closed = (slots[slot].rule & SIM_SLOT_CLOSED) != 0;
        empty += slots[slot].item == 0 && (with_filtered || !is_filtered) && (with_bar || !is_closed);
    }
    lua_pushnumber(L, empty);
    return 1;
}

static int sort_and_merge(lua_State *L, luaapi_object *self)
{
    (void)L;
    sim_inventory_sort(arena_of(self), self->world->prototypes, inventory_of(self));
    return 0;
}

/* Pushes {name = , count = , quality = "normal"}. */
void luaapi_push_item_count(lua_State *L, const char *name, uint32_t count)
{
    static const char *const keys[] = {"name", "count", "quality", NULL};
    lua_createtable(L, 0, 4);
    luaapi_ordered_template(L, -1, keys);
    lua_pushstring(L, name);
    lua_setfield(L, -2, "name");
    lua_pushnumber(L, count);
    lua_setfield(L, -2, "count");
    lua_pushstring(L, "normal");
    lua_setfield(L, -2, "quality");
}

/* 1 when an earlier slot holds the same item: it has been counted there. */
static int counted_before(const sim_stack *slots, uint32_t slot)
{
    for (uint32_t earlier = 0; earlier < slot; earlier++) {
        if (slots[earlier].item == slots[slot].item) {
            return 1;
        }
    }
    return 0;
}

static int get_contents(lua_State *L, luaapi_object *self)
{
    uint32_t inventory = inventory_of(self);
    uint32_t count = slots_of(self);
    const sim_stack *slots = sim_inventory_slots(arena_of(self), inventory);
    int rows = 0;
    lua_newtable(L);
    for (uint32_t slot = 0; slot < count; slot++) {
        if (slots[slot].item != 0 && !counted_before(slots, slot)) {
            luaapi_push_item_count(L, self->world->prototypes->items[slots[slot].item].name,
                       sim_inventory_count(arena_of(self), inventory, slots[slot].item));
            lua_rawseti(L, -2, ++rows);
        }
    }
    return 1;
}

/* find_item_stack(item): the first stack of it and its slot, or nil. */
static int find_item_stack(lua_State *L, luaapi_object *self)
{
    uint16_t item = luaapi_read_item_prototype(L, 1, self->world);
    const sim_stack *slots = sim_inventory_slots(arena_of(self), inventory_of(self));
    uint32_t count = slots_of(self);
    for (uint32_t slot = 0; slot < count; slot++) {
        if (slots[slot].item == item) {
            luaapi_push_item_stack(L, self, self->number, slot);
            lua_pushnumber(L, slot + 1);
            return 2;
        }
    }
    lua_pushnil(L);
    return 1;
}

/* find_empty_stack(item?): the first empty stack and its slot, or nil. */
static int find_empty_stack(lua_State *L, luaapi_object *self)
{
    uint16_t item = lua_isnoneornil(L, 1) ? 0 : luaapi_read_item_prototype(L, 1, self->world);
    const sim_stack *slots = sim_inventory_slots(arena_of(self), inventory_of(self));
    uint32_t count = slots_of(self);
    for (uint32_t slot = 0; slot < count && (item == 0 || accepts(self, item)); slot++) {
        uint16_t filter = slots[slot].rule & (uint16_t)~SIM_SLOT_CLOSED;
        if (slots[slot].item == 0 && (filter == 0 || filter == item)) {
            luaapi_push_item_stack(L, self, self->number, slot);
            lua_pushnumber(L, slot + 1);
            return 2;
        }
    }
    lua_pushnil(L);
    return 1;
}

/* get_item_quality_counts(item): {normal = count}. */
static int get_item_quality_counts(lua_State *L, luaapi_object *self)
{
    uint16_t item = luaapi_read_item_prototype(L, 1, self->world);
    uint32_t count = sim_inventory_count(arena_of(self), inventory_of(self), item);
    lua_newtable(L);
    if (count > 0) {
        lua_pushnumber(L, count);
        luaapi_ordered_setfield(L, -2, "normal");
    }
    return 1;
}

static const luaapi_member inventory_members[] = {
    {"index", get_index, NULL, NULL},
    {"entity_owner", get_entity_owner, NULL, NULL},
    {"clear", NULL, NULL, clear},
    {"insert", NULL, NULL, insert},
    {"can_insert", NULL, NULL, can_insert},
    {"get_insertable_count", NULL, NULL, get_insertable_count},
    {"remove", NULL, NULL, remove_items},
    {"get_item_count", NULL, NULL, get_item_count},
    {"get_item_count_filtered", NULL, NULL, get_item_count_filtered},
    {"is_empty", NULL, NULL, is_empty},
    {"is_full", NULL, NULL, is_full},
    {"count_empty_stacks", NULL, NULL, count_empty_stacks},
    {"destroy", NULL, NULL, luaapi_inventory_destroy},
    {"resize", NULL, NULL, luaapi_inventory_resize},
    {"sort_and_merge", NULL, NULL, sort_and_merge},
    {"get_contents", NULL, NULL, get_contents},
    {"find_item_stack", NULL, NULL, find_item_stack},
    {"find_empty_stack", NULL, NULL, find_empty_stack},
    {"get_item_quality_counts", NULL, NULL, get_item_quality_counts},
    {"player_owner", luaapi_get_nothing, NULL, NULL},
    {"equipment_owner", luaapi_get_nothing, NULL, NULL},
    {"mod_owner", luaapi_get_nothing, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const luaapi_member *const inventory_parts[] = {luaapi_inventory_rule_members, NULL};

const luaapi_class luaapi_class_inventory = {.name = "LuaInventory",
                                             .members = inventory_members,
                                             .parts = inventory_parts,
                                             .valid = inventory_valid,
                                             .index = index_slot,
                                             .length = length};
