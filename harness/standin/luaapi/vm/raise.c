#include "harness/standin/luaapi/vm/raise.h"

#include <math.h>

int luaapi_raise(lua_State *L, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    lua_pushvfstring(L, format, arguments);
    va_end(arguments);
    return lua_error(L);
}

static const char *type_name_at(lua_State *L, int index)
{
    int type = lua_type(L, index);
    return type == LUA_TNONE ? "no value" : lua_typename(L, type);
}

void luaapi_check_type(lua_State *L, int index, int type, const char *function)
{
    if (lua_type(L, index) != type) {
        luaapi_raise(L, "bad argument #%d of %d to '%s' (%s expected, got %s)", index, lua_gettop(L), function,
                     lua_typename(L, type), type_name_at(L, index));
    }
}

double luaapi_check_number(lua_State *L, int index, const char *function)
{
    int is_number = 0;
    double number = lua_tonumberx(L, index, &is_number);
    if (!is_number) {
        luaapi_raise(L, "bad argument #%d of %d to '%s' (number expected, got %s)", index, lua_gettop(L), function,
                     type_name_at(L, index));
    }
    return number;
}

const char *luaapi_check_string(lua_State *L, int index, const char *function, size_t *length)
{
    int type = lua_type(L, index);
    if (type != LUA_TSTRING && type != LUA_TNUMBER) {
        luaapi_raise(L, "bad argument #%d of %d to '%s' (string expected, got %s)", index, lua_gettop(L), function,
                     type_name_at(L, index));
    }
    return lua_tolstring(L, index, length);
}

int64_t luaapi_check_integer(lua_State *L, int index, int64_t low, int64_t high, const char *function)
{
    double number = luaapi_check_number(L, index, function);
    if (!(number >= (double)low && number <= (double)high)) {
        luaapi_raise(L, "bad argument #%d of %d to '%s' (%f is not from %f to %f)", index, lua_gettop(L), function,
                     number, (double)low, (double)high);
    }
    return (int64_t)floor(number);
}
