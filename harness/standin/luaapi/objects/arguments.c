#include "harness/standin/luaapi/objects/arguments.h"

#include <math.h>
#include <string.h>

#include "harness/standin/luaapi/objects/classes.h"
#include "harness/standin/luaapi/vm/names.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/vm/raise.h"

#define FARTHEST_TILE 1000000.0 /* the game's maps end before; keeps 1/256 tile within 32 bits */

int luaapi_push_field(lua_State *L, int index, const char *key)
{
    lua_getfield(L, index, key);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        return 0;
    }
    return 1;
}

static void push_required(lua_State *L, int index, const char *key)
{
    if (!luaapi_push_field(L, index, key)) {
        luaapi_raise(L, "Key \"%s\" not found in property tree at ROOT", key);
    }
}

/* Pushes element `number` of a table, or else its field `name`, or else nil. */
static void push_either(lua_State *L, int index, const char *name, int number)
{
    lua_rawgeti(L, index, number);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_getfield(L, index, name);
    }
}

/* A coordinate: element `number`, or else field `name`. Leaves one value on the stack. */
static double coordinate(lua_State *L, int index, const char *name, int number, const char *place)
{
    int is_number = 0;
    lua_rawgeti(L, index, number);
    double value = lua_tonumberx(L, -1, &is_number);
    if (!is_number) {
        lua_pop(L, 1);
        lua_getfield(L, index, name);
        value = lua_tonumberx(L, -1, &is_number);
    }
    if (!is_number || !(fabs(value) <= FARTHEST_TILE)) {
        luaapi_raise(L, "Invalid position at %s: %s must be a number of tiles within %d", place, name,
                     (int)FARTHEST_TILE);
    }
    return value;
}

void luaapi_read_position(lua_State *L, int index, const char *place, double *x, double *y)
{
    index = index < 0 ? lua_absindex(L, index) : index;
    if (!lua_istable(L, index)) {
        luaapi_raise(L, "Invalid position at %s: table expected, got %s", place,
                     lua_typename(L, lua_type(L, index)));
    }
    *x = coordinate(L, index, "x", 1, place);
    *y = coordinate(L, index, "y", 2, place);
    lua_pop(L, 2);
}

sim_position luaapi_read_fixed_position(lua_State *L, int index, const char *place)
{
    double x = 0;
    double y = 0;
    luaapi_read_position(L, index, place, &x, &y);
    sim_position position = {sim_fixed_from_tiles(x), sim_fixed_from_tiles(y)};
    return position;
}

sim_box luaapi_read_area(lua_State *L, int index, const char *place)
{
    index = lua_absindex(L, index);
    if (!lua_istable(L, index)) {
        luaapi_raise(L, "Invalid area at %s: table expected, got %s", place, lua_typename(L, lua_type(L, index)));
    }
    push_either(L, index, "left_top", 1);
    sim_position a = luaapi_read_fixed_position(L, -1, place);
    push_either(L, index, "right_bottom", 2);
    sim_position b = luaapi_read_fixed_position(L, -1, place);
    lua_pop(L, 2);
    sim_box box = {a.x < b.x ? a.x : b.x, a.y < b.y ? a.y : b.y, a.x < b.x ? b.x : a.x, a.y < b.y ? b.y : a.y};
    return box;
}

sim_position luaapi_field_position(lua_State *L, int index, const char *key)
{
    push_required(L, index, key);
    sim_position position = luaapi_read_fixed_position(L, -1, key);
    lua_pop(L, 1);
    return position;
}

const char *luaapi_field_string(lua_State *L, int index, const char *key)
{
    push_required(L, index, key);
    if (lua_type(L, -1) != LUA_TSTRING) {
        luaapi_raise(L, "Value must be a string in property tree at ROOT.%s", key);
    }
    const char *text = lua_tostring(L, -1);
    lua_pop(L, 1); /* the table keeps it alive */
    return text;
}

double luaapi_field_number(lua_State *L, int index, const char *key)
{
    push_required(L, index, key);
    int is_number = 0;
    double number = lua_tonumberx(L, -1, &is_number);
    lua_pop(L, 1);
    if (!is_number || isnan(number)) {
        luaapi_raise(L, "Value must be a number in property tree at ROOT.%s", key);
    }
    return number;
}

double luaapi_field_number_or(lua_State *L, int index, const char *key, double fallback)
{
    if (!luaapi_push_field(L, index, key)) {
        return fallback;
    }
    lua_pop(L, 1);
    return luaapi_field_number(L, index, key);
}

int luaapi_field_boolean_or(lua_State *L, int index, const char *key, int fallback)
{
    if (!luaapi_push_field(L, index, key)) {
        return fallback;
    }
    int value = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return value;
}

int64_t luaapi_read_integer(lua_State *L, int index, const char *place, int64_t low, int64_t high)
{
    int is_number = 0;
    double number = lua_tonumberx(L, index, &is_number);
    if (!is_number || !(number >= (double)low && number <= (double)high)) {
        luaapi_raise(L, "Value must be a number from %f to %f at %s", (double)low, (double)high, place);
    }
    return (int64_t)floor(number);
}

static uint16_t read_name(lua_State *L, int index, luaapi_world *world, luaapi_named named, const char *kind)
{
    uint16_t number = luaapi_number_at(L, index, world, named);
    if (number == 0) {
        luaapi_raise(L, "Unknown %s name: %s", kind, lua_tostring(L, index));
    }
    return number;
}

/* The quality of a {name = , quality = } on top of the stack: there is one alone. */
static void read_quality(lua_State *L)
{
    if (lua_type(L, -1) == LUA_TSTRING && strcmp(lua_tostring(L, -1), "normal") != 0) {
        luaapi_raise(L, "Unknown quality name: %s", lua_tostring(L, -1));
    }
}

/* A name or prototype, or {name = , quality = }, as the game takes where a quality may be told. */
static uint16_t read_with_quality(lua_State *L, int index, luaapi_world *world,
                                  uint16_t (*read)(lua_State *, int, luaapi_world *))
{
    index = lua_absindex(L, index);
    if (luaapi_push_field(L, index, "quality")) {
        read_quality(L);
        lua_pop(L, 1);
    }
    push_required(L, index, "name");
    if (lua_istable(L, -1)) {
        luaapi_raise(L, "Invalid name: name or prototype expected, got table");
    }
    uint16_t number = read(L, -1, world);
    lua_pop(L, 1);
    return number;
}

static uint16_t read_prototype(lua_State *L, int index, luaapi_world *world, const luaapi_class *type,
                               luaapi_named named, const char *kind)
{
    if (lua_type(L, index) == LUA_TSTRING) {
        return read_name(L, index, world, named, kind);
    }
    const luaapi_object *object = luaapi_object_at(L, index, type);
    if (object == NULL) {
        luaapi_raise(L, "Invalid %s: name or prototype expected, got %s", kind, lua_typename(L, lua_type(L, index)));
    }
    return (uint16_t)object->number;
}

uint16_t luaapi_read_entity_prototype(lua_State *L, int index, luaapi_world *world)
{
    if (lua_type(L, index) == LUA_TSTRING) {
        return read_name(L, index, world, sim_entity_named, "entity");
    }
    if (lua_istable(L, index)) {
        return read_with_quality(L, index, world, luaapi_read_entity_prototype);
    }
    const luaapi_object *entity = luaapi_object_at(L, index, &luaapi_class_entity);
    if (entity != NULL && luaapi_object_is_valid(entity)) {
        return luaapi_entity_of(entity)->prototype;
    }
    return read_prototype(L, index, world, &luaapi_class_entity_prototype, sim_entity_named, "entity");
}

uint16_t luaapi_read_item_prototype(lua_State *L, int index, luaapi_world *world)
{
    if (lua_istable(L, index)) {
        return read_with_quality(L, index, world, luaapi_read_item_prototype);
    }
    return read_prototype(L, index, world, &luaapi_class_item_prototype, sim_item_named, "item");
}

uint16_t luaapi_read_tile_prototype(lua_State *L, int index, luaapi_world *world)
{
    return read_prototype(L, index, world, &luaapi_class_tile_prototype, sim_tile_named, "tile");
}

uint16_t luaapi_read_fluid_prototype(lua_State *L, int index, luaapi_world *world)
{
    return read_prototype(L, index, world, &luaapi_class_fluid_prototype, sim_fluid_named, "fluid");
}

uint16_t luaapi_read_recipe_prototype(lua_State *L, int index, luaapi_world *world)
{
    const luaapi_object *recipe = luaapi_object_at(L, index, &luaapi_class_recipe);
    if (recipe != NULL) {
        return (uint16_t)recipe->number;
    }
    return read_prototype(L, index, world, &luaapi_class_recipe_prototype, sim_recipe_named, "recipe");
}

uint16_t luaapi_read_technology_prototype(lua_State *L, int index, luaapi_world *world)
{
    const luaapi_object *technology = luaapi_object_at(L, index, &luaapi_class_technology);
    if (technology != NULL) {
        return (uint16_t)technology->number;
    }
    return read_prototype(L, index, world, &luaapi_class_technology_prototype, sim_technology_named, "technology");
}

uint16_t luaapi_read_damage_type(lua_State *L, int index, luaapi_world *world)
{
    return read_prototype(L, index, world, &luaapi_class_damage_prototype, sim_damage_type_named, "damage type");
}

void luaapi_read_stack(lua_State *L, int index, luaapi_world *world, uint16_t *item, uint32_t *count)
{
    index = lua_absindex(L, index);
    *count = 1;
    const luaapi_object *object = luaapi_object_at(L, index, &luaapi_class_item_stack);
    if (object != NULL) {
        sim_stack stack = {0, 0, 0};
        luaapi_item_stack_get(object, &stack);
        *item = stack.item;
        *count = stack.count;
    } else if (!lua_istable(L, index)) {
        *item = luaapi_read_item_prototype(L, index, world);
    } else {
        push_required(L, index, "name");
        *item = luaapi_read_item_prototype(L, -1, world);
        lua_getfield(L, index, "count");
        if (!lua_isnil(L, -1)) {
            *count = (uint32_t)luaapi_read_integer(L, -1, "count", 0, UINT32_MAX);
        }
        lua_pop(L, 2);
    }
}

luaapi_surface *luaapi_read_surface(lua_State *L, int index, luaapi_world *world)
{
    const luaapi_object *object = luaapi_object_at(L, index, &luaapi_class_surface);
    luaapi_surface *surface = NULL;
    if (object != NULL) {
        surface = luaapi_world_surface(world, object->number);
    } else if (lua_type(L, index) == LUA_TNUMBER) {
        double number = lua_tonumber(L, index);
        surface = number >= 1 && number <= UINT32_MAX ? luaapi_world_surface(world, (uint32_t)number) : NULL;
    } else if (lua_type(L, index) == LUA_TSTRING) {
        surface = luaapi_world_surface_named(world, lua_tostring(L, index));
    }
    if (surface == NULL) {
        luaapi_raise(L, "Unknown surface: %s", luaL_tolstring(L, index, NULL));
    }
    return surface;
}

uint32_t luaapi_read_force(lua_State *L, int index, luaapi_world *world)
{
    const luaapi_object *object = luaapi_object_at(L, index, &luaapi_class_force);
    const luaapi_force *force = NULL;
    if (object != NULL) {
        return object->number;
    }
    if (lua_type(L, index) == LUA_TNUMBER) {
        double number = lua_tonumber(L, index);
        force = number >= 1 && number <= UINT32_MAX ? luaapi_world_force(world, (uint32_t)number) : NULL;
    } else if (lua_type(L, index) == LUA_TSTRING) {
        force = luaapi_world_force_named(world, lua_tostring(L, index));
    }
    if (force == NULL) {
        luaapi_raise(L, "Unknown force: %s", luaL_tolstring(L, index, NULL));
        return 0;
    }
    return force->index;
}

void luaapi_push_position(lua_State *L, double x, double y)
{
    lua_createtable(L, 0, 2); /* in alphabetical order: no record (ordered.h) */
    luaapi_push_x(L);
    lua_pushnumber(L, x);
    lua_rawset(L, -3);
    luaapi_push_y(L);
    lua_pushnumber(L, y);
    lua_rawset(L, -3);
}

void luaapi_push_fixed_position(lua_State *L, sim_position position)
{
    luaapi_push_position(L, sim_fixed_to_tiles(position.x), sim_fixed_to_tiles(position.y));
}

void luaapi_push_box(lua_State *L, sim_box box)
{
    lua_createtable(L, 0, 2); /* in alphabetical order */
    luaapi_push_position(L, sim_fixed_to_tiles(box.left), sim_fixed_to_tiles(box.top));
    lua_setfield(L, -2, "left_top");
    luaapi_push_position(L, sim_fixed_to_tiles(box.right), sim_fixed_to_tiles(box.bottom));
    lua_setfield(L, -2, "right_bottom");
}
