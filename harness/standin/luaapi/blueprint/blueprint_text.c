/* LuaItemStack: blueprint strings. */
#include "harness/standin/luaapi/blueprint/blueprint_migration.h"
#include "harness/standin/luaapi/blueprint/blueprint_plan.h"
#include "harness/standin/luaapi/host/console.h"
#include "harness/standin/luaapi/vm/copy.h"
#include "harness/standin/luaapi/inventory/item_data.h"
#include "harness/standin/luaapi/vm/json.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"
#include "harness/standin/luaapi/vm/raise.h"

#define VERSION_OF_2_0_77 562949958402048.0 /* 2 << 48 | 77 << 16, of strings that are written here */

int luaapi_blueprint_import(lua_State *L, luaapi_object *self)
{
    size_t length = 0;
    const char *text = luaapi_check_string(L, 1, "import_stack", &length);
    if (length < 2 || text[0] != '0') {
        lua_pushnumber(L, 1);
        return 1;
    }
    lua_pushlstring(L, text + 1, length - 1);
    luaapi_server_call(L, "decode_string", 1, 1);
    if (lua_type(L, -1) != LUA_TSTRING) {
        lua_pushnumber(L, 1);
        return 1;
    }
    const char *json = lua_tolstring(L, -1, &length);
    luaapi_json_push_value(L, json, length);
    lua_getfield(L, -1, "blueprint");
    if (!lua_istable(L, -1)) {
        lua_pushnumber(L, 1);
        return 1;
    }
    luaapi_item_stack_set_named(L, self, "blueprint");
    luaapi_blueprint_migrate(L, lua_gettop(L));
    uint32_t unknown = luaapi_blueprint_drop_unknown(L, self, lua_gettop(L));
    lua_getfield(L, -1, "entities");
    if (lua_istable(L, -1)) {
        luaapi_blueprint_normalise(L, self, lua_gettop(L));
    }
    lua_pop(L, 1);
    luaapi_item_data_drop(L, self);
    luaapi_item_data_push(L, self, 1);
    static const char *const fields[] = {"entities", "tiles", "label", "description", "icons", NULL};
    for (int i = 0; fields[i] != NULL; i++) {
        lua_getfield(L, -2, fields[i]);
        luaapi_ordered_setfield(L, -2, fields[i]);
    }
    lua_pushnumber(L, unknown > 0 ? -1 : 0);
    return 1;
}

int luaapi_blueprint_export(lua_State *L, luaapi_object *self)
{
    luaapi_blueprint_require(L, self);
    lua_newtable(L);
    if (luaapi_item_data_push(L, self, 0)) {
        luaapi_copy_push(L, -1);
        lua_remove(L, -2);
    } else {
        lua_newtable(L);
    }
    luaapi_put_string(L, "item", "blueprint");
    luaapi_put_number(L, "version", VERSION_OF_2_0_77);
    luaapi_ordered_setfield(L, -2, "blueprint");
    luaapi_json_push_text(L, lua_gettop(L));
    luaapi_server_call(L, "encode_string", 1, 1);
    lua_pushfstring(L, "0%s", lua_tostring(L, -1));
    return 1;
}
