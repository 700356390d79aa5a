/* LuaEntity: ghosts, marks, copied settings. */
#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/objects/script_notes.h"
#include "harness/standin/luaapi/script/events.h"
#include "harness/standin/luaapi/vm/copy.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"

static sim_ghost *ghost_of(const luaapi_object *self)
{
    return sim_ghost_of(ARENA(self), PROTOTYPES(self), self->entity);
}

const sim_entity_prototype *luaapi_meant_prototype(const luaapi_object *self)
{
    const sim_ghost *ghost = ghost_of(self);
    return ghost && ghost->prototype ? &PROTOTYPES(self)->entities[ghost->prototype] : ENTITY_PROTOTYPE(self);
}

sim_entity_settings *luaapi_planned_settings(const luaapi_object *self, uint8_t type)
{
    sim_ghost *ghost = ghost_of(self);
    return ghost && luaapi_meant_prototype(self)->type == type ? &ghost->settings : NULL;
}

static const sim_entity_prototype *inner_of(lua_State *L, const luaapi_object *self, const char *member)
{
    const sim_ghost *ghost = ghost_of(self);
    luaapi_require(L, self, ghost != NULL, member, "a ghost");
    return &PROTOTYPES(self)->entities[ghost->prototype];
}

/* The tile that a tile ghost shall become, 0 for anything else. */
static uint16_t inner_tile(const luaapi_object *self)
{
    return sim_tile_ghost_tile(ARENA(self), PROTOTYPES(self), self->entity);
}

static const char *ghost_name(lua_State *L, const luaapi_object *self, const char *member)
{
    uint16_t tile = inner_tile(self);
    return tile ? PROTOTYPES(self)->tiles[tile].name : inner_of(L, self, member)->name;
}

STRING_GETTER(get_ghost_name, ghost_name(L, self, "ghost_name"))
STRING_GETTER(get_ghost_type, inner_tile(self) ? "tile" : inner_of(L, self, "ghost_type")->type_name)

static int get_ghost_localised_name(lua_State *L, luaapi_object *self)
{
    const char *name = ghost_name(L, self, "ghost_localised_name");
    return luaapi_push_localised(L, inner_tile(self) ? "tile-name" : "entity-name", name);
}

static int get_ghost_prototype(lua_State *L, luaapi_object *self)
{
    if (inner_tile(self)) {
        luaapi_push_prototype(L, self->world, &luaapi_class_tile_prototype, inner_tile(self));
        return 1;
    }
    inner_of(L, self, "ghost_prototype");
    luaapi_push_prototype(L, self->world, &luaapi_class_entity_prototype, ghost_of(self)->prototype);
    return 1;
}

/* The tags of a ghost: a note of the script's (script_notes.h); nil without any, and for what is no ghost. */
static int get_tags(lua_State *L, luaapi_object *self)
{
    if (!luaapi_notes_push(L, self, "ghost", 0)) {
        lua_pushnil(L);
        return 1;
    }
    lua_getfield(L, -1, "tags");
    luaapi_copy_push(L, -1);
    return 1;
}

static int set_tags(lua_State *L, luaapi_object *self)
{
    luaapi_require(L, self, ghost_of(self) != NULL, "tags", "a ghost");
    luaapi_notes_drop(L, self, "ghost");
    if (!lua_isnil(L, 3)) {
        luaapi_check_type(L, 3, LUA_TTABLE, "tags");
        luaapi_notes_push(L, self, "ghost", 1);
        luaapi_copy_push(L, 3);
        luaapi_ordered_setfield(L, -2, "tags");
    }
    return 0;
}

/* script_raised_revive, with the tags at the stack index. */
static void raise_revived(lua_State *L, luaapi_object *self, sim_handle built, int tags)
{
    lua_newtable(L);
    luaapi_push_entity(L, self->world, self->surface, built);
    luaapi_ordered_setfield(L, -2, "entity");
    lua_pushvalue(L, tags);
    luaapi_ordered_setfield(L, -2, "tags");
    luaapi_event_raise(L, self->world, "script_raised_revive");
}

/* Lays the tile; nothing when it cannot lie there. */
static int revive_tile(lua_State *L, luaapi_object *self)
{
    enum sim_result result = SIM_OK;
    GROWING(self, result, sim_tile_ghost_revive(ARENA(self), PROTOTYPES(self), self->entity));
    if (result != SIM_OK) {
        return 0;
    }
    lua_newtable(L);
    return 1;
}

/* Pushes the items in its way, of which there are none here, and the entity; nothing when it cannot stand there. */
static int revive_ghost(lua_State *L, luaapi_object *self, int raise)
{
    sim_handle built = {0, 0};
    enum sim_result result = SIM_OK;
    if (inner_tile(self)) {
        return revive_tile(L, self);
    }
    inner_of(L, self, "revive");
    get_tags(L, self);
    int tags = lua_gettop(L);
    luaapi_surface_make_room(self->world, luaapi_surface_of(self));
    GROWING(self, result, sim_ghost_revive(ARENA(self), PROTOTYPES(self), self->entity, &built));
    if (result != SIM_OK) {
        return 0;
    }
    if (raise) {
        raise_revived(L, self, built, tags);
    }
    lua_newtable(L);
    luaapi_push_handle(L, self, built);
    return 2;
}

/* revive{raise_revive?}: (items, entity), or nothing. */
static int revive(lua_State *L, luaapi_object *self)
{
    int raise = lua_istable(L, 1) && luaapi_field_boolean_or(L, 1, "raise_revive", 0);
    return revive_ghost(L, self, raise);
}

static int order_deconstruction(lua_State *L, luaapi_object *self)
{
    enum sim_result result = SIM_OK;
    luaapi_read_force(L, 1, self->world);
    GROWING(self, result, sim_ghost_mark(ARENA(self), PROTOTYPES(self), self->entity));
    lua_pushboolean(L, result == SIM_OK);
    return 1;
}

static int cancel_deconstruction(lua_State *L, luaapi_object *self)
{
    luaapi_read_force(L, 1, self->world);
    sim_ghost_unmark(ARENA(self), self->entity);
    return 0;
}

BOOLEAN_GETTER(to_be_deconstructed, sim_ghost_is_marked(ARENA(self), self->entity))

/* copy_settings(entity): what the machine could not keep, of which the engine does not tell: an empty list. */
static int copy_settings(lua_State *L, luaapi_object *self)
{
    const luaapi_object *from = luaapi_object_check(L, 1, &luaapi_class_entity, "copy_settings");
    if (from->surface == self->surface) {
        enum sim_result result = SIM_OK;
        luaapi_surface_make_room(self->world, luaapi_surface_of(self));
        GROWING(self, result,
                sim_entity_settings_copy(ARENA(self), PROTOTYPES(self), from->entity, self->entity, 0));
    }
    lua_newtable(L);
    return 1;
}

const luaapi_member luaapi_entity_building_members[] = {
    {"ghost_name", get_ghost_name, NULL, NULL},
    {"ghost_type", get_ghost_type, NULL, NULL},
    {"ghost_localised_name", get_ghost_localised_name, NULL, NULL},
    {"ghost_prototype", get_ghost_prototype, NULL, NULL},
    {"tags", get_tags, set_tags, NULL},
    {"revive", NULL, NULL, revive},
    {"silent_revive", NULL, NULL, revive},
    {"order_deconstruction", NULL, NULL, order_deconstruction},
    {"cancel_deconstruction", NULL, NULL, cancel_deconstruction},
    {"to_be_deconstructed", NULL, NULL, to_be_deconstructed},
    {"copy_settings", NULL, NULL, copy_settings},
    {NULL, NULL, NULL, NULL},
};
