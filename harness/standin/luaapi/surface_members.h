/* surface_members.h - the tables of LuaSurface's members, one a subject. */
#ifndef LUAAPI_SURFACE_MEMBERS_H
#define LUAAPI_SURFACE_MEMBERS_H

#include "object.h"

extern const luaapi_member luaapi_surface_building_members[];
extern const luaapi_member luaapi_surface_tile_members[];
extern const luaapi_member luaapi_surface_enemy_members[];
extern const luaapi_member luaapi_surface_chunk_members[];
extern const luaapi_member luaapi_surface_script_members[];

#endif
