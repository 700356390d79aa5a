#include "harness/standin/luaapi/blueprint/blueprint_rows.h"

#include <string.h>

#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"

/* The settings of a row as fields of the blueprint entity on top of the stack. */
static void put_settings(lua_State *L, const luaapi_object *self, const sim_blueprint_row *row)
{
    const sim_prototypes *all = PROTOTYPES(self);
    const sim_entity_settings *settings = &row->settings;
    if (settings->recipe) {
        luaapi_put_string(L, "recipe", all->recipes[settings->recipe].name);
    }
    int filters = 0;
    lua_newtable(L);
    for (int i = 0; i < SIM_ENTITY_FILTERS; i++) {
        if (settings->filters[i]) {
            lua_newtable(L);
            luaapi_put_number(L, "index", i + 1);
            luaapi_put_string(L, "name", all->items[settings->filters[i]].name);
            lua_rawseti(L, -2, ++filters);
        }
    }
    if (filters > 0 && all->entities[row->prototype].type == SIM_TYPE_SPLITTER) {
        lua_rawgeti(L, -1, 1);
        lua_remove(L, -2);
        luaapi_ordered_setfield(L, -2, "filter");
    } else if (filters > 0) {
        luaapi_ordered_setfield(L, -2, "filters");
        luaapi_put_boolean(L, "use_filters", 1);
        luaapi_put_string(L, "filter_mode", settings->filters_refuse ? "blacklist" : "whitelist");
    } else {
        lua_pop(L, 1);
    }
    if (all->entities[row->prototype].type == SIM_TYPE_UNDERGROUND_BELT) {
        luaapi_put_string(L, "type", settings->is_output ? "output" : "input");
    }
    static const char *const sides[] = {NULL, "left", "right"};
    if (settings->input_priority == 1 || settings->input_priority == 2) {
        luaapi_put_string(L, "input_priority", sides[settings->input_priority]);
    }
    if (settings->output_priority == 1 || settings->output_priority == 2) {
        luaapi_put_string(L, "output_priority", sides[settings->output_priority]);
    }
    if (settings->bar) {
        luaapi_put_number(L, "bar", settings->bar - 1);
    }
    if (settings->stack_size) {
        luaapi_put_number(L, "override_stack_size", settings->stack_size);
    }
}

void luaapi_blueprint_push_row(lua_State *L, const luaapi_object *self, const sim_blueprint_row *row, uint32_t number)
{
    lua_newtable(L);
    luaapi_put_number(L, "entity_number", number);
    luaapi_put_string(L, "name", PROTOTYPES(self)->entities[row->prototype].name);
    luaapi_push_fixed_position(L, row->position);
    luaapi_ordered_setfield(L, -2, "position");
    if (row->direction) {
        luaapi_put_number(L, "direction", row->direction);
    }
    put_settings(L, self, row);
}

static uint8_t read_side(lua_State *L, int entity, const char *key)
{
    lua_getfield(L, entity, key);
    const char *side = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
    uint8_t number = strcmp(side, "left") == 0 ? 1 : strcmp(side, "right") == 0 ? 2 : 0;
    lua_pop(L, 1);
    return number;
}

static int field_is(lua_State *L, int entity, const char *key, const char *text)
{
    lua_getfield(L, entity, key);
    int is = lua_type(L, -1) == LUA_TSTRING && strcmp(lua_tostring(L, -1), text) == 0;
    lua_pop(L, 1);
    return is;
}

static void read_filters(lua_State *L, luaapi_object *self, int entity, sim_entity_settings *settings)
{
    int top = lua_gettop(L);
    lua_getfield(L, entity, "filter");
    settings->filters[0] = luaapi_read_item_filter(L, -1, self->world);
    lua_getfield(L, entity, "filters");
    int count = lua_istable(L, -1) ? (int)lua_rawlen(L, -1) : 0;
    for (int i = 1; i <= count; i++) {
        lua_rawgeti(L, top + 2, i);
        int index = lua_istable(L, -1) ? (int)luaapi_field_number_or(L, -1, "index", i) : i;
        if (index >= 1 && index <= SIM_ENTITY_FILTERS) {
            settings->filters[index - 1] = luaapi_read_item_filter(L, -1, self->world);
        }
        lua_settop(L, top + 2);
    }
    lua_settop(L, top);
    settings->filters_refuse = (uint8_t)field_is(L, entity, "filter_mode", "blacklist");
}

sim_blueprint_row luaapi_blueprint_read_row(lua_State *L, luaapi_object *self, int entity)
{
    sim_blueprint_row row;
    memset(&row, 0, sizeof row);
    lua_getfield(L, entity, "name");
    row.prototype = luaapi_read_entity_prototype(L, -1, self->world);
    row.position = luaapi_field_position(L, entity, "position");
    row.direction = (uint8_t)luaapi_field_number_or(L, entity, "direction", 0) % SIM_DIRECTION_COUNT;
    lua_getfield(L, entity, "recipe");
    if (!lua_isnil(L, -1)) {
        row.settings.recipe = luaapi_read_recipe_prototype(L, -1, self->world);
    }
    lua_settop(L, entity);
    read_filters(L, self, entity, &row.settings);
    row.settings.is_output = (uint8_t)field_is(L, entity, "type", "output");
    row.settings.input_priority = read_side(L, entity, "input_priority");
    row.settings.output_priority = read_side(L, entity, "output_priority");
    row.settings.stack_size = (uint16_t)luaapi_field_number_or(L, entity, "override_stack_size", 0);
    double bar = luaapi_field_number_or(L, entity, "bar", -1);
    row.settings.bar = bar >= 0 && bar < UINT16_MAX ? (uint16_t)(bar + 1) : 0;
    return row;
}
