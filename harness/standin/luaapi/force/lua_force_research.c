/* LuaForce: technologies and recipes, what is being researched, bonuses, evolution. */
#include <string.h>

#include "harness/standin/luaapi/script/engine_events.h"
#include "harness/standin/luaapi/force/force_members.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"

#define ALL(self) ((self)->world->prototypes)
#define STATE(L, self) luaapi_force_arena(L, (self)->world, (self)->number)

sim_arena *luaapi_force_arena(lua_State *L, luaapi_world *world, uint32_t force)
{
    luaapi_surface *home = luaapi_research_home(world, force);
    if (home == NULL) {
        luaapi_raise(L, "The research of force %s cannot be kept: out of memory",
                     luaapi_world_force(world, force)->name);
    }
    return home->arena;
}

static luaapi_force *row_of(const luaapi_object *self)
{
    return luaapi_world_force(self->world, self->number);
}

static int get_technologies(lua_State *L, luaapi_object *self)
{
    luaapi_push_force_table(L, self->world, LUAAPI_TABLE_TECHNOLOGIES, self->number);
    return 1;
}

static int get_recipes(lua_State *L, luaapi_object *self)
{
    luaapi_push_force_table(L, self->world, LUAAPI_TABLE_RECIPES, self->number);
    return 1;
}

static int get_current_research(lua_State *L, luaapi_object *self)
{
    uint32_t technology = sim_technology_current(STATE(L, self));
    if (technology) {
        luaapi_push_technology(L, self->world, self->number, technology);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

static double current_progress(lua_State *L, luaapi_object *self)
{
    const sim_arena *arena = STATE(L, self);
    uint32_t technology = sim_technology_current(arena);
    return technology ? sim_technology_progress(arena, ALL(self), technology) : 0;
}

NUMBER_GETTER(get_research_progress, current_progress(L, self))

static int set_research_progress(lua_State *L, luaapi_object *self)
{
    double progress = luaapi_check_number(L, 3, "research_progress");
    uint32_t technology = sim_technology_current(STATE(L, self));
    enum sim_result result = SIM_OK;
    if (technology == 0 || !(progress >= 0 && progress <= 1)) {
        return luaapi_raise(L, technology ? "LuaForce::research_progress must be a number from 0 to 1."
                                          : "LuaForce::research_progress: nothing is being researched.");
    }
    if (progress < 1) {
        FOR_ALL_ARENAS(self->world, self->number, each, result,
                       sim_technology_set_progress(each->arena, ALL(self), technology, progress));
    } else {
        FOR_ALL_ARENAS(self->world, self->number, each, result,
                       sim_technology_set_researched(each->arena, ALL(self), technology, 1));
    }
    return 0;
}

static int get_research_queue(lua_State *L, luaapi_object *self)
{
    uint16_t queue[SIM_RESEARCH_QUEUE];
    uint32_t count = sim_technology_queue(STATE(L, self), queue);
    lua_createtable(L, (int)count, 0);
    for (uint32_t i = 0; i < count; i++) {
        luaapi_push_technology(L, self->world, self->number, queue[i]);
        lua_rawseti(L, -2, (int)i + 1);
    }
    return 1;
}

static enum sim_result enqueue(luaapi_object *self, uint32_t technology)
{
    enum sim_result result = SIM_NOT_FOUND;
    FOR_ALL_ARENAS(self->world, self->number, each, result,
                   sim_technology_enqueue(each->arena, ALL(self), technology));
    return result;
}

static void clear_queue(luaapi_object *self)
{
    for (luaapi_surface *each = luaapi_research_next(self->world, self->number, NULL); each != NULL;
         each = luaapi_research_next(self->world, self->number, each)) {
        sim_technology_clear_queue(each->arena, ALL(self));
    }
}

static int set_research_queue(lua_State *L, luaapi_object *self)
{
    clear_queue(self);
    if (lua_isnil(L, 3)) {
        return 0;
    }
    luaapi_check_type(L, 3, LUA_TTABLE, "research_queue");
    int length = (int)lua_rawlen(L, 3);
    for (int i = 1; i <= length; i++) {
        lua_rawgeti(L, 3, i);
        enqueue(self, luaapi_read_technology_prototype(L, -1, self->world));
        lua_pop(L, 1);
    }
    return 0;
}

/* add_research(technology): true when it came into the queue. */
static int add_research(lua_State *L, luaapi_object *self)
{
    uint32_t technology = luaapi_read_technology_prototype(L, 1, self->world);
    lua_pushboolean(L, !row_of(self)->is_research_disabled && enqueue(self, technology) == SIM_OK);
    return 1;
}

static int cancel_current_research(lua_State *L, luaapi_object *self)
{
    uint32_t technology = sim_technology_current(STATE(L, self));
    enum sim_result result = SIM_OK;
    if (technology) {
        FOR_ALL_ARENAS(self->world, self->number, each, result,
                       sim_technology_cancel(each->arena, ALL(self), technology));
    }
    return 0;
}

static int enable_all_technologies(lua_State *L, luaapi_object *self)
{
    enum sim_result result = SIM_OK;
    (void)L;
    for (uint32_t technology = 1; technology < ALL(self)->technology_count; technology++) {
        FOR_ALL_ARENAS(self->world, self->number, each, result,
                       sim_technology_set_enabled(each->arena, ALL(self), technology, 1));
    }
    return 0;
}

/* research_all_technologies(include_disabled_prototypes?). */
static int research_all_technologies(lua_State *L, luaapi_object *self)
{
    enum sim_result result = SIM_OK;
    if (lua_toboolean(L, 1)) {
        enable_all_technologies(L, self);
    }
    FOR_ALL_ARENAS(self->world, self->number, each, result, sim_technology_research_all(each->arena, ALL(self)));
    luaapi_engine_events_raise(L, self->world, 1);
    return 0;
}

static int enable_all_recipes(lua_State *L, luaapi_object *self)
{
    enum sim_result result = SIM_OK;
    (void)L;
    for (uint32_t recipe = 1; recipe < ALL(self)->recipe_count; recipe++) {
        FOR_ALL_ARENAS(self->world, self->number, each, result,
                       sim_recipe_set_enabled(each->arena, ALL(self), recipe, 1));
    }
    return 0;
}

/* Every recipe as far as the prototypes and what is researched enable it. */
static int reset_recipes(lua_State *L, luaapi_object *self)
{
    enum sim_result result = SIM_OK;
    const sim_prototypes *all = ALL(self);
    (void)L;
    for (uint32_t recipe = 1; recipe < all->recipe_count; recipe++) {
        int enabled = all->recipes[recipe].enabled;
        for (uint32_t technology = 1; technology < all->technology_count && !enabled; technology++) {
            const sim_technology_prototype *row = &all->technologies[technology];
            for (uint32_t i = 0; i < row->effect_count && !enabled; i++) {
                const sim_technology_effect *effect = &all->technology_effects[row->first_effect + i];
                enabled = effect->kind == SIM_TECHNOLOGY_EFFECT_UNLOCK_RECIPE && effect->recipe == recipe &&
                          sim_technology_is_researched(STATE(L, self), all, technology);
            }
        }
        FOR_ALL_ARENAS(self->world, self->number, each, result,
                       sim_recipe_set_enabled(each->arena, all, recipe, enabled));
    }
    return 0;
}

/* reset_technology_effects(): recipes and bonuses as what is researched gives them, whatever scripts have set. */
static int reset_technology_effects(lua_State *L, luaapi_object *self)
{
    const sim_prototypes *all = ALL(self);
    for (luaapi_surface *each = luaapi_research_next(self->world, self->number, NULL); each != NULL;
         each = luaapi_research_next(self->world, self->number, each)) {
        if (each->arena->pools[SIM_POOL_TECHNOLOGY].used <= 1) {
            continue;
        }
        sim_force_reset(each->arena, all);
        for (uint32_t technology = 1; technology < all->technology_count; technology++) {
            const sim_technology_prototype *row = &all->technologies[technology];
            uint32_t times = sim_technology_level(each->arena, all, technology) - row->level +
                             (uint32_t)sim_technology_is_researched(each->arena, all, technology);
            for (uint32_t i = 0; i < times * row->effect_count; i++) {
                uint32_t effect = row->first_effect + i % row->effect_count;
                sim_force_apply(each->arena, all, &all->technology_effects[effect], 1);
            }
        }
    }
    return reset_recipes(L, self);
}

/* reset_technologies(): prototypes do not change while a game runs, and what is researched stays. */
static int reset_technologies(lua_State *L, luaapi_object *self)
{
    (void)L, (void)self;
    return 0;
}

/* reset(): research, recipes, bonuses and evolution as at the start; what stands stays. */
static int reset(lua_State *L, luaapi_object *self)
{
    (void)L;
    for (luaapi_surface *each = luaapi_research_next(self->world, self->number, NULL); each != NULL;
         each = luaapi_research_next(self->world, self->number, each)) {
        sim_technology_reset(each->arena, ALL(self));
        sim_evolution_reset(each->arena);
    }
    row_of(self)->is_research_disabled = 0;
    return 0;
}

static int disable_research(lua_State *L, luaapi_object *self)
{
    (void)L;
    clear_queue(self);
    row_of(self)->is_research_disabled = 1;
    return 0;
}

static int enable_research(lua_State *L, luaapi_object *self)
{
    (void)L;
    row_of(self)->is_research_disabled = 0;
    return 0;
}

BOOLEAN_GETTER(get_research_enabled, !row_of(self)->is_research_disabled)

/* Lets the force have all recipes and technologies, or none of them. */
static void enable_all_of(luaapi_object *self, int enabled)
{
    enum sim_result result = SIM_OK;
    for (uint32_t recipe = 1; recipe < ALL(self)->recipe_count; recipe++) {
        FOR_ALL_ARENAS(self->world, self->number, each, result,
                       sim_recipe_set_enabled(each->arena, ALL(self), recipe, enabled));
    }
    for (uint32_t technology = 1; technology < ALL(self)->technology_count; technology++) {
        FOR_ALL_ARENAS(self->world, self->number, each, result,
                       sim_technology_set_enabled(each->arena, ALL(self), technology, enabled));
    }
}

static int enable_all_prototypes(lua_State *L, luaapi_object *self)
{
    (void)L;
    enable_all_of(self, 1);
    return 0;
}

static int disable_all_prototypes(lua_State *L, luaapi_object *self)
{
    (void)L;
    enable_all_of(self, 0);
    return 0;
}

const luaapi_member luaapi_force_research_members[] = {
    {"enable_all_prototypes", NULL, NULL, enable_all_prototypes},
    {"disable_all_prototypes", NULL, NULL, disable_all_prototypes},
    {"technologies", get_technologies, NULL, NULL},
    {"recipes", get_recipes, NULL, NULL},
    {"current_research", get_current_research, NULL, NULL},
    {"research_progress", get_research_progress, set_research_progress, NULL},
    {"research_queue", get_research_queue, set_research_queue, NULL},
    {"research_enabled", get_research_enabled, NULL, NULL},
    {"add_research", NULL, NULL, add_research},
    {"cancel_current_research", NULL, NULL, cancel_current_research},
    {"research_all_technologies", NULL, NULL, research_all_technologies},
    {"enable_all_technologies", NULL, NULL, enable_all_technologies},
    {"enable_all_recipes", NULL, NULL, enable_all_recipes},
    {"reset_recipes", NULL, NULL, reset_recipes},
    {"reset_technologies", NULL, NULL, reset_technologies},
    {"reset_technology_effects", NULL, NULL, reset_technology_effects},
    {"reset", NULL, NULL, reset},
    {"enable_research", NULL, NULL, enable_research},
    {"disable_research", NULL, NULL, disable_research},
    {NULL, NULL, NULL, NULL},
};
