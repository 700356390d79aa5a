/* console.h - a game's console for the relay's tests: a thread that speaks RCON and answers as the mod does, with faults. */
#ifndef TESTS_C_COMM_C_CONSOLE_H
#define TESTS_C_COMM_C_CONSOLE_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>

#include "comm_c/armour.h"
#include "tests/c/comm_c/pair.h"

#define CONSOLE_PASSWORD "secret"

/* What happens to a reply. */
enum fault {
    FAULT_NONE,
    FAULT_LOST,       /* it never goes out                                        */
    FAULT_TWICE,      /* it goes out two times                                    */
    FAULT_LATE,       /* it goes out behind the next one                          */
    FAULT_TORN,       /* half of it goes out, then the connection breaks          */
    FAULT_DAMAGED,    /* a character of its payload is another                    */
    FAULT_BROKEN,     /* the connection breaks in its place                       */
    FAULT_GONE,       /* the same, and no other is taken                          */
    FAULT_NONSENSE,   /* a packet of an impossible length                         */
    FAULT_WAIT,       /* the frames are not ready yet                             */
    FAULT_ERROR       /* the mod refuses                                          */
};

typedef struct console {
    pthread_t thread;
    int listener;
    uint16_t port;
    const enum fault *faults;  /* of the first replies, in their order                           */
    size_t fault_count;
    size_t replies;            /* given so far                                                   */
    uint32_t acted;            /* exchanges whose actions were taken, each once                  */
    uint32_t seq;
    uint64_t tick;
    FactorioAction actions[3];
    uint8_t held[65536];       /* a reply that is to come late                                   */
    size_t held_bytes;
    int connections;
    atomic_int stopping;
} console;

/* A reply as the mod makes it. */
static size_t console_answer(console *c, const char *command, char *out, size_t room)
{
    unsigned seq = 0, ticks = 0;
    char payload[4096];
    static _Thread_local uint8_t scratch[4096];
    if (sscanf(command, "/agent-act %u %u %4095s", &seq, &ticks, payload) == 3) {
        if (seq != c->seq) {
            comm_unarmour((uint8_t *)c->actions, sizeof c->actions, payload, strlen(payload), scratch);
            c->seq = seq;
            c->tick += ticks;
            c->acted++;
        }
        return (size_t)snprintf(out, room, "A %u %llu %llu", seq, (unsigned long long)c->tick - ticks,
                                (unsigned long long)c->tick);
    }
    if (sscanf(command, "/agent-ask %u %u %4095s", &seq, &ticks, payload) == 3) {
        struct { FactorioQuery query; uint32_t arena, capacity; } asked;
        comm_unarmour((uint8_t *)&asked, sizeof asked, payload, strlen(payload), scratch);
        size_t head = (size_t)snprintf(out, room, "Q %u %u 1 ", seq, ticks);
        return head + comm_armour(out + head, (const uint8_t *)&asked, sizeof asked);
    }
    if (sscanf(command, "/agent-see %u", &seq) != 1) return (size_t)snprintf(out, room, "Unknown command");
    FactorioMovementFrame frames[3] = {0};
    for (uint32_t i = 0; i < 3; i++) frames[i].command_id = c->actions[i].command_id, frames[i].arena = i;
    size_t head = (size_t)snprintf(out, room, "O %u %llu ", seq, (unsigned long long)c->tick);
    return head + comm_armour(out + head, (const uint8_t *)frames, sizeof frames);
}

static void console_send(int fd, const void *bytes, size_t count)
{
    const char *at = bytes;
    while (count > 0) {
        ssize_t sent = send(fd, at, count, MSG_NOSIGNAL);
        if (sent <= 0) return;
        at += sent;
        count -= (size_t)sent;
    }
}

static size_t console_packet(uint8_t *out, int32_t id, int32_t type, const char *text, size_t bytes)
{
    int32_t head[3] = {(int32_t)bytes + 10, id, type};
    memcpy(out, head, sizeof head);
    memcpy(out + sizeof head, text, bytes);
    memset(out + sizeof head + bytes, 0, 2);
    return sizeof head + bytes + 2;
}

static int console_read(int fd, void *out, size_t bytes)
{
    for (char *at = out; bytes > 0;) {
        ssize_t got = recv(fd, at, bytes, 0);
        if (got <= 0) return 0;
        at += got;
        bytes -= (size_t)got;
    }
    return 1;
}

/* Sends the reply, or what its fault makes of it; 0 when the connection is to be broken. */
static int console_reply(console *c, int fd, int32_t id, const char *command)
{
    static _Thread_local char text[16384];
    static _Thread_local uint8_t packet[32768];
    enum fault fault = c->replies < c->fault_count ? c->faults[c->replies] : FAULT_NONE;
    c->replies++;
    size_t bytes = console_answer(c, command, text, sizeof text);
    if (fault == FAULT_WAIT) bytes = (size_t)snprintf(text, sizeof text, "R %u 1", c->seq);
    if (fault == FAULT_ERROR) bytes = (size_t)snprintf(text, sizeof text, "E %u no such thing", c->seq);
    if (fault == FAULT_DAMAGED) text[bytes - 8] = text[bytes - 8] == 'A' ? 'B' : 'A';
    size_t size = console_packet(packet, id, 0, text, bytes);
    switch (fault) {
    case FAULT_LOST: return 1;
    case FAULT_GONE:
        c->stopping = 1;
        shutdown(c->listener, SHUT_RDWR);
        return 0;
    case FAULT_BROKEN: return 0;
    case FAULT_LATE:
        memcpy(c->held, packet, size);
        c->held_bytes = size;
        return 1;
    case FAULT_TORN: console_send(fd, packet, size / 2); return 0;
    case FAULT_NONSENSE: console_send(fd, "\377\377\377\177 nonsense", 14); return 1;
    case FAULT_TWICE: console_send(fd, packet, size); break;
    default: break;
    }
    console_send(fd, packet, size);
    console_send(fd, c->held, c->held_bytes);
    c->held_bytes = 0;
    return 1;
}

/* Serves one connection until it breaks. */
static void console_serve(console *c, int fd)
{
    int32_t head[3];
    static _Thread_local char body[65536];
    static _Thread_local uint8_t packet[64];
    while (console_read(fd, head, sizeof head)) {
        size_t bytes = (size_t)head[0] - 8;
        if (bytes > sizeof body || !console_read(fd, body, bytes)) return;
        if (head[2] != 3) {
            if (!console_reply(c, fd, head[1], body)) return;
            continue;
        }
        int32_t id = strcmp(body, CONSOLE_PASSWORD) == 0 ? head[1] : -1;
        console_send(fd, packet, console_packet(packet, id, 2, "", 0));
    }
}

static void *console_run(void *argument)
{
    console *c = argument;
    struct pollfd wait = {c->listener, POLLIN, 0};
    while (!c->stopping) {
        if (poll(&wait, 1, 10) != 1) continue;
        int fd = accept(c->listener, NULL, NULL);
        if (fd < 0) continue;
        c->connections++;
        console_serve(c, fd);
        close(fd);
    }
    return NULL;
}

__attribute__((unused)) static void console_start(console *c, const enum fault *faults, size_t fault_count)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof address;
    memset(c, 0, sizeof *c);
    c->faults = faults;
    c->fault_count = fault_count;
    c->listener = socket(AF_INET, SOCK_STREAM, 0);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK_EQ_INT(bind(c->listener, (struct sockaddr *)&address, sizeof address), 0);
    CHECK_EQ_INT(listen(c->listener, 4), 0);
    CHECK_EQ_INT(getsockname(c->listener, (struct sockaddr *)&address, &size), 0);
    c->port = ntohs(address.sin_port);
    CHECK_EQ_INT(pthread_create(&c->thread, NULL, console_run, c), 0);
}

/* After the relay has gone, so that the connection is broken from its side. */
__attribute__((unused)) static void console_stop(console *c)
{
    c->stopping = 1;
    pthread_join(c->thread, NULL);
    close(c->listener);
}

#endif
