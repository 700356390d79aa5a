/* Writes the instructions of a function, with the calls that were planned. */
#include "harness/standin/luaapi/vm/bytecode_function.h"

void luaapi_bytecode_write_int(luaapi_rewriter *w, uint32_t value)
{
    luaapi_buffer_add(&w->out, &value, 4);
}

/* Puts a value, register or constant, into a register. */
static uint32_t load_operand(unsigned into, unsigned operand)
{
    return operand & LUAAPI_CONSTANT_BIT ? make_abx(OP_LOADK, into, operand & 255)
                                         : make_abc(OP_MOVE, into, operand, 0);
}

static void write_store(luaapi_rewriter *w, const luaapi_function *f, uint32_t store)
{
    unsigned base = f->registers;
    luaapi_bytecode_write_int(w, make_abc(OP_GETUPVAL, base, f->upvalues, 0));
    luaapi_bytecode_write_int(w, op_of(store) == OP_SETTABUP ? make_abc(OP_GETUPVAL, base + 1, a_of(store), 0)
                                                               : make_abc(OP_MOVE, base + 1, a_of(store), 0));
    luaapi_bytecode_write_int(w, load_operand(base + 2, b_of(store)));
    luaapi_bytecode_write_int(w, load_operand(base + 3, c_of(store)));
    luaapi_bytecode_write_int(w, make_abc(OP_CALL, base, 4, 1));
    luaapi_bytecode_write_int(w, store);
}

static void write_template(luaapi_rewriter *w, const luaapi_function *f, uint32_t store, uint32_t number)
{
    unsigned base = f->registers;
    luaapi_bytecode_write_int(w, store);
    luaapi_bytecode_write_int(w, make_abc(OP_GETUPVAL, base, f->upvalues, 0));
    luaapi_bytecode_write_int(w, make_abc(OP_MOVE, base + 1, a_of(store), 0));
    luaapi_bytecode_write_int(w, make_abx(OP_LOADK, base + 2,
                                          (unsigned)f->constant_count + number - f->first_template));
    luaapi_bytecode_write_int(w, make_abc(OP_CALL, base, 3, 1));
}

static void write_list(luaapi_rewriter *w, const luaapi_function *f, uint32_t setlist)
{
    unsigned base = f->registers;
    luaapi_bytecode_write_int(w, setlist);
    luaapi_bytecode_write_int(w, make_abc(OP_GETUPVAL, base, f->upvalues, 0));
    luaapi_bytecode_write_int(w, make_abc(OP_MOVE, base + 1, a_of(setlist), 0));
    luaapi_bytecode_write_int(w, make_abc(OP_CALL, base, 2, 1));
}

static int is_jump(unsigned op)
{
    return op == OP_JMP || op == OP_FORLOOP || op == OP_FORPREP || op == OP_TFORLOOP;
}

/* Distance of the jump between the new places. A jump starts from the instruction after it. */
static uint32_t moved_jump(const luaapi_function *f, size_t pc, uint32_t i)
{
    size_t target = (size_t)((long)pc + 1 + jump_of(i));
    long distance = (long)f->place[target] - (long)f->place[pc] - 1;
    return (i & 0x3fff) | (uint32_t)(distance + LUAAPI_JUMP_ZERO) << 14;
}

void luaapi_bytecode_write_code(luaapi_rewriter *w, const luaapi_function *f)
{
    luaapi_bytecode_write_int(w, f->place[f->code_count]);
    for (size_t pc = 0; pc < f->code_count; pc++) {
        uint32_t i = instruction(w, f, pc);
        if (is_jump(op_of(i))) {
            luaapi_bytecode_write_int(w, moved_jump(f, pc, i));
        } else if (f->note[pc] == LUAAPI_NOTE_STORE) {
            write_store(w, f, i);
        } else if (f->note[pc] == LUAAPI_NOTE_TEMPLATE) {
            write_template(w, f, i, f->template_of[pc]);
        } else if (f->note[pc] == LUAAPI_NOTE_LIST) {
            write_list(w, f, i);
        } else if (op_of(i) == OP_NEWTABLE && c_of(i) > 0 && c_of(i) <= LUAAPI_MOST_TEMPLATE_KEYS) {
            /* room for the record, so that it does not move the others */
            luaapi_bytecode_write_int(w, i + make_abc(0, 0, 0, 1));
        } else {
            luaapi_bytecode_write_int(w, i);
        }
    }
}
