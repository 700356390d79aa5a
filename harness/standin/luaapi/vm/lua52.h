/* lua52.h - the part of Lua 5.2's C interface that luaapi uses. lupa carries the VM but not its headers; the symbols
 * come from lupa's lua52 module when the process has loaded it.
 *
 * luaL_Buffer is left out on purpose: its size depends on how lupa was compiled. buffer.h takes its place. */
#ifndef LUAAPI_LUA52_H
#define LUAAPI_LUA52_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

typedef struct lua_State lua_State;
typedef double lua_Number;
typedef int (*lua_CFunction)(lua_State *L);
typedef void *(*lua_Alloc)(void *data, void *block, size_t old_bytes, size_t new_bytes);
typedef int (*lua_Writer)(lua_State *L, const void *piece, size_t size, void *data);

typedef struct luaL_Reg {
    const char *name;
    lua_CFunction func;
} luaL_Reg;

#define LUA_REGISTRYINDEX (-1001000)
#define lua_upvalueindex(i) (LUA_REGISTRYINDEX - (i))
#define LUA_MULTRET (-1)
#define LUA_OK 0

#define LUA_TNONE (-1)
#define LUA_TNIL 0
#define LUA_TBOOLEAN 1
#define LUA_TLIGHTUSERDATA 2
#define LUA_TNUMBER 3
#define LUA_TSTRING 4
#define LUA_TTABLE 5
#define LUA_TFUNCTION 6
#define LUA_TUSERDATA 7

int lua_absindex(lua_State *L, int index);
int lua_checkstack(lua_State *L, int slots);
int lua_gettop(lua_State *L);
void lua_settop(lua_State *L, int index);
void lua_pushvalue(lua_State *L, int index);
void lua_remove(lua_State *L, int index);
void lua_insert(lua_State *L, int index);
void lua_replace(lua_State *L, int index);

int lua_type(lua_State *L, int index);
const char *lua_typename(lua_State *L, int type);
int lua_rawequal(lua_State *L, int a, int b);
int lua_toboolean(lua_State *L, int index);
lua_Number lua_tonumberx(lua_State *L, int index, int *is_number);
const char *lua_tolstring(lua_State *L, int index, size_t *length);
void *lua_touserdata(lua_State *L, int index);
size_t lua_rawlen(lua_State *L, int index);
const void *lua_topointer(lua_State *L, int index);

void lua_pushnil(lua_State *L);
void lua_pushnumber(lua_State *L, lua_Number number);
void lua_pushboolean(lua_State *L, int value);
const char *lua_pushstring(lua_State *L, const char *text);
const char *lua_pushlstring(lua_State *L, const char *text, size_t length);
const char *lua_pushfstring(lua_State *L, const char *format, ...);
const char *lua_pushvfstring(lua_State *L, const char *format, va_list arguments);
void lua_pushcclosure(lua_State *L, lua_CFunction function, int upvalues);
void lua_pushlightuserdata(lua_State *L, void *pointer);

void lua_createtable(lua_State *L, int array_slots, int record_slots);
void lua_getfield(lua_State *L, int index, const char *key);
void lua_gettable(lua_State *L, int index);
void lua_rawget(lua_State *L, int index);
void lua_rawgeti(lua_State *L, int index, int number);
void lua_rawgetp(lua_State *L, int index, const void *key);
void lua_settable(lua_State *L, int index);
void lua_setfield(lua_State *L, int index, const char *key);
void lua_rawset(lua_State *L, int index);
void lua_rawseti(lua_State *L, int index, int number);
void lua_rawsetp(lua_State *L, int index, const void *key);
int lua_next(lua_State *L, int index);
void lua_len(lua_State *L, int index);

lua_Alloc lua_getallocf(lua_State *L, void **data);
void lua_setallocf(lua_State *L, lua_Alloc allocate, void *data);
int lua_gc(lua_State *L, int what, int data);
#define LUA_GCSETPAUSE 6
#define LUA_GCSETSTEPMUL 7

void *lua_newuserdata(lua_State *L, size_t bytes);
int lua_getmetatable(lua_State *L, int index);
int lua_setmetatable(lua_State *L, int index);
void lua_setuservalue(lua_State *L, int index);
void lua_getuservalue(lua_State *L, int index);
const char *lua_setupvalue(lua_State *L, int function, int number);

void lua_callk(lua_State *L, int arguments, int results, int context, lua_CFunction continuation);
int lua_pcallk(lua_State *L, int arguments, int results, int handler, int context, lua_CFunction continuation);
int lua_dump(lua_State *L, lua_Writer writer, void *data);
int lua_error(lua_State *L);

typedef struct lua_Debug lua_Debug;
typedef void (*lua_Hook)(lua_State *L, lua_Debug *where);
int lua_sethook(lua_State *L, lua_Hook hook, int mask, int count);
#define LUA_MASKCOUNT 8

int luaL_loadbufferx(lua_State *L, const char *text, size_t length, const char *name, const char *mode);
int luaL_getmetafield(lua_State *L, int index, const char *field);
const char *luaL_tolstring(lua_State *L, int index, size_t *length);
void luaL_traceback(lua_State *L, lua_State *of, const char *message, int level);
void luaL_where(lua_State *L, int level);
void luaL_setfuncs(lua_State *L, const luaL_Reg *functions, int upvalues);

#define lua_pop(L, n) lua_settop(L, -(n) - 1)
#define lua_newtable(L) lua_createtable(L, 0, 0)
#define lua_pushcfunction(L, f) lua_pushcclosure(L, f, 0)
#define lua_call(L, n, r) lua_callk(L, n, r, 0, NULL)
#define lua_pcall(L, n, r, h) lua_pcallk(L, n, r, h, 0, NULL)
#define lua_isnil(L, i) (lua_type(L, i) == LUA_TNIL)
#define lua_isnoneornil(L, i) (lua_type(L, i) <= LUA_TNIL)
#define lua_istable(L, i) (lua_type(L, i) == LUA_TTABLE)
#define lua_isfunction(L, i) (lua_type(L, i) == LUA_TFUNCTION)
#define lua_tonumber(L, i) lua_tonumberx(L, i, NULL)
#define lua_tostring(L, i) lua_tolstring(L, i, NULL)

#endif
