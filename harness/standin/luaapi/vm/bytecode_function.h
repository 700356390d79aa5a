/* bytecode_function.h - one function of compiled code while it is rewritten (bytecode.h). */
#ifndef LUAAPI_BYTECODE_FUNCTION_H
#define LUAAPI_BYTECODE_FUNCTION_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "harness/standin/luaapi/vm/buffer.h"

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

#define LUAAPI_MOST_REGISTERS 245    /* of a function that gets calls added; the VM's limit is 250            */
#define LUAAPI_CONSTANT_BIT 256      /* of B and C: an index of the constants                                 */
#define LUAAPI_JUMP_ZERO 131071
#define LUAAPI_MOST_TEMPLATE_KEYS 15 /* beyond, a constructor's count of keys is rounded and says nothing sure */
#define LUAAPI_CONSTANT_STRING 4     /* types of constants                                                    */
#define LUAAPI_CONSTANT_NUMBER 3
#define LUAAPI_CONSTANT_BOOLEAN 1

/* What gets a call: nothing, a store, the last store of a constructor with constant keys, or a list with holes. */
enum { LUAAPI_NOTE_NONE = 0, LUAAPI_NOTE_STORE = 1, LUAAPI_NOTE_TEMPLATE = 2, LUAAPI_NOTE_LIST = 3 };

typedef struct luaapi_rewriter {
    lua_State *L;
    const unsigned char *in;
    size_t length;
    size_t at;
    luaapi_buffer out;
    int templates;      /* stack index of the list of records that the code refers to */
} luaapi_rewriter;

/* One function of the input: where its parts are, and what becomes of its instructions. */
typedef struct luaapi_function {
    size_t code;              /* offset in the input                                                          */
    size_t code_count;
    size_t constant_count;
    size_t *constants;        /* offsets in the input, one more than there are                                */
    unsigned registers;
    unsigned upvalues;
    uint32_t first_template;  /* number of its first template in the list                                     */
    uint32_t template_count;
    uint8_t *note;            /* per instruction: LUAAPI_NOTE_*                                               */
    uint32_t *place;          /* per instruction and for the end: index in the new code                       */
    uint32_t *template_of;    /* per instruction with LUAAPI_NOTE_TEMPLATE: its number in the list            */
} luaapi_function;

static inline unsigned op_of(uint32_t i) { return i & 63; }
static inline unsigned a_of(uint32_t i) { return i >> 6 & 255; }
static inline unsigned c_of(uint32_t i) { return i >> 14 & 511; }
static inline unsigned b_of(uint32_t i) { return i >> 23 & 511; }
static inline int jump_of(uint32_t i) { return (int)(i >> 14) - LUAAPI_JUMP_ZERO; }

static inline uint32_t make_abc(unsigned op, unsigned a, unsigned b, unsigned c)
{
    return op | a << 6 | c << 14 | b << 23;
}

static inline uint32_t make_abx(unsigned op, unsigned a, unsigned bx)
{
    return op | a << 6 | bx << 14;
}

static inline uint32_t instruction(const luaapi_rewriter *w, const luaapi_function *f, size_t pc)
{
    uint32_t value = 0;
    memcpy(&value, w->in + f->code + 4 * pc, 4);
    return value;
}

/* Read, pass over or copy a part of the input; all raise a Lua error when it ends too early. */
uint32_t luaapi_bytecode_read_int(luaapi_rewriter *w);
unsigned luaapi_bytecode_read_byte(luaapi_rewriter *w);
void luaapi_bytecode_skip(luaapi_rewriter *w, size_t bytes);
void luaapi_bytecode_skip_string(luaapi_rewriter *w);
void luaapi_bytecode_copy(luaapi_rewriter *w, size_t from, size_t to);

/* Reads code and constants; leaves their arrays on the stack. */
void luaapi_bytecode_read_function(luaapi_rewriter *w, luaapi_function *f);

/* The count of upvalues, which stands behind the nested functions, at which the rewriter is. */
unsigned luaapi_bytecode_upvalues_ahead(const luaapi_rewriter *w);

/* Plans the calls; a function that is too large for them stays as it is. */
void luaapi_bytecode_plan(luaapi_rewriter *w, luaapi_function *f);

/* Appends a number, and the planned code, to the output. */
void luaapi_bytecode_write_int(luaapi_rewriter *w, uint32_t value);
void luaapi_bytecode_write_code(luaapi_rewriter *w, const luaapi_function *f);

#endif
