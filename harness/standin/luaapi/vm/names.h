/* names.h - texts that the VM keeps once, told apart by their address instead of letter by letter: keys of tables of
 * arguments, names of prototypes, the keys of positions. Lua interns every text of up to 40 bytes; the ones here are kept
 * alive for as long as the VM, so that no other text gets their address. */
#ifndef LUAAPI_NAMES_H
#define LUAAPI_NAMES_H

#include "harness/standin/luaapi/vm/lua52.h"
#include "harness/standin/luaapi/world/world.h"

#define LUAAPI_INTERNED_BYTES 40 /* LUAI_MAXSHORTLEN: of longer texts there may be several */

/* Keys of filters for entities. */
enum luaapi_key {
    LUAAPI_KEY_AREA,
    LUAAPI_KEY_POSITION,
    LUAAPI_KEY_NAME,
    LUAAPI_KEY_TYPE,
    LUAAPI_KEY_FORCE,
    LUAAPI_KEY_COLLISION_MASK,
    LUAAPI_KEY_LIMIT,
    LUAAPI_KEY_INVERT,
    LUAAPI_KEY_DIRECTION,
    LUAAPI_KEY_RADIUS,
    LUAAPI_KEY_GHOST_NAME,
    LUAAPI_KEY_GHOST_TYPE,
    LUAAPI_KEY_TO_BE_DECONSTRUCTED,
    LUAAPI_KEY_TO_BE_UPGRADED,
    LUAAPI_KEY_IS_MILITARY_TARGET,
    LUAAPI_KEY_HAS_ITEM_INSIDE,
    LUAAPI_KEY_QUALITY,
    LUAAPI_KEY_COUNT /* none of them */
};

/* sim_entity_named and its kin: 0 for a name that the tables do not have. */
typedef uint16_t (*luaapi_named)(const sim_prototypes *prototypes, const char *name);

/* Makes the names of a VM, for its world. */
void luaapi_names_open(lua_State *L, luaapi_world *world);

/* Which key the value at the stack index is; LUAAPI_KEY_COUNT for every other. */
enum luaapi_key luaapi_key_at(lua_State *L, int index, const luaapi_world *world);
const char *luaapi_key_text(enum luaapi_key key);

/* The number of the prototype that the text at the stack index names, 0 for none. */
uint16_t luaapi_number_at(lua_State *L, int index, luaapi_world *world, luaapi_named named);

/* Pushes the texts "x" and "y". */
void luaapi_push_x(lua_State *L);
void luaapi_push_y(lua_State *L);

#endif
