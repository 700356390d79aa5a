/* LuaInventory and LuaItemStack. An inventory is named by its owner, so it goes when the owner goes. */
#include <math.h>

#include "arguments.h"
#include "classes.h"
#include "ordered.h"
#include "raise.h"

void luaapi_push_inventory(lua_State *L, luaapi_world *world, uint32_t surface, sim_handle owner, uint32_t index)
{
    luaapi_object *object = luaapi_object_push(L, world, &luaapi_class_inventory);
    object->surface = surface;
    object->entity = owner;
    object->number = index;
}

void luaapi_push_item_stack(lua_State *L, luaapi_world *world, uint32_t surface, sim_handle owner, uint32_t slot)
{
    luaapi_object *object = luaapi_object_push(L, world, &luaapi_class_item_stack);
    object->surface = surface;
    object->entity = owner;
    object->number = slot;
}

static sim_arena *arena_of(const luaapi_object *self)
{
    return luaapi_surface_of(self)->arena;
}

static uint32_t inventory_of(const luaapi_object *self)
{
    const sim_entity *owner = luaapi_entity_of(self);
    return owner == NULL ? 0 : luaapi_entity_inventory(self->world, luaapi_surface_of(self), owner);
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
    luaapi_push_item_stack(L, self->world, self->surface, self->entity, (uint32_t)slot - 1);
    return 1;
}

static int get_index(lua_State *L, luaapi_object *self)
{
    lua_pushnumber(L, self->number);
    return 1;
}

static int get_entity_owner(lua_State *L, luaapi_object *self)
{
    luaapi_push_entity(L, self->world, self->surface, self->entity);
    return 1;
}

static int clear(lua_State *L, luaapi_object *self)
{
    (void)L;
    sim_inventory_clear(arena_of(self), inventory_of(self));
    return 0;
}

static int insert(lua_State *L, luaapi_object *self)
{
    uint16_t item = 0;
    uint32_t count = 0;
    luaapi_read_stack(L, 1, self->world, &item, &count);
    lua_pushnumber(L, item == 0 ? 0
                                : sim_inventory_insert(arena_of(self), self->world->prototypes, inventory_of(self),
                                                       item, count));
    return 1;
}

static int can_insert(lua_State *L, luaapi_object *self)
{
    uint16_t item = 0;
    uint32_t count = 0;
    luaapi_read_stack(L, 1, self->world, &item, &count);
    lua_pushboolean(L, item != 0 && sim_inventory_room(arena_of(self), self->world->prototypes, inventory_of(self),
                                                       item) > 0);
    return 1;
}

static int get_insertable_count(lua_State *L, luaapi_object *self)
{
    uint16_t item = luaapi_read_item_prototype(L, 1, self->world);
    lua_pushnumber(L, sim_inventory_room(arena_of(self), self->world->prototypes, inventory_of(self), item));
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

static int is_empty(lua_State *L, luaapi_object *self)
{
    lua_pushboolean(L, sim_inventory_empty_slots(arena_of(self), inventory_of(self)) == slots_of(self));
    return 1;
}

static int is_full(lua_State *L, luaapi_object *self)
{
    lua_pushboolean(L, sim_inventory_empty_slots(arena_of(self), inventory_of(self)) == 0);
    return 1;
}

static int count_empty_stacks(lua_State *L, luaapi_object *self)
{
    lua_pushnumber(L, sim_inventory_empty_slots(arena_of(self), inventory_of(self)));
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
            luaapi_push_item_stack(L, self->world, self->surface, self->entity, slot);
            lua_pushnumber(L, slot + 1);
            return 2;
        }
    }
    lua_pushnil(L);
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
    {"is_empty", NULL, NULL, is_empty},
    {"is_full", NULL, NULL, is_full},
    {"count_empty_stacks", NULL, NULL, count_empty_stacks},
    {"sort_and_merge", NULL, NULL, sort_and_merge},
    {"get_contents", NULL, NULL, get_contents},
    {"find_item_stack", NULL, NULL, find_item_stack},
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_inventory = {.name = "LuaInventory",
                                             .members = inventory_members,
                                             .valid = inventory_valid,
                                             .index = index_slot,
                                             .length = length};

/* The slot in an inventory; NULL for an item on the ground. */
static sim_stack *slot_of(const luaapi_object *self)
{
    uint32_t inventory = inventory_of(self);
    return inventory == 0 ? NULL : &sim_inventory_slots(arena_of(self), inventory)[self->number];
}

static int is_ground_item(const luaapi_object *self)
{
    const sim_entity *owner = luaapi_entity_of(self);
    return owner != NULL && self->world->prototypes->entities[owner->prototype].type == SIM_TYPE_ITEM_ENTITY;
}

static int stack_valid(const luaapi_object *self)
{
    return is_ground_item(self) || (inventory_of(self) != 0 && self->number < slots_of(self));
}

int luaapi_item_stack_get(const luaapi_object *self, sim_stack *stack)
{
    if (!stack_valid(self)) {
        return 0;
    }
    if (is_ground_item(self)) {
        const sim_entity *item = luaapi_entity_of(self);
        stack->item = item->item;
        stack->count = item->amount;
    } else {
        *stack = *slot_of(self);
    }
    return stack->item != 0;
}

/* The stack; raises when it is empty, as the game does for members that need something there. */
static sim_stack require_stack(lua_State *L, const luaapi_object *self)
{
    sim_stack stack = {0, 0, 0};
    if (!luaapi_item_stack_get(self, &stack)) {
        luaapi_raise(L, "LuaItemStack is not valid for read.");
    }
    return stack;
}

static int get_valid_for_read(lua_State *L, luaapi_object *self)
{
    sim_stack stack = {0, 0, 0};
    lua_pushboolean(L, luaapi_item_stack_get(self, &stack));
    return 1;
}

static int get_stack_name(lua_State *L, luaapi_object *self)
{
    lua_pushstring(L, self->world->prototypes->items[require_stack(L, self).item].name);
    return 1;
}

static int get_stack_type(lua_State *L, luaapi_object *self)
{
    lua_pushstring(L, self->world->prototypes->items[require_stack(L, self).item].type_name);
    return 1;
}

static int get_stack_prototype(lua_State *L, luaapi_object *self)
{
    luaapi_push_prototype(L, self->world, &luaapi_class_item_prototype, require_stack(L, self).item);
    return 1;
}

static int get_count(lua_State *L, luaapi_object *self)
{
    sim_stack stack = {0, 0, 0};
    lua_pushnumber(L, luaapi_item_stack_get(self, &stack) ? stack.count : 0);
    return 1;
}

static sim_stack *writable_slot(lua_State *L, const luaapi_object *self)
{
    if (is_ground_item(self)) {
        luaapi_raise(L, "LuaItemStack of an item on the ground cannot be written.");
    }
    return slot_of(self);
}

static int set_count(lua_State *L, luaapi_object *self)
{
    sim_stack *slot = writable_slot(L, self);
    uint32_t most = self->world->prototypes->items[require_stack(L, self).item].stack_size;
    slot->count = (uint32_t)luaapi_read_integer(L, 3, "count", 0, most);
    if (slot->count == 0) {
        slot->item = 0;
    }
    return 0;
}

static int clear_stack(lua_State *L, luaapi_object *self)
{
    sim_stack *slot = writable_slot(L, self);
    slot->item = 0;
    slot->count = 0;
    return 0;
}

static int set_stack(lua_State *L, luaapi_object *self)
{
    if (lua_isnoneornil(L, 1)) {
        return clear_stack(L, self);
    }
    uint16_t item = 0;
    uint32_t count = 0;
    luaapi_read_stack(L, 1, self->world, &item, &count);
    sim_stack *slot = writable_slot(L, self);
    uint32_t most = self->world->prototypes->items[item].stack_size;
    slot->item = count > 0 ? item : 0;
    slot->count = slot->item == 0 ? 0 : count < most ? count : most;
    lua_pushboolean(L, slot->item != 0);
    return 1;
}

static const luaapi_member stack_members[] = {
    {"valid_for_read", get_valid_for_read, NULL, NULL},
    {"name", get_stack_name, NULL, NULL},
    {"type", get_stack_type, NULL, NULL},
    {"prototype", get_stack_prototype, NULL, NULL},
    {"count", get_count, set_count, NULL},
    {"clear", NULL, NULL, clear_stack},
    {"set_stack", NULL, NULL, set_stack},
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_item_stack = {
    .name = "LuaItemStack", .members = stack_members, .valid = stack_valid};
