#include "harness/standin/luaapi/host/save_host.h"

#include <string.h>

#include "harness/standin/luaapi/entity/infinity.h"
#include "harness/standin/luaapi/objects/classes.h"
#include "harness/standin/luaapi/vm/copy.h"
#include "harness/standin/luaapi/script/events.h"
#include "harness/standin/luaapi/world/map_gen_settings.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/vm/raise.h"
#include "harness/standin/luaapi/game/rendering.h"
#include "harness/standin/luaapi/host/save_values.h"
#include "harness/standin/luaapi/objects/script_notes.h"

static luaapi_world *world_of(lua_State *L)
{
    return lua_touserdata(L, lua_upvalueindex(1));
}

/* Pushes the metatables that a mod has registered, by name. */
static int push_metatables(lua_State *L, int number)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &luaapi_mods_key);
    lua_rawgeti(L, -1, number);
    lua_getfield(L, -1, "metatables");
    return lua_gettop(L);
}

int luaapi_host_save_storage(lua_State *L)
{
    int metatables = push_metatables(L, (int)luaapi_check_number(L, 1, "save_storage"));
    luaapi_values_push_bytes(L, 2, metatables, "storage");
    return 1;
}

int luaapi_host_load_storage(lua_State *L)
{
    size_t length = 0;
    const char *bytes = luaapi_check_string(L, 2, "load_storage", &length);
    int metatables = push_metatables(L, (int)luaapi_check_number(L, 1, "load_storage"));
    luaapi_values_read(L, world_of(L), bytes, length, metatables);
    return 1;
}

int luaapi_host_save_registry(lua_State *L)
{
    lua_newtable(L);
    lua_getfield(L, LUA_REGISTRYINDEX, "luaapi.map_settings");
    luaapi_ordered_setfield(L, -2, "map_settings");
    luaapi_map_gen_settings_push_all(L);
    luaapi_ordered_setfield(L, -2, "map_gen_settings");
    luaapi_notes_push_all(L, world_of(L));
    luaapi_ordered_setfield(L, -2, "notes");
    luaapi_rendering_push_all(L);
    luaapi_ordered_setfield(L, -2, "renderings");
    luaapi_values_push_bytes(L, lua_gettop(L), 0, "game");
    return 1;
}

int luaapi_host_load_registry(lua_State *L)
{
    size_t length = 0;
    const char *bytes = luaapi_check_string(L, 1, "load_registry", &length);
    luaapi_values_read(L, world_of(L), bytes, length, 0);
    static const char *const names[] = {"map_settings", "map_gen_settings", "notes", "renderings", NULL};
    for (int i = 0; names[i] != NULL; i++) {
        lua_getfield(L, -1, names[i]);
        if (!lua_istable(L, -1)) {
            return luaapi_raise(L, "the saved values are damaged");
        }
        lua_insert(L, -2);
    }
    lua_pop(L, 1);
    luaapi_rendering_restore(L);
    luaapi_notes_restore(L);
    luaapi_infinity_loaded(L);
    luaapi_map_gen_settings_restore(L);
    lua_setfield(L, LUA_REGISTRYINDEX, "luaapi.map_settings");
    return 0;
}

/* 1 when the list at the index is nil or has the name of the record on top of the stack. */
static int is_meant(lua_State *L, int list, int record)
{
    if (lua_isnil(L, list)) {
        return 1;
    }
    lua_getfield(L, record, "name");
    lua_rawget(L, list);
    int meant = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return meant;
}

int luaapi_host_raise_lifecycle(lua_State *L)
{
    const char *event = luaapi_check_string(L, 1, "raise_lifecycle", NULL);
    lua_settop(L, 3);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &luaapi_mods_key);
    int mods = lua_gettop(L);
    int count = (int)lua_rawlen(L, mods);
    for (int i = 1; i <= count; i++) {
        lua_rawgeti(L, mods, i);
        int record = lua_gettop(L);
        lua_getfield(L, record, event);
        if (lua_isfunction(L, -1) && is_meant(L, 2, record)) {
            int has_data = !lua_isnil(L, 3);
            if (has_data) {
                luaapi_copy_push(L, 3);
            }
            lua_pushfstring(L, "%s()", event);
            lua_insert(L, record + 1);
            luaapi_call_or_die(L, record, has_data, 0, "event", lua_tostring(L, record + 1));
        }
        lua_settop(L, mods);
    }
    return 0;
}
