/* The parts of compiled code: reading, skipping and copying them. */
#include "harness/standin/luaapi/vm/bytecode_function.h"

#include <string.h>

#include "harness/standin/luaapi/vm/raise.h"

uint32_t luaapi_bytecode_read_int(luaapi_rewriter *w)
{
    uint32_t value = 0;
    if (w->length - w->at < 4) {
        luaapi_raise(w->L, "compiled code ends too early");
    }
    memcpy(&value, w->in + w->at, 4);
    w->at += 4;
    return value;
}

void luaapi_bytecode_skip(luaapi_rewriter *w, size_t bytes)
{
    if (w->length - w->at < bytes) {
        luaapi_raise(w->L, "compiled code ends too early");
    }
    w->at += bytes;
}

unsigned luaapi_bytecode_read_byte(luaapi_rewriter *w)
{
    luaapi_bytecode_skip(w, 1);
    return w->in[w->at - 1];
}

void luaapi_bytecode_skip_string(luaapi_rewriter *w)
{
    size_t size = 0;
    if (w->length - w->at < sizeof size) {
        luaapi_raise(w->L, "compiled code ends too early");
    }
    memcpy(&size, w->in + w->at, sizeof size);
    luaapi_bytecode_skip(w, sizeof size);
    luaapi_bytecode_skip(w, size);
}

void luaapi_bytecode_copy(luaapi_rewriter *w, size_t from, size_t to)
{
    luaapi_buffer_add(&w->out, w->in + from, to - from);
}

static void skip_constant(luaapi_rewriter *w)
{
    switch (luaapi_bytecode_read_byte(w)) {
    case LUAAPI_CONSTANT_BOOLEAN: luaapi_bytecode_skip(w, 1); break;
    case LUAAPI_CONSTANT_NUMBER: luaapi_bytecode_skip(w, sizeof(double)); break;
    case LUAAPI_CONSTANT_STRING: luaapi_bytecode_skip_string(w); break;
    default: break;
    }
}

/* Memory that lives as long as its slot on the stack. */
static void *new_array(luaapi_rewriter *w, size_t count, size_t size)
{
    void *array = lua_newuserdata(w->L, (count + 1) * size);
    memset(array, 0, (count + 1) * size);
    return array;
}

void luaapi_bytecode_read_function(luaapi_rewriter *w, luaapi_function *f)
{
    f->code_count = luaapi_bytecode_read_int(w);
    f->code = w->at;
    luaapi_bytecode_skip(w, 4 * f->code_count);
    f->constant_count = luaapi_bytecode_read_int(w);
    f->constants = new_array(w, f->constant_count, sizeof *f->constants);
    for (size_t i = 0; i < f->constant_count; i++) {
        f->constants[i] = w->at;
        skip_constant(w);
    }
    f->constants[f->constant_count] = w->at;
    f->note = new_array(w, f->code_count, sizeof *f->note);
    f->place = new_array(w, f->code_count, sizeof *f->place);
    f->template_of = new_array(w, f->code_count, sizeof *f->template_of);
}

/* Reads past one function. */
static void skip_function(luaapi_rewriter *w)
{
    luaapi_bytecode_skip(w, 2 * 4 + 3);
    luaapi_bytecode_skip(w, 4 * (size_t)luaapi_bytecode_read_int(w));
    for (uint32_t left = luaapi_bytecode_read_int(w); left > 0; left--) {
        skip_constant(w);
    }
    for (uint32_t left = luaapi_bytecode_read_int(w); left > 0; left--) {
        skip_function(w);
    }
    luaapi_bytecode_skip(w, 2 * (size_t)luaapi_bytecode_read_int(w));
    luaapi_bytecode_skip_string(w);
    luaapi_bytecode_skip(w, 4 * (size_t)luaapi_bytecode_read_int(w));
    for (uint32_t left = luaapi_bytecode_read_int(w); left > 0; left--) {
        luaapi_bytecode_skip_string(w);
        luaapi_bytecode_skip(w, 2 * 4);
    }
    for (uint32_t left = luaapi_bytecode_read_int(w); left > 0; left--) {
        luaapi_bytecode_skip_string(w);
    }
}

unsigned luaapi_bytecode_upvalues_ahead(const luaapi_rewriter *w)
{
    luaapi_rewriter ahead = *w;
    for (uint32_t left = luaapi_bytecode_read_int(&ahead); left > 0; left--) {
        skip_function(&ahead);
    }
    return luaapi_bytecode_read_int(&ahead);
}
