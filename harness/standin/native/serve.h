/* serve.h - the native door: frames in, ticks, frames out, with no Python and no Lua in the loop.
 *
 * Life of a door: open on the inherited descriptor, add the scenes that Lua has built, run until the client closes. */
#ifndef NATIVE_SERVE_H
#define NATIVE_SERVE_H

#include <stdint.h>

#include "comm_c/channel.h"
#include "harness/standin/engine/sim.h"

typedef struct native_server native_server;

/* Attaches to the client's segment and reserves the records of its arenas; the descriptor is the door's from then on.
 * NULL with error set on failure. `prototypes` must outlive the door. */
native_server *native_server_open(int fd, const sim_prototypes *prototypes, comm_error *error);

/* Scenes that the client's reset rule asks for, at least 1. */
uint32_t native_server_pool_scenes(const native_server *server);

/* Copies the arena as the next scene of the pool; the arena must have a character. When the last scene is in, the
 * arenas of the channel are made from the pool. comm_code. */
int native_server_add_scene(native_server *server, const sim_arena *arena, comm_error *error);

/* Serves exchanges until the client closes, dies or native_server_stop is called; returns COMM_OK for the first and
 * the last, COMM_PEER_GONE for the second. INVALID while scenes are missing. Blocks: call it without the GIL. */
int native_server_run(native_server *server, comm_error *error);

/* Asks native_server_run to return soon. Safe from any thread and from a signal handler. */
void native_server_stop(native_server *server);

/* Closes the channel and frees everything. NULL is allowed. Not while native_server_run is running. */
void native_server_free(native_server *server);

#endif
