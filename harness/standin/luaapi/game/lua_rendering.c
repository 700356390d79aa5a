/* LuaRendering and LuaRenderObject. A headless server draws nothing, but scripts read back, change and destroy what they
 * have drawn: an object is its table of properties in the VM's registry, and its id and end in the world. */
#include <stdlib.h>
#include <string.h>

#include "harness/standin/luaapi/objects/arguments.h"
#include "harness/standin/luaapi/objects/classes.h"
#include "harness/standin/luaapi/vm/copy.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/objects/plain_members.h"
#include "harness/standin/luaapi/vm/raise.h"
#include "harness/standin/luaapi/game/rendering.h"

#define FIRST_ROOM 64

static const char properties_key = 0;

/* Pushes the table of all objects' properties by id. */
static void push_properties(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &properties_key);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &properties_key);
    }
}

void luaapi_rendering_push_all(lua_State *L)
{
    push_properties(L);
}

void luaapi_rendering_restore(lua_State *L)
{
    lua_rawsetp(L, LUA_REGISTRYINDEX, &properties_key);
}

static int has_ended(const luaapi_world *world, const luaapi_rendering *drawn)
{
    return (drawn->end_tick != 0 && world->tick >= drawn->end_tick) || luaapi_world_surface(world, drawn->surface) == NULL;
}

static luaapi_rendering *find(const luaapi_world *world, uint32_t id)
{
    uint32_t low = 0;
    uint32_t high = world->rendering_count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (world->renderings[middle].id < id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    luaapi_rendering *drawn = low < world->rendering_count ? &world->renderings[low] : NULL;
    return drawn != NULL && drawn->id == id && !has_ended(world, drawn) ? drawn : NULL;
}

int luaapi_rendering_exists(const luaapi_world *world, uint32_t id)
{
    return find(world, id) != NULL;
}

/* Drops the objects whose time is over. */
static void sweep(lua_State *L, luaapi_world *world)
{
    uint32_t kept = 0;
    push_properties(L);
    for (uint32_t i = 0; i < world->rendering_count; i++) {
        if (has_ended(world, &world->renderings[i])) {
            lua_pushnil(L);
            lua_rawseti(L, -2, (int)world->renderings[i].id);
        } else {
            world->renderings[kept++] = world->renderings[i];
        }
    }
    lua_pop(L, 1);
    world->rendering_count = kept;
}

static luaapi_rendering *append(lua_State *L, luaapi_world *world)
{
    if (world->rendering_count == world->rendering_room) {
        sweep(L, world);
    }
    if (world->rendering_count >= world->rendering_room / 2) {
        uint32_t room = world->rendering_room ? world->rendering_room * 2 : FIRST_ROOM;
        luaapi_rendering *renderings = realloc(world->renderings, room * sizeof *renderings);
        if (renderings == NULL) {
            luaapi_raise(L, "LuaRendering: out of memory");
        }
        world->renderings = renderings;
        world->rendering_room = room;
    }
    luaapi_rendering *drawn = &world->renderings[world->rendering_count++];
    memset(drawn, 0, sizeof *drawn);
    drawn->id = ++world->last_rendering;
    return drawn;
}

static void push_object(lua_State *L, luaapi_world *world, uint32_t id)
{
    luaapi_object_push(L, world, &luaapi_class_render_object)->number = id;
}

/* draw_KIND{surface = , ...}: the game needs the surface of every drawing. */
static int draw(lua_State *L, luaapi_object *self, const char *kind)
{
    luaapi_check_type(L, 1, LUA_TTABLE, kind);
    if (!luaapi_push_field(L, 1, "surface")) {
        return luaapi_raise(L, "Key \"surface\" not found in property tree at ROOT");
    }
    uint32_t surface = luaapi_read_surface(L, -1, self->world)->index;
    double life = luaapi_field_number_or(L, 1, "time_to_live", 0);
    luaapi_copy_push(L, 1);
    lua_pushstring(L, kind);
    luaapi_ordered_setfield(L, -2, "type");
    luaapi_rendering *drawn = append(L, self->world);
    drawn->surface = surface;
    drawn->end_tick = life >= 1 && life < 1e15 ? self->world->tick + (uint64_t)life : 0;
    uint32_t id = drawn->id;
    push_properties(L);
    lua_insert(L, -2);
    lua_rawseti(L, -2, (int)id);
    push_object(L, self->world, id);
    return 1;
}

#define DRAW(kind)                                                                                                   \
    static int draw_##kind(lua_State *L, luaapi_object *self)                                                        \
    {                                                                                                                \
        return draw(L, self, #kind);                                                                                 \
    }

DRAW(line)
DRAW(text)
DRAW(circle)
DRAW(rectangle)
DRAW(arc)
DRAW(polygon)
DRAW(sprite)
DRAW(light)
DRAW(animation)

/* clear(mod name?): all drawings, as there is no telling whose they are. */
static int clear(lua_State *L, luaapi_object *self)
{
    self->world->rendering_count = 0;
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &properties_key);
    return 0;
}

static int get_all_objects(lua_State *L, luaapi_object *self)
{
    sweep(L, self->world);
    lua_createtable(L, (int)self->world->rendering_count, 0);
    for (uint32_t i = 0; i < self->world->rendering_count; i++) {
        push_object(L, self->world, self->world->renderings[i].id);
        lua_rawseti(L, -2, (int)i + 1);
    }
    return 1;
}

static int get_object_by_id(lua_State *L, luaapi_object *self)
{
    uint32_t id = (uint32_t)luaapi_check_integer(L, 1, 0, UINT32_MAX, "get_object_by_id");
    if (find(self->world, id) == NULL) {
        lua_pushnil(L);
    } else {
        push_object(L, self->world, id);
    }
    return 1;
}

static const luaapi_member rendering_members[] = {
    {"draw_line", NULL, NULL, draw_line},
    {"draw_text", NULL, NULL, draw_text},
    {"draw_circle", NULL, NULL, draw_circle},
    {"draw_rectangle", NULL, NULL, draw_rectangle},
    {"draw_arc", NULL, NULL, draw_arc},
    {"draw_polygon", NULL, NULL, draw_polygon},
    {"draw_sprite", NULL, NULL, draw_sprite},
    {"draw_light", NULL, NULL, draw_light},
    {"draw_animation", NULL, NULL, draw_animation},
    {"clear", NULL, NULL, clear},
    {"get_all_objects", NULL, NULL, get_all_objects},
    {"get_object_by_id", NULL, NULL, get_object_by_id},
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_rendering = {.name = "LuaRendering", .members = rendering_members};

static int object_valid(const luaapi_object *self)
{
    return find(self->world, self->number) != NULL;
}

static void push_own(lua_State *L, const luaapi_object *self)
{
    push_properties(L);
    lua_rawgeti(L, -1, (int)self->number);
    lua_remove(L, -2);
}

/* The key at index 2 names the property. */
static int get_property(lua_State *L, luaapi_object *self)
{
    push_own(L, self);
    lua_pushvalue(L, 2);
    lua_rawget(L, -2);
    return 1;
}

static int set_property(lua_State *L, luaapi_object *self)
{
    push_own(L, self);
    lua_pushvalue(L, 2);
    luaapi_copy_push(L, 3);
    luaapi_ordered_rawset(L, -3);
    return 0;
}

static int get_visible(lua_State *L, luaapi_object *self)
{
    get_property(L, self);
    lua_pushboolean(L, lua_isnil(L, -1) || lua_toboolean(L, -1));
    return 1;
}

static int get_id(lua_State *L, luaapi_object *self)
{
    lua_pushnumber(L, self->number);
    return 1;
}

static int get_surface(lua_State *L, luaapi_object *self)
{
    luaapi_push_surface(L, self->world, find(self->world, self->number)->surface);
    return 1;
}

static int get_time_to_live(lua_State *L, luaapi_object *self)
{
    const luaapi_rendering *drawn = find(self->world, self->number);
    lua_pushnumber(L, drawn->end_tick ? (double)(drawn->end_tick - self->world->tick) : 0);
    return 1;
}

static int set_time_to_live(lua_State *L, luaapi_object *self)
{
    uint64_t life = (uint64_t)luaapi_read_integer(L, 3, "time_to_live", 0, UINT32_MAX);
    find(self->world, self->number)->end_tick = life ? self->world->tick + life : 0;
    return 0;
}

static int destroy(lua_State *L, luaapi_object *self)
{
    (void)L;
    luaapi_rendering *drawn = find(self->world, self->number);
    drawn->end_tick = self->world->tick ? self->world->tick : 1;
    drawn->surface = 0; /* no surface has it: it has ended */
    return 0;
}

/* set_corners(left_top, right_bottom) */
static int set_corners(lua_State *L, luaapi_object *self)
{
    push_own(L, self);
    lua_pushvalue(L, 1);
    luaapi_ordered_setfield(L, -2, "left_top");
    lua_pushvalue(L, 2);
    luaapi_ordered_setfield(L, -2, "right_bottom");
    return 0;
}

#define PROPERTY(name) {name, get_property, set_property, NULL}

static const luaapi_member object_members[] = {
    {"id", get_id, NULL, NULL},
    {"type", get_property, NULL, NULL},
    {"surface", get_surface, NULL, NULL},
    {"time_to_live", get_time_to_live, set_time_to_live, NULL},
    {"visible", get_visible, set_property, NULL},
    {"destroy", NULL, NULL, destroy},
    {"bring_to_front", NULL, NULL, luaapi_do_nothing},
    {"move_to_back", NULL, NULL, luaapi_do_nothing},
    {"set_corners", NULL, NULL, set_corners},
    {"set_dashes", NULL, NULL, luaapi_do_nothing},
    PROPERTY("alignment"), PROPERTY("angle"), PROPERTY("animation"), PROPERTY("animation_offset"),
    PROPERTY("animation_speed"), PROPERTY("blink_interval"), PROPERTY("color"), PROPERTY("dash_length"),
    PROPERTY("dash_offset"), PROPERTY("draw_on_ground"), PROPERTY("filled"), PROPERTY("font"), PROPERTY("forces"),
    PROPERTY("from"), PROPERTY("gap_length"), PROPERTY("intensity"), PROPERTY("left_top"), PROPERTY("max_radius"),
    PROPERTY("min_radius"), PROPERTY("minimum_darkness"), PROPERTY("only_in_alt_mode"), PROPERTY("orientation"),
    PROPERTY("orientation_target"), PROPERTY("oriented"), PROPERTY("oriented_offset"), PROPERTY("players"),
    PROPERTY("radius"), PROPERTY("render_layer"), PROPERTY("render_mode"), PROPERTY("right_bottom"),
    PROPERTY("scale"), PROPERTY("scale_with_zoom"), PROPERTY("sprite"), PROPERTY("start_angle"), PROPERTY("target"),
    PROPERTY("text"), PROPERTY("to"), PROPERTY("use_rich_text"), PROPERTY("use_target_orientation"),
    PROPERTY("vertical_alignment"), PROPERTY("vertices"), PROPERTY("width"), PROPERTY("x_scale"),
    PROPERTY("y_scale"),
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_render_object = {
    .name = "LuaRenderObject", .members = object_members, .valid = object_valid};
