/* LuaSurface: its chunks, and the iterator over them. */
#include <math.h>

#include "harness/standin/luaapi/objects/arguments.h"
#include "harness/standin/luaapi/world/chunks.h"
#include "harness/standin/luaapi/objects/classes.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/vm/raise.h"
#include "harness/standin/luaapi/surface/surface_members.h"

#define DEFAULT_RADIUS 0 /* of request_to_generate_chunks, in chunks */

/* A chunk position at the index. */
static void read_chunk(lua_State *L, int index, int32_t *x, int32_t *y)
{
    double column = 0;
    double row = 0;
    luaapi_read_position(L, index, "chunk_position", &column, &row);
    if (!(fabs(column) < 1e6 && fabs(row) < 1e6)) {
        luaapi_raise(L, "Chunk position out of range.");
    }
    *x = (int32_t)floor(column);
    *y = (int32_t)floor(row);
}

/* request_to_generate_chunks(position, radius?): position in tiles, radius in chunks. */
static int request_to_generate_chunks(lua_State *L, luaapi_object *self)
{
    double x = 0;
    double y = 0;
    int32_t radius = DEFAULT_RADIUS;
    luaapi_read_position(L, 1, "position", &x, &y);
    if (!lua_isnoneornil(L, 2)) {
        radius = (int32_t)luaapi_check_integer(L, 2, 0, 100000, "request_to_generate_chunks");
    }
    if (!(fabs(x) < 1e7 && fabs(y) < 1e7)) {
        return luaapi_raise(L, "Position out of range.");
    }
    luaapi_chunks_request(luaapi_surface_of(self), luaapi_chunk_of((int32_t)floor(x)),
                          luaapi_chunk_of((int32_t)floor(y)), radius);
    return 0;
}

static int force_generate_chunk_requests(lua_State *L, luaapi_object *self)
{
    luaapi_surface *surface = luaapi_surface_of(self);
    if (surface->chunks == NULL && luaapi_surface_generate(self->world, surface) != SIM_OK) {
        return luaapi_raise(L, "Surface %s is too large to lay its tiles.", surface->name);
    }
    luaapi_chunks_generate(L, self->world, surface, UINT32_MAX);
    return 0;
}

static int is_chunk_generated(lua_State *L, luaapi_object *self)
{
    int32_t x = 0;
    int32_t y = 0;
    read_chunk(L, 1, &x, &y);
    lua_pushboolean(L, luaapi_chunk_state(luaapi_surface_of(self), x, y) == LUAAPI_CHUNK_GENERATED);
    return 1;
}

/* delete_chunk(position): what stands there goes; it is generated again when it is asked for. */
static int delete_chunk(lua_State *L, luaapi_object *self)
{
    int32_t x = 0;
    int32_t y = 0;
    read_chunk(L, 1, &x, &y);
    luaapi_surface *surface = luaapi_surface_of(self);
    for (uint32_t slot = 1; slot < surface->arena->entity_slots; slot++) {
        const sim_entity *entity = sim_entity_slot(surface->arena, slot);
        if (entity != NULL && luaapi_chunk_of(sim_fixed_tile(entity->position.x)) == x &&
            luaapi_chunk_of(sim_fixed_tile(entity->position.y)) == y) {
            sim_entity_destroy(surface->arena, self->world->prototypes, sim_entity_handle(surface->arena, slot));
        }
    }
    luaapi_chunk_forget(surface, x, y);
    return 0;
}

static int get_chunks(lua_State *L, luaapi_object *self)
{
    luaapi_object_push(L, self->world, &luaapi_class_chunk_iterator)->surface = self->surface;
    return 1;
}

/* Number of the first chunk from `number` on that exists. */
static uint32_t next_existing(const luaapi_surface *surface, uint32_t number)
{
    uint32_t count = surface->arena->chunk_columns * surface->arena->chunk_rows;
    while (number < count && surface->chunks != NULL && surface->chunks[number] != LUAAPI_CHUNK_GENERATED) {
        number++;
    }
    return number;
}

static int get_random_chunk(lua_State *L, luaapi_object *self)
{
    const luaapi_surface *surface = luaapi_surface_of(self);
    const sim_arena *arena = surface->arena;
    uint32_t count = arena->chunk_columns * arena->chunk_rows;
    uint32_t number = next_existing(surface, (uint32_t)sim_random_range(&self->world->random, 0, (int32_t)count - 1));
    number = number < count ? number : next_existing(surface, 0);
    luaapi_push_position(L, arena->chunk_left + (int32_t)(number % arena->chunk_columns),
                         arena->chunk_top + (int32_t)(number / arena->chunk_columns));
    return 1;
}

static int get_starting_area_radius(lua_State *L, luaapi_object *self)
{
    const sim_map_gen *generation = luaapi_surface_of(self)->generation;
    lua_pushnumber(L, 150 * (generation == NULL ? 1 : generation->starting_area));
    return 1;
}

const luaapi_member luaapi_surface_chunk_members[] = {
    {"request_to_generate_chunks", NULL, NULL, request_to_generate_chunks},
    {"force_generate_chunk_requests", NULL, NULL, force_generate_chunk_requests},
    {"is_chunk_generated", NULL, NULL, is_chunk_generated},
    {"delete_chunk", NULL, NULL, delete_chunk},
    {"get_chunks", NULL, NULL, get_chunks},
    {"get_random_chunk", NULL, NULL, get_random_chunk},
    {"get_starting_area_radius", NULL, NULL, get_starting_area_radius},
    {NULL, NULL, NULL, NULL},
};

static int iterator_valid(const luaapi_object *self)
{
    return luaapi_surface_of(self) != NULL;
}

/* iterator(): the next {x = , y = , area = } in rows from the top, nil at the end. */
static int next_chunk(lua_State *L, luaapi_object *self)
{
    const luaapi_surface *surface = luaapi_surface_of(self);
    const sim_arena *arena = surface->arena;
    self->number = next_existing(surface, self->number);
    if (self->number >= arena->chunk_columns * arena->chunk_rows) {
        lua_pushnil(L);
        return 1;
    }
    int32_t x = arena->chunk_left + (int32_t)(self->number % arena->chunk_columns);
    int32_t y = arena->chunk_top + (int32_t)(self->number / arena->chunk_columns);
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
    .name = "LuaChunkIterator", .members = no_members, .valid = iterator_valid, .invoke = next_chunk};
