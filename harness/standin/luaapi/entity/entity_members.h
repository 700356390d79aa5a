/* entity_members.h - what the files of LuaEntity's members share. */
#ifndef LUAAPI_ENTITY_MEMBERS_H
#define LUAAPI_ENTITY_MEMBERS_H

#include "harness/standin/luaapi/objects/arguments.h"
#include "harness/standin/luaapi/objects/classes.h"
#include "harness/standin/luaapi/vm/raise.h"

/* Of a valid object that belongs to an entity. Arenas move when they grow: never keep the first. */
#define ARENA(self) (luaapi_surface_of(self)->arena)
#define PROTOTYPES(self) ((self)->world->prototypes)
#define ENTITY_PROTOTYPE(self) (&PROTOTYPES(self)->entities[luaapi_entity_of(self)->prototype])
#define ENTITY_TYPE(self) (ENTITY_PROTOTYPE(self)->type)
#define SLOT(self) luaapi_slot_of(self)

/* Sets `result` to what the call gives, with more room in the arena as long as it wants that. */
#define GROWING(self, result, call)                                                                                  \
    do {                                                                                                             \
        (result) = (call);                                                                                           \
    } while ((result) == SIM_ARENA_FULL && luaapi_surface_grow((self)->world, luaapi_surface_of(self)))

/* Raises "LuaEntity::member: NAME is not WHAT." unless the condition holds. */
void luaapi_require(lua_State *L, const luaapi_object *self, int condition, const char *member, const char *what);

/* Raises "LuaEntity::member: REASON." unless the result is SIM_OK. */
void luaapi_require_ok(lua_State *L, enum sim_result result, const char *member);

/* Pushes the entity in a slot of the same surface as `self`; nil for slot 0 and for what is gone. */
void luaapi_push_slot(lua_State *L, const luaapi_object *self, uint32_t slot);
void luaapi_push_handle(lua_State *L, const luaapi_object *self, sim_handle handle);

/* Pushes defines.GROUP.NAME; nil when there is none. */
void luaapi_push_define(lua_State *L, const char *group, const char *name);

/* The place of the number at the index among the NAMES of defines.GROUP, which end in NULL; -1 for none of them. */
int luaapi_read_define(lua_State *L, int index, const char *group, const char *const *names);

/* An item by filter: a name, a prototype, {name = } or nil, which is 0. */
uint16_t luaapi_read_item_filter(lua_State *L, int index, luaapi_world *world);

/* The energy source of a machine; NULL for entities without one. */
sim_energy *luaapi_energy_of(const luaapi_object *self);

/* Record in SIM_POOL_ELECTRIC of the entity; 0 for none. */
uint32_t luaapi_electric_of(const luaapi_object *self);

/* First fluid box of the entity, 0 for none. */
uint32_t luaapi_fluid_box_of(const luaapi_object *self);

/* Pushes LuaEntity::minable: what its prototype and a script say; returns 1. */
int luaapi_entity_get_minable(lua_State *L, luaapi_object *self);

/* 0 when a script has made the entity indestructible. */
int luaapi_entity_is_destructible(lua_State *L, luaapi_object *self);

/* release_from_spawner() of a unit, which LuaEntity and LuaCommandable share. */
int luaapi_entity_release_from_spawner(lua_State *L, luaapi_object *self);

/* What is set on the ghost of an entity of that type, for its members to read and write; NULL for anything else. */
sim_entity_settings *luaapi_planned_settings(const luaapi_object *self, uint8_t type);

/* The prototype of the entity; of a ghost that of what it stands for. */
const sim_entity_prototype *luaapi_meant_prototype(const luaapi_object *self);

/* Tables of LuaEntity's members, one a subject. */
extern const luaapi_member luaapi_entity_energy_members[];
extern const luaapi_member luaapi_entity_heat_members[];
extern const luaapi_member luaapi_entity_silo_members[];
extern const luaapi_member luaapi_entity_infinity_members[];
extern const luaapi_member luaapi_entity_fluid_members[];
extern const luaapi_member luaapi_entity_machine_members[];
extern const luaapi_member luaapi_entity_inserter_members[];
extern const luaapi_member luaapi_entity_sorting_members[];
extern const luaapi_member luaapi_entity_belt_members[];
extern const luaapi_member luaapi_entity_line_members[];
extern const luaapi_member luaapi_entity_headless_members[];
extern const luaapi_member luaapi_entity_wire_members[];
extern const luaapi_member luaapi_entity_combat_members[];
extern const luaapi_member luaapi_entity_building_members[];
extern const luaapi_member luaapi_entity_script_members[];
extern const luaapi_member luaapi_entity_taking_members[];
extern const luaapi_member luaapi_entity_fact_members[];
extern const luaapi_member luaapi_control_crafting_members[];
extern const luaapi_member luaapi_control_bonus_members[];
extern const luaapi_member luaapi_control_character_members[];

#endif
