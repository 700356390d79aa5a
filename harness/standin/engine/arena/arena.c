#include "harness/standin/engine/arena/arena.h"

#include <string.h>

#include "harness/standin/engine/character/character.h"
#include "harness/standin/engine/arena/arena_layout.h"
#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/combat/health.h"
#include "harness/standin/engine/world/ground_item.h"
#include "harness/standin/engine/entities/inventory.h"
#include "harness/standin/engine/world/map.h"
#include "harness/standin/engine/mechanics.h"
#include "harness/standin/engine/character/mining.h"
#include "harness/standin/engine/core/nap.h"
#include "harness/standin/engine/core/pool.h"
#include "harness/standin/engine/world/resource.h"
#include "harness/standin/engine/core/statistics.h"
#include "harness/standin/engine/entities/watch.h"

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
