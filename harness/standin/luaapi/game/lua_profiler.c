/* LuaProfiler: how long something took. Its time is the machine's, so it never enters the game's state. */
#include <stdio.h>
#include <time.h>

#include "harness/standin/luaapi/objects/classes.h"
#include "harness/standin/luaapi/vm/raise.h"

typedef struct stopwatch {
    double elapsed; /* seconds of the runs that have ended */
    double started; /* when this run began, below 0: it is stopped */
} stopwatch;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* The stopwatch of the profiler at the stack index. */
static stopwatch *watch_of(lua_State *L, int index)
{
    lua_getuservalue(L, index);
    lua_rawgeti(L, -1, 1);
    stopwatch *watch = lua_touserdata(L, -1);
    lua_pop(L, 2);
    return watch;
}

static double seconds_of(const stopwatch *watch)
{
    return watch->elapsed + (watch->started >= 0 ? now() - watch->started : 0);
}

void luaapi_push_profiler(lua_State *L, luaapi_world *world, int stopped)
{
    luaapi_object_push(L, world, &luaapi_class_profiler);
    lua_newtable(L); /* a user value must be a table in Lua 5.2 */
    stopwatch *watch = lua_newuserdata(L, sizeof *watch);
    watch->elapsed = 0;
    watch->started = stopped ? -1 : now();
    lua_rawseti(L, -2, 1);
    lua_setuservalue(L, -2);
}

void luaapi_profiler_text(lua_State *L, int index)
{
    char text[64];
    snprintf(text, sizeof text, "Duration: %.6fms", seconds_of(watch_of(L, index)) * 1e3);
    lua_pushstring(L, text);
}

static int reset(lua_State *L, luaapi_object *self)
{
    (void)self;
    stopwatch *watch = watch_of(L, lua_upvalueindex(1));
    watch->elapsed = 0;
    watch->started = watch->started >= 0 ? now() : -1;
    return 0;
}

static int stop(lua_State *L, luaapi_object *self)
{
    (void)self;
    stopwatch *watch = watch_of(L, lua_upvalueindex(1));
    watch->elapsed = seconds_of(watch);
    watch->started = -1;
    return 0;
}

static int restart(lua_State *L, luaapi_object *self)
{
    (void)self;
    stopwatch *watch = watch_of(L, lua_upvalueindex(1));
    watch->elapsed = seconds_of(watch);
    watch->started = now();
    return 0;
}

static int add(lua_State *L, luaapi_object *self)
{
    (void)self;
    luaapi_object_check(L, 1, &luaapi_class_profiler, "add");
    watch_of(L, lua_upvalueindex(1))->elapsed += seconds_of(watch_of(L, 1));
    return 0;
}

static int divide(lua_State *L, luaapi_object *self)
{
    (void)self;
    double number = luaapi_check_number(L, 1, "divide");
    stopwatch *watch = watch_of(L, lua_upvalueindex(1));
    watch->elapsed = seconds_of(watch) / number;
    watch->started = watch->started >= 0 ? now() : -1;
    return 0;
}

static const luaapi_member members[] = {
    {"add", NULL, NULL, add},         {"divide", NULL, NULL, divide}, {"reset", NULL, NULL, reset},
    {"restart", NULL, NULL, restart}, {"stop", NULL, NULL, stop},     {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_profiler = {.name = "LuaProfiler", .members = members};
