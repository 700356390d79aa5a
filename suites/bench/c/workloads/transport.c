/* transport.c - a workload of the channel: both sides of an exchange in one thread, so that nobody waits. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "comm_c/channel.h"
#include "suites/bench/c/workloads/workload.h"

enum { ARENAS = 64, SECOND_NS = 1000000000 };

typedef struct pair {
    comm_channel client, server;
    uint64_t command_id;
} pair;

static void *open_pair(void)
{
    pair *p = calloc(1, sizeof *p);
    comm_config config = {.arena_count = ARENAS, .frame_kind = FACTORIO_FRAME_MOVEMENT, .ticks_per_step = 4,
                          .reset_rule = {.pool_scenes = 1}};
    if (p == NULL || comm_channel_create(&p->client, &config, NULL) != COMM_OK) abort();
    if (comm_channel_attach(&p->server, dup(p->client.fd), NULL) != COMM_OK) abort();
    return p;
}

static uint64_t step_channel(void *state)
{
    pair *p = state;
    uint32_t seq;
    FactorioAction *actions = comm_channel_actions(&p->client);
    for (uint32_t i = 0; i < ARENAS; i++) actions[i].command_id = p->command_id++;
    if (comm_channel_send(&p->client, COMM_REQUEST_STEP, 0, 0, NULL, NULL) != COMM_OK) abort();
    if (comm_channel_accept(&p->server, SECOND_NS, &seq, NULL) != COMM_OK) abort();
    const FactorioAction *seen = comm_channel_actions(&p->server);
    uint8_t *frames = comm_channel_frames(&p->server, seq);
    for (uint32_t i = 0; i < ARENAS; i++) {
        FactorioMovementFrame frame = {.command_id = seen[i].command_id, .arena = i};
        memcpy(frames + i * sizeof frame, &frame, sizeof frame);
    }
    comm_channel_answer(&p->server, seq, COMM_OK, NULL);
    if (comm_channel_receive(&p->client, SECOND_NS, NULL) != COMM_OK) abort();
    return comm_channel_frames(&p->client, p->client.seq)[40];
}

static void close_pair(void *state)
{
    pair *p = state;
    comm_channel_close(&p->client);
    comm_channel_close(&p->server);
    free(p);
}

const workload WORKLOAD_CHANNEL = {"channel", "an exchange of 64 arenas, both sides in one thread", open_pair,
                                   step_channel, close_pair};
