/* LuaItemStack: blueprints taken from the map and put down on it, and what that costs. */
#include <math.h>
#include <string.h>

#include "harness/standin/luaapi/blueprint/blueprint_plan.h"
#include "harness/standin/luaapi/blueprint/blueprint_rows.h"
#include "harness/standin/luaapi/blueprint/blueprint_tiles.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"

#define MOST_ROWS 4096          /* entities that one blueprint takes from the map, or puts down */

/* The rows of what stands in the area; their number goes to `count`. Pushes the memory that holds them. */
static sim_blueprint_row *capture(lua_State *L, const luaapi_surface *surface, const luaapi_object *self, sim_box area,
                                  uint32_t *count)
{
    sim_blueprint_row *rows = lua_newuserdata(L, MOST_ROWS * sizeof *rows);
    *count = sim_blueprint_capture(surface->arena, PROTOTYPES(self), area, rows, MOST_ROWS);
    *count = *count < MOST_ROWS ? *count : MOST_ROWS;
    return rows;
}

/* The entity that a captured row stands for. */
static void push_captured(lua_State *L, const luaapi_object *self, luaapi_surface *surface,
                          const sim_blueprint_row *row, sim_position origin)
{
    sim_entity_filter filter;
    memset(&filter, 0, sizeof filter);
    filter.prototype = row->prototype;
    sim_position place = {row->position.x + origin.x, row->position.y + origin.y};
    sim_box point = {place.x, place.y, place.x, place.y};
    uint32_t slot = 0;
    if (sim_entity_find(surface->arena, PROTOTYPES(self), point, &filter, &slot, 1) == 0) {
        lua_pushnil(L);
    } else {
        luaapi_push_entity(L, self->world, surface->index, sim_entity_handle(surface->arena, slot));
    }
}

static int32_t nearest_corner(int32_t low, int32_t high)
{
    double middle = (sim_fixed_to_tiles(low) + sim_fixed_to_tiles(high)) / 2;
    return (int32_t)floor(middle + 0.5) * SIM_FIXED_ONE;
}

int luaapi_blueprint_create(lua_State *L, luaapi_object *self)
{
    luaapi_blueprint_require(L, self);
    luaapi_check_type(L, 1, LUA_TTABLE, "create_blueprint");
    lua_getfield(L, 1, "surface");
    luaapi_surface *surface = luaapi_read_surface(L, -1, self->world);
    lua_getfield(L, 1, "force");
    luaapi_read_force(L, -1, self->world);
    lua_getfield(L, 1, "area");
    sim_box area = luaapi_read_area(L, -1, "area");
    uint32_t count = 0;
    sim_blueprint_row *rows = capture(L, surface, self, area, &count);
    sim_position origin = {nearest_corner(area.left, area.right), nearest_corner(area.top, area.bottom)};
    lua_createtable(L, (int)count, 0);
    int entities = lua_gettop(L);
    lua_newtable(L);
    int mapping = lua_gettop(L);
    for (uint32_t i = 0; i < count; i++) {
        luaapi_blueprint_push_row(L, self, &rows[i], i + 1);
        lua_rawseti(L, entities, (int)i + 1);
        push_captured(L, self, surface, &rows[i], origin);
        lua_rawseti(L, mapping, (int)i + 1);
    }
    lua_pushvalue(L, entities);
    luaapi_blueprint_set_field(L, self, "entities");
    if (count == 0 || luaapi_field_boolean_or(L, 1, "always_include_tiles", 0)) {
        luaapi_blueprint_capture_tiles(L, self, surface, area, origin);
        luaapi_blueprint_set_field(L, self, "tiles");
    }
    lua_pushvalue(L, mapping);
    return 1;
}

/* The rows of the plan; pushes the memory that holds them. */
static sim_blueprint_row *read_rows(lua_State *L, luaapi_object *self, uint32_t *count)
{
    luaapi_blueprint_push_field(L, self, "entities");
    int entities = lua_gettop(L);
    *count = lua_istable(L, entities) ? (uint32_t)lua_rawlen(L, entities) : 0;
    *count = *count < MOST_ROWS ? *count : MOST_ROWS;
    sim_blueprint_row *rows = lua_newuserdata(L, (*count + 1) * sizeof *rows);
    for (uint32_t i = 0; i < *count; i++) {
        lua_rawgeti(L, entities, (int)i + 1);
        rows[i] = luaapi_blueprint_read_row(L, self, lua_gettop(L));
        lua_pop(L, 1);
    }
    return rows;
}

/* Half a tile when an edge lies in the middle of a tile, else 0. */
static int32_t off_by_half(int32_t edge)
{
    return (edge & (SIM_FIXED_ONE - 1)) == SIM_FIXED_ONE / 2 ? SIM_FIXED_ONE / 2 : 0;
}

/* Moves the rows so that the middle of what they and the tiles of the list cover lies at the origin, as the game puts a
 * blueprint down; returns where that was. */
static sim_position centre_rows(lua_State *L, const luaapi_object *self, sim_blueprint_row *rows, uint32_t count,
                                int tiles)
{
    sim_box all = {INT32_MAX, INT32_MAX, INT32_MIN, INT32_MIN};
    for (uint32_t i = 0; i < count; i++) {
        const sim_entity_prototype *prototype = &PROTOTYPES(self)->entities[rows[i].prototype];
        int turned = rows[i].direction / 4 % 2;
        int32_t width = (turned ? prototype->tile_height : prototype->tile_width) * SIM_FIXED_ONE / 2;
        int32_t height = (turned ? prototype->tile_width : prototype->tile_height) * SIM_FIXED_ONE / 2;
        all.left = rows[i].position.x - width < all.left ? rows[i].position.x - width : all.left;
        all.top = rows[i].position.y - height < all.top ? rows[i].position.y - height : all.top;
        all.right = rows[i].position.x + width > all.right ? rows[i].position.x + width : all.right;
        all.bottom = rows[i].position.y + height > all.bottom ? rows[i].position.y + height : all.bottom;
    }
    luaapi_blueprint_cover_tiles(L, self, tiles, &all);
    /* Strings from before 0.17 have the middle of a tile at whole numbers: all edges are off by half a tile then. */
    sim_position off = {off_by_half(all.left), off_by_half(all.top)};
    sim_position middle = {nearest_corner(all.left - off.x, all.right - off.x) + off.x,
                           nearest_corner(all.top - off.y, all.bottom - off.y) + off.y};
    for (uint32_t i = 0; i < count; i++) {
        rows[i].position.x -= middle.x;
        rows[i].position.y -= middle.y;
    }
    return middle;
}

/* Appends the ghost that stands where the row came to lie to the list at the index. */
static void append_ghost(lua_State *L, luaapi_object *self, luaapi_surface *surface, sim_blueprint_row row, int list)
{
    sim_entity_filter filter;
    memset(&filter, 0, sizeof filter);
    filter.type_bits = 1ull << SIM_TYPE_ENTITY_GHOST;
    sim_box point = {row.position.x, row.position.y, row.position.x, row.position.y};
    uint32_t slot = 0;
    if (sim_entity_find(surface->arena, PROTOTYPES(self), point, &filter, &slot, 1) > 0) {
        luaapi_push_entity(L, self->world, surface->index, sim_entity_handle(surface->arena, slot));
        lua_rawseti(L, list, (int)lua_rawlen(L, list) + 1);
    }
}

/* Puts all rows down as ghosts, with as much room as that takes. */
static void place_rows(lua_State *L, luaapi_object *self, luaapi_surface *surface, const sim_blueprint_row *rows,
                       uint32_t count, const sim_blueprint_placing *placing)
{
    uint8_t *results = lua_newuserdata(L, count + 1);
    for (;;) {
        sim_blueprint_place(surface->arena, PROTOTYPES(self), rows, count, placing, results);
        if (count == 0 || results[count - 1] != SIM_ARENA_FULL || !luaapi_surface_grow(self->world, surface)) {
            return;
        }
    }
}

int luaapi_blueprint_build(lua_State *L, luaapi_object *self)
{
    luaapi_blueprint_require(L, self);
    luaapi_check_type(L, 1, LUA_TTABLE, "build_blueprint");
    sim_blueprint_placing placing;
    memset(&placing, 0, sizeof placing);
    lua_getfield(L, 1, "surface");
    luaapi_surface *surface = luaapi_read_surface(L, -1, self->world);
    lua_getfield(L, 1, "force");
    placing.force = luaapi_surface_force_byte(self->world, surface, luaapi_read_force(L, -1, self->world));
    placing.position = luaapi_field_position(L, 1, "position");
    placing.direction = (uint8_t)luaapi_field_number_or(L, 1, "direction", 0) % SIM_DIRECTION_COUNT;
    uint32_t count = 0;
    sim_blueprint_row *rows = read_rows(L, self, &count);
    luaapi_blueprint_push_field(L, self, "tiles");
    int tiles = lua_gettop(L);
    sim_position middle = centre_rows(L, self, rows, count, tiles);
    place_rows(L, self, surface, rows, count, &placing);
    lua_newtable(L);
    int list = lua_gettop(L);
    luaapi_blueprint_place_tiles(L, self, surface, tiles, middle, &placing, list);
    for (uint32_t i = 0; i < count; i++) {
        append_ghost(L, self, surface, sim_blueprint_placed(PROTOTYPES(self), &rows[i], &placing), list);
    }
    return 1;
}

int luaapi_blueprint_get_cost(lua_State *L, luaapi_object *self)
{
    luaapi_blueprint_require(L, self);
    uint32_t count = 0;
    sim_blueprint_row *rows = read_rows(L, self, &count);
    uint32_t *needed = lua_newuserdata(L, (PROTOTYPES(self)->item_count + 1) * sizeof *needed);
    memset(needed, 0, (PROTOTYPES(self)->item_count + 1) * sizeof *needed);
    for (uint32_t i = 0; i < count; i++) {
        needed[PROTOTYPES(self)->entities[rows[i].prototype].placeable_by]++;
    }
    luaapi_blueprint_push_field(L, self, "tiles");
    luaapi_blueprint_count_tiles(L, self, lua_gettop(L), needed);
    int written = 0;
    lua_newtable(L);
    for (uint32_t item = 1; item < PROTOTYPES(self)->item_count; item++) {
        if (needed[item]) {
            luaapi_push_item_count(L, PROTOTYPES(self)->items[item].name, needed[item]);
            lua_rawseti(L, -2, ++written);
        }
    }
    return 1;
}
