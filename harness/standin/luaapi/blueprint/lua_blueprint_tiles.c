/* The tiles of blueprints. */
#include "harness/standin/luaapi/blueprint/blueprint_tiles.h"

#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"

static int length_of(lua_State *L, int tiles)
{
    return lua_istable(L, tiles) ? (int)lua_rawlen(L, tiles) : 0;
}

/* The tile of an entry of the list, and where its middle lies from the plan's origin. */
static uint16_t read_tile(lua_State *L, const luaapi_object *self, int tiles, int entry, sim_position *middle)
{
    lua_rawgeti(L, tiles, entry);
    *middle = luaapi_field_position(L, lua_gettop(L), "position");
    middle->x += SIM_FIXED_ONE / 2;
    middle->y += SIM_FIXED_ONE / 2;
    lua_getfield(L, -1, "name");
    uint16_t tile = luaapi_read_tile_prototype(L, -1, self->world);
    lua_pop(L, 2);
    return tile;
}

void luaapi_blueprint_capture_tiles(lua_State *L, const luaapi_object *self, const luaapi_surface *surface,
                                    sim_box area, sim_position origin)
{
    int count = 0;
    lua_newtable(L);
    for (int32_t y = sim_fixed_tile(area.top); y <= sim_fixed_tile(area.bottom - 1); y++) {
        for (int32_t x = sim_fixed_tile(area.left); x <= sim_fixed_tile(area.right - 1); x++) {
            const sim_tile_prototype *tile =
                &PROTOTYPES(self)->tiles[sim_map_tile(surface->arena, PROTOTYPES(self), x, y)];
            if (!tile->minable || tile->placeable_by == 0) {
                continue;
            }
            lua_newtable(L);
            luaapi_put_string(L, "name", tile->name);
            luaapi_push_position(L, x - sim_fixed_tile(origin.x), y - sim_fixed_tile(origin.y));
            luaapi_ordered_setfield(L, -2, "position");
            lua_rawseti(L, -2, ++count);
        }
    }
}

void luaapi_blueprint_cover_tiles(lua_State *L, const luaapi_object *self, int tiles, sim_box *all)
{
    const int32_t half = SIM_FIXED_ONE / 2;
    for (int i = 1; i <= length_of(L, tiles); i++) {
        sim_position middle;
        read_tile(L, self, tiles, i, &middle);
        all->left = middle.x - half < all->left ? middle.x - half : all->left;
        all->top = middle.y - half < all->top ? middle.y - half : all->top;
        all->right = middle.x + half > all->right ? middle.x + half : all->right;
        all->bottom = middle.y + half > all->bottom ? middle.y + half : all->bottom;
    }
}

void luaapi_blueprint_place_tiles(lua_State *L, luaapi_object *self, luaapi_surface *surface, int tiles,
                                  sim_position middle, const sim_blueprint_placing *placing, int ghosts)
{
    for (int i = 1; i <= length_of(L, tiles); i++) {
        sim_position place;
        uint16_t tile = read_tile(L, self, tiles, i, &place);
        place.x -= middle.x;
        place.y -= middle.y;
        sim_position there = sim_blueprint_point(place, placing);
        sim_handle ghost = {0, 0};
        enum sim_result result;
        do {
            result = sim_tile_ghost_create(surface->arena, PROTOTYPES(self), tile, there, placing->force, &ghost);
        } while (result == SIM_ARENA_FULL && luaapi_surface_grow(self->world, surface));
        if (result == SIM_OK) {
            luaapi_push_entity(L, self->world, surface->index, ghost);
            lua_rawseti(L, ghosts, (int)lua_rawlen(L, ghosts) + 1);
        }
    }
}

void luaapi_blueprint_count_tiles(lua_State *L, const luaapi_object *self, int tiles, uint32_t *needed)
{
    for (int i = 1; i <= length_of(L, tiles); i++) {
        sim_position middle;
        needed[PROTOTYPES(self)->tiles[read_tile(L, self, tiles, i, &middle)].placeable_by]++;
    }
}
