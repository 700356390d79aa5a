/* LuaRandomGenerator and math.random: deterministic, from the engine's generator. The game's own sequence is not
 * published, so numbers differ from the game's. */
#include <math.h>

#include "harness/standin/luaapi/objects/classes.h"
#include "harness/standin/luaapi/vm/random_library.h"
#include "harness/standin/luaapi/vm/raise.h"

/* random() gives [0, 1), random(n) a whole number of [1, n], random(m, n) of [m, n]. */
static int push_random(lua_State *L, sim_random *random, int first)
{
    double fraction = sim_random_next(random) / 4294967296.0;
    int arguments = lua_gettop(L) - first + 1;
    if (arguments <= 0) {
        lua_pushnumber(L, fraction);
        return 1;
    }
    double low = arguments == 1 ? 1 : floor(luaapi_check_number(L, first, "random"));
    double high = floor(luaapi_check_number(L, first + (arguments > 1), "random"));
    if (!(low <= high)) {
        return luaapi_raise(L, "bad argument #%d to 'random' (interval is empty)", arguments > 1 ? 2 : 1);
    }
    lua_pushnumber(L, low + floor(fraction * (high - low + 1)));
    return 1;
}

int luaapi_math_random(lua_State *L)
{
    luaapi_world *world = lua_touserdata(L, lua_upvalueindex(1));
    return push_random(L, &world->random, 1);
}

int luaapi_math_randomseed(lua_State *L)
{
    (void)L;
    return 0; /* without effect, as in the game: the map's seed alone decides */
}

void luaapi_push_random_generator(lua_State *L, luaapi_world *world, uint32_t seed)
{
    luaapi_object_push(L, world, &luaapi_class_random_generator);
    lua_newtable(L); /* a user value must be a table in Lua 5.2 */
    sim_random *random = lua_newuserdata(L, sizeof *random);
    sim_random_seed(random, seed);
    lua_rawseti(L, -2, 1);
    lua_setuservalue(L, -2);
}

static sim_random *random_of(lua_State *L, int index)
{
    lua_getuservalue(L, index);
    lua_rawgeti(L, -1, 1);
    sim_random *random = lua_touserdata(L, -1);
    lua_pop(L, 2);
    return random;
}

static int invoke(lua_State *L, luaapi_object *self)
{
    (void)self;
    return push_random(L, random_of(L, 1), 2);
}

static int re_seed(lua_State *L, luaapi_object *self)
{
    (void)self;
    uint32_t seed = (uint32_t)luaapi_check_integer(L, 1, 0, UINT32_MAX, "re_seed");
    sim_random_seed(random_of(L, lua_upvalueindex(1)), seed);
    return 0;
}

static const luaapi_member members[] = {
    {"re_seed", NULL, NULL, re_seed},
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_random_generator = {
    .name = "LuaRandomGenerator", .members = members, .invoke = invoke};
