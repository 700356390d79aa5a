/* LuaItemStack: what blueprints hold. The plan of a blueprint is a note of the script's (script_notes.h): a table with
 * `entities` and `tiles` as scripts see them, a label, icons. It lies with the slot, not with the engine's stack. */
#include <string.h>

#include "harness/standin/luaapi/blueprint/blueprint_plan.h"
#include "harness/standin/luaapi/vm/copy.h"
#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/inventory/inventory_index.h"
#include "harness/standin/luaapi/inventory/item_data.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/objects/script_notes.h"

#define NOTES "item"

int luaapi_item_data_push(lua_State *L, const luaapi_object *stack, int make)
{
    return luaapi_notes_push(L, stack, NOTES, make);
}

void luaapi_item_data_drop(lua_State *L, const luaapi_object *stack)
{
    luaapi_notes_drop(L, stack, NOTES);
}

void luaapi_item_data_move(lua_State *L, const luaapi_object *from, const luaapi_object *to)
{
    luaapi_notes_move(L, from, to, NOTES);
}

static const char *type_of(lua_State *L, const luaapi_object *self)
{
    sim_stack stack = {0, 0, 0};
    if (!luaapi_item_stack_get(self, &stack)) {
        luaapi_raise(L, "LuaItemStack is not valid for read.");
    }
    return PROTOTYPES(self)->items[stack.item].type_name;
}

void luaapi_blueprint_require(lua_State *L, const luaapi_object *self)
{
    if (strcmp(type_of(L, self), "blueprint") != 0) {
        luaapi_raise(L, "The item is not a blueprint.");
    }
}

void luaapi_blueprint_push_field(lua_State *L, const luaapi_object *self, const char *field)
{
    if (luaapi_item_data_push(L, self, 0)) {
        lua_getfield(L, -1, field);
        lua_remove(L, -2);
    } else {
        lua_pushnil(L);
    }
}

void luaapi_blueprint_set_field(lua_State *L, const luaapi_object *self, const char *field)
{
    luaapi_item_data_push(L, self, 1);
    lua_insert(L, -2);
    luaapi_ordered_setfield(L, -2, field);
    lua_pop(L, 1);
}

/* Pushes a copy of the list of entities or tiles; nil for an empty one, as the game does. */
static int push_list(lua_State *L, luaapi_object *self, const char *field)
{
    luaapi_blueprint_require(L, self);
    luaapi_blueprint_push_field(L, self, field);
    if (lua_istable(L, -1) && lua_rawlen(L, -1) > 0) {
        luaapi_copy_push(L, -1);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

static int get_blueprint_entities(lua_State *L, luaapi_object *self)
{
    return push_list(L, self, "entities");
}

static int get_blueprint_tiles(lua_State *L, luaapi_object *self)
{
    return push_list(L, self, "tiles");
}

static uint32_t count_of(lua_State *L, luaapi_object *self, const char *field)
{
    luaapi_blueprint_push_field(L, self, field);
    uint32_t count = lua_istable(L, -1) ? (uint32_t)lua_rawlen(L, -1) : 0;
    lua_pop(L, 1);
    return count;
}

static int get_blueprint_entity_count(lua_State *L, luaapi_object *self)
{
    luaapi_blueprint_require(L, self);
    lua_pushnumber(L, count_of(L, self, "entities"));
    return 1;
}

static int is_blueprint_setup(lua_State *L, luaapi_object *self)
{
    int is_blueprint = strcmp(type_of(L, self), "blueprint") == 0;
    lua_pushboolean(L, is_blueprint && count_of(L, self, "entities") + count_of(L, self, "tiles") > 0);
    return 1;
}

void luaapi_blueprint_normalise(lua_State *L, luaapi_object *self, int list)
{
    int count = (int)lua_rawlen(L, list);
    for (int i = 1; i <= count; i++) {
        lua_rawgeti(L, list, i);
        luaapi_check_type(L, -1, LUA_TTABLE, "set_blueprint_entities");
        int entity = lua_gettop(L);
        lua_getfield(L, entity, "name");
        luaapi_read_entity_prototype(L, -1, self->world);
        lua_getfield(L, entity, "position");
        luaapi_read_fixed_position(L, -1, "position");
        lua_getfield(L, entity, "entity_number");
        if (lua_isnil(L, -1)) {
            lua_pushnumber(L, i);
            luaapi_ordered_setfield(L, entity, "entity_number");
        }
        lua_settop(L, entity - 1);
    }
}

static int set_blueprint_entities(lua_State *L, luaapi_object *self)
{
    luaapi_blueprint_require(L, self);
    luaapi_check_type(L, 1, LUA_TTABLE, "set_blueprint_entities");
    luaapi_copy_push(L, 1);
    luaapi_blueprint_normalise(L, self, lua_gettop(L));
    luaapi_blueprint_set_field(L, self, "entities");
    return 0;
}

static int set_blueprint_tiles(lua_State *L, luaapi_object *self)
{
    luaapi_blueprint_require(L, self);
    luaapi_check_type(L, 1, LUA_TTABLE, "set_blueprint_tiles");
    luaapi_copy_push(L, 1);
    luaapi_blueprint_set_field(L, self, "tiles");
    return 0;
}

static int clear_blueprint(lua_State *L, luaapi_object *self)
{
    luaapi_blueprint_require(L, self);
    luaapi_item_data_drop(L, self);
    return 0;
}

#define PLAN_FIELD(function, field)                                                                                  \
    static int get_##function(lua_State *L, luaapi_object *self)                                                     \
    {                                                                                                                \
        type_of(L, self);                                                                                            \
        luaapi_blueprint_push_field(L, self, field);                                                                 \
        return 1;                                                                                                    \
    }                                                                                                                \
    static int set_##function(lua_State *L, luaapi_object *self)                                                     \
    {                                                                                                                \
        type_of(L, self);                                                                                            \
        luaapi_copy_push(L, 3);                                                                                      \
        luaapi_blueprint_set_field(L, self, field);                                                                  \
        return 0;                                                                                                    \
    }

PLAN_FIELD(label, "label")
PLAN_FIELD(label_color, "label_color")
PLAN_FIELD(description, "description")
PLAN_FIELD(icons, "icons")
PLAN_FIELD(manual_label, "allow_manual_label_change")
PLAN_FIELD(tags, "tags")

const luaapi_member luaapi_blueprint_members[] = {
    {"is_blueprint_setup", NULL, NULL, is_blueprint_setup},
    {"get_blueprint_entities", NULL, NULL, get_blueprint_entities},
    {"set_blueprint_entities", NULL, NULL, set_blueprint_entities},
    {"get_blueprint_tiles", NULL, NULL, get_blueprint_tiles},
    {"set_blueprint_tiles", NULL, NULL, set_blueprint_tiles},
    {"get_blueprint_entity_count", NULL, NULL, get_blueprint_entity_count},
    {"clear_blueprint", NULL, NULL, clear_blueprint},
    {"create_blueprint", NULL, NULL, luaapi_blueprint_create},
    {"build_blueprint", NULL, NULL, luaapi_blueprint_build},
    {"import_stack", NULL, NULL, luaapi_blueprint_import},
    {"export_stack", NULL, NULL, luaapi_blueprint_export},
    {"cost_to_build", luaapi_blueprint_get_cost, NULL, NULL},
    {"label", get_label, set_label, NULL},
    {"label_color", get_label_color, set_label_color, NULL},
    {"allow_manual_label_change", get_manual_label, set_manual_label, NULL},
    {"blueprint_description", get_description, set_description, NULL},
    {"preview_icons", get_icons, set_icons, NULL},
    {"tags", get_tags, set_tags, NULL},
    {NULL, NULL, NULL, NULL},
};
