/* blueprint_migration.h - blueprint strings that were written by other games: older ones, and games with other mods. */
#ifndef LUAAPI_BLUEPRINT_MIGRATION_H
#define LUAAPI_BLUEPRINT_MIGRATION_H

#include "harness/standin/luaapi/objects/object.h"

/* Brings the blueprint at a stack index, a table as the string has it, to 2.0: what was written before 2.0 has eight
 * directions instead of sixteen, and names that the game's own migrations have changed since. */
void luaapi_blueprint_migrate(lua_State *L, int blueprint);

/* Takes what this game has no prototype for out of the entities of the blueprint at a stack index; how many those were. */
uint32_t luaapi_blueprint_drop_unknown(lua_State *L, const luaapi_object *self, int blueprint);

#endif
