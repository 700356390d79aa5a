#include "harness/standin/luaapi/vm/string_pack.h"

#include <math.h>
#include <string.h>

#include "harness/standin/luaapi/vm/buffer.h"
#include "harness/standin/luaapi/vm/raise.h"

#define LARGEST_INTEGER 16 /* bytes */
#define NATIVE_ALIGNMENT 8

typedef enum option_kind {
    OPTION_SIGNED,
    OPTION_UNSIGNED,
    OPTION_FLOAT,
    OPTION_DOUBLE,
    OPTION_FIXED_STRING,  /* cN            */
    OPTION_COUNTED_STRING, /* sN           */
    OPTION_ZERO_STRING,   /* z             */
    OPTION_PADDING,       /* x             */
    OPTION_ALIGN,         /* Xop           */
    OPTION_NONE           /* < > = ! space */
} option_kind;

typedef struct format {
    lua_State *L;
    const char *at;
    int big_endian;
    size_t most_aligned;
} format;

typedef struct option {
    option_kind kind;
    size_t size;    /* bytes of the value, or of the count of a string */
    size_t padding; /* zero bytes before it                            */
} option;

/* The number that follows in the format, or the fallback. */
static size_t read_size(format *f, size_t fallback)
{
    if (*f->at < '0' || *f->at > '9') {
        return fallback;
    }
    size_t size = 0;
    while (*f->at >= '0' && *f->at <= '9' && size < ((size_t)1 << 32)) {
        size = size * 10 + (size_t)(*f->at++ - '0');
    }
    return size;
}

static size_t read_integer_size(format *f, size_t fallback)
{
    size_t size = read_size(f, fallback);
    if (size < 1 || size > LARGEST_INTEGER) {
        luaapi_raise(f->L, "integral size (%d) out of limits [1,%d]", (int)size, LARGEST_INTEGER);
    }
    return size;
}

static option make(option_kind kind, size_t size)
{
    option made = {kind, size, 0};
    return made;
}

static option read_modifier(format *f, char letter)
{
    if (letter == '!') {
        f->most_aligned = read_integer_size(f, NATIVE_ALIGNMENT);
    } else if (letter == '>') {
        f->big_endian = 1;
    } else if (letter == '<' || letter == '=') {
        f->big_endian = 0;
    } else if (letter != ' ') {
        luaapi_raise(f->L, "invalid format option '%c'", letter);
    }
    return make(OPTION_NONE, 0);
}

static option read_letter(format *f)
{
    char letter = *f->at++;
    switch (letter) {
    case 'b': return make(OPTION_SIGNED, 1);
    case 'B': return make(OPTION_UNSIGNED, 1);
    case 'h': return make(OPTION_SIGNED, sizeof(short));
    case 'H': return make(OPTION_UNSIGNED, sizeof(short));
    case 'l':
    case 'j': return make(OPTION_SIGNED, sizeof(int64_t));
    case 'L':
    case 'J':
    case 'T': return make(OPTION_UNSIGNED, sizeof(int64_t));
    case 'i': return make(OPTION_SIGNED, read_integer_size(f, sizeof(int)));
    case 'I': return make(OPTION_UNSIGNED, read_integer_size(f, sizeof(int)));
    case 'f': return make(OPTION_FLOAT, sizeof(float));
    case 'd':
    case 'n': return make(OPTION_DOUBLE, sizeof(double));
    case 's': return make(OPTION_COUNTED_STRING, read_integer_size(f, sizeof(size_t)));
    case 'z': return make(OPTION_ZERO_STRING, 0);
    case 'x': return make(OPTION_PADDING, 1);
    case 'X': return make(OPTION_ALIGN, 0);
    case 'c':
        if (*f->at < '0' || *f->at > '9') {
            luaapi_raise(f->L, "missing size for format option 'c'");
        }
        return make(OPTION_FIXED_STRING, read_size(f, 0));
    default: return read_modifier(f, letter);
    }
}

/* Reads one option; `offset` is how many bytes come before it, for its alignment. */
static option read_option(format *f, size_t offset)
{
    option result = read_letter(f);
    size_t align = result.size;
    if (result.kind == OPTION_ALIGN) {
        option aligned = *f->at ? read_letter(f) : make(OPTION_NONE, 0);
        align = aligned.size;
        if (aligned.kind == OPTION_FIXED_STRING || align == 0) {
            luaapi_raise(f->L, "invalid next option for option 'X'");
        }
    } else if (result.kind > OPTION_DOUBLE && result.kind != OPTION_COUNTED_STRING) {
        return result;
    }
    if (align > f->most_aligned) {
        align = f->most_aligned;
    }
    if (align > 1) {
        if ((align & (align - 1)) != 0) {
            luaapi_raise(f->L, "format asks for alignment not power of 2");
        }
        result.padding = (align - (offset & (align - 1))) & (align - 1);
    }
    return result;
}

static format start(lua_State *L)
{
    format f = {L, NULL, 0, 1};
    luaapi_check_type(L, 1, LUA_TSTRING, "pack");
    f.at = lua_tostring(L, 1);
    return f;
}

/* Writes the low `size` bytes of a two's complement number; bytes beyond the eighth repeat its sign. */
static void add_integer(luaapi_buffer *out, uint64_t bits, size_t size, int big_endian, int negative)
{
    if (!big_endian && size <= sizeof bits) {
        luaapi_buffer_add(out, &bits, size); /* as the machine has it */
        return;
    }
    for (size_t i = 0; i < size; i++) {
        size_t place = big_endian ? size - 1 - i : i;
        luaapi_buffer_byte(out, place < 8 ? (unsigned char)(bits >> (8 * place)) : negative ? 0xff : 0);
    }
}

static void add_float(luaapi_buffer *out, const void *value, size_t size, int big_endian)
{
    const unsigned char *bytes = value;
    if (!big_endian) {
        luaapi_buffer_add(out, value, size);
        return;
    }
    for (size_t i = 0; i < size; i++) {
        luaapi_buffer_byte(out, bytes[big_endian ? size - 1 - i : i]);
    }
}

/* How many numbers so many bytes tell apart. */
static const double LIMITS[] = {1, 0x1p8, 0x1p16, 0x1p24, 0x1p32, 0x1p40, 0x1p48, 0x1p56, 0x1p64};

static void pack_integer(format *f, luaapi_buffer *out, const option *o, int argument)
{
    double number = luaapi_check_number(f->L, argument, "pack");
    if (number != floor(number) || fabs(number) > 18446744073709549568.0) {
        luaapi_raise(f->L, "bad argument #%d to 'pack' (number has no integer representation)", argument);
    }
    double limit = LIMITS[o->size > 8 ? 8 : o->size];
    int fits = o->kind == OPTION_SIGNED ? number >= -limit / 2 && number < limit / 2 : number >= 0 && number < limit;
    if (!fits) {
        luaapi_raise(f->L, "bad argument #%d to 'pack' (%s overflow)", argument,
                     o->kind == OPTION_SIGNED ? "integer" : "unsigned");
    }
    uint64_t bits = number < 0 ? (uint64_t)(int64_t)number : (uint64_t)number;
    add_integer(out, bits, o->size, f->big_endian, number < 0);
}

static void pack_string(format *f, luaapi_buffer *out, const option *o, int argument)
{
    size_t length = 0;
    const char *text = luaapi_check_string(f->L, argument, "pack", &length);
    if (o->kind == OPTION_FIXED_STRING && length > o->size) {
        luaapi_raise(f->L, "bad argument #%d to 'pack' (string longer than given size)", argument);
    }
    if (o->kind == OPTION_ZERO_STRING && strlen(text) != length) {
        luaapi_raise(f->L, "bad argument #%d to 'pack' (string contains zeros)", argument);
    }
    if (o->kind == OPTION_COUNTED_STRING) {
        if (o->size < 8 && length >= (uint64_t)1 << (8 * o->size)) {
            luaapi_raise(f->L, "bad argument #%d to 'pack' (string length does not fit in given size)", argument);
        }
        add_integer(out, length, o->size, f->big_endian, 0);
    }
    luaapi_buffer_add(out, text, length);
    for (size_t i = length; o->kind == OPTION_FIXED_STRING && i < o->size; i++) {
        luaapi_buffer_byte(out, 0);
    }
    if (o->kind == OPTION_ZERO_STRING) {
        luaapi_buffer_byte(out, 0);
    }
}

/* Packs one option; returns how many arguments it took. */
static int pack_option(format *f, luaapi_buffer *out, const option *o, int argument)
{
    float narrow = 0;
    double wide = 0;
    switch (o->kind) {
    case OPTION_SIGNED:
    case OPTION_UNSIGNED: pack_integer(f, out, o, argument); return 1;
    case OPTION_FLOAT:
        narrow = (float)luaapi_check_number(f->L, argument, "pack");
        add_float(out, &narrow, sizeof narrow, f->big_endian);
        return 1;
    case OPTION_DOUBLE:
        wide = luaapi_check_number(f->L, argument, "pack");
        add_float(out, &wide, sizeof wide, f->big_endian);
        return 1;
    case OPTION_FIXED_STRING:
    case OPTION_COUNTED_STRING:
    case OPTION_ZERO_STRING: pack_string(f, out, o, argument); return 1;
    case OPTION_PADDING: luaapi_buffer_byte(out, 0); return 0;
    default: return 0;
    }
}

int luaapi_string_pack(lua_State *L)
{
    format f = start(L);
    int argument = 2;
    int arguments = lua_gettop(L);
    luaapi_buffer out;
    luaapi_buffer_init(&out, L);
    while (*f.at) {
        option o = read_option(&f, out.length);
        for (size_t i = 0; i < o.padding; i++) {
            luaapi_buffer_byte(&out, 0);
        }
        if (o.kind <= OPTION_ZERO_STRING && argument > arguments) {
            return luaapi_raise(L, "bad argument #%d to 'pack' (got no value)", argument);
        }
        argument += pack_option(&f, &out, &o, argument);
    }
    luaapi_buffer_push(&out);
    return 1;
}

int luaapi_string_packsize(lua_State *L)
{
    format f = start(L);
    size_t size = 0;
    while (*f.at) {
        option o = read_option(&f, size);
        if (o.kind == OPTION_COUNTED_STRING || o.kind == OPTION_ZERO_STRING) {
            return luaapi_raise(L, "variable-length format");
        }
        size += o.size + o.padding;
        if (size > INT32_MAX) {
            return luaapi_raise(L, "format result too large");
        }
    }
    lua_pushnumber(L, (double)size);
    return 1;
}

static double integer_at(const char *data, const option *o, int big_endian)
{
    uint64_t bits = 0;
    size_t size = o->size > 8 ? 8 : o->size;
    for (size_t place = size; place-- > 0;) {
        size_t i = big_endian ? o->size - 1 - place : place;
        bits = bits << 8 | (unsigned char)data[i];
    }
    if (o->kind != OPTION_SIGNED) {
        return (double)bits;
    }
    uint64_t sign = (uint64_t)1 << (8 * size - 1);
    return (double)(int64_t)((bits ^ sign) - sign);
}

static void read_float(const char *data, void *value, size_t size, int big_endian)
{
    unsigned char *bytes = value;
    for (size_t i = 0; i < size; i++) {
        bytes[big_endian ? size - 1 - i : i] = (unsigned char)data[i];
    }
}

static void require(lua_State *L, size_t length, size_t at, size_t needed)
{
    if (at > length || needed > length - at) {
        luaapi_raise(L, "bad argument #2 to 'unpack' (data string too short)");
    }
}

/* Pushes the string at `at` and returns how many bytes it takes beyond the option's own size. */
static size_t push_string(lua_State *L, const char *data, size_t length, size_t at, const option *o, int big_endian)
{
    if (o->kind == OPTION_FIXED_STRING) {
        lua_pushlstring(L, data + at, o->size);
        return 0;
    }
    if (o->kind == OPTION_COUNTED_STRING) {
        option count = make(OPTION_UNSIGNED, o->size);
        double bytes = integer_at(data + at, &count, big_endian);
        require(L, length, at + o->size, bytes > (double)length ? length + 1 : (size_t)bytes);
        lua_pushlstring(L, data + at + o->size, (size_t)bytes);
        return (size_t)bytes;
    }
    const char *end = memchr(data + at, 0, length - at);
    if (end == NULL) {
        luaapi_raise(L, "bad argument #2 to 'unpack' (unfinished string for format 'z')");
    }
    lua_pushlstring(L, data + at, (size_t)(end - (data + at)));
    return (size_t)(end - (data + at)) + 1;
}

/* Pushes the value of one option; returns how many bytes it takes. `pushed` counts the values. */
static size_t unpack_option(lua_State *L, const char *data, size_t length, size_t at, const option *o, int big_endian,
                            int *pushed)
{
    float narrow = 0;
    double wide = 0;
    require(L, length, at, o->size);
    switch (o->kind) {
    case OPTION_SIGNED:
    case OPTION_UNSIGNED: lua_pushnumber(L, integer_at(data + at, o, big_endian)); break;
    case OPTION_FLOAT:
        read_float(data + at, &narrow, sizeof narrow, big_endian);
        lua_pushnumber(L, narrow);
        break;
    case OPTION_DOUBLE:
        read_float(data + at, &wide, sizeof wide, big_endian);
        lua_pushnumber(L, wide);
        break;
    case OPTION_FIXED_STRING:
    case OPTION_COUNTED_STRING:
    case OPTION_ZERO_STRING: {
        size_t more = push_string(L, data, length, at, o, big_endian);
        ++*pushed;
        return o->size + more;
    }
    default: return o->size;
    }
    ++*pushed;
    return o->size;
}

int luaapi_string_unpack(lua_State *L)
{
    format f = start(L);
    size_t length = 0;
    const char *data = luaapi_check_string(L, 2, "unpack", &length);
    double first = lua_isnoneornil(L, 3) ? 1 : luaapi_check_number(L, 3, "unpack");
    first = first < 0 ? first + (double)length + 1 : first;
    if (!(first >= 1 && first <= (double)length + 1)) {
        return luaapi_raise(L, "bad argument #3 to 'unpack' (initial position out of string)");
    }
    size_t at = (size_t)first - 1;
    int pushed = 0;
    while (*f.at) {
        option o = read_option(&f, at);
        require(L, length, at, o.padding);
        at += o.padding;
        if (!lua_checkstack(L, 4)) {
            return luaapi_raise(L, "too many results");
        }
        at += unpack_option(L, data, length, at, &o, f.big_endian, &pushed);
    }
    lua_pushnumber(L, (double)at + 1);
    return pushed + 1;
}
