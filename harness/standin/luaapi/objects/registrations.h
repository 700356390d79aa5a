/* registrations.h - script.register_on_object_destroyed: whose end scripts want to hear of. */
#ifndef LUAAPI_REGISTRATIONS_H
#define LUAAPI_REGISTRATIONS_H

#include "harness/standin/luaapi/objects/object.h"

/* Method: [object] on the stack. Pushes the registration's number, the object's useful id and its defines.target_type;
 * an object that is registered already keeps its number. Raises for what cannot be watched. */
int luaapi_register_object(lua_State *L, luaapi_object *self);

/* Raises on_object_destroyed for all registered objects that are gone: once a tick, after it. */
void luaapi_registrations_raise(lua_State *L, luaapi_world *world);

#endif
