/* machine_fluid.h - fluids that crafting machines take and give. */
#ifndef SIM_MACHINE_FLUID_H
#define SIM_MACHINE_FLUID_H

#include "entity.h"

/* 1 when the machine in `slot` has the fluid that one craft takes. */
int sim_machine_has_fluid(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                          const sim_ingredient *ingredient);

/* 1 when what one craft gives of the fluid has room. */
int sim_machine_has_fluid_room(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                               const sim_product *product);

/* Takes the fluid of one craft, of which there is enough. */
void sim_machine_take_fluid(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                            const sim_ingredient *ingredient);

/* Gives the fluid of one craft; of a bonus craft without the part that productivity does not give. */
void sim_machine_give_fluid(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                            const sim_product *product, int is_bonus);

#endif
