/* LuaEntity: what it is, where it stands, how it lives and dies. What it does as a character: lua_control.c. */
#include <math.h>

#include "arguments.h"
#include "classes.h"
#include "events.h"
#include "ordered.h"
#include "raise.h"

luaapi_surface *luaapi_surface_of(const luaapi_object *object)
{
    return luaapi_world_surface(object->world, object->surface);
}

sim_entity *luaapi_entity_of(const luaapi_object *entity)
{
    const luaapi_surface *surface = luaapi_surface_of(entity);
    return surface == NULL ? NULL : sim_entity_get(surface->arena, entity->entity);
}

static int entity_valid(const luaapi_object *self)
{
    return luaapi_entity_of(self) != NULL;
}

void luaapi_push_entity(lua_State *L, luaapi_world *world, uint32_t surface, sim_handle entity)
{
    luaapi_object *object = luaapi_object_push(L, world, &luaapi_class_entity);
    object->surface = surface;
    object->entity = entity;
}

static const sim_entity_prototype *prototype_of(const luaapi_object *self)
{
    return &self->world->prototypes->entities[luaapi_entity_of(self)->prototype];
}

static int get_name(lua_State *L, luaapi_object *self)
{
    lua_pushstring(L, prototype_of(self)->name);
    return 1;
}

static int get_type(lua_State *L, luaapi_object *self)
{
    lua_pushstring(L, prototype_of(self)->type_name);
    return 1;
}

static int get_localised_name(lua_State *L, luaapi_object *self)
{
    lua_createtable(L, 1, 0);
    lua_pushfstring(L, "entity-name.%s", prototype_of(self)->name);
    lua_rawseti(L, -2, 1);
    return 1;
}

static int get_prototype(lua_State *L, luaapi_object *self)
{
    luaapi_push_prototype(L, self->world, &luaapi_class_entity_prototype, luaapi_entity_of(self)->prototype);
    return 1;
}

static int get_unit_number(lua_State *L, luaapi_object *self)
{
    const sim_entity *entity = luaapi_entity_of(self);
    if (entity->unit_number) {
        lua_pushnumber(L, entity->unit_number);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

static int get_direction(lua_State *L, luaapi_object *self)
{
    lua_pushnumber(L, luaapi_entity_of(self)->direction);
    return 1;
}

/* Turning an entity whose box is not square would move its obstacle bits: only placing anew does that. */
static int set_direction(lua_State *L, luaapi_object *self)
{
    sim_entity *entity = luaapi_entity_of(self);
    const sim_box *box = &prototype_of(self)->collision_box;
    uint8_t direction = (uint8_t)luaapi_read_integer(L, 3, "direction", 0, SIM_DIRECTION_COUNT - 1);
    if (box->right - box->left != box->bottom - box->top) {
        return luaapi_raise(L, "LuaEntity::direction cannot be written for %s: its box is not square",
                            prototype_of(self)->name);
    }
    entity->direction = direction;
    return 0;
}

static int get_orientation(lua_State *L, luaapi_object *self)
{
    lua_pushnumber(L, luaapi_entity_of(self)->direction / (double)SIM_DIRECTION_COUNT);
    return 1;
}

static int get_health(lua_State *L, luaapi_object *self)
{
    if (prototype_of(self)->max_health > 0) {
        lua_pushnumber(L, luaapi_entity_of(self)->health);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

static int set_health(lua_State *L, luaapi_object *self)
{
    double health = luaapi_check_number(L, 3, "health");
    sim_health_set(luaapi_surface_of(self)->arena, self->world->prototypes, self->entity, (float)health);
    return 0;
}

static int get_max_health(lua_State *L, luaapi_object *self)
{
    lua_pushnumber(L, prototype_of(self)->max_health);
    return 1;
}

static int get_health_ratio(lua_State *L, luaapi_object *self)
{
    float most = prototype_of(self)->max_health;
    if (most > 0) {
        lua_pushnumber(L, luaapi_entity_of(self)->health / most);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

static int get_amount(lua_State *L, luaapi_object *self)
{
    if (prototype_of(self)->type != SIM_TYPE_RESOURCE) {
        return luaapi_raise(L, "LuaEntity::amount: %s is not a resource.", prototype_of(self)->name);
    }
    lua_pushnumber(L, luaapi_entity_of(self)->amount);
    return 1;
}

static int set_amount(lua_State *L, luaapi_object *self)
{
    uint32_t amount = (uint32_t)luaapi_read_integer(L, 3, "amount", 1, UINT32_MAX);
    enum sim_result result =
        sim_resource_set_amount(luaapi_surface_of(self)->arena, self->world->prototypes, self->entity, amount);
    if (result != SIM_OK) {
        return luaapi_raise(L, "LuaEntity::amount: %s is not a resource.", prototype_of(self)->name);
    }
    return 0;
}

static int get_stack(lua_State *L, luaapi_object *self)
{
    if (prototype_of(self)->type != SIM_TYPE_ITEM_ENTITY) {
        return luaapi_raise(L, "LuaEntity::stack: %s is not an item on the ground.", prototype_of(self)->name);
    }
    luaapi_push_item_stack(L, self, LUAAPI_STACK_GROUND, 0);
    return 1;
}

static int get_bounding_box(lua_State *L, luaapi_object *self)
{
    luaapi_push_box(L, sim_entity_collision_box(self->world->prototypes, luaapi_entity_of(self)));
    return 1;
}

static int get_selection_box(lua_State *L, luaapi_object *self)
{
    luaapi_push_box(L, sim_entity_selection_box(self->world->prototypes, luaapi_entity_of(self)));
    return 1;
}

static int get_tile_width(lua_State *L, luaapi_object *self)
{
    lua_pushnumber(L, prototype_of(self)->tile_width);
    return 1;
}

static int get_tile_height(lua_State *L, luaapi_object *self)
{
    lua_pushnumber(L, prototype_of(self)->tile_height);
    return 1;
}

/* Members that the game lets scripts read on any entity and that no entity here has. */
static int get_nothing(lua_State *L, luaapi_object *self)
{
    (void)self;
    lua_pushnil(L);
    return 1;
}

static int get_no_energy(lua_State *L, luaapi_object *self)
{
    (void)self;
    lua_pushnumber(L, 0);
    return 1;
}

static int get_fluidbox(lua_State *L, luaapi_object *self)
{
    luaapi_object *box = luaapi_object_push(L, self->world, &luaapi_class_fluid_box);
    box->surface = self->surface;
    box->entity = self->entity;
    return 1;
}

static void push_entity_event(lua_State *L, luaapi_object *self)
{
    lua_newtable(L);
    luaapi_push_entity(L, self->world, self->surface, self->entity);
    luaapi_ordered_setfield(L, -2, "entity");
}

static int destroy(lua_State *L, luaapi_object *self)
{
    if (lua_istable(L, 1) && luaapi_field_boolean_or(L, 1, "raise_destroy", 0)) {
        push_entity_event(L, self);
        luaapi_event_raise(L, self->world, "script_raised_destroy");
    }
    enum sim_result result =
        sim_entity_destroy(luaapi_surface_of(self)->arena, self->world->prototypes, self->entity);
    lua_pushboolean(L, result == SIM_OK);
    return 1;
}

static int die(lua_State *L, luaapi_object *self)
{
    if (prototype_of(self)->max_health <= 0) {
        lua_pushboolean(L, 0);
        return 1;
    }
    push_entity_event(L, self);
    luaapi_event_raise(L, self->world, "on_entity_died");
    if (luaapi_entity_of(self) != NULL) {
        sim_entity_destroy(luaapi_surface_of(self)->arena, self->world->prototypes, self->entity);
    }
    lua_pushboolean(L, 1);
    return 1;
}

/* damage(damage, force, type?): returns the damage dealt. */
static int damage(lua_State *L, luaapi_object *self)
{
    double amount = luaapi_check_number(L, 1, "damage");
    luaapi_read_force(L, 2, self->world);
    const sim_entity *entity = luaapi_entity_of(self);
    if (prototype_of(self)->max_health <= 0 || !(amount > 0)) {
        lua_pushnumber(L, 0);
        return 1;
    }
    double dealt = fmin(amount, entity->health);
    if (amount >= entity->health) {
        push_entity_event(L, self);
        luaapi_event_raise(L, self->world, "on_entity_died");
    }
    sim_health_damage(luaapi_surface_of(self)->arena, self->world->prototypes, self->entity, (float)amount, NULL);
    lua_pushnumber(L, dealt);
    return 1;
}

static const luaapi_member members[] = {
    {"name", get_name, NULL, NULL},
    {"type", get_type, NULL, NULL},
    {"localised_name", get_localised_name, NULL, NULL},
    {"prototype", get_prototype, NULL, NULL},
    {"unit_number", get_unit_number, NULL, NULL},
    {"direction", get_direction, set_direction, NULL},
    {"orientation", get_orientation, NULL, NULL},
    {"health", get_health, set_health, NULL},
    {"max_health", get_max_health, NULL, NULL},
    {"get_health_ratio", NULL, NULL, get_health_ratio},
    {"amount", get_amount, set_amount, NULL},
    {"stack", get_stack, NULL, NULL},
    {"bounding_box", get_bounding_box, NULL, NULL},
    {"selection_box", get_selection_box, NULL, NULL},
    {"tile_width", get_tile_width, NULL, NULL},
    {"tile_height", get_tile_height, NULL, NULL},
    {"status", get_nothing, NULL, NULL},
    {"burner", get_nothing, NULL, NULL},
    {"grid", get_nothing, NULL, NULL},
    {"player", get_nothing, NULL, NULL},
    {"electric_network_id", get_nothing, NULL, NULL},
    {"energy", get_no_energy, NULL, NULL},
    {"fluidbox", get_fluidbox, NULL, NULL},
    {"destroy", NULL, NULL, destroy},
    {"die", NULL, NULL, die},
    {"damage", NULL, NULL, damage},
    {NULL, NULL, NULL, NULL},
};

static const luaapi_member *const parts[] = {luaapi_control_item_members, NULL};

const luaapi_class luaapi_class_entity = {.name = "LuaEntity",
                                          .members = members,
                                          .inherited = luaapi_control_members,
                                          .parts = parts,
                                          .valid = entity_valid};

static int no_fluid(lua_State *L, luaapi_object *self)
{
    (void)self;
    if (lua_type(L, 2) != LUA_TNUMBER) {
        return 0;
    }
    lua_pushnil(L);
    return 1;
}

static int no_fluid_boxes(lua_State *L, luaapi_object *self)
{
    (void)self;
    lua_pushnumber(L, 0);
    return 1;
}

static const luaapi_member no_members[] = {{NULL, NULL, NULL, NULL}};

/* No entity of the engine holds fluid yet: a LuaFluidBox is empty. */
const luaapi_class luaapi_class_fluid_box = {
    .name = "LuaFluidBox", .members = no_members, .valid = entity_valid, .index = no_fluid, .length = no_fluid_boxes};
