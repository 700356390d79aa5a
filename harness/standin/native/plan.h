/* plan.h - ghosts and research, as frames tell of them. */
#ifndef NATIVE_PLAN_H
#define NATIVE_PLAN_H

#include "comm_c/frames.h"
#include "harness/standin/engine/sim.h"

/* Fills in what a ghost stands for: prototype, item, recipe, and whether the character can build it from where it is. */
void native_plan_fill(FactorioPlanCell *row, const sim_arena *arena, const sim_prototypes *prototypes,
                      const sim_entity *ghost);

/* Fills in recipe, progress and, of a ghost, what it stands for. */
void native_plan_machine(FactorioEntityRow *row, const sim_arena *arena, const sim_prototypes *prototypes,
                         const sim_entity *entity);

/* Fills in the state of a technology. */
void native_plan_technology(FactorioTechnologyRow *row, const sim_arena *arena, const sim_prototypes *prototypes,
                            uint16_t technology);

#endif
