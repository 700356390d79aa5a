/* LuaForce. */
#include "harness/standin/luaapi/host/console.h"
#include "harness/standin/luaapi/force/force_members.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"

void luaapi_push_force(lua_State *L, luaapi_world *world, uint32_t index)
{
    luaapi_object_push(L, world, &luaapi_class_force)->number = index;
}

static int force_valid(const luaapi_object *self)
{
    return luaapi_world_force(self->world, self->number) != NULL;
}

static int get_name(lua_State *L, luaapi_object *self)
{
    lua_pushstring(L, luaapi_world_force(self->world, self->number)->name);
    return 1;
}

static int get_index(lua_State *L, luaapi_object *self)
{
    lua_pushnumber(L, self->number);
    return 1;
}

/* Nobody can join: a force has no players. */
static int get_players(lua_State *L, luaapi_object *self)
{
    (void)self;
    lua_newtable(L);
    return 1;
}

static uint64_t bit_of(lua_State *L, luaapi_object *self)
{
    return (uint64_t)1 << (luaapi_read_force(L, 1, self->world) - 1);
}

static void set_bit(uint64_t *bits, uint64_t bit, int on)
{
    *bits = on ? *bits | bit : *bits & ~bit;
}

static int set_friend(lua_State *L, luaapi_object *self)
{
    set_bit(&luaapi_world_force(self->world, self->number)->friends, bit_of(L, self), lua_toboolean(L, 2));
    return 0;
}

static int get_friend(lua_State *L, luaapi_object *self)
{
    lua_pushboolean(L, luaapi_world_friends(self->world, self->number, luaapi_read_force(L, 1, self->world)));
    return 1;
}

static int set_cease_fire(lua_State *L, luaapi_object *self)
{
    set_bit(&luaapi_world_force(self->world, self->number)->cease_fires, bit_of(L, self), lua_toboolean(L, 2));
    return 0;
}

static int has_cease_fire(lua_State *L, luaapi_object *self)
{
    const luaapi_force *force = luaapi_world_force(self->world, self->number);
    return (force->cease_fires & bit_of(L, self)) != 0 || luaapi_read_force(L, 1, self->world) == self->number;
}

static int get_cease_fire(lua_State *L, luaapi_object *self)
{
    lua_pushboolean(L, has_cease_fire(L, self));
    return 1;
}

static int is_enemy(lua_State *L, luaapi_object *self)
{
    uint32_t other = luaapi_read_force(L, 1, self->world);
    lua_pushboolean(L, !luaapi_world_friends(self->world, self->number, other) && !has_cease_fire(L, self));
    return 1;
}

/* get_item_production_statistics(surface). */
static int get_item_production_statistics(lua_State *L, luaapi_object *self)
{
    luaapi_push_flow_statistics(L, self->world, luaapi_read_surface(L, 1, self->world)->index, self->number,
                                LUAAPI_FLOW_ITEMS);
    return 1;
}

static int get_fluid_production_statistics(lua_State *L, luaapi_object *self)
{
    luaapi_push_flow_statistics(L, self->world, luaapi_read_surface(L, 1, self->world)->index, self->number,
                                LUAAPI_FLOW_FLUIDS);
    return 1;
}

/* get_entity_build_count_statistics(surface): players and robots build, and here are none; scripts may add. */
static int get_entity_build_count_statistics(lua_State *L, luaapi_object *self)
{
    luaapi_push_flow_statistics(L, self->world, luaapi_read_surface(L, 1, self->world)->index, self->number,
                                LUAAPI_FLOW_BUILDS);
    return 1;
}

static int get_kill_count_statistics(lua_State *L, luaapi_object *self)
{
    luaapi_push_flow_statistics(L, self->world, luaapi_read_surface(L, 1, self->world)->index, self->number,
                                LUAAPI_FLOW_KILLS);
    return 1;
}

static luaapi_force *row_of(const luaapi_object *self)
{
    return luaapi_world_force(self->world, self->number);
}

/* One spawn position a force: surfaces are not told apart. */
static int get_spawn_position(lua_State *L, luaapi_object *self)
{
    luaapi_read_surface(L, 1, self->world);
    luaapi_push_fixed_position(L, row_of(self)->spawn_position);
    return 1;
}

static int set_spawn_position(lua_State *L, luaapi_object *self)
{
    sim_position position = luaapi_read_fixed_position(L, 1, "position");
    luaapi_read_surface(L, 2, self->world);
    row_of(self)->spawn_position = position;
    return 0;
}

BOOLEAN_GETTER(get_friendly_fire, !row_of(self)->has_no_friendly_fire)

static int set_friendly_fire(lua_State *L, luaapi_object *self)
{
    row_of(self)->has_no_friendly_fire = !lua_toboolean(L, 3);
    return 0;
}

BOOLEAN_GETTER(get_ai_controllable, self->number == LUAAPI_FORCE_ENEMY)

/* Maps have no fog: everything is charted, and charting asks for nothing. */
static int chart(lua_State *L, luaapi_object *self)
{
    luaapi_read_surface(L, 1, self->world);
    return 0;
}

static int chart_nothing(lua_State *L, luaapi_object *self)
{
    (void)L, (void)self;
    return 0;
}

static int is_chunk_charted(lua_State *L, luaapi_object *self)
{
    const sim_arena_config *map = &luaapi_read_surface(L, 1, self->world)->arena->config;
    double x = 0;
    double y = 0;
    luaapi_read_position(L, 2, "chunk_position", &x, &y);
    double left = x * SIM_CHUNK_TILES;
    double top = y * SIM_CHUNK_TILES;
    lua_pushboolean(L, left < map->left_tile + (double)map->width_tiles && left + SIM_CHUNK_TILES > map->left_tile &&
                           top < map->top_tile + (double)map->height_tiles && top + SIM_CHUNK_TILES > map->top_tile);
    return 1;
}

/* kill_all_units(): also in groups; nobody hears of it. */
static int kill_all_units(lua_State *L, luaapi_object *self)
{
    (void)L;
    for (uint32_t index = 1; index <= self->world->surface_count; index = luaapi_world_next(self->world, index)) {
        luaapi_surface *surface = luaapi_world_surface(self->world, index);
        for (uint32_t slot = 1; surface != NULL && slot < surface->arena->entity_slots; slot++) {
            const sim_entity *entity = sim_entity_slot(surface->arena, slot);
            if (entity != NULL && self->world->prototypes->entities[entity->prototype].type == SIM_TYPE_UNIT &&
                surface->force_of_byte[entity->force] == self->number) {
                sim_entity_destroy(surface->arena, self->world->prototypes, sim_entity_handle(surface->arena, slot));
            }
        }
    }
    return 0;
}

static int print(lua_State *L, luaapi_object *self)
{
    (void)self;
    luaapi_console_write(L, LUAAPI_CONSOLE_CHAT, 1);
    return 0;
}

/* get_entity_count(name): entities of that name that the force owns, on all surfaces. */
static int get_entity_count(lua_State *L, luaapi_object *self)
{
    uint16_t prototype = luaapi_read_entity_prototype(L, 1, self->world);
    uint32_t count = 0;
    for (uint32_t index = 1; index <= self->world->surface_count; index = luaapi_world_next(self->world, index)) {
        const luaapi_surface *surface = luaapi_world_surface(self->world, index);
        for (uint32_t slot = 1; surface != NULL && slot < surface->arena->entity_slots; slot++) {
            const sim_entity *entity = sim_entity_slot(surface->arena, slot);
            count += entity != NULL && entity->prototype == prototype &&
                     surface->force_of_byte[entity->force] == self->number;
        }
    }
    lua_pushnumber(L, count);
    return 1;
}

static const luaapi_member members[] = {
    {"name", get_name, NULL, NULL},
    {"index", get_index, NULL, NULL},
    {"players", get_players, NULL, NULL},
    {"connected_players", get_players, NULL, NULL},
    {"set_friend", NULL, NULL, set_friend},
    {"get_friend", NULL, NULL, get_friend},
    {"is_friend", NULL, NULL, get_friend},
    {"set_cease_fire", NULL, NULL, set_cease_fire},
    {"get_cease_fire", NULL, NULL, get_cease_fire},
    {"is_enemy", NULL, NULL, is_enemy},
    {"get_item_production_statistics", NULL, NULL, get_item_production_statistics},
    {"get_fluid_production_statistics", NULL, NULL, get_fluid_production_statistics},
    {"get_entity_build_count_statistics", NULL, NULL, get_entity_build_count_statistics},
    {"get_kill_count_statistics", NULL, NULL, get_kill_count_statistics},
    {"get_entity_count", NULL, NULL, get_entity_count},
    {"get_spawn_position", NULL, NULL, get_spawn_position},
    {"set_spawn_position", NULL, NULL, set_spawn_position},
    {"friendly_fire", get_friendly_fire, set_friendly_fire, NULL},
    {"ai_controllable", get_ai_controllable, NULL, NULL},
    {"chart", NULL, NULL, chart},
    {"chart_all", NULL, NULL, chart_nothing},
    {"rechart", NULL, NULL, chart_nothing},
    {"cancel_charting", NULL, NULL, chart_nothing},
    {"is_chunk_charted", NULL, NULL, is_chunk_charted},
    {"is_chunk_visible", NULL, NULL, is_chunk_charted},
    {"kill_all_units", NULL, NULL, kill_all_units},
    {"print", NULL, NULL, print},
    {NULL, NULL, NULL, NULL},
};

static const luaapi_member *const parts[] = {luaapi_force_research_members, luaapi_force_bonus_members,
                                             luaapi_force_script_members, NULL};

const luaapi_class luaapi_class_force = {
    .name = "LuaForce", .members = members, .parts = parts, .valid = force_valid};
