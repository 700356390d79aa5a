#include "harness/standin/luaapi/surface/entity_search.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "harness/standin/luaapi/objects/arguments.h"
#include "harness/standin/luaapi/surface/entity_conditions.h"
#include "harness/standin/luaapi/vm/names.h"
#include "harness/standin/luaapi/vm/raise.h"

typedef struct search {
    luaapi_world *world;
    luaapi_surface *surface;
    int filter;            /* stack index of the filter table, 0: none           */
    uint32_t keys;         /* bits of the enum luaapi_key that it has            */
    sim_box area;
    sim_position centre;   /* of `position`                                      */
    double radius;         /* tiles; negative: none                              */
    uint32_t layers;
    uint32_t limit;
    int invert;
    uint16_t name;         /* the one prototype that is looked for; 0: none, or a list                      */
    uint32_t forces;       /* bits of the surface's force bytes that fit; 0: the filter names no force      */
    uint8_t *verdicts;     /* by prototype: enum verdict of its name, type and layers; NULL: all fit        */
    uint8_t some_verdicts[1024]; /* their memory where that is enough                                       */
} search;

enum verdict { UNKNOWN, FITS, FITS_NOT };

#define HAS(query, key) ((query)->keys >> (key) & 1)
#define NO_SUCH_FORCE 0x80000000u /* stands beside the bits, so that a force without a byte fits nothing */
#define FIRST_SLOTS 256
#define LARGEST_RADIUS 1000000.0 /* tiles: a whole map */

/* Bits of the surface's bytes for the forces that the value at the index names. */
static uint32_t read_forces(lua_State *L, int value, const search *query)
{
    uint32_t wanted[LUAAPI_MAX_FORCES], count = 0, bits = 0;
    int is_list = lua_istable(L, value);
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
    return bits | NO_SUCH_FORCE;
}

static double read_radius(lua_State *L, int value)
{
    int is_number = 0;
    double radius = lua_tonumberx(L, value, &is_number);
    if (!is_number || isnan(radius)) {
        luaapi_raise(L, "Value must be a number in property tree at ROOT.radius");
    }
    return radius;
}

/* Takes the value at the index for the key. Lists of names and types are looked at when a prototype is judged. */
static void read_key(lua_State *L, search *query, enum luaapi_key key, int value)
{
    query->keys |= 1u << key;
    switch (key) {
    case LUAAPI_KEY_AREA:
        query->area = luaapi_read_area(L, value, "area");
        break;
    case LUAAPI_KEY_POSITION:
        query->centre = luaapi_read_fixed_position(L, value, "position");
        break;
    case LUAAPI_KEY_RADIUS:
        query->radius = read_radius(L, value);
        break;
    case LUAAPI_KEY_NAME:
        query->name = lua_istable(L, value) ? 0 : luaapi_read_entity_prototype(L, value, query->world);
        break;
    case LUAAPI_KEY_FORCE:
        query->forces = read_forces(L, value, query);
        break;
    case LUAAPI_KEY_COLLISION_MASK:
        query->layers = luaapi_read_collision_layers(L, query->filter, "collision_mask");
        break;
    case LUAAPI_KEY_LIMIT:
        query->limit = (uint32_t)luaapi_read_integer(L, value, "limit", 0, UINT32_MAX);
        break;
    case LUAAPI_KEY_INVERT:
        query->invert = lua_toboolean(L, value);
        break;
    default: /* types, directions and conditions are compared as they are */
        break;
    }
}

/* Walks over the keys that the filter has: most have few, and to look for all that it may have is most of a small search's
 * time. One with a metatable may have others than those of a walk. */
static void read_keys(lua_State *L, search *query)
{
    if (!lua_getmetatable(L, query->filter)) {
        lua_pushnil(L);
        for (int key = lua_gettop(L); lua_next(L, query->filter); lua_settop(L, key)) {
            enum luaapi_key which = luaapi_key_at(L, key, query->world);
            if (which != LUAAPI_KEY_COUNT) {
                read_key(L, query, which, key + 1);
            }
        }
        return;
    }
    for (int key = 0; key < LUAAPI_KEY_COUNT; key++) {
        if (luaapi_push_field(L, query->filter, luaapi_key_text((enum luaapi_key)key))) {
            read_key(L, query, (enum luaapi_key)key, lua_gettop(L));
        }
    }
}

static int has_circle(const search *query)
{
    return !HAS(query, LUAAPI_KEY_AREA) && HAS(query, LUAAPI_KEY_POSITION) && query->radius >= 0;
}

static int has_place(const search *query)
{
    return HAS(query, LUAAPI_KEY_AREA) || HAS(query, LUAAPI_KEY_POSITION);
}

static void read_filter(lua_State *L, search *query)
{
    luaapi_check_type(L, query->filter, LUA_TTABLE, "find_entities_filtered");
    read_keys(L, query);
    if (!HAS(query, LUAAPI_KEY_AREA) && HAS(query, LUAAPI_KEY_POSITION)) {
        /* Whatever has its centre in the circle touches the square around it. */
        int32_t half = has_circle(query) ? sim_fixed_from_tiles(fmin(query->radius, LARGEST_RADIUS)) + 1 : 0;
        query->area = sim_box_at((sim_box){-half, -half, half, half}, query->centre);
    }
    int is_list = HAS(query, LUAAPI_KEY_NAME) && query->name == 0;
    if (is_list || query->layers != 0 || HAS(query, LUAAPI_KEY_TYPE)) {
        uint32_t count = query->world->prototypes->entity_count;
        query->verdicts = count <= sizeof query->some_verdicts ? query->some_verdicts : lua_newuserdata(L, count);
        memset(query->verdicts, UNKNOWN, count);
    }
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
    if (query->name != 0 && query->name != entity->prototype) {
        return 0;
    }
    if (query->verdicts == NULL) {
        return 1;
    }
    uint8_t *verdict = &query->verdicts[entity->prototype];
    if (*verdict == UNKNOWN) {
        const sim_entity_prototype *prototype = &query->world->prototypes->entities[entity->prototype];
        int is_list = HAS(query, LUAAPI_KEY_NAME) && query->name == 0;
        int fits = (query->layers == 0 || (prototype->collision_layers & query->layers)) &&
                   (!is_list || field_fits(L, query, "name", entity, name_fits)) &&
                   (!HAS(query, LUAAPI_KEY_TYPE) || field_fits(L, query, "type", entity, type_fits));
        *verdict = fits ? FITS : FITS_NOT;
    }
    return *verdict == FITS;
}

static int entity_fits(lua_State *L, const search *query, uint32_t slot)
{
    const sim_entity *entity = sim_entity_slot(query->surface->arena, slot);
    if (has_circle(query) && !in_circle(query, entity)) {
        return 0;
    }
    int fits = (query->forces == 0 || (query->forces >> entity->force & 1)) && prototype_fits(L, query, entity) &&
               (!HAS(query, LUAAPI_KEY_DIRECTION) || field_fits(L, query, "direction", entity, direction_fits)) &&
               (!(query->keys & LUAAPI_CONDITION_KEYS) ||
                luaapi_conditions_fit(L, query->filter, query->keys, query->world, query->surface, slot));
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
    filter.prototype = query->invert ? 0 : query->name;
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
    query.radius = -1;
    if (filter != 0) {
        read_filter(L, &query);
    }
    uint32_t found = 0;
    uint32_t *slots = has_place(&query) ? find_in_area(L, &query, &found) : find_everywhere(L, &query, &found);
    *count = 0;
    for (uint32_t i = 0; i < found && *count < query.limit; i++) {
        if (entity_fits(L, &query, slots[i])) {
            slots[(*count)++] = slots[i];
        }
    }
    return slots;
}
