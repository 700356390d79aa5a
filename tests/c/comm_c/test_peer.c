/* The other process dies, stops or falls silent, at every point of the protocol.
 * sources: comm_c/error.c comm_c/wake.c comm_c/layout.c comm_c/peer.c
 * sources: comm_c/header.c comm_c/segment.c comm_c/channel.c comm_c/pingpong.c
 */
#include "comm_c/peer.h"
#include "comm_c/pingpong.h"
#include "tests/c/comm_c/pair.h"

#include <sys/mman.h>
#include <sys/prctl.h>

static comm_error error;

/* Points at which a server can be killed, in the order of its life. */
enum point {
    BEFORE_ATTACH,
    AFTER_ATTACH,
    IN_ACCEPT,
    AFTER_ACCEPT,
    IN_THE_MIDDLE_OF_A_FRAME,
    BEFORE_ANSWER,
    AFTER_THE_FIRST_ANSWER,
    POINTS
};

static void say_reached(int pipe_end)
{
    CHECK_EQ_INT(write(pipe_end, "x", 1), 1);
}

static void reach(int pipe_end)
{
    say_reached(pipe_end);
    for (;;)
        pause();
}

/* The server's life up to a point, where it stands still until it is killed. */
static void live_until(enum point point, const comm_channel *client, int pipe_end)
{
    uint32_t seq;
    if (point == BEFORE_ATTACH)
        reach(pipe_end);
    comm_channel server = make_server(client);
    if (point == AFTER_ATTACH)
        reach(pipe_end);
    if (point == AFTER_THE_FIRST_ANSWER) {
        serve_step(&server);
        reach(pipe_end);
    }
    if (point == IN_ACCEPT) {
        server.seq = 1; /* deaf to the exchange that is in flight, so it waits */
        say_reached(pipe_end);
        comm_channel_accept(&server, UINT64_MAX, &seq, NULL);
        _exit(1);
    }
    CHECK_EQ_INT(comm_channel_accept(&server, UINT64_MAX, &seq, NULL), COMM_OK);
    if (point == AFTER_ACCEPT)
        reach(pipe_end);
    memset(comm_channel_frames(&server, seq), 0xaa, point == IN_THE_MIDDLE_OF_A_FRAME ? 17 : 3 * 64);
    reach(pipe_end);
}

/* A child that runs `life`; returns once the child has reached its point. */
static pid_t start_child(void (*life)(int, const comm_channel *, int), int argument, const comm_channel *channel)
{
    int ends[2];
    char reached = 0;
    CHECK_EQ_INT(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        life(argument, channel, ends[1]);
        _exit(0);
    }
    close(ends[1]);
    ssize_t got = read(ends[0], &reached, 1);
    close(ends[0]);
    CHECK_EQ_INT(got, 1);
    return child;
}

static void server_life(int point, const comm_channel *client, int pipe_end)
{
    live_until((enum point)point, client, pipe_end);
}

static void kill_and_wait(pid_t child)
{
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
}

/* Kills the child once the caller is likely to wait for it; returns the process that will do it. */
static pid_t kill_soon(pid_t child)
{
    pid_t killer = fork();
    if (killer == 0) {
        usleep(20000);
        kill(child, SIGKILL);
        _exit(0);
    }
    return killer;
}

/* The words of an exception must name the process. */
static void expect_gone(comm_channel *client, pid_t child, const char *exchange)
{
    char name[64];
    snprintf(name, sizeof name, "server process %d has exited", (int)child);
    CHECK_FAILS(comm_channel_receive(client, 60 * SECOND_NS, &error), COMM_PEER_GONE, name);
    CHECK_STR_CONTAINS(error.text, exchange);
}

TEST(a_server_killed_at_any_point_is_noticed_and_named)
{
    for (int point = 0; point < POINTS; point++) {
        comm_channel client = make_client();
        CHECK_EQ_INT(comm_channel_send(&client, COMM_REQUEST_STEP, 0, 0, NULL, &error), COMM_OK);
        pid_t child = start_child(server_life, point, &client);
        CHECK_EQ_INT(comm_channel_watch(&client, child, &error), COMM_OK);
        if (point == AFTER_THE_FIRST_ANSWER) {
            CHECK_EQ_INT(comm_channel_receive(&client, 60 * SECOND_NS, &error), COMM_OK);
            CHECK_EQ_INT(comm_channel_send(&client, COMM_REQUEST_HASH, 0, 1, NULL, &error), COMM_OK);
        }
        pid_t killer = kill_soon(child);
        expect_gone(&client, child, point == AFTER_THE_FIRST_ANSWER ? "exchange 2 (HASH)" : "exchange 1 (STEP)");
        waitpid(child, NULL, 0);
        waitpid(killer, NULL, 0);
        comm_channel_close(&client);
    }
}

TEST(an_answer_given_before_death_is_still_received)
{
    comm_channel client = make_client();
    CHECK_EQ_INT(comm_channel_send(&client, COMM_REQUEST_STEP, 0, 0, NULL, &error), COMM_OK);
    pid_t child = start_child(server_life, AFTER_THE_FIRST_ANSWER, &client);
    CHECK_EQ_INT(comm_channel_watch(&client, child, &error), COMM_OK);
    kill_and_wait(child);
    CHECK_EQ_INT(comm_channel_receive(&client, 60 * SECOND_NS, &error), COMM_OK);
    comm_channel_close(&client);
}

TEST(a_dead_server_that_nobody_has_waited_for_is_noticed_too)
{
    comm_channel client = make_client();
    pid_t child = start_child(server_life, AFTER_ATTACH, &client);
    CHECK_EQ_INT(comm_channel_watch(&client, child, &error), COMM_OK);
    kill(child, SIGKILL);
    CHECK_EQ_INT(comm_channel_send(&client, COMM_REQUEST_STEP, 0, 0, NULL, &error), COMM_OK);
    expect_gone(&client, child, "exchange 1 (STEP)");
    waitpid(child, NULL, 0);
    comm_channel_close(&client);
}

TEST(a_server_that_is_gone_already_cannot_be_watched)
{
    comm_channel client = make_client();
    pid_t child = start_child(server_life, BEFORE_ATTACH, &client);
    kill_and_wait(child);
    CHECK_FAILS(comm_channel_watch(&client, child, &error), COMM_PEER_GONE, "has exited already");
    CHECK_FAILS(comm_channel_watch(&client, 0, &error), COMM_INVALID, "pid is 0, allowed is a process number or -1");
    comm_channel_close(&client);
}

TEST(a_stopped_server_is_alive_but_late)
{
    comm_channel client = make_client();
    pid_t child = start_child(server_life, AFTER_ATTACH, &client);
    CHECK_EQ_INT(comm_channel_watch(&client, child, &error), COMM_OK);
    kill(child, SIGSTOP);
    client.heartbeat_limit_ns = 1; /* must not count while the pidfd says that it lives */
    CHECK_EQ_INT(comm_channel_send(&client, COMM_REQUEST_STEP, 0, 0, NULL, &error), COMM_OK);
    CHECK_FAILS(comm_channel_receive(&client, 50000000, &error), COMM_TIMEOUT, "is alive but has not answered");
    CHECK_STR_CONTAINS(error.text, "see whether it is stopped or hangs, or allow more time");
    kill_and_wait(child);
    comm_channel_close(&client);
}

TEST(without_a_pidfd_a_heartbeat_that_has_stopped_counts_as_death)
{
    comm_channel client = make_client();
    pid_t child = start_child(server_life, AFTER_ATTACH, &client);
    CHECK_EQ_INT(comm_channel_watch(&client, -1, &error), COMM_OK);
    client.heartbeat_limit_ns = 20000000;
    CHECK_EQ_INT(comm_channel_send(&client, COMM_REQUEST_STEP, 0, 0, NULL, &error), COMM_OK);
    CHECK_FAILS(comm_channel_receive(&client, 60 * SECOND_NS, &error), COMM_PEER_GONE,
                "the server has given no sign of life for 0.");
    CHECK_STR_CONTAINS(error.text, "(allowed 0.020 s)");
    kill_and_wait(child);
    comm_channel_close(&client);
}

/* Forgets the server's last sign of life and waits for the next; without one the runner's timeout ends the test. */
static void await_beat(comm_channel *client)
{
    uint64_t *beat = &client->header->server_heartbeat_ns;
    __atomic_store_n(beat, 1, __ATOMIC_SEQ_CST);
    while (__atomic_load_n(beat, __ATOMIC_SEQ_CST) == 1)
        usleep(200);
}

static void beating_life(int argument, const comm_channel *client, int pipe_end)
{
    (void)argument;
    comm_channel server = make_server(client);
    say_reached(pipe_end);
    for (;;) {
        comm_channel_beat(&server);
        usleep(1000);
    }
}

TEST(without_a_pidfd_a_server_that_beats_in_a_long_step_counts_as_alive)
{
    comm_channel client = make_client();
    pid_t child = start_child(beating_life, 0, &client);
    client.heartbeat_limit_ns = 60 * SECOND_NS;
    await_beat(&client);
    CHECK_EQ_INT(comm_channel_send(&client, COMM_REQUEST_STEP, 0, 0, NULL, &error), COMM_OK);
    CHECK_FAILS(comm_channel_receive(&client, 100000000, &error), COMM_TIMEOUT, "is alive but has not answered");
    kill_and_wait(child);
    comm_channel_close(&client);
}

static void waiting_life(int argument, const comm_channel *client, int pipe_end)
{
    (void)argument;
    uint32_t seq;
    comm_channel server = make_server(client);
    server.seq = 1; /* deaf to the exchange that is in flight, so it waits */
    say_reached(pipe_end);
    comm_channel_accept(&server, UINT64_MAX, &seq, NULL);
}

TEST(a_server_that_waits_beats)
{
    comm_channel client = make_client();
    CHECK_EQ_INT(comm_channel_send(&client, COMM_REQUEST_STEP, 0, 0, NULL, &error), COMM_OK);
    pid_t child = start_child(waiting_life, 0, &client);
    client.heartbeat_limit_ns = 60 * SECOND_NS;
    await_beat(&client);
    CHECK_FAILS(comm_channel_receive(&client, 200000000, &error), COMM_TIMEOUT, "is alive but has not answered");
    kill_and_wait(child);
    comm_channel_close(&client);
}

/* A client that makes a channel, shows its descriptor through the parent's memory, and stands still. */
static int *shared_fd;

static void client_life(int sends, const comm_channel *unused, int pipe_end)
{
    (void)unused;
    comm_channel client = make_client();
    *shared_fd = client.fd;
    if (sends)
        CHECK_EQ_INT(comm_channel_send(&client, COMM_REQUEST_STEP, 0, 0, NULL, NULL), COMM_OK);
    reach(pipe_end);
}

/* The segment of a process that is not ours: through /proc, as nothing else has its descriptor. */
static comm_channel attach_to(pid_t client)
{
    char path[64];
    comm_channel server;
    snprintf(path, sizeof path, "/proc/%d/fd/%d", (int)client, *shared_fd);
    int fd = open(path, O_RDWR | O_CLOEXEC);
    CHECK(fd >= 0);
    CHECK_EQ_INT(comm_channel_attach(&server, fd, &error), COMM_OK);
    return server;
}

static void expect_client_gone(comm_channel *server, pid_t client)
{
    char name[64];
    uint32_t seq;
    snprintf(name, sizeof name, "client process %d has exited", (int)client);
    CHECK_FAILS(comm_channel_accept(server, 60 * SECOND_NS, &seq, &error), COMM_PEER_GONE, name);
}

TEST(a_killed_client_is_noticed_by_its_server)
{
    int fd_memory = 0;
    shared_fd = mmap(NULL, sizeof fd_memory, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    CHECK(shared_fd != MAP_FAILED);
    for (int sends = 0; sends < 2; sends++) {
        uint32_t seq;
        pid_t child = start_child(client_life, sends, NULL);
        comm_channel server = attach_to(child);
        if (sends) {
            CHECK_EQ_INT(comm_channel_accept(&server, 60 * SECOND_NS, &seq, &error), COMM_OK);
            comm_channel_answer(&server, seq, COMM_OK, NULL);
        }
        pid_t killer = kill_soon(child);
        expect_client_gone(&server, child);
        waitpid(child, NULL, 0);
        waitpid(killer, NULL, 0);
        comm_channel_close(&server);
    }
    munmap(shared_fd, sizeof *shared_fd);
}

TEST(a_client_may_think_for_as_long_as_it_likes)
{
    uint32_t seq;
    comm_channel client = make_client(), server = make_server(&client);
    server.heartbeat_limit_ns = 1;
    close(server.peer_pidfd);
    server.peer_pidfd = -1;
    CHECK_FAILS(comm_channel_accept(&server, 30000000, &seq, &error), COMM_TIMEOUT, "has asked for nothing in 0.");
    comm_channel_close(&server);
    comm_channel_close(&client);
}

TEST(a_process_known_by_number_only_has_exited_once_it_has_been_waited_for)
{
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    waitpid(child, NULL, 0);
    CHECK_EQ_INT(comm_peer_has_exited(-1, child), 1);
    CHECK_EQ_INT(comm_peer_has_exited(-1, getpid()), 0);
    CHECK_EQ_INT(comm_peer_has_exited(-1, 0), 0);
}

TEST(the_yardstick_times_every_round_and_leaves_no_child)
{
    uint64_t samples[100] = {0};
    CHECK_EQ_INT(comm_pingpong_ns(100, samples, &error), COMM_OK);
    for (int i = 0; i < 100; i++)
        CHECK(samples[i] > 0);
    CHECK_EQ_INT(waitpid(-1, NULL, WNOHANG), -1);
    CHECK_FAILS(comm_pingpong_ns(0, samples, &error), COMM_INVALID, "rounds is 0");
}

static void echoing_life(int argument, const comm_channel *client, int pipe_end)
{
    (void)argument;
    comm_channel server = make_server(client);
    say_reached(pipe_end);
    _exit(comm_pingpong_echo(&server, &error));
}

TEST(the_channels_round_trips_are_timed_against_an_echo_in_another_process)
{
    uint64_t samples[100] = {0};
    int status = -1;
    comm_channel client = make_client();
    pid_t child = start_child(echoing_life, 0, &client);
    CHECK_EQ_INT(comm_channel_watch(&client, child, &error), COMM_OK);
    CHECK_EQ_INT(comm_pingpong_channel_ns(&client, NULL, 0, 100, samples, 60 * SECOND_NS, &error), COMM_OK);
    for (int i = 0; i < 100; i++)
        CHECK(samples[i] > 0);
    CHECK_EQ_INT(comm_channel_exchange(&client, COMM_REQUEST_CLOSE, 0, 0, 60 * SECOND_NS, &error), COMM_OK);
    waitpid(child, &status, 0);
    CHECK_EQ_INT(status, 0);
    comm_channel_close(&client);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_server_killed_at_any_point_is_noticed_and_named);
    RUN(an_answer_given_before_death_is_still_received);
    RUN(a_dead_server_that_nobody_has_waited_for_is_noticed_too);
    RUN(a_server_that_is_gone_already_cannot_be_watched);
    RUN(a_stopped_server_is_alive_but_late);
    RUN(without_a_pidfd_a_heartbeat_that_has_stopped_counts_as_death);
    RUN(without_a_pidfd_a_server_that_beats_in_a_long_step_counts_as_alive);
    RUN(a_server_that_waits_beats);
    RUN(a_killed_client_is_noticed_by_its_server);
    RUN(a_client_may_think_for_as_long_as_it_likes);
    RUN(a_process_known_by_number_only_has_exited_once_it_has_been_waited_for);
    RUN(the_yardstick_times_every_round_and_leaves_no_child);
    RUN(the_channels_round_trips_are_timed_against_an_echo_in_another_process);
    return kit_end();
}
