/* prototype_raw.h - data.raw behind the prototype classes: what no rule of the engine needs is read from the
 * prototype's definition when a script asks for it. */
#ifndef LUAAPI_PROTOTYPE_RAW_H
#define LUAAPI_PROTOTYPE_RAW_H

#include "harness/standin/luaapi/objects/classes.h"

/* How a field of a definition becomes a value of the run-time API. */
enum luaapi_raw_kind {
    LUAAPI_RAW_NUMBER,
    LUAAPI_RAW_BOOLEAN,
    LUAAPI_RAW_TEXT,
    LUAAPI_RAW_ENERGY,  /* "90kW": joules a tick; "4MJ": joules */
    LUAAPI_RAW_TABLE,   /* as it is written */
    LUAAPI_RAW_SET,     /* a list of names: {name = true} */
    LUAAPI_RAW_ENTITY,  /* a name: the prototype */
    LUAAPI_RAW_ITEM
};

/* luaapi_raw_field.types of what only entities with health have. */
#define LUAAPI_RAW_WITH_HEALTH " health "

/* A member that is a field of the definition. The list of a class ends with a NULL member. */
typedef struct luaapi_raw_field {
    const char *member;
    const char *field;
    enum luaapi_raw_kind kind;
    const char *types;     /* types of prototype that have it, with spaces around each; NULL: all */
    double fallback;       /* of a number or boolean that is not written; NAN: nil */
    const char *text;      /* the same of a text; NULL: nil */
} luaapi_raw_field;

/* Pushes data.raw[kind][name]; pushes nothing and returns 0 when there is none. data.raw is decoded at the first
 * call. */
int luaapi_raw_push(lua_State *L, const char *kind, const char *name);

/* The same of a prototype object. */
int luaapi_raw_push_of(lua_State *L, luaapi_object *self);

/* Pushes data.raw. */
void luaapi_raw_push_all(lua_State *L);

/* Pushes the member that the key at index 2 names, from the list; self is at index 1. */
int luaapi_raw_get(lua_State *L, luaapi_object *self, const luaapi_raw_field *fields);

/* What every class of prototypes has: order, group, subgroup, localised_description... */
extern const luaapi_member luaapi_prototype_base_members[];

/* Members of single classes that are fields of their definitions. */
extern const luaapi_member luaapi_entity_raw_members[];
extern const luaapi_member luaapi_entity_raw_detail_members[];
extern const luaapi_member luaapi_item_raw_members[];
extern const luaapi_member luaapi_recipe_raw_members[];
extern const luaapi_member luaapi_technology_raw_members[];
extern const luaapi_member luaapi_tile_raw_members[];

/* Members of LuaPrototypes: prototypes that no rule of the engine needs. */
extern const luaapi_member luaapi_catalogue_members[];

/* Pushes a LuaGroup: an item group, or a subgroup; nil when there is none of that name. */
void luaapi_push_item_group(lua_State *L, luaapi_world *world, const char *kind, const char *name);

/* Pushes {name = LuaGroup} of all groups of the kind, in the order of their definitions. */
void luaapi_push_item_groups(lua_State *L, luaapi_world *world, const char *kind);

#endif
