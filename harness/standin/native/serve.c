#include "harness/standin/native/serve.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "harness/standin/native/arenas.h"
#include "harness/standin/native/look_ahead.h"
#include "harness/standin/native/query.h"

/* How long one wait for the client lasts before the stop flag is looked at. */
static const uint64_t WAIT_NS = 100000000;

struct native_server {
    comm_channel channel;
    native_arenas arenas;
    atomic_int stopping;
};

static int refuse(native_server *server, int code, const char *text, comm_error *error)
{
    native_server_free(server);
    return comm_error_set(error, code, "%s", text);
}

/* Attaches and sizes the arenas; frees the server on failure. */
static int open_channel(native_server *server, int fd, const sim_prototypes *prototypes, comm_error *error)
{
    if (comm_channel_attach(&server->channel, fd, error) != COMM_OK) {
        native_server_free(server);
        return comm_error_climb(error, "native door");
    }
    const comm_geometry *geometry = &server->channel.geometry;
    if (!native_encode_knows(geometry->frame_kind))
        return refuse(server, COMM_INVALID, "the native door does not know this kind of frame", error);
    if (native_arenas_init(&server->arenas, prototypes, &geometry->reset_rule, geometry->arena_count,
                           geometry->frame_kind) != 0)
        return refuse(server, COMM_SYSTEM, "no memory for the arenas' records", error);
    return COMM_OK;
}

native_server *native_server_open(int fd, const sim_prototypes *prototypes, comm_error *error)
{
    native_server *server = calloc(1, sizeof *server);
    if (!server) {
        comm_error_set(error, COMM_SYSTEM, "no memory for the native door");
        return NULL;
    }
    return open_channel(server, fd, prototypes, error) == COMM_OK ? server : NULL;
}

uint32_t native_server_pool_scenes(const native_server *server)
{
    return server->arenas.rule.pool_scenes;
}

int native_server_add_scene(native_server *server, const sim_arena *arena, comm_error *error)
{
    switch (native_arenas_add_scene(&server->arenas, arena)) {
    case 0: break;
    case -2: return comm_error_set(error, COMM_INVALID, "the pool has its %u scenes already",
                                   server->arenas.rule.pool_scenes);
    case -3: return comm_error_set(error, COMM_INVALID, "scene %u has no character", server->arenas.scene_count);
    default: return comm_error_set(error, COMM_SYSTEM, "no memory for scene %u", server->arenas.scene_count);
    }
    server->channel.header->server_memory_bytes = native_arenas_memory_bytes(&server->arenas);
    return COMM_OK;
}

static void encode_arena(native_server *server, uint8_t *frames, uint32_t index)
{
    const native_arenas *arenas = &server->arenas;
    const comm_geometry *geometry = &server->channel.geometry;
    native_encode(frames + (size_t)index * geometry->frame_bytes, geometry->frame_kind,
                  native_arenas_block(arenas, index), &arenas->records[index], index, arenas->prototypes,
                  &arenas->items);
}

/* One arena after the other, from its action to its frame, while its block is in the cache. */
static void step_all(native_server *server, uint8_t *frames)
{
    native_arenas *arenas = &server->arenas;
    uint32_t ticks = server->channel.geometry.ticks_per_step;
    const FactorioAction *actions = comm_channel_actions(&server->channel);
    int looks_ahead = native_looks_ahead(arenas);
    for (uint32_t i = 0; i < arenas->count; i++) {
        if (looks_ahead) native_look_ahead(arenas, i);
        /* A copy, so that a client that writes on meanwhile cannot change what was checked. */
        FactorioAction action = actions[i];
        if (action.action_type == FACTORIO_ACTION_RESET)
            native_arenas_reset(arenas, i, action.command_id);
        else
            native_arenas_step(arenas, i, &action, ticks);
        encode_arena(server, frames, i);
    }
}

/* The arenas whose actions say so; no tick runs. */
static void reset_some(native_server *server)
{
    const FactorioAction *actions = comm_channel_actions(&server->channel);
    for (uint32_t i = 0; i < server->arenas.count; i++)
        if (actions[i].action_type == FACTORIO_ACTION_RESET)
            native_arenas_reset(&server->arenas, i, actions[i].command_id);
}

/* Writes as many arenas as the blob holds; the client asks again for the rest. */
static int save_arenas(native_server *server)
{
    comm_channel *channel = &server->channel;
    uint8_t *blob = comm_channel_blob(channel);
    size_t capacity = (size_t)channel->geometry.blob_bytes, used = 0;
    uint32_t saved = 0;
    while (saved < channel->request_count) {
        uint32_t index = channel->request_first + saved;
        size_t bytes = native_arenas_save(&server->arenas, index, blob + used, capacity - used);
        if (bytes == 0) break;
        used += bytes;
        saved++;
    }
    channel->reply_count = saved;
    channel->reply_bytes = used;
    return saved > 0;
}

static int load_arenas(native_server *server)
{
    comm_channel *channel = &server->channel;
    const uint8_t *blob = comm_channel_blob(channel);
    size_t available = (size_t)channel->request_bytes, used = 0;
    uint32_t loaded = 0;
    while (loaded < channel->request_count) {
        uint32_t index = channel->request_first + loaded;
        size_t bytes = native_arenas_load(&server->arenas, index, blob + used, available - used);
        if (bytes == 0) break;
        used += bytes;
        loaded++;
    }
    channel->reply_count = loaded;
    return loaded == channel->request_count;
}

static int hash_arenas(native_server *server)
{
    comm_channel *channel = &server->channel;
    uint8_t *blob = comm_channel_blob(channel);
    uint64_t fits = channel->geometry.blob_bytes / sizeof(uint64_t);
    uint32_t hashed = channel->request_count < fits ? channel->request_count : (uint32_t)fits;
    for (uint32_t i = 0; i < hashed; i++) {
        uint64_t hash = native_arenas_hash(&server->arenas, channel->request_first + i);
        memcpy(blob + i * sizeof hash, &hash, sizeof hash);
    }
    channel->reply_count = hashed;
    channel->reply_bytes = (uint64_t)hashed * sizeof(uint64_t);
    return hashed > 0;
}

static int64_t query_arena(const native_arenas *arenas, uint32_t index, const FactorioQuery *query, uint8_t *out,
                           size_t capacity, uint32_t *rows, const char **message)
{
    const sim_arena *arena = native_arenas_block(arenas, index);
    uint64_t timestamp = arena->tick - arenas->records[index].reset_tick;
    return native_query(query, arena, arenas->prototypes, &arenas->items, timestamp, out, capacity, rows, message);
}

/* The query is copied before the answer overwrites it. */
static int answer_query(native_server *server, const char **message)
{
    comm_channel *channel = &server->channel;
    uint8_t *blob = comm_channel_blob(channel);
    FactorioQuery query;
    memcpy(&query, blob, sizeof query);
    int64_t bytes = query_arena(&server->arenas, channel->request_first, &query, blob,
                                (size_t)channel->geometry.blob_bytes, &channel->reply_count, message);
    channel->reply_bytes = bytes < 0 ? 0 : (uint64_t)bytes;
    return bytes >= 0;
}

/* The longest row of an answer: with less than this left, an answer may have been cut. */
#define LONGEST_ROW sizeof(FactorioState)

/* Answers questions from the first on, as long as whole answers fit; the first one that is refused refuses all. */
static int answer_all(native_server *server, const FactorioQuestion *questions, uint32_t count, const char **message)
{
    comm_channel *channel = &server->channel;
    uint8_t *blob = comm_channel_blob(channel);
    size_t capacity = (size_t)channel->geometry.blob_bytes, used = 0;
    uint32_t answered = 0;
    for (; answered < count && capacity - used > sizeof(FactorioAnswer) + LONGEST_ROW; answered++) {
        const FactorioQuestion *question = &questions[answered];
        *message = "a question is about an arena that the channel does not have";
        if (question->arena >= server->arenas.count) return 0;
        FactorioAnswer answer = {0, 0};
        uint8_t *rows = blob + used + sizeof answer;
        size_t room = capacity - used - sizeof answer;
        int64_t bytes = query_arena(&server->arenas, question->arena, &question->query, rows, room, &answer.rows, message);
        if (bytes < 0) return 0;
        if (room - (size_t)bytes < LONGEST_ROW) break;
        answer.bytes = (uint32_t)bytes;
        memcpy(blob + used, &answer, sizeof answer);
        used += sizeof answer + ((size_t)bytes + 7) / 8 * 8;
    }
    *message = "the blob is too small for the first answer: ask for it alone";
    channel->reply_count = answered;
    channel->reply_bytes = used;
    return answered > 0;
}

/* The questions are copied before the answers overwrite them. */
static int answer_questions(native_server *server, const char **message)
{
    uint64_t bytes = server->channel.request_bytes;
    FactorioQuestion *questions = malloc((size_t)bytes);
    *message = "no memory for the questions";
    if (questions == NULL) return 0;
    memcpy(questions, comm_channel_blob(&server->channel), (size_t)bytes);
    int done = answer_all(server, questions, (uint32_t)(bytes / sizeof *questions), message);
    free(questions);
    return done;
}

/* Does what is asked; the channel has checked that the request names arenas and bytes that exist. comm_code, and the
 * words for the client in message. */
static int serve_request(native_server *server, uint8_t *frames, const char **message)
{
    switch (server->channel.request) {
    case COMM_REQUEST_STEP:
        step_all(server, frames);
        return COMM_OK;
    case COMM_REQUEST_RESET:
        reset_some(server);
        return COMM_OK;
    case COMM_REQUEST_SNAPSHOT:
        *message = "the blob is too small for one arena's snapshot";
        return save_arenas(server) ? COMM_OK : COMM_INVALID;
    case COMM_REQUEST_RESTORE:
        *message = "snapshot is damaged, or of another scenario";
        return load_arenas(server) ? COMM_OK : COMM_CORRUPT;
    case COMM_REQUEST_HASH:
        *message = "the blob is too small for one hash";
        return hash_arenas(server) ? COMM_OK : COMM_INVALID;
    case COMM_REQUEST_QUERY:
        return answer_query(server, message) ? COMM_OK : COMM_INVALID;
    case COMM_REQUEST_QUESTIONS:
        return answer_questions(server, message) ? COMM_OK : COMM_INVALID;
    default:
        return COMM_OK;
    }
}

/* Serves one exchange; returns 0 when the client has asked to close. */
static int serve(native_server *server, uint32_t seq)
{
    comm_channel *channel = &server->channel;
    uint32_t request = channel->request;
    uint8_t *frames = comm_channel_frames(channel, seq);
    const char *message = NULL;
    int code = serve_request(server, frames, &message);
    if (request != COMM_REQUEST_STEP)
        for (uint32_t i = 0; i < server->arenas.count; i++) encode_arena(server, frames, i);
    channel->ticks_total = server->arenas.ticks_total;
    channel->resets_total = server->arenas.resets_total;
    channel->refused_total = server->arenas.refused_total;
    comm_channel_answer(channel, seq, (uint32_t)code, code == COMM_OK ? NULL : message);
    return request != COMM_REQUEST_CLOSE;
}

int native_server_run(native_server *server, comm_error *error)
{
    if (!native_arenas_ready(&server->arenas))
        return comm_error_set(error, COMM_INVALID, "%u of %u scenes are there: set the arenas up first",
                              server->arenas.scene_count, server->arenas.rule.pool_scenes);
    while (!atomic_load_explicit(&server->stopping, memory_order_relaxed)) {
        uint32_t seq = 0;
        int code = comm_channel_accept(&server->channel, WAIT_NS, &seq, error);
        if (code == COMM_TIMEOUT) continue;
        if (code == COMM_CLOSED) return COMM_OK;
        if (code != COMM_OK) return code;
        if (!serve(server, seq)) return COMM_OK;
    }
    return COMM_OK;
}

void native_server_stop(native_server *server)
{
    atomic_store_explicit(&server->stopping, 1, memory_order_relaxed);
}

void native_server_free(native_server *server)
{
    if (!server) return;
    comm_channel_close(&server->channel);
    native_arenas_free(&server->arenas);
    free(server);
}
