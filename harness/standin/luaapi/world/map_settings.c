#include "harness/standin/luaapi/world/map_settings.h"

#include <string.h>

#include "harness/standin/luaapi/vm/raise.h"

/* Takes over what the table on top of the stack says about one setting; what it does not name stays. */
static void read_setting(lua_State *L, sim_map_settings *settings, const sim_setting *setting)
{
    if (!lua_istable(L, -1)) {
        return;
    }
    lua_getfield(L, -1, setting->name);
    int is_number = 0;
    double number = lua_tonumberx(L, -1, &is_number);
    if (setting->kind == SIM_SETTING_FLAG && lua_type(L, -1) == LUA_TBOOLEAN) {
        sim_setting_write(settings, setting, lua_toboolean(L, -1));
    } else if (setting->kind != SIM_SETTING_FLAG && is_number) {
        sim_setting_write(settings, setting, number);
    }
    lua_pop(L, 1);
}

static void read_tables(lua_State *L, sim_map_settings *settings)
{
    uint32_t count = 0;
    const sim_setting *list = sim_settings_list(&count);
    lua_getfield(L, LUA_REGISTRYINDEX, "luaapi.map_settings");
    for (uint32_t i = 0; i < count && lua_istable(L, -1); i++) {
        if (list[i].group[0] == 0) {
            read_setting(L, settings, &list[i]);
        } else {
            lua_getfield(L, -1, list[i].group);
            read_setting(L, settings, &list[i]);
            lua_pop(L, 1);
        }
    }
    lua_pop(L, 1);
}

static void apply_to(lua_State *L, luaapi_world *world, luaapi_surface *surface)
{
    const sim_map_settings *now = sim_settings_get(surface->arena, world->prototypes);
    if (memcmp(now, &world->map_settings, sizeof *now) == 0) {
        return;
    }
    enum sim_result result = SIM_OK;
    do {
        result = sim_settings_set(surface->arena, world->prototypes, &world->map_settings);
    } while (result == SIM_ARENA_FULL && luaapi_surface_grow(world, surface));
    if (result != SIM_OK) {
        luaapi_raise(L, "game.map_settings: %s.", sim_result_text(result));
    }
}

void luaapi_map_settings_apply(lua_State *L, luaapi_world *world)
{
    if (world->tick == 0 || world->map_settings_seen) {
        world->map_settings = world->prototypes->map_settings;
        read_tables(L, &world->map_settings);
        world->map_settings_seen = 0;
        for (uint32_t index = 1; index <= world->surface_count; index = luaapi_world_next(world, index)) {
            luaapi_surface *surface = luaapi_world_surface(world, index);
            if (surface != NULL) {
                surface->has_map_settings = 0;
            }
        }
    }
    for (uint32_t index = 1; index <= world->surface_count; index = luaapi_world_next(world, index)) {
        luaapi_surface *surface = luaapi_world_surface(world, index);
        if (surface != NULL && !surface->doomed && !surface->has_map_settings) {
            apply_to(L, world, surface);
            surface->has_map_settings = 1;
        }
    }
}
