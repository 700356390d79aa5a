/* LuaFlowStatistics: what a force has produced and consumed on one surface. */
#include "arguments.h"
#include "classes.h"
#include "ordered.h"
#include "raise.h"

void luaapi_push_flow_statistics(lua_State *L, luaapi_world *world, uint32_t surface, uint32_t force)
{
    luaapi_object *object = luaapi_object_push(L, world, &luaapi_class_flow_statistics);
    object->surface = surface;
    object->number = force;
}

static int statistics_valid(const luaapi_object *self)
{
    return luaapi_surface_of(self) != NULL;
}

/* The arena that counts for this force. Only the surface's own force is counted: all others read zeros. */
static sim_arena *counting_arena(const luaapi_object *self)
{
    const luaapi_surface *surface = luaapi_surface_of(self);
    return luaapi_surface_own_force(surface) == self->number ? surface->arena : NULL;
}

static sim_flow flow_of(const luaapi_object *self, uint16_t item)
{
    sim_flow zero = {0, 0};
    const sim_arena *arena = counting_arena(self);
    return arena == NULL ? zero : sim_statistics_get(arena, item);
}

static int push_counts(lua_State *L, const luaapi_object *self, int consumed)
{
    lua_newtable(L);
    for (uint32_t item = 1; item < self->world->prototypes->item_count; item++) {
        sim_flow flow = flow_of(self, (uint16_t)item);
        uint64_t count = consumed ? flow.consumed : flow.produced;
        if (count > 0) {
            lua_pushnumber(L, (double)count);
            luaapi_ordered_setfield(L, -2, self->world->prototypes->items[item].name);
        }
    }
    return 1;
}

static int get_input_counts(lua_State *L, luaapi_object *self)
{
    return push_counts(L, self, 0);
}

static int get_output_counts(lua_State *L, luaapi_object *self)
{
    return push_counts(L, self, 1);
}

static int get_input_count(lua_State *L, luaapi_object *self)
{
    lua_pushnumber(L, (double)flow_of(self, luaapi_read_item_prototype(L, 1, self->world)).produced);
    return 1;
}

static int get_output_count(lua_State *L, luaapi_object *self)
{
    lua_pushnumber(L, (double)flow_of(self, luaapi_read_item_prototype(L, 1, self->world)).consumed);
    return 1;
}

static int get_force(lua_State *L, luaapi_object *self)
{
    luaapi_push_force(L, self->world, self->number);
    return 1;
}

/* Makes the force the surface's own when the surface has none yet, so that its flows have a place. */
static sim_arena *writable_arena(lua_State *L, luaapi_object *self)
{
    luaapi_surface *surface = luaapi_surface_of(self);
    if (luaapi_surface_own_force(surface) == 0 && self->number != LUAAPI_FORCE_ENEMY &&
        self->number != LUAAPI_FORCE_NEUTRAL) {
        surface->force_of_byte[SIM_FORCE_ARENA] = (uint8_t)self->number;
    }
    sim_arena *arena = counting_arena(self);
    if (arena == NULL) {
        luaapi_raise(L, "LuaFlowStatistics: surface %s counts for force %s only.", surface->name,
                     luaapi_world_force(self->world, luaapi_surface_own_force(surface))->name);
    }
    return arena;
}

static int on_flow(lua_State *L, luaapi_object *self)
{
    uint16_t item = luaapi_read_item_prototype(L, 1, self->world);
    int64_t count = luaapi_check_integer(L, 2, -(INT64_C(1) << 52), INT64_C(1) << 52, "on_flow");
    sim_statistics_flow(writable_arena(L, self), item, count);
    return 0;
}

static int clear(lua_State *L, luaapi_object *self)
{
    (void)L;
    sim_arena *arena = counting_arena(self);
    if (arena != NULL) {
        sim_statistics_clear(arena);
    }
    return 0;
}

static const luaapi_member members[] = {
    {"input_counts", get_input_counts, NULL, NULL},
    {"output_counts", get_output_counts, NULL, NULL},
    {"force", get_force, NULL, NULL},
    {"get_input_count", NULL, NULL, get_input_count},
    {"get_output_count", NULL, NULL, get_output_count},
    {"on_flow", NULL, NULL, on_flow},
    {"clear", NULL, NULL, clear},
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_flow_statistics = {
    .name = "LuaFlowStatistics", .members = members, .valid = statistics_valid};
