#include "entity_search.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "arguments.h"
#include "raise.h"

typedef struct search {
    luaapi_world *world;
    luaapi_surface *surface;
    int filter;            /* stack index of the filter table, 0: none           */
    uint32_t keys;         /* bits of the FILTER_KEYS that it has                */
    int has_area;
    sim_box area;
    int has_circle;
    sim_position centre;
    double radius;         /* tiles                                              */
    uint32_t layers;
    uint32_t limit;
    int invert;
    int has_direction;
    int by_engine;         /* one name in an area: what the engine finds fits, but for its force            */
    uint32_t forces;       /* bits of the surface's force bytes that fit; 0: the filter names no force      */
    uint8_t *verdicts;     /* by prototype: enum verdict of its name, type and layers                       */
    uint8_t some_verdicts[1024]; /* their memory where that is enough                                       */
} search;

enum verdict { UNKNOWN, FITS, FITS_NOT };

/* Bits of search.keys, in the order of FILTER_KEYS. */
enum {
    KEY_AREA = 1,
    KEY_POSITION = 2,
    KEY_NAME = 4,
    KEY_TYPE = 8,
    KEY_FORCE = 16,
    KEY_COLLISION_MASK = 32,
    KEY_LIMIT = 64,
    KEY_INVERT = 128,
    KEY_DIRECTION = 256
};

static const char *const FILTER_KEYS[] = {"area",           "position", "name",   "type",      "force",
                                          "collision_mask", "limit",    "invert", "direction", NULL};

#define NO_SUCH_FORCE 0x80000000u /* stands beside the bits, so that a force without a byte fits nothing */
#define FIRST_SLOTS 256
#define LARGEST_RADIUS 1000000.0 /* tiles: a whole map */

/* Where to look: area, or position with radius, or the boxes that hold a position, or everywhere. */
static void read_place(lua_State *L, int filter, search *query)
{
    if (query->keys & KEY_AREA && luaapi_push_field(L, filter, "area")) {
        query->has_area = 1;
        query->area = luaapi_read_area(L, -1, "area");
        lua_pop(L, 1);
        return;
    }
    if (!(query->keys & KEY_POSITION) || !luaapi_push_field(L, filter, "position")) {
        return;
    }
    lua_pop(L, 1);
    query->centre = luaapi_field_position(L, filter, "position");
    query->radius = luaapi_field_number_or(L, filter, "radius", -1);
    query->has_circle = query->radius >= 0;
    /* Whatever has its centre in the circle touches the square around it. */
    int32_t half = query->has_circle ? sim_fixed_from_tiles(fmin(query->radius, LARGEST_RADIUS)) + 1 : 0;
    query->has_area = 1;
    query->area = sim_box_at((sim_box){-half, -half, half, half}, query->centre);
}

/* Bits of the surface's bytes for the forces that the filter names. */
static uint32_t read_forces(lua_State *L, const search *query)
{
    uint32_t wanted[LUAAPI_MAX_FORCES], count = 0, bits = 0;
    if (!(query->keys & KEY_FORCE) || !luaapi_push_field(L, query->filter, "force")) {
        return 0;
    }
    int value = lua_gettop(L), is_list = lua_istable(L, value);
    for (int i = 1; i <= (is_list ? (int)lua_rawlen(L, value) : 1) && count < LUAAPI_MAX_FORCES; i++) {
        if (is_list) {
            lua_rawgeti(L, value, i);
        } else {
            lua_pushvalue(L, value);
        }
        wanted[count++] = luaapi_read_force(L, -1, query->world);
        lua_pop(L, 1);
    }
    for (uint32_t byte = 0; byte < LUAAPI_SURFACE_FORCES; byte++) {
        for (uint32_t i = 0; i < count; i++) {
            bits |= (uint32_t)(query->surface->force_of_byte[byte] == wanted[i]) << byte;
        }
    }
    lua_pop(L, 1);
    return bits | NO_SUCH_FORCE;
}

/* Which keys the filter has: most filters have few, and to look for those alone is most of a small search's time. One
 * with a metatable may have all of them. */
static uint32_t keys_of(lua_State *L, int filter)
{
    uint32_t keys = 0;
    if (lua_getmetatable(L, filter)) {
        lua_pop(L, 1);
        return UINT32_MAX;
    }
    for (lua_pushnil(L); lua_next(L, filter); lua_pop(L, 1)) {
        const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "";
        for (uint32_t i = 0; FILTER_KEYS[i] != NULL; i++) {
            if (strcmp(FILTER_KEYS[i], key) == 0) {
                keys |= 1u << i;
                break;
            }
        }
    }
    return keys;
}

/* 1 when the filter's name is no list: the engine looks for one name itself, and nothing is left to be judged. */
static int is_single_name(lua_State *L, int filter)
{
    lua_getfield(L, filter, "name");
    int is_single = lua_type(L, -1) == LUA_TSTRING;
    lua_pop(L, 1);
    return is_single;
}

static void read_filter(lua_State *L, search *query)
{
    int filter = query->filter;
    luaapi_check_type(L, filter, LUA_TTABLE, "find_entities_filtered");
    query->keys = keys_of(L, filter);
    read_place(L, filter, query);
    if (query->keys & KEY_COLLISION_MASK) {
        query->layers = luaapi_read_collision_layers(L, filter, "collision_mask");
    }
    if (query->keys & KEY_LIMIT && luaapi_push_field(L, filter, "limit")) {
        query->limit = (uint32_t)luaapi_read_integer(L, -1, "limit", 0, UINT32_MAX);
        lua_pop(L, 1);
    }
    query->invert = query->keys & KEY_INVERT && luaapi_field_boolean_or(L, filter, "invert", 0);
    query->forces = read_forces(L, query);
    query->has_direction = query->keys & KEY_DIRECTION && luaapi_push_field(L, filter, "direction");
    if (query->has_direction) {
        lua_pop(L, 1);
    }
    uint32_t prototypes = query->world->prototypes->entity_count;
    query->by_engine = query->has_area && (query->keys & ~(uint32_t)KEY_FORCE) == (KEY_AREA | KEY_NAME) &&
                       is_single_name(L, filter);
    if (query->by_engine) {
        return;
    }
    query->verdicts = prototypes <= sizeof query->some_verdicts ? query->some_verdicts : lua_newuserdata(L, prototypes);
    memset(query->verdicts, UNKNOWN, prototypes);
}

/* 1 when `fits` holds for the field's value, or for an element of it when it is a list; 1 too without the field. */
static int field_fits(lua_State *L, const search *query, const char *key, const sim_entity *entity,
                      int (*fits)(lua_State *L, const search *query, const sim_entity *entity))
{
    if (!luaapi_push_field(L, query->filter, key)) {
        return 1;
    }
    int result = 0;
    if (lua_istable(L, -1)) {
        int list = lua_gettop(L);
        int length = (int)lua_rawlen(L, list);
        for (int i = 1; i <= length && !result; i++) {
            lua_rawgeti(L, list, i);
            result = fits(L, query, entity);
            lua_pop(L, 1);
        }
    } else {
        result = fits(L, query, entity);
    }
    lua_pop(L, 1);
    return result;
}

static int name_fits(lua_State *L, const search *query, const sim_entity *entity)
{
    return luaapi_read_entity_prototype(L, -1, query->world) == entity->prototype;
}

/* Unknown types fit nothing, in silence, as in the game. */
static int type_fits(lua_State *L, const search *query, const sim_entity *entity)
{
    const char *type = query->world->prototypes->entities[entity->prototype].type_name;
    return lua_type(L, -1) == LUA_TSTRING && strcmp(lua_tostring(L, -1), type) == 0;
}

static int direction_fits(lua_State *L, const search *query, const sim_entity *entity)
{
    (void)query;
    return lua_type(L, -1) == LUA_TNUMBER && lua_tonumber(L, -1) == entity->direction;
}

static int in_circle(const search *query, const sim_entity *entity)
{
    double radius = query->radius * SIM_FIXED_ONE;
    return (double)sim_distance_squared(query->centre, entity->position) <= radius * radius;
}

/* Whether prototypes of that name, type and layers are looked for, worked out once a search. */
static int prototype_fits(lua_State *L, const search *query, const sim_entity *entity)
{
    uint8_t *verdict = &query->verdicts[entity->prototype];
    if (*verdict == UNKNOWN) {
        const sim_entity_prototype *prototype = &query->world->prototypes->entities[entity->prototype];
        int fits = (query->layers == 0 || (prototype->collision_layers & query->layers)) &&
                   (!(query->keys & KEY_NAME) || field_fits(L, query, "name", entity, name_fits)) &&
                   (!(query->keys & KEY_TYPE) || field_fits(L, query, "type", entity, type_fits));
        *verdict = fits ? FITS : FITS_NOT;
    }
    return *verdict == FITS;
}

static int entity_fits(lua_State *L, const search *query, const sim_entity *entity)
{
    if (query->has_circle && !in_circle(query, entity)) {
        return 0;
    }
    if (query->filter == 0) {
        return 1;
    }
    int fits = (query->forces == 0 || (query->forces >> entity->force & 1)) &&
               (query->by_engine || prototype_fits(L, query, entity)) &&
               (!query->has_direction || field_fits(L, query, "direction", entity, direction_fits));
    return fits != query->invert;
}

/* Room for that many slots in the world's scratch. */
static uint32_t *scratch(lua_State *L, luaapi_world *world, uint32_t count)
{
    if (count > world->found_room) {
        uint32_t *slots = realloc(world->found, (size_t)count * 2 * sizeof *slots);
        if (slots == NULL) {
            luaapi_raise(L, "find_entities_filtered: out of memory");
        }
        world->found = slots;
        world->found_room = count * 2;
    }
    return world->found;
}

/* Slots of the entities in the area. A single name is looked for by the engine itself. */
static uint32_t *find_in_area(lua_State *L, const search *query, uint32_t *count)
{
    sim_entity_filter filter;
    memset(&filter, 0, sizeof filter);
    if (query->keys & KEY_NAME && !query->invert && luaapi_push_field(L, query->filter, "name")) {
        filter.prototype = lua_istable(L, -1) ? 0 : luaapi_read_entity_prototype(L, -1, query->world);
        lua_pop(L, 1);
    }
    const sim_prototypes *prototypes = query->world->prototypes;
    uint32_t *slots = scratch(L, query->world, FIRST_SLOTS);
    *count = sim_entity_find(query->surface->arena, prototypes, query->area, &filter, slots, query->world->found_room);
    if (*count > query->world->found_room) {
        slots = scratch(L, query->world, *count);
        sim_entity_find(query->surface->arena, prototypes, query->area, &filter, slots, *count);
    }
    return slots;
}

static uint32_t *find_everywhere(lua_State *L, const search *query, uint32_t *count)
{
    const sim_arena *arena = query->surface->arena;
    uint32_t *slots = scratch(L, query->world, arena->entity_count + 1);
    *count = 0;
    for (uint32_t slot = 1; slot < arena->entity_slots && *count < arena->entity_count; slot++) {
        if (sim_entity_slot(arena, slot) != NULL) {
            slots[(*count)++] = slot;
        }
    }
    return slots;
}

const uint32_t *luaapi_entity_search(lua_State *L, int filter, luaapi_world *world, luaapi_surface *surface,
                                     uint32_t *count)
{
    search query;
    memset(&query, 0, offsetof(search, some_verdicts));
    query.world = world;
    query.surface = surface;
    query.filter = filter;
    query.limit = UINT32_MAX;
    if (filter != 0) {
        read_filter(L, &query);
    }
    uint32_t found = 0;
    uint32_t *slots = query.has_area ? find_in_area(L, &query, &found) : find_everywhere(L, &query, &found);
    *count = 0;
    for (uint32_t i = 0; i < found && *count < query.limit; i++) {
        if (entity_fits(L, &query, sim_entity_slot(surface->arena, slots[i]))) {
            slots[(*count)++] = slots[i];
        }
    }
    return slots;
}
