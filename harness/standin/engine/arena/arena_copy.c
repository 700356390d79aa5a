#include "harness/standin/engine/arena/arena.h"

#include <string.h>

#include "harness/standin/engine/character/character.h"
#include "harness/standin/engine/arena/arena_layout.h"
#include "harness/standin/engine/core/pool.h"
#include "harness/standin/engine/core/statistics.h"
#include "harness/standin/engine/entities/watch.h"
#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/entities/inventory.h"
#include "harness/standin/engine/world/map.h"
#include "harness/standin/engine/world/pollution.h"

/* Records that a section has room for at least, once it grows. */
#define LEAST_ROOM 16
/* A small block is copied faster whole than in parts. */
#define WHOLE_COPY_BYTES 32768

enum sim_result sim_arena_copy(void *memory, size_t memory_bytes, const sim_arena *source)
{
    if (memory_bytes < source->block_bytes) return SIM_BAD_ARGUMENT;
    memcpy(memory, source, source->block_bytes);
    return SIM_OK;
}

static void copy_section(sim_arena *to, uint32_t to_offset, const sim_arena *from, uint32_t from_offset, size_t bytes)
{
    memcpy((char *)to + to_offset, (const char *)from + from_offset, bytes);
}

/* Bits of records never used are zero in every block. */
static void copy_awake(sim_arena *to, const sim_arena *from, uint32_t pool)
{
    uint32_t from_capacity = from->config.pool_capacity[pool], to_capacity = to->config.pool_capacity[pool];
    uint32_t records = from_capacity < to_capacity ? from_capacity : to_capacity;
    if (records == 0) return;
    copy_section(to, to->pools[pool].awake_offset, from, from->pools[pool].awake_offset,
                 sim_arena_awake_words(records + 1) * sizeof(uint64_t));
}

/* What lies beyond the records ever used is not copied: taking a record makes it zero. Record 0 counts as used: it is
 * its mechanic's own (the queue of inserters begins there). */
static void copy_pools(sim_arena *to, const sim_arena *from)
{
    for (uint32_t pool = 0; pool < SIM_POOL_COUNT; pool++) {
        const sim_pool *header = &from->pools[pool];
        copy_awake(to, from, pool);
        if (from->config.pool_capacity[pool] == 0 || to->config.pool_capacity[pool] == 0) continue;
        copy_section(to, to->pools[pool].offset, from, header->offset, header->used * sim_pool_stride(pool));
    }
    if (from->config.pool_capacity[SIM_POOL_WATCH] && to->config.pool_capacity[SIM_POOL_WATCH])
        copy_section(to, to->watches_offset, from, from->watches_offset, from->entity_slots * sizeof(sim_watch_head));
}

/* Copies what is in use; the headers have been brought into line. */
static void copy_sections(sim_arena *to, const sim_arena *from, int has_flows)
{
    copy_pools(to, from);
    size_t chunks = (size_t)from->chunk_columns * from->chunk_rows;
    copy_section(to, to->characters_offset, from, from->characters_offset,
                 from->character_count * sizeof(sim_character));
    copy_section(to, to->entities_offset, from, from->entities_offset, from->entity_slots * sizeof(sim_entity));
    copy_section(to, to->inventories_offset, from, from->inventories_offset,
                 from->inventory_slots * sizeof(sim_inventory));
    copy_section(to, to->slots_offset, from, from->slots_offset, from->stack_slots * sizeof(sim_stack));
    copy_section(to, to->chunks_offset, from, from->chunks_offset, chunks * sizeof(sim_chunk));
    copy_section(to, to->cells_offset, from, from->cells_offset, chunks * SIM_CELLS_PER_CHUNK * sizeof(sim_cell));
    copy_section(to, to->pollution_offset, from, from->pollution_offset, chunks * sizeof(sim_pollution));
    size_t words = (size_t)from->chunk_rows * SIM_CHUNK_CELLS * sim_map_words_per_row(from->chunk_columns);
    copy_section(to, to->resource_cells_offset, from, from->resource_cells_offset, words * sizeof(uint64_t));
    if (has_flows) copy_section(to, to->flows_offset, from, from->flows_offset, from->flow_count * sizeof(sim_flow));
    copy_section(to, to->tile_pages_offset, from, from->tile_pages_offset,
                 (size_t)from->tile_page_count * SIM_TILE_PAGE_BYTES);
}

static void restore_small(sim_arena *arena, const sim_arena *snapshot)
{
    if (arena->flows_used || snapshot->flows_used) {
        memcpy(arena, snapshot, snapshot->block_bytes);
        return;
    }
    size_t flows_end = snapshot->flows_offset + snapshot->flow_count * sizeof(sim_flow);
    memcpy(arena, snapshot, snapshot->flows_offset);
    memcpy((char *)arena + flows_end, (const char *)snapshot + flows_end, snapshot->block_bytes - flows_end);
}

void sim_arena_restore(sim_arena *arena, const sim_arena *snapshot)
{
    if (memcmp(&arena->config, &snapshot->config, sizeof arena->config) != 0) {
        memcpy(arena, snapshot, snapshot->block_bytes);
    } else if (snapshot->block_bytes <= WHOLE_COPY_BYTES) {
        restore_small(arena, snapshot);
    } else {
        int has_flows = arena->flows_used || snapshot->flows_used;
        memcpy(arena, snapshot, sizeof *snapshot);
        copy_sections(arena, snapshot, has_flows);
    }
}

sim_arena_config sim_arena_tight_config(const sim_arena *arena, uint32_t spare_entities)
{
    sim_arena_config config = arena->config;
    config.entity_capacity = arena->entity_slots - 1 + spare_entities;
    if (config.entity_capacity == 0) config.entity_capacity = 1;
    config.character_capacity = arena->character_count;
    config.inventory_capacity = arena->inventory_slots - 1;
    config.slot_capacity = arena->stack_slots;
    config.tile_page_capacity = arena->tile_page_count;
    for (uint32_t pool = 0; pool < SIM_POOL_COUNT; pool++) config.pool_capacity[pool] = arena->pools[pool].used - 1;
    return config;
}

static uint32_t roomier(uint32_t capacity, uint32_t used)
{
    if (capacity > used && capacity - used > capacity / 8) return capacity;
    return capacity < LEAST_ROOM / 2 ? LEAST_ROOM : capacity * 2;
}

sim_arena_config sim_arena_roomier_config(const sim_arena *arena)
{
    sim_arena_config config = arena->config;
    config.entity_capacity = roomier(config.entity_capacity, arena->entity_slots - 1);
    config.character_capacity = roomier(config.character_capacity, arena->character_count);
    config.inventory_capacity = roomier(config.inventory_capacity, arena->inventory_slots - 1);
    config.slot_capacity = roomier(config.slot_capacity, arena->stack_slots);
    config.tile_page_capacity = roomier(config.tile_page_capacity, arena->tile_page_count);
    for (uint32_t pool = 0; pool < SIM_POOL_COUNT; pool++)
        config.pool_capacity[pool] = roomier(config.pool_capacity[pool], arena->pools[pool].used - 1);
    return config;
}

static int holds(const sim_arena_config *config, const sim_arena *arena)
{
    return config->left_tile == arena->config.left_tile && config->top_tile == arena->config.top_tile &&
           config->width_tiles == arena->config.width_tiles && config->height_tiles == arena->config.height_tiles;
}

static int pools_have_room(const sim_arena_config *config, const sim_arena *arena)
{
    for (uint32_t pool = 0; pool < SIM_POOL_COUNT; pool++)
        if (config->pool_capacity[pool] < arena->pools[pool].used - 1) return 0;
    return 1;
}

static int has_room(const sim_arena_config *config, const sim_arena *arena)
{
    return config->entity_capacity >= arena->entity_slots - 1 &&
           config->character_capacity >= arena->character_count &&
           config->inventory_capacity >= arena->inventory_slots - 1 && config->slot_capacity >= arena->stack_slots &&
           config->tile_page_capacity >= arena->tile_page_count && pools_have_room(config, arena);
}

enum sim_result sim_arena_grow(void *memory, size_t memory_bytes, const sim_arena_config *config,
                               const sim_arena *source, const sim_prototypes *prototypes)
{
    size_t bytes = sim_arena_bytes(config, prototypes);
    if (bytes == 0 || memory_bytes < bytes || !holds(config, source)) return SIM_BAD_ARGUMENT;
    if (!has_room(config, source)) return SIM_ARENA_FULL;
    sim_arena_layout l = sim_arena_layout_of(config, prototypes);
    sim_arena *arena = memory;
    memset(arena, 0, bytes);
    *arena = *source;
    arena->config = *config;
    arena->config.ground_tile = source->config.ground_tile;
    arena->config.reserved = 0;
    sim_arena_place_sections(arena, &l);
    copy_sections(arena, source, 1);
    return SIM_OK;
}
