/* LuaEntityPrototype: what machines, belts, inserters and poles have. */
#include "harness/standin/luaapi/objects/arguments.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"

#define ENTITY(self) (&(self)->world->prototypes->entities[(self)->number])
#define IS(self, kind) (ENTITY(self)->type == (kind))
#define INSERTER(self) (&(self)->world->prototypes->inserters[ENTITY(self)->inserter])
#define BEACON(self) (&(self)->world->prototypes->beacons[ENTITY(self)->beacon])

NUMBER_OR_NIL_GETTER(get_energy_usage, ENTITY(self)->energy_usage_joules_per_tick > 0,
                     ENTITY(self)->energy_usage_joules_per_tick)

/* Joules a tick of an arm that turns and stretches at once: 245 of an inserter, as it is read on 2.0.77 (notes of
 * CompleteDotTech/jev-factorio-agent, coal-native-economic-evidence). */
static double usage_of_arm(const sim_inserter_prototype *arm)
{
    return arm->energy_per_movement_joules * arm->extension_speed + arm->energy_per_rotation_joules * arm->rotation_speed;
}

/* An accumulator produces what it can give in a tick: 5000 J, as it is read on 2.1.17 (arturh85/factorio-bot,
 * live-2.1.17-daylight). */
static double most_production(const sim_entity_prototype *entity)
{
    int is_store = entity->type == SIM_TYPE_ACCUMULATOR;
    return is_store ? entity->energy.output_flow_limit_joules_per_tick : entity->production_joules_per_tick;
}

NUMBER_GETTER(get_max_energy_usage, ENTITY(self)->inserter ? usage_of_arm(INSERTER(self))
                                                           : ENTITY(self)->energy_usage_joules_per_tick)
NUMBER_GETTER(get_max_energy_production, most_production(ENTITY(self)))
NUMBER_OR_NIL_GETTER(get_max_power_output, IS(self, SIM_TYPE_GENERATOR), ENTITY(self)->production_joules_per_tick)
NUMBER_GETTER(get_crafting_speed, ENTITY(self)->crafting_speed)
NUMBER_OR_NIL_GETTER(get_ingredient_count, ENTITY(self)->crafting_categories, ENTITY(self)->ingredient_count)
NUMBER_OR_NIL_GETTER(get_module_slots, ENTITY(self)->allowed_effects || ENTITY(self)->module_slots,
                     ENTITY(self)->module_slots)
NUMBER_OR_NIL_GETTER(get_drill_radius, IS(self, SIM_TYPE_MINING_DRILL), ENTITY(self)->resource_searching_radius)
NUMBER_OR_NIL_GETTER(get_drain_rate, IS(self, SIM_TYPE_MINING_DRILL), ENTITY(self)->resource_drain_rate * 100)
NUMBER_OR_NIL_GETTER(get_belt_speed, ENTITY(self)->belt_speed > 0, ENTITY(self)->belt_speed)
NUMBER_OR_NIL_GETTER(get_max_underground_distance, ENTITY(self)->max_underground_distance,
                     ENTITY(self)->max_underground_distance)
NUMBER_GETTER(get_max_wire_distance, ENTITY(self)->maximum_wire_distance)
NUMBER_GETTER(get_supply_area, IS(self, SIM_TYPE_BEACON) ? BEACON(self)->supply_area_distance
                                                         : ENTITY(self)->supply_area_distance)
NUMBER_OR_NIL_GETTER(get_target_temperature, IS(self, SIM_TYPE_BOILER), ENTITY(self)->target_temperature)
NUMBER_OR_NIL_GETTER(get_maximum_temperature, IS(self, SIM_TYPE_GENERATOR), ENTITY(self)->maximum_temperature)
NUMBER_OR_NIL_GETTER(get_effectivity, IS(self, SIM_TYPE_GENERATOR), ENTITY(self)->effectivity)
NUMBER_OR_NIL_GETTER(get_fluid_usage, IS(self, SIM_TYPE_GENERATOR), ENTITY(self)->fluid_usage_per_tick)
NUMBER_GETTER(get_pumping_speed, ENTITY(self)->pumping_speed)
NUMBER_OR_NIL_GETTER(get_researching_speed, IS(self, SIM_TYPE_LAB), ENTITY(self)->researching_speed)
NUMBER_OR_NIL_GETTER(get_rotation_speed, ENTITY(self)->inserter, INSERTER(self)->rotation_speed)
NUMBER_OR_NIL_GETTER(get_extension_speed, ENTITY(self)->inserter, INSERTER(self)->extension_speed)
NUMBER_OR_NIL_GETTER(get_stack_bonus, ENTITY(self)->inserter, INSERTER(self)->stack_size_bonus)
NUMBER_OR_NIL_GETTER(get_filter_count, ENTITY(self)->inserter, INSERTER(self)->filter_count)
BOOLEAN_OR_NIL_GETTER(get_bulk, ENTITY(self)->inserter, INSERTER(self)->bulk)
BOOLEAN_OR_NIL_GETTER(get_burner_leech, ENTITY(self)->inserter, INSERTER(self)->allow_burner_leech)
BOOLEAN_OR_NIL_GETTER(get_chases_items, ENTITY(self)->inserter, INSERTER(self)->chases_belt_items)
NUMBER_OR_NIL_GETTER(get_effectivity_of_beacon, ENTITY(self)->beacon, BEACON(self)->distribution_effectivity)
NUMBER_OR_NIL_GETTER(get_parts_required, IS(self, SIM_TYPE_ROCKET_SILO), ENTITY(self)->rocket_parts_required)
PROTOTYPE_GETTER(get_related_belt, &luaapi_class_entity_prototype, ENTITY(self)->related_underground_belt)

static int get_inventory_size(lua_State *L, luaapi_object *self)
{
    if (ENTITY(self)->inventory_size > 0) {
        lua_pushnumber(L, ENTITY(self)->inventory_size);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

static int get_crafting_categories(lua_State *L, luaapi_object *self)
{
    const sim_prototypes *all = self->world->prototypes;
    if (ENTITY(self)->crafting_categories == 0) {
        lua_pushnil(L);
        return 1;
    }
    return luaapi_push_name_set(L, ENTITY(self)->crafting_categories, all->recipe_categories,
                                all->recipe_category_count);
}

static int get_resource_categories(lua_State *L, luaapi_object *self)
{
    const sim_prototypes *all = self->world->prototypes;
    if (ENTITY(self)->resource_categories == 0) {
        lua_pushnil(L);
        return 1;
    }
    return luaapi_push_name_set(L, ENTITY(self)->resource_categories, all->resource_categories,
                                all->resource_category_count);
}

static int get_fixed_recipe(lua_State *L, luaapi_object *self)
{
    if (ENTITY(self)->fixed_recipe) {
        lua_pushstring(L, self->world->prototypes->recipes[ENTITY(self)->fixed_recipe].name);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

static int get_allowed_effects(lua_State *L, luaapi_object *self)
{
    static const char *const names[] = {"speed", "consumption", "productivity", "pollution", "quality"};
    uint8_t allowed = ENTITY(self)->allowed_effects;
    if (allowed == 0) {
        lua_pushnil(L);
        return 1;
    }
    lua_newtable(L);
    for (int i = 0; i < 5; i++) {
        luaapi_put_boolean(L, names[i], allowed >> i & 1);
    }
    return 1;
}

static int get_effect_receiver(lua_State *L, luaapi_object *self)
{
    const sim_entity_prototype *entity = ENTITY(self);
    if (entity->allowed_effects == 0 || entity->beacon) {
        lua_pushnil(L);
        return 1;
    }
    lua_newtable(L);
    lua_newtable(L);
    if (entity->base_productivity > 0) {
        luaapi_put_number(L, "productivity", entity->base_productivity);
    }
    luaapi_ordered_setfield(L, -2, "base_effect");
    luaapi_put_boolean(L, "uses_module_effects", entity->uses_module_effects);
    luaapi_put_boolean(L, "uses_beacon_effects", entity->uses_beacon_effects);
    luaapi_put_boolean(L, "uses_surface_effects", 1);
    return 1;
}

static int push_vector(lua_State *L, double x, double y)
{
    lua_createtable(L, 2, 0);
    lua_pushnumber(L, x);
    lua_rawseti(L, -2, 1);
    lua_pushnumber(L, y);
    lua_rawseti(L, -2, 2);
    return 1;
}

static int get_pickup_vector(lua_State *L, luaapi_object *self)
{
    if (ENTITY(self)->inserter) {
        return push_vector(L, INSERTER(self)->pickup_vector.x, INSERTER(self)->pickup_vector.y);
    }
    lua_pushnil(L);
    return 1;
}

static int get_drop_vector(lua_State *L, luaapi_object *self)
{
    if (ENTITY(self)->inserter) {
        return push_vector(L, INSERTER(self)->insert_vector.x, INSERTER(self)->insert_vector.y);
    }
    lua_pushnil(L);
    return 1;
}

static int get_result_vector(lua_State *L, luaapi_object *self)
{
    if (IS(self, SIM_TYPE_MINING_DRILL)) {
        return push_vector(L, ENTITY(self)->place_result_vector.x, ENTITY(self)->place_result_vector.y);
    }
    lua_pushnil(L);
    return 1;
}

static int get_lab_inputs(lua_State *L, luaapi_object *self)
{
    const sim_prototypes *all = self->world->prototypes;
    if (!IS(self, SIM_TYPE_LAB)) {
        lua_pushnil(L);
        return 1;
    }
    lua_createtable(L, ENTITY(self)->lab_input_count, 0);
    for (uint32_t i = 0; i < ENTITY(self)->lab_input_count; i++) {
        lua_pushstring(L, all->items[all->lab_inputs[ENTITY(self)->first_lab_input + i].number].name);
        lua_rawseti(L, -2, (int)i + 1);
    }
    return 1;
}

static double largest_volume(const luaapi_object *self)
{
    const sim_entity_prototype *entity = ENTITY(self);
    int holds = entity->type == SIM_TYPE_PIPE || entity->type == SIM_TYPE_PIPE_TO_GROUND ||
                entity->type == SIM_TYPE_STORAGE_TANK || entity->type == SIM_TYPE_PUMP;
    return holds && entity->fluid_box_count ? self->world->prototypes->fluid_boxes[entity->first_fluid_box].volume : 0;
}

NUMBER_GETTER(get_fluid_capacity, largest_volume(self))

static int get_fluid_box_prototypes(lua_State *L, luaapi_object *self)
{
    lua_createtable(L, ENTITY(self)->fluid_box_count, 0);
    for (uint32_t i = 0; i < ENTITY(self)->fluid_box_count; i++) {
        luaapi_object *box = luaapi_object_push(L, self->world, &luaapi_class_fluid_box_prototype);
        box->number = self->number;
        box->x = (int32_t)i;
        lua_rawseti(L, -2, (int)i + 1);
    }
    return 1;
}

static int get_burner_prototype(lua_State *L, luaapi_object *self)
{
    int has = ENTITY(self)->energy.kind == SIM_ENERGY_BURNER;
    luaapi_push_prototype_or_nil(L, self->world, &luaapi_class_burner_prototype, has ? self->number : 0);
    return 1;
}

static int get_electric_prototype(lua_State *L, luaapi_object *self)
{
    int has = ENTITY(self)->energy.kind == SIM_ENERGY_ELECTRIC;
    luaapi_push_prototype_or_nil(L, self->world, &luaapi_class_electric_source_prototype, has ? self->number : 0);
    return 1;
}

const luaapi_member luaapi_entity_prototype_machine_members[] = {
    {"energy_usage", get_energy_usage, NULL, NULL},
    {"get_max_energy_usage", NULL, NULL, get_max_energy_usage},
    {"get_max_energy_production", NULL, NULL, get_max_energy_production},
    {"get_max_power_output", NULL, NULL, get_max_power_output},
    {"max_power_output", get_max_power_output, NULL, NULL},
    {"burner_prototype", get_burner_prototype, NULL, NULL},
    {"electric_energy_source_prototype", get_electric_prototype, NULL, NULL},
    {"get_inventory_size", NULL, NULL, get_inventory_size},
    {"get_crafting_speed", NULL, NULL, get_crafting_speed},
    {"crafting_categories", get_crafting_categories, NULL, NULL},
    {"fixed_recipe", get_fixed_recipe, NULL, NULL},
    {"ingredient_count", get_ingredient_count, NULL, NULL},
    {"rocket_parts_required", get_parts_required, NULL, NULL},
    {"module_inventory_size", get_module_slots, NULL, NULL},
    {"allowed_effects", get_allowed_effects, NULL, NULL},
    {"effect_receiver", get_effect_receiver, NULL, NULL},
    {"distribution_effectivity", get_effectivity_of_beacon, NULL, NULL},
    {"resource_categories", get_resource_categories, NULL, NULL},
    {"mining_drill_radius", get_drill_radius, NULL, NULL},
    {"get_mining_drill_radius", NULL, NULL, get_drill_radius},
    {"resource_drain_rate_percent", get_drain_rate, NULL, NULL},
    {"vector_to_place_result", get_result_vector, NULL, NULL},
    {"belt_speed", get_belt_speed, NULL, NULL},
    {"max_underground_distance", get_max_underground_distance, NULL, NULL},
    {"related_underground_belt", get_related_belt, NULL, NULL},
    {"get_max_wire_distance", NULL, NULL, get_max_wire_distance},
    {"get_supply_area_distance", NULL, NULL, get_supply_area},
    {"target_temperature", get_target_temperature, NULL, NULL},
    {"maximum_temperature", get_maximum_temperature, NULL, NULL},
    {"effectivity", get_effectivity, NULL, NULL},
    {"fluid_usage_per_tick", get_fluid_usage, NULL, NULL},
    {"get_fluid_usage_per_tick", NULL, NULL, get_fluid_usage},
    {"pumping_speed", get_pumping_speed, NULL, NULL},
    {"get_pumping_speed", NULL, NULL, get_pumping_speed},
    {"fluid_capacity", get_fluid_capacity, NULL, NULL},
    {"get_fluid_capacity", NULL, NULL, get_fluid_capacity},
    {"fluidbox_prototypes", get_fluid_box_prototypes, NULL, NULL},
    {"get_researching_speed", NULL, NULL, get_researching_speed},
    {"lab_inputs", get_lab_inputs, NULL, NULL},
    {"get_inserter_rotation_speed", NULL, NULL, get_rotation_speed},
    {"get_inserter_extension_speed", NULL, NULL, get_extension_speed},
    {"inserter_stack_size_bonus", get_stack_bonus, NULL, NULL},
    {"inserter_pickup_position", get_pickup_vector, NULL, NULL},
    {"inserter_drop_position", get_drop_vector, NULL, NULL},
    {"inserter_chases_belt_items", get_chases_items, NULL, NULL},
    {"allow_burner_leech", get_burner_leech, NULL, NULL},
    {"filter_count", get_filter_count, NULL, NULL},
    {"bulk", get_bulk, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
