#include "harness/standin/luaapi/entity/entity_members.h"

void luaapi_require(lua_State *L, const luaapi_object *self, int condition, const char *member, const char *what)
{
    if (!condition) {
        luaapi_raise(L, "LuaEntity::%s: %s is not %s.", member, ENTITY_PROTOTYPE(self)->name, what);
    }
}

void luaapi_require_ok(lua_State *L, enum sim_result result, const char *member)
{
    if (result != SIM_OK) {
        luaapi_raise(L, "LuaEntity::%s: %s.", member, sim_result_text(result));
    }
}

void luaapi_push_slot(lua_State *L, const luaapi_object *self, uint32_t slot)
{
    if (slot != 0 && sim_entity_slot(ARENA(self), slot) != NULL) {
        luaapi_push_entity(L, self->world, self->surface, sim_entity_handle(ARENA(self), slot));
    } else {
        lua_pushnil(L);
    }
}

void luaapi_push_handle(lua_State *L, const luaapi_object *self, sim_handle handle)
{
    if (handle.index != 0 && sim_entity_get(ARENA(self), handle) != NULL) {
        luaapi_push_entity(L, self->world, self->surface, handle);
    } else {
        lua_pushnil(L);
    }
}

void luaapi_push_define(lua_State *L, const char *group, const char *name)
{
    lua_getfield(L, LUA_REGISTRYINDEX, "luaapi.defines");
    lua_getfield(L, -1, group);
    lua_getfield(L, -1, name);
    lua_replace(L, -3);
    lua_pop(L, 1);
}

int luaapi_read_define(lua_State *L, int index, const char *group, const char *const *names)
{
    index = lua_absindex(L, index);
    for (int i = 0; names[i] != NULL; i++) {
        luaapi_push_define(L, group, names[i]);
        int same = lua_rawequal(L, index, -1);
        lua_pop(L, 1);
        if (same) {
            return i;
        }
    }
    return -1;
}

uint16_t luaapi_read_item_filter(lua_State *L, int index, luaapi_world *world)
{
    if (lua_isnoneornil(L, index)) {
        return 0;
    }
    if (!lua_istable(L, index)) {
        return luaapi_read_item_prototype(L, index, world);
    }
    if (!luaapi_push_field(L, index, "name")) {
        return 0;
    }
    uint16_t item = luaapi_read_item_prototype(L, -1, world);
    lua_pop(L, 1);
    return item;
}
