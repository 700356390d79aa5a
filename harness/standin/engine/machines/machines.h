/* machines.h - mining drills, furnaces and assembling machines in one order: the one built last works first
 * (measured in the game, factory-sim). So a drill that was built after a furnace feeds it before the furnace's turn. Their
 * records lie in one pool; the order is that of its numbers, which is that of building until a number is used again.
 * Also what these machines share. */
#ifndef SIM_MACHINES_H
#define SIM_MACHINES_H

#include <stdint.h>

#include "harness/standin/engine/machines/crafter.h"
#include "harness/standin/engine/machines/drill.h"
#include "harness/standin/engine/energy/energy.h"
#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/machines/module.h"

enum sim_machine_kind { SIM_MACHINE_DRILL = 0, SIM_MACHINE_CRAFTER = 1 };

/* Both begin with entity and kind. */
typedef union sim_machine {
    sim_drill drill;
    sim_crafter crafter;
} sim_machine;

/* One tick of all drills and crafting machines awake. */
void sim_machines_tick(sim_arena *arena, const sim_prototypes *prototypes);

/* 1 when the inventory belongs to the entity in `slot`; 0 is sound. */
int sim_machines_owns(const sim_arena *arena, uint32_t slot, uint32_t inventory);

/* Recipes or bonuses of the force have changed: wakes all these machines, which work out their effects anew. */
void sim_machines_reconsider(sim_arena *arena);

/* The status of a machine's last turn; of an electric one that works or wants to, what its network gives it now. */
enum sim_status sim_machines_status(const sim_arena *arena, const sim_prototypes *prototypes,
                                    const sim_energy *energy, enum sim_status last);

/* Draws how many of a product there are: its probability, then its amount. */
uint32_t sim_machines_draw_product(sim_arena *arena, const sim_product *product);

/* Bonus of research to what drills mine. */
double sim_machines_mining_productivity(const sim_arena *arena);

/* Bonus of research to what a recipe gives. */
double sim_machines_recipe_productivity(const sim_arena *arena, uint16_t recipe);

/* May the force craft by the recipe? */
int sim_machines_may_craft(const sim_arena *arena, const sim_prototypes *prototypes, uint16_t recipe);

/* Pollution of a tick of full work under those effects. */
double sim_machines_pollution_per_tick(const sim_entity_prototype *prototype, const sim_effects *effects);

/* Emits what the machine in `slot` made, times what its fuel adds. */
void sim_machines_pollute(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, const sim_energy *energy,
                          double amount);

#endif
