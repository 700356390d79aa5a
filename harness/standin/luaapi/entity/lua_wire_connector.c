/* LuaWireConnector: the copper connector of an electric pole. Circuit wires do not exist here. */
#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"

static int connector_valid(const luaapi_object *self)
{
    return luaapi_entity_of(self) != NULL;
}

static void push_connector(lua_State *L, const luaapi_object *self, uint32_t slot)
{
    luaapi_object *object = luaapi_object_push(L, self->world, &luaapi_class_wire_connector);
    object->surface = self->surface;
    object->entity = sim_entity_handle(ARENA(self), slot);
}

static int is_pole(const luaapi_object *self)
{
    return ENTITY_TYPE(self) == SIM_TYPE_ELECTRIC_POLE;
}

/* get_wire_connector(id, or_create): nil for circuit connectors. */
static int get_wire_connector(lua_State *L, luaapi_object *self)
{
    static const char *const copper[] = {"pole_copper", NULL};
    luaapi_check_type(L, 1, LUA_TNUMBER, "get_wire_connector");
    if (is_pole(self) && luaapi_read_define(L, 1, "wire_connector_id", copper) == 0) {
        push_connector(L, self, SLOT(self));
    } else {
        lua_pushnil(L);
    }
    return 1;
}

static int get_wire_connectors(lua_State *L, luaapi_object *self)
{
    lua_newtable(L);
    if (is_pole(self)) {
        luaapi_push_define(L, "wire_connector_id", "pole_copper");
        push_connector(L, self, SLOT(self));
        luaapi_ordered_rawset(L, -3);
    }
    return 1;
}

static int can_wires_reach(lua_State *L, luaapi_object *self)
{
    const luaapi_object *other = luaapi_object_check(L, 1, &luaapi_class_entity, "can_wires_reach");
    double mine = ENTITY_PROTOTYPE(self)->maximum_wire_distance;
    double theirs = ENTITY_PROTOTYPE(other)->maximum_wire_distance;
    double reach = (mine < theirs ? mine : theirs) * SIM_FIXED_ONE;
    lua_pushboolean(L, other->surface == self->surface && reach > 0 &&
                           (double)sim_distance_squared(luaapi_entity_of(self)->position,
                                                        luaapi_entity_of(other)->position) <= reach * reach);
    return 1;
}

const luaapi_member luaapi_entity_wire_members[] = {
    {"get_wire_connector", NULL, NULL, get_wire_connector},
    {"get_wire_connectors", NULL, NULL, get_wire_connectors},
    {"can_wires_reach", NULL, NULL, can_wires_reach},
    {NULL, NULL, NULL, NULL},
};

static uint32_t count_wires(const luaapi_object *self)
{
    uint32_t count = 0;
    while (sim_pole_neighbour(ARENA(self), PROTOTYPES(self), SLOT(self), count)) {
        count++;
    }
    return count;
}

static int has_wire_to(const luaapi_object *self, uint32_t slot)
{
    for (uint32_t i = 0, other = 1; other; i++) {
        other = sim_pole_neighbour(ARENA(self), PROTOTYPES(self), SLOT(self), i);
        if (other == slot && other) {
            return 1;
        }
    }
    return 0;
}

static int get_owner(lua_State *L, luaapi_object *self)
{
    luaapi_push_entity(L, self->world, self->surface, self->entity);
    return 1;
}

NUMBER_GETTER(get_network_id, sim_pole_network(ARENA(self), PROTOTYPES(self), SLOT(self)))
NUMBER_GETTER(get_connection_count, count_wires(self))
BOOLEAN_GETTER(get_is_ghost, 0)

static int get_wire_type(lua_State *L, luaapi_object *self)
{
    (void)self;
    luaapi_push_define(L, "wire_type", "copper");
    return 1;
}

static int get_id(lua_State *L, luaapi_object *self)
{
    (void)self;
    luaapi_push_define(L, "wire_connector_id", "pole_copper");
    return 1;
}

/* {{target = connector, origin = defines.wire_origin.player}, ...}. */
static int get_connections(lua_State *L, luaapi_object *self)
{
    uint32_t count = count_wires(self);
    lua_createtable(L, (int)count, 0);
    for (uint32_t i = 0; i < count; i++) {
        lua_newtable(L);
        push_connector(L, self, sim_pole_neighbour(ARENA(self), PROTOTYPES(self), SLOT(self), i));
        luaapi_ordered_setfield(L, -2, "target");
        luaapi_push_define(L, "wire_origin", "player");
        luaapi_ordered_setfield(L, -2, "origin");
        lua_rawseti(L, -2, (int)i + 1);
    }
    return 1;
}

/* The connector of the argument when it is on the same surface, else NULL. */
static luaapi_object *other_of(lua_State *L, const luaapi_object *self, const char *function)
{
    luaapi_object *other = luaapi_object_check(L, 1, &luaapi_class_wire_connector, function);
    return other->surface == self->surface ? other : NULL;
}

/* connect_to(target, reach_check = true): true when there is a new wire. */
static int connect_to(lua_State *L, luaapi_object *self)
{
    const luaapi_object *other = other_of(L, self, "connect_to");
    enum sim_result result = SIM_NOT_FOUND;
    if (other != NULL && !has_wire_to(self, SLOT(other))) {
        GROWING(self, result, sim_pole_connect(ARENA(self), PROTOTYPES(self), SLOT(self), SLOT(other)));
    }
    lua_pushboolean(L, result == SIM_OK);
    return 1;
}

static int disconnect_from(lua_State *L, luaapi_object *self)
{
    const luaapi_object *other = other_of(L, self, "disconnect_from");
    lua_pushboolean(L, other != NULL && sim_pole_disconnect(ARENA(self), PROTOTYPES(self), SLOT(self), SLOT(other)) ==
                                            SIM_OK);
    return 1;
}

static int disconnect_all(lua_State *L, luaapi_object *self)
{
    int any = 0;
    for (uint32_t other; (other = sim_pole_neighbour(ARENA(self), PROTOTYPES(self), SLOT(self), 0)) != 0; any = 1) {
        sim_pole_disconnect(ARENA(self), PROTOTYPES(self), SLOT(self), other);
    }
    lua_pushboolean(L, any);
    return 1;
}

static int is_connected_to(lua_State *L, luaapi_object *self)
{
    const luaapi_object *other = other_of(L, self, "is_connected_to");
    lua_pushboolean(L, other != NULL && has_wire_to(self, SLOT(other)));
    return 1;
}

static int can_wire_reach(lua_State *L, luaapi_object *self)
{
    luaapi_object *other = luaapi_object_at(L, 1, &luaapi_class_wire_connector);
    if (other == NULL || !luaapi_object_is_valid(other)) {
        return can_wires_reach(L, self);
    }
    luaapi_push_entity(L, self->world, other->surface, other->entity);
    lua_replace(L, 1);
    return can_wires_reach(L, self);
}

static const luaapi_member members[] = {
    {"owner", get_owner, NULL, NULL},
    {"network_id", get_network_id, NULL, NULL},
    {"wire_type", get_wire_type, NULL, NULL},
    {"wire_connector_id", get_id, NULL, NULL},
    {"is_ghost", get_is_ghost, NULL, NULL},
    {"connection_count", get_connection_count, NULL, NULL},
    {"real_connection_count", get_connection_count, NULL, NULL},
    {"connections", get_connections, NULL, NULL},
    {"real_connections", get_connections, NULL, NULL},
    {"connect_to", NULL, NULL, connect_to},
    {"disconnect_from", NULL, NULL, disconnect_from},
    {"disconnect_all", NULL, NULL, disconnect_all},
    {"is_connected_to", NULL, NULL, is_connected_to},
    {"can_wire_reach", NULL, NULL, can_wire_reach},
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_wire_connector = {
    .name = "LuaWireConnector", .members = members, .valid = connector_valid};
