/* LuaEntity: rocket silos - parts, stages, launches. */
#include "harness/standin/luaapi/entity/entity_members.h"

static sim_crafter *silo_of(lua_State *L, const luaapi_object *self, const char *member)
{
    luaapi_require(L, self, ENTITY_TYPE(self) == SIM_TYPE_ROCKET_SILO, member, "a rocket silo");
    return sim_crafter_get(ARENA(self), SLOT(self));
}

static int get_rocket_parts(lua_State *L, luaapi_object *self)
{
    lua_pushnumber(L, silo_of(L, self, "rocket_parts")->rocket_parts);
    return 1;
}

static int set_rocket_parts(lua_State *L, luaapi_object *self)
{
    silo_of(L, self, "rocket_parts");
    double parts = luaapi_check_number(L, 3, "rocket_parts");
    enum sim_result result = SIM_BAD_ARGUMENT;
    if (parts >= 0 && parts <= UINT16_MAX) {
        result = sim_silo_set_parts(ARENA(self), PROTOTYPES(self), SLOT(self), (uint32_t)parts);
    }
    luaapi_require_ok(L, result, "rocket_parts");
    return 0;
}

/* defines.rocket_silo_status by the numbers of enum sim_silo_stage. */
static int get_silo_status(lua_State *L, luaapi_object *self)
{
    static const char *const names[SIM_SILO_STAGES] = {
        "building_rocket", "lights_blinking_open", "doors_opening", "doors_opened", "rocket_rising", "rocket_ready",
        "launch_starting", "engine_starting", "rocket_flying", "lights_blinking_close", "doors_closing"};
    luaapi_push_define(L, "rocket_silo_status", names[silo_of(L, self, "rocket_silo_status")->silo_stage]);
    return 1;
}

/* Destination and character are not read: there are no platforms, and nobody rides. */
static int launch_rocket(lua_State *L, luaapi_object *self)
{
    silo_of(L, self, "launch_rocket");
    lua_pushboolean(L, sim_silo_launch(ARENA(self), PROTOTYPES(self), SLOT(self)) == SIM_OK);
    return 1;
}

static int get_sends_itself(lua_State *L, luaapi_object *self)
{
    lua_pushboolean(L, silo_of(L, self, "send_to_orbit_automatically")->sends_itself);
    return 1;
}

static int set_sends_itself(lua_State *L, luaapi_object *self)
{
    silo_of(L, self, "send_to_orbit_automatically")->sends_itself = (uint8_t)lua_toboolean(L, 3);
    sim_watch_changed(ARENA(self), SLOT(self));
    return 0;
}

const luaapi_member luaapi_entity_silo_members[] = {
    {"rocket_parts", get_rocket_parts, set_rocket_parts, NULL},
    {"rocket_silo_status", get_silo_status, NULL, NULL},
    {"launch_rocket", NULL, NULL, launch_rocket},
    {"send_to_orbit_automatically", get_sends_itself, set_sends_itself, NULL},
    {NULL, NULL, NULL, NULL},
};
