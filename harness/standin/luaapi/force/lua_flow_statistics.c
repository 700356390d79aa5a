/* LuaFlowStatistics: what a force has produced and consumed on one surface - items, fluids, kills - or an electric
 * network or the air. The engine counts for the surface's own force; what scripts add beyond that is noted (noted_flows.h). */
#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/world/noted_flows.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"

/* x: enum luaapi_flow; number: the force; entity: a pole, for an electric network. */
void luaapi_push_flow_statistics(lua_State *L, luaapi_world *world, uint32_t surface, uint32_t force,
                                 enum luaapi_flow flow)
{
    luaapi_object *object = luaapi_object_push(L, world, &luaapi_class_flow_statistics);
    object->surface = surface;
    object->number = force;
    object->x = (int32_t)flow;
}

static int statistics_valid(const luaapi_object *self)
{
    return luaapi_surface_of(self) != NULL && (self->x != LUAAPI_FLOW_ELECTRIC || luaapi_entity_of(self) != NULL);
}

/* The arena that counts for this force; NULL when its flows are not counted. */
static sim_arena *counting_arena(const luaapi_object *self)
{
    const luaapi_surface *surface = luaapi_surface_of(self);
    if (self->x == LUAAPI_FLOW_POLLUTION) {
        return surface->arena;
    }
    return luaapi_surface_own_force(surface) == self->number ? surface->arena : NULL;
}

/* How many prototypes of the kind there are, and the name of one. */
static uint32_t count_kinds(const luaapi_object *self)
{
    const sim_prototypes *all = self->world->prototypes;
    switch (self->x) {
    case LUAAPI_FLOW_FLUIDS: return all->fluid_count;
    case LUAAPI_FLOW_KILLS:
    case LUAAPI_FLOW_POLLUTION: return all->entity_count;
    case LUAAPI_FLOW_ITEMS: return all->item_count;
    default: return 0;
    }
}

static const char *kind_name(const luaapi_object *self, uint32_t kind)
{
    const sim_prototypes *all = self->world->prototypes;
    switch (self->x) {
    case LUAAPI_FLOW_FLUIDS: return all->fluids[kind].name;
    case LUAAPI_FLOW_ITEMS: return all->items[kind].name;
    default: return all->entities[kind].name;
    }
}

static uint32_t read_kind(lua_State *L, luaapi_object *self)
{
    switch (self->x) {
    case LUAAPI_FLOW_FLUIDS: return luaapi_read_fluid_prototype(L, 1, self->world);
    case LUAAPI_FLOW_ITEMS: return luaapi_read_item_prototype(L, 1, self->world);
    default: return luaapi_read_entity_prototype(L, 1, self->world);
    }
}

/* What the engine has counted: in (0) or out (1). Kills of others are inputs, losses outputs. */
static double engine_count(const luaapi_object *self, uint32_t kind, int output)
{
    const sim_arena *arena = counting_arena(self);
    if (arena == NULL) {
        return 0;
    }
    if (self->x == LUAAPI_FLOW_FLUIDS) {
        sim_fluid_flow flow = sim_statistics_fluid(arena, kind);
        return output ? flow.consumed : flow.produced;
    }
    if (self->x == LUAAPI_FLOW_KILLS) {
        sim_kill kill = sim_statistics_kills(arena, kind);
        return (double)(output ? kill.lost : kill.killed);
    }
    if (self->x == LUAAPI_FLOW_POLLUTION) {
        return output ? 0 : sim_statistics_kills(arena, kind).polluted;
    }
    if (self->x == LUAAPI_FLOW_ITEMS) {
        sim_flow flow = sim_statistics_get(arena, (uint16_t)kind);
        return (double)(output ? flow.consumed : flow.produced);
    }
    return 0;
}

static double count_of(lua_State *L, const luaapi_object *self, uint32_t kind, int output)
{
    return engine_count(self, kind, output) + luaapi_noted_flow(L, self, kind_name(self, kind), output);
}

/* An electric network tells producers as outputs and consumers as inputs; here both under the name of the network. */
static int push_electric(lua_State *L, const luaapi_object *self, int output)
{
    uint32_t network = sim_pole_network(ARENA(self), PROTOTYPES(self), SLOT(self));
    sim_network_statistics statistics = sim_network_statistics_get(ARENA(self), network);
    double joules = output ? statistics.total_joules : statistics.consumed_joules;
    lua_newtable(L);
    if (joules > 0) {
        luaapi_put_number(L, "electricity", joules);
    }
    return 1;
}

static int push_counts(lua_State *L, const luaapi_object *self, int output)
{
    if (self->x == LUAAPI_FLOW_ELECTRIC) {
        push_electric(L, self, output);
    } else {
        lua_newtable(L);
    }
    for (uint32_t kind = 1; kind < count_kinds(self); kind++) {
        double count = engine_count(self, kind, output);
        if (count > 0) {
            luaapi_put_number(L, kind_name(self, kind), count);
        }
    }
    luaapi_noted_flows_add(L, self, output);
    return 1;
}

static int get_input_counts(lua_State *L, luaapi_object *self)
{
    return push_counts(L, self, 0);
}

static int get_output_counts(lua_State *L, luaapi_object *self)
{
    return push_counts(L, self, 1);
}

NUMBER_GETTER(get_input_count, count_of(L, self, read_kind(L, self), 0))
NUMBER_GETTER(get_output_count, count_of(L, self, read_kind(L, self), 1))

static int get_force(lua_State *L, luaapi_object *self)
{
    if (self->number) {
        luaapi_push_force(L, self->world, self->number);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

/* Makes the force the surface's own when the surface has none yet, so that its flows have a place in the engine. */
static int is_counted(luaapi_object *self)
{
    luaapi_surface *surface = luaapi_surface_of(self);
    int kind_is = self->x == LUAAPI_FLOW_ITEMS || self->x == LUAAPI_FLOW_FLUIDS || self->x == LUAAPI_FLOW_KILLS;
    if (kind_is && luaapi_surface_own_force(surface) == 0 && self->number != LUAAPI_FORCE_ENEMY &&
        self->number != LUAAPI_FORCE_NEUTRAL) {
        luaapi_surface_force_byte(self->world, surface, self->number);
    }
    return kind_is && counting_arena(self) != NULL;
}

static void add_flow(luaapi_object *self, uint32_t kind, double count)
{
    enum sim_result result = SIM_OK;
    switch (self->x) {
    case LUAAPI_FLOW_FLUIDS:
        GROWING(self, result, sim_statistics_fluid_flow(ARENA(self), kind, count));
        break;
    case LUAAPI_FLOW_KILLS:
        GROWING(self, result, sim_statistics_kill(ARENA(self), kind, count > 0 ? (uint32_t)count : 0,
                                                  count < 0 ? (uint32_t)-count : 0));
        break;
    default: sim_statistics_flow(ARENA(self), (uint16_t)kind, (int64_t)count);
    }
}

/* A count of a prototype from one side: what the engine counts, else what scripts note. */
static void flow(lua_State *L, luaapi_object *self, uint32_t kind, double count)
{
    if (is_counted(self)) {
        add_flow(self, kind, count);
    } else if (count != 0) {
        luaapi_note_flow(L, self, kind_name(self, kind), count);
    }
}

static int on_flow(lua_State *L, luaapi_object *self)
{
    uint32_t kind = read_kind(L, self);
    int64_t count = luaapi_check_integer(L, 2, -(INT64_C(1) << 52), INT64_C(1) << 52, "on_flow");
    int is_whole = self->x == LUAAPI_FLOW_ITEMS || self->x == LUAAPI_FLOW_KILLS || self->x == LUAAPI_FLOW_BUILDS;
    flow(L, self, kind, is_whole ? (double)count : lua_tonumber(L, 2));
    return 0;
}

/* set_input_count(name, count), set_output_count(name, count): flows make up the difference. */
static int set_count(lua_State *L, luaapi_object *self, int output, const char *place)
{
    uint32_t kind = read_kind(L, self);
    double wanted = luaapi_check_number(L, 2, place);
    double less = count_of(L, self, kind, output);
    if (!(wanted >= 0)) {
        return luaapi_raise(L, "LuaFlowStatistics::%s: a count is not negative.", place);
    }
    if (wanted < less) {
        return luaapi_raise(L, "LuaFlowStatistics::%s: a count cannot be made smaller here; clear() forgets all.",
                            place);
    }
    flow(L, self, kind, output ? less - wanted : wanted - less);
    return 0;
}

static int set_input_count(lua_State *L, luaapi_object *self)
{
    return set_count(L, self, 0, "set_input_count");
}

static int set_output_count(lua_State *L, luaapi_object *self)
{
    return set_count(L, self, 1, "set_output_count");
}

static int clear(lua_State *L, luaapi_object *self)
{
    sim_arena *arena = counting_arena(self);
    if (arena != NULL && self->x == LUAAPI_FLOW_FLUIDS) {
        sim_statistics_clear_fluids(arena);
    } else if (arena != NULL && self->x == LUAAPI_FLOW_KILLS) {
        sim_statistics_clear_kills(arena);
    } else if (arena != NULL && self->x == LUAAPI_FLOW_POLLUTION) {
        sim_statistics_clear_pollution(arena);
    } else if (arena != NULL && self->x == LUAAPI_FLOW_ITEMS) {
        sim_statistics_clear(arena);
    }
    luaapi_noted_flows_clear(L, self);
    return 0;
}

/* Nothing is stored in what these statistics count: that is of space platforms. */
static int get_storage_counts(lua_State *L, luaapi_object *self)
{
    (void)self;
    lua_newtable(L);
    return 1;
}

static int get_storage_count(lua_State *L, luaapi_object *self)
{
    read_kind(L, self);
    lua_pushnumber(L, 0);
    return 1;
}

static const luaapi_member members[] = {
    {"storage_counts", get_storage_counts, NULL, NULL},
    {"get_storage_count", NULL, NULL, get_storage_count},
    {"set_input_count", NULL, NULL, set_input_count},
    {"set_output_count", NULL, NULL, set_output_count},
    {"input_counts", get_input_counts, NULL, NULL},
    {"output_counts", get_output_counts, NULL, NULL},
    {"force", get_force, NULL, NULL},
    {"get_input_count", NULL, NULL, get_input_count},
    {"get_output_count", NULL, NULL, get_output_count},
    {"on_flow", NULL, NULL, on_flow},
    {"clear", NULL, NULL, clear},
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_flow_statistics = {
    .name = "LuaFlowStatistics", .members = members, .valid = statistics_valid};
