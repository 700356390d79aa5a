/* LuaControl: crafting by hand. */
#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"

#define MOST_ROWS 256 /* of a queue that scripts are shown */

static uint32_t character_of(lua_State *L, const luaapi_object *self, const char *member)
{
    uint32_t character = sim_character_of(ARENA(self), PROTOTYPES(self), self->entity);
    luaapi_require(L, self, character != UINT32_MAX, member, "a character");
    return character;
}

/* begin_crafting{recipe, count, silent?}: how many were queued. */
static int begin_crafting(lua_State *L, luaapi_object *self)
{
    uint32_t character = character_of(L, self, "begin_crafting");
    luaapi_check_type(L, 1, LUA_TTABLE, "begin_crafting");
    if (!luaapi_push_field(L, 1, "recipe")) {
        return luaapi_raise(L, "Key \"recipe\" not found in property tree at ROOT");
    }
    uint16_t recipe = luaapi_read_recipe_prototype(L, -1, self->world);
    lua_getfield(L, 1, "count");
    uint32_t count = (uint32_t)luaapi_read_integer(L, -1, "count", 0, UINT32_MAX);
    uint32_t started = 0;
    enum sim_result result = SIM_OK;
    GROWING(self, result,
            sim_hand_crafting_start(ARENA(self), PROTOTYPES(self), character, recipe, count, &started));
    lua_pushnumber(L, result == SIM_OK ? started : 0);
    return 1;
}

/* cancel_crafting{index, count}. */
static int cancel_crafting(lua_State *L, luaapi_object *self)
{
    uint32_t character = character_of(L, self, "cancel_crafting");
    luaapi_check_type(L, 1, LUA_TTABLE, "cancel_crafting");
    lua_getfield(L, 1, "index");
    uint32_t index = (uint32_t)luaapi_read_integer(L, -1, "index", 1, UINT32_MAX) - 1;
    lua_getfield(L, 1, "count");
    uint32_t count = (uint32_t)luaapi_read_integer(L, -1, "count", 0, UINT32_MAX);
    luaapi_surface_make_room(self->world, luaapi_surface_of(self));
    enum sim_result result = sim_hand_crafting_cancel(ARENA(self), PROTOTYPES(self), character, index, count);
    if (result != SIM_OK) {
        return luaapi_raise(L, "LuaEntity::cancel_crafting: %s.", sim_result_text(result));
    }
    return 0;
}

static int get_crafting_queue(lua_State *L, luaapi_object *self)
{
    uint32_t character = character_of(L, self, "crafting_queue");
    sim_craft_row rows[MOST_ROWS];
    uint32_t count = sim_hand_crafting_queue(ARENA(self), character, rows, MOST_ROWS);
    if (count == 0) {
        lua_pushnil(L);
        return 1;
    }
    lua_newtable(L);
    for (uint32_t i = 0; i < count && i < MOST_ROWS; i++) {
        lua_newtable(L);
        luaapi_put_number(L, "index", rows[i].index + 1);
        luaapi_put_string(L, "recipe", PROTOTYPES(self)->recipes[rows[i].recipe].name);
        luaapi_put_number(L, "count", rows[i].count);
        luaapi_put_boolean(L, "prerequisite", rows[i].is_prerequisite);
        lua_rawseti(L, -2, (int)i + 1);
    }
    return 1;
}

static int get_queue_size(lua_State *L, luaapi_object *self)
{
    uint32_t character = character_of(L, self, "crafting_queue_size");
    lua_pushnumber(L, sim_hand_crafting_queue(ARENA(self), character, NULL, 0));
    return 1;
}

static int get_queue_progress(lua_State *L, luaapi_object *self)
{
    uint32_t character = character_of(L, self, "crafting_queue_progress");
    lua_pushnumber(L, sim_hand_crafting_progress(ARENA(self), PROTOTYPES(self), character));
    return 1;
}

static int get_craftable_count(lua_State *L, luaapi_object *self)
{
    uint32_t character = character_of(L, self, "get_craftable_count");
    uint16_t recipe = luaapi_read_recipe_prototype(L, 1, self->world);
    lua_pushnumber(L, sim_hand_crafting_craftable_count(ARENA(self), PROTOTYPES(self), character, recipe,
                                                        UINT32_MAX));
    return 1;
}

const luaapi_member luaapi_control_crafting_members[] = {
    {"begin_crafting", NULL, NULL, begin_crafting},
    {"cancel_crafting", NULL, NULL, cancel_crafting},
    {"crafting_queue", get_crafting_queue, NULL, NULL},
    {"crafting_queue_size", get_queue_size, NULL, NULL},
    {"crafting_queue_progress", get_queue_progress, NULL, NULL},
    {"get_craftable_count", NULL, NULL, get_craftable_count},
    {NULL, NULL, NULL, NULL},
};
