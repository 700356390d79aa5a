/* LuaTechnology and LuaRecipe: what a force makes of the prototypes. number: the prototype; x: the force. */
#include "harness/standin/luaapi/script/engine_events.h"
#include "harness/standin/luaapi/force/force_members.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"

#define FORCE(self) ((uint32_t)(self)->x)
#define STATE(L, self) luaapi_force_arena(L, (self)->world, FORCE(self))
#define ALL(self) ((self)->world->prototypes)

void luaapi_push_technology(lua_State *L, luaapi_world *world, uint32_t force, uint32_t technology)
{
    luaapi_object *object = luaapi_object_push(L, world, &luaapi_class_technology);
    object->number = technology;
    object->x = (int32_t)force;
}

void luaapi_push_recipe(lua_State *L, luaapi_world *world, uint32_t force, uint32_t recipe)
{
    luaapi_object *object = luaapi_object_push(L, world, &luaapi_class_recipe);
    object->number = recipe;
    object->x = (int32_t)force;
}

static int get_force(lua_State *L, luaapi_object *self)
{
    luaapi_push_force(L, self->world, FORCE(self));
    return 1;
}

static void raise_unless(lua_State *L, enum sim_result result, const char *member)
{
    if (result != SIM_OK && result != SIM_DONE_ALREADY) {
        luaapi_raise(L, "%s: %s.", member, sim_result_text(result));
    }
}

BOOLEAN_GETTER(get_researched, sim_technology_is_researched(STATE(L, self), ALL(self), self->number))
BOOLEAN_GETTER(get_enabled, sim_technology_is_enabled(STATE(L, self), ALL(self), self->number))
NUMBER_GETTER(get_level, sim_technology_level(STATE(L, self), ALL(self), self->number))
NUMBER_GETTER(get_units, sim_technology_units(STATE(L, self), ALL(self), self->number))
NUMBER_GETTER(get_progress, sim_technology_progress(STATE(L, self), ALL(self), self->number))

/* researched = value: raises on_research_finished as the game does for a script. */
static int set_researched(lua_State *L, luaapi_object *self)
{
    int researched = lua_toboolean(L, 3);
    enum sim_result result = SIM_OK;
    if (researched == sim_technology_is_researched(STATE(L, self), ALL(self), self->number)) {
        return 0;
    }
    FOR_ALL_ARENAS(self->world, FORCE(self), each, result,
                   sim_technology_set_researched(each->arena, ALL(self), self->number, researched));
    raise_unless(L, result, "LuaTechnology::researched");
    luaapi_engine_events_raise(L, self->world, 1);
    return 0;
}

static int set_enabled(lua_State *L, luaapi_object *self)
{
    int enabled = lua_toboolean(L, 3);
    enum sim_result result = SIM_OK;
    FOR_ALL_ARENAS(self->world, FORCE(self), each, result,
                   sim_technology_set_enabled(each->arena, ALL(self), self->number, enabled));
    raise_unless(L, result, "LuaTechnology::enabled");
    return 0;
}

/* Levels below go first back to the beginning: the engine goes up one at a time. */
static enum sim_result reach_level(luaapi_world *world, luaapi_surface *surface, uint32_t technology, uint32_t level)
{
    const sim_prototypes *all = world->prototypes;
    enum sim_result result = SIM_OK;
    if (sim_technology_level(surface->arena, all, technology) > level) {
        result = sim_technology_set_researched(surface->arena, all, technology, 0);
    }
    while (result == SIM_OK && sim_technology_level(surface->arena, all, technology) < level) {
        uint32_t before = sim_technology_level(surface->arena, all, technology);
        result = sim_technology_set_researched(surface->arena, all, technology, 1);
        if (sim_technology_level(surface->arena, all, technology) == before) {
            break;
        }
    }
    return result;
}

static int set_level(lua_State *L, luaapi_object *self)
{
    const sim_technology_prototype *prototype = &ALL(self)->technologies[self->number];
    uint32_t most = prototype->max_level ? prototype->max_level : UINT32_MAX;
    uint32_t level = (uint32_t)luaapi_read_integer(L, 3, "level", prototype->level, most);
    enum sim_result result = SIM_OK;
    FOR_ALL_ARENAS(self->world, FORCE(self), each, result, reach_level(self->world, each, self->number, level));
    raise_unless(L, result, "LuaTechnology::level");
    luaapi_engine_events_raise(L, self->world, 1);
    return 0;
}

static int set_progress(lua_State *L, luaapi_object *self)
{
    double progress = luaapi_check_number(L, 3, "saved_progress");
    enum sim_result result = SIM_OK;
    if (!(progress >= 0 && progress < 1)) {
        return luaapi_raise(L, "LuaTechnology::saved_progress must be a number from 0 to below 1.");
    }
    FOR_ALL_ARENAS(self->world, FORCE(self), each, result,
                   sim_technology_set_progress(each->arena, ALL(self), self->number, progress));
    raise_unless(L, result, "LuaTechnology::saved_progress");
    return 0;
}

static int get_prototype(lua_State *L, luaapi_object *self)
{
    luaapi_push_prototype(L, self->world, &luaapi_class_technology_prototype, self->number);
    return 1;
}

static int get_prerequisites(lua_State *L, luaapi_object *self)
{
    const sim_technology_prototype *technology = &ALL(self)->technologies[self->number];
    lua_newtable(L);
    for (uint32_t i = 0; i < technology->prerequisite_count; i++) {
        uint16_t number = ALL(self)->prerequisites[technology->first_prerequisite + i].number;
        luaapi_push_technology(L, self->world, FORCE(self), number);
        luaapi_ordered_setfield(L, -2, ALL(self)->technologies[number].name);
    }
    return 1;
}

static int get_successors(lua_State *L, luaapi_object *self)
{
    lua_newtable(L);
    for (uint32_t number = 1; number < ALL(self)->technology_count; number++) {
        if (luaapi_technology_needs(ALL(self), number, self->number)) {
            luaapi_push_technology(L, self->world, FORCE(self), number);
            luaapi_ordered_setfield(L, -2, ALL(self)->technologies[number].name);
        }
    }
    return 1;
}

/* Researches what the technology needs, then itself. Prerequisites have no circles. */
static enum sim_result research_with_all(const sim_prototypes *all, sim_arena *arena, uint32_t technology)
{
    const sim_technology_prototype *row = &all->technologies[technology];
    enum sim_result result = SIM_OK;
    if (sim_technology_is_researched(arena, all, technology)) {
        return SIM_OK;
    }
    for (uint32_t i = 0; i < row->prerequisite_count && result == SIM_OK; i++) {
        result = research_with_all(all, arena, all->prerequisites[row->first_prerequisite + i].number);
    }
    return result == SIM_OK ? sim_technology_set_researched(arena, all, technology, 1) : result;
}

static int research_recursive(lua_State *L, luaapi_object *self)
{
    enum sim_result result = SIM_OK;
    FOR_ALL_ARENAS(self->world, FORCE(self), each, result, research_with_all(ALL(self), each->arena, self->number));
    raise_unless(L, result, "LuaTechnology::research_recursive");
    luaapi_engine_events_raise(L, self->world, 1);
    return 0;
}

/* What the prototype has under the same key. */
static int get_of_prototype(lua_State *L, luaapi_object *self)
{
    (void)self;
    lua_getfield(L, 1, "prototype");
    lua_pushvalue(L, 2);
    lua_gettable(L, -2);
    return 1;
}

static const luaapi_member technology_members[] = {
    {"order", get_of_prototype, NULL, NULL},
    {"localised_description", get_of_prototype, NULL, NULL},
    {"force", get_force, NULL, NULL},
    {"prototype", get_prototype, NULL, NULL},
    {"researched", get_researched, set_researched, NULL},
    {"enabled", get_enabled, set_enabled, NULL},
    {"level", get_level, set_level, NULL},
    {"saved_progress", get_progress, set_progress, NULL},
    {"research_unit_count", get_units, NULL, NULL},
    {"prerequisites", get_prerequisites, NULL, NULL},
    {"successors", get_successors, NULL, NULL},
    {"research_recursive", NULL, NULL, research_recursive},
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_technology = {.name = "LuaTechnology",
                                              .members = technology_members,
                                              .inherited = luaapi_technology_shared_members};

#define RECIPE(self) (&ALL(self)->recipes[(self)->number])

STRING_GETTER(recipe_name, RECIPE(self)->name)
STRING_GETTER(recipe_category, RECIPE(self)->category)
NUMBER_GETTER(recipe_energy, RECIPE(self)->energy_required)
BOOLEAN_GETTER(recipe_hidden, RECIPE(self)->hidden)
BOOLEAN_GETTER(recipe_enabled, sim_recipe_is_enabled(STATE(L, self), ALL(self), self->number))
NUMBER_GETTER(recipe_productivity, sim_recipe_productivity(STATE(L, self), self->number))

static int recipe_localised_name(lua_State *L, luaapi_object *self)
{
    return luaapi_push_localised(L, "recipe-name", RECIPE(self)->name);
}

static int set_recipe_enabled(lua_State *L, luaapi_object *self)
{
    int enabled = lua_toboolean(L, 3);
    enum sim_result result = SIM_OK;
    FOR_ALL_ARENAS(self->world, FORCE(self), each, result,
                   sim_recipe_set_enabled(each->arena, ALL(self), self->number, enabled));
    raise_unless(L, result, "LuaRecipe::enabled");
    return 0;
}

static int set_recipe_productivity(lua_State *L, luaapi_object *self)
{
    double bonus = luaapi_check_number(L, 3, "productivity_bonus");
    enum sim_result result = SIM_OK;
    FOR_ALL_ARENAS(self->world, FORCE(self), each, result,
                   sim_force_set_bonus(each->arena, ALL(self), SIM_TECHNOLOGY_EFFECT_CHANGE_RECIPE_PRODUCTIVITY,
                                       self->number, bonus));
    raise_unless(L, result, "LuaRecipe::productivity_bonus");
    return 0;
}

static int recipe_prototype(lua_State *L, luaapi_object *self)
{
    luaapi_push_prototype(L, self->world, &luaapi_class_recipe_prototype, self->number);
    return 1;
}

static int recipe_ingredients(lua_State *L, luaapi_object *self)
{
    return luaapi_push_ingredients(L, ALL(self), RECIPE(self));
}

static int recipe_products(lua_State *L, luaapi_object *self)
{
    return luaapi_push_products(L, ALL(self), RECIPE(self)->first_product, RECIPE(self)->product_count);
}

/* reload(): back to the prototype. */
static int reload_recipe(lua_State *L, luaapi_object *self)
{
    lua_settop(L, 0);
    lua_pushnil(L);
    lua_pushnil(L);
    lua_pushboolean(L, RECIPE(self)->enabled);
    return set_recipe_enabled(L, self);
}

/* has_category(category): its own or one of the additional ones. */
static int recipe_has_category(lua_State *L, luaapi_object *self)
{
    luaapi_check_string(L, 1, "has_category", NULL);
    lua_settop(L, 1);
    lua_pushstring(L, RECIPE(self)->category);
    int found = lua_rawequal(L, 1, -1);
    luaapi_push_prototype(L, self->world, &luaapi_class_recipe_prototype, self->number);
    lua_getfield(L, -1, "additional_categories");
    for (int i = 1, list = lua_gettop(L); i <= (int)lua_rawlen(L, list) && !found; i++) {
        lua_rawgeti(L, list, i);
        found = lua_rawequal(L, 1, -1);
    }
    lua_pushboolean(L, found);
    return 1;
}

static const luaapi_member recipe_members[] = {
    {"has_category", NULL, NULL, recipe_has_category},
    {"order", get_of_prototype, NULL, NULL},
    {"group", get_of_prototype, NULL, NULL},
    {"subgroup", get_of_prototype, NULL, NULL},
    {"localised_description", get_of_prototype, NULL, NULL},
    {"additional_categories", get_of_prototype, NULL, NULL},
    {"hidden_from_flow_stats", get_of_prototype, NULL, NULL},
    {"name", recipe_name, NULL, NULL},
    {"localised_name", recipe_localised_name, NULL, NULL},
    {"prototype", recipe_prototype, NULL, NULL},
    {"force", get_force, NULL, NULL},
    {"enabled", recipe_enabled, set_recipe_enabled, NULL},
    {"category", recipe_category, NULL, NULL},
    {"ingredients", recipe_ingredients, NULL, NULL},
    {"products", recipe_products, NULL, NULL},
    {"energy", recipe_energy, NULL, NULL},
    {"hidden", recipe_hidden, NULL, NULL},
    {"productivity_bonus", recipe_productivity, set_recipe_productivity, NULL},
    {"reload", NULL, NULL, reload_recipe},
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_recipe = {.name = "LuaRecipe", .members = recipe_members};
