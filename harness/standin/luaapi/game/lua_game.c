/* LuaGameScript: `game`. */
#include <math.h>
#include <string.h>

#include "harness/standin/luaapi/objects/arguments.h"
#include "harness/standin/luaapi/objects/classes.h"
#include "harness/standin/luaapi/host/console.h"
#include "harness/standin/luaapi/script/events.h"
#include "harness/standin/luaapi/game/game_members.h"
#include "harness/standin/luaapi/world/map_gen_settings.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/vm/raise.h"
#include "harness/standin/luaapi/vm/random_library.h"

#define SLOWEST_SPEED 0.01

static int get_tick(lua_State *L, luaapi_object *self)
{
    lua_pushnumber(L, (double)self->world->tick);
    return 1;
}

static int get_ticks_played(lua_State *L, luaapi_object *self)
{
    lua_pushnumber(L, (double)self->world->ticks_played);
    return 1;
}

static int get_tick_paused(lua_State *L, luaapi_object *self)
{
    lua_pushboolean(L, self->world->tick_paused);
    return 1;
}

static int set_tick_paused(lua_State *L, luaapi_object *self)
{
    self->world->tick_paused = (uint8_t)lua_toboolean(L, 3);
    return 0;
}

static int get_ticks_to_run(lua_State *L, luaapi_object *self)
{
    lua_pushnumber(L, self->world->ticks_to_run);
    return 1;
}

static int set_ticks_to_run(lua_State *L, luaapi_object *self)
{
    self->world->ticks_to_run = (uint32_t)luaapi_read_integer(L, 3, "ticks_to_run", 0, UINT32_MAX);
    return 0;
}

static int get_speed(lua_State *L, luaapi_object *self)
{
    lua_pushnumber(L, self->world->speed);
    return 1;
}

static int set_speed(lua_State *L, luaapi_object *self)
{
    double speed = luaapi_check_number(L, 3, "speed");
    if (!(speed >= SLOWEST_SPEED) || isinf(speed)) {
        return luaapi_raise(L, "LuaGameScript::speed must be at least %f, got %f.", SLOWEST_SPEED, speed);
    }
    self->world->speed = speed;
    return 0;
}

static int get_autosave_enabled(lua_State *L, luaapi_object *self)
{
    lua_pushboolean(L, self->world->autosave_enabled);
    return 1;
}

static int set_autosave_enabled(lua_State *L, luaapi_object *self)
{
    self->world->autosave_enabled = (uint8_t)lua_toboolean(L, 3);
    return 0;
}

#define TABLE_GETTER(function, table)                                                                                \
    static int function(lua_State *L, luaapi_object *self)                                                           \
    {                                                                                                                \
        luaapi_push_custom_table(L, self->world, table);                                                             \
        return 1;                                                                                                    \
    }

TABLE_GETTER(get_surfaces, LUAAPI_TABLE_SURFACES)
TABLE_GETTER(get_forces, LUAAPI_TABLE_FORCES)
TABLE_GETTER(get_players, LUAAPI_TABLE_PLAYERS)

static int get_connected_players(lua_State *L, luaapi_object *self)
{
    (void)self;
    lua_newtable(L);
    return 1;
}

/* game.player: nil on a server. */
static int get_player_of_console(lua_State *L, luaapi_object *self)
{
    (void)self;
    lua_pushnil(L);
    return 1;
}

static int get_map_settings(lua_State *L, luaapi_object *self)
{
    self->world->map_settings_seen = 1;
    lua_getfield(L, LUA_REGISTRYINDEX, "luaapi.map_settings");
    return 1;
}

static int get_player(lua_State *L, luaapi_object *self)
{
    (void)self;
    if (lua_type(L, 1) != LUA_TNUMBER && lua_type(L, 1) != LUA_TSTRING) {
        return luaapi_raise(L, "bad argument #1 of %d to 'get_player' (number or string expected, got %s)",
                            lua_gettop(L), lua_typename(L, lua_type(L, 1)));
    }
    lua_pushnil(L);
    return 1;
}

static int is_multiplayer(lua_State *L, luaapi_object *self)
{
    (void)self;
    lua_pushboolean(L, 1);
    return 1;
}

static int get_surface(lua_State *L, luaapi_object *self)
{
    const luaapi_surface *surface = NULL;
    if (lua_type(L, 1) == LUA_TNUMBER) {
        surface = luaapi_world_surface(self->world,
                                       (uint32_t)luaapi_check_integer(L, 1, 0, UINT32_MAX, "get_surface"));
    } else {
        surface = luaapi_world_surface_named(self->world, luaapi_check_string(L, 1, "get_surface", NULL));
    }
    if (surface == NULL) {
        lua_pushnil(L);
    } else {
        luaapi_push_surface(L, self->world, surface->index);
    }
    return 1;
}

/* create_surface(name, settings?): raises on_surface_created. */
static int create_surface(lua_State *L, luaapi_object *self)
{
    luaapi_surface_spec spec;
    memset(&spec, 0, sizeof spec);
    spec.name = luaapi_check_string(L, 1, "create_surface", NULL);
    if (!lua_isnoneornil(L, 2)) {
        luaapi_check_type(L, 2, LUA_TTABLE, "create_surface");
    }
    luaapi_map_gen_settings_read(L, 2, self->world, &spec);
    if (luaapi_world_surface_named(self->world, spec.name) != NULL) {
        return luaapi_raise(L, "A surface with the name \"%s\" already exists.", spec.name);
    }
    luaapi_surface *surface = NULL;
    enum sim_result result = luaapi_world_create_surface(self->world, &spec, &surface);
    if (result != SIM_OK) {
        return luaapi_raise(L, "Surface \"%s\" cannot be created: %s.", spec.name, sim_result_text(result));
    }
    if (!lua_isnoneornil(L, 2)) {
        luaapi_map_gen_settings_keep(L, 2, surface->index);
    }
    uint32_t index = surface->index;
    lua_newtable(L);
    lua_pushnumber(L, index);
    luaapi_ordered_setfield(L, -2, "surface_index");
    luaapi_event_raise(L, self->world, "on_surface_created");
    luaapi_push_surface(L, self->world, index);
    return 1;
}

/* delete_surface(surface): it goes at the end of the tick, also when the game is paused. */
static int delete_surface(lua_State *L, luaapi_object *self)
{
    luaapi_surface *surface = luaapi_read_surface(L, 1, self->world);
    if (surface->index == LUAAPI_NAUVIS) {
        return luaapi_raise(L, "The first surface cannot be deleted.");
    }
    surface->doomed = 1;
    lua_pushboolean(L, 1);
    return 1;
}

static int create_force(lua_State *L, luaapi_object *self)
{
    const char *name = luaapi_check_string(L, 1, "create_force", NULL);
    if (luaapi_world_force_named(self->world, name) != NULL) {
        return luaapi_raise(L, "A force with the name \"%s\" already exists.", name);
    }
    uint32_t index = luaapi_world_create_force(self->world, name);
    if (index == 0) {
        return luaapi_raise(L, "Force \"%s\" cannot be created: there are %d forces already, the most that a game has.",
                            name, LUAAPI_MAX_FORCES);
    }
    lua_newtable(L);
    luaapi_push_force(L, self->world, index);
    luaapi_ordered_setfield(L, -2, "force");
    luaapi_event_raise(L, self->world, "on_force_created");
    luaapi_push_force(L, self->world, index);
    return 1;
}

/* print(message): to the console, which on a server is the log. */
static int print(lua_State *L, luaapi_object *self)
{
    (void)self;
    luaapi_console_write(L, LUAAPI_CONSOLE_CHAT, 1);
    return 0;
}

static int create_random_generator(lua_State *L, luaapi_object *self)
{
    uint32_t seed = 0;
    if (!lua_isnoneornil(L, 1)) {
        seed = (uint32_t)luaapi_check_integer(L, 1, 0, UINT32_MAX, "create_random_generator");
    }
    luaapi_push_random_generator(L, self->world, seed);
    return 1;
}

static const luaapi_member members[] = {
    {"tick", get_tick, NULL, NULL},
    {"ticks_played", get_ticks_played, NULL, NULL},
    {"tick_paused", get_tick_paused, set_tick_paused, NULL},
    {"ticks_to_run", get_ticks_to_run, set_ticks_to_run, NULL},
    {"speed", get_speed, set_speed, NULL},
    {"autosave_enabled", get_autosave_enabled, set_autosave_enabled, NULL},
    {"surfaces", get_surfaces, NULL, NULL},
    {"forces", get_forces, NULL, NULL},
    {"players", get_players, NULL, NULL},
    {"connected_players", get_connected_players, NULL, NULL},
    {"player", get_player_of_console, NULL, NULL},
    {"map_settings", get_map_settings, NULL, NULL},
    {"get_player", NULL, NULL, get_player},
    {"is_multiplayer", NULL, NULL, is_multiplayer},
    {"get_surface", NULL, NULL, get_surface},
    {"create_surface", NULL, NULL, create_surface},
    {"delete_surface", NULL, NULL, delete_surface},
    {"create_force", NULL, NULL, create_force},
    {"print", NULL, NULL, print},
    {"create_random_generator", NULL, NULL, create_random_generator},
    {NULL, NULL, NULL, NULL},
};

static const luaapi_member *const parts[] = {luaapi_game_script_members, NULL};

const luaapi_class luaapi_class_game = {.name = "LuaGameScript", .members = members, .parts = parts};
