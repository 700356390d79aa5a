#include "harness/standin/luaapi/vm/watchdog.h"

#include "harness/standin/luaapi/vm/raise.h"

#define INSTRUCTIONS_A_LOOK 1000000

typedef struct watchdog {
    double most; /* looks that one script may take */
    double taken;
} watchdog;

static const char watchdog_key = 0;

static watchdog *dog_of(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &watchdog_key);
    watchdog *dog = lua_touserdata(L, -1);
    lua_pop(L, 1);
    return dog;
}

static void look(lua_State *L, lua_Debug *where)
{
    (void)where;
    watchdog *dog = dog_of(L);
    if (dog != NULL && ++dog->taken > dog->most) {
        luaL_where(L, 0);
        luaapi_raise(L, "%sThe script has been stopped: it ran %d million instructions without coming to an end.",
                     lua_tostring(L, -1), (int)dog->most);
    }
}

void luaapi_watchdog_set(lua_State *L, double millions)
{
    watchdog *dog = lua_newuserdata(L, sizeof *dog);
    dog->most = millions;
    dog->taken = 0;
    lua_rawsetp(L, LUA_REGISTRYINDEX, &watchdog_key);
    lua_sethook(L, millions > 0 ? look : NULL, millions > 0 ? LUA_MASKCOUNT : 0, INSTRUCTIONS_A_LOOK);
}

void luaapi_watchdog_pat(lua_State *L)
{
    watchdog *dog = dog_of(L);
    if (dog != NULL) {
        dog->taken = 0;
    }
}
