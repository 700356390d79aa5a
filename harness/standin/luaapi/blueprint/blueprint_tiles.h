/* blueprint_tiles.h - the tiles of a blueprint: taken from the map, put down as ghosts of tiles.
 *
 * They are a list of {name, position} as scripts see it; a position is a tile's, relative to the plan's origin. */
#ifndef LUAAPI_BLUEPRINT_TILES_H
#define LUAAPI_BLUEPRINT_TILES_H

#include "harness/standin/luaapi/entity/entity_members.h"

/* Pushes the list of the tiles of an area that an item lays and hands take up again; an empty one without any. */
void luaapi_blueprint_capture_tiles(lua_State *L, const luaapi_object *self, const luaapi_surface *surface,
                                    sim_box area, sim_position origin);

/* Widens the box by the tiles of the list (or nil) at the index. */
void luaapi_blueprint_cover_tiles(lua_State *L, const luaapi_object *self, int tiles, sim_box *all);

/* Puts the tiles of the list (or nil) at the index down as ghosts, `middle` of the plan where the placing says, and
 * appends the ghosts to the list at index `ghosts`. What cannot be laid is left out. */
void luaapi_blueprint_place_tiles(lua_State *L, luaapi_object *self, luaapi_surface *surface, int tiles,
                                  sim_position middle, const sim_blueprint_placing *placing, int ghosts);

/* Adds the item of each tile of the list (or nil) at the index to `needed`, by item number. */
void luaapi_blueprint_count_tiles(lua_State *L, const luaapi_object *self, int tiles, uint32_t *needed);

#endif
