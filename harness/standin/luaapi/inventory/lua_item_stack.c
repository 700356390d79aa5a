/* LuaItemStack: what lies at a place for items, and what scripts do with it. */
#include <string.h>

#include "harness/standin/luaapi/inventory/inventory_index.h"
#include "harness/standin/luaapi/inventory/item_data.h"
#include "harness/standin/luaapi/inventory/stack_place.h"
#include "harness/standin/luaapi/objects/arguments.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/vm/raise.h"

static const sim_item_prototype *prototype_of(lua_State *L, const luaapi_object *self)
{
    return &self->world->prototypes->items[luaapi_stack_require(L, self).item];
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
    luaapi_push_prototype(L, self->world, &luaapi_class_item_prototype, luaapi_stack_require(L, self).item);
    return 1;
}

static int get_quality(lua_State *L, luaapi_object *self)
{
    luaapi_stack_require(L, self);
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
    sim_stack stack = luaapi_stack_require(L, self);
    uint32_t most = self->world->prototypes->items[stack.item].stack_size;
    stack.count = (uint32_t)luaapi_read_integer(L, 3, "count", 0, most);
    luaapi_stack_put(L, self, stack);
    return 0;
}

/* Items carry no damage of their own here. */
static int get_health(lua_State *L, luaapi_object *self)
{
    luaapi_stack_require(L, self);
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
        const sim_character *character = sim_character_get(luaapi_stack_arena(self), entity->record);
        return self->number < SIM_GUN_SLOTS ? character->rounds[self->number] : 0;
    }
    const sim_turret *turret = SIM_RECORD(luaapi_stack_arena(self), SIM_POOL_TURRET, sim_turret, entity->record);
    return self->number == 0 ? turret->rounds : 0;
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
    luaapi_stack_require(L, self);
    lua_pushnumber(L, 0);
    return 1;
}

static int get_nothing(lua_State *L, luaapi_object *self)
{
    luaapi_stack_require(L, self);
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
    luaapi_stack_put(L, self, nothing);
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
    if (stack.item == 0 || !luaapi_stack_fits(self, stack)) {
        luaapi_raise(L, "LuaItemStack: %s cannot lie here.", name);
    }
    if (before.item != stack.item) {
        luaapi_stack_put(L, self, stack);
    }
}

static int set_stack(lua_State *L, luaapi_object *self)
{
    sim_stack stack = read_stack(L, 1, self);
    int possible = luaapi_stack_fits(self, stack);
    if (possible) {
        luaapi_stack_put(L, self, stack);
    }
    lua_pushboolean(L, possible && stack.item != 0 && stack.count != 0);
    return 1;
}

static int can_set_stack(lua_State *L, luaapi_object *self)
{
    sim_stack stack = read_stack(L, 1, self);
    lua_pushboolean(L, stack.item != 0 && luaapi_stack_fits(self, stack));
    return 1;
}

/* transfer_stack(from, amount?): true when all of it went over. */
static int transfer_stack(lua_State *L, luaapi_object *self)
{
    luaapi_object *other = luaapi_object_check(L, 1, &luaapi_class_item_stack, "transfer_stack");
    sim_stack from = {0, 0, 0};
    sim_stack to = {0, 0, 0};
    luaapi_item_stack_get(self, &to);
    if (!luaapi_item_stack_get(other, &from) || !luaapi_stack_fits(self, from) ||
        (to.item != 0 && to.item != from.item)) {
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
    luaapi_stack_put(L, self, to);
    if (is_whole) {
        luaapi_item_data_move(L, other, self);
    }
    luaapi_stack_put(L, other, from);
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
    int possible = luaapi_stack_fits(self, theirs) && luaapi_stack_fits(other, mine);
    if (possible) {
        luaapi_object nowhere = *self;
        nowhere.number = UINT32_MAX;
        luaapi_item_data_move(L, self, &nowhere);
        luaapi_stack_put(L, self, theirs);
        luaapi_item_data_move(L, other, self);
        luaapi_stack_put(L, other, mine);
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
    .name = "LuaItemStack", .members = members, .parts = parts, .valid = luaapi_stack_valid};
