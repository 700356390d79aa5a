#include "harness/standin/luaapi/objects/registrations.h"

#include <stdlib.h>
#include <string.h>

#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/script/events.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"
#include "harness/standin/luaapi/game/rendering.h"

/* luaapi_registration.kind: the names of defines.target_type. */
enum { KIND_ENTITY, KIND_SURFACE, KIND_RENDER_OBJECT };
static const char *const kind_names[] = {"entity", "surface", "render_object"};

static int is_there(const luaapi_world *world, const luaapi_registration *row)
{
    if (row->kind == KIND_RENDER_OBJECT) {
        return luaapi_rendering_exists(world, (uint32_t)row->useful_id);
    }
    const luaapi_surface *surface = luaapi_world_surface(world, row->surface);
    return surface != NULL && (row->kind == KIND_SURFACE || sim_entity_get(surface->arena, row->entity) != NULL);
}

/* Fills in what the object is; 0 for what cannot be watched. */
static int describe(const luaapi_object *object, luaapi_registration *row)
{
    memset(row, 0, sizeof *row);
    if (object->type == &luaapi_class_entity) {
        row->kind = KIND_ENTITY;
        row->surface = object->surface;
        row->entity = object->entity;
        row->useful_id = luaapi_entity_of(object)->unit_number;
    } else if (object->type == &luaapi_class_surface) {
        row->kind = KIND_SURFACE;
        row->surface = object->surface;
        row->useful_id = object->surface;
    } else if (object->type == &luaapi_class_render_object) {
        row->kind = KIND_RENDER_OBJECT;
        row->useful_id = object->number;
    } else {
        return 0;
    }
    return 1;
}

static int is_same(const luaapi_registration *a, const luaapi_registration *b)
{
    return a->kind == b->kind && a->surface == b->surface && a->useful_id == b->useful_id &&
           a->entity.index == b->entity.index && a->entity.generation == b->entity.generation;
}

/* The number that the object has; a new one when it has none, 0 when memory runs out. */
static uint64_t number_of(luaapi_world *world, luaapi_registration row)
{
    for (uint32_t i = 0; i < world->registration_count; i++) {
        if (is_same(&world->registrations[i], &row)) {
            return world->registrations[i].number;
        }
    }
    if (world->registration_count == world->registration_room) {
        uint32_t room = 2 * world->registration_room + 16;
        luaapi_registration *rows = realloc(world->registrations, room * sizeof *rows);
        if (rows == NULL) {
            return 0;
        }
        world->registrations = rows;
        world->registration_room = room;
    }
    row.number = ++world->last_registration;
    world->registrations[world->registration_count++] = row;
    return row.number;
}

int luaapi_register_object(lua_State *L, luaapi_object *self)
{
    const luaapi_object *object = luaapi_object_check(L, 1, NULL, "register_on_object_destroyed");
    luaapi_registration row;
    if (!describe(object, &row)) {
        return luaapi_raise(L, "LuaBootstrap::register_on_object_destroyed: a %s is not watched here; entities, surfaces "
                               "and render objects are.", object->type->name);
    }
    uint64_t number = number_of(self->world, row);
    if (number == 0) {
        return luaapi_raise(L, "LuaBootstrap::register_on_object_destroyed: out of memory.");
    }
    lua_pushnumber(L, (double)number);
    lua_pushnumber(L, (double)row.useful_id);
    luaapi_push_define(L, "target_type", kind_names[row.kind]);
    return 3;
}

static void raise_destroyed(lua_State *L, luaapi_world *world, const luaapi_registration *row)
{
    lua_newtable(L);
    luaapi_put_number(L, "registration_number", (double)row->number);
    luaapi_put_number(L, "useful_id", (double)row->useful_id);
    luaapi_push_define(L, "target_type", kind_names[row->kind]);
    luaapi_ordered_setfield(L, -2, "type");
    luaapi_event_raise(L, world, "on_object_destroyed");
}

/* Handlers may register more meanwhile: rows are looked at by place, and one that goes leaves its place to the next. */
void luaapi_registrations_raise(lua_State *L, luaapi_world *world)
{
    for (uint32_t i = 0; i < world->registration_count;) {
        luaapi_registration row = world->registrations[i];
        if (is_there(world, &row)) {
            i++;
            continue;
        }
        world->registration_count--;
        memmove(world->registrations + i, world->registrations + i + 1,
                (world->registration_count - i) * sizeof row);
        raise_destroyed(L, world, &row);
    }
}
