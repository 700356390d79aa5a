/* The one list of every record and field of the contract with its place. The compiler checks it here, and the
 * layout hash is made from it; tests/comm_c/test_layout.py checks that no field is missing. */
#include "channel.h"

#include <string.h>

#define FNV_OFFSET_BASIS 0xcbf29ce484222325ULL
#define FNV_PRIME 0x00000100000001b3ULL

/* RECORD(type, bytes) FIELD(type, field, offset) */
#define CONTRACT(RECORD, FIELD)                         \
    RECORD(FactorioAction, 48)                          \
    FIELD(FactorioAction, action_type, 0)               \
    FIELD(FactorioAction, reserved, 1)                  \
    FIELD(FactorioAction, parameters, 4)                \
    FIELD(FactorioAction, reserved_tail, 36)            \
    FIELD(FactorioAction, command_id, 40)               \
    RECORD(FactorioState, 8592)                         \
    FIELD(FactorioState, player_pos, 0)                 \
    FIELD(FactorioState, local_map, 8)                  \
    FIELD(FactorioState, inventory, 8200)               \
    FIELD(FactorioState, entities, 8328)                \
    FIELD(FactorioState, timestamp, 8584)               \
    RECORD(FactorioMovementFrame, 64)                   \
    FIELD(FactorioMovementFrame, player_pos, 0)         \
    FIELD(FactorioMovementFrame, goal_pos, 8)           \
    FIELD(FactorioMovementFrame, timestamp, 16)         \
    FIELD(FactorioMovementFrame, displacement, 24)      \
    FIELD(FactorioMovementFrame, health, 32)            \
    FIELD(FactorioMovementFrame, direction, 36)         \
    FIELD(FactorioMovementFrame, flags, 37)             \
    FIELD(FactorioMovementFrame, action_result, 38)     \
    FIELD(FactorioMovementFrame, blocked_ticks, 39)     \
    FIELD(FactorioMovementFrame, command_id, 40)        \
    FIELD(FactorioMovementFrame, walked, 48)            \
    FIELD(FactorioMovementFrame, arena, 52)             \
    FIELD(FactorioMovementFrame, goal_distance, 56)     \
    FIELD(FactorioMovementFrame, mined_total, 60)       \
    RECORD(FactorioNearbyResource, 16)                  \
    FIELD(FactorioNearbyResource, offset, 0)            \
    FIELD(FactorioNearbyResource, amount, 8)            \
    FIELD(FactorioNearbyResource, resource, 12)         \
    FIELD(FactorioNearbyResource, reachable, 14)        \
    RECORD(FactorioMiningFrame, 256)                    \
    FIELD(FactorioMiningFrame, movement, 0)             \
    FIELD(FactorioMiningFrame, item_counts, 64)         \
    FIELD(FactorioMiningFrame, mining_progress, 96)     \
    FIELD(FactorioMiningFrame, mining_target, 100)      \
    FIELD(FactorioMiningFrame, resources_in_range, 108) \
    FIELD(FactorioMiningFrame, structures, 112)         \
    FIELD(FactorioMiningFrame, structures_lost, 114)    \
    FIELD(FactorioMiningFrame, machines, 116)           \
    FIELD(FactorioMiningFrame, machines_working, 118)   \
    FIELD(FactorioMiningFrame, ghosts, 120)             \
    FIELD(FactorioMiningFrame, enemies, 122)            \
    FIELD(FactorioMiningFrame, crafts, 124)             \
    FIELD(FactorioMiningFrame, research, 126)           \
    FIELD(FactorioMiningFrame, resources, 128)          \
    RECORD(FactorioNearbyEntity, 16)                    \
    FIELD(FactorioNearbyEntity, offset, 0)              \
    FIELD(FactorioNearbyEntity, prototype, 8)           \
    FIELD(FactorioNearbyEntity, direction, 10)          \
    FIELD(FactorioNearbyEntity, status, 11)             \
    FIELD(FactorioNearbyEntity, health, 12)             \
    RECORD(FactorioPlanCell, 16)                        \
    FIELD(FactorioPlanCell, offset, 0)                  \
    FIELD(FactorioPlanCell, prototype, 8)               \
    FIELD(FactorioPlanCell, direction, 10)              \
    FIELD(FactorioPlanCell, reachable, 11)              \
    FIELD(FactorioPlanCell, item, 12)                   \
    FIELD(FactorioPlanCell, recipe, 14)                 \
    RECORD(FactorioBuildingFrame, 512)                  \
    FIELD(FactorioBuildingFrame, mining, 0)             \
    FIELD(FactorioBuildingFrame, entities, 256)         \
    FIELD(FactorioBuildingFrame, plan, 384)             \
    RECORD(FactorioFullFrame, 2048)                     \
    FIELD(FactorioFullFrame, building, 0)               \
    FIELD(FactorioFullFrame, cells, 512)                \
    FIELD(FactorioFullFrame, entity_rows, 1536)         \
    FIELD(FactorioFullFrame, inventory, 1792)           \
    FIELD(FactorioFullFrame, produced, 1920)            \
    FIELD(FactorioFullFrame, consumed, 1984)            \
    RECORD(FactorioQuery, 32)                           \
    FIELD(FactorioQuery, kind, 0)                       \
    FIELD(FactorioQuery, area, 4)                       \
    FIELD(FactorioQuery, scale, 20)                     \
    FIELD(FactorioQuery, first, 24)                     \
    FIELD(FactorioQuery, reserved, 28)                  \
    RECORD(FactorioQuestion, 40)                        \
    FIELD(FactorioQuestion, arena, 0)                   \
    FIELD(FactorioQuestion, reserved, 4)                \
    FIELD(FactorioQuestion, query, 8)                   \
    RECORD(FactorioAnswer, 8)                           \
    FIELD(FactorioAnswer, rows, 0)                      \
    FIELD(FactorioAnswer, bytes, 4)                     \
    RECORD(FactorioEntityRow, 48)                       \
    FIELD(FactorioEntityRow, slot, 0)                   \
    FIELD(FactorioEntityRow, reserved_head, 4)          \
    FIELD(FactorioEntityRow, position, 8)               \
    FIELD(FactorioEntityRow, prototype, 16)             \
    FIELD(FactorioEntityRow, reserved_number, 18)       \
    FIELD(FactorioEntityRow, direction, 20)             \
    FIELD(FactorioEntityRow, status, 21)                \
    FIELD(FactorioEntityRow, force, 22)                 \
    FIELD(FactorioEntityRow, entity_class, 23)          \
    FIELD(FactorioEntityRow, health, 24)                \
    FIELD(FactorioEntityRow, amount, 28)                \
    FIELD(FactorioEntityRow, recipe, 32)                \
    FIELD(FactorioEntityRow, ghost, 34)                 \
    FIELD(FactorioEntityRow, item, 36)                  \
    FIELD(FactorioEntityRow, item_count, 38)            \
    FIELD(FactorioEntityRow, fuel, 40)                  \
    FIELD(FactorioEntityRow, reserved, 42)              \
    FIELD(FactorioEntityRow, progress, 44)              \
    RECORD(FactorioFlowRow, 16)                         \
    FIELD(FactorioFlowRow, produced, 0)                 \
    FIELD(FactorioFlowRow, consumed, 8)                 \
    RECORD(FactorioTechnologyRow, 8)                    \
    FIELD(FactorioTechnologyRow, researched, 0)         \
    FIELD(FactorioTechnologyRow, available, 1)          \
    FIELD(FactorioTechnologyRow, queue_place, 2)        \
    FIELD(FactorioTechnologyRow, progress, 4)           \
    RECORD(FactorioEdgeRow, 16)                         \
    FIELD(FactorioEdgeRow, from_slot, 0)                \
    FIELD(FactorioEdgeRow, to_slot, 4)                  \
    FIELD(FactorioEdgeRow, kind, 8)                     \
    FIELD(FactorioEdgeRow, item, 10)                    \
    FIELD(FactorioEdgeRow, reserved, 12)                \
    RECORD(FactorioResetRule, 48)                       \
    FIELD(FactorioResetRule, start_area, 0)             \
    FIELD(FactorioResetRule, goal_area, 16)             \
    FIELD(FactorioResetRule, goal_min_distance, 32)     \
    FIELD(FactorioResetRule, goal_max_distance, 36)     \
    FIELD(FactorioResetRule, pool_scenes, 40)           \
    FIELD(FactorioResetRule, main_ground, 44)           \
    RECORD(comm_header, 512)                            \
    FIELD(comm_header, magic, 0)                        \
    FIELD(comm_header, abi_version, 8)                  \
    FIELD(comm_header, header_bytes, 12)                \
    FIELD(comm_header, layout_hash, 16)                 \
    FIELD(comm_header, segment_bytes, 24)               \
    FIELD(comm_header, arena_count, 32)                 \
    FIELD(comm_header, action_bytes, 36)                \
    FIELD(comm_header, frame_kind, 40)                  \
    FIELD(comm_header, frame_bytes, 44)                 \
    FIELD(comm_header, ticks_per_step, 48)              \
    FIELD(comm_header, processes, 52)                   \
    FIELD(comm_header, reserved0, 56)                   \
    FIELD(comm_header, action_offset, 64)               \
    FIELD(comm_header, frame_offset, 72)                \
    FIELD(comm_header, blob_offset, 88)                 \
    FIELD(comm_header, blob_bytes, 96)                  \
    FIELD(comm_header, client_pid, 104)                 \
    FIELD(comm_header, server_pid, 108)                 \
    FIELD(comm_header, reserved1, 112)                  \
    FIELD(comm_header, action_seq, 128)                 \
    FIELD(comm_header, action_sleepers, 132)            \
    FIELD(comm_header, request, 136)                    \
    FIELD(comm_header, request_first, 140)              \
    FIELD(comm_header, request_count, 144)              \
    FIELD(comm_header, client_core, 148)                \
    FIELD(comm_header, request_bytes, 152)              \
    FIELD(comm_header, reserved3, 160)                  \
    FIELD(comm_header, state_seq, 192)                  \
    FIELD(comm_header, state_sleepers, 196)             \
    FIELD(comm_header, reply_code, 200)                 \
    FIELD(comm_header, reply_count, 204)                \
    FIELD(comm_header, reply_bytes, 208)                \
    FIELD(comm_header, server_busy_ns, 216)             \
    FIELD(comm_header, ticks_total, 224)                \
    FIELD(comm_header, resets_total, 232)               \
    FIELD(comm_header, server_core, 240)                \
    FIELD(comm_header, reserved4, 244)                  \
    FIELD(comm_header, refused_total, 248)              \
    FIELD(comm_header, server_heartbeat_ns, 256)        \
    FIELD(comm_header, client_heartbeat_ns, 264)        \
    FIELD(comm_header, server_memory_bytes, 272)        \
    FIELD(comm_header, reserved5, 280)                  \
    FIELD(comm_header, reset_rule, 320)                 \
    FIELD(comm_header, reserved6, 368)                  \
    FIELD(comm_header, server_message, 448)

#define ASSERT_SIZE(type, bytes) _Static_assert(sizeof(type) == (bytes), #type " is not " #bytes " bytes");
#define ASSERT_PLACE(type, field, at) \
    _Static_assert(offsetof(type, field) == (at), #type "." #field " is not at " #at);
CONTRACT(ASSERT_SIZE, ASSERT_PLACE)

_Static_assert(sizeof(FactorioMovementFrame) == FACTORIO_MOVEMENT_FRAME_BYTES, "movement frame");
_Static_assert(sizeof(FactorioMiningFrame) == FACTORIO_MINING_FRAME_BYTES, "mining frame");
_Static_assert(sizeof(FactorioBuildingFrame) == FACTORIO_BUILDING_FRAME_BYTES, "building frame");
_Static_assert(sizeof(FactorioFullFrame) == FACTORIO_FULL_FRAME_BYTES, "full frame");
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the words of a segment are little endian");

static uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t count)
{
    const uint8_t *byte = bytes;
    for (size_t i = 0; i < count; i++)
        hash = (hash ^ byte[i]) * FNV_PRIME;
    return hash;
}

/* The name with its NUL, then offset and size as eight little-endian bytes each. */
static uint64_t hash_field(uint64_t hash, const char *name, uint64_t offset, uint64_t bytes)
{
    hash = hash_bytes(hash, name, strlen(name) + 1);
    hash = hash_bytes(hash, &offset, sizeof offset);
    return hash_bytes(hash, &bytes, sizeof bytes);
}

uint64_t comm_layout_hash(void)
{
    uint64_t hash = hash_field(FNV_OFFSET_BASIS, "FACTORIO_FRAMES_VERSION", 0, FACTORIO_FRAMES_VERSION);
#define HASH_RECORD(type, bytes) hash = hash_field(hash, #type, 0, bytes);
#define HASH_FIELD(type, field, at) hash = hash_field(hash, #type "." #field, at, sizeof(((type *)0)->field));
    CONTRACT(HASH_RECORD, HASH_FIELD)
    return hash;
}

uint32_t comm_frame_bytes(uint32_t frame_kind)
{
    switch (frame_kind) {
    case FACTORIO_FRAME_MOVEMENT: return sizeof(FactorioMovementFrame);
    case FACTORIO_FRAME_MINING: return sizeof(FactorioMiningFrame);
    case FACTORIO_FRAME_BUILDING: return sizeof(FactorioBuildingFrame);
    case FACTORIO_FRAME_FULL: return sizeof(FactorioFullFrame);
    default: return 0;
    }
}
