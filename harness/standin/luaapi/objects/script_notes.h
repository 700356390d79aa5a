/* script_notes.h - what scripts have set on the game's objects and the engine has no place for: flags of entities,
 * contents of blueprints. Tables in the VM's registry by the object's handle; saved with the game (save_values.h). */
#ifndef LUAAPI_SCRIPT_NOTES_H
#define LUAAPI_SCRIPT_NOTES_H

#include "harness/standin/luaapi/objects/object.h"

/* Pushes the table of notes about an object and returns 1; without one makes it when `make`, else pushes nothing and
 * returns 0. `what` names the kind of notes, so that an entity and its slots do not share a table. */
int luaapi_notes_push(lua_State *L, const luaapi_object *self, const char *what, int make);

/* Forgets the notes about an object. */
void luaapi_notes_drop(lua_State *L, const luaapi_object *self, const char *what);

/* Gives the notes of one object to another, instead of its own. */
void luaapi_notes_move(lua_State *L, const luaapi_object *from, const luaapi_object *to, const char *what);

/* Pushes the table of all notes: for saves. Notes about what is gone are dropped first. */
void luaapi_notes_push_all(lua_State *L, luaapi_world *world);

/* Pops a table that luaapi_notes_push_all has pushed, and takes it for all notes. */
void luaapi_notes_restore(lua_State *L);

#endif
