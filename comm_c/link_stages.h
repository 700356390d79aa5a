/* link_stages.h - the stages of an exchange behind the stock door (link.h): the client's request becomes the command of
 * its first stage, each reply ends a stage. */
#ifndef COMM_LINK_STAGES_H
#define COMM_LINK_STAGES_H

#include <stdint.h>

#include "link.h"

/* Ends the exchange in flight; `message` may be NULL with COMM_OK. */
void comm_link_answer(comm_link *link, int code, const char *message);
void comm_link_refuse(comm_link *link, int code, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Makes the command of the first stage of what the client has just asked for. */
void comm_link_begin(comm_link *link);

/* Makes the command that asks for the frames, to be sent at `send_at_ns`. */
void comm_link_begin_seeing(comm_link *link, uint64_t send_at_ns);

/* Asks the next of several questions; refuses all when it is about an arena that is not there. */
void comm_link_ask_next(comm_link *link);

/* Takes a reply of the server's; one that is of no use now is counted as stale. */
void comm_link_take_reply(comm_link *link, const comm_rcon_reply *reply, uint64_t now_ns);

#endif
