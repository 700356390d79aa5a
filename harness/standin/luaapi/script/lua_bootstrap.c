/* LuaBootstrap: `script`. Its user value is the record of the mod that it belongs to (events.h). */
#include <math.h>

#include "harness/standin/luaapi/objects/arguments.h"
#include "harness/standin/luaapi/objects/classes.h"
#include "harness/standin/luaapi/vm/copy.h"
#include "harness/standin/luaapi/script/engine_events.h"
#include "harness/standin/luaapi/script/events.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/vm/raise.h"
#include "harness/standin/luaapi/objects/registrations.h"

#define FIRST_CUSTOM_EVENT 1000 /* generate_event_name counts up from here */

static const char custom_events_key = 0;

/* The record of the mod whose `script` is upvalue 1 of the running method. */
static int push_mod(lua_State *L)
{
    lua_getuservalue(L, lua_upvalueindex(1));
    return lua_gettop(L);
}

/* Sets or clears one function of the mod's record. */
static int set_handler(lua_State *L, const char *name)
{
    if (!lua_isnoneornil(L, 1)) {
        luaapi_check_type(L, 1, LUA_TFUNCTION, name);
    }
    lua_settop(L, 1);
    int mod = push_mod(L);
    lua_pushvalue(L, 1);
    lua_setfield(L, mod, name);
    return 0;
}

static int on_init(lua_State *L, luaapi_object *self)
{
    (void)self;
    return set_handler(L, "on_init");
}

static int on_load(lua_State *L, luaapi_object *self)
{
    (void)self;
    return set_handler(L, "on_load");
}

static int on_configuration_changed(lua_State *L, luaapi_object *self)
{
    (void)self;
    return set_handler(L, "on_configuration_changed");
}

/* An event by its number, or by the name of an event of the game. */
static int read_event(lua_State *L, int index)
{
    if (lua_type(L, index) == LUA_TSTRING) {
        int id = luaapi_event_id(L, lua_tostring(L, index));
        if (id < 0) {
            luaapi_raise(L, "Unknown event name: %s", lua_tostring(L, index));
        }
        return id;
    }
    return (int)luaapi_read_integer(L, index, "event", 0, 1 << 24);
}

static void store_event_handler(lua_State *L, luaapi_object *self, int mod, int event, int handler, int filters)
{
    self->world->events_changed = 1;
    lua_getfield(L, mod, "handlers");
    lua_pushvalue(L, handler);
    lua_rawseti(L, -2, event);
    lua_getfield(L, mod, "filters");
    if (lua_istable(L, filters) && lua_isfunction(L, handler)) {
        luaapi_copy_push(L, filters);
    } else {
        lua_pushnil(L);
    }
    lua_rawseti(L, -2, event);
    lua_pop(L, 2);
    luaapi_engine_events_listen(L, self->world);
}

/* on_event(event or list of events, handler or nil, filters?): a later handler takes the place of an earlier one. */
static int on_event(lua_State *L, luaapi_object *self)
{
    lua_settop(L, 3);
    if (!lua_isnil(L, 2)) {
        luaapi_check_type(L, 2, LUA_TFUNCTION, "on_event");
    }
    int mod = push_mod(L);
    if (!lua_istable(L, 1)) {
        store_event_handler(L, self, mod, read_event(L, 1), 2, 3);
        return 0;
    }
    if (!lua_isnil(L, 3)) {
        return luaapi_raise(L, "Filters can only be used when registering single events.");
    }
    int count = (int)lua_rawlen(L, 1);
    for (int i = 1; i <= count; i++) {
        lua_rawgeti(L, 1, i);
        store_event_handler(L, self, mod, read_event(L, -1), 2, 3);
        lua_pop(L, 1);
    }
    return 0;
}

static void store_nth_tick(lua_State *L, int mod, int index)
{
    double interval = (double)luaapi_read_integer(L, index, "nth_tick", 1, UINT32_MAX);
    lua_getfield(L, mod, "nth_tick");
    lua_pushnumber(L, interval);
    lua_pushvalue(L, 2);
    luaapi_ordered_rawset(L, -3);
    lua_pop(L, 1);
}

/* on_nth_tick(interval, list of intervals or nil for all, handler or nil). */
static int on_nth_tick(lua_State *L, luaapi_object *self)
{
    (void)self;
    lua_settop(L, 2);
    int mod = push_mod(L);
    if (lua_isnil(L, 1)) {
        lua_newtable(L);
        lua_setfield(L, mod, "nth_tick");
        return 0;
    }
    if (!lua_isnil(L, 2)) {
        luaapi_check_type(L, 2, LUA_TFUNCTION, "on_nth_tick");
    }
    if (!lua_istable(L, 1)) {
        store_nth_tick(L, mod, 1);
        return 0;
    }
    int count = (int)lua_rawlen(L, 1);
    for (int i = 1; i <= count; i++) {
        lua_rawgeti(L, 1, i);
        store_nth_tick(L, mod, -1);
        lua_pop(L, 1);
    }
    return 0;
}

static int push_of_event(lua_State *L, const char *field)
{
    int event = read_event(L, 1);
    int mod = push_mod(L);
    lua_getfield(L, mod, field);
    lua_rawgeti(L, -1, event);
    return 1;
}

static int get_event_handler(lua_State *L, luaapi_object *self)
{
    (void)self;
    return push_of_event(L, "handlers");
}

static int get_event_filter(lua_State *L, luaapi_object *self)
{
    (void)self;
    return push_of_event(L, "filters");
}

static int set_event_filter(lua_State *L, luaapi_object *self)
{
    lua_settop(L, 2);
    int event = read_event(L, 1);
    int mod = push_mod(L);
    lua_getfield(L, mod, "handlers");
    lua_rawgeti(L, -1, event);
    if (lua_isnil(L, -1)) {
        return luaapi_raise(L, "There is no handler for event %d to filter.", event);
    }
    store_event_handler(L, self, mod, event, lua_gettop(L), 2);
    return 0;
}

static int generate_event_name(lua_State *L, luaapi_object *self)
{
    (void)self;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &custom_events_key);
    double event = lua_isnil(L, -1) ? FIRST_CUSTOM_EVENT : lua_tonumber(L, -1) + 1;
    lua_pushnumber(L, event);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &custom_events_key);
    return 1;
}

/* raise_event(event, data): handlers get a copy. */
static int raise_event(lua_State *L, luaapi_object *self)
{
    int event = read_event(L, 1);
    if (lua_isnoneornil(L, 2)) {
        lua_newtable(L);
    } else {
        luaapi_check_type(L, 2, LUA_TTABLE, "raise_event");
        luaapi_copy_push(L, 2);
    }
    luaapi_event_raise_id(L, self->world, event);
    return 0;
}

static int raise_script_event(lua_State *L, luaapi_object *self, const char *event)
{
    luaapi_check_type(L, 1, LUA_TTABLE, event);
    luaapi_copy_push(L, 1);
    luaapi_event_raise(L, self->world, event);
    return 0;
}

static int raise_script_built(lua_State *L, luaapi_object *self)
{
    return raise_script_event(L, self, "script_raised_built");
}

static int raise_script_destroy(lua_State *L, luaapi_object *self)
{
    return raise_script_event(L, self, "script_raised_destroy");
}

static int raise_script_revive(lua_State *L, luaapi_object *self)
{
    return raise_script_event(L, self, "script_raised_revive");
}

static int raise_script_teleported(lua_State *L, luaapi_object *self)
{
    return raise_script_event(L, self, "script_raised_teleported");
}

static int raise_script_set_tiles(lua_State *L, luaapi_object *self)
{
    return raise_script_event(L, self, "script_raised_set_tiles");
}

static int raise_console_chat(lua_State *L, luaapi_object *self)
{
    return raise_script_event(L, self, "on_console_chat");
}

static int raise_market_item_purchased(lua_State *L, luaapi_object *self)
{
    return raise_script_event(L, self, "on_market_item_purchased");
}

static int raise_player_crafted_item(lua_State *L, luaapi_object *self)
{
    return raise_script_event(L, self, "on_player_crafted_item");
}

static int raise_player_fast_transferred(lua_State *L, luaapi_object *self)
{
    return raise_script_event(L, self, "on_player_fast_transferred");
}

static int raise_biter_base_built(lua_State *L, luaapi_object *self)
{
    return raise_script_event(L, self, "on_biter_base_built");
}

/* get_event_id(name): its number. */
static int get_event_id(lua_State *L, luaapi_object *self)
{
    (void)self;
    lua_pushnumber(L, read_event(L, 1));
    return 1;
}

static int push_mod_field(lua_State *L, const char *field)
{
    lua_getuservalue(L, 1);
    lua_getfield(L, -1, field);
    return 1;
}

static int get_mod_name(lua_State *L, luaapi_object *self)
{
    (void)self;
    return push_mod_field(L, "name");
}

static int push_registry_copy(lua_State *L, const char *name)
{
    lua_getfield(L, LUA_REGISTRYINDEX, name);
    luaapi_copy_push(L, -1);
    return 1;
}

static int get_level(lua_State *L, luaapi_object *self)
{
    (void)self;
    return push_registry_copy(L, "luaapi.level");
}

static int get_active_mods(lua_State *L, luaapi_object *self)
{
    (void)self;
    return push_registry_copy(L, "luaapi.active_mods");
}

/* No feature of the expansion is there. */
static int get_feature_flags(lua_State *L, luaapi_object *self)
{
    static const char *const flags[] = {"quality",      "rail_bridges",      "space_travel", "spoiling", "freezing",
                                        "segmented_units", "expansion_shaders", NULL};
    (void)self;
    lua_newtable(L);
    for (int i = 0; flags[i] != NULL; i++) {
        lua_pushboolean(L, 0);
        luaapi_ordered_setfield(L, -2, flags[i]);
    }
    return 1;
}

/* register_metatable(name, metatable): tables of storage that have it get it again when a save is loaded. */
static int register_metatable(lua_State *L, luaapi_object *self)
{
    (void)self;
    luaapi_check_string(L, 1, "register_metatable", NULL);
    luaapi_check_type(L, 2, LUA_TTABLE, "register_metatable");
    int mod = push_mod(L);
    lua_getfield(L, mod, "metatables");
    lua_pushvalue(L, 1);
    lua_rawget(L, -2);
    if (!lua_isnil(L, -1)) {
        return luaapi_raise(L, "A metatable with the name \"%s\" is already registered.", lua_tostring(L, 1));
    }
    lua_pop(L, 1);
    lua_pushvalue(L, 1);
    lua_pushvalue(L, 2);
    lua_rawset(L, -3);
    return 0;
}

static const luaapi_member members[] = {
    {"mod_name", get_mod_name, NULL, NULL},
    {"level", get_level, NULL, NULL},
    {"active_mods", get_active_mods, NULL, NULL},
    {"feature_flags", get_feature_flags, NULL, NULL},
    {"on_init", NULL, NULL, on_init},
    {"on_load", NULL, NULL, on_load},
    {"on_configuration_changed", NULL, NULL, on_configuration_changed},
    {"on_event", NULL, NULL, on_event},
    {"on_nth_tick", NULL, NULL, on_nth_tick},
    {"get_event_handler", NULL, NULL, get_event_handler},
    {"get_event_filter", NULL, NULL, get_event_filter},
    {"set_event_filter", NULL, NULL, set_event_filter},
    {"generate_event_name", NULL, NULL, generate_event_name},
    {"raise_event", NULL, NULL, raise_event},
    {"raise_script_built", NULL, NULL, raise_script_built},
    {"raise_script_destroy", NULL, NULL, raise_script_destroy},
    {"raise_script_revive", NULL, NULL, raise_script_revive},
    {"raise_script_teleported", NULL, NULL, raise_script_teleported},
    {"raise_script_set_tiles", NULL, NULL, raise_script_set_tiles},
    {"raise_console_chat", NULL, NULL, raise_console_chat},
    {"raise_market_item_purchased", NULL, NULL, raise_market_item_purchased},
    {"raise_player_crafted_item", NULL, NULL, raise_player_crafted_item},
    {"raise_player_fast_transferred", NULL, NULL, raise_player_fast_transferred},
    {"raise_biter_base_built", NULL, NULL, raise_biter_base_built},
    {"get_event_id", NULL, NULL, get_event_id},
    {"register_on_object_destroyed", NULL, NULL, luaapi_register_object},
    {"register_metatable", NULL, NULL, register_metatable},
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_bootstrap = {.name = "LuaBootstrap", .members = members};
