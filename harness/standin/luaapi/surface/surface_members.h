/* surface_members.h - the tables of LuaSurface's members, one a subject. */
#ifndef LUAAPI_SURFACE_MEMBERS_H
#define LUAAPI_SURFACE_MEMBERS_H

#include "harness/standin/luaapi/objects/object.h"

/* Sends what create_entity was asked for on its way when it is a projectile, or lights it when it is a fire; 0 for all
 * else. Raises for what would stand there and do nothing. The table is argument 1. */
int luaapi_surface_lets_fly(lua_State *L, luaapi_object *self, const sim_entity_spec *spec);

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
