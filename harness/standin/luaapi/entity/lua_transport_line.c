/* LuaTransportLine: one lane of a belt, an underground belt or a splitter; which of them a LuaEntity has.
 *
 * defines.transport_line counts from 1, the engine's lines from 0; the numbers of an underground belt's and a splitter's
 * lines follow the same order. Positions on a line are tiles from its upstream end in the game, from its downstream end in
 * the engine. */
#include <math.h>
#include <string.h>

#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"


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

/* Items of the line, from its downstream end; pushes the userdata that holds them. */
static const sim_belt_item *push_items(lua_State *L, const luaapi_object *self, uint32_t *count)
{
    uint32_t found = sim_belt_items(ARENA(self), PROTOTYPES(self), SLOT(self), NULL, 0);
    sim_belt_item *items = lua_newuserdata(L, (found + 1) * sizeof *items);
    sim_belt_items(ARENA(self), PROTOTYPES(self), SLOT(self), items, found);
    *count = 0;
    for (uint32_t i = 0; i < found; i++) {
        if (items[i].line == self->number) {
            items[(*count)++] = items[i];
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

/* The lines that a line runs on to or loads onto: both outputs for an input of a splitter, else one or none. */
static uint32_t lines_after(const luaapi_object *self, uint32_t slot, uint32_t line, uint32_t slots[2], uint32_t lines[2])
{
    const sim_entity *entity = sim_entity_slot(ARENA(self), slot);
    if (PROTOTYPES(self)->entities[entity->prototype].type == SIM_TYPE_SPLITTER && line < 4) {
        slots[0] = slots[1] = slot;
        lines[0] = 4 + line % 2;
        lines[1] = 6 + line % 2;
        return 2;
    }
    slots[0] = sim_belt_line_onward(ARENA(self), PROTOTYPES(self), slot, line, &lines[0]);
    return slots[0] != 0;
}

static int get_output_lines(lua_State *L, luaapi_object *self)
{
    uint32_t slots[2], lines[2], count = lines_after(self, SLOT(self), self->number, slots, lines);
    lua_newtable(L);
    for (uint32_t i = 0; i < count; i++) {
        push_line(L, self, sim_entity_handle(ARENA(self), slots[i]), lines[i]);
        lua_rawseti(L, -2, (int)i + 1);
    }
    return 1;
}

/* Appends those lines of the belt in the slot that lead to this one. */
static void push_lines_before(lua_State *L, const luaapi_object *self, uint32_t slot)
{
    uint32_t slots[2], lines[2];
    for (uint32_t line = 0; line < sim_belt_line_count(ARENA(self), PROTOTYPES(self), slot); line++) {
        uint32_t count = lines_after(self, slot, line, slots, lines);
        for (uint32_t i = 0; i < count; i++) {
            if (slots[i] == SLOT(self) && lines[i] == self->number) {
                push_line(L, self, sim_entity_handle(ARENA(self), slot), line);
                lua_rawseti(L, -2, (int)lua_rawlen(L, -2) + 1);
            }
        }
    }
}

/* In the order of the belts' slots. */
static int get_input_lines(lua_State *L, luaapi_object *self)
{
    lua_newtable(L);
    for (uint32_t slot = 1; slot < ARENA(self)->entity_slots; slot++) {
        if (sim_entity_slot(ARENA(self), slot) != NULL && sim_belt_is_belt(ARENA(self), PROTOTYPES(self), slot)) {
            push_lines_before(L, self, slot);
        }
    }
    return 1;
}

static const luaapi_member line_members[] = {
    {"owner", get_owner, NULL, NULL},
    {"line_length", get_line_length, NULL, NULL},
    {"output_lines", get_output_lines, NULL, NULL},
    {"input_lines", get_input_lines, NULL, NULL},
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

const luaapi_member luaapi_entity_line_members[] = {
    {"get_transport_line", NULL, NULL, get_transport_line},
    {"get_max_transport_line_index", NULL, NULL, get_max_line},
    {NULL, NULL, NULL, NULL},
};
