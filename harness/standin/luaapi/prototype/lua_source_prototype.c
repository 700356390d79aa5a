/* LuaBurnerPrototype, LuaElectricEnergySourcePrototype, LuaFluidBoxPrototype: parts of an entity's prototype. */
#include "harness/standin/luaapi/prototype/prototype_fields.h"

#define ENTITY(self) (&(self)->world->prototypes->entities[(self)->number])

NUMBER_GETTER(source_fuel_slots, ENTITY(self)->energy.fuel_inventory_size)
NUMBER_GETTER(source_burnt_slots, ENTITY(self)->energy.burnt_inventory_size)
NUMBER_GETTER(source_effectivity, ENTITY(self)->energy.effectivity)
NUMBER_GETTER(source_drain, ENTITY(self)->energy.drain_joules_per_tick)
NUMBER_GETTER(source_buffer, ENTITY(self)->energy.buffer_capacity_joules)
NUMBER_GETTER(source_input_limit, ENTITY(self)->energy.input_flow_limit_joules_per_tick)
NUMBER_GETTER(source_output_limit, ENTITY(self)->energy.output_flow_limit_joules_per_tick)
PROTOTYPE_GETTER(source_initial_fuel, &luaapi_class_item_prototype, ENTITY(self)->energy.initial_fuel)
NUMBER_GETTER(source_initial_percent, ENTITY(self)->energy.initial_fuel_fraction)

static int source_fuel_categories(lua_State *L, luaapi_object *self)
{
    const sim_prototypes *all = self->world->prototypes;
    return luaapi_push_name_set(L, ENTITY(self)->energy.fuel_categories, all->fuel_categories,
                                all->fuel_category_count);
}

/* Pollution a joule: what is published is pollution a minute at full work. */
static int source_emissions(lua_State *L, luaapi_object *self)
{
    double joules_per_minute = ENTITY(self)->energy_usage_joules_per_tick * 3600;
    lua_newtable(L);
    luaapi_put_number(L, "pollution",
                      joules_per_minute > 0 ? ENTITY(self)->energy.pollution_per_minute / joules_per_minute : 0);
    return 1;
}

static int source_priority(lua_State *L, luaapi_object *self)
{
    static const char *const names[] = {"none", "primary-input", "secondary-input", "primary-output",
                                        "secondary-output", "tertiary", "solar", "lamp"};
    lua_pushstring(L, names[ENTITY(self)->energy.usage_priority]);
    return 1;
}

static const luaapi_member burner_members[] = {
    {"fuel_inventory_size", source_fuel_slots, NULL, NULL},
    {"burnt_inventory_size", source_burnt_slots, NULL, NULL},
    {"fuel_categories", source_fuel_categories, NULL, NULL},
    {"effectivity", source_effectivity, NULL, NULL},
    {"emissions_per_joule", source_emissions, NULL, NULL},
    {"initial_fuel", source_initial_fuel, NULL, NULL},
    {"initial_fuel_percent", source_initial_percent, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const luaapi_member electric_members[] = {
    {"drain", source_drain, NULL, NULL},
    {"buffer_capacity", source_buffer, NULL, NULL},
    {"usage_priority", source_priority, NULL, NULL},
    {"emissions_per_joule", source_emissions, NULL, NULL},
    {"get_input_flow_limit", NULL, NULL, source_input_limit},
    {"get_output_flow_limit", NULL, NULL, source_output_limit},
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_burner_prototype = {.name = "LuaBurnerPrototype", .members = burner_members};

const luaapi_class luaapi_class_electric_source_prototype = {
    .name = "LuaElectricEnergySourcePrototype", .members = electric_members};

/* Of a fluid box: number = entity, x = which of its boxes. */
#define BOX(self) (&(self)->world->prototypes->fluid_boxes[ENTITY(self)->first_fluid_box + (uint32_t)(self)->x])

NUMBER_GETTER(box_volume, BOX(self)->volume)
NUMBER_GETTER(box_index, (self)->x + 1)
PROTOTYPE_GETTER(box_entity, &luaapi_class_entity_prototype, self->number)
PROTOTYPE_GETTER(box_filter, &luaapi_class_fluid_prototype, BOX(self)->filter)
NUMBER_OR_NIL_GETTER(box_minimum_temperature, BOX(self)->minimum_temperature > -1e8, BOX(self)->minimum_temperature)
NUMBER_OR_NIL_GETTER(box_maximum_temperature, BOX(self)->maximum_temperature < 1e8, BOX(self)->maximum_temperature)

static int box_production_type(lua_State *L, luaapi_object *self)
{
    static const char *const names[] = {"none", "input", "output", "input-output"};
    lua_pushstring(L, names[BOX(self)->production_type]);
    return 1;
}

static const luaapi_member fluid_box_members[] = {
    {"entity", box_entity, NULL, NULL},
    {"index", box_index, NULL, NULL},
    {"volume", box_volume, NULL, NULL},
    {"filter", box_filter, NULL, NULL},
    {"production_type", box_production_type, NULL, NULL},
    {"minimum_temperature", box_minimum_temperature, NULL, NULL},
    {"maximum_temperature", box_maximum_temperature, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_fluid_box_prototype = {.name = "LuaFluidBoxPrototype", .members = fluid_box_members};
