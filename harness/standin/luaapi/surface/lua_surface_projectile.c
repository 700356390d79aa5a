/* LuaSurface: what create_entity lets fly and burn, which is no entity that could be found. */
#include <string.h>

#include "harness/standin/engine/combat/fire.h"
#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/surface/surface_members.h"

/* Where `target` points: an entity, or a place. */
static sim_handle read_target(lua_State *L, luaapi_object *self, sim_position *place)
{
    const sim_handle nobody = {0, 0};
    if (!luaapi_push_field(L, 1, "target")) {
        luaapi_raise(L, "Key \"target\" not found in property tree at ROOT");
    }
    const luaapi_object *entity = luaapi_object_at(L, -1, &luaapi_class_entity);
    lua_pop(L, 1);
    if (entity == NULL) {
        *place = luaapi_field_position(L, 1, "target");
        return nobody;
    }
    return entity->surface == self->surface ? entity->entity : nobody;
}

/* Who is said to have shot: `source`, or nobody. */
static sim_handle read_source(lua_State *L, luaapi_object *self)
{
    const sim_handle nobody = {0, 0};
    int is_given = luaapi_push_field(L, 1, "source");
    luaapi_object *entity = is_given ? luaapi_object_at(L, -1, &luaapi_class_entity) : NULL;
    if (is_given) {
        lua_pop(L, 1);
    }
    return entity != NULL && entity->surface == self->surface ? entity->entity : nobody;
}

/* A projectile flies from position to target at speed; it is no entity that could be found. */
static void launch(lua_State *L, luaapi_object *self, const sim_entity_spec *spec)
{
    sim_position place = spec->position;
    sim_handle target = read_target(L, self, &place);
    double speed = luaapi_field_number(L, 1, "speed");
    sim_attack attack = {.prototype = PROTOTYPES(self)->entities[spec->prototype].attack, .from = spec->position,
                         .source = {read_source(L, self), spec->force}};
    uint32_t refused;
    do {
        refused = ARENA(self)->refused;
        luaapi_require_ok(L, sim_projectile_launch(ARENA(self), PROTOTYPES(self), &attack, target, place, speed),
                          "create_entity, its speed");
    } while (ARENA(self)->refused != refused && luaapi_surface_grow(self->world, luaapi_surface_of(self)));
}

/* A fire or a cloud begins at position. */
static void light(luaapi_object *self, const sim_entity_spec *spec)
{
    const sim_projectile spark = {.place = spec->position, .force = spec->force, .multiplier = 1.0};
    uint32_t refused;
    do {
        refused = ARENA(self)->refused;
        sim_fire_light(ARENA(self), PROTOTYPES(self), &spark, spec->prototype);
    } while (ARENA(self)->refused != refused && luaapi_surface_grow(self->world, luaapi_surface_of(self)));
}

/* Raises for what would stand there and do nothing of what the game lets it do. */
static void refuse_the_lifeless(lua_State *L, const sim_entity_prototype *prototype)
{
    static const char *const LIFELESS[] = {"combat-robot", "beam", "stream", "sticker", NULL};
    if (prototype->type == SIM_TYPE_PROJECTILE && prototype->attack == 0) {
        luaapi_raise(L, "LuaSurface::create_entity: %s: what this projectile does is not known here.", prototype->name);
    }
    for (int i = 0; LIFELESS[i] != NULL; i++) {
        if (strcmp(prototype->type_name, LIFELESS[i]) == 0) {
            luaapi_raise(L, "LuaSurface::create_entity: %s: entities of the type %s cannot be created by scripts here.",
                         prototype->name, prototype->type_name);
        }
    }
}

int luaapi_surface_lets_fly(lua_State *L, luaapi_object *self, const sim_entity_spec *spec)
{
    const sim_entity_prototype *prototype = &PROTOTYPES(self)->entities[spec->prototype];
    refuse_the_lifeless(L, prototype);
    if (prototype->type == SIM_TYPE_PROJECTILE) {
        launch(L, self, spec);
    } else if (prototype->type == SIM_TYPE_FIRE) {
        light(self, spec);
    }
    return prototype->type == SIM_TYPE_PROJECTILE || prototype->type == SIM_TYPE_FIRE;
}
