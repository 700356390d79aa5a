/* LuaEntity: belts, undergrounds and splitters; poles and their wires. LuaTransportLine: one lane of such an entity.
 *
 * defines.transport_line counts from 1, the engine's lines from 0; the numbers of an underground belt's and a splitter's
 * lines follow the same order. Positions on a line are tiles from its upstream end in the game, from its downstream end in
 * the engine. */
#include <math.h>
#include <string.h>

#include "entity_members.h"
#include "ordered.h"
#include "prototype_fields.h"

#define LINE_ITEMS 64 /* items of one entity at most */

static int is_belt(const luaapi_object *self)
{
    return sim_belt_is_belt(ARENA(self), PROTOTYPES(self), SLOT(self));
}

static uint32_t count_lines(const luaapi_object *self)
{
    return sim_belt_line_count(ARENA(self), PROTOTYPES(self), SLOT(self));
}

/* number: the engine's line. */
static int line_valid(const luaapi_object *self)
{
    return luaapi_entity_of(self) != NULL && is_belt(self) && self->number < count_lines(self);
}

static int32_t length_of(const luaapi_object *self)
{
    return sim_belt_line_length(ARENA(self), PROTOTYPES(self), SLOT(self), self->number);
}

static void push_line(lua_State *L, const luaapi_object *self, sim_handle entity, uint32_t line)
{
    luaapi_object *object = luaapi_object_push(L, self->world, &luaapi_class_transport_line);
    object->surface = self->surface;
    object->entity = entity;
    object->number = line;
}

static int get_transport_line(lua_State *L, luaapi_object *self)
{
    luaapi_require(L, self, is_belt(self), "get_transport_line", "a transport belt, underground belt or splitter");
    uint32_t line = (uint32_t)luaapi_check_integer(L, 1, 1, count_lines(self), "get_transport_line") - 1;
    push_line(L, self, self->entity, line);
    return 1;
}

static int get_max_line(lua_State *L, luaapi_object *self)
{
    luaapi_require(L, self, is_belt(self), "get_max_transport_line_index", "a transport belt connectable");
    lua_pushnumber(L, count_lines(self));
    return 1;
}

/* Items of the line, from its downstream end; pushes the userdata that holds them. */
static const sim_belt_item *push_items(lua_State *L, const luaapi_object *self, uint32_t *count)
{
    sim_belt_item all[LINE_ITEMS];
    uint32_t found = sim_belt_items(ARENA(self), PROTOTYPES(self), SLOT(self), all, LINE_ITEMS);
    found = found < LINE_ITEMS ? found : LINE_ITEMS;
    sim_belt_item *items = lua_newuserdata(L, (found + 1) * sizeof *items);
    *count = 0;
    for (uint32_t i = 0; i < found; i++) {
        if (all[i].line == self->number) {
            items[(*count)++] = all[i];
        }
    }
    return items;
}

static int get_contents(lua_State *L, luaapi_object *self)
{
    uint32_t count = 0;
    const sim_belt_item *items = push_items(L, self, &count);
    int rows = 0;
    lua_newtable(L);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t same = 0;
        int is_first = 1;
        for (uint32_t j = 0; j < count; j++) {
            same += items[j].item == items[i].item;
            is_first &= j >= i || items[j].item != items[i].item;
        }
        if (is_first) {
            luaapi_push_item_count(L, PROTOTYPES(self)->items[items[i].item].name, same);
            lua_rawseti(L, -2, ++rows);
        }
    }
    return 1;
}

static int get_item_count(lua_State *L, luaapi_object *self)
{
    uint16_t wanted = luaapi_read_item_filter(L, 1, self->world);
    uint32_t count = 0;
    uint32_t fitting = 0;
    const sim_belt_item *items = push_items(L, self, &count);
    for (uint32_t i = 0; i < count; i++) {
        fitting += wanted == 0 || items[i].item == wanted;
    }
    lua_pushnumber(L, fitting);
    return 1;
}

/* get_detailed_contents(): {{stack, position, unique_id}, ...}, from the downstream end. */
static int get_detailed_contents(lua_State *L, luaapi_object *self)
{
    uint32_t count = 0;
    const sim_belt_item *items = push_items(L, self, &count);
    lua_createtable(L, (int)count, 0);
    for (uint32_t i = 0; i < count; i++) {
        lua_newtable(L);
        luaapi_push_item_stack(L, self, LUAAPI_STACK_BELT, items[i].id);
        luaapi_ordered_setfield(L, -2, "stack");
        luaapi_put_number(L, "position", sim_fixed_to_tiles(length_of(self) - items[i].position));
        luaapi_put_number(L, "unique_id", items[i].id);
        lua_rawseti(L, -2, (int)i + 1);
    }
    return 1;
}

/* line[i]: the i-th item from the downstream end. */
static int index_item(lua_State *L, luaapi_object *self)
{
    if (lua_type(L, 2) != LUA_TNUMBER) {
        return 0;
    }
    uint32_t count = 0;
    const sim_belt_item *items = push_items(L, self, &count);
    double index = lua_tonumber(L, 2);
    if (!(index >= 1 && index <= count) || index != floor(index)) {
        return luaapi_raise(L, "Index %f is out of range: the transport line holds %d items.", index, (int)count);
    }
    luaapi_push_item_stack(L, self, LUAAPI_STACK_BELT, items[(uint32_t)index - 1].id);
    return 1;
}

static int line_length(lua_State *L, luaapi_object *self)
{
    uint32_t count = 0;
    push_items(L, self, &count);
    lua_pushnumber(L, count);
    return 1;
}

NUMBER_GETTER(get_line_length, sim_fixed_to_tiles(length_of(self)))

/* The item of a stack argument, which must not be empty. */
static uint16_t read_item(lua_State *L, int index, luaapi_object *self)
{
    uint16_t item = 0;
    uint32_t count = 0;
    luaapi_read_stack(L, index, self->world, &item, &count);
    return count > 0 ? item : 0;
}

static int32_t read_position(lua_State *L, luaapi_object *self, const char *function)
{
    double tiles = luaapi_check_number(L, 1, function);
    double most = sim_fixed_to_tiles(length_of(self));
    if (!(tiles >= 0 && tiles <= most)) {
        luaapi_raise(L, "Position %f is not on the transport line: it is from 0 to %f.", tiles, most);
    }
    return length_of(self) - sim_fixed_from_tiles(tiles);
}

static int can_insert_at(lua_State *L, luaapi_object *self)
{
    int32_t position = read_position(L, self, "can_insert_at");
    lua_pushboolean(L, sim_belt_can_insert(ARENA(self), PROTOTYPES(self), SLOT(self), self->number, position));
    return 1;
}

static int can_insert_at_back(lua_State *L, luaapi_object *self)
{
    lua_pushboolean(L, sim_belt_can_insert_at_back(ARENA(self), PROTOTYPES(self), SLOT(self), self->number));
    return 1;
}

static int insert_at(lua_State *L, luaapi_object *self)
{
    int32_t position = read_position(L, self, "insert_at");
    uint16_t item = read_item(L, 2, self);
    lua_pushboolean(L, item != 0 && sim_belt_insert(ARENA(self), PROTOTYPES(self), SLOT(self), self->number, position,
                                                    item) == SIM_OK);
    return 1;
}

static int insert_at_back(lua_State *L, luaapi_object *self)
{
    uint16_t item = read_item(L, 1, self);
    lua_pushboolean(L, item != 0 && sim_belt_insert_at_back(ARENA(self), PROTOTYPES(self), SLOT(self), self->number,
                                                            item) == SIM_OK);
    return 1;
}

/* Takes up to `most` items of the kind, of any kind when it is 0; from the upstream end. */
static uint32_t take(lua_State *L, luaapi_object *self, uint16_t item, uint32_t most)
{
    uint32_t count = 0;
    uint32_t taken = 0;
    const sim_belt_item *items = push_items(L, self, &count);
    for (uint32_t i = count; i-- > 0 && taken < most;) {
        if (item == 0 || items[i].item == item) {
            taken += sim_belt_remove(ARENA(self), PROTOTYPES(self), SLOT(self), self->number, items[i].index, NULL) ==
                     SIM_OK;
        }
    }
    lua_pop(L, 1);
    return taken;
}

static int clear(lua_State *L, luaapi_object *self)
{
    take(L, self, 0, UINT32_MAX);
    return 0;
}

static int remove_item(lua_State *L, luaapi_object *self)
{
    uint16_t item = 0;
    uint32_t count = 0;
    luaapi_read_stack(L, 1, self->world, &item, &count);
    lua_pushnumber(L, item == 0 ? 0 : take(L, self, item, count));
    return 1;
}

static int get_owner(lua_State *L, luaapi_object *self)
{
    luaapi_push_entity(L, self->world, self->surface, self->entity);
    return 1;
}

/* The lines that this one runs on to or loads onto: both outputs for an input of a splitter, else one or none. */
static int get_output_lines(lua_State *L, luaapi_object *self)
{
    uint32_t onward = 0;
    uint32_t slot = sim_belt_line_onward(ARENA(self), PROTOTYPES(self), SLOT(self), self->number, &onward);
    lua_newtable(L);
    if (ENTITY_TYPE(self) == SIM_TYPE_SPLITTER && self->number < 4) {
        push_line(L, self, self->entity, 4 + self->number % 2);
        lua_rawseti(L, -2, 1);
        push_line(L, self, self->entity, 6 + self->number % 2);
        lua_rawseti(L, -2, 2);
    } else if (slot) {
        push_line(L, self, sim_entity_handle(ARENA(self), slot), onward);
        lua_rawseti(L, -2, 1);
    }
    return 1;
}

static const luaapi_member line_members[] = {
    {"owner", get_owner, NULL, NULL},
    {"line_length", get_line_length, NULL, NULL},
    {"output_lines", get_output_lines, NULL, NULL},
    {"get_contents", NULL, NULL, get_contents},
    {"get_detailed_contents", NULL, NULL, get_detailed_contents},
    {"get_item_count", NULL, NULL, get_item_count},
    {"can_insert_at", NULL, NULL, can_insert_at},
    {"can_insert_at_back", NULL, NULL, can_insert_at_back},
    {"insert_at", NULL, NULL, insert_at},
    {"insert_at_back", NULL, NULL, insert_at_back},
    {"remove_item", NULL, NULL, remove_item},
    {"clear", NULL, NULL, clear},
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_transport_line = {
    .name = "LuaTransportLine", .members = line_members, .valid = line_valid, .index = index_item,
    .length = line_length};

static int get_belt_shape(lua_State *L, luaapi_object *self)
{
    static const char *const names[] = {"straight", "left", "right"};
    luaapi_require(L, self, ENTITY_TYPE(self) == SIM_TYPE_TRANSPORT_BELT, "belt_shape", "a transport belt");
    lua_pushstring(L, names[sim_belt_shape_of(ARENA(self), PROTOTYPES(self), SLOT(self))]);
    return 1;
}

static int get_belt_to_ground_type(lua_State *L, luaapi_object *self)
{
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
    {"get_transport_line", NULL, NULL, get_transport_line},
    {"get_max_transport_line_index", NULL, NULL, get_max_line},
    {"belt_shape", get_belt_shape, NULL, NULL},
    {"belt_to_ground_type", get_belt_to_ground_type, NULL, NULL},
    {"belt_neighbours", get_belt_neighbours, NULL, NULL},
    {"neighbours", get_neighbours, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
