/* LuaSurface: what is spilled, cleared and generated anew, lists over a whole surface, its light and wind. */
#include <string.h>

#include "harness/standin/luaapi/world/chunks.h"
#include "harness/standin/luaapi/host/console.h"
#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/surface/entity_search.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/objects/plain_members.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"
#include "harness/standin/luaapi/surface/surface_members.h"
#include "harness/standin/luaapi/prototype/raw_list.h"

NUMBER_GETTER(get_no_wind, 0)
NUMBER_GETTER(get_one, 1)

/* The planet whose surface this is; nil for surfaces that scripts have made. */
static int get_planet(lua_State *L, luaapi_object *self)
{
    luaapi_push_planets(L, self->world);
    lua_getfield(L, -1, luaapi_surface_of(self)->name);
    return 1;
}

static int get_localised_name(lua_State *L, luaapi_object *self)
{
    (void)self;
    lua_pushstring(L, luaapi_surface_of(self)->name);
    return 1;
}

static int print(lua_State *L, luaapi_object *self)
{
    (void)self;
    luaapi_console_write(L, LUAAPI_CONSOLE_CHAT, 1);
    return 0;
}

BOOLEAN_GETTER(get_deletable, self->surface != LUAAPI_NAUVIS)

/* clear(ignore_characters?): everything that stands there goes; chunks will be generated anew. */
static int clear(lua_State *L, luaapi_object *self)
{
    int keeps = lua_toboolean(L, 1);
    luaapi_surface *surface = luaapi_surface_of(self);
    for (uint32_t slot = 1; slot < surface->arena->entity_slots; slot++) {
        const sim_entity *entity = sim_entity_slot(surface->arena, slot);
        if (entity != NULL &&
            !(keeps && PROTOTYPES(self)->entities[entity->prototype].type == SIM_TYPE_CHARACTER)) {
            sim_entity_destroy(surface->arena, PROTOTYPES(self), sim_entity_handle(surface->arena, slot));
        }
    }
    if (surface->chunks != NULL) {
        memset(surface->chunks, 0, (size_t)surface->arena->chunk_columns * surface->arena->chunk_rows);
        surface->chunks_requested = 0;
    }
    return 0;
}

/* Writes what the filter at the index finds into the list. */
static void find_into(lua_State *L, int index, luaapi_object *self, int list)
{
    luaapi_surface *surface = luaapi_surface_of(self);
    uint32_t count = 0;
    luaapi_entity_search(L, index, self->world, surface, &count);
    for (uint32_t i = 0; i < count; i++) {
        luaapi_push_entity(L, self->world, self->surface, sim_entity_handle(surface->arena, self->world->found[i]));
        lua_rawseti(L, list, (int)i + 1);
    }
}

/* find_units{area, force, condition}: units in the area by condition: "same" for those of the force, else all. */
static int find_units(lua_State *L, luaapi_object *self)
{
    luaapi_check_type(L, 1, LUA_TTABLE, "find_units");
    const char *condition = luaapi_field_string(L, 1, "condition");
    lua_newtable(L);
    lua_getfield(L, 1, "area");
    luaapi_ordered_setfield(L, -2, "area");
    lua_pushstring(L, "unit");
    luaapi_ordered_setfield(L, -2, "type");
    int filter = lua_gettop(L);
    if (strcmp(condition, "same") == 0) {
        lua_getfield(L, 1, "force");
        luaapi_ordered_setfield(L, filter, "force");
    }
    lua_newtable(L);
    int list = lua_gettop(L);
    find_into(L, filter, self, list);
    lua_settop(L, list);
    return 1;
}

/* get_entities_with_force(chunk, force) */
static int get_entities_with_force(lua_State *L, luaapi_object *self)
{
    double x = 0;
    double y = 0;
    luaapi_read_position(L, 1, "chunk", &x, &y);
    lua_newtable(L);
    int filter = lua_gettop(L);
    sim_box area = {(int32_t)x * SIM_CHUNK_TILES * SIM_FIXED_ONE, (int32_t)y * SIM_CHUNK_TILES * SIM_FIXED_ONE,
                    ((int32_t)x + 1) * SIM_CHUNK_TILES * SIM_FIXED_ONE,
                    ((int32_t)y + 1) * SIM_CHUNK_TILES * SIM_FIXED_ONE};
    luaapi_push_box(L, area);
    luaapi_ordered_setfield(L, filter, "area");
    lua_pushvalue(L, 2);
    luaapi_ordered_setfield(L, filter, "force");
    lua_newtable(L);
    int list = lua_gettop(L);
    find_into(L, filter, self, list);
    lua_settop(L, list);
    return 1;
}

/* spill_inventory{position, inventory, ...}: all that it holds, stack by stack. */
static int spill_inventory(lua_State *L, luaapi_object *self)
{
    luaapi_check_type(L, 1, LUA_TTABLE, "spill_inventory");
    (void)self;
    lua_getfield(L, 1, "inventory");
    luaapi_object_check(L, lua_gettop(L), &luaapi_class_inventory, "spill_inventory");
    int inventory = lua_gettop(L);
    lua_newtable(L);
    int spilled = lua_gettop(L);
    lua_getfield(L, inventory, "get_contents");
    lua_call(L, 0, 1);
    int contents = lua_gettop(L);
    int count = (int)lua_rawlen(L, contents);
    for (int i = 1; i <= count; i++) {
        lua_pushvalue(L, lua_upvalueindex(1));
        lua_getfield(L, -1, "spill_item_stack");
        lua_newtable(L);
        lua_getfield(L, 1, "position");
        luaapi_ordered_setfield(L, -2, "position");
        lua_rawgeti(L, contents, i);
        luaapi_ordered_setfield(L, -2, "stack");
        lua_call(L, 1, 1);
        int length = (int)lua_rawlen(L, -1);
        for (int j = 1; j <= length; j++) {
            lua_rawgeti(L, -1, j);
            lua_rawseti(L, spilled, (int)lua_rawlen(L, spilled) + 1);
        }
        lua_settop(L, contents);
    }
    lua_getfield(L, inventory, "clear");
    lua_call(L, 0, 0);
    lua_settop(L, spilled);
    return 1;
}

static int pollution_statistics(lua_State *L, luaapi_object *self)
{
    luaapi_push_flow_statistics(L, self->world, self->surface, 0, LUAAPI_FLOW_POLLUTION);
    return 1;
}

/* What pollutes here is what nauvis has. */
static int get_pollutant_type(lua_State *L, luaapi_object *self)
{
    luaapi_push_prototype_or_nil(L, self->world, &luaapi_class_pollutant_prototype,
                                 luaapi_raw_number(L, "airborne-pollutant", "pollution"));
    return 1;
}

static int is_false(lua_State *L, luaapi_object *self)
{
    (void)self;
    lua_pushboolean(L, 0);
    return 1;
}

/* regenerate_entity(names?): puts back what map generation once put into the generated chunks and is gone. */
static int regenerate_entity(lua_State *L, luaapi_object *self)
{
    luaapi_surface *surface = luaapi_surface_of(self);
    if (surface->chunks == NULL) {
        return 0;
    }
    uint32_t count = surface->arena->chunk_columns * surface->arena->chunk_rows;
    for (uint32_t i = 0; i < count; i++) {
        if (surface->chunks[i] == LUAAPI_CHUNK_GENERATED) {
            surface->chunks[i] = LUAAPI_CHUNK_REQUESTED;
            surface->chunks_requested++;
        }
    }
    luaapi_chunks_generate(L, self->world, surface, UINT32_MAX);
    return 0;
}

NUMBER_GETTER(get_dusk, SIM_DUSK)
NUMBER_GETTER(get_evening, SIM_EVENING)
NUMBER_GETTER(get_morning, SIM_MORNING)
NUMBER_GETTER(get_dawn, SIM_DAWN)

const luaapi_member luaapi_surface_script_members[] = {
    {"dusk", get_dusk, NULL, NULL},
    {"evening", get_evening, NULL, NULL},
    {"morning", get_morning, NULL, NULL},
    {"dawn", get_dawn, NULL, NULL},
    {"localised_name", get_localised_name, NULL, NULL},
    {"planet", get_planet, NULL, NULL},
    {"platform", luaapi_get_nothing, NULL, NULL},
    {"wind_speed", get_no_wind, NULL, NULL},
    {"wind_orientation", get_no_wind, NULL, NULL},
    {"solar_power_multiplier", get_one, NULL, NULL},
    {"pollutant_type", get_pollutant_type, NULL, NULL},
    {"pollution_statistics", pollution_statistics, NULL, NULL},
    {"has_global_electric_network", is_false, NULL, NULL},
    {"deletable", get_deletable, NULL, NULL},
    {"print", NULL, NULL, print},
    {"play_sound", NULL, NULL, luaapi_do_nothing},
    {"create_particle", NULL, NULL, luaapi_do_nothing},
    {"create_trivial_smoke", NULL, NULL, luaapi_do_nothing},
    {"create_decoratives", NULL, NULL, luaapi_do_nothing},
    {"regenerate_decorative", NULL, NULL, luaapi_do_nothing},
    {"find_decoratives_filtered", NULL, NULL, luaapi_get_empty},
    {"regenerate_entity", NULL, NULL, regenerate_entity},
    {"clear", NULL, NULL, clear},
    {"find_units", NULL, NULL, find_units},
    {"get_entities_with_force", NULL, NULL, get_entities_with_force},
    {"spill_inventory", NULL, NULL, spill_inventory},
    {NULL, NULL, NULL, NULL},
};
