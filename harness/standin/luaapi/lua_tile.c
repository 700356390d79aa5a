/* LuaTile, and the iterator over chunks. */
#include "arguments.h"
#include "classes.h"
#include "entity_search.h"
#include "ordered.h"
#include "raise.h"

void luaapi_push_tile(lua_State *L, luaapi_world *world, uint32_t surface, int32_t tile_x, int32_t tile_y)
{
    luaapi_object *object = luaapi_object_push(L, world, &luaapi_class_tile);
    object->surface = surface;
    object->x = tile_x;
    object->y = tile_y;
}

static int has_surface(const luaapi_object *self)
{
    return luaapi_surface_of(self) != NULL;
}

static uint16_t tile_of(const luaapi_object *self)
{
    return sim_map_tile(luaapi_surface_of(self)->arena, self->world->prototypes, self->x, self->y);
}

static int get_name(lua_State *L, luaapi_object *self)
{
    lua_pushstring(L, self->world->prototypes->tiles[tile_of(self)].name);
    return 1;
}

static int get_prototype(lua_State *L, luaapi_object *self)
{
    luaapi_push_prototype(L, self->world, &luaapi_class_tile_prototype, tile_of(self));
    return 1;
}

static int get_position(lua_State *L, luaapi_object *self)
{
    luaapi_push_position(L, self->x, self->y);
    return 1;
}

static int get_surface(lua_State *L, luaapi_object *self)
{
    luaapi_push_surface(L, self->world, self->surface);
    return 1;
}

static int collides_with(lua_State *L, luaapi_object *self)
{
    const char *name = luaapi_check_string(L, 1, "collides_with", NULL);
    uint32_t layer = luaapi_collision_layer(name);
    if (layer == 0) {
        return luaapi_raise(L, "Unknown collision layer name: %s", name);
    }
    lua_pushboolean(L, (self->world->prototypes->tiles[tile_of(self)].collision_layers & layer) != 0);
    return 1;
}

static const luaapi_member tile_members[] = {
    {"name", get_name, NULL, NULL},
    {"prototype", get_prototype, NULL, NULL},
    {"position", get_position, NULL, NULL},
    {"surface", get_surface, NULL, NULL},
    {"collides_with", NULL, NULL, collides_with},
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_tile = {.name = "LuaTile", .members = tile_members, .valid = has_surface};

static int32_t chunk_of(int32_t tile)
{
    return tile >= 0 ? tile / SIM_CHUNK_TILES : -((SIM_CHUNK_TILES - 1 - tile) / SIM_CHUNK_TILES);
}

/* iterator(): the next {x = , y = , area = } in rows from the top, nil at the end. */
static int next_chunk(lua_State *L, luaapi_object *self)
{
    const sim_arena_config *config = &luaapi_surface_of(self)->arena->config;
    int32_t left = chunk_of(config->left_tile);
    int32_t top = chunk_of(config->top_tile);
    int32_t columns = chunk_of(config->left_tile + (int32_t)config->width_tiles - 1) - left + 1;
    int32_t rows = chunk_of(config->top_tile + (int32_t)config->height_tiles - 1) - top + 1;
    if ((int32_t)self->number >= columns * rows) {
        lua_pushnil(L);
        return 1;
    }
    int32_t x = left + (int32_t)self->number % columns;
    int32_t y = top + (int32_t)self->number / columns;
    self->number++;
    luaapi_push_position(L, x, y);
    sim_box area = {x * SIM_CHUNK_TILES * SIM_FIXED_ONE, y * SIM_CHUNK_TILES * SIM_FIXED_ONE,
                    (x + 1) * SIM_CHUNK_TILES * SIM_FIXED_ONE, (y + 1) * SIM_CHUNK_TILES * SIM_FIXED_ONE};
    luaapi_push_box(L, area);
    luaapi_ordered_setfield(L, -2, "area");
    return 1;
}

static const luaapi_member no_members[] = {{NULL, NULL, NULL, NULL}};

const luaapi_class luaapi_class_chunk_iterator = {
    .name = "LuaChunkIterator", .members = no_members, .valid = has_surface, .invoke = next_chunk};
