/* arguments.h - what scripts hand over: positions, areas, names, colours of the same thing. Every function raises in
 * the game's wording when the value cannot be read; `place` is the place that the message names. */
#ifndef LUAAPI_ARGUMENTS_H
#define LUAAPI_ARGUMENTS_H

#include "harness/standin/luaapi/objects/object.h"

/* {x = , y = } or {x, y}, in tiles. */
void luaapi_read_position(lua_State *L, int index, const char *place, double *x, double *y);
sim_position luaapi_read_fixed_position(lua_State *L, int index, const char *place);

/* {left_top = , right_bottom = } or {{x, y}, {x, y}}, in 1/256 tile; the corners are put in order. */
sim_box luaapi_read_area(lua_State *L, int index, const char *place);

/* Pushes field `key` of the table at `index`; returns 0 and pushes nothing when it is nil. */
int luaapi_push_field(lua_State *L, int index, const char *key);

/* Fields of a table of arguments. The first three raise when the field is missing. */
sim_position luaapi_field_position(lua_State *L, int index, const char *key);
const char *luaapi_field_string(lua_State *L, int index, const char *key);
double luaapi_field_number(lua_State *L, int index, const char *key);
double luaapi_field_number_or(lua_State *L, int index, const char *key, double fallback);
int luaapi_field_boolean_or(lua_State *L, int index, const char *key, int fallback);

/* A number of [low, high] at the index, cut to a whole one. */
int64_t luaapi_read_integer(lua_State *L, int index, const char *place, int64_t low, int64_t high);

/* A prototype by name or as an object of the prototype class. */
uint16_t luaapi_read_entity_prototype(lua_State *L, int index, luaapi_world *world);
uint16_t luaapi_read_item_prototype(lua_State *L, int index, luaapi_world *world);
uint16_t luaapi_read_tile_prototype(lua_State *L, int index, luaapi_world *world);
uint16_t luaapi_read_fluid_prototype(lua_State *L, int index, luaapi_world *world);
uint16_t luaapi_read_recipe_prototype(lua_State *L, int index, luaapi_world *world);
uint16_t luaapi_read_technology_prototype(lua_State *L, int index, luaapi_world *world);
uint16_t luaapi_read_damage_type(lua_State *L, int index, luaapi_world *world);

/* {name = , count = } or a name, which counts one. */
void luaapi_read_stack(lua_State *L, int index, luaapi_world *world, uint16_t *item, uint32_t *count);

/* A surface by name, index or object; raises when there is none. */
luaapi_surface *luaapi_read_surface(lua_State *L, int index, luaapi_world *world);

/* A force by name, index or object; returns its index. */
uint32_t luaapi_read_force(lua_State *L, int index, luaapi_world *world);

/* Pushes {x = , y = } in tiles. */
void luaapi_push_position(lua_State *L, double x, double y);
void luaapi_push_fixed_position(lua_State *L, sim_position position);

/* Pushes {left_top = {x, y}, right_bottom = {x, y}}. */
void luaapi_push_box(lua_State *L, sim_box box);

#endif
