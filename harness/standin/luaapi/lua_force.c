/* LuaForce. */
#include "arguments.h"
#include "classes.h"
#include "raise.h"

void luaapi_push_force(lua_State *L, luaapi_world *world, uint32_t index)
{
    luaapi_object_push(L, world, &luaapi_class_force)->number = index;
}

static int force_valid(const luaapi_object *self)
{
    return luaapi_world_force(self->world, self->number) != NULL;
}

static int get_name(lua_State *L, luaapi_object *self)
{
    lua_pushstring(L, luaapi_world_force(self->world, self->number)->name);
    return 1;
}

static int get_index(lua_State *L, luaapi_object *self)
{
    lua_pushnumber(L, self->number);
    return 1;
}

/* Nobody can join: a force has no players. */
static int get_players(lua_State *L, luaapi_object *self)
{
    (void)self;
    lua_newtable(L);
    return 1;
}

static uint64_t bit_of(lua_State *L, luaapi_object *self)
{
    return (uint64_t)1 << (luaapi_read_force(L, 1, self->world) - 1);
}

static void set_bit(uint64_t *bits, uint64_t bit, int on)
{
    *bits = on ? *bits | bit : *bits & ~bit;
}

static int set_friend(lua_State *L, luaapi_object *self)
{
    set_bit(&luaapi_world_force(self->world, self->number)->friends, bit_of(L, self), lua_toboolean(L, 2));
    return 0;
}

static int get_friend(lua_State *L, luaapi_object *self)
{
    lua_pushboolean(L, luaapi_world_friends(self->world, self->number, luaapi_read_force(L, 1, self->world)));
    return 1;
}

static int set_cease_fire(lua_State *L, luaapi_object *self)
{
    set_bit(&luaapi_world_force(self->world, self->number)->cease_fires, bit_of(L, self), lua_toboolean(L, 2));
    return 0;
}

static int has_cease_fire(lua_State *L, luaapi_object *self)
{
    const luaapi_force *force = luaapi_world_force(self->world, self->number);
    return (force->cease_fires & bit_of(L, self)) != 0 || luaapi_read_force(L, 1, self->world) == self->number;
}

static int get_cease_fire(lua_State *L, luaapi_object *self)
{
    lua_pushboolean(L, has_cease_fire(L, self));
    return 1;
}

static int is_enemy(lua_State *L, luaapi_object *self)
{
    uint32_t other = luaapi_read_force(L, 1, self->world);
    lua_pushboolean(L, !luaapi_world_friends(self->world, self->number, other) && !has_cease_fire(L, self));
    return 1;
}

/* get_item_production_statistics(surface). */
static int get_item_production_statistics(lua_State *L, luaapi_object *self)
{
    luaapi_push_flow_statistics(L, self->world, luaapi_read_surface(L, 1, self->world)->index, self->number);
    return 1;
}

/* get_entity_count(name): entities of that name that the force owns, on all surfaces. */
static int get_entity_count(lua_State *L, luaapi_object *self)
{
    uint16_t prototype = luaapi_read_entity_prototype(L, 1, self->world);
    uint32_t count = 0;
    for (uint32_t index = 1; index <= self->world->surface_count; index++) {
        const luaapi_surface *surface = luaapi_world_surface(self->world, index);
        for (uint32_t slot = 1; surface != NULL && slot < surface->arena->entity_slots; slot++) {
            const sim_entity *entity = sim_entity_slot(surface->arena, slot);
            count += entity != NULL && entity->prototype == prototype &&
                     surface->force_of_byte[entity->force] == self->number;
        }
    }
    lua_pushnumber(L, count);
    return 1;
}

static const luaapi_member members[] = {
    {"name", get_name, NULL, NULL},
    {"index", get_index, NULL, NULL},
    {"players", get_players, NULL, NULL},
    {"connected_players", get_players, NULL, NULL},
    {"set_friend", NULL, NULL, set_friend},
    {"get_friend", NULL, NULL, get_friend},
    {"is_friend", NULL, NULL, get_friend},
    {"set_cease_fire", NULL, NULL, set_cease_fire},
    {"get_cease_fire", NULL, NULL, get_cease_fire},
    {"is_enemy", NULL, NULL, is_enemy},
    {"get_item_production_statistics", NULL, NULL, get_item_production_statistics},
    {"get_entity_count", NULL, NULL, get_entity_count},
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_force = {.name = "LuaForce", .members = members, .valid = force_valid};
