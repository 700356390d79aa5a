/* LuaControl, as far as a LuaEntity has it: place, force, walking, mining, selection, inventory. */
#include <math.h>

#include "harness/standin/luaapi/objects/arguments.h"
#include "harness/standin/luaapi/objects/classes.h"
#include "harness/standin/luaapi/script/events.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/vm/raise.h"

#define NO_CHARACTER UINT32_MAX

static const sim_entity_prototype *prototype_of(const luaapi_object *self)
{
    return &self->world->prototypes->entities[luaapi_entity_of(self)->prototype];
}

/* Number of the character's record; raises for anything else. */
static uint32_t character_of(lua_State *L, const luaapi_object *self, const char *member)
{
    uint32_t character = sim_character_of(luaapi_surface_of(self)->arena, self->world->prototypes, self->entity);
    if (character == NO_CHARACTER) {
        luaapi_raise(L, "LuaEntity::%s: %s is not a character.", member, prototype_of(self)->name);
    }
    return character;
}

static sim_character *record_of(lua_State *L, const luaapi_object *self, const char *member)
{
    return sim_character_get(luaapi_surface_of(self)->arena, character_of(L, self, member));
}

static int get_position(lua_State *L, luaapi_object *self)
{
    luaapi_push_fixed_position(L, luaapi_entity_of(self)->position);
    return 1;
}

static int get_surface(lua_State *L, luaapi_object *self)
{
    luaapi_push_surface(L, self->world, self->surface);
    return 1;
}

static int get_surface_index(lua_State *L, luaapi_object *self)
{
    lua_pushnumber(L, self->surface);
    return 1;
}

static uint32_t force_of(const luaapi_object *self)
{
    return luaapi_surface_of(self)->force_of_byte[luaapi_entity_of(self)->force];
}

static int get_force(lua_State *L, luaapi_object *self)
{
    luaapi_push_force(L, self->world, force_of(self));
    return 1;
}

static int get_force_index(lua_State *L, luaapi_object *self)
{
    lua_pushnumber(L, force_of(self));
    return 1;
}

static int set_force(lua_State *L, luaapi_object *self)
{
    uint8_t byte = luaapi_surface_force_byte(self->world, luaapi_surface_of(self), luaapi_read_force(L, 3, self->world));
    if (byte >= LUAAPI_SURFACE_FORCES) {
        return luaapi_raise(L, "Surface %s holds entities of %d forces, the most that it can",
                            luaapi_surface_of(self)->name, LUAAPI_SURFACE_FORCES);
    }
    sim_arena *arena = luaapi_surface_of(self)->arena;
    sim_handle handle = sim_entity_handle(arena, sim_entity_index(arena, luaapi_entity_of(self)));
    sim_entity_set_force(arena, luaapi_world_prototypes(self->world), handle, byte);
    return 0;
}

static int is_player(lua_State *L, luaapi_object *self)
{
    (void)self;
    lua_pushboolean(L, 0);
    return 1;
}

/* teleport(x, y) or teleport(position, surface?, raise_teleported?, snap_to_grid?). */
static int teleport(lua_State *L, luaapi_object *self)
{
    sim_position to;
    if (lua_type(L, 1) == LUA_TNUMBER) {
        to.x = sim_fixed_from_tiles(luaapi_check_number(L, 1, "teleport"));
        to.y = sim_fixed_from_tiles(luaapi_check_number(L, 2, "teleport"));
        lua_settop(L, 0);
    } else {
        to = luaapi_read_fixed_position(L, 1, "position");
    }
    lua_settop(L, 4);
    if (!lua_isnil(L, 2) && luaapi_read_surface(L, 2, self->world)->index != self->surface) {
        return luaapi_raise(L, "LuaEntity::teleport: moving between surfaces is not possible for %s.",
                            prototype_of(self)->name);
    }
    const sim_entity *entity = luaapi_entity_of(self);
    if (lua_isnil(L, 4) || lua_toboolean(L, 4)) {
        to = sim_entity_snap(self->world->prototypes, entity->prototype, entity->direction, to);
    }
    sim_position from = entity->position;
    enum sim_result result =
        sim_entity_teleport(luaapi_surface_of(self)->arena, self->world->prototypes, self->entity, to);
    if (result == SIM_OK && lua_toboolean(L, 3)) {
        lua_newtable(L);
        luaapi_push_entity(L, self->world, self->surface, self->entity);
        luaapi_ordered_setfield(L, -2, "entity");
        luaapi_push_fixed_position(L, from);
        luaapi_ordered_setfield(L, -2, "old_position");
        luaapi_event_raise(L, self->world, "script_raised_teleported");
    }
    lua_pushboolean(L, result == SIM_OK);
    return 1;
}

static int get_walking_state(lua_State *L, luaapi_object *self)
{
    const sim_character *record = record_of(L, self, "walking_state");
    static const char *const keys[] = {"walking", "direction", NULL};
    lua_createtable(L, 0, 3);
    luaapi_ordered_template(L, -1, keys);
    lua_pushboolean(L, record->walking);
    lua_setfield(L, -2, "walking");
    lua_pushnumber(L, record->walking_direction);
    lua_setfield(L, -2, "direction");
    return 1;
}

static int set_walking_state(lua_State *L, luaapi_object *self)
{
    uint32_t character = character_of(L, self, "walking_state");
    luaapi_check_type(L, 3, LUA_TTABLE, "walking_state");
    uint8_t direction = sim_character_get(luaapi_surface_of(self)->arena, character)->walking_direction;
    if (luaapi_push_field(L, 3, "direction")) {
        direction = (uint8_t)luaapi_read_integer(L, -1, "walking_state.direction", 0, SIM_DIRECTION_COUNT - 1);
        lua_pop(L, 1);
    }
    int walking = luaapi_field_boolean_or(L, 3, "walking", 0);
    sim_character_set_walking(luaapi_surface_of(self)->arena, character, walking, direction);
    return 0;
}

static int get_mining_state(lua_State *L, luaapi_object *self)
{
    const sim_character *record = record_of(L, self, "mining_state");
    lua_newtable(L);
    lua_pushboolean(L, record->mining);
    luaapi_ordered_setfield(L, -2, "mining");
    if (record->mining) {
        luaapi_push_fixed_position(L, record->mining_position);
        luaapi_ordered_setfield(L, -2, "position");
    }
    return 1;
}

/* Where a mining state without position mines: the selection. */
static sim_position selected_position(lua_State *L, luaapi_object *self, uint32_t character)
{
    const luaapi_selection *selection = luaapi_surface_selection(luaapi_surface_of(self), character);
    if (selection == NULL || !selection->selected) {
        luaapi_raise(L, "Key \"position\" not found in property tree at ROOT");
    }
    return selection->position;
}

/* As in the game no reason is given when there is nothing to mine or it is too far: the state just stays false. */
static int set_mining_state(lua_State *L, luaapi_object *self)
{
    uint32_t character = character_of(L, self, "mining_state");
    luaapi_check_type(L, 3, LUA_TTABLE, "mining_state");
    sim_arena *arena = luaapi_surface_of(self)->arena;
    if (!luaapi_field_boolean_or(L, 3, "mining", 0)) {
        sim_mining_stop(arena, character);
        return 0;
    }
    sim_position position;
    if (luaapi_push_field(L, 3, "position")) {
        position = luaapi_read_fixed_position(L, -1, "mining_state.position");
    } else {
        position = selected_position(L, self, character);
    }
    if (sim_mining_start(arena, self->world->prototypes, character, position) != SIM_OK) {
        sim_mining_stop(arena, character);
    }
    return 0;
}

static int get_mining_progress(lua_State *L, luaapi_object *self)
{
    uint32_t character = character_of(L, self, "character_mining_progress");
    lua_pushnumber(L, sim_mining_progress(luaapi_surface_of(self)->arena, self->world->prototypes, character));
    return 1;
}

static int get_selected(lua_State *L, luaapi_object *self)
{
    uint32_t character = character_of(L, self, "selected");
    luaapi_surface *surface = luaapi_surface_of(self);
    const luaapi_selection *selection = luaapi_surface_selection(surface, character);
    sim_handle entity = {0, 0};
    if (selection != NULL && selection->selected) {
        entity = sim_entity_selected_at(surface->arena, self->world->prototypes, selection->position);
    }
    if (entity.index) {
        luaapi_push_entity(L, self->world, self->surface, entity);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

static void select_position(luaapi_object *self, uint32_t character, int selected, sim_position position)
{
    luaapi_selection *selection = luaapi_surface_selection(luaapi_surface_of(self), character);
    if (selection != NULL) {
        selection->selected = selected;
        selection->position = position;
    }
}

static int set_selected(lua_State *L, luaapi_object *self)
{
    uint32_t character = character_of(L, self, "selected");
    sim_position position = {0, 0};
    if (!lua_isnil(L, 3)) {
        position = luaapi_entity_of(luaapi_object_check(L, 3, &luaapi_class_entity, "selected"))->position;
    }
    select_position(self, character, !lua_isnil(L, 3), position);
    return 0;
}

static int update_selected_entity(lua_State *L, luaapi_object *self)
{
    uint32_t character = character_of(L, self, "update_selected_entity");
    select_position(self, character, 1, luaapi_read_fixed_position(L, 1, "position"));
    return 0;
}

static int clear_selected_entity(lua_State *L, luaapi_object *self)
{
    sim_position nowhere = {0, 0};
    select_position(self, character_of(L, self, "clear_selected_entity"), 0, nowhere);
    return 0;
}

static luaapi_object *entity_argument(lua_State *L, const luaapi_object *self, const char *function)
{
    luaapi_object *entity = luaapi_object_check(L, 1, &luaapi_class_entity, function);
    return entity->surface == self->surface ? entity : NULL;
}

static int can_reach_entity(lua_State *L, luaapi_object *self)
{
    const luaapi_object *entity = entity_argument(L, self, "can_reach_entity");
    uint32_t character = character_of(L, self, "can_reach_entity");
    lua_pushboolean(L, entity != NULL && sim_mining_in_reach(luaapi_surface_of(self)->arena, self->world->prototypes,
                                                             character, entity->entity));
    return 1;
}

static int mine_entity(lua_State *L, luaapi_object *self)
{
    const luaapi_object *entity = entity_argument(L, self, "mine_entity");
    uint32_t character = character_of(L, self, "mine_entity");
    lua_pushboolean(L, entity != NULL && sim_mining_finish(luaapi_surface_of(self)->arena, self->world->prototypes,
                                                           character, entity->entity) == SIM_OK);
    return 1;
}

static int get_in_combat(lua_State *L, luaapi_object *self)
{
    const sim_character *record = record_of(L, self, "in_combat");
    lua_pushboolean(L, record->combat_until_tick > luaapi_surface_of(self)->arena->tick);
    return 1;
}

const luaapi_member luaapi_control_members[] = {
    {"position", get_position, NULL, NULL},
    {"surface", get_surface, NULL, NULL},
    {"surface_index", get_surface_index, NULL, NULL},
    {"force", get_force, set_force, NULL},
    {"force_index", get_force_index, NULL, NULL},
    {"is_player", NULL, NULL, is_player},
    {"teleport", NULL, NULL, teleport},
    {"walking_state", get_walking_state, set_walking_state, NULL},
    {"mining_state", get_mining_state, set_mining_state, NULL},
    {"character_mining_progress", get_mining_progress, NULL, NULL},
    {"selected", get_selected, set_selected, NULL},
    {"update_selected_entity", NULL, NULL, update_selected_entity},
    {"clear_selected_entity", NULL, NULL, clear_selected_entity},
    {"can_reach_entity", NULL, NULL, can_reach_entity},
    {"mine_entity", NULL, NULL, mine_entity},
    {"in_combat", get_in_combat, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
