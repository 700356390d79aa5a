/* blueprint_rows.h - an entity of a blueprint as the engine knows it, a row, and as scripts do, a BlueprintEntity. */
#ifndef LUAAPI_BLUEPRINT_ROWS_H
#define LUAAPI_BLUEPRINT_ROWS_H

#include "harness/standin/luaapi/entity/entity_members.h"

/* Pushes the BlueprintEntity of a row. */
void luaapi_blueprint_push_row(lua_State *L, const luaapi_object *self, const sim_blueprint_row *row, uint32_t number);

/* The row of the BlueprintEntity at the stack index, which must be the top. */
sim_blueprint_row luaapi_blueprint_read_row(lua_State *L, luaapi_object *self, int entity);

#endif
