/* LuaControl: what a character does better than its prototype says, and the distances that follow. */
#include <math.h>

#include "harness/standin/engine/character/bonus.h"
#include "harness/standin/engine/character/sticker.h"
#include "harness/standin/luaapi/entity/entity_members.h"

static uint32_t character_of(lua_State *L, const luaapi_object *self, const char *member)
{
    uint32_t character = sim_character_of(ARENA(self), PROTOTYPES(self), self->entity);
    luaapi_require(L, self, character != UINT32_MAX, member, "a character");
    return character;
}

static const sim_character_bonus *bonus_of(lua_State *L, const luaapi_object *self, const char *member)
{
    return &sim_character_get(ARENA(self), character_of(L, self, member))->bonus;
}

static int write_bonus(lua_State *L, luaapi_object *self, const sim_character_bonus *bonus, const char *member)
{
    enum sim_result result = SIM_OK;
    GROWING(self, result,
            sim_bonus_set(ARENA(self), PROTOTYPES(self), character_of(L, self, member), bonus));
    luaapi_require_ok(L, result, member);
    return 0;
}

static double read_speed(lua_State *L, const char *member)
{
    double speed = luaapi_check_number(L, 3, member);
    if (!(speed >= -1.0) || !isfinite(speed)) {
        luaapi_raise(L, "LuaEntity::%s: Value must be finite and at least -1.", member);
    }
    return speed;
}

#define SPEED_MEMBER(field)                                                                                          \
    static int get_##field(lua_State *L, luaapi_object *self)                                                        \
    {                                                                                                                \
        lua_pushnumber(L, bonus_of(L, self, "character_" #field "_modifier")->field);                                \
        return 1;                                                                                                    \
    }                                                                                                                \
    static int set_##field(lua_State *L, luaapi_object *self)                                                        \
    {                                                                                                                \
        sim_character_bonus bonus = *bonus_of(L, self, "character_" #field "_modifier");                             \
        bonus.field = read_speed(L, "character_" #field "_modifier");                                                \
        return write_bonus(L, self, &bonus, "character_" #field "_modifier");                                        \
    }

#define COUNT_MEMBER(field)                                                                                          \
    static int get_##field##_bonus(lua_State *L, luaapi_object *self)                                                \
    {                                                                                                                \
        lua_pushnumber(L, bonus_of(L, self, "character_" #field "_bonus")->field);                                   \
        return 1;                                                                                                    \
    }                                                                                                                \
    static int set_##field##_bonus(lua_State *L, luaapi_object *self)                                                \
    {                                                                                                                \
        sim_character_bonus bonus = *bonus_of(L, self, "character_" #field "_bonus");                                \
        bonus.field = (uint32_t)luaapi_read_integer(L, 3, "character_" #field "_bonus", 0, UINT16_MAX);              \
        return write_bonus(L, self, &bonus, "character_" #field "_bonus");                                           \
    }

SPEED_MEMBER(running_speed)
SPEED_MEMBER(mining_speed)
SPEED_MEMBER(crafting_speed)
COUNT_MEMBER(reach_distance)
COUNT_MEMBER(build_distance)
COUNT_MEMBER(resource_reach_distance)
COUNT_MEMBER(item_drop_distance)
COUNT_MEMBER(inventory_slots)

static int get_health_bonus(lua_State *L, luaapi_object *self)
{
    lua_pushnumber(L, bonus_of(L, self, "character_health_bonus")->health);
    return 1;
}

static int set_health_bonus(lua_State *L, luaapi_object *self)
{
    sim_character_bonus bonus = *bonus_of(L, self, "character_health_bonus");
    bonus.health = (float)luaapi_check_number(L, 3, "character_health_bonus");
    return write_bonus(L, self, &bonus, "character_health_bonus");
}

/* Distances ------------------------------------------------------------------------------------------------------- */

/* What the game gives for distances of entities that have none. */
static double or_unlimited(double distance)
{
    return distance > 0 ? distance : (double)UINT32_MAX;
}

/* The record of a character; NULL of anything else. */
static const sim_character *record_of(const luaapi_object *self)
{
    uint32_t character = sim_character_of(ARENA(self), PROTOTYPES(self), self->entity);
    return character == UINT32_MAX ? NULL : sim_character_get(ARENA(self), character);
}

#define DISTANCE_GETTER(name, of_character)                                                                          \
    static int get_##name(lua_State *L, luaapi_object *self)                                                         \
    {                                                                                                                \
        const sim_character *character = record_of(self);                                                            \
        lua_pushnumber(L, character ? of_character(ARENA(self), PROTOTYPES(self), character)                         \
                                    : or_unlimited(ENTITY_PROTOTYPE(self)->name));                                   \
        return 1;                                                                                                    \
    }

#define PLAIN_DISTANCE_GETTER(name)                                                                                  \
    static int get_##name(lua_State *L, luaapi_object *self)                                                         \
    {                                                                                                                \
        lua_pushnumber(L, or_unlimited(ENTITY_PROTOTYPE(self)->name));                                               \
        return 1;                                                                                                    \
    }

DISTANCE_GETTER(reach_distance, sim_bonus_reach)
DISTANCE_GETTER(build_distance, sim_bonus_build_distance)
DISTANCE_GETTER(resource_reach_distance, sim_bonus_resource_reach)
DISTANCE_GETTER(drop_item_distance, sim_bonus_drop_distance)
PLAIN_DISTANCE_GETTER(item_pickup_distance)
PLAIN_DISTANCE_GETTER(loot_pickup_distance)

/* With what research, scripts, stickers and the tile under it make of it. */
static int get_character_running_speed(lua_State *L, luaapi_object *self)
{
    const sim_character *character = sim_character_get(ARENA(self), character_of(L, self, "character_running_speed"));
    sim_position place = luaapi_entity_of(self)->position;
    uint16_t tile = sim_map_tile(ARENA(self), PROTOTYPES(self), sim_fixed_tile(place.x), sim_fixed_tile(place.y));
    lua_pushnumber(L, ENTITY_PROTOTYPE(self)->running_speed * sim_bonus_running(ARENA(self), character) *
                          sim_sticker_modifier(ARENA(self), PROTOTYPES(self), character) *
                          PROTOTYPES(self)->tiles[tile].walking_speed_modifier);
    return 1;
}

const luaapi_member luaapi_control_bonus_members[] = {
    {"character_running_speed_modifier", get_running_speed, set_running_speed, NULL},
    {"character_mining_speed_modifier", get_mining_speed, set_mining_speed, NULL},
    {"character_crafting_speed_modifier", get_crafting_speed, set_crafting_speed, NULL},
    {"character_reach_distance_bonus", get_reach_distance_bonus, set_reach_distance_bonus, NULL},
    {"character_build_distance_bonus", get_build_distance_bonus, set_build_distance_bonus, NULL},
    {"character_resource_reach_distance_bonus", get_resource_reach_distance_bonus,
     set_resource_reach_distance_bonus, NULL},
    {"character_item_drop_distance_bonus", get_item_drop_distance_bonus, set_item_drop_distance_bonus, NULL},
    {"character_inventory_slots_bonus", get_inventory_slots_bonus, set_inventory_slots_bonus, NULL},
    {"character_health_bonus", get_health_bonus, set_health_bonus, NULL},
    {"character_running_speed", get_character_running_speed, NULL, NULL},
    {"reach_distance", get_reach_distance, NULL, NULL},
    {"build_distance", get_build_distance, NULL, NULL},
    {"resource_reach_distance", get_resource_reach_distance, NULL, NULL},
    {"drop_item_distance", get_drop_item_distance, NULL, NULL},
    {"item_pickup_distance", get_item_pickup_distance, NULL, NULL},
    {"loot_pickup_distance", get_loot_pickup_distance, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
