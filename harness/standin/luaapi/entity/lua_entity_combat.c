/* LuaEntity: turrets, units and spawners. */
#include "harness/standin/luaapi/entity/entity_members.h"

static int is_turret(const luaapi_object *self)
{
    uint8_t type = ENTITY_TYPE(self);
    return type == SIM_TYPE_AMMO_TURRET || type == SIM_TYPE_ELECTRIC_TURRET || type == SIM_TYPE_TURRET;
}

static int get_shooting_target(lua_State *L, luaapi_object *self)
{
    luaapi_require(L, self, is_turret(self), "shooting_target", "a turret");
    const sim_turret *turret = SIM_RECORD(ARENA(self), SIM_POOL_TURRET, sim_turret, luaapi_entity_of(self)->record);
    luaapi_push_handle(L, self, turret->target);
    return 1;
}

static const sim_spawner *spawner_of(lua_State *L, const luaapi_object *self, const char *member)
{
    luaapi_require(L, self, ENTITY_TYPE(self) == SIM_TYPE_UNIT_SPAWNER, member, "a spawner");
    return SIM_RECORD(ARENA(self), SIM_POOL_SPAWNER, sim_spawner, luaapi_entity_of(self)->record);
}

static int get_units(lua_State *L, luaapi_object *self)
{
    const sim_spawner *spawner = spawner_of(L, self, "units");
    int count = 0;
    lua_newtable(L);
    for (int i = 0; i < SIM_SPAWNER_UNITS; i++) {
        if (spawner->units[i].index && sim_entity_get(ARENA(self), spawner->units[i]) != NULL) {
            luaapi_push_handle(L, self, spawner->units[i]);
            lua_rawseti(L, -2, ++count);
        }
    }
    return 1;
}

static int get_absorbed_pollution(lua_State *L, luaapi_object *self)
{
    lua_pushnumber(L, spawner_of(L, self, "absorbed_pollution")->absorbed);
    return 1;
}

static int get_spawning_cooldown(lua_State *L, luaapi_object *self)
{
    const sim_spawner *spawner = spawner_of(L, self, "spawning_cooldown");
    uint64_t now = ARENA(self)->tick;
    lua_pushnumber(L, spawner->due_tick > now ? (double)(spawner->due_tick - now) : 0);
    return 1;
}

int luaapi_entity_release_from_spawner(lua_State *L, luaapi_object *self)
{
    sim_handle nothing = {0, 0};
    luaapi_require(L, self, ENTITY_TYPE(self) == SIM_TYPE_UNIT, "release_from_spawner", "a unit");
    sim_unit_set_spawner(ARENA(self), PROTOTYPES(self), self->entity, nothing);
    return 0;
}

static int get_commandable(lua_State *L, luaapi_object *self)
{
    if (ENTITY_TYPE(self) == SIM_TYPE_UNIT) {
        luaapi_push_unit(L, self->world, self->surface, self->entity);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

const luaapi_member luaapi_entity_combat_members[] = {
    {"shooting_target", get_shooting_target, NULL, NULL},
    {"units", get_units, NULL, NULL},
    {"absorbed_pollution", get_absorbed_pollution, NULL, NULL},
    {"spawning_cooldown", get_spawning_cooldown, NULL, NULL},
    {"release_from_spawner", NULL, NULL, luaapi_entity_release_from_spawner},
    {"commandable", get_commandable, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
