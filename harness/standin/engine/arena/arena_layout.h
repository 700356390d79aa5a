/* arena_layout.h - where the sections of an arena's block lie, from its config. */
#ifndef SIM_ARENA_LAYOUT_H
#define SIM_ARENA_LAYOUT_H

#include <stdint.h>

#include "harness/standin/engine/core/arena_header.h"
#include "harness/standin/engine/core/nap.h"

/* Offsets of the sections of a block, from its start. */
typedef struct sim_arena_layout {
    uint64_t characters, inventories, slots, entities, cells, resource_cells, chunks, flows, tile_pages, watches, end;
    uint64_t pollution, agenda;
    uint64_t records[SIM_POOL_COUNT], awake[SIM_POOL_COUNT], naps[SIM_NAP_POOLS];
    int32_t chunk_left, chunk_top;
    uint32_t chunk_columns, chunk_rows;
} sim_arena_layout;

/* The layout of a block of a valid config. */
sim_arena_layout sim_arena_layout_of(const sim_arena_config *config, const sim_prototypes *prototypes);

/* Writes the offsets of the sections into the header. */
void sim_arena_place_sections(sim_arena *arena, const sim_arena_layout *l);

/* Words of 64 bits that hold a bit for each record. */
static inline uint64_t sim_arena_awake_words(uint32_t records)
{
    return ((uint64_t)records + 63) / 64;
}

#endif
