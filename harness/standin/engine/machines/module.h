/* module.h - what modules, beacons and research add to a machine. */
#ifndef SIM_MODULE_H
#define SIM_MODULE_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"

/* Bonuses as parts: 0.2 is 20 % more. Speed, consumption and pollution never fall below -0.8, productivity not
 * below 0. */
typedef struct sim_effects {
    double speed;
    double consumption;
    double productivity;
    double pollution;
} sim_effects;

/* What works on the machine in `slot`: the base effect of its prototype, the modules in `inventory` (0 for none) and
 * the beacons around it. Holds until sim_arena.effect_version changes. */
sim_effects sim_module_effects(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                               uint32_t inventory);

/* The sum of what the modules in an inventory do, of the kinds that `allowed` (enum sim_effect) has. */
sim_effects sim_module_sum(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t inventory,
                           uint8_t allowed);

/* 1 when the item is a module whose useful effects a machine of that prototype takes. */
int sim_module_accepts(const sim_prototypes *prototypes, uint16_t entity_prototype, uint16_t item);

/* Creates the inventory for modules of an entity; 0 goes to `inventory` for one without slots. SIM_ARENA_FULL. */
enum sim_result sim_module_create_inventory(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                            uint32_t *inventory);

#endif
