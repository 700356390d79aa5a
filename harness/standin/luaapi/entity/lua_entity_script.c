/* LuaEntity: what scripts keep on entities (flags, colours, a cursor), and members of subjects that no entity here takes
 * part in: vehicles, circuits, logistics, upgrades. */
#include "harness/standin/luaapi/vm/copy.h"
#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/objects/plain_members.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"
#include "harness/standin/luaapi/objects/script_notes.h"

#define NOTES "entity"

/* Pushes what a script has set under the key; the fallback, 1 for true, when it has set nothing. */
static int push_flag(lua_State *L, luaapi_object *self, const char *key, int fallback)
{
    if (luaapi_notes_push(L, self, NOTES, 0)) {
        lua_getfield(L, -1, key);
        if (!lua_isnil(L, -1)) {
            return 1;
        }
    }
    lua_pushboolean(L, fallback);
    return 1;
}

static int keep(lua_State *L, luaapi_object *self, const char *key)
{
    luaapi_notes_push(L, self, NOTES, 1);
    luaapi_copy_push(L, 3);
    luaapi_ordered_setfield(L, -2, key);
    return 0;
}

static int keep_flag(lua_State *L, luaapi_object *self, const char *key)
{
    luaapi_notes_push(L, self, NOTES, 1);
    lua_pushboolean(L, lua_toboolean(L, 3));
    luaapi_ordered_setfield(L, -2, key);
    return 0;
}

static int is_character(const luaapi_object *self)
{
    return ENTITY_TYPE(self) == SIM_TYPE_CHARACTER;
}

#define FLAG(name, fallback)                                                                                         \
    static int get_##name(lua_State *L, luaapi_object *self)                                                         \
    {                                                                                                                \
        return push_flag(L, self, #name, fallback);                                                                  \
    }                                                                                                                \
    static int set_##name(lua_State *L, luaapi_object *self)                                                         \
    {                                                                                                                \
        return keep_flag(L, self, #name);                                                                            \
    }
FLAG(minable_flag, ENTITY_PROTOTYPE(self)->minable)
FLAG(destructible, ENTITY_PROTOTYPE(self)->max_health > 0)
FLAG(operable, 1)
FLAG(rotatable, 1)

int luaapi_entity_is_destructible(lua_State *L, luaapi_object *self)
{
    int top = lua_gettop(L);
    push_flag(L, self, "destructible", 1);
    int is_destructible = lua_toboolean(L, -1);
    lua_settop(L, top);
    return is_destructible;
}

int luaapi_entity_get_minable(lua_State *L, luaapi_object *self)
{
    push_flag(L, self, "minable_flag", 1);
    lua_pushboolean(L, ENTITY_PROTOTYPE(self)->minable && lua_toboolean(L, -1));
    return 1;
}

/* Machines cannot be held up here: what a script asks for in vain is said. */
static int set_active(lua_State *L, luaapi_object *self)
{
    if (!lua_toboolean(L, 3)) {
        return luaapi_raise(L, "LuaEntity::active: the stand-in cannot deactivate %s.", ENTITY_PROTOTYPE(self)->name);
    }
    return 0;
}

static int set_disabled(lua_State *L, luaapi_object *self)
{
    if (lua_toboolean(L, 3)) {
        return luaapi_raise(L, "LuaEntity::disabled_by_script: the stand-in cannot deactivate %s.",
                            ENTITY_PROTOTYPE(self)->name);
    }
    return 0;
}

/* Values that only the script that set them reads. */
#define KEPT(name)                                                                                                   \
    static int get_##name(lua_State *L, luaapi_object *self)                                                         \
    {                                                                                                                \
        push_flag(L, self, #name, 0);                                                                                \
        if (lua_type(L, -1) == LUA_TBOOLEAN && !lua_toboolean(L, -1)) {                                              \
            lua_pushnil(L);                                                                                          \
        }                                                                                                            \
        return 1;                                                                                                    \
    }                                                                                                                \
    static int set_##name(lua_State *L, luaapi_object *self)                                                         \
    {                                                                                                                \
        return keep(L, self, #name);                                                                                 \
    }

/* A character has always a colour: white until a script sets another. */
static int get_color(lua_State *L, luaapi_object *self)
{
    push_flag(L, self, "color", 0);
    if (lua_istable(L, -1)) {
        return 1;
    }
    if (!is_character(self)) {
        lua_pushnil(L);
        return 1;
    }
    lua_newtable(L);
    luaapi_put_number(L, "r", 1);
    luaapi_put_number(L, "g", 1);
    luaapi_put_number(L, "b", 1);
    luaapi_put_number(L, "a", 1);
    return 1;
}

static int set_color(lua_State *L, luaapi_object *self)
{
    return keep(L, self, "color");
}

KEPT(cursor_ghost)
KEPT(opened)
KEPT(custom_status)
KEPT(entity_label)

/* cursor_stack: what a character holds in its hand; an inventory of the script kind with one slot. */
static int push_cursor(lua_State *L, luaapi_object *self)
{
    if (!is_character(self)) {
        lua_pushnil(L);
        return 1;
    }
    luaapi_notes_push(L, self, NOTES, 1);
    lua_getfield(L, -1, "cursor");
    if (luaapi_object_at(L, -1, &luaapi_class_inventory) == NULL) {
        lua_pop(L, 1);
        luaapi_push_script_inventory(L, self->world, 1);
        lua_pushvalue(L, -1);
        luaapi_ordered_setfield(L, -3, "cursor");
    }
    luaapi_push_item_stack(L, luaapi_object_at(L, -1, &luaapi_class_inventory), SIM_INVENTORY_MAIN, 0);
    return 1;
}

/* is_cursor_empty() */
static int is_cursor_empty(lua_State *L, luaapi_object *self)
{
    sim_stack stack = {0, 0, 0};
    push_cursor(L, self);
    const luaapi_object *cursor = luaapi_object_at(L, -1, &luaapi_class_item_stack);
    lua_pushboolean(L, cursor == NULL || !luaapi_item_stack_get(cursor, &stack));
    return 1;
}

#define ABSENT(name) {name, NULL, NULL, luaapi_get_nothing}

const luaapi_member luaapi_entity_script_members[] = {
    {"minable", luaapi_entity_get_minable, set_minable_flag, NULL},
    {"minable_flag", get_minable_flag, set_minable_flag, NULL},
    {"destructible", get_destructible, set_destructible, NULL},
    {"operable", get_operable, set_operable, NULL},
    {"rotatable", get_rotatable, set_rotatable, NULL},
    {"active", luaapi_get_true, set_active, NULL},
    {"disabled_by_script", luaapi_get_false, set_disabled, NULL},
    {"disabled_by_control_behavior", luaapi_get_false, NULL, NULL},
    {"color", get_color, set_color, NULL},
    {"custom_status", get_custom_status, set_custom_status, NULL},
    {"entity_label", get_entity_label, set_entity_label, NULL},
    {"cursor_ghost", get_cursor_ghost, set_cursor_ghost, NULL},
    {"cursor_stack", push_cursor, NULL, NULL},
    {"is_cursor_empty", NULL, NULL, is_cursor_empty},
    {"is_cursor_blueprint", NULL, NULL, luaapi_get_false},
    {"opened", get_opened, set_opened, NULL},
    {"opened_gui_type", luaapi_get_nothing, NULL, NULL},
    {"vehicle", luaapi_get_nothing, NULL, NULL},
    {"driving", luaapi_get_false, NULL, NULL},
    {"cheat_mode", luaapi_get_false, NULL, NULL},
    {"following_robots", luaapi_get_empty, NULL, NULL},
    {"enable_flashlight", NULL, NULL, luaapi_do_nothing},
    {"disable_flashlight", NULL, NULL, luaapi_do_nothing},
    {"is_flashlight_enabled", NULL, NULL, luaapi_get_false},
    {"update_connections", NULL, NULL, luaapi_do_nothing},
    {"is_flying", luaapi_get_false, NULL, NULL},
    {"is_freezable", luaapi_get_false, NULL, NULL},
    {"frozen", luaapi_get_false, NULL, NULL},
    {"to_be_looted", luaapi_get_false, NULL, NULL},
    {"to_be_upgraded", NULL, NULL, luaapi_get_false},
    ABSENT("get_upgrade_target"),
    ABSENT("get_control_behavior"),
    ABSENT("get_circuit_network"),
    ABSENT("get_signal"),
    ABSENT("get_signals"),
    ABSENT("get_logistic_point"),
    ABSENT("get_logistic_sections"),
    ABSENT("get_driver"),
    ABSENT("get_passenger"),
    {"is_registered_for_construction", NULL, NULL, luaapi_get_false},
    {"is_registered_for_deconstruction", NULL, NULL, luaapi_get_false},
    {"is_registered_for_repair", NULL, NULL, luaapi_get_false},
    {"is_registered_for_upgrade", NULL, NULL, luaapi_get_false},
    {"supports_backer_name", NULL, NULL, luaapi_get_false},
    {"backer_name", luaapi_get_nothing, NULL, NULL},
    {"logistic_network", luaapi_get_nothing, NULL, NULL},
    {"logistic_cell", luaapi_get_nothing, NULL, NULL},
    {"train", luaapi_get_nothing, NULL, NULL},
    {"speed", luaapi_get_nothing, NULL, NULL},
    {"item_requests", luaapi_get_empty, NULL, NULL},
    {"item_request_proxy", luaapi_get_nothing, NULL, NULL},
    {"stickers", luaapi_get_nothing, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
