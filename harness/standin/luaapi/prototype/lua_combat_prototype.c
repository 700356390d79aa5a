/* LuaEntityPrototype: what units, spawners, turrets and all who attack have. */
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"

#define ENTITY(self) (&(self)->world->prototypes->entities[(self)->number])
#define UNIT(self) (&(self)->world->prototypes->units[ENTITY(self)->unit])
#define SPAWNER(self) (&(self)->world->prototypes->spawners[ENTITY(self)->spawner])
#define TURRET(self) (&(self)->world->prototypes->turrets[ENTITY(self)->turret])

NUMBER_OR_NIL_GETTER(get_unit_speed, ENTITY(self)->unit, UNIT(self)->movement_speed)
NUMBER_OR_NIL_GETTER(get_vision_distance, ENTITY(self)->unit, UNIT(self)->vision_distance)
NUMBER_OR_NIL_GETTER(get_spawning_time, ENTITY(self)->unit, UNIT(self)->spawning_time_modifier)
NUMBER_OR_NIL_GETTER(get_max_pursue, ENTITY(self)->unit, UNIT(self)->max_pursue_distance)
NUMBER_OR_NIL_GETTER(get_min_pursue, ENTITY(self)->unit, UNIT(self)->min_pursue_time_ticks)
NUMBER_OR_NIL_GETTER(get_max_owned, ENTITY(self)->spawner, SPAWNER(self)->max_count_of_owned_units)
NUMBER_OR_NIL_GETTER(get_max_friends, ENTITY(self)->spawner, SPAWNER(self)->max_friends_around_to_spawn)
NUMBER_OR_NIL_GETTER(get_spawning_radius, ENTITY(self)->spawner, SPAWNER(self)->spawning_radius)
NUMBER_OR_NIL_GETTER(get_spawning_spacing, ENTITY(self)->spawner, SPAWNER(self)->spawning_spacing)
NUMBER_OR_NIL_GETTER(get_call_for_help, ENTITY(self)->spawner || ENTITY(self)->turret,
                     ENTITY(self)->spawner ? SPAWNER(self)->call_for_help_radius : TURRET(self)->call_for_help_radius)
NUMBER_OR_NIL_GETTER(get_automated_ammo, ENTITY(self)->turret, TURRET(self)->automated_ammo_count)
NUMBER_OR_NIL_GETTER(get_turret_range, ENTITY(self)->turret,
                     self->world->prototypes->attacks[TURRET(self)->attack].range)

static int get_spawn_cooldown(lua_State *L, luaapi_object *self)
{
    if (ENTITY(self)->spawner == 0) {
        lua_pushnil(L);
        return 1;
    }
    lua_newtable(L);
    luaapi_put_number(L, "min", SPAWNER(self)->spawning_cooldown_min_ticks);
    luaapi_put_number(L, "max", SPAWNER(self)->spawning_cooldown_max_ticks);
    return 1;
}

static void push_spawn_points(lua_State *L, const sim_prototypes *all, const sim_spawn *spawn)
{
    lua_createtable(L, (int)spawn->point_count, 0);
    for (uint32_t i = 0; i < spawn->point_count; i++) {
        lua_newtable(L);
        luaapi_put_number(L, "evolution_factor", all->spawn_points[spawn->first_point + i].evolution);
        luaapi_put_number(L, "weight", all->spawn_points[spawn->first_point + i].weight);
        lua_rawseti(L, -2, (int)i + 1);
    }
}

static int get_result_units(lua_State *L, luaapi_object *self)
{
    const sim_prototypes *all = self->world->prototypes;
    if (ENTITY(self)->spawner == 0) {
        lua_pushnil(L);
        return 1;
    }
    lua_newtable(L);
    for (uint32_t i = 0; i < SPAWNER(self)->spawn_count; i++) {
        const sim_spawn *spawn = &all->spawns[SPAWNER(self)->first_spawn + i];
        lua_newtable(L);
        luaapi_put_string(L, "unit", all->entities[spawn->unit].name);
        push_spawn_points(L, all, spawn);
        luaapi_ordered_setfield(L, -2, "spawn_points");
        lua_rawseti(L, -2, (int)i + 1);
    }
    return 1;
}

static int get_join_attack(lua_State *L, luaapi_object *self)
{
    if (ENTITY(self)->unit == 0) {
        lua_pushnil(L);
        return 1;
    }
    lua_newtable(L);
    luaapi_put_number(L, "pollution", UNIT(self)->absorptions_to_join_attack);
    return 1;
}

/* What is published of an attack as numbers; ammunition and effects are left out. */
static int get_attack_parameters(lua_State *L, luaapi_object *self)
{
    static const char *const types[] = {"projectile", "projectile", "beam", "stream"};
    const sim_entity_prototype *entity = ENTITY(self);
    const sim_prototypes *all = self->world->prototypes;
    if (entity->attack == 0) {
        lua_pushnil(L);
        return 1;
    }
    const sim_attack_prototype *attack = &all->attacks[entity->attack];
    lua_newtable(L);
    luaapi_put_string(L, "type", types[attack->type]);
    luaapi_put_number(L, "range", attack->range);
    luaapi_put_number(L, "min_range", attack->min_range);
    luaapi_put_number(L, "cooldown", attack->cooldown_ticks);
    luaapi_put_number(L, "cooldown_deviation", attack->cooldown_deviation);
    luaapi_put_number(L, "damage_modifier", attack->damage_modifier);
    luaapi_put_number(L, "warmup", attack->warmup_ticks);
    luaapi_put_number(L, "turn_range", attack->turn_range);
    luaapi_put_number(L, "movement_slow_down_factor", attack->movement_slow_down_factor);
    return 1;
}

const luaapi_member luaapi_entity_prototype_combat_members[] = {
    {"attack_parameters", get_attack_parameters, NULL, NULL},
    {"speed", get_unit_speed, NULL, NULL},
    {"vision_distance", get_vision_distance, NULL, NULL},
    {"spawning_time_modifier", get_spawning_time, NULL, NULL},
    {"max_pursue_distance", get_max_pursue, NULL, NULL},
    {"min_pursue_time", get_min_pursue, NULL, NULL},
    {"absorptions_to_join_attack", get_join_attack, NULL, NULL},
    {"max_count_of_owned_units", get_max_owned, NULL, NULL},
    {"max_friends_around_to_spawn", get_max_friends, NULL, NULL},
    {"spawning_radius", get_spawning_radius, NULL, NULL},
    {"spawning_spacing", get_spawning_spacing, NULL, NULL},
    {"spawn_cooldown", get_spawn_cooldown, NULL, NULL},
    {"result_units", get_result_units, NULL, NULL},
    {"call_for_help_radius", get_call_for_help, NULL, NULL},
    {"automated_ammo_count", get_automated_ammo, NULL, NULL},
    {"turret_range", get_turret_range, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
