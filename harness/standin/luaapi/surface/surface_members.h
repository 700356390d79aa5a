/* surface_members.h - the tables of LuaSurface's members, one a subject. */
#ifndef LUAAPI_SURFACE_MEMBERS_H
#define LUAAPI_SURFACE_MEMBERS_H

#include "harness/standin/luaapi/objects/object.h"

extern const luaapi_member luaapi_surface_building_members[];
extern const luaapi_member luaapi_surface_tile_members[];
extern const luaapi_member luaapi_surface_enemy_members[];
extern const luaapi_member luaapi_surface_chunk_members[];
extern const luaapi_member luaapi_surface_script_members[];
extern const luaapi_member luaapi_surface_area_members[];
extern const luaapi_member luaapi_surface_place_members[];

/* 1 when an entity of the prototype could stand at the place, which is then written. */
int luaapi_surface_is_free(const luaapi_object *self, uint16_t prototype, double x, double y, sim_position *found);

#endif
