/* pair.h - a client and a server of one channel, for the tests of the transport. */
#ifndef TESTS_C_COMM_C_PAIR_H
#define TESTS_C_COMM_C_PAIR_H

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

#include "comm_c/channel.h"
#include "tests/c/kit.h"

#define SECOND_NS 1000000000ULL

/* Where a check of a failed call finds its words. */
#define CHECK_FAILS(call, wanted_code, part) \
    do { \
        CHECK_EQ_INT((call), (wanted_code)); \
        CHECK_EQ_INT(error.code, (wanted_code)); \
        CHECK_STR_CONTAINS(error.text, (part)); \
    } while (0)

__attribute__((unused)) static comm_config plain_config(void)
{
    return (comm_config){
        .arena_count = 3,
        .frame_kind = FACTORIO_FRAME_MOVEMENT,
        .ticks_per_step = 4,
        .blob_bytes = 4096,
        .reset_rule = {.start_area = {-256, -256, 256, 256}, .pool_scenes = 8},
    };
}

__attribute__((unused)) static comm_channel make_client(void)
{
    comm_channel client;
    comm_config config = plain_config();
    comm_error error = {.code = 0};
    CHECK_EQ_INT(comm_channel_create(&client, &config, &error), COMM_OK);
    return client;
}

/* Attaches to a duplicate of the client's descriptor, as a server process does to an inherited one. */
__attribute__((unused)) static comm_channel make_server(const comm_channel *client)
{
    comm_channel server;
    comm_error error = {.text = ""};
    int code = comm_channel_attach(&server, dup(client->fd), &error);
    CHECK_EQ_STR(error.text, "");
    CHECK_EQ_INT(code, COMM_OK);
    return server;
}

/* Serves one STEP by echoing every command_id. */
__attribute__((unused)) static void serve_step(comm_channel *server)
{
    uint32_t seq;
    CHECK_EQ_INT(comm_channel_accept(server, SECOND_NS, &seq, NULL), COMM_OK);
    for (uint32_t i = 0; i < server->geometry.arena_count; i++) {
        FactorioMovementFrame frame = {.command_id = comm_channel_actions(server)[i].command_id, .arena = i};
        memcpy(comm_channel_frames(server, seq) + i * sizeof frame, &frame, sizeof frame);
    }
    comm_channel_answer(server, seq, COMM_OK, NULL);
}

__attribute__((unused)) static FactorioMovementFrame read_frame(const comm_channel *channel, uint32_t seq, uint32_t i)
{
    FactorioMovementFrame frame;
    memcpy(&frame, comm_channel_frames(channel, seq) + i * sizeof frame, sizeof frame);
    return frame;
}

#endif
