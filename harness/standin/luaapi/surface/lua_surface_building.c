/* LuaSurface: making entities, and whether and where there is room for them. */
#include <string.h>

#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/script/events.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/surface/surface_members.h"

#define MOST_ITEMS_IN_THE_WAY 128

/* {name = "item-on-ground", stack = ...} needs its stack; nothing else reads it. */
static void read_ground_stack(lua_State *L, int index, luaapi_world *world, sim_entity_spec *spec)
{
    if (world->prototypes->entities[spec->prototype].type != SIM_TYPE_ITEM_ENTITY) {
        return;
    }
    if (!luaapi_push_field(L, index, "stack")) {
        luaapi_raise(L, "Key \"stack\" not found in property tree at ROOT");
    }
    luaapi_read_stack(L, -1, world, &spec->item, &spec->amount);
    lua_pop(L, 1);
}

static uint8_t read_force_byte(lua_State *L, int index, luaapi_world *world, luaapi_surface *surface,
                               const sim_entity_prototype *prototype)
{
    int is_nature = prototype->type == SIM_TYPE_RESOURCE || prototype->type == SIM_TYPE_TREE ||
                    prototype->type == SIM_TYPE_SIMPLE_ENTITY || prototype->type == SIM_TYPE_ITEM_ENTITY;
    uint32_t force = is_nature ? LUAAPI_FORCE_NEUTRAL : LUAAPI_FORCE_PLAYER;
    if (luaapi_push_field(L, index, "force")) {
        force = luaapi_read_force(L, -1, world);
        lua_pop(L, 1);
    }
    uint8_t byte = luaapi_surface_force_byte(world, surface, force);
    if (byte >= LUAAPI_SURFACE_FORCES) {
        luaapi_raise(L, "Surface %s holds entities of %d forces, the most that it can", surface->name,
                     LUAAPI_SURFACE_FORCES);
    }
    return byte;
}

/* What create_entity and can_place_entity both read of their table. */
static sim_entity_spec read_entity_spec(lua_State *L, int index, luaapi_object *self)
{
    sim_entity_spec spec;
    memset(&spec, 0, sizeof spec);
    luaapi_check_type(L, index, LUA_TTABLE, "create_entity");
    if (!luaapi_push_field(L, index, "name")) {
        luaapi_raise(L, "Key \"name\" not found in property tree at ROOT");
    }
    spec.prototype = luaapi_read_entity_prototype(L, -1, self->world);
    lua_pop(L, 1);
    spec.position = luaapi_field_position(L, index, "position");
    if (luaapi_push_field(L, index, "direction")) {
        spec.direction = (uint8_t)luaapi_read_integer(L, -1, "direction", 0, SIM_DIRECTION_COUNT - 1);
        lua_pop(L, 1);
    }
    return spec;
}

static void raise_built(lua_State *L, luaapi_object *self, sim_handle created)
{
    lua_newtable(L);
    luaapi_push_entity(L, self->world, self->surface, created);
    luaapi_ordered_setfield(L, -2, "entity");
    luaapi_event_raise(L, self->world, "script_raised_built");
}

/* Settings of machines, inserters, splitters and underground belts that the table holds. */
static sim_entity_settings read_settings(lua_State *L, int index, luaapi_world *world)
{
    sim_entity_settings settings;
    memset(&settings, 0, sizeof settings);
    if (luaapi_push_field(L, index, "recipe")) {
        settings.recipe = luaapi_read_recipe_prototype(L, -1, world);
        lua_pop(L, 1);
    }
    if (luaapi_push_field(L, index, "filters") && lua_istable(L, -1)) {
        int length = (int)lua_rawlen(L, -1);
        for (int i = 1; i <= length && i <= SIM_ENTITY_FILTERS; i++) {
            lua_rawgeti(L, -1, i);
            settings.filters[i - 1] = luaapi_read_item_filter(L, -1, world);
            lua_pop(L, 1);
        }
    }
    if (luaapi_push_field(L, index, "type")) {
        settings.is_output = strcmp(luaapi_field_string(L, index, "type"), "output") == 0;
    }
    if (luaapi_push_field(L, index, "bar")) {
        settings.bar = (uint16_t)luaapi_read_integer(L, -1, "bar", 1, UINT16_MAX);
    }
    lua_settop(L, index);
    return settings;
}

/* A machine's recipe, an inserter's filters, the end of an underground belt that was just made. A recipe that the machine
 * cannot have raises, as in the game. */
static void write_settings(lua_State *L, int index, luaapi_object *self, sim_handle created)
{
    sim_entity_settings settings = read_settings(L, index, self->world);
    uint32_t slot = created.index;
    enum sim_result result = SIM_OK;
    if (settings.recipe) {
        GROWING(self, result, sim_entity_set_recipe(ARENA(self), PROTOTYPES(self), slot, settings.recipe, 0));
        if (result != SIM_OK && result != SIM_WRONG_TYPE) {
            luaapi_raise(L, "LuaSurface::create_entity: recipe %s: %s.",
                         PROTOTYPES(self)->recipes[settings.recipe].name, sim_result_text(result));
        }
    }
    for (uint32_t i = 0; i < SIM_ENTITY_FILTERS; i++) {
        if (settings.filters[i]) {
            sim_entity_set_filter(ARENA(self), PROTOTYPES(self), slot, i, settings.filters[i]);
        }
    }
    if (settings.is_output) {
        GROWING(self, result, sim_underground_set_output(ARENA(self), PROTOTYPES(self), slot, 1));
    }
    uint16_t prototype = sim_entity_slot(ARENA(self), slot)->prototype;
    if (settings.bar && PROTOTYPES(self)->entities[prototype].type == SIM_TYPE_CONTAINER) {
        uint32_t chest = sim_entity_inventory(ARENA(self), PROTOTYPES(self), slot, SIM_INVENTORY_MAIN);
        sim_inventory_set_bar(ARENA(self), chest, settings.bar - 1u);
    }
}

/* The main inventory of the character that a replacement is made by, 0 without one. */
static uint32_t read_pocket(lua_State *L, luaapi_object *self)
{
    if (!luaapi_push_field(L, 1, "character")) {
        return 0;
    }
    const luaapi_object *character = luaapi_object_check(L, -1, &luaapi_class_entity, "create_entity");
    uint32_t pocket = character->surface == self->surface ? luaapi_entity_inventory(character, SIM_INVENTORY_MAIN) : 0;
    lua_pop(L, 1);
    return pocket;
}

/* Plans the tile inner_name. */
static enum sim_result make_tile_ghost(lua_State *L, luaapi_object *self, const sim_entity_spec *spec,
                                       sim_handle *created)
{
    enum sim_result result = SIM_OK;
    luaapi_field_string(L, 1, "inner_name");
    lua_getfield(L, 1, "inner_name");
    uint16_t tile = luaapi_read_tile_prototype(L, -1, self->world);
    lua_pop(L, 1);
    luaapi_surface_make_room(self->world, luaapi_surface_of(self));
    GROWING(self, result,
            sim_tile_ghost_create(ARENA(self), PROTOTYPES(self), tile, spec->position, spec->force, created));
    return result;
}

/* Makes what the table asks for: a ghost of inner_name, a replacement, or simply the entity. */
static enum sim_result make(lua_State *L, luaapi_object *self, const sim_entity_spec *spec, sim_handle *created)
{
    enum sim_result result = SIM_OK;
    if (PROTOTYPES(self)->entities[spec->prototype].type == SIM_TYPE_TILE_GHOST) {
        return make_tile_ghost(L, self, spec, created);
    }
    if (PROTOTYPES(self)->entities[spec->prototype].type == SIM_TYPE_ENTITY_GHOST) {
        sim_entity_spec inner = *spec;
        sim_entity_settings settings = read_settings(L, 1, self->world);
        luaapi_field_string(L, 1, "inner_name");
        lua_getfield(L, 1, "inner_name");
        inner.prototype = luaapi_read_entity_prototype(L, -1, self->world);
        lua_pop(L, 1);
        GROWING(self, result, sim_ghost_create(ARENA(self), PROTOTYPES(self), &inner, &settings, created));
        return result;
    }
    if (luaapi_field_boolean_or(L, 1, "fast_replace", 0)) {
        luaapi_surface_make_room(self->world, luaapi_surface_of(self));
        uint32_t pocket = read_pocket(L, self);
        GROWING(self, result, sim_build_replace(ARENA(self), PROTOTYPES(self), spec, pocket, created));
        if (result == SIM_OK) {
            return result;
        }
    }
    return luaapi_surface_create_entity(self->world, luaapi_surface_of(self), spec, created);
}

/* create_entity{name, position, direction?, force?, amount?, stack?, recipe?, filters?, type?, inner_name?,
 * fast_replace?, character?, raise_built?}: nil when nothing came to be. A projectile takes target, speed and source?,
 * and is nil, as is a fire. */
static int create_entity(lua_State *L, luaapi_object *self)
{
    luaapi_surface *surface = luaapi_surface_of(self);
    sim_entity_spec spec = read_entity_spec(L, 1, self);
    const sim_entity_prototype *prototype = &self->world->prototypes->entities[spec.prototype];
    spec.force = read_force_byte(L, 1, self->world, surface, prototype);
    if (luaapi_surface_lets_fly(L, self, &spec)) {
        lua_pushnil(L);
        return 1;
    }
    read_ground_stack(L, 1, self->world, &spec);
    if (prototype->type == SIM_TYPE_RESOURCE && luaapi_push_field(L, 1, "amount")) {
        spec.amount = (uint32_t)luaapi_read_integer(L, -1, "amount", 1, UINT32_MAX);
        lua_pop(L, 1);
    }
    sim_handle created = {0, 0};
    if (make(L, self, &spec, &created) != SIM_OK) {
        lua_pushnil(L);
        return 1;
    }
    write_settings(L, 1, self, created);
    if (luaapi_field_boolean_or(L, 1, "raise_built", 0)) {
        raise_built(L, self, created);
    }
    luaapi_push_entity(L, self->world, self->surface, created);
    return 1;
}

/* The ground that the prototype's rules want, to any of its sides: clients that are known to work on the game ask for
 * offshore pumps on a shore facing any way. */
static int has_ground(const sim_arena *arena, const sim_prototypes *prototypes, const sim_entity_spec *spec,
                      sim_position position)
{
    for (uint8_t direction = 0; direction < SIM_DIRECTION_COUNT; direction += SIM_DIRECTION_COUNT / 4) {
        if (sim_build_tiles_hold(arena, prototypes, spec->prototype, direction, position)) {
            return 1;
        }
    }
    return 0;
}

/* 1 when nothing but items on the ground is in the way of a building: the game lets build over those. */
static int only_items_in_the_way(const sim_arena *arena, const sim_prototypes *prototypes, const sim_entity_spec *spec,
                                 sim_position position)
{
    const sim_entity_prototype *placed = &prototypes->entities[spec->prototype];
    uint32_t slots[MOST_ITEMS_IN_THE_WAY];
    if (!(placed->flags & SIM_FLAG_PLAYER_CREATION) || placed->type == SIM_TYPE_CHARACTER ||
        !sim_map_contains(arena, sim_fixed_tile(position.x), sim_fixed_tile(position.y)) ||
        sim_map_box_collides(arena, prototypes,
                             sim_box_at(sim_box_turned(placed->collision_box, spec->direction), position),
                             placed->collision_layers)) {
        return 0;
    }
    uint32_t count = sim_entity_colliding(arena, prototypes, spec->prototype, spec->direction, position, slots,
                                          MOST_ITEMS_IN_THE_WAY);
    for (uint32_t i = 0; i < count && i < MOST_ITEMS_IN_THE_WAY; i++) {
        if (sim_entity_slot(arena, slots[i])->prototype != prototypes->item_entity) {
            return 0;
        }
    }
    return count <= MOST_ITEMS_IN_THE_WAY;
}

static int can_place_entity(lua_State *L, luaapi_object *self)
{
    sim_entity_spec spec = read_entity_spec(L, 1, self);
    sim_handle nothing = {0, 0};
    const sim_prototypes *prototypes = self->world->prototypes;
    sim_position position = sim_entity_snap(prototypes, spec.prototype, spec.direction, spec.position);
    const sim_arena *arena = ARENA(self);
    int is_free = sim_entity_can_place(arena, prototypes, spec.prototype, spec.direction, position, nothing) ||
                  only_items_in_the_way(arena, prototypes, &spec, position);
    lua_pushboolean(L, is_free && has_ground(arena, prototypes, &spec, position));
    return 1;
}

/* can_fast_replace{name, position, direction?}: whether something is there that the entity may take the place of. */
static int can_fast_replace(lua_State *L, luaapi_object *self)
{
    sim_entity_spec spec = read_entity_spec(L, 1, self);
    const sim_arena *arena = ARENA(self);
    lua_pushboolean(L, sim_build_may_place(arena, PROTOTYPES(self), spec.prototype, spec.direction, spec.position, 1) ==
                               SIM_OK &&
                           sim_build_may_place(arena, PROTOTYPES(self), spec.prototype, spec.direction, spec.position,
                                               0) == SIM_BLOCKED);
    return 1;
}

/* entity_prototype_collides(name, position, use_map_generation_box, direction?). */
static int entity_prototype_collides(lua_State *L, luaapi_object *self)
{
    uint16_t prototype = luaapi_read_entity_prototype(L, 1, self->world);
    sim_position position = luaapi_read_fixed_position(L, 2, "position");
    uint8_t direction = lua_isnoneornil(L, 4)
                            ? 0
                            : (uint8_t)luaapi_read_integer(L, 4, "direction", 0, SIM_DIRECTION_COUNT - 1);
    sim_handle nothing = {0, 0};
    lua_pushboolean(L, !sim_entity_can_place(ARENA(self), PROTOTYPES(self), prototype, direction, position, nothing));
    return 1;
}

/* get_closest(position, entities): the one whose centre is nearest. */
static int get_closest(lua_State *L, luaapi_object *self)
{
    sim_position position = luaapi_read_fixed_position(L, 1, "position");
    int64_t nearest = INT64_MAX;
    int best = 0;
    luaapi_check_type(L, 2, LUA_TTABLE, "get_closest");
    int length = (int)lua_rawlen(L, 2);
    for (int i = 1; i <= length; i++) {
        lua_rawgeti(L, 2, i);
        const luaapi_object *entity = luaapi_object_check(L, lua_gettop(L), &luaapi_class_entity, "get_closest");
        int64_t distance = sim_distance_squared(position, luaapi_entity_of(entity)->position);
        if (entity->surface == self->surface && distance < nearest) {
            nearest = distance;
            best = i;
        }
        lua_pop(L, 1);
    }
    if (best) {
        lua_rawgeti(L, 2, best);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

const luaapi_member luaapi_surface_building_members[] = {
    {"create_entity", NULL, NULL, create_entity},
    {"can_place_entity", NULL, NULL, can_place_entity},
    {"can_fast_replace", NULL, NULL, can_fast_replace},
    {"entity_prototype_collides", NULL, NULL, entity_prototype_collides},
    {"get_closest", NULL, NULL, get_closest},
    {NULL, NULL, NULL, NULL},
};
