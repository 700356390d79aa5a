/* prototype_fields.h - what the classes of prototypes share: getters by macro, names, lists of goods. */
#ifndef LUAAPI_PROTOTYPE_FIELDS_H
#define LUAAPI_PROTOTYPE_FIELDS_H

#include "harness/standin/luaapi/objects/classes.h"

#define STRING_GETTER(function, text)                                                                                \
    static int function(lua_State *L, luaapi_object *self)                                                           \
    {                                                                                                                \
        (void)self;                                                                                                  \
        lua_pushstring(L, text);                                                                                     \
        return 1;                                                                                                    \
    }

#define NUMBER_GETTER(function, number)                                                                              \
    static int function(lua_State *L, luaapi_object *self)                                                           \
    {                                                                                                                \
        (void)self;                                                                                                  \
        lua_pushnumber(L, number);                                                                                   \
        return 1;                                                                                                    \
    }

#define BOOLEAN_GETTER(function, condition)                                                                          \
    static int function(lua_State *L, luaapi_object *self)                                                           \
    {                                                                                                                \
        (void)self;                                                                                                  \
        lua_pushboolean(L, (condition) != 0);                                                                        \
        return 1;                                                                                                    \
    }

/* A number that only some types have: nil elsewhere. */
#define NUMBER_OR_NIL_GETTER(function, condition, number)                                                            \
    static int function(lua_State *L, luaapi_object *self)                                                           \
    {                                                                                                                \
        (void)self;                                                                                                  \
        if (condition) {                                                                                             \
            lua_pushnumber(L, number);                                                                               \
        } else {                                                                                                     \
            lua_pushnil(L);                                                                                          \
        }                                                                                                            \
        return 1;                                                                                                    \
    }

#define BOOLEAN_OR_NIL_GETTER(function, condition, value)                                                            \
    static int function(lua_State *L, luaapi_object *self)                                                           \
    {                                                                                                                \
        (void)self;                                                                                                  \
        if (condition) {                                                                                             \
            lua_pushboolean(L, (value) != 0);                                                                        \
        } else {                                                                                                     \
            lua_pushnil(L);                                                                                          \
        }                                                                                                            \
        return 1;                                                                                                    \
    }

/* A prototype of the class, nil for number 0. */
#define PROTOTYPE_GETTER(function, type, number)                                                                     \
    static int function(lua_State *L, luaapi_object *self)                                                           \
    {                                                                                                                \
        luaapi_push_prototype_or_nil(L, self->world, type, number);                                                  \
        return 1;                                                                                                    \
    }

void luaapi_push_prototype_or_nil(lua_State *L, luaapi_world *world, const luaapi_class *type, uint32_t number);

/* Pushes {"kind.name"}: what the game gives for a name that only its locale files know. */
int luaapi_push_localised(lua_State *L, const char *kind, const char *name);

/* Pushes the list of {type, name, amount or amount_min and amount_max, probability...} of a row of products. */
int luaapi_push_products(lua_State *L, const sim_prototypes *prototypes, uint32_t first, uint32_t count);

/* Pushes the list of {type, name, amount...} of a recipe's ingredients. */
int luaapi_push_ingredients(lua_State *L, const sim_prototypes *prototypes, const sim_recipe_prototype *recipe);

/* Pushes the list of {type = "item", name, amount} of a technology's unit of research. */
int luaapi_push_research_ingredients(lua_State *L, const sim_prototypes *prototypes,
                                     const sim_technology_prototype *technology);

/* Pushes {name = true} for each bit that has a name in the list of `count` names, entry 0 being none. */
int luaapi_push_name_set(lua_State *L, uint64_t bits, const sim_name *names, uint32_t count);

/* Pushes {type of damage = {decrease, percent}}; nil for none. */
int luaapi_push_resistances(lua_State *L, const sim_prototypes *prototypes, uint32_t first, uint32_t count);

/* Pushes {consumption, speed, productivity, pollution, quality}, leaving out zeros. */
int luaapi_push_module_effects(lua_State *L, const sim_module_effect *effect);

/* Pushes {layers = {name = true}} of collision layers. */
int luaapi_push_collision_mask(lua_State *L, uint32_t layers, int not_colliding_with_itself, int tiles_only);

/* Stores number, text or boolean in the table on top of the stack, in order. */
void luaapi_put_number(lua_State *L, const char *key, double number);
void luaapi_put_string(lua_State *L, const char *key, const char *text);
void luaapi_put_boolean(lua_State *L, const char *key, int value);

/* The member tables of the prototype classes. */
extern const luaapi_member luaapi_entity_prototype_machine_members[];
extern const luaapi_member luaapi_entity_prototype_combat_members[];

/* What LuaTechnologyPrototype and LuaTechnology share; `number` is the technology. */
extern const luaapi_member luaapi_technology_shared_members[];

/* 1 when `prerequisite` must be researched before the technology. */
int luaapi_technology_needs(const sim_prototypes *prototypes, uint32_t technology, uint32_t prerequisite);

#endif
