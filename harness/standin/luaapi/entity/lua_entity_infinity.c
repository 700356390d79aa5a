/* LuaEntity: infinity chests.
 *
 * To the engine they are chests. Their filters are notes of their surface (script_notes.h), saved with the game: by the
 * chest's handle a table with `remove`, `last` and, by its number, each filter's item, count and mode. */
#include "harness/standin/luaapi/entity/infinity.h"

#include <stdio.h>
#include <string.h>

#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/objects/script_notes.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"
#include "harness/standin/luaapi/vm/ordered.h"

#define NOTES "infinity"
#define MOST_FILTERS 1000
#define KEY_BYTES 32

enum mode { AT_LEAST = 0, AT_MOST = 1, EXACTLY = 2, MODES = 3 };

static const char *const MODE_NAMES[MODES] = {"at-least", "at-most", "exactly"};

/* Registry: nil while nobody knows whether there are filters, then whether there are. */
static const char in_use_key = 0;

static void set_in_use(lua_State *L, int in_use)
{
    lua_pushboolean(L, in_use);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &in_use_key);
}

void luaapi_infinity_loaded(lua_State *L)
{
    lua_pushnil(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &in_use_key);
}

static void require_chest(lua_State *L, const luaapi_object *self, const char *member)
{
    int is_chest = strcmp(ENTITY_PROTOTYPE(self)->type_name, "infinity-container") == 0;
    luaapi_require(L, self, is_chest, member, "an infinity container");
}

/* The notes of all infinity chests of a surface. */
static int push_surface_notes(lua_State *L, luaapi_world *world, uint32_t surface, int make)
{
    luaapi_object place = {.world = world, .surface = surface};
    return luaapi_notes_push(L, &place, NOTES, make);
}

static void push_key(lua_State *L, sim_handle entity)
{
    char key[KEY_BYTES];
    snprintf(key, sizeof key, "%u:%u", entity.index, entity.generation);
    lua_pushstring(L, key);
}

/* Pushes the notes of a chest, and returns 1; pushes nothing when there are none and they shall not be made. */
static int push_chest_notes(lua_State *L, const luaapi_object *self, int make)
{
    if (!push_surface_notes(L, self->world, self->surface, make)) {
        return 0;
    }
    push_key(L, self->entity);
    return luaapi_ordered_child(L, make);
}

/* Filters --------------------------------------------------------------------------------------------------------- */

/* A number of the table on top of the stack, 0 for none. */
static double field_of(lua_State *L, const char *name)
{
    lua_getfield(L, -1, name);
    double value = lua_tonumber(L, -1);
    lua_pop(L, 1);
    return value;
}

/* The highest number of a filter that the chest's notes on top of the stack ever had. */
static int last_filter(lua_State *L)
{
    return (int)field_of(L, "last");
}

static int read_mode(lua_State *L, const char *member)
{
    const char *mode = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
    for (int i = 0; i < MODES; i++) {
        if (lua_isnil(L, -1) || strcmp(mode, MODE_NAMES[i]) == 0) {
            return i;
        }
    }
    return luaapi_raise(L, "LuaEntity::%s: mode is \"at-least\", \"at-most\" or \"exactly\".", member);
}

/* Sets filter number `number` of the chest's notes on top of the stack to the one at `index`; nil takes it away. */
static void store_filter(lua_State *L, luaapi_world *world, int number, int index, const char *member)
{
    int notes = lua_gettop(L);
    if (lua_isnil(L, index)) {
        lua_pushnil(L);
    } else {
        luaapi_check_type(L, index, LUA_TTABLE, member);
        lua_newtable(L);
        lua_getfield(L, index, "name");
        lua_pushnumber(L, luaapi_read_item_prototype(L, lua_gettop(L), world));
        luaapi_ordered_setfield(L, notes + 1, "item");
        lua_pop(L, 1);
        lua_pushnumber(L, (uint32_t)luaapi_field_number_or(L, index, "count", 0));
        luaapi_ordered_setfield(L, notes + 1, "count");
        lua_getfield(L, index, "mode");
        lua_pushnumber(L, read_mode(L, member));
        luaapi_ordered_setfield(L, notes + 1, "mode");
        lua_pop(L, 1);
    }
    lua_rawseti(L, notes, number);
    if (number > last_filter(L)) {
        lua_pushnumber(L, number);
        luaapi_ordered_setfield(L, notes, "last");
    }
    set_in_use(L, 1);
}

typedef struct filter {
    uint16_t item; /* 0: none */
    uint32_t count;
    enum mode mode;
} filter;

/* Filter number `number` of the chest's notes on top of the stack. */
static filter filter_at(lua_State *L, int number)
{
    filter found = {0, 0, AT_LEAST};
    lua_rawgeti(L, -1, number);
    if (lua_type(L, -1) == LUA_TTABLE) {
        found = (filter){(uint16_t)field_of(L, "item"), (uint32_t)field_of(L, "count"), (enum mode)field_of(L, "mode")};
    }
    lua_pop(L, 1);
    return found;
}

static void push_filter(lua_State *L, luaapi_world *world, filter found, int number)
{
    lua_newtable(L);
    luaapi_put_string(L, "name", world->prototypes->items[found.item].name);
    luaapi_put_string(L, "quality", "normal");
    luaapi_put_number(L, "count", found.count);
    luaapi_put_string(L, "mode", MODE_NAMES[found.mode]);
    luaapi_put_number(L, "index", number);
}

/* Members --------------------------------------------------------------------------------------------------------- */

/* set_infinity_container_filter(index, filter or nil) */
static int set_filter(lua_State *L, luaapi_object *self)
{
    require_chest(L, self, "set_infinity_container_filter");
    int number = (int)luaapi_read_integer(L, 1, "set_infinity_container_filter", 1, MOST_FILTERS);
    lua_settop(L, 2);
    push_chest_notes(L, self, 1);
    store_filter(L, self->world, number, 2, "set_infinity_container_filter");
    return 0;
}

/* get_infinity_container_filter(index): nil for none. */
static int get_filter(lua_State *L, luaapi_object *self)
{
    require_chest(L, self, "get_infinity_container_filter");
    int number = (int)luaapi_read_integer(L, 1, "get_infinity_container_filter", 1, MOST_FILTERS);
    filter found = {0, 0, AT_LEAST};
    if (push_chest_notes(L, self, 0)) {
        found = filter_at(L, number);
    }
    if (found.item) {
        push_filter(L, self->world, found, number);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

static int get_filters(lua_State *L, luaapi_object *self)
{
    require_chest(L, self, "infinity_container_filters");
    lua_newtable(L);
    int list = lua_gettop(L), count = 0;
    if (!push_chest_notes(L, self, 0)) {
        return 1;
    }
    for (int number = 1; number <= last_filter(L); number++) {
        filter found = filter_at(L, number);
        if (found.item) {
            push_filter(L, self->world, found, number);
            lua_rawseti(L, list, ++count);
        }
    }
    lua_settop(L, list);
    return 1;
}

static int set_filters(lua_State *L, luaapi_object *self)
{
    require_chest(L, self, "infinity_container_filters");
    luaapi_check_type(L, 3, LUA_TTABLE, "infinity_container_filters");
    push_chest_notes(L, self, 1);
    int notes = lua_gettop(L), last = (int)lua_rawlen(L, 3);
    last = last > last_filter(L) ? last : last_filter(L);
    for (int number = 1; number <= last; number++) {
        lua_rawgeti(L, 3, number);
        lua_pushvalue(L, notes);
        store_filter(L, self->world, number, notes + 1, "infinity_container_filters");
        lua_settop(L, notes);
    }
    return 0;
}

static int get_removes(lua_State *L, luaapi_object *self)
{
    require_chest(L, self, "remove_unfiltered_items");
    if (!push_chest_notes(L, self, 0)) {
        lua_pushboolean(L, 0);
        return 1;
    }
    lua_getfield(L, -1, "remove");
    lua_pushboolean(L, lua_toboolean(L, -1));
    return 1;
}

static int set_removes(lua_State *L, luaapi_object *self)
{
    require_chest(L, self, "remove_unfiltered_items");
    luaapi_check_type(L, 3, LUA_TBOOLEAN, "remove_unfiltered_items");
    push_chest_notes(L, self, 1);
    lua_pushvalue(L, 3);
    luaapi_ordered_setfield(L, -2, "remove");
    set_in_use(L, 1);
    return 0;
}

const luaapi_member luaapi_entity_infinity_members[] = {
    {"set_infinity_container_filter", NULL, NULL, set_filter},
    {"get_infinity_container_filter", NULL, NULL, get_filter},
    {"infinity_container_filters", get_filters, set_filters, NULL},
    {"remove_unfiltered_items", get_removes, set_removes, NULL},
    {NULL, NULL, NULL, NULL},
};

/* The tick -------------------------------------------------------------------------------------------------------- */

/* 1 when some filter of the notes on top of the stack names the item. */
static int has_filter(lua_State *L, uint16_t item)
{
    for (int number = 1; number <= last_filter(L); number++) {
        if (filter_at(L, number).item == item) {
            return 1;
        }
    }
    return 0;
}

static void apply(sim_arena *arena, const sim_prototypes *prototypes, uint32_t inventory, filter wanted)
{
    uint32_t held = sim_inventory_count(arena, inventory, wanted.item);
    if (held < wanted.count && wanted.mode != AT_MOST) {
        sim_inventory_insert(arena, prototypes, inventory, wanted.item, wanted.count - held);
    }
    if (held > wanted.count && wanted.mode != AT_LEAST) {
        sim_inventory_remove(arena, inventory, wanted.item, held - wanted.count);
    }
}

/* Brings one chest to what its notes, on top of the stack, say. */
static void fill(lua_State *L, luaapi_world *world, sim_arena *arena, uint32_t inventory)
{
    lua_getfield(L, -1, "remove");
    int removes = lua_toboolean(L, -1);
    lua_pop(L, 1);
    const sim_inventory *slots = sim_inventory_get(arena, inventory);
    for (uint32_t slot = 0; removes && slot < slots->slot_count; slot++) {
        sim_stack stack = sim_inventory_slots(arena, inventory)[slot];
        if (stack.item && !has_filter(L, stack.item)) {
            sim_inventory_remove(arena, inventory, stack.item, UINT32_MAX);
        }
    }
    for (int number = 1; number <= last_filter(L); number++) {
        filter wanted = filter_at(L, number);
        if (wanted.item) {
            apply(arena, world->prototypes, inventory, wanted);
        }
    }
}

/* 1 when there are filters on the surface. */
static int fill_surface(lua_State *L, luaapi_world *world, luaapi_surface *surface)
{
    int top = lua_gettop(L), some = 0;
    if (!push_surface_notes(L, world, surface->index, 0)) {
        return 0;
    }
    lua_pushnil(L);
    while (luaapi_ordered_next(L, top + 1)) {
        sim_handle handle = {0};
        unsigned index = 0, generation = 0;
        if (sscanf(lua_tostring(L, -2), "%u:%u", &index, &generation) == 2) {
            handle.index = index;
            handle.generation = generation;
        }
        const sim_entity *chest = sim_entity_get(surface->arena, handle);
        if (chest != NULL && lua_type(L, -1) == LUA_TTABLE) {
            fill(L, world, surface->arena, chest->record);
            some = 1;
        }
        lua_pop(L, 1);
    }
    lua_settop(L, top);
    return some;
}

void luaapi_infinity_tick(lua_State *L, luaapi_world *world)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &in_use_key);
    int is_unused = lua_type(L, -1) == LUA_TBOOLEAN && !lua_toboolean(L, -1), some = 0;
    lua_pop(L, 1);
    if (is_unused) {
        return;
    }
    for (uint32_t index = 1; index <= world->surface_count; index = luaapi_world_next(world, index)) {
        luaapi_surface *surface = luaapi_world_surface(world, index);
        if (surface != NULL && !surface->doomed) {
            some |= fill_surface(L, world, surface);
        }
    }
    set_in_use(L, some);
}
