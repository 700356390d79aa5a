/* LuaEntity: fluids. LuaFluidBox: the boxes of an entity, by number from 1. */
#include <float.h>
#include <math.h>

#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"
#include "harness/standin/luaapi/objects/plain_members.h"

uint32_t luaapi_fluid_box_of(const luaapi_object *self)
{
    return ENTITY_PROTOTYPE(self)->fluid_box_count == 0
               ? 0
               : sim_fluid_first_box(ARENA(self), PROTOTYPES(self), SLOT(self));
}

static uint32_t count_boxes(const luaapi_object *self)
{
    uint32_t count = 0;
    for (uint32_t box = luaapi_fluid_box_of(self); box; box = sim_fluid_box_next(ARENA(self), box)) {
        count++;
    }
    return count;
}

static sim_fluid_content content_of(const luaapi_object *self, uint32_t box)
{
    return sim_fluid_box_content(ARENA(self), PROTOTYPES(self), box);
}

/* {name, amount, temperature}, or nil for an empty box. */
static int push_content(lua_State *L, const luaapi_object *self, sim_fluid_content content)
{
    static const char *const keys[] = {"name", "amount", "temperature", NULL};
    if (content.fluid == 0 || !(content.amount > 0)) {
        lua_pushnil(L);
        return 1;
    }
    lua_createtable(L, 0, 4);
    luaapi_ordered_template(L, -1, keys);
    lua_pushstring(L, PROTOTYPES(self)->fluids[content.fluid].name);
    lua_setfield(L, -2, "name");
    lua_pushnumber(L, content.amount);
    lua_setfield(L, -2, "amount");
    lua_pushnumber(L, content.temperature);
    lua_setfield(L, -2, "temperature");
    return 1;
}

/* {name, amount, temperature?}. */
static sim_fluid_content read_fluid(lua_State *L, int index, luaapi_world *world)
{
    sim_fluid_content content = {0, 0, 0, 0};
    index = lua_absindex(L, index);
    luaapi_check_type(L, index, LUA_TTABLE, "fluid");
    luaapi_push_field(L, index, "name");
    content.fluid = luaapi_read_fluid_prototype(L, -1, world);
    lua_pop(L, 1);
    content.amount = luaapi_field_number(L, index, "amount");
    content.temperature =
        luaapi_field_number_or(L, index, "temperature", world->prototypes->fluids[content.fluid].default_temperature);
    if (!(content.amount >= 0 && content.amount < 1e12) || !(fabs(content.temperature) < 1e6)) {
        luaapi_raise(L, "Fluid amount and temperature must be numbers in range, the amount not negative.");
    }
    return content;
}

/* The `index`th box, from 1; raises beyond. */
static uint32_t box_at(lua_State *L, const luaapi_object *self, int argument)
{
    uint32_t index = (uint32_t)luaapi_read_integer(L, argument, "fluidbox index", 1, UINT32_MAX);
    uint32_t first = luaapi_fluid_box_of(self);
    uint32_t box = first ? sim_fluid_box_nth(ARENA(self), first, index - 1) : 0;
    if (box == 0) {
        luaapi_raise(L, "Index out of bounds: %d of %d fluid boxes.", (int)index, (int)count_boxes(self));
    }
    return box;
}

static int index_box(lua_State *L, luaapi_object *self)
{
    if (lua_type(L, 2) != LUA_TNUMBER) {
        return 0;
    }
    if (count_boxes(self) == 0) {
        lua_pushnil(L);
        return 1;
    }
    return push_content(L, self, content_of(self, box_at(L, self, 2)));
}

static int set_box(lua_State *L, luaapi_object *self)
{
    if (lua_type(L, 2) != LUA_TNUMBER) {
        return 0;
    }
    uint32_t box = box_at(L, self, 2);
    sim_fluid_box_flush(ARENA(self), PROTOTYPES(self), box);
    if (!lua_isnil(L, 3)) {
        sim_fluid_content content = read_fluid(L, 3, self->world);
        sim_fluid_box_add(ARENA(self), PROTOTYPES(self), box, content.fluid, sim_fluid_amount(content.amount),
                          content.temperature);
    }
    return 1;
}

NUMBER_GETTER(length, count_boxes(self))

static int get_capacity(lua_State *L, luaapi_object *self)
{
    uint32_t box = box_at(L, self, 1);
    lua_pushnumber(L, PROTOTYPES(self)->fluid_boxes[sim_fluid_box_at(ARENA(self), box)->prototype].volume);
    return 1;
}

static int get_prototype(lua_State *L, luaapi_object *self)
{
    uint32_t box = box_at(L, self, 1);
    luaapi_object *prototype = luaapi_object_push(L, self->world, &luaapi_class_fluid_box_prototype);
    prototype->number = luaapi_entity_of(self)->prototype;
    prototype->x = (int32_t)(sim_fluid_box_at(ARENA(self), box)->prototype - ENTITY_PROTOTYPE(self)->first_fluid_box);
    return 1;
}

static int get_locked_fluid(lua_State *L, luaapi_object *self)
{
    uint16_t filter = sim_fluid_box_at(ARENA(self), box_at(L, self, 1))->filter;
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
    uint16_t filter = sim_fluid_box_at(ARENA(self), box_at(L, self, 1))->filter;
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
    uint32_t box = box_at(L, self, 1);
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
    uint32_t segment = sim_fluid_box_at(ARENA(self), box_at(L, self, 1))->segment;
    if (segment) {
        lua_pushnumber(L, segment);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

static int get_segment_contents(lua_State *L, luaapi_object *self)
{
    uint32_t number = sim_fluid_box_at(ARENA(self), box_at(L, self, 1))->segment;
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
    const sim_fluid_box *box = sim_fluid_box_at(ARENA(self), box_at(L, self, 1));
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
    const sim_fluid_box *box = sim_fluid_box_at(ARENA(self), box_at(L, self, 1));
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
    uint32_t box = box_at(L, self, 1);
    uint32_t segment = sim_fluid_box_at(ARENA(self), box)->segment;
    sim_fluid_content content = content_of(self, box);
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

static int get_fluidbox(lua_State *L, luaapi_object *self)
{
    luaapi_object *box = luaapi_object_push(L, self->world, &luaapi_class_fluid_box);
    box->surface = self->surface;
    box->entity = self->entity;
    return 1;
}

NUMBER_GETTER(get_fluids_count, count_boxes(self))

static int get_fluid(lua_State *L, luaapi_object *self)
{
    return push_content(L, self, content_of(self, box_at(L, self, 1)));
}

static int set_fluid(lua_State *L, luaapi_object *self)
{
    uint32_t box = box_at(L, self, 1);
    sim_fluid_box_flush(ARENA(self), PROTOTYPES(self), box);
    if (!lua_isnoneornil(L, 2)) {
        sim_fluid_content content = read_fluid(L, 2, self->world);
        sim_fluid_box_add(ARENA(self), PROTOTYPES(self), box, content.fluid, sim_fluid_amount(content.amount),
                          content.temperature);
    }
    return push_content(L, self, content_of(self, box));
}

/* get_fluid_count(name?): of all boxes. */
static int get_fluid_count(lua_State *L, luaapi_object *self)
{
    uint16_t fluid = lua_isnoneornil(L, 1) ? 0 : luaapi_read_fluid_prototype(L, 1, self->world);
    double amount = 0;
    for (uint32_t box = luaapi_fluid_box_of(self); box; box = sim_fluid_box_next(ARENA(self), box)) {
        sim_fluid_content content = content_of(self, box);
        amount += fluid == 0 || content.fluid == fluid ? content.amount : 0;
    }
    lua_pushnumber(L, amount);
    return 1;
}

static int get_fluid_contents(lua_State *L, luaapi_object *self)
{
    lua_newtable(L);
    for (uint32_t box = luaapi_fluid_box_of(self); box; box = sim_fluid_box_next(ARENA(self), box)) {
        sim_fluid_content content = content_of(self, box);
        if (content.fluid && content.amount > 0) {
            const char *name = PROTOTYPES(self)->fluids[content.fluid].name;
            lua_getfield(L, -1, name);
            double before = lua_tonumber(L, -1);
            lua_pop(L, 1);
            luaapi_put_number(L, name, before + content.amount);
        }
    }
    return 1;
}

/* 1 when a box of the entity is kept for one fluid: a machine's boxes that its recipe has no use for take nothing then. */
static int keeps_boxes(const luaapi_object *self)
{
    for (uint32_t box = luaapi_fluid_box_of(self); box; box = sim_fluid_box_next(ARENA(self), box)) {
        if (sim_fluid_box_at(ARENA(self), box)->filter) {
            return 1;
        }
    }
    return 0;
}

/* insert_fluid(fluid): how much went in. */
static int insert_fluid(lua_State *L, luaapi_object *self)
{
    sim_fluid_content content = read_fluid(L, 1, self->world);
    int64_t left = sim_fluid_amount(content.amount);
    int64_t inserted = 0;
    int keeps = keeps_boxes(self);
    for (uint32_t box = luaapi_fluid_box_of(self); box && left > 0; box = sim_fluid_box_next(ARENA(self), box)) {
        if (keeps && sim_fluid_box_at(ARENA(self), box)->filter == 0) {
            continue;
        }
        int64_t put = sim_fluid_box_add(ARENA(self), PROTOTYPES(self), box, content.fluid, left, content.temperature);
        left -= put;
        inserted += put;
    }
    lua_pushnumber(L, sim_fluid_units(inserted));
    return 1;
}

/* remove_fluid{name, amount}: how much came out. */
static int remove_fluid(lua_State *L, luaapi_object *self)
{
    sim_fluid_content wanted = read_fluid(L, 1, self->world);
    int64_t left = sim_fluid_amount(wanted.amount);
    int64_t removed = 0;
    for (uint32_t box = luaapi_fluid_box_of(self); box && left > 0; box = sim_fluid_box_next(ARENA(self), box)) {
        if (content_of(self, box).fluid == wanted.fluid) {
            int64_t taken = sim_fluid_box_remove(ARENA(self), PROTOTYPES(self), box, left);
            left -= taken;
            removed += taken;
        }
    }
    lua_pushnumber(L, sim_fluid_units(removed));
    return 1;
}

static int clear_fluid_inside(lua_State *L, luaapi_object *self)
{
    (void)L;
    for (uint32_t box = luaapi_fluid_box_of(self); box; box = sim_fluid_box_next(ARENA(self), box)) {
        sim_fluid_box_flush(ARENA(self), PROTOTYPES(self), box);
    }
    return 0;
}

const luaapi_member luaapi_entity_fluid_members[] = {
    {"fluidbox", get_fluidbox, NULL, NULL},
    {"fluids_count", get_fluids_count, NULL, NULL},
    {"get_fluid", NULL, NULL, get_fluid},
    {"set_fluid", NULL, NULL, set_fluid},
    {"get_fluid_count", NULL, NULL, get_fluid_count},
    {"get_fluid_contents", NULL, NULL, get_fluid_contents},
    {"insert_fluid", NULL, NULL, insert_fluid},
    {"remove_fluid", NULL, NULL, remove_fluid},
    {"clear_fluid_inside", NULL, NULL, clear_fluid_inside},
    {NULL, NULL, NULL, NULL},
};
