/* machine_fluid.h - fluids that crafting machines take and give. An ingredient's box is the one that the
 * recipe names (fluidbox_index), or the first input box for its first fluid, and so on; products go by output boxes in
 * the same way. A craft starts when what it gives has room. */
#ifndef SIM_MACHINE_FLUID_H
#define SIM_MACHINE_FLUID_H

#include "harness/standin/engine/machines/crafter.h"

/* The boxes take the fluids of the machine's recipe and no other from now on. */
void sim_machine_filter_boxes(sim_arena *arena, const sim_prototypes *prototypes, const sim_crafter *crafter);

/* 1 when the machine has the fluid of the recipe's ingredient of that index for one craft. */
int sim_machine_has_fluid(const sim_arena *arena, const sim_prototypes *prototypes, const sim_crafter *crafter,
                          uint16_t recipe, uint32_t ingredient);

/* 1 when what one craft gives of the recipe's product of that index has room. */
int sim_machine_has_fluid_room(const sim_arena *arena, const sim_prototypes *prototypes, const sim_crafter *crafter,
                               uint16_t recipe, uint32_t product);

/* Takes the fluid of one craft, of which there is enough. */
void sim_machine_take_fluid(sim_arena *arena, const sim_prototypes *prototypes, const sim_crafter *crafter,
                            uint32_t ingredient);

/* Gives the fluid of one craft; of a bonus craft without the part that productivity does not give. */
void sim_machine_give_fluid(sim_arena *arena, const sim_prototypes *prototypes, const sim_crafter *crafter,
                            uint32_t product, int is_bonus);

/* Before the machine sleeps: what flows in or out of its boxes wakes it. */
void sim_machine_wait_for_fluid(sim_arena *arena, const sim_crafter *crafter);

#endif
