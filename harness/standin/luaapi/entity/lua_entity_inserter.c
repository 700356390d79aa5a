/* LuaEntity: inserters, and where machines pick up and put down. */
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

static int get_target_pickup_count(lua_State *L, luaapi_object *self)
{
    inserter_of(L, self, "inserter_target_pickup_count");
    lua_pushnumber(L, sim_inserter_hand_size(ARENA(self), PROTOTYPES(self), SLOT(self)));
    return 1;
}

const luaapi_member luaapi_entity_inserter_members[] = {
    {"held_stack", get_held_stack, NULL, NULL},
    {"held_stack_position", get_held_stack_position, NULL, NULL},
    {"pickup_position", get_pickup_position, NULL, NULL},
    {"drop_position", get_drop_position, NULL, NULL},
    {"pickup_target", get_pickup_target, NULL, NULL},
    {"drop_target", get_drop_target, NULL, NULL},
    {"inserter_target_pickup_count", get_target_pickup_count, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
