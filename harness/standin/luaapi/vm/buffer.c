#include "harness/standin/luaapi/vm/buffer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_CAPACITY 256

void luaapi_buffer_init(luaapi_buffer *buffer, lua_State *L)
{
    buffer->L = L;
    buffer->capacity = FIRST_CAPACITY;
    buffer->length = 0;
    buffer->bytes = lua_newuserdata(L, buffer->capacity);
    buffer->slot = lua_gettop(L);
}

static void reserve(luaapi_buffer *buffer, size_t more)
{
    size_t needed = buffer->length + more;
    if (needed <= buffer->capacity) {
        return;
    }
    size_t capacity = buffer->capacity * 2 > needed ? buffer->capacity * 2 : needed;
    char *bytes = lua_newuserdata(buffer->L, capacity);
    memcpy(bytes, buffer->bytes, buffer->length);
    lua_replace(buffer->L, buffer->slot);
    buffer->bytes = bytes;
    buffer->capacity = capacity;
}

void luaapi_buffer_add(luaapi_buffer *buffer, const void *bytes, size_t length)
{
    reserve(buffer, length);
    if (length > 0) {
        memcpy(buffer->bytes + buffer->length, bytes, length);
    }
    buffer->length += length;
}

void luaapi_buffer_text(luaapi_buffer *buffer, const char *text)
{
    luaapi_buffer_add(buffer, text, strlen(text));
}

void luaapi_buffer_byte(luaapi_buffer *buffer, unsigned char byte)
{
    luaapi_buffer_add(buffer, &byte, 1);
}

void luaapi_buffer_number(luaapi_buffer *buffer, double number)
{
    char text[40];
    if (number == floor(number) && fabs(number) < 1e15) {
        snprintf(text, sizeof text, "%.0f", number);
    } else {
        for (int digits = 14; digits <= 17; digits++) {
            snprintf(text, sizeof text, "%.*g", digits, number);
            if (strtod(text, NULL) == number) {
                break;
            }
        }
    }
    luaapi_buffer_text(buffer, text);
}

void luaapi_buffer_push(const luaapi_buffer *buffer)
{
    lua_pushlstring(buffer->L, buffer->bytes, buffer->length);
}
