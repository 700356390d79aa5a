/* Two things only are known of a header that another process has written: its bytes, and that they may be wrong. */
#include "header.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#define REBUILD "client and server must be built from the same comm_c: install both from one checkout"

/* A word of the header and the only value it may have. */
typedef struct expected_word {
    const char *name;
    uint64_t value;
    uint64_t allowed;
} expected_word;

static int check_words(const expected_word *words, size_t count, int code, const char *next_step, comm_error *error)
{
    for (size_t i = 0; i < count; i++)
        if (words[i].value != words[i].allowed)
            return comm_error_set(error, code, "%s is 0x%" PRIx64 ", allowed is 0x%" PRIx64 "; %s", words[i].name,
                                  words[i].value, words[i].allowed, next_step);
    return COMM_OK;
}

static int check_range(const char *name, int64_t value, int64_t lowest, int64_t highest, comm_error *error)
{
    if (value < lowest || value > highest)
        return comm_error_set(error, COMM_CORRUPT, "%s is %" PRId64 ", allowed is %" PRId64 " to %" PRId64, name,
                              value, lowest, highest);
    return COMM_OK;
}

/* The header's words that say how large things are; nothing is computed from them before this. */
static int check_counts(const comm_header *header, comm_error *error)
{
    int code;
    if ((code = check_range("arena_count", header->arena_count, 1, COMM_MAX_ARENAS, error)) != COMM_OK ||
        (code = check_range("frame_kind", header->frame_kind, 0, FACTORIO_FRAME_FULL, error)) != COMM_OK ||
        (code = check_range("ticks_per_step", header->ticks_per_step, 1, COMM_MAX_TICKS_PER_STEP, error)) !=
            COMM_OK)
        return code;
    if (header->blob_bytes < COMM_LINE || header->blob_bytes > COMM_MAX_BLOB_BYTES ||
        header->blob_bytes % COMM_LINE != 0)
        return comm_error_set(error, COMM_CORRUPT,
                              "blob_bytes is %" PRIu64 ", allowed is %d to %" PRIu64 " in steps of %d",
                              header->blob_bytes, COMM_LINE, (uint64_t)COMM_MAX_BLOB_BYTES, COMM_LINE);
    return COMM_OK;
}

static uint64_t round_up_to_line(uint64_t bytes)
{
    return (bytes + COMM_LINE - 1) / COMM_LINE * COMM_LINE;
}

comm_geometry comm_header_lay_out(const comm_header *header)
{
    comm_geometry geometry = {
        .arena_count = header->arena_count,
        .frame_kind = header->frame_kind,
        .frame_bytes = comm_frame_bytes(header->frame_kind),
        .ticks_per_step = header->ticks_per_step,
        .blob_bytes = header->blob_bytes,
        .reset_rule = header->reset_rule,
    };
    uint64_t arenas = geometry.arena_count;
    geometry.action_offset = sizeof(comm_header);
    geometry.frame_offset[0] = geometry.action_offset + round_up_to_line(arenas * sizeof(FactorioAction));
    geometry.frame_offset[1] = geometry.frame_offset[0] + round_up_to_line(arenas * geometry.frame_bytes);
    geometry.blob_offset = geometry.frame_offset[1] + round_up_to_line(arenas * geometry.frame_bytes);
    geometry.segment_bytes = geometry.blob_offset + geometry.blob_bytes;
    return geometry;
}

static int check_identity(const comm_header *header, comm_error *error)
{
    if (header->abi_version == 0)
        return comm_error_set(error, COMM_LAYOUT_MISMATCH,
                              "abi_version is 0: the client has not finished writing the header; start the server "
                              "after the channel has been created");
    const expected_word words[] = {
        {"magic", header->magic, COMM_MAGIC},
        {"abi_version", header->abi_version, COMM_ABI_VERSION},
        {"header_bytes", header->header_bytes, sizeof(comm_header)},
        {"layout_hash", header->layout_hash, comm_layout_hash()},
        {"action_bytes", header->action_bytes, sizeof(FactorioAction)},
    };
    return check_words(words, sizeof words / sizeof *words, COMM_LAYOUT_MISMATCH, REBUILD, error);
}

static int check_places(const comm_header *header, size_t segment_bytes, comm_error *error)
{
    comm_geometry right = comm_header_lay_out(header);
    const expected_word sizes[] = {
        {"frame_bytes", header->frame_bytes, right.frame_bytes},
        {"segment_bytes", header->segment_bytes, right.segment_bytes},
        {"the segment's size", segment_bytes, right.segment_bytes},
    };
    const expected_word offsets[] = {
        {"action_offset", header->action_offset, right.action_offset},
        {"frame_offset[0]", header->frame_offset[0], right.frame_offset[0]},
        {"frame_offset[1]", header->frame_offset[1], right.frame_offset[1]},
        {"blob_offset", header->blob_offset, right.blob_offset},
    };
    int code = check_words(sizes, sizeof sizes / sizeof *sizes, COMM_LAYOUT_MISMATCH,
                           "the segment is cut short or was not made by comm_channel_create", error);
    if (code != COMM_OK)
        return code;
    return check_words(offsets, sizeof offsets / sizeof *offsets, COMM_CORRUPT,
                       "the header was not made by comm_channel_create", error);
}

/* An area of the reset rule: left, top, right, bottom. */
static int check_area(const char *name, const int32_t area[4], comm_error *error)
{
    for (int i = 0; i < 4; i++) {
        int code = check_range(name, area[i], -COMM_MAX_COORDINATE, COMM_MAX_COORDINATE, error);
        if (code != COMM_OK)
            return code;
    }
    for (int axis = 0; axis < 2; axis++) {
        int64_t side = (int64_t)area[axis + 2] - area[axis];
        if (side < 0 || side >= COMM_MAX_AREA_SIDE)
            return comm_error_set(error, COMM_CORRUPT,
                                  "%s is %d, %d, %d, %d (left, top, right, bottom in 1/256 tile): right must not be "
                                  "left of left, nor bottom above top, and no side longer than %d",
                                  name, area[0], area[1], area[2], area[3], COMM_MAX_AREA_SIDE - 1);
    }
    return COMM_OK;
}

static int check_rule(const FactorioResetRule *rule, comm_error *error)
{
    int code;
    if ((code = check_area("reset_rule.start_area", rule->start_area, error)) != COMM_OK ||
        (code = check_area("reset_rule.goal_area", rule->goal_area, error)) != COMM_OK ||
        (code = check_range("reset_rule.goal_min_distance", rule->goal_min_distance, 0, INT32_MAX, error)) != COMM_OK)
        return code;
    int32_t longest = rule->goal_max_distance;
    if (longest != 0 && longest < rule->goal_min_distance)
        return comm_error_set(error, COMM_CORRUPT,
                              "reset_rule.goal_max_distance is %d, allowed is 0 (no limit) or goal_min_distance, "
                              "which is %d, and more",
                              longest, rule->goal_min_distance);
    if ((code = check_range("reset_rule.pool_scenes", rule->pool_scenes, 1, COMM_MAX_POOL_SCENES, error)) != COMM_OK)
        return code;
    return check_range("reset_rule.main_ground", rule->main_ground, 0, 1, error);
}

static int all_zero(const void *bytes, size_t count)
{
    const uint8_t *byte = bytes;
    for (size_t i = 0; i < count; i++)
        if (byte[i] != 0)
            return 0;
    return 1;
}

static int check_reserved(const comm_header *header, comm_error *error)
{
    if (all_zero(header->reserved0, sizeof header->reserved0) &&
        all_zero(header->reserved1, sizeof header->reserved1) &&
        all_zero(header->reserved6, sizeof header->reserved6))
        return COMM_OK;
    return comm_error_set(error, COMM_CORRUPT, "a reserved word is not 0; " REBUILD);
}

int comm_header_check(const comm_header *header, size_t segment_bytes, comm_error *error)
{
    int code;
    if ((code = check_identity(header, error)) != COMM_OK || (code = check_counts(header, error)) != COMM_OK ||
        (code = check_places(header, segment_bytes, error)) != COMM_OK ||
        (code = check_rule(&header->reset_rule, error)) != COMM_OK)
        return code;
    if (header->client_pid <= 0)
        return comm_error_set(error, COMM_CORRUPT, "client_pid is %d, allowed is 1 and more", header->client_pid);
    return check_reserved(header, error);
}

/* Writes the words that comm_header_lay_out knows. */
static void write_places(comm_header *header)
{
    comm_geometry geometry = comm_header_lay_out(header);
    header->frame_bytes = geometry.frame_bytes;
    header->segment_bytes = geometry.segment_bytes;
    header->action_offset = geometry.action_offset;
    memcpy(header->frame_offset, geometry.frame_offset, sizeof header->frame_offset);
    header->blob_offset = geometry.blob_offset;
}

int comm_header_draw(comm_header *header, const comm_config *config, comm_error *error)
{
    *header = (comm_header){
        .magic = COMM_MAGIC,
        .abi_version = COMM_ABI_VERSION,
        .header_bytes = sizeof(comm_header),
        .layout_hash = comm_layout_hash(),
        .arena_count = config->arena_count,
        .action_bytes = sizeof(FactorioAction),
        .frame_kind = config->frame_kind,
        .ticks_per_step = config->ticks_per_step,
        .processes = config->processes,
        .client_pid = getpid(),
        .reset_rule = config->reset_rule,
    };
    uint64_t blob_bytes = config->blob_bytes != 0 ? config->blob_bytes : COMM_DEFAULT_BLOB_BYTES;
    /* What is too large stays as it is, for rounding could overflow it into range. */
    header->blob_bytes = blob_bytes <= COMM_MAX_BLOB_BYTES ? round_up_to_line(blob_bytes) : blob_bytes;
    int code = check_counts(header, error);
    if (code == COMM_OK) {
        write_places(header);
        code = comm_header_check(header, header->segment_bytes, error);
    }
    if (code != COMM_OK && error != NULL)
        error->code = COMM_INVALID; /* not a header that has been spoilt, but a config */
    return code == COMM_OK ? COMM_OK : COMM_INVALID;
}
