/* research.h - where a force's research stands. To scripts a force has one state of research; here every surface whose
 * own force it is has its own. What scripts change, and what is researched on one of them, is brought to all; what they
 * read is that of the first. A force without a surface has a store of its own until it gets one. */
#ifndef LUAAPI_RESEARCH_H
#define LUAAPI_RESEARCH_H

#include "harness/standin/luaapi/world/world.h"

/* The surface whose arena answers for the force; makes the store when there is none. NULL when memory runs out. */
luaapi_surface *luaapi_research_home(luaapi_world *world, uint32_t force);

/* The surface after `surface` in the list of those that hold the force's research; begin with NULL, NULL at the end. */
luaapi_surface *luaapi_research_next(luaapi_world *world, uint32_t force, const luaapi_surface *surface);

/* The surface has just become the force's own: brings it what the force has researched. */
void luaapi_research_settle(luaapi_world *world, luaapi_surface *surface);

/* A technology was researched on the surface: brings it to the force's others. */
void luaapi_research_spread(luaapi_world *world, const luaapi_surface *surface, uint32_t technology);

#endif
