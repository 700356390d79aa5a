#include "harness/standin/luaapi/host/update_host.h"

#include <time.h>

#include "harness/standin/luaapi/entity/infinity.h"
#include "harness/standin/luaapi/world/chunks.h"
#include "harness/standin/luaapi/script/engine_events.h"
#include "harness/standin/luaapi/script/events.h"
#include "harness/standin/luaapi/world/map_gen_settings.h"
#include "harness/standin/luaapi/world/map_settings.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/vm/raise.h"
#include "harness/standin/luaapi/objects/registrations.h"
#include "harness/standin/luaapi/vm/watchdog.h"

/* Updates that are run at once end by then, so that a console is heard. */
#define LONGEST_BATCH_SECONDS 0.001

/* Surfaces that scripts have deleted go between two ticks. */
static void bury_surfaces(lua_State *L, luaapi_world *world)
{
    for (uint32_t index = 1; index <= world->surface_count; index = luaapi_world_next(world, index)) {
        const luaapi_surface *surface = luaapi_world_surface(world, index);
        if (surface != NULL && surface->doomed) {
            luaapi_world_delete_surface(world, index);
            luaapi_map_gen_settings_forget(L, index);
            lua_newtable(L);
            lua_pushnumber(L, index);
            luaapi_ordered_setfield(L, -2, "surface_index");
            luaapi_event_raise(L, world, "on_surface_deleted");
        }
    }
}

static void run_tick(lua_State *L, luaapi_world *world)
{
    lua_newtable(L);
    luaapi_event_raise(L, world, "on_tick");
    luaapi_event_raise_nth_tick(L, world);
    luaapi_chunks_tick(L, world);
    luaapi_map_settings_apply(L, world);
    luaapi_engine_events_listen(L, world);
    luaapi_infinity_tick(L, world);
    luaapi_world_tick(world);
    luaapi_engine_events_raise(L, world, 0);
    luaapi_engine_paths_raise(L, world);
    luaapi_registrations_raise(L, world);
}

/* One update of the game; a held one runs a tick when ticks_to_run says so. */
static void run_update(lua_State *L, luaapi_world *world, int held)
{
    luaapi_watchdog_pat(L);
    if (!held) {
        run_tick(L, world);
    } else if (world->ticks_to_run > 0) {
        world->ticks_to_run--;
        run_tick(L, world);
    } else {
        luaapi_map_settings_apply(L, world);
    }
    world->ticks_played++;
    bury_surfaces(L, world);
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

int luaapi_host_update(lua_State *L)
{
    luaapi_world *world = lua_touserdata(L, lua_upvalueindex(1));
    double most = lua_isnoneornil(L, 2) ? 1 : luaapi_check_number(L, 2, "update");
    int done = 0, held = 0;
    uint32_t saves = world->save_request;
    double end = most > 1 ? now() + LONGEST_BATCH_SECONDS : 0;
    do {
        held = lua_toboolean(L, 1) || world->tick_paused;
        run_update(L, world, held);
        done++;
    } while (done < most && (!held || world->ticks_to_run > 0) && saves == world->save_request && now() < end);
    lua_pushnumber(L, done);
    return 1;
}
