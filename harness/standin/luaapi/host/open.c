/* luaopen_factorio: makes the world and the table of functions with which the host drives it. */
#include <stdlib.h>
#include <string.h>

#include "harness/standin/luaapi/vm/bytecode.h"
#include "harness/standin/luaapi/world/chunks.h"
#include "harness/standin/luaapi/objects/classes.h"
#include "harness/standin/luaapi/script/commands.h"
#include "harness/standin/luaapi/host/console.h"
#include "harness/standin/luaapi/vm/copy.h"
#include "harness/standin/luaapi/script/events.h"
#include "harness/standin/prototypes/prototypes_table.h"
#include "harness/standin/luaapi/vm/json.h"
#include "harness/standin/luaapi/world/map_gen_settings.h"
#include "harness/standin/luaapi/vm/names.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/vm/raise.h"
#include "harness/standin/luaapi/vm/random_library.h"
#include "harness/standin/luaapi/host/save_host.h"
#include "harness/standin/luaapi/host/save_values.h"
#include "harness/standin/luaapi/vm/string_pack.h"
#include "harness/standin/luaapi/host/update_host.h"
#include "harness/standin/luaapi/vm/vm_memory.h"
#include "harness/standin/luaapi/vm/watchdog.h"

/* The collector begins anew when memory has grown to so many per cent of what was left: scripts drop nearly all that they
 * make, and what they keep is small beside the maps. */
#define COLLECTOR_PAUSE 400

static luaapi_world *world_of(lua_State *L)
{
    return lua_touserdata(L, lua_upvalueindex(1));
}

static int collect_world(lua_State *L)
{
    luaapi_world_clear(lua_touserdata(L, 1));
    return 0;
}

/* Pushes the world as a userdata that frees it. */
static luaapi_world *push_world(lua_State *L)
{
    luaapi_world *world = lua_newuserdata(L, sizeof *world);
    memset(world, 0, sizeof *world);
    world->prototypes = sim_builtin_prototypes();
    lua_newtable(L);
    lua_pushcfunction(L, collect_world);
    lua_setfield(L, -2, "__gc");
    lua_setmetatable(L, -2);
    return world;
}

static const luaapi_class *const CLASSES[] = {
    &luaapi_class_game,
    &luaapi_class_surface,
    &luaapi_class_planet,
    &luaapi_class_force,
    &luaapi_class_entity,
    &luaapi_class_inventory,
    &luaapi_class_item_stack,
    &luaapi_class_flow_statistics,
    &luaapi_class_fluid_box,
    &luaapi_class_burner,
    &luaapi_class_transport_line,
    &luaapi_class_wire_connector,
    &luaapi_class_recipe,
    &luaapi_class_technology,
    &luaapi_class_commandable,
    &luaapi_class_tile,
    &luaapi_class_chunk_iterator,
    &luaapi_class_prototypes,
    &luaapi_class_entity_prototype,
    &luaapi_class_item_prototype,
    &luaapi_class_tile_prototype,
    &luaapi_class_recipe_prototype,
    &luaapi_class_custom_table,
    &luaapi_class_random_generator,
    &luaapi_class_bootstrap,
    &luaapi_class_remote,
    &luaapi_class_command_processor,
    &luaapi_class_rcon,
    &luaapi_class_helpers,
    &luaapi_class_settings,
    &luaapi_class_rendering,
    &luaapi_class_render_object,
    &luaapi_class_profiler,
    &luaapi_class_autoplace_control,
    &luaapi_class_fluid_prototype,
    &luaapi_class_technology_prototype,
    &luaapi_class_recipe_category,
    &luaapi_class_fuel_category,
    &luaapi_class_resource_category,
    &luaapi_class_module_category,
    &luaapi_class_ammo_category,
    &luaapi_class_damage_prototype,
    &luaapi_class_quality_prototype,
    &luaapi_class_collision_layer,
    &luaapi_class_burner_prototype,
    &luaapi_class_electric_source_prototype,
    &luaapi_class_fluid_box_prototype,
    &luaapi_class_group,
    &luaapi_class_signal_prototype,
    &luaapi_class_equipment_prototype,
    &luaapi_class_category_prototype,
    &luaapi_class_grid_prototype,
    &luaapi_class_pollutant_prototype,
    &luaapi_class_property_prototype,
    &luaapi_class_chunk_prototype,
    &luaapi_class_location_prototype,
    &luaapi_class_train_manager,
};

static void register_classes(lua_State *L)
{
    for (size_t i = 0; i < sizeof CLASSES / sizeof *CLASSES; i++) {
        luaapi_class_register(L, CLASSES[i]);
        luaapi_values_know(L, CLASSES[i]);
    }
    luaapi_class_register(L, &luaapi_class_dead_entity);
}

/* start{prototypes = "0x..."}: tables that the host has made and keeps alive, in place of the built-in ones. */
static void take_prototypes(lua_State *L, luaapi_world *world)
{
    lua_getfield(L, 1, "prototypes");
    const char *address = lua_tostring(L, -1);
    if (address != NULL && address[0] != 0) {
        world->prototypes = (const sim_prototypes *)(uintptr_t)strtoull(address, NULL, 16);
    }
    lua_pop(L, 1);
}

/* host.start{server, events, event_names, level, active_mods, map_settings, map_gen_settings}: must come first. */
static int start(lua_State *L)
{
    static const char *const kept[] = {"server",       "events",       "event_names",   "level",   "active_mods",
                                       "translations", "map_settings", "game_commands", "defines", "settings", NULL};
    luaapi_world *world = world_of(L);
    luaapi_names *names = world->names;
    luaapi_surface_spec spec;
    memset(&spec, 0, sizeof spec);
    take_prototypes(L, world);
    lua_getfield(L, 1, "watchdog_millions");
    luaapi_watchdog_set(L, lua_tonumber(L, -1));
    lua_pop(L, 1);
    for (int i = 0; kept[i] != NULL; i++) {
        lua_pushfstring(L, "luaapi.%s", kept[i]);
        lua_getfield(L, 1, kept[i]);
        lua_settable(L, LUA_REGISTRYINDEX);
    }
    lua_getfield(L, 1, "map_gen_settings");
    int settings = lua_gettop(L);
    luaapi_map_gen_settings_read(L, settings, world, &spec);
    spec.name = "nauvis";
    if (!luaapi_world_init(world, world->prototypes, spec.seed)) {
        return luaapi_raise(L, "The world cannot be made: out of memory");
    }
    world->names = names;
    luaapi_surface *nauvis = NULL;
    enum sim_result result = luaapi_world_create_surface(world, &spec, &nauvis);
    if (result != SIM_OK) {
        return luaapi_raise(L, "The first surface cannot be made: %s", sim_result_text(result));
    }
    luaapi_map_gen_settings_keep(L, settings, nauvis->index);
    luaapi_chunks_request(nauvis, 0, 0, LUAAPI_STARTING_CHUNKS);
    return 0;
}

static void push_of_mod(lua_State *L, luaapi_world *world, const luaapi_class *type, int record)
{
    luaapi_object_push(L, world, type);
    lua_pushvalue(L, record);
    lua_setuservalue(L, -2);
}

/* host.new_mod(name, version): the mod's script, remote and commands objects. */
static int new_mod(lua_State *L)
{
    luaapi_world *world = world_of(L);
    lua_newtable(L);
    int record = lua_gettop(L);
    lua_pushvalue(L, 1);
    lua_setfield(L, record, "name");
    lua_pushvalue(L, 2);
    lua_setfield(L, record, "version");
    static const char *const tables[] = {"handlers", "filters", "nth_tick", "metatables", NULL};
    for (int i = 0; tables[i] != NULL; i++) {
        lua_newtable(L);
        lua_setfield(L, record, tables[i]);
    }
    lua_rawgetp(L, LUA_REGISTRYINDEX, &luaapi_mods_key);
    lua_pushvalue(L, record);
    lua_rawseti(L, -2, (int)lua_rawlen(L, -2) + 1);
    push_of_mod(L, world, &luaapi_class_bootstrap, record);
    push_of_mod(L, world, &luaapi_class_remote, record);
    push_of_mod(L, world, &luaapi_class_command_processor, record);
    return 3;
}

/* host.load(text, chunk name, environment): the function, or nil and a message. */
static int load(lua_State *L)
{
    size_t length = 0;
    const char *text = luaapi_check_string(L, 1, "load", &length);
    const char *name = luaapi_check_string(L, 2, "load", NULL);
    luaapi_check_type(L, 3, LUA_TTABLE, "load");
    if (luaapi_load(L, text, length, name, 3)) {
        return 1;
    }
    lua_pushnil(L);
    lua_insert(L, -2);
    return 2;
}

/* host.new_objects(): game, prototypes, helpers, settings, rcon, rendering. */
static int new_objects(lua_State *L)
{
    static const luaapi_class *const classes[] = {&luaapi_class_game, &luaapi_class_prototypes, &luaapi_class_helpers,
                                                  &luaapi_class_settings, &luaapi_class_rcon,
                                                  &luaapi_class_rendering};
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        luaapi_object_push(L, world_of(L), classes[i]);
    }
    return sizeof classes / sizeof *classes;
}

/* host.generate_start(): what the spawn of a new game lies in. */
static int generate_start(lua_State *L)
{
    luaapi_chunks_generate(L, world_of(L), luaapi_world_surface(world_of(L), LUAAPI_NAUVIS), UINT32_MAX);
    return 0;
}

/* host.state(): tick, speed, paused, ticks to run, autosave_enabled. */
static int state(lua_State *L)
{
    const luaapi_world *world = world_of(L);
    lua_pushnumber(L, (double)world->tick);
    lua_pushnumber(L, world->speed);
    lua_pushboolean(L, world->tick_paused);
    lua_pushnumber(L, world->ticks_to_run);
    lua_pushboolean(L, world->autosave_enabled);
    return 5;
}

/* host.command(name, parameter or nil): true when a mod has that command. */
static int command(lua_State *L)
{
    size_t length = 0;
    const char *name = luaapi_check_string(L, 1, "command", NULL);
    const char *parameter = lua_isnoneornil(L, 2) ? NULL : luaapi_check_string(L, 2, "command", &length);
    lua_pushboolean(L, luaapi_command_run(L, world_of(L), name, parameter, length));
    return 1;
}

static int rcon_begin(lua_State *L)
{
    luaapi_watchdog_pat(L);
    luaapi_rcon_begin(L);
    return 0;
}

static int rcon_end(lua_State *L)
{
    luaapi_rcon_end(L);
    return 1;
}

static int fatal(lua_State *L)
{
    lua_pushstring(L, luaapi_event_fatal(L));
    return 1;
}

static int copy(lua_State *L)
{
    luaapi_copy_push(L, 1);
    return 1;
}

/* host.json_value(text), host.json_text(table): for what crosses as a whole. */
static int json_value(lua_State *L)
{
    size_t length = 0;
    const char *text = luaapi_check_string(L, 1, "json_value", &length);
    luaapi_json_push_value(L, text, length);
    return 1;
}

static int json_text(lua_State *L)
{
    luaapi_json_push_text(L, 1);
    return 1;
}

/* host.classes(): class name -> member -> what may be done with it. */
static int classes(lua_State *L)
{
    lua_newtable(L);
    for (size_t i = 0; i < sizeof CLASSES / sizeof *CLASSES; i++) {
        luaapi_class_push_members(L, CLASSES[i]);
        lua_setfield(L, -2, CLASSES[i]->name);
    }
    return 1;
}

static const luaL_Reg host_functions[] = {
    {"classes", classes},
    {"start", start},
    {"new_mod", new_mod},
    {"new_objects", new_objects},
    {"load", load},
    {"generate_start", generate_start},
    {"raise_lifecycle", luaapi_host_raise_lifecycle},
    {"save_storage", luaapi_host_save_storage},
    {"load_storage", luaapi_host_load_storage},
    {"save_registry", luaapi_host_save_registry},
    {"load_registry", luaapi_host_load_registry},
    {"update", luaapi_host_update},
    {"state", state},
    {"command", command},
    {"rcon_begin", rcon_begin},
    {"rcon_end", rcon_end},
    {"fatal", fatal},
    {"copy", copy},
    {"json_value", json_value},
    {"json_text", json_text},
    {"random", luaapi_math_random},
    {"randomseed", luaapi_math_randomseed},
    {"pairs", luaapi_ordered_lua_pairs},
    {"next", luaapi_ordered_lua_next},
    {"rawset", luaapi_ordered_lua_rawset},
    {"setmetatable", luaapi_ordered_lua_setmetatable},
    {"table_size", luaapi_ordered_lua_table_size},
    {"insert", luaapi_ordered_lua_insert},
    {"remove", luaapi_ordered_lua_remove},
    {"pack", luaapi_ordered_lua_pack},
    {"string_pack", luaapi_string_pack},
    {"string_packsize", luaapi_string_packsize},
    {"string_unpack", luaapi_string_unpack},
    {"log", luaapi_lua_log},
    {"print", luaapi_lua_print},
    {"localised_print", luaapi_lua_localised_print},
    {NULL, NULL},
};

__attribute__((visibility("default"))) int luaopen_factorio(lua_State *L);

/* The host's table. Its field `world` is the address of the world, for the native door. */
int luaopen_factorio(lua_State *L)
{
    luaapi_vm_memory_install(L);
    lua_gc(L, LUA_GCSETPAUSE, COLLECTOR_PAUSE);
    register_classes(L);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &luaapi_mods_key);
    lua_newtable(L);
    luaapi_world *world = push_world(L);
    luaapi_names_open(L, world);
    luaL_setfuncs(L, host_functions, 1);
    lua_pushfstring(L, "%p", (void *)world);
    lua_setfield(L, -2, "world");
    return 1;
}
