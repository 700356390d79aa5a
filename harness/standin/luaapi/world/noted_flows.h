/* noted_flows.h - what scripts have added to statistics that the engine does not count: builds, pollution, electric
 * networks by name, and the flows of a force on a surface that is another's. Notes of script_notes.h by the
 * LuaFlowStatistics. */
#ifndef LUAAPI_NOTED_FLOWS_H
#define LUAAPI_NOTED_FLOWS_H

#include "harness/standin/luaapi/objects/object.h"

/* What was noted under the name as input, or as output; 0 for nothing. */
double luaapi_noted_flow(lua_State *L, const luaapi_object *statistics, const char *name, int output);

/* Adds to the input; a negative count adds to the output. */
void luaapi_note_flow(lua_State *L, const luaapi_object *statistics, const char *name, double count);

/* Adds all noted inputs, or outputs, to the table of counts on top of the stack. */
void luaapi_noted_flows_add(lua_State *L, const luaapi_object *statistics, int output);

void luaapi_noted_flows_clear(lua_State *L, const luaapi_object *statistics);

#endif
