/* object.h - the game's objects as Lua sees them: a userdata that names its class and what it stands for, and one
 * generic way to read, write and call by the class's table of members.
 *
 * An object holds numbers, never pointers into an arena, and is checked for validity at every access. Members are
 * bound: `entity.destroy()` is called with a dot. */
#ifndef LUAAPI_OBJECT_H
#define LUAAPI_OBJECT_H

#include "harness/standin/luaapi/vm/lua52.h"
#include "harness/standin/luaapi/world/world.h"

typedef struct luaapi_object luaapi_object;

/* Getter: [object, key] on the stack, pushes one value. Setter: [object, key, value]. Method: its arguments. Returns
 * the number of results pushed. */
typedef int (*luaapi_function)(lua_State *L, luaapi_object *self);

typedef struct luaapi_member {
    const char *name;
    luaapi_function get;  /* NULL: write only, or a method */
    luaapi_function set;  /* NULL: read only               */
    luaapi_function call; /* a method                      */
} luaapi_member;

typedef struct luaapi_class {
    const char *name;                      /* LuaEntity...                                                     */
    const luaapi_member *members;          /* ends with a NULL name                                            */
    const luaapi_member *inherited;        /* of the class it extends; NULL for none                           */
    const luaapi_member *const *parts;     /* further tables of its members, ends with NULL; NULL for none     */
    int (*valid)(const luaapi_object *self); /* NULL: always valid                                             */
    luaapi_function index;                 /* keys that are no member: pushes one value, or returns 0          */
    luaapi_function new_index;             /* [object, key, value] of a key that is no member: 1 when it was set */
    luaapi_function length;
    luaapi_function next;                  /* for pairs(): [object, key], pushes key and value, or returns 0   */
    luaapi_function invoke;                /* object(...): [object, arguments]                                 */
} luaapi_class;

struct luaapi_object {
    const luaapi_class *type;
    luaapi_world *world;
    uint32_t surface;   /* LuaSurface.index, where it has one           */
    uint32_t number;    /* meaning by class                             */
    sim_handle entity;  /* where it belongs to an entity                */
    int32_t x;          /* tile                                         */
    int32_t y;
};

/* Makes the class known to the VM; to be called once for each class before the first object. */
void luaapi_class_register(lua_State *L, const luaapi_class *type);

/* Pushes a table of the class's members: by name "m" for a method, else "r", "w" or "rw". */
void luaapi_class_push_members(lua_State *L, const luaapi_class *type);

/* Pushes a new object; its fields but type and world are zero and may be filled in. */
luaapi_object *luaapi_object_push(lua_State *L, luaapi_world *world, const luaapi_class *type);

/* The same, many times over: with the class's metatable at a stack index, where the first has pushed it. */
void luaapi_class_push_metatable(lua_State *L, const luaapi_class *type);
luaapi_object *luaapi_object_push_like(lua_State *L, luaapi_world *world, const luaapi_class *type, int metatable);

/* The object at the stack index when it is of the class, else NULL. type NULL takes every class. */
luaapi_object *luaapi_object_at(lua_State *L, int index, const luaapi_class *type);

/* The object at the stack index; raises when it is another thing, or not valid any more. */
luaapi_object *luaapi_object_check(lua_State *L, int index, const luaapi_class *type, const char *function);

int luaapi_object_is_valid(const luaapi_object *object);

#endif
