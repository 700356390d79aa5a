/* LuaEntity: machines that craft, mine and research. */
#include <math.h>

#include "harness/standin/engine/machines/recipe_choice.h"
#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"

static int is_crafter(const luaapi_object *self)
{
    uint8_t type = ENTITY_TYPE(self);
    return type == SIM_TYPE_FURNACE || type == SIM_TYPE_ASSEMBLING_MACHINE || type == SIM_TYPE_ROCKET_SILO;
}

static sim_crafter *crafter_of(lua_State *L, const luaapi_object *self, const char *member)
{
    luaapi_require(L, self, is_crafter(self), member, "a crafting machine");
    return sim_crafter_get(ARENA(self), SLOT(self));
}

/* What it crafts: an assembling machine what is set, a furnace only while it crafts. */
static uint16_t recipe_of(lua_State *L, const luaapi_object *self)
{
    const sim_entity_settings *planned = luaapi_planned_settings(self, SIM_TYPE_ASSEMBLING_MACHINE);
    if (planned) {
        return planned->recipe;
    }
    const sim_crafter *crafter = crafter_of(L, self, "get_recipe");
    return ENTITY_TYPE(self) != SIM_TYPE_FURNACE || crafter->is_crafting ? crafter->recipe : 0;
}

static int get_recipe(lua_State *L, luaapi_object *self)
{
    uint32_t force = luaapi_surface_of(self)->force_of_byte[luaapi_entity_of(self)->force];
    uint16_t recipe = recipe_of(L, self);
    if (recipe == 0) {
        lua_pushnil(L);
        lua_pushnil(L);
    } else {
        luaapi_push_recipe(L, self->world, force, recipe);
        luaapi_push_prototype(L, self->world, &luaapi_class_quality_prototype, 1);
    }
    return 2;
}

/* The list of {name, count, quality} of the stacks. */
static int push_stacks(lua_State *L, const luaapi_object *self, const sim_stack *stacks, uint32_t count)
{
    lua_createtable(L, (int)count, 0);
    for (uint32_t i = 0; i < count; i++) {
        luaapi_push_item_count(L, PROTOTYPES(self)->items[stacks[i].item].name, stacks[i].count);
        lua_rawseti(L, -2, (int)i + 1);
    }
    return 1;
}

/* The recipe that a ghost's machine shall have; refused as the machine would refuse it. */
static enum sim_result plan_recipe(const luaapi_object *self, sim_entity_settings *planned, uint16_t recipe)
{
    uint16_t machine = (uint16_t)(luaapi_meant_prototype(self) - PROTOTYPES(self)->entities);
    if (recipe && !sim_machines_may_craft(ARENA(self), PROTOTYPES(self), recipe)) {
        return SIM_NOT_ENABLED;
    }
    if (recipe && !sim_recipe_fits_machine(PROTOTYPES(self), machine, recipe)) {
        return SIM_WRONG_CATEGORY;
    }
    planned->recipe = recipe;
    return SIM_OK;
}

/* set_recipe(recipe or nil): what the machine held and cannot keep. */
static int set_recipe(lua_State *L, luaapi_object *self)
{
    uint16_t recipe = lua_isnoneornil(L, 1) ? 0 : luaapi_read_recipe_prototype(L, 1, self->world);
    sim_stack returned[SIM_CRAFTER_MOST_STACKS];
    uint32_t count = 0;
    enum sim_result result = SIM_OK;
    sim_entity_settings *planned = luaapi_planned_settings(self, SIM_TYPE_ASSEMBLING_MACHINE);
    if (planned) {
        luaapi_require_ok(L, plan_recipe(self, planned, recipe), "set_recipe");
        return push_stacks(L, self, returned, 0);
    }
    luaapi_require(L, self, ENTITY_TYPE(self) == SIM_TYPE_ASSEMBLING_MACHINE, "set_recipe", "an assembling machine");
    GROWING(self, result,
            sim_crafter_set_recipe(ARENA(self), PROTOTYPES(self), SLOT(self), recipe, returned, &count));
    luaapi_require_ok(L, result, "set_recipe");
    return push_stacks(L, self, returned, count);
}

static int get_crafting_progress(lua_State *L, luaapi_object *self)
{
    crafter_of(L, self, "crafting_progress");
    lua_pushnumber(L, sim_crafter_progress(ARENA(self), SLOT(self)));
    return 1;
}

static int get_bonus_progress(lua_State *L, luaapi_object *self)
{
    crafter_of(L, self, "bonus_progress");
    lua_pushnumber(L, sim_crafter_bonus_progress(ARENA(self), SLOT(self)));
    return 1;
}

static int set_bonus_progress(lua_State *L, luaapi_object *self)
{
    double progress = luaapi_check_number(L, 3, "bonus_progress");
    crafter_of(L, self, "bonus_progress")->bonus = fmin(fmax(progress, 0), 1);
    return 0;
}

static int is_crafting(lua_State *L, luaapi_object *self)
{
    lua_pushboolean(L, crafter_of(L, self, "is_crafting")->is_crafting);
    return 1;
}

static int get_crafting_speed(lua_State *L, luaapi_object *self)
{
    crafter_of(L, self, "crafting_speed");
    lua_pushnumber(L, sim_crafter_speed(ARENA(self), PROTOTYPES(self), SLOT(self)));
    return 1;
}

static int get_products_finished(lua_State *L, luaapi_object *self)
{
    lua_pushnumber(L, crafter_of(L, self, "products_finished")->products_finished);
    return 1;
}

static int set_products_finished(lua_State *L, luaapi_object *self)
{
    uint32_t count = (uint32_t)luaapi_read_integer(L, 3, "products_finished", 0, UINT32_MAX);
    crafter_of(L, self, "products_finished")->products_finished = count;
    return 0;
}

/* The recipe of a furnace's last craft: {name, quality}. */
static int get_previous_recipe(lua_State *L, luaapi_object *self)
{
    luaapi_require(L, self, ENTITY_TYPE(self) == SIM_TYPE_FURNACE, "previous_recipe", "a furnace");
    uint16_t recipe = sim_crafter_get(ARENA(self), SLOT(self))->recipe;
    if (recipe == 0) {
        lua_pushnil(L);
        return 1;
    }
    lua_newtable(L);
    luaapi_push_prototype(L, self->world, &luaapi_class_recipe_prototype, recipe);
    luaapi_ordered_setfield(L, -2, "name");
    luaapi_push_prototype(L, self->world, &luaapi_class_quality_prototype, 1);
    luaapi_ordered_setfield(L, -2, "quality");
    return 1;
}

static int get_mining_target(lua_State *L, luaapi_object *self)
{
    luaapi_require(L, self, ENTITY_TYPE(self) == SIM_TYPE_MINING_DRILL, "mining_target", "a mining drill");
    luaapi_push_slot(L, self, sim_drill_target(ARENA(self), PROTOTYPES(self), SLOT(self)));
    return 1;
}

static int get_mining_progress(lua_State *L, luaapi_object *self)
{
    if (ENTITY_TYPE(self) != SIM_TYPE_MINING_DRILL) {
        lua_pushnil(L);
        return 1;
    }
    const sim_drill *drill = sim_drill_get(ARENA(self), SLOT(self));
    lua_pushnumber(L, drill->target ? sim_drill_progress(ARENA(self), PROTOTYPES(self), SLOT(self)) : 0);
    return 1;
}

static int get_bonus_mining_progress(lua_State *L, luaapi_object *self)
{
    int is_drill = ENTITY_TYPE(self) == SIM_TYPE_MINING_DRILL;
    lua_pushnumber(L, is_drill ? sim_drill_get(ARENA(self), SLOT(self))->bonus : 0);
    if (!is_drill) {
        lua_pushnil(L);
    }
    return 1;
}

static uint32_t module_inventory(const luaapi_object *self)
{
    return luaapi_entity_inventory(self, SIM_INVENTORY_MODULES);
}

static int takes_effects(const luaapi_object *self)
{
    return ENTITY_PROTOTYPE(self)->allowed_effects != 0 && !ENTITY_PROTOTYPE(self)->beacon;
}

static sim_effects effects_of(const luaapi_object *self)
{
    return sim_module_effects(ARENA(self), PROTOTYPES(self), SLOT(self), module_inventory(self));
}

static int get_effects(lua_State *L, luaapi_object *self)
{
    if (!takes_effects(self)) {
        lua_pushnil(L);
        return 1;
    }
    sim_effects effects = effects_of(self);
    sim_module_effect shown = {effects.speed, effects.consumption, effects.productivity, effects.pollution, 0};
    return luaapi_push_module_effects(L, &shown);
}

#define EFFECT_GETTER(function, field)                                                                               \
    static int function(lua_State *L, luaapi_object *self)                                                           \
    {                                                                                                                \
        lua_pushnumber(L, takes_effects(self) ? effects_of(self).field : 0);                                         \
        return 1;                                                                                                    \
    }

EFFECT_GETTER(get_speed_bonus, speed)
EFFECT_GETTER(get_productivity_bonus, productivity)
EFFECT_GETTER(get_consumption_bonus, consumption)
EFFECT_GETTER(get_pollution_bonus, pollution)

const luaapi_member luaapi_entity_machine_members[] = {
    {"get_recipe", NULL, NULL, get_recipe},
    {"set_recipe", NULL, NULL, set_recipe},
    {"previous_recipe", get_previous_recipe, NULL, NULL},
    {"crafting_progress", get_crafting_progress, NULL, NULL},
    {"bonus_progress", get_bonus_progress, set_bonus_progress, NULL},
    {"crafting_speed", get_crafting_speed, NULL, NULL},
    {"is_crafting", NULL, NULL, is_crafting},
    {"products_finished", get_products_finished, set_products_finished, NULL},
    {"mining_target", get_mining_target, NULL, NULL},
    {"mining_progress", get_mining_progress, NULL, NULL},
    {"bonus_mining_progress", get_bonus_mining_progress, NULL, NULL},
    {"effects", get_effects, NULL, NULL},
    {"speed_bonus", get_speed_bonus, NULL, NULL},
    {"productivity_bonus", get_productivity_bonus, NULL, NULL},
    {"consumption_bonus", get_consumption_bonus, NULL, NULL},
    {"pollution_bonus", get_pollution_bonus, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
