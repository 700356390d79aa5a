#include "harness/standin/luaapi/prototype/collision_layers.h"

#include <string.h>

#include "harness/standin/luaapi/objects/arguments.h"
#include "harness/standin/luaapi/vm/raise.h"

typedef struct layer_name {
    const char *name;
    uint32_t layer;
} layer_name;

static const layer_name layers[] = {
    {"ground_tile", SIM_LAYER_GROUND_TILE},
    {"water_tile", SIM_LAYER_WATER_TILE},
    {"resource", SIM_LAYER_RESOURCE},
    {"doodad", SIM_LAYER_DOODAD},
    {"floor", SIM_LAYER_FLOOR},
    {"rail", SIM_LAYER_RAIL},
    {"transport_belt", SIM_LAYER_TRANSPORT_BELT},
    {"item", SIM_LAYER_ITEM},
    {"ghost", SIM_LAYER_GHOST},
    {"object", SIM_LAYER_OBJECT},
    {"player", SIM_LAYER_PLAYER},
    {"car", SIM_LAYER_CAR},
    {"train", SIM_LAYER_TRAIN},
    {"elevated_rail", SIM_LAYER_ELEVATED_RAIL},
    {"elevated_train", SIM_LAYER_ELEVATED_TRAIN},
    {"empty_space", SIM_LAYER_EMPTY_SPACE},
    {"lava_tile", SIM_LAYER_LAVA_TILE},
    {"meltable", SIM_LAYER_MELTABLE},
    {"rail_support", SIM_LAYER_RAIL_SUPPORT},
    {"trigger_target", SIM_LAYER_TRIGGER_TARGET},
    {"cliff", SIM_LAYER_CLIFF},
    {"is_object", SIM_LAYER_IS_OBJECT},
    {"is_lower_object", SIM_LAYER_IS_LOWER_OBJECT},
    {"out_of_map", SIM_LAYER_OUT_OF_MAP},
};

uint32_t luaapi_collision_layer(const char *name)
{
    for (size_t i = 0; i < sizeof layers / sizeof *layers; i++) {
        if (strcmp(layers[i].name, name) == 0) {
            return layers[i].layer;
        }
    }
    return 0;
}

const char *luaapi_collision_layer_name(uint32_t layer)
{
    for (size_t i = 0; i < sizeof layers / sizeof *layers; i++) {
        if (layers[i].layer == layer) {
            return layers[i].name;
        }
    }
    return NULL;
}

static uint32_t read_layer(lua_State *L, int index)
{
    const char *name = lua_type(L, index) == LUA_TSTRING ? lua_tostring(L, index) : "";
    uint32_t layer = luaapi_collision_layer(name);
    if (layer == 0) {
        luaapi_raise(L, "Unknown collision layer name: %s", name);
    }
    return layer;
}

static uint32_t read_mask(lua_State *L, int mask)
{
    uint32_t wanted = 0;
    if (!lua_istable(L, mask)) {
        return read_layer(L, mask);
    }
    if (luaapi_push_field(L, mask, "layers")) {
        wanted = read_mask(L, lua_gettop(L));
        lua_pop(L, 1);
        return wanted;
    }
    for (lua_pushnil(L); lua_next(L, mask); lua_pop(L, 1)) {
        if (lua_type(L, -2) == LUA_TNUMBER) {
            wanted |= read_layer(L, -1);
        } else if (lua_type(L, -2) == LUA_TSTRING) {
            wanted |= read_layer(L, -2);
        }
    }
    return wanted;
}

uint32_t luaapi_read_collision_layers(lua_State *L, int index, const char *key)
{
    if (!luaapi_push_field(L, index, key)) {
        return 0;
    }
    uint32_t layers = read_mask(L, lua_gettop(L));
    lua_pop(L, 1);
    return layers;
}
