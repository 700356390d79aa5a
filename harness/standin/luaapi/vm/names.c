#include "harness/standin/luaapi/vm/names.h"

#include <string.h>

#define KNOWN_NAMES 512 /* a power of two */

static const char *const KEYS[LUAAPI_KEY_COUNT] = {
    [LUAAPI_KEY_AREA] = "area",
    [LUAAPI_KEY_POSITION] = "position",
    [LUAAPI_KEY_NAME] = "name",
    [LUAAPI_KEY_TYPE] = "type",
    [LUAAPI_KEY_FORCE] = "force",
    [LUAAPI_KEY_COLLISION_MASK] = "collision_mask",
    [LUAAPI_KEY_LIMIT] = "limit",
    [LUAAPI_KEY_INVERT] = "invert",
    [LUAAPI_KEY_DIRECTION] = "direction",
    [LUAAPI_KEY_RADIUS] = "radius",
    [LUAAPI_KEY_GHOST_NAME] = "ghost_name",
    [LUAAPI_KEY_GHOST_TYPE] = "ghost_type",
    [LUAAPI_KEY_TO_BE_DECONSTRUCTED] = "to_be_deconstructed",
    [LUAAPI_KEY_TO_BE_UPGRADED] = "to_be_upgraded",
    [LUAAPI_KEY_IS_MILITARY_TARGET] = "is_military_target",
    [LUAAPI_KEY_HAS_ITEM_INSIDE] = "has_item_inside",
    [LUAAPI_KEY_QUALITY] = "quality",
};

static const char X = 0, Y = 0; /* their addresses name the texts in the registry */

typedef struct known_name {
    const char *text;
    luaapi_named named;
    uint16_t number;
} known_name;

struct luaapi_names {
    const char *keys[LUAAPI_KEY_COUNT];
    known_name known[KNOWN_NAMES]; /* by address; a newer name takes the place of an older */
};

/* Pushes the table that keeps the texts alive: its place in the registry is the address of the names. */
static void push_kept(lua_State *L, const luaapi_names *names)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, names);
}

/* Keeps the text at the index, which must be one that the VM has interned. */
static void keep(lua_State *L, int index, const luaapi_names *names)
{
    index = lua_absindex(L, index);
    push_kept(L, names);
    lua_pushvalue(L, index);
    lua_pushboolean(L, 1);
    lua_rawset(L, -3);
    lua_pop(L, 1);
}

static void keep_in_registry(lua_State *L, const char *text, const void *place)
{
    lua_pushstring(L, text);
    lua_rawsetp(L, LUA_REGISTRYINDEX, place);
}

void luaapi_names_open(lua_State *L, luaapi_world *world)
{
    luaapi_names *names = lua_newuserdata(L, sizeof *names);
    memset(names, 0, sizeof *names);
    lua_newtable(L);
    lua_insert(L, -2);
    lua_rawseti(L, -2, 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, names);
    for (int key = 0; key < LUAAPI_KEY_COUNT; key++) {
        names->keys[key] = lua_pushstring(L, KEYS[key]);
        keep(L, -1, names);
        lua_pop(L, 1);
    }
    keep_in_registry(L, "x", &X);
    keep_in_registry(L, "y", &Y);
    world->names = names;
}

enum luaapi_key luaapi_key_at(lua_State *L, int index, const luaapi_world *world)
{
    const char *text = lua_type(L, index) == LUA_TSTRING ? lua_tostring(L, index) : NULL;
    int key = 0;
    while (key < LUAAPI_KEY_COUNT && world->names->keys[key] != text) {
        key++;
    }
    return (enum luaapi_key)key;
}

const char *luaapi_key_text(enum luaapi_key key)
{
    return KEYS[key];
}

uint16_t luaapi_number_at(lua_State *L, int index, luaapi_world *world, luaapi_named named)
{
    size_t length = 0;
    const char *text = lua_tolstring(L, index, &length);
    known_name *known = &world->names->known[((uintptr_t)text >> 4) % KNOWN_NAMES];
    if (known->text == text && known->named == named) {
        return known->number;
    }
    uint16_t number = named(world->prototypes, text);
    if (number != 0 && length <= LUAAPI_INTERNED_BYTES) {
        keep(L, index, world->names);
        *known = (known_name){text, named, number};
    }
    return number;
}

void luaapi_push_x(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &X);
}

void luaapi_push_y(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &Y);
}
