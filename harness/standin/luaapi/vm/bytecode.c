#include "harness/standin/luaapi/vm/bytecode.h"

#include <string.h>

#include "harness/standin/luaapi/vm/bytecode_function.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/vm/raise.h"

#define HEADER_BYTES 18
#define MOST_UPVALUES 254
#define NOTE_REGISTERS 4          /* that a note uses, above the function's own                                 */

/* The constants, and behind them the numbers of the function's templates. */
static void write_constants(luaapi_rewriter *w, const luaapi_function *f)
{
    luaapi_bytecode_write_int(w, (uint32_t)f->constant_count + f->template_count);
    luaapi_bytecode_copy(w, f->constants[0], f->constants[f->constant_count]);
    for (uint32_t i = 0; i < f->template_count; i++) {
        double number = f->first_template + i;
        luaapi_buffer_byte(&w->out, LUAAPI_CONSTANT_NUMBER);
        luaapi_buffer_add(&w->out, &number, sizeof number);
    }
}

/* The upvalues, and behind them the function that notes: the enclosing function's, or the chunk's own. */
static void write_upvalues(luaapi_rewriter *w, const luaapi_function *f, unsigned enclosing_upvalues)
{
    size_t start = w->at;
    luaapi_bytecode_skip(w, 2 * (size_t)f->upvalues);
    luaapi_bytecode_write_int(w, f->upvalues + 1);
    luaapi_bytecode_copy(w, start, w->at);
    luaapi_buffer_byte(&w->out, 0);
    luaapi_buffer_byte(&w->out, (unsigned char)enclosing_upvalues);
}

static void write_lines(luaapi_rewriter *w, const luaapi_function *f)
{
    uint32_t count = luaapi_bytecode_read_int(w);
    luaapi_bytecode_write_int(w, count == 0 ? 0 : f->place[f->code_count]);
    for (uint32_t pc = 0; pc < count; pc++) {
        uint32_t line = luaapi_bytecode_read_int(w);
        uint32_t times = pc < f->code_count ? f->place[pc + 1] - f->place[pc] : 0;
        for (; times > 0; times--) {
            luaapi_bytecode_write_int(w, line);
        }
    }
}

static uint32_t moved_place(const luaapi_function *f, uint32_t pc)
{
    return f->place[pc < f->code_count ? pc : f->code_count];
}

static void write_locals(luaapi_rewriter *w, const luaapi_function *f)
{
    uint32_t count = luaapi_bytecode_read_int(w);
    luaapi_bytecode_write_int(w, count);
    for (uint32_t i = 0; i < count; i++) {
        size_t name = w->at;
        luaapi_bytecode_skip_string(w);
        luaapi_bytecode_copy(w, name, w->at);
        luaapi_bytecode_write_int(w, moved_place(f, luaapi_bytecode_read_int(w)));
        luaapi_bytecode_write_int(w, moved_place(f, luaapi_bytecode_read_int(w)));
    }
}

static void write_upvalue_names(luaapi_rewriter *w)
{
    static const char name[] = "(order)";
    uint32_t count = luaapi_bytecode_read_int(w);
    size_t start = w->at;
    for (uint32_t i = 0; i < count; i++) {
        luaapi_bytecode_skip_string(w);
    }
    size_t size = sizeof name;
    luaapi_bytecode_write_int(w, count + 1);
    luaapi_bytecode_copy(w, start, w->at);
    luaapi_buffer_add(&w->out, &size, sizeof size);
    luaapi_buffer_add(&w->out, name, size);
}

static void rewrite_function(luaapi_rewriter *w, unsigned enclosing_upvalues)
{
    luaapi_function f;
    memset(&f, 0, sizeof f);
    int top = lua_gettop(w->L);
    if (!lua_checkstack(w->L, 16)) {
        luaapi_raise(w->L, "functions are nested too deeply");
    }
    size_t start = w->at;
    luaapi_bytecode_skip(w, 2 * 4 + 2);
    luaapi_bytecode_copy(w, start, w->at);
    f.registers = luaapi_bytecode_read_byte(w);
    luaapi_bytecode_read_function(w, &f);
    f.upvalues = luaapi_bytecode_upvalues_ahead(w);
    if (f.upvalues > MOST_UPVALUES) {
        luaapi_raise(w->L, "function has more than %d upvalues", MOST_UPVALUES);
    }
    luaapi_bytecode_plan(w, &f);
    unsigned registers = f.registers <= LUAAPI_MOST_REGISTERS ? f.registers + NOTE_REGISTERS : f.registers;
    luaapi_buffer_byte(&w->out, (unsigned char)registers);
    luaapi_bytecode_write_code(w, &f);
    write_constants(w, &f);
    uint32_t nested = luaapi_bytecode_read_int(w);
    luaapi_bytecode_write_int(w, nested);
    for (; nested > 0; nested--) {
        rewrite_function(w, f.upvalues);
    }
    luaapi_bytecode_read_int(w);
    write_upvalues(w, &f, enclosing_upvalues);
    start = w->at;
    luaapi_bytecode_skip_string(w);
    luaapi_bytecode_copy(w, start, w->at);
    write_lines(w, &f);
    write_locals(w, &f);
    write_upvalue_names(w);
    lua_settop(w->L, top);
}

static int add_piece(lua_State *L, const void *piece, size_t size, void *buffer)
{
    (void)L;
    luaapi_buffer_add(buffer, piece, size);
    return 0;
}

/* Replaces the function on top of the stack, just compiled, by the one that keeps the order. */
static void rewrite(lua_State *L, const char *chunk_name)
{
    int function_at = lua_gettop(L);
    luaapi_buffer compiled;
    luaapi_buffer_init(&compiled, L);
    lua_newtable(L);
    luaapi_rewriter w;
    memset(&w, 0, sizeof w);
    w.L = L;
    w.templates = lua_gettop(L);
    luaapi_buffer_init(&w.out, L);
    lua_pushvalue(L, function_at);
    lua_dump(L, add_piece, &compiled);
    lua_pop(L, 1);
    w.in = (const unsigned char *)compiled.bytes;
    w.length = compiled.length;
    luaapi_bytecode_skip(&w, HEADER_BYTES);
    luaapi_bytecode_copy(&w, 0, HEADER_BYTES);
    rewrite_function(&w, 0);
    if (luaL_loadbufferx(L, w.out.bytes, w.out.length, chunk_name, "b") != LUA_OK) {
        lua_error(L);
    }
    lua_pushvalue(L, w.templates);
    lua_pushcclosure(L, luaapi_ordered_lua_note, 1);
    lua_setupvalue(L, -2, 2);
    lua_replace(L, function_at);
    lua_settop(L, function_at);
}

int luaapi_load(lua_State *L, const char *text, size_t length, const char *chunk_name, int environment)
{
    environment = lua_absindex(L, environment);
    if (luaL_loadbufferx(L, text, length, chunk_name, "t") != LUA_OK) {
        return 0;
    }
    rewrite(L, chunk_name);
    lua_pushvalue(L, environment);
    lua_setupvalue(L, -2, 1);
    return 1;
}
