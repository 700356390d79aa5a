/* Which instructions of a function get a call that notes a key, and where all its instructions come to lie. */
#include "harness/standin/luaapi/vm/bytecode_function.h"

#include <string.h>

#include "harness/standin/luaapi/vm/ordered.h"

#define LARGEST_BX 262143
#define STORE_ADDS 5              /* instructions that a note adds                                              */
#define TEMPLATE_ADDS 4
#define LIST_ADDS 3

/* The count of keys that a constructor announces. Up to 15 it is exact, beyond it is rounded. */
static unsigned keys_announced(uint32_t newtable)
{
    unsigned c = c_of(newtable);
    return c <= LUAAPI_MOST_TEMPLATE_KEYS ? c : LUAAPI_MOST_TEMPLATE_KEYS + 1;
}

/* Pushes the constant text that B of the store names; returns 0 when it is something else. */
static int push_constant_key(luaapi_rewriter *w, const luaapi_function *f, uint32_t store)
{
    unsigned b = b_of(store);
    if (!(b & LUAAPI_CONSTANT_BIT)) {
        return 0;
    }
    size_t at = f->constants[b & 255];
    if (w->in[at] != LUAAPI_CONSTANT_STRING) {
        return 0;
    }
    size_t size = 0;
    memcpy(&size, w->in + at + 1, sizeof size);
    lua_pushlstring(w->L, (const char *)w->in + at + 1 + sizeof size, size - 1);
    return 1;
}

/* Adds the record of a constructor's keys, taken from the stack, to the list; returns its number, from 1. */
static uint32_t add_template(luaapi_rewriter *w, unsigned keys)
{
    luaapi_ordered_make_record(w->L, (int)keys);
    int number = (int)lua_rawlen(w->L, w->templates) + 1;
    lua_rawseti(w->L, w->templates, number);
    return (uint32_t)number;
}

/* A constructor: finds its stores, which are the next ones into its register, and decides how they are noted. */
static void plan_constructor(luaapi_rewriter *w, luaapi_function *f, size_t start)
{
    uint32_t newtable = instruction(w, f, start);
    unsigned keys = keys_announced(newtable);
    size_t stores[LUAAPI_MOST_TEMPLATE_KEYS];
    unsigned found = 0;
    if (keys == 0 || keys > LUAAPI_MOST_TEMPLATE_KEYS) {
        return;
    }
    for (size_t pc = start + 1; pc < f->code_count && found < keys; pc++) {
        uint32_t i = instruction(w, f, pc);
        if (op_of(i) == OP_SETTABLE && a_of(i) == a_of(newtable)) {
            stores[found++] = pc;
        }
    }
    int top = lua_gettop(w->L);
    unsigned constant = 0;
    lua_checkstack(w->L, LUAAPI_MOST_TEMPLATE_KEYS + 8);
    while (constant < found && push_constant_key(w, f, instruction(w, f, stores[constant]))) {
        constant++;
    }
    if (found < keys || constant < found) {
        lua_settop(w->L, top);
        return;
    }
    uint32_t number = add_template(w, keys);
    for (unsigned i = 0; i < found; i++) {
        f->note[stores[i]] = i + 1 < found ? LUAAPI_NOTE_NONE : LUAAPI_NOTE_TEMPLATE;
    }
    f->template_of[stores[found - 1]] = number;
}

/* 1 when the list goes into a table whose constructor has keys too. */
static int belongs_to_mixed_table(const luaapi_rewriter *w, const luaapi_function *f, size_t setlist)
{
    unsigned a = a_of(instruction(w, f, setlist));
    for (size_t pc = setlist; pc-- > 0;) {
        uint32_t i = instruction(w, f, pc);
        if (op_of(i) == OP_NEWTABLE && a_of(i) == a) {
            return c_of(i) != 0;
        }
    }
    return 0;
}

/* Marks what gets a call. */
static void plan_notes(luaapi_rewriter *w, luaapi_function *f)
{
    for (size_t pc = 0; pc < f->code_count; pc++) {
        uint32_t i = instruction(w, f, pc);
        if (op_of(i) == OP_SETTABLE || op_of(i) == OP_SETTABUP) {
            f->note[pc] = LUAAPI_NOTE_STORE;
        } else if (op_of(i) == OP_SETLIST && c_of(i) != 0 && belongs_to_mixed_table(w, f, pc)) {
            f->note[pc] = LUAAPI_NOTE_LIST;
        }
    }
    for (size_t pc = 0; pc < f->code_count; pc++) {
        if (op_of(instruction(w, f, pc)) == OP_NEWTABLE) {
            plan_constructor(w, f, pc);
        }
    }
}

/* Gives every instruction its new place; returns the new count. */
static size_t plan_places(luaapi_function *f)
{
    static const uint8_t added[] = {0, STORE_ADDS, TEMPLATE_ADDS, LIST_ADDS};
    uint32_t place = 0;
    for (size_t pc = 0; pc < f->code_count; pc++) {
        f->place[pc] = place;
        place += 1u + added[f->note[pc]];
    }
    f->place[f->code_count] = place;
    return place;
}

void luaapi_bytecode_plan(luaapi_rewriter *w, luaapi_function *f)
{
    f->first_template = (uint32_t)lua_rawlen(w->L, w->templates) + 1;
    int fits = f->registers <= LUAAPI_MOST_REGISTERS && f->constant_count + f->code_count < LARGEST_BX;
    if (fits) {
        plan_notes(w, f);
    }
    if (plan_places(f) >= LUAAPI_JUMP_ZERO) {
        memset(f->note, LUAAPI_NOTE_NONE, f->code_count);
        plan_places(f);
    }
    f->template_count = (uint32_t)lua_rawlen(w->L, w->templates) + 1 - f->first_template;
}
