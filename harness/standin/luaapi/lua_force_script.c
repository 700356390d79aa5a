/* LuaForce: what no force here takes part in (rockets, platforms, robots, charts), and what follows from other members. */
#include "force_members.h"
#include "ordered.h"
#include "prototype_fields.h"

static int get_empty(lua_State *L, luaapi_object *self)
{
    (void)self;
    lua_newtable(L);
    return 1;
}

static int get_nothing(lua_State *L, luaapi_object *self)
{
    (void)self;
    lua_pushnil(L);
    return 1;
}

static int do_nothing(lua_State *L, luaapi_object *self)
{
    (void)L, (void)self;
    return 0;
}

BOOLEAN_GETTER(get_false, 0)
NUMBER_GETTER(get_zero, 0)

/* get_item_launched(item): nothing is ever launched here; the item must be known all the same. */
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
    {"rockets_launched", get_zero, NULL, NULL},
    {"items_launched", get_empty, NULL, NULL},
    {"get_item_launched", NULL, NULL, get_item_launched},
    {"platforms", get_empty, NULL, NULL},
    {"logistic_networks", get_empty, NULL, NULL},
    {"find_logistic_network_by_position", NULL, NULL, get_nothing},
    {"is_pathfinder_busy", NULL, NULL, get_false},
    {"is_quality_unlocked", NULL, NULL, is_quality_unlocked},
    {"is_space_platforms_unlocked", NULL, NULL, get_false},
    {"get_surface_hidden", NULL, NULL, get_false},
    {"get_hand_crafting_disabled_for_recipe", NULL, NULL, is_hand_crafting_disabled},
    {"find_chart_tags", NULL, NULL, get_empty},
    {"clear_chart", NULL, NULL, do_nothing},
    {"copy_chart", NULL, NULL, do_nothing},
    {"unchart_chunk", NULL, NULL, do_nothing},
    {"is_chunk_requested_for_charting", NULL, NULL, get_false},
    {"play_sound", NULL, NULL, do_nothing},
    {"worker_robots_battery_modifier", get_zero, NULL, NULL},
    {"train_braking_force_bonus", get_zero, NULL, NULL},
    {"artillery_range_modifier", get_zero, NULL, NULL},
    {"beacon_distribution_modifier", get_zero, NULL, NULL},
    {"belt_stack_size_bonus", get_zero, NULL, NULL},
    {"character_item_drop_distance_bonus", get_zero, NULL, NULL},
    {"character_item_pickup_distance_bonus", get_zero, NULL, NULL},
    {"character_loot_pickup_distance_bonus", get_zero, NULL, NULL},
    {"character_resource_reach_distance_bonus", get_zero, NULL, NULL},
    {"character_trash_slot_count", get_zero, NULL, NULL},
    {"following_robots_lifetime_modifier", get_zero, NULL, NULL},
    {"get_chunk_chart", NULL, NULL, get_nothing},
    {"get_logistic_groups", NULL, NULL, get_empty},
    {"is_space_location_unlocked", NULL, NULL, get_false},
    {"maximum_following_robot_count", get_zero, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
