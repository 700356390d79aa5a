/* LuaSurface: orders over areas, places and tiles that are looked for, the light of the day. */
#include <math.h>
#include <string.h>

#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/surface/entity_search.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/objects/plain_members.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"
#include "harness/standin/luaapi/surface/surface_members.h"

#define MIN_BRIGHTNESS 0.15   /* the game's default: nights are never quite dark        */
#define FINEST_STEP 0.01      /* tiles, of a search for a place                         */
#define MOST_CONNECTED 100000 /* tiles that get_connected_tiles gives at most           */

NUMBER_GETTER(get_min_brightness, MIN_BRIGHTNESS)

/* How much of the light of noon is missing. */
static int get_darkness(lua_State *L, luaapi_object *self)
{
    const luaapi_surface *surface = luaapi_surface_of(self);
    double light = surface->always_day ? 1 : sim_sunlight(surface->daytime);
    lua_pushnumber(L, (1 - light) * (1 - MIN_BRIGHTNESS));
    return 1;
}

static int get_daytime_parameters(lua_State *L, luaapi_object *self)
{
    (void)self;
    lua_newtable(L);
    luaapi_put_number(L, "dusk", SIM_DUSK);
    luaapi_put_number(L, "evening", SIM_EVENING);
    luaapi_put_number(L, "morning", SIM_MORNING);
    luaapi_put_number(L, "dawn", SIM_DAWN);
    return 1;
}

/* Reads {area = , force = } at index 1, refuses planners, and gives the slots of what stands there. */
static const uint32_t *search_area(lua_State *L, luaapi_object *self, const char *place, uint32_t *force,
                                   uint32_t *count)
{
    luaapi_check_type(L, 1, LUA_TTABLE, place);
    if (luaapi_push_field(L, 1, "item")) {
        luaapi_raise(L, "LuaSurface::%s: planners have no filters here; leave item out.", place);
    }
    if (!luaapi_push_field(L, 1, "area") || !luaapi_push_field(L, 1, "force")) {
        luaapi_raise(L, "LuaSurface::%s needs area and force.", place);
    }
    *force = luaapi_read_force(L, -1, self->world);
    lua_newtable(L);
    lua_pushvalue(L, -3);
    luaapi_ordered_setfield(L, -2, "area");
    return luaapi_entity_search(L, lua_gettop(L), self->world, luaapi_surface_of(self), count);
}

static uint32_t owner_of(const luaapi_surface *surface, uint32_t slot)
{
    return surface->force_of_byte[sim_entity_slot(surface->arena, slot)->force];
}

/* deconstruct_area{area, force}: what is the force's own or nobody's is marked; ghosts go at once. */
static int deconstruct_area(lua_State *L, luaapi_object *self)
{
    uint32_t force = 0, count = 0;
    const uint32_t *slots = search_area(L, self, "deconstruct_area", &force, &count);
    for (uint32_t i = 0; i < count; i++) {
        enum sim_result result = SIM_OK;
        uint32_t owner = owner_of(luaapi_surface_of(self), slots[i]);
        const sim_entity *entity = sim_entity_slot(ARENA(self), slots[i]);
        int is_resource = PROTOTYPES(self)->entities[entity->prototype].type == SIM_TYPE_RESOURCE;
        if (!is_resource && (owner == force || owner == LUAAPI_FORCE_NEUTRAL)) {
            sim_handle handle = sim_entity_handle(ARENA(self), slots[i]);
            GROWING(self, result, sim_ghost_mark(ARENA(self), PROTOTYPES(self), handle));
        }
    }
    return 0;
}

static int cancel_deconstruct_area(lua_State *L, luaapi_object *self)
{
    uint32_t force = 0, count = 0;
    const uint32_t *slots = search_area(L, self, "cancel_deconstruct_area", &force, &count);
    for (uint32_t i = 0; i < count; i++) {
        sim_ghost_unmark(ARENA(self), sim_entity_handle(ARENA(self), slots[i]));
    }
    return 0;
}

/* find_non_colliding_position_in_box(name, search_space, precision, force_to_tile_center?): the first from the left top
 * corner, row by row; the order is a guess. */
static int find_in_box(lua_State *L, luaapi_object *self)
{
    uint16_t prototype = luaapi_read_entity_prototype(L, 1, self->world);
    sim_box box = luaapi_read_area(L, 2, "search_space");
    int centred = lua_toboolean(L, 4);
    double step = fmax(luaapi_check_number(L, 3, "find_non_colliding_position_in_box"), centred ? 1 : FINEST_STEP);
    double left = sim_fixed_to_tiles(box.left), top = sim_fixed_to_tiles(box.top);
    double right = sim_fixed_to_tiles(box.right), bottom = sim_fixed_to_tiles(box.bottom);
    if (centred) {
        left = floor(left) + 0.5;
        top = floor(top) + 0.5;
    }
    for (double y = top; y <= bottom; y += step) {
        for (double x = left; x <= right; x += step) {
            sim_position position;
            if (luaapi_surface_is_free(self, prototype, x, y, &position)) {
                luaapi_push_fixed_position(L, position);
                return 1;
            }
        }
    }
    lua_pushnil(L);
    return 1;
}

/* Bits of tile prototypes from the list of names at the index. */
static void read_tile_names(lua_State *L, int index, luaapi_object *self, uint64_t wanted[4])
{
    luaapi_check_type(L, index, LUA_TTABLE, "get_connected_tiles");
    memset(wanted, 0, 4 * sizeof *wanted);
    for (int i = 1; i <= (int)lua_rawlen(L, index); i++) {
        lua_rawgeti(L, index, i);
        uint16_t tile = luaapi_read_tile_prototype(L, -1, self->world);
        wanted[tile / 64 & 3] |= 1ull << tile % 64;
        lua_pop(L, 1);
    }
}

/* Appends the tile to the list on top of the stack if it is wanted and was not seen; `seen` has a bit a tile. */
static void visit(lua_State *L, luaapi_object *self, const uint64_t wanted[4], uint8_t *seen, int32_t x, int32_t y)
{
    const sim_arena_config *map = &ARENA(self)->config;
    int64_t column = x - map->left_tile, row = y - map->top_tile;
    if (column < 0 || row < 0 || column >= map->width_tiles || row >= map->height_tiles) {
        return;
    }
    size_t bit = (size_t)row * map->width_tiles + (size_t)column;
    uint16_t tile = sim_map_tile(ARENA(self), PROTOTYPES(self), x, y);
    int length = (int)lua_rawlen(L, -1);
    if ((seen[bit / 8] >> bit % 8 & 1) || !(wanted[tile / 64 & 3] >> tile % 64 & 1) || length >= MOST_CONNECTED) {
        return;
    }
    seen[bit / 8] |= (uint8_t)(1u << bit % 8);
    luaapi_push_position(L, x, y);
    lua_rawseti(L, -2, length + 1);
}

/* get_connected_tiles(position, names, include_diagonal?): tile positions, nearest by steps first. */
static int get_connected_tiles(lua_State *L, luaapi_object *self)
{
    uint64_t wanted[4];
    double x = 0, y = 0;
    luaapi_read_position(L, 1, "position", &x, &y);
    read_tile_names(L, 2, self, wanted);
    int diagonal = lua_toboolean(L, 3);
    size_t bytes = (size_t)ARENA(self)->config.width_tiles * ARENA(self)->config.height_tiles / 8 + 1;
    uint8_t *seen = lua_newuserdata(L, bytes);
    memset(seen, 0, bytes);
    lua_newtable(L);
    visit(L, self, wanted, seen, (int32_t)floor(x), (int32_t)floor(y));
    for (int i = 1; i <= (int)lua_rawlen(L, -1); i++) {
        double tile_x = 0, tile_y = 0;
        lua_rawgeti(L, -1, i);
        luaapi_read_position(L, -1, "tile", &tile_x, &tile_y);
        lua_pop(L, 1);
        for (int32_t way = 0; way < 9; way++) {
            int32_t dx = way % 3 - 1, dy = way / 3 - 1;
            if (diagonal || dx == 0 || dy == 0) {
                visit(L, self, wanted, seen, (int32_t)tile_x + dx, (int32_t)tile_y + dy);
            }
        }
    }
    return 1;
}

/* clone_entities{entities, destination_offset, destination_surface?, destination_force?}: each by LuaEntity.clone. */
static int clone_entities(lua_State *L, luaapi_object *self)
{
    luaapi_check_type(L, 1, LUA_TTABLE, "clone_entities");
    sim_position offset = luaapi_field_position(L, 1, "destination_offset");
    lua_getfield(L, 1, "entities");
    int list = lua_gettop(L);
    luaapi_check_type(L, list, LUA_TTABLE, "entities");
    for (int i = 1; i <= (int)lua_rawlen(L, list); i++) {
        lua_rawgeti(L, list, i);
        luaapi_object *entity = luaapi_object_check(L, list + 1, &luaapi_class_entity, "clone_entities");
        sim_position place = luaapi_entity_of(entity)->position;
        lua_getfield(L, -1, "clone");
        lua_newtable(L);
        luaapi_push_fixed_position(L, (sim_position){place.x + offset.x, place.y + offset.y});
        luaapi_ordered_setfield(L, -2, "position");
        if (luaapi_push_field(L, 1, "destination_surface")) {
            luaapi_ordered_setfield(L, -2, "surface");
        } else {
            luaapi_push_surface(L, self->world, self->surface);
            luaapi_ordered_setfield(L, -2, "surface");
        }
        if (luaapi_push_field(L, 1, "destination_force")) {
            luaapi_ordered_setfield(L, -2, "force");
        }
        lua_call(L, 1, 0);
        lua_settop(L, list);
    }
    return 0;
}

const luaapi_member luaapi_surface_area_members[] = {
    {"daytime_parameters", get_daytime_parameters, NULL, NULL},
    {"min_brightness", get_min_brightness, NULL, NULL},
    {"darkness", get_darkness, NULL, NULL},
    {"deconstruct_area", NULL, NULL, deconstruct_area},
    {"cancel_deconstruct_area", NULL, NULL, cancel_deconstruct_area},
    {"find_non_colliding_position_in_box", NULL, NULL, find_in_box},
    {"get_connected_tiles", NULL, NULL, get_connected_tiles},
    {"clone_entities", NULL, NULL, clone_entities},
    {"ignore_surface_conditions", luaapi_get_false, NULL, NULL},
    {"global_effect", luaapi_get_nothing, NULL, NULL},
    {"get_hidden_tile", NULL, NULL, luaapi_get_nothing},
    {"get_double_hidden_tile", NULL, NULL, luaapi_get_nothing},
    {"find_logistic_network_by_position", NULL, NULL, luaapi_get_nothing},
    {"find_closest_logistic_network_by_position", NULL, NULL, luaapi_get_nothing},
    {"find_logistic_networks_by_construction_area", NULL, NULL, luaapi_get_empty},
    {"get_segmented_units", NULL, NULL, luaapi_get_empty},
    {"get_territories", NULL, NULL, luaapi_get_empty},
    {"get_territory_for_chunk", NULL, NULL, luaapi_get_nothing},
    {NULL, NULL, NULL, NULL},
};
