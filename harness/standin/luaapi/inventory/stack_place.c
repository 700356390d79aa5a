#include "harness/standin/luaapi/inventory/stack_place.h"

#include <string.h>

#include "harness/standin/luaapi/inventory/inventory_index.h"
#include "harness/standin/luaapi/inventory/item_data.h"
#include "harness/standin/luaapi/vm/raise.h"

#define BELT_ITEMS 64 /* that are looked at together */

/* number: the slot, on a belt the item's id; x: enum sim_inventory_role, or LUAAPI_STACK_... */
void luaapi_push_item_stack(lua_State *L, const luaapi_object *owner, uint32_t role, uint32_t slot)
{
    luaapi_object *object = luaapi_object_push(L, owner->world, &luaapi_class_item_stack);
    object->surface = owner->surface;
    object->entity = owner->entity;
    object->number = slot;
    object->x = (int32_t)role;
}

sim_arena *luaapi_stack_arena(const luaapi_object *self)
{
    return luaapi_surface_of(self)->arena;
}

static uint32_t inventory_of(const luaapi_object *self)
{
    return luaapi_entity_of(self) == NULL ? 0 : luaapi_entity_inventory(self, (enum sim_inventory_role)self->x);
}

static const sim_inserter *hand_of(const luaapi_object *self)
{
    return sim_inserter_at(luaapi_stack_arena(self), self->world->prototypes, luaapi_slot_of(self));
}

/* The item on a belt of that id; item 0 when it has moved on. */
static sim_stack belt_item(const luaapi_object *self)
{
    sim_belt_item items[BELT_ITEMS];
    sim_stack stack = {0, 0, 0};
    uint32_t count = 1;
    for (uint32_t i = 0; i < count && stack.item == 0; i++) {
        if (i % BELT_ITEMS == 0) {
            count = sim_belt_items_from(luaapi_stack_arena(self), self->world->prototypes, luaapi_slot_of(self), i,
                                        items, BELT_ITEMS);
        }
        if (i < count && items[i % BELT_ITEMS].id == self->number) {
            stack.item = items[i % BELT_ITEMS].item;
            stack.count = 1;
        }
    }
    return stack;
}

int luaapi_stack_valid(const luaapi_object *self)
{
    if (luaapi_entity_of(self) == NULL) {
        return 0;
    }
    if (self->x == LUAAPI_STACK_BELT) {
        return belt_item(self).item != 0;
    }
    if (self->x == LUAAPI_STACK_GROUND || self->x == LUAAPI_STACK_HAND) {
        return 1;
    }
    const sim_inventory *inventory = sim_inventory_get(luaapi_stack_arena(self), inventory_of(self));
    return inventory != NULL && self->number < inventory->slot_count;
}

int luaapi_item_stack_get(const luaapi_object *self, sim_stack *stack)
{
    if (!luaapi_stack_valid(self)) {
        return 0;
    }
    if (self->x == LUAAPI_STACK_GROUND) {
        const sim_entity *item = luaapi_entity_of(self);
        stack->item = item->item;
        stack->count = item->amount;
    } else if (self->x == LUAAPI_STACK_BELT) {
        *stack = belt_item(self);
    } else if (self->x == LUAAPI_STACK_HAND) {
        stack->item = hand_of(self)->held_item;
        stack->count = hand_of(self)->held_count;
    } else {
        *stack = sim_inventory_slots(luaapi_stack_arena(self), inventory_of(self))[self->number];
    }
    return stack->item != 0;
}

sim_stack luaapi_stack_require(lua_State *L, const luaapi_object *self)
{
    sim_stack stack = {0, 0, 0};
    if (!luaapi_item_stack_get(self, &stack)) {
        luaapi_raise(L, "LuaItemStack is not valid for read.");
    }
    return stack;
}

int luaapi_stack_fits(const luaapi_object *self, sim_stack stack)
{
    if (stack.item == 0 || self->x == LUAAPI_STACK_HAND) {
        return 1;
    }
    return luaapi_inventory_accepts(self->world->prototypes, luaapi_entity_of(self)->prototype,
                                    (enum sim_inventory_role)self->x, stack.item);
}

void luaapi_stack_put(lua_State *L, const luaapi_object *self, sim_stack stack)
{
    sim_arena *arena = luaapi_stack_arena(self);
    const sim_prototypes *prototypes = self->world->prototypes;
    uint32_t most = prototypes->items[stack.item].stack_size;
    sim_stack before = {0, 0, 0};
    luaapi_item_stack_get(self, &before);
    if (before.item != stack.item || stack.count == 0) {
        luaapi_item_data_drop(L, self);
    }
    stack.count = stack.count < most ? stack.count : most;
    if (stack.count == 0 || stack.item == 0) {
        memset(&stack, 0, sizeof stack);
    }
    if (self->x == LUAAPI_STACK_GROUND) {
        luaapi_raise(L, "LuaItemStack of an item on the ground cannot be written.");
    } else if (self->x == LUAAPI_STACK_BELT) {
        if (stack.item != 0) {
            luaapi_raise(L, "LuaItemStack of an item on a belt can be cleared, not written.");
        }
        sim_belt_remove_id(arena, prototypes, luaapi_slot_of(self), self->number, NULL);
    } else if (self->x == LUAAPI_STACK_HAND) {
        sim_inserter_hold(arena, prototypes, luaapi_slot_of(self), stack.item, (uint16_t)stack.count);
    } else {
        sim_stack *place = sim_inventory_slots(arena, inventory_of(self)) + self->number;
        place->item = stack.item;
        place->count = stack.count;
        luaapi_inventory_changed(arena, inventory_of(self));
    }
}
