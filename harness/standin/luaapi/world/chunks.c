#include "harness/standin/luaapi/world/chunks.h"

#include <stdlib.h>

int luaapi_chunks_init(luaapi_surface *surface, const sim_map_gen *generation)
{
    size_t count = (size_t)surface->arena->chunk_columns * surface->arena->chunk_rows;
    surface->chunks = calloc(count, 1);
    surface->generation = malloc(sizeof *surface->generation);
    if (surface->chunks == NULL || surface->generation == NULL) {
        return 0; /* what there is goes with the surface */
    }
    *surface->generation = *generation;
    return 1;
}

/* The chunk's byte; NULL beyond the edge. */
static uint8_t *byte_of(const luaapi_surface *surface, int32_t chunk_x, int32_t chunk_y)
{
    int64_t column = (int64_t)chunk_x - surface->arena->chunk_left;
    int64_t row = (int64_t)chunk_y - surface->arena->chunk_top;
    int inside = column >= 0 && column < surface->arena->chunk_columns && row >= 0 && row < surface->arena->chunk_rows;
    return inside ? surface->chunks + row * surface->arena->chunk_columns + column : NULL;
}

enum luaapi_chunk luaapi_chunk_state(const luaapi_surface *surface, int32_t chunk_x, int32_t chunk_y)
{
    if (surface->chunks == NULL) {
        int64_t column = (int64_t)chunk_x - surface->arena->chunk_left;
        int64_t row = (int64_t)chunk_y - surface->arena->chunk_top;
        int inside =
            column >= 0 && column < surface->arena->chunk_columns && row >= 0 && row < surface->arena->chunk_rows;
        return inside ? LUAAPI_CHUNK_GENERATED : LUAAPI_CHUNK_ABSENT;
    }
    const uint8_t *byte = byte_of(surface, chunk_x, chunk_y);
    return byte == NULL ? LUAAPI_CHUNK_ABSENT : (enum luaapi_chunk)*byte;
}

int luaapi_chunk_exists_at(const luaapi_surface *surface, int32_t tile_x, int32_t tile_y)
{
    return surface->chunks == NULL || luaapi_chunk_state(surface, luaapi_chunk_of(tile_x), luaapi_chunk_of(tile_y)) ==
                                          LUAAPI_CHUNK_GENERATED;
}

uint32_t luaapi_chunks_request(luaapi_surface *surface, int32_t chunk_x, int32_t chunk_y, int32_t radius)
{
    uint32_t fresh = 0;
    if (surface->chunks == NULL) {
        return 0;
    }
    int32_t columns = (int32_t)surface->arena->chunk_columns;
    radius = radius < columns * 2 ? radius : columns * 2;
    for (int32_t y = chunk_y - radius; y <= chunk_y + radius; y++) {
        for (int32_t x = chunk_x - radius; x <= chunk_x + radius; x++) {
            uint8_t *byte = byte_of(surface, x, y);
            if (byte != NULL && *byte == LUAAPI_CHUNK_ABSENT) {
                *byte = LUAAPI_CHUNK_REQUESTED;
                fresh++;
            }
        }
    }
    surface->chunks_requested += fresh;
    return fresh;
}

void luaapi_chunk_forget(luaapi_surface *surface, int32_t chunk_x, int32_t chunk_y)
{
    uint8_t *byte = surface->chunks == NULL ? NULL : byte_of(surface, chunk_x, chunk_y);
    if (byte != NULL) {
        surface->chunks_requested -= *byte == LUAAPI_CHUNK_REQUESTED;
        *byte = LUAAPI_CHUNK_ABSENT;
    }
}

void luaapi_chunk_mark_generated(luaapi_surface *surface, int32_t chunk_x, int32_t chunk_y)
{
    uint8_t *byte = byte_of(surface, chunk_x, chunk_y);
    if (byte != NULL) {
        *byte = LUAAPI_CHUNK_GENERATED;
    }
}
