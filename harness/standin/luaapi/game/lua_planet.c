/* LuaPlanet: the base game has one, nauvis, and its surface is the first. */
#include "harness/standin/luaapi/objects/arguments.h"
#include "harness/standin/luaapi/objects/classes.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"
#include "harness/standin/luaapi/vm/raise.h"

#define PLANET "nauvis"

STRING_GETTER(get_name, PLANET)

static int get_surface(lua_State *L, luaapi_object *self)
{
    luaapi_push_surface(L, self->world, LUAAPI_NAUVIS);
    return 1;
}

/* create_surface(): what is there already is given. */
static int create_surface(lua_State *L, luaapi_object *self)
{
    return get_surface(L, self);
}

static int associate_surface(lua_State *L, luaapi_object *self)
{
    (void)self;
    return luaapi_raise(L, "LuaPlanet::associate_surface: planet " PLANET " has a surface already.");
}

static int get_space_platforms(lua_State *L, luaapi_object *self)
{
    luaapi_read_force(L, 1, self->world);
    lua_newtable(L);
    return 1;
}

static const luaapi_member members[] = {
    {"name", get_name, NULL, NULL},
    {"surface", get_surface, NULL, NULL},
    {"create_surface", NULL, NULL, create_surface},
    {"associate_surface", NULL, NULL, associate_surface},
    {"get_space_platforms", NULL, NULL, get_space_platforms},
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_planet = {.name = "LuaPlanet", .members = members};

void luaapi_push_planets(lua_State *L, luaapi_world *world)
{
    lua_newtable(L);
    luaapi_object_push(L, world, &luaapi_class_planet);
    luaapi_ordered_setfield(L, -2, PLANET);
}
