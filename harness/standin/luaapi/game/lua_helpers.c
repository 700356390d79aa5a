/* LuaHelpers: `helpers`, and LuaSettings: `settings`. */
#include <stdlib.h>
#include <string.h>

#include "harness/standin/luaapi/objects/classes.h"
#include "harness/standin/luaapi/host/console.h"
#include "harness/standin/luaapi/vm/json.h"
#include "harness/standin/luaapi/vm/raise.h"

static int table_to_json(lua_State *L, luaapi_object *self)
{
    (void)self;
    luaapi_check_type(L, 1, LUA_TTABLE, "table_to_json");
    luaapi_json_push_text(L, 1);
    return 1;
}

/* json_to_table(text): nil when it is not JSON. */
static int json_to_table(lua_State *L, luaapi_object *self)
{
    size_t length = 0;
    (void)self;
    luaapi_check_type(L, 1, LUA_TSTRING, "json_to_table");
    const char *text = lua_tolstring(L, 1, &length);
    luaapi_json_push_value(L, text, length);
    return 1;
}

/* write_file(name, data, append?, for_player?): below script-output only. */
static int write_file(lua_State *L, luaapi_object *self)
{
    (void)self;
    luaapi_check_type(L, 1, LUA_TSTRING, "write_file");
    int append = lua_toboolean(L, 3);
    if (!lua_isnoneornil(L, 4) && luaapi_check_number(L, 4, "write_file") != 0) {
        return 0; /* for one player, and nobody can join */
    }
    lua_pushvalue(L, 1);
    luaapi_localised_push(L, 2);
    lua_pushboolean(L, append);
    luaapi_server_call(L, "write_file", 3, 1);
    return lua_rawlen(L, -1) > 0 ? luaapi_raise(L, "%s", lua_tostring(L, -1)) : 0;
}

static int remove_path(lua_State *L, luaapi_object *self)
{
    (void)self;
    luaapi_check_type(L, 1, LUA_TSTRING, "remove_path");
    lua_pushvalue(L, 1);
    luaapi_server_call(L, "remove_path", 1, 1);
    return lua_rawlen(L, -1) > 0 ? luaapi_raise(L, "%s", lua_tostring(L, -1)) : 0;
}

/* encode_string and decode_string: deflate and base64; nil for a text that is not such. */
static int transcode(lua_State *L, const char *function)
{
    luaapi_check_type(L, 1, LUA_TSTRING, function);
    lua_pushvalue(L, 1);
    luaapi_server_call(L, function, 1, 1);
    return 1;
}

static int encode_string(lua_State *L, luaapi_object *self)
{
    (void)self;
    return transcode(L, "encode_string");
}

static int decode_string(lua_State *L, luaapi_object *self)
{
    (void)self;
    return transcode(L, "decode_string");
}

/* send_udp(port, data, for_player?): to localhost, from the port of --enable-lua-udp. */
static int send_udp(lua_State *L, luaapi_object *self)
{
    (void)self;
    lua_pushnumber(L, (double)luaapi_check_integer(L, 1, 1, 65535, "send_udp"));
    luaapi_localised_push(L, 2);
    luaapi_server_call(L, "send_udp", 2, 0);
    return 0;
}

static int direction_to_string(lua_State *L, luaapi_object *self)
{
    static const char *const names[SIM_DIRECTION_COUNT] = {
        "north", "northnortheast", "northeast", "eastnortheast", "east", "eastsoutheast", "southeast",
        "southsoutheast", "south", "southsouthwest", "southwest", "westsouthwest", "west", "westnorthwest", "northwest",
        "northnorthwest"};
    (void)self;
    lua_pushstring(L, names[luaapi_check_integer(L, 1, 0, SIM_DIRECTION_COUNT - 1, "direction_to_string")]);
    return 1;
}

/* Reads "a.b.c"; 0 when it is not a version. */
static int read_version(const char *text, long version[3])
{
    char *end = NULL;
    for (int i = 0; i < 3; i++) {
        version[i] = strtol(text, &end, 10);
        if (end == text || version[i] < 0) {
            return 0;
        }
        text = *end == '.' ? end + 1 : end;
        if (*end == 0 && i >= 1) {
            return 1;
        }
    }
    return *end == 0;
}

/* compare_versions(a, b): -1, 0 or 1. */
static int compare_versions(lua_State *L, luaapi_object *self)
{
    long a[3] = {0, 0, 0};
    long b[3] = {0, 0, 0};
    (void)self;
    if (!read_version(luaapi_check_string(L, 1, "compare_versions", NULL), a) ||
        !read_version(luaapi_check_string(L, 2, "compare_versions", NULL), b)) {
        return luaapi_raise(L, "compare_versions needs two versions such as 2.0.77.");
    }
    int order = 0;
    for (int i = 0; i < 3 && order == 0; i++) {
        order = (a[i] > b[i]) - (a[i] < b[i]);
    }
    lua_pushnumber(L, order);
    return 1;
}

static int get_game_version(lua_State *L, luaapi_object *self)
{
    lua_pushstring(L, self->world->prototypes->game_version);
    return 1;
}

/* create_profiler(stopped?) */
static int create_profiler(lua_State *L, luaapi_object *self)
{
    luaapi_push_profiler(L, self->world, lua_toboolean(L, 1));
    return 1;
}

/* Nothing can be shown here, so every path is as good as another. */
static int is_valid_path(lua_State *L, luaapi_object *self)
{
    (void)self;
    luaapi_check_type(L, 1, LUA_TSTRING, "is_valid_sprite_path");
    lua_pushboolean(L, 1);
    return 1;
}

static int multilingual_to_lower(lua_State *L, luaapi_object *self)
{
    size_t length = 0;
    (void)self;
    const char *text = luaapi_check_string(L, 1, "multilingual_to_lower", &length);
    char *lower = lua_newuserdata(L, length + 1);
    for (size_t i = 0; i < length; i++) {
        lower[i] = (char)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] + 32 : text[i]);
    }
    lua_pushlstring(L, lower, length);
    return 1;
}

/* recv_udp(): the game raises on_udp_packet_received for what has come; 2.0 aborts there without players, so does
 * nobody's training depend on it. Here it is refused. */
static int recv_udp(lua_State *L, luaapi_object *self)
{
    (void)self;
    return luaapi_raise(L, "recv_udp: a server without players cannot receive (the game of this version aborts).");
}

static const luaapi_member helpers_members[] = {
    {"create_profiler", NULL, NULL, create_profiler},
    {"is_valid_sprite_path", NULL, NULL, is_valid_path},
    {"is_valid_sound_path", NULL, NULL, is_valid_path},
    {"multilingual_to_lower", NULL, NULL, multilingual_to_lower},
    {"recv_udp", NULL, NULL, recv_udp},
    {"game_version", get_game_version, NULL, NULL},
    {"table_to_json", NULL, NULL, table_to_json},
    {"json_to_table", NULL, NULL, json_to_table},
    {"write_file", NULL, NULL, write_file},
    {"remove_path", NULL, NULL, remove_path},
    {"encode_string", NULL, NULL, encode_string},
    {"decode_string", NULL, NULL, decode_string},
    {"send_udp", NULL, NULL, send_udp},
    {"direction_to_string", NULL, NULL, direction_to_string},
    {"compare_versions", NULL, NULL, compare_versions},
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_helpers = {.name = "LuaHelpers", .members = helpers_members};

/* The table of settings of one kind, by name: {value = }. */
static int push_settings(lua_State *L, const char *kind)
{
    lua_getfield(L, LUA_REGISTRYINDEX, "luaapi.settings");
    if (lua_istable(L, -1)) {
        lua_getfield(L, -1, kind);
    } else {
        lua_newtable(L);
    }
    return 1;
}

static int get_startup(lua_State *L, luaapi_object *self)
{
    (void)self;
    return push_settings(L, "startup");
}

static int get_global(lua_State *L, luaapi_object *self)
{
    (void)self;
    return push_settings(L, "global");
}

static int get_player_default(lua_State *L, luaapi_object *self)
{
    (void)self;
    return push_settings(L, "player_default");
}

static const luaapi_member settings_members[] = {
    {"startup", get_startup, NULL, NULL},
    {"global", get_global, NULL, NULL},
    {"player_default", get_player_default, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_settings = {.name = "LuaSettings", .members = settings_members};
