/* ordered.h - tables whose keys are walked in the order of their insertion, as the game's Lua does it and Lua 5.2
 * does not: scripts depend on it.
 *
 * A walk goes through the whole numbers from 1 upward, then the other whole numbers up to 1024 in ascending order,
 * then all other keys as they came. A table that has got a key which is not simply the next whole number carries a
 * hidden record of that order (but for texts that come in alphabetical order: what C makes need carry none), under a
 * light userdata key that no script can name. Everything that stores into tables keeps it: the rewritten bytecode of
 * scripts (bytecode.h), the library functions that store, and the functions here. */
#ifndef LUAAPI_ORDERED_H
#define LUAAPI_ORDERED_H

#include "harness/standin/luaapi/vm/lua52.h"

/* Notes that the key at stack index `key` is about to be stored into the table at `table` with the value at `value`.
 * Nothing happens for a key that is there already, and for a table with weak keys. */
void luaapi_ordered_note(lua_State *L, int table, int key, int value);

/* Pops a value and stores it under a text key: lua_setfield with the order kept. */
void luaapi_ordered_setfield(lua_State *L, int table, const char *key);

/* Pops a value and, under it, a key, and stores them: lua_rawset with the order kept. */
void luaapi_ordered_rawset(lua_State *L, int table);

/* Gives a new table the order of a list of keys that ends in NULL. The list must live as long as the VM: its address
 * names the shared record. Cheaper than noting each key. */
void luaapi_ordered_template(lua_State *L, int table, const char *const *keys);

/* Pops `count` text keys and pushes the record of their order, which tables may share. */
void luaapi_ordered_make_record(lua_State *L, int count);

/* Drops the record of a table that has got weak keys: it would keep them alive. */
void luaapi_ordered_forget_weak(lua_State *L, int table);

/* One step of a walk: pops a key, pushes the next key and its value and returns 1; returns 0 at the end. nil starts.
 * Raises a Lua error for a key that is not in the table. */
int luaapi_ordered_next(lua_State *L, int table);

/* Number of keys with a value. */
uint32_t luaapi_ordered_size(lua_State *L, int table);

/* The Lua functions next, pairs, rawset, setmetatable, table_size, and of the table library insert, remove, pack. */
int luaapi_ordered_lua_next(lua_State *L);
int luaapi_ordered_lua_pairs(lua_State *L);
int luaapi_ordered_lua_rawset(lua_State *L);
int luaapi_ordered_lua_setmetatable(lua_State *L);
int luaapi_ordered_lua_table_size(lua_State *L);
int luaapi_ordered_lua_insert(lua_State *L);
int luaapi_ordered_lua_remove(lua_State *L);
int luaapi_ordered_lua_pack(lua_State *L);

/* What rewritten bytecode calls: (table, key, value) before a store; (table, number of a record in the list that is
 * upvalue 1) after a constructor with constant keys; (table) after the list of a constructor that has keys too. */
int luaapi_ordered_lua_note(lua_State *L);

/* Replaces the table and the key on top of it by the table that lies there, and returns 1; without one makes it when
 * `make`, else leaves nothing of the two and returns 0. */
int luaapi_ordered_child(lua_State *L, int make);

#endif
