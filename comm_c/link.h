/* link.h - one server behind the stock door: a channel's requests become console commands, and replies its frames.
 *
 * The mod answers four kinds of reply, each with the number of its exchange, so that a late or a second copy of any is
 * recognised, and a command may be sent again whenever its reply does not come (factorio_mod/.../scripts/door.lua):
 *   /agent-act SEQ TICKS ARMOUR   the actions of all arenas   A SEQ TICK DUE        done at TICK, the ticks run until DUE
 *   /agent-see SEQ                the frames                  R SEQ LEFT            LEFT ticks are still to run
 *                                                             O SEQ TICK ARMOUR     all frames, one after the other
 *   /agent-ask SEQ PART ARMOUR    a query                     Q SEQ PART ROWS ARMOUR  its rows
 *   any of them                                               E SEQ TEXT            refused, and why */
#ifndef COMM_LINK_H
#define COMM_LINK_H

#include <poll.h>
#include <stdint.h>

#include "channel.h"
#include "rcon.h"
#include "relay.h"

enum comm_link_stage {
    COMM_LINK_IDLE = 0,   /* the client has asked for nothing           */
    COMM_LINK_ACTING = 1, /* the actions have not been acknowledged     */
    COMM_LINK_SEEING = 2, /* the frames have not come                   */
    COMM_LINK_ASKING = 3  /* the answer to a query has not come         */
};

typedef struct comm_link {
    comm_channel channel;          /* the server's side                                                          */
    comm_rcon rcon;
    comm_relay_timing timing;
    comm_relay_counters counters;
    uint32_t number;               /* by which the relay's callers know it                                       */
    int stage;                     /* enum comm_link_stage                                                       */
    int is_over;                   /* the client has left                                                        */
    uint32_t seq;                  /* of the exchange in flight                                                  */
    uint32_t steps, resets;        /* arenas that the exchange in flight steps and resets                        */
    int32_t sent_id;               /* of the command that waits for its reply, 0: none does                      */
    int damaged;                   /* replies of this exchange that could not be read                            */
    uint64_t sent_ns;              /* when it was sent                                                           */
    uint64_t send_at_ns;           /* when the next command may be sent                                          */
    uint64_t acknowledged_ns;      /* when the ticks began to run                                                */
    uint64_t due_tick;             /* when they will have run                                                    */
    double ns_per_tick;            /* as far as it is known; 0 asks at once                                      */
    int was_early;                 /* the frames of this exchange were asked for before the ticks had run        */
    uint64_t connect_at_ns;        /* when a broken connection is tried again                                    */
    uint64_t backoff_ns;
    uint64_t down_since_ns;        /* 0 while it is up                                                           */
    uint64_t looked_ns;            /* when the client was last looked after                                      */
    uint32_t part;                 /* of several questions, the one that is asked                                */
    uint64_t blob_used;            /* by the answers to those before it                                          */
    comm_bytes questions;          /* all of them                                                                */
    comm_bytes text;               /* the command of the stage                                                   */
    comm_bytes scratch;            /* for unarmouring                                                            */
} comm_link;

/* Attaches to the segment and makes ready to connect; fd is the link's from then on. On failure fd stays the caller's. */
int comm_link_open(comm_link *link, int fd, uint16_t port, const char *password, const comm_relay_timing *timing,
                   comm_error *error);

/* Does all that can be done without waiting. 1 when something was done, so that it may be worth another look. */
int comm_link_turn(comm_link *link, uint64_t now_ns);

/* When the link wants another turn at the latest, also if its socket stays silent. */
uint64_t comm_link_deadline_ns(const comm_link *link, uint64_t now_ns);

/* Leaves the channel and closes the connection. */
void comm_link_close(comm_link *link);

#endif
