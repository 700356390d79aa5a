/* LuaSurface: enemies, units and groups of them, and paths. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/surface/entity_search.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/surface/surface_members.h"

/* The force that a field names, or else the player's. */
static uint32_t force_field(lua_State *L, int index, luaapi_world *world, uint32_t fallback)
{
    if (!luaapi_push_field(L, index, "force")) {
        return fallback;
    }
    uint32_t force = luaapi_read_force(L, -1, world);
    lua_pop(L, 1);
    return force;
}

static int is_hostile(const luaapi_world *world, uint32_t force, uint32_t other)
{
    return other != 0 && force != other && !luaapi_world_friends(world, force, other) &&
           !(world->forces[force - 1].cease_fires >> (other - 1) & 1);
}

/* What a search around a point looks for. */
typedef struct enemy_query {
    sim_position centre;
    double radius;    /* tiles                               */
    uint32_t force;   /* whose enemies                       */
    int only_units;
    int only_military;
} enemy_query;

static int enemy_fits(const luaapi_object *self, const enemy_query *query, const sim_entity *entity, int64_t *distance)
{
    const sim_entity_prototype *prototype = &PROTOTYPES(self)->entities[entity->prototype];
    int kind_fits = (!query->only_units || prototype->type == SIM_TYPE_UNIT) &&
                    (!query->only_military || prototype->flags & SIM_FLAG_IS_MILITARY_TARGET) &&
                    prototype->max_health > 0 && entity->force != SIM_FORCE_NEUTRAL;
    *distance = sim_distance_squared(query->centre, entity->position);
    double radius = query->radius * SIM_FIXED_ONE;
    return kind_fits && (double)*distance <= radius * radius &&
           is_hostile(self->world, query->force, luaapi_surface_of(self)->force_of_byte[entity->force]);
}

static sim_box box_around(const enemy_query *query)
{
    double reach = fmin(query->radius, 16384) * SIM_FIXED_ONE;
    sim_box box = {query->centre.x - (int32_t)reach, query->centre.y - (int32_t)reach,
                   query->centre.x + (int32_t)reach, query->centre.y + (int32_t)reach};
    return box;
}

/* Pushes the nearest; nil for none. Of equals the older slot. */
static int push_nearest(lua_State *L, luaapi_object *self, const enemy_query *query)
{
    sim_entity_cursor cursor = sim_entity_search(ARENA(self), box_around(query), SIM_SEARCH_ENTITIES);
    int64_t nearest = INT64_MAX;
    uint32_t best = 0;
    const sim_entity *entity;
    while ((entity = sim_entity_next(ARENA(self), &cursor)) != NULL) {
        int64_t distance = 0;
        uint32_t slot = sim_entity_index(ARENA(self), entity);
        if (enemy_fits(self, query, entity, &distance) &&
            (distance < nearest || (distance == nearest && slot < best))) {
            nearest = distance;
            best = slot;
        }
    }
    luaapi_push_slot(L, self, best);
    return 1;
}

static enemy_query read_query(lua_State *L, luaapi_object *self, const char *function)
{
    enemy_query query;
    memset(&query, 0, sizeof query);
    luaapi_check_type(L, 1, LUA_TTABLE, function);
    query.centre = luaapi_field_position(L, 1, "position");
    query.radius = luaapi_field_number(L, 1, "max_distance");
    query.force = force_field(L, 1, self->world, LUAAPI_FORCE_PLAYER);
    query.only_military = 1;
    return query;
}

static int find_nearest_enemy(lua_State *L, luaapi_object *self)
{
    enemy_query query = read_query(L, self, "find_nearest_enemy");
    return push_nearest(L, self, &query);
}

static int find_nearest_owned(lua_State *L, luaapi_object *self)
{
    enemy_query query = read_query(L, self, "find_nearest_enemy_entity_with_owner");
    query.only_military = 0;
    return push_nearest(L, self, &query);
}

/* find_enemy_units(center, radius, force?): units that are enemies of the force. */
static int find_enemy_units(lua_State *L, luaapi_object *self)
{
    enemy_query query;
    memset(&query, 0, sizeof query);
    query.centre = luaapi_read_fixed_position(L, 1, "center");
    query.radius = luaapi_check_number(L, 2, "find_enemy_units");
    query.force = lua_isnoneornil(L, 3) ? LUAAPI_FORCE_PLAYER : luaapi_read_force(L, 3, self->world);
    query.only_units = 1;
    sim_entity_cursor cursor = sim_entity_search(ARENA(self), box_around(&query), SIM_SEARCH_ENTITIES);
    const sim_entity *entity;
    int count = 0;
    lua_newtable(L);
    while ((entity = sim_entity_next(ARENA(self), &cursor)) != NULL) {
        int64_t distance = 0;
        if (enemy_fits(self, &query, entity, &distance)) {
            luaapi_push_slot(L, self, sim_entity_index(ARENA(self), entity));
            lua_rawseti(L, -2, ++count);
        }
    }
    return 1;
}

/* create_unit_group{position, force?}: a script-driven group of that force, the enemy's without one. */
static int create_unit_group(lua_State *L, luaapi_object *self)
{
    luaapi_check_type(L, 1, LUA_TTABLE, "create_unit_group");
    sim_position position = luaapi_field_position(L, 1, "position");
    uint32_t force = force_field(L, 1, self->world, LUAAPI_FORCE_ENEMY);
    uint8_t byte = luaapi_surface_force_byte(self->world, luaapi_surface_of(self), force);
    uint32_t group = 0;
    enum sim_result result = SIM_BAD_ARGUMENT;
    if (byte < LUAAPI_SURFACE_FORCES) {
        GROWING(self, result, sim_unit_group_create(ARENA(self), byte, position, 1, &group));
    }
    if (result != SIM_OK) {
        return luaapi_raise(L, "LuaSurface::create_unit_group: %s.", sim_result_text(result));
    }
    luaapi_push_group(L, self->world, self->surface, group);
    return 1;
}

/* Where a path begins and ends, and who walks. */
static sim_path_query read_path_query(lua_State *L, luaapi_object *self)
{
    sim_path_query query;
    memset(&query, 0, sizeof query);
    luaapi_check_type(L, 1, LUA_TTABLE, "request_path");
    query.start = luaapi_field_position(L, 1, "start");
    query.goal = luaapi_field_position(L, 1, "goal");
    if (!luaapi_push_field(L, 1, "bounding_box")) {
        luaapi_raise(L, "Key \"bounding_box\" not found in property tree at ROOT");
    }
    query.box = luaapi_read_area(L, -1, "bounding_box");
    lua_pop(L, 1);
    query.layers = luaapi_read_collision_layers(L, 1, "collision_mask");
    query.radius = sim_fixed_from_tiles(fmin(fmax(luaapi_field_number_or(L, 1, "radius", 1), 0), 8192));
    uint32_t force = force_field(L, 1, self->world, LUAAPI_FORCE_PLAYER);
    uint8_t byte = luaapi_surface_force_byte(self->world, luaapi_surface_of(self), force);
    query.force = byte < LUAAPI_SURFACE_FORCES ? byte : SIM_FORCE_NEUTRAL;
    query.cannot_break = 1;
    if (luaapi_push_field(L, 1, "pathfind_flags")) {
        query.cannot_break = (uint8_t)luaapi_field_boolean_or(L, lua_gettop(L), "no_break", 0);
        lua_pop(L, 1);
    } else {
        query.cannot_break = 0;
    }
    return query;
}

/* request_path{...}: an id; the answer comes as on_script_path_request_finished. */
static int request_path(lua_State *L, luaapi_object *self)
{
    sim_path_query query = read_path_query(L, self);
    luaapi_world *world = self->world;
    luaapi_path_request *paths = realloc(world->paths, (world->path_count + 1) * sizeof *paths);
    if (paths == NULL) {
        return luaapi_raise(L, "LuaSurface::request_path: out of memory");
    }
    world->paths = paths;
    luaapi_path_request request = {++world->last_path_id, self->surface, 0};
    enum sim_result result = SIM_OK;
    GROWING(self, result, sim_path_request(ARENA(self), &query, &request.number));
    if (result != SIM_OK) {
        return luaapi_raise(L, "LuaSurface::request_path: %s.", sim_result_text(result));
    }
    world->paths[world->path_count++] = request;
    lua_pushnumber(L, request.id);
    return 1;
}

const luaapi_member luaapi_surface_enemy_members[] = {
    {"find_nearest_enemy", NULL, NULL, find_nearest_enemy},
    {"find_nearest_enemy_entity_with_owner", NULL, NULL, find_nearest_owned},
    {"find_enemy_units", NULL, NULL, find_enemy_units},
    {"create_unit_group", NULL, NULL, create_unit_group},
    {"request_path", NULL, NULL, request_path},
    {NULL, NULL, NULL, NULL},
};
