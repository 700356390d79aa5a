/* LuaFluidBox: the boxes of an entity, by number from 1. */
#include <float.h>

#include "harness/standin/luaapi/entity/fluid_values.h"
#include "harness/standin/luaapi/objects/plain_members.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"
#include "harness/standin/luaapi/vm/ordered.h"

static int index_box(lua_State *L, luaapi_object *self)
{
    if (lua_type(L, 2) != LUA_TNUMBER) {
        return 0;
    }
    if (luaapi_fluid_boxes(self) == 0) {
        lua_pushnil(L);
        return 1;
    }
    return luaapi_push_fluid(L, self, luaapi_fluid_content(self, luaapi_fluid_box_at(L, self, 2)));
}

static int set_box(lua_State *L, luaapi_object *self)
{
    if (lua_type(L, 2) != LUA_TNUMBER) {
        return 0;
    }
    uint32_t box = luaapi_fluid_box_at(L, self, 2);
    sim_fluid_box_flush(ARENA(self), PROTOTYPES(self), box);
    if (!lua_isnil(L, 3)) {
        sim_fluid_content content = luaapi_read_fluid(L, 3, self->world);
        sim_fluid_box_add(ARENA(self), PROTOTYPES(self), box, content.fluid, sim_fluid_amount(content.amount),
                          content.temperature);
    }
    return 1;
}

NUMBER_GETTER(length, luaapi_fluid_boxes(self))

static int get_capacity(lua_State *L, luaapi_object *self)
{
    uint32_t box = luaapi_fluid_box_at(L, self, 1);
    lua_pushnumber(L, PROTOTYPES(self)->fluid_boxes[sim_fluid_box_at(ARENA(self), box)->prototype].volume);
    return 1;
}

static int get_prototype(lua_State *L, luaapi_object *self)
{
    uint32_t box = luaapi_fluid_box_at(L, self, 1);
    luaapi_object *prototype = luaapi_object_push(L, self->world, &luaapi_class_fluid_box_prototype);
    prototype->number = luaapi_entity_of(self)->prototype;
    prototype->x = (int32_t)(sim_fluid_box_at(ARENA(self), box)->prototype - ENTITY_PROTOTYPE(self)->first_fluid_box);
    return 1;
}

static int get_locked_fluid(lua_State *L, luaapi_object *self)
{
    uint16_t filter = sim_fluid_box_at(ARENA(self), luaapi_fluid_box_at(L, self, 1))->filter;
    if (filter) {
        lua_pushstring(L, PROTOTYPES(self)->fluids[filter].name);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

/* 1 where scripts and players may say which fluid goes through. */
static int has_own_filter(const luaapi_object *self)
{
    return ENTITY_TYPE(self) == SIM_TYPE_PUMP;
}

/* get_filter(i): what was set, nil for none; what a recipe asks for is get_locked_fluid. */
static int get_filter(lua_State *L, luaapi_object *self)
{
    uint16_t filter = sim_fluid_box_at(ARENA(self), luaapi_fluid_box_at(L, self, 1))->filter;
    if (filter == 0 || !has_own_filter(self)) {
        lua_pushnil(L);
        return 1;
    }
    lua_newtable(L);
    luaapi_put_string(L, "name", PROTOTYPES(self)->fluids[filter].name);
    luaapi_put_number(L, "minimum_temperature", -DBL_MAX);
    luaapi_put_number(L, "maximum_temperature", DBL_MAX);
    return 1;
}

/* set_filter(i, {name = } or nil): whether that was possible, which it is of pumps. Temperatures are not read. */
static int set_filter(lua_State *L, luaapi_object *self)
{
    uint32_t box = luaapi_fluid_box_at(L, self, 1);
    uint16_t fluid = 0;
    if (!lua_isnoneornil(L, 2)) {
        luaapi_check_type(L, 2, LUA_TTABLE, "set_filter");
        lua_getfield(L, 2, "name");
        fluid = luaapi_read_fluid_prototype(L, lua_gettop(L), self->world);
    }
    if (has_own_filter(self)) {
        sim_fluid_box_set_filter(ARENA(self), PROTOTYPES(self), box, fluid);
    }
    lua_pushboolean(L, has_own_filter(self));
    return 1;
}

static int get_segment_id(lua_State *L, luaapi_object *self)
{
    uint32_t segment = sim_fluid_box_at(ARENA(self), luaapi_fluid_box_at(L, self, 1))->segment;
    if (segment) {
        lua_pushnumber(L, segment);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

static int get_segment_contents(lua_State *L, luaapi_object *self)
{
    uint32_t number = sim_fluid_box_at(ARENA(self), luaapi_fluid_box_at(L, self, 1))->segment;
    if (number == 0) {
        lua_pushnil(L);
        return 1;
    }
    const sim_segment *segment = sim_segment_at(ARENA(self), number);
    lua_newtable(L);
    if (segment->fluid && segment->amount > 0) {
        luaapi_put_number(L, PROTOTYPES(self)->fluids[segment->fluid].name, sim_fluid_units(segment->amount));
    }
    return 1;
}

/* get_connections(i): a LuaFluidBox of each other entity that the box is connected to. */
static int get_connections(lua_State *L, luaapi_object *self)
{
    const sim_fluid_box *box = sim_fluid_box_at(ARENA(self), luaapi_fluid_box_at(L, self, 1));
    int count = 0;
    lua_newtable(L);
    for (int i = 0; i < SIM_FLUID_BOX_CONNECTIONS; i++) {
        if (box->target[i]) {
            uint32_t slot = sim_fluid_box_at(ARENA(self), box->target[i])->entity;
            luaapi_object *other = luaapi_object_push(L, self->world, &luaapi_class_fluid_box);
            other->surface = self->surface;
            other->entity = sim_entity_handle(ARENA(self), slot);
            lua_rawseti(L, -2, ++count);
        }
    }
    return 1;
}

/* Where an end of pipe lies and leads, by the entity's direction. */
static void push_connection(lua_State *L, const luaapi_object *self, const sim_pipe_connection_prototype *connection,
                            uint32_t target)
{
    static const char *const flows[] = {"input-output", "input", "output"};
    static const char *const types[] = {"normal", "underground", "linked"};
    const sim_entity *entity = luaapi_entity_of(self);
    sim_position at = connection->positions[entity->direction / 4 % 4];
    uint8_t direction = (uint8_t)((connection->direction + entity->direction) % SIM_DIRECTION_COUNT);
    at.x += entity->position.x;
    at.y += entity->position.y;
    sim_position to = at;
    to.x += direction == 4 ? SIM_FIXED_ONE : direction == 12 ? -SIM_FIXED_ONE : 0;
    to.y += direction == 8 ? SIM_FIXED_ONE : direction == 0 ? -SIM_FIXED_ONE : 0;
    lua_newtable(L);
    luaapi_put_string(L, "flow_direction", flows[connection->flow_direction]);
    luaapi_put_string(L, "connection_type", types[connection->type]);
    luaapi_push_fixed_position(L, at);
    luaapi_ordered_setfield(L, -2, "position");
    luaapi_push_fixed_position(L, to);
    luaapi_ordered_setfield(L, -2, "target_position");
    if (target) {
        const sim_fluid_box *other = sim_fluid_box_at(ARENA(self), target);
        luaapi_object *object = luaapi_object_push(L, self->world, &luaapi_class_fluid_box);
        object->surface = self->surface;
        object->entity = sim_entity_handle(ARENA(self), other->entity);
        luaapi_ordered_setfield(L, -2, "target");
        luaapi_put_number(L, "target_fluidbox_index", other->index + 1);
    }
}

static int get_pipe_connections(lua_State *L, luaapi_object *self)
{
    const sim_fluid_box *box = sim_fluid_box_at(ARENA(self), luaapi_fluid_box_at(L, self, 1));
    const sim_fluid_box_prototype *prototype = &PROTOTYPES(self)->fluid_boxes[box->prototype];
    lua_createtable(L, (int)prototype->connection_count, 0);
    for (uint32_t i = 0; i < prototype->connection_count && i < SIM_FLUID_BOX_CONNECTIONS; i++) {
        push_connection(L, self, &PROTOTYPES(self)->pipe_connections[prototype->first_connection + i],
                        box->target[i]);
        lua_rawseti(L, -2, (int)i + 1);
    }
    return 1;
}

/* flush(index): {name = amount} of what has gone. */
static int flush(lua_State *L, luaapi_object *self)
{
    uint32_t box = luaapi_fluid_box_at(L, self, 1);
    uint32_t segment = sim_fluid_box_at(ARENA(self), box)->segment;
    sim_fluid_content content = luaapi_fluid_content(self, box);
    double amount = segment ? sim_fluid_units(sim_segment_at(ARENA(self), segment)->amount) : content.amount;
    sim_fluid_box_flush(ARENA(self), PROTOTYPES(self), box);
    lua_newtable(L);
    if (content.fluid && amount > 0) {
        luaapi_put_number(L, PROTOTYPES(self)->fluids[content.fluid].name, amount);
    }
    return 1;
}

static int get_owner(lua_State *L, luaapi_object *self)
{
    luaapi_push_entity(L, self->world, self->surface, self->entity);
    return 1;
}

static int entity_valid(const luaapi_object *self)
{
    return luaapi_entity_of(self) != NULL;
}

static const luaapi_member box_members[] = {
    {"owner", get_owner, NULL, NULL},
    {"get_capacity", NULL, NULL, get_capacity},
    {"get_prototype", NULL, NULL, get_prototype},
    {"get_locked_fluid", NULL, NULL, get_locked_fluid},
    {"get_filter", NULL, NULL, get_filter},
    {"set_filter", NULL, NULL, set_filter},
    {"get_fluid_segment_id", NULL, NULL, get_segment_id},
    {"get_fluid_segment_contents", NULL, NULL, get_segment_contents},
    {"get_connections", NULL, NULL, get_connections},
    {"get_pipe_connections", NULL, NULL, get_pipe_connections},
    {"flush", NULL, NULL, flush},
    {"get_linked_connections", NULL, NULL, luaapi_get_empty},
    {"get_linked_connection", NULL, NULL, luaapi_get_nothing},
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_fluid_box = {.name = "LuaFluidBox",
                                             .members = box_members,
                                             .valid = entity_valid,
                                             .index = index_box,
                                             .new_index = set_box,
                                             .length = length};
