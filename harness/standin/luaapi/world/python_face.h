/* python_face.h - what Python and the native door see of the Lua API's world. */
#ifndef LUAAPI_PYTHON_FACE_H
#define LUAAPI_PYTHON_FACE_H

#include "harness/standin/engine/core/arena_header.h"

typedef struct luaapi_world luaapi_world;

/* The arena of the surface with that name, NULL when there is none. Valid until the world changes. */
sim_arena *luaapi_world_arena(luaapi_world *world, const char *surface_name);

/* The same, moved to the smallest block that holds it: for a copy that is kept. NULL also when memory runs out. */
sim_arena *luaapi_world_tight_arena(luaapi_world *world, const char *surface_name);

/* The prototype tables that the world's arenas are made from. */
const sim_prototypes *luaapi_world_prototypes(const luaapi_world *world);

/* Saves: how many bytes the world takes, writes that many (0 when `size` is another number), and reads them into a world
 * that has been started. luaapi_world_load returns 0 for bytes that are damaged, cut off or of another build; the world is
 * then good for nothing but luaapi_world_clear. */
size_t luaapi_world_save_bytes(luaapi_world *world);
int luaapi_world_save(luaapi_world *world, void *bytes, size_t size);
int luaapi_world_load(luaapi_world *world, const void *bytes, size_t size);

#endif
