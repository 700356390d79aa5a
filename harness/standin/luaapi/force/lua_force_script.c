/* LuaForce: rockets, what no force here takes part in (platforms, robots, charts), and what follows from other members. */
#include "harness/standin/luaapi/force/force_members.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/objects/plain_members.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"

/* From all surfaces that are the force's own. */
static int get_rockets_launched(lua_State *L, luaapi_object *self)
{
    uint32_t count = 0;
    for (uint32_t index = 1; index <= self->world->surface_count; index = luaapi_world_next(self->world, index)) {
        luaapi_surface *surface = luaapi_world_surface(self->world, index);
        if (surface != NULL && luaapi_surface_own_force(surface) == self->number) {
            count += surface->arena->rockets_launched;
        }
    }
    lua_pushnumber(L, count);
    return 1;
}

/* get_item_launched(item): cargo is not counted here; the item must be known all the same. */
static int get_item_launched(lua_State *L, luaapi_object *self)
{
    luaapi_read_item_prototype(L, 1, self->world);
    lua_pushnumber(L, 0);
    return 1;
}

/* is_quality_unlocked(quality): quality belongs to the expansion. */
static int is_quality_unlocked(lua_State *L, luaapi_object *self)
{
    (void)self;
    lua_pushvalue(L, 1);
    lua_pushstring(L, "normal");
    lua_pushboolean(L, lua_rawequal(L, -1, -2));
    return 1;
}

static int is_hand_crafting_disabled(lua_State *L, luaapi_object *self)
{
    luaapi_read_recipe_prototype(L, 1, self->world);
    lua_pushboolean(L, 0);
    return 1;
}

const luaapi_member luaapi_force_script_members[] = {
    {"rockets_launched", get_rockets_launched, NULL, NULL},
    {"items_launched", luaapi_get_empty, NULL, NULL},
    {"get_item_launched", NULL, NULL, get_item_launched},
    {"platforms", luaapi_get_empty, NULL, NULL},
    {"logistic_networks", luaapi_get_empty, NULL, NULL},
    {"find_logistic_network_by_position", NULL, NULL, luaapi_get_nothing},
    {"is_pathfinder_busy", NULL, NULL, luaapi_get_false},
    {"is_quality_unlocked", NULL, NULL, is_quality_unlocked},
    {"is_space_platforms_unlocked", NULL, NULL, luaapi_get_false},
    {"get_surface_hidden", NULL, NULL, luaapi_get_false},
    {"get_hand_crafting_disabled_for_recipe", NULL, NULL, is_hand_crafting_disabled},
    {"find_chart_tags", NULL, NULL, luaapi_get_empty},
    {"clear_chart", NULL, NULL, luaapi_do_nothing},
    {"copy_chart", NULL, NULL, luaapi_do_nothing},
    {"unchart_chunk", NULL, NULL, luaapi_do_nothing},
    {"is_chunk_requested_for_charting", NULL, NULL, luaapi_get_false},
    {"play_sound", NULL, NULL, luaapi_do_nothing},
    {"worker_robots_battery_modifier", luaapi_get_zero, NULL, NULL},
    {"train_braking_force_bonus", luaapi_get_zero, NULL, NULL},
    {"artillery_range_modifier", luaapi_get_zero, NULL, NULL},
    {"beacon_distribution_modifier", luaapi_get_zero, NULL, NULL},
    {"belt_stack_size_bonus", luaapi_get_zero, NULL, NULL},
    {"character_item_drop_distance_bonus", luaapi_get_zero, NULL, NULL},
    {"character_item_pickup_distance_bonus", luaapi_get_zero, NULL, NULL},
    {"character_loot_pickup_distance_bonus", luaapi_get_zero, NULL, NULL},
    {"character_resource_reach_distance_bonus", luaapi_get_zero, NULL, NULL},
    {"character_trash_slot_count", luaapi_get_zero, NULL, NULL},
    {"following_robots_lifetime_modifier", luaapi_get_zero, NULL, NULL},
    {"get_chunk_chart", NULL, NULL, luaapi_get_nothing},
    {"get_logistic_groups", NULL, NULL, luaapi_get_empty},
    {"is_space_location_unlocked", NULL, NULL, luaapi_get_false},
    {"maximum_following_robot_count", luaapi_get_zero, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
