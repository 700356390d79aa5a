/* map_gen_settings.h - MapGenSettings of surfaces: the fields that mean something here are read, all are kept. */
#ifndef LUAAPI_MAP_GEN_SETTINGS_H
#define LUAAPI_MAP_GEN_SETTINGS_H

#include "harness/standin/luaapi/objects/object.h"

/* Reads the table at the stack index (nil: all defaults) into a spec; raises for sides and seeds out of range. */
void luaapi_map_gen_settings_read(lua_State *L, int index, luaapi_world *world, luaapi_surface_spec *spec);

/* Keeps the table at the stack index, so that scripts read back what they wrote. */
void luaapi_map_gen_settings_keep(lua_State *L, int index, uint32_t surface);

/* Forgets what was kept of a surface that is gone; its index does not come again. */
void luaapi_map_gen_settings_forget(lua_State *L, uint32_t surface);

/* Pushes the table of what was kept by surface; pops one and takes it for that: for saves. */
void luaapi_map_gen_settings_push_all(lua_State *L);
void luaapi_map_gen_settings_restore(lua_State *L);

/* Pushes a copy of what was kept, with the surface's true width, height and seed. */
void luaapi_map_gen_settings_push(lua_State *L, const luaapi_surface *surface);

#endif
