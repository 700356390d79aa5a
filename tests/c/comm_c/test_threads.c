/* Both sides in one process and on one mapping, so that a thread sanitizer sees every access of either.
 * sources: comm_c/error.c comm_c/wake.c comm_c/layout.c comm_c/peer.c
 * sources: comm_c/header.c comm_c/segment.c comm_c/channel.c
 */
#include "tests/c/comm_c/pair.h"

#include <pthread.h>

#define EXCHANGES 1000

static comm_error error;

/* The server's side on the client's own mapping: two mappings of one memory would hide races from the sanitizer. */
static comm_channel share_mapping(comm_channel *client)
{
    comm_channel server = *client;
    server.is_server = 1;
    server.fd = dup(client->fd);
    server.peer_pidfd = -1;
    return server;
}

static void *serve_all(void *argument)
{
    comm_channel *server = argument;
    for (int i = 0; i < EXCHANGES; i++) {
        serve_step(server);
        server->ticks_total += 12;
    }
    comm_channel_leave(server);
    return NULL;
}

/* Plays with a server in another thread; every frame must be the answer to its action. */
static void play(comm_wake_policy client_policy, comm_wake_policy server_policy)
{
    comm_channel client = make_client(), server = share_mapping(&client);
    pthread_t thread;
    client.wake = client_policy;
    server.wake = server_policy;
    CHECK_EQ_INT(pthread_create(&thread, NULL, serve_all, &server), 0);
    for (uint64_t n = 0; n < EXCHANGES; n++) {
        for (uint32_t i = 0; i < 3; i++)
            comm_channel_actions(&client)[i].command_id = n * 3 + i;
        CHECK_EQ_INT(comm_channel_exchange(&client, COMM_REQUEST_STEP, 0, 0, 60 * SECOND_NS, &error), COMM_OK);
        for (uint32_t i = 0; i < 3; i++)
            CHECK_EQ_INT(read_frame(&client, client.seq, i).command_id, n * 3 + i);
        CHECK(client.header->ticks_total <= n * 12);
    }
    CHECK_EQ_INT(comm_channel_send(&client, COMM_REQUEST_STEP, 0, 0, NULL, &error), COMM_OK);
    CHECK_EQ_INT(comm_channel_receive(&client, 60 * SECOND_NS, &error), COMM_CLOSED);
    pthread_join(thread, NULL);
    comm_channel_close(&client);
}

static const comm_wake_policy spinning = {.spin_ns = 50000, .yield_ns = 1000000, .slice_ns = 10000000};
static const comm_wake_policy yielding = {.yield_ns = 1000000, .slice_ns = 10000000};
static const comm_wake_policy sleeping = {.slice_ns = UINT32_MAX};

TEST(two_threads_that_spin_agree_on_every_frame)
{
    play(spinning, spinning);
}

TEST(two_threads_that_yield_agree_on_every_frame)
{
    play(yielding, yielding);
}

TEST(two_threads_that_sleep_agree_on_every_frame)
{
    play(sleeping, sleeping);
}

TEST(a_thread_that_spins_and_one_that_sleeps_agree_on_every_frame)
{
    play(spinning, sleeping);
    play(sleeping, spinning);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(two_threads_that_spin_agree_on_every_frame);
    RUN(two_threads_that_yield_agree_on_every_frame);
    RUN(two_threads_that_sleep_agree_on_every_frame);
    RUN(a_thread_that_spins_and_one_that_sleeps_agree_on_every_frame);
    return kit_end();
}
