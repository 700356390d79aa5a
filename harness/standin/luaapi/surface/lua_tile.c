/* LuaTile. A tile of a chunk that is not generated yet is not valid. */
#include "harness/standin/luaapi/objects/arguments.h"
#include "harness/standin/luaapi/world/chunks.h"
#include "harness/standin/luaapi/objects/classes.h"
#include "harness/standin/luaapi/surface/entity_search.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/objects/plain_members.h"
#include "harness/standin/luaapi/vm/raise.h"

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

/* The slot of the ghost of a tile there, of the force at index 1 if one is given; 0 for none. */
static uint32_t ghost_at(lua_State *L, luaapi_object *self)
{
    const luaapi_surface *surface = luaapi_surface_of(self);
    uint32_t force = lua_isnoneornil(L, 1) ? 0 : luaapi_read_force(L, 1, self->world);
    sim_entity_filter filter = {.type_bits = 1ull << SIM_TYPE_TILE_GHOST};
    int32_t middle_x = self->x * SIM_FIXED_ONE + SIM_FIXED_ONE / 2, middle_y = self->y * SIM_FIXED_ONE + SIM_FIXED_ONE / 2;
    uint32_t slot = 0;
    sim_box point = {middle_x, middle_y, middle_x, middle_y};
    if (sim_entity_find(surface->arena, self->world->prototypes, point, &filter, &slot, 1) == 0) {
        return 0;
    }
    uint32_t owner = surface->force_of_byte[sim_entity_slot(surface->arena, slot)->force];
    return force == 0 || owner == force ? slot : 0;
}

/* has_tile_ghost(force?) */
static int has_tile_ghost(lua_State *L, luaapi_object *self)
{
    lua_pushboolean(L, ghost_at(L, self) != 0);
    return 1;
}

/* get_tile_ghosts(force?): one at most here, whoever planned it. */
static int get_tile_ghosts(lua_State *L, luaapi_object *self)
{
    uint32_t slot = ghost_at(L, self);
    lua_newtable(L);
    if (slot != 0) {
        luaapi_push_entity(L, self->world, self->surface, sim_entity_handle(luaapi_surface_of(self)->arena, slot));
        lua_rawseti(L, -2, 1);
    }
    return 1;
}

static const luaapi_member tile_members[] = {
    {"has_tile_ghost", NULL, NULL, has_tile_ghost},
    {"get_tile_ghosts", NULL, NULL, get_tile_ghosts},
    {"hidden_tile", luaapi_get_nothing, NULL, NULL},
    {"double_hidden_tile", luaapi_get_nothing, NULL, NULL},
    {"name", get_name, NULL, NULL},
    {"prototype", get_prototype, NULL, NULL},
    {"position", get_position, NULL, NULL},
    {"surface", get_surface, NULL, NULL},
    {"collides_with", NULL, NULL, collides_with},
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_tile = {.name = "LuaTile", .members = tile_members, .valid = tile_valid};
