/* transfer.h - what goes into and comes out of an entity, whatever it is: the one face that inserters, drills,
 * characters and scripts use for chests, machines, fuel, ammunition, labs. Transport belts have their own (belt.h). */
#ifndef SIM_TRANSFER_H
#define SIM_TRANSFER_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/entities/inventory.h"

/* The inventories that an entity may have. */
enum sim_inventory_role {
    SIM_INVENTORY_MAIN = 0,    /* chest; a character's main inventory                                             */
    SIM_INVENTORY_FUEL = 1,
    SIM_INVENTORY_BURNT = 2,
    SIM_INVENTORY_SOURCE = 3,  /* a crafting machine's ingredients                                                */
    SIM_INVENTORY_RESULT = 4,  /* a crafting machine's products                                                   */
    SIM_INVENTORY_MODULES = 5,
    SIM_INVENTORY_LAB = 6,     /* science packs                                                                   */
    SIM_INVENTORY_AMMO = 7,
    SIM_INVENTORY_GUNS = 8,
    SIM_INVENTORY_ARMOR = 9,
    SIM_INVENTORY_CARGO = 10,  /* of a rocket                                                                     */
    SIM_INVENTORY_ROLES = 11
};

/* Number of the entity's inventory of that role; 0 when it has none. */
uint32_t sim_entity_inventory(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                              enum sim_inventory_role role);

/* How many of the item an inserter may put in now: the automatic insertion limits of recipes and packs, fuel,
 * ammunition; room in a chest. */
uint32_t sim_transfer_insertable(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                 uint16_t item);

/* 1 when that is not 0; costs less where there is much room. */
int sim_transfer_is_insertable(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item);

/* How many of the item fit when a player or a script puts them in: whole stacks, without the automatic limits. */
uint32_t sim_transfer_room(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item);

/* Puts up to `count` in where they belong (ingredients, fuel, ammunition, modules by hand...), as far as there is room;
 * returns how many went in. The caller has asked sim_transfer_insertable where its limit holds. */
uint32_t sim_transfer_insert(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item,
                             uint32_t count);

/* 1 when what is dropped on the entity goes into it or waits before it; else it falls to the ground. */
int sim_transfer_takes_drops(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* The `index`th stack that an inserter may take from the entity (products, what a chest holds, burnt results), in the
 * order in which the game offers them; an empty stack past the end. */
sim_stack sim_transfer_output(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t index);

/* Takes up to `count` of the item out of what sim_transfer_output offers; returns how many came out. */
uint32_t sim_transfer_take(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item,
                           uint32_t count);

/* The `index`th stack of all that the entity holds in any of its inventories, on its lanes or in its hand: what a
 * player who mines it gets beside the entity itself. An empty stack past the end. */
sim_stack sim_transfer_content(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                               uint32_t index);

/* The same without what the entity is working on. */
sim_stack sim_transfer_stored(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t index);

/* Takes up to `count` of the item out of all that the entity holds; returns how many came out. Work in progress goes
 * on: its ingredients are gone. */
uint32_t sim_transfer_remove(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item,
                             uint32_t count);

/* The same, but that work in progress ends and gives its ingredients back first. */
uint32_t sim_transfer_empty(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item,
                            uint32_t count);

/* The entity gives up what it works on: the ingredients of an unfinished craft go back to the others. Before an entity
 * is emptied inventory by inventory; sim_transfer_empty does it by itself. */
void sim_transfer_stop_work(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

#endif
