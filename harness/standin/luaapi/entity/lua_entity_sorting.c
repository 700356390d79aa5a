/* LuaEntity: what inserters and splitters are told to pass on: filters, sizes of hands, priorities. Their ghosts are told
 * the same, for the day on which they are built. */
#include <string.h>

#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/inventory/inventory_rules.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"

/* What is set on an entity of that type, or on its ghost; raises for anything else. */
static sim_entity_settings settings_of(lua_State *L, const luaapi_object *self, uint8_t type, const char *member)
{
    const sim_entity_settings *planned = luaapi_planned_settings(self, type);
    if (planned) {
        return *planned;
    }
    luaapi_require(L, self, ENTITY_TYPE(self) == type, member, type == SIM_TYPE_INSERTER ? "an inserter" : "a splitter");
    return sim_entity_settings_read(ARENA(self), PROTOTYPES(self), SLOT(self));
}

/* Sets it on the entity, or on its ghost. */
static void write_settings(const luaapi_object *self, uint8_t type, const sim_entity_settings *settings)
{
    sim_entity_settings *planned = luaapi_planned_settings(self, type);
    if (planned) {
        *planned = *settings;
    } else {
        sim_entity_settings_write(ARENA(self), PROTOTYPES(self), SLOT(self), settings, 0);
    }
}

/* Inserters --------------------------------------------------------------------------------------------------- */

static int get_stack_size_override(lua_State *L, luaapi_object *self)
{
    lua_pushnumber(L, settings_of(L, self, SIM_TYPE_INSERTER, "inserter_stack_size_override").stack_size);
    return 1;
}

static int set_stack_size_override(lua_State *L, luaapi_object *self)
{
    uint16_t limit = (uint16_t)luaapi_read_integer(L, 3, "inserter_stack_size_override", 0, UINT16_MAX);
    sim_entity_settings *planned = luaapi_planned_settings(self, SIM_TYPE_INSERTER);
    settings_of(L, self, SIM_TYPE_INSERTER, "inserter_stack_size_override");
    if (planned) {
        planned->stack_size = limit;
    } else {
        sim_inserter_set_hand_size_limit(ARENA(self), PROTOTYPES(self), SLOT(self), limit);
    }
    return 0;
}

static int get_filter_mode(lua_State *L, luaapi_object *self)
{
    int refuses = settings_of(L, self, SIM_TYPE_INSERTER, "inserter_filter_mode").filters_refuse;
    lua_pushstring(L, refuses ? "blacklist" : "whitelist");
    return 1;
}

static int set_filter_mode(lua_State *L, luaapi_object *self)
{
    const char *mode = luaapi_check_string(L, 3, "inserter_filter_mode", NULL);
    sim_entity_settings settings = settings_of(L, self, SIM_TYPE_INSERTER, "inserter_filter_mode");
    if (strcmp(mode, "blacklist") != 0 && strcmp(mode, "whitelist") != 0) {
        return luaapi_raise(L, "LuaEntity::inserter_filter_mode must be \"whitelist\" or \"blacklist\", got \"%s\".",
                            mode);
    }
    settings.filters_refuse = mode[0] == 'b';
    write_settings(self, SIM_TYPE_INSERTER, &settings);
    return 0;
}

static uint32_t count_filters(const luaapi_object *self)
{
    uint16_t inserter = luaapi_meant_prototype(self)->inserter;
    return inserter ? PROTOTYPES(self)->inserters[inserter].filter_count : 0;
}

NUMBER_GETTER(get_filter_slot_count, count_filters(self))

static uint32_t filter_index(lua_State *L, const luaapi_object *self)
{
    uint32_t count = count_filters(self);
    if (count == 0) {
        luaapi_raise(L, "LuaEntity::get_filter: %s has no filters.", ENTITY_PROTOTYPE(self)->name);
    }
    return (uint32_t)luaapi_check_integer(L, 1, 1, count, "get_filter") - 1;
}

static int get_filter(lua_State *L, luaapi_object *self)
{
    uint32_t index = filter_index(L, self);
    return luaapi_push_item_filter(L, self->world, settings_of(L, self, SIM_TYPE_INSERTER, "get_filter").filters[index]);
}

static void write_filter(lua_State *L, const luaapi_object *self, uint32_t index, uint16_t item, const char *member)
{
    sim_entity_settings *planned = luaapi_planned_settings(self, SIM_TYPE_INSERTER);
    if (planned) {
        planned->filters[index] = item;
    } else {
        luaapi_require_ok(L, sim_inserter_set_filter(ARENA(self), PROTOTYPES(self), SLOT(self), index, item), member);
    }
}

static int set_filter(lua_State *L, luaapi_object *self)
{
    uint32_t index = filter_index(L, self);
    write_filter(L, self, index, luaapi_read_item_filter(L, 2, self->world), "set_filter");
    return 0;
}

/* The engine's inserters obey their filters when there are any. */
static int get_use_filters(lua_State *L, luaapi_object *self)
{
    sim_entity_settings settings = settings_of(L, self, SIM_TYPE_INSERTER, "use_filters");
    int uses = 0;
    for (int i = 0; i < SIM_ENTITY_FILTERS; i++) {
        uses |= settings.filters[i] != 0;
    }
    lua_pushboolean(L, uses);
    return 1;
}

/* To use none is to forget them: the engine has no filters that are set and unused. */
static int set_use_filters(lua_State *L, luaapi_object *self)
{
    settings_of(L, self, SIM_TYPE_INSERTER, "use_filters");
    uint32_t count = lua_toboolean(L, 3) ? 0 : count_filters(self);
    for (uint32_t i = 0; i < count; i++) {
        write_filter(L, self, i, 0, "use_filters");
    }
    return 0;
}

/* Splitters --------------------------------------------------------------------------------------------------- */

static const char *const PRIORITIES[] = {"none", "left", "right", NULL};

static uint8_t read_priority(lua_State *L, const char *member)
{
    const char *text = luaapi_check_string(L, 3, member, NULL);
    for (uint8_t i = 0; PRIORITIES[i] != NULL; i++) {
        if (strcmp(PRIORITIES[i], text) == 0) {
            return i;
        }
    }
    luaapi_raise(L, "LuaEntity::%s must be \"none\", \"left\" or \"right\", got \"%s\".", member, text);
    return 0;
}

static int get_input_priority(lua_State *L, luaapi_object *self)
{
    lua_pushstring(L, PRIORITIES[settings_of(L, self, SIM_TYPE_SPLITTER, "splitter_input_priority").input_priority]);
    return 1;
}

static int set_input_priority(lua_State *L, luaapi_object *self)
{
    sim_entity_settings settings = settings_of(L, self, SIM_TYPE_SPLITTER, "splitter_input_priority");
    settings.input_priority = read_priority(L, "splitter_input_priority");
    write_settings(self, SIM_TYPE_SPLITTER, &settings);
    return 0;
}

static int get_output_priority(lua_State *L, luaapi_object *self)
{
    lua_pushstring(L, PRIORITIES[settings_of(L, self, SIM_TYPE_SPLITTER, "splitter_output_priority").output_priority]);
    return 1;
}

static int set_output_priority(lua_State *L, luaapi_object *self)
{
    sim_entity_settings settings = settings_of(L, self, SIM_TYPE_SPLITTER, "splitter_output_priority");
    settings.output_priority = read_priority(L, "splitter_output_priority");
    write_settings(self, SIM_TYPE_SPLITTER, &settings);
    return 0;
}

static int get_splitter_filter(lua_State *L, luaapi_object *self)
{
    return luaapi_push_item_filter(L, self->world,
                                   settings_of(L, self, SIM_TYPE_SPLITTER, "splitter_filter").filters[0]);
}

static int set_splitter_filter(lua_State *L, luaapi_object *self)
{
    sim_entity_settings settings = settings_of(L, self, SIM_TYPE_SPLITTER, "splitter_filter");
    settings.filters[0] = luaapi_read_item_filter(L, 3, self->world);
    write_settings(self, SIM_TYPE_SPLITTER, &settings);
    return 0;
}

const luaapi_member luaapi_entity_sorting_members[] = {
    {"inserter_stack_size_override", get_stack_size_override, set_stack_size_override, NULL},
    {"inserter_filter_mode", get_filter_mode, set_filter_mode, NULL},
    {"filter_slot_count", get_filter_slot_count, NULL, NULL},
    {"get_filter", NULL, NULL, get_filter},
    {"set_filter", NULL, NULL, set_filter},
    {"use_filters", get_use_filters, set_use_filters, NULL},
    {"splitter_input_priority", get_input_priority, set_input_priority, NULL},
    {"splitter_output_priority", get_output_priority, set_output_priority, NULL},
    {"splitter_filter", get_splitter_filter, set_splitter_filter, NULL},
    {NULL, NULL, NULL, NULL},
};
