/* chunks.h - which chunks of a surface exist: they are generated when a script asks for them, when a character comes
 * near, and around the spawn of a new game. Surfaces whose settings ask for bare ground have no such record: all of
 * their chunks exist at once. */
#ifndef LUAAPI_CHUNKS_H
#define LUAAPI_CHUNKS_H

#include "harness/standin/luaapi/objects/object.h"

enum luaapi_chunk { LUAAPI_CHUNK_ABSENT = 0, LUAAPI_CHUNK_REQUESTED = 1, LUAAPI_CHUNK_GENERATED = 2 };

#define LUAAPI_STARTING_CHUNKS 3 /* radius in chunks around the spawn that a new game begins with: a guess */

/* Makes the record of a surface that is to be generated; 0 when memory runs out. */
int luaapi_chunks_init(luaapi_surface *surface, const sim_map_gen *generation);

/* The state of the chunk; ABSENT beyond the map's edge. */
enum luaapi_chunk luaapi_chunk_state(const luaapi_surface *surface, int32_t chunk_x, int32_t chunk_y);
int luaapi_chunk_exists_at(const luaapi_surface *surface, int32_t tile_x, int32_t tile_y);

/* Asks for the square of chunks of that radius; returns how many were not asked for before. */
uint32_t luaapi_chunks_request(luaapi_surface *surface, int32_t chunk_x, int32_t chunk_y, int32_t radius);

/* Generates at most `most` of the requested chunks and raises on_chunk_generated for each. Raises a Lua error when memory
 * runs out. */
void luaapi_chunks_generate(lua_State *L, luaapi_world *world, luaapi_surface *surface, uint32_t most);

/* Says that a chunk of the map is filled. */
void luaapi_chunk_mark_generated(luaapi_surface *surface, int32_t chunk_x, int32_t chunk_y);

/* Makes the chunk absent again, whatever stands on it. */
void luaapi_chunk_forget(luaapi_surface *surface, int32_t chunk_x, int32_t chunk_y);

/* What a tick does: asks for chunks near characters now and then, and generates some of what was asked for. */
void luaapi_chunks_tick(lua_State *L, luaapi_world *world);

/* Chunk that the tile lies in. */
static inline int32_t luaapi_chunk_of(int32_t tile)
{
    return tile >> SIM_CHUNK_SHIFT;
}

#endif
