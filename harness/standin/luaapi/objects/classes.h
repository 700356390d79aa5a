/* classes.h - the classes that scripts see, and how C makes their objects. One file a class: lua_<class>.c. */
#ifndef LUAAPI_CLASSES_H
#define LUAAPI_CLASSES_H

#include "harness/standin/luaapi/objects/object.h"

extern const luaapi_class luaapi_class_game;
extern const luaapi_class luaapi_class_surface;
extern const luaapi_class luaapi_class_force;
extern const luaapi_class luaapi_class_entity;
extern const luaapi_class luaapi_class_dead_entity;
extern const luaapi_class luaapi_class_inventory;
extern const luaapi_class luaapi_class_item_stack;
extern const luaapi_class luaapi_class_flow_statistics;
extern const luaapi_class luaapi_class_fluid_box;
extern const luaapi_class luaapi_class_burner;
extern const luaapi_class luaapi_class_transport_line;
extern const luaapi_class luaapi_class_wire_connector;
extern const luaapi_class luaapi_class_recipe;
extern const luaapi_class luaapi_class_technology;
extern const luaapi_class luaapi_class_commandable;
extern const luaapi_class luaapi_class_tile;
extern const luaapi_class luaapi_class_chunk_iterator;
extern const luaapi_class luaapi_class_prototypes;
extern const luaapi_class luaapi_class_entity_prototype;
extern const luaapi_class luaapi_class_item_prototype;
extern const luaapi_class luaapi_class_tile_prototype;
extern const luaapi_class luaapi_class_recipe_prototype;
extern const luaapi_class luaapi_class_autoplace_control;
extern const luaapi_class luaapi_class_fluid_prototype;
extern const luaapi_class luaapi_class_technology_prototype;
extern const luaapi_class luaapi_class_recipe_category;
extern const luaapi_class luaapi_class_fuel_category;
extern const luaapi_class luaapi_class_resource_category;
extern const luaapi_class luaapi_class_module_category;
extern const luaapi_class luaapi_class_ammo_category;
extern const luaapi_class luaapi_class_damage_prototype;
extern const luaapi_class luaapi_class_quality_prototype;
extern const luaapi_class luaapi_class_collision_layer;
extern const luaapi_class luaapi_class_burner_prototype;
extern const luaapi_class luaapi_class_electric_source_prototype;
extern const luaapi_class luaapi_class_fluid_box_prototype;
extern const luaapi_class luaapi_class_group;
extern const luaapi_class luaapi_class_signal_prototype;
extern const luaapi_class luaapi_class_equipment_prototype;
extern const luaapi_class luaapi_class_category_prototype;
extern const luaapi_class luaapi_class_grid_prototype;
extern const luaapi_class luaapi_class_pollutant_prototype;
extern const luaapi_class luaapi_class_property_prototype;
extern const luaapi_class luaapi_class_chunk_prototype;
extern const luaapi_class luaapi_class_location_prototype;
extern const luaapi_class luaapi_class_train_manager;
extern const luaapi_class luaapi_class_custom_table;
extern const luaapi_class luaapi_class_random_generator;
extern const luaapi_class luaapi_class_bootstrap;
extern const luaapi_class luaapi_class_remote;
extern const luaapi_class luaapi_class_command_processor;
extern const luaapi_class luaapi_class_rcon;
extern const luaapi_class luaapi_class_helpers;
extern const luaapi_class luaapi_class_settings;
extern const luaapi_class luaapi_class_rendering;
extern const luaapi_class luaapi_class_render_object;
extern const luaapi_class luaapi_class_profiler;
extern const luaapi_class luaapi_class_planet;

/* What a LuaCustomTable walks over: luaapi_object.number. */
enum luaapi_custom_table {
    LUAAPI_TABLE_SURFACES = 0,
    LUAAPI_TABLE_FORCES = 1,
    LUAAPI_TABLE_PLAYERS = 2,
    LUAAPI_TABLE_ENTITY_PROTOTYPES = 3,
    LUAAPI_TABLE_ITEM_PROTOTYPES = 4,
    LUAAPI_TABLE_TILE_PROTOTYPES = 5,
    LUAAPI_TABLE_RECIPE_PROTOTYPES = 6,
    LUAAPI_TABLE_MOD_SETTINGS = 7, /* empty: no mod's settings.lua is read */
    LUAAPI_TABLE_AUTOPLACE_CONTROLS = 8,
    LUAAPI_TABLE_FLUID_PROTOTYPES = 9,
    LUAAPI_TABLE_TECHNOLOGY_PROTOTYPES = 10,
    LUAAPI_TABLE_RECIPE_CATEGORIES = 11,
    LUAAPI_TABLE_FUEL_CATEGORIES = 12,
    LUAAPI_TABLE_RESOURCE_CATEGORIES = 13,
    LUAAPI_TABLE_MODULE_CATEGORIES = 14,
    LUAAPI_TABLE_AMMO_CATEGORIES = 15,
    LUAAPI_TABLE_DAMAGES = 16,
    LUAAPI_TABLE_QUALITIES = 17,
    LUAAPI_TABLE_COLLISION_LAYERS = 18,
    LUAAPI_TABLE_RECIPES = 19,     /* of the force in luaapi_object.x */
    LUAAPI_TABLE_TECHNOLOGIES = 20 /* the same                        */
};

void luaapi_push_surface(lua_State *L, luaapi_world *world, uint32_t index);
void luaapi_push_planets(lua_State *L, luaapi_world *world); /* {nauvis = LuaPlanet} */
void luaapi_push_force(lua_State *L, luaapi_world *world, uint32_t index);
void luaapi_push_entity(lua_State *L, luaapi_world *world, uint32_t surface, sim_handle entity);
void luaapi_push_inventory(lua_State *L, luaapi_world *world, uint32_t surface, sim_handle owner, uint32_t role);
void luaapi_push_item_stack(lua_State *L, const luaapi_object *owner, uint32_t role, uint32_t slot);
void luaapi_push_custom_table(lua_State *L, luaapi_world *world, enum luaapi_custom_table table);
void luaapi_push_prototype(lua_State *L, luaapi_world *world, const luaapi_class *type, uint32_t number);
void luaapi_push_tile(lua_State *L, luaapi_world *world, uint32_t surface, int32_t tile_x, int32_t tile_y);
void luaapi_push_flow_statistics(lua_State *L, luaapi_world *world, uint32_t surface, uint32_t force,
                                 enum luaapi_flow flow);
void luaapi_push_recipe(lua_State *L, luaapi_world *world, uint32_t force, uint32_t recipe);
void luaapi_push_technology(lua_State *L, luaapi_world *world, uint32_t force, uint32_t technology);
void luaapi_push_unit(lua_State *L, luaapi_world *world, uint32_t surface, sim_handle unit);
void luaapi_push_group(lua_State *L, luaapi_world *world, uint32_t surface, uint32_t group);

/* Inventories that scripts make, and the members that only those have. */
void luaapi_push_script_inventory(lua_State *L, luaapi_world *world, uint16_t slots);
void luaapi_push_script_inventories(lua_State *L, luaapi_world *world);
int luaapi_is_script_inventory(const luaapi_object *inventory);
int luaapi_inventory_destroy(lua_State *L, luaapi_object *self);
int luaapi_inventory_resize(lua_State *L, luaapi_object *self);

/* A profiler that runs unless `stopped`; and "Duration: ...ms" of the one at the index, pushed. */
void luaapi_push_profiler(lua_State *L, luaapi_world *world, int stopped);
void luaapi_profiler_text(lua_State *L, int index);

/* Pushes {name = , count = , quality = "normal"}. */
void luaapi_push_item_count(lua_State *L, const char *name, uint32_t count);

/* force.recipes, force.technologies. */
void luaapi_push_force_table(lua_State *L, luaapi_world *world, enum luaapi_custom_table table, uint32_t force);

/* The autoplace controls of the base game, by number from 1; NULL beyond the last. */
const char *luaapi_autoplace_control(uint32_t number);

/* The engine's entity behind a LuaEntity, and the arena it stands on; NULL when it is gone. */
sim_entity *luaapi_entity_of(const luaapi_object *entity);
luaapi_surface *luaapi_surface_of(const luaapi_object *object);

/* Number in its arena of the inventory that the entity behind an object has in that role; 0 for none. */
uint32_t luaapi_entity_inventory(const luaapi_object *entity, enum sim_inventory_role role);

/* To be called after a write to an inventory's slots. */
void luaapi_inventory_changed(sim_arena *arena, uint32_t inventory);

/* Slot in its arena of the entity behind a valid object. */
static inline uint32_t luaapi_slot_of(const luaapi_object *entity)
{
    return entity->entity.index;
}

/* Roles of LuaItemStacks that are no inventory's: an item on the ground, the hand of an inserter. */
#define LUAAPI_STACK_GROUND 100
#define LUAAPI_STACK_HAND 101
#define LUAAPI_STACK_BELT 102

/* What a LuaItemStack holds; 0 and an empty stack when it holds nothing. */
int luaapi_item_stack_get(const luaapi_object *object, sim_stack *stack);

/* The members that a LuaEntity has from LuaControl, and its own beside those in lua_entity.c. */
extern const luaapi_member luaapi_control_members[];
extern const luaapi_member luaapi_control_item_members[];

#endif
