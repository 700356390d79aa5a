/* crafting.h - the work of furnaces and assembling machines. For crafter.c and machines.c. */
#ifndef SIM_CRAFTING_H
#define SIM_CRAFTING_H

#include "harness/standin/engine/machines/crafter.h"

/* What a machine lacks to start its next craft. */
enum sim_crafting_lack {
    SIM_CRAFTING_LACKS_NOTHING = 0,
    SIM_CRAFTING_LACKS_RECIPE = 1,
    SIM_CRAFTING_LACKS_ITEMS = 2,
    SIM_CRAFTING_LACKS_FLUIDS = 3,
    SIM_CRAFTING_LACKS_ROOM = 4
};

/* Asks for the next craft; the recipe it would be goes to `recipe`, 0 for none. */
enum sim_crafting_lack sim_crafting_next(const sim_arena *arena, const sim_prototypes *prototypes,
                                         const sim_crafter *crafter, uint16_t *recipe);

/* What the machine is doing. */
enum sim_status sim_crafting_status(const sim_arena *arena, const sim_prototypes *prototypes,
                                    const sim_crafter *crafter);

/* Works out speed, energy, productivity and pollution anew, for the machine's recipe. */
void sim_crafting_work_out_effects(sim_arena *arena, const sim_prototypes *prototypes, sim_crafter *crafter);

/* One tick of one record awake, which the machines take in turn (machines.h). */
void sim_crafter_work(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

#endif
