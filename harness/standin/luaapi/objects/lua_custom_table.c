/* LuaCustomTable: game.surfaces, game.forces, prototypes.entity...: read by name or number, walked by pairs, counted
 * by #. */
#include <math.h>
#include <string.h>

#include "harness/standin/luaapi/objects/classes.h"
#include "harness/standin/luaapi/surface/entity_search.h"
#include "harness/standin/luaapi/vm/raise.h"

#define COLLISION_LAYERS 24 /* enum sim_layer */

typedef struct prototype_table {
    const luaapi_class *type;
    uint32_t count;
    const char *(*name)(const sim_prototypes *prototypes, uint32_t number);
    uint16_t (*named)(const sim_prototypes *prototypes, const char *name);
} prototype_table;

#define NAME_IN(function, list)                                                                                      \
    static const char *function(const sim_prototypes *prototypes, uint32_t number)                                   \
    {                                                                                                                \
        return prototypes->list[number].name;                                                                        \
    }

NAME_IN(entity_name, entities)
NAME_IN(item_name, items)
NAME_IN(tile_name, tiles)
NAME_IN(recipe_name, recipes)
NAME_IN(fluid_name, fluids)
NAME_IN(technology_name, technologies)
NAME_IN(recipe_category_name, recipe_categories)
NAME_IN(fuel_category_name, fuel_categories)
NAME_IN(resource_category_name, resource_categories)
NAME_IN(module_category_name, module_categories)
NAME_IN(ammo_category_name, ammo_categories)
NAME_IN(damage_name, damage_types)

static const char *quality_name(const sim_prototypes *prototypes, uint32_t number)
{
    (void)prototypes, (void)number;
    return "normal";
}

static uint16_t quality_named(const sim_prototypes *prototypes, const char *name)
{
    (void)prototypes;
    return strcmp(name, "normal") == 0;
}

static const char *layer_name(const sim_prototypes *prototypes, uint32_t number)
{
    (void)prototypes;
    return luaapi_collision_layer_name((uint32_t)1 << (number - 1));
}

static uint16_t layer_named(const sim_prototypes *prototypes, const char *name)
{
    (void)prototypes;
    uint32_t layer = luaapi_collision_layer(name);
    return layer ? (uint16_t)(__builtin_ctz(layer) + 1) : 0;
}

static const char *control_name(const sim_prototypes *prototypes, uint32_t number)
{
    (void)prototypes;
    return luaapi_autoplace_control(number);
}

static uint16_t control_named(const sim_prototypes *prototypes, const char *name)
{
    (void)prototypes;
    uint16_t number = 1;
    while (luaapi_autoplace_control(number) != NULL && strcmp(luaapi_autoplace_control(number), name) != 0) {
        number++;
    }
    return luaapi_autoplace_control(number) == NULL ? 0 : number;
}

static uint32_t count_controls(void)
{
    uint32_t count = 1;
    while (luaapi_autoplace_control(count) != NULL) {
        count++;
    }
    return count;
}

/* The prototypes that the table holds; type NULL when it holds something else. */
static prototype_table prototypes_of(const luaapi_object *self)
{
    const sim_prototypes *all = self->world->prototypes;
    prototype_table none = {NULL, 0, NULL, NULL};
    const prototype_table tables[] = {
        [LUAAPI_TABLE_ENTITY_PROTOTYPES] = {&luaapi_class_entity_prototype, all->entity_count, entity_name,
                                            sim_entity_named},
        [LUAAPI_TABLE_ITEM_PROTOTYPES] = {&luaapi_class_item_prototype, all->item_count, item_name, sim_item_named},
        [LUAAPI_TABLE_TILE_PROTOTYPES] = {&luaapi_class_tile_prototype, all->tile_count, tile_name, sim_tile_named},
        [LUAAPI_TABLE_RECIPE_PROTOTYPES] = {&luaapi_class_recipe_prototype, all->recipe_count, recipe_name,
                                            sim_recipe_named},
        [LUAAPI_TABLE_AUTOPLACE_CONTROLS] = {&luaapi_class_autoplace_control, count_controls(), control_name,
                                             control_named},
        [LUAAPI_TABLE_FLUID_PROTOTYPES] = {&luaapi_class_fluid_prototype, all->fluid_count, fluid_name,
                                           sim_fluid_named},
        [LUAAPI_TABLE_TECHNOLOGY_PROTOTYPES] = {&luaapi_class_technology_prototype, all->technology_count,
                                                technology_name, sim_technology_named},
        [LUAAPI_TABLE_RECIPE_CATEGORIES] = {&luaapi_class_recipe_category, all->recipe_category_count,
                                            recipe_category_name, sim_recipe_category_named},
        [LUAAPI_TABLE_FUEL_CATEGORIES] = {&luaapi_class_fuel_category, all->fuel_category_count, fuel_category_name,
                                          sim_fuel_category_named},
        [LUAAPI_TABLE_RESOURCE_CATEGORIES] = {&luaapi_class_resource_category, all->resource_category_count,
                                              resource_category_name, sim_resource_category_named},
        [LUAAPI_TABLE_MODULE_CATEGORIES] = {&luaapi_class_module_category, all->module_category_count,
                                            module_category_name, sim_module_category_named},
        [LUAAPI_TABLE_AMMO_CATEGORIES] = {&luaapi_class_ammo_category, all->ammo_category_count, ammo_category_name,
                                          sim_ammo_category_named},
        [LUAAPI_TABLE_DAMAGES] = {&luaapi_class_damage_prototype, all->damage_type_count, damage_name,
                                  sim_damage_type_named},
        [LUAAPI_TABLE_QUALITIES] = {&luaapi_class_quality_prototype, 2, quality_name, quality_named},
        [LUAAPI_TABLE_COLLISION_LAYERS] = {&luaapi_class_collision_layer, COLLISION_LAYERS + 1, layer_name,
                                           layer_named},
        [LUAAPI_TABLE_RECIPES] = {&luaapi_class_recipe, all->recipe_count, recipe_name, sim_recipe_named},
        [LUAAPI_TABLE_TECHNOLOGIES] = {&luaapi_class_technology, all->technology_count, technology_name,
                                       sim_technology_named},
    };
    return self->number < sizeof tables / sizeof *tables ? tables[self->number] : none;
}

/* Number of the entry that a key at index 2 names: a surface's or force's index, a prototype's number; 0 for none. */
static uint32_t find_entry(lua_State *L, const luaapi_object *self)
{
    luaapi_world *world = self->world;
    int by_number = lua_type(L, 2) == LUA_TNUMBER;
    double number = by_number ? lua_tonumber(L, 2) : 0;
    uint32_t whole = number >= 1 && number <= UINT32_MAX && number == floor(number) ? (uint32_t)number : 0;
    const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
    if (self->number == LUAAPI_TABLE_SURFACES) {
        const luaapi_surface *surface =
            by_number ? luaapi_world_surface(world, whole) : luaapi_world_surface_named(world, name);
        return surface == NULL ? 0 : surface->index;
    }
    if (self->number == LUAAPI_TABLE_FORCES) {
        const luaapi_force *force =
            by_number ? luaapi_world_force(world, whole) : luaapi_world_force_named(world, name);
        return force == NULL ? 0 : force->index;
    }
    prototype_table prototypes = prototypes_of(self);
    return prototypes.type == NULL || by_number ? 0 : prototypes.named(world->prototypes, name);
}

static void push_entry(lua_State *L, const luaapi_object *self, uint32_t entry)
{
    if (entry == 0) {
        lua_pushnil(L);
    } else if (self->number == LUAAPI_TABLE_SURFACES) {
        luaapi_push_surface(L, self->world, entry);
    } else if (self->number == LUAAPI_TABLE_FORCES) {
        luaapi_push_force(L, self->world, entry);
    } else if (self->number == LUAAPI_TABLE_RECIPES) {
        luaapi_push_recipe(L, self->world, (uint32_t)self->x, entry);
    } else if (self->number == LUAAPI_TABLE_TECHNOLOGIES) {
        luaapi_push_technology(L, self->world, (uint32_t)self->x, entry);
    } else {
        luaapi_push_prototype(L, self->world, prototypes_of(self).type, entry);
    }
}

static const char *entry_name(const luaapi_object *self, uint32_t entry)
{
    switch (self->number) {
    case LUAAPI_TABLE_SURFACES: return luaapi_world_surface(self->world, entry)->name;
    case LUAAPI_TABLE_FORCES: return luaapi_world_force(self->world, entry)->name;
    default: return prototypes_of(self).name(self->world->prototypes, entry);
    }
}

/* The entry after `entry` that exists; 0 at the end. */
static uint32_t entry_after(const luaapi_object *self, uint32_t entry)
{
    uint32_t last = 0;
    if (self->number == LUAAPI_TABLE_SURFACES) {
        last = self->world->surface_count;
    } else if (self->number == LUAAPI_TABLE_FORCES) {
        last = self->world->force_count;
    } else if (prototypes_of(self).type != NULL) {
        last = prototypes_of(self).count - 1;
    }
    for (entry++; entry <= last; entry++) {
        if (self->number != LUAAPI_TABLE_SURFACES || luaapi_world_surface(self->world, entry) != NULL) {
            return entry;
        }
    }
    return 0;
}

/* A key that is not there gives nil, as in the game. */
static int table_index(lua_State *L, luaapi_object *self)
{
    push_entry(L, self, find_entry(L, self));
    return 1;
}

static int table_length(lua_State *L, luaapi_object *self)
{
    uint32_t count = 0;
    for (uint32_t entry = entry_after(self, 0); entry != 0; entry = entry_after(self, entry)) {
        count++;
    }
    lua_pushnumber(L, count);
    return 1;
}

static int table_next(lua_State *L, luaapi_object *self)
{
    uint32_t entry = entry_after(self, lua_isnil(L, 2) ? 0 : find_entry(L, self));
    if (entry == 0) {
        return 0;
    }
    lua_pushstring(L, entry_name(self, entry));
    push_entry(L, self, entry);
    return 1;
}

static const luaapi_member members[] = {{NULL, NULL, NULL, NULL}};

const luaapi_class luaapi_class_custom_table = {
    .name = "LuaCustomTable", .members = members, .index = table_index, .length = table_length, .next = table_next};

void luaapi_push_custom_table(lua_State *L, luaapi_world *world, enum luaapi_custom_table table)
{
    luaapi_object_push(L, world, &luaapi_class_custom_table)->number = table;
}

void luaapi_push_force_table(lua_State *L, luaapi_world *world, enum luaapi_custom_table table, uint32_t force)
{
    luaapi_push_custom_table(L, world, table);
    luaapi_object_at(L, -1, &luaapi_class_custom_table)->x = (int32_t)force;
}
