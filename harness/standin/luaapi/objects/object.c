#include "harness/standin/luaapi/objects/object.h"

#include <string.h>

#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/vm/raise.h"

static const char CLASS_OF_METATABLE = 0;

static luaapi_object *self_of(lua_State *L)
{
    return lua_touserdata(L, 1);
}

int luaapi_object_is_valid(const luaapi_object *object)
{
    return object->type->valid == NULL || object->type->valid(object);
}

static void require_valid(lua_State *L, const luaapi_object *self)
{
    if (!luaapi_object_is_valid(self)) {
        luaapi_raise(L, "%s API call when %s was invalid.", self->type->name, self->type->name);
    }
}

/* The member that the key at index 2 names; the class's table of members is upvalue 1. */
static const luaapi_member *member_of(lua_State *L)
{
    lua_pushvalue(L, 2);
    lua_rawget(L, lua_upvalueindex(1));
    const luaapi_member *member = lua_touserdata(L, -1);
    lua_pop(L, 1);
    return member;
}

static const char *key_text(lua_State *L)
{
    return luaL_tolstring(L, 2, NULL);
}

static int call_method(lua_State *L)
{
    luaapi_object *self = lua_touserdata(L, lua_upvalueindex(1));
    const luaapi_member *member = lua_touserdata(L, lua_upvalueindex(2));
    require_valid(L, self);
    return member->call(L, self);
}

static int class_index(lua_State *L)
{
    luaapi_object *self = self_of(L);
    const luaapi_member *member = member_of(L);
    if (member == NULL) {
        int is_text = lua_type(L, 2) == LUA_TSTRING;
        if (is_text && strcmp(lua_tostring(L, 2), "valid") == 0) {
            lua_pushboolean(L, luaapi_object_is_valid(self));
            return 1;
        }
        if (is_text && strcmp(lua_tostring(L, 2), "object_name") == 0) {
            lua_pushstring(L, self->type->name);
            return 1;
        }
        require_valid(L, self);
        if (self->type->index != NULL && self->type->index(L, self)) {
            return 1;
        }
        return luaapi_raise(L, "%s doesn't contain key %s.", self->type->name, key_text(L));
    }
    require_valid(L, self);
    if (member->call != NULL) {
        lua_pushvalue(L, 1);
        lua_pushlightuserdata(L, (void *)member);
        lua_pushcclosure(L, call_method, 2);
        return 1;
    }
    if (member->get == NULL) {
        return luaapi_raise(L, "%s::%s is write only.", self->type->name, member->name);
    }
    return member->get(L, self);
}

static int class_newindex(lua_State *L)
{
    luaapi_object *self = self_of(L);
    const luaapi_member *member = member_of(L);
    require_valid(L, self);
    if (member == NULL) {
        if (self->type->new_index != NULL && self->type->new_index(L, self)) {
            return 0;
        }
        return luaapi_raise(L, "%s doesn't contain key %s.", self->type->name, key_text(L));
    }
    if (member->set == NULL) {
        return luaapi_raise(L, "%s::%s is read only.", self->type->name, member->name);
    }
    member->set(L, self);
    return 0;
}

static int class_eq(lua_State *L)
{
    const luaapi_object *a = luaapi_object_at(L, 1, NULL);
    const luaapi_object *b = luaapi_object_at(L, 2, NULL);
    int equal = a != NULL && b != NULL && a->type == b->type && a->surface == b->surface && a->number == b->number &&
                a->entity.index == b->entity.index && a->entity.generation == b->entity.generation && a->x == b->x &&
                a->y == b->y;
    lua_pushboolean(L, equal);
    return 1;
}

static int class_tostring(lua_State *L)
{
    lua_pushfstring(L, "%s", self_of(L)->type->name);
    return 1;
}

static int class_len(lua_State *L)
{
    require_valid(L, self_of(L));
    return self_of(L)->type->length(L, self_of(L));
}

static int class_call(lua_State *L)
{
    require_valid(L, self_of(L));
    return self_of(L)->type->invoke(L, self_of(L));
}

static int class_next(lua_State *L)
{
    luaapi_object *self = self_of(L);
    require_valid(L, self);
    lua_settop(L, 2);
    if (self->type->next(L, self)) {
        return 2;
    }
    lua_pushnil(L);
    return 1;
}

static int class_pairs(lua_State *L)
{
    lua_pushcfunction(L, class_next);
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    return 3;
}

static void add_members(lua_State *L, const luaapi_member *members)
{
    for (; members != NULL && members->name != NULL; members++) {
        lua_pushlightuserdata(L, (void *)members);
        lua_setfield(L, -2, members->name);
    }
}

static void set_metamethod(lua_State *L, const char *name, lua_CFunction function)
{
    lua_pushcfunction(L, function);
    lua_setfield(L, -2, name);
}

void luaapi_class_register(lua_State *L, const luaapi_class *type)
{
    lua_newtable(L);
    lua_newtable(L);
    add_members(L, type->inherited);
    add_members(L, type->members);
    for (int i = 0; type->parts != NULL && type->parts[i] != NULL; i++) {
        add_members(L, type->parts[i]);
    }
    lua_pushvalue(L, -1);
    lua_pushcclosure(L, class_index, 1);
    lua_setfield(L, -3, "__index");
    lua_pushcclosure(L, class_newindex, 1);
    lua_setfield(L, -2, "__newindex");
    set_metamethod(L, "__eq", class_eq);
    set_metamethod(L, "__tostring", class_tostring);
    if (type->length != NULL) {
        set_metamethod(L, "__len", class_len);
    }
    if (type->next != NULL) {
        set_metamethod(L, "__pairs", class_pairs);
    }
    if (type->invoke != NULL) {
        set_metamethod(L, "__call", class_call);
    }
    lua_pushstring(L, type->name);
    lua_setfield(L, -2, "__metatable");
    lua_pushboolean(L, 1);
    lua_rawsetp(L, -2, &CLASS_OF_METATABLE);
    lua_rawsetp(L, LUA_REGISTRYINDEX, type);
}

static void describe_members(lua_State *L, const luaapi_member *members)
{
    for (const luaapi_member *member = members; member != NULL && member->name != NULL; member++) {
        const char *readable = member->get != NULL ? "r" : "";
        lua_pushfstring(L, "%s%s", member->call != NULL ? "m" : readable, member->set != NULL ? "w" : "");
        lua_setfield(L, -2, member->name);
    }
}

void luaapi_class_push_members(lua_State *L, const luaapi_class *type)
{
    lua_newtable(L);
    describe_members(L, type->inherited);
    describe_members(L, type->members);
    for (int i = 0; type->parts != NULL && type->parts[i] != NULL; i++) {
        describe_members(L, type->parts[i]);
    }
}

static luaapi_object *push_bare(lua_State *L, luaapi_world *world, const luaapi_class *type)
{
    luaapi_object *object = lua_newuserdata(L, sizeof *object);
    memset(object, 0, sizeof *object);
    object->type = type;
    object->world = world;
    return object;
}

luaapi_object *luaapi_object_push(lua_State *L, luaapi_world *world, const luaapi_class *type)
{
    luaapi_object *object = push_bare(L, world, type);
    luaapi_class_push_metatable(L, type);
    lua_setmetatable(L, -2);
    return object;
}

void luaapi_class_push_metatable(lua_State *L, const luaapi_class *type)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, type);
}

luaapi_object *luaapi_object_push_like(lua_State *L, luaapi_world *world, const luaapi_class *type, int metatable)
{
    luaapi_object *object = push_bare(L, world, type);
    lua_pushvalue(L, metatable);
    lua_setmetatable(L, -2);
    return object;
}

luaapi_object *luaapi_object_at(lua_State *L, int index, const luaapi_class *type)
{
    index = lua_absindex(L, index);
    if (lua_type(L, index) != LUA_TUSERDATA || !lua_getmetatable(L, index)) {
        return NULL;
    }
    lua_rawgetp(L, -1, &CLASS_OF_METATABLE);
    luaapi_object *object = lua_isnil(L, -1) ? NULL : lua_touserdata(L, index);
    lua_pop(L, 2);
    return object != NULL && (type == NULL || object->type == type) ? object : NULL;
}

luaapi_object *luaapi_object_check(lua_State *L, int index, const luaapi_class *type, const char *function)
{
    luaapi_object *object = luaapi_object_at(L, index, type);
    if (object == NULL) {
        luaapi_raise(L, "bad argument #%d of %d to '%s' (%s expected, got %s)", index, lua_gettop(L), function,
                     type->name, lua_typename(L, lua_type(L, index)));
    }
    require_valid(L, object);
    return object;
}
