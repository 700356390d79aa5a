/* relay.h - the stock door's client side: many servers, each a channel here and an RCON connection there, one poll loop.
 *
 * The loop runs in a thread of its own. To the client of a channel it is the server: the same waits, the same frames, the
 * same refusals. It takes no part in what is computed: the frames are the mod's, byte for byte. */
#ifndef COMM_RELAY_H
#define COMM_RELAY_H

#include <stdint.h>

#include "error.h"

typedef struct comm_relay comm_relay;

/* How long a link waits. Zero takes the default of each. */
typedef struct comm_relay_timing {
    uint64_t reply_timeout_ns; /* a command without a reply is sent again; 2 s                                   */
    uint64_t down_limit_ns;    /* a server that cannot be reached for longer is given up; 5 s                    */
} comm_relay_timing;

/* What a link has seen. */
typedef struct comm_relay_counters {
    uint64_t exchanges;        /* answered to the client                                                         */
    uint64_t commands;         /* sent                                                                           */
    uint64_t early;            /* times that the ticks had not all run when the frames were asked for            */
    uint64_t repeated;         /* commands sent again because no reply came                                      */
    uint64_t stale;            /* replies that no longer fitted: late, or a second copy                          */
    uint64_t damaged;          /* replies that could not be read                                                 */
    uint64_t connections;      /* made, the first among them                                                     */
    uint64_t reply_bytes;      /* of text, received                                                              */
} comm_relay_counters;

/* Starts the loop with no links. NULL with error set when the machine refuses. */
comm_relay *comm_relay_start(comm_error *error);

/* Serves the channel of segment fd from the server whose console listens on 127.0.0.1:port. fd is the relay's from then
 * on; on failure it stays the caller's. The link's number goes to `link`. Does not wait for the connection. */
int comm_relay_add(comm_relay *relay, int fd, uint16_t port, const char *password, const comm_relay_timing *timing,
                   uint32_t *link, comm_error *error);

/* Ends a link; its client finds the channel closed. Unknown numbers are ignored. */
void comm_relay_remove(comm_relay *relay, uint32_t link);

/* Copies a link's counters; 0 when there is no such link any more. */
int comm_relay_count(comm_relay *relay, uint32_t link, comm_relay_counters *counters);

/* Ends all links and the loop, and frees everything. NULL is allowed. */
void comm_relay_stop(comm_relay *relay);

#endif
