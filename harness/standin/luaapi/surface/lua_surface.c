/* LuaSurface: entities and tiles of one surface, and its light. */
#include <math.h>
#include <string.h>

#include "harness/standin/luaapi/world/chunks.h"
#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/surface/entity_search.h"
#include "harness/standin/luaapi/script/events.h"
#include "harness/standin/luaapi/world/map_gen_settings.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/surface/surface_members.h"

#define FINEST_PRECISION 0.01  /* tiles: the least step of find_non_colliding_position */
#define WIDEST_SEARCH 512.0    /* tiles: what the game's endless radius 0 is cut to    */

void luaapi_push_surface(lua_State *L, luaapi_world *world, uint32_t index)
{
    luaapi_object *object = luaapi_object_push(L, world, &luaapi_class_surface);
    object->number = index;
    object->surface = index;
}

static int surface_valid(const luaapi_object *self)
{
    return luaapi_surface_of(self) != NULL;
}

static int get_name(lua_State *L, luaapi_object *self)
{
    lua_pushstring(L, luaapi_surface_of(self)->name);
    return 1;
}

static int set_name(lua_State *L, luaapi_object *self)
{
    size_t length = 0;
    const char *name = luaapi_check_string(L, 3, "name", &length);
    luaapi_surface *surface = luaapi_surface_of(self);
    if (length == 0 || length >= LUAAPI_NAME_BYTES || surface->index == LUAAPI_NAUVIS ||
        luaapi_world_surface_named(self->world, name) != NULL) {
        return luaapi_raise(L, "LuaSurface::name cannot be changed to \"%s\".", name);
    }
    memcpy(surface->name, name, length + 1);
    return 0;
}

static int get_index(lua_State *L, luaapi_object *self)
{
    lua_pushnumber(L, self->number);
    return 1;
}

#define FLAG_MEMBER(field)                                                                                           \
    static int get_##field(lua_State *L, luaapi_object *self)                                                        \
    {                                                                                                                \
        lua_pushboolean(L, luaapi_surface_of(self)->field);                                                          \
        return 1;                                                                                                    \
    }                                                                                                                \
    static int set_##field(lua_State *L, luaapi_object *self)                                                        \
    {                                                                                                                \
        luaapi_surface_of(self)->field = (uint8_t)lua_toboolean(L, 3);                                               \
        return 0;                                                                                                    \
    }

FLAG_MEMBER(always_day)
FLAG_MEMBER(freeze_daytime)
FLAG_MEMBER(peaceful_mode)
FLAG_MEMBER(no_enemies_mode)
FLAG_MEMBER(show_clouds)
FLAG_MEMBER(lab_tiles)

static int get_daytime(lua_State *L, luaapi_object *self)
{
    const luaapi_surface *surface = luaapi_surface_of(self);
    lua_pushnumber(L, surface->always_day ? 0 : surface->daytime);
    return 1;
}

static int set_daytime(lua_State *L, luaapi_object *self)
{
    double daytime = luaapi_check_number(L, 3, "daytime");
    if (!(fabs(daytime) < 1e9)) {
        return luaapi_raise(L, "LuaSurface::daytime must be a number from 0 to 1.");
    }
    luaapi_surface_of(self)->daytime = daytime - floor(daytime);
    return 0;
}

static int get_ticks_per_day(lua_State *L, luaapi_object *self)
{
    lua_pushnumber(L, luaapi_surface_of(self)->ticks_per_day);
    return 1;
}

static int set_ticks_per_day(lua_State *L, luaapi_object *self)
{
    luaapi_surface_of(self)->ticks_per_day = (uint32_t)luaapi_read_integer(L, 3, "ticks_per_day", 1, UINT32_MAX);
    return 0;
}

static int get_map_gen_settings(lua_State *L, luaapi_object *self)
{
    luaapi_map_gen_settings_push(L, luaapi_surface_of(self));
    return 1;
}

static int set_map_gen_settings(lua_State *L, luaapi_object *self)
{
    luaapi_check_type(L, 3, LUA_TTABLE, "map_gen_settings");
    luaapi_map_gen_settings_keep(L, 3, luaapi_surface_of(self)->index);
    return 0;
}

static int push_found(lua_State *L, luaapi_object *self, int filter)
{
    uint32_t count = 0;
    luaapi_surface *surface = luaapi_surface_of(self);
    luaapi_entity_search(L, filter, self->world, surface, &count);
    luaapi_class_push_metatable(L, &luaapi_class_entity);
    int metatable = lua_gettop(L);
    lua_createtable(L, (int)count, 0);
    for (uint32_t i = 0; i < count; i++) { /* the scratch may move: a collected table's finaliser may search too */
        luaapi_object *entity = luaapi_object_push_like(L, self->world, &luaapi_class_entity, metatable);
        entity->surface = self->surface;
        entity->entity = sim_entity_handle(surface->arena, self->world->found[i]);
        lua_rawseti(L, metatable + 1, (int)i + 1);
    }
    return 1;
}

static int find_entities_filtered(lua_State *L, luaapi_object *self)
{
    return push_found(L, self, 1);
}

static int count_entities_filtered(lua_State *L, luaapi_object *self)
{
    uint32_t count = 0;
    luaapi_entity_search(L, 1, self->world, luaapi_surface_of(self), &count);
    lua_pushnumber(L, count);
    return 1;
}

/* find_entities(area?): the same as a filter with that area alone. */
static int find_entities(lua_State *L, luaapi_object *self)
{
    if (lua_isnoneornil(L, 1)) {
        return push_found(L, self, 0);
    }
    lua_newtable(L);
    lua_pushvalue(L, 1);
    lua_setfield(L, -2, "area");
    return push_found(L, self, lua_gettop(L));
}

/* find_entity(name, position): the entity whose box holds the point, else one that stands exactly there. */
static int find_entity(lua_State *L, luaapi_object *self)
{
    uint16_t prototype = luaapi_read_entity_prototype(L, 1, self->world);
    sim_position position = luaapi_read_fixed_position(L, 2, "position");
    const sim_arena *arena = luaapi_surface_of(self)->arena;
    sim_entity_filter filter;
    memset(&filter, 0, sizeof filter);
    filter.prototype = prototype;
    sim_box point = {position.x, position.y, position.x, position.y};
    uint32_t slot = 0;
    if (sim_entity_find(arena, self->world->prototypes, point, &filter, &slot, 1) == 0) {
        lua_pushnil(L);
        return 1;
    }
    luaapi_push_entity(L, self->world, self->surface, sim_entity_handle(arena, slot));
    return 1;
}

static int get_tile(lua_State *L, luaapi_object *self)
{
    double x = 0;
    double y = 0;
    if (lua_type(L, 1) == LUA_TNUMBER) {
        x = (double)luaapi_check_integer(L, 1, -1000000, 1000000, "get_tile");
        y = (double)luaapi_check_integer(L, 2, -1000000, 1000000, "get_tile");
    } else {
        luaapi_read_position(L, 1, "position", &x, &y);
    }
    luaapi_push_tile(L, self->world, self->surface, (int32_t)floor(x), (int32_t)floor(y));
    return 1;
}

/* Tiles that are set stay when their chunk is generated, because it is generated before. */
static void make_chunk(lua_State *L, const luaapi_object *self, int32_t x, int32_t y)
{
    luaapi_surface *surface = luaapi_surface_of(self);
    if (!luaapi_chunk_exists_at(surface, x, y) &&
        luaapi_chunks_request(surface, luaapi_chunk_of(x), luaapi_chunk_of(y), 0) > 0) {
        luaapi_chunks_generate(L, self->world, surface, UINT32_MAX);
    }
}

/* set_tiles{{name = , position = }, ...}: tiles beyond the map are passed over, as tiles without a chunk are. */
static int set_tiles(lua_State *L, luaapi_object *self)
{
    luaapi_check_type(L, 1, LUA_TTABLE, "set_tiles");
    int length = (int)lua_rawlen(L, 1);
    for (int i = 1; i <= length; i++) {
        double x = 0;
        double y = 0;
        lua_rawgeti(L, 1, i);
        luaapi_check_type(L, -1, LUA_TTABLE, "set_tiles");
        lua_getfield(L, -1, "name");
        uint16_t tile = luaapi_read_tile_prototype(L, -1, self->world);
        lua_getfield(L, -2, "position");
        luaapi_read_position(L, -1, "position", &x, &y);
        make_chunk(L, self, (int32_t)floor(x), (int32_t)floor(y));
        luaapi_surface_set_tile(self->world, luaapi_surface_of(self), (int32_t)floor(x), (int32_t)floor(y), tile);
        lua_pop(L, 3);
    }
    return 0;
}

int luaapi_surface_is_free(const luaapi_object *self, uint16_t prototype, double x, double y, sim_position *found)
{
    sim_handle nothing = {0, 0};
    found->x = sim_fixed_from_tiles(x);
    found->y = sim_fixed_from_tiles(y);
    return sim_entity_can_place(luaapi_surface_of(self)->arena, self->world->prototypes, prototype, 0, *found, nothing);
}

/* Tries the border of the square `ring` steps around the centre: for each step from the least to the greatest its place on
 * the top, the bottom, the left and the right side. So eight characters were placed on a running game around one point
 * (notes of arturh85/factorio-bot, 2026-09-05). */
static int search_ring(const luaapi_object *self, uint16_t prototype, double x, double y, double step, int ring,
                       sim_position *found)
{
    for (int along = -ring; along <= ring; along++) {
        const int places[][2] = {{along, -ring}, {along, ring}, {-ring, along}, {ring, along}};
        for (unsigned side = 0; side < sizeof places / sizeof *places; side++) {
            if (luaapi_surface_is_free(self, prototype, x + places[side][0] * step, y + places[side][1] * step, found)) {
                return 1;
            }
        }
    }
    return 0;
}

/* find_non_colliding_position(name, center, radius, precision, force_to_tile_center?): nearest square ring first. */
static int find_non_colliding_position(lua_State *L, luaapi_object *self)
{
    double x = 0;
    double y = 0;
    uint16_t prototype = luaapi_read_entity_prototype(L, 1, self->world);
    luaapi_read_position(L, 2, "center", &x, &y);
    double radius = luaapi_check_number(L, 3, "find_non_colliding_position");
    double step = fmax(luaapi_check_number(L, 4, "find_non_colliding_position"), FINEST_PRECISION);
    if (lua_toboolean(L, 5)) {
        x = floor(x) + 0.5;
        y = floor(y) + 0.5;
        step = fmax(1, floor(step));
    }
    double reach = radius > 0 && radius < WIDEST_SEARCH ? radius : WIDEST_SEARCH;
    sim_position found;
    for (int ring = 0; ring * step <= reach; ring++) {
        if (search_ring(self, prototype, x, y, step, ring, &found)) {
            luaapi_push_fixed_position(L, found);
            return 1;
        }
    }
    lua_pushnil(L);
    return 1;
}

/* Puts one item on the ground, with more room in the arena if it needs it. */
static enum sim_result spill_one(luaapi_object *self, sim_position position, uint16_t item, sim_handle *created)
{
    luaapi_surface *surface = luaapi_surface_of(self);
    enum sim_result result =
        sim_ground_item_spill(surface->arena, self->world->prototypes, position, item, 1, created);
    while (result == SIM_ARENA_FULL && luaapi_surface_grow(self->world, surface)) {
        result = sim_ground_item_spill(surface->arena, self->world->prototypes, position, item, 1, created);
    }
    return result;
}

/* spill_item_stack{position, stack}: the created entities, one a piece. */
static int spill_item_stack(lua_State *L, luaapi_object *self)
{
    luaapi_check_type(L, 1, LUA_TTABLE, "spill_item_stack");
    sim_position position = luaapi_field_position(L, 1, "position");
    uint16_t item = 0;
    uint32_t count = 0;
    lua_getfield(L, 1, "stack");
    luaapi_read_stack(L, -1, self->world, &item, &count);
    lua_newtable(L);
    for (uint32_t i = 0; i < count && item != 0; i++) {
        sim_handle created;
        if (spill_one(self, position, item, &created) != SIM_OK) {
            break;
        }
        luaapi_push_entity(L, self->world, self->surface, created);
        lua_rawseti(L, -2, (int)i + 1);
    }
    return 1;
}

/* Decoratives do not exist here, so there are none to destroy. */
static int destroy_decoratives(lua_State *L, luaapi_object *self)
{
    (void)self;
    luaapi_check_type(L, 1, LUA_TTABLE, "destroy_decoratives");
    return 0;
}

static const luaapi_member members[] = {
    {"name", get_name, set_name, NULL},
    {"index", get_index, NULL, NULL},
    {"always_day", get_always_day, set_always_day, NULL},
    {"freeze_daytime", get_freeze_daytime, set_freeze_daytime, NULL},
    {"peaceful_mode", get_peaceful_mode, set_peaceful_mode, NULL},
    {"no_enemies_mode", get_no_enemies_mode, set_no_enemies_mode, NULL},
    {"show_clouds", get_show_clouds, set_show_clouds, NULL},
    {"generate_with_lab_tiles", get_lab_tiles, set_lab_tiles, NULL},
    {"daytime", get_daytime, set_daytime, NULL},
    {"ticks_per_day", get_ticks_per_day, set_ticks_per_day, NULL},
    {"map_gen_settings", get_map_gen_settings, set_map_gen_settings, NULL},
    {"find_entities", NULL, NULL, find_entities},
    {"find_entities_filtered", NULL, NULL, find_entities_filtered},
    {"count_entities_filtered", NULL, NULL, count_entities_filtered},
    {"find_entity", NULL, NULL, find_entity},
    {"get_tile", NULL, NULL, get_tile},
    {"set_tiles", NULL, NULL, set_tiles},
    {"find_non_colliding_position", NULL, NULL, find_non_colliding_position},
    {"spill_item_stack", NULL, NULL, spill_item_stack},
    {"destroy_decoratives", NULL, NULL, destroy_decoratives},
    {NULL, NULL, NULL, NULL},
};

static const luaapi_member *const parts[] = {luaapi_surface_building_members, luaapi_surface_tile_members,
                                             luaapi_surface_enemy_members, luaapi_surface_chunk_members,
                                             luaapi_surface_script_members, luaapi_surface_area_members,
                                             luaapi_surface_place_members,
                                             NULL};

const luaapi_class luaapi_class_surface = {
    .name = "LuaSurface", .members = members, .parts = parts, .valid = surface_valid};
