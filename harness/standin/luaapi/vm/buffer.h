/* buffer.h - bytes that grow, owned by Lua's collector: an error thrown midway leaks nothing. */
#ifndef LUAAPI_BUFFER_H
#define LUAAPI_BUFFER_H

#include "harness/standin/luaapi/vm/lua52.h"

typedef struct luaapi_buffer {
    lua_State *L;
    int slot;        /* stack slot that keeps the memory alive */
    char *bytes;
    size_t length;
    size_t capacity;
} luaapi_buffer;

/* Starts an empty buffer; takes one stack slot, which must stay until the result is pushed. */
void luaapi_buffer_init(luaapi_buffer *buffer, lua_State *L);

/* Appends bytes; raises a Lua error when memory runs out. */
void luaapi_buffer_add(luaapi_buffer *buffer, const void *bytes, size_t length);
void luaapi_buffer_text(luaapi_buffer *buffer, const char *text);
void luaapi_buffer_byte(luaapi_buffer *buffer, unsigned char byte);

/* Appends the number as Lua writes it, in up to 17 digits so that reading it back gives the same double. */
void luaapi_buffer_number(luaapi_buffer *buffer, double number);

/* Pushes the contents as a string. */
void luaapi_buffer_push(const luaapi_buffer *buffer);

#endif
