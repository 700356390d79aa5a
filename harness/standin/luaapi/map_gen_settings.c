#include "map_gen_settings.h"

#include "arguments.h"
#include "copy.h"
#include "ordered.h"

#define GAME_LARGEST_SIDE 2000000 /* the game's own limit, also what its endless maps have */

static const char settings_key = 0;

static uint32_t read_number(lua_State *L, int index, const char *key, uint32_t most)
{
    if (!luaapi_push_field(L, index, key)) {
        return 0;
    }
    uint32_t number = (uint32_t)luaapi_read_integer(L, -1, key, 0, most);
    lua_pop(L, 1);
    return number;
}

static uint32_t read_side(lua_State *L, int index, const char *key)
{
    uint32_t side = read_number(L, index, key, GAME_LARGEST_SIDE);
    return side > SIM_MAX_SIDE_TILES ? SIM_MAX_SIDE_TILES : side;
}

/* The one tile that autoplace_settings.tile lists when missing ones do not take their defaults; else 0. */
static uint16_t only_tile(lua_State *L, int index, luaapi_world *world)
{
    int top = lua_gettop(L);
    uint16_t tile = 0;
    if (luaapi_push_field(L, index, "autoplace_settings") && lua_istable(L, -1) && luaapi_push_field(L, -1, "tile") &&
        lua_istable(L, -1) && !luaapi_field_boolean_or(L, -1, "treat_missing_as_default", 1) &&
        luaapi_push_field(L, -1, "settings") && lua_istable(L, -1) && luaapi_ordered_size(L, -1) == 1) {
        int settings = lua_gettop(L);
        lua_pushnil(L);
        luaapi_ordered_next(L, settings);
        lua_pop(L, 1);
        tile = luaapi_read_tile_prototype(L, -1, world);
    }
    lua_settop(L, top);
    return tile;
}

void luaapi_map_gen_settings_read(lua_State *L, int index, luaapi_world *world, luaapi_surface_spec *spec)
{
    spec->ground_tile = sim_tile_named(world->prototypes, "grass-1");
    if (lua_isnoneornil(L, index)) {
        return;
    }
    spec->width = read_side(L, index, "width");
    spec->height = read_side(L, index, "height");
    spec->seed = read_number(L, index, "seed", UINT32_MAX);
    spec->peaceful_mode = (uint8_t)luaapi_field_boolean_or(L, index, "peaceful_mode", 0);
    spec->no_enemies_mode = (uint8_t)luaapi_field_boolean_or(L, index, "no_enemies_mode", 0);
    uint16_t tile = only_tile(L, index, world);
    spec->ground_tile = tile ? tile : spec->ground_tile;
}

static void push_all(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &settings_key);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &settings_key);
    }
}

void luaapi_map_gen_settings_keep(lua_State *L, int index, uint32_t surface)
{
    index = lua_absindex(L, index);
    push_all(L);
    luaapi_copy_push(L, index);
    lua_rawseti(L, -2, (int)surface);
    lua_pop(L, 1);
}

void luaapi_map_gen_settings_push(lua_State *L, const luaapi_surface *surface)
{
    push_all(L);
    lua_rawgeti(L, -1, (int)surface->index);
    if (lua_isnil(L, -1)) {
        lua_newtable(L);
    } else {
        luaapi_copy_push(L, lua_gettop(L));
    }
    lua_pushnumber(L, surface->arena->config.width_tiles);
    luaapi_ordered_setfield(L, -2, "width");
    lua_pushnumber(L, surface->arena->config.height_tiles);
    luaapi_ordered_setfield(L, -2, "height");
    lua_pushnumber(L, surface->seed);
    luaapi_ordered_setfield(L, -2, "seed");
}
