/* LuaItemStack: what blueprints hold. The plan of a blueprint is a note of the script's (script_notes.h): a table with
 * `entities` and `tiles` as scripts see them, a label, icons. It lies with the slot, not with the engine's stack. */
#include <math.h>
#include <string.h>

#include "blueprint_tiles.h"
#include "console.h"
#include "copy.h"
#include "entity_members.h"
#include "inventory_index.h"
#include "item_data.h"
#include "json.h"
#include "ordered.h"
#include "prototype_fields.h"
#include "script_notes.h"

#define NOTES "item"
#define MOST_ROWS 4096          /* entities that one blueprint takes from the map, or puts down */
#define VERSION_OF_2_0_77 562949958402048.0 /* 2 << 48 | 77 << 16, of strings that are written here */

int luaapi_item_data_push(lua_State *L, const luaapi_object *stack, int make)
{
    return luaapi_notes_push(L, stack, NOTES, make);
}

void luaapi_item_data_drop(lua_State *L, const luaapi_object *stack)
{
    luaapi_notes_drop(L, stack, NOTES);
}

void luaapi_item_data_move(lua_State *L, const luaapi_object *from, const luaapi_object *to)
{
    luaapi_notes_move(L, from, to, NOTES);
}

static const char *type_of(lua_State *L, const luaapi_object *self)
{
    sim_stack stack = {0, 0, 0};
    if (!luaapi_item_stack_get(self, &stack)) {
        luaapi_raise(L, "LuaItemStack is not valid for read.");
    }
    return PROTOTYPES(self)->items[stack.item].type_name;
}

static void require_blueprint(lua_State *L, const luaapi_object *self)
{
    if (strcmp(type_of(L, self), "blueprint") != 0) {
        luaapi_raise(L, "The item is not a blueprint.");
    }
}

/* Pushes a field of the plan; nil without it. */
static void push_plan_field(lua_State *L, const luaapi_object *self, const char *field)
{
    if (luaapi_item_data_push(L, self, 0)) {
        lua_getfield(L, -1, field);
        lua_remove(L, -2);
    } else {
        lua_pushnil(L);
    }
}

/* Pops a value into a field of the plan. */
static void set_plan_field(lua_State *L, const luaapi_object *self, const char *field)
{
    luaapi_item_data_push(L, self, 1);
    lua_insert(L, -2);
    luaapi_ordered_setfield(L, -2, field);
    lua_pop(L, 1);
}

/* Pushes a copy of the list of entities or tiles; nil for an empty one, as the game does. */
static int push_list(lua_State *L, luaapi_object *self, const char *field)
{
    require_blueprint(L, self);
    push_plan_field(L, self, field);
    if (lua_istable(L, -1) && lua_rawlen(L, -1) > 0) {
        luaapi_copy_push(L, -1);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

static int get_blueprint_entities(lua_State *L, luaapi_object *self)
{
    return push_list(L, self, "entities");
}

static int get_blueprint_tiles(lua_State *L, luaapi_object *self)
{
    return push_list(L, self, "tiles");
}

static uint32_t count_of(lua_State *L, luaapi_object *self, const char *field)
{
    push_plan_field(L, self, field);
    uint32_t count = lua_istable(L, -1) ? (uint32_t)lua_rawlen(L, -1) : 0;
    lua_pop(L, 1);
    return count;
}

static int get_blueprint_entity_count(lua_State *L, luaapi_object *self)
{
    require_blueprint(L, self);
    lua_pushnumber(L, count_of(L, self, "entities"));
    return 1;
}

static int is_blueprint_setup(lua_State *L, luaapi_object *self)
{
    int is_blueprint = strcmp(type_of(L, self), "blueprint") == 0;
    lua_pushboolean(L, is_blueprint && count_of(L, self, "entities") + count_of(L, self, "tiles") > 0);
    return 1;
}

/* Numbers a list of entities from 1, and sees to it that each has a name that is known and a position. */
static void normalise_entities(lua_State *L, luaapi_object *self, int list)
{
    int count = (int)lua_rawlen(L, list);
    for (int i = 1; i <= count; i++) {
        lua_rawgeti(L, list, i);
        luaapi_check_type(L, -1, LUA_TTABLE, "set_blueprint_entities");
        int entity = lua_gettop(L);
        lua_getfield(L, entity, "name");
        luaapi_read_entity_prototype(L, -1, self->world);
        lua_getfield(L, entity, "position");
        luaapi_read_fixed_position(L, -1, "position");
        lua_getfield(L, entity, "entity_number");
        if (lua_isnil(L, -1)) {
            lua_pushnumber(L, i);
            luaapi_ordered_setfield(L, entity, "entity_number");
        }
        lua_settop(L, entity - 1);
    }
}

static int set_blueprint_entities(lua_State *L, luaapi_object *self)
{
    require_blueprint(L, self);
    luaapi_check_type(L, 1, LUA_TTABLE, "set_blueprint_entities");
    luaapi_copy_push(L, 1);
    normalise_entities(L, self, lua_gettop(L));
    set_plan_field(L, self, "entities");
    return 0;
}

static int set_blueprint_tiles(lua_State *L, luaapi_object *self)
{
    require_blueprint(L, self);
    luaapi_check_type(L, 1, LUA_TTABLE, "set_blueprint_tiles");
    luaapi_copy_push(L, 1);
    set_plan_field(L, self, "tiles");
    return 0;
}

static int clear_blueprint(lua_State *L, luaapi_object *self)
{
    require_blueprint(L, self);
    luaapi_item_data_drop(L, self);
    return 0;
}

/* The settings of a row as fields of the blueprint entity on top of the stack. */
static void put_settings(lua_State *L, const luaapi_object *self, const sim_blueprint_row *row)
{
    const sim_prototypes *all = PROTOTYPES(self);
    const sim_entity_settings *settings = &row->settings;
    if (settings->recipe) {
        luaapi_put_string(L, "recipe", all->recipes[settings->recipe].name);
    }
    int filters = 0;
    lua_newtable(L);
    for (int i = 0; i < SIM_ENTITY_FILTERS; i++) {
        if (settings->filters[i]) {
            lua_newtable(L);
            luaapi_put_number(L, "index", i + 1);
            luaapi_put_string(L, "name", all->items[settings->filters[i]].name);
            lua_rawseti(L, -2, ++filters);
        }
    }
    if (filters > 0 && all->entities[row->prototype].type == SIM_TYPE_SPLITTER) {
        lua_rawgeti(L, -1, 1);
        lua_remove(L, -2);
        luaapi_ordered_setfield(L, -2, "filter");
    } else if (filters > 0) {
        luaapi_ordered_setfield(L, -2, "filters");
        luaapi_put_boolean(L, "use_filters", 1);
        luaapi_put_string(L, "filter_mode", settings->filters_refuse ? "blacklist" : "whitelist");
    } else {
        lua_pop(L, 1);
    }
    if (all->entities[row->prototype].type == SIM_TYPE_UNDERGROUND_BELT) {
        luaapi_put_string(L, "type", settings->is_output ? "output" : "input");
    }
    static const char *const sides[] = {NULL, "left", "right"};
    if (settings->input_priority == 1 || settings->input_priority == 2) {
        luaapi_put_string(L, "input_priority", sides[settings->input_priority]);
    }
    if (settings->output_priority == 1 || settings->output_priority == 2) {
        luaapi_put_string(L, "output_priority", sides[settings->output_priority]);
    }
    if (settings->stack_size) {
        luaapi_put_number(L, "override_stack_size", settings->stack_size);
    }
}

/* Pushes the BlueprintEntity of a row. */
static void push_row(lua_State *L, const luaapi_object *self, const sim_blueprint_row *row, uint32_t number)
{
    lua_newtable(L);
    luaapi_put_number(L, "entity_number", number);
    luaapi_put_string(L, "name", PROTOTYPES(self)->entities[row->prototype].name);
    luaapi_push_fixed_position(L, row->position);
    luaapi_ordered_setfield(L, -2, "position");
    if (row->direction) {
        luaapi_put_number(L, "direction", row->direction);
    }
    put_settings(L, self, row);
}

/* The rows of what stands in the area; their number goes to `count`. Pushes the memory that holds them. */
static sim_blueprint_row *capture(lua_State *L, const luaapi_surface *surface, const luaapi_object *self, sim_box area,
                                  uint32_t *count)
{
    sim_blueprint_row *rows = lua_newuserdata(L, MOST_ROWS * sizeof *rows);
    *count = sim_blueprint_capture(surface->arena, PROTOTYPES(self), area, rows, MOST_ROWS);
    *count = *count < MOST_ROWS ? *count : MOST_ROWS;
    return rows;
}

/* The entity that a captured row stands for. */
static void push_captured(lua_State *L, const luaapi_object *self, luaapi_surface *surface,
                          const sim_blueprint_row *row, sim_position origin)
{
    sim_entity_filter filter;
    memset(&filter, 0, sizeof filter);
    filter.prototype = row->prototype;
    sim_position place = {row->position.x + origin.x, row->position.y + origin.y};
    sim_box point = {place.x, place.y, place.x, place.y};
    uint32_t slot = 0;
    if (sim_entity_find(surface->arena, PROTOTYPES(self), point, &filter, &slot, 1) == 0) {
        lua_pushnil(L);
    } else {
        luaapi_push_entity(L, self->world, surface->index, sim_entity_handle(surface->arena, slot));
    }
}

static int32_t nearest_corner(int32_t low, int32_t high)
{
    double middle = (sim_fixed_to_tiles(low) + sim_fixed_to_tiles(high)) / 2;
    return (int32_t)floor(middle + 0.5) * SIM_FIXED_ONE;
}

/* create_blueprint{surface, force, area, ...}: takes up what stands there; the entities by their numbers. */
static int create_blueprint(lua_State *L, luaapi_object *self)
{
    require_blueprint(L, self);
    luaapi_check_type(L, 1, LUA_TTABLE, "create_blueprint");
    lua_getfield(L, 1, "surface");
    luaapi_surface *surface = luaapi_read_surface(L, -1, self->world);
    lua_getfield(L, 1, "force");
    luaapi_read_force(L, -1, self->world);
    lua_getfield(L, 1, "area");
    sim_box area = luaapi_read_area(L, -1, "area");
    uint32_t count = 0;
    sim_blueprint_row *rows = capture(L, surface, self, area, &count);
    sim_position origin = {nearest_corner(area.left, area.right), nearest_corner(area.top, area.bottom)};
    lua_createtable(L, (int)count, 0);
    int entities = lua_gettop(L);
    lua_newtable(L);
    int mapping = lua_gettop(L);
    for (uint32_t i = 0; i < count; i++) {
        push_row(L, self, &rows[i], i + 1);
        lua_rawseti(L, entities, (int)i + 1);
        push_captured(L, self, surface, &rows[i], origin);
        lua_rawseti(L, mapping, (int)i + 1);
    }
    lua_pushvalue(L, entities);
    set_plan_field(L, self, "entities");
    if (count == 0 || luaapi_field_boolean_or(L, 1, "always_include_tiles", 0)) {
        luaapi_blueprint_capture_tiles(L, self, surface, area, origin);
        set_plan_field(L, self, "tiles");
    }
    lua_pushvalue(L, mapping);
    return 1;
}

static uint8_t read_side(lua_State *L, int entity, const char *key)
{
    lua_getfield(L, entity, key);
    const char *side = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
    uint8_t number = strcmp(side, "left") == 0 ? 1 : strcmp(side, "right") == 0 ? 2 : 0;
    lua_pop(L, 1);
    return number;
}

static int field_is(lua_State *L, int entity, const char *key, const char *text)
{
    lua_getfield(L, entity, key);
    int is = lua_type(L, -1) == LUA_TSTRING && strcmp(lua_tostring(L, -1), text) == 0;
    lua_pop(L, 1);
    return is;
}

static void read_filters(lua_State *L, luaapi_object *self, int entity, sim_entity_settings *settings)
{
    int top = lua_gettop(L);
    lua_getfield(L, entity, "filter");
    settings->filters[0] = luaapi_read_item_filter(L, -1, self->world);
    lua_getfield(L, entity, "filters");
    int count = lua_istable(L, -1) ? (int)lua_rawlen(L, -1) : 0;
    for (int i = 1; i <= count; i++) {
        lua_rawgeti(L, top + 2, i);
        int index = lua_istable(L, -1) ? (int)luaapi_field_number_or(L, -1, "index", i) : i;
        if (index >= 1 && index <= SIM_ENTITY_FILTERS) {
            settings->filters[index - 1] = luaapi_read_item_filter(L, -1, self->world);
        }
        lua_settop(L, top + 2);
    }
    lua_settop(L, top);
    settings->filters_refuse = (uint8_t)field_is(L, entity, "filter_mode", "blacklist");
}

/* The row of the BlueprintEntity at the stack index. */
static sim_blueprint_row read_row(lua_State *L, luaapi_object *self, int entity)
{
    sim_blueprint_row row;
    memset(&row, 0, sizeof row);
    lua_getfield(L, entity, "name");
    row.prototype = luaapi_read_entity_prototype(L, -1, self->world);
    row.position = luaapi_field_position(L, entity, "position");
    row.direction = (uint8_t)luaapi_field_number_or(L, entity, "direction", 0) % SIM_DIRECTION_COUNT;
    lua_getfield(L, entity, "recipe");
    if (!lua_isnil(L, -1)) {
        row.settings.recipe = luaapi_read_recipe_prototype(L, -1, self->world);
    }
    lua_settop(L, entity);
    read_filters(L, self, entity, &row.settings);
    row.settings.is_output = (uint8_t)field_is(L, entity, "type", "output");
    row.settings.input_priority = read_side(L, entity, "input_priority");
    row.settings.output_priority = read_side(L, entity, "output_priority");
    row.settings.stack_size = (uint16_t)luaapi_field_number_or(L, entity, "override_stack_size", 0);
    return row;
}

/* The rows of the plan; pushes the memory that holds them. */
static sim_blueprint_row *read_rows(lua_State *L, luaapi_object *self, uint32_t *count)
{
    push_plan_field(L, self, "entities");
    int entities = lua_gettop(L);
    *count = lua_istable(L, entities) ? (uint32_t)lua_rawlen(L, entities) : 0;
    *count = *count < MOST_ROWS ? *count : MOST_ROWS;
    sim_blueprint_row *rows = lua_newuserdata(L, (*count + 1) * sizeof *rows);
    for (uint32_t i = 0; i < *count; i++) {
        lua_rawgeti(L, entities, (int)i + 1);
        rows[i] = read_row(L, self, lua_gettop(L));
        lua_pop(L, 1);
    }
    return rows;
}

/* Moves the rows so that the middle of what they and the tiles of the list cover lies at the origin, as the game puts a
 * blueprint down; returns where that was. */
static sim_position centre_rows(lua_State *L, const luaapi_object *self, sim_blueprint_row *rows, uint32_t count,
                                int tiles)
{
    sim_box all = {INT32_MAX, INT32_MAX, INT32_MIN, INT32_MIN};
    for (uint32_t i = 0; i < count; i++) {
        const sim_entity_prototype *prototype = &PROTOTYPES(self)->entities[rows[i].prototype];
        int turned = rows[i].direction / 4 % 2;
        int32_t width = (turned ? prototype->tile_height : prototype->tile_width) * SIM_FIXED_ONE / 2;
        int32_t height = (turned ? prototype->tile_width : prototype->tile_height) * SIM_FIXED_ONE / 2;
        all.left = rows[i].position.x - width < all.left ? rows[i].position.x - width : all.left;
        all.top = rows[i].position.y - height < all.top ? rows[i].position.y - height : all.top;
        all.right = rows[i].position.x + width > all.right ? rows[i].position.x + width : all.right;
        all.bottom = rows[i].position.y + height > all.bottom ? rows[i].position.y + height : all.bottom;
    }
    luaapi_blueprint_cover_tiles(L, self, tiles, &all);
    sim_position middle = {nearest_corner(all.left, all.right), nearest_corner(all.top, all.bottom)};
    for (uint32_t i = 0; i < count; i++) {
        rows[i].position.x -= middle.x;
        rows[i].position.y -= middle.y;
    }
    return middle;
}

/* Appends the ghost that stands where the row came to lie to the list at the index. */
static void append_ghost(lua_State *L, luaapi_object *self, luaapi_surface *surface, sim_blueprint_row row, int list)
{
    sim_entity_filter filter;
    memset(&filter, 0, sizeof filter);
    filter.type_bits = 1ull << SIM_TYPE_ENTITY_GHOST;
    sim_box point = {row.position.x, row.position.y, row.position.x, row.position.y};
    uint32_t slot = 0;
    if (sim_entity_find(surface->arena, PROTOTYPES(self), point, &filter, &slot, 1) > 0) {
        luaapi_push_entity(L, self->world, surface->index, sim_entity_handle(surface->arena, slot));
        lua_rawseti(L, list, (int)lua_rawlen(L, list) + 1);
    }
}

/* Puts all rows down as ghosts, with as much room as that takes. */
static void place_rows(lua_State *L, luaapi_object *self, luaapi_surface *surface, const sim_blueprint_row *rows,
                       uint32_t count, const sim_blueprint_placing *placing)
{
    uint8_t *results = lua_newuserdata(L, count + 1);
    for (;;) {
        sim_blueprint_place(surface->arena, PROTOTYPES(self), rows, count, placing, results);
        if (count == 0 || results[count - 1] != SIM_ARENA_FULL || !luaapi_surface_grow(self->world, surface)) {
            return;
        }
    }
}

/* build_blueprint{surface, force, position, direction?...}: the ghosts. */
static int build_blueprint(lua_State *L, luaapi_object *self)
{
    require_blueprint(L, self);
    luaapi_check_type(L, 1, LUA_TTABLE, "build_blueprint");
    sim_blueprint_placing placing;
    memset(&placing, 0, sizeof placing);
    lua_getfield(L, 1, "surface");
    luaapi_surface *surface = luaapi_read_surface(L, -1, self->world);
    lua_getfield(L, 1, "force");
    placing.force = luaapi_surface_force_byte(self->world, surface, luaapi_read_force(L, -1, self->world));
    placing.position = luaapi_field_position(L, 1, "position");
    placing.direction = (uint8_t)luaapi_field_number_or(L, 1, "direction", 0) % SIM_DIRECTION_COUNT;
    uint32_t count = 0;
    sim_blueprint_row *rows = read_rows(L, self, &count);
    push_plan_field(L, self, "tiles");
    int tiles = lua_gettop(L);
    sim_position middle = centre_rows(L, self, rows, count, tiles);
    place_rows(L, self, surface, rows, count, &placing);
    lua_newtable(L);
    int list = lua_gettop(L);
    luaapi_blueprint_place_tiles(L, self, surface, tiles, middle, &placing, list);
    for (uint32_t i = 0; i < count; i++) {
        append_ghost(L, self, surface, sim_blueprint_placed(PROTOTYPES(self), &rows[i], &placing), list);
    }
    return 1;
}

/* cost_to_build: the items, as a list of {name, count, quality}. */
static int get_cost_to_build(lua_State *L, luaapi_object *self)
{
    require_blueprint(L, self);
    uint32_t count = 0;
    sim_blueprint_row *rows = read_rows(L, self, &count);
    uint32_t *needed = lua_newuserdata(L, (PROTOTYPES(self)->item_count + 1) * sizeof *needed);
    memset(needed, 0, (PROTOTYPES(self)->item_count + 1) * sizeof *needed);
    for (uint32_t i = 0; i < count; i++) {
        needed[PROTOTYPES(self)->entities[rows[i].prototype].placeable_by]++;
    }
    push_plan_field(L, self, "tiles");
    luaapi_blueprint_count_tiles(L, self, lua_gettop(L), needed);
    int written = 0;
    lua_newtable(L);
    for (uint32_t item = 1; item < PROTOTYPES(self)->item_count; item++) {
        if (needed[item]) {
            luaapi_push_item_count(L, PROTOTYPES(self)->items[item].name, needed[item]);
            lua_rawseti(L, -2, ++written);
        }
    }
    return 1;
}

/* import_stack(string): 0 when all went well, 1 for a text that is no blueprint string. */
static int import_stack(lua_State *L, luaapi_object *self)
{
    size_t length = 0;
    const char *text = luaapi_check_string(L, 1, "import_stack", &length);
    if (length < 2 || text[0] != '0') {
        lua_pushnumber(L, 1);
        return 1;
    }
    lua_pushlstring(L, text + 1, length - 1);
    luaapi_server_call(L, "decode_string", 1, 1);
    if (lua_type(L, -1) != LUA_TSTRING) {
        lua_pushnumber(L, 1);
        return 1;
    }
    const char *json = lua_tolstring(L, -1, &length);
    luaapi_json_push_value(L, json, length);
    lua_getfield(L, -1, "blueprint");
    if (!lua_istable(L, -1)) {
        lua_pushnumber(L, 1);
        return 1;
    }
    luaapi_item_stack_set_named(L, self, "blueprint");
    lua_getfield(L, -1, "entities");
    if (lua_istable(L, -1)) {
        normalise_entities(L, self, lua_gettop(L));
    }
    lua_pop(L, 1);
    luaapi_notes_drop(L, self, NOTES);
    luaapi_item_data_push(L, self, 1);
    static const char *const fields[] = {"entities", "tiles", "label", "description", "icons", NULL};
    for (int i = 0; fields[i] != NULL; i++) {
        lua_getfield(L, -2, fields[i]);
        luaapi_ordered_setfield(L, -2, fields[i]);
    }
    lua_pushnumber(L, 0);
    return 1;
}

static int export_stack(lua_State *L, luaapi_object *self)
{
    require_blueprint(L, self);
    lua_newtable(L);
    if (luaapi_item_data_push(L, self, 0)) {
        luaapi_copy_push(L, -1);
        lua_remove(L, -2);
    } else {
        lua_newtable(L);
    }
    luaapi_put_string(L, "item", "blueprint");
    luaapi_put_number(L, "version", VERSION_OF_2_0_77);
    luaapi_ordered_setfield(L, -2, "blueprint");
    luaapi_json_push_text(L, lua_gettop(L));
    luaapi_server_call(L, "encode_string", 1, 1);
    lua_pushfstring(L, "0%s", lua_tostring(L, -1));
    return 1;
}

#define PLAN_FIELD(function, field)                                                                                  \
    static int get_##function(lua_State *L, luaapi_object *self)                                                     \
    {                                                                                                                \
        type_of(L, self);                                                                                            \
        push_plan_field(L, self, field);                                                                             \
        return 1;                                                                                                    \
    }                                                                                                                \
    static int set_##function(lua_State *L, luaapi_object *self)                                                     \
    {                                                                                                                \
        type_of(L, self);                                                                                            \
        luaapi_copy_push(L, 3);                                                                                      \
        set_plan_field(L, self, field);                                                                              \
        return 0;                                                                                                    \
    }

PLAN_FIELD(label, "label")
PLAN_FIELD(label_color, "label_color")
PLAN_FIELD(description, "description")
PLAN_FIELD(icons, "icons")
PLAN_FIELD(manual_label, "allow_manual_label_change")
PLAN_FIELD(tags, "tags")

const luaapi_member luaapi_blueprint_members[] = {
    {"is_blueprint_setup", NULL, NULL, is_blueprint_setup},
    {"get_blueprint_entities", NULL, NULL, get_blueprint_entities},
    {"set_blueprint_entities", NULL, NULL, set_blueprint_entities},
    {"get_blueprint_tiles", NULL, NULL, get_blueprint_tiles},
    {"set_blueprint_tiles", NULL, NULL, set_blueprint_tiles},
    {"get_blueprint_entity_count", NULL, NULL, get_blueprint_entity_count},
    {"clear_blueprint", NULL, NULL, clear_blueprint},
    {"create_blueprint", NULL, NULL, create_blueprint},
    {"build_blueprint", NULL, NULL, build_blueprint},
    {"import_stack", NULL, NULL, import_stack},
    {"export_stack", NULL, NULL, export_stack},
    {"cost_to_build", get_cost_to_build, NULL, NULL},
    {"label", get_label, set_label, NULL},
    {"label_color", get_label_color, set_label_color, NULL},
    {"allow_manual_label_change", get_manual_label, set_manual_label, NULL},
    {"blueprint_description", get_description, set_description, NULL},
    {"preview_icons", get_icons, set_icons, NULL},
    {"tags", get_tags, set_tags, NULL},
    {NULL, NULL, NULL, NULL},
};
