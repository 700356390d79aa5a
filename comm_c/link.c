#include "link.h"

#include <stdlib.h>
#include <string.h>

#include "link_stages.h"

#define NS_PER_MS 1000000ull
#define LOOK_EVERY_NS (10 * NS_PER_MS)      /* at a client that asks for nothing, and at the heart             */
#define FIRST_BACKOFF_NS (5 * NS_PER_MS)
#define LONGEST_BACKOFF_NS (500 * NS_PER_MS)
#define DEFAULT_REPLY_TIMEOUT_NS (2000 * NS_PER_MS)
#define DEFAULT_DOWN_LIMIT_NS (5000 * NS_PER_MS)

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
    comm_link_begin(link);
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
        comm_link_refuse(link, COMM_INVALID, "%s", error->text);
    else if (now_ns - link->down_since_ns > link->timing.down_limit_ns)
        comm_link_refuse(link, COMM_PEER_GONE, "%s", error->text);
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
        comm_link_refuse(link, COMM_SYSTEM, "%s", error.text);
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
        comm_link_take_reply(link, &reply, now_ns);
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
