/* flow_sampling.h - looks after each tick at what the engine has counted, and notes what was added in the history of the
 * surface's flows (flow_history.h): the engine keeps totals alone. */
#ifndef LUAAPI_FLOW_SAMPLING_H
#define LUAAPI_FLOW_SAMPLING_H

#include "harness/standin/luaapi/world/world.h"

/* Notes in the sample of `tick`, which has just passed, what has been counted since the last look. */
void luaapi_flows_sample(const luaapi_world *world, luaapi_surface *surface, uint64_t tick);

/* The same without the electric networks, which move nothing between ticks. */
void luaapi_flows_sample_counts(luaapi_surface *surface, uint64_t tick);

/* Takes the counts as they are for seen: of a game that was loaded, and after counts were cleared. */
void luaapi_flows_look(luaapi_surface *surface);

/* Frees what luaapi_flows_sample remembers of its last look, and the history. */
void luaapi_flows_free(luaapi_surface *surface);

#endif
