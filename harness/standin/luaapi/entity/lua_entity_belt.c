/* LuaEntity: the shapes of belts, undergrounds and splitters, and what lies around them. */
#include <string.h>

#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"

static int is_belt(const luaapi_object *self)
{
    return sim_belt_is_belt(ARENA(self), PROTOTYPES(self), SLOT(self));
}

static int get_belt_shape(lua_State *L, luaapi_object *self)
{
    static const char *const names[] = {"straight", "left", "right"};
    luaapi_require(L, self, ENTITY_TYPE(self) == SIM_TYPE_TRANSPORT_BELT, "belt_shape", "a transport belt");
    lua_pushstring(L, names[sim_belt_shape_of(ARENA(self), PROTOTYPES(self), SLOT(self))]);
    return 1;
}

static int get_belt_to_ground_type(lua_State *L, luaapi_object *self)
{
    const sim_entity_settings *planned = luaapi_planned_settings(self, SIM_TYPE_UNDERGROUND_BELT);
    if (planned) {
        lua_pushstring(L, planned->is_output ? "output" : "input");
        return 1;
    }
    luaapi_require(L, self, ENTITY_TYPE(self) == SIM_TYPE_UNDERGROUND_BELT, "belt_to_ground_type",
                   "an underground belt");
    lua_pushstring(L, sim_underground_is_output(ARENA(self), PROTOTYPES(self), SLOT(self)) ? "output" : "input");
    return 1;
}

/* An underground belt: its other end or nil. A gate or wall and others that the game knows here: not at all. */
static int get_neighbours(lua_State *L, luaapi_object *self)
{
    if (ENTITY_TYPE(self) == SIM_TYPE_UNDERGROUND_BELT) {
        luaapi_push_slot(L, self, sim_underground_partner(ARENA(self), PROTOTYPES(self), SLOT(self)));
        return 1;
    }
    luaapi_require(L, self, luaapi_fluid_box_of(self) != 0, "neighbours", "an entity with neighbours");
    int boxes = 0;
    lua_newtable(L);
    for (uint32_t box = luaapi_fluid_box_of(self); box; box = sim_fluid_box_next(ARENA(self), box)) {
        int count = 0;
        lua_newtable(L);
        for (int i = 0; i < SIM_FLUID_BOX_CONNECTIONS; i++) {
            uint32_t target = sim_fluid_box_at(ARENA(self), box)->target[i];
            if (target) {
                luaapi_push_slot(L, self, sim_fluid_box_at(ARENA(self), target)->entity);
                lua_rawseti(L, -2, ++count);
            }
        }
        lua_rawseti(L, -2, ++boxes);
    }
    return 1;
}

/* Where a belt of that entity lies: its tiles in the direction of travel. Splitters have two. */
static uint32_t tiles_of(const luaapi_object *self, uint32_t slot, sim_position tiles[2])
{
    const sim_entity *entity = sim_entity_slot(ARENA(self), slot);
    int is_splitter = PROTOTYPES(self)->entities[entity->prototype].type == SIM_TYPE_SPLITTER;
    int along_x = entity->direction == 0 || entity->direction == 8;
    tiles[0] = tiles[1] = entity->position;
    if (is_splitter) {
        tiles[0].x -= along_x ? SIM_FIXED_ONE / 2 : 0;
        tiles[1].x += along_x ? SIM_FIXED_ONE / 2 : 0;
        tiles[0].y -= along_x ? 0 : SIM_FIXED_ONE / 2;
        tiles[1].y += along_x ? 0 : SIM_FIXED_ONE / 2;
    }
    return is_splitter ? 2 : 1;
}

static uint32_t belt_on_tile(const luaapi_object *self, sim_position at)
{
    sim_box box = {at.x, at.y, at.x, at.y};
    sim_entity_filter filter;
    uint32_t slot = 0;
    memset(&filter, 0, sizeof filter);
    filter.type_bits = 1ull << SIM_TYPE_TRANSPORT_BELT | 1ull << SIM_TYPE_UNDERGROUND_BELT | 1ull << SIM_TYPE_SPLITTER;
    sim_entity_find(ARENA(self), PROTOTYPES(self), box, &filter, &slot, 1);
    return slot;
}

static sim_position ahead_of(sim_position at, uint8_t direction)
{
    at.x += direction == 4 ? SIM_FIXED_ONE : direction == 12 ? -SIM_FIXED_ONE : 0;
    at.y += direction == 8 ? SIM_FIXED_ONE : direction == 0 ? -SIM_FIXED_ONE : 0;
    return at;
}

/* 1 when the belt in `from` gives what leaves its end to the belt in `to`. */
static int leads_to(const luaapi_object *self, uint32_t from, uint32_t to)
{
    const sim_entity *entity = sim_entity_slot(ARENA(self), from);
    const sim_entity *other = sim_entity_slot(ARENA(self), to);
    uint8_t type = PROTOTYPES(self)->entities[entity->prototype].type;
    uint8_t other_type = PROTOTYPES(self)->entities[other->prototype].type;
    int goes_under = type == SIM_TYPE_UNDERGROUND_BELT &&
                     !sim_underground_is_output(ARENA(self), PROTOTYPES(self), from);
    int faces = other->direction == (entity->direction + 8) % SIM_DIRECTION_COUNT;
    int comes_up = other_type == SIM_TYPE_UNDERGROUND_BELT &&
                   sim_underground_is_output(ARENA(self), PROTOTYPES(self), to) &&
                   other->direction == entity->direction;
    if (goes_under || faces || comes_up || (other_type == SIM_TYPE_SPLITTER && other->direction != entity->direction)) {
        return 0;
    }
    sim_position tiles[2];
    uint32_t count = tiles_of(self, from, tiles);
    for (uint32_t i = 0; i < count; i++) {
        if (belt_on_tile(self, ahead_of(tiles[i], entity->direction)) == to) {
            return 1;
        }
    }
    return 0;
}

/* Appends the belts around that the entity leads to (outputs) or that lead to it, each once. */
static void push_belts_around(lua_State *L, const luaapi_object *self, int outputs)
{
    sim_position tiles[2];
    uint32_t seen[8];
    uint32_t count = 0;
    uint32_t tile_count = tiles_of(self, SLOT(self), tiles);
    lua_newtable(L);
    for (uint32_t i = 0; i < tile_count * 4; i++) {
        uint32_t slot = belt_on_tile(self, ahead_of(tiles[i / 4], (uint8_t)(i % 4 * 4)));
        int fits = slot != 0 && slot != SLOT(self) &&
                   (outputs ? leads_to(self, SLOT(self), slot) : leads_to(self, slot, SLOT(self)));
        for (uint32_t j = 0; j < count; j++) {
            fits &= seen[j] != slot;
        }
        if (fits) {
            seen[count++] = slot;
            luaapi_push_slot(L, self, slot);
            lua_rawseti(L, -2, (int)count);
        }
    }
}

static int get_belt_neighbours(lua_State *L, luaapi_object *self)
{
    luaapi_require(L, self, is_belt(self), "belt_neighbours", "a transport belt connectable");
    lua_newtable(L);
    push_belts_around(L, self, 0);
    luaapi_ordered_setfield(L, -2, "inputs");
    push_belts_around(L, self, 1);
    luaapi_ordered_setfield(L, -2, "outputs");
    return 1;
}

const luaapi_member luaapi_entity_belt_members[] = {
    {"belt_shape", get_belt_shape, NULL, NULL},
    {"belt_to_ground_type", get_belt_to_ground_type, NULL, NULL},
    {"belt_neighbours", get_belt_neighbours, NULL, NULL},
    {"neighbours", get_neighbours, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
