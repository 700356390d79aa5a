#include <stdlib.h>
#include <string.h>

#include "harness/standin/luaapi/vm/buffer.h"
#include "harness/standin/luaapi/vm/json.h"
#include "harness/standin/luaapi/vm/ordered.h"

#define DEEPEST 200
#define LONGEST_NUMBER 400

typedef struct reader {
    lua_State *L;
    const char *at;
    const char *end;
    int depth;
} reader;

static int read_value(reader *r);

static void skip_space(reader *r)
{
    while (r->at < r->end && (*r->at == ' ' || *r->at == '\t' || *r->at == '\n' || *r->at == '\r')) {
        r->at++;
    }
}

/* Takes one byte when it is the next after white space. */
static int take(reader *r, char byte)
{
    skip_space(r);
    if (r->at < r->end && *r->at == byte) {
        r->at++;
        return 1;
    }
    return 0;
}

static int take_word(reader *r, const char *word)
{
    size_t length = strlen(word);
    if ((size_t)(r->end - r->at) < length || memcmp(r->at, word, length) != 0) {
        return 0;
    }
    r->at += length;
    return 1;
}

/* Four hex digits; -1 when they are not there. */
static int read_hex(reader *r)
{
    int value = 0;
    if (r->end - r->at < 4) {
        return -1;
    }
    for (int i = 0; i < 4; i++) {
        char c = *r->at++;
        int digit = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
        if (digit < 0) {
            return -1;
        }
        value = value * 16 + digit;
    }
    return value;
}

static void add_utf8(luaapi_buffer *text, uint32_t code)
{
    if (code < 0x80) {
        luaapi_buffer_byte(text, (unsigned char)code);
    } else if (code < 0x800) {
        luaapi_buffer_byte(text, (unsigned char)(0xc0 | code >> 6));
        luaapi_buffer_byte(text, (unsigned char)(0x80 | (code & 63)));
    } else if (code < 0x10000) {
        luaapi_buffer_byte(text, (unsigned char)(0xe0 | code >> 12));
        luaapi_buffer_byte(text, (unsigned char)(0x80 | (code >> 6 & 63)));
        luaapi_buffer_byte(text, (unsigned char)(0x80 | (code & 63)));
    } else {
        luaapi_buffer_byte(text, (unsigned char)(0xf0 | code >> 18));
        luaapi_buffer_byte(text, (unsigned char)(0x80 | (code >> 12 & 63)));
        luaapi_buffer_byte(text, (unsigned char)(0x80 | (code >> 6 & 63)));
        luaapi_buffer_byte(text, (unsigned char)(0x80 | (code & 63)));
    }
}

/* After \u: one code point, two halves joined. */
static int read_code_point(reader *r, luaapi_buffer *text)
{
    int code = read_hex(r);
    if (code >= 0xd800 && code < 0xdc00 && take_word(r, "\\u")) {
        int low = read_hex(r);
        if (low < 0xdc00 || low > 0xdfff) {
            return 0;
        }
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    }
    if (code < 0) {
        return 0;
    }
    add_utf8(text, (uint32_t)code);
    return 1;
}

static int read_escape(reader *r, luaapi_buffer *text)
{
    static const char letters[] = "\"\\/bfnrt";
    static const char bytes[] = "\"\\/\b\f\n\r\t";
    char c = r->at < r->end ? *r->at++ : 0;
    if (c == 'u') {
        return read_code_point(r, text);
    }
    const char *found = c == 0 ? NULL : strchr(letters, c);
    if (found == NULL) {
        return 0;
    }
    luaapi_buffer_byte(text, (unsigned char)bytes[found - letters]);
    return 1;
}

/* After the opening quote: pushes the string. */
static int read_string(reader *r)
{
    luaapi_buffer text;
    luaapi_buffer_init(&text, r->L);
    while (r->at < r->end && *r->at != '"') {
        char c = *r->at++;
        if ((unsigned char)c < 0x20 || (c == '\\' && !read_escape(r, &text))) {
            return 0;
        }
        if (c != '\\') {
            luaapi_buffer_byte(&text, (unsigned char)c);
        }
    }
    if (r->at == r->end) {
        return 0;
    }
    r->at++;
    luaapi_buffer_push(&text);
    lua_remove(r->L, text.slot);
    return 1;
}

static int read_number(reader *r)
{
    char digits[LONGEST_NUMBER];
    size_t length = 0;
    while (r->at < r->end && length + 1 < sizeof digits && strchr("+-0123456789.eE", *r->at) != NULL && *r->at) {
        digits[length++] = *r->at++;
    }
    digits[length] = 0;
    char *end = NULL;
    double number = strtod(digits, &end);
    if (length == 0 || *end != 0) {
        return 0;
    }
    lua_pushnumber(r->L, number);
    return 1;
}

static int read_array(reader *r)
{
    lua_newtable(r->L);
    int table = lua_gettop(r->L);
    if (take(r, ']')) {
        return 1;
    }
    for (int i = 1;; i++) {
        if (!read_value(r)) {
            return 0;
        }
        lua_pushnumber(r->L, i);
        lua_insert(r->L, -2);
        luaapi_ordered_rawset(r->L, table);
        if (take(r, ']')) {
            return 1;
        }
        if (!take(r, ',')) {
            return 0;
        }
    }
}

static int read_object(reader *r)
{
    lua_newtable(r->L);
    int table = lua_gettop(r->L);
    if (take(r, '}')) {
        return 1;
    }
    for (;;) {
        if (!take(r, '"') || !read_string(r) || !take(r, ':') || !read_value(r)) {
            return 0;
        }
        luaapi_ordered_rawset(r->L, table);
        if (take(r, '}')) {
            return 1;
        }
        if (!take(r, ',')) {
            return 0;
        }
    }
}

static int read_nested(reader *r, int (*read)(reader *))
{
    if (r->depth >= DEEPEST || !lua_checkstack(r->L, 24)) {
        return 0;
    }
    r->depth++;
    r->at++;
    int good = read(r);
    r->depth--;
    return good;
}

static int read_value(reader *r)
{
    skip_space(r);
    if (r->at >= r->end) {
        return 0;
    }
    switch (*r->at) {
    case '{': return read_nested(r, read_object);
    case '[': return read_nested(r, read_array);
    case '"':
        r->at++;
        return read_string(r);
    case 't':
        lua_pushboolean(r->L, 1);
        return take_word(r, "true");
    case 'f':
        lua_pushboolean(r->L, 0);
        return take_word(r, "false");
    case 'n':
        lua_pushnil(r->L);
        return take_word(r, "null");
    default: return read_number(r);
    }
}

void luaapi_json_push_value(lua_State *L, const char *text, size_t length)
{
    int top = lua_gettop(L);
    reader r = {L, text, text + length, 0};
    int good = read_value(&r);
    skip_space(&r);
    if (!good || r.at != r.end) {
        lua_settop(L, top);
        lua_pushnil(L);
    }
}
