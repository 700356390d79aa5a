/* LuaTrainManager: game.train_manager. There are no rails, so no trains and no stops. */
#include "harness/standin/luaapi/game/game_members.h"
#include "harness/standin/luaapi/objects/classes.h"
#include "harness/standin/luaapi/objects/plain_members.h"

static const luaapi_member members[] = {
    {"get_trains", NULL, NULL, luaapi_get_empty},
    {"get_train_stops", NULL, NULL, luaapi_get_empty},
    {"get_train_by_id", NULL, NULL, luaapi_get_nothing},
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_train_manager = {.name = "LuaTrainManager", .members = members};

int luaapi_game_get_train_manager(lua_State *L, luaapi_object *self)
{
    luaapi_object_push(L, self->world, &luaapi_class_train_manager);
    return 1;
}
