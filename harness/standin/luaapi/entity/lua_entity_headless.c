/* LuaEntity: beacons and what they reach, gates, mines, offshore pumps, what is in a ghost, and values that only scripts
 * and pictures use. */
#include <math.h>
#include <string.h>

#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/engine/combat/gate.h"
#include "harness/standin/engine/combat/land_mine.h"
#include "harness/standin/engine/machines/beacon.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/objects/plain_members.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"
#include "harness/standin/luaapi/objects/script_notes.h"

static int is_type(const luaapi_object *self, const char *type)
{
    return strcmp(ENTITY_PROTOTYPE(self)->type_name, type) == 0;
}

/* Pushes the beacons that reach the machine, or the machines that the beacon in `slot` reaches; their number. */
static int push_reached(lua_State *L, const luaapi_object *self, int is_beacon)
{
    int count = 0;
    lua_newtable(L);
    for (uint32_t slot = 1; slot < ARENA(self)->entity_slots; slot++) {
        const sim_entity *other = sim_entity_slot(ARENA(self), slot);
        if (other == NULL || (!is_beacon && PROTOTYPES(self)->entities[other->prototype].type != SIM_TYPE_BEACON)) {
            continue;
        }
        uint32_t beacon = is_beacon ? SLOT(self) : slot, machine = is_beacon ? slot : SLOT(self);
        if (sim_beacon_reaches(ARENA(self), PROTOTYPES(self), beacon, machine)) {
            luaapi_push_slot(L, self, slot);
            lua_rawseti(L, -2, ++count);
        }
    }
    return count;
}

/* nil for what no beacon can reach. */
static int get_beacons(lua_State *L, luaapi_object *self)
{
    if (ENTITY_PROTOTYPE(self)->allowed_effects == 0) {
        lua_pushnil(L);
    } else {
        push_reached(L, self, 0);
    }
    return 1;
}

static int get_beacons_count(lua_State *L, luaapi_object *self)
{
    if (ENTITY_PROTOTYPE(self)->allowed_effects == 0) {
        lua_pushnil(L);
    } else {
        lua_pushnumber(L, push_reached(L, self, 0));
    }
    return 1;
}

static int get_receivers(lua_State *L, luaapi_object *self)
{
    luaapi_require(L, self, ENTITY_TYPE(self) == SIM_TYPE_BEACON, "get_beacon_effect_receivers", "a beacon");
    push_reached(L, self, 1);
    return 1;
}

/* How far a gate has opened, 0 to 1. */
static double opened(lua_State *L, const luaapi_object *self, const char *member)
{
    luaapi_require(L, self, ENTITY_TYPE(self) == SIM_TYPE_GATE, member, "a gate");
    return SIM_RECORD(ARENA(self), SIM_POOL_GATE, sim_gate, luaapi_entity_of(self)->record)->opened;
}

static int is_closed(lua_State *L, luaapi_object *self)
{
    lua_pushboolean(L, opened(L, self, "is_closed") <= 0);
    return 1;
}

static int get_armed(lua_State *L, luaapi_object *self)
{
    luaapi_require(L, self, is_type(self, "land-mine"), "armed", "a land mine");
    lua_pushboolean(L, sim_land_mine_is_buried(ARENA(self), PROTOTYPES(self), luaapi_entity_of(self)));
    return 1;
}

/* get_fluid_source_tile(): the tile before an offshore pump that it draws from; nil for other entities. */
static int get_fluid_source_tile(lua_State *L, luaapi_object *self)
{
    if (!is_type(self, "offshore-pump")) {
        lua_pushnil(L);
        return 1;
    }
    sim_position at = luaapi_entity_of(self)->position;
    sim_box ahead = {0, -SIM_FIXED_ONE, 0, -SIM_FIXED_ONE};
    ahead = sim_box_turned(ahead, luaapi_entity_of(self)->direction);
    luaapi_push_position(L, sim_fixed_tile(at.x + ahead.left), sim_fixed_tile(at.y + ahead.top));
    return 1;
}

static void require_ghost(lua_State *L, const luaapi_object *self, const char *member)
{
    luaapi_require(L, self, ENTITY_TYPE(self) == SIM_TYPE_ENTITY_GHOST, member, "an entity ghost");
}

/* No ghost here has come from the death of an entity with a number. */
static int get_ghost_unit_number(lua_State *L, luaapi_object *self)
{
    require_ghost(L, self, "ghost_unit_number");
    lua_pushnil(L);
    return 1;
}

/* ghost_has_flag(flag) */
static int ghost_has_flag(lua_State *L, luaapi_object *self)
{
    require_ghost(L, self, "ghost_has_flag");
    luaapi_push_entity(L, self->world, self->surface, self->entity);
    lua_getfield(L, -1, "ghost_prototype");
    lua_getfield(L, -1, "has_flag");
    lua_pushvalue(L, 1);
    lua_call(L, 1, 1);
    return 1;
}

static int get_render_position(lua_State *L, luaapi_object *self)
{
    luaapi_push_fixed_position(L, luaapi_entity_of(self)->position);
    return 1;
}

/* Pushes method get_*_flow_limit of the prototype's electric source, called; nil without a source. */
static int flow_limit(lua_State *L, const luaapi_object *self, const char *method)
{
    luaapi_push_prototype(L, self->world, &luaapi_class_entity_prototype, luaapi_entity_of(self)->prototype);
    lua_getfield(L, -1, "electric_energy_source_prototype");
    if (!lua_isnil(L, -1)) {
        lua_getfield(L, -1, method);
        lua_call(L, 0, 1);
    }
    return 1;
}

static int get_input_limit(lua_State *L, luaapi_object *self)
{
    return flow_limit(L, self, "get_input_flow_limit");
}

static int get_output_limit(lua_State *L, luaapi_object *self)
{
    return flow_limit(L, self, "get_output_flow_limit");
}

/* A value that only scripts and players' windows use: what a script has set under the member's name (index 2), else the
 * fallback on top of the stack. */
static int push_kept(lua_State *L, luaapi_object *self)
{
    if (luaapi_notes_push(L, self, "entity", 0)) {
        lua_pushvalue(L, 2);
        lua_rawget(L, -2);
        if (!lua_isnil(L, -1)) {
            return 1;
        }
        lua_pop(L, 2);
    }
    return 1;
}

static int keep(lua_State *L, luaapi_object *self, int type)
{
    luaapi_check_type(L, 3, type, lua_tostring(L, 2));
    luaapi_notes_push(L, self, "entity", 1);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, 3);
    luaapi_ordered_rawset(L, -3);
    return 0;
}

/* A kept member of one type of entity. */
#define KEPT(name, condition, what, push_fallback, type)                                                             \
    static int get_##name(lua_State *L, luaapi_object *self)                                                         \
    {                                                                                                                \
        luaapi_require(L, self, condition, #name, what);                                                             \
        push_fallback;                                                                                               \
        return push_kept(L, self);                                                                                   \
    }                                                                                                                \
    static int set_##name(lua_State *L, luaapi_object *self)                                                         \
    {                                                                                                                \
        luaapi_require(L, self, condition, #name, what);                                                             \
        return keep(L, self, type);                                                                                  \
    }

#define IS_PANEL is_type(self, "display-panel")
#define IS_COMBINATOR strstr(ENTITY_PROTOTYPE(self)->type_name, "-combinator") != NULL

KEPT(display_panel_text, IS_PANEL, "a display panel", lua_pushstring(L, ""), LUA_TSTRING)
KEPT(display_panel_always_show, IS_PANEL, "a display panel", lua_pushboolean(L, 0), LUA_TBOOLEAN)
KEPT(display_panel_show_in_chart, IS_PANEL, "a display panel", lua_pushboolean(L, 0), LUA_TBOOLEAN)
KEPT(combinator_description, IS_COMBINATOR, "a combinator", lua_pushstring(L, ""), LUA_TSTRING)
KEPT(recipe_locked, ENTITY_TYPE(self) == SIM_TYPE_ASSEMBLING_MACHINE, "an assembling machine", lua_pushboolean(L, 0),
     LUA_TBOOLEAN)
KEPT(allow_dispatching_robots, ENTITY_TYPE(self) == SIM_TYPE_CHARACTER, "a character", lua_pushboolean(L, 1),
     LUA_TBOOLEAN)

#define READ_WRITE(name) {#name, get_##name, set_##name, NULL}

const luaapi_member luaapi_entity_headless_members[] = {
    {"get_beacons", NULL, NULL, get_beacons},
    {"beacons_count", get_beacons_count, NULL, NULL},
    {"get_beacon_effect_receivers", NULL, NULL, get_receivers},
    {"is_closed", NULL, NULL, is_closed},
    {"armed", get_armed, NULL, NULL},
    {"get_fluid_source_tile", NULL, NULL, get_fluid_source_tile},
    {"ghost_unit_number", get_ghost_unit_number, NULL, NULL},
    {"ghost_has_flag", NULL, NULL, ghost_has_flag},
    {"render_position", get_render_position, NULL, NULL},
    {"get_electric_input_flow_limit", NULL, NULL, get_input_limit},
    {"get_electric_output_flow_limit", NULL, NULL, get_output_limit},
    READ_WRITE(display_panel_text),
    READ_WRITE(display_panel_always_show),
    READ_WRITE(display_panel_show_in_chart),
    READ_WRITE(combinator_description),
    READ_WRITE(recipe_locked),
    READ_WRITE(allow_dispatching_robots),
    {"create_build_effect_smoke", NULL, NULL, luaapi_do_nothing},
    {"spawn_decorations", NULL, NULL, luaapi_do_nothing},
    {"toggle_equipment_movement_bonus", NULL, NULL, luaapi_do_nothing},
    {NULL, NULL, NULL, NULL},
};
