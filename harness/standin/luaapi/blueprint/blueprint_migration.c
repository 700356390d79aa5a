#include "harness/standin/luaapi/blueprint/blueprint_migration.h"

#include <string.h>

#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/objects/arguments.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"
#include "harness/standin/luaapi/vm/ordered.h"

#define VERSION_OF_2_0 562949953421312.0 /* 2 << 48 */

/* Old and new name, as the base game's migrations of 1.2.0 and 2.0.0 list them; rails by their prototypes' names. */
typedef struct renamed {
    const char *before, *since;
} renamed;

static const renamed ENTITIES_AND_ITEMS[] = {
    {"filter-inserter", "fast-inserter"},
    {"stack-inserter", "bulk-inserter"},
    {"stack-filter-inserter", "bulk-inserter"},
    {"logistic-chest-passive-provider", "passive-provider-chest"},
    {"logistic-chest-active-provider", "active-provider-chest"},
    {"logistic-chest-storage", "storage-chest"},
    {"logistic-chest-buffer", "buffer-chest"},
    {"logistic-chest-requester", "requester-chest"},
    {"empty-barrel", "barrel"},
    {"effectivity-module", "efficiency-module"},
    {"effectivity-module-2", "efficiency-module-2"},
    {"effectivity-module-3", "efficiency-module-3"},
    {NULL, NULL},
};

static const renamed RAILS[] = {
    {"straight-rail", "legacy-straight-rail"},
    {"curved-rail", "legacy-curved-rail"},
    {NULL, NULL},
};

static const renamed RECIPES[] = {
    {"fill-water-barrel", "water-barrel"},
    {"fill-crude-oil-barrel", "crude-oil-barrel"},
    {"fill-petroleum-gas-barrel", "petroleum-gas-barrel"},
    {"fill-light-oil-barrel", "light-oil-barrel"},
    {"fill-heavy-oil-barrel", "heavy-oil-barrel"},
    {"fill-lubricant-barrel", "lubricant-barrel"},
    {"fill-sulfuric-acid-barrel", "sulfuric-acid-barrel"},
    {NULL, NULL},
};

static const char *name_since(const renamed *names, const char *name)
{
    for (; names->before != NULL; names++) {
        if (strcmp(names->before, name) == 0) {
            return names->since;
        }
    }
    return NULL;
}

/* Gives the text in a field of the table at `row` its name of today; 1 when it had another. */
static int rename_field(lua_State *L, int row, const char *field, const renamed *names)
{
    lua_getfield(L, row, field);
    const char *since = lua_type(L, -1) == LUA_TSTRING ? name_since(names, lua_tostring(L, -1)) : NULL;
    lua_pop(L, 1);
    if (since != NULL) {
        lua_pushvalue(L, row);
        luaapi_put_string(L, field, since);
        lua_pop(L, 1);
    }
    return since != NULL;
}

static void migrate_filters(lua_State *L, int entity)
{
    lua_getfield(L, entity, "filters");
    int filters = lua_gettop(L);
    int count = lua_istable(L, filters) ? (int)lua_rawlen(L, filters) : 0;
    for (int i = 1; i <= count; i++) {
        lua_rawgeti(L, filters, i);
        if (lua_istable(L, -1)) {
            rename_field(L, lua_gettop(L), "name", ENTITIES_AND_ITEMS);
        }
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    if (count > 0) {
        lua_pushvalue(L, entity);
        luaapi_put_boolean(L, "use_filters", 1);
        lua_pop(L, 1);
    }
}

static void migrate_entity(lua_State *L, int entity)
{
    double direction = luaapi_field_number_or(L, entity, "direction", 0);
    if (direction != 0) {
        lua_pushvalue(L, entity);
        luaapi_put_number(L, "direction", 2 * direction);
        lua_pop(L, 1);
    }
    migrate_filters(L, entity);
    if (!rename_field(L, entity, "name", ENTITIES_AND_ITEMS)) {
        rename_field(L, entity, "name", RAILS);
    }
    if (!rename_field(L, entity, "recipe", ENTITIES_AND_ITEMS)) {
        rename_field(L, entity, "recipe", RECIPES);
    }
    rename_field(L, entity, "filter", ENTITIES_AND_ITEMS);
}

void luaapi_blueprint_migrate(lua_State *L, int blueprint)
{
    if (luaapi_field_number_or(L, blueprint, "version", VERSION_OF_2_0) >= VERSION_OF_2_0) {
        return;
    }
    lua_getfield(L, blueprint, "entities");
    int entities = lua_gettop(L);
    int count = lua_istable(L, entities) ? (int)lua_rawlen(L, entities) : 0;
    for (int i = 1; i <= count; i++) {
        lua_rawgeti(L, entities, i);
        if (lua_istable(L, -1)) {
            migrate_entity(L, lua_gettop(L));
        }
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

static int is_unknown(lua_State *L, const luaapi_object *self, int entity)
{
    lua_getfield(L, entity, "name");
    int unknown = lua_type(L, -1) == LUA_TSTRING && sim_entity_named(PROTOTYPES(self), lua_tostring(L, -1)) == 0;
    lua_pop(L, 1);
    return unknown;
}

uint32_t luaapi_blueprint_drop_unknown(lua_State *L, const luaapi_object *self, int blueprint)
{
    lua_getfield(L, blueprint, "entities");
    int entities = lua_gettop(L);
    int count = lua_istable(L, entities) ? (int)lua_rawlen(L, entities) : 0;
    uint32_t dropped = 0;
    lua_newtable(L);
    for (int i = 1; i <= count; i++) {
        lua_rawgeti(L, entities, i);
        if (lua_istable(L, -1) && is_unknown(L, self, lua_gettop(L))) {
            lua_pop(L, 1);
            dropped++;
        } else {
            lua_rawseti(L, -2, i - (int)dropped);
        }
    }
    if (dropped > 0) {
        lua_pushvalue(L, blueprint);
        lua_pushvalue(L, -2);
        luaapi_ordered_setfield(L, -2, "entities");
    }
    lua_settop(L, entities - 1);
    return dropped;
}
