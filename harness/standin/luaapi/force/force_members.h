/* force_members.h - what the files of LuaForce, LuaTechnology and LuaRecipe share. */
#ifndef LUAAPI_FORCE_MEMBERS_H
#define LUAAPI_FORCE_MEMBERS_H

#include "harness/standin/luaapi/objects/arguments.h"
#include "harness/standin/luaapi/objects/classes.h"
#include "harness/standin/luaapi/vm/raise.h"
#include "harness/standin/luaapi/world/research.h"

/* The arena that answers for a force; raises when memory runs out. */
sim_arena *luaapi_force_arena(lua_State *L, luaapi_world *world, uint32_t force);

/* Does a call for every arena of the force, `each` being its surface, with more room as long as it wants that; `result`
 * is what the first gave. */
#define FOR_ALL_ARENAS(world, force, each, result, call)                                                             \
    do {                                                                                                             \
        luaapi_surface *each = luaapi_research_next(world, force, NULL);                                             \
        luaapi_surface *first_ = each;                                                                               \
        for (; each != NULL; each = luaapi_research_next(world, force, each)) {                                      \
            enum sim_result result_;                                                                                 \
            do {                                                                                                     \
                result_ = (call);                                                                                    \
            } while (result_ == SIM_ARENA_FULL && luaapi_surface_grow(world, each));                                 \
            (result) = each == first_ ? result_ : (result);                                                          \
        }                                                                                                            \
    } while (0)

extern const luaapi_member luaapi_force_research_members[];
extern const luaapi_member luaapi_force_bonus_members[];
extern const luaapi_member luaapi_force_script_members[];

#endif
