/* LuaFlowStatistics: what a force has produced and consumed on one surface - items, fluids, kills - or an electric
 * network or the air. The engine counts for the surface's own force; what scripts add beyond that is noted
 * (noted_flows.h), and what flowed when is kept beside both (flow_history.h). */
#include <math.h>
#include <string.h>

#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/world/flow_sampling.h"
#include "harness/standin/luaapi/world/network_flows.h"
#include "harness/standin/luaapi/world/noted_flows.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"

#define TICKS_PER_MINUTE 3600.0
#define NOTED 0x80000000u /* of luaapi_flow_key.owner: noted by scripts, not counted by the engine */

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
    case LUAAPI_FLOW_ITEMS: return all->item_count;
    case LUAAPI_FLOW_BUILDS: return 0;
    default: return all->entity_count;
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

static uint32_t read_kind_at(lua_State *L, luaapi_object *self, int index)
{
    switch (self->x) {
    case LUAAPI_FLOW_FLUIDS: return luaapi_read_fluid_prototype(L, index, self->world);
    case LUAAPI_FLOW_ITEMS: return luaapi_read_item_prototype(L, index, self->world);
    default: return luaapi_read_entity_prototype(L, index, self->world);
    }
}

static uint32_t read_kind(lua_State *L, luaapi_object *self)
{
    return read_kind_at(L, self, 1);
}

/* The samples of a count: what the engine counts and what scripts noted of a force stand apart. */
static luaapi_flow_key key_of(const luaapi_object *self, uint32_t kind, int output, uint32_t owner)
{
    luaapi_flow_key key = {.kind = kind, .owner = owner, .flow = (uint16_t)self->x, .output = (uint16_t)output};
    return key;
}

static uint32_t network_of(const luaapi_object *self)
{
    return sim_pole_network(ARENA(self), PROTOTYPES(self), SLOT(self));
}

/* Joules that all machines of a prototype have drawn from the network (input) or given to it (output). */
static double joules_of(const luaapi_object *self, uint32_t prototype, int output)
{
    luaapi_flow_key key = key_of(self, prototype, output, network_of(self));
    return luaapi_flow_history_total(&luaapi_surface_of(self)->flows, key);
}

/* What the engine has counted: in (0) or out (1). Kills of others are inputs, losses outputs. */
static double engine_count(const luaapi_object *self, uint32_t kind, int output)
{
    if (self->x == LUAAPI_FLOW_ELECTRIC) {
        return joules_of(self, kind, output);
    }
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

static int push_counts(lua_State *L, const luaapi_object *self, int output)
{
    lua_newtable(L);
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

/* Whose flows a script's notes are; notes of a network or the air have no force, and stand beside what is counted. */
static uint32_t noted_owner(const luaapi_object *self)
{
    return self->x == LUAAPI_FLOW_ELECTRIC ? NOTED | network_of(self) : NOTED | self->number;
}

/* A count of a prototype from one side: what the engine counts, else what scripts note. */
static void flow(lua_State *L, luaapi_object *self, uint32_t kind, double count)
{
    if (is_counted(self)) {
        add_flow(self, kind, count);
    } else if (count != 0) {
        luaapi_note_flow(L, self, kind_name(self, kind), count);
        luaapi_flow_key key = key_of(self, kind, count < 0, noted_owner(self));
        luaapi_flow_history_add(&luaapi_surface_of(self)->flows, key, self->world->tick, fabs(count));
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

/* Forgets what flowed, too. A network's count is the sum of its history. */
static void forget_history(luaapi_object *self)
{
    luaapi_surface *surface = luaapi_surface_of(self);
    luaapi_flow_history_forget(&surface->flows, (uint16_t)self->x, noted_owner(self));
    if (self->x == LUAAPI_FLOW_ELECTRIC) {
        luaapi_flow_history_forget(&surface->flows, LUAAPI_FLOW_ELECTRIC, network_of(self));
    } else if (counting_arena(self) != NULL) {
        luaapi_flow_history_forget(&surface->flows, (uint16_t)self->x, 0);
    }
    luaapi_flows_look(surface);
}

static int clear(lua_State *L, luaapi_object *self)
{
    sim_arena *arena = counting_arena(self);
    luaapi_flows_sample_counts(luaapi_surface_of(self), self->world->tick);
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
    forget_history(self);
    return 0;
}

/* What is stored: the joules of a network's accumulators; other statistics store nothing here. */
static double stored(const luaapi_object *self, uint32_t kind)
{
    return self->x == LUAAPI_FLOW_ELECTRIC ? luaapi_network_stored(ARENA(self), network_of(self), kind) : 0;
}

static int get_storage_counts(lua_State *L, luaapi_object *self)
{
    lua_newtable(L);
    for (uint32_t kind = 1; self->x == LUAAPI_FLOW_ELECTRIC && kind < count_kinds(self); kind++) {
        if (PROTOTYPES(self)->entities[kind].type == SIM_TYPE_ACCUMULATOR && stored(self, kind) > 0) {
            luaapi_put_number(L, kind_name(self, kind), stored(self, kind));
        }
    }
    return 1;
}

NUMBER_GETTER(get_storage_count, stored(self, read_kind(L, self)))

/* What flowed in a sample, or in all of a precision's. */
static double amount_of(const luaapi_object *self, uint32_t kind, int output, int precision, uint32_t sample)
{
    const luaapi_flow_history *flows = &luaapi_surface_of(self)->flows;
    uint64_t tick = self->world->tick;
    double amount = luaapi_flow_history_amount(flows, key_of(self, kind, output, noted_owner(self)), tick, precision,
                                               sample);
    if (self->x == LUAAPI_FLOW_ELECTRIC || counting_arena(self) != NULL) {
        uint32_t owner = self->x == LUAAPI_FLOW_ELECTRIC ? network_of(self) : 0;
        amount += luaapi_flow_history_amount(flows, key_of(self, kind, output, owner), tick, precision, sample);
    }
    return amount;
}

/* The game's categories by their place; raises for another text. */
static int read_category(lua_State *L)
{
    static const char *const names[] = {"input", "output", "storage", NULL};
    const char *text = luaapi_field_string(L, 1, "category");
    for (int i = 0; names[i] != NULL; i++) {
        if (strcmp(text, names[i]) == 0) {
            return i;
        }
    }
    return luaapi_raise(L, "Unknown category \"%s\": \"input\", \"output\" or \"storage\" expected.", text);
}

static int read_precision(lua_State *L)
{
    static const char *const names[] = {"five_seconds", "one_minute", "ten_minutes", "one_hour", "ten_hours",
                                        "fifty_hours", "two_hundred_fifty_hours", "one_thousand_hours", NULL};
    luaapi_field_number(L, 1, "precision_index");
    lua_getfield(L, 1, "precision_index");
    int precision = luaapi_read_define(L, -1, "flow_precision_index", names);
    if (precision < 0) {
        luaapi_raise(L, "Invalid precision_index: a number of defines.flow_precision_index expected.");
    }
    lua_pop(L, 1);
    return precision;
}

/* get_flow_count{name, category, precision_index, sample_index?, count?}: per tick of electric networks, else per
 * minute; the plain count when `count`. Samples of storage are not kept. */
static int get_flow_count(lua_State *L, luaapi_object *self)
{
    int category = read_category(L), precision = read_precision(L);
    double sample = luaapi_field_number_or(L, 1, "sample_index", 0);
    if (!luaapi_push_field(L, 1, "name")) {
        return luaapi_raise(L, "Key \"name\" not found in property tree at ROOT");
    }
    uint32_t kind = read_kind_at(L, self, -1);
    if (sample != floor(sample) || sample < 0 || sample > LUAAPI_FLOW_SAMPLES) {
        return luaapi_raise(L, "sample_index must be between 1 and 300, got %f.", sample);
    }
    if (category == 2) {
        return luaapi_raise(L, "LuaFlowStatistics::get_flow_count: samples of \"storage\" are not kept here.");
    }
    double amount = amount_of(self, kind, category, precision, (uint32_t)sample);
    double ticks = (double)luaapi_flow_sample_ticks(precision) * (sample > 0 ? 1 : LUAAPI_FLOW_SAMPLES);
    double per = self->x == LUAAPI_FLOW_ELECTRIC ? 1 : TICKS_PER_MINUTE;
    lua_pushnumber(L, luaapi_field_boolean_or(L, 1, "count", 0) ? amount : amount / ticks * per);
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
    {"get_flow_count", NULL, NULL, get_flow_count},
    {"on_flow", NULL, NULL, on_flow},
    {"clear", NULL, NULL, clear},
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_flow_statistics = {
    .name = "LuaFlowStatistics", .members = members, .valid = statistics_valid};
