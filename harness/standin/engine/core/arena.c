#include "harness/standin/engine/core/arena.h"

#include <string.h>

#include "harness/standin/engine/character/character.h"
#include "harness/standin/engine/core/arena_layout.h"
#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/entities/health.h"
#include "harness/standin/engine/world/ground_item.h"
#include "harness/standin/engine/entities/inventory.h"
#include "harness/standin/engine/world/map.h"
#include "harness/standin/engine/mechanics.h"
#include "harness/standin/engine/character/mining.h"
#include "harness/standin/engine/world/pollution.h"
#include "harness/standin/engine/core/nap.h"
#include "harness/standin/engine/core/pool.h"
#include "harness/standin/engine/world/resource.h"
#include "harness/standin/engine/core/statistics.h"
#include "harness/standin/engine/core/watch.h"

#define LEAST_ROOM 16

_Static_assert(sizeof(sim_arena) % 64 == 0, "whole cache lines");

_Static_assert(offsetof(sim_arena, config) + sizeof(sim_arena_config) == sizeof(sim_arena),
               "no padding at the end: equal headers are equal bytes");

enum sim_result sim_arena_init(void *memory, size_t memory_bytes, const sim_arena_config *config,
                               const sim_prototypes *prototypes)
{
    size_t bytes = sim_arena_bytes(config, prototypes);
    if (bytes == 0 || memory_bytes < bytes) return SIM_BAD_ARGUMENT;
    sim_arena_layout l = sim_arena_layout_of(config, prototypes);
    sim_arena *arena = memory;
    memset(arena, 0, bytes);
    arena->magic = SIM_ARENA_MAGIC;
    arena->version = SIM_ARENA_VERSION;
    arena->config = *config;
    arena->config.reserved = 0;
    sim_arena_place_sections(arena, &l);
    arena->entity_slots = 1;
    arena->inventory_slots = 1;
    for (uint32_t pool = 0; pool < SIM_POOL_COUNT; pool++) arena->pools[pool].used = 1;
    arena->flow_count = prototypes->item_count;
    arena->next_unit_number = 1;
    sim_random_seed(&arena->random, 0);
    sim_map_init(arena, prototypes);
    return SIM_OK;
}

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

/* A small block is copied faster whole than in parts. */
#define WHOLE_COPY_BYTES 32768

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

static uint64_t hash_header(const sim_arena *arena, uint64_t hash)
{
    hash = sim_hash_word(hash, arena->tick);
    for (int i = 0; i < 4; i++) hash = sim_hash_word(hash, arena->random.state[i]);
    hash = sim_hash_word(hash, arena->next_unit_number);
    hash = sim_hash_word(hash, arena->entity_free);
    hash = sim_hash_word(hash, arena->character_free);
    hash = sim_hash_word(hash, (uint32_t)arena->config.left_tile);
    hash = sim_hash_word(hash, (uint32_t)arena->config.top_tile);
    hash = sim_hash_word(hash, arena->refused);
    hash = sim_hash_word(hash, arena->config.width_tiles);
    return sim_hash_word(hash, arena->config.height_tiles);
}

uint64_t sim_arena_hash(const sim_arena *arena, const sim_prototypes *prototypes)
{
    uint64_t hash = hash_header(arena, sim_hash_start());
    hash = sim_hash_word(hash, (uint64_t)prototypes->item_count << 32 | prototypes->entity_count);
    hash = sim_map_hash(arena, hash);
    hash = sim_entity_hash(arena, hash);
    hash = sim_inventory_hash(arena, hash);
    hash = sim_character_hash(arena, hash);
    hash = sim_statistics_hash(arena, hash);
    hash = sim_pool_hash(arena, hash);
    return sim_mechanics_hash(arena, prototypes, hash);
}

static int check_header(const sim_arena *arena, sim_fault *fault)
{
    const sim_position none = {0, 0};
    SIM_EXPECT(fault, "arena", 0, none, arena->entity_slots >= 1);
    SIM_EXPECT(fault, "arena", 0, none, arena->entity_slots - 1 <= arena->config.entity_capacity);
    SIM_EXPECT(fault, "arena", 0, none, arena->entity_free < arena->entity_slots);
    SIM_EXPECT(fault, "arena", 0, none, arena->character_count <= arena->config.character_capacity);
    SIM_EXPECT(fault, "arena", 0, none, arena->character_free <= arena->character_count);
    SIM_EXPECT(fault, "arena", 0, none, arena->inventory_slots >= 1);
    SIM_EXPECT(fault, "arena", 0, none, arena->inventory_slots - 1 <= arena->config.inventory_capacity);
    SIM_EXPECT(fault, "arena", 0, none, arena->stack_slots <= arena->config.slot_capacity);
    SIM_EXPECT(fault, "arena", 0, none, arena->tile_page_count <= arena->config.tile_page_capacity);
    SIM_EXPECT(fault, "arena", 0, none, arena->largest_extent >= 0);
    SIM_EXPECT(fault, "arena", 0, none, arena->largest_extent <= SIM_MAX_SIDE_TILES * SIM_FIXED_ONE);
    return 1;
}

int sim_arena_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    return check_header(arena, fault) && sim_pool_check(arena, fault) && sim_map_check(arena, prototypes, fault) &&
           sim_entity_check(arena, prototypes, fault) && sim_inventory_check(arena, prototypes, fault) &&
           sim_resource_check(arena, prototypes, fault) && sim_ground_item_check(arena, prototypes, fault) &&
           sim_character_check(arena, prototypes, fault) && sim_mining_check(arena, prototypes, fault) &&
           sim_health_check(arena, prototypes, fault) &&
           sim_statistics_check(arena, fault) && sim_watch_check(arena, fault) && sim_nap_check(arena, fault) &&
           sim_mechanics_check(arena, prototypes, fault);
}

enum sim_result sim_arena_validate(const void *memory, size_t memory_bytes, const sim_prototypes *prototypes)
{
    const sim_arena *arena = memory;
    if (memory_bytes < sizeof *arena || arena->magic != SIM_ARENA_MAGIC || arena->version != SIM_ARENA_VERSION)
        return SIM_BAD_ARGUMENT;
    size_t bytes = sim_arena_bytes(&arena->config, prototypes);
    if (bytes == 0 || bytes > memory_bytes || arena->flow_count != prototypes->item_count) return SIM_BAD_ARGUMENT;
    sim_arena_layout l = sim_arena_layout_of(&arena->config, prototypes);
    sim_arena expected = *arena;
    sim_arena_place_sections(&expected, &l);
    return memcmp(&expected, arena, sizeof expected) == 0 ? SIM_OK : SIM_BAD_ARGUMENT;
}
