/* LuaForce: bonuses of research, and the enemy's evolution. */
#include "harness/standin/luaapi/force/force_members.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"

#define ALL(self) ((self)->world->prototypes)
#define STATE(L, self) luaapi_force_arena(L, (self)->world, (self)->number)

static void write_bonus(lua_State *L, luaapi_object *self, enum sim_technology_effect_kind kind, uint32_t subject,
                        double modifier, const char *member)
{
    enum sim_result result = SIM_OK;
    FOR_ALL_ARENAS(self->world, self->number, each, result,
                   sim_force_set_bonus(each->arena, ALL(self), kind, subject, modifier));
    if (result != SIM_OK) {
        luaapi_raise(L, "LuaForce::%s: %s.", member, sim_result_text(result));
    }
}

#define BONUS_MEMBER(name, kind)                                                                                     \
    NUMBER_GETTER(get_##name, sim_force_bonus(STATE(L, self), kind))                                                 \
    static int set_##name(lua_State *L, luaapi_object *self)                                                         \
    {                                                                                                                \
        write_bonus(L, self, kind, 0, luaapi_check_number(L, 3, #name), #name);                                      \
        return 0;                                                                                                    \
    }

BONUS_MEMBER(inserter_stack_size_bonus, SIM_TECHNOLOGY_EFFECT_INSERTER_STACK_SIZE_BONUS)
BONUS_MEMBER(bulk_inserter_capacity_bonus, SIM_TECHNOLOGY_EFFECT_BULK_INSERTER_CAPACITY_BONUS)
BONUS_MEMBER(laboratory_speed_modifier, SIM_TECHNOLOGY_EFFECT_LABORATORY_SPEED)
BONUS_MEMBER(laboratory_productivity_bonus, SIM_TECHNOLOGY_EFFECT_LABORATORY_PRODUCTIVITY)
BONUS_MEMBER(mining_drill_productivity_bonus, SIM_TECHNOLOGY_EFFECT_MINING_DRILL_PRODUCTIVITY_BONUS)
BONUS_MEMBER(manual_mining_speed_modifier, SIM_TECHNOLOGY_EFFECT_CHARACTER_MINING_SPEED)
BONUS_MEMBER(manual_crafting_speed_modifier, SIM_TECHNOLOGY_EFFECT_CHARACTER_CRAFTING_SPEED)
BONUS_MEMBER(character_running_speed_modifier, SIM_TECHNOLOGY_EFFECT_CHARACTER_RUNNING_SPEED)
BONUS_MEMBER(character_inventory_slots_bonus, SIM_TECHNOLOGY_EFFECT_CHARACTER_INVENTORY_SLOTS_BONUS)
BONUS_MEMBER(character_health_bonus, SIM_TECHNOLOGY_EFFECT_CHARACTER_HEALTH_BONUS)
BONUS_MEMBER(character_build_distance_bonus, SIM_TECHNOLOGY_EFFECT_CHARACTER_BUILD_DISTANCE)
BONUS_MEMBER(character_reach_distance_bonus, SIM_TECHNOLOGY_EFFECT_CHARACTER_REACH_DISTANCE)
BONUS_MEMBER(worker_robots_speed_modifier, SIM_TECHNOLOGY_EFFECT_WORKER_ROBOT_SPEED)
BONUS_MEMBER(worker_robots_storage_bonus, SIM_TECHNOLOGY_EFFECT_WORKER_ROBOT_STORAGE)

BOOLEAN_GETTER(get_mining_with_fluid, sim_force_bonus(STATE(L, self), SIM_TECHNOLOGY_EFFECT_MINING_WITH_FLUID) != 0)

static int set_mining_with_fluid(lua_State *L, luaapi_object *self)
{
    write_bonus(L, self, SIM_TECHNOLOGY_EFFECT_MINING_WITH_FLUID, 0, lua_toboolean(L, 3), "mining_with_fluid");
    return 0;
}

static uint16_t read_ammo_category(lua_State *L, luaapi_object *self, const char *function)
{
    const char *name = luaapi_check_string(L, 1, function, NULL);
    uint16_t number = sim_ammo_category_named(ALL(self), name);
    if (number == 0) {
        luaapi_raise(L, "Unknown ammo category name: %s", name);
    }
    return number;
}

static int get_ammo_damage(lua_State *L, luaapi_object *self)
{
    uint16_t ammo = read_ammo_category(L, self, "get_ammo_damage_modifier");
    lua_pushnumber(L, sim_force_ammo_damage(STATE(L, self), ALL(self), ammo));
    return 1;
}

static int set_ammo_damage(lua_State *L, luaapi_object *self)
{
    uint16_t ammo = read_ammo_category(L, self, "set_ammo_damage_modifier");
    write_bonus(L, self, SIM_TECHNOLOGY_EFFECT_AMMO_DAMAGE, ammo, luaapi_check_number(L, 2, "set_ammo_damage_modifier"),
                "set_ammo_damage_modifier");
    return 0;
}

static int get_gun_speed(lua_State *L, luaapi_object *self)
{
    uint16_t ammo = read_ammo_category(L, self, "get_gun_speed_modifier");
    lua_pushnumber(L, sim_force_gun_speed(STATE(L, self), ALL(self), ammo));
    return 1;
}

static int set_gun_speed(lua_State *L, luaapi_object *self)
{
    uint16_t ammo = read_ammo_category(L, self, "set_gun_speed_modifier");
    write_bonus(L, self, SIM_TECHNOLOGY_EFFECT_GUN_SPEED, ammo, luaapi_check_number(L, 2, "set_gun_speed_modifier"),
                "set_gun_speed_modifier");
    return 0;
}

static int get_turret_attack(lua_State *L, luaapi_object *self)
{
    uint16_t turret = luaapi_read_entity_prototype(L, 1, self->world);
    lua_pushnumber(L, sim_force_turret_attack(STATE(L, self), ALL(self), turret));
    return 1;
}

static int set_turret_attack(lua_State *L, luaapi_object *self)
{
    uint16_t turret = luaapi_read_entity_prototype(L, 1, self->world);
    write_bonus(L, self, SIM_TECHNOLOGY_EFFECT_TURRET_ATTACK, turret,
                luaapi_check_number(L, 2, "set_turret_attack_modifier"), "set_turret_attack_modifier");
    return 0;
}

/* The arena whose evolution is meant: of the surface at the index, nauvis without one. */
static sim_arena *evolving(lua_State *L, int index, luaapi_object *self)
{
    if (lua_isnoneornil(L, index)) {
        luaapi_surface *nauvis = luaapi_world_surface(self->world, LUAAPI_NAUVIS);
        return nauvis->arena;
    }
    return luaapi_read_surface(L, index, self->world)->arena;
}

/* Only the enemy evolves. */
static int evolves(const luaapi_object *self)
{
    return self->number == LUAAPI_FORCE_ENEMY;
}

static int get_evolution(lua_State *L, luaapi_object *self)
{
    const sim_arena *arena = evolving(L, 1, self);
    lua_pushnumber(L, evolves(self) ? sim_evolution_get(arena, ALL(self)) : 0);
    return 1;
}

static void check_evolution(lua_State *L, const luaapi_object *self, enum sim_result result)
{
    if (!evolves(self) || result != SIM_OK) {
        luaapi_raise(L, evolves(self) ? "Evolution factor must be a number from 0 to 1."
                                      : "Only the enemy force evolves here.");
    }
}

static int set_evolution(lua_State *L, luaapi_object *self)
{
    double factor = luaapi_check_number(L, 1, "set_evolution_factor");
    sim_arena *arena = evolving(L, 2, self);
    check_evolution(L, self, evolves(self) ? sim_evolution_set(arena, ALL(self), factor) : SIM_OK);
    return 0;
}

#define EVOLUTION_MEMBER(name, source)                                                                               \
    static int get_by_##name(lua_State *L, luaapi_object *self)                                                      \
    {                                                                                                                \
        const sim_arena *arena = evolving(L, 1, self);                                                               \
        lua_pushnumber(L, evolves(self) ? sim_evolution_by(arena, ALL(self), source) : 0);                           \
        return 1;                                                                                                    \
    }                                                                                                                \
    static int set_by_##name(lua_State *L, luaapi_object *self)                                                      \
    {                                                                                                                \
        double factor = luaapi_check_number(L, 1, "set_evolution_factor_by_" #name);                                 \
        sim_arena *arena = evolving(L, 2, self);                                                                     \
        check_evolution(L, self,                                                                                     \
                        evolves(self) ? sim_evolution_set_by(arena, ALL(self), source, factor) : SIM_OK);            \
        return 0;                                                                                                    \
    }

EVOLUTION_MEMBER(time, SIM_EVOLUTION_TIME)
EVOLUTION_MEMBER(pollution, SIM_EVOLUTION_POLLUTION)
EVOLUTION_MEMBER(killing_spawners, SIM_EVOLUTION_KILLS)

static int reset_evolution(lua_State *L, luaapi_object *self)
{
    (void)L;
    for (uint32_t index = 1; evolves(self) && index <= self->world->surface_count; index = luaapi_world_next(self->world, index)) {
        luaapi_surface *surface = luaapi_world_surface(self->world, index);
        if (surface != NULL) {
            sim_evolution_reset(surface->arena);
        }
    }
    return 0;
}

#define BONUS_ROW(name) {#name, get_##name, set_##name, NULL}

const luaapi_member luaapi_force_bonus_members[] = {
    BONUS_ROW(inserter_stack_size_bonus),
    BONUS_ROW(bulk_inserter_capacity_bonus),
    BONUS_ROW(laboratory_speed_modifier),
    BONUS_ROW(laboratory_productivity_bonus),
    BONUS_ROW(mining_drill_productivity_bonus),
    BONUS_ROW(manual_mining_speed_modifier),
    BONUS_ROW(manual_crafting_speed_modifier),
    BONUS_ROW(character_running_speed_modifier),
    BONUS_ROW(character_inventory_slots_bonus),
    BONUS_ROW(character_health_bonus),
    BONUS_ROW(character_build_distance_bonus),
    BONUS_ROW(character_reach_distance_bonus),
    BONUS_ROW(worker_robots_speed_modifier),
    BONUS_ROW(worker_robots_storage_bonus),
    BONUS_ROW(mining_with_fluid),
    {"get_ammo_damage_modifier", NULL, NULL, get_ammo_damage},
    {"set_ammo_damage_modifier", NULL, NULL, set_ammo_damage},
    {"get_gun_speed_modifier", NULL, NULL, get_gun_speed},
    {"set_gun_speed_modifier", NULL, NULL, set_gun_speed},
    {"get_turret_attack_modifier", NULL, NULL, get_turret_attack},
    {"set_turret_attack_modifier", NULL, NULL, set_turret_attack},
    {"get_evolution_factor", NULL, NULL, get_evolution},
    {"set_evolution_factor", NULL, NULL, set_evolution},
    {"get_evolution_factor_by_time", NULL, NULL, get_by_time},
    {"set_evolution_factor_by_time", NULL, NULL, set_by_time},
    {"get_evolution_factor_by_pollution", NULL, NULL, get_by_pollution},
    {"set_evolution_factor_by_pollution", NULL, NULL, set_by_pollution},
    {"get_evolution_factor_by_killing_spawners", NULL, NULL, get_by_killing_spawners},
    {"set_evolution_factor_by_killing_spawners", NULL, NULL, set_by_killing_spawners},
    {"reset_evolution", NULL, NULL, reset_evolution},
    {NULL, NULL, NULL, NULL},
};
