/* LuaItemStack: a slot of an inventory, an item on the ground, or what an inserter holds. */
#include <string.h>

#include "harness/standin/luaapi/objects/arguments.h"
#include "harness/standin/luaapi/objects/classes.h"
#include "harness/standin/luaapi/inventory/inventory_index.h"
#include "harness/standin/luaapi/inventory/item_data.h"
#include "harness/standin/luaapi/vm/ordered.h"
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

static sim_arena *arena_of(const luaapi_object *self)
{
    return luaapi_surface_of(self)->arena;
}

static uint32_t inventory_of(const luaapi_object *self)
{
    return luaapi_entity_of(self) == NULL ? 0 : luaapi_entity_inventory(self, (enum sim_inventory_role)self->x);
}

static const sim_inserter *hand_of(const luaapi_object *self)
{
    return sim_inserter_at(arena_of(self), self->world->prototypes, luaapi_slot_of(self));
}

/* The item on a belt of that id; item 0 when it has moved on. */
static sim_stack belt_item(const luaapi_object *self)
{
    sim_belt_item items[BELT_ITEMS];
    sim_stack stack = {0, 0, 0};
    uint32_t count = 1;
    for (uint32_t i = 0; i < count && stack.item == 0; i++) {
        if (i % BELT_ITEMS == 0) {
            count = sim_belt_items_from(arena_of(self), self->world->prototypes, luaapi_slot_of(self), i, items,
                                        BELT_ITEMS);
        }
        if (i < count && items[i % BELT_ITEMS].id == self->number) {
            stack.item = items[i % BELT_ITEMS].item;
            stack.count = 1;
        }
    }
    return stack;
}

static int stack_valid(const luaapi_object *self)
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
    const sim_inventory *inventory = sim_inventory_get(arena_of(self), inventory_of(self));
    return inventory != NULL && self->number < inventory->slot_count;
}

int luaapi_item_stack_get(const luaapi_object *self, sim_stack *stack)
{
    if (!stack_valid(self)) {
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
        *stack = sim_inventory_slots(arena_of(self), inventory_of(self))[self->number];
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

/* 1 when such a stack may lie there. */
static int fits(const luaapi_object *self, sim_stack stack)
{
    if (stack.item == 0 || self->x == LUAAPI_STACK_HAND) {
        return 1;
    }
    return luaapi_inventory_accepts(self->world->prototypes, luaapi_entity_of(self)->prototype,
                                    (enum sim_inventory_role)self->x, stack.item);
}

/* Writes the stack, cut to the item's size; an empty one has item 0. */
static void put(lua_State *L, const luaapi_object *self, sim_stack stack)
{
    sim_arena *arena = arena_of(self);
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

static const sim_item_prototype *prototype_of(lua_State *L, const luaapi_object *self)
{
    return &self->world->prototypes->items[require_stack(L, self).item];
}

static int get_valid_for_read(lua_State *L, luaapi_object *self)
{
    sim_stack stack = {0, 0, 0};
    lua_pushboolean(L, luaapi_item_stack_get(self, &stack));
    return 1;
}

static int get_name(lua_State *L, luaapi_object *self)
{
    lua_pushstring(L, prototype_of(L, self)->name);
    return 1;
}

static int get_type(lua_State *L, luaapi_object *self)
{
    lua_pushstring(L, prototype_of(L, self)->type_name);
    return 1;
}

static int get_prototype(lua_State *L, luaapi_object *self)
{
    luaapi_push_prototype(L, self->world, &luaapi_class_item_prototype, require_stack(L, self).item);
    return 1;
}

static int get_quality(lua_State *L, luaapi_object *self)
{
    require_stack(L, self);
    luaapi_push_prototype(L, self->world, &luaapi_class_quality_prototype, 1);
    return 1;
}

static int get_count(lua_State *L, luaapi_object *self)
{
    sim_stack stack = {0, 0, 0};
    lua_pushnumber(L, luaapi_item_stack_get(self, &stack) ? stack.count : 0);
    return 1;
}

static int set_count(lua_State *L, luaapi_object *self)
{
    sim_stack stack = require_stack(L, self);
    uint32_t most = self->world->prototypes->items[stack.item].stack_size;
    stack.count = (uint32_t)luaapi_read_integer(L, 3, "count", 0, most);
    put(L, self, stack);
    return 0;
}

/* Items carry no damage of their own here. */
static int get_health(lua_State *L, luaapi_object *self)
{
    require_stack(L, self);
    lua_pushnumber(L, 1);
    return 1;
}

/* Rounds of the opened magazine that the stack's first item is; 0 when it is whole. */
static uint32_t opened_rounds(const luaapi_object *self)
{
    const sim_entity *entity = luaapi_entity_of(self);
    if (self->x != SIM_INVENTORY_AMMO) {
        return 0;
    }
    if (self->world->prototypes->entities[entity->prototype].type == SIM_TYPE_CHARACTER) {
        const sim_character *character = sim_character_get(arena_of(self), entity->record);
        return self->number < SIM_GUN_SLOTS ? character->rounds[self->number] : 0;
    }
    return self->number == 0 ? SIM_RECORD(arena_of(self), SIM_POOL_TURRET, sim_turret, entity->record)->rounds : 0;
}

/* ammo: rounds left in the first magazine. */
static int get_ammo(lua_State *L, luaapi_object *self)
{
    const sim_item_prototype *item = prototype_of(L, self);
    if (item->ammo_category == 0) {
        return luaapi_raise(L, "LuaItemStack::ammo: %s is not ammo.", item->name);
    }
    uint32_t opened = opened_rounds(self);
    lua_pushnumber(L, opened ? opened : item->magazine_size);
    return 1;
}

/* durability of the first tool; what is worn of it is not kept by its slot. */
static int get_durability(lua_State *L, luaapi_object *self)
{
    const sim_item_prototype *item = prototype_of(L, self);
    if (item->durability == 0) {
        return luaapi_raise(L, "LuaItemStack::durability: %s is not a tool.", item->name);
    }
    lua_pushnumber(L, item->durability);
    return 1;
}

/* No item of the base game spoils. */
static int get_zero(lua_State *L, luaapi_object *self)
{
    require_stack(L, self);
    lua_pushnumber(L, 0);
    return 1;
}

static int get_nothing(lua_State *L, luaapi_object *self)
{
    require_stack(L, self);
    lua_pushnil(L);
    return 1;
}

#define TYPE_GETTER(function, condition)                                                                             \
    static int function(lua_State *L, luaapi_object *self)                                                           \
    {                                                                                                                \
        const sim_item_prototype *item = prototype_of(L, self);                                                      \
        lua_pushboolean(L, condition);                                                                               \
        return 1;                                                                                                    \
    }
#define TYPE_IS(name) (strcmp(item->type_name, name) == 0)

TYPE_GETTER(get_is_ammo, item->ammo_category && !TYPE_IS("gun"))
TYPE_GETTER(get_is_armor, TYPE_IS("armor"))
TYPE_GETTER(get_is_module, item->module_category)
TYPE_GETTER(get_is_repair_tool, TYPE_IS("repair-tool"))
TYPE_GETTER(get_is_tool, TYPE_IS("tool") || TYPE_IS("armor") || TYPE_IS("repair-tool"))
TYPE_GETTER(get_is_blueprint, TYPE_IS("blueprint"))
TYPE_GETTER(get_is_blueprint_book, TYPE_IS("blueprint-book"))
TYPE_GETTER(get_is_deconstruction_item, TYPE_IS("deconstruction-item"))
TYPE_GETTER(get_is_upgrade_item, TYPE_IS("upgrade-item"))
TYPE_GETTER(get_is_with_inventory, TYPE_IS("item-with-inventory") || TYPE_IS("blueprint-book"))
TYPE_GETTER(get_is_with_label, TYPE_IS("item-with-label"))
TYPE_GETTER(get_is_with_tags, TYPE_IS("item-with-tags"))
TYPE_GETTER(get_is_with_data, TYPE_IS("item-with-entity-data"))
TYPE_GETTER(get_is_selection_tool, TYPE_IS("selection-tool") || TYPE_IS("blueprint"))

static int clear(lua_State *L, luaapi_object *self)
{
    sim_stack nothing = {0, 0, 0};
    put(L, self, nothing);
    return 0;
}

/* The stack that the argument describes; empty for nil. */
static sim_stack read_stack(lua_State *L, int index, luaapi_object *self)
{
    sim_stack stack = {0, 0, 0};
    if (!lua_isnoneornil(L, index)) {
        luaapi_read_stack(L, index, self->world, &stack.item, &stack.count);
    }
    return stack;
}

void luaapi_item_stack_set_named(lua_State *L, luaapi_object *self, const char *name)
{
    sim_stack before = {0, 0, 0};
    sim_stack stack = {sim_item_named(self->world->prototypes, name), 0, 1};
    luaapi_item_stack_get(self, &before);
    if (stack.item == 0 || !fits(self, stack)) {
        luaapi_raise(L, "LuaItemStack: %s cannot lie here.", name);
    }
    if (before.item != stack.item) {
        put(L, self, stack);
    }
}

static int set_stack(lua_State *L, luaapi_object *self)
{
    sim_stack stack = read_stack(L, 1, self);
    int possible = fits(self, stack);
    if (possible) {
        put(L, self, stack);
    }
    lua_pushboolean(L, possible && stack.item != 0 && stack.count != 0);
    return 1;
}

static int can_set_stack(lua_State *L, luaapi_object *self)
{
    sim_stack stack = read_stack(L, 1, self);
    lua_pushboolean(L, stack.item != 0 && fits(self, stack));
    return 1;
}

/* transfer_stack(from, amount?): true when all of it went over. */
static int transfer_stack(lua_State *L, luaapi_object *self)
{
    luaapi_object *other = luaapi_object_check(L, 1, &luaapi_class_item_stack, "transfer_stack");
    sim_stack from = {0, 0, 0};
    sim_stack to = {0, 0, 0};
    luaapi_item_stack_get(self, &to);
    if (!luaapi_item_stack_get(other, &from) || !fits(self, from) || (to.item != 0 && to.item != from.item)) {
        lua_pushboolean(L, 0);
        return 1;
    }
    uint32_t wanted = from.count;
    if (!lua_isnoneornil(L, 2)) {
        wanted = (uint32_t)luaapi_check_integer(L, 2, 0, UINT32_MAX, "transfer_stack");
    }
    wanted = wanted < from.count ? wanted : from.count;
    uint32_t room = self->world->prototypes->items[from.item].stack_size - to.count;
    uint32_t moved = wanted < room ? wanted : room;
    int is_whole = to.item == 0 && moved == from.count;
    to.item = from.item;
    to.count += moved;
    from.count -= moved;
    put(L, self, to);
    if (is_whole) {
        luaapi_item_data_move(L, other, self);
    }
    put(L, other, from);
    lua_pushboolean(L, moved == wanted);
    return 1;
}

static int swap_stack(lua_State *L, luaapi_object *self)
{
    luaapi_object *other = luaapi_object_check(L, 1, &luaapi_class_item_stack, "swap_stack");
    sim_stack mine = {0, 0, 0};
    sim_stack theirs = {0, 0, 0};
    luaapi_item_stack_get(self, &mine);
    luaapi_item_stack_get(other, &theirs);
    int possible = fits(self, theirs) && fits(other, mine);
    if (possible) {
        luaapi_object nowhere = *self;
        nowhere.number = UINT32_MAX;
        luaapi_item_data_move(L, self, &nowhere);
        put(L, self, theirs);
        luaapi_item_data_move(L, other, self);
        put(L, other, mine);
        luaapi_item_data_move(L, &nowhere, other);
    }
    lua_pushboolean(L, possible);
    return 1;
}

static const luaapi_member members[] = {
    {"valid_for_read", get_valid_for_read, NULL, NULL},
    {"name", get_name, NULL, NULL},
    {"type", get_type, NULL, NULL},
    {"prototype", get_prototype, NULL, NULL},
    {"quality", get_quality, NULL, NULL},
    {"count", get_count, set_count, NULL},
    {"health", get_health, NULL, NULL},
    {"ammo", get_ammo, NULL, NULL},
    {"durability", get_durability, NULL, NULL},
    {"spoil_tick", get_zero, NULL, NULL},
    {"spoil_percent", get_zero, NULL, NULL},
    {"grid", get_nothing, NULL, NULL},
    {"item", get_nothing, NULL, NULL},
    {"item_number", get_nothing, NULL, NULL},
    {"is_ammo", get_is_ammo, NULL, NULL},
    {"is_armor", get_is_armor, NULL, NULL},
    {"is_module", get_is_module, NULL, NULL},
    {"is_tool", get_is_tool, NULL, NULL},
    {"is_repair_tool", get_is_repair_tool, NULL, NULL},
    {"is_blueprint", get_is_blueprint, NULL, NULL},
    {"is_blueprint_book", get_is_blueprint_book, NULL, NULL},
    {"is_deconstruction_item", get_is_deconstruction_item, NULL, NULL},
    {"is_upgrade_item", get_is_upgrade_item, NULL, NULL},
    {"is_item_with_inventory", get_is_with_inventory, NULL, NULL},
    {"is_item_with_label", get_is_with_label, NULL, NULL},
    {"is_item_with_tags", get_is_with_tags, NULL, NULL},
    {"is_item_with_entity_data", get_is_with_data, NULL, NULL},
    {"is_selection_tool", get_is_selection_tool, NULL, NULL},
    {"clear", NULL, NULL, clear},
    {"set_stack", NULL, NULL, set_stack},
    {"can_set_stack", NULL, NULL, can_set_stack},
    {"transfer_stack", NULL, NULL, transfer_stack},
    {"swap_stack", NULL, NULL, swap_stack},
    {NULL, NULL, NULL, NULL},
};

static const luaapi_member *const parts[] = {luaapi_blueprint_members, NULL};

const luaapi_class luaapi_class_item_stack = {
    .name = "LuaItemStack", .members = members, .parts = parts, .valid = stack_valid};
