#include "harness/standin/luaapi/objects/script_notes.h"

#include <stdio.h>

#include "harness/standin/luaapi/vm/ordered.h"

#define KEY_BYTES 128

static const char notes_key = 0;

static void push_table(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &notes_key);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &notes_key);
    }
}

/* Surface, entity, and what tells objects of one entity apart. */
static void push_key(lua_State *L, const luaapi_object *self, const char *what)
{
    char key[KEY_BYTES];
    snprintf(key, sizeof key, "%u:%u:%u:%s:%u:%d", self->surface, self->entity.index, self->entity.generation, what,
             self->number, (int)self->x);
    lua_pushstring(L, key);
}

int luaapi_notes_push(lua_State *L, const luaapi_object *self, const char *what, int make)
{
    push_table(L);
    push_key(L, self, what);
    return luaapi_ordered_child(L, make);
}

void luaapi_notes_drop(lua_State *L, const luaapi_object *self, const char *what)
{
    push_table(L);
    push_key(L, self, what);
    lua_pushnil(L);
    luaapi_ordered_rawset(L, -3);
    lua_pop(L, 1);
}

void luaapi_notes_move(lua_State *L, const luaapi_object *from, const luaapi_object *to, const char *what)
{
    int has_notes = luaapi_notes_push(L, from, what, 0);
    if (!has_notes) {
        luaapi_notes_drop(L, to, what);
        return;
    }
    push_table(L);
    push_key(L, to, what);
    lua_pushvalue(L, -3);
    luaapi_ordered_rawset(L, -3);
    lua_pop(L, 2);
    luaapi_notes_drop(L, from, what);
}

/* 1 when the entity that a key names still stands; notes without one belong to their surface. */
static int is_alive(luaapi_world *world, const char *key)
{
    luaapi_object object = {.world = world};
    if (sscanf(key, "%u:%u:%u", &object.surface, &object.entity.index, &object.entity.generation) != 3) {
        return 0;
    }
    const luaapi_surface *surface = luaapi_world_surface(world, object.surface);
    return surface != NULL &&
           (object.entity.index == 0 || sim_entity_get(surface->arena, object.entity) != NULL);
}

void luaapi_notes_push_all(lua_State *L, luaapi_world *world)
{
    push_table(L);
    int all = lua_gettop(L);
    lua_newtable(L);
    lua_pushnil(L);
    while (luaapi_ordered_next(L, all)) {
        if (is_alive(world, lua_tostring(L, -2))) {
            lua_pushvalue(L, -2);
            lua_pushvalue(L, -2);
            luaapi_ordered_rawset(L, all + 1);
        }
        lua_pop(L, 1);
    }
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &notes_key);
    lua_remove(L, all);
}

void luaapi_notes_restore(lua_State *L)
{
    lua_rawsetp(L, LUA_REGISTRYINDEX, &notes_key);
}
