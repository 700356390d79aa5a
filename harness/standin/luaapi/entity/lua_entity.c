/* LuaEntity: what it is, where it stands, how it lives and dies. What it does as a character: lua_control*.c; the other
 * subjects: lua_entity_*.c, lua_fluid_box.c, lua_transport_line.c, lua_wire_connector.c. */
#include "harness/standin/luaapi/script/engine_events.h"
#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/script/events.h"
#include "harness/standin/engine/machines/crafter.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/objects/plain_members.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"
#include "harness/standin/luaapi/inventory/inventory_rules.h"

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
    return ENTITY_PROTOTYPE(self);
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
    if (entity->unit_number && !prototype_of(self)->resource_infinite) {
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

/* As in the game, an entity that faces no direction stays as it is. */
static int set_direction(lua_State *L, luaapi_object *self)
{
    uint8_t direction = (uint8_t)luaapi_read_integer(L, 3, "direction", 0, SIM_DIRECTION_COUNT - 1);
    sim_entity *entity = luaapi_entity_of(self);
    if (sim_build_has_direction(PROTOTYPES(self), entity->prototype) || ENTITY_TYPE(self) == SIM_TYPE_CHARACTER) {
        enum sim_result result = sim_entity_turn(ARENA(self), PROTOTYPES(self), self->entity, direction);
        if (result != SIM_OK) {
            return luaapi_raise(L, "LuaEntity::direction: the stand-in cannot turn a splitter by a quarter.");
        }
    }
    return 0;
}

/* rotate{reverse?}: whether it turned. */
static int rotate(lua_State *L, luaapi_object *self)
{
    int reverse = lua_istable(L, 1) && luaapi_field_boolean_or(L, 1, "reverse", 0);
    lua_pushboolean(L, sim_build_rotate(ARENA(self), PROTOTYPES(self), self->entity, reverse) == SIM_OK);
    return 1;
}

static int get_orientation(lua_State *L, luaapi_object *self)
{
    lua_pushnumber(L, luaapi_entity_of(self)->direction / (double)SIM_DIRECTION_COUNT);
    return 1;
}

static int get_health(lua_State *L, luaapi_object *self)
{
    if (prototype_of(self)->max_health > 0) {
        lua_pushnumber(L, sim_health_points(ARENA(self), PROTOTYPES(self), luaapi_entity_of(self)));
    } else {
        lua_pushnil(L);
    }
    return 1;
}

/* "Health is automatically clamped to be between 0 and max health" (the description of LuaEntity::health). */
static int set_health(lua_State *L, luaapi_object *self)
{
    double health = luaapi_check_number(L, 3, "health");
    sim_health_set(luaapi_surface_of(self)->arena, self->world->prototypes, self->entity,
                   health > 0 ? (float)health : 0.0f);
    return 0;
}

static int get_max_health(lua_State *L, luaapi_object *self)
{
    lua_pushnumber(L, sim_health_most(ARENA(self), PROTOTYPES(self), luaapi_entity_of(self)));
    return 1;
}

static int get_health_ratio(lua_State *L, luaapi_object *self)
{
    float most = sim_health_most(ARENA(self), PROTOTYPES(self), luaapi_entity_of(self));
    if (most > 0) {
        lua_pushnumber(L, sim_health_points(ARENA(self), PROTOTYPES(self), luaapi_entity_of(self)) / most);
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

/* defines.entity_status by the numbers of enum sim_status. */
static const char *const status_names[SIM_STATUS_COUNT] = {
    NULL, "working", "normal", "no_power", "low_power", "no_fuel", "no_minable_resources", "missing_required_fluid",
    "no_ingredients", "item_ingredient_shortage", "fluid_ingredient_shortage", "full_output",
    "waiting_for_space_in_destination", "waiting_for_source_items", "waiting_for_target_to_be_built", "no_recipe",
    "no_research_in_progress", "missing_science_packs", "not_plugged_in_electric_network", "no_input_fluid",
    "fully_charged", "charging", "discharging", "no_ammo", "disabled_by_script", "marked_for_deconstruction",
    "low_input_fluid", "low_temperature", "preparing_rocket_for_launch", "waiting_to_launch_rocket",
    "launching_rocket"};

/* The game works a crafting machine's status out when it is read; the engine keeps that of its last turn. */
static enum sim_status status_of(const luaapi_object *self)
{
    uint8_t type = ENTITY_TYPE(self);
    if (type == SIM_TYPE_FURNACE || type == SIM_TYPE_ASSEMBLING_MACHINE || type == SIM_TYPE_ROCKET_SILO) {
        return sim_crafter_status_now(ARENA(self), PROTOTYPES(self), SLOT(self));
    }
    return sim_entity_status(ARENA(self), PROTOTYPES(self), SLOT(self));
}

static int get_status(lua_State *L, luaapi_object *self)
{
    enum sim_status status = status_of(self);
    if (ENTITY_TYPE(self) == SIM_TYPE_ENTITY_GHOST) {
        luaapi_push_define(L, "entity_status", "ghost");
        return 1;
    }
    if (status >= SIM_STATUS_COUNT || status_names[status] == NULL) {
        lua_pushnil(L);
        return 1;
    }
    uint16_t *number = &self->world->status_numbers[status];
    if (*number == 0) {
        luaapi_push_define(L, "entity_status", status_names[status]);
        *number = (uint16_t)(lua_tonumber(L, -1) + 1);
    }
    lua_pushnumber(L, *number - 1);
    return 1;
}

static int get_quality(lua_State *L, luaapi_object *self)
{
    luaapi_push_prototype(L, self->world, &luaapi_class_quality_prototype, 1);
    return 1;
}

BOOLEAN_GETTER(get_is_with_health, ENTITY_PROTOTYPE(self)->max_health > 0)
BOOLEAN_GETTER(get_is_military_target, ENTITY_PROTOTYPE(self)->flags & SIM_FLAG_IS_MILITARY_TARGET)
BOOLEAN_GETTER(get_supports_direction, sim_build_has_direction(PROTOTYPES(self), luaapi_entity_of(self)->prototype))
BOOLEAN_GETTER(can_be_destroyed, 1)
NUMBER_OR_NIL_GETTER(get_initial_amount, ENTITY_PROTOTYPE(self)->resource_infinite,
                     luaapi_entity_of(self)->initial_amount)

static int has_flag(lua_State *L, luaapi_object *self)
{
    luaapi_push_prototype(L, self->world, &luaapi_class_entity_prototype, luaapi_entity_of(self)->prototype);
    lua_getfield(L, -1, "has_flag");
    lua_pushvalue(L, 1);
    lua_call(L, 1, 1);
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

/* {the cause at the index, its force at the other}. */
static sim_damage_source read_source(lua_State *L, int force_index, int cause_index, const luaapi_object *self)
{
    sim_damage_source source = {{0, 0}, SIM_FORCE_NEUTRAL};
    if (!lua_isnoneornil(L, force_index)) {
        uint8_t byte = luaapi_surface_force_byte(self->world, luaapi_surface_of(self),
                                                 luaapi_read_force(L, force_index, self->world));
        source.force = byte < LUAAPI_SURFACE_FORCES ? byte : SIM_FORCE_NEUTRAL;
    }
    luaapi_object *cause = luaapi_object_at(L, cause_index, &luaapi_class_entity);
    if (cause != NULL && cause->surface == self->surface) {
        source.entity = cause->entity;
    }
    return source;
}

/* die(force?, cause?): handlers hear of it while it still stands. */
static int die(lua_State *L, luaapi_object *self)
{
    lua_settop(L, 2);
    sim_damage_source source = read_source(L, 1, 2, self);
    if (ENTITY_PROTOTYPE(self)->max_health <= 0) {
        lua_pushboolean(L, 0);
        return 1;
    }
    push_entity_event(L, self);
    if (!lua_isnil(L, 1)) {
        luaapi_push_force(L, self->world, luaapi_read_force(L, 1, self->world));
        luaapi_ordered_setfield(L, -2, "force");
    }
    luaapi_event_raise(L, self->world, "on_entity_died");
    if (luaapi_entity_of(self) != NULL) {
        luaapi_surface_reserve_tick(self->world, luaapi_surface_of(self));
        uint32_t mask = ARENA(self)->event_mask;
        ARENA(self)->event_mask &= ~(1u << SIM_EVENT_ENTITY_DIED);
        sim_entity_die(ARENA(self), PROTOTYPES(self), self->entity, source);
        ARENA(self)->event_mask = mask;
    }
    lua_pushboolean(L, 1);
    return 1;
}

/* damage(damage, force, type = "impact", source?, cause?): what it lost of its health. */
static int damage(lua_State *L, luaapi_object *self)
{
    double amount = luaapi_check_number(L, 1, "damage");
    lua_settop(L, 5);
    luaapi_read_force(L, 2, self->world);
    uint16_t type = lua_isnil(L, 3) ? sim_damage_type_named(PROTOTYPES(self), "impact")
                                    : luaapi_read_damage_type(L, 3, self->world);
    double dealt = 0;
    if (ENTITY_PROTOTYPE(self)->max_health > 0 && amount > 0 && luaapi_entity_is_destructible(L, self)) {
        sim_damage_source source = read_source(L, 2, 5, self);
        luaapi_surface_reserve_tick(self->world, luaapi_surface_of(self));
        sim_damage_apply(ARENA(self), PROTOTYPES(self), self->entity, type, amount, source, &dealt);
        luaapi_engine_events_raise(L, self->world, 1);
    }
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
    {"status", get_status, NULL, NULL},
    {"quality", get_quality, NULL, NULL},
    {"rotate", NULL, NULL, rotate},
    {"supports_direction", get_supports_direction, NULL, NULL},
    {"is_entity_with_health", get_is_with_health, NULL, NULL},
    {"is_military_target", get_is_military_target, NULL, NULL},
    {"initial_amount", get_initial_amount, NULL, NULL},
    {"has_flag", NULL, NULL, has_flag},
    {"can_be_destroyed", NULL, NULL, can_be_destroyed},
    {"grid", luaapi_get_nothing, NULL, NULL},
    {"player", luaapi_get_nothing, NULL, NULL},
    {"associated_player", luaapi_get_nothing, NULL, NULL},
    {"last_user", luaapi_get_nothing, NULL, NULL},
    {"destroy", NULL, NULL, destroy},
    {"die", NULL, NULL, die},
    {"damage", NULL, NULL, damage},
    {NULL, NULL, NULL, NULL},
};

static const luaapi_member *const parts[] = {
    luaapi_control_item_members, luaapi_control_character_members, luaapi_entity_energy_members,
    luaapi_entity_fluid_members, luaapi_entity_machine_members, luaapi_entity_inserter_members,
    luaapi_entity_sorting_members, luaapi_entity_belt_members, luaapi_entity_wire_members, luaapi_entity_combat_members,
    luaapi_entity_building_members, luaapi_control_crafting_members, luaapi_control_bonus_members,
    luaapi_entity_script_members, luaapi_entity_taking_members, luaapi_entity_fact_members, luaapi_entity_line_members,
    luaapi_entity_heat_members, luaapi_entity_headless_members, luaapi_entity_inventory_members,
    luaapi_entity_silo_members, luaapi_entity_infinity_members,
    NULL};

const luaapi_class luaapi_class_entity = {.name = "LuaEntity",
                                          .members = members,
                                          .inherited = luaapi_control_members,
                                          .parts = parts,
                                          .valid = entity_valid};
