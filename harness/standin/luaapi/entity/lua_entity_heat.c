/* LuaEntity: heat - temperatures of reactors, heat pipes and machines that work on heat, and who is warmed by whom. */
#include "harness/standin/luaapi/entity/entity_members.h"

static uint32_t heat_of(const luaapi_object *self)
{
    return sim_heat_of(ARENA(self), PROTOTYPES(self), SLOT(self));
}

static int get_temperature(lua_State *L, luaapi_object *self)
{
    uint32_t heat = heat_of(self);
    if (heat == 0) {
        lua_pushnil(L);
        return 1;
    }
    lua_pushnumber(L, sim_heat_temperature(ARENA(self), PROTOTYPES(self), heat));
    return 1;
}

static int set_temperature(lua_State *L, luaapi_object *self)
{
    uint32_t heat = heat_of(self);
    luaapi_require(L, self, heat != 0, "temperature", "an entity with a heat buffer");
    sim_heat_set_temperature(ARENA(self), PROTOTYPES(self), heat, luaapi_check_number(L, 3, "temperature"));
    return 0;
}

static int get_neighbour_bonus(lua_State *L, luaapi_object *self)
{
    luaapi_require(L, self, ENTITY_TYPE(self) == SIM_TYPE_REACTOR, "neighbour_bonus", "a reactor");
    lua_pushnumber(L, sim_heat_neighbour_bonus(ARENA(self), PROTOTYPES(self), heat_of(self)));
    return 1;
}

/* Each of them once, in the order of the connections. */
static int get_heat_neighbours(lua_State *L, luaapi_object *self)
{
    uint32_t record = heat_of(self);
    luaapi_require(L, self, record != 0, "heat_neighbours", "an entity with a heat buffer");
    const sim_heat *heat = sim_heat_at(ARENA(self), record);
    int count = 0;
    lua_newtable(L);
    for (uint32_t side = 0; side < SIM_HEAT_LINKS; side++) {
        int is_new = heat->links[side] != 0;
        for (uint32_t i = 0; i < side; i++) is_new &= heat->links[i] != heat->links[side];
        if (!is_new) continue;
        luaapi_push_slot(L, self, sim_heat_at(ARENA(self), heat->links[side])->entity);
        lua_rawseti(L, -2, ++count);
    }
    return 1;
}

const luaapi_member luaapi_entity_heat_members[] = {
    {"temperature", get_temperature, set_temperature, NULL},
    {"neighbour_bonus", get_neighbour_bonus, NULL, NULL},
    {"heat_neighbours", get_heat_neighbours, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
