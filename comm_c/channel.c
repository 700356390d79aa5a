/* One exchange after the other: the client asks, the server answers. */
#include "channel.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "peer.h"

#define NS_PER_S 1e9

FactorioAction *comm_channel_actions(const comm_channel *channel)
{
    return (FactorioAction *)((uint8_t *)channel->header + channel->geometry.action_offset);
}

uint8_t *comm_channel_frames(const comm_channel *channel, uint32_t seq)
{
    return (uint8_t *)channel->header + channel->geometry.frame_offset[seq & 1];
}

uint8_t *comm_channel_blob(const comm_channel *channel)
{
    return (uint8_t *)channel->header + channel->geometry.blob_offset;
}

static inline uint32_t load(const uint32_t *word)
{
    return __atomic_load_n(word, __ATOMIC_ACQUIRE);
}

/* Once, so that what is checked is what is used, whatever the peer writes meanwhile. */
#define READ_ONCE(word) __atomic_load_n(&(word), __ATOMIC_RELAXED)

static const char *request_name(uint32_t request)
{
    static const char *const names[] = {"STEP", "SNAPSHOT", "RESTORE", "HASH", "CLOSE", "QUERY", "QUESTIONS",
                                        "RESET"};
    return request <= COMM_REQUEST_RESET ? names[request] : "unknown request";
}

/* "server process 12" or, when its number is not known, "the server". */
typedef struct peer_name {
    char text[40];
} peer_name;

static peer_name name_peer(const comm_channel *channel)
{
    peer_name name;
    const char *role = channel->is_server ? "client" : "server";
    if (channel->peer_pid > 0)
        snprintf(name.text, sizeof name.text, "%s process %d", role, channel->peer_pid);
    else
        snprintf(name.text, sizeof name.text, "the %s", role);
    return name;
}

static inline int is_open(const comm_channel *channel)
{
    return channel->header != NULL && channel->fd >= 0;
}

static int report_closed(comm_error *error)
{
    return comm_error_set(error, COMM_CLOSED, "the channel is closed on this side; create another");
}

static int is_for_all(uint32_t request)
{
    return request == COMM_REQUEST_STEP || request == COMM_REQUEST_RESET || request == COMM_REQUEST_CLOSE;
}

static int has_payload(uint32_t request)
{
    return request == COMM_REQUEST_RESTORE || request == COMM_REQUEST_QUERY || request == COMM_REQUEST_QUESTIONS;
}

/* Refuses what the channel does not have, so that neither side computes an address from it. */
static int check_request(const comm_geometry *geometry, uint32_t request, uint32_t first, uint32_t count,
                         uint64_t bytes, comm_error *error)
{
    if (request > COMM_REQUEST_RESET)
        return comm_error_set(error, COMM_INVALID, "request is %" PRIu32 ", allowed is 0 to %d", request,
                              COMM_REQUEST_RESET);
    if (is_for_all(request)) {
        if (first != 0 || count != 0)
            return comm_error_set(error, COMM_INVALID, "%s names arenas (first %" PRIu32 ", count %" PRIu32
                                                       "); it is for all: both must be 0",
                                  request_name(request), first, count);
        return COMM_OK;
    }
    if (count == 0 || first >= geometry->arena_count || count > geometry->arena_count - first)
        return comm_error_set(error, COMM_INVALID, "%s of %" PRIu32 " arenas from %" PRIu32 " on: the channel has "
                                                   "arenas 0 to %" PRIu32 ", and count must be 1 or more",
                              request_name(request), count, first, geometry->arena_count - 1);
    if (request == COMM_REQUEST_RESTORE && (bytes == 0 || bytes > geometry->blob_bytes))
        return comm_error_set(error, COMM_INVALID, "RESTORE of %" PRIu64 " bytes, allowed is 1 to blob_bytes, which "
                                                   "is %" PRIu64, bytes, geometry->blob_bytes);
    if (request == COMM_REQUEST_QUERY && (count != 1 || bytes != sizeof(FactorioQuery)))
        return comm_error_set(error, COMM_INVALID, "QUERY of %" PRIu32 " arenas and %" PRIu64 " bytes; it is for one "
                                                   "arena and carries %zu bytes", count, bytes,
                              sizeof(FactorioQuery));
    if (request == COMM_REQUEST_QUESTIONS &&
        (bytes == 0 || bytes > geometry->blob_bytes || bytes % sizeof(FactorioQuestion) != 0))
        return comm_error_set(error, COMM_INVALID, "QUESTIONS of %" PRIu64 " bytes; a multiple of %zu is allowed, up to "
                                                   "blob_bytes, which is %" PRIu64, bytes, sizeof(FactorioQuestion),
                              geometry->blob_bytes);
    return COMM_OK;
}

static uint64_t load_beat(const uint64_t *beat)
{
    return __atomic_load_n(beat, __ATOMIC_ACQUIRE);
}

/* Why the peer will not answer any more; COMM_OK while it may. */
static int check_peer(const comm_channel *channel, comm_error *error)
{
    const comm_header *header = channel->header;
    uint64_t beat = load_beat(channel->is_server ? &header->client_heartbeat_ns : &header->server_heartbeat_ns);
    if (beat == COMM_FAREWELL)
        return comm_error_set(error, COMM_CLOSED, "%s has closed the channel", name_peer(channel).text);
    if (comm_peer_has_exited(channel->peer_pidfd, channel->peer_pid))
        return comm_error_set(error, COMM_PEER_GONE, "%s has exited", name_peer(channel).text);
    /* A client may think for as long as it likes, and a pidfd knows better than a heartbeat. */
    if (channel->is_server || channel->peer_pidfd >= 0 || beat == 0)
        return COMM_OK;
    uint64_t now = comm_now_ns();
    if (now > beat && now - beat > channel->heartbeat_limit_ns)
        return comm_error_set(error, COMM_PEER_GONE, "%s has given no sign of life for %.3f s (allowed %.3f s)",
                              name_peer(channel).text, (double)(now - beat) / NS_PER_S,
                              (double)channel->heartbeat_limit_ns / NS_PER_S);
    return COMM_OK;
}

/* Spins would keep such a peer waiting, and a yield may hand the core to a third; a sleep hands it over for good, and the
 * peer's bell takes it back. */
int comm_channel_shares_core(const comm_channel *channel)
{
    const comm_header *header = channel->header;
    if (!is_open(channel)) return 0;
    uint32_t core = channel->is_server ? READ_ONCE(header->client_core) : READ_ONCE(header->server_core);
    return core != 0 && core == comm_wake_core();
}

/* Waits for the peer to change *word. COMM_OK, TIMEOUT, or what check_peer says; `ahead` as in comm_wake_poll. */
static int wait_for_peer(comm_channel *channel, const uint32_t *word, uint32_t seen, uint32_t *sleepers,
                         const void *ahead, uint64_t timeout_ns, comm_error *error)
{
    comm_wake_policy asleep = {.slice_ns = channel->wake.slice_ns};
    comm_wake_policy *policy = comm_channel_shares_core(channel) ? &asleep : &channel->wake;
    if (policy->spin_ns != 0 && timeout_ns != 0 && comm_wake_poll(word, seen, ahead) == 0)
        return COMM_OK;
    uint64_t start_ns = comm_now_ns(), passed_ns = 0;
    for (;;) {
        if (channel->is_server)
            comm_channel_beat(channel);
        if (comm_wake_wait(word, seen, sleepers, policy, timeout_ns - passed_ns) == 0)
            return COMM_OK;
        int code = check_peer(channel, error);
        if (load(word) != seen)
            return COMM_OK; /* its last act before it left */
        if (code != COMM_OK)
            return code;
        passed_ns = comm_now_ns() - start_ns;
        if (passed_ns >= timeout_ns) {
            channel->waited_ns += passed_ns;
            return COMM_TIMEOUT;
        }
        policy = &asleep;
    }
}

int comm_channel_send(comm_channel *channel, uint32_t request, uint32_t first, uint32_t count, uint32_t *seq,
                      comm_error *error)
{
    comm_header *header = channel->header;
    if (!is_open(channel))
        return report_closed(error);
    if (channel->in_flight)
        return comm_error_set(error, COMM_INVALID, "exchange %" PRIu32 " (%s) is in flight; receive it first",
                              channel->seq, request_name(channel->request));
    int code = check_request(&channel->geometry, request, first, count, channel->request_bytes, error);
    if (code != COMM_OK)
        return code;
    channel->in_flight = 1;
    channel->waited_ns = 0;
    channel->request = request;
    header->request = request;
    header->request_first = first;
    header->request_count = count;
    header->request_bytes = has_payload(request) ? channel->request_bytes : 0;
    __atomic_store_n(&header->client_core, comm_wake_core(), __ATOMIC_RELAXED);
    channel->seq++;
    if (seq != NULL)
        *seq = channel->seq;
    comm_wake_ring(&header->action_seq, channel->seq, &header->action_sleepers);
    return COMM_OK;
}

/* The server's last words as far as they can be printed; they lie in memory that another process writes. */
static void read_server_message(const comm_header *header, char text[sizeof header->server_message + 1])
{
    memcpy(text, header->server_message, sizeof header->server_message);
    text[sizeof header->server_message] = '\0';
    for (char *c = text; *c != '\0'; c++)
        if (*c < ' ' || *c > '~')
            *c = '?';
}

static int report_refusal(const comm_channel *channel, uint32_t code, comm_error *error)
{
    char message[sizeof channel->header->server_message + 1];
    read_server_message(channel->header, message);
    if (code > COMM_CLOSED)
        return comm_error_set(error, COMM_CORRUPT, "%s answered exchange %" PRIu32 " with code %" PRIu32
                                                   ", allowed is 0 to %d",
                              name_peer(channel).text, channel->seq, code, COMM_CLOSED);
    return comm_error_set(error, (int)code, "%s refused exchange %" PRIu32 " (%s): %s", name_peer(channel).text,
                          channel->seq, request_name(channel->request),
                          message[0] != '\0' ? message : "no reason given");
}

/* Takes the reply that has come, believing none of its numbers. */
static int take_reply(comm_channel *channel, comm_error *error)
{
    const comm_header *header = channel->header;
    uint32_t answered = load(&header->state_seq);
    if (answered != channel->seq)
        return comm_error_set(error, COMM_CORRUPT, "%s answered exchange %" PRIu32 ", exchange %" PRIu32
                                                   " is in flight; restart the server",
                              name_peer(channel).text, answered, channel->seq);
    uint32_t code = READ_ONCE(header->reply_code);
    channel->in_flight = 0;
    channel->reply_count = READ_ONCE(header->reply_count);
    channel->reply_bytes = READ_ONCE(header->reply_bytes);
    /* The rows of a query are counted against its bytes by whoever knows how long they are. */
    int is_query = channel->request == COMM_REQUEST_QUERY || channel->request == COMM_REQUEST_QUESTIONS;
    int is_within = is_query || channel->reply_count <= channel->geometry.arena_count;
    if (!is_within || channel->reply_bytes > channel->geometry.blob_bytes)
        return comm_error_set(error, COMM_CORRUPT, "%s answered with %" PRIu32 " arenas in %" PRIu64
                                                   " bytes; the channel has %" PRIu32 " and %" PRIu64,
                              name_peer(channel).text, channel->reply_count, channel->reply_bytes,
                              channel->geometry.arena_count, channel->geometry.blob_bytes);
    return code == COMM_OK ? COMM_OK : report_refusal(channel, code, error);
}

/* Says which exchange the failed wait was for, and what to do. */
static int report_silence(const comm_channel *channel, int code, comm_error *error)
{
    const char *request = request_name(channel->request);
    double waited_s = (double)channel->waited_ns / NS_PER_S;
    if (error == NULL)
        return code;
    if (code != COMM_TIMEOUT)
        return comm_error_climb(error, "exchange %" PRIu32 " (%s) was not answered", channel->seq, request);
    if (load_beat(&channel->header->server_heartbeat_ns) == 0)
        return comm_error_set(error, code, "no server has attached to the channel in %.3f s; look at its log for why "
                                           "it did not start", waited_s);
    return comm_error_set(error, code, "%s is alive but has not answered exchange %" PRIu32 " (%s) in %.3f s; see "
                                       "whether it is stopped or hangs, or allow more time",
                          name_peer(channel).text, channel->seq, request, waited_s);
}

int comm_channel_receive(comm_channel *channel, uint64_t timeout_ns, comm_error *error)
{
    comm_header *header = channel->header;
    if (!is_open(channel))
        return report_closed(error);
    if (!channel->in_flight)
        return comm_error_set(error, COMM_INVALID, "no exchange is in flight; send one first");
    uint32_t before = channel->seq - 1;
    if (load(&header->state_seq) == before) {
        int code = wait_for_peer(channel, &header->state_seq, before, &header->state_sleepers,
                                 comm_channel_frames(channel, channel->seq), timeout_ns, error);
        if (code != COMM_OK)
            return report_silence(channel, code, error);
    }
    return take_reply(channel, error);
}

int comm_channel_exchange(comm_channel *channel, uint32_t request, uint32_t first, uint32_t count,
                          uint64_t timeout_ns, comm_error *error)
{
    int code = comm_channel_send(channel, request, first, count, NULL, error);
    return code == COMM_OK ? comm_channel_receive(channel, timeout_ns, error) : code;
}

int comm_channel_ready(const comm_channel *channel)
{
    return is_open(channel) && channel->in_flight && load(&channel->header->state_seq) != channel->seq - 1;
}

/* Waits for a number other than the last. */
static int await_request(comm_channel *channel, uint64_t timeout_ns, comm_error *error)
{
    comm_header *header = channel->header;
    if (load(&header->action_seq) != channel->seq)
        return COMM_OK;
    int code = wait_for_peer(channel, &header->action_seq, channel->seq, &header->action_sleepers,
                             comm_channel_actions(channel), timeout_ns, error);
    if (code == COMM_TIMEOUT)
        comm_error_set(error, code, "%s has asked for nothing in %.3f s", name_peer(channel).text,
                       (double)timeout_ns / NS_PER_S);
    return code;
}

/* Copies the request, so that it cannot change once it has been checked. */
static int take_request(comm_channel *channel, comm_error *error)
{
    const comm_header *header = channel->header;
    uint32_t asked = load(&header->action_seq);
    if (asked != channel->seq + 1)
        return comm_error_set(error, COMM_CORRUPT, "%s asked for exchange %" PRIu32 ", the next one is %" PRIu32,
                              name_peer(channel).text, asked, channel->seq + 1);
    channel->in_flight = 1;
    channel->seq = asked;
    channel->request = READ_ONCE(header->request);
    channel->request_first = READ_ONCE(header->request_first);
    channel->request_count = READ_ONCE(header->request_count);
    channel->request_bytes = READ_ONCE(header->request_bytes);
    channel->reply_count = 0;
    channel->reply_bytes = 0;
    int timed = asked % COMM_TIMED_EVERY == 1 || channel->busy_ns >= COMM_LONG_NS;
    channel->accepted_ns = timed ? comm_now_ns() : 0;
    return COMM_OK;
}

int comm_channel_accept(comm_channel *channel, uint64_t timeout_ns, uint32_t *seq, comm_error *error)
{
    if (!is_open(channel))
        return report_closed(error);
    if (channel->in_flight)
        return comm_error_set(error, COMM_INVALID, "exchange %" PRIu32 " is in flight; answer it first",
                              channel->seq);
    for (;;) {
        comm_error refusal;
        int code = await_request(channel, timeout_ns, error);
        if (code != COMM_OK || (code = take_request(channel, error)) != COMM_OK)
            return code;
        *seq = channel->seq;
        if (check_request(&channel->geometry, channel->request, channel->request_first, channel->request_count,
                          channel->request_bytes, &refusal) == COMM_OK)
            return COMM_OK;
        comm_channel_answer(channel, channel->seq, COMM_INVALID, refusal.text);
    }
}

void comm_channel_answer(comm_channel *channel, uint32_t seq, uint32_t code, const char *message)
{
    comm_header *header = channel->header;
    if (channel->accepted_ns != 0) {
        uint64_t now_ns = comm_now_ns();
        channel->busy_ns = now_ns - channel->accepted_ns;
        __atomic_store_n(&header->server_heartbeat_ns, now_ns, __ATOMIC_RELAXED);
    }
    if (code != COMM_OK)
        snprintf(header->server_message, sizeof header->server_message, "%.*s",
                 (int)sizeof header->server_message - 1, message != NULL ? message : "");
    channel->in_flight = 0;
    /* From here on the writes go to one line, which the client is looking at: together they move it once. */
    header->server_busy_ns = channel->busy_ns;
    header->reply_code = code;
    header->reply_count = channel->reply_count;
    header->reply_bytes = channel->reply_bytes;
    header->ticks_total = channel->ticks_total;
    header->resets_total = channel->resets_total;
    header->refused_total = channel->refused_total;
    __atomic_store_n(&header->server_core, comm_wake_core(), __ATOMIC_RELAXED);
    comm_wake_ring(&header->state_seq, seq, &header->state_sleepers);
}
