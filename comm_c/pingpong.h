/* pingpong.h - the yardstick: how fast two processes can answer each other on this machine, and how fast a channel
 * lets them. Both loops read the clock once a round trip, so their samples compare. */
#ifndef COMM_PINGPONG_H
#define COMM_PINGPONG_H

#include <stdint.h>

#include "channel.h"

/* Bounces one number between this process and a forked child, each spinning on its own cache line, and writes the
 * time of every round trip. The child is gone on return. INVALID for no rounds; SYSTEM when the machine refuses;
 * PEER_GONE when the child stopped answering for a second. */
int comm_pingpong_ns(uint32_t rounds, uint64_t *samples_ns, comm_error *error);

/* The same over a channel: writes every arena's action, STEPs, reads the first 64 bytes of every arena's frame.
 * Round n plays actions[n % action_count] in all arenas, with a command_id of its own; with an action_count of 0 the
 * actions are those that stand in the channel, which after a reset are RESETs. The server's code ends it early. */
int comm_pingpong_channel_ns(comm_channel *channel, const FactorioAction *actions, uint32_t action_count,
                             uint32_t rounds, uint64_t *samples_ns, uint64_t timeout_ns, comm_error *error);

/* A server that does nothing but copy each action's command_id into its frame, until the client closes or dies: what
 * comm_pingpong_channel_ns needs to time the channel alone. Movement frames only. Returns why it ended. */
int comm_pingpong_echo(comm_channel *server, comm_error *error);

#endif
