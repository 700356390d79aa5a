/* The LuaEntity of what is gone already when handlers hear of it: what it was, and where it stood. */
#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"

static int is_heard(const luaapi_object *self)
{
    return self->number == self->world->event_serial;
}

#define EVENT(self) (&(self)->world->event)
#define PROTOTYPE(self) (&(self)->world->prototypes->entities[EVENT(self)->prototype])

STRING_GETTER(get_name, PROTOTYPE(self)->name)
STRING_GETTER(get_type, PROTOTYPE(self)->type_name)
NUMBER_GETTER(get_health, 0)
NUMBER_GETTER(get_max_health, PROTOTYPE(self)->max_health)
NUMBER_OR_NIL_GETTER(get_unit_number, EVENT(self)->unit_number, EVENT(self)->unit_number)
NUMBER_GETTER(get_surface_index, self->surface)
PROTOTYPE_GETTER(get_prototype, &luaapi_class_entity_prototype, EVENT(self)->prototype)

static int get_position(lua_State *L, luaapi_object *self)
{
    luaapi_push_fixed_position(L, EVENT(self)->position);
    return 1;
}

static int get_surface(lua_State *L, luaapi_object *self)
{
    luaapi_push_surface(L, self->world, self->surface);
    return 1;
}

static uint32_t force_of(const luaapi_object *self)
{
    const luaapi_surface *surface = luaapi_surface_of(self);
    uint32_t byte = EVENT(self)->force;
    uint32_t force = surface != NULL && byte < LUAAPI_SURFACE_FORCES ? surface->force_of_byte[byte] : 0;
    return force ? force : LUAAPI_FORCE_NEUTRAL;
}

static int get_force(lua_State *L, luaapi_object *self)
{
    luaapi_push_force(L, self->world, force_of(self));
    return 1;
}

NUMBER_GETTER(get_force_index, force_of(self))

static int get_localised_name(lua_State *L, luaapi_object *self)
{
    return luaapi_push_localised(L, "entity-name", PROTOTYPE(self)->name);
}

static const luaapi_member members[] = {
    {"name", get_name, NULL, NULL},
    {"type", get_type, NULL, NULL},
    {"localised_name", get_localised_name, NULL, NULL},
    {"prototype", get_prototype, NULL, NULL},
    {"unit_number", get_unit_number, NULL, NULL},
    {"position", get_position, NULL, NULL},
    {"surface", get_surface, NULL, NULL},
    {"surface_index", get_surface_index, NULL, NULL},
    {"force", get_force, NULL, NULL},
    {"force_index", get_force_index, NULL, NULL},
    {"health", get_health, NULL, NULL},
    {"max_health", get_max_health, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_dead_entity = {.name = "LuaEntity", .members = members, .valid = is_heard};
