/* LuaTile. A tile of a chunk that is not generated yet is not valid. */
#include "arguments.h"
#include "chunks.h"
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

static int tile_valid(const luaapi_object *self)
{
    const luaapi_surface *surface = luaapi_surface_of(self);
    return surface != NULL && (luaapi_chunk_exists_at(surface, self->x, self->y) ||
                               !sim_map_contains(surface->arena, self->x, self->y));
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

const luaapi_class luaapi_class_tile = {.name = "LuaTile", .members = tile_members, .valid = tile_valid};
