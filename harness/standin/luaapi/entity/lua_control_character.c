/* LuaControl: what a character does beside walking and mining: shooting, repairing. */
#include "harness/standin/engine/character/bonus.h"
#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"

#define NO_CHARACTER UINT32_MAX

static uint32_t character_of(lua_State *L, const luaapi_object *self, const char *member)
{
    uint32_t character = sim_character_of(ARENA(self), PROTOTYPES(self), self->entity);
    luaapi_require(L, self, character != NO_CHARACTER, member, "a character");
    return character;
}

static const char *const shooting_names[] = {"not_shooting", "shooting_enemies", "shooting_selected", NULL};

static int get_shooting_state(lua_State *L, luaapi_object *self)
{
    const sim_character *character = sim_character_get(ARENA(self), character_of(L, self, "shooting_state"));
    lua_newtable(L);
    luaapi_push_define(L, "shooting", shooting_names[character->shooting]);
    luaapi_ordered_setfield(L, -2, "state");
    luaapi_push_fixed_position(L, character->shooting_position);
    luaapi_ordered_setfield(L, -2, "position");
    return 1;
}

static int set_shooting_state(lua_State *L, luaapi_object *self)
{
    uint32_t character = character_of(L, self, "shooting_state");
    luaapi_check_type(L, 3, LUA_TTABLE, "shooting_state");
    sim_position position = luaapi_entity_of(self)->position;
    lua_getfield(L, 3, "state");
    int state = luaapi_read_define(L, -1, "shooting", shooting_names);
    if (state < 0) {
        return luaapi_raise(L, "LuaEntity::shooting_state: state must be one of defines.shooting.");
    }
    if (luaapi_push_field(L, 3, "position")) {
        position = luaapi_read_fixed_position(L, -1, "shooting_state.position");
    }
    luaapi_require_ok(L, sim_gun_set_shooting(ARENA(self), character, (enum sim_shooting)state, position),
                      "shooting_state");
    return 0;
}

static int get_selected_gun(lua_State *L, luaapi_object *self)
{
    uint32_t character = character_of(L, self, "selected_gun_index");
    lua_pushnumber(L, sim_character_get(ARENA(self), character)->selected_gun + 1);
    return 1;
}

static int set_selected_gun(lua_State *L, luaapi_object *self)
{
    uint32_t character = character_of(L, self, "selected_gun_index");
    uint32_t slot = (uint32_t)luaapi_read_integer(L, 3, "selected_gun_index", 1, SIM_GUN_SLOTS) - 1;
    luaapi_require_ok(L, sim_gun_select(ARENA(self), character, slot), "selected_gun_index");
    return 0;
}

static int get_repair_state(lua_State *L, luaapi_object *self)
{
    const sim_character *character = sim_character_get(ARENA(self), character_of(L, self, "repair_state"));
    const sim_entity *target = sim_entity_get(ARENA(self), character->repair_target);
    lua_newtable(L);
    luaapi_put_boolean(L, "repairing", target != NULL);
    luaapi_push_fixed_position(L, target != NULL ? target->position : luaapi_entity_of(self)->position);
    luaapi_ordered_setfield(L, -2, "position");
    return 1;
}

/* As with mining, a target that cannot be repaired leaves the state false. */
static int set_repair_state(lua_State *L, luaapi_object *self)
{
    uint32_t character = character_of(L, self, "repair_state");
    luaapi_check_type(L, 3, LUA_TTABLE, "repair_state");
    sim_hand_stop_repair(ARENA(self), character);
    if (luaapi_field_boolean_or(L, 3, "repairing", 0)) {
        sim_position position = luaapi_field_position(L, 3, "position");
        sim_hand_repair(ARENA(self), PROTOTYPES(self), character,
                        sim_entity_selected_at(ARENA(self), PROTOTYPES(self), position));
    }
    return 0;
}

/* can_place_entity{name, position, direction?}: also whether it is in reach. */
static int can_place_entity(lua_State *L, luaapi_object *self)
{
    uint32_t character = character_of(L, self, "can_place_entity");
    luaapi_check_type(L, 1, LUA_TTABLE, "can_place_entity");
    lua_getfield(L, 1, "name");
    uint16_t prototype = luaapi_read_entity_prototype(L, -1, self->world);
    sim_position position = luaapi_field_position(L, 1, "position");
    uint8_t direction = (uint8_t)((uint32_t)luaapi_field_number_or(L, 1, "direction", 0) % SIM_DIRECTION_COUNT);
    double reach = SIM_FIXED_ONE * sim_bonus_build_distance(ARENA(self), PROTOTYPES(self),
                                                            sim_character_get(ARENA(self), character));
    int near = (double)sim_distance_squared(luaapi_entity_of(self)->position, position) <= reach * reach;
    lua_pushboolean(L, near && sim_build_may_place(ARENA(self), PROTOTYPES(self), prototype, direction, position, 1) ==
                                   SIM_OK);
    return 1;
}

const luaapi_member luaapi_control_character_members[] = {
    {"shooting_state", get_shooting_state, set_shooting_state, NULL},
    {"selected_gun_index", get_selected_gun, set_selected_gun, NULL},
    {"repair_state", get_repair_state, set_repair_state, NULL},
    {"can_place_entity", NULL, NULL, can_place_entity},
    {NULL, NULL, NULL, NULL},
};
