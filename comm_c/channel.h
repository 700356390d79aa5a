/* channel.h - one shared-memory segment between one client and one server process.
 *
 * The segment is a memfd sealed against resizing, handed over by an inherited descriptor whose number stands in
 * the environment variable FACTORIO_CHANNEL_FD: it has no name, cannot leak when a process is killed, and no other
 * user can open it.
 *
 *      offset                     size
 *      0                          comm_header, 512 bytes: eight cache lines, each hot word alone on its line
 *      header.action_offset       arena_count * action_bytes
 *      header.frame_offset[0]     arena_count * frame_bytes     frames of even state_seq
 *      header.frame_offset[1]     arena_count * frame_bytes     frames of odd state_seq
 *      header.blob_offset         blob_bytes                    what SNAPSHOT, RESTORE, HASH and QUERY carry
 * Every offset is a multiple of 64.
 *
 * One exchange:   client                                     server
 *      writes actions, request, action_seq = n (release)
 *                                                            waits for action_seq, reads n
 *                                                            writes the frames into buffer n & 1
 *                                                            reply_*, state_seq = n (release)
 *      waits for state_seq == n, reads buffer n & 1 in place
 * The frames of exchange n stay readable until the client starts exchange n + 2. */
#ifndef COMM_CHANNEL_H
#define COMM_CHANNEL_H

#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "frames.h"
#include "wake.h"

#define COMM_MAGIC 0x314e484352544346ULL /* "FCTRCHN1", little endian */
#define COMM_ABI_VERSION 4
#define COMM_MAX_ARENAS 65536
#define COMM_MAX_POOL_SCENES 65536
#define COMM_MAX_TICKS_PER_STEP 36000       /* ten minutes of the game */
#define COMM_MAX_AREA_SIDE 2097152          /* 1/256 tile; draws stay exact in Lua's doubles below 2^21 */
#define COMM_MAX_COORDINATE 256000000       /* 1/256 tile; the game's map ends at 1,000,000 tiles */
#define COMM_MAX_BLOB_BYTES 0x10000000000   /* 1 TiB: every sum of sizes stays far from overflow */
#define COMM_DEFAULT_BLOB_BYTES 1048576
#define COMM_LINE 64
#define COMM_FAREWELL 0xffffffffffffffffULL
/* Reading the clock twice costs half a round trip, so the server times every exchange only while they are long. */
#define COMM_TIMED_EVERY 16                 /* exchanges; the first is timed */
#define COMM_LONG_NS 10000                  /* after an exchange as long as this the next one is timed too */
#define COMM_HEARTBEAT_LIMIT_NS 10000000000 /* heartbeat_limit_ns of a new channel */

enum comm_request {
    COMM_REQUEST_STEP = 0,      /* act on every arena's action and run ticks_per_step ticks                    */
    COMM_REQUEST_SNAPSHOT = 1,  /* write the states of arenas [first, first + count) to the blob, as many of
                                   them as fit: reply_count                                                    */
    COMM_REQUEST_RESTORE = 2,   /* read them from the blob's request_bytes and encode their frames             */
    COMM_REQUEST_HASH = 3,      /* write one uint64 state hash an arena to the blob, as many as fit            */
    COMM_REQUEST_CLOSE = 4,     /* leave the serve loop in good order                                          */
    COMM_REQUEST_QUERY = 5,     /* answer the FactorioQuery at the start of the blob for arena first; count is 1;
                                   reply_count is the number of rows, reply_bytes their bytes                  */
    COMM_REQUEST_QUESTIONS = 6, /* answer the FactorioQuestions that the blob begins with, for all arenas; reply_count
                                   is how many were answered: a FactorioAnswer each, in their order            */
    COMM_REQUEST_RESET = 7      /* reset the arenas whose action is a RESET; the others stand still, whatever their
                                   actions, and their frames are those of the exchange before                  */
};

/* All words little endian. The client writes the words that are written once before anyone can attach. */
typedef struct comm_header {
    /* line 0: identity, written once by the client */
    uint64_t magic;                 /*   0  COMM_MAGIC                                                         */
    uint32_t abi_version;           /*   8  COMM_ABI_VERSION, written last of all; 0 until then                */
    uint32_t header_bytes;          /*  12  sizeof(comm_header)                                                */
    uint64_t layout_hash;           /*  16  comm_layout_hash()                                                 */
    uint64_t segment_bytes;         /*  24  size of the whole segment                                          */
    uint32_t arena_count;           /*  32  1..COMM_MAX_ARENAS                                                 */
    uint32_t action_bytes;          /*  36  sizeof(FactorioAction)                                             */
    uint32_t frame_kind;            /*  40  FACTORIO_FRAME_*                                                   */
    uint32_t frame_bytes;           /*  44  comm_frame_bytes(frame_kind)                                       */
    uint32_t ticks_per_step;        /*  48  1..COMM_MAX_TICKS_PER_STEP                                         */
    uint32_t processes;             /*  52  that work at the same time, client and servers; 0: not told        */
    uint32_t reserved0[2];          /*  56  zero                                                               */
    /* line 1: offsets, written once by the client */
    uint64_t action_offset;         /*  64  of the actions, from the start of the segment                      */
    uint64_t frame_offset[2];       /*  72  of the frames of even and of odd state_seq                         */
    uint64_t blob_offset;           /*  88  of the blob                                                        */
    uint64_t blob_bytes;            /*  96  a multiple of COMM_LINE                                            */
    int32_t client_pid;             /* 104  process that created the segment                                   */
    int32_t server_pid;             /* 108  process that attached; 0 before; the server's word                 */
    uint64_t reserved1[2];          /* 112  zero                                                               */
    /* line 2: client -> server */
    uint32_t action_seq;            /* 128  number of the last exchange that the client started                */
    uint32_t action_sleepers;       /* 132  threads that sleep until action_seq changes                        */
    uint32_t request;               /* 136  enum comm_request, valid with action_seq                           */
    uint32_t request_first;         /* 140  first arena of the request; 0 where it is for all                   */
    uint32_t request_count;         /* 144  number of its arenas; 0 where it is for all                         */
    uint32_t client_core;           /* 148  comm_wake_core of the client when it started the exchange          */
    uint64_t request_bytes;         /* 152  bytes of the blob that RESTORE, QUERY or QUESTIONS carry, else 0   */
    uint64_t reserved3[4];          /* 160  zero                                                               */
    /* line 3: server -> client */
    uint32_t state_seq;             /* 192  number of the last exchange that the server answered               */
    uint32_t state_sleepers;        /* 196  threads that sleep until state_seq changes                         */
    uint32_t reply_code;            /* 200  enum comm_code                                                     */
    uint32_t reply_count;           /* 204  arenas, or rows of a query, written to the blob                    */
    uint64_t reply_bytes;           /* 208  bytes written to the blob                                          */
    uint64_t server_busy_ns;        /* 216  from seeing action_seq to storing state_seq, of the last exchange
                                            that was timed                                                     */
    uint64_t ticks_total;           /* 224  arena ticks run since attach                                       */
    uint64_t resets_total;          /* 232  arenas reset since attach                                          */
    uint32_t server_core;           /* 240  comm_wake_core of the server when it answered; 0 before            */
    uint32_t reserved4;             /* 244  zero                                                               */
    uint64_t refused_total;         /* 248  things that ticks could not make since attach: arenas were full    */
    /* line 4: signs of life, CLOCK_MONOTONIC ns; COMM_FAREWELL: closed in good order */
    uint64_t server_heartbeat_ns;   /* 256  0 before the server has attached                                   */
    uint64_t client_heartbeat_ns;   /* 264  0 or COMM_FAREWELL: a client may think for as long as it likes     */
    uint64_t server_memory_bytes;   /* 272  of arena blocks and snapshots on the server                        */
    uint64_t reserved5[5];          /* 280  zero                                                               */
    /* lines 5 and 6: written once by the client */
    FactorioResetRule reset_rule;   /* 320  how a RESET draws                                                  */
    uint8_t reserved6[80];          /* 368  zero                                                               */
    /* line 7: for the client's exception */
    char server_message[64];        /* 448  why the server refused; NUL-terminated unless full                 */
} comm_header;

typedef struct comm_config {
    uint32_t arena_count;         /* 1..COMM_MAX_ARENAS                                                        */
    uint32_t frame_kind;          /* FACTORIO_FRAME_*                                                          */
    uint32_t ticks_per_step;      /* 1..COMM_MAX_TICKS_PER_STEP                                                */
    uint32_t processes;           /* that work at the same time, this client and all its servers; 0: not known:
                                     where they are more than the cores, waiters yield and do not spin         */
    uint64_t blob_bytes;          /* rounded up to a line; 0 takes COMM_DEFAULT_BLOB_BYTES                     */
    FactorioResetRule reset_rule;
} comm_config;

/* Where everything lies and how large it is: a private copy, made once the header has been checked, so that a peer
 * who writes into the header later cannot make this side read or write out of bounds. */
typedef struct comm_geometry {
    uint64_t segment_bytes;
    uint64_t action_offset;
    uint64_t frame_offset[2];
    uint64_t blob_offset;
    uint64_t blob_bytes;
    uint32_t arena_count;
    uint32_t frame_kind;
    uint32_t frame_bytes;
    uint32_t ticks_per_step;
    FactorioResetRule reset_rule;
} comm_geometry;

/* One side of a channel; used by one thread at a time. All of it is private to the process. */
typedef struct comm_channel {
    comm_header *header;          /* start of the mapping; NULL when closed                                    */
    size_t mapped_bytes;
    int fd;                       /* owned by the channel                                                      */
    int is_server;
    int owner_pid;                /* only this process says farewell, not its forked children                  */
    int peer_pid;                 /* 0 when not known                                                          */
    int peer_pidfd;               /* -1 when there is none                                                     */
    int in_flight;                /* client: sent, not received; server: accepted, not answered                */
    uint32_t seq;                 /* number of the exchange in flight, or else of the last one                 */
    comm_geometry geometry;
    comm_wake_policy wake;        /* while both sides run on different cores: else they sleep at once         */
    uint64_t heartbeat_limit_ns;  /* without a pidfd, a server silent for longer counts as gone                */
    uint64_t waited_ns;           /* client: in receives of the exchange in flight that ended in TIMEOUT       */
    uint64_t busy_ns;             /* server: how long the last exchange timed took                             */
    uint64_t accepted_ns;         /* server: when the exchange in flight was accepted; 0: it is not timed      */
    /* of the exchange in flight; the server's copy is checked and cannot change under its hands */
    uint32_t request;
    uint32_t request_first;
    uint32_t request_count;
    uint32_t reply_count;         /* the server sets it before it answers; 0 after accept                      */
    uint64_t request_bytes;       /* the client sets it before it sends a RESTORE or QUERY                     */
    uint64_t reply_bytes;         /* the server sets it before it answers; 0 after accept                      */
    uint64_t ticks_total;         /* the server adds to it; comm_channel_answer publishes it                   */
    uint64_t resets_total;        /* likewise                                                                  */
    uint64_t refused_total;       /* likewise                                                                  */
} comm_channel;

/* FNV-1a over name, offset and size of every field of the contract; both sides must agree. */
uint64_t comm_layout_hash(void);

/* Bytes of one frame of that kind; 0 for an unknown kind. */
uint32_t comm_frame_bytes(uint32_t frame_kind);

/* Client: makes, sizes, maps, fills and seals a segment, whose memory but for the blob is reserved at once. The
 * descriptor is close-on-exec. INVALID for a config out of range, SYSTEM when the machine refuses. */
int comm_channel_create(comm_channel *channel, const comm_config *config, comm_error *error);

/* Server: takes ownership of fd, checks seals, size and every header word before trusting any. Never crashes on a
 * hostile segment. Sets server_pid and the heartbeat. On failure fd stays open and the caller's. A segment has one
 * server in its life: a second is refused. */
int comm_channel_attach(comm_channel *channel, int fd, comm_error *error);

/* The checks of attach alone, on the words that the client writes once, for a segment of segment_bytes bytes.
 * Reads words more than once: copy a header that another process can write first. */
int comm_header_check(const comm_header *header, size_t segment_bytes, comm_error *error);

/* Client: tells the channel its peer, so that a wait notices its death at once. -1: know it by heartbeat only.
 * PEER_GONE when there is no such process. */
int comm_channel_watch(comm_channel *channel, int pid, comm_error *error);

FactorioAction *comm_channel_actions(const comm_channel *channel);
uint8_t *comm_channel_frames(const comm_channel *channel, uint32_t seq);  /* buffer seq & 1 */
uint8_t *comm_channel_blob(const comm_channel *channel);

/* Whether the peer ran on the caller's core when it last said where: it goes on only once the caller lets go of it. */
int comm_channel_shares_core(const comm_channel *channel);

/* Client: starts an exchange; returns its number through seq (may be NULL). INVALID while one is in flight, or when
 * the request names arenas that do not exist. first and count are 0 for STEP, RESET and CLOSE. */
int comm_channel_send(comm_channel *channel, uint32_t request, uint32_t first, uint32_t count, uint32_t *seq,
                      comm_error *error);

/* Client: waits until the exchange in flight is answered. TIMEOUT, PEER_GONE, CLOSED, CORRUPT or the reply's code.
 * After TIMEOUT the exchange is still in flight and can be received later. */
int comm_channel_receive(comm_channel *channel, uint64_t timeout_ns, comm_error *error);

/* Client: send and receive in one call. */
int comm_channel_exchange(comm_channel *channel, uint32_t request, uint32_t first, uint32_t count,
                          uint64_t timeout_ns, comm_error *error);

/* Client: 1 when the exchange in flight is answered, 0 when not, without waiting. */
int comm_channel_ready(const comm_channel *channel);

/* Server: waits for the next exchange; beats the heart meanwhile. channel->request, request_first, request_count and
 * request_bytes then say what is asked; a request that names arenas or bytes that do not exist never gets here: it
 * is answered with INVALID and the wait goes on. TIMEOUT; PEER_GONE when the client has died; CLOSED when it has
 * closed; CORRUPT when its numbers jump. */
int comm_channel_accept(comm_channel *channel, uint64_t timeout_ns, uint32_t *seq, comm_error *error);

/* Server: answers it, with reply_count, reply_bytes and the three totals as they stand in the channel. A
 * code other than COMM_OK puts message (may be NULL) into server_message. */
void comm_channel_answer(comm_channel *channel, uint32_t seq, uint32_t code, const char *message);

/* Server: shows that a long step is still at work, to a client that knows it by heartbeat only. */
void comm_channel_beat(comm_channel *channel);

/* Either side: says farewell through the heartbeat and closes the descriptors; the mapping stays readable. Safe to
 * call twice, in a forked child (which says nothing), and on a zeroed channel. */
void comm_channel_leave(comm_channel *channel);

/* Either side: leaves and unmaps. Safe to call twice and on a zeroed channel. */
void comm_channel_close(comm_channel *channel);

#endif
