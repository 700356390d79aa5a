/* LuaControl: the items that an entity holds, in whichever of its inventories, on its lanes or in its hand. */
#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/inventory/inventory_index.h"
#include "harness/standin/luaapi/vm/ordered.h"

static sim_arena *arena_of(const luaapi_object *self)
{
    return luaapi_surface_of(self)->arena;
}

/* What a character wears has slots of its own: the main inventory follows when it is next looked at, if there is room
 * in the block, which `get_inventory` and `get_main_inventory` make. */
static enum sim_result fit_to_armor(const luaapi_object *entity)
{
    uint32_t character = sim_character_of(arena_of(entity), entity->world->prototypes, entity->entity);
    if (character == UINT32_MAX || sim_character_get(arena_of(entity), character)->armor == 0) {
        return SIM_OK;
    }
    return sim_character_fit_inventory(arena_of(entity), entity->world->prototypes, character);
}

uint32_t luaapi_entity_inventory(const luaapi_object *entity, enum sim_inventory_role role)
{
    if (role == SIM_INVENTORY_MAIN) {
        fit_to_armor(entity);
    }
    return role < SIM_INVENTORY_ROLES
               ? sim_entity_inventory(arena_of(entity), entity->world->prototypes, luaapi_slot_of(entity), role)
               : 0;
}

void luaapi_inventory_changed(sim_arena *arena, uint32_t inventory)
{
    sim_inventory_changed(arena, inventory);
}

/* insert(stack): how many went in. */
static int insert(lua_State *L, luaapi_object *self)
{
    uint16_t item = 0;
    uint32_t count = 0;
    luaapi_read_stack(L, 1, self->world, &item, &count);
    lua_pushnumber(L, item == 0 ? 0 : sim_transfer_insert(arena_of(self), self->world->prototypes,
                                                          luaapi_slot_of(self), item, count));
    return 1;
}

static int can_insert(lua_State *L, luaapi_object *self)
{
    uint16_t item = 0;
    uint32_t count = 0;
    luaapi_read_stack(L, 1, self->world, &item, &count);
    lua_pushboolean(L, item != 0 && sim_transfer_room(arena_of(self), self->world->prototypes, luaapi_slot_of(self),
                                                      item) > 0);
    return 1;
}

static int remove_item(lua_State *L, luaapi_object *self)
{
    uint16_t item = 0;
    uint32_t count = 0;
    luaapi_read_stack(L, 1, self->world, &item, &count);
    lua_pushnumber(L, item == 0 ? 0 : sim_transfer_remove(arena_of(self), self->world->prototypes,
                                                          luaapi_slot_of(self), item, count));
    return 1;
}

/* Units of the item, or of all items when it is 0. */
static uint32_t count_items(const luaapi_object *self, uint16_t item)
{
    const sim_arena *arena = arena_of(self);
    uint32_t count = 0;
    for (uint32_t index = 0;; index++) {
        sim_stack stack = sim_transfer_stored(arena, self->world->prototypes, luaapi_slot_of(self), index);
        if (stack.item == 0) {
            return count;
        }
        count += item == 0 || stack.item == item ? stack.count : 0;
    }
}

static int get_item_count(lua_State *L, luaapi_object *self)
{
    uint16_t item = lua_isnoneornil(L, 1) ? 0 : luaapi_read_item_prototype(L, 1, self->world);
    uint32_t main = luaapi_entity_inventory(self, SIM_INVENTORY_MAIN);
    uint8_t type = self->world->prototypes->entities[luaapi_entity_of(self)->prototype].type;
    int only_main = main != 0 && type == SIM_TYPE_CONTAINER;
    lua_pushnumber(L, only_main ? sim_inventory_count(arena_of(self), main, item) : count_items(self, item));
    return 1;
}

static int has_items_inside(lua_State *L, luaapi_object *self)
{
    sim_stack first = sim_transfer_stored(arena_of(self), self->world->prototypes, luaapi_slot_of(self), 0);
    lua_pushboolean(L, first.item != 0);
    return 1;
}

static int clear_items_inside(lua_State *L, luaapi_object *self)
{
    (void)L;
    const sim_prototypes *prototypes = self->world->prototypes;
    uint32_t slot = luaapi_slot_of(self);
    for (;;) {
        sim_stack first = sim_transfer_content(arena_of(self), prototypes, slot, 0);
        if (first.item == 0 || sim_transfer_empty(arena_of(self), prototypes, slot, first.item, UINT32_MAX) == 0) {
            return 0;
        }
    }
}

static int push_inventory_or_nil(lua_State *L, luaapi_object *self, enum sim_inventory_role role)
{
    if (luaapi_entity_inventory(self, role) != 0) {
        luaapi_push_inventory(L, self->world, self->surface, self->entity, role);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

/* A character's guns, ammunition and armour get their slots when they are first asked for. */
static void make_gear(luaapi_object *self, enum sim_inventory_role role)
{
    uint32_t character = sim_character_of(arena_of(self), self->world->prototypes, self->entity);
    uint32_t inventory = 0;
    int is_gear = role == SIM_INVENTORY_GUNS || role == SIM_INVENTORY_AMMO || role == SIM_INVENTORY_ARMOR;
    enum sim_result result = SIM_OK;
    if (is_gear && character != UINT32_MAX) {
        GROWING(self, result, sim_gun_inventory(arena_of(self), character, role, &inventory));
    }
    GROWING(self, result, fit_to_armor(self));
}

/* get_inventory(index): nil for a number that the entity has no inventory of. */
static int get_inventory(lua_State *L, luaapi_object *self)
{
    double index = luaapi_check_number(L, 1, "get_inventory");
    uint16_t prototype = luaapi_entity_of(self)->prototype;
    enum sim_inventory_role role = luaapi_inventory_role(self->world->prototypes, prototype, index);
    make_gear(self, role);
    return push_inventory_or_nil(L, self, role);
}

static int get_main_inventory(lua_State *L, luaapi_object *self)
{
    make_gear(self, SIM_INVENTORY_MAIN);
    const sim_entity_prototype *prototype = &self->world->prototypes->entities[luaapi_entity_of(self)->prototype];
    int is_character = prototype->type == SIM_TYPE_CHARACTER;
    return push_inventory_or_nil(L, self, is_character ? SIM_INVENTORY_MAIN : SIM_INVENTORY_ROLES);
}

#define INVENTORY_GETTER(function, role)                                                                             \
    static int function(lua_State *L, luaapi_object *self)                                                           \
    {                                                                                                                \
        return push_inventory_or_nil(L, self, role);                                                                 \
    }

INVENTORY_GETTER(get_fuel_inventory, SIM_INVENTORY_FUEL)
INVENTORY_GETTER(get_burnt_result_inventory, SIM_INVENTORY_BURNT)
INVENTORY_GETTER(get_module_inventory, SIM_INVENTORY_MODULES)

/* get_output_inventory(): products; of a container or corpse all that it holds. */
static int get_output_inventory(lua_State *L, luaapi_object *self)
{
    int has_result = luaapi_entity_inventory(self, SIM_INVENTORY_RESULT) != 0;
    return push_inventory_or_nil(L, self, has_result ? SIM_INVENTORY_RESULT : SIM_INVENTORY_MAIN);
}

static int get_max_inventory_index(lua_State *L, luaapi_object *self)
{
    uint32_t highest = 0;
    for (uint32_t role = 0; role < SIM_INVENTORY_ROLES; role++) {
        uint32_t index = luaapi_inventory_index(self->world->prototypes, luaapi_entity_of(self)->prototype, role);
        int exists = index > highest && luaapi_entity_inventory(self, role) != 0;
        highest = exists ? index : highest;
    }
    lua_pushnumber(L, highest);
    return 1;
}

const luaapi_member luaapi_control_item_members[] = {
    {"insert", NULL, NULL, insert},
    {"can_insert", NULL, NULL, can_insert},
    {"remove_item", NULL, NULL, remove_item},
    {"get_item_count", NULL, NULL, get_item_count},
    {"has_items_inside", NULL, NULL, has_items_inside},
    {"clear_items_inside", NULL, NULL, clear_items_inside},
    {"get_inventory", NULL, NULL, get_inventory},
    {"get_main_inventory", NULL, NULL, get_main_inventory},
    {"get_fuel_inventory", NULL, NULL, get_fuel_inventory},
    {"get_burnt_result_inventory", NULL, NULL, get_burnt_result_inventory},
    {"get_module_inventory", NULL, NULL, get_module_inventory},
    {"get_output_inventory", NULL, NULL, get_output_inventory},
    {"get_max_inventory_index", NULL, NULL, get_max_inventory_index},
    {NULL, NULL, NULL, NULL},
};
