#include "link_stages.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "armour.h"

enum { LONGEST_HEAD = 64 };

/* What a QUERY becomes: the query, which arena, and how many bytes of answer there is room for. */
typedef struct asked {
    FactorioQuery query;
    uint32_t arena;
    uint32_t capacity;
} asked;

void comm_link_answer(comm_link *link, int code, const char *message)
{
    link->stage = COMM_LINK_IDLE;
    link->sent_id = 0;
    link->counters.exchanges++;
    comm_channel_answer(&link->channel, link->seq, (uint32_t)code, message);
}

void comm_link_refuse(comm_link *link, int code, const char *format, ...)
{
    char message[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    comm_link_answer(link, code, message);
}

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

/* Acts in all arenas and runs the ticks, or, with none, resets those that are to be reset. */
static void begin_acting(comm_link *link, uint32_t ticks)
{
    char head[LONGEST_HEAD];
    const comm_geometry *geometry = &link->channel.geometry;
    const FactorioAction *actions = comm_channel_actions(&link->channel);
    link->resets = 0;
    for (uint32_t i = 0; i < geometry->arena_count; i++) link->resets += actions[i].action_type == FACTORIO_ACTION_RESET;
    link->steps = ticks ? geometry->arena_count - link->resets : 0;
    snprintf(head, sizeof head, "/agent-act %" PRIu32 " %" PRIu32 " ", link->seq, ticks);
    if (write_command(link, head, (const uint8_t *)actions, geometry->arena_count * sizeof *actions))
        enter(link, COMM_LINK_ACTING, 0);
    else
        comm_link_answer(link, COMM_SYSTEM, "no memory for the command");
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
        comm_link_answer(link, COMM_SYSTEM, "no memory for the command");
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

void comm_link_ask_next(comm_link *link)
{
    FactorioQuestion question;
    memcpy(&question, link->questions.data + link->part * sizeof question, sizeof question);
    if (question.arena >= link->channel.geometry.arena_count)
        comm_link_answer(link, COMM_INVALID, "a question is about an arena that the channel does not have");
    else
        ask(link, &question.query, question.arena);
}

/* The questions are copied before the answers overwrite them. */
static void begin_questions(comm_link *link)
{
    size_t bytes = (size_t)link->channel.request_bytes;
    link->questions.used = 0;
    if (!comm_bytes_reserve(&link->questions, bytes)) {
        comm_link_answer(link, COMM_SYSTEM, "no memory for the questions");
        return;
    }
    memcpy(link->questions.data, comm_channel_blob(&link->channel), bytes);
    link->questions.used = bytes;
    link->part = 0;
    link->blob_used = sizeof(FactorioAnswer);
    comm_link_ask_next(link);
}

void comm_link_begin_seeing(comm_link *link, uint64_t send_at_ns)
{
    char head[LONGEST_HEAD];
    snprintf(head, sizeof head, "/agent-see %" PRIu32, link->seq);
    if (write_command(link, head, NULL, 0))
        enter(link, COMM_LINK_SEEING, send_at_ns);
    else
        comm_link_answer(link, COMM_SYSTEM, "no memory for the command");
}

void comm_link_begin(comm_link *link)
{
    link->damaged = 0;
    switch (link->channel.request) {
    case COMM_REQUEST_STEP: begin_acting(link, link->channel.geometry.ticks_per_step); break;
    case COMM_REQUEST_RESET: begin_acting(link, 0); break;
    case COMM_REQUEST_QUERY: begin_query(link); break;
    case COMM_REQUEST_QUESTIONS: begin_questions(link); break;
    case COMM_REQUEST_CLOSE:
        comm_link_answer(link, COMM_OK, NULL);
        link->is_over = 1;
        break;
    default: comm_link_answer(link, COMM_INVALID, "the game can neither copy an arena nor hash it"); break;
    }
}
