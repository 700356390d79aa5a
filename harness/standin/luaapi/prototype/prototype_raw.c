#include "harness/standin/luaapi/prototype/prototype_raw.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "harness/standin/luaapi/host/console.h"
#include "harness/standin/luaapi/vm/copy.h"
#include "harness/standin/luaapi/vm/json.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"
#include "harness/standin/luaapi/vm/raise.h"

static const char raw_key = 0;

void luaapi_raw_push_all(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &raw_key);
    if (!lua_isnil(L, -1)) {
        return;
    }
    lua_pop(L, 1);
    luaapi_server_call(L, "raw_prototypes", 0, 1);
    size_t length = 0;
    const char *text = lua_tolstring(L, -1, &length);
    luaapi_json_push_value(L, text == NULL ? "{}" : text, text == NULL ? 2 : length);
    lua_remove(L, -2);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &raw_key);
}

/* Replaces the table on top by its field; 0 and nothing left when it has none. */
static int step_into(lua_State *L, const char *key)
{
    lua_getfield(L, -1, key);
    lua_remove(L, -2);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        return 0;
    }
    return 1;
}

int luaapi_raw_push(lua_State *L, const char *kind, const char *name)
{
    luaapi_raw_push_all(L);
    return step_into(L, kind) && step_into(L, name);
}

int luaapi_raw_push_of(lua_State *L, luaapi_object *self)
{
    luaapi_object_push(L, self->world, self->type)->number = self->number;
    lua_getfield(L, -1, "type");
    lua_getfield(L, -2, "name");
    int found = luaapi_raw_push(L, lua_tostring(L, -2), lua_tostring(L, -1));
    if (!found) {
        lua_pop(L, 3);
        return 0;
    }
    lua_replace(L, -4);
    lua_pop(L, 2);
    return 1;
}

/* Joules, of watts those of a tick. */
static double energy_of(const char *text)
{
    static const char prefixes[] = "kMGTPEZY";
    char *rest;
    double value = strtod(text, &rest);
    const char *prefix = *rest ? strchr(prefixes, *rest) : NULL;
    if (prefix != NULL || *rest == 'K') {
        value *= pow(1000.0, prefix == NULL ? 1 : (double)(prefix - prefixes + 1));
        rest++;
    }
    return *rest == 'W' ? value / 60.0 : value;
}

static void push_set(lua_State *L)
{
    int list = lua_gettop(L);
    lua_newtable(L);
    for (int i = 1; i <= (int)lua_rawlen(L, list); i++) {
        lua_rawgeti(L, list, i);
        lua_pushboolean(L, 1);
        luaapi_ordered_rawset(L, -3);
    }
}

/* Pushes what the value on top stands for. */
static void convert(lua_State *L, const luaapi_object *self, enum luaapi_raw_kind kind)
{
    const sim_prototypes *prototypes = self->world->prototypes;
    switch (kind) {
    case LUAAPI_RAW_ENERGY: lua_pushnumber(L, energy_of(lua_tostring(L, -1))); break;
    case LUAAPI_RAW_TABLE: luaapi_copy_push(L, lua_gettop(L)); break;
    case LUAAPI_RAW_SET: push_set(L); break;
    case LUAAPI_RAW_ENTITY:
        luaapi_push_prototype_or_nil(L, self->world, &luaapi_class_entity_prototype,
                                     sim_entity_named(prototypes, lua_tostring(L, -1)));
        break;
    case LUAAPI_RAW_ITEM:
        luaapi_push_prototype_or_nil(L, self->world, &luaapi_class_item_prototype,
                                     sim_item_named(prototypes, lua_tostring(L, -1)));
        break;
    default: lua_pushvalue(L, -1); break;
    }
}

static void push_fallback(lua_State *L, const luaapi_raw_field *field)
{
    if (field->text != NULL) {
        lua_pushstring(L, field->text);
    } else if (isnan(field->fallback)) {
        lua_pushnil(L);
    } else if (field->kind == LUAAPI_RAW_BOOLEAN) {
        lua_pushboolean(L, field->fallback != 0);
    } else if (field->kind == LUAAPI_RAW_TABLE || field->kind == LUAAPI_RAW_SET) {
        lua_newtable(L);
    } else {
        lua_pushnumber(L, field->fallback);
    }
}

static int has_type(lua_State *L, const luaapi_object *self, const char *types)
{
    if (strcmp(types, LUAAPI_RAW_WITH_HEALTH) == 0) {
        return self->world->prototypes->entities[self->number].max_health > 0;
    }
    lua_getfield(L, -1, "type");
    lua_pushfstring(L, " %s ", lua_tostring(L, -1));
    int found = strstr(types, lua_tostring(L, -1)) != NULL;
    lua_pop(L, 2);
    return found;
}

int luaapi_raw_get(lua_State *L, luaapi_object *self, const luaapi_raw_field *fields)
{
    const char *key = lua_tostring(L, 2);
    while (strcmp(fields->member, key) != 0) {
        fields++;
    }
    if (!luaapi_raw_push_of(L, self)) {
        push_fallback(L, fields);
        return 1;
    }
    if (fields->types != NULL && !has_type(L, self, fields->types)) {
        lua_pushnil(L);
        return 1;
    }
    lua_getfield(L, -1, fields->field);
    if (lua_isnil(L, -1)) {
        push_fallback(L, fields);
    } else {
        convert(L, self, fields->kind);
    }
    return 1;
}
