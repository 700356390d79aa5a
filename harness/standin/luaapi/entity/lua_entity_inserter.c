/* LuaEntity: inserters, and where machines pick up and put down. */
#include <string.h>

#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/inventory/inventory_rules.h"
#include "harness/standin/engine/belts/belt.h"
#include "harness/standin/engine/machines/drill_output.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"

static sim_inserter *inserter_of(lua_State *L, const luaapi_object *self, const char *member)
{
    luaapi_require(L, self, ENTITY_TYPE(self) == SIM_TYPE_INSERTER, member, "an inserter");
    return sim_inserter_at(ARENA(self), PROTOTYPES(self), SLOT(self));
}

static int get_held_stack(lua_State *L, luaapi_object *self)
{
    inserter_of(L, self, "held_stack");
    luaapi_push_item_stack(L, self, LUAAPI_STACK_HAND, 0);
    return 1;
}

static int get_held_stack_position(lua_State *L, luaapi_object *self)
{
    inserter_of(L, self, "held_stack_position");
    luaapi_push_fixed_position(L, sim_inserter_hand_position(ARENA(self), PROTOTYPES(self), SLOT(self)));
    return 1;
}

static int get_pickup_position(lua_State *L, luaapi_object *self)
{
    inserter_of(L, self, "pickup_position");
    luaapi_push_fixed_position(L, sim_inserter_pickup_position(ARENA(self), PROTOTYPES(self), SLOT(self)));
    return 1;
}

static int is_drill(const luaapi_object *self)
{
    return ENTITY_TYPE(self) == SIM_TYPE_MINING_DRILL;
}

static int get_drop_position(lua_State *L, luaapi_object *self)
{
    if (is_drill(self)) {
        const sim_drill *drill = sim_drill_get(ARENA(self), SLOT(self));
        luaapi_push_fixed_position(L, sim_drill_drop_position(ARENA(self), PROTOTYPES(self), drill));
        return 1;
    }
    inserter_of(L, self, "drop_position");
    luaapi_push_fixed_position(L, sim_inserter_drop_position(ARENA(self), PROTOTYPES(self), SLOT(self)));
    return 1;
}

static int get_pickup_target(lua_State *L, luaapi_object *self)
{
    inserter_of(L, self, "pickup_target");
    luaapi_push_slot(L, self, sim_inserter_source(ARENA(self), PROTOTYPES(self), SLOT(self)));
    return 1;
}

/* What a drill puts down into; nil for a belt, as of a burner drill over a belt on 2.0.77 (notes of
 * CompleteDotTech/jev-factorio-agent, input-route drill-drop topology, 2026-09-26). */
static int push_drop_target_of_drill(lua_State *L, const luaapi_object *self)
{
    uint32_t target = sim_drill_output(ARENA(self), PROTOTYPES(self), sim_drill_get(ARENA(self), SLOT(self)));
    if (target && sim_belt_is_belt(ARENA(self), PROTOTYPES(self), target)) {
        lua_pushnil(L);
    } else {
        luaapi_push_slot(L, self, target);
    }
    return 1;
}

static int get_drop_target(lua_State *L, luaapi_object *self)
{
    if (is_drill(self)) {
        return push_drop_target_of_drill(L, self);
    }
    inserter_of(L, self, "drop_target");
    luaapi_push_slot(L, self, sim_inserter_target(ARENA(self), PROTOTYPES(self), SLOT(self)));
    return 1;
}

static int get_stack_size_override(lua_State *L, luaapi_object *self)
{
    lua_pushnumber(L, inserter_of(L, self, "inserter_stack_size_override")->hand_size_limit);
    return 1;
}

static int set_stack_size_override(lua_State *L, luaapi_object *self)
{
    uint16_t limit = (uint16_t)luaapi_read_integer(L, 3, "inserter_stack_size_override", 0, UINT16_MAX);
    inserter_of(L, self, "inserter_stack_size_override");
    sim_inserter_set_hand_size_limit(ARENA(self), PROTOTYPES(self), SLOT(self), limit);
    return 0;
}

static int get_target_pickup_count(lua_State *L, luaapi_object *self)
{
    inserter_of(L, self, "inserter_target_pickup_count");
    lua_pushnumber(L, sim_inserter_hand_size(ARENA(self), PROTOTYPES(self), SLOT(self)));
    return 1;
}

static int get_filter_mode(lua_State *L, luaapi_object *self)
{
    int blacklist = inserter_of(L, self, "inserter_filter_mode")->flags & SIM_INSERTER_BLACKLIST;
    lua_pushstring(L, blacklist ? "blacklist" : "whitelist");
    return 1;
}

static int set_filter_mode(lua_State *L, luaapi_object *self)
{
    const char *mode = luaapi_check_string(L, 3, "inserter_filter_mode", NULL);
    inserter_of(L, self, "inserter_filter_mode");
    if (strcmp(mode, "blacklist") != 0 && strcmp(mode, "whitelist") != 0) {
        return luaapi_raise(L, "LuaEntity::inserter_filter_mode must be \"whitelist\" or \"blacklist\", got \"%s\".",
                            mode);
    }
    sim_inserter_set_blacklist(ARENA(self), PROTOTYPES(self), SLOT(self), mode[0] == 'b');
    return 0;
}

static uint32_t count_filters(const luaapi_object *self)
{
    uint16_t inserter = ENTITY_PROTOTYPE(self)->inserter;
    return inserter ? PROTOTYPES(self)->inserters[inserter].filter_count : 0;
}

NUMBER_GETTER(get_filter_slot_count, count_filters(self))

static uint32_t filter_index(lua_State *L, const luaapi_object *self)
{
    uint32_t count = count_filters(self);
    if (count == 0) {
        luaapi_raise(L, "LuaEntity::get_filter: %s has no filters.", ENTITY_PROTOTYPE(self)->name);
    }
    return (uint32_t)luaapi_check_integer(L, 1, 1, count, "get_filter") - 1;
}

static int get_filter(lua_State *L, luaapi_object *self)
{
    uint32_t index = filter_index(L, self);
    return luaapi_push_item_filter(L, self->world, inserter_of(L, self, "get_filter")->filters[index]);
}

static int set_filter(lua_State *L, luaapi_object *self)
{
    uint32_t index = filter_index(L, self);
    uint16_t item = luaapi_read_item_filter(L, 2, self->world);
    luaapi_require_ok(L, sim_inserter_set_filter(ARENA(self), PROTOTYPES(self), SLOT(self), index, item),
                      "set_filter");
    return 0;
}

static sim_splitter *splitter_of(lua_State *L, const luaapi_object *self, const char *member)
{
    luaapi_require(L, self, ENTITY_TYPE(self) == SIM_TYPE_SPLITTER, member, "a splitter");
    return sim_splitter_of(ARENA(self), PROTOTYPES(self), SLOT(self));
}

static const char *const PRIORITIES[] = {"none", "left", "right", NULL};

static uint32_t read_priority(lua_State *L, const char *member)
{
    const char *text = luaapi_check_string(L, 3, member, NULL);
    for (uint32_t i = 0; PRIORITIES[i] != NULL; i++) {
        if (strcmp(PRIORITIES[i], text) == 0) {
            return i;
        }
    }
    luaapi_raise(L, "LuaEntity::%s must be \"none\", \"left\" or \"right\", got \"%s\".", member, text);
    return 0;
}

static void write_splitter(lua_State *L, luaapi_object *self, uint32_t input, uint32_t output, uint16_t filter)
{
    luaapi_require_ok(L, sim_splitter_set(ARENA(self), PROTOTYPES(self), SLOT(self), input, output, filter),
                      "splitter_filter");
}

static int get_input_priority(lua_State *L, luaapi_object *self)
{
    lua_pushstring(L, PRIORITIES[splitter_of(L, self, "splitter_input_priority")->input_priority]);
    return 1;
}

static int set_input_priority(lua_State *L, luaapi_object *self)
{
    const sim_splitter *splitter = splitter_of(L, self, "splitter_input_priority");
    write_splitter(L, self, read_priority(L, "splitter_input_priority"), splitter->output_priority, splitter->filter);
    return 0;
}

static int get_output_priority(lua_State *L, luaapi_object *self)
{
    lua_pushstring(L, PRIORITIES[splitter_of(L, self, "splitter_output_priority")->output_priority]);
    return 1;
}

static int set_output_priority(lua_State *L, luaapi_object *self)
{
    const sim_splitter *splitter = splitter_of(L, self, "splitter_output_priority");
    write_splitter(L, self, splitter->input_priority, read_priority(L, "splitter_output_priority"), splitter->filter);
    return 0;
}

static int get_splitter_filter(lua_State *L, luaapi_object *self)
{
    return luaapi_push_item_filter(L, self->world, splitter_of(L, self, "splitter_filter")->filter);
}

static int set_splitter_filter(lua_State *L, luaapi_object *self)
{
    const sim_splitter *splitter = splitter_of(L, self, "splitter_filter");
    uint16_t item = luaapi_read_item_filter(L, 3, self->world);
    write_splitter(L, self, splitter->input_priority, splitter->output_priority, item);
    return 0;
}

const luaapi_member luaapi_entity_inserter_members[] = {
    {"held_stack", get_held_stack, NULL, NULL},
    {"held_stack_position", get_held_stack_position, NULL, NULL},
    {"pickup_position", get_pickup_position, NULL, NULL},
    {"drop_position", get_drop_position, NULL, NULL},
    {"pickup_target", get_pickup_target, NULL, NULL},
    {"drop_target", get_drop_target, NULL, NULL},
    {"inserter_stack_size_override", get_stack_size_override, set_stack_size_override, NULL},
    {"inserter_target_pickup_count", get_target_pickup_count, NULL, NULL},
    {"inserter_filter_mode", get_filter_mode, set_filter_mode, NULL},
    {"filter_slot_count", get_filter_slot_count, NULL, NULL},
    {"get_filter", NULL, NULL, get_filter},
    {"set_filter", NULL, NULL, set_filter},
    {"splitter_input_priority", get_input_priority, set_input_priority, NULL},
    {"splitter_output_priority", get_output_priority, set_output_priority, NULL},
    {"splitter_filter", get_splitter_filter, set_splitter_filter, NULL},
    {NULL, NULL, NULL, NULL},
};
