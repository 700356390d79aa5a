/* LuaEntityPrototype: what every entity has. What machines and fighters have: lua_machine_prototype.c. */
#include <string.h>

#include "harness/standin/luaapi/objects/arguments.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"
#include "harness/standin/luaapi/prototype/prototype_raw.h"
#include "harness/standin/luaapi/vm/raise.h"

#define ENTITY(self) (&(self)->world->prototypes->entities[(self)->number])
#define IS(self, kind) (ENTITY(self)->type == (kind))

STRING_GETTER(get_name, ENTITY(self)->name)
STRING_GETTER(get_type, ENTITY(self)->type_name)
NUMBER_GETTER(get_tile_width, ENTITY(self)->tile_width)
NUMBER_GETTER(get_tile_height, ENTITY(self)->tile_height)
NUMBER_GETTER(get_healing_per_tick, ENTITY(self)->healing_per_tick)
NUMBER_OR_NIL_GETTER(get_mining_speed, ENTITY(self)->mining_speed > 0, ENTITY(self)->mining_speed)
NUMBER_OR_NIL_GETTER(get_running_speed, ENTITY(self)->running_speed > 0, ENTITY(self)->running_speed)
NUMBER_OR_NIL_GETTER(get_reach, ENTITY(self)->reach_distance > 0, ENTITY(self)->reach_distance)
NUMBER_OR_NIL_GETTER(get_build_distance, ENTITY(self)->build_distance > 0, ENTITY(self)->build_distance)
NUMBER_OR_NIL_GETTER(get_drop_distance, ENTITY(self)->drop_item_distance > 0, ENTITY(self)->drop_item_distance)
NUMBER_OR_NIL_GETTER(get_pickup_distance, ENTITY(self)->item_pickup_distance > 0, ENTITY(self)->item_pickup_distance)
NUMBER_OR_NIL_GETTER(get_loot_distance, ENTITY(self)->loot_pickup_distance > 0, ENTITY(self)->loot_pickup_distance)
NUMBER_OR_NIL_GETTER(get_resource_reach, ENTITY(self)->resource_reach_distance > 0,
                     ENTITY(self)->resource_reach_distance)
NUMBER_OR_NIL_GETTER(get_combat_ticks, IS(self, SIM_TYPE_CHARACTER), ENTITY(self)->ticks_to_stay_in_combat)
NUMBER_OR_NIL_GETTER(get_corner_distance, IS(self, SIM_TYPE_CHARACTER), ENTITY(self)->corner_sliding_distance)
NUMBER_OR_NIL_GETTER(get_normal_amount, IS(self, SIM_TYPE_RESOURCE), ENTITY(self)->resource_normal)
NUMBER_OR_NIL_GETTER(get_minimum_amount, IS(self, SIM_TYPE_RESOURCE), ENTITY(self)->resource_minimum)
NUMBER_OR_NIL_GETTER(get_depletion, IS(self, SIM_TYPE_RESOURCE), ENTITY(self)->resource_depletion)
BOOLEAN_OR_NIL_GETTER(get_infinite, IS(self, SIM_TYPE_RESOURCE), ENTITY(self)->resource_infinite)
NUMBER_OR_NIL_GETTER(get_repair_modifier, ENTITY(self)->max_health > 0, ENTITY(self)->repair_speed_modifier)
NUMBER_OR_NIL_GETTER(get_time_to_live, IS(self, SIM_TYPE_CORPSE), ENTITY(self)->time_to_live_ticks)
BOOLEAN_GETTER(get_hidden, ENTITY(self)->flags & SIM_FLAG_HIDDEN)
BOOLEAN_GETTER(get_selectable, ENTITY(self)->selectable)
BOOLEAN_GETTER(get_military_target, ENTITY(self)->flags & SIM_FLAG_IS_MILITARY_TARGET)
BOOLEAN_GETTER(get_as_rock, ENTITY(self)->count_as_rock)
PROTOTYPE_GETTER(get_next_upgrade, &luaapi_class_entity_prototype, ENTITY(self)->next_upgrade)

static int get_localised_name(lua_State *L, luaapi_object *self)
{
    return luaapi_push_localised(L, "entity-name", ENTITY(self)->name);
}

static int get_collision_box(lua_State *L, luaapi_object *self)
{
    luaapi_push_box(L, ENTITY(self)->collision_box);
    return 1;
}

static int get_selection_box(lua_State *L, luaapi_object *self)
{
    luaapi_push_box(L, ENTITY(self)->selection_box);
    return 1;
}

static int get_collision_mask(lua_State *L, luaapi_object *self)
{
    const sim_entity_prototype *entity = ENTITY(self);
    return luaapi_push_collision_mask(L, entity->collision_layers, entity->not_colliding_with_itself,
                                      entity->colliding_with_tiles_only);
}

static int get_mineable_properties(lua_State *L, luaapi_object *self)
{
    const sim_prototypes *prototypes = self->world->prototypes;
    const sim_entity_prototype *entity = ENTITY(self);
    lua_newtable(L);
    luaapi_put_boolean(L, "minable", entity->minable);
    if (!entity->minable) {
        return 1;
    }
    luaapi_put_number(L, "mining_time", entity->mining_time);
    if (entity->required_fluid) {
        luaapi_put_string(L, "required_fluid", prototypes->fluids[entity->required_fluid].name);
        luaapi_put_number(L, "fluid_amount", entity->required_fluid_amount);
    }
    luaapi_push_products(L, prototypes, entity->first_product, entity->product_count);
    luaapi_ordered_setfield(L, -2, "products");
    return 1;
}

static int get_max_health(lua_State *L, luaapi_object *self)
{
    lua_pushnumber(L, ENTITY(self)->max_health);
    return 1;
}

static int get_resistances(lua_State *L, luaapi_object *self)
{
    return luaapi_push_resistances(L, self->world->prototypes, ENTITY(self)->first_resistance,
                                   ENTITY(self)->resistance_count);
}

static int get_fast_replaceable_group(lua_State *L, luaapi_object *self)
{
    uint16_t group = ENTITY(self)->fast_replaceable_group;
    if (group) {
        lua_pushstring(L, self->world->prototypes->fast_replaceable_groups[group].name);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

static int get_resource_category(lua_State *L, luaapi_object *self)
{
    uint16_t category = ENTITY(self)->resource_category;
    if (category) {
        lua_pushstring(L, self->world->prototypes->resource_categories[category].name);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

/* {{name = , count = 1, quality = "normal"}}; nil when no item builds it. */
static int get_items_to_place_this(lua_State *L, luaapi_object *self)
{
    uint16_t item = ENTITY(self)->placeable_by;
    if (item == 0) {
        lua_pushnil(L);
        return 1;
    }
    lua_createtable(L, 1, 0);
    luaapi_push_item_count(L, self->world->prototypes->items[item].name, 1);
    lua_rawseti(L, -2, 1);
    return 1;
}

/* {pollution = }, what trees take in being less than 0. */
static int get_emissions(lua_State *L, luaapi_object *self)
{
    lua_newtable(L);
    if (ENTITY(self)->pollution_absorption_per_second != 0) {
        luaapi_put_number(L, "pollution", -ENTITY(self)->pollution_absorption_per_second);
    }
    return 1;
}

static int get_corpses(lua_State *L, luaapi_object *self)
{
    uint16_t corpse = ENTITY(self)->corpse;
    if (corpse == 0) {
        lua_pushnil(L);
        return 1;
    }
    lua_newtable(L);
    luaapi_push_prototype(L, self->world, &luaapi_class_entity_prototype, corpse);
    luaapi_ordered_setfield(L, -2, self->world->prototypes->entities[corpse].name);
    return 1;
}

typedef struct flag_name {
    const char *name;
    uint32_t flag;
} flag_name;

static const flag_name flag_names[] = {
    {"not-rotatable", SIM_FLAG_NOT_ROTATABLE},
    {"placeable-neutral", SIM_FLAG_PLACEABLE_NEUTRAL},
    {"placeable-player", SIM_FLAG_PLACEABLE_PLAYER},
    {"placeable-enemy", SIM_FLAG_PLACEABLE_ENEMY},
    {"player-creation", SIM_FLAG_PLAYER_CREATION},
    {"building-direction-8-way", SIM_FLAG_BUILDING_DIRECTION_8_WAY},
    {"building-direction-16-way", SIM_FLAG_BUILDING_DIRECTION_16_WAY},
    {"breaths-air", SIM_FLAG_BREATHS_AIR},
    {"not-repairable", SIM_FLAG_NOT_REPAIRABLE},
    {"not-on-map", SIM_FLAG_NOT_ON_MAP},
    {"not-deconstructable", SIM_FLAG_NOT_DECONSTRUCTABLE},
    {"not-blueprintable", SIM_FLAG_NOT_BLUEPRINTABLE},
    {"get-by-unit-number", SIM_FLAG_GET_BY_UNIT_NUMBER},
    {"not-upgradable", SIM_FLAG_NOT_UPGRADABLE},
};

static int get_flags(lua_State *L, luaapi_object *self)
{
    lua_newtable(L);
    for (size_t i = 0; i < sizeof flag_names / sizeof *flag_names; i++) {
        if (ENTITY(self)->flags & flag_names[i].flag) {
            luaapi_put_boolean(L, flag_names[i].name, 1);
        }
    }
    if (ENTITY(self)->off_grid) {
        luaapi_put_boolean(L, "placeable-off-grid", 1);
    }
    return 1;
}

static int has_flag(lua_State *L, luaapi_object *self)
{
    const char *name = luaapi_check_string(L, 1, "has_flag", NULL);
    int has = strcmp(name, "placeable-off-grid") == 0 && ENTITY(self)->off_grid;
    for (size_t i = 0; i < sizeof flag_names / sizeof *flag_names; i++) {
        has |= strcmp(name, flag_names[i].name) == 0 && (ENTITY(self)->flags & flag_names[i].flag);
    }
    lua_pushboolean(L, has);
    return 1;
}

static int get_is_building(lua_State *L, luaapi_object *self)
{
    lua_pushboolean(L, (ENTITY(self)->flags & SIM_FLAG_PLAYER_CREATION) && !IS(self, SIM_TYPE_CHARACTER));
    return 1;
}

static int get_supports_direction(lua_State *L, luaapi_object *self)
{
    const sim_entity_prototype *entity = ENTITY(self);
    lua_pushboolean(L, !(entity->flags & SIM_FLAG_NOT_ROTATABLE) && (entity->flags & SIM_FLAG_PLAYER_CREATION) &&
                           (entity->fluid_box_count > 0 || entity->belt_speed > 0 || entity->inserter ||
                            entity->type == SIM_TYPE_MINING_DRILL));
    return 1;
}

static const luaapi_member members[] = {
    {"name", get_name, NULL, NULL},
    {"type", get_type, NULL, NULL},
    {"localised_name", get_localised_name, NULL, NULL},
    {"hidden", get_hidden, NULL, NULL},
    {"flags", get_flags, NULL, NULL},
    {"has_flag", NULL, NULL, has_flag},
    {"collision_box", get_collision_box, NULL, NULL},
    {"selection_box", get_selection_box, NULL, NULL},
    {"collision_mask", get_collision_mask, NULL, NULL},
    {"selectable_in_game", get_selectable, NULL, NULL},
    {"tile_width", get_tile_width, NULL, NULL},
    {"tile_height", get_tile_height, NULL, NULL},
    {"mineable_properties", get_mineable_properties, NULL, NULL},
    {"mining_speed", get_mining_speed, NULL, NULL},
    {"running_speed", get_running_speed, NULL, NULL},
    {"reach_distance", get_reach, NULL, NULL},
    {"build_distance", get_build_distance, NULL, NULL},
    {"drop_item_distance", get_drop_distance, NULL, NULL},
    {"item_pickup_distance", get_pickup_distance, NULL, NULL},
    {"loot_pickup_distance", get_loot_distance, NULL, NULL},
    {"reach_resource_distance", get_resource_reach, NULL, NULL},
    {"ticks_to_stay_in_combat", get_combat_ticks, NULL, NULL},
    {"maximum_corner_sliding_distance", get_corner_distance, NULL, NULL},
    {"normal_resource_amount", get_normal_amount, NULL, NULL},
    {"minimum_resource_amount", get_minimum_amount, NULL, NULL},
    {"infinite_resource", get_infinite, NULL, NULL},
    {"infinite_depletion_resource_amount", get_depletion, NULL, NULL},
    {"resource_category", get_resource_category, NULL, NULL},
    {"get_max_health", NULL, NULL, get_max_health},
    {"healing_per_tick", get_healing_per_tick, NULL, NULL},
    {"repair_speed_modifier", get_repair_modifier, NULL, NULL},
    {"resistances", get_resistances, NULL, NULL},
    {"is_military_target", get_military_target, NULL, NULL},
    {"is_building", get_is_building, NULL, NULL},
    {"supports_direction", get_supports_direction, NULL, NULL},
    {"emissions_per_second", get_emissions, NULL, NULL},
    {"count_as_rock_for_filtered_deconstruction", get_as_rock, NULL, NULL},
    {"fast_replaceable_group", get_fast_replaceable_group, NULL, NULL},
    {"next_upgrade", get_next_upgrade, NULL, NULL},
    {"items_to_place_this", get_items_to_place_this, NULL, NULL},
    {"corpses", get_corpses, NULL, NULL},
    {"time_to_live", get_time_to_live, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const luaapi_member *const parts[] = {luaapi_entity_prototype_machine_members,
                                             luaapi_entity_prototype_combat_members,
                                             luaapi_entity_raw_members, luaapi_entity_raw_detail_members, NULL};

const luaapi_class luaapi_class_entity_prototype = {
    .name = "LuaEntityPrototype", .inherited = luaapi_prototype_base_members, .members = members, .parts = parts};
