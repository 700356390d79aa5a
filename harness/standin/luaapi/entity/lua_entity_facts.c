/* LuaEntity: what follows from the prototype and the place of an entity, and what is always the same because nothing
 * here can change it. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/objects/plain_members.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"
#include "harness/standin/luaapi/vm/raise.h"

static int is_type(const luaapi_object *self, const char *type)
{
    return strcmp(ENTITY_PROTOTYPE(self)->type_name, type) == 0;
}

/* Half of the diagonal of the collision box. */
static int get_radius(lua_State *L, luaapi_object *self)
{
    sim_box box = ENTITY_PROTOTYPE(self)->collision_box;
    lua_pushnumber(L, hypot(box.right - box.left, box.bottom - box.top) / 2 / SIM_FIXED_ONE);
    return 1;
}

/* Entities with health belong to somebody, except what nature has. */
static int get_is_with_owner(lua_State *L, luaapi_object *self)
{
    int is_nature = is_type(self, "tree") || is_type(self, "fish") || is_type(self, "simple-entity");
    lua_pushboolean(L, ENTITY_PROTOTYPE(self)->max_health > 0 && !is_nature);
    return 1;
}

static int get_gps_tag(lua_State *L, luaapi_object *self)
{
    sim_position at = luaapi_entity_of(self)->position;
    char text[64];
    snprintf(text, sizeof text, "[gps=%.14g,%.14g,", (double)at.x / SIM_FIXED_ONE, (double)at.y / SIM_FIXED_ONE);
    lua_pushfstring(L, "%s%s]", text, luaapi_surface_of(self)->name);
    return 1;
}

static int get_localised_description(lua_State *L, luaapi_object *self)
{
    luaapi_push_prototype(L, self->world, &luaapi_class_entity_prototype, luaapi_entity_of(self)->prototype);
    lua_getfield(L, -1, "localised_description");
    return 1;
}

/* No damage is under way between two calls. */
static int get_damage_to_be_taken(lua_State *L, luaapi_object *self)
{
    if (ENTITY_PROTOTYPE(self)->max_health > 0) {
        lua_pushnumber(L, 0);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

static int get_mining_area(lua_State *L, luaapi_object *self)
{
    luaapi_require(L, self, ENTITY_TYPE(self) == SIM_TYPE_MINING_DRILL, "mining_area", "a mining drill");
    int32_t radius = ENTITY_PROTOTYPE(self)->resource_searching_radius_fixed;
    sim_box box = {-radius, -radius, radius, radius};
    luaapi_push_box(L, sim_box_at(box, luaapi_entity_of(self)->position));
    return 1;
}

static void require_gate(lua_State *L, const luaapi_object *self, const char *member)
{
    luaapi_require(L, self, ENTITY_TYPE(self) == SIM_TYPE_GATE, member, "a gate");
}

static int is_opened(lua_State *L, luaapi_object *self)
{
    require_gate(L, self, "is_opened");
    lua_pushboolean(L, sim_gate_is_open(luaapi_entity_of(self)));
    return 1;
}

static int get_mirroring(lua_State *L, luaapi_object *self)
{
    (void)self;
    lua_pushboolean(L, 0);
    return 1;
}

static void require_character(lua_State *L, const luaapi_object *self)
{
    luaapi_require(L, self, ENTITY_TYPE(self) == SIM_TYPE_CHARACTER, lua_tostring(L, 2), "a character");
}

/* Bonuses that nothing here gives. */
static int get_no_bonus(lua_State *L, luaapi_object *self)
{
    require_character(L, self);
    lua_pushnumber(L, 0);
    return 1;
}

static int get_no_categories(lua_State *L, luaapi_object *self)
{
    require_character(L, self);
    lua_newtable(L);
    return 1;
}

const luaapi_member luaapi_entity_fact_members[] = {
    {"get_radius", NULL, NULL, get_radius},
    {"is_entity_with_owner", get_is_with_owner, NULL, NULL},
    {"gps_tag", get_gps_tag, NULL, NULL},
    {"localised_description", get_localised_description, NULL, NULL},
    {"get_damage_to_be_taken", NULL, NULL, get_damage_to_be_taken},
    {"mining_area", get_mining_area, NULL, NULL},
    {"is_opened", NULL, NULL, is_opened},
    {"mirroring", get_mirroring, NULL, NULL},
    {"secondary_bounding_box", luaapi_get_nothing, NULL, NULL},
    {"secondary_selection_box", luaapi_get_nothing, NULL, NULL},
    {"render_player", luaapi_get_nothing, NULL, NULL},
    {"render_to_forces", luaapi_get_nothing, NULL, NULL},
    {"name_tag", luaapi_get_nothing, NULL, NULL},
    {"cargo_pod", luaapi_get_nothing, NULL, NULL},
    {"hub", luaapi_get_nothing, NULL, NULL},
    {"get_requester_point", NULL, NULL, luaapi_get_nothing},
    {"character_item_pickup_distance_bonus", get_no_bonus, NULL, NULL},
    {"character_loot_pickup_distance_bonus", get_no_bonus, NULL, NULL},
    {"character_maximum_following_robot_count_bonus", get_no_bonus, NULL, NULL},
    {"character_trash_slot_count_bonus", get_no_bonus, NULL, NULL},
    {"character_additional_mining_categories", get_no_categories, NULL, NULL},
    {"rocket", luaapi_get_nothing, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
