/* error.h - a code and a text, set where a failure happens, appended to as it climbs. No globals: the caller owns it.
 * NULL is welcome where a caller wants the code only, but there is nothing for comm_error_climb to add to. */
#ifndef COMM_ERROR_H
#define COMM_ERROR_H

#define COMM_ERROR_TEXT_BYTES 512

enum comm_code {
    COMM_OK = 0,
    COMM_TIMEOUT = 1,          /* the peer is alive but did not answer in time                              */
    COMM_PEER_GONE = 2,        /* the peer has exited, or its heartbeat has stopped                         */
    COMM_LAYOUT_MISMATCH = 3,  /* magic, ABI version, layout hash or a size differs                         */
    COMM_CORRUPT = 4,          /* an offset, count or sequence number cannot be right                       */
    COMM_SYSTEM = 5,           /* a system call failed; the text holds errno's words                        */
    COMM_INVALID = 6,          /* an argument is out of its range                                           */
    COMM_CLOSED = 7            /* the peer closed the channel in good order                                 */
};

typedef struct comm_error {
    int code;                            /* enum comm_code */
    int system_errno;                    /* errno of the failed call, or 0 */
    char text[COMM_ERROR_TEXT_BYTES];    /* NUL-terminated, truncated rather than overrun */
} comm_error;

/* Sets code and text (printf style); returns code so that `return comm_error_set(...)` reads well. */
int comm_error_set(comm_error *error, int code, const char *format, ...);

/* The same for a failed system call: appends strerror(errno) and keeps errno. Code is COMM_SYSTEM. */
int comm_error_set_system(comm_error *error, const char *format, ...);

/* Puts "context: " before the text that is there; returns error->code. */
int comm_error_climb(comm_error *error, const char *format, ...);

#endif
