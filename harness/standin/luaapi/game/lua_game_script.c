/* LuaGameScript: what `game` does beside time, surfaces and forces: inventories and profilers of scripts, saves, what a
 * server without players answers to calls about players, screens and sounds. */
#include <stdio.h>
#include <string.h>

#include "harness/standin/luaapi/objects/arguments.h"
#include "harness/standin/luaapi/objects/classes.h"
#include "harness/standin/luaapi/host/console.h"
#include "harness/standin/luaapi/script/events.h"
#include "harness/standin/luaapi/game/game_members.h"
#include "harness/standin/luaapi/world/map_gen_settings.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/objects/plain_members.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"
#include "harness/standin/luaapi/vm/raise.h"

#define MOST_SLOTS 65535

static int create_inventory(lua_State *L, luaapi_object *self)
{
    uint16_t slots = (uint16_t)luaapi_check_integer(L, 1, 1, MOST_SLOTS, "create_inventory");
    luaapi_push_script_inventory(L, self->world, slots);
    return 1;
}

/* get_script_inventories(mod?): {mod name = list}; whose they are is not kept, so all are under "level". */
static int get_script_inventories(lua_State *L, luaapi_object *self)
{
    lua_newtable(L);
    luaapi_push_script_inventories(L, self->world);
    luaapi_ordered_setfield(L, -2, "level");
    return 1;
}

static int create_profiler(lua_State *L, luaapi_object *self)
{
    luaapi_push_profiler(L, self->world, lua_toboolean(L, 1));
    return 1;
}

/* Asks the server to save when the update is over: (name or nil, is it an autosave). */
static void request_save(lua_State *L, luaapi_object *self, int is_auto)
{
    const char *name = lua_isnoneornil(L, 1) ? "" : luaapi_check_string(L, 1, is_auto ? "auto_save" : "server_save", NULL);
    self->world->save_request++;
    lua_pushstring(L, name);
    lua_pushboolean(L, is_auto);
    luaapi_server_call(L, "save", 2, 0);
}

static int server_save(lua_State *L, luaapi_object *self)
{
    request_save(L, self, 0);
    return 0;
}

static int auto_save(lua_State *L, luaapi_object *self)
{
    request_save(L, self, 1);
    return 0;
}

/* get_entity_by_unit_number(number): unit numbers are counted per surface here, so the first surface that has one. */
static int get_entity_by_unit_number(lua_State *L, luaapi_object *self)
{
    uint32_t number = (uint32_t)luaapi_check_integer(L, 1, 0, UINT32_MAX, "get_entity_by_unit_number");
    for (uint32_t index = 1; index <= self->world->surface_count && number != 0; index++) {
        const luaapi_surface *surface = luaapi_world_surface(self->world, index);
        for (uint32_t slot = 1; surface != NULL && slot < surface->arena->entity_slots; slot++) {
            const sim_entity *entity = sim_entity_slot(surface->arena, slot);
            if (entity != NULL && entity->unit_number == number &&
                self->world->prototypes->entities[entity->prototype].has_unit_number) {
                luaapi_push_entity(L, self->world, index, sim_entity_handle(surface->arena, slot));
                return 1;
            }
        }
    }
    lua_pushnil(L);
    return 1;
}

/* Reads of what is false or zero on every such server. */
NUMBER_GETTER(get_difficulty, 0)

static int get_difficulty_settings(lua_State *L, luaapi_object *self)
{
    self->world->map_settings_seen = 1;
    lua_getfield(L, LUA_REGISTRYINDEX, "luaapi.map_settings");
    lua_getfield(L, -1, "difficulty_settings");
    return 1;
}

static int get_default_map_gen_settings(lua_State *L, luaapi_object *self)
{
    luaapi_map_gen_settings_push(L, luaapi_world_surface(self->world, LUAAPI_NAUVIS));
    return 1;
}

/* get_pollution_statistics(surface) */
static int get_pollution_statistics(lua_State *L, luaapi_object *self)
{
    const luaapi_surface *surface = luaapi_read_surface(L, 1, self->world);
    luaapi_push_flow_statistics(L, self->world, surface->index, 0, LUAAPI_FLOW_POLLUTION);
    return 1;
}

/* force_crc() and the like only write files that nobody here reads. */
static int is_notified(lua_State *L, luaapi_object *self)
{
    lua_pushboolean(L, !self->world->no_technology_notifications);
    return 1;
}

static int set_notified(lua_State *L, luaapi_object *self)
{
    self->world->no_technology_notifications = !lua_toboolean(L, 3);
    return 0;
}

/* merge_forces(source, destination): what stands becomes the destination's at once; the game does so at the end of the
 * tick, and the source's research is lost in both. */
static int merge_forces(lua_State *L, luaapi_object *self)
{
    uint32_t from = luaapi_read_force(L, 1, self->world);
    uint32_t to = luaapi_read_force(L, 2, self->world);
    if (from <= LUAAPI_FORCE_NEUTRAL) {
        return luaapi_raise(L, "The default forces cannot be merged into another.");
    }
    for (uint32_t index = 1; index <= self->world->surface_count; index++) {
        luaapi_surface *surface = luaapi_world_surface(self->world, index);
        uint8_t byte = surface == NULL ? 255 : luaapi_surface_force_byte(self->world, surface, to);
        for (uint32_t slot = 1; byte < LUAAPI_SURFACE_FORCES && slot < surface->arena->entity_slots; slot++) {
            const sim_entity *entity = sim_entity_slot(surface->arena, slot);
            if (entity != NULL && surface->force_of_byte[entity->force] == from) {
                sim_entity_set_force(surface->arena, self->world->prototypes, sim_entity_handle(surface->arena, slot),
                                     byte);
            }
        }
    }
    return 0;
}

static int get_planets(lua_State *L, luaapi_object *self)
{
    luaapi_push_planets(L, self->world);
    return 1;
}

const luaapi_member luaapi_game_script_members[] = {
    {"blueprints", luaapi_get_empty, NULL, NULL},
    {"simulation", luaapi_get_nothing, NULL, NULL},
    {"planets", get_planets, NULL, NULL},
    {"train_manager", luaapi_game_get_train_manager, NULL, NULL},
    {"get_entity_by_tag", NULL, NULL, luaapi_get_nothing},
    {"backer_names", luaapi_get_empty, NULL, NULL},
    {"create_inventory", NULL, NULL, create_inventory},
    {"get_script_inventories", NULL, NULL, get_script_inventories},
    {"create_profiler", NULL, NULL, create_profiler},
    {"server_save", NULL, NULL, server_save},
    {"auto_save", NULL, NULL, auto_save},
    {"get_entity_by_unit_number", NULL, NULL, get_entity_by_unit_number},
    {"merge_forces", NULL, NULL, merge_forces},
    {"get_pollution_statistics", NULL, NULL, get_pollution_statistics},
    {"default_map_gen_settings", get_default_map_gen_settings, NULL, NULL},
    {"difficulty", get_difficulty, NULL, NULL},
    {"difficulty_settings", get_difficulty_settings, NULL, NULL},
    {"technology_notifications_enabled", is_notified, set_notified, NULL},
    {"console_command_used", luaapi_get_true, NULL, NULL},
    {"finished", luaapi_get_false, NULL, NULL},
    {"finished_but_continuing", luaapi_get_false, NULL, NULL},
    {"is_demo", NULL, NULL, luaapi_get_false},
    {"reset_game_state", NULL, NULL, luaapi_do_nothing},
    {"reset_time_played", NULL, NULL, luaapi_do_nothing},
    {"set_game_state", NULL, NULL, luaapi_do_nothing},
    {"set_win_ending_info", NULL, NULL, luaapi_do_nothing},
    {"set_lose_ending_info", NULL, NULL, luaapi_do_nothing},
    {"take_screenshot", NULL, NULL, luaapi_do_nothing},
    {"take_technology_screenshot", NULL, NULL, luaapi_do_nothing},
    {"set_wait_for_screenshots_to_finish", NULL, NULL, luaapi_do_nothing},
    {"play_sound", NULL, NULL, luaapi_do_nothing},
    {"show_message_dialog", NULL, NULL, luaapi_do_nothing},
    {"disable_replay", NULL, NULL, luaapi_do_nothing},
    {"reload_mods", NULL, NULL, luaapi_do_nothing},
    {"reload_script", NULL, NULL, luaapi_do_nothing},
    {"force_crc", NULL, NULL, luaapi_do_nothing},
    {"get_vehicles", NULL, NULL, luaapi_get_empty},
    {"remove_offline_players", NULL, NULL, luaapi_do_nothing},
    {NULL, NULL, NULL, NULL},
};
