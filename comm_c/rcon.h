/* rcon.h - one connection to a server's console over Source RCON on loopback, without ever waiting: for a poll loop.
 *
 * A packet is int32 length | int32 id | int32 type | body | 0 0, little endian; length counts all behind itself. A reply
 * is one packet however long, so exactly `length` bytes are read. */
#ifndef COMM_RCON_H
#define COMM_RCON_H

#include <stddef.h>
#include <stdint.h>

#include "error.h"

#define COMM_RCON_PASSWORD_BYTES 128
#define COMM_RCON_LONGEST 67108864 /* bytes of a packet; a longer one is taken for garbage */

enum comm_rcon_state {
    COMM_RCON_DOWN = 0,           /* no connection                                            */
    COMM_RCON_CONNECTING = 1,
    COMM_RCON_AUTHENTICATING = 2, /* the password is sent, the verdict has not come           */
    COMM_RCON_UP = 3
};

typedef struct comm_bytes {
    uint8_t *data;
    size_t used;
    size_t capacity;
} comm_bytes;

typedef struct comm_rcon {
    int fd;                                  /* -1 while down                                      */
    int state;                               /* enum comm_rcon_state                               */
    uint16_t port;
    char password[COMM_RCON_PASSWORD_BYTES];
    int32_t last_id;                         /* ids are given 1, 2, 3 ...                          */
    comm_bytes unsent;
    comm_bytes received;
    size_t taken;                            /* bytes of received that were handed out             */
} comm_rcon;

/* A reply, in place: valid until the connection is used again. */
typedef struct comm_rcon_reply {
    int32_t id;
    const char *text;                        /* not terminated; without the newline at its end     */
    size_t bytes;
} comm_rcon_reply;

/* No connection yet. INVALID for port 0 or a password that is too long. */
int comm_rcon_init(comm_rcon *rcon, uint16_t port, const char *password, comm_error *error);

/* Begins to connect to 127.0.0.1, where it is down. SYSTEM when the machine refuses. */
int comm_rcon_connect(comm_rcon *rcon, comm_error *error);

/* Appends a command to what is to be sent; its id goes to `id`. INVALID unless UP, SYSTEM without memory. */
int comm_rcon_command(comm_rcon *rcon, const char *text, size_t bytes, int32_t *id, comm_error *error);

/* Sends and receives what can be without waiting, and authenticates. Anything but OK closes the connection: PEER_GONE when
 * it broke, INVALID when the password is refused, CORRUPT for what is no RCON. */
int comm_rcon_pump(comm_rcon *rcon, comm_error *error);

/* 1 and the next reply, 0 when none is complete. */
int comm_rcon_next(comm_rcon *rcon, comm_rcon_reply *reply);

/* Events of poll(2) to wait for. */
short comm_rcon_events(const comm_rcon *rcon);

/* Closes the connection and forgets what was under way. Safe to call twice. */
void comm_rcon_drop(comm_rcon *rcon);

/* Drops and frees everything. Safe to call twice. */
void comm_rcon_free(comm_rcon *rcon);

/* Room for `more` bytes behind those in use; 0 without memory. */
int comm_bytes_reserve(comm_bytes *bytes, size_t more);

#endif
