/* LuaCommandable: what units and groups of units are told to do. */
#include <math.h>

#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"

/* Of a unit: entity. Of a group: number, its record, and x, its unique number, as records are used again. */
void luaapi_push_unit(lua_State *L, luaapi_world *world, uint32_t surface, sim_handle unit)
{
    luaapi_object *object = luaapi_object_push(L, world, &luaapi_class_commandable);
    object->surface = surface;
    object->entity = unit;
}

void luaapi_push_group(lua_State *L, luaapi_world *world, uint32_t surface, uint32_t group)
{
    luaapi_object *object = luaapi_object_push(L, world, &luaapi_class_commandable);
    object->surface = surface;
    object->number = group;
    object->x = (int32_t)sim_unit_group_get(luaapi_world_surface(world, surface)->arena, group)->number;
}

static sim_unit_group *group_of(const luaapi_object *self)
{
    sim_unit_group *group = self->number ? sim_unit_group_get(ARENA(self), self->number) : NULL;
    return group != NULL && group->number == (uint32_t)self->x ? group : NULL;
}

static sim_unit *unit_of(const luaapi_object *self)
{
    return self->number ? NULL : sim_unit_get(ARENA(self), PROTOTYPES(self), self->entity);
}

static int commandable_valid(const luaapi_object *self)
{
    return luaapi_surface_of(self) != NULL && (group_of(self) != NULL || unit_of(self) != NULL);
}

static void require_group(lua_State *L, const luaapi_object *self, const char *member)
{
    if (group_of(self) == NULL) {
        luaapi_raise(L, "LuaCommandable::%s: only a unit group has it.", member);
    }
}

BOOLEAN_GETTER(get_is_entity, self->number == 0)
BOOLEAN_GETTER(get_is_unit_group, self->number != 0)
NUMBER_GETTER(get_unique_id, self->number ? (double)self->x : luaapi_entity_of(self)->unit_number)

static int get_entity(lua_State *L, luaapi_object *self)
{
    if (self->number) {
        return luaapi_raise(L, "LuaCommandable::entity: a unit group is no entity.");
    }
    luaapi_push_entity(L, self->world, self->surface, self->entity);
    return 1;
}

static int get_surface(lua_State *L, luaapi_object *self)
{
    luaapi_push_surface(L, self->world, self->surface);
    return 1;
}

static int get_force(lua_State *L, luaapi_object *self)
{
    uint32_t byte = self->number ? group_of(self)->force : luaapi_entity_of(self)->force;
    luaapi_push_force(L, self->world, luaapi_surface_of(self)->force_of_byte[byte]);
    return 1;
}

static int get_position(lua_State *L, luaapi_object *self)
{
    luaapi_push_fixed_position(L, self->number ? group_of(self)->position : luaapi_entity_of(self)->position);
    return 1;
}

static int get_parent_group(lua_State *L, luaapi_object *self)
{
    uint32_t group = self->number ? 0 : unit_of(self)->group;
    if (group) {
        luaapi_push_group(L, self->world, self->surface, group);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

static int get_state(lua_State *L, luaapi_object *self)
{
    static const char *const states[] = {"gathering", "moving", "attacking_distraction", "attacking_target",
                                         "finished", "pathfinding", "wander_in_group"};
    require_group(L, self, "state");
    luaapi_push_define(L, "group_state", states[group_of(self)->state]);
    return 1;
}

BOOLEAN_GETTER(get_is_script_driven, self->number && group_of(self)->is_script_driven)

static int push_members(lua_State *L, luaapi_object *self, int as_entities)
{
    sim_handle unit;
    lua_newtable(L);
    require_group(L, self, "members");
    for (uint32_t i = 0; (unit = sim_unit_group_member(ARENA(self), self->number, i)).index != 0; i++) {
        if (as_entities) {
            luaapi_push_entity(L, self->world, self->surface, unit);
        } else {
            luaapi_push_unit(L, self->world, self->surface, unit);
        }
        lua_rawseti(L, -2, (int)i + 1);
    }
    return 1;
}

static int get_members(lua_State *L, luaapi_object *self)
{
    return push_members(L, self, 1);
}

static int get_commandable_members(lua_State *L, luaapi_object *self)
{
    return push_members(L, self, 0);
}

/* Names of defines.command and defines.distraction by the engine's numbers. */
static const char *const commands[] = {"none", "stop", "go_to_location", "attack", "attack_area", "wander", "flee",
                                       "build_base", "group", NULL};

static const char *const distractions[] = {"none", "by_enemy", "by_anything", "by_damage", NULL};

static sim_handle read_target(lua_State *L, int index, const luaapi_object *self, const char *key)
{
    sim_handle nothing = {0, 0};
    if (!luaapi_push_field(L, index, key)) {
        return nothing;
    }
    const luaapi_object *entity = luaapi_object_check(L, lua_gettop(L), &luaapi_class_entity, "set_command");
    sim_handle handle = entity->surface == self->surface ? entity->entity : nothing;
    lua_pop(L, 1);
    return handle;
}

static void read_destination(lua_State *L, int index, const luaapi_object *self, sim_command *command)
{
    sim_handle entity = read_target(L, index, self, "destination_entity");
    if (entity.index) {
        command->destination = sim_entity_get(ARENA(self), entity)->position;
    } else if (luaapi_push_field(L, index, "destination")) {
        command->destination = luaapi_read_fixed_position(L, -1, "destination");
        lua_pop(L, 1);
    } else if (command->kind == SIM_COMMAND_WANDER) {
        command->destination = self->number ? group_of(self)->position : luaapi_entity_of(self)->position;
    } else {
        luaapi_raise(L, "Key \"destination\" not found in property tree at ROOT");
    }
    double radius = luaapi_field_number_or(L, index, command->kind == SIM_COMMAND_WANDER ? "wander_radius" : "radius",
                                           -1);
    command->radius = radius >= 0 && radius < 1e6 ? sim_fixed_from_tiles(radius) : command->radius;
}

static sim_command read_command(lua_State *L, int index, const luaapi_object *self)
{
    luaapi_check_type(L, index, LUA_TTABLE, "set_command");
    lua_getfield(L, index, "type");
    int kind = luaapi_read_define(L, -1, "command", commands);
    lua_pop(L, 1);
    if (kind <= 0 || kind == SIM_COMMAND_GROUP) {
        luaapi_raise(L, "LuaCommandable::set_command: this type of command is not possible here.");
    }
    sim_command command = sim_command_of((enum sim_command_kind)kind);
    if (luaapi_push_field(L, index, "distraction")) {
        int distraction = luaapi_read_define(L, -1, "distraction", distractions);
        command.distraction = distraction < 0 ? command.distraction : (uint8_t)distraction;
        lua_pop(L, 1);
    }
    if (kind == SIM_COMMAND_ATTACK || kind == SIM_COMMAND_FLEE) {
        command.target = read_target(L, index, self, kind == SIM_COMMAND_ATTACK ? "target" : "from");
    } else if (kind != SIM_COMMAND_STOP) {
        read_destination(L, index, self, &command);
    }
    command.ticks = (uint32_t)fmax(luaapi_field_number_or(L, index, "ticks_to_wait", 0), 0);
    return command;
}

static uint64_t stop_ticks(const sim_command *command)
{
    return command->kind == SIM_COMMAND_STOP ? command->ticks : 0;
}

/* A compound command: any number of stops, each for its ticks, and then one command of any type. */
static sim_command read_compound(lua_State *L, int index, const luaapi_object *self)
{
    static const char *const structures[] = {"return_last", NULL};
    lua_getfield(L, index, "structure_type");
    int structure = luaapi_read_define(L, -1, "compound_command", structures);
    lua_getfield(L, index, "commands");
    int list = lua_gettop(L), count = lua_type(L, list) == LUA_TTABLE ? (int)lua_rawlen(L, list) : 0;
    sim_command command = sim_command_of(SIM_COMMAND_STOP);
    uint64_t waits = 0;
    for (int i = 1; i <= count && structure == 0; i++) {
        lua_rawgeti(L, list, i);
        command = read_command(L, lua_gettop(L), self);
        lua_pop(L, 1);
        int is_pause = stop_ticks(&command) > 0;
        if (i < count && !is_pause) break;
        waits += i < count ? stop_ticks(&command) : 0;
        structure = i == count ? 1 : 0;
    }
    if (structure != 1 || waits > UINT32_MAX) {
        luaapi_raise(L, "LuaCommandable::set_command: a compound command must be stops and then one command here.");
    }
    lua_pop(L, 2);
    command.wait_ticks = (uint32_t)waits;
    return command;
}

static int is_compound(lua_State *L, int index)
{
    static const char *const compounds[] = {"compound", NULL};
    luaapi_check_type(L, index, LUA_TTABLE, "set_command");
    lua_getfield(L, index, "type");
    int is_one = luaapi_read_define(L, -1, "command", compounds) == 0;
    lua_pop(L, 1);
    return is_one;
}

static int set_command(lua_State *L, luaapi_object *self)
{
    sim_command command = is_compound(L, 1) ? read_compound(L, 1, self) : read_command(L, 1, self);
    enum sim_result result =
        self->number ? sim_unit_group_set_command(ARENA(self), PROTOTYPES(self), self->number, &command)
                     : sim_unit_set_command(ARENA(self), PROTOTYPES(self), self->entity, &command);
    if (result != SIM_OK) {
        return luaapi_raise(L, "LuaCommandable::set_command: %s.", sim_result_text(result));
    }
    return 0;
}

static const sim_command *command_of(const luaapi_object *self)
{
    return self->number ? &group_of(self)->command : &unit_of(self)->command;
}

BOOLEAN_GETTER(get_has_command, command_of(self)->kind != SIM_COMMAND_NONE)

static void push_command(lua_State *L, const luaapi_object *self, const sim_command *command)
{
    lua_newtable(L);
    luaapi_push_define(L, "command", commands[command->kind]);
    luaapi_ordered_setfield(L, -2, "type");
    luaapi_push_define(L, "distraction", distractions[command->distraction]);
    luaapi_ordered_setfield(L, -2, "distraction");
    if (command->target.index) {
        luaapi_push_handle(L, self, command->target);
        luaapi_ordered_setfield(L, -2, command->kind == SIM_COMMAND_FLEE ? "from" : "target");
    } else if (command->kind != SIM_COMMAND_STOP) {
        luaapi_push_fixed_position(L, command->destination);
        luaapi_ordered_setfield(L, -2, "destination");
        luaapi_put_number(L, command->kind == SIM_COMMAND_WANDER ? "wander_radius" : "radius",
                          sim_fixed_to_tiles(command->radius));
    }
    if (command->ticks) {
        luaapi_put_number(L, "ticks_to_wait", command->ticks);
    }
}

static void push_compound(lua_State *L, const luaapi_object *self, const sim_command *command)
{
    sim_command pause = sim_command_of(SIM_COMMAND_STOP);
    pause.ticks = command->wait_ticks;
    lua_newtable(L);
    luaapi_push_define(L, "command", "compound");
    luaapi_ordered_setfield(L, -2, "type");
    luaapi_push_define(L, "compound_command", "return_last");
    luaapi_ordered_setfield(L, -2, "structure_type");
    lua_newtable(L);
    push_command(L, self, &pause);
    lua_rawseti(L, -2, 1);
    push_command(L, self, command);
    lua_rawseti(L, -2, 2);
    luaapi_ordered_setfield(L, -2, "commands");
}

static int get_command(lua_State *L, luaapi_object *self)
{
    const sim_command *command = command_of(self);
    if (command->kind == SIM_COMMAND_NONE) {
        lua_pushnil(L);
    } else if (command->wait_ticks) {
        push_compound(L, self, command);
    } else {
        push_command(L, self, command);
    }
    return 1;
}

static int add_member(lua_State *L, luaapi_object *self)
{
    require_group(L, self, "add_member");
    luaapi_object *object = luaapi_object_at(L, 1, &luaapi_class_entity);
    luaapi_object *member = object ? object : luaapi_object_check(L, 1, &luaapi_class_commandable, "add_member");
    enum sim_result result = SIM_NOT_FOUND;
    if (member->surface == self->surface) {
        result = sim_unit_group_add(ARENA(self), PROTOTYPES(self), self->number, member->entity);
    }
    if (result != SIM_OK) {
        return luaapi_raise(L, "LuaCommandable::add_member: %s.", sim_result_text(result));
    }
    return 0;
}

static int start_moving(lua_State *L, luaapi_object *self)
{
    require_group(L, self, "start_moving");
    sim_unit_group_start_moving(ARENA(self), PROTOTYPES(self), self->number);
    return 0;
}

static int set_autonomous(lua_State *L, luaapi_object *self)
{
    require_group(L, self, "set_autonomous");
    sim_unit_group_set_autonomous(ARENA(self), self->number);
    return 0;
}

static int destroy(lua_State *L, luaapi_object *self)
{
    require_group(L, self, "destroy");
    sim_unit_group_destroy(ARENA(self), self->number);
    return 0;
}

static int get_spawner(lua_State *L, luaapi_object *self)
{
    sim_handle nothing = {0, 0};
    luaapi_push_handle(L, self, self->number ? nothing : unit_of(self)->spawner);
    return 1;
}

static const luaapi_member members[] = {
    {"is_entity", get_is_entity, NULL, NULL},
    {"is_unit_group", get_is_unit_group, NULL, NULL},
    {"unique_id", get_unique_id, NULL, NULL},
    {"entity", get_entity, NULL, NULL},
    {"surface", get_surface, NULL, NULL},
    {"force", get_force, NULL, NULL},
    {"position", get_position, NULL, NULL},
    {"parent_group", get_parent_group, NULL, NULL},
    {"spawner", get_spawner, NULL, NULL},
    {"state", get_state, NULL, NULL},
    {"is_script_driven", get_is_script_driven, NULL, NULL},
    {"members", get_members, NULL, NULL},
    {"commandable_members", get_commandable_members, NULL, NULL},
    {"command", get_command, NULL, NULL},
    {"has_command", get_has_command, NULL, NULL},
    {"set_command", NULL, NULL, set_command},
    {"release_from_spawner", NULL, NULL, luaapi_entity_release_from_spawner},
    {"add_member", NULL, NULL, add_member},
    {"start_moving", NULL, NULL, start_moving},
    {"set_autonomous", NULL, NULL, set_autonomous},
    {"destroy", NULL, NULL, destroy},
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_commandable = {
    .name = "LuaCommandable", .members = members, .valid = commandable_valid};
