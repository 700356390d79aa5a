#include "harness/standin/luaapi/host/save_values.h"

#include <string.h>

#include "harness/standin/luaapi/vm/buffer.h"
#include "harness/standin/luaapi/objects/classes.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/vm/raise.h"

#define DEEPEST 180       /* tables inside each other; deeper ones the C stack is too dear for */
#define PATH_BYTES 400

enum tag { TAG_NIL, TAG_FALSE, TAG_TRUE, TAG_NUMBER, TAG_STRING, TAG_TABLE, TAG_SEEN, TAG_OBJECT, TAG_END };

static const char classes_key = 0;

typedef struct writer {
    lua_State *L;
    luaapi_buffer buffer;
    int seen;              /* stack index: table -> its number */
    uint32_t count;        /* tables numbered so far           */
    int metatables;        /* stack index, 0 for none          */
    char path[PATH_BYTES]; /* of the value that is written     */
} writer;

static void put_u32(writer *w, uint32_t number)
{
    luaapi_buffer_add(&w->buffer, &number, sizeof number);
}

static void put_text(writer *w, const char *text, size_t length)
{
    put_u32(w, (uint32_t)length);
    luaapi_buffer_add(&w->buffer, text, length);
}

void luaapi_values_know(lua_State *L, const luaapi_class *type)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &classes_key);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &classes_key);
    }
    lua_pushlightuserdata(L, (void *)type);
    lua_setfield(L, -2, type->name);
    lua_pop(L, 1);
}

/* The state of a random generator goes along; other objects have nothing but their numbers. */
static void put_object(writer *w, int index)
{
    const luaapi_object *object = luaapi_object_at(w->L, index, NULL);
    if (object == NULL) {
        luaapi_raise(w->L, "Cannot serialise userdata at %s.", w->path);
    }
    luaapi_buffer_byte(&w->buffer, TAG_OBJECT);
    put_text(w, object->type->name, strlen(object->type->name));
    uint32_t numbers[6] = {object->surface,           object->number,        object->entity.index,
                           object->entity.generation, (uint32_t)object->x, (uint32_t)object->y};
    luaapi_buffer_add(&w->buffer, numbers, sizeof numbers);
    int is_generator = object->type == &luaapi_class_random_generator;
    luaapi_buffer_byte(&w->buffer, (unsigned char)is_generator);
    if (is_generator) {
        lua_getuservalue(w->L, index);
        lua_rawgeti(w->L, -1, 1);
        luaapi_buffer_add(&w->buffer, lua_touserdata(w->L, -1), sizeof(sim_random));
        lua_pop(w->L, 2);
    }
}

static void put_value(writer *w, int index, int depth);

/* The name that a mod has registered for the table's metatable; an empty text for none. */
static void put_metatable(writer *w, int index)
{
    lua_State *L = w->L;
    int top = lua_gettop(L);
    const char *name = "";
    if (w->metatables != 0 && lua_getmetatable(L, index)) {
        lua_pushnil(L);
        while (lua_next(L, w->metatables)) {
            if (lua_rawequal(L, -1, top + 1)) {
                name = lua_tostring(L, -2);
                break;
            }
            lua_pop(L, 1);
        }
    }
    put_text(w, name, strlen(name));
    lua_settop(L, top);
}

static void put_path(writer *w, size_t length, int key)
{
    size_t name_length = 0;
    const char *name = luaL_tolstring(w->L, key, &name_length);
    if (length + name_length + 2 < PATH_BYTES) {
        w->path[length] = '.';
        memcpy(w->path + length + 1, name, name_length + 1);
    }
    lua_pop(w->L, 1);
}

static void put_table(writer *w, int index, int depth)
{
    lua_State *L = w->L;
    size_t length = strlen(w->path);
    luaapi_buffer_byte(&w->buffer, TAG_TABLE);
    lua_pushvalue(L, index);
    lua_pushnumber(L, ++w->count);
    lua_rawset(L, w->seen);
    put_metatable(w, index);
    lua_pushnil(L);
    while (luaapi_ordered_next(L, index)) {
        int value = lua_gettop(L);
        put_path(w, length, value - 1);
        put_value(w, value - 1, depth + 1);
        put_value(w, value, depth + 1);
        w->path[length] = 0;
        lua_pop(L, 1);
    }
    luaapi_buffer_byte(&w->buffer, TAG_END);
}

static void put_table_once(writer *w, int index, int depth)
{
    lua_State *L = w->L;
    if (depth > DEEPEST || !lua_checkstack(L, 40)) {
        luaapi_raise(L, "Cannot serialise %s: tables are nested deeper than %d.", w->path, DEEPEST);
    }
    lua_pushvalue(L, index);
    lua_rawget(L, w->seen);
    uint32_t number = (uint32_t)lua_tonumber(L, -1);
    lua_pop(L, 1);
    if (number != 0) {
        luaapi_buffer_byte(&w->buffer, TAG_SEEN);
        put_u32(w, number);
    } else {
        put_table(w, index, depth);
    }
}

static void put_value(writer *w, int index, int depth)
{
    lua_State *L = w->L;
    size_t length = 0;
    switch (lua_type(L, index)) {
    case LUA_TNIL: luaapi_buffer_byte(&w->buffer, TAG_NIL); break;
    case LUA_TBOOLEAN: luaapi_buffer_byte(&w->buffer, lua_toboolean(L, index) ? TAG_TRUE : TAG_FALSE); break;
    case LUA_TNUMBER: {
        double number = lua_tonumber(L, index);
        luaapi_buffer_byte(&w->buffer, TAG_NUMBER);
        luaapi_buffer_add(&w->buffer, &number, sizeof number);
        break;
    }
    case LUA_TSTRING: {
        const char *text = lua_tolstring(L, index, &length);
        luaapi_buffer_byte(&w->buffer, TAG_STRING);
        put_text(w, text, length);
        break;
    }
    case LUA_TTABLE: put_table_once(w, index, depth); break;
    case LUA_TUSERDATA: put_object(w, index); break;
    default:
        luaapi_raise(L, "Cannot serialise lua %s at %s.", lua_typename(L, lua_type(L, index)), w->path);
    }
}

void luaapi_values_push_bytes(lua_State *L, int index, int metatables, const char *root)
{
    writer w = {.L = L, .metatables = metatables ? lua_absindex(L, metatables) : 0};
    index = lua_absindex(L, index);
    strncpy(w.path, root, PATH_BYTES - 1);
    luaapi_buffer_init(&w.buffer, L);
    lua_newtable(L);
    w.seen = lua_gettop(L);
    put_value(&w, index, 0);
    luaapi_buffer_push(&w.buffer);
    lua_replace(L, w.buffer.slot);
    lua_settop(L, w.buffer.slot);
}

typedef struct reader {
    lua_State *L;
    luaapi_world *world;
    const char *bytes;
    size_t left;
    int seen;       /* stack index: number -> table */
    uint32_t count;
    int metatables;
} reader;

/* The next bytes, valid as long as the whole is. */
static const void *take(reader *r, size_t length)
{
    if (length > r->left) {
        luaapi_raise(r->L, "the saved values are cut off");
    }
    const void *bytes = r->bytes;
    r->bytes += length;
    r->left -= length;
    return bytes;
}

static uint32_t take_u32(reader *r)
{
    uint32_t number;
    memcpy(&number, take(r, sizeof number), sizeof number);
    return number;
}

static void push_text(reader *r)
{
    uint32_t length = take_u32(r);
    lua_pushlstring(r->L, take(r, length), length);
}

static void push_generator_state(reader *r)
{
    lua_newtable(r->L);
    memcpy(lua_newuserdata(r->L, sizeof(sim_random)), take(r, sizeof(sim_random)), sizeof(sim_random));
    lua_rawseti(r->L, -2, 1);
    lua_setuservalue(r->L, -2);
}

static void push_saved_object(reader *r)
{
    uint32_t numbers[6];
    lua_rawgetp(r->L, LUA_REGISTRYINDEX, &classes_key);
    push_text(r);
    lua_rawget(r->L, -2);
    const luaapi_class *type = lua_touserdata(r->L, -1);
    if (type == NULL) {
        luaapi_raise(r->L, "the saved values hold an object of an unknown class");
    }
    lua_pop(r->L, 2);
    memcpy(numbers, take(r, sizeof numbers), sizeof numbers);
    luaapi_object *object = luaapi_object_push(r->L, r->world, type);
    object->surface = numbers[0];
    object->number = numbers[1];
    object->entity.index = numbers[2];
    object->entity.generation = numbers[3];
    object->x = (int32_t)numbers[4];
    object->y = (int32_t)numbers[5];
    int has_state = *(const unsigned char *)take(r, 1);
    if (has_state != (type == &luaapi_class_random_generator)) {
        luaapi_raise(r->L, "the saved values are damaged");
    }
    if (has_state) {
        push_generator_state(r);
    }
}

static int push_value(reader *r, int depth);

static void push_saved_table(reader *r, int depth)
{
    lua_State *L = r->L;
    if (depth > DEEPEST || !lua_checkstack(L, 40)) {
        luaapi_raise(L, "the saved values are nested too deep");
    }
    lua_newtable(L);
    int table = lua_gettop(L);
    lua_pushvalue(L, table);
    lua_rawseti(L, r->seen, (int)++r->count);
    push_text(r);
    if (lua_rawlen(L, -1) > 0 && r->metatables != 0) {
        lua_rawget(L, r->metatables);
        if (lua_istable(L, -1)) {
            lua_setmetatable(L, table);
        }
    }
    lua_settop(L, table);
    while (push_value(r, depth + 1)) {
        if (lua_isnil(L, -1) || !push_value(r, depth + 1)) {
            luaapi_raise(L, "the saved values are damaged");
        }
        luaapi_ordered_rawset(L, table);
    }
}

/* Pushes the next value; 0 and nothing pushed at the end of a table. */
static int push_value(reader *r, int depth)
{
    lua_State *L = r->L;
    double number;
    switch (*(const unsigned char *)take(r, 1)) {
    case TAG_END: return 0;
    case TAG_NIL: lua_pushnil(L); return 1;
    case TAG_FALSE: lua_pushboolean(L, 0); return 1;
    case TAG_TRUE: lua_pushboolean(L, 1); return 1;
    case TAG_NUMBER:
        memcpy(&number, take(r, sizeof number), sizeof number);
        lua_pushnumber(L, number);
        return 1;
    case TAG_STRING: push_text(r); return 1;
    case TAG_TABLE: push_saved_table(r, depth); return 1;
    case TAG_OBJECT: push_saved_object(r); return 1;
    case TAG_SEEN: {
        uint32_t seen = take_u32(r);
        if (seen == 0 || seen > r->count) {
            luaapi_raise(L, "the saved values are damaged");
        }
        lua_rawgeti(L, r->seen, (int)seen);
        return 1;
    }
    default: return luaapi_raise(L, "the saved values are damaged");
    }
}

void luaapi_values_read(lua_State *L, luaapi_world *world, const char *bytes, size_t length, int metatables)
{
    reader r = {.L = L, .world = world, .bytes = bytes, .left = length,
                .metatables = metatables ? lua_absindex(L, metatables) : 0};
    lua_newtable(L);
    r.seen = lua_gettop(L);
    if (!push_value(&r, 0)) {
        luaapi_raise(L, "the saved values are damaged");
    }
    lua_remove(L, r.seen);
}
