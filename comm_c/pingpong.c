#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include "pingpong.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pause.h"

#define CHILD_SILENT_NS 1000000000ULL
#define POLLS_PER_CLOCK 16384
#define SHARED_BYTES (4 * COMM_LINE)

/* Each word on a line of its own, and a line between them that a prefetcher may fetch along. */
typedef struct pingpong_lines {
    uint32_t ping;
    uint8_t gap0[2 * COMM_LINE - sizeof(uint32_t)];
    uint32_t pong;
    uint8_t gap1[2 * COMM_LINE - sizeof(uint32_t)];
} pingpong_lines;

_Static_assert(sizeof(pingpong_lines) == SHARED_BYTES, "two pairs of lines");

/* 0 as soon as *word == wanted, 1 after a second. */
static int spin_for(const uint32_t *word, uint32_t wanted)
{
    uint64_t start_ns = 0;
    for (;;) {
        for (int i = 0; i < POLLS_PER_CLOCK; i++) {
            if (__atomic_load_n(word, __ATOMIC_ACQUIRE) == wanted)
                return 0;
            comm_pause_at_times(i);
        }
        uint64_t now_ns = comm_now_ns();
        if (start_ns == 0)
            start_ns = now_ns;
        else if (now_ns - start_ns > CHILD_SILENT_NS)
            return 1;
    }
}

/* The child: answers until it is killed, or its parent is gone. */
static void answer_pings(pingpong_lines *lines, uint32_t rounds)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (uint32_t n = 1; n <= rounds && spin_for(&lines->ping, n) == 0; n++)
        __atomic_store_n(&lines->pong, n, __ATOMIC_RELEASE);
    _exit(0);
}

static int time_pings(pingpong_lines *lines, uint32_t rounds, uint64_t *samples_ns, comm_error *error)
{
    uint64_t before_ns = comm_now_ns();
    for (uint32_t n = 1; n <= rounds; n++) {
        __atomic_store_n(&lines->ping, n, __ATOMIC_RELEASE);
        if (spin_for(&lines->pong, n) != 0)
            return comm_error_set(error, COMM_PEER_GONE, "the ping-pong's child has not answered ping %u of %u", n,
                                  rounds);
        uint64_t now_ns = comm_now_ns();
        samples_ns[n - 1] = now_ns - before_ns;
        before_ns = now_ns;
    }
    return COMM_OK;
}

static int check_rounds(uint32_t rounds, comm_error *error)
{
    if (rounds == 0)
        return comm_error_set(error, COMM_INVALID, "rounds is 0, allowed is 1 and more");
    return COMM_OK;
}

/* Waits for a child that has been killed. */
static void bury(pid_t child)
{
    kill(child, SIGKILL);
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
        ;
}

int comm_pingpong_ns(uint32_t rounds, uint64_t *samples_ns, comm_error *error)
{
    if (check_rounds(rounds, error) != COMM_OK)
        return COMM_INVALID;
    pingpong_lines *lines =
        mmap(NULL, sizeof *lines, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (lines == MAP_FAILED)
        return comm_error_set_system(error, "cannot map the ping-pong's memory");
    int code;
    pid_t child = fork();
    if (child == 0)
        answer_pings(lines, rounds);
    if (child < 0) {
        code = comm_error_set_system(error, "cannot fork the ping-pong's child");
    } else {
        code = time_pings(lines, rounds, samples_ns, error);
        bury(child);
    }
    munmap(lines, sizeof *lines);
    return code;
}

/* What a client does at least: touches every action, and the first line of every frame. */
static void write_actions(const comm_channel *channel, const FactorioAction *played, uint64_t command_id)
{
    FactorioAction *actions = comm_channel_actions(channel);
    for (uint32_t i = 0; i < channel->geometry.arena_count; i++) {
        if (played != NULL)
            actions[i] = *played;
        actions[i].command_id = command_id;
    }
}

static int read_frames(const comm_channel *channel, uint64_t command_id, comm_error *error)
{
    const uint8_t *frames = comm_channel_frames(channel, channel->seq);
    for (uint32_t i = 0; i < channel->geometry.arena_count; i++) {
        FactorioMovementFrame frame;
        memcpy(&frame, frames + (size_t)i * channel->geometry.frame_bytes, sizeof frame);
        if (frame.command_id != command_id)
            return comm_error_set(error, COMM_CORRUPT, "arena %u answered command %llu, command %llu was sent", i,
                                  (unsigned long long)frame.command_id, (unsigned long long)command_id);
    }
    return COMM_OK;
}

int comm_pingpong_channel_ns(comm_channel *channel, const FactorioAction *actions, uint32_t action_count,
                             uint32_t rounds, uint64_t *samples_ns, uint64_t timeout_ns, comm_error *error)
{
    if (check_rounds(rounds, error) != COMM_OK)
        return COMM_INVALID;
    uint64_t before_ns = comm_now_ns();
    for (uint32_t n = 1; n <= rounds; n++) {
        write_actions(channel, action_count != 0 ? &actions[n % action_count] : NULL, n);
        int code = comm_channel_exchange(channel, COMM_REQUEST_STEP, 0, 0, timeout_ns, error);
        if (code != COMM_OK || (code = read_frames(channel, n, error)) != COMM_OK)
            return code;
        uint64_t now_ns = comm_now_ns();
        samples_ns[n - 1] = now_ns - before_ns;
        before_ns = now_ns;
    }
    return COMM_OK;
}

static void echo(const comm_channel *server, uint32_t seq)
{
    const FactorioAction *actions = comm_channel_actions(server);
    uint8_t *frames = comm_channel_frames(server, seq);
    for (uint32_t i = 0; i < server->geometry.arena_count; i++) {
        FactorioMovementFrame frame = {.command_id = actions[i].command_id, .arena = i};
        memcpy(frames + (size_t)i * server->geometry.frame_bytes, &frame, sizeof frame);
    }
}

int comm_pingpong_echo(comm_channel *server, comm_error *error)
{
    for (;;) {
        uint32_t seq;
        int code = comm_channel_accept(server, CHILD_SILENT_NS, &seq, error);
        if (code == COMM_TIMEOUT)
            continue;
        if (code != COMM_OK)
            return code;
        echo(server, seq);
        int closing = server->request == COMM_REQUEST_CLOSE;
        comm_channel_answer(server, seq, COMM_OK, NULL);
        if (closing)
            return COMM_OK;
    }
}
