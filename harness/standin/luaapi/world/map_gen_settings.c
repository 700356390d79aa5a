#include "harness/standin/luaapi/world/map_gen_settings.h"

#include <string.h>

#include "harness/standin/luaapi/objects/arguments.h"
#include "harness/standin/luaapi/vm/copy.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/vm/raise.h"

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

static int is_finite_control(double value)
{
    return value >= 0 && value <= 1000;
}

/* One multiplier: a number, or a step's name such as "very-high"; the fallback without the field. */
static double read_multiplier(lua_State *L, int index, const char *key, double fallback)
{
    double value = fallback;
    if (!luaapi_push_field(L, index, key)) {
        return fallback;
    }
    value = lua_type(L, -1) == LUA_TNUMBER ? lua_tonumber(L, -1) : sim_map_gen_value(luaapi_check_string(L, -1, key, NULL));
    if (!is_finite_control(value)) {
        luaapi_raise(L, "%s must be a MapGenSize: a number from 0 to 1000, or a name such as very-high", key);
    }
    lua_pop(L, 1);
    return value;
}

static void read_control(lua_State *L, int index, sim_autoplace_control *control)
{
    if (!lua_istable(L, index)) {
        return;
    }
    control->frequency = read_multiplier(L, index, "frequency", 1);
    control->size = read_multiplier(L, index, "size", 1);
    control->richness = read_multiplier(L, index, "richness", 1);
}

/* autoplace_controls by name; those that are not listed are off when the defaults are. */
static void read_controls(lua_State *L, int index, sim_map_gen *generation)
{
    int top = lua_gettop(L);
    if (!luaapi_field_boolean_or(L, index, "default_enable_all_autoplace_controls", 1)) {
        memset(generation->controls, 0, sizeof generation->controls);
    }
    if (!luaapi_push_field(L, index, "autoplace_controls") || !lua_istable(L, -1)) {
        lua_settop(L, top);
        return;
    }
    for (int i = 0; i < SIM_CONTROL_COUNT; i++) {
        if (luaapi_push_field(L, top + 1, sim_map_control_name((enum sim_map_control)i))) {
            read_control(L, lua_gettop(L), &generation->controls[i]);
            lua_pop(L, 1);
        }
    }
    lua_settop(L, top);
}

static void read_cliffs(lua_State *L, int index, sim_cliff_settings *cliffs)
{
    int top = lua_gettop(L);
    if (luaapi_push_field(L, index, "cliff_settings") && lua_istable(L, -1)) {
        cliffs->cliff_elevation_0 = luaapi_field_number_or(L, top + 1, "cliff_elevation_0", cliffs->cliff_elevation_0);
        cliffs->cliff_elevation_interval =
            luaapi_field_number_or(L, top + 1, "cliff_elevation_interval", cliffs->cliff_elevation_interval);
        cliffs->richness = read_multiplier(L, top + 1, "richness", cliffs->richness);
    }
    lua_settop(L, top);
}

/* Tiles that are not listed are not placed: the surface is bare ground of one kind. */
static int is_bare(lua_State *L, int index)
{
    int top = lua_gettop(L);
    int bare = luaapi_push_field(L, index, "autoplace_settings") && lua_istable(L, -1) &&
               luaapi_push_field(L, -1, "tile") && lua_istable(L, -1) &&
               !luaapi_field_boolean_or(L, -1, "treat_missing_as_default", 1);
    lua_settop(L, top);
    return bare;
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
    spec->generation = sim_map_gen_default();
    spec->is_generated = 1;
    if (lua_isnoneornil(L, index)) {
        return;
    }
    spec->is_generated = !is_bare(L, index);
    read_controls(L, index, &spec->generation);
    read_cliffs(L, index, &spec->generation.cliff_settings);
    spec->generation.starting_area = read_multiplier(L, index, "starting_area", 1);
    spec->width = read_side(L, index, "width");
    spec->height = read_side(L, index, "height");
    spec->seed = read_number(L, index, "seed", UINT32_MAX);
    spec->peaceful_mode = (uint8_t)luaapi_field_boolean_or(L, index, "peaceful_mode", 0);
    spec->no_enemies_mode = (uint8_t)luaapi_field_boolean_or(L, index, "no_enemies_mode", 0);
    uint16_t tile = only_tile(L, index, world);
    spec->ground_tile = tile ? tile : spec->ground_tile;
    spec->generation.peaceful_mode = spec->peaceful_mode;
    spec->generation.no_enemies_mode = spec->no_enemies_mode;
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

void luaapi_map_gen_settings_push_all(lua_State *L)
{
    push_all(L);
}

void luaapi_map_gen_settings_restore(lua_State *L)
{
    lua_rawsetp(L, LUA_REGISTRYINDEX, &settings_key);
}

void luaapi_map_gen_settings_keep(lua_State *L, int index, uint32_t surface)
{
    index = lua_absindex(L, index);
    push_all(L);
    luaapi_copy_push(L, index);
    lua_rawseti(L, -2, (int)surface);
    lua_pop(L, 1);
}

void luaapi_map_gen_settings_forget(lua_State *L, uint32_t surface)
{
    push_all(L);
    lua_pushnil(L);
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
