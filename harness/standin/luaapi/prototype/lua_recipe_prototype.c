/* LuaRecipePrototype and LuaTechnologyPrototype. What a force makes of them: lua_recipe.c, lua_technology.c. */
#include <string.h>

#include "harness/standin/luaapi/objects/arguments.h"
#include "harness/standin/engine/research/formula.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"
#include "harness/standin/luaapi/prototype/prototype_raw.h"
#include "harness/standin/luaapi/vm/raise.h"

#define RECIPE(self) (&(self)->world->prototypes->recipes[(self)->number])
#define TECHNOLOGY(self) (&(self)->world->prototypes->technologies[(self)->number])
#define TICKS_PER_SECOND 60

STRING_GETTER(recipe_name, RECIPE(self)->name)
STRING_GETTER(recipe_type, "recipe")
STRING_GETTER(recipe_category, RECIPE(self)->category)
NUMBER_GETTER(recipe_energy, RECIPE(self)->energy_required)
NUMBER_GETTER(recipe_emissions, RECIPE(self)->emissions_multiplier)
NUMBER_GETTER(recipe_maximum_productivity, RECIPE(self)->maximum_productivity)
NUMBER_GETTER(recipe_overload_multiplier, RECIPE(self)->overload_multiplier)
BOOLEAN_GETTER(recipe_hidden, RECIPE(self)->hidden)
BOOLEAN_GETTER(recipe_hidden_from_player, RECIPE(self)->hide_from_player_crafting)
BOOLEAN_GETTER(recipe_allow_intermediates, RECIPE(self)->allow_intermediates)
BOOLEAN_GETTER(recipe_as_intermediate, RECIPE(self)->allow_as_intermediate)
BOOLEAN_GETTER(recipe_decomposition, RECIPE(self)->allow_decomposition)
BOOLEAN_GETTER(recipe_enabled, RECIPE(self)->enabled)

static int recipe_localised_name(lua_State *L, luaapi_object *self)
{
    return luaapi_push_localised(L, "recipe-name", RECIPE(self)->name);
}

static int recipe_products(lua_State *L, luaapi_object *self)
{
    return luaapi_push_products(L, self->world->prototypes, RECIPE(self)->first_product, RECIPE(self)->product_count);
}

static int recipe_ingredients(lua_State *L, luaapi_object *self)
{
    return luaapi_push_ingredients(L, self->world->prototypes, RECIPE(self));
}

static int recipe_main_product(lua_State *L, luaapi_object *self)
{
    const sim_recipe_prototype *recipe = RECIPE(self);
    for (uint32_t i = 0; i < recipe->product_count; i++) {
        const sim_product *product = &self->world->prototypes->products[recipe->first_product + i];
        if ((recipe->main_item && product->item == recipe->main_item) ||
            (recipe->main_fluid && product->fluid == recipe->main_fluid)) {
            luaapi_push_products(L, self->world->prototypes, recipe->first_product + i, 1);
            lua_rawgeti(L, -1, 1);
            return 1;
        }
    }
    lua_pushnil(L);
    return 1;
}

static int recipe_has_category(lua_State *L, luaapi_object *self)
{
    const char *name = luaapi_check_string(L, 1, "has_category", NULL);
    lua_pushboolean(L, strcmp(name, RECIPE(self)->category) == 0);
    return 1;
}

static int recipe_allowed_effects(lua_State *L, luaapi_object *self)
{
    lua_newtable(L);
    luaapi_put_boolean(L, "consumption", 1);
    luaapi_put_boolean(L, "speed", 1);
    luaapi_put_boolean(L, "productivity", RECIPE(self)->allow_productivity);
    luaapi_put_boolean(L, "pollution", 1);
    luaapi_put_boolean(L, "quality", 1);
    return 1;
}

static const luaapi_member recipe_members[] = {
    {"name", recipe_name, NULL, NULL},
    {"type", recipe_type, NULL, NULL},
    {"localised_name", recipe_localised_name, NULL, NULL},
    {"category", recipe_category, NULL, NULL},
    {"has_category", NULL, NULL, recipe_has_category},
    {"energy", recipe_energy, NULL, NULL},
    {"enabled", recipe_enabled, NULL, NULL},
    {"hidden", recipe_hidden, NULL, NULL},
    {"hidden_from_player_crafting", recipe_hidden_from_player, NULL, NULL},
    {"hide_from_player_crafting", recipe_hidden_from_player, NULL, NULL},
    {"ingredients", recipe_ingredients, NULL, NULL},
    {"products", recipe_products, NULL, NULL},
    {"main_product", recipe_main_product, NULL, NULL},
    {"allowed_effects", recipe_allowed_effects, NULL, NULL},
    {"allow_intermediates", recipe_allow_intermediates, NULL, NULL},
    {"allow_as_intermediate", recipe_as_intermediate, NULL, NULL},
    {"allow_decomposition", recipe_decomposition, NULL, NULL},
    {"emissions_multiplier", recipe_emissions, NULL, NULL},
    {"maximum_productivity", recipe_maximum_productivity, NULL, NULL},
    {"overload_multiplier", recipe_overload_multiplier, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const luaapi_member *const recipe_parts[] = {luaapi_recipe_raw_members, NULL};

const luaapi_class luaapi_class_recipe_prototype = {.name = "LuaRecipePrototype",
    .inherited = luaapi_prototype_base_members, .members = recipe_members, .parts = recipe_parts};

STRING_GETTER(technology_name, TECHNOLOGY(self)->name)
STRING_GETTER(technology_type, "technology")
BOOLEAN_GETTER(technology_enabled, TECHNOLOGY(self)->enabled)
BOOLEAN_GETTER(technology_hidden, TECHNOLOGY(self)->hidden)
BOOLEAN_GETTER(technology_essential, TECHNOLOGY(self)->essential)
BOOLEAN_GETTER(technology_upgrade, TECHNOLOGY(self)->upgrade)
BOOLEAN_GETTER(technology_ignores_multiplier, TECHNOLOGY(self)->ignore_tech_cost_multiplier)
NUMBER_GETTER(technology_level, TECHNOLOGY(self)->level)
NUMBER_GETTER(technology_max_level, TECHNOLOGY(self)->max_level ? TECHNOLOGY(self)->max_level : (double)UINT32_MAX)
NUMBER_GETTER(technology_energy, TECHNOLOGY(self)->time_seconds * TICKS_PER_SECOND)

/* Of a formula at the prototype's own level. */
static double units_of(const sim_technology_prototype *technology)
{
    return technology->count ? technology->count : sim_formula_value(technology->count_formula, technology->level);
}

NUMBER_GETTER(technology_units, units_of(TECHNOLOGY(self)))

static int technology_localised_name(lua_State *L, luaapi_object *self)
{
    return luaapi_push_localised(L, "technology-name", TECHNOLOGY(self)->name);
}

static int technology_formula(lua_State *L, luaapi_object *self)
{
    if (TECHNOLOGY(self)->count_formula[0]) {
        lua_pushstring(L, TECHNOLOGY(self)->count_formula);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

static int technology_ingredients(lua_State *L, luaapi_object *self)
{
    return luaapi_push_research_ingredients(L, self->world->prototypes, TECHNOLOGY(self));
}

/* Pushes an effect as the game describes it: {type, and what it changes}. */
static void push_effect(lua_State *L, const sim_prototypes *all, const sim_technology_effect *effect)
{
    lua_newtable(L);
    luaapi_put_string(L, "type", effect->type_name);
    if (effect->recipe) {
        luaapi_put_string(L, "recipe", all->recipes[effect->recipe].name);
    }
    if (effect->ammo_category) {
        luaapi_put_string(L, "ammo_category", all->ammo_categories[effect->ammo_category].name);
    }
    if (effect->turret) {
        luaapi_put_string(L, "turret_id", all->entities[effect->turret].name);
    }
    switch (effect->kind) {
    case SIM_TECHNOLOGY_EFFECT_UNLOCK_RECIPE: break;
    case SIM_TECHNOLOGY_EFFECT_CHANGE_RECIPE_PRODUCTIVITY: luaapi_put_number(L, "change", effect->modifier); break;
    case SIM_TECHNOLOGY_EFFECT_MINING_WITH_FLUID: luaapi_put_boolean(L, "modifier", 1); break;
    case SIM_TECHNOLOGY_EFFECT_OTHER: luaapi_put_boolean(L, "modifier", effect->modifier != 0); break;
    default: luaapi_put_number(L, "modifier", effect->modifier);
    }
}

static int technology_effects(lua_State *L, luaapi_object *self)
{
    const sim_prototypes *all = self->world->prototypes;
    lua_createtable(L, (int)TECHNOLOGY(self)->effect_count, 0);
    for (uint32_t i = 0; i < TECHNOLOGY(self)->effect_count; i++) {
        push_effect(L, all, &all->technology_effects[TECHNOLOGY(self)->first_effect + i]);
        lua_rawseti(L, -2, (int)i + 1);
    }
    return 1;
}

static void put_named(lua_State *L, const char *key, const char *name)
{
    lua_newtable(L);
    luaapi_put_string(L, "name", name);
    luaapi_ordered_setfield(L, -2, key);
}

static int technology_trigger(lua_State *L, luaapi_object *self)
{
    const sim_prototypes *all = self->world->prototypes;
    const sim_technology_prototype *technology = TECHNOLOGY(self);
    static const char *const names[] = {NULL, "craft-item", "mine-entity", "build-entity", "craft-fluid",
                                        "send-item-to-orbit", "scripted"};
    if (technology->trigger_kind == SIM_TRIGGER_NONE) {
        lua_pushnil(L);
        return 1;
    }
    lua_newtable(L);
    luaapi_put_string(L, "type", names[technology->trigger_kind]);
    if (technology->trigger_item) {
        put_named(L, "item", all->items[technology->trigger_item].name);
        luaapi_put_number(L, "count", technology->trigger_count);
    } else if (technology->trigger_kind == SIM_TRIGGER_MINE_ENTITY) {
        luaapi_put_string(L, "entity", all->entities[technology->trigger_entity].name);
    } else if (technology->trigger_entity) {
        put_named(L, "entity", all->entities[technology->trigger_entity].name);
    } else if (technology->trigger_fluid) {
        luaapi_put_string(L, "fluid", all->fluids[technology->trigger_fluid].name);
        luaapi_put_number(L, "amount", technology->trigger_count);
    }
    return 1;
}

static int technology_prerequisites(lua_State *L, luaapi_object *self)
{
    const sim_prototypes *all = self->world->prototypes;
    lua_newtable(L);
    for (uint32_t i = 0; i < TECHNOLOGY(self)->prerequisite_count; i++) {
        uint16_t number = all->prerequisites[TECHNOLOGY(self)->first_prerequisite + i].number;
        luaapi_push_prototype(L, self->world, &luaapi_class_technology_prototype, number);
        luaapi_ordered_setfield(L, -2, all->technologies[number].name);
    }
    return 1;
}

static int technology_successors(lua_State *L, luaapi_object *self)
{
    const sim_prototypes *all = self->world->prototypes;
    lua_newtable(L);
    for (uint32_t number = 1; number < all->technology_count; number++) {
        if (luaapi_technology_needs(all, number, self->number)) {
            luaapi_push_prototype(L, self->world, &luaapi_class_technology_prototype, number);
            luaapi_ordered_setfield(L, -2, all->technologies[number].name);
        }
    }
    return 1;
}

int luaapi_technology_needs(const sim_prototypes *prototypes, uint32_t technology, uint32_t prerequisite)
{
    const sim_technology_prototype *row = &prototypes->technologies[technology];
    for (uint32_t i = 0; i < row->prerequisite_count; i++) {
        if (prototypes->prerequisites[row->first_prerequisite + i].number == prerequisite) {
            return 1;
        }
    }
    return 0;
}

static const luaapi_member technology_members[] = {
    {"type", technology_type, NULL, NULL},
    {"enabled", technology_enabled, NULL, NULL},
    {"hidden", technology_hidden, NULL, NULL},
    {"essential", technology_essential, NULL, NULL},
    {"ignore_tech_cost_multiplier", technology_ignores_multiplier, NULL, NULL},
    {"level", technology_level, NULL, NULL},
    {"max_level", technology_max_level, NULL, NULL},
    {"research_unit_count", technology_units, NULL, NULL},
    {"effects", technology_effects, NULL, NULL},
    {"research_trigger", technology_trigger, NULL, NULL},
    {"prerequisites", technology_prerequisites, NULL, NULL},
    {"successors", technology_successors, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

const luaapi_member luaapi_technology_shared_members[] = {
    {"name", technology_name, NULL, NULL},
    {"localised_name", technology_localised_name, NULL, NULL},
    {"upgrade", technology_upgrade, NULL, NULL},
    {"research_unit_energy", technology_energy, NULL, NULL},
    {"research_unit_count_formula", technology_formula, NULL, NULL},
    {"research_unit_ingredients", technology_ingredients, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const luaapi_member *const technology_parts[] = {luaapi_technology_shared_members, luaapi_technology_raw_members,
                                                       NULL};

const luaapi_class luaapi_class_technology_prototype = {.name = "LuaTechnologyPrototype",
    .inherited = luaapi_prototype_base_members, .members = technology_members, .parts = technology_parts};
