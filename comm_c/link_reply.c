#include "link_stages.h"

#include <inttypes.h>
#include <string.h>

#include "armour.h"

enum { DAMAGED_AT_MOST = 3 };

#define EARLY_SHARE 0.9                     /* of the time that the ticks should take; asking early is cheap   */
#define SHORTER 0.75                        /* is the wait after one that was not too short                    */

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
    if (++link->damaged >= DAMAGED_AT_MOST) comm_link_refuse(link, COMM_CORRUPT, "%s, %d times", what, link->damaged);
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
        comm_link_refuse(link, COMM_CORRUPT, "the mod will run until a wrong tick");
        return;
    }
    link->acknowledged_ns = now_ns;
    link->was_early = 0;
    comm_link_begin_seeing(link, now_ns + (uint64_t)(link->ns_per_tick * EARLY_SHARE * (double)ticks));
}

static void take_frames(comm_link *link, const words *w)
{
    const comm_geometry *geometry = &link->channel.geometry;
    size_t wanted = (size_t)geometry->arena_count * geometry->frame_bytes;
    if (w->number != link->due_tick) {
        comm_link_refuse(link, COMM_CORRUPT, "frames of tick %" PRIu64 " came, those of %" PRIu64 " are due", w->number,
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
    comm_link_answer(link, COMM_OK, NULL);
}

/* The frames of a query are those of the exchange before it. */
static void answer_rows(comm_link *link, uint64_t count, uint64_t bytes)
{
    size_t frames = (size_t)link->channel.geometry.arena_count * link->channel.geometry.frame_bytes;
    link->channel.reply_count = (uint32_t)count;
    link->channel.reply_bytes = bytes;
    memcpy(comm_channel_frames(&link->channel, link->seq), comm_channel_frames(&link->channel, link->seq - 1), frames);
    comm_link_answer(link, COMM_OK, NULL);
}

/* One of several answers has come. With less room left than the longest row takes, the next may not be whole. */
static void take_answer(comm_link *link, uint64_t rows, uint64_t bytes)
{
    uint64_t room = link->channel.geometry.blob_bytes;
    uint32_t count = (uint32_t)(link->questions.used / sizeof(FactorioQuestion));
    FactorioAnswer head = {(uint32_t)rows, (uint32_t)bytes};
    if (room - link->blob_used - bytes < sizeof(FactorioState)) {
        if (link->part == 0)
            comm_link_answer(link, COMM_INVALID, "the blob is too small for the first answer: ask for it alone");
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
    comm_link_ask_next(link);
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

void comm_link_take_reply(comm_link *link, const comm_rcon_reply *reply, uint64_t now_ns)
{
    words w;
    link->counters.reply_bytes += reply->bytes;
    if (!read_words(reply, &w)) {
        if (link->stage == COMM_LINK_IDLE || reply->id != link->sent_id) {
            link->counters.stale++;
            return;
        }
        comm_link_refuse(link, COMM_INVALID, "the server said: %.*s", reply->bytes < 200 ? (int)reply->bytes : 200,
                         reply->text);
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
        comm_link_refuse(link, COMM_INVALID, "%.*s", w.rest_bytes < 200 ? (int)w.rest_bytes : 200, w.rest);
    else
        link->counters.stale++;
}
