/* network_flows.h - what each kind of machine draws from an electric network and gives to it: the engine keeps a
 * network's sum alone, so the devices are looked at after each tick. */
#ifndef LUAAPI_NETWORK_FLOWS_H
#define LUAAPI_NETWORK_FLOWS_H

#include "harness/standin/luaapi/world/world.h"

/* Notes in the history of the surface's flows what the last tick moved, in joules: consumption is input, production
 * output, owner the number of the network. */
void luaapi_network_flows_sample(const luaapi_world *world, luaapi_surface *surface, uint64_t tick);

/* Takes the networks as they are for seen. */
void luaapi_network_flows_look(luaapi_surface *surface);

/* Joules that the network's accumulators of a prototype hold. */
double luaapi_network_stored(const sim_arena *arena, uint32_t network, uint32_t prototype);

#endif
