#include "link.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "armour.h"

#define NS_PER_MS 1000000ull
#define LOOK_EVERY_NS (10 * NS_PER_MS)      /* at a client that asks for nothing, and at the heart             */
#define FIRST_BACKOFF_NS (5 * NS_PER_MS)
#define LONGEST_BACKOFF_NS (500 * NS_PER_MS)
#define DEFAULT_REPLY_TIMEOUT_NS (2000 * NS_PER_MS)
#define DEFAULT_DOWN_LIMIT_NS (5000 * NS_PER_MS)
#define EARLY_SHARE 0.9                     /* of the time that the ticks should take; asking early is cheap   */
#define SHORTER 0.75                        /* is the wait after one that was not too short                    */

enum { LONGEST_HEAD = 64, DAMAGED_AT_MOST = 3 };

/* What a QUERY becomes: the query, which arena, and how many bytes of answer there is room for. */
typedef struct asked {
    FactorioQuery query;
    uint32_t arena;
    uint32_t capacity;
} asked;

int comm_link_open(comm_link *link, int fd, uint16_t port, const char *password, const comm_relay_timing *timing,
                   comm_error *error)
{
    memset(link, 0, sizeof *link);
    int code = comm_rcon_init(&link->rcon, port, password, error);
    if (code == COMM_OK) code = comm_channel_attach(&link->channel, fd, error);
    if (code != COMM_OK) return code;
    if (timing != NULL) link->timing = *timing;
    if (link->timing.reply_timeout_ns == 0) link->timing.reply_timeout_ns = DEFAULT_REPLY_TIMEOUT_NS;
    if (link->timing.down_limit_ns == 0) link->timing.down_limit_ns = DEFAULT_DOWN_LIMIT_NS;
    return COMM_OK;
}

void comm_link_close(comm_link *link)
{
    comm_rcon_free(&link->rcon);
    comm_channel_close(&link->channel);
    free(link->questions.data);
    free(link->text.data);
    free(link->scratch.data);
    memset(&link->questions, 0, sizeof link->questions);
    memset(&link->text, 0, sizeof link->text);
    memset(&link->scratch, 0, sizeof link->scratch);
}

/* Answering the client ----------------------------------------------------------------------------------------- */

static void answer(comm_link *link, int code, const char *message)
{
    link->stage = COMM_LINK_IDLE;
    link->sent_id = 0;
    link->counters.exchanges++;
    comm_channel_answer(&link->channel, link->seq, (uint32_t)code, message);
}

static void refuse(comm_link *link, int code, const char *format, ...)
{
    char message[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    answer(link, code, message);
}

/* Commands ------------------------------------------------------------------------------------------------------ */

/* Makes the stage's command, with `bytes` of payload as text behind it where there are any; 0 without memory. */
static int write_command(comm_link *link, const char *head, const uint8_t *payload, size_t bytes)
{
    size_t length = strlen(head), room = length + (payload ? comm_armour_bound(bytes) : 0);
    link->text.used = 0;
    if (!comm_bytes_reserve(&link->text, room)) return 0;
    memcpy(link->text.data, head, length);
    link->text.used = length;
    if (payload) link->text.used += comm_armour((char *)link->text.data + length, payload, bytes);
    return 1;
}

static void enter(comm_link *link, int stage, uint64_t send_at_ns)
{
    link->stage = stage;
    link->sent_id = 0;
    link->send_at_ns = send_at_ns;
}

static void begin_step(comm_link *link)
{
    char head[LONGEST_HEAD];
    const comm_geometry *geometry = &link->channel.geometry;
    const FactorioAction *actions = comm_channel_actions(&link->channel);
    link->resets = 0;
    for (uint32_t i = 0; i < geometry->arena_count; i++) link->resets += actions[i].action_type == FACTORIO_ACTION_RESET;
    link->steps = geometry->arena_count - link->resets;
    snprintf(head, sizeof head, "/agent-act %" PRIu32 " %" PRIu32 " ", link->seq, geometry->ticks_per_step);
    if (write_command(link, head, (const uint8_t *)actions, geometry->arena_count * sizeof *actions))
        enter(link, COMM_LINK_ACTING, 0);
    else
        answer(link, COMM_SYSTEM, "no memory for the command");
}

/* Asks one query: the only one, or the next of several. */
static void ask(comm_link *link, const FactorioQuery *query, uint32_t arena)
{
    char head[LONGEST_HEAD];
    asked question = {.query = *query, .arena = arena};
    uint64_t room = link->channel.geometry.blob_bytes - link->blob_used;
    question.capacity = (uint32_t)(room < UINT32_MAX ? room : UINT32_MAX);
    snprintf(head, sizeof head, "/agent-ask %" PRIu32 " %" PRIu32 " ", link->seq, link->part);
    if (write_command(link, head, (const uint8_t *)&question, sizeof question))
        enter(link, COMM_LINK_ASKING, 0);
    else
        answer(link, COMM_SYSTEM, "no memory for the command");
}

static void begin_query(comm_link *link)
{
    FactorioQuery query;
    memcpy(&query, comm_channel_blob(&link->channel), sizeof query);
    link->part = 0;
    link->blob_used = 0;
    link->questions.used = 0;
    ask(link, &query, link->channel.request_first);
}

/* Asks the next of several questions; refuses all when it is about an arena that is not there. */
static void ask_next(comm_link *link)
{
    FactorioQuestion question;
    memcpy(&question, link->questions.data + link->part * sizeof question, sizeof question);
    if (question.arena >= link->channel.geometry.arena_count)
        answer(link, COMM_INVALID, "a question is about an arena that the channel does not have");
    else
        ask(link, &question.query, question.arena);
}

/* The questions are copied before the answers overwrite them. */
static void begin_questions(comm_link *link)
{
    size_t bytes = (size_t)link->channel.request_bytes;
    link->questions.used = 0;
    if (!comm_bytes_reserve(&link->questions, bytes)) {
        answer(link, COMM_SYSTEM, "no memory for the questions");
        return;
    }
    memcpy(link->questions.data, comm_channel_blob(&link->channel), bytes);
    link->questions.used = bytes;
    link->part = 0;
    link->blob_used = sizeof(FactorioAnswer);
    ask_next(link);
}

static void begin_seeing(comm_link *link, uint64_t send_at_ns)
{
    char head[LONGEST_HEAD];
    snprintf(head, sizeof head, "/agent-see %" PRIu32, link->seq);
    if (write_command(link, head, NULL, 0))
        enter(link, COMM_LINK_SEEING, send_at_ns);
    else
        answer(link, COMM_SYSTEM, "no memory for the command");
}

static void begin(comm_link *link)
{
    link->damaged = 0;
    switch (link->channel.request) {
    case COMM_REQUEST_STEP: begin_step(link); break;
    case COMM_REQUEST_QUERY: begin_query(link); break;
    case COMM_REQUEST_QUESTIONS: begin_questions(link); break;
    case COMM_REQUEST_CLOSE:
        answer(link, COMM_OK, NULL);
        link->is_over = 1;
        break;
    default: answer(link, COMM_INVALID, "the game can neither copy an arena nor hash it"); break;
    }
}

/* Replies ------------------------------------------------------------------------------------------------------- */

/* A reply cut into its words: kind, number of the exchange, and up to two more, the last of which is all the rest. */
typedef struct words {
    char kind;
    uint32_t seq;
    uint64_t number;      /* the word behind seq, where it is a number */
    const char *rest;     /* behind that, or behind seq                */
    size_t rest_bytes;
} words;

/* Reads a decimal number and the blank behind it; 0 when there is none, or too large a one. */
static int read_number(const char **text, const char *end, uint64_t *number)
{
    const char *at = *text;
    uint64_t value = 0;
    for (; at < end && *at >= '0' && *at <= '9'; at++) {
        if (value > (UINT64_MAX - 9) / 10) return 0;
        value = value * 10 + (uint64_t)(*at - '0');
    }
    if (at == *text || (at < end && *at != ' ')) return 0;
    *number = value;
    *text = at < end ? at + 1 : at;
    return 1;
}

static int read_words(const comm_rcon_reply *reply, words *w)
{
    const char *at = reply->text, *end = at + reply->bytes;
    uint64_t seq = 0;
    if (reply->bytes < 3 || at[1] != ' ') return 0;
    w->kind = *at;
    at += 2;
    if (!read_number(&at, end, &seq) || seq > UINT32_MAX) return 0;
    w->seq = (uint32_t)seq;
    w->number = 0;
    if (w->kind != 'E' && !read_number(&at, end, &w->number)) return 0;
    w->rest = at;
    w->rest_bytes = (size_t)(end - at);
    return 1;
}

/* Unpacks a payload; -1 when it is damaged. */
static int64_t unpack(comm_link *link, const words *w, uint8_t *out, size_t capacity)
{
    link->scratch.used = 0;
    if (!comm_bytes_reserve(&link->scratch, w->rest_bytes + 4)) return -1;
    return comm_unarmour(out, capacity, w->rest, w->rest_bytes, link->scratch.data);
}

/* A reply that cannot be read is asked for again, a few times. */
static void ask_again(comm_link *link, const char *what)
{
    link->counters.damaged++;
    link->sent_id = 0;
    if (++link->damaged >= DAMAGED_AT_MOST) refuse(link, COMM_CORRUPT, "%s, %d times", what, link->damaged);
}

/* How long a tick takes is only seen when the frames are asked for too early. When they come at once, all that is known
 * is that the wait was long enough: the time until they came holds their making and the wait itself, and whoever waits
 * for a share of that waits longer every time. So the next wait is shorter, until one is too short. */
static void learn(comm_link *link)
{
    if (!link->was_early) link->ns_per_tick *= SHORTER;
}

static void take_acknowledgement(comm_link *link, const words *w, uint64_t now_ns)
{
    const char *at = w->rest;
    uint64_t ticks = link->steps ? link->channel.geometry.ticks_per_step : 0;
    if (!read_number(&at, w->rest + w->rest_bytes, &link->due_tick) || link->due_tick != w->number + ticks) {
        refuse(link, COMM_CORRUPT, "the mod will run until a wrong tick");
        return;
    }
    link->acknowledged_ns = now_ns;
    link->was_early = 0;
    begin_seeing(link, now_ns + (uint64_t)(link->ns_per_tick * EARLY_SHARE * (double)ticks));
}

static void take_frames(comm_link *link, const words *w)
{
    const comm_geometry *geometry = &link->channel.geometry;
    size_t wanted = (size_t)geometry->arena_count * geometry->frame_bytes;
    if (w->number != link->due_tick) {
        refuse(link, COMM_CORRUPT, "frames of tick %" PRIu64 " came, those of %" PRIu64 " are due", w->number,
               link->due_tick);
        return;
    }
    if (unpack(link, w, comm_channel_frames(&link->channel, link->seq), wanted) != (int64_t)wanted) {
        ask_again(link, "the frames came damaged");
        return;
    }
    if (link->steps) learn(link);
    link->channel.ticks_total += (uint64_t)link->steps * geometry->ticks_per_step;
    link->channel.resets_total += link->resets;
    answer(link, COMM_OK, NULL);
}

/* The frames of a query are those of the exchange before it. */
static void answer_rows(comm_link *link, uint64_t count, uint64_t bytes)
{
    size_t frames = (size_t)link->channel.geometry.arena_count * link->channel.geometry.frame_bytes;
    link->channel.reply_count = (uint32_t)count;
    link->channel.reply_bytes = bytes;
    memcpy(comm_channel_frames(&link->channel, link->seq), comm_channel_frames(&link->channel, link->seq - 1), frames);
    answer(link, COMM_OK, NULL);
}

/* One of several answers has come. With less room left than the longest row takes, the next may not be whole. */
static void take_answer(comm_link *link, uint64_t rows, uint64_t bytes)
{
    uint64_t room = link->channel.geometry.blob_bytes;
    uint32_t count = (uint32_t)(link->questions.used / sizeof(FactorioQuestion));
    FactorioAnswer head = {(uint32_t)rows, (uint32_t)bytes};
    if (room - link->blob_used - bytes < sizeof(FactorioState)) {
        if (link->part == 0)
            answer(link, COMM_INVALID, "the blob is too small for the first answer: ask for it alone");
        else
            answer_rows(link, link->part, link->blob_used - sizeof head);
        return;
    }
    memcpy(comm_channel_blob(&link->channel) + link->blob_used - sizeof head, &head, sizeof head);
    link->blob_used += (bytes + 7) / 8 * 8;
    if (++link->part == count || room - link->blob_used <= sizeof head + sizeof(FactorioState)) {
        answer_rows(link, link->part, link->blob_used);
        return;
    }
    link->blob_used += sizeof head;
    ask_next(link);
}

static void take_rows(comm_link *link, words *w)
{
    uint64_t rows = 0;
    uint8_t *blob = comm_channel_blob(&link->channel) + link->blob_used;
    const char *at = w->rest, *end = w->rest + w->rest_bytes;
    if (w->number != link->part) {
        link->counters.stale++;
        return;
    }
    int is_read = read_number(&at, end, &rows) && rows <= UINT32_MAX;
    w->rest = at;
    w->rest_bytes = (size_t)(end - at);
    int64_t bytes = is_read ? unpack(link, w, blob, (size_t)(link->channel.geometry.blob_bytes - link->blob_used)) : -1;
    if (bytes < 0)
        ask_again(link, "the answer came damaged");
    else if (link->questions.used == 0)
        answer_rows(link, rows, (uint64_t)bytes);
    else
        take_answer(link, rows, (uint64_t)bytes);
}

/* Not all ticks have run: the rest will take as long as those that have. */
static void wait_longer(comm_link *link, const words *w, uint64_t now_ns)
{
    uint64_t ticks = link->channel.geometry.ticks_per_step, left = w->number;
    uint64_t done = left < ticks ? ticks - left : 0;
    if (done) link->ns_per_tick = (double)(now_ns - link->acknowledged_ns) / (double)done;
    link->was_early = 1;
    link->counters.early++;
    link->sent_id = 0;
    link->send_at_ns = now_ns + (done ? (uint64_t)(link->ns_per_tick * EARLY_SHARE * (double)left) : 0);
}

static void take_reply(comm_link *link, const comm_rcon_reply *reply, uint64_t now_ns)
{
    words w;
    link->counters.reply_bytes += reply->bytes;
    if (!read_words(reply, &w)) {
        if (link->stage == COMM_LINK_IDLE || reply->id != link->sent_id) {
            link->counters.stale++;
            return;
        }
        refuse(link, COMM_INVALID, "the server said: %.*s", reply->bytes < 200 ? (int)reply->bytes : 200, reply->text);
        return;
    }
    int fits = w.seq == link->seq;
    if (fits && link->stage == COMM_LINK_ACTING && w.kind == 'A')
        take_acknowledgement(link, &w, now_ns);
    else if (fits && link->stage == COMM_LINK_SEEING && w.kind == 'O')
        take_frames(link, &w);
    else if (fits && link->stage == COMM_LINK_SEEING && w.kind == 'R')
        wait_longer(link, &w, now_ns);
    else if (fits && link->stage == COMM_LINK_ASKING && w.kind == 'Q')
        take_rows(link, &w);
    else if (fits && link->stage != COMM_LINK_IDLE && w.kind == 'E')
        refuse(link, COMM_INVALID, "%.*s", w.rest_bytes < 200 ? (int)w.rest_bytes : 200, w.rest);
    else
        link->counters.stale++;
}

/* Turns --------------------------------------------------------------------------------------------------------- */

/* 1 when the client has asked for something. Looks now and then whether it is still there. */
static int take_request(comm_link *link, uint64_t now_ns)
{
    comm_error error;
    uint32_t asked = __atomic_load_n(&link->channel.header->action_seq, __ATOMIC_ACQUIRE);
    if (asked == link->channel.seq && now_ns - link->looked_ns < LOOK_EVERY_NS) return 0;
    link->looked_ns = now_ns;
    int code = comm_channel_accept(&link->channel, 0, &link->seq, &error);
    if (code != COMM_OK && code != COMM_TIMEOUT) link->is_over = 1;
    if (code != COMM_OK) return 0;
    begin(link);
    return 1;
}

static void note_failure(comm_link *link, const comm_error *error, uint64_t now_ns)
{
    link->sent_id = 0;
    if (link->down_since_ns == 0) link->down_since_ns = now_ns;
    link->backoff_ns = link->backoff_ns ? link->backoff_ns * 2 : FIRST_BACKOFF_NS;
    if (link->backoff_ns > LONGEST_BACKOFF_NS) link->backoff_ns = LONGEST_BACKOFF_NS;
    link->connect_at_ns = now_ns + link->backoff_ns;
    if (link->stage == COMM_LINK_IDLE) return;
    if (error->code == COMM_INVALID)
        refuse(link, COMM_INVALID, "%s", error->text);
    else if (now_ns - link->down_since_ns > link->timing.down_limit_ns)
        refuse(link, COMM_PEER_GONE, "%s", error->text);
}

/* Keeps the connection up and its bytes moving. */
static void pump(comm_link *link, uint64_t now_ns)
{
    comm_error error;
    comm_rcon *rcon = &link->rcon;
    int code = COMM_OK, state = rcon->state;
    if (state == COMM_RCON_DOWN && now_ns >= link->connect_at_ns) code = comm_rcon_connect(rcon, &error);
    if (code == COMM_OK) code = comm_rcon_pump(rcon, &error);
    if (code != COMM_OK) {
        comm_rcon_drop(rcon);
        note_failure(link, &error, now_ns);
        return;
    }
    if (rcon->state != COMM_RCON_UP || state == COMM_RCON_UP) return;
    link->counters.connections++;
    link->down_since_ns = link->backoff_ns = 0;
}

/* Sends the stage's command when its time has come, and again when its reply has not. */
static int send_command(comm_link *link, uint64_t now_ns)
{
    comm_error error;
    if (link->stage == COMM_LINK_IDLE || link->rcon.state != COMM_RCON_UP) return 0;
    int is_repeated = link->sent_id != 0;
    if (is_repeated ? now_ns - link->sent_ns < link->timing.reply_timeout_ns : now_ns < link->send_at_ns) return 0;
    if (comm_rcon_command(&link->rcon, (const char *)link->text.data, link->text.used, &link->sent_id, &error) !=
        COMM_OK) {
        refuse(link, COMM_SYSTEM, "%s", error.text);
        return 1;
    }
    link->sent_ns = now_ns;
    link->counters.commands++;
    link->counters.repeated += (uint64_t)is_repeated;
    pump(link, now_ns);
    return 1;
}

static void beat(comm_link *link, uint64_t now_ns)
{
    if (now_ns - link->looked_ns < LOOK_EVERY_NS) return;
    link->looked_ns = now_ns;
    comm_channel_beat(&link->channel);
}

int comm_link_turn(comm_link *link, uint64_t now_ns)
{
    comm_rcon_reply reply;
    int done = 0;
    if (link->is_over) return 0;
    if (link->stage == COMM_LINK_IDLE)
        done = take_request(link, now_ns);
    else
        beat(link, now_ns);
    pump(link, now_ns);
    while (comm_rcon_next(&link->rcon, &reply)) {
        take_reply(link, &reply, now_ns);
        done = 1;
    }
    return send_command(link, now_ns) || done;
}

static uint64_t earlier(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

uint64_t comm_link_deadline_ns(const comm_link *link, uint64_t now_ns)
{
    uint64_t deadline = now_ns + LOOK_EVERY_NS;
    if (link->rcon.state == COMM_RCON_DOWN) deadline = earlier(deadline, link->connect_at_ns);
    if (link->stage == COMM_LINK_IDLE || link->rcon.state != COMM_RCON_UP) return deadline;
    return earlier(deadline, link->sent_id ? link->sent_ns + link->timing.reply_timeout_ns : link->send_at_ns);
}
