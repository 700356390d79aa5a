/* game.create_inventory: inventories that belong to scripts. Each is a container in an arena of its own that never
 * ticks, so that everything that works on a chest works on them too. */
#include <string.h>

#include "harness/standin/luaapi/objects/arguments.h"
#include "harness/standin/luaapi/objects/classes.h"
#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/vm/raise.h"
#include "harness/standin/luaapi/objects/script_notes.h"

#define STORE_SIDE 32  /* tiles; everything lies on one of them */
#define MOST_SLOTS 65535

static luaapi_surface *store_of(lua_State *L, luaapi_world *world)
{
    if (world->script_store == NULL) {
        luaapi_surface_spec spec;
        memset(&spec, 0, sizeof spec);
        spec.name = "script-inventories";
        spec.width = STORE_SIDE;
        spec.height = STORE_SIDE;
        world->script_store = luaapi_surface_make(world, &spec);
        if (world->script_store == NULL) {
            luaapi_raise(L, "The inventory cannot be created: out of memory.");
        }
        world->script_store->index = LUAAPI_SCRIPT_SURFACE;
    }
    return world->script_store;
}

/* Gives the container behind the object an empty inventory of that many slots, in place of what it has. */
static void give_slots(lua_State *L, luaapi_object *self, uint16_t slots)
{
    uint32_t inventory = 0;
    enum sim_result result = SIM_OK;
    sim_inventory_destroy(ARENA(self), luaapi_entity_of(self)->record);
    luaapi_entity_of(self)->record = 0;
    GROWING(self, result, sim_inventory_create(ARENA(self), slots, SLOT(self), &inventory));
    if (result != SIM_OK) {
        sim_entity_destroy(ARENA(self), PROTOTYPES(self), self->entity);
        luaapi_raise(L, "The inventory cannot be created: out of memory.");
    }
    luaapi_entity_of(self)->record = inventory;
}

/* Pushes a new inventory; the name of the mod that owns it is at the stack index `mod`. */
void luaapi_push_script_inventory(lua_State *L, luaapi_world *world, uint16_t slots)
{
    luaapi_surface *store = store_of(L, world);
    sim_entity_spec spec;
    sim_handle container = {0, 0};
    memset(&spec, 0, sizeof spec);
    spec.prototype = sim_entity_named(world->prototypes, "wooden-chest");
    if (luaapi_surface_create_entity(world, store, &spec, &container) != SIM_OK) {
        luaapi_raise(L, "The inventory cannot be created: out of memory.");
    }
    luaapi_push_inventory(L, world, LUAAPI_SCRIPT_SURFACE, container, SIM_INVENTORY_MAIN);
    give_slots(L, luaapi_object_at(L, -1, &luaapi_class_inventory), slots);
}

int luaapi_is_script_inventory(const luaapi_object *inventory)
{
    return inventory->surface == LUAAPI_SCRIPT_SURFACE;
}

static void require_script_inventory(lua_State *L, const luaapi_object *self, const char *member)
{
    if (!luaapi_is_script_inventory(self)) {
        luaapi_raise(L, "LuaInventory::%s can only be called for script created inventories.", member);
    }
}

int luaapi_inventory_destroy(lua_State *L, luaapi_object *self)
{
    require_script_inventory(L, self, "destroy");
    sim_entity_destroy(ARENA(self), PROTOTYPES(self), self->entity);
    return 0;
}

/* resize(slots): what lies beyond the new end is lost. */
int luaapi_inventory_resize(lua_State *L, luaapi_object *self)
{
    require_script_inventory(L, self, "resize");
    uint16_t slots = (uint16_t)luaapi_check_integer(L, 1, 0, MOST_SLOTS, "resize");
    const sim_inventory *old = sim_inventory_get(ARENA(self), luaapi_entity_of(self)->record);
    uint32_t kept = old->slot_count < slots ? old->slot_count : slots;
    sim_stack *stacks = lua_newuserdata(L, (kept + 1) * sizeof *stacks);
    memcpy(stacks, sim_inventory_slots(ARENA(self), luaapi_entity_of(self)->record), kept * sizeof *stacks);
    give_slots(L, self, slots);
    if (kept > 0) {
        memcpy(sim_inventory_slots(ARENA(self), luaapi_entity_of(self)->record), stacks, kept * sizeof *stacks);
    }
    return 0;
}

/* get_script_inventories(): all of them, by slot of their container. */
void luaapi_push_script_inventories(lua_State *L, luaapi_world *world)
{
    const luaapi_surface *store = world->script_store;
    int count = 0;
    lua_newtable(L);
    for (uint32_t slot = 1; store != NULL && slot < store->arena->entity_slots; slot++) {
        if (sim_entity_slot(store->arena, slot) != NULL) {
            luaapi_push_inventory(L, world, LUAAPI_SCRIPT_SURFACE, sim_entity_handle(store->arena, slot),
                                  SIM_INVENTORY_MAIN);
            lua_rawseti(L, -2, ++count);
        }
    }
}
