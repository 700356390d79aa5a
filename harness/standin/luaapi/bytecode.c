#include "bytecode.h"

#include <string.h>

#include "buffer.h"
#include "ordered.h"
#include "raise.h"

/* The instructions of Lua 5.2 that matter here. An instruction has 6 bits of operation, then A (8), C (9), B (9);
 * or A (8), Bx (18); sBx is Bx - 131071. */
enum {
    OP_MOVE = 0,
    OP_LOADK = 1,
    OP_GETUPVAL = 5,
    OP_SETTABUP = 8,
    OP_SETTABLE = 10,
    OP_NEWTABLE = 11,
    OP_JMP = 23,
    OP_CALL = 29,
    OP_FORLOOP = 32,
    OP_FORPREP = 33,
    OP_TFORLOOP = 35,
    OP_SETLIST = 36,
    OP_EXTRAARG = 39
};

#define HEADER_BYTES 18
#define MOST_REGISTERS 245       /* of a function that gets calls added; the VM's limit is 250                 */
#define MOST_UPVALUES 254
#define CONSTANT_BIT 256         /* of B and C: an index of the constants                                      */
#define LARGEST_BX 262143
#define JUMP_ZERO 131071
#define MOST_TEMPLATE_KEYS 15    /* beyond, the constructor's count of keys is rounded and says nothing sure    */
#define STORE_ADDS 5              /* instructions that a note adds                                              */
#define TEMPLATE_ADDS 4
#define LIST_ADDS 3
#define NOTE_REGISTERS 4          /* that a note uses, above the function's own                                 */
#define TYPE_STRING 4
#define TYPE_NUMBER 3
#define TYPE_BOOLEAN 1

/* What gets a call: nothing, a store, the last store of a constructor with constant keys, or a list with holes. */
enum { NOTE_NONE = 0, NOTE_STORE = 1, NOTE_TEMPLATE = 2, NOTE_LIST = 3 };

typedef struct rewriter {
    lua_State *L;
    const unsigned char *in;
    size_t length;
    size_t at;
    luaapi_buffer out;
    int templates;      /* stack index of the list of records that the code refers to */
} rewriter;

/* One function of the input: where its parts are, and what becomes of its instructions. */
typedef struct function {
    size_t code;              /* offset in the input                                                          */
    size_t code_count;
    size_t constant_count;
    size_t *constants;        /* offsets in the input, one more than there are                                */
    unsigned registers;
    unsigned upvalues;
    uint32_t first_template;  /* number of its first template in the list                                     */
    uint32_t template_count;
    uint8_t *note;            /* per instruction: NOTE_*                                                      */
    uint32_t *place;          /* per instruction and for the end: index in the new code                       */
    uint32_t *template_of;    /* per instruction with NOTE_TEMPLATE: its number in the list                   */
} function;

static uint32_t read_int(rewriter *w)
{
    uint32_t value = 0;
    if (w->length - w->at < 4) {
        luaapi_raise(w->L, "compiled code ends too early");
    }
    memcpy(&value, w->in + w->at, 4);
    w->at += 4;
    return value;
}

static void skip(rewriter *w, size_t bytes)
{
    if (w->length - w->at < bytes) {
        luaapi_raise(w->L, "compiled code ends too early");
    }
    w->at += bytes;
}

static unsigned read_byte(rewriter *w)
{
    skip(w, 1);
    return w->in[w->at - 1];
}

static void skip_string(rewriter *w)
{
    size_t size = 0;
    if (w->length - w->at < sizeof size) {
        luaapi_raise(w->L, "compiled code ends too early");
    }
    memcpy(&size, w->in + w->at, sizeof size);
    skip(w, sizeof size);
    skip(w, size);
}

static void write_int(rewriter *w, uint32_t value)
{
    luaapi_buffer_add(&w->out, &value, 4);
}

static void copy(rewriter *w, size_t from, size_t to)
{
    luaapi_buffer_add(&w->out, w->in + from, to - from);
}

static unsigned op_of(uint32_t i) { return i & 63; }
static unsigned a_of(uint32_t i) { return i >> 6 & 255; }
static unsigned c_of(uint32_t i) { return i >> 14 & 511; }
static unsigned b_of(uint32_t i) { return i >> 23 & 511; }
static int jump_of(uint32_t i) { return (int)(i >> 14) - JUMP_ZERO; }

static uint32_t make_abc(unsigned op, unsigned a, unsigned b, unsigned c)
{
    return op | a << 6 | c << 14 | b << 23;
}

static uint32_t make_abx(unsigned op, unsigned a, unsigned bx)
{
    return op | a << 6 | bx << 14;
}

static uint32_t instruction(const rewriter *w, const function *f, size_t pc)
{
    uint32_t value = 0;
    memcpy(&value, w->in + f->code + 4 * pc, 4);
    return value;
}

/* The count of keys that a constructor announces. Up to 15 it is exact, beyond it is rounded. */
static unsigned keys_announced(uint32_t newtable)
{
    unsigned c = c_of(newtable);
    return c <= MOST_TEMPLATE_KEYS ? c : MOST_TEMPLATE_KEYS + 1;
}

/* Pushes the constant text that B of the store names; returns 0 when it is something else. */
static int push_constant_key(rewriter *w, const function *f, uint32_t store)
{
    unsigned b = b_of(store);
    if (!(b & CONSTANT_BIT)) {
        return 0;
    }
    size_t at = f->constants[b & 255];
    if (w->in[at] != TYPE_STRING) {
        return 0;
    }
    size_t size = 0;
    memcpy(&size, w->in + at + 1, sizeof size);
    lua_pushlstring(w->L, (const char *)w->in + at + 1 + sizeof size, size - 1);
    return 1;
}

/* Adds the record of a constructor's keys, taken from the stack, to the list; returns its number, from 1. */
static uint32_t add_template(rewriter *w, unsigned keys)
{
    luaapi_ordered_make_record(w->L, (int)keys);
    int number = (int)lua_rawlen(w->L, w->templates) + 1;
    lua_rawseti(w->L, w->templates, number);
    return (uint32_t)number;
}

/* A constructor: finds its stores, which are the next ones into its register, and decides how they are noted. */
static void plan_constructor(rewriter *w, function *f, size_t start)
{
    uint32_t newtable = instruction(w, f, start);
    unsigned keys = keys_announced(newtable);
    size_t stores[MOST_TEMPLATE_KEYS];
    unsigned found = 0;
    if (keys == 0 || keys > MOST_TEMPLATE_KEYS) {
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
    lua_checkstack(w->L, MOST_TEMPLATE_KEYS + 8);
    while (constant < found && push_constant_key(w, f, instruction(w, f, stores[constant]))) {
        constant++;
    }
    if (found < keys || constant < found) {
        lua_settop(w->L, top);
        return;
    }
    uint32_t number = add_template(w, keys);
    for (unsigned i = 0; i < found; i++) {
        f->note[stores[i]] = i + 1 < found ? NOTE_NONE : NOTE_TEMPLATE;
    }
    f->template_of[stores[found - 1]] = number;
}

/* 1 when the list goes into a table whose constructor has keys too. */
static int belongs_to_mixed_table(const rewriter *w, const function *f, size_t setlist)
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
static void plan_notes(rewriter *w, function *f)
{
    for (size_t pc = 0; pc < f->code_count; pc++) {
        uint32_t i = instruction(w, f, pc);
        if (op_of(i) == OP_SETTABLE || op_of(i) == OP_SETTABUP) {
            f->note[pc] = NOTE_STORE;
        } else if (op_of(i) == OP_SETLIST && c_of(i) != 0 && belongs_to_mixed_table(w, f, pc)) {
            f->note[pc] = NOTE_LIST;
        }
    }
    for (size_t pc = 0; pc < f->code_count; pc++) {
        if (op_of(instruction(w, f, pc)) == OP_NEWTABLE) {
            plan_constructor(w, f, pc);
        }
    }
}

/* Gives every instruction its new place; returns the new count. */
static size_t plan_places(function *f)
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

/* Plans the calls; a function that is too large for them stays as it is. */
static void plan(rewriter *w, function *f)
{
    f->first_template = (uint32_t)lua_rawlen(w->L, w->templates) + 1;
    int fits = f->registers <= MOST_REGISTERS && f->constant_count + f->code_count < LARGEST_BX;
    if (fits) {
        plan_notes(w, f);
    }
    if (plan_places(f) >= JUMP_ZERO) {
        memset(f->note, NOTE_NONE, f->code_count);
        plan_places(f);
    }
    f->template_count = (uint32_t)lua_rawlen(w->L, w->templates) + 1 - f->first_template;
}

/* Puts a value, register or constant, into a register. */
static uint32_t load_operand(unsigned into, unsigned operand)
{
    return operand & CONSTANT_BIT ? make_abx(OP_LOADK, into, operand & 255) : make_abc(OP_MOVE, into, operand, 0);
}

static void write_store(rewriter *w, const function *f, uint32_t store)
{
    unsigned base = f->registers;
    write_int(w, make_abc(OP_GETUPVAL, base, f->upvalues, 0));
    write_int(w, op_of(store) == OP_SETTABUP ? make_abc(OP_GETUPVAL, base + 1, a_of(store), 0)
                                             : make_abc(OP_MOVE, base + 1, a_of(store), 0));
    write_int(w, load_operand(base + 2, b_of(store)));
    write_int(w, load_operand(base + 3, c_of(store)));
    write_int(w, make_abc(OP_CALL, base, 4, 1));
    write_int(w, store);
}

static void write_template(rewriter *w, const function *f, uint32_t store, uint32_t number)
{
    unsigned base = f->registers;
    write_int(w, store);
    write_int(w, make_abc(OP_GETUPVAL, base, f->upvalues, 0));
    write_int(w, make_abc(OP_MOVE, base + 1, a_of(store), 0));
    write_int(w, make_abx(OP_LOADK, base + 2, (unsigned)f->constant_count + number - f->first_template));
    write_int(w, make_abc(OP_CALL, base, 3, 1));
}

static void write_list(rewriter *w, const function *f, uint32_t setlist)
{
    unsigned base = f->registers;
    write_int(w, setlist);
    write_int(w, make_abc(OP_GETUPVAL, base, f->upvalues, 0));
    write_int(w, make_abc(OP_MOVE, base + 1, a_of(setlist), 0));
    write_int(w, make_abc(OP_CALL, base, 2, 1));
}

static int is_jump(unsigned op)
{
    return op == OP_JMP || op == OP_FORLOOP || op == OP_FORPREP || op == OP_TFORLOOP;
}

/* Distance of the jump between the new places. A jump starts from the instruction after it. */
static uint32_t moved_jump(const function *f, size_t pc, uint32_t i)
{
    size_t target = (size_t)((long)pc + 1 + jump_of(i));
    long distance = (long)f->place[target] - (long)f->place[pc] - 1;
    return (i & 0x3fff) | (uint32_t)(distance + JUMP_ZERO) << 14;
}

static void write_code(rewriter *w, const function *f)
{
    write_int(w, f->place[f->code_count]);
    for (size_t pc = 0; pc < f->code_count; pc++) {
        uint32_t i = instruction(w, f, pc);
        if (is_jump(op_of(i))) {
            write_int(w, moved_jump(f, pc, i));
        } else if (f->note[pc] == NOTE_STORE) {
            write_store(w, f, i);
        } else if (f->note[pc] == NOTE_TEMPLATE) {
            write_template(w, f, i, f->template_of[pc]);
        } else if (f->note[pc] == NOTE_LIST) {
            write_list(w, f, i);
        } else if (op_of(i) == OP_NEWTABLE && c_of(i) > 0 && c_of(i) <= MOST_TEMPLATE_KEYS) {
            write_int(w, i + make_abc(0, 0, 0, 1)); /* room for the record, so that it does not move the others */
        } else {
            write_int(w, i);
        }
    }
}

static void skip_constant(rewriter *w)
{
    switch (read_byte(w)) {
    case TYPE_BOOLEAN: skip(w, 1); break;
    case TYPE_NUMBER: skip(w, sizeof(double)); break;
    case TYPE_STRING: skip_string(w); break;
    default: break;
    }
}

/* Memory that lives as long as its slot on the stack. */
static void *new_array(rewriter *w, size_t count, size_t size)
{
    void *array = lua_newuserdata(w->L, (count + 1) * size);
    memset(array, 0, (count + 1) * size);
    return array;
}

/* Reads code and constants; leaves their arrays on the stack. */
static void read_function(rewriter *w, function *f)
{
    f->code_count = read_int(w);
    f->code = w->at;
    skip(w, 4 * f->code_count);
    f->constant_count = read_int(w);
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

/* The constants, and behind them the numbers of the function's templates. */
static void write_constants(rewriter *w, const function *f)
{
    write_int(w, (uint32_t)f->constant_count + f->template_count);
    copy(w, f->constants[0], f->constants[f->constant_count]);
    for (uint32_t i = 0; i < f->template_count; i++) {
        double number = f->first_template + i;
        luaapi_buffer_byte(&w->out, TYPE_NUMBER);
        luaapi_buffer_add(&w->out, &number, sizeof number);
    }
}

/* The upvalues, and behind them the function that notes: the enclosing function's, or the chunk's own. */
static void write_upvalues(rewriter *w, const function *f, unsigned enclosing_upvalues)
{
    size_t start = w->at;
    skip(w, 2 * (size_t)f->upvalues);
    write_int(w, f->upvalues + 1);
    copy(w, start, w->at);
    luaapi_buffer_byte(&w->out, 0);
    luaapi_buffer_byte(&w->out, (unsigned char)enclosing_upvalues);
}

static void write_lines(rewriter *w, const function *f)
{
    uint32_t count = read_int(w);
    write_int(w, count == 0 ? 0 : f->place[f->code_count]);
    for (uint32_t pc = 0; pc < count; pc++) {
        uint32_t line = read_int(w);
        uint32_t times = pc < f->code_count ? f->place[pc + 1] - f->place[pc] : 0;
        for (; times > 0; times--) {
            write_int(w, line);
        }
    }
}

static uint32_t moved_place(const function *f, uint32_t pc)
{
    return f->place[pc < f->code_count ? pc : f->code_count];
}

static void write_locals(rewriter *w, const function *f)
{
    uint32_t count = read_int(w);
    write_int(w, count);
    for (uint32_t i = 0; i < count; i++) {
        size_t name = w->at;
        skip_string(w);
        copy(w, name, w->at);
        write_int(w, moved_place(f, read_int(w)));
        write_int(w, moved_place(f, read_int(w)));
    }
}

static void write_upvalue_names(rewriter *w)
{
    static const char name[] = "(order)";
    uint32_t count = read_int(w);
    size_t start = w->at;
    for (uint32_t i = 0; i < count; i++) {
        skip_string(w);
    }
    size_t size = sizeof name;
    write_int(w, count + 1);
    copy(w, start, w->at);
    luaapi_buffer_add(&w->out, &size, sizeof size);
    luaapi_buffer_add(&w->out, name, size);
}

/* Reads past one function. */
static void skip_function(rewriter *w)
{
    skip(w, 2 * 4 + 3);
    skip(w, 4 * (size_t)read_int(w));
    for (uint32_t left = read_int(w); left > 0; left--) {
        skip_constant(w);
    }
    for (uint32_t left = read_int(w); left > 0; left--) {
        skip_function(w);
    }
    skip(w, 2 * (size_t)read_int(w));
    skip_string(w);
    skip(w, 4 * (size_t)read_int(w));
    for (uint32_t left = read_int(w); left > 0; left--) {
        skip_string(w);
        skip(w, 2 * 4);
    }
    for (uint32_t left = read_int(w); left > 0; left--) {
        skip_string(w);
    }
}

/* The count of upvalues, which stands behind the nested functions. */
static unsigned upvalues_ahead(const rewriter *w)
{
    rewriter ahead = *w;
    for (uint32_t left = read_int(&ahead); left > 0; left--) {
        skip_function(&ahead);
    }
    return read_int(&ahead);
}

static void rewrite_function(rewriter *w, unsigned enclosing_upvalues)
{
    function f;
    memset(&f, 0, sizeof f);
    int top = lua_gettop(w->L);
    if (!lua_checkstack(w->L, 16)) {
        luaapi_raise(w->L, "functions are nested too deeply");
    }
    size_t start = w->at;
    skip(w, 2 * 4 + 2);
    copy(w, start, w->at);
    f.registers = read_byte(w);
    read_function(w, &f);
    f.upvalues = upvalues_ahead(w);
    if (f.upvalues > MOST_UPVALUES) {
        luaapi_raise(w->L, "function has more than %d upvalues", MOST_UPVALUES);
    }
    plan(w, &f);
    unsigned registers = f.registers <= MOST_REGISTERS ? f.registers + NOTE_REGISTERS : f.registers;
    luaapi_buffer_byte(&w->out, (unsigned char)registers);
    write_code(w, &f);
    write_constants(w, &f);
    uint32_t nested = read_int(w);
    write_int(w, nested);
    for (; nested > 0; nested--) {
        rewrite_function(w, f.upvalues);
    }
    read_int(w);
    write_upvalues(w, &f, enclosing_upvalues);
    start = w->at;
    skip_string(w);
    copy(w, start, w->at);
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
    rewriter w;
    memset(&w, 0, sizeof w);
    w.L = L;
    w.templates = lua_gettop(L);
    luaapi_buffer_init(&w.out, L);
    lua_pushvalue(L, function_at);
    lua_dump(L, add_piece, &compiled);
    lua_pop(L, 1);
    w.in = (const unsigned char *)compiled.bytes;
    w.length = compiled.length;
    skip(&w, HEADER_BYTES);
    copy(&w, 0, HEADER_BYTES);
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
