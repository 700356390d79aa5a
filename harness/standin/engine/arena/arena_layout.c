#include "harness/standin/engine/arena/arena_layout.h"

#include "harness/standin/engine/character/character.h"
#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/entities/inventory.h"
#include "harness/standin/engine/inserters/inserter_agenda.h"
#include "harness/standin/engine/world/map.h"
#include "harness/standin/engine/core/pool.h"
#include "harness/standin/engine/world/pollution.h"
#include "harness/standin/engine/core/statistics.h"
#include "harness/standin/engine/entities/watch.h"

#define BLOCK_ALIGNMENT 64
#define SECTION_ALIGNMENT 8
#define MAX_ENTITIES (1u << 24)
#define MAX_SLOTS (1u << 26)

static uint64_t section(uint64_t *end, uint64_t count, uint64_t bytes_each)
{
    uint64_t offset = *end;
    *end = (offset + count * bytes_each + SECTION_ALIGNMENT - 1) / SECTION_ALIGNMENT * SECTION_ALIGNMENT;
    return offset;
}

static int pools_are_valid(const sim_arena_config *config)
{
    for (uint32_t pool = 0; pool < SIM_POOL_COUNT; pool++)
        if (config->pool_capacity[pool] > MAX_ENTITIES) return 0;
    return 1;
}

static int config_is_valid(const sim_arena_config *config, const sim_prototypes *prototypes)
{
    const int32_t far = SIM_MAX_SIDE_TILES;
    return config->width_tiles >= 1 && config->width_tiles <= SIM_MAX_SIDE_TILES && config->height_tiles >= 1 &&
           config->height_tiles <= SIM_MAX_SIDE_TILES && config->left_tile >= -far && config->left_tile <= far &&
           config->top_tile >= -far && config->top_tile <= far && config->entity_capacity >= 1 &&
           config->entity_capacity <= MAX_ENTITIES && config->character_capacity <= MAX_ENTITIES &&
           config->inventory_capacity <= MAX_ENTITIES && config->slot_capacity <= MAX_SLOTS &&
           config->tile_page_capacity <= MAX_ENTITIES && config->ground_tile >= 1 &&
           config->ground_tile < prototypes->tile_count && prototypes->tile_count <= SIM_MAX_TILE_PROTOTYPES &&
           pools_are_valid(config);
}

/* Records of the pools that have room for any: a pool without capacity takes no memory. */
static void lay_out_pools(sim_arena_layout *l, const sim_arena_config *config, uint64_t *end)
{
    for (uint32_t pool = 0; pool < SIM_POOL_COUNT; pool++) {
        uint32_t capacity = config->pool_capacity[pool];
        uint64_t records = capacity ? (uint64_t)capacity + 1 : 0;
        if (records && sim_pool_stride(pool) % BLOCK_ALIGNMENT == 0)
            *end = (*end + BLOCK_ALIGNMENT - 1) / BLOCK_ALIGNMENT * BLOCK_ALIGNMENT;
        l->records[pool] = section(end, records, sim_pool_stride(pool));
        l->awake[pool] = section(end, sim_arena_awake_words((uint32_t)records), sizeof(uint64_t));
    }
    for (int which = 0; which < SIM_NAP_POOLS; which++) {
        uint32_t capacity = config->pool_capacity[SIM_NAP_POOL_IDS[which]];
        l->naps[which] = section(end, capacity ? (uint64_t)capacity + 1 : 0, 1);
    }
    l->agenda = section(end, sim_inserter_agenda_words(config->pool_capacity[SIM_POOL_INSERTER]), sizeof(uint32_t));
}

sim_arena_layout sim_arena_layout_of(const sim_arena_config *config, const sim_prototypes *prototypes)
{
    sim_arena_layout l = {0};
    int32_t right = config->left_tile + (int32_t)config->width_tiles - 1;
    int32_t bottom = config->top_tile + (int32_t)config->height_tiles - 1;
    l.chunk_left = config->left_tile >> SIM_CHUNK_SHIFT;
    l.chunk_top = config->top_tile >> SIM_CHUNK_SHIFT;
    l.chunk_columns = (uint32_t)((right >> SIM_CHUNK_SHIFT) - l.chunk_left + 1);
    l.chunk_rows = (uint32_t)((bottom >> SIM_CHUNK_SHIFT) - l.chunk_top + 1);
    uint64_t chunks = (uint64_t)l.chunk_columns * l.chunk_rows;
    uint64_t end = (sizeof(sim_arena) + BLOCK_ALIGNMENT - 1) / BLOCK_ALIGNMENT * BLOCK_ALIGNMENT;
    l.characters = section(&end, config->character_capacity, sizeof(sim_character));
    l.entities = section(&end, (uint64_t)config->entity_capacity + 1, sizeof(sim_entity));
    l.inventories = section(&end, (uint64_t)config->inventory_capacity + 1, sizeof(sim_inventory));
    l.slots = section(&end, config->slot_capacity, sizeof(sim_stack));
    l.chunks = section(&end, chunks, sizeof(sim_chunk));
    l.cells = section(&end, chunks * SIM_CELLS_PER_CHUNK, sizeof(sim_cell));
    uint64_t words = sim_map_words_per_row(l.chunk_columns);
    l.resource_cells = section(&end, (uint64_t)l.chunk_rows * SIM_CHUNK_CELLS * words, sizeof(uint64_t));
    l.pollution = section(&end, chunks, sizeof(sim_pollution));
    l.flows = section(&end, prototypes->item_count, sizeof(sim_flow));
    l.tile_pages = section(&end, config->tile_page_capacity, SIM_TILE_PAGE_BYTES);
    l.watches = section(&end, config->pool_capacity[SIM_POOL_WATCH] ? (uint64_t)config->entity_capacity + 1 : 0,
                        sizeof(sim_watch_head));
    lay_out_pools(&l, config, &end);
    l.end = (end + BLOCK_ALIGNMENT - 1) / BLOCK_ALIGNMENT * BLOCK_ALIGNMENT;
    return l;
}

sim_arena_config sim_arena_default_config(uint32_t width_tiles, uint32_t height_tiles, uint32_t entities,
                                          const sim_prototypes *prototypes)
{
    sim_arena_config config = {
        .left_tile = -(int32_t)(width_tiles / 2),
        .top_tile = -(int32_t)(height_tiles / 2),
        .width_tiles = width_tiles,
        .height_tiles = height_tiles,
        .entity_capacity = entities + 1,
        .character_capacity = 1,
        .inventory_capacity = 1,
        .slot_capacity = prototypes->entities[prototypes->character].inventory_size,
        .ground_tile = sim_tile_named(prototypes, "grass-1"),
    };
    return config;
}

size_t sim_arena_bytes(const sim_arena_config *config, const sim_prototypes *prototypes)
{
    if (!config_is_valid(config, prototypes)) return 0;
    uint64_t end = sim_arena_layout_of(config, prototypes).end;
    return end <= UINT32_MAX ? (size_t)end : 0; /* offsets are 32 bits */
}

void sim_arena_place_sections(sim_arena *arena, const sim_arena_layout *l)
{
    arena->block_bytes = l->end;
    arena->characters_offset = (uint32_t)l->characters;
    arena->entities_offset = (uint32_t)l->entities;
    arena->inventories_offset = (uint32_t)l->inventories;
    arena->slots_offset = (uint32_t)l->slots;
    arena->chunks_offset = (uint32_t)l->chunks;
    arena->cells_offset = (uint32_t)l->cells;
    arena->resource_cells_offset = (uint32_t)l->resource_cells;
    arena->pollution_offset = (uint32_t)l->pollution;
    arena->flows_offset = (uint32_t)l->flows;
    arena->tile_pages_offset = (uint32_t)l->tile_pages;
    arena->watches_offset = (uint32_t)l->watches;
    for (uint32_t pool = 0; pool < SIM_POOL_COUNT; pool++) {
        arena->pools[pool].offset = (uint32_t)l->records[pool];
        arena->pools[pool].awake_offset = (uint32_t)l->awake[pool];
    }
    for (int which = 0; which < SIM_NAP_POOLS; which++) arena->nap_offset[which] = (uint32_t)l->naps[which];
    arena->agenda_offset = (uint32_t)l->agenda;
    arena->chunk_left = l->chunk_left;
    arena->chunk_top = l->chunk_top;
    arena->chunk_columns = l->chunk_columns;
    arena->chunk_rows = l->chunk_rows;
}
