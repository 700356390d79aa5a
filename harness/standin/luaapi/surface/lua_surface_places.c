/* LuaSurface: areas and positions that scripts have marked and named, which nothing but scripts looks at, and the
 * surface's properties. Kept in notes (script_notes.h): they are saved and restored. */
#include <string.h>

#include "harness/standin/luaapi/objects/arguments.h"
#include "harness/standin/luaapi/objects/classes.h"
#include "harness/standin/luaapi/vm/copy.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/objects/plain_members.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"
#include "harness/standin/luaapi/prototype/prototype_raw.h"
#include "harness/standin/luaapi/vm/raise.h"
#include "harness/standin/luaapi/objects/script_notes.h"
#include "harness/standin/luaapi/surface/surface_members.h"

#define NOTES "places"

/* Pushes the list of the surface's marks under the key, new if need be. */
static int push_list(lua_State *L, luaapi_object *self, const char *key)
{
    luaapi_notes_push(L, self, NOTES, 1);
    lua_getfield(L, -1, key);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        luaapi_ordered_setfield(L, -3, key);
    }
    lua_remove(L, -2);
    return lua_gettop(L);
}

/* The mark at the index of the stack: what a script has given, in the game's form, with the number. Pushes it. */
static void push_mark(lua_State *L, int given, const char *place, double id)
{
    luaapi_check_type(L, given, LUA_TTABLE, place);
    int is_area = strcmp(place, "area") == 0;
    lua_newtable(L);
    if (!luaapi_push_field(L, given, place)) {
        luaapi_raise(L, "Key \"%s\" not found in property tree at ROOT", place);
    }
    if (is_area) {
        luaapi_push_box(L, luaapi_read_area(L, -1, place));
    } else {
        luaapi_push_fixed_position(L, luaapi_read_fixed_position(L, -1, place));
    }
    lua_remove(L, -2);
    luaapi_ordered_setfield(L, -2, place);
    lua_getfield(L, given, "name");
    if (lua_type(L, -1) != LUA_TSTRING) {
        lua_pop(L, 1);
        lua_pushstring(L, "");
    }
    luaapi_ordered_setfield(L, -2, "name");
    if (luaapi_push_field(L, given, "color")) {
        luaapi_copy_push(L, lua_gettop(L));
        lua_remove(L, -2);
        luaapi_ordered_setfield(L, -2, "color");
    }
    luaapi_put_number(L, "id", id);
}

/* The place in the list of the mark with the number, or the first of the name; 0 for none. */
static int find_mark(lua_State *L, int list, int key)
{
    const char *field = lua_type(L, key) == LUA_TNUMBER ? "id" : "name";
    int length = (int)lua_rawlen(L, list);
    for (int i = 1; i <= length; i++) {
        lua_rawgeti(L, list, i);
        lua_getfield(L, -1, field);
        int is_it = lua_rawequal(L, -1, key);
        lua_pop(L, 2);
        if (is_it) {
            return i;
        }
    }
    return 0;
}

/* Marks are numbered from 1 in the order of their making; a number is never used again. */
static int add(lua_State *L, luaapi_object *self, const char *place)
{
    lua_settop(L, 1);
    int list = push_list(L, self, place);
    lua_getfield(L, list, "last");
    double id = lua_tonumber(L, -1) + 1;
    push_mark(L, 1, place, id);
    lua_rawseti(L, list, (int)lua_rawlen(L, list) + 1);
    lua_pushnumber(L, id);
    luaapi_ordered_setfield(L, list, "last");
    lua_pushnumber(L, id);
    return 1;
}

/* edit(id, mark): whether there was one. */
static int edit(lua_State *L, luaapi_object *self, const char *place)
{
    double id = luaapi_check_number(L, 1, place);
    lua_settop(L, 2);
    int list = push_list(L, self, place), at = find_mark(L, list, 1);
    if (at > 0) {
        push_mark(L, 2, place, id);
        lua_rawseti(L, list, at);
    }
    lua_pushboolean(L, at > 0);
    return 1;
}

/* remove(id): whether there was one. */
static int remove_mark(lua_State *L, luaapi_object *self, const char *place)
{
    luaapi_check_number(L, 1, place);
    lua_settop(L, 1);
    int list = push_list(L, self, place), at = find_mark(L, list, 1);
    for (int i = at; at > 0 && i <= (int)lua_rawlen(L, list); i++) {
        lua_rawgeti(L, list, i + 1);
        lua_rawseti(L, list, i);
    }
    lua_pushboolean(L, at > 0);
    return 1;
}

/* get(key?): the mark with that number or name, the first of all without; nil for none. */
static int get(lua_State *L, luaapi_object *self, const char *place)
{
    lua_settop(L, 1);
    int list = push_list(L, self, place), at = lua_isnil(L, 1) ? 1 : find_mark(L, list, 1);
    lua_rawgeti(L, list, at);
    luaapi_copy_push(L, lua_gettop(L));
    return 1;
}

/* get_all(name?) */
static int get_all(lua_State *L, luaapi_object *self, const char *place)
{
    lua_settop(L, 1);
    int list = push_list(L, self, place), found = 0;
    lua_newtable(L);
    for (int i = 1; i <= (int)lua_rawlen(L, list); i++) {
        lua_rawgeti(L, list, i);
        lua_getfield(L, -1, "name");
        int fits = lua_isnil(L, 1) || lua_rawequal(L, -1, 1);
        lua_pop(L, 1);
        if (fits) {
            luaapi_copy_push(L, lua_gettop(L));
            lua_rawseti(L, list + 1, ++found);
        }
        lua_pop(L, 1);
    }
    return 1;
}

#define MARKS(place)                                                                                                 \
    static int add_##place(lua_State *L, luaapi_object *self) { return add(L, self, #place); }                       \
    static int edit_##place(lua_State *L, luaapi_object *self) { return edit(L, self, #place); }                     \
    static int remove_##place(lua_State *L, luaapi_object *self) { return remove_mark(L, self, #place); }            \
    static int get_##place(lua_State *L, luaapi_object *self) { return get(L, self, #place); }                       \
    static int get_##place##s(lua_State *L, luaapi_object *self) { return get_all(L, self, #place); }

MARKS(area)
MARKS(position)

/* Pushes the name of the property at index 1, which must be one. */
static const char *push_property(lua_State *L)
{
    const char *name = luaapi_check_string(L, 1, "get_property", NULL);
    if (!luaapi_raw_push(L, "surface-property", name)) {
        luaapi_raise(L, "Unknown surface property name: %s", name);
    }
    return name;
}

/* get_property(name): what a script has set, else what the planet's definition says, else the property's default. */
static int get_property(lua_State *L, luaapi_object *self)
{
    const char *name = push_property(L);
    int property = lua_gettop(L);
    lua_getfield(L, push_list(L, self, "properties"), name);
    if (lua_isnil(L, -1) && luaapi_raw_push(L, "planet", luaapi_surface_of(self)->name)) {
        lua_getfield(L, -1, "surface_properties");
        if (lua_istable(L, -1)) {
            lua_getfield(L, -1, name);
        }
    }
    if (lua_type(L, -1) != LUA_TNUMBER) {
        lua_getfield(L, property, "default_value");
    }
    return 1;
}

static int set_property(lua_State *L, luaapi_object *self)
{
    const char *name = push_property(L);
    double value = luaapi_check_number(L, 2, "set_property");
    push_list(L, self, "properties");
    luaapi_put_number(L, name, value);
    return 0;
}

const luaapi_member luaapi_surface_place_members[] = {
    {"add_script_area", NULL, NULL, add_area},
    {"edit_script_area", NULL, NULL, edit_area},
    {"remove_script_area", NULL, NULL, remove_area},
    {"get_script_area", NULL, NULL, get_area},
    {"get_script_areas", NULL, NULL, get_areas},
    {"add_script_position", NULL, NULL, add_position},
    {"edit_script_position", NULL, NULL, edit_position},
    {"remove_script_position", NULL, NULL, remove_position},
    {"get_script_position", NULL, NULL, get_position},
    {"get_script_positions", NULL, NULL, get_positions},
    {"get_property", NULL, NULL, get_property},
    {"set_property", NULL, NULL, set_property},
    {"clear_hidden_tiles", NULL, NULL, luaapi_do_nothing},
    {NULL, NULL, NULL, NULL},
};
