/* LuaEntity: being mined, depleted and cloned by a script. */
#include <string.h>

#include "harness/standin/engine/world/ground_item.h"
#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/script/events.h"
#include "harness/standin/luaapi/inventory/inventory_index.h"
#include "harness/standin/luaapi/vm/ordered.h"

/* How many of a product one mining gives. */
static uint32_t draw_amount(sim_random *random, const sim_product *product)
{
    if (!sim_random_chance(random, product->probability)) {
        return 0;
    }
    return (uint32_t)sim_random_range(random, (int32_t)product->amount_min, (int32_t)product->amount_max);
}

#define MOST_LEFT 64 /* kinds of items that did not fit */

/* Where mined items go. */
typedef struct mined_items {
    const luaapi_object *target; /* an inventory; NULL: they are destroyed       */
    int forces;                  /* what does not fit is dropped, not kept       */
    sim_stack left[MOST_LEFT];   /* of it, one row a kind                        */
    uint32_t kinds;
} mined_items;

static uint32_t put(const mined_items *to, uint16_t item, uint32_t count)
{
    uint32_t inventory = luaapi_entity_inventory(to->target, (enum sim_inventory_role)to->target->number);
    return sim_inventory_insert(ARENA(to->target), PROTOTYPES(to->target), inventory, item, count);
}

static void leave_over(mined_items *to, uint16_t item, uint32_t count)
{
    uint32_t row = 0;
    while (row < to->kinds && to->left[row].item != item) {
        row++;
    }
    if (row == to->kinds && row < MOST_LEFT) {
        to->left[to->kinds++] = (sim_stack){item, 0, 0};
    }
    if (row < MOST_LEFT) {
        to->left[row].count += count;
    }
}

/* Moves what the entity holds to where it goes; 0 when something stays. */
static int empty_into(luaapi_object *self, mined_items *to)
{
    for (;;) {
        sim_stack first = sim_transfer_content(ARENA(self), PROTOTYPES(self), SLOT(self), 0);
        if (first.item == 0) {
            return 1;
        }
        uint32_t moved = to->target ? put(to, first.item, first.count) : first.count, left = first.count - moved;
        sim_transfer_empty(ARENA(self), PROTOTYPES(self), SLOT(self), first.item, to->forces ? first.count : moved);
        if (left > 0 && !to->forces) {
            return 0;
        }
        if (left > 0) {
            leave_over(to, first.item, left);
        }
    }
}

/* Gives the products of mining; 0, and nothing is given, when they do not fit and shall. */
static int give_products(luaapi_object *self, mined_items *to)
{
    const sim_entity_prototype *mined = ENTITY_PROTOTYPE(self);
    for (uint32_t i = 0; i < mined->product_count && to->target != NULL; i++) {
        const sim_product *product = &PROTOTYPES(self)->products[mined->first_product + i];
        uint32_t amount = product->item ? draw_amount(&ARENA(self)->random, product) : 0;
        uint32_t moved = amount ? put(to, product->item, amount) : 0;
        if (moved == amount) {
            continue;
        }
        if (!to->forces) {
            sim_inventory_remove(ARENA(to->target),
                                 luaapi_entity_inventory(to->target, (enum sim_inventory_role)to->target->number),
                                 product->item, moved);
            return 0;
        }
        leave_over(to, product->item, amount - moved);
    }
    return 1;
}

/* Drops what did not fit where the entity stood. */
static void drop_left(luaapi_object *self, const mined_items *from, sim_position position)
{
    for (uint32_t row = 0; row < from->kinds; row++) {
        uint32_t most = PROTOTYPES(self)->items[from->left[row].item].stack_size;
        for (uint32_t left = from->left[row].count, count; left > 0; left -= count) {
            enum sim_result result = SIM_OK;
            sim_handle pile;
            count = left < most ? left : most;
            GROWING(self, result, sim_ground_item_spill(ARENA(self), PROTOTYPES(self), position, from->left[row].item,
                                                        count, &pile));
            if (result != SIM_OK) {
                return;
            }
        }
    }
}

/* Tells handlers that a script takes the entity away, while it still stands. */
static void raise_script_destroy(lua_State *L, luaapi_object *self)
{
    lua_newtable(L);
    luaapi_push_entity(L, self->world, self->surface, self->entity);
    luaapi_ordered_setfield(L, -2, "entity");
    luaapi_event_raise(L, self->world, "script_raised_destroy");
}

/* What mining leaves of the entity: a resource loses a unit and goes with its last one, everything else goes. */
static int take_away(lua_State *L, luaapi_object *self, int raises)
{
    int is_resource = ENTITY_TYPE(self) == SIM_TYPE_RESOURCE;
    if (raises && !(is_resource && luaapi_entity_of(self)->amount > 1)) {
        raise_script_destroy(L, self);
        if (!luaapi_object_is_valid(self)) {
            return 1;
        }
    }
    if (is_resource) {
        sim_resource_take(ARENA(self), PROTOTYPES(self), SLOT(self));
        return 1;
    }
    return sim_entity_destroy(ARENA(self), PROTOTYPES(self), self->entity) == SIM_OK;
}

/* mine{inventory?, force = false, raise_destroyed = true, ignore_minable = false}: the entity goes, its items and products
 * into the inventory. What does not fit is dropped when `force` is true; else the entity stays, with what it still holds. */
static int mine(lua_State *L, luaapi_object *self)
{
    mined_items items = {.forces = 1};
    int ignores = 0, raises = 1;
    if (lua_istable(L, 1)) {
        ignores = luaapi_field_boolean_or(L, 1, "ignore_minable", 0);
        raises = luaapi_field_boolean_or(L, 1, "raise_destroyed", 1);
        lua_getfield(L, 1, "inventory");
        if (!lua_isnil(L, -1)) {
            items.target = luaapi_object_check(L, lua_gettop(L), &luaapi_class_inventory, "mine");
            items.forces = luaapi_field_boolean_or(L, 1, "force", 0);
        }
    }
    luaapi_entity_get_minable(L, self);
    if (!lua_toboolean(L, -1) && !ignores) {
        lua_pushboolean(L, 0);
        return 1;
    }
    if (!empty_into(self, &items) || !give_products(self, &items)) {
        lua_pushboolean(L, 0);
        return 1;
    }
    sim_position position = luaapi_entity_of(self)->position;
    lua_pushboolean(L, take_away(L, self, raises));
    drop_left(self, &items, position);
    return 1;
}

/* deplete(): the resource is gone at once. */
static int deplete(lua_State *L, luaapi_object *self)
{
    luaapi_require(L, self, ENTITY_TYPE(self) == SIM_TYPE_RESOURCE, "deplete", "a resource");
    lua_newtable(L);
    luaapi_push_entity(L, self->world, self->surface, self->entity);
    luaapi_ordered_setfield(L, -2, "entity");
    luaapi_event_raise(L, self->world, "on_resource_depleted");
    if (luaapi_object_is_valid(self)) {
        sim_entity_destroy(ARENA(self), PROTOTYPES(self), self->entity);
    }
    return 0;
}

/* Copies what all inventories hold, slot by slot as far as both have slots. */
static void copy_contents(const luaapi_object *from, const luaapi_object *to)
{
    for (uint32_t role = 0; role < SIM_INVENTORY_ROLES; role++) {
        uint32_t source = luaapi_entity_inventory(from, (enum sim_inventory_role)role);
        uint32_t target = luaapi_entity_inventory(to, (enum sim_inventory_role)role);
        if (source != 0 && target != 0) {
            uint32_t a = sim_inventory_get(ARENA(from), source)->slot_count;
            uint32_t b = sim_inventory_get(ARENA(to), target)->slot_count;
            memcpy(sim_inventory_slots(ARENA(to), target), sim_inventory_slots(ARENA(from), source),
                   (a < b ? a : b) * sizeof(sim_stack));
            sim_inventory_get(ARENA(to), target)->traits |=
                sim_inventory_get(ARENA(from), source)->traits & SIM_INVENTORY_HAS_RULES;
            luaapi_inventory_changed(ARENA(to), target);
        }
    }
}

/* clone{position, surface?, force?}: the same entity elsewhere, with its settings, health and items. */
static int clone(lua_State *L, luaapi_object *self)
{
    luaapi_check_type(L, 1, LUA_TTABLE, "clone");
    luaapi_surface *surface = luaapi_surface_of(self);
    uint32_t force = surface->force_of_byte[luaapi_entity_of(self)->force];
    sim_entity_spec spec;
    memset(&spec, 0, sizeof spec);
    spec.position = luaapi_field_position(L, 1, "position");
    lua_getfield(L, 1, "surface");
    surface = lua_isnil(L, -1) ? surface : luaapi_read_surface(L, -1, self->world);
    lua_getfield(L, 1, "force");
    force = lua_isnil(L, -1) ? force : luaapi_read_force(L, -1, self->world);
    const sim_entity original = *luaapi_entity_of(self);
    float points = sim_health_points(ARENA(self), PROTOTYPES(self), &original);
    sim_entity_settings settings = sim_entity_settings_read(ARENA(self), PROTOTYPES(self), SLOT(self));
    spec.prototype = original.prototype;
    spec.direction = original.direction;
    spec.force = luaapi_surface_force_byte(self->world, surface, force);
    int has_amount = ENTITY_TYPE(self) == SIM_TYPE_RESOURCE || ENTITY_TYPE(self) == SIM_TYPE_ITEM_ENTITY;
    spec.amount = has_amount ? original.amount : 0;
    spec.item = ENTITY_TYPE(self) == SIM_TYPE_ITEM_ENTITY ? original.item : 0;
    sim_handle created = {0, 0};
    if (luaapi_surface_create_entity(self->world, surface, &spec, &created) != SIM_OK) {
        lua_pushnil(L);
        return 1;
    }
    luaapi_push_entity(L, self->world, surface->index, created);
    luaapi_object *copy = luaapi_object_at(L, -1, &luaapi_class_entity);
    luaapi_surface_make_room(self->world, surface);
    sim_entity_settings_write(surface->arena, PROTOTYPES(self), created.index, &settings, 0);
    if (points > 0) {
        sim_health_set(surface->arena, PROTOTYPES(self), created, points);
    }
    copy_contents(self, copy);
    return 1;
}

const luaapi_member luaapi_entity_taking_members[] = {
    {"mine", NULL, NULL, mine},
    {"deplete", NULL, NULL, deplete},
    {"clone", NULL, NULL, clone},
    {NULL, NULL, NULL, NULL},
};
