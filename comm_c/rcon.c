#include "rcon.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { TYPE_REPLY = 0, TYPE_COMMAND = 2, TYPE_AUTHENTICATE = 3, REFUSED = -1 };
enum { LENGTH_BYTES = 4, SMALLEST_LENGTH = 10, HEAD_BYTES = 12, TAIL_BYTES = 2, READ_BYTES = 65536 };

int comm_bytes_reserve(comm_bytes *bytes, size_t more)
{
    if (bytes->capacity - bytes->used >= more) return 1;
    size_t capacity = bytes->capacity ? bytes->capacity : 4096;
    while (capacity - bytes->used < more) capacity *= 2;
    uint8_t *data = realloc(bytes->data, capacity);
    if (data == NULL) return 0;
    bytes->data = data;
    bytes->capacity = capacity;
    return 1;
}

static void put_word(uint8_t *at, int32_t value)
{
    for (int i = 0; i < 4; i++) at[i] = (uint8_t)((uint32_t)value >> 8 * i);
}

static int32_t get_word(const uint8_t *at)
{
    return (int32_t)((uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24);
}

static int put_packet(comm_rcon *rcon, int32_t type, const char *text, size_t bytes, comm_error *error)
{
    if (bytes > COMM_RCON_LONGEST - SMALLEST_LENGTH)
        return comm_error_set(error, COMM_INVALID, "a command of %zu bytes; %d are possible", bytes, COMM_RCON_LONGEST);
    if (!comm_bytes_reserve(&rcon->unsent, bytes + HEAD_BYTES + TAIL_BYTES))
        return comm_error_set(error, COMM_SYSTEM, "no memory for a command of %zu bytes", bytes);
    uint8_t *at = rcon->unsent.data + rcon->unsent.used;
    rcon->last_id = rcon->last_id == INT32_MAX ? 1 : rcon->last_id + 1;
    put_word(at, (int32_t)bytes + SMALLEST_LENGTH);
    put_word(at + 4, rcon->last_id);
    put_word(at + 8, type);
    memcpy(at + HEAD_BYTES, text, bytes);
    memset(at + HEAD_BYTES + bytes, 0, TAIL_BYTES);
    rcon->unsent.used += bytes + HEAD_BYTES + TAIL_BYTES;
    return COMM_OK;
}

int comm_rcon_init(comm_rcon *rcon, uint16_t port, const char *password, comm_error *error)
{
    memset(rcon, 0, sizeof *rcon);
    rcon->fd = -1;
    rcon->port = port;
    if (port == 0) return comm_error_set(error, COMM_INVALID, "RCON port 0; give the port that the server listens on");
    if (strlen(password) >= sizeof rcon->password)
        return comm_error_set(error, COMM_INVALID, "the RCON password has %zu bytes, allowed are %zu", strlen(password),
                              sizeof rcon->password - 1);
    strcpy(rcon->password, password);
    return COMM_OK;
}

int comm_rcon_connect(comm_rcon *rcon, comm_error *error)
{
    const int on = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(rcon->port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    comm_rcon_drop(rcon);
    rcon->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (rcon->fd < 0) return comm_error_set_system(error, "RCON socket");
    setsockopt(rcon->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(rcon->fd, (const struct sockaddr *)&address, sizeof address) != 0 && errno != EINPROGRESS) {
        int code = comm_error_set_system(error, "RCON at 127.0.0.1:%u", rcon->port);
        comm_rcon_drop(rcon);
        return code;
    }
    rcon->state = COMM_RCON_CONNECTING;
    return COMM_OK;
}

int comm_rcon_command(comm_rcon *rcon, const char *text, size_t bytes, int32_t *id, comm_error *error)
{
    if (rcon->state != COMM_RCON_UP) return comm_error_set(error, COMM_INVALID, "the RCON connection is not up");
    int code = put_packet(rcon, TYPE_COMMAND, text, bytes, error);
    if (code == COMM_OK) *id = rcon->last_id;
    return code;
}

static int broke(comm_rcon *rcon, const char *what, int number, comm_error *error)
{
    comm_rcon_drop(rcon);
    return comm_error_set(error, COMM_PEER_GONE, "RCON at 127.0.0.1:%u %s: %s", rcon->port, what,
                          number ? strerror(number) : "the server closed the connection");
}

static int finish_connect(comm_rcon *rcon, comm_error *error)
{
    struct pollfd wait = {rcon->fd, POLLOUT, 0};
    if (poll(&wait, 1, 0) == 0) return COMM_OK;
    int number = 0;
    socklen_t size = sizeof number;
    getsockopt(rcon->fd, SOL_SOCKET, SO_ERROR, &number, &size);
    if (number != 0) return broke(rcon, "cannot be reached", number, error);
    rcon->state = COMM_RCON_AUTHENTICATING;
    return put_packet(rcon, TYPE_AUTHENTICATE, rcon->password, strlen(rcon->password), error);
}

static int send_waiting(comm_rcon *rcon, comm_error *error)
{
    size_t sent = 0;
    while (sent < rcon->unsent.used) {
        ssize_t bytes = send(rcon->fd, rcon->unsent.data + sent, rcon->unsent.used - sent, MSG_NOSIGNAL);
        if (bytes < 0 && errno == EINTR) continue;
        if (bytes < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) break;
        if (bytes < 0) return broke(rcon, "broke", errno, error);
        sent += (size_t)bytes;
    }
    if (sent > 0) memmove(rcon->unsent.data, rcon->unsent.data + sent, rcon->unsent.used - sent);
    rcon->unsent.used -= sent;
    return COMM_OK;
}

/* Drops what was handed out, once there is enough of it, or all of it. */
static void compact(comm_rcon *rcon)
{
    if (rcon->taken == 0) return;
    size_t left = rcon->received.used - rcon->taken;
    memmove(rcon->received.data, rcon->received.data + rcon->taken, left);
    rcon->received.used = left;
    rcon->taken = 0;
}

static int receive_waiting(comm_rcon *rcon, comm_error *error)
{
    compact(rcon);
    for (;;) {
        if (!comm_bytes_reserve(&rcon->received, READ_BYTES))
            return comm_error_set(error, COMM_SYSTEM, "no memory for a reply of %zu bytes", rcon->received.used);
        comm_bytes *in = &rcon->received;
        ssize_t bytes = recv(rcon->fd, in->data + in->used, in->capacity - in->used, 0);
        if (bytes < 0 && errno == EINTR) continue;
        if (bytes < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return COMM_OK;
        if (bytes <= 0) return broke(rcon, "broke", bytes < 0 ? errno : 0, error);
        in->used += (size_t)bytes;
        if (in->used > (size_t)COMM_RCON_LONGEST + LENGTH_BYTES) return COMM_OK; /* what there is first */
    }
}

/* The first packet behind what was handed out, and its length; NULL when it is not complete. */
static const uint8_t *complete_packet(const comm_rcon *rcon, int32_t *length)
{
    size_t there = rcon->received.used - rcon->taken;
    const uint8_t *at = rcon->received.data + rcon->taken;
    if (there < LENGTH_BYTES) return NULL;
    *length = get_word(at);
    return there - LENGTH_BYTES >= (size_t)*length ? at : NULL;
}

static int is_possible(int32_t length)
{
    return length >= SMALLEST_LENGTH && length <= COMM_RCON_LONGEST;
}

/* Looks at the length of every packet that has begun. */
static int check_lengths(comm_rcon *rcon, comm_error *error)
{
    for (size_t at = rcon->taken; rcon->received.used - at >= LENGTH_BYTES;) {
        int32_t length = get_word(rcon->received.data + at);
        if (!is_possible(length)) {
            comm_rcon_drop(rcon);
            return comm_error_set(error, COMM_CORRUPT, "a packet of %d bytes came from port %u; RCON has %d to %d", length,
                                  rcon->port, SMALLEST_LENGTH, COMM_RCON_LONGEST);
        }
        if (rcon->received.used - at - LENGTH_BYTES < (size_t)length) break;
        at += LENGTH_BYTES + (size_t)length;
    }
    return COMM_OK;
}

/* Servers of the kind may send an empty reply before the verdict. */
static int take_verdict(comm_rcon *rcon, comm_error *error)
{
    int32_t length;
    const uint8_t *packet;
    while (rcon->state == COMM_RCON_AUTHENTICATING && (packet = complete_packet(rcon, &length)) != NULL) {
        int32_t id = get_word(packet + 4), type = get_word(packet + 8);
        rcon->taken += LENGTH_BYTES + (size_t)length;
        if (id == REFUSED) {
            comm_rcon_drop(rcon);
            return comm_error_set(error, COMM_INVALID, "RCON at 127.0.0.1:%u refuses the password", rcon->port);
        }
        if (type != TYPE_REPLY && id == rcon->last_id) rcon->state = COMM_RCON_UP;
    }
    return COMM_OK;
}

int comm_rcon_pump(comm_rcon *rcon, comm_error *error)
{
    int code = COMM_OK;
    if (rcon->state == COMM_RCON_DOWN) return COMM_OK;
    if (rcon->state == COMM_RCON_CONNECTING) code = finish_connect(rcon, error);
    if (code != COMM_OK || rcon->state == COMM_RCON_CONNECTING) return code;
    code = send_waiting(rcon, error);
    if (code == COMM_OK) code = receive_waiting(rcon, error);
    if (code == COMM_OK) code = check_lengths(rcon, error);
    if (code == COMM_OK && rcon->state == COMM_RCON_AUTHENTICATING) code = take_verdict(rcon, error);
    return code;
}

int comm_rcon_next(comm_rcon *rcon, comm_rcon_reply *reply)
{
    int32_t length;
    const uint8_t *packet = rcon->state == COMM_RCON_UP ? complete_packet(rcon, &length) : NULL;
    if (packet == NULL) return 0;
    reply->id = get_word(packet + 4);
    reply->text = (const char *)packet + HEAD_BYTES;
    reply->bytes = (size_t)length - SMALLEST_LENGTH;
    if (reply->bytes > 0 && reply->text[reply->bytes - 1] == '\n') reply->bytes--;
    rcon->taken += LENGTH_BYTES + (size_t)length;
    return 1;
}

short comm_rcon_events(const comm_rcon *rcon)
{
    if (rcon->state == COMM_RCON_DOWN) return 0;
    int writes = rcon->state == COMM_RCON_CONNECTING || rcon->unsent.used > 0;
    return (short)(POLLIN | (writes ? POLLOUT : 0));
}

void comm_rcon_drop(comm_rcon *rcon)
{
    if (rcon->fd >= 0) close(rcon->fd);
    rcon->fd = -1;
    rcon->state = COMM_RCON_DOWN;
    rcon->unsent.used = rcon->received.used = rcon->taken = 0;
}

void comm_rcon_free(comm_rcon *rcon)
{
    if (rcon->state != COMM_RCON_DOWN) comm_rcon_drop(rcon);
    free(rcon->unsent.data);
    free(rcon->received.data);
    memset(&rcon->unsent, 0, sizeof rcon->unsent);
    memset(&rcon->received, 0, sizeof rcon->received);
}
