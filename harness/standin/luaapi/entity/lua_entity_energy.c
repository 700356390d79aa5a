/* LuaEntity: energy - what burns, what is plugged in. LuaBurner. */
#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/engine/energy/generator.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"

#define MOST_JOULES 1e12 /* a tick */

sim_energy *luaapi_energy_of(const luaapi_object *self)
{
    sim_arena *arena = ARENA(self);
    uint32_t record = luaapi_entity_of(self)->record;
    switch (ENTITY_TYPE(self)) {
    case SIM_TYPE_FURNACE:
    case SIM_TYPE_ROCKET_SILO:
    case SIM_TYPE_ASSEMBLING_MACHINE: return &sim_crafter_get(arena, SLOT(self))->energy;
    case SIM_TYPE_MINING_DRILL: return &sim_drill_get(arena, SLOT(self))->energy;
    case SIM_TYPE_BEACON: return &sim_beacon_get(arena, SLOT(self))->energy;
    case SIM_TYPE_INSERTER: return &sim_inserter_at(arena, PROTOTYPES(self), SLOT(self))->energy;
    case SIM_TYPE_LAB: return &SIM_RECORD(arena, SIM_POOL_LAB, sim_lab, record)->energy;
    case SIM_TYPE_BOILER: return &sim_steam_at(arena, record)->energy;
    case SIM_TYPE_REACTOR: return &sim_heat_at(arena, record)->energy;
    case SIM_TYPE_ELECTRIC_TURRET: return &SIM_RECORD(arena, SIM_POOL_TURRET, sim_turret, record)->energy;
    default: return NULL;
    }
}

uint32_t luaapi_electric_of(const luaapi_object *self)
{
    const sim_energy *energy = luaapi_energy_of(self);
    uint32_t record = luaapi_entity_of(self)->record;
    if (energy != NULL) {
        return energy->kind == SIM_ENERGY_ELECTRIC ? energy->record : 0;
    }
    switch (ENTITY_TYPE(self)) {
    case SIM_TYPE_ELECTRIC_POLE:
    case SIM_TYPE_SOLAR_PANEL:
    case SIM_TYPE_ACCUMULATOR:
    case SIM_TYPE_LAMP:
    case SIM_TYPE_RADAR:
    case SIM_TYPE_ELECTRIC_ENERGY_INTERFACE: return record;
    case SIM_TYPE_GENERATOR:
    case SIM_TYPE_PUMP: return sim_steam_at(ARENA(self), record)->electric;
    default: return 0;
    }
}

static sim_burner *burner_of(const luaapi_object *self)
{
    const sim_energy *energy = luaapi_energy_of(self);
    return energy != NULL && energy->kind == SIM_ENERGY_BURNER ? sim_burner_get(ARENA(self), energy->record) : NULL;
}

static int has_store(const luaapi_object *self, uint32_t record)
{
    uint8_t role = record ? sim_electric_at(ARENA(self), record)->role : SIM_ELECTRIC_CONSUMER;
    return role == SIM_ELECTRIC_ACCUMULATOR || role == SIM_ELECTRIC_BUFFER || role == SIM_ELECTRIC_SOURCE;
}

/* Small buffers are not modelled: a consumer's counts as full by as much as the last balance satisfied it, a
 * generator's holds what its fluid can give in a tick. */
static double energy_joules(const luaapi_object *self)
{
    const sim_burner *burner = burner_of(self);
    uint32_t record = luaapi_electric_of(self);
    if (burner != NULL) {
        return burner->buffer_joules;
    }
    if (has_store(self, record)) {
        return sim_electric_stored_joules(ARENA(self), record);
    }
    if (record && sim_electric_at(ARENA(self), record)->role == SIM_ELECTRIC_GENERATOR) {
        int64_t offer = sim_generator_offer(ARENA(self), PROTOTYPES(self), sim_electric_at(ARENA(self), record));
        return (double)offer / SIM_MICROJOULES_PER_JOULE;
    }
    const sim_entity_prototype *prototype = ENTITY_PROTOTYPE(self);
    double wanted = prototype->energy_usage_joules_per_tick + prototype->energy.drain_joules_per_tick;
    return record && wanted > 0 ? sim_electric_satisfaction(ARENA(self), record) * wanted : 0;
}

NUMBER_GETTER(get_energy, energy_joules(self))

static int set_energy(lua_State *L, luaapi_object *self)
{
    double joules = luaapi_check_number(L, 3, "energy");
    sim_burner *burner = burner_of(self);
    uint32_t record = luaapi_electric_of(self);
    if (!(joules >= 0)) {
        return luaapi_raise(L, "LuaEntity::energy must not be negative.");
    }
    if (burner != NULL) {
        burner->buffer_joules = joules;
        sim_watch_changed(ARENA(self), SLOT(self));
    } else {
        luaapi_require(L, self, has_store(self, record), "energy", "an entity whose energy can be written");
        sim_electric_fill(ARENA(self), PROTOTYPES(self), record, joules);
    }
    return 0;
}

static int get_buffer_size(lua_State *L, luaapi_object *self)
{
    double capacity = ENTITY_PROTOTYPE(self)->energy.buffer_capacity_joules;
    if (ENTITY_PROTOTYPE(self)->energy.kind != SIM_ENERGY_ELECTRIC) {
        lua_pushnil(L);
    } else if (capacity > 0) {
        lua_pushnumber(L, capacity);
    } else {
        lua_pushnumber(L, ENTITY_PROTOTYPE(self)->energy_usage_joules_per_tick +
                              ENTITY_PROTOTYPE(self)->energy.drain_joules_per_tick);
    }
    return 1;
}

NUMBER_OR_NIL_GETTER(get_drain, ENTITY_PROTOTYPE(self)->energy.kind == SIM_ENERGY_ELECTRIC,
                     ENTITY_PROTOTYPE(self)->energy.drain_joules_per_tick)

static uint32_t network_of(const luaapi_object *self)
{
    if (ENTITY_TYPE(self) == SIM_TYPE_ELECTRIC_POLE) {
        return sim_pole_network(ARENA(self), PROTOTYPES(self), SLOT(self));
    }
    uint32_t record = luaapi_electric_of(self);
    return record ? sim_electric_at(ARENA(self), record)->network : 0;
}

NUMBER_OR_NIL_GETTER(get_network_id, network_of(self), network_of(self))
BOOLEAN_GETTER(is_connected, network_of(self))

static int get_generated(lua_State *L, luaapi_object *self)
{
    int is_generator = ENTITY_TYPE(self) == SIM_TYPE_GENERATOR;
    luaapi_require(L, self, is_generator, "energy_generated_last_tick", "a generator");
    lua_pushnumber(L, sim_steam_generated_joules(ARENA(self), SLOT(self)));
    return 1;
}

/* The device of an electric energy interface; raises for anything else. */
static sim_electric *require_interface(lua_State *L, const luaapi_object *self, const char *member)
{
    int is_interface = ENTITY_TYPE(self) == SIM_TYPE_ELECTRIC_ENERGY_INTERFACE;
    luaapi_require(L, self, is_interface, member, "an electric energy interface");
    return sim_electric_at(ARENA(self), luaapi_entity_of(self)->record);
}

/* Joules a tick, of the value that is assigned. */
static double read_power(lua_State *L, const char *member)
{
    double joules = luaapi_check_number(L, 3, member);
    if (!(joules >= 0 && joules < MOST_JOULES)) {
        luaapi_raise(L, "LuaEntity::%s must be from 0 to %f joules a tick.", member, MOST_JOULES);
    }
    return joules;
}

static int get_power_production(lua_State *L, luaapi_object *self)
{
    lua_pushnumber(L, (double)require_interface(L, self, "power_production")->made / SIM_MICROJOULES_PER_JOULE);
    return 1;
}

static int set_power_production(lua_State *L, luaapi_object *self)
{
    require_interface(L, self, "power_production");
    sim_electric_set_production(ARENA(self), luaapi_entity_of(self)->record, read_power(L, "power_production"));
    return 0;
}

static int get_power_usage(lua_State *L, luaapi_object *self)
{
    lua_pushnumber(L, require_interface(L, self, "power_usage")->drawn_joules);
    return 1;
}

static int set_power_usage(lua_State *L, luaapi_object *self)
{
    require_interface(L, self, "power_usage");
    sim_electric_draw(ARENA(self), PROTOTYPES(self), luaapi_entity_of(self)->record, read_power(L, "power_usage"));
    return 0;
}

static int get_burner(lua_State *L, luaapi_object *self)
{
    if (burner_of(self) == NULL) {
        lua_pushnil(L);
        return 1;
    }
    luaapi_object *object = luaapi_object_push(L, self->world, &luaapi_class_burner);
    object->surface = self->surface;
    object->entity = self->entity;
    return 1;
}

static int get_network_statistics(lua_State *L, luaapi_object *self)
{
    luaapi_require(L, self, ENTITY_TYPE(self) == SIM_TYPE_ELECTRIC_POLE, "electric_network_statistics",
                   "an electric pole");
    luaapi_object *object = luaapi_object_push(L, self->world, &luaapi_class_flow_statistics);
    object->surface = self->surface;
    object->entity = self->entity;
    object->x = LUAAPI_FLOW_ELECTRIC;
    return 1;
}

const luaapi_member luaapi_entity_energy_members[] = {
    {"energy", get_energy, set_energy, NULL},
    {"electric_buffer_size", get_buffer_size, NULL, NULL},
    {"electric_drain", get_drain, NULL, NULL},
    {"electric_network_id", get_network_id, NULL, NULL},
    {"electric_network_statistics", get_network_statistics, NULL, NULL},
    {"is_connected_to_electric_network", NULL, NULL, is_connected},
    {"energy_generated_last_tick", get_generated, NULL, NULL},
    {"power_production", get_power_production, set_power_production, NULL},
    {"power_usage", get_power_usage, set_power_usage, NULL},
    {"burner", get_burner, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static int burner_valid(const luaapi_object *self)
{
    return luaapi_entity_of(self) != NULL && burner_of(self) != NULL;
}

static int burner_owner(lua_State *L, luaapi_object *self)
{
    luaapi_push_entity(L, self->world, self->surface, self->entity);
    return 1;
}

static int push_inventory(lua_State *L, luaapi_object *self, enum sim_inventory_role role)
{
    if (luaapi_entity_inventory(self, role) != 0) {
        luaapi_push_inventory(L, self->world, self->surface, self->entity, role);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

static int burner_inventory(lua_State *L, luaapi_object *self)
{
    return push_inventory(L, self, SIM_INVENTORY_FUEL);
}

static int burner_burnt_inventory(lua_State *L, luaapi_object *self)
{
    return push_inventory(L, self, SIM_INVENTORY_BURNT);
}

NUMBER_GETTER(burner_heat, burner_of(self)->buffer_joules)
NUMBER_GETTER(burner_remaining, burner_of(self)->remaining_joules)

static double read_joules(lua_State *L, const char *member)
{
    double joules = luaapi_check_number(L, 3, member);
    if (!(joules >= 0 && joules < 1e18)) {
        luaapi_raise(L, "LuaBurner::%s must not be negative.", member);
    }
    return joules;
}

static int set_burner_heat(lua_State *L, luaapi_object *self)
{
    burner_of(self)->buffer_joules = read_joules(L, "heat");
    sim_watch_changed(ARENA(self), SLOT(self));
    return 0;
}

/* As in the game, limited by what the burning item holds; without one it stays 0. */
static int set_burner_remaining(lua_State *L, luaapi_object *self)
{
    double joules = read_joules(L, "remaining_burning_fuel");
    sim_burner *burner = burner_of(self);
    double most = PROTOTYPES(self)->items[burner->burning].fuel_value_joules;
    burner->remaining_joules = joules < most ? joules : most;
    sim_watch_changed(ARENA(self), SLOT(self));
    return 0;
}

/* {name = prototype, quality = prototype}; nil when nothing burns. */
static int burner_burning(lua_State *L, luaapi_object *self)
{
    uint16_t item = burner_of(self)->burning;
    if (item == 0) {
        lua_pushnil(L);
        return 1;
    }
    lua_newtable(L);
    luaapi_push_prototype(L, self->world, &luaapi_class_item_prototype, item);
    luaapi_ordered_setfield(L, -2, "name");
    luaapi_push_prototype(L, self->world, &luaapi_class_quality_prototype, 1);
    luaapi_ordered_setfield(L, -2, "quality");
    return 1;
}

static int set_burner_burning(lua_State *L, luaapi_object *self)
{
    uint16_t item = luaapi_read_item_filter(L, 3, self->world);
    if (item != 0 && !sim_burner_accepts(PROTOTYPES(self), luaapi_entity_of(self)->prototype, item)) {
        return luaapi_raise(L, "LuaBurner::currently_burning: %s does not burn here.",
                            PROTOTYPES(self)->items[item].name);
    }
    burner_of(self)->burning = item;
    burner_of(self)->remaining_joules = PROTOTYPES(self)->items[item].fuel_value_joules;
    sim_watch_changed(ARENA(self), SLOT(self));
    return 0;
}

static int burner_categories(lua_State *L, luaapi_object *self)
{
    return luaapi_push_name_set(L, ENTITY_PROTOTYPE(self)->energy.fuel_categories, PROTOTYPES(self)->fuel_categories,
                                PROTOTYPES(self)->fuel_category_count);
}

static const luaapi_member burner_members[] = {
    {"owner", burner_owner, NULL, NULL},
    {"inventory", burner_inventory, NULL, NULL},
    {"burnt_result_inventory", burner_burnt_inventory, NULL, NULL},
    {"heat", burner_heat, set_burner_heat, NULL},
    {"remaining_burning_fuel", burner_remaining, set_burner_remaining, NULL},
    {"currently_burning", burner_burning, set_burner_burning, NULL},
    {"fuel_categories", burner_categories, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

const luaapi_class luaapi_class_burner = {.name = "LuaBurner", .members = burner_members, .valid = burner_valid};
