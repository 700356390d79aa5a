/* LuaSurface: tiles by filter, pollution, and resources. */
#include <math.h>
#include <string.h>

#include "harness/standin/luaapi/world/chunks.h"
#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/surface/entity_search.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"
#include "harness/standin/luaapi/surface/surface_members.h"

typedef struct tile_search {
    int32_t left, top, right, bottom; /* tiles, right and bottom not included         */
    double x, y, radius;              /* of a circle; radius below 0: none            */
    int has_mask;
    uint32_t layers;
    uint64_t wanted[4];               /* bits of tile prototypes; none: all of them   */
    int has_names;
    uint32_t limit;
    int invert;
} tile_search;

static void add_name(lua_State *L, tile_search *search, luaapi_world *world)
{
    uint16_t tile = luaapi_read_tile_prototype(L, -1, world);
    search->wanted[tile / 64] |= 1ull << tile % 64;
    search->has_names = 1;
}

static void read_names(lua_State *L, int filter, luaapi_world *world, tile_search *search)
{
    if (!luaapi_push_field(L, filter, "name")) {
        return;
    }
    if (lua_istable(L, -1)) {
        int length = (int)lua_rawlen(L, -1);
        for (int i = 1; i <= length; i++) {
            lua_rawgeti(L, -1, i);
            add_name(L, search, world);
            lua_pop(L, 1);
        }
        search->has_names = 1;
    } else {
        add_name(L, search, world);
    }
    lua_pop(L, 1);
}

/* area, or position with radius, or one position, or the whole map. */
static void read_place(lua_State *L, int filter, const luaapi_surface *surface, tile_search *search)
{
    const sim_arena_config *map = &surface->arena->config;
    search->radius = -1;
    search->left = map->left_tile;
    search->top = map->top_tile;
    search->right = map->left_tile + (int32_t)map->width_tiles;
    search->bottom = map->top_tile + (int32_t)map->height_tiles;
    double left = search->left, top = search->top, right = search->right, bottom = search->bottom;
    if (luaapi_push_field(L, filter, "area")) {
        sim_box box = luaapi_read_area(L, -1, "area");
        left = floor(sim_fixed_to_tiles(box.left));
        top = floor(sim_fixed_to_tiles(box.top));
        right = ceil(sim_fixed_to_tiles(box.right));
        bottom = ceil(sim_fixed_to_tiles(box.bottom));
        lua_pop(L, 1);
    } else if (luaapi_push_field(L, filter, "position")) {
        luaapi_read_position(L, -1, "position", &search->x, &search->y);
        lua_pop(L, 1);
        search->radius = luaapi_field_number_or(L, filter, "radius", -1);
        double reach = search->radius > 0 ? search->radius : 0;
        left = floor(search->x - reach);
        top = floor(search->y - reach);
        right = floor(search->x + reach) + 1;
        bottom = floor(search->y + reach) + 1;
    }
    search->left = (int32_t)fmax(search->left, left);
    search->top = (int32_t)fmax(search->top, top);
    search->right = (int32_t)fmin(search->right, right);
    search->bottom = (int32_t)fmin(search->bottom, bottom);
}

/* Conditions that the game has and this search does not: to leave them out would find tiles that were not asked for. */
static void refuse_conditions(lua_State *L, int filter)
{
    static const char *const conditions[] = {"force", "has_hidden_tile", "has_double_hidden_tile", "has_tile_ghost",
                                             "to_be_deconstructed"};
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
        if (luaapi_push_field(L, filter, conditions[i])) {
            luaapi_raise(L, "find_tiles_filtered: the stand-in cannot search by %s.", conditions[i]);
        }
    }
}

static tile_search read_search(lua_State *L, luaapi_object *self)
{
    tile_search search;
    memset(&search, 0, sizeof search);
    luaapi_check_type(L, 1, LUA_TTABLE, "find_tiles_filtered");
    refuse_conditions(L, 1);
    read_place(L, 1, luaapi_surface_of(self), &search);
    read_names(L, 1, self->world, &search);
    search.layers = luaapi_read_collision_layers(L, 1, "collision_mask");
    search.has_mask = search.layers != 0;
    search.limit = (uint32_t)fmin(luaapi_field_number_or(L, 1, "limit", UINT32_MAX), UINT32_MAX);
    search.invert = luaapi_field_boolean_or(L, 1, "invert", 0);
    return search;
}

static int tile_fits(const tile_search *search, const sim_prototypes *prototypes, uint16_t tile, int32_t x, int32_t y)
{
    double dx = x + 0.5 - search->x;
    double dy = y + 0.5 - search->y;
    int fits = (!search->has_names || (search->wanted[tile / 64] >> tile % 64 & 1)) &&
               (!search->has_mask || (prototypes->tiles[tile].collision_layers & search->layers));
    return fits != search->invert && (search->radius < 0 || dx * dx + dy * dy <= search->radius * search->radius);
}

/* Pushes the fitting tiles into the table on top of the stack when `push`; returns how many there are. */
static uint32_t walk_tiles(lua_State *L, luaapi_object *self, const tile_search *search, int push)
{
    uint32_t count = 0;
    const luaapi_surface *surface = luaapi_surface_of(self);
    const sim_arena *arena = surface->arena;
    for (int32_t y = search->top; y < search->bottom; y++) {
        for (int32_t x = search->left; x < search->right && count < search->limit; x++) {
            uint16_t tile = sim_map_tile(arena, self->world->prototypes, x, y);
            if (!luaapi_chunk_exists_at(surface, x, y) || !tile_fits(search, self->world->prototypes, tile, x, y)) {
                continue;
            }
            count++;
            if (push) {
                luaapi_push_tile(L, self->world, self->surface, x, y);
                lua_rawseti(L, -2, (int)count);
            }
        }
    }
    return count;
}

static int find_tiles_filtered(lua_State *L, luaapi_object *self)
{
    tile_search search = read_search(L, self);
    lua_newtable(L);
    walk_tiles(L, self, &search, 1);
    return 1;
}

static int count_tiles_filtered(lua_State *L, luaapi_object *self)
{
    tile_search search = read_search(L, self);
    lua_pushnumber(L, walk_tiles(L, self, &search, 0));
    return 1;
}

/* get_resource_counts(): {name = units of all resources of that name}. */
static int get_resource_counts(lua_State *L, luaapi_object *self)
{
    const sim_arena *arena = luaapi_surface_of(self)->arena;
    const sim_prototypes *all = self->world->prototypes;
    double *amounts = lua_newuserdata(L, all->entity_count * sizeof *amounts);
    memset(amounts, 0, all->entity_count * sizeof *amounts);
    for (uint32_t slot = 1; slot < arena->entity_slots; slot++) {
        const sim_entity *entity = sim_entity_slot(arena, slot);
        if (entity != NULL && all->entities[entity->prototype].type == SIM_TYPE_RESOURCE) {
            amounts[entity->prototype] += entity->amount;
        }
    }
    lua_newtable(L);
    for (uint32_t i = 1; i < all->entity_count; i++) {
        if (amounts[i] > 0) {
            luaapi_put_number(L, all->entities[i].name, amounts[i]);
        }
    }
    return 1;
}

static int get_pollution(lua_State *L, luaapi_object *self)
{
    sim_position position = luaapi_read_fixed_position(L, 1, "position");
    lua_pushnumber(L, sim_pollution_get(ARENA(self), position));
    return 1;
}

static int set_pollution(lua_State *L, luaapi_object *self)
{
    sim_position position = luaapi_read_fixed_position(L, 1, "position");
    double amount = luaapi_check_number(L, 2, "set_pollution");
    enum sim_result result = sim_pollution_set(ARENA(self), position, amount);
    if (result != SIM_OK) {
        return luaapi_raise(L, "LuaSurface::set_pollution: %s.", sim_result_text(result));
    }
    return 0;
}

/* pollute(position, amount): counts as made. */
static int pollute(lua_State *L, luaapi_object *self)
{
    sim_position position = luaapi_read_fixed_position(L, 1, "position");
    double amount = luaapi_check_number(L, 2, "pollute");
    if (!(fabs(amount) < 1e15)) {
        return luaapi_raise(L, "LuaSurface::pollute: the amount must be a number.");
    }
    sim_pollution_emit(ARENA(self), PROTOTYPES(self), position, amount);
    return 0;
}

static int clear_pollution(lua_State *L, luaapi_object *self)
{
    (void)L;
    sim_pollution_clear(ARENA(self));
    return 0;
}

NUMBER_GETTER(get_total_pollution, sim_pollution_total(ARENA(self)))

/* build_checkerboard(area): the two kinds of lab ground by turns; which of them comes first is a guess. */
static int build_checkerboard(lua_State *L, luaapi_object *self)
{
    static const char *const names[2] = {"lab-dark-1", "lab-dark-2"};
    sim_box area = luaapi_read_area(L, 1, "area");
    int count = 0;
    luaapi_push_surface(L, self->world, self->surface);
    lua_getfield(L, -1, "set_tiles");
    lua_newtable(L);
    for (int32_t y = sim_fixed_tile(area.top); y < sim_fixed_tile(area.bottom + SIM_FIXED_ONE - 1); y++) {
        for (int32_t x = sim_fixed_tile(area.left); x < sim_fixed_tile(area.right + SIM_FIXED_ONE - 1); x++) {
            lua_newtable(L);
            lua_pushstring(L, names[(x ^ y) & 1]);
            luaapi_ordered_setfield(L, -2, "name");
            luaapi_push_position(L, x, y);
            luaapi_ordered_setfield(L, -2, "position");
            lua_rawseti(L, -2, ++count);
        }
    }
    lua_call(L, 1, 0);
    return 0;
}

const luaapi_member luaapi_surface_tile_members[] = {
    {"build_checkerboard", NULL, NULL, build_checkerboard},
    {"find_tiles_filtered", NULL, NULL, find_tiles_filtered},
    {"count_tiles_filtered", NULL, NULL, count_tiles_filtered},
    {"get_resource_counts", NULL, NULL, get_resource_counts},
    {"get_pollution", NULL, NULL, get_pollution},
    {"set_pollution", NULL, NULL, set_pollution},
    {"pollute", NULL, NULL, pollute},
    {"clear_pollution", NULL, NULL, clear_pollution},
    {"get_total_pollution", NULL, NULL, get_total_pollution},
    {NULL, NULL, NULL, NULL},
};
